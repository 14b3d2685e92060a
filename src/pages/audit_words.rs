//! What the access log calls an operation, in words. The interface's operations say it in their own table, which the server hands over:
//! pages and interface lie side by side and know nothing of each other.

use super::table::{self, Audit};
use crate::base::locale::Locale;

/// The operations beside the pages that write to the log: name, Chinese, English.
#[derive(Clone)]
pub struct Operations(pub Vec<(&'static str, &'static str, &'static str)>);

/// The pages that write to the log, by their names.
const PAGES: &[(&str, &str, &str)] = &[
    ("absences::note", "登记调解员离岗", "Note an absence"),
    ("absences::take_back", "撤销离岗登记", "Take an absence back"),
    ("account::make_calendar", "生成日历订阅地址", "Make a calendar address"),
    ("account::remove_calendar", "停用日历订阅地址", "Take the calendar address away"),
    ("admin::requeue", "重新发送失败的邮件", "Queue a failed mail again"),
    ("allowance_rules::add", "登记补贴标准", "Enter an allowance rule"),
    ("allowance_rules::amend", "更改补贴标准", "Amend an allowance rule"),
    ("allowance_rules::close", "终止补贴标准", "End an allowance rule"),
    ("allowance_sheet::file", "下载补贴表", "Save an allowance sheet"),
    ("allowance_sheet::show", "查看补贴表", "Show an allowance sheet"),
    ("allowances::approve", "核准补贴表", "Approve an allowance sheet"),
    ("allowances::draft", "试算补贴", "Draft an allowance sheet"),
    ("allowances::draft_file", "下载补贴试算表", "Save a draft of an allowance sheet"),
    ("applications::accept", "受理申请", "Accept an application"),
    ("applications::list", "列出申请", "List applications"),
    ("applications::refuse", "不予受理申请", "Refuse an application"),
    ("applications::show", "查看申请", "Show an application"),
    ("audit::log", "查看访问日志", "Read the access log"),
    ("case::show", "查看案件", "Show a case"),
    ("case_firms::file_basis", "登记律所披露依据", "Record why a firm may see a case"),
    ("case_firms::offer", "邀请律所", "Offer a case to a firm"),
    ("case_firms::show", "查看案件的律所", "Show the firms of a case"),
    ("case_firms::take_back", "撤回邀请", "Take an offer back"),
    ("case_links::list", "查看当事人链接", "Read the links of the parties"),
    ("case_links::make", "生成当事人链接", "Make a link for a party"),
    ("case_links::read_out", "口头告知验证码", "Read a code out to a party"),
    ("case_links::revoke", "撤销当事人链接", "Take a link of a party back"),
    ("chamber::make_link", "生成申请链接", "Make the link for applications"),
    ("chamber::remove_link", "停用申请链接", "Take the link for applications away"),
    ("figure_keys::register", "登记上报公钥", "Register the key of a place that hands up"),
    ("figure_keys::retire", "停用上报公钥", "Retire the key of a place that hands up"),
    ("figure_packages::import", "接收上报统计", "Take in figures handed up"),
    ("files::add", "添加材料", "Add a file"),
    ("files::list", "列出材料", "List the files of a case"),
    ("files::remove", "移除材料", "Remove a file"),
    ("files::save", "下载材料", "Save a file"),
    ("firm_clients::add", "登记律所客户", "Note a client of the firm"),
    ("firm_clients::end", "终止律所客户关系", "End a client's mandate"),
    ("firm_clients::list", "查看律所客户", "Read the clients of the firm"),
    ("group::add", "登记群体案件子案", "Register the cases of a group"),
    ("group::join", "并入群体案件", "Join a group"),
    ("group::show", "查看群体案件", "Show a group"),
    ("group_step::show", "打开群体案件步骤", "Open a step of a group"),
    ("group_step::take", "办理群体案件步骤", "Take a step in a group"),
    ("imports::confirm", "确认导入", "Confirm an import"),
    ("imports::faults", "下载导入错误", "Save the faults of an import"),
    ("imports::send", "上传导入文件", "Send a file to import"),
    ("layouts::preview", "预览文书模板", "Preview a layout"),
    ("layouts::put", "更改文书模板", "Change a layout"),
    ("layouts::take_back", "恢复文书模板", "Go back to the usual layout"),
    ("matching::again", "调整后重新匹配", "Match again with a change"),
    ("matching::open", "计算匹配", "Compute a matching"),
    ("matching_run::publish", "发布匹配结果", "Publish a matching"),
    ("matching_terms::again", "调整条件后重新匹配", "Match again on other terms"),
    ("notes::list", "查看案件笔记", "Read the notes of a case"),
    ("notes::write", "写案件笔记", "Write a note on a case"),
    ("offers::accept", "接受邀约", "Accept an offer"),
    ("offers::check", "利益冲突审查", "Check for conflicts"),
    ("offers::decline", "谢绝邀约", "Decline an offer"),
    ("offers::names", "查看当事人名称", "See the names of the parties"),
    ("offers::show", "查看邀约", "Show an offer"),
    ("packs::choose", "订阅或退订统计简报", "Switch the mailed figures on or off"),
    ("pairing_forms::amend", "更正服务记录", "Amend a service"),
    ("pairing_forms::confirm", "确认服务记录", "Confirm a service"),
    ("pairing_forms::log", "登记服务", "Log a service"),
    ("pairing_forms::renew", "续签结对", "Renew a pairing"),
    ("pairing_forms::sign", "登记结对签约", "Record the signing of a pairing"),
    ("pairing_forms::terminate", "解除结对", "Terminate a pairing"),
    ("pairings::answer", "答复结对", "Answer a pairing"),
    ("paper::bundle", "下载整卷", "Save the whole dossier"),
    ("paper::show", "下载文书", "Save a paper"),
    ("party::answer", "当事人答复链接", "A party answers a link"),
    ("party::apply", "当事人提交申请", "A party applies"),
    ("register::save", "登记案件", "Log a case"),
    ("registry::add", "新增名录", "Add to the registry"),
    ("registry::amend", "更正名录", "Amend the registry"),
    ("registry_members::seat", "更改委员", "Change a member of a committee"),
    ("reports::publish", "发布报表", "Publish a report"),
    ("sign_in::change_password", "修改密码", "Change the password"),
    ("sign_in::enter", "登录", "Sign in"),
    ("sign_in::leave", "退出", "Sign out"),
    ("step::show", "打开案件步骤", "Open a step of a case"),
    ("step::take", "办理案件步骤", "Take a step of a case"),
    ("transfer::show", "查看可移交的案件", "Show the cases to hand over"),
    ("transfer::take", "移交案件", "Hand cases over"),
    ("users::amend", "修改账号", "Amend an account"),
    ("users::create", "新建账号", "Add an account"),
];

/// Everything that the log can hold, with its words, in the order of the words; those of the interface say so.
pub(super) fn all(of_the_interface: &Operations, locale: Locale) -> Vec<(&'static str, String)> {
    let say = |zh: &str, en: &str| if locale == Locale::Zh { zh.to_owned() } else { en.to_owned() };
    let logged = table::all().iter().filter(|page| page.audit != Audit::None);
    let pages =
        logged.map(|page| (page.name, of_page(page.name).map_or_else(|| page.name.to_owned(), |(zh, en)| say(zh, en))));
    let others =
        of_the_interface.0.iter().map(|(name, zh, en)| (*name, say(&format!("{zh}（接口）"), &format!("{en} (API)"))));
    let mut all: Vec<(&str, String)> = pages.chain(others).collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    // A page and the form on it, or several pages of one handler, have one name.
    all.dedup();
    all
}

fn of_page(name: &str) -> Option<(&'static str, &'static str)> {
    let name = name.strip_prefix("pages::")?;
    PAGES.iter().find(|row| row.0 == name).map(|(_, zh, en)| (*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_that_writes_to_the_log_has_words() {
        let logged = table::all().iter().filter(|page| page.audit != Audit::None).map(|page| page.name);
        assert_eq!(logged.filter(|name| of_page(name).is_none()).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
