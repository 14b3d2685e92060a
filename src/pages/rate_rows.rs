//! The rates of a rule of allowances as rows of a form: a difficulty, what must be reached, and an amount.

use super::allowance_words::Words;
use super::fields::{Control, Drawn, Field, Kind, Setting, may};
use super::form::Form;
use crate::base::code::Code;
use crate::base::error::Fault;
use crate::base::text_enum::Worded;
use crate::domain::allowance::{AllowanceRate, Condition};
use crate::domain::case::Difficulty;
use crate::domain::money::Fen;
use serde_json::{Value, json};

/// Rows of a new rule, rows left over for more, and the most there can be.
const USUAL: usize = 6;
const SPARE: usize = 3;
const MOST: usize = 32;

/// The rates of a rule as a form has them.
pub(super) fn of(rates: &[AllowanceRate]) -> Vec<(String, String)> {
    let row = |(at, rate): (usize, &AllowanceRate)| {
        let mut row = vec![
            (format!("rates[{at}].grade"), rate.grade.code().to_owned()),
            (format!("rates[{at}].amount"), rate.amount.to_string()),
        ];
        row.extend(rate.conditions.iter().map(|one| (format!("rates[{at}].{one}"), "true".to_owned())));
        row
    };
    rates.iter().enumerate().flat_map(row).collect()
}

fn is_typed(form: &Form, at: usize) -> bool {
    ["grade", "amount"].iter().any(|part| form.typed(&format!("rates[{at}].{part}")).is_some())
}

/// The rows in which anything was typed, the first of them first: as faults count them.
fn typed_rows(form: &Form) -> Vec<usize> {
    (0..MOST).filter(|at| is_typed(form, *at)).collect()
}

/// What was typed as the rates of the API's body; faults name the row by its place among those.
pub(super) fn body(form: &Form) -> Result<Value, Vec<Fault>> {
    let (mut rates, mut faults) = (Vec::new(), Vec::new());
    for (no, at) in typed_rows(form).into_iter().enumerate() {
        let mut wrong = |part: &str, code| faults.push(Fault { field: format!("rates[{no}].{part}"), code });
        let grade = form.typed(&format!("rates[{at}].grade"));
        if grade.is_none() {
            wrong("grade", Code::Missing);
        }
        let amount = match form.typed(&format!("rates[{at}].amount")) {
            Some(text) => Fen::parse_yuan(&text.replace([',', '，'], "")).map_err(|code| wrong("amount", code)).ok(),
            None => {
                wrong("amount", Code::Missing);
                None
            }
        };
        let met = |one: &&Condition| form.get(&format!("rates[{at}].{one}")) == "true";
        let conditions: Vec<&Condition> = Condition::ALL.iter().filter(met).collect();
        rates.push(json!({"grade": grade, "conditions": conditions, "amount": amount}));
    }
    if faults.is_empty() { Ok(Value::Array(rates)) } else { Err(faults) }
}

/// The rows as they are drawn: those typed first, then some empty ones.
pub(super) fn drawn(setting: &Setting, form: &Form, faults: &[Fault], w: &'static Words) -> Drawn {
    let typed = typed_rows(form);
    let filled: Vec<(String, String)> = typed
        .iter()
        .enumerate()
        .flat_map(|(no, at)| {
            let parts = ["grade", "amount"].into_iter().chain(Condition::ALL.iter().map(|one| one.code()));
            parts.map(move |part| (format!("rates[{no}].{part}"), form.get(&format!("rates[{at}].{part}")).to_owned()))
        })
        .collect();
    let form = Form::of(filled);
    let row = |at: usize| {
        let of = |part: &str| format!("rates[{at}].{part}");
        let mut cells = vec![
            may(of("grade"), Kind::Choice(Difficulty::TERMS), "难易程度", "Difficulty"),
            may(of("amount"), Kind::Money, "金额（元）", "Amount (yuan)"),
        ];
        cells.extend(Condition::ALL.iter().map(|one| may(of(one.code()), Kind::Tick, one.zh(), one.en())));
        let mut cells: Vec<Drawn> = cells.iter().map(|cell: &Field| setting.drawn(cell, &form, faults)).collect();
        let whole = faults.iter().filter(|fault| fault.field == format!("rates[{at}]"));
        if let Some(first) = cells.first_mut() {
            first.errors.extend(whole.map(|fault| fault.code.word(setting.locale)));
        }
        cells
    };
    let count = (typed.len() + SPARE).clamp(USUAL, MOST);
    let of_all = faults.iter().filter(|fault| fault.field == "rates");
    Drawn {
        name: "rates".to_owned(),
        label: w.rates.to_owned(),
        hint: w.rates_hint,
        required: true,
        errors: of_all.map(|fault| fault.code.word(setting.locale)).collect(),
        control: Control::Rows { rows: (0..count).map(row).collect() },
    }
}
