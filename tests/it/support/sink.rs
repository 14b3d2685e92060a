//! A mail server on the loopback address whose behaviour is chosen by the recipient's tag, as in `a+550@b.example`:
//! `451`, `421`, `550` answer RCPT so; `451xN` refuses a message N times; `data554` refuses it at its end; `drop` takes it and
//! closes the connection before saying so, once; `dropearly` closes before it; `hang` is silent until `release`.

use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

/// One message that arrived whole.
#[derive(Clone, Debug)]
pub struct Arrival {
    pub to: String,
    pub message_id: String,
    pub text: String,
    /// Whether the server took it.
    pub taken: bool,
}

#[derive(Default)]
struct Seen {
    arrivals: Vec<Arrival>,
    tries: HashMap<String, u32>,
    released: bool,
}

/// The server; its threads end with the connections and the process.
#[derive(Clone)]
pub struct Sink {
    pub port: u16,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

/// How the server protects its connections.
#[derive(Clone)]
pub enum Protection {
    None,
    /// From the first byte on.
    Tls(Arc<ServerConfig>),
    /// Once it is asked to, and not before a mail is taken.
    Starttls(Arc<ServerConfig>),
}

impl Sink {
    pub fn start() -> Self {
        Self::protected(Protection::None)
    }

    /// A server that protects its connections in this way.
    pub fn protected(protection: Protection) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink = Self { port: listener.local_addr().unwrap().port(), seen: Arc::default() };
        let server = sink.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (server, protection) = (server.clone(), protection.clone());
                // A client that goes away ends its conversation, not the server.
                std::thread::spawn(move || drop(server.serve(stream, &protection)));
            }
        });
        sink
    }

    /// Every message that arrived, in order.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.seen.0.lock().unwrap().arrivals.clone()
    }

    /// The messages it took.
    pub fn taken(&self) -> Vec<Arrival> {
        self.arrivals().into_iter().filter(|arrival| arrival.taken).collect()
    }

    /// Blocks until `count` messages were taken.
    pub fn wait_for_taken(&self, count: usize) {
        let (lock, change) = &*self.seen;
        let enough = |seen: &mut Seen| seen.arrivals.iter().filter(|arrival| arrival.taken).count() < count;
        let (_seen, wait) = change.wait_timeout_while(lock.lock().unwrap(), Duration::from_secs(60), enough).unwrap();
        assert!(!wait.timed_out(), "fewer than {count} messages arrived");
    }

    /// Lets the hanging conversations end.
    pub fn release(&self) {
        self.seen.0.lock().unwrap().released = true;
        self.seen.1.notify_all();
    }

    fn serve(&self, mut stream: TcpStream, protection: &Protection) -> std::io::Result<()> {
        let encrypted = |stream: TcpStream, config: &Arc<ServerConfig>| {
            let connection = ServerConnection::new(config.clone()).map_err(std::io::Error::other)?;
            Ok::<_, std::io::Error>(StreamOwned::new(connection, stream))
        };
        match protection {
            Protection::None => self.converse(stream, true),
            Protection::Tls(config) => self.converse(encrypted(stream, config)?, true),
            Protection::Starttls(config) => {
                stream.write_all(b"220 sink\r\n")?;
                let lines = BufReader::new(stream.try_clone()?).lines();
                for line in lines {
                    match line?.as_str() {
                        "STARTTLS" => {
                            stream.write_all(b"220 go\r\n")?;
                            return self.converse(encrypted(stream, config)?, false);
                        }
                        line if line.starts_with("EHLO") => stream.write_all(b"250-sink\r\n250 STARTTLS\r\n")?,
                        _ => stream.write_all(b"530 must issue STARTTLS first\r\n")?,
                    }
                }
                Ok(())
            }
        }
    }

    fn converse(&self, stream: impl Read + Write, greets: bool) -> std::io::Result<()> {
        let mut stream = BufReader::new(stream);
        let (mut to, mut tag) = (String::new(), String::new());
        if greets {
            stream.get_mut().write_all(b"220 sink\r\n")?;
        }
        while let Some(line) = next_line(&mut stream)? {
            let answer = match line.get(..4).unwrap_or_default() {
                "EHLO" => "250-sink\r\n250 8BITMIME",
                "MAIL" | "RSET" | "NOOP" => "250 ok",
                "RCPT" => {
                    to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                    tag = to
                        .split('@')
                        .next()
                        .and_then(|local| local.split_once('+'))
                        .map_or(String::new(), |t| t.1.into());
                    match tag.as_str() {
                        "dropearly" => return Ok(()),
                        "421" => "421 4.3.2 closing",
                        "451" => "451 4.3.0 later",
                        "550" => "550 5.1.1 no such person",
                        _ => "250 ok",
                    }
                }
                "DATA" => {
                    stream.get_mut().write_all(b"354 go\r\n")?;
                    let mut text = Vec::new();
                    while let Some(line) = next_line(&mut stream)?.filter(|line| line != ".") {
                        text.push(line);
                    }
                    match self.judge(&to, &tag, text.join("\n")) {
                        Some(answer) => answer,
                        None => return Ok(()),
                    }
                }
                "QUIT" => {
                    stream.get_mut().write_all(b"221 bye\r\n")?;
                    return Ok(());
                }
                _ => "502 no",
            };
            stream.get_mut().write_all(format!("{answer}\r\n").as_bytes())?;
        }
        Ok(())
    }

    /// The reply to the end of a message; none closes the connection.
    fn judge(&self, to: &str, tag: &str, text: String) -> Option<&'static str> {
        let message_id = text.lines().find_map(|line| line.strip_prefix("Message-ID: ")).unwrap_or_default().to_owned();
        let (lock, change) = &*self.seen;
        let mut seen = lock.lock().unwrap();
        let tries = seen.tries.entry(message_id.clone()).or_default();
        *tries += 1;
        let first = *tries == 1;
        let refusals = tag.strip_prefix("451x").and_then(|times| times.parse::<u32>().ok()).unwrap_or_default();
        let answer = match tag {
            "data554" => Some("554 5.7.1 DT:SPM"),
            "hang" => None,
            _ if *tries <= refusals => Some("451 4.7.1 greylisted"),
            "drop" if first => None,
            _ => Some("250 taken"),
        };
        let taken = answer == Some("250 taken") || tag == "drop";
        seen.arrivals.push(Arrival { to: to.to_owned(), message_id, text, taken });
        change.notify_all();
        if tag == "hang" {
            drop(change.wait_while(seen, |seen| !seen.released).unwrap());
        }
        answer
    }
}

/// A line without its end; none when the client has gone.
fn next_line(stream: &mut impl BufRead) -> std::io::Result<Option<String>> {
    let mut line = String::new();
    let is_there = stream.read_line(&mut line)? > 0;
    Ok(is_there.then(|| line.trim_end_matches(['\r', '\n']).to_owned()))
}
