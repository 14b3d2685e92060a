//! What a step decided, and the chain that proves it was not changed later.

use super::case::CaseFile;
use super::lifecycle::Action;
use super::moment::Moment;
use crate::base::error::{Error, Result};
use crate::base::id::{AccountId, CaseId};
use chrono::{NaiveDate, NaiveDateTime};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Says what the hash is of, so that it can never be taken for another kind of hash; a change of the fields needs a new one.
const TAG: &str = "wanlian.event.v1";

/// What one step decided. `details` holds codes, ids, days and amounts; of names and free text only their SHA-256.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    pub action: Action,
    /// The day it happened, which may lie before the day it was entered.
    pub on: NaiveDate,
    pub details: Value,
    /// The version of the case after it.
    pub seq: i64,
    /// SHA-256 of the case file after it.
    pub state_hash: String,
}

/// An event as it is kept: bound to the one before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ChainedEvent {
    pub case_id: CaseId,
    pub seq: i64,
    pub at: NaiveDateTime,
    pub account: Option<AccountId>,
    pub action: Action,
    pub on: NaiveDate,
    pub details: Value,
    pub state_hash: String,
    /// The hash of the event before; empty for the first.
    pub prev_hash: String,
    pub hash: String,
}

impl Event {
    /// The event of a step that left the file as it is now.
    pub fn of(action: Action, on: NaiveDate, details: Value, after: &CaseFile) -> Result<Self> {
        Ok(Self { action, on, details, seq: after.case.version, state_hash: state_hash(after)? })
    }

    /// Binds the event to the chain that ends with `prev_hash`.
    pub fn chain(&self, case_id: CaseId, prev_hash: &str, by: &Moment) -> ChainedEvent {
        let mut chained = ChainedEvent {
            case_id,
            seq: self.seq,
            at: by.now,
            account: by.account,
            action: self.action,
            on: self.on,
            details: self.details.clone(),
            state_hash: self.state_hash.clone(),
            prev_hash: prev_hash.to_owned(),
            hash: String::new(),
        };
        chained.hash = chained.expected_hash();
        chained
    }
}

impl ChainedEvent {
    /// SHA-256 over the tag and every field, each led by its length in eight bytes, so that no two chains run into the same bytes.
    pub fn expected_hash(&self) -> String {
        let mut hasher = Sha256::new();
        let fields = [
            TAG.to_owned(),
            self.case_id.to_string(),
            self.seq.to_string(),
            self.at.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string(),
            self.account.map(|account| account.to_string()).unwrap_or_default(),
            self.action.to_string(),
            self.on.to_string(),
            canonical(&self.details),
            self.state_hash.clone(),
            self.prev_hash.clone(),
        ];
        for field in fields {
            hasher.update((field.len() as u64).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// The sequence number of the first event that is changed, missing, added or out of place, by a chain in the order of `seq` and the
/// head that the case keeps. Nothing when all is as it was written.
pub fn verify(chain: &[ChainedEvent], head_hash: &str) -> Option<i64> {
    let mut prev = "";
    for (expected, event) in (1_i64..).zip(chain) {
        let first = chain.first().map(|first| first.case_id);
        let sound = event.seq == expected
            && first == Some(event.case_id)
            && event.prev_hash == prev
            && event.hash == event.expected_hash();
        if !sound {
            return Some(expected);
        }
        prev = &event.hash;
    }
    if prev == head_hash { None } else { Some(i64::try_from(chain.len()).unwrap_or(i64::MAX).saturating_add(1)) }
}

/// SHA-256 of the canonical JSON of a case file: fields in the order of the structs, children in the order of their ids. A field that
/// comes later is left out while it is empty, so that old hashes stay true.
pub fn state_hash(file: &CaseFile) -> Result<String> {
    let json = serde_json::to_vec(file).map_err(Error::internal)?;
    Ok(hex(&Sha256::digest(json)))
}

/// SHA-256 of a name or a text, which stands for it in the details of an event.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// JSON without blanks, keys sorted: the same text for the same value whoever wrote it.
fn canonical(value: &Value) -> String {
    match value {
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            let pairs = fields.iter().map(|(key, value)| format!("{}:{}", Value::from(key.as_str()), canonical(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
        }
        plain => plain.to_string(),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "01999999-0000-7000-8000-000000000001";

    fn chain(length: i64) -> Vec<ChainedEvent> {
        let by = |seconds| {
            let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
            Moment::at(day.and_hms_opt(0, 0, seconds).unwrap(), None)
        };
        let mut chain: Vec<ChainedEvent> = Vec::new();
        for seq in 1..=length {
            let event = Event {
                action: if seq == 1 { Action::Register } else { Action::Amend },
                on: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
                details: json!({ "b": seq, "a": ["x", null] }),
                seq,
                state_hash: digest(&seq.to_string()),
            };
            let prev = chain.last().map(|event| event.hash.clone()).unwrap_or_default();
            chain.push(event.chain(ID.parse().unwrap(), &prev, &by(u32::try_from(seq).unwrap())));
        }
        chain
    }

    #[test]
    fn golden_vectors() {
        assert_eq!(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(
            canonical(&json!({ "b": 1, "a": [{ "d": "引\"", "c": null }] })),
            r#"{"a":[{"c":null,"d":"引\""}],"b":1}"#
        );
        insta::assert_snapshot!(chain(2).iter().map(|event| event.hash.clone()).collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn a_sound_chain_verifies_and_a_cut_one_does_not() {
        let chain = chain(5);
        let head = &chain.last().unwrap().hash;
        assert_eq!(verify(&chain, head), None);
        assert_eq!(verify(&[], ""), None);
        assert_eq!(verify(&chain[..4], head), Some(5), "the last event is gone");
        assert_eq!(verify(&chain[1..], head), Some(1), "the first event is gone");
        let mut swapped = chain.clone();
        swapped.swap(1, 2);
        assert_eq!(verify(&swapped, head), Some(2));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config { cases: 10_000, failure_persistence: None, ..Default::default() })]
        #[test]
        fn any_single_change_is_found(at in 0_usize..5, field in 0_u8..10, byte in 0_usize..64, step in 1_i64..1000) {
            let sound = chain(5);
            let head = sound.last().unwrap().hash.clone();
            let mut chain = sound.clone();
            let event = &mut chain[at];
            let flip = |text: &mut String| {
                let mut bytes = text.clone().into_bytes();
                match bytes.get_mut(byte % text.len().max(1)) {
                    Some(found) => *found = if *found == b'0' { b'1' } else { b'0' },
                    None => bytes.push(b'0'),
                }
                *text = String::from_utf8(bytes).unwrap();
            };
            match field {
                0 => event.case_id = CaseId::new(),
                1 => event.seq += step,
                2 => event.at += chrono::Duration::microseconds(step),
                3 => event.account = Some(AccountId::new()),
                4 => event.action = Action::Archive,
                5 => event.on += chrono::Duration::days(step),
                6 => event.details["b"] = json!(step + 1000),
                7 => flip(&mut event.state_hash),
                8 => flip(&mut event.prev_hash),
                _ => flip(&mut event.hash),
            }
            let found = verify(&chain, &head);
            proptest::prop_assert!(chain == sound || found.is_some());
            // A change of the first event's case makes the others the odd ones out; either way it is within one of the place.
            proptest::prop_assert!(chain == sound || found.unwrap() <= i64::try_from(at).unwrap() + 2);
        }
    }
}
