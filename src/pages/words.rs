//! The words of the pages in both languages, in one place. Words of codes stand with their codes (`text_enum!`), labels of the fields of a
//! step with the fields.

use crate::base::locale::Locale;

/// `words! { name = "中文", "English"; }` makes `Words` and `of(locale)` of a module: no word can lack a language.
macro_rules! words {
    ($($name:ident = $zh:literal, $en:literal;)+) => {
        /// All words in one language.
        pub(super) struct Words { $(pub $name: &'static str),+ }

        static ZH: Words = Words { $($name: $zh),+ };
        static EN: Words = Words { $($name: $en),+ };

        /// The words of a language.
        pub(super) fn of(locale: $crate::base::locale::Locale) -> &'static Words {
            match locale {
                $crate::base::locale::Locale::Zh => &ZH,
                $crate::base::locale::Locale::En => &EN,
            }
        }
    };
}
pub(super) use words;

/// The language as HTML names it.
pub(super) const fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::Zh => "zh-CN",
        Locale::En => "en",
    }
}

words! {
    product = "万联", "Wanlian";
    product_long = "万联调解与法律服务", "Wanlian mediation and legal services";
    other_language = "English", "中文";
    skip = "跳到正文", "Skip to content";
    paren = "（", " (";
    unparen = "）", ")";
    colon = "：", ": ";
    sign_in = "登录", "Sign in";
    sign_out = "退出", "Sign out";
    login = "账号", "Login";
    password = "密码", "Password";
    password_change = "修改密码", "Change the password";
    old_password = "现在的密码", "The password you have now";
    new_password = "新密码（12 至 128 个字符）", "The new password (12 to 128 characters)";
    password_note = "修改后，您在其他地方的登录立即失效。", "You are signed out everywhere else at once.";
    sign_in_note = "请使用本单位管理员分配的账号。", "Use the account your organisation's administrator gave you.";
    progress_party = "当事人凭查询码查看办理进度", "Parties: see progress by code";
    yuan = "元", "yuan";
    // Ways
    navigation = "导航", "Navigation";
    menu = "菜单", "Menu";
    nav_work = "今日事项", "Today";
    nav_cases = "案件", "Cases";
    nav_new_case = "登记案件", "Log a case";
    nav_figures = "统计", "Figures";
    nav_matching = "匹配", "Matching";
    nav_registry = "名录", "Registry";
    nav_offers = "收件箱", "Inbox";
    more = "下一页", "Next page";
    first_page = "回到第一页", "Back to the first page";
    optional = "选填", "optional";
    choose = "请选择", "Choose";
    unchanged = "不填写", "Leave empty";
    cancel = "取消", "Cancel";
    faults_title = "有内容需要更正，已填写的内容均已保留。", "Some things need correcting; what you typed is kept.";
    // Errors
    error_title = "未能完成", "This did not work";
    advice_not_found = "请核对地址，或从列表中重新进入；也可能您无权查看。", "Check the address or start from a list; it may also be that you may not see it.";
    advice_forbidden = "如确需办理，请联系本单位管理员。", "If you need to do this, ask your organisation's administrator.";
    advice_stale = "他人已更新此内容。请返回查看最新情况后再办理；本次未作任何更改。", "Somebody changed it meanwhile. Go back, look at what is there now and try again; nothing was changed.";
    advice_form = "请返回并重新打开页面后再提交。", "Go back, open the page again and send the form.";
    advice_conflict = "当前情况不允许此操作，请返回查看。", "As things stand this cannot be done; go back and look.";
    advice_invalid = "请返回更正后再提交。", "Go back and correct it.";
    advice_large = "请减小文件或分成几个文件后再提交，一次最多", "Make the file smaller or split it; at most, at one time:";
    advice_wait = "请稍候片刻再试。", "Wait a little and try again.";
    advice_internal = "错误已记录。请稍后再试；如仍出现，请告知系统管理员。", "The error was recorded. Try again later; if it happens again, tell the administrator.";
    advice_other = "请返回重试。", "Go back and try again.";
    go_home = "回到首页", "Go to the start page";
    // Work
    work_intro = "逾期的在前，其后是今后十四天内到期的事项。", "What is late comes first, then what is due within fourteen days.";
    work_late = "已逾期", "Late";
    work_today = "今天", "Today";
    work_ahead = "十四天内", "Within fourteen days";
    work_none = "没有逾期或十四天内到期的事项。", "Nothing is late or due within fourteen days.";
    work_sums = "辖区内长期逾期的案件", "Cases long overdue in your area";
    overdue_see = "查看已逾期的案件", "See the overdue cases";
    work_sums_none = "辖区内没有长期逾期的案件。", "No case of your area is long overdue.";
    days_late = "天前到期", "days late";
    days_left = "天后到期", "days left";
    due_today = "今天到期", "due today";
    due = "到期日", "Due";
    committee = "调解委员会", "Committee";
    // Cases
    case_no = "案号", "Case number";
    status = "状态", "Status";
    category = "纠纷类别", "Category";
    regime = "适用程序", "Regime";
    source = "来源", "Source";
    difficulty = "难易程度", "Difficulty";
    parties = "当事人", "Parties";
    applicant = "申请人", "Applicant";
    respondent = "被申请人", "Respondent";
    summary = "纠纷摘要", "Summary";
    amount_claimed = "涉及金额（元）", "Amount in dispute (yuan)";
    amount_none = "无或未填", "None given";
    amount_little = "不足1万元", "Under 10,000";
    applied_on = "申请日期", "Applied on";
    accepted_on = "受理日期", "Accepted on";
    concluded_on = "调解结束", "Mediation ended";
    closed_on = "结案日期", "Closed on";
    outcome = "结果", "Outcome";
    reason = "理由", "Reason";
    due_on = "到期日", "Due on";
    search = "搜索", "Search";
    search_hint = "姓名、单位、摘要或案号，两个字即可", "Names, summary or number; two characters are enough";
    filter = "筛选", "Filter";
    all = "全部", "All";
    from = "自", "From";
    to = "至", "To";
    clear = "清除条件", "Clear";
    cases_none = "没有符合条件的案件。", "No cases match.";
    cases_masked = "为保护当事人，本级仅显示去标识化的信息，金额只计到整万元。", "To protect the parties, this level sees masked particulars only, and amounts in full ten thousands of yuan.";
    // Logging a case
    new_case_intro = "先填三项即可登记，其余内容在需要时再补充。", "Three fields are enough; the rest is asked when it is needed.";
    new_case_more = "如已知悉，可一并填写", "If you know it already";
    register = "登记", "Log it";
    // The case
    next_steps = "下一步", "Next steps";
    other_steps = "其他办理", "Other steps";
    no_steps = "目前没有可由您办理的步骤。", "There is nothing for you to do on this case now.";
    clocks = "期限", "Clocks";
    clocks_none = "尚无起算的期限。", "No clock runs yet.";
    sessions = "调解会", "Sessions";
    agreement = "调解协议", "Agreement";
    agreement_none = "尚未达成协议。", "There is no agreement yet.";
    agreed_on = "达成日期", "Agreed on";
    effective_on = "生效日期", "In effect from";
    form = "形式", "Form";
    confirmation = "司法确认", "Judicial confirmation";
    instalments = "履行安排", "Schedule";
    no_ = "期", "No.";
    amount = "金额（元）", "Amount (yuan)";
    paid = "已付（元）", "Paid (yuan)";
    open = "未付（元）", "Unpaid (yuan)";
    total = "合计", "Total";
    payments = "付款记录", "Payments";
    paid_on = "付款日期", "Paid on";
    reference = "凭证号", "Reference";
    callbacks = "回访", "Callbacks";
    performance = "履行情况", "Performance";
    satisfaction = "满意度", "Satisfaction";
    done_on = "完成日期", "Done on";
    tasks = "跟进任务", "Follow-up tasks";
    dossier = "卷宗", "Dossier";
    dossier_done = "必备材料", "Required papers on file";
    dossier_bundle = "整卷下载", "The whole dossier";
    see = "查看", "See them";
    particulars = "案件概况", "Particulars";
    is_there = "已具备", "On file";
    is_missing = "缺少", "Missing";
    gaps = "处需手填", "gaps to fill by hand";
    timeline = "办理过程", "What happened";
    entered = "登记于", "Recorded";
    by_party = "当事人", "the party";
    by_system = "系统", "the system";
    warnings = "请注意", "Note";
    overdue = "调解期限已过。", "The time limit has passed.";
    calendar_lacks = "以下年份缺少工作日历，期限仅为估算：", "The working calendar lacks this year; days are an estimate:";
    duplicates = "可能重复的案件", "Cases that may be about the same dispute";
    agreement_gaps = "协议尚缺内容", "What the agreement still lacks";
    advice = "当事人可以选择的途径", "Where the parties may turn";
    until = "截至", "until";
    mediators = "调解员", "Mediators";
    lead = "主持", "lead";
    mediators_none = "尚未指定调解员。", "No mediator yet.";
    phone = "电话", "Phone";
    email = "邮箱", "E-mail";
    address = "住址", "Address";
    representative = "法定代表人", "Representative";
    agent = "代理人", "Agent";
    document = "证件", "Document";
    firm = "律师事务所", "Law firm";
    print = "打印", "Print";
    step_intro = "提交后案件即按此更新，并留痕。", "Sending this updates the case and is recorded.";
    came = "到场", "Attended";
    not_invited = "未通知", "Not invited";
    party = "当事人", "Party";
    // The firm's inbox
    offers_intro = "待答复的在前。先看隐名摘要，核对利益冲突后方可查看案卷。", "Open offers first. Read the blind summary, check for conflicts, then see the file.";
    offers_none = "没有邀约。商会请本所办理案件时，会列在这里并发送邮件。", "No offers. When a chamber offers your firm a case it appears here, and a mail is sent.";
    offer = "邀约", "Offer";
    offered_at = "发出时间", "Offered at";
    answer_due = "答复期限", "Answer by";
    acts_for = "服务对象", "Acts for";
    basis = "查看依据", "Basis of disclosure";
    blind = "隐名摘要", "Blind summary";
    size = "涉及金额", "Amount in dispute";
    conflict_check = "利益冲突核对", "Conflict check";
    conflict_intro = "第一步：查看当事人名称，与本所客户和案件核对。查看将被记录。", "First see the parties' names and compare them with your firm's clients and cases. Seeing them is logged.";
    see_names = "查看当事人名称", "See the names";
    names_title = "当事人名称（仅供核对）", "Names, for the check alone";
    conflicts_known = "登记信息显示已有利益冲突，不再显示名称：", "The registry already shows a conflict, so no names are shown:";
    no_conflict = "无利益冲突", "No conflict";
    has_conflict = "存在利益冲突，谢绝", "There is a conflict; decline";
    check_done = "已核对，无利益冲突", "Checked: no conflict";
    see_file = "查看案卷", "See the file";
    accept_offer = "接受", "Accept";
    decline_offer = "谢绝", "Decline";
    decline_reason = "谢绝理由", "Reason";
    lawyer = "承办律师", "Lawyer";
    offer_over = "此邀约已办结。", "This offer is over.";
    offer_taken = "本所已接受，承办律师可查看案卷并参加调解。", "Your firm took the case; its lawyers see the file and take part.";
    // Parties without an account
    go_on = "继续", "Go on";
    link_title = "当事人链接", "A link for you";
    link_intro = "请点“继续”查看需要您回答的事项。打开本页不会改变任何内容。", "Go on to see what you are asked. Opening this page changes nothing.";
    link_secret = "链接内容", "What the link holds";
    link_secret_hint = "一般已自动填好；如为空，请把收到的完整链接粘贴到这里。", "Usually filled in already; if it is empty, paste the whole link you received.";
    link_until = "请于此前答复：", "Please answer before";
    link_payment = "请确认此笔付款：", "Please confirm this payment:";
    link_code = "验证码", "The code";
    link_code_done = "验证码已发送或由工作人员告知，请填写在下方。", "The code is on its way, by mail or by staff; fill it in below.";
    link_send_code = "发送验证码", "Send the code";
    link_send_again = "重新发送验证码", "Send another code";
    link_answer = "提交答复", "Send the answer";
    link_answered = "已收到您的答复，谢谢", "Your answer is in, thank you";
    apply_title = "申请调解", "Apply for mediation";
    apply_intro = "调解不收费，双方自愿；调解委员会审查后会与您联系。您填写的内容只供调解使用。", "Mediation is free and voluntary; the committee looks at it and gets in touch. What you write is used for the mediation alone.";
    apply_button = "提交申请", "Send the application";
    applied_title = "申请已收到", "The application was received";
    applied_keep = "请记下查询码，它只显示这一次：", "Keep this progress code; it is shown this once:";
    applied_next = "凭查询码可随时查看办理进度。", "With it you can see at any time how things stand.";
    progress_title = "查询办理进度", "Check progress";
    progress_intro = "请输入申请时得到的查询码。", "Type the progress code you were given.";
    progress_button = "查询", "Check";
    received_on = "收到日期", "Received on";
    // Administration
    nav_users = "账号", "Accounts";
    nav_mails = "邮件", "Mail";
    packs = "统计简报", "Figures by mail";
    packs_on = "每月、每季度的统计简报会发送到您的邮箱。", "The figures of each month and quarter are sent to your address.";
    packs_off = "您已不再接收统计简报。", "You get no figures by mail.";
    packs_stop = "不再接收", "Send no more";
    packs_start = "恢复接收", "Send them again";
    packs_none = "还没有统计简报。", "No figures have come by mail yet.";
    packs_empty = "本期没有案件。零报告也是有效的报告。", "There were no cases in this period, which is a valid report.";
    packs_what = "项目", "Figure";
    packs_now = "本期", "This period";
    packs_rate = "比率", "Rate";
    packs_counts = "分子 / 分母", "Counts";
    packs_before = "上期", "Previous period";
    name = "姓名", "Name";
    role = "角色", "Role";
    active = "启用", "Active";
    disabled = "停用", "Disabled";
    mails_dead = "仅看发送失败", "Failed only";
    mails_none = "没有邮件。", "No mail.";
    mail_kind = "通知", "Notice";
    mail_to = "收件人", "To";
    mail_tries = "尝试", "Attempts";
    mail_made = "生成时间", "Made at";
    mail_reason = "原因", "Reason";
    mail_again = "重新发送", "Send again";
    // Pairings
    nav_pairings = "结对", "Pairings";
    pairings_none = "还没有结对。工商联提出结对或发布匹配结果后，会列在这里。", "There are no pairings yet. What a federation proposes, or a matching run it publishes, appears here.";
    pairings_none_so = "没有处于此状态的结对。", "No pairing stands so.";
    pairing_no = "结对编号", "Number";
    pairing_until = "到期", "Until";
    pairing_sides = "结对双方", "The two sides";
    pairing_terms = "协议", "Agreements";
    pairing_signed = "签约日期", "Signed on";
    pairing_document = "协议编号", "Agreement number";
    pairing_answer = "答复提议", "Answer the proposal";
    pairing_accept = "同意结对", "Accept";
    pairing_decline = "不同意", "Decline";
    pairing_why_not = "不同意的理由", "Why not";
    chamber = "商会", "Chamber";
    // The chamber
    nav_chamber = "本商会", "Our chamber";
    intake = "网上申请链接", "Link for applications";
    intake_intro = "把此链接或其二维码交给会员企业和当事人，无需账号即可申请调解。", "Give this link, or its QR code, to members and parties: they apply without an account.";
    intake_code = "申请链接的二维码", "QR code of the link";
    intake_none = "尚未生成链接。", "There is no link yet.";
    intake_make = "生成链接", "Make the link";
    intake_again = "更换链接（旧链接即失效）", "Replace it (the old one ends)";
    committee_prefix = "案号字头", "Numbers begin with";
    committee_term = "任期", "Term";
    employment = "专兼职", "Employment";
}
