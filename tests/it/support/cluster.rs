//! A PostgreSQL of its own for this test process: made on first use, reached over a socket, gone when the process ends.
#![allow(clippy::disallowed_types, clippy::print_stderr, reason = "a test starts the database server")]

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// The running server. The pipe to its wrapper closes when this process ends, however it ends; the wrapper then stops it.
pub struct Cluster {
    pub folder: String,
    _wrapper: Child,
}

/// Makes a cluster, starts it, says where it is, and waits for the end of standard input to stop it and clean up.
const WRAPPER: &str = r#"
set -e
bin=$1
folder=$(mktemp -d /tmp/wanlian-pg-XXXXXX)
"$bin/initdb" -D "$folder/data" -A trust -U postgres --no-sync -E UTF8 --locale=C >"$folder/log" 2>&1
shift
"$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c max_connections=300 "$@" \
  >>"$folder/log" 2>&1 </dev/null &
server=$!
until "$bin/pg_isready" -q -h "$folder"; do kill -0 $server; sleep 0.05; done
echo "$folder"
cat >/dev/null || true
kill -QUIT $server || true
wait $server || true
rm -rf "$folder"
"#;

/// Quick and small: what a test writes need not outlive it.
const FOR_TESTS: &[&str] = &["fsync=off", "full_page_writes=off", "shared_buffers=32MB", "log_min_messages=panic"];

/// The cluster of this process; `None`, and a line that says so, where PostgreSQL is not installed.
pub fn running() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER
        .get_or_init(|| {
            let Some(bin) = binaries() else {
                assert!(
                    std::env::var_os("WANLIAN_REQUIRE_POSTGRES").is_none(),
                    "WANLIAN_REQUIRE_POSTGRES is set, but there is no PostgreSQL: apt-get install postgresql-15, or set PG_BIN"
                );
                eprintln!("PostgreSQL is not installed: the ::postgres tests are skipped (apt-get install postgresql-15)");
                return None;
            };
            Some(Cluster::start(bin, FOR_TESTS))
        })
        .as_ref()
}

impl Cluster {
    /// Starts a cluster from the binaries in `bin`, with these settings.
    pub fn start(bin: PathBuf, settings: &[&str]) -> Self {
        let is_root =
            std::fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0);
        // initdb refuses to run as root.
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "sh", "-c", WRAPPER, "wrapper"]);
            command
        } else {
            let mut command = Command::new("sh");
            command.args(["-c", WRAPPER, "wrapper"]);
            command
        };
        let mut wrapper = command
            .arg(bin)
            .args(settings.iter().flat_map(|one| ["-c", one]))
            .current_dir("/tmp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the wrapper of PostgreSQL starts");
        let mut folder = String::new();
        BufReader::new(wrapper.stdout.take().unwrap()).read_line(&mut folder).unwrap();
        assert!(!folder.is_empty(), "PostgreSQL did not start; see /tmp/wanlian-pg-*/log");
        Self { folder: folder.trim().to_owned(), _wrapper: wrapper }
    }

    /// The URL of a database of this cluster.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@{}/{database}", self.folder.replace('/', "%2F"))
    }
}

/// The folder of `initdb`: `PG_BIN`, or the newest of Debian's.
pub fn binaries() -> Option<PathBuf> {
    if let Some(bin) = std::env::var_os("PG_BIN") {
        return Some(bin.into());
    }
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").exists())
        .collect();
    found.sort();
    found.pop()
}
