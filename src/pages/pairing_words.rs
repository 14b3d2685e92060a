//! The words of what happens on a pairing in both languages.

use super::words::words;

words! {
    sign = "登记签约", "Record the signed agreement";
    renew = "登记续签", "Record a renewal";
    end = "终止结对或收回提议", "End the pairing, or take the proposal back";
    ended = "终止", "Ended";
    log = "记录服务", "Log a service";
    amend = "更正或推进", "Amend or take further";
    services = "服务记录", "Services";
    services_none = "尚无服务记录。", "No services yet.";
    promised = "约定的服务", "Services promised";
    lawyers = "联系律师", "Contact lawyers";
    findings = "重大紧急 / 一般 / 提示：", "Grave / of note / hints: ";
    kind = "类别", "Kind";
    held_on = "日期", "Day";
    place = "地点", "Place";
    online = "线上", "Online";
    enterprises = "企业", "Enterprises";
    people = "人数", "People";
    minutes = "分钟", "Minutes";
    confirmed = "商会确认", "Confirmed";
    confirm = "确认", "Confirm";
    open_check = "待回访后确认", "To be confirmed after the callback";
    not_confirmed = "待确认", "Not yet";
    pro_bono = "公益", "Pro bono";
}
