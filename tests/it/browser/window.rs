//! A window of Chromium, driven over WebDriver: opens pages, types, presses, and looks whether a page is as pages must be. Ends with the
//! test, with all it started.
#![allow(clippy::disallowed_types, clippy::print_stderr, reason = "a test starts a browser")]

use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use url::{ParseError, Url};
use wanlian::base::token;

/// The checker of accessibility, as `.ci/run` fetches it from its registry.
const AXE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/axe-core/package/axe.min.js");
/// The SHA-256 of version 4.14.1.
const AXE_SHA256: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// What must hold on every page besides, as a list of what does not: WCAG 1.4.10 (nothing wider than the window), 2.4.2, our own measure
/// of 100 KB, and one language at a time.
const FAULTS: &str = r#"(() => {
  const found = [];
  const wide = document.documentElement.scrollWidth - window.innerWidth;
  if (wide > 0) {
    const far = [...document.body.querySelectorAll("*")].filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1);
    found.push("wider than the window by " + wide + ": " + far.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | "));
  }
  // On a desktop every table stands there whole, but for the sample of a file with many columns.
  for (const one of window.innerWidth > 1000 ? document.querySelectorAll(".scroll:not(:has(table.nowrap))") : [])
    if (one.scrollWidth > one.clientWidth + 1) found.push("cut by " + (one.scrollWidth - one.clientWidth) + ": " + one.innerText.slice(0, 80));
  if (!document.title.trim()) found.push("no title");
  if (document.querySelectorAll("h1").length !== 1) found.push("not one h1");
  const page = performance.getEntriesByType("navigation")[0];
  if (page && page.decodedBodySize > 100000) found.push("larger than 100 KB: " + page.decodedBodySize);
  // In English no mark of Chinese stands beside a word of English; what somebody wrote is left as it is.
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (document.documentElement.lang === "en" && texts.nextNode()) {
    const text = texts.currentNode;
    if (/[A-Za-z0-9%)] ?[（）、，。：；]|[（）、，。：；] ?[A-Za-z]/.test(text.data) && !text.parentElement.closest("textarea, pre, code, script, style"))
      found.push("marks of Chinese in English: " + text.data.trim().slice(0, 80));
  }
  return found.join("\n");
})()"#;

/// The addresses that the links and the asking forms of a page lead to.
const LINKS: &str = r#"[
  ...[...document.querySelectorAll("a[href^='/']")].map((one) => one.getAttribute("href")),
  ...[...document.querySelectorAll("form[method=get]")].map((one) => one.getAttribute("action") + "?" + new URLSearchParams(new FormData(one))),
]"#;

/// What the checker finds, a line each. All rules of WCAG 2.2 AA, and what is good practice besides.
const CHECK: &str = r#"axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"],
}).then((result) => result.violations.flatMap((rule) =>
  rule.nodes.map((node) => rule.id + ": " + node.html.slice(0, 200) + " " + node.failureSummary.replace(/\s+/g, " "))).join("\n"))"#;

/// Whether the browser and its driver are installed. Where one is missing a line says so, and with `WANLIAN_REQUIRE_BROWSER` it is an error.
pub fn is_there() -> bool {
    let answers = |program: &str| Command::new(program).arg("--version").stderr(Stdio::null()).output().is_ok();
    let is_there = answers("chromium") && answers("chromedriver");
    if !is_there {
        missed("not opened in a browser: apt-get install chromium chromium-driver");
    }
    is_there
}

/// The checker's text; said and required as above.
fn axe() -> Option<String> {
    let text = std::fs::read_to_string(AXE).ok().filter(|text| token::digest(text.as_bytes()) == AXE_SHA256);
    if text.is_none() {
        missed("not checked by axe-core: see docs/adding-things.md, «A page»");
    }
    text
}

fn missed(what: &str) {
    assert!(
        std::env::var_os("WANLIAN_REQUIRE_BROWSER").is_none(),
        "WANLIAN_REQUIRE_BROWSER is set, but pages are {what}"
    );
    eprintln!("pages are {what}");
}

/// How a window is opened.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub width: u32,
    pub height: u32,
    pub scripts: bool,
    pub dark: bool,
}

pub const DESKTOP: Look = Look { width: 1280, height: 900, scripts: true, dark: false };
pub const PHONE: Look = Look { width: 360, height: 740, scripts: true, dark: false };

/// A window of a browser of its own, on a running program.
pub struct Window {
    pub client: Client,
    driver: Child,
    /// Of the driver.
    port: u16,
    session: String,
    look: Look,
    base: String,
    axe: Option<String>,
}

