//! The words of a chamber's own pages in both languages: its records looked through, its mediators' absences, its papers, its services.

use super::words::words;

words! {
    // Records looked through
    oddities = "上报前自查", "Before figures are sent up";
    oddities_intro = "下列情形只提示再看一眼，不说明有误；只有本会看得到，不会上报。", "These are signs to look twice at, not proofs of a mistake. Your chamber alone sees them; nothing of it is sent up.";
    oddities_look = "查看", "Look";
    oddities_none = "这段时间没有发现需要再看一眼的情形。", "Nothing in these days asks for a second look.";
    oddities_whole = "这一项说的是全部案件的数字：", "This is about the figures of all cases:";
    oddities_more_cases = "另有案件（件）：", "Further cases:";
    oddities_more = "另有情形未列出，请缩短期间。未列出：", "Further signs are not listed; choose fewer days. Not listed:";
    oddities_found = "记录中有情形值得再看一眼。", "Your records hold something to look twice at.";
    oddities_see = "去自查", "Look through them";
    // Absences and handing over
    absences = "不在岗与移交", "Absences and handing over";
    absences_none = "没有登记今后的不在岗。", "No absence is noted from today on.";
    absence_note = "登记不在岗", "Note an absence";
    absence_hint = "不必说明原因。代管人须经移交才会加入案件。", "No reason is asked. Whoever covers joins the cases by a handing over.";
    absence_now = "现不在岗", "Away now";
    absence_cover = "代管人", "Covered by";
    absence_take_back = "撤销", "Take back";
    absence_end = "结束", "End it";
    transfer = "移交在办案件", "Hand over open cases";
    transfer_intro = "先预览，再移交。移交后原调解员退出案件；代管则由代管人加入，原调解员仍在。", "Look first, then hand over. For good, the mediator leaves the cases; with a cover, the cover joins beside.";
    transfer_preview = "预览", "Preview";
    transfer_moved = "将移交", "Will be handed over";
    transfer_kept = "不能移交", "Will stay";
    transfer_nothing = "没有可移交的在办案件。", "There is no open case to hand over.";
    transfer_which = "移交哪些案件", "Which cases";
    transfer_now = "移交勾选的案件", "Hand the ticked cases over";
    transfer_done = "已移交", "Handed over";
    transfer_stayed = "未移交", "Stayed";
    transfer_more = "在办案件多于一次可移交的数量，移交后请再次预览。", "There are more open cases than one handing over takes; look again afterwards.";
    transfer_lead = "主持", "Leads";
    // The layouts of papers
    committee = "调解委员会", "Committee";
    layouts = "文书格式", "Layouts of papers";
    layouts_intro = "每种文书可用内置格式，也可换成本会自己的。换下的各版都保留。", "Each paper has a built-in layout, in place of which the committee may put its own. Every version is kept.";
    layout_own = "本会格式", "Its own";
    layout_built_in = "内置", "Built in";
    layout_text = "格式", "The layout";
    layout_hint = "一行一段：# 为标题，## 为小标题；两层花括号中写项目名即填入案件内容，如 {{case_no}}。", "A line is a block: # is a title, ## a heading; a name in two braces, such as {{case_no}}, is filled from the case.";
    layout_file = "或上传文本文件（优先于上面的文字）", "Or send a text file (taken in place of the text above)";
    layout_case = "用哪件案件试", "Try it on this case";
    layout_put = "启用", "Put in use";
    layout_try = "先试一试（生成 DOCX，不保存）", "Try it first (makes a DOCX, keeps nothing)";
    layout_back = "恢复内置格式", "Go back to the built-in layout";
    layout_versions = "本会各版", "The committee's versions";
    layout_retired = "停用于", "Out of use since";
    layout_fields = "可填入的项目", "What a layout may name";
    layout_case_fields = "案件", "The case";
    // Coverage and services
    coverage = "结对覆盖与服务", "Coverage and services";
    coverage_alone = "结对覆盖", "Coverage";
    coverage_on = "覆盖情况截至", "Coverage as of";
    services = "结对服务", "Services of paired firms";
    services_from = "服务自", "Services from";
    services_to = "服务至", "Services to";
    services_received = "本年收到的结对服务", "Services received this year";
    services_none = "本年尚无结对服务。", "No services this year so far.";
    region = "地区", "Region";
    cut_none = "没有数据。", "Nothing to show.";
    figures = "本年案件", "Cases this year";
    figures_none = "本年尚无案件。", "No cases this year so far.";
    figures_see = "看全部统计", "All figures";
    pairings_see = "看结对", "The pairings";
    // The chamber itself
    intake_committee = "由哪个调解委员会审查", "Which committee decides on what comes in";
    intake_end = "停用申请链接", "Take the link away";
    intake_end_hint = "停用或更换后，已印发、张贴的链接和二维码都不能再用；已收到的申请不受影响。", "A link or code that was printed or pinned up opens nothing after that, nor after a replacement. What came in stays.";
    term_none = "未登记", "Not recorded";
    mediators_hint = "点姓名可登记不在岗、移交在办案件。", "A name leads to absences and to handing over open cases.";
    nobody = "无", "Nobody";
}
