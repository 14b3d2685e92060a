//! A running server of the product on a loopback port, on a database of its own.

use super::client::Client;
use super::{cluster, people};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, OnceLock};
use wanlian::base::clock::Clock;
use wanlian::base::config::Config;
use wanlian::server::{Parts, serve};
use wanlian::store::db::Db;

/// The server; it lasts as long as the process.
pub struct Site {
    pub db: Db,
    pub address: SocketAddr,
    pub folder: tempfile::TempDir,
}

/// Keeps what it is told, as in production; the rest as Debian has it.
const POSTGRES: &[&str] = &["shared_buffers=256MB", "max_wal_size=2GB", "log_line_prefix=@%p@ ", "log_checkpoints=off"];

/// The throw-away PostgreSQL; `None`, and a line that says so, where it is not installed.
pub fn postgres() -> Option<&'static cluster::Cluster> {
    static CLUSTER: OnceLock<Option<cluster::Cluster>> = OnceLock::new();
    let start = || match cluster::binaries() {
        Some(bin) => Some(cluster::Cluster::start(bin, POSTGRES)),
        None => {
            println!("PostgreSQL is not installed: nothing is measured on it (apt-get install postgresql-15)");
            None
        }
    };
    CLUSTER.get_or_init(start).as_ref()
}

/// Runs SQL on a database of the throw-away cluster.
pub fn execute(cluster: &cluster::Cluster, database: &str, sql: &str) {
    PgConnection::establish(&cluster.url(database)).unwrap().batch_execute(sql).unwrap();
}

/// The URL of a fresh SQLite file in a folder.
pub fn sqlite_url(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("speed.db").display())
}

/// Waits until somebody listens. Asked often enough, a port nobody listens on yet answers itself: both ends of the connection are then the
/// same, which keeps the port from the server.
fn await_listener(port: SocketAddr) {
    loop {
        let stream = TcpStream::connect(port);
        if stream.is_ok_and(|stream| stream.local_addr().is_ok_and(|own| own != port)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

impl Site {
    /// Serves the database of `url` with the settings a fresh installation has.
    pub fn start(url: &str, folder: tempfile::TempDir) -> Self {
        // A log line a request is made, as in a real server, and thrown away.
        let lines = tracing_subscriber::fmt().with_env_filter("warn,wanlian=info").with_writer(std::io::sink);
        drop(lines.compact().try_init());
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let text = format!(
            "database.url = {url:?}\ndata_folder = {:?}\nserver.bind = \"{port}\"\nmail.transport = \"memory\"\n",
            folder.path().display().to_string()
        );
        let file = folder.path().join("wanlian.toml");
        std::fs::write(&file, text).unwrap();
        let nothing = figment::providers::Serialized::defaults(serde_json::json!({}));
        let config = Arc::new(Config::layered(Some(&file), nothing).unwrap());
        let db = Db::open(url, config.database.readers).unwrap();
        let parts = Parts { db: db.clone(), clock: Clock::default(), config };
        std::thread::spawn(move || actix_web::rt::System::new().block_on(serve(parts)).unwrap());
        await_listener(port);
        Self { db, address: port, folder }
    }

    /// Gives the disk back that an SQLite database took. Nothing is asked of the server any more; it keeps the file open.
    pub fn clear(&self) {
        for name in ["speed.db", "speed.db-wal"] {
            std::fs::File::create(self.folder.path().join(name)).unwrap();
        }
    }

    /// A connection of somebody who signed in.
    pub fn client(&self, login: &str) -> Client {
        Client::open(self.address, &self.sign_in(login))
    }

    /// An access token; good for ten minutes.
    pub fn sign_in(&self, login: &str) -> String {
        let mut client = Client::open(self.address, "");
        let body = serde_json::json!({ "login": login, "password": people::PASSWORD }).to_string();
        assert_eq!(client.post("/api/v1/logins", &body), 200, "{}", String::from_utf8_lossy(&client.body));
        client.json()["access_token"].as_str().unwrap().to_owned()
    }
}
