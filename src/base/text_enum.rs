//! Enumerations kept as short English codes on the wire and in both databases, with their Chinese and English words.

/// One line of the vocabulary: the code and its words.
#[derive(Clone, Copy, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct Term {
    pub code: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
}

impl Worded for Term {
    fn word(&self, locale: super::locale::Locale) -> &'static str {
        match locale {
            super::locale::Locale::Zh => self.zh,
            super::locale::Locale::En => self.en,
        }
    }
}

/// What has a word in both languages.
pub trait Worded {
    /// The word in one of them.
    fn word(&self, locale: super::locale::Locale) -> &'static str;
}

impl<T: Worded + ?Sized> Worded for &T {
    fn word(&self, locale: super::locale::Locale) -> &'static str {
        (**self).word(locale)
    }
}

/// The text is none of the codes.
#[derive(Debug, thiserror::Error)]
#[error("an unknown code")]
pub struct NotACode;

/// `text_enum! { /// doc  pub enum Status { Open = "open", "未结", "Open"; } }`
#[macro_export]
macro_rules! text_enum {
    ($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal, $zh:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in the official order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// Code and words of every value, in the same order.
            pub const TERMS: &'static [$crate::base::text_enum::Term] =
                &[$($crate::base::text_enum::Term { code: $code, zh: $zh, en: $en }),+];
            pub const fn code(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            pub const fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),+ } }
            pub const fn en(self) -> &'static str { match self { $(Self::$variant => $en),+ } }
            /// The value of an English code.
            pub fn from_code(code: &str) -> Option<Self> { match code { $($code => Some(Self::$variant),)+ _ => None } }
            /// The value of a Chinese word, as a ledger writes it.
            pub fn from_zh(word: &str) -> Option<Self> { Self::ALL.iter().copied().find(|value| value.zh() == word) }
        }
        impl $crate::base::text_enum::Worded for $name {
            fn word(&self, locale: $crate::base::locale::Locale) -> &'static str {
                match locale {
                    $crate::base::locale::Locale::Zh => self.zh(),
                    $crate::base::locale::Locale::En => self.en(),
                }
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::base::text_enum::NotACode;
            fn from_str(code: &str) -> Result<Self, Self::Err> { Self::from_code(code).ok_or($crate::base::text_enum::NotACode) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.code()) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.serialize_str(self.code()) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let code = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::from_code(&code).ok_or_else(|| serde::de::Error::unknown_variant(&code, &[$($code),+]))
            }
        }
        impl<DB: diesel::backend::Backend> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where str: diesel::serialize::ToSql<diesel::sql_types::Text, DB> {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                self.code().to_sql(out)
            }
        }
        impl<DB: diesel::backend::Backend> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB> {
            fn from_sql(bytes: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let code = String::from_sql(bytes)?;
                Self::from_code(&code).ok_or_else(|| format!("unknown {} code: {code}", stringify!($name)).into())
            }
        }
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($code),+]))
                    .build().into()
            }
        }
        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> { std::borrow::Cow::Borrowed(stringify!($name)) }
        }
    };
}
