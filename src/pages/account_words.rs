//! The words of the pages of one's own account, the administrator and the firm in both languages.

use super::words::words;

words! {
    account = "我的账号", "My account";
    save = "保存", "Save";
    // Accounts
    user_new = "新建账号", "Add an account";
    users_none = "您所管理的范围内还没有账号。", "There are no accounts for you to manage yet.";
    user_particulars = "基本信息", "Particulars";
    user_password = "重设密码", "Set a new password";
    user_ends = "更改后，该账号的所有登录立即失效。", "Every sign-in of the account ends at once.";
    user_standing = "启用与停用", "Enable or disable";
    user_disable = "停用账号", "Disable the account";
    user_enable = "重新启用", "Enable it again";
    user_role = "更改角色", "Change the role";
    user_role_first = "先选择角色：", "Choose the role first:";
    user_role_other = "选择其他角色", "Choose another role";
    is_sysadmin = "管理账号、邮件队列和系统设置，不看案件。", "Runs accounts, mails and settings; sees no case.";
    is_federation_admin = "查看本地区统计，组织结对，发布报表，维护名录。", "Reads an area's figures, brings about pairings, publishes reports, keeps the registry.";
    is_federation_viewer = "只查看本地区统计和名录。", "Reads an area's figures and registry, changes nothing.";
    is_chamber_admin = "办理本商会调解委员会的案件和结对。", "Handles the cases of a chamber's committees and its pairings.";
    is_mediator = "登记并调解案件，制作文书。", "Logs and mediates cases, makes the papers.";
    is_firm_admin = "答复邀约，指派律师，管理本所结对和服务。", "Answers offers, names lawyers, manages the firm's pairings and services.";
    is_lawyer = "办理分给自己的案件，登记服务。", "Works on the cases given to them, logs services.";
    user_search = "单位或人员名称（可填部分）", "Name of the organisation or person (part of it is enough)";
    user_place = "所属单位或人员", "For whom the account acts";
    user_no_place = "没有找到，请换一个名称或先在名录中登记。", "Nothing matches; try other words, or enter it in the registry first.";
    // The firm
    firm = "本所", "Our firm";
    capacity = "承接容量", "Capacity used";
    capacity_hint = "待答复的邀约、在办案件和有效结对合并计算。", "Offers to answer, open cases and living pairings count together.";
    accepting = "可承接", "Has room";
    full = "已满额", "At capacity";
    not_accepting = "暂停承接", "Not accepting";
    waiting = "待答复的邀约", "Offers to answer";
    working = "在办案件", "Open cases";
    working_none = "没有在办案件。", "No open cases.";
    taken = "接受于", "Taken";
    lawyers = "律师", "Lawyers";
    lawyers_none = "尚未登记律师。", "No lawyer is registered yet.";
    // Audit and settings
    audit = "访问日志", "Access log";
    audit_intro = "记录谁在何时查看或更改了什么；只增不改，不含个人信息。", "Who looked at or changed what, and when. It only grows and holds no personal data.";
    audit_none = "没有符合条件的记录。", "No entries match.";
    audit_at = "时间", "Time";
    audit_operation = "操作", "Operation";
    audit_any = "全部操作", "Any operation";
    audit_object = "对象编号", "Number of the object";
    audit_status = "结果", "Outcome";
    audit_done = "完成", "Done";
    audit_refused = "未通过", "Refused";
    settings = "系统设置", "Settings";
    settings_intro = "以下为当前生效的设置，仅供查看；更改请编辑设置文件后重启。密钥和密码不显示。", "The settings in effect, to be read alone: change the settings file and start again. Keys and passwords are not shown.";
    settings_meaning = "含义", "Meaning";
    settings_key = "设置项", "Key";
    settings_value = "值", "Value";
    calendar = "日历订阅", "Calendar";
    calendar_intro = "在手机或电脑的日历中订阅此地址，可看到今后九十天的期限和调解会。日程只含案号和事项，不含当事人信息。", "Subscribe to this address in the calendar of a phone or computer to see deadlines and sessions of the next ninety days. Entries hold case numbers and kinds of days, nothing about persons.";
    calendar_once = "请立即复制，此地址只显示这一次：", "Copy it now; it is shown this once:";
    calendar_make = "生成订阅地址（旧地址即失效）", "Make an address (an older one ends)";
    calendar_remove = "停用订阅地址", "Remove the address";
}
