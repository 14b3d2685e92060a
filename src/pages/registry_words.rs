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
    none = "没有符合条件的登记。", "No entry fits.";
    name = "名称", "Name";
    add = "新增", "Add";
    absences = "不在岗与移交", "Absences and handing over";
    layouts = "文书格式", "Layouts of papers";
    edit = "修改", "Amend";
    save = "保存", "Save";
    belongs_to = "所属", "Belongs to";
    below_none = "尚无登记。", "There is none yet.";
    all_of = "查看全部", "All of them";
    warnings = "请核对", "Please check";
    yes = "是", "Yes";
    no = "否", "No";
    contacts_masked = "联系方式仅对其主管工商联和本单位完整显示。", "Contacts are shown in full to its federation and its own people only.";
    region_hint = "六位行政区划代码，如 330226", "Six digits, such as 330226";
    add_intro = "带“选填”的可以暂不填写。", "What is marked optional can wait.";
}
