//! What can be wrong with a body, derived from the description of the API: for each field of a schema the values it must refuse.

use serde_json::{Map, Value, json};

/// A field of a body, by its JSON pointer.
#[derive(Clone, Debug)]
pub struct Field {
    pub pointer: String,
    pub schema: Value,
    pub required: bool,
}

impl Field {
    pub fn name(&self) -> &str {
        self.pointer.rsplit('/').find(|part| part.parse::<usize>().is_err()).unwrap_or_default()
    }
}

/// A schema without its references and without the `null` that may stand in its place.
pub fn resolved(doc: &Value, schema: &Value) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        return resolved(doc, doc.pointer(reference.trim_start_matches('#')).unwrap());
    }
    let alternatives = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema[*key].as_array());
    match alternatives {
        Some(all) => resolved(doc, all.iter().find(|one| one["type"] != "null").unwrap()),
        None => schema.clone(),
    }
}

pub fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").unwrap_or_default(),
        one => one.as_str().unwrap_or_default(),
    }
}

/// The schema of the body of an operation.
pub fn body(doc: &Value, path: &str, method: &str) -> Option<Value> {
    let schema = &doc["paths"][path][method]["requestBody"]["content"]["application/json"]["schema"];
    (!schema.is_null()).then(|| resolved(doc, schema))
}

/// Every field of a schema, those of nested objects and of the first item of arrays too.
pub fn fields(doc: &Value, schema: &Value, at: &str) -> Vec<Field> {
    let mut all = Vec::new();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let property = resolved(doc, property);
        let pointer = format!("{at}/{name}");
        match kind(&property) {
            "object" => all.extend(fields(doc, &property, &pointer)),
            "array" => {
                let item = resolved(doc, &property["items"]);
                let first = format!("{pointer}/0");
                if kind(&item) == "object" {
                    all.extend(fields(doc, &item, &first));
                } else {
                    all.push(Field { pointer: first, schema: item, required: false });
                }
            }
            _ => {}
        }
        all.push(Field { pointer, schema: property, required: required.contains(&name.as_str()) });
    }
    all
}

/// A body with all that a schema requires, for operations that no life of a case knows.
pub fn sample(doc: &Value, schema: &Value) -> Value {
    let schema = resolved(doc, schema);
    if let Some(code) = schema["enum"].get(0) {
        return code.clone();
    }
    match (kind(&schema), schema["format"].as_str()) {
        ("object", _) => {
            let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            Value::Object(
                required.map(|name| (name.to_owned(), sample(doc, &schema["properties"][name]))).collect::<Map<_, _>>(),
            )
        }
        ("array", _) => json!([]),
        ("integer" | "number", _) => json!(1),
        ("boolean", _) => json!(true),
        (_, Some("uuid")) => json!("0190b6d0-0000-7000-8000-000000000000"),
        (_, Some("date")) => json!("2026-01-02"),
        _ => json!("文字"),
    }
}

/// The body with another value at a pointer; `None` where the body has nothing to hold it.
pub fn with(body: &Value, pointer: &str, value: Value) -> Option<Value> {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/')?;
    match body.pointer_mut(parent)? {
        Value::Object(fields) => drop(fields.insert(name.to_owned(), value)),
        Value::Array(items) => *items.get_mut(name.parse::<usize>().ok()?)? = value,
        _ => return None,
    }
    Some(body)
}

pub fn without(body: &Value, pointer: &str) -> Option<Value> {
    let mut body = body.clone();
    let (parent, name) = pointer.rsplit_once('/')?;
    body.pointer_mut(parent)?.as_object_mut()?.remove(name)?;
    Some(body)
}

