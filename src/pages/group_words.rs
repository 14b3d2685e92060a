//! The words of the pages of a group of cases in both languages.

use super::words::words;

words! {
    group = "群体案件", "Group of cases";
    group_see = "群体案件", "The group";
    intro = "同一用人单位或同一事由的多件纠纷可合并为群体案件：以一件为母案，为每位当事人登记一件子案，统一办理。", "Many disputes about the same matter can be worked as one group: one case leads it, each person has a case of their own, and steps are taken in all of them at once.";
    none = "本案不属于群体案件。", "This case belongs to no group.";
    mother = "母案", "Leading case";
    size = "子案件数", "Cases";
    claimed = "涉及金额合计（元）", "Claimed in all (yuan)";
    agreed = "协议金额合计（元）", "Agreed in all (yuan)";
    paid = "已付合计（元）", "Paid in all (yuan)";
    counting = "统计口径", "Counted as";
    children = "子案", "Cases of the group";
    hidden = "另有子案不在您的查看范围内。", "There are further cases of the group that you may not see.";
    side = "新增人员属于哪一方", "Which side they are on";
    people = "为下列人员各登记一件子案", "A case for each of these people";
    people_hint = "对方当事人、案由和申请日期同母案；空行不登记。", "The other side, the kind of dispute and the day are those of the leading case; empty rows are left out.";
    add = "登记子案", "Register them";
    join = "并入已有的群体案件", "Join an existing group";
    join_to = "并入哪一件母案", "Its leading case";
    join_on = "并入日期", "Joined on";
    join_none = "没有可并入的案件：同一调解委员会中须有与本案同一方当事人相同的案件。", "There is no case to join: it must be of the same committee and share a party on the same side.";
    together = "统一办理", "In all cases at once";
    together_intro = "对勾选的子案（不勾选为全部子案）各办理一次；不符合条件的子案保持原状并说明原因。", "Taken once in each case that is ticked, in all when none is; a case that cannot take it stays as it is, and why is said.";
    which = "办理哪些子案（不勾选为全部）", "Which cases (all when none is ticked)";
    done = "已办理：", "Done: ";
    done_none = "没有子案可办理此步骤。", "No case could take this step.";
    kept = "保持原状：", "Stayed as they are: ";
    leave = "退出群体案件", "Leave the group";
    represent = "推举代表人", "Choose representatives";
}
