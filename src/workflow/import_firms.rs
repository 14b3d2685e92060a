//! Brings law firms in from a file. A firm is the same by its licence number; what is there is never overwritten.

use super::import::Importer;
use crate::base::clock::{Instant, china_day};
use crate::base::code::Code;
use crate::base::error::Result;
use crate::base::id::FirmId;
use crate::domain::firm::Firm;
use crate::domain::form::Stamp;
use crate::domain::import::{CellFault, ImportKind, Verdict};
use crate::domain::register_rows;
use crate::formats::table::{Cells, Column};
use crate::store::db::Conn;
use crate::store::{firms, regions};

/// Reads and stores firms as of an instant.
pub struct ImportFirms {
    pub now: Instant,
}

impl Importer for ImportFirms {
    type Row = Firm;
    const KIND: ImportKind = ImportKind::Firms;
    const COLUMNS: &'static [Column] = &[
        Column { name: "名称", required: true },
        Column { name: "执业许可证号", required: true },
        Column { name: "行政区划", required: true },
        Column { name: "组织形式", required: true },
        Column { name: "律师数", required: false },
        Column { name: "专业领域", required: false },
        Column { name: "语言", required: false },
        Column { name: "承接上限", required: false },
        Column { name: "接受跨区域", required: false },
        Column { name: "联系人", required: false },
        Column { name: "电话", required: false },
        Column { name: "邮箱", required: false },
    ];

    fn read(&self, cells: Cells<'_>) -> Result<Firm, Vec<CellFault>> {
        register_rows::firm(|column| cells.some(column), Stamp::new(FirmId::new(), self.now))
    }

    fn identity(row: &Firm) -> (String, String) {
        (row.licence_no.to_string(), content(row))
    }

    fn decide(&self, c: &mut Conn, rows: &[Firm]) -> Result<Vec<Verdict>> {
        let today = china_day(self.now);
        let mut verdicts = Vec::with_capacity(rows.len());
        for row in rows {
            let fault = |column, code| Verdict::Faulty(vec![CellFault { column, code }]);
            verdicts.push(match firms::find_by_licence(c, &row.licence_no)? {
                Some(known) if content(&known) == content(row) => Verdict::Unchanged,
                Some(known) if known.name != row.name => fault("执业许可证号", Code::UsccOtherName),
                Some(_) => fault("", Code::AlreadyImportedDiffers),
                None if regions::is_valid(c, row.region_code, today)? => Verdict::New,
                None => fault("行政区划", Code::RegionUnknown),
            });
        }
        Ok(verdicts)
    }

    fn store(&self, c: &mut Conn, rows: &[&Firm]) -> Result<()> {
        rows.iter().try_for_each(|row| firms::insert(c, row))
    }
}

/// What the file says of a firm.
fn content(row: &Firm) -> String {
    serde_json::json!([
        row.name,
        row.region_code,
        row.form,
        row.lawyers,
        row.areas,
        row.languages,
        row.capacity,
        row.cross_region,
        row.contact_name,
        row.phone,
        row.email,
    ])
    .to_string()
}
