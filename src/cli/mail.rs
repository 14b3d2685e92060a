//! `wanlian mail test --to ADDRESS`: sends one mail with the settings in effect and explains a refusal.

use super::say;
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::error::Result;
use crate::base::id::MailId;
use crate::base::refusal::Refusal;
use crate::mail::hints::hint;
use crate::mail::message::Words;
use crate::mail::transport::{Mailer, Outgoing};
use clap::{Args, Subcommand};

#[derive(Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 发送一封测试邮件 / send one mail to see whether the settings work
    Test {
        /// 收件地址 / who gets it
        #[arg(long, value_name = "ADDRESS")]
        to: String,
    },
}

pub(super) fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    let What::Test { to } = &arguments.what;
    let words = Words {
        subject: "【万联】测试邮件 / Wanlian test mail".into(),
        text: "邮件设置有效。\nThe mail settings work.\n".into(),
        html: "<p>邮件设置有效。<br>The mail settings work.</p>".into(),
    };
    let mail = Outgoing { id: MailId::new(), address: to.clone(), words, calendar: None, at: Clock::default().now() };
    match Mailer::open(config)?.send(&mail) {
        Ok(()) => say(format_args!("Handed over 已交付 ({:?}): {}", config.mail.transport, mail.id)),
        Err(refused) => {
            let (zh, en) = hint(&refused).unwrap_or_default();
            Err(Refusal::new(
                format!("未能发送（{}）。{zh}", refused.code),
                format!("Not sent ({}): {}\n{en}", refused.code, refused.said),
            )
            .into())
        }
    }
}
