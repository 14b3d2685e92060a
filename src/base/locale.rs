//! The two languages of the product.

crate::text_enum! {
    /// The language a person reads: of pages, mails and sentences.
    pub enum Locale {
        Zh = "zh", "中文", "Chinese";
        En = "en", "英文", "English";
    }
}
