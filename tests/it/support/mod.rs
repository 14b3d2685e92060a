//! What every test stands on: a fresh database of either kind, the application in process, a clock that can be moved.

pub mod accounts;
pub mod app;
pub mod backend;
pub mod chance;
mod cluster;
pub mod entries;
pub mod lives;
pub mod raw;
pub mod readers;
pub mod server;
pub mod sink;
pub mod tab;
pub mod world;
pub mod wrong;

pub use accounts::PASSWORD;
pub use app::{Reply, TestApp};
pub use backend::{Backend, Folder, Fresh};
pub use chance::Chance;
pub use raw::Raw;
pub use sink::Sink;
pub use tab::{Tab, way};
pub use world::World;

/// `both! { async fn name(app: TestApp) { … } }` makes the tests `name::sqlite` and `name::postgres`; `fn name(fresh: Fresh)`,
/// not async, gets a migrated database alone. Several may stand in one `both!`.
#[macro_export]
macro_rules! both {
    () => {};
    ($(#[$meta:meta])* async fn $name:ident($app:ident : TestApp) $body:block $($rest:tt)*) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "for the body")]
            use super::*;
            async fn body($app: $crate::support::TestApp) $body
            #[actix_web::test]
            async fn sqlite() {
                if let Some(fresh) = $crate::support::Fresh::new($crate::support::Backend::Sqlite) {
                    body($crate::support::TestApp::start(fresh).await).await
                }
            }
            #[actix_web::test]
            async fn postgres() {
                if let Some(fresh) = $crate::support::Fresh::new($crate::support::Backend::Postgres) {
                    body($crate::support::TestApp::start(fresh).await).await
                }
            }
        }
        $crate::both! { $($rest)* }
    };
    ($(#[$meta:meta])* fn $name:ident($fresh:ident : Fresh) $body:block $($rest:tt)*) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "for the body")]
            use super::*;
            fn body($fresh: $crate::support::Fresh) $body
            #[test]
            fn sqlite() {
                if let Some(fresh) = $crate::support::Fresh::new($crate::support::Backend::Sqlite) { body(fresh) }
            }
            #[test]
            fn postgres() {
                if let Some(fresh) = $crate::support::Fresh::new($crate::support::Backend::Postgres) { body(fresh) }
            }
        }
        $crate::both! { $($rest)* }
    };
}
