//! What to do about a mail server's refusal, in words: what the replies of 163, QQ and company mail mean.

use super::transport::Undelivered;

/// One cause: the code, a piece of the server's sentence (empty fits all), and the remedy in Chinese and English.
const HINTS: &[(&str, &str, &str, &str)] = &[
    (
        "smtp_535",
        "",
        "登录被拒绝。163、126、QQ 邮箱和企业邮须先在邮箱设置中开启 SMTP 服务，mail.password_file 中应是所生成的授权码（客户端专用密码），不是网页登录密码；mail.user 应为完整的邮箱地址。",
        "The login was refused. With 163, 126, QQ and company mail, first switch SMTP on in the mailbox settings; mail.password_file holds the authorisation code made there, not the password of the web page, and mail.user is the whole address.",
    ),
    (
        "smtp_554",
        "DT:SPM",
        "网易判为垃圾邮件（DT:SPM）。请让 mail.from 与 mail.user 为同一地址，避免短时间大量发送，并请收件人将该地址加入白名单。",
        "NetEase took it for spam (DT:SPM). Let mail.from and mail.user be the same address, do not send many at once, and ask recipients to allow the address.",
    ),
    (
        "smtp_554",
        "",
        "邮件内容或发送方被拒绝。请核对发件域名的 SPF 记录，并与邮件服务商确认。",
        "The mail or its sender was refused. Check the SPF record of the sender's domain and ask the mail provider.",
    ),
    (
        "smtp_553",
        "",
        "发件地址被拒绝：mail.from 中的地址须与登录名 mail.user 相同。",
        "The sender was refused: the address in mail.from must be that of mail.user.",
    ),
    (
        "smtp_501",
        "",
        "地址被拒绝：QQ 邮箱要求 mail.from 中的地址与 mail.user 相同。",
        "An address was refused: QQ asks that the address in mail.from is that of mail.user.",
    ),
    (
        "smtp_530",
        "",
        "服务器要求先登录或先加密：请填写 mail.user 与 mail.password_file，或将 mail.security 设为 tls 或 starttls。",
        "The server wants a login or TLS first: set mail.user and mail.password_file, or mail.security to tls or starttls.",
    ),
    ("smtp_550", "", "收件地址不存在或拒收。", "The recipient does not exist or refuses the mail."),
    ("smtp_552", "", "收件人的邮箱已满。", "The recipient's mailbox is full."),
    (
        "smtp_421",
        "",
        "服务器暂不接受连接，可能是发送过于频繁；系统会自动重试。",
        "The server takes no connections for now, perhaps because of too many mails; the queue tries again by itself.",
    ),
    (
        "smtp_450",
        "",
        "服务器暂时拒收（可能是灰名单或频率限制）；系统会自动重试。",
        "Refused for now (greylisting or a rate limit); the queue tries again by itself.",
    ),
    (
        "smtp_451",
        "",
        "服务器暂时拒收（可能是灰名单或频率限制）；系统会自动重试。",
        "Refused for now (greylisting or a rate limit); the queue tries again by itself.",
    ),
    (
        "tls",
        "",
        "TLS 失败：465 端口用 security = \"tls\"，587 端口用 \"starttls\"；mail.host 须与服务器证书的名称一致。",
        "TLS failed: port 465 goes with security = \"tls\", port 587 with \"starttls\"; mail.host must be the name in the server's certificate.",
    ),
    (
        "timeout",
        "",
        "连接或应答超时：云主机常封 25 端口，请用 465 或 587；也可能是端口与 security 不配。",
        "No answer in time: clouds often block port 25, use 465 or 587; or the port does not fit mail.security.",
    ),
    (
        "connection",
        "",
        "无法连接：请核对 mail.host 与 mail.port，以及防火墙。",
        "No connection: check mail.host, mail.port and the firewall.",
    ),
    ("address", "", "不是电子邮箱地址。", "Not an e-mail address."),
];

/// The remedy in Chinese and English; none when the reply says enough itself.
pub fn hint(refused: &Undelivered) -> Option<(&'static str, &'static str)> {
    let fits = |(code, piece, ..): &&(&str, &str, _, _)| *code == refused.code && refused.said.contains(piece);
    HINTS.iter().find(fits).map(|(_, _, zh, en)| (*zh, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_replies_of_the_usual_servers_are_explained() {
        for (code, said, expected) in [
            ("smtp_535", "permanent error (535): Error: authentication failed", Some("授权码")),
            ("smtp_554", "permanent error (554): DT:SPM 163 smtp8", Some("DT:SPM")),
            ("smtp_554", "permanent error (554): 5.7.1 rejected", Some("SPF")),
            ("smtp_553", "Mail from must equal authorized user", Some("mail.user")),
            ("smtp_599", "", None),
        ] {
            let found = hint(&Undelivered::passing(code, said));
            assert_eq!(
                found.map(|(zh, _)| expected.is_some_and(|word| zh.contains(word))),
                expected.map(|_| true),
                "{code}"
            );
        }
    }
}
