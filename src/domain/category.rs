//! What a dispute is about: the seventeen categories of the official form and, below them, a second level.

use crate::text_enum;

text_enum! {
    /// In the order of the official form (domain.md 4.2); the counts add up to all cases.
    pub enum Category {
        Family = "family", "婚姻家庭纠纷", "Marriage and family";
        Neighbours = "neighbours", "邻里纠纷", "Neighbours";
        Housing = "housing", "房屋宅基地纠纷", "Housing and homestead";
        Contract = "contract", "合同纠纷", "Contract";
        Business = "business", "生产经营纠纷", "Production and business";
        Damages = "damages", "损害赔偿纠纷", "Damages";
        Land = "land", "山林土地纠纷", "Forest and land";
        Demolition = "demolition", "征地拆迁纠纷", "Land taking and demolition";
        Pollution = "pollution", "环境污染纠纷", "Pollution";
        Labour = "labour", "劳动争议纠纷", "Labour";
        Tourism = "tourism", "旅游纠纷", "Tourism";
        Ecommerce = "ecommerce", "电子商务纠纷", "E-commerce";
        Consumer = "consumer", "其他消费纠纷", "Other consumer";
        Medical = "medical", "医疗纠纷", "Medical";
        RoadAccident = "road_accident", "道路交通事故纠纷", "Road accident";
        Property = "property", "物业纠纷", "Property management";
        Other = "other", "其他纠纷", "Other";
    }
}

text_enum! {
    /// The second level: 10a and 10b of the official form, and what chambers keep apart. It never replaces the first.
    pub enum Subcategory {
        MigrantWages = "migrant_wages", "拖欠农民工工资纠纷", "Unpaid wages of migrant workers";
        OtherLabour = "other_labour", "其他劳动争议纠纷", "Other labour";
        Lending = "lending", "借贷纠纷", "Lending";
        StallLease = "stall_lease", "摊位租赁纠纷", "Lease of stalls";
        GoodsPayment = "goods_payment", "货款纠纷", "Payment for goods";
        ForeignTradePayment = "foreign_trade_payment", "外贸货款纠纷", "Payment in foreign trade";
        Construction = "construction", "建设工程纠纷", "Construction";
        Partnership = "partnership", "合伙经营纠纷", "Partnership";
        Management = "management", "经营管理纠纷", "Management of the business";
        IntellectualProperty = "intellectual_property", "知识产权纠纷", "Intellectual property";
        ProductQuality = "product_quality", "产品质量纠纷", "Product quality";
    }
}

impl Subcategory {
    /// The category it counts in.
    pub const fn parent(self) -> Category {
        match self {
            Self::MigrantWages | Self::OtherLabour => Category::Labour,
            Self::Lending | Self::StallLease | Self::GoodsPayment | Self::ForeignTradePayment | Self::Construction => {
                Category::Contract
            }
            Self::Partnership | Self::Management | Self::IntellectualProperty => Category::Business,
            Self::ProductQuality => Category::Damages,
        }
    }
}

/// Category and second level of a word of a ledger: the word may be of either level.
pub fn from_ledger(word: &str) -> Option<(Category, Option<Subcategory>)> {
    let first = Category::from_zh(word).map(|category| (category, None));
    first.or_else(|| Subcategory::from_zh(word).map(|second| (second.parent(), Some(second))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventeen_categories_and_each_second_level_has_a_parent() {
        assert_eq!(Category::ALL.len(), 17);
        assert_eq!(from_ledger("拖欠农民工工资纠纷"), Some((Category::Labour, Some(Subcategory::MigrantWages))));
        assert_eq!(from_ledger("合同纠纷"), Some((Category::Contract, None)));
        assert_eq!(from_ledger("别的"), None);
    }
}
