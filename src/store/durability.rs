//! Whether the database keeps what it was told: settings and file systems that lose acknowledged writes.

use super::connect::Target;
use super::db::{Conn, Db};
use crate::base::error::Result;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::path::Path;

/// File systems whose locks do not hold between machines.
const NETWORK: &[&str] =
    &["nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "9p", "ceph", "glusterfs", "fuse.glusterfs"];

/// What is wrong with the place or the settings of a database; empty when nothing is. SQLite's own settings are made and
/// read back at each connection.
pub fn weaknesses(db: &Db, target: &Target) -> Result<Vec<String>> {
    match target {
        Target::Sqlite(path) => {
            let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
            let path = path.canonicalize().unwrap_or_else(|_| path.clone());
            let kind = file_system(&mounts, &path).filter(|kind| NETWORK.contains(kind));
            Ok(kind.map(|kind| format!("{} lies on {kind}", path.display())).into_iter().collect())
        }
        Target::Postgres(_) => db.read_now(|c| {
            let mut found = Vec::new();
            for name in ["fsync", "full_page_writes", "synchronous_commit"] {
                let value = setting(c, name)?;
                if value == "off" {
                    found.push(format!("{name} = {value}"));
                }
            }
            Ok(found)
        }),
    }
}

fn setting(c: &mut Conn, name: &str) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        value: String,
    }
    let row: Row = diesel::sql_query("SELECT current_setting($1) AS value").bind::<Text, _>(name).get_result(c)?;
    Ok(row.value)
}

/// The kind of the file system under a path, from the text of `/proc/mounts`: the longest mount point wins.
fn file_system<'a>(mounts: &'a str, path: &Path) -> Option<&'a str> {
    let entries = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?))
    });
    entries.filter(|(point, _)| path.starts_with(point)).max_by_key(|(point, _)| point.len()).map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_mount_point_decides() {
        let mounts = "overlay / overlay rw 0 0\nhost:/x /srv/share nfs4 rw 0 0\n/dev/sda /srv ext4 rw 0 0\n";
        assert_eq!(file_system(mounts, Path::new("/srv/share/w.db")), Some("nfs4"));
        assert_eq!(file_system(mounts, Path::new("/srv/w.db")), Some("ext4"));
        assert_eq!(file_system(mounts, Path::new("/srvx/w.db")), Some("overlay"));
    }
}
