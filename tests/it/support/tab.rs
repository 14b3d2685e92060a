//! A browser's tab without scripts, in process: keeps cookies, sends the forms of the page it is on.

use super::{PASSWORD, Reply, TestApp};
use std::collections::BTreeMap;

/// One visitor.
pub struct Tab<'a> {
    app: &'a TestApp,
    pub cookies: BTreeMap<String, String>,
    /// What the last page was.
    pub page: String,
}

impl<'a> Tab<'a> {
    pub fn new(app: &'a TestApp) -> Self {
        Self { app, cookies: BTreeMap::new(), page: String::new() }
    }

    /// A tab in which somebody signed in by the form.
    pub async fn of(app: &'a TestApp, login: &str) -> Self {
        let mut tab = Self::new(app);
        tab.get("/sign-in").await.expect(200);
        tab.send("/sign-in", &[("login", login), ("password", PASSWORD)]).await.expect(303);
        tab
    }

    pub async fn get(&mut self, path: &str) -> Reply {
        let reply = self.app.get(path).header("Cookie", &self.cookie()).header("Accept", "text/html").await;
        self.keep(&reply);
        reply
    }

    /// A page that keeps the rules of every page: its text.
    pub async fn look(&mut self, path: &str) -> String {
        let text = self.get(path).await.expect(200).text();
        for refused in [" style=", "<style", " onclick", "http://", "https://"] {
            assert!(!text.contains(refused), "{path}: {refused}");
        }
        assert!(text.len() < 100_000, "{path}: {} bytes", text.len());
        text
    }

    /// The same page in English; the tab stays English.
    pub async fn english(&mut self, path: &str) -> String {
        self.send("/language", &[("next", path)]).await.expect(303);
        self.look(path).await
    }

    /// Sends a form as the page it is on would: with the page's token, and its version where it has one.
    pub async fn send(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let token = self.hidden("csrf");
        let mut all = vec![("csrf", token.as_str())];
        let (version, once) = (self.hidden("version"), self.hidden("once"));
        for (name, value) in [("version", &version), ("once", &once)] {
            if !value.is_empty() && !fields.iter().any(|(known, _)| *known == name) {
                all.push((name, value));
            }
        }
        all.extend_from_slice(fields);
        self.post(path, &all, &[]).await
    }

    /// Sends a form with files, each of a field, a name and bytes.
    pub async fn send_files(&mut self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Reply {
        let (csrf, once) = (self.hidden("csrf"), self.hidden("once"));
        let mut body = Vec::new();
        for (name, value) in [("csrf", csrf.as_str()), ("once", once.as_str())].iter().chain(fields) {
            body.extend(
                format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        for (name, file, bytes) in files {
            let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n");
            body.extend(format!("{head}Content-Type: application/octet-stream\r\n\r\n").bytes());
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--edge--\r\n");
        let call = self.app.post(path, serde_json::Value::Null).without_key();
        let call = call.bytes("multipart/form-data; boundary=edge", body);
        let reply = call.header("Cookie", &self.cookie()).header("Accept", "text/html").await;
        self.keep(&reply);
        reply
    }

    /// Sends just these fields, with these headers besides.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Reply {
        let body: Vec<String> =
            fields.iter().map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        let mut call = self.app.post(path, serde_json::Value::Null).without_key();
        call = call.bytes("application/x-www-form-urlencoded", body.join("&").into_bytes());
        call = call.header("Cookie", &self.cookie()).header("Accept", "text/html");
        for (name, value) in headers {
            call = call.header(name, value);
        }
        let reply = call.await;
        self.keep(&reply);
        reply
    }

    /// The value of a hidden field of the page; empty when it has none.
    pub fn hidden(&self, name: &str) -> String {
        let mark = format!("name=\"{name}\" value=\"");
        self.page.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
    }

    fn cookie(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, reply: &Reply) {
        for cookie in reply.headers.get_all("Set-Cookie").filter_map(|value| value.to_str().ok()) {
            let (name, rest) = cookie.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        if reply.header("Content-Type").starts_with("text/html") {
            self.page = reply.text();
        }
    }
}

/// The first address of a link or a form on a page that holds this, as a browser reads it; empty when there is none.
pub fn way(page: &str, part: &str) -> String {
    let texts: Vec<&str> = page.split('"').collect();
    let is_way = |texts: &&[&str]| texts[0].ends_with("href=") || texts[0].ends_with("action=");
    let mut ways = texts.windows(2).filter(is_way).map(|texts| texts[1].replace("&#38;", "&").replace("&amp;", "&"));
    ways.find(|way| way.contains(part)).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}
