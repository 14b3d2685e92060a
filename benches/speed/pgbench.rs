//! `pgbench` with the statements of one `POST /cases`: taken from the server's own log, so that they are the same.

use super::cluster::{self, Cluster};
use super::people::{self, Kind};
use super::post::register_one;
use super::site::Site;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::Command;

/// A script for pgbench.
pub struct Script {
    file: PathBuf,
    pub statements: usize,
}

/// A statement of the log, with its parameters.
#[derive(Clone, Debug)]
struct Statement {
    text: String,
    parameters: Vec<Option<String>>,
}

/// Registers cases on a server whose database logs every statement, and writes those of one case as a script. What differs
/// between two cases becomes a random text; the committee and its people become those of the client's number.
pub fn script(cluster: &Cluster, site: &Site) -> Script {
    let mut client = site.client("mediator0");
    (0..3).for_each(|case| drop(register_one(&mut client, 0, case)));
    let logs: Vec<Vec<Statement>> = (3..5)
        .map(|case| {
            let path = format!("{}/log", cluster.folder);
            let before = std::fs::metadata(&path).unwrap().len() as usize;
            register_one(&mut client, 0, case);
            statements(&std::fs::read_to_string(&path).unwrap()[before..])
        })
        .collect();
    let (first, second) = (&logs[0], &logs[1]);
    let shape = |log: &[Statement]| log.iter().map(|one| one.parameters.len()).collect::<Vec<_>>();
    assert_eq!(shape(first), shape(second), "two cases take the same statements");
    let mut variables = BTreeMap::new();
    let mut body = String::new();
    for (one, other) in first.iter().zip(second) {
        writeln!(body, "{};", filled(one, other, &mut variables)).unwrap();
    }
    let mut text = String::new();
    for name in variables.values() {
        writeln!(text, "\\set {name} random(1, 9223372036854775806)").unwrap();
    }
    let file = site.folder.path().join("post.sql");
    std::fs::write(&file, text + &body).unwrap();
    Script { file, statements: first.len() }
}

/// Transactions a second with eight clients.
pub fn run(cluster: &Cluster, script: &Script, seconds: u64) -> f64 {
    let output = Command::new(cluster::binaries().unwrap().join("pgbench"))
        .args(["-n", "-M", "prepared", "-c", "8", "-j", "2", "-U", "postgres", "-h", &cluster.folder])
        .args(["-T", &seconds.to_string(), "-f"])
        .arg(&script.file)
        .arg("statements")
        .output()
        .expect("pgbench starts");
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let rate = said.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
    assert!(output.status.success() && !wrong.contains("aborted"), "{wrong}");
    rate.unwrap_or_else(|| panic!("{said}{wrong}"))
}

/// The statements of a piece of the log, in their order. All are of one request, whose parts follow one another.
fn statements(log: &str) -> Vec<Statement> {
    let mut found: Vec<Statement> = Vec::new();
    // A line that is no start of an entry goes on with the last one.
    let joined = log.replace("\n\t", "\n ");
    let mut entries: Vec<String> = Vec::new();
    for line in joined.lines() {
        match line.strip_prefix('@').and_then(|line| line.split_once("@ ")) {
            Some((_, entry)) => entries.push(entry.to_owned()),
            None => {
                if let Some(last) = entries.last_mut() {
                    *last += "\n";
                    *last += line;
                }
            }
        }
    }
    for entry in entries {
        if let Some(text) = entry.strip_prefix("LOG:  statement: ") {
            found.push(Statement { text: text.to_owned(), parameters: Vec::new() });
        } else if let Some(rest) = entry.strip_prefix("LOG:  execute ") {
            let text = rest.split_once(": ").unwrap().1.to_owned();
            found.push(Statement { text, parameters: Vec::new() });
        } else if let Some(list) = entry.strip_prefix("DETAIL:  ") {
            found.last_mut().unwrap().parameters = parameters(list);
        }
    }
    found
}

/// The values of `Parameters: $1 = 'text', $2 = NULL`.
fn parameters(list: &str) -> Vec<Option<String>> {
    let mut values = Vec::new();
    let mut rest = list.split_once(": ").unwrap().1;
    while let Some((_, after)) = rest.split_once(" = ") {
        let Some(quoted) = after.strip_prefix('\'') else {
            values.push(None);
            rest = after.split_once(", ").map_or("", |pair| pair.1);
            continue;
        };
        let (mut value, mut chars) = (String::new(), quoted.char_indices().peekable());
        let mut end = quoted.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '\'' if chars.peek().is_some_and(|(_, next)| *next == '\'') => {
                    chars.next();
                    value.push('\'');
                }
                '\'' => {
                    end = at + 1;
                    break;
                }
                c => value.push(c),
            }
        }
        values.push(Some(value));
        rest = &quoted[end.min(quoted.len())..];
    }
    values
}

/// The statement with its parameters in their places.
fn filled(one: &Statement, other: &Statement, variables: &mut BTreeMap<String, String>) -> String {
    let mut text = own(&one.text.replace('\n', " "));
    // From the last on, so that $1 is not taken for the beginning of $12.
    for (at, value) in one.parameters.iter().enumerate().rev() {
        let place = format!("${}", at + 1);
        let put = match value {
            None => "NULL".to_owned(),
            Some(value) if other.parameters[at].as_ref() != Some(value) && is_key(value) => {
                let count = variables.len() + 1;
                format!(":{}", variables.entry(value.clone()).or_insert_with(|| format!("u{count}")))
            }
            Some(value) => literal(value),
        };
        text = text.replace(&place, &put);
    }
    text
}

/// A value that must not be there twice: an id, a number, a hash. Times, JSON, paths and search terms may be.
fn is_key(value: &str) -> bool {
    !value.contains(['{', '/', ' ']) && !value.starts_with("20")
}

/// As a literal in which pgbench sees no variable.
fn literal(value: &str) -> String {
    let quoted = value.replace('\\', "\\\\").replace('\'', "''").replace(':', "\\x3a").replace('\n', "\\n");
    let escape = if quoted.contains('\\') { "E" } else { "" };
    own(&format!("{escape}'{quoted}'"))
}

/// The ids of the first committee and its people become those of the client's number.
fn own(text: &str) -> String {
    let mut text = text.to_owned();
    for kind in [Kind::Committee, Kind::Chamber, Kind::Mediator, Kind::MediatorAccount, Kind::AdminAccount] {
        let id = people::id(kind, 0);
        let stem = id.strip_suffix('0').unwrap();
        text = text.replace(&format!("'{id}'"), &format!("('{stem}' || :client_id)"));
    }
    text
}
