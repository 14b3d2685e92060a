//! How long the program takes until it is ready, on a database that is there, and what memory it holds idle.

use super::Options;
use super::report::{Wanted, figure};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Starts that are timed; the median counts.
const STARTS: usize = 5;

/// Starts the program itself, several times.
pub fn run(_: &Options) {
    let folder = tempfile::tempdir().unwrap();
    // The first start makes the database and the secrets.
    drop(start(folder.path()));
    let mut times = Vec::new();
    let mut resident = 0.0_f64;
    for _ in 0..STARTS {
        let (took, program) = start(folder.path());
        times.push(took.as_secs_f64());
        // Idle: the jobs have looked around once.
        std::thread::sleep(Duration::from_secs(6));
        resident = resident.max(program.resident());
    }
    times.sort_by(f64::total_cmp);
    figure("start until /readyz answers 200", times[STARTS / 2] * 1000.0, "ms", Wanted::Below(300.0));
    figure("resident when idle", resident, "MB", Wanted::Below(80.0));
}

struct Program(Child);

impl Program {
    /// What the process holds in memory, in MB.
    fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.split_whitespace().next().unwrap().parse::<f64>().unwrap() * 1024.0 / 1e6
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn start(folder: &std::path::Path) -> (Duration, Program) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let begun = Instant::now();
    let child = Command::new(env!("CARGO_BIN_EXE_wanlian"))
        .arg("serve")
        .env("WANLIAN_DATA_FOLDER", folder)
        .env("WANLIAN_SERVER__BIND", address.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let program = Program(child);
    while !is_ready(address) {
        assert!(begun.elapsed() < Duration::from_secs(20), "the program does not get ready");
        std::thread::sleep(Duration::from_millis(1));
    }
    (begun.elapsed(), program)
}

fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let mut reply = [0; 12];
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n").is_ok()
        && stream.read_exact(&mut reply).is_ok()
        && &reply == b"HTTP/1.1 200"
}
