//! The words of imports in both languages, and what to do about a fault of a row.

use super::words::words;
use crate::domain::import_columns;

words! {
    title = "导入", "Import";
    intro = "先预览：逐行检查，不写入任何数据；确认后才导入。同一文件重复导入不会产生重复数据。", "First a preview: every row is checked and nothing is written; you then decide. The same file twice makes nothing twice.";
    limits = "CSV（UTF-8 或 GBK/GB18030，WPS、Excel 直接另存即可）或 XLSX；不超过 64 MiB、200,000 行。", "CSV (UTF-8, or GBK/GB18030 as WPS and Excel save it) or XLSX; at most 64 MiB and 200,000 rows.";
    kind = "文件内容", "What the file holds";
    file = "文件", "File";
    preview = "预览", "Preview";
    columns = "各列说明", "The columns";
    columns_of = "列", "Column";
    required = "必须有此列", "The file must have it";
    takes = "可填写", "What it takes";
    takes_any = "按实际填写", "As it is";
    divided = "（多项用分号隔开）", " (several with a semicolon between)";
    blank = "下载空白表格", "A blank table";
    mine = "我导入的文件", "My files";
    mine_none = "还没有上传过文件。", "No file was sent yet.";
    stage = "情况", "Stands at";
    sent_at = "上传时间", "Sent at";
    rows = "行数", "Rows";
    trying = "正在检查每一行，尚未写入任何数据。", "Every row is being checked; nothing is written.";
    bringing = "正在写入。", "The rows are being written.";
    done_of = "已处理行数", "Rows done";
    reading = "正在读取文件……", "Reading the file …";
    leave = "可以离开本页：处理会继续，稍后在“导入”中可再找到它。", "You can leave this page: the work goes on, and it is found again under Import.";
    look_again = "刷新", "Look again";
    renew = "每两秒自动刷新", "Renew every two seconds";
    renew_stop = "停止自动刷新", "Stop renewing";
    interrupted_trial = "检查已中断（服务可能重启过），未写入任何数据。", "The check was interrupted, perhaps by a restart. Nothing was written.";
    interrupted = "导入已中断（服务可能重启过）。已处理的行中正确的均已写入，其余尚未写入；继续导入不会重复。", "The import was interrupted, perhaps by a restart. Of the rows that are done the good ones are in, the others are not; going on makes nothing twice.";
    go_on = "继续", "Go on";
    refused = "文件无法导入，未写入任何数据：", "The file cannot be imported; nothing was written:";
    lapsed = "预览后一天内未确认，文件已删除。请重新上传。", "It was not confirmed within a day, and the file is gone. Send it again.";
    tried = "预览结果（尚未写入）", "Preview: nothing is written yet";
    done = "导入结果", "What was imported";
    total = "总行数", "Rows";
    would_create = "将新增", "Would be new";
    created = "已新增", "New";
    unchanged = "系统中已有", "There already";
    would_fail = "有误，不会写入", "Wrong, left out";
    failed = "有误，未写入", "Wrong, left out";
    confirm = "确认导入", "Import it now";
    confirm_note = "有误的行不写入，其余新行写入。", "Rows that are wrong are left out; the other new ones are written.";
    nothing = "没有可写入的新行。", "There is no new row to write.";
    sample = "前几行的读取结果", "The first rows as they are read";
    left_out = "以下列未知，不会导入：", "These columns are unknown and left out: ";
    faults = "有误的行", "Rows that are wrong";
    faults_none = "没有有误的行。", "No row is wrong.";
    faults_more = "此处只列出前 200 项，全部有误的行见下载的文件。", "The first 200 only; the file has every row that is wrong.";
    faults_file = "下载有误的行（CSV，附原因；改正后可再次上传）", "Download the wrong rows (CSV with the reasons; mend and send it again)";
    notes = "提示", "Notes";
    row = "行", "Row";
    column = "列", "Column";
    reason = "原因", "What is wrong";
    remedy = "怎么办", "What to do";
    again = "导入另一个文件", "Import another file";
    // What to do
    do_fill = "填写此单元格。", "Fill the cell in.";
    do_choose = "填写其中之一：", "Write one of: ";
    do_number = "只写数字，不带单位。", "Write digits only, without a unit.";
    do_day = "写成 2026-11-21 这样的日期。", "Write a day such as 2026-11-21.";
    do_order = "核对各日期的先后，且不晚于今天。", "Check the order of the days; none lies after today.";
    do_amount = "以元为单位，最多两位小数，如 12000.50。", "Yuan with at most two decimals, such as 12000.50.";
    do_key = "核对编号；如需更改已有内容，请在系统中修改。", "Check the number; what is there already is changed in the system itself.";
    do_region = "填写本地区内的六位行政区划代码。", "Write the six digits of a region of your area.";
    do_register = "先在名录中登记，或更正名称。", "Enter it in the registry first, or mend the name.";
    do_cells = "检查该行的逗号和引号，使列数与表头一致。", "Check the commas and quotes of the row: as many cells as the header.";
    do_header = "在表头补上此列，可对照空白表格。", "Add the column to the header; the blank table has it.";
    do_header_once = "表头中同名的列只保留一个。", "Keep one of the columns of this name.";
    do_save = "在 WPS 或 Excel 中另存为 XLSX 或“CSV（逗号分隔）”后重新上传。", "Save it as XLSX or CSV in WPS or Excel and send it again.";
    do_split = "分成几个文件后上传。", "Split it and send the parts.";
    do_code = "核对证件号码或代码的每一位。", "Check the number digit by digit.";
    do_correct = "更正后重新上传。", "Mend it and send it again.";
}

/// What to do about a fault, by its code and the column it is in.
pub(super) fn remedy(code: &str, column: &str, w: &'static Words) -> String {
    let words = import_columns::words(column);
    let plain = match code {
        "unknown_code" | "wrong_type" if !words.is_empty() => return format!("{}{}", w.do_choose, words.join(" / ")),
        "missing" if !words.is_empty() => return format!("{}{}", w.do_choose, words.join(" / ")),
        "missing" => w.do_fill,
        "wrong_type" | "out_of_range" => w.do_number,
        "bad_date" => w.do_day,
        "future_date" | "date_order" => w.do_order,
        "bad_amount" => w.do_amount,
        "already_imported_differs" | "registered_here" | "repeated_key" | "already_registered" => w.do_key,
        "region_outside" | "region_unknown" => w.do_region,
        "unknown_reference" => w.do_register,
        "ragged_row" => w.do_cells,
        "missing_column" => w.do_header,
        "repeated_column" => w.do_header_once,
        "empty_file" | "unreadable_file" | "unknown_encoding" => w.do_save,
        "too_many_rows" => w.do_split,
        "uscc_format" | "uscc_checksum" | "id_number_format" | "id_number_checksum" | "licence_format" => w.do_code,
        _ => w.do_correct,
    };
    plain.to_owned()
}
