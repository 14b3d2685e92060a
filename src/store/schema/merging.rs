//! Figures that other installations handed up.

diesel::table! {
    figure_key (id) {
        id -> Text,
        region_code -> Text,
        name -> Text,
        public_key -> Text,
        registered_by -> Nullable<Text>,
        registered_at -> Timestamp,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    figure_package (id) {
        id -> Text,
        region_code -> Text,
        from_on -> Date,
        to_on -> Date,
        made_at -> Timestamp,
        key_id -> Text,
        sha256 -> Text,
        imported_by -> Nullable<Text>,
        imported_at -> Timestamp,
        replaced_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    merged_cell (package_id, dim, month, item) {
        package_id -> Text,
        month -> Date,
        dim -> Text,
        item -> Text,
        counts -> Text,
    }
}

diesel::joinable!(merged_cell -> figure_package (package_id));
diesel::allow_tables_to_appear_in_same_query!(merged_cell, figure_package);
