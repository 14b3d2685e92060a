//! The words of the pages about the links of parties, for staff, in both languages.

use super::words::words;

words! {
    links = "当事人链接", "Links for parties";
    links_see = "生成和查看当事人链接", "Make and see links";
    links_none = "尚未生成链接。", "There are no links yet.";
    intro = "当事人凭链接答复一件事，无需账号：反馈协议履行情况、确认是否收到付款，或查看办理进度。链接只能用一次，答复时还须输入六位验证码。", "With a link a party answers one thing without an account: how the agreement was kept, whether a payment came, or how things stand. It works once, and the answer needs a code of six digits.";
    make = "生成链接", "Make a link";
    lasts = "有效期（天）：", "Days it lasts: ";
    replaces = "对同一当事人、同一事项重新生成时，旧链接立即失效。", "A new link that asks a party the same ends the one before at once.";
    made = "链接已生成，只显示这一次", "The link; it is shown this once";
    made_for = "交给", "It is for";
    made_give = "请把链接或二维码交给当事人本人；离开本页后无法再次查看，可重新生成。", "Give the link or the QR code to the party itself. After this page it cannot be seen again; make a new one then.";
    qr = "链接的二维码", "QR code of the link";
    asks = "事项", "What it asks";
    made_on = "生成时间", "Made at";
    until = "有效至", "Until";
    state_open = "可用", "Open";
    state_used = "已使用", "Used";
    state_replaced = "已被新链接替换", "Replaced by a new one";
    state_revoked = "已撤销", "Taken back";
    state_over = "已过期", "Over";
    state_moved = "联系方式已变更，失效", "Over: the party's phone or address changed";
    revoke = "撤销链接", "Take the link back";
    revoke_hint = "撤销后，当事人再打开此链接即显示不存在；需要时可重新生成。", "Opened after that, the link shows that there is nothing. A new one can be made at any time.";
    code_way = "验证码", "The code";
    read_out = "宣读验证码", "Read the code out";
    read_out_hint = "仅在拨打登记的电话、核对身份后，向当事人本人宣读；此操作会被记录。", "Only on the phone to the number on record, to the party itself. This is logged.";
    code_is = "六位验证码（只显示这一次）：", "The six digits, shown this once: ";
    code_until = "有效至", "good until";
}
