//! What all nouns of the directory share: lists by region and name, forms, masked contacts, the four handlers.

use crate::base::error::{Error, Result};
use crate::domain::contact::Name;
use crate::domain::form::{Entered, Fields, Warning};
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::marker::PhantomData;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};

/// An entry with what should be looked at in it.
#[derive(Debug, Serialize)]
pub struct Entry<T> {
    #[serde(flatten)]
    pub entry: T,
    pub warnings: Vec<Warning>,
}

impl<T: ToSchema> PartialSchema for Entry<T> {
    fn schema() -> RefOr<Schema> {
        let mut schema = T::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            let warnings = Schema::Array(ArrayBuilder::new().items(Warning::schema()).build());
            object.properties.insert("warnings".to_owned(), RefOr::T(warnings));
            object.required.push("warnings".to_owned());
        }
        schema
    }
}

impl<T: ToSchema> ToSchema for Entry<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

/// An entry as it is sent in. Its fields are read one by one later, so that all faults are reported together.
#[derive(Clone, Debug)]
pub struct Sent<T>(pub Fields, PhantomData<fn() -> T>);

/// The changes of an entry: what is absent stays, `null` takes a field away (RFC 7396).
#[derive(Clone, Debug)]
pub struct Patch<T>(pub Fields, PhantomData<fn() -> T>);

impl<'de, T> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self(fields(d)?, PhantomData))
    }
}

impl<'de, T> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Self(fields(d)?, PhantomData))
    }
}

/// A JSON object that names no field twice.
pub fn fields<'de, D: Deserializer<'de>>(d: D) -> Result<Fields, D::Error> {
    struct Once;
    impl<'de> Visitor<'de> for Once {
        type Value = Fields;
        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
            let mut fields = Fields::new();
            while let Some((field, value)) = map.next_entry::<String, Value>()? {
                if fields.insert(field, value).is_some() {
                    return Err(serde::de::Error::custom("duplicate field"));
                }
            }
            Ok(fields)
        }
    }
    d.deserialize_map(Once)
}

impl<T: ToSchema + Entered> PartialSchema for Sent<T> {
    fn schema() -> RefOr<Schema> {
        let mut schema = T::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            for own in T::OWN {
                object.properties.remove(*own);
            }
            object.required = T::NEEDED.iter().map(|field| (*field).to_owned()).collect();
        }
        schema
    }
}

impl<T: ToSchema + Entered> ToSchema for Sent<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

impl<T: ToSchema + Entered> PartialSchema for Patch<T> {
    fn schema() -> RefOr<Schema> {
        let mut schema = Sent::<T>::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.clear();
        }
        schema
    }
}

impl<T: ToSchema + Entered> ToSchema for Patch<T> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

/// The words a list is searched by; none when blank.
pub fn words(q: Option<String>) -> Result<Option<String>> {
    let q = q.filter(|q| !q.trim().is_empty());
    q.map(|q| Name::parse(&q).map(Name::into_string)).transpose().map_err(|code| Error::field("q", code))
}

/// `directory!(chambers, keep_chambers, Chamber, ChamberId, "/chambers" { kind: ChamberKind });` makes, in a file of its own, the
/// handlers `list`, `show`, `create` and `amend` over the store and the workflow of these names, and `ListQuery`, which narrows by
/// these columns too.
macro_rules! directory {
    ($store:ident, $keep:ident, $Row:ty, $Id:ty, $path:literal { $($only:ident: $Only:ty),* }) => {
        use $crate::api::body::Body;
        use $crate::api::creation;
        use $crate::api::ctx::Ctx;
        use $crate::api::directory::{Entry, Patch, Sent, words};
        use $crate::api::page;
        use $crate::api::reply::Reply;
        use $crate::base::error::Result;
        use $crate::domain::region::RegionCode;
        use $crate::store::$store;
        use $crate::store::listing::Filter;
        use $crate::workflow::$keep;
        use $crate::workflow::directory::shown;
        use actix_web::web::{Path, Query};

        /// What the list can be asked for.
        #[derive(Clone, Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        pub struct ListQuery {
            /// Only of this region and those below it.
            pub region_code: Option<RegionCode>,
            /// Part of the name.
            pub q: Option<String>,
            $(pub $only: Option<$Only>,)*
            /// `next_cursor` of the page before.
            pub cursor: Option<String>,
            /// Rows a page, 1 to 200; 50 when absent.
            pub limit: Option<u32>,
        }

        pub async fn list(ctx: Ctx, query: Query<ListQuery>) -> Result<Reply> {
            let (actor, query) = (ctx.actor()?.clone(), query.into_inner());
            let limit = page::limit(query.limit)?;
            let only: Vec<(&str, Option<String>)> =
                vec![$((stringify!($only), query.$only.map(|value| value.to_string()))),*];
            let filter = Filter::<$Id> {
                area: query.region_code.map(RegionCode::prefix),
                q: words(query.q)?,
                only: only.into_iter().filter_map(|(column, value)| Some((column, value?))).collect(),
                after: page::read_cursor(query.cursor.as_deref())?,
                limit: limit.read(),
            };
            let found = ctx.read(move |c| $store::list(c, &filter)).await?;
            Reply::ok(&page::page(found, limit, |row| row.id.to_string(), |row| shown(&actor, row)))
        }

        pub async fn show(ctx: Ctx, id: Path<$Id>) -> Result<Reply> {
            let (actor, now, id) = (ctx.actor()?.clone(), ctx.now, id.into_inner());
            ctx.read(move |c| {
                let row = $store::get(c, id)?;
                let warnings = $keep::warnings(c, &row, now)?;
                Ok(Reply::ok(&Entry { entry: shown(&actor, &row), warnings })?.version(row.version))
            })
            .await
        }

        pub async fn create(ctx: Ctx, body: Body<Sent<$Row>>) -> Result<Reply> {
            let (actor, now, fields) = (ctx.actor()?.clone(), ctx.now, body.value.0);
            creation::once(&ctx, $path, &body.digest, move |c| {
                let row = $keep::add(c, &actor, &fields, now)?;
                let warnings = $keep::warnings(c, &row, now)?;
                let entry = Entry { entry: shown(&actor, &row), warnings };
                Ok(Reply::created(format!(concat!("/api/v1", $path, "/{}"), row.id), &entry)?.version(row.version))
            })
            .await
        }

        pub async fn amend(ctx: Ctx, id: Path<$Id>, body: Body<Patch<$Row>>) -> Result<Reply> {
            let (actor, now, id, patch) = (ctx.actor()?.clone(), ctx.now, id.into_inner(), body.value.0);
            let seen = ctx.expected_version()?;
            ctx.write(move |c| {
                let row = $keep::amend(c, &actor, id, &patch, seen, now)?;
                let warnings = $keep::warnings(c, &row, now)?;
                Ok(Reply::ok(&Entry { entry: shown(&actor, &row), warnings })?.version(row.version))
            })
            .await
        }
    };
}
pub(super) use directory;
