//! The words of the first page in both languages: what waits for somebody, and how an area stands.

use super::words::words;

words! {
    // What waits
    waiting = "待处理", "Waiting for you";
    applications = "网上申请待审查", "Applications to look at";
    pairings = "结对", "Pairings";
    services_open = "结对服务待确认", "Services to be confirmed";
    mails = "发送失败的邮件", "Mails that could not be sent";
    ago = "天前", "days ago";
    ahead = "天后", "days ahead";
    year_on_year = "同比", "on last year:";
    run = "匹配结果待发布", "A matching run to be published";
    run_of = "计算于", "computed";
    report = "统计报表尚未发布", "Report not published yet";
    // How an area stands
    year = "本年案件", "Cases this year";
    year_until = "截至", "up to";
    year_none = "本年尚无案件。登记或导入案件后，这里即有数据。", "No cases this year so far. Log or import some and the figures appear here.";
    change = "增减与上年同期均按整月计：", "Changes and last year are of whole months: ";
    against = "对比", "against";
    before = "上年同期", "Last year";
    rates = "主要比率", "Main rates";
    this_year = "本年", "This year";
    counts = "分子 / 分母", "Counts";
    figures_see = "全部统计", "All figures";
    coverage = "商会与律所结对", "Chambers and law firms";
    coverage_see = "覆盖与服务明细", "Coverage and services";
    living = "履行中的结对", "Living pairings";
    services = "本年结对服务", "Services this year";
    confirmed = "已确认", "confirmed";
    work_more = "此处先列最早的 60 项，办结后依次列出其余各项。", "The earliest 60 are listed; the others follow as these are done.";
    overdue_more = "此处只列前 200 个调解组织，未列出：", "The first 200 committees are listed. Not listed:";
    overdue_note = "这里只统计逾期已久的案件。", "Only cases that are long overdue are counted here.";
}
