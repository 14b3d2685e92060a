//! The words by which chambers and firms find each other: practice areas, languages, industries (GB/T 4754—2017).

use super::category::Category;
use crate::text_enum;

text_enum! {
    /// What a firm practises and a chamber needs.
    pub enum PracticeArea {
        Labour = "labour", "劳动人事", "Labour and personnel";
        Contract = "contract", "合同", "Contract";
        IntellectualProperty = "intellectual_property", "知识产权", "Intellectual property";
        Governance = "governance", "公司治理", "Corporate governance";
        Tax = "tax", "税务", "Tax";
        Finance = "finance", "金融", "Finance";
        Construction = "construction", "建设工程与房地产", "Construction and real estate";
        Environment = "environment", "环境资源", "Environment and resources";
        Criminal = "criminal", "刑事合规", "Criminal compliance";
        Ecommerce = "ecommerce", "电子商务", "E-commerce";
        Bankruptcy = "bankruptcy", "破产重整", "Bankruptcy and restructuring";
        International = "international", "涉外", "International";
    }
}

impl PracticeArea {
    /// The areas that serve a category of dispute; none, where any firm will do.
    pub const fn of_category(category: Category) -> &'static [Self] {
        match category {
            Category::Labour => &[Self::Labour],
            Category::Contract => &[Self::Contract],
            Category::Business => &[Self::Governance, Self::Contract, Self::IntellectualProperty],
            Category::Housing | Category::Demolition | Category::Property => &[Self::Construction],
            Category::Land | Category::Pollution => &[Self::Environment],
            Category::Ecommerce | Category::Consumer => &[Self::Ecommerce, Self::Contract],
            _ => &[],
        }
    }

    /// The areas that enterprises of an industry usually need; none, where any firm will do.
    pub const fn of_industry(industry: Industry) -> &'static [Self] {
        match industry {
            Industry::A => &[Self::Contract, Self::Environment],
            Industry::B => &[Self::Environment, Self::Labour, Self::Contract],
            Industry::C => &[Self::Labour, Self::Contract, Self::IntellectualProperty],
            Industry::D | Industry::N => &[Self::Environment, Self::Contract],
            Industry::E | Industry::K => &[Self::Construction, Self::Contract],
            Industry::F => &[Self::Contract, Self::Ecommerce, Self::International],
            Industry::G | Industry::H | Industry::O => &[Self::Labour, Self::Contract],
            Industry::I | Industry::M => &[Self::IntellectualProperty, Self::Contract],
            Industry::J => &[Self::Finance, Self::Governance],
            Industry::L => &[Self::Contract, Self::Governance],
            Industry::R => &[Self::IntellectualProperty, Self::Contract],
            Industry::P | Industry::Q => &[Self::Labour, Self::Governance],
            Industry::S | Industry::T => &[],
        }
    }
}

text_enum! {
    pub enum Language {
        Chinese = "zh", "中文", "Chinese";
        English = "en", "英语", "English";
        Japanese = "ja", "日语", "Japanese";
        Korean = "ko", "韩语", "Korean";
        German = "de", "德语", "German";
        French = "fr", "法语", "French";
        Russian = "ru", "俄语", "Russian";
        Spanish = "es", "西班牙语", "Spanish";
        Arabic = "ar", "阿拉伯语", "Arabic";
    }
}

text_enum! {
    /// The twenty sections of GB/T 4754—2017.
    pub enum Industry {
        A = "A", "农、林、牧、渔业", "Agriculture, forestry, animal husbandry and fishery";
        B = "B", "采矿业", "Mining";
        C = "C", "制造业", "Manufacturing";
        D = "D", "电力、热力、燃气及水生产和供应业", "Electricity, heat, gas and water";
        E = "E", "建筑业", "Construction";
        F = "F", "批发和零售业", "Wholesale and retail";
        G = "G", "交通运输、仓储和邮政业", "Transport, storage and post";
        H = "H", "住宿和餐饮业", "Accommodation and catering";
        I = "I", "信息传输、软件和信息技术服务业", "Information and software";
        J = "J", "金融业", "Finance";
        K = "K", "房地产业", "Real estate";
        L = "L", "租赁和商务服务业", "Leasing and business services";
        M = "M", "科学研究和技术服务业", "Research and technical services";
        N = "N", "水利、环境和公共设施管理业", "Water, environment and public facilities";
        O = "O", "居民服务、修理和其他服务业", "Resident services and repair";
        P = "P", "教育", "Education";
        Q = "Q", "卫生和社会工作", "Health and social work";
        R = "R", "文化、体育和娱乐业", "Culture, sports and entertainment";
        S = "S", "公共管理、社会保障和社会组织", "Public administration and social organisations";
        T = "T", "国际组织", "International organisations";
    }
}