/// What a field must refuse: the reason and the value. `tomorrow` is refused but where a day is a plan.
pub fn values(field: &Field, tomorrow: &str, foreign: &[String]) -> Vec<(String, Value)> {
    let mut all: Vec<(&str, Value)> = vec![("an object", json!({"x": 1})), ("nested lists", json!([[[[1]]]]))];
    let is_code = field.schema["enum"].is_array();
    match kind(&field.schema) {
        "string" => {
            all.extend([
                ("a number", json!(17)),
                ("a truth", json!(true)),
                ("NUL", json!("a\u{0}b")),
                ("a bell", json!("a\u{7}b")),
                ("text turned around", json!("a\u{202e}b")),
                ("too long", json!("长".repeat(4001))),
            ]);
            match field.schema["format"].as_str() {
                Some("date") => {
                    for day in
                        ["0000-01-01", "9999-12-31", "2026-02-30", "-2026-01-01", "+12026-01-01", "2026-1-1x", ""]
                    {
                        all.push(("a day that is none", json!(day)));
                    }
                    if !field.name().ends_with("due_on") {
                        all.push(("tomorrow", json!(tomorrow)));
                    }
                }
                Some("uuid") => {
                    all.push(("no id", json!("17")));
                    all.extend(foreign.iter().map(|id| ("an id of elsewhere", json!(id))));
                }
                _ if is_code => all.extend([("an unknown code", json!("no_such_code")), ("nothing", json!(""))]),
                _ => {}
            }
        }
        "integer" => {
            for number in
                ["-1", "1.5", "1e3", "1e300", "9007199254740992", "9223372036854775808", "-9223372036854775809"]
            {
                all.push(("a number out of range", serde_json::from_str(number).unwrap()));
            }
            all.push(("digits in a text", json!("5")));
        }
        "boolean" => all.extend([("a text", json!("yes")), ("a number", json!(1))]),
        "array" => all.extend([("a text", json!("x")), ("a list of numbers", json!([1]))]),
        "object" => all.extend([("a text", json!("x")), ("a list", json!([]))]),
        _ => {}
    }
    if field.required {
        all.push(("null", Value::Null));
    }
    // An object is what an object wants; what is wrong with it is its fields.
    let wants_object = kind(&field.schema) == "object";
    let fits = |value: &Value| wants_object && value.is_object();
    all.into_iter().filter(|(_, value)| !fits(value)).map(|(why, value)| (why.to_owned(), value)).collect()
}

/// Whole bodies that are refused whatever the schema is: the reason, the content type, the bytes and the status.
pub fn bodies(good: &Value) -> Vec<(&'static str, &'static str, Vec<u8>, u16)> {
    const JSON: &str = "application/json";
    let text = good.to_string();
    let values: Vec<Value> = good.as_object().unwrap().values().cloned().collect();
    let (mut extra, twice) = (good.clone(), text.clone());
    extra["no_such_field"] = json!(1);
    let deep = |open: &str, close: &str| format!("{}1{}", open.repeat(5_000), close.repeat(5_000));
    let mut nested = good.clone();
    nested["no_such_field"] = json!([]);
    let nested = nested.to_string().replace("[]", &deep("[", "]"));
    let first = good.as_object().unwrap().iter().next().map(|(key, value)| format!("{}:{value},", json!(key)));
    let doubled = twice.replacen('{', &format!("{{{}", first.unwrap_or_else(|| "\"a\":1,\"a\":1,".into())), 1);
    vec![
        ("nothing", JSON, Vec::new(), 400),
        ("half", JSON, text.as_bytes()[..text.len() - 1].to_vec(), 400),
        ("more behind it", JSON, format!("{text}{text}").into_bytes(), 400),
        ("a byte order mark", JSON, format!("\u{feff}{text}").into_bytes(), 400),
        ("no utf-8", JSON, [text.as_bytes(), &[0xff]].concat(), 400),
        ("a field twice", JSON, doubled.into_bytes(), 400),
        ("deep lists", JSON, deep("[", "]").into_bytes(), 400),
        ("deep objects", JSON, deep("{\"a\":", "}").into_bytes(), 400),
        ("a deep field", JSON, nested.into_bytes(), 400),
        ("NaN", JSON, b"{\"a\":NaN}".to_vec(), 400),
        ("a list of its values", JSON, json!(values).to_string().into_bytes(), 422),
        ("an empty list", JSON, b"[]".to_vec(), 422),
        ("a list with it", JSON, json!([good]).to_string().into_bytes(), 422),
        ("null", JSON, b"null".to_vec(), 422),
        ("a number", JSON, b"17".to_vec(), 422),
        ("a text", JSON, b"\"x\"".to_vec(), 422),
        ("an unknown field", JSON, extra.to_string().into_bytes(), 422),
        ("over a megabyte", JSON, format!("{text}{}", " ".repeat(1024 * 1024)).into_bytes(), 413),
        ("no json", "text/plain", text.clone().into_bytes(), 415),
        ("a form", "application/x-www-form-urlencoded", text.into_bytes(), 415),
    ]
}
