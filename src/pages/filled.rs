//! From what was typed to the body that the API would have been sent: the same names, so that each fault finds its field.

use super::field_rows::PARTS;
use super::fields::{Field, Kind, Setting};
use super::form::Form;
use crate::base::code::Code;
use crate::base::error::{Error, Fault, Result};
use crate::domain::money::Fen;
use serde_json::{Map, Value, json};

/// The body of a form. `Invalid` with every field that is missing or cannot be read.
pub(super) fn body(fields: &[Field], form: &Form, setting: &Setting) -> Result<Value> {
    let (mut body, mut faults) = (json!({}), Vec::new());
    for field in fields {
        match value(field, form, setting) {
            Ok(None) if field.required => faults.push(Fault { field: field.name.to_string(), code: Code::Missing }),
            Ok(None) => {}
            Ok(Some(found)) => match field.kind {
                Kind::Attendance => {
                    for list in ["attended", "absent"] {
                        put(&mut body, list, found.get(list).cloned().unwrap_or_default());
                    }
                }
                _ => put(&mut body, &field.name, found),
            },
            Err(mut more) => faults.append(&mut more),
        }
    }
    if faults.is_empty() { Ok(body) } else { Err(Error::Invalid(faults)) }
}

/// What a field holds; nothing when it was left empty.
fn value(field: &Field, form: &Form, setting: &Setting) -> Result<Option<Value>, Vec<Fault>> {
    let name = field.name.as_ref();
    let wrong = |code| vec![Fault { field: name.to_owned(), code }];
    Ok(match field.kind {
        Kind::Tick => Some(Value::Bool(form.get(name) == "true")),
        Kind::Answer(_) => form.typed(name).map(|text| Value::Bool(text == "true")),
        Kind::Parties | Kind::Mediators | Kind::Codes(_) => Some(form.all(name).collect()),
        Kind::Money => match form.typed(name) {
            Some(text) => Some(json!(Fen::parse_yuan(&text.replace([',', '，'], "")).map_err(wrong)?)),
            None => None,
        },
        Kind::Number => match form.typed(name) {
            Some(text) => Some(json!(text.parse::<i64>().map_err(|_| wrong(Code::WrongType))?)),
            None => None,
        },
        // Browsers leave the seconds out when they are none.
        Kind::Time => {
            form.typed(name).map(|text| json!(if text.len() == 16 { format!("{text}:00") } else { text.into() }))
        }
        Kind::Signatures => Some(each_party(name, "signed_on", form, setting)),
        Kind::Statements => Some(each_party(name, "statement", form, setting)),
        Kind::Attendance => Some(attendance(form, setting)),
        Kind::Instalments => Some(instalments(form, setting)?),
        _ => form.typed(name).map(|text| json!(text)),
    })
}

fn each_party(name: &str, below: &str, form: &Form, setting: &Setting) -> Value {
    let typed = |party: &crate::domain::parties::Party| {
        form.typed(&format!("{name}.{}", party.id)).map(|text| json!({"party_id": party.id, below: text}))
    };
    setting.parties().iter().filter_map(typed).collect()
}

fn attendance(form: &Form, setting: &Setting) -> Value {
    let (mut attended, mut absent) = (Vec::new(), Vec::new());
    for party in setting.parties() {
        match form.get(&format!("attendance.{}", party.id)) {
            "" => {}
            "came" => attended.push(json!(party.id)),
            reason => absent.push(json!({"party_id": party.id, "reason": reason})),
        }
    }
    json!({"attended": attended, "absent": absent})
}

/// The rows in which anything was typed; they keep their place as long as none before is left empty.
fn instalments(form: &Form, setting: &Setting) -> Result<Value, Vec<Fault>> {
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for at in 0..PARTS {
        let of = |part: &str| format!("instalments[{at}].{part}");
        if ["due_on", "amount", "place"].iter().all(|part| form.typed(&of(part)).is_none()) {
            continue;
        }
        let mut row = Map::new();
        for (part, kind, required) in [
            ("due_on", Kind::Day, true),
            ("amount", Kind::Money, true),
            ("manner", Kind::Line, true),
            ("place", Kind::Line, false),
        ] {
            let cell = Field { required, ..super::fields::must(of(part), kind, "", "") };
            match value(&cell, form, setting) {
                Ok(Some(found)) => drop(row.insert(part.to_owned(), found)),
                Ok(None) if required => faults.push(Fault { field: of(part), code: Code::Missing }),
                Ok(None) => {}
                Err(mut more) => faults.append(&mut more),
            }
        }
        rows.push(Value::Object(row));
    }
    if faults.is_empty() { Ok(Value::Array(rows)) } else { Err(faults) }
}

/// Sets `a.b[0].c` of a body, making what is not there yet.
pub(super) fn put(body: &mut Value, path: &str, value: Value) {
    let mut at = body;
    for step in path.split(['.', '[']) {
        at = match step.strip_suffix(']').and_then(|no| no.parse::<usize>().ok()) {
            Some(no) => {
                if !at.is_array() {
                    *at = json!([]);
                }
                let Value::Array(items) = at else { return };
                while items.len() <= no && no < 100 {
                    items.push(Value::Null);
                }
                let Some(item) = items.get_mut(no) else { return };
                item
            }
            None => {
                if !at.is_object() {
                    *at = json!({});
                }
                let Value::Object(fields) = at else { return };
                fields.entry(step).or_insert(Value::Null)
            }
        };
    }
    *at = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_makes_what_it_needs() {
        let mut body = json!({});
        put(&mut body, "time.starts", json!(1));
        put(&mut body, "parties[1].id", json!("b"));
        put(&mut body, "parties[0].id", json!("a"));
        assert_eq!(body, json!({"time": {"starts": 1}, "parties": [{"id": "a"}, {"id": "b"}]}));
    }
}