/// How long a page may take on a machine that does much else.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A command that is not in the standard: a path of the session and what it takes.
#[derive(Debug)]
struct Ask(&'static str, Value);

impl WebDriverCompatibleCommand for Ask {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap(), self.0))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.1.to_string()))
    }
}

impl Window {
    /// Opens a window on the program at `address`.
    pub async fn open(look: Look, address: &str) -> Self {
        let mut driver =
            Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        // It chooses a free port and says which: «started successfully on port 34567.»
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let mut ports = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split_once("successfully on port ")?.1.trim_end_matches('.').parse::<u16>().ok());
        let port = ports.next().unwrap_or_else(|| panic!("the driver does not start"));
        let options = json!({"args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--lang=zh-CN", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
            format!("--window-size={},{}", look.width, look.height),
        ], "prefs": {"profile.managed_default_content_settings.javascript": if look.scripts { 1 } else { 2 }}});
        let wanted =
            json!({"goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}});
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted.as_object().unwrap().clone());
        let client = builder.connect(&format!("http://127.0.0.1:{port}")).await.unwrap();
        let session = client.session_id().await.unwrap().unwrap();
        let window = Self { client, driver, port, session, look, base: format!("http://{address}"), axe: axe() };
        if look.width < 500 {
            // A window cannot be made that narrow; a phone's screen can. Not by the driver's own emulation: its taps wait for scripts.
            let (width, height) = (look.width, look.height);
            let screen = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": true});
            window.cdp("Emulation.setDeviceMetricsOverride", screen).await;
        }
        if look.dark {
            let dark = json!({"features": [{"name": "prefers-color-scheme", "value": "dark"}]});
            window.cdp("Emulation.setEmulatedMedia", dark).await;
        }
        window
    }

    /// A command of the browser's own protocol.
    async fn cdp(&self, command: &str, parameters: Value) -> Value {
        let asked = Ask("goog/cdp/execute", json!({"cmd": command, "params": parameters}));
        self.client.issue_cmd(asked).await.unwrap()
    }

    /// What an expression gives; asked of the browser itself, not of the page, so that neither the page's policy nor scripts that are
    /// switched off stand in the way.
    pub async fn eval(&self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut found = self.cdp("Runtime.evaluate", asked).await;
        assert!(found.get("exceptionDetails").is_none(), "{expression:.200}: {found}");
        found["result"]["value"].take()
    }

    /// Opens a page of the program.
    pub async fn open_page(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    /// Opens a page of the program and looks at it.
    pub async fn go(&self, path: &str) {
        self.open_page(path).await;
        self.look().await;
    }

    /// Path and query of the page it is on.
    pub async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    pub async fn find(&self, css: &str) -> Element {
        match self.client.find(Locator::Css(css)).await {
            Ok(found) => found,
            Err(error) => panic!("{css} is not on {}: {error}\n{}", self.path().await, self.words().await),
        }
    }

    /// Presses something and looks at the page that comes.
    pub async fn press(&self, css: &str) {
        self.follow(css).await;
        self.look().await;
    }

    /// Presses something and waits for the page that comes.
    pub async fn follow(&self, css: &str) {
        self.leave(async || self.touch(css).await).await;
    }

    /// Presses Enter where one is, and looks at the page that comes.
    pub async fn enter(&self) {
        self.leave(async || self.keys(&Key::Enter.to_string()).await).await;
        self.look().await;
    }

    /// Does what leads to another page, and waits until that is there. The driver itself does not always wait: a form may be
    /// on its way when it says that it has pressed the button.
    async fn leave(&self, go: impl AsyncFnOnce()) {
        self.eval("document.isLeft = true").await;
        go().await;
        let begun = Instant::now();
        while !self.holds("document.isLeft !== true && document.readyState === 'complete'").await {
            assert!(begun.elapsed() < PATIENCE, "nothing comes after {}", self.path().await);
        }
    }

    /// Whether something is true of the page that is there; between two pages nothing is.
    pub async fn holds(&self, expression: &str) -> bool {
        let asked = json!({"cmd": "Runtime.evaluate", "params": {"expression": expression, "returnByValue": true}});
        let found = self.client.issue_cmd(Ask("goog/cdp/execute", asked)).await;
        found.is_ok_and(|found| found["result"]["value"] == true)
    }

    /// Presses something that leads to no other page.
    pub async fn touch(&self, css: &str) {
        let found = self.find(css).await;
        if let Err(error) = found.click().await {
            panic!("{css} on {} cannot be pressed: {error}", self.path().await);
        }
    }

    /// Types into a field, in place of what stood there.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("[name=\"{name}\"]")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Names a file to be sent.
    pub async fn file(&self, name: &str, file: &Path) {
        self.find(&format!("[name=\"{name}\"]")).await.send_keys(file.to_str().unwrap()).await.unwrap();
    }

    /// Sets a day so many days from today in China: how one types it depends on the language of the browser.
    pub async fn day(&self, name: &str, ahead: i64) {
        let then = format!("new Date(Date.now() + 8 * 36e5 + {ahead} * 864e5).toISOString().slice(0, 10)");
        self.eval(&format!("document.querySelector('[name={name}]').value = {then}")).await;
    }

    /// Writes a picture of what the window shows.
    pub async fn screen(&self, file: &Path) {
        std::fs::write(file, self.client.screenshot().await.unwrap()).unwrap();
    }

    /// Chooses an option of a list by its value.
    pub async fn choose(&self, name: &str, value: &str) {
        self.touch(&format!("select[name=\"{name}\"] option[value=\"{value}\"]")).await;
    }

    /// Presses keys, as somebody without a mouse does.
    pub async fn keys(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    pub async fn tab(&self) {
        self.keys(&Key::Tab.to_string()).await;
    }

    /// What can be read on the page.
    pub async fn words(&self) -> String {
        self.eval("document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    pub async fn sees(&self, text: &str) {
        let words = self.words().await;
        assert!(words.contains(text), "{text} is not on {}\n{words}", self.path().await);
    }

    /// Where the links of the page lead within the program, and the forms that only ask, as they are drawn.
    pub async fn links(&self) -> Vec<String> {
        let found = self.eval(LINKS).await;
        found.as_array().unwrap().iter().map(|link| link.as_str().unwrap().to_owned()).collect()
    }

    pub fn has_scripts(&self) -> bool {
        self.look.scripts
    }

    /// Ends the test unless the page is as every page must be.
    pub async fn look(&self) {
        let faults = self.faults().await;
        assert!(faults.is_empty(), "{} at {:?}:\n{}", self.path().await, self.look, faults.join("\n"));
    }

    /// What of the page is not as it must be: wider than the window, found by the checker, a word in the console, a request to elsewhere.
    pub async fn faults(&self) -> Vec<String> {
        let mut faults = vec![self.eval(FAULTS).await.as_str().unwrap_or_default().to_owned()];
        if let Some(axe) = self.axe.as_ref().filter(|_| self.look.scripts) {
            self.cdp("Runtime.evaluate", json!({"expression": axe})).await;
            faults.push(self.eval(CHECK).await.as_str().unwrap_or_default().to_owned());
        }
        let said = self.log("browser").await.into_iter().map(|line| line["message"].to_string());
        // The browser notes each refusal; whether it is the right one, the stories say.
        faults.extend(said.filter(|line| !line.contains("the server responded with a status of 4")));
        let asked = self.requests().await.into_iter();
        let elsewhere = asked.filter(|to| !to.starts_with(&self.base) && !to.starts_with("data:"));
        faults.extend(elsewhere.map(|to| format!("asked elsewhere: {to}")));
        faults.retain(|fault| !fault.is_empty());
        faults
    }

    /// The addresses that were asked for since it was last called.
    async fn requests(&self) -> Vec<String> {
        let address = |line: &Value| {
            let event: Value = serde_json::from_str(line["message"].as_str()?).ok()?;
            let message = &event["message"];
            let is_request = message["method"] == "Network.requestWillBeSent";
            is_request.then(|| message["params"]["request"]["url"].as_str().map(str::to_owned))?
        };
        self.log("performance").await.iter().filter_map(address).collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let lines = self.client.issue_cmd(Ask("se/log", json!({"type": kind}))).await.unwrap();
        lines.as_array().cloned().unwrap_or_default()
    }

    /// Writes a picture of the whole page.
    pub async fn picture(&self, file: &Path) {
        let asked = json!({"format": "png", "captureBeyondViewport": true});
        let shot = self.cdp("Page.captureScreenshot", asked).await;
        let png = base64::Engine::decode(&base64::engine::general_purpose::STANDARD, shot["data"].as_str().unwrap());
        std::fs::write(file, png.unwrap()).unwrap();
    }

    /// Forgets who was signed in, like a browser that was closed.
    pub async fn forget(&self) {
        self.client.delete_all_cookies().await.unwrap();
    }
}

impl Drop for Window {
    /// Ends the browser, then its driver: a driver that is killed leaves its browser behind, which goes on working.
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let (session, port) = (&self.session, self.port);
            let _ = stream.set_read_timeout(Some(PATIENCE));
            let _ = write!(stream, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
            // The answer comes when the browser has ended.
            let _ = BufReader::new(stream).read_line(&mut String::new());
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
