//! Typed ids: UUIDv7 made here, so that they sort by time; kept as text on both databases.

use std::fmt;
use std::str::FromStr;

/// The text of an id is not a UUID.
#[derive(Debug, thiserror::Error)]
#[error("not a UUID")]
pub struct NotAnId;

/// Declares a newtype per entity: `ids! { CaseId, PartyId }`.
#[macro_export]
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub struct $name($crate::base::id::IdText);

        impl $name {
            /// A new id; later ones sort after earlier ones.
            #[allow(clippy::new_without_default, reason = "every call differs")]
            pub fn new() -> Self { Self($crate::base::id::IdText::new()) }
            /// The 36 characters of the UUID.
            pub fn as_str(&self) -> &str { self.0.as_str() }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::base::id::NotAnId;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.as_str()) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where str: diesel::serialize::ToSql<diesel::sql_types::Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.as_str().to_sql(out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB> {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                Ok(String::from_sql(bytes)?.parse()?)
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> { $crate::base::id::schema() }
        }
        impl utoipa::ToSchema for $name {}
    )+};
}

/// The 36 characters of a UUID, held inline so that ids stay `Copy`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IdText([u8; 36]);

impl IdText {
    #[allow(clippy::new_without_default, reason = "every call differs")]
    pub fn new() -> Self {
        Self::of(uuid::Uuid::now_v7())
    }

    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// When the id was made, to the millisecond; `None` for a UUID of another kind.
    pub fn made_at(&self) -> Option<super::clock::Instant> {
        let (seconds, nanos) = uuid::Uuid::try_parse(self.as_str()).ok()?.get_timestamp()?.to_unix();
        let made_at = chrono::DateTime::from_timestamp(i64::try_from(seconds).ok()?, nanos)?;
        Some(made_at.naive_utc())
    }

    fn of(uuid: uuid::Uuid) -> Self {
        let mut text = [0; 36];
        uuid.hyphenated().encode_lower(&mut text);
        Self(text)
    }
}

impl FromStr for IdText {
    type Err = NotAnId;
    fn from_str(text: &str) -> Result<Self, NotAnId> {
        uuid::Uuid::try_parse(text).map(Self::of).map_err(|_| NotAnId)
    }
}

impl fmt::Debug for IdText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The OpenAPI schema of every id.
pub fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
    use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
    ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::Custom("uuid".into()))).build().into()
}

ids! {
    AccountId, SessionId, FederationId, ChamberId, CommitteeId, CommitteeMemberId, MediatorId, FirmId, LawyerId, MandateId,
    CaseId, PartyId, ConsentId, MeetingId, AgreementId, InstalmentId, PaymentId, CallbackId, ExtensionId, RiskReportId,
    CaseMediatorId, NoteId, TaskId, AssignmentId, ImportId, ImportJobId, MailId, PairingId, PairingTermId, ServiceId,
    AbsenceId, AllowanceRuleId, AllowanceSheetId, ApplicationId, AttachmentId, AttendanceId, ClockStartId, DocumentTemplateId, FigureKeyId, FigurePackageId, GroupPlaceId, RepresentativeId, IntakeLinkId, MatchingRunId, MeetingPointsId, PartyLinkId, PauseId, ReportId, SessionPlanId, UrgingId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_by_time_and_read_back() {
        let (first, second) = (CaseId::new(), CaseId::new());
        assert!(first < second);
        assert_eq!(first.to_string().parse::<CaseId>().unwrap(), first);
        assert!("33".parse::<CaseId>().is_err());
        let made_at = "01999999-0000-7000-8000-000000000001".parse::<IdText>().unwrap().made_at();
        assert_eq!(made_at.unwrap().to_string(), "2025-09-30 07:49:25.120");
    }
}
