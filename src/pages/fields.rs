//! The fields of a form: what each asks, how it is drawn with what was typed, and the faults beside it.

use super::field_rows::{belongs, is_of_rows};
use super::form::Form;
use super::visit::Visit;
use super::words::{self, Words};
use crate::base::error::Fault;
use crate::base::id::FirmId;
use crate::base::locale::Locale;
use crate::base::text_enum::{Term, Worded};
use crate::domain::case::CaseFile;
use crate::domain::committee::Mediator;
use crate::domain::parties::Party;
use chrono::NaiveDate;
use std::borrow::Cow;

/// What a field takes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Line,
    Long,
    Phone,
    Email,
    /// Never shown again.
    Secret,
    Day,
    /// A day that is today unless something else is typed.
    Today,
    /// Day and time in China.
    Time,
    /// Yuan; fen in the body.
    Money,
    Number,
    Tick,
    Choice(&'static [Term]),
    /// Yes or no, said in these words under the codes `true` and `false`: nothing is not no.
    Answer(&'static [Term]),
    /// Any of these codes.
    Codes(&'static [Term]),
    Party,
    Parties,
    /// A mediator at work on the case.
    Mediator,
    Mediators,
    /// Any mediator of the committee.
    Colleague,
    /// A firm that is asked about the case.
    Firm,
    Plan,
    Callback,
    Task,
    Risk,
    Payment,
    /// A day for each party: `[{party_id, signed_on}]`.
    Signatures,
    /// A text for each party: `[{party_id, statement}]`.
    Statements,
    /// Each party came, or why it did not: the two lists `attended` and `absent`.
    Attendance,
    /// A picture, from the camera where there is one.
    Photo,
    /// Files that are there already.
    Files,
    /// Up to four parts of `{due_on, amount, manner, place}`.
    Instalments,
}

/// A field and its words.
#[derive(Clone, Debug)]
pub(super) struct Field {
    /// Its path in the body, as faults name it.
    pub name: Cow<'static, str>,
    pub kind: Kind,
    pub required: bool,
    pub zh: &'static str,
    pub en: &'static str,
}

/// A field that has to be filled.
pub(super) fn must(name: impl Into<Cow<'static, str>>, kind: Kind, zh: &'static str, en: &'static str) -> Field {
    Field { name: name.into(), kind, required: true, zh, en }
}

/// A field that may stay empty.
pub(super) fn may(name: impl Into<Cow<'static, str>>, kind: Kind, zh: &'static str, en: &'static str) -> Field {
    Field { required: false, ..must(name, kind, zh, en) }
}

/// What the choices of a form come from.
pub(super) struct Setting {
    pub locale: Locale,
    pub today: NaiveDate,
    /// None where there is no case yet.
    pub file: Option<CaseFile>,
    /// The mediators of the committee.
    pub mediators: Vec<Mediator>,
    /// The firms that are asked about the case.
    pub firms: Vec<(FirmId, String)>,
}

/// A field as the template draws it.
pub(super) struct Drawn {
    pub name: String,
    pub label: String,
    pub hint: &'static str,
    pub required: bool,
    pub errors: Vec<&'static str>,
    pub control: Control,
}

pub(super) enum Control {
    Input {
        kind: &'static str,
        value: String,
        mode: &'static str,
    },
    Area {
        value: String,
    },
    /// With the camera where it says so; otherwise several may be chosen.
    File {
        camera: bool,
    },
    Tick {
        on: bool,
    },
    Choice {
        options: Vec<Choice>,
    },
    Many {
        options: Vec<Choice>,
    },
    Rows {
        rows: Vec<Vec<Drawn>>,
    },
    /// No field: the heading of those that follow.
    Heading,
}

pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub on: bool,
}

/// The terms of an enum as choices, led by an empty one.
pub(super) fn choices(terms: &[Term], chosen: &str, locale: Locale, empty: &str) -> Vec<Choice> {
    let none = Choice { value: String::new(), label: empty.to_owned(), on: chosen.is_empty() };
    let one = |term: &Term| Choice {
        value: term.code.to_owned(),
        label: term.word(locale).to_owned(),
        on: term.code == chosen,
    };
    std::iter::once(none).chain(terms.iter().map(one)).collect()
}

impl Setting {
    /// What there is without a case.
    pub(super) fn of(visit: &Visit) -> Self {
        Self { locale: visit.locale, today: visit.today(), file: None, mediators: Vec::new(), firms: Vec::new() }
    }

    pub(super) fn words(&self) -> &'static Words {
        words::of(self.locale)
    }

    pub(super) fn parties(&self) -> &[Party] {
        self.file.as_ref().map_or(&[], |file| &file.parties)
    }

    /// A party by name and role.
    pub(super) fn named(&self, party: &Party) -> String {
        format!("{}{}{}{}", party.name, self.words().paren, party.role.word(self.locale), self.words().unparen)
    }

    /// What stands in the fields before anybody typed.
    pub(super) fn blank(&self, fields: &[Field]) -> Form {
        let days = fields.iter().filter(|field| matches!(field.kind, Kind::Today));
        Form::of(days.map(|field| (field.name.to_string(), self.today.to_string())).collect())
    }

    /// The fields as they are drawn, and the faults that belong to none of them.
    pub(super) fn draw(&self, fields: &[Field], form: &Form, faults: &[Fault]) -> (Vec<Drawn>, Vec<&'static str>) {
        let drawn: Vec<Drawn> = fields.iter().map(|field| self.drawn(field, form, faults)).collect();
        let is_beside = |fault: &&Fault| fields.iter().any(|field| belongs(field, &fault.field));
        let rest = faults.iter().filter(|fault| !is_beside(fault)).map(|fault| fault.code.word(self.locale)).collect();
        (drawn, rest)
    }

    pub(super) fn drawn(&self, field: &Field, form: &Form, faults: &[Fault]) -> Drawn {
        let (name, w) = (field.name.as_ref(), self.words());
        let input = |kind, mode| Control::Input { kind, value: form.get(name).to_owned(), mode };
        let listed = |empty: &str| {
            let none = Choice { value: String::new(), label: empty.to_owned(), on: form.get(name).is_empty() };
            let one = |(value, label): (String, String)| Choice { on: value == form.get(name), value, label };
            std::iter::once(none).chain(self.subjects(field.kind).into_iter().map(one)).collect()
        };
        let empty = if field.required { w.choose } else { w.unchanged };
        let control = match field.kind {
            Kind::Line => input("text", ""),
            Kind::Phone => input("tel", "tel"),
            Kind::Email => input("email", "email"),
            Kind::Secret => Control::Input { kind: "password", value: String::new(), mode: "" },
            Kind::Long => Control::Area { value: form.get(name).to_owned() },
            Kind::Day | Kind::Today => input("date", ""),
            Kind::Time => input("datetime-local", ""),
            Kind::Money => input("text", "decimal"),
            Kind::Number => input("text", "numeric"),
            Kind::Tick => Control::Tick { on: form.get(name) == "true" },
            Kind::Choice(terms) | Kind::Answer(terms) => {
                Control::Choice { options: choices(terms, form.get(name), self.locale, empty) }
            }
            Kind::Codes(terms) => {
                let chosen: Vec<&str> = form.all(name).collect();
                let on = |choice: Choice| Choice { on: chosen.contains(&choice.value.as_str()), ..choice };
                Control::Many { options: choices(terms, "", self.locale, "").into_iter().skip(1).map(on).collect() }
            }
            Kind::Parties | Kind::Mediators => {
                let chosen: Vec<&str> = form.all(name).collect();
                let one =
                    |(value, label): (String, String)| Choice { on: chosen.contains(&value.as_str()), value, label };
                Control::Many { options: self.subjects(field.kind).into_iter().map(one).collect() }
            }
            Kind::Photo => Control::File { camera: true },
            Kind::Files => Control::File { camera: false },
            Kind::Signatures => self.each_party(name, Kind::Day, form, faults),
            Kind::Statements => self.each_party(name, Kind::Long, form, faults),
            Kind::Attendance => self.attendance(form),
            Kind::Instalments => self.instalments(form, faults),
            Kind::Party
            | Kind::Mediator
            | Kind::Colleague
            | Kind::Firm
            | Kind::Plan
            | Kind::Callback
            | Kind::Task
            | Kind::Risk
            | Kind::Payment => Control::Choice { options: listed(empty) },
        };
        let is_rows = matches!(control, Control::Rows { .. });
        let beside =
            |fault: &&Fault| if is_rows { is_of_rows(field, &fault.field) } else { belongs(field, &fault.field) };
        Drawn {
            name: name.to_owned(),
            label: if self.locale == Locale::Zh { field.zh } else { field.en }.to_owned(),
            hint: "",
            required: field.required,
            errors: faults.iter().filter(beside).map(|fault| fault.code.word(self.locale)).collect(),
            control,
        }
    }
}
