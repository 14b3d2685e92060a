//! The application in process, and requests to it: `app.post("/api/v1/cases", json!({…})).token(&t).await`.

use super::backend::{Backend, Folder, Fresh};
use actix_web::body::to_bytes;
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::test::{self, TestRequest};
use serde_json::Value;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use wanlian::base::clock::Clock;
use wanlian::base::config::Config;
use wanlian::server::{Parts, create_app};
use wanlian::store::access_log::{self, Filter};
use wanlian::store::db::Db;

type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// One running application with its own database, folder and clock.
pub struct TestApp {
    pub backend: Backend,
    pub db: Db,
    pub clock: Clock,
    pub config: Arc<Config>,
    pub folder: Folder,
    pub url: String,
    handle: Rc<dyn Fn(TestRequest) -> Later<Reply>>,
}

impl TestApp {
    /// Starts on a fresh database, with mails kept in memory and password hashing made cheap.
    pub async fn start(fresh: Fresh) -> Self {
        Self::start_with(fresh, "").await
    }

    /// `start` with these settings beside the usual ones.
    pub async fn start_with(fresh: Fresh, more: &str) -> Self {
        let config = Arc::new(config(&fresh, more));
        let parts = Parts { db: Db::open(&fresh.url, 2).unwrap(), clock: Clock::default(), config };
        let service = Rc::new(test::init_service(create_app(&parts)).await);
        let handle = move |request: TestRequest| -> Later<Reply> {
            let service = service.clone();
            Box::pin(async move {
                let reply = match test::try_call_service(&*service, request.to_request()).await {
                    Ok(reply) => reply.into_parts().1.map_into_boxed_body(),
                    // As the server itself turns what middleware refuses into a reply.
                    Err(error) => error.error_response(),
                };
                let (status, headers) = (reply.status().as_u16(), reply.headers().clone());
                let body = to_bytes(reply.into_body()).await.unwrap().to_vec();
                let json = serde_json::from_slice(&body).unwrap_or(Value::Null);
                Reply { status, headers, body, json }
            })
        };
        let Parts { db, clock, config } = parts;
        Self {
            backend: fresh.backend,
            db,
            clock,
            config,
            url: fresh.url,
            folder: fresh.folder,
            handle: Rc::new(handle),
        }
    }

    pub fn get(&self, path: &str) -> Call {
        self.call(Method::GET, path, None)
    }

    /// How many lines the log has of an operation.
    pub fn logged(&self, operation: &str) -> usize {
        let filter = Filter { operation: Some(operation.to_owned()), ..Filter::default() };
        self.db.read_now(|c| access_log::list(c, &filter, 1_000)).unwrap().len()
    }

    /// A POST; it carries a fresh `Idempotency-Key` unless `key` or `without_key` says otherwise.
    pub fn post(&self, path: &str, body: Value) -> Call {
        self.call(Method::POST, path, Some(body)).key(wanlian::base::id::CaseId::new().as_str())
    }

    pub fn patch(&self, path: &str, body: Value) -> Call {
        self.call(Method::PATCH, path, Some(body))
    }

    pub fn delete(&self, path: &str) -> Call {
        self.call(Method::DELETE, path, None)
    }

    pub fn call(&self, method: Method, path: &str, body: Option<Value>) -> Call {
        let bytes = body.map(|body| body.to_string().into_bytes());
        let headers =
            if bytes.is_some() { vec![("Content-Type".into(), "application/json".into())] } else { Vec::new() };
        Call { handle: self.handle.clone(), method, path: path.to_owned(), headers, body: bytes }
    }
}

fn config(fresh: &Fresh, more: &str) -> Config {
    let text = format!(
        "database.url = {:?}\ndata_folder = {:?}\nauth.hash_memory_kib = 8\nauth.hash_passes = 1\nmail.transport = 'memory'\nreminders.digest_hour = 0\n{more}",
        fresh.url,
        fresh.folder.path().display().to_string(),
    );
    let file = fresh.folder.path().join("wanlian.toml");
    std::fs::write(&file, text).unwrap();
    // No environment: a test must not depend on the shell it is run from.
    Config::layered(Some(&file), figment::providers::Serialized::defaults(serde_json::json!({}))).unwrap()
}

/// A request being made up; awaiting it sends it.
#[must_use = "await it to send it"]
pub struct Call {
    handle: Rc<dyn Fn(TestRequest) -> Later<Reply>>,
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Call {
    pub fn token(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub fn key(self, key: &str) -> Self {
        self.header("Idempotency-Key", key)
    }

    pub fn without_key(self) -> Self {
        self.without("Idempotency-Key")
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// Names the version being changed, as its ETag has it.
    pub fn if_match(self, version: i64) -> Self {
        self.header("If-Match", &format!("\"{version}\""))
    }

    /// Sets a header, in place of one of that name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Other bytes than JSON.
    pub fn bytes(mut self, content_type: &str, bytes: Vec<u8>) -> Self {
        self.body = Some(bytes);
        self.header("Content-Type", content_type)
    }
}

impl IntoFuture for Call {
    type Output = Reply;
    type IntoFuture = Later<Reply>;

    fn into_future(self) -> Later<Reply> {
        let mut request = TestRequest::with_uri(&self.path).method(self.method);
        request = request.peer_addr(std::net::SocketAddr::from(([127, 0, 0, 1], 40000)));
        for (name, value) in self.headers {
            request = request.append_header((name, value));
        }
        if let Some(body) = self.body {
            request = request.set_payload(body);
        }
        (self.handle)(request)
    }
}

/// What came back. `json` is null when the body is not JSON.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub json: Value,
}

impl Reply {
    /// The reply itself if it has this status; otherwise the test ends and shows the body.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The value of a header; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// A text of the JSON body by its pointer, `/items/0/id`; empty when it is not there.
    pub fn at(&self, pointer: &str) -> &str {
        self.json.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}
