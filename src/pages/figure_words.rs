//! The words of the pages of figures and reports in both languages.

use super::words::words;
use crate::base::locale::Locale;

/// The sections of the official forms: as `config/forms/*.toml` and the ministry name them, and in English.
pub(super) const SECTIONS: [(&str, &str); 11] = [
    ("按调解组织", "By kind of committee"),
    ("按案件来源", "By source"),
    ("按纠纷类别", "By category"),
    ("按协议形式", "By form of agreement"),
    ("履行与确认", "Performance and confirmation"),
    ("预防", "Prevention"),
    ("派驻与工作室", "Studios and posted rooms"),
    ("委员", "Members"),
    ("调解员", "Mediators"),
    ("培训", "Training"),
    ("经费保障", "Funds"),
];

/// The heading of a section in a language; columns that stand in none are of all.
pub(super) fn section(group: &str, locale: Locale) -> String {
    let known = SECTIONS.iter().find(|(zh, _)| *zh == group).filter(|_| locale == Locale::En);
    match group {
        "" => of(locale).form_all.to_owned(),
        _ => known.map_or(group, |(_, en)| en).to_owned(),
    }
}

words! {
    title = "统计", "Figures";
    own = "本单位的数据", "The figures of your own organisation";
    region = "地区", "Region";
    compare = "对比", "Hold against";
    compare_none = "不对比", "Nothing";
    cut = "分组", "Break down by";
    and = "再按", "And by";
    and_none = "不再细分", "Nothing else";
    show = "查看", "Show";
    this_month = "本月", "This month";
    this_quarter = "本季度", "This quarter";
    this_year = "本年", "This year";
    last_year = "上年", "Last year";
    years = "有数据的年份", "Years with figures";
    none = "此期间没有案件。", "There are no cases in this period.";
    none_ever = "还没有任何案件。登记或导入案件后，这里即有数据。", "There are no cases yet. Log or import some and the figures appear here.";
    none_try = "可选择其他期间：", "Try another period:";
    counts = "总体情况", "At a glance";
    rates = "比率", "Rates";
    rates_note = "每项比率均列明分子与分母；无可计算时以“—”表示。", "Every rate comes with its two counts; a dash means there was nothing to count.";
    rate = "比率", "Rate";
    percent = "百分比", "Per cent";
    formula = "分子 / 分母", "Counts";
    before = "对比期", "Before";
    leaves_out = "未计入", "Leaves out";
    trend = "趋势", "Over time";
    kinds = "纠纷类别", "Kinds of dispute";
    table = "查看表格", "Show as a table";
    funnel = "办理漏斗", "From application to performance";
    funnel_note = "各环节按各自发生日计入，跨期案件可能使后一环节多于前一环节。", "Each stage counts by its own day, so a later one can exceed an earlier one where cases span periods.";
    funnel_lost = "未走到最后的原因", "Why cases went no further";
    stage = "环节", "Stage";
    cases = "件数", "Cases";
    why = "原因", "Reason";
    heat_note = "颜色越浓，数值越大。", "The stronger the colour, the larger.";
    held = "少于三件，不予显示", "Held back";
    held_note = "为免从数字推知个案，其他组织不足三件的数据不予显示；仅有一项不显示时，另有一项一并不显示。", "Fewer than three cases of another organisation are not shown, nor a second figure from which they could be worked out.";
    more_rows = "其余各行", "More rows";
    times_more = "此处只列数值最多的 60 项，可选择较小的地区查看其余各项。未列出：", "The 60 with the most values are listed; choose a smaller area to see the others. Not listed: ";
    not_counted = "以下指标逐件统计，本范围在办案件过多，请选择较小的地区查看：", "Counted case by case; too many are under way here, choose a smaller area to see: ";
    no_firm = "未指派律所", "No firm";
    no_item = "未注明", "Not stated";
    registered = "登记", "Registered";
    accepted = "受理", "Accepted";
    concluded = "终结", "Concluded";
    agreed = "成功", "Agreed";
    performed = "履行", "Performed";
    confirmed = "司法确认", "Confirmed";
    amount_claimed = "涉案金额（元）", "In dispute (yuan)";
    amount_agreed = "协议金额（元）", "Agreed (yuan)";
    amount_paid = "已付金额（元）", "Paid (yuan)";
    success = "成功率", "Success";
    change = "受理增减", "Change";
    coverage = "结对覆盖", "Coverage";
    coverage_of = "已结对商会占正常商会", "Chambers with a living pairing, of active ones";
    coverage_on = "截至", "As of";
    coverage_none = "此地区没有登记的商会。", "No chamber is registered in this area.";
    chambers = "商会", "Chambers";
    covered = "已结对", "Paired";
    firms = "参与律所", "Firms";
    idle = "闲置结对", "Idle pairings";
    satisfaction = "满意度", "Satisfaction";
    satisfaction_none = "此期间没有到期的回访。", "No callback was due in this period.";
    satisfied = "满意", "Satisfied";
    fair = "基本满意", "Fairly satisfied";
    dissatisfied = "不满意", "Dissatisfied";
    unsaid = "未表态", "No answer";
    at_least = "考虑到样本大小，满意率至少为", "Given the size of the sample, satisfaction is at least";
    wilson = "威尔逊 95% 区间下限", "lower end of the 95 % Wilson interval";
    meanings = "口径说明", "What the figures mean";
    handed_up = "上报并入", "Handed up";
    merged = "离线单位上报的数据", "What places that work offline handed up";
    merged_note = "由离线单位签名上报，与本系统案件分列，合计不重复：同一地区同一月份有案件的，只计案件。", "Signed by those places and kept apart from the cases here; together nothing counts twice: where a place has cases in a month, these alone count.";
    merged_from = "来源", "From";
    merged_left = "因已有案件而未计入的月份：", "Months left out because there are cases:";
    together = "合计", "Together";
    own_cases = "本系统案件", "Cases here";
    all_counts = "全部指标", "All counts";
    all_counts_note = "每项指标注明计入的日期和未计入的情形；点击数字可查看所含案件。", "Every count says by which day it counts and what it leaves out; a number leads to its cases.";
    count = "项目", "Count";
    months_file = "按时间逐项下载（CSV）", "Download over time (CSV)";
    // Times and forms
    times = "用时与在办情况", "How long things take";
    times_intro = "中位数和九成线均为实际发生的数值；不只看平均数。", "Median and nine tenths are values that occur; never a mean alone.";
    measure = "指标", "Measure";
    values = "数量", "Values";
    median = "中位数", "Median";
    p90 = "九成不超过", "Nine tenths at most";
    mean = "平均", "Mean";
    most = "最大", "Most";
    counts_by = "计入日", "Counts by";
    forms = "官方统计表", "Official forms";
    adds_up = "表内各项勾稽相符。", "Every total is what its parts come to.";
    // The cases behind a figure
    behind = "数字所含案件", "The cases behind the figure";
    figure = "数字", "Figure";
    on = "计入日", "Counted on";
    adds = "计入", "Adds";
    masked_amount = "为保护当事人，不显示单个案件的金额。", "Amounts of single cases are not shown, to protect the parties.";
    behind_none = "此数字为零，没有案件。", "The figure is nothing: there are no cases.";
    // Reports
    report = "统计报表", "Report";
    reports = "已发布的报表", "Published reports";
    reports_intro = "报表一经发布即固定不变，可随时取回同一文件；此后数据如有更正，在“与现有数据的差异”中列明。", "A published report never changes: the same file can be fetched for ever. What is corrected later stands under the differences.";
    reports_none = "还没有发布过报表。", "No report has been published yet.";
    packages = "下级统计数据包", "Figures handed up";
    publish = "发布报表", "Publish a report";
    publish_note = "发布后不能修改或撤回；数据有误时可更正案件后另行发布。", "It cannot be changed or taken back; correct the cases and publish another one.";
    period = "期间", "Period";
    published_at = "发布时间", "Published at";
    published_by = "发布人", "Published by";
    hash = "校验值（SHA-256）", "SHA-256";
    hash_note = "即 JSON 文件的校验值，可用于核对文件未被改动。", "Of the JSON file: it shows that a copy was not changed.";
    form = "统计表", "Form";
    form_all = "总体", "In all";
    form_blank = "“—”为本系统未登记的内容，请按实际情况手工填写。", "A dash: not recorded here, to be filled in by hand.";
    form_faults = "以下各项加总不符：", "These do not add up:";
    differences = "与现有数据的差异", "Where the figures of today differ";
    differences_none = "与现有数据一致。", "The figures of today are the same.";
    differences_note = "发布之后，有案件被更正或补登。", "Cases were corrected or came in after it was published.";
    differences_more = "差异较多，此处仅列前 200 项。", "Only the first 200 are shown.";
    item = "分组", "Of";
    was_published = "发布时", "Published";
    now = "现有", "Now";
    by_how_much = "增减", "Change";
}

#[cfg(test)]
mod tests {
    use super::SECTIONS;
    use crate::domain::official_form::Form;

    #[test]
    fn every_section_of_the_forms_has_its_english() {
        for form in [Form::of_cases().unwrap(), Form::of_organisations().unwrap()] {
            for column in form.columns.iter().filter(|column| !column.group.is_empty()) {
                assert!(SECTIONS.iter().any(|(zh, _)| *zh == column.group), "{}", column.group);
            }
        }
    }
}
