//! Brings chambers in from a file. A chamber is the same by its name in its region; what is there is never overwritten.

use super::import::Importer;
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::Result;
use crate::base::id::ChamberId;
use crate::domain::chamber::Chamber;
use crate::domain::form::Stamp;
use crate::domain::import::{CellFault, ImportKind, Verdict};
use crate::domain::register_rows;
use crate::formats::table::{Cells, Column};
use crate::store::db::Conn;
use crate::store::{chambers, regions};

/// Reads and stores chambers as of an instant.
pub struct ImportChambers {
    pub now: Instant,
}

impl Importer for ImportChambers {
    type Row = Chamber;
    const KIND: ImportKind = ImportKind::Chambers;
    const COLUMNS: &'static [Column] = &[
        Column { name: "名称", required: true },
        Column { name: "统一社会信用代码", required: false },
        Column { name: "类型", required: true },
        Column { name: "行政区划", required: true },
        Column { name: "行业门类", required: false },
        Column { name: "会员数", required: false },
        Column { name: "联系人", required: false },
        Column { name: "电话", required: false },
        Column { name: "邮箱", required: false },
        Column { name: "需求领域", required: false },
        Column { name: "语言", required: false },
        Column { name: "已成立调解组织", required: false },
        Column { name: "期望对接律所数", required: false },
    ];

    fn read(&self, cells: Cells<'_>) -> Result<Chamber, Vec<CellFault>> {
        register_rows::chamber(|column| cells.some(column), Stamp::new(ChamberId::new(), self.now))
    }

    fn identity(row: &Chamber) -> (String, String) {
        (format!("{} {}", row.region_code, row.name), content(row))
    }

    fn decide(&self, c: &mut Conn, rows: &[Chamber]) -> Result<Vec<Verdict>> {
        let today = china_day(self.now);
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            let fault = |column, code| Verdict::Faulty(vec![CellFault { column, code }]);
            verdicts.push(match chambers::find_by_name(c, row.region_code, &row.name)? {
                Some(known) if content(&known) == content(row) => Verdict::Unchanged,
                Some(_) => fault("", Code::AlreadyImportedDiffers),
                None if regions::is_valid(c, row.region_code, today)? => Verdict::New,
                None => fault("行政区划", Code::RegionUnknown),
            });
        }
        Ok(verdicts)
    }

    fn store(&self, c: &mut Conn, rows: &[&Chamber]) -> Result<()> {
        rows.iter().try_for_each(|row| chambers::insert(c, row))
    }
}

/// What the file says of a chamber.
fn content(row: &Chamber) -> String {
    serde_json::json!([
        row.uscc,
        row.kind,
        row.industry,
        row.members,
        row.contact_name,
        row.phone,
        row.email,
        row.needs,
        row.languages,
        row.has_mediation,
        row.wanted_firms,
    ])
    .to_string()
}
