//! Administrative regions and the revisions of their list.

diesel::table! {
    region (code, valid_from_on) {
        code -> Text,
        valid_from_on -> Date,
        valid_to_on -> Nullable<Date>,
        name -> Text,
        level -> Text,
        parent_code -> Nullable<Text>,
    }
}

diesel::table! {
    region_revision (digest) {
        digest -> Text,
        as_of_on -> Date,
    }
}
