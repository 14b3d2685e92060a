//! Who speaks for a group in its papers, and how they came to: the people themselves choose them.

use super::case_fields::day;
use crate::domain::case::Regime;
use crate::domain::contact::Name;
use crate::domain::parties::PartyRole;
use chrono::NaiveDate;

/// Who speaks for a side of a group, and how they came to.
#[derive(Clone, Debug)]
pub struct Spokesmen {
    pub side: PartyRole,
    pub names: Vec<Name>,
    pub chosen_on: NaiveDate,
    /// How many stood on the side that day.
    pub people: Option<i64>,
}

impl Spokesmen {
    /// On which day, by how many, and by which article (L7 art 7 of labour; of other disputes as before a court, where a side of many
    /// names its representatives itself).
    pub(super) fn chosen(&self, regime: Regime) -> String {
        let many = self.people.map_or_else(String::new, |people| format!("{people}名"));
        let article = match regime {
            Regime::Labour => "劳动争议调解仲裁法第七条",
            _ => "参照民事诉讼法第五十六条",
        };
        format!("{}由{many}{}推选，{article}", day(self.chosen_on), self.side.zh())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_they_were_chosen_names_the_article_of_the_regime() {
        let all = Spokesmen {
            side: PartyRole::Applicant,
            names: Vec::new(),
            chosen_on: "2026-03-01".parse().unwrap(),
            people: Some(12),
        };
        assert_eq!(all.chosen(Regime::Labour), "2026年3月1日由12名申请人推选，劳动争议调解仲裁法第七条");
        let unknown = Spokesmen { people: None, ..all };
        assert_eq!(unknown.chosen(Regime::People), "2026年3月1日由申请人推选，参照民事诉讼法第五十六条");
    }
}
