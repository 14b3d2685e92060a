//! The words of the pages of figures that offline places hand up (合并统计) in both languages.

use super::words::words;

words! {
    title = "下级统计数据包", "Figures handed up";
    intro = "离线运行的县区按月导出已签名的统计数据包（不含姓名），在此并入。并入的数字与本系统案件的数字并列显示，不混在一起。", "Places that work offline export signed figures of whole months, without names. They are shown beside the figures of the cases here, never mixed with them.";
    none = "还没有并入过数据包。", "No package has been taken in yet.";
    import = "并入数据包", "Take a package in";
    file = "数据包文件（.json）", "The package (.json)";
    file_hint = "由下级用“wanlian export figures”生成，请勿改动。同一数据包重复提交只计一次。", "Made there by “wanlian export figures”; it must not be changed. Sent twice it counts once.";
    region = "地区", "Area";
    period = "期间", "Period";
    made_at = "生成时间", "Made at";
    imported_at = "并入时间", "Taken in at";
    state = "状态", "State";
    in_use = "使用中", "Counts";
    replaced = "已被较新的数据包替换", "Replaced by a newer one";
    hash = "校验值（SHA-256）", "SHA-256";
    merged = "数据包已并入，自现在起计入。", "The package was taken in and counts from now on.";
    replaced_older = "数据包已并入，替换了同一地区、同一期间较早的数据包。", "The package was taken in, in place of an older one of the same place and days.";
    unchanged = "此数据包此前已并入，未重复计入。", "This package was taken in before; it counts once.";
    refused = "数据包未并入：", "The package was not taken in: ";
    // Keys
    keys = "下级签名密钥", "Keys of offline places";
    keys_intro = "每个离线地区用自己的密钥签名；只有在此登记、未停用的密钥所签的数据包才能并入，且只对该地区有效。", "Each offline place signs with a key of its own. Only packages signed by a key that is registered here and not retired are taken in, and only for that place.";
    keys_none = "还没有登记密钥。", "No key is registered yet.";
    register = "登记密钥", "Register a key";
    register_hint = "下级运行“wanlian export key”后显示公钥；请通过电话等另一途径核对后再登记。", "“wanlian export key” shows the public key there. Have it read to you over the telephone before it is registered.";
    registered_at = "登记时间", "Registered at";
    retired = "已停用", "Retired";
    retire = "停用", "Retire";
    retire_note = "停用后不能恢复；此前已并入的数据包不受影响。", "It cannot be put back into use. What it signed before stays.";
}
