//! A plain HTTP client that keeps its connection, and the closed loop that drives several of them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// One connection, with the token of who speaks.
pub struct Client {
    stream: BufReader<TcpStream>,
    token: String,
    /// What the last reply held.
    pub body: Vec<u8>,
    /// Where the thing is that the last reply made.
    pub location: String,
    /// What the last reply is.
    pub kind: String,
    /// As a browser keeps them.
    cookies: BTreeMap<String, String>,
    line: String,
}

impl Client {
    pub fn open(address: SocketAddr, token: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        Self {
            stream: BufReader::new(stream),
            token: token.to_owned(),
            body: Vec::new(),
            location: String::new(),
            kind: String::new(),
            cookies: BTreeMap::new(),
            line: String::new(),
        }
    }

    pub fn get(&mut self, path: &str) -> u16 {
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n", self.token);
        self.send(&head)
    }

    /// A POST of JSON under a key of its own.
    pub fn post(&mut self, path: &str, body: &str) -> u16 {
        let (token, length, key) = (&self.token, body.len(), wanlian::base::id::IdText::new());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Idempotency-Key: {}\r\nContent-Length: {length}\r\n\r\n{body}",
            key.as_str()
        );
        self.send(&head)
    }

    /// A step of a case that was seen in this version.
    pub fn step(&mut self, path: &str, version: i64, body: &str) -> u16 {
        let (token, length) = (&self.token, body.len());
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             If-Match: \"{version}\"\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        self.send(&head)
    }

    /// A page, asked for as a browser does.
    pub fn page(&mut self, path: &str) -> u16 {
        let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nCookie: {}\r\n\r\n", self.cookie());
        self.send(&head)
    }

    /// Signs in by the form, so that pages open.
    pub fn enter(&mut self, login: &str, password: &str) {
        assert_eq!(self.page("/sign-in"), 200);
        let page = String::from_utf8_lossy(&self.body).into_owned();
        let csrf = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let body = format!("csrf={csrf}&login={login}&password={}", password.replace(' ', "+"));
        let (cookie, length) = (self.cookie(), body.len());
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        assert_eq!(self.send(&head), 303, "{}", String::from_utf8_lossy(&self.body));
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// The body of the last reply.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    fn send(&mut self, request: &str) -> u16 {
        self.stream.get_mut().write_all(request.as_bytes()).unwrap();
        let mut status = 0;
        let mut length = 0;
        self.kind.clear();
        loop {
            self.line.clear();
            self.stream.read_line(&mut self.line).unwrap();
            let line = self.line.trim_end();
            match line.split_once(": ") {
                _ if line.is_empty() => break,
                None => status = line.split(' ').nth(1).unwrap().parse().unwrap(),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap(),
                Some((name, value)) if name.eq_ignore_ascii_case("location") => value.clone_into(&mut self.location),
                Some((name, value)) if name.eq_ignore_ascii_case("content-type") => value.clone_into(&mut self.kind),
                Some((name, value)) if name.eq_ignore_ascii_case("set-cookie") => {
                    let (name, rest) = value.split_once('=').unwrap();
                    self.cookies.insert(name.to_owned(), rest.split(';').next().unwrap().to_owned());
                }
                Some(_) => {}
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body).unwrap();
        status
    }
}

/// What a closed loop did.
pub struct Run {
    pub per_second: f64,
    times: Vec<Duration>,
}

impl Run {
    /// The time below which this part of the requests stayed, in milliseconds.
    pub fn quantile(&self, part: f64) -> f64 {
        let at = ((self.times.len() - 1) as f64 * part) as usize;
        self.times[at].as_secs_f64() * 1000.0
    }
}

/// Runs what `make` gives each of `clients` threads, again and again, for `seconds` after half a second to get warm.
pub fn closed_loop<F: FnMut()>(clients: usize, seconds: u64, make: impl Fn(usize) -> F + Sync) -> Run {
    let barrier = Barrier::new(clients);
    let (make, barrier) = (&make, &barrier);
    let runs: Vec<(Vec<Duration>, f64)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..clients)
            .map(|number| {
                scope.spawn(move || {
                    let mut ask = make(number);
                    barrier.wait();
                    let warm = Instant::now() + Duration::from_millis(500);
                    while Instant::now() < warm {
                        ask();
                    }
                    let (begun, mut times) = (Instant::now(), Vec::new());
                    while begun.elapsed() < Duration::from_secs(seconds) {
                        let before = Instant::now();
                        ask();
                        times.push(before.elapsed());
                    }
                    (times, begun.elapsed().as_secs_f64())
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let per_second = runs.iter().map(|(times, seconds)| times.len() as f64 / seconds).sum();
    let mut times: Vec<Duration> = runs.into_iter().flat_map(|(times, _)| times).collect();
    times.sort();
    Run { per_second, times }
}
