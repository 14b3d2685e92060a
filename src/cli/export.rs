//! `wanlian export`: the signed figures of a place that works offline, and the key it signs with.

use super::say;
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::signature::Signer;
use crate::domain::period::Period;
use crate::domain::region::RegionCode;
use crate::store::db::Db;
use crate::workflow::merge_figures;
use std::fs::{OpenOptions, read_to_string};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// 生成签名密钥，并显示公钥 / make a key to sign with, and show its public part
    Key {
        /// 密钥文件，不得已存在 / the file of the secret; it must not be there yet
        #[arg(long)]
        out: PathBuf,
    },
    /// 导出已签名的统计数据包（不含姓名）/ the figures of whole months, signed; no names
    Figures {
        /// 行政区划代码 / region code (GB/T 2260)
        #[arg(long)]
        region: String,
        /// 起：YYYY、YYYY-Qn 或 YYYY-MM / first year, quarter or month
        #[arg(long)]
        from: String,
        /// 止：同上 / last year, quarter or month
        #[arg(long)]
        to: String,
        /// 密钥文件 / the file of the secret
        #[arg(long)]
        key: PathBuf,
        /// 数据包文件，不得已存在 / the file of the package; it must not be there yet
        #[arg(long)]
        out: PathBuf,
    },
}

/// Makes a key, or a package. Nothing is written over.
pub fn run(arguments: &Arguments, config: &Config) -> Result<()> {
    match &arguments.what {
        What::Key { out } => {
            let (signer, secret) = Signer::generate()?;
            create(out, &secret)?;
            say(signer.public_key())
        }
        What::Figures { region, from, to, key, out } => {
            let region = RegionCode::parse(region).map_err(|code| Error::field("region", code))?;
            let (period, now) = (Period::parse(from, to)?, Clock::default().now());
            let signer = Signer::read(&read_to_string(key).map_err(Error::internal)?)?;
            let db = Db::open(&config.database.url, 1)?;
            let package = db.read_now(|c| merge_figures::export(c, region, period, &signer, now))?;
            create(out, &serde_json::to_string(&package).map_err(Error::internal)?)?;
            say(out.display().to_string())
        }
    }
}

/// A new file that its owner alone reads.
fn create(path: &Path, text: &str) -> Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(Error::internal)?;
    file.write_all(text.as_bytes()).map_err(Error::internal)?;
    file.sync_all().map_err(Error::internal)
}
