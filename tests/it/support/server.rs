//! The program running as its own process, and a client of it that speaks plain HTTP/1.1 over a socket.
#![allow(clippy::disallowed_types, reason = "a test starts the program")]

use super::TestApp;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// A server that ends with the test.
pub struct Server {
    pub address: SocketAddr,
    pub child: Child,
}

/// What came back: the status, the whole head, the body.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Server {
    /// Starts on the database and in the folder of an application in process, and waits until it is ready.
    pub fn start(app: &TestApp) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_wanlian"));
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("WANLIAN_")) {
            command.env_remove(name);
        }
        let child = command
            .arg("serve")
            .current_dir(app.folder.path())
            .env("WANLIAN_DATABASE__URL", &app.url)
            .env("WANLIAN_DATA_FOLDER", app.folder.path())
            .env("WANLIAN_SERVER__BIND", address.to_string())
            .env("WANLIAN_SERVER__DRAIN_SECONDS", "4")
            .env("WANLIAN_LOG__LEVEL", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        let mut server = Self { address, child };
        let begun = Instant::now();
        while server.get("/readyz").is_none_or(|answer| answer.status != 200) {
            assert!(server.child.try_wait().unwrap().is_none(), "the program ended");
            assert!(begun.elapsed() < Duration::from_secs(20), "the program does not become ready");
            std::thread::yield_now();
        }
        server
    }

    pub fn connect(&self) -> Option<TcpStream> {
        let stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        stream.set_nodelay(true).ok()?;
        Some(stream)
    }

    pub fn get(&self, path: &str) -> Option<Answer> {
        let mut stream = self.connect()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ok()?;
        answer(&mut stream)
    }

    /// A POST of JSON on a connection that stays open.
    pub fn post(stream: &mut TcpStream, path: &str, token: &str, key: &str, body: &str) -> Option<Answer> {
        stream.write_all(head(path, token, key, body.len()).as_bytes()).ok()?;
        stream.write_all(body.as_bytes()).ok()?;
        answer(stream)
    }

    pub fn signal(&self, name: &str) {
        assert!(Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap().success());
    }

    /// Waits for the end of the process.
    pub fn ended(&mut self, within: Duration) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < within, "the program does not end");
            std::thread::yield_now();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn head(path: &str, token: &str, key: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {key}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
}

/// Reads one answer; `None` when the connection ends before it is whole.
pub fn answer(stream: &mut TcpStream) -> Option<Answer> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 16 * 1024];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .map_or(0, |rest| rest.split("\r\n").next().unwrap().trim().parse::<usize>().unwrap());
            if bytes.len() >= end + 4 + length {
                let body = String::from_utf8_lossy(&bytes[end + 4..end + 4 + length]).into_owned();
                let status = head.split(' ').nth(1)?.parse().ok()?;
                return Some(Answer { status, head, body });
            }
        }
        match stream.read(&mut buffer).ok()? {
            0 => return None,
            many => bytes.extend_from_slice(&buffer[..many]),
        }
    }
}
