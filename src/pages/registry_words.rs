//! The words of the registry in both languages.

use super::words::words;

words! {
    title = "名录", "Registry";
    federations = "工商联", "Federations";
    chambers = "商会", "Chambers";
    committees = "调解委员会", "Committees";
    mediators = "调解员", "Mediators";
    firms = "律师事务所", "Law firms";
    lawyers = "律师", "Lawyers";
    search = "按名称查找", "Find by name";
    region = "行政区划", "Region";
    everywhere = "全部地区", "Everywhere";
    none = "没有符合条件的登记。", "No entries match.";
    name = "名称", "Name";
    add = "新增", "Add";
    absences = "不在岗与移交", "Absences and handing over";
    layouts = "文书格式", "Layouts of papers";
    edit = "修改", "Amend";
    save = "保存", "Save";
    belongs_to = "所属", "Belongs to";
    below_none = "尚无登记。", "Nothing is registered yet.";
    all_of = "查看全部", "Show all";
    warnings = "请核对", "Please check";
    yes = "是", "Yes";
    no = "否", "No";
    contacts_masked = "联系方式仅对其主管工商联和本单位完整显示。", "Contacts are shown in full to its federation and its own people only.";
    members = "委员", "Members";
    members_hint = "应有三至九名委员、一名主任，并有女性委员（人民调解法第八条）；姓名留空的行不保存。", "Three to nine members, one of them director, and at least one woman (People's Mediation Law art 8). A row without a name is left out.";
    members_now = "现任委员", "Who sits there";
    members_change = "登记委员", "Seat the members";
    members_see = "委员名单", "The members";
    gender = "性别", "Gender";
    office = "职务", "Office";
    is_mediator = "即调解员", "Is the mediator";
    is_lawyer = "即律师", "Is the lawyer";
    clients = "客户", "Clients";
    clients_see = "客户（利益冲突核对）", "Clients, for the check of conflicts";
    clients_hint = "登记客户后，案件一方为其客户时系统会提示利益冲突（律师法第四十七条第三项）；已终止的客户仍保留。", "A party of a case that is a client shows as a conflict of interest (Lawyers Law art 47(3)); past clients stay on record.";
    client_add = "登记客户", "Note a client";
    client_end = "终止委托", "End the mandate";
    client_until = "终止日期（不填为今天）", "Last day (today when empty)";
    lawyer_hint = "同时为执业律师的，填名录中的姓名；同名的填执业证号。该律师所在律所承接此人调解的案件时，系统会提示利益冲突。", "For somebody who is a lawyer too: the name in the registry, or the licence number where several have the name. A case they mediate then shows as a conflict of interest of their firm.";
    chamber_hint = "填名录中该地区商会的全称；登记后不能更改。", "The full name of a chamber of the region as in the registry. It cannot be changed afterwards.";
    region_hint = "六位行政区划代码，如 330226", "Six digits, such as 330226";
    add_intro = "带“选填”的可以暂不填写。", "Fields marked optional can be filled in later.";
}
