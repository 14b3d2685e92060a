//! Fields that are rows of cells: something for each party, the parts of a schedule; and which field a fault belongs to.

use super::fields::{Choice, Control, Drawn, Field, Kind, Setting, choices, may};
use super::form::Form;
use crate::base::error::Fault;
use crate::domain::agreement::Manner;
use crate::domain::parties::Party;
use crate::domain::session_plan::AbsenceReason;

/// Parts of a schedule that a form has room for.
pub(super) const PARTS: usize = 4;

impl Drawn {
    /// The heading of the fields that follow.
    pub(super) fn heading(label: String) -> Self {
        Self { name: String::new(), label, hint: "", required: true, errors: Vec::new(), control: Control::Heading }
    }

    /// Its name, its words and what is wrong with it, and the same of the cells of its rows.
    pub(super) fn wrong(&self) -> Vec<(&str, &str, &'static str)> {
        let own = self.errors.first().map(|error| (self.name.as_str(), self.label.as_str(), *error));
        let cells = match &self.control {
            Control::Rows { rows } => rows.iter().flatten().flat_map(Self::wrong).collect(),
            _ => Vec::new(),
        };
        own.into_iter().chain(cells).collect()
    }

    /// Whether two stand side by side where there is room.
    pub(super) fn is_short(&self) -> bool {
        matches!(self.control, Control::Input { .. } | Control::Choice { .. })
    }
}

impl Setting {
    /// A cell for each party.
    pub(super) fn each_party(&self, name: &str, kind: Kind, form: &Form, faults: &[Fault]) -> Control {
        let cell = |party: &Party| {
            let cell = may(format!("{name}.{}", party.id), kind, "", "");
            vec![Drawn { label: self.named(party), ..self.drawn(&cell, form, faults) }]
        };
        Control::Rows { rows: self.parties().iter().map(cell).collect() }
    }

    pub(super) fn attendance(&self, form: &Form) -> Control {
        let w = self.words();
        let cell = |party: &Party| {
            let name = format!("attendance.{}", party.id);
            let chosen = form.get(&name);
            let mut options = choices(AbsenceReason::TERMS, chosen, self.locale, w.not_invited);
            options.insert(0, Choice { value: "came".to_owned(), label: w.came.to_owned(), on: chosen == "came" });
            let control = Control::Choice { options };
            vec![Drawn { name, label: self.named(party), hint: "", required: false, errors: Vec::new(), control }]
        };
        Control::Rows { rows: self.parties().iter().map(cell).collect() }
    }

    pub(super) fn instalments(&self, form: &Form, faults: &[Fault]) -> Control {
        let row = |at: usize| {
            let cells = [
                may(format!("instalments[{at}].due_on"), Kind::Day, "到期日", "Due on"),
                may(format!("instalments[{at}].amount"), Kind::Money, "金额（元）", "Amount (yuan)"),
                may(format!("instalments[{at}].manner"), Kind::Choice(Manner::TERMS), "方式", "Manner"),
                may(format!("instalments[{at}].place"), Kind::Line, "地点或账户", "Place or account"),
            ];
            cells.iter().map(|cell| self.drawn(cell, form, faults)).collect()
        };
        Control::Rows { rows: (0..PARTS).map(row).collect() }
    }
}

/// Whether a fault is about this field or what is below it.
pub(super) fn belongs(field: &Field, path: &str) -> bool {
    let below = |name: &str| {
        path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('[') || rest.starts_with('.'))
    };
    match field.kind {
        Kind::Attendance => below("attended") || below("absent") || below("attendance"),
        _ => below(&field.name),
    }
}

/// Whether a fault is about rows as a whole, or a row in a way that no cell shows.
pub(super) fn is_of_rows(field: &Field, path: &str) -> bool {
    belongs(field, path) && !matches!(field.kind, Kind::Instalments if path.contains('.'))
}
