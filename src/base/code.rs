//! The stable codes of every refusal and warning, with their Chinese and English sentences. A sentence names the article it follows.

/// `codes! { Stale = "stale", "…", "…"; }`: one line a code.
macro_rules! codes {
    ($($variant:ident = $code:literal, $zh:literal, $en:literal;)+) => {
        /// Why something was refused or warned of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($variant),+ }

        impl Code {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];
            /// The code of a text; none where it is no code.
            pub fn of(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|code| code.as_str() == text)
            }
            /// The code that clients match on.
            pub const fn as_str(self) -> &'static str { match self { $(Self::$variant => $code),+ } }
            pub const fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),+ } }
            pub const fn en(self) -> &'static str { match self { $(Self::$variant => $en),+ } }
        }
    };
}

codes! {
    // Requests
    Malformed = "malformed", "请求格式有误。", "The request cannot be read.";
    Invalid = "invalid", "提交的内容有误，请见各字段。", "The input is not valid; see the fields.";
    TooLarge = "too_large", "提交的内容过大。", "The body is too large.";
    TooSlow = "too_slow", "提交超时。", "The body did not arrive in time.";
    Unsupported = "unsupported_media_type", "不支持的内容类型。", "The content type is not supported.";
    NotFound = "not_found", "未找到。", "Not found.";
    MethodNotAllowed = "method_not_allowed", "不支持的请求方法。", "The method is not allowed here.";
    IfMatchMissing = "if_match_missing", "请在 If-Match 中注明所改的版本。", "Name the version you change in If-Match.";
    Stale = "stale_version", "内容已被他人更新，请刷新后再提交。", "It was changed meanwhile; read it again.";
    KeyMissing = "idempotency_key_missing", "请提供 Idempotency-Key。", "Send an Idempotency-Key.";
    KeyReused = "idempotency_key_reused", "同一 Idempotency-Key 已用于其他内容。", "The Idempotency-Key was used for another body.";
    KeyInFlight = "idempotency_key_in_flight", "同一请求正在处理。", "The same request is under way.";
    FormStale = "form_stale", "页面已过期，未作任何更改。", "The page is out of date; nothing was changed.";
    Busy = "busy", "系统繁忙，请稍后再试。", "Busy; try again shortly.";
    Internal = "internal", "系统内部错误，未作任何更改。", "An internal error; nothing was changed.";
    // Access
    Unauthenticated = "unauthenticated", "请先登录。", "Sign in first.";
    WrongCredentials = "wrong_credentials", "账号或密码有误。", "The login or the password is wrong.";
    Throttled = "throttled", "尝试过于频繁，请稍后再试。", "Too many tries; wait.";
    Forbidden = "forbidden", "没有此操作的权限。", "Not permitted.";
    LoginTaken = "login_taken", "该账号名已被使用。", "This login is taken.";
    LoginFormat = "login_format", "账号名应为小写字母、数字和 .-_@。", "A login is small letters, digits and .-_@.";
    PasswordWeak = "password_weak", "密码过于常见或包含账号名。", "The password is common, or holds the login.";
    RoleOrganisation = "role_organisation", "该角色须注明且仅注明其所属组织或地区。", "This role needs its own organisation or region, and no other.";
    OwnAccount = "own_account", "不能停用自己的账号或更改自己的角色。", "You cannot disable your own account or change its role.";
    // Fields
    Missing = "missing", "必填。", "Required.";
    TooShort = "too_short", "内容过短。", "Too short.";
    TooLong = "too_long", "内容过长。", "Too long.";
    ControlCharacter = "control_character", "含有控制字符。", "Holds a control character.";
    UnknownCode = "unknown_code", "未知的代码。", "An unknown code.";
    UnknownField = "unknown_field", "未知的字段。", "An unknown field.";
    WrongType = "wrong_type", "类型有误。", "Of the wrong type.";
    OutOfRange = "out_of_range", "超出允许的范围。", "Out of range.";
    BadDate = "bad_date", "日期有误。", "Not a date.";
    FutureDate = "future_date", "日期不能晚于今天。", "The date lies in the future.";
    DateOrder = "date_order", "日期先后有误。", "The dates are out of order.";
    BadAmount = "bad_amount", "金额有误，最多两位小数。", "Not an amount; at most two decimals.";
    UnknownReference = "unknown_reference", "所指的对象不存在。", "It refers to something that does not exist.";
    AreaTooWide = "area_too_wide", "项目过多，请选择较小的区域。", "Too many lines; choose a smaller area.";
    TooManyToCount = "too_many_to_count", "该项须逐案统计，案件过多，请选择较小的区域或整月期间。", "This is counted case by case and there are too many; choose a smaller area or whole months.";
    WholeMonths = "whole_months", "该项统计只能按整月查询。", "These figures are told for whole months only.";
    PairNotKept = "pair_not_kept", "这两项没有合并留存，请选择其中一项。", "No figures are kept by both of these; choose one of them.";
    OthersAsOf = "others_as_of", "其他组织的统计不按过去某日查询：两日之差会显出个案。", "Figures of other organisations are not told as of a past day: two days would differ by single cases.";
    NotKnownAsOf = "not_known_as_of", "该日的统计没有留存历史。", "No history of the figures is kept for that day.";
    HeldBack = "held_back", "案件少于三件，不予显示。", "Fewer than three cases; not shown.";
    // Files
    EmptyFile = "empty_file", "文件中没有内容。", "The file is empty.";
    UnreadableFile = "unreadable_file", "无法读取该文件，请另存为 XLSX 或 CSV。", "The file cannot be read; save it as XLSX or CSV.";
    UnknownEncoding = "unknown_encoding", "无法识别文件编码，请用 UTF-8 或 GB18030。", "The text is neither UTF-8 nor GB18030.";
    TooManyRows = "too_many_rows", "行或列过多，请分成几个文件。", "Too many rows or columns; split the file.";
    RepeatedColumn = "repeated_column", "表头中有重复的列。", "The column appears twice in the header.";
    MissingColumn = "missing_column", "表头中缺少此列。", "The header lacks this column.";
    UnknownColumn = "unknown_column", "未知的列，未导入。", "An unknown column; it was left out.";
    RaggedRow = "ragged_row", "该行的列数与表头不符，请检查逗号和引号。", "The row has more or fewer cells than the header; look for stray commas and quotes.";
    RepeatedKey = "repeated_key", "文件中另有一行使用同一编号而内容不同。", "Another row of the file has the same key and other content.";
    RowsFailed = "rows_failed", "有的行未能导入，其余已导入。", "Some rows failed; all others are in.";
    RegionOutside = "region_outside", "该行政区划不在本账号的区域内。", "The region lies outside the area of this account.";
    RegisteredHere = "registered_here", "该编号的案件已在系统中登记办理，未作更改。", "A case of this number was registered here; nothing was changed.";
    CommitteeEntered = "committee_entered", "名册中没有此组织，已登入，请补全。", "The committee was not in the registry and was entered; complete it.";
    MediatorEntered = "mediator_entered", "名册中没有此调解员，已登入，请补全。", "The mediator was not in the registry and was entered; complete the entry.";
    AlreadyImportedDiffers = "already_imported_differs", "该编号此前已导入，内容不同，未作更改。", "This key was imported before with other content; nothing was changed.";
    // Documents
    TemplateUnknownField = "template_unknown_field", "模板中有未知的字段。", "The template names an unknown field.";
    TemplateCircular = "template_circular", "模板中的段落包含了自身。", "A section of the template holds itself.";
    TemplateUnclosed = "template_unclosed", "模板中有未闭合或不成对的标记。", "A mark of the template is not closed, or closes nothing.";
    NoFont = "no_font", "没有可用的中文字体，不能生成 PDF：请安装 fonts-noto-cjk 或设置 documents.font_file；DOCX 不受影响。", "There is no Chinese font to make a PDF with: install fonts-noto-cjk or set documents.font_file; DOCX needs none.";
    NoGlyph = "no_glyph", "字体中没有此字，不能生成 PDF：请在 documents.font_file 中设置含有此字的字体；DOCX 不受影响。", "The font lacks this character, so no PDF is made: name a font that has it in documents.font_file; DOCX needs none.";
    FalseExtension = "false_extension", "文件名的扩展名与内容不符。", "The name of the file says another type than its content.";
    SignersOfScan = "signers_of_scan", "签名扫描件须注明签名的当事人，其他文件不得注明。", "A signed scan names the parties that signed, and no other file does.";
    PaymentOfProof = "payment_of_proof", "只有履行凭证才指明所证明的付款。", "Only a proof of payment names the payment it proves.";
    TooManyFiles = "too_many_files", "本案的文件过多。", "The case has too many files.";
    BundleTooLarge = "bundle_too_large", "文件总量过大，请分别下载。", "The files are too large together; fetch them one by one.";
    TemplateTooLarge = "template_too_large", "模板或由其生成的文书过大。", "The template, or what it makes, is too large.";
    // Mail
    MailNotDead = "mail_not_dead", "只有发送失败的邮件可以重新排队。", "Only a mail that was given up can be queued again.";
    // Identity (domain.md 10)
    UsccFormat = "uscc_format", "统一社会信用代码格式有误（GB 32100—2015）。", "Not in the form of a unified social credit code (GB 32100-2015).";
    UsccChecksum = "uscc_checksum", "统一社会信用代码校验位不符（GB 32100—2015）；如确认无误请填写理由。", "The check digit of the credit code does not fit (GB 32100-2015); give a reason to keep it.";
    UsccOtherName = "uscc_other_name", "该统一社会信用代码已以其他名称登记。", "This credit code is registered under another name.";
    AlreadyRegistered = "already_registered", "同名或同代码的登记已存在。", "It is registered already, under this name or code.";
    FixedField = "fixed_field", "登记后不能更改。", "It cannot be changed once it is registered.";
    OtherRegion = "other_region", "应与所属商会在同一行政区划。", "It must be in the region of its chamber.";
    IdNumberFormat = "id_number_format", "居民身份证号格式有误（GB 11643）。", "Not in the form of an ID number (GB 11643).";
    IdNumberChecksum = "id_number_checksum", "居民身份证号校验位不符（GB 11643）。", "The check digit of the ID number does not fit (GB 11643).";
    PhoneFormat = "phone_format", "电话号码格式有误。", "Not a phone number.";
    EmailFormat = "email_format", "电子邮箱格式有误。", "Not an e-mail address.";
    RegionUnknown = "region_unknown", "未知的行政区划代码（GB/T 2260）。", "An unknown region code (GB/T 2260).";
    LicenceFormat = "licence_format", "执业证号应为以1开头的17位数字。", "A lawyer's licence number is 17 digits beginning with 1.";
    // Committees
    CommitteeSize = "committee_size", "调解委员会应有三至九名委员（人民调解法第八条）。", "A committee has 3 to 9 members (People's Mediation Law art 8).";
    CommitteeDirector = "committee_director", "调解委员会应有一名主任（人民调解法第八条）。", "A committee has one director (People's Mediation Law art 8).";
    CommitteeNoWoman = "committee_no_woman", "调解委员会应有女性委员（人民调解法第八条）。", "A committee has at least one woman (People's Mediation Law art 8).";
    CommitteeTermOver = "committee_term_over", "调解委员会任期已满或未登记（人民调解法第九条）。", "The term of the committee is over or unknown (People's Mediation Law art 9).";
    CommitteeTermLong = "committee_term_long", "调解委员会任期不超过三年（人民调解法第九条）。", "The term of a committee is 3 years (People's Mediation Law art 9).";
    // Offers to firms
    ConflictOfInterest = "conflict_of_interest", "本所与本案存在利益冲突（律师法第四十七条第三项、第五十条第五项）。", "The firm has a conflict of interest (Lawyers Law arts 47(3), 50(5)).";
    ConflictNotChecked = "conflict_not_checked", "接受前请先确认无利益冲突（律师法第四十七条第三项）。", "State first that there is no conflict (Lawyers Law art 47(3)).";
    NamesNotSeen = "names_not_seen", "请先查看当事人名称，再确认有无利益冲突（律师法第四十七条第三项）。", "Look at the parties' names before you state that there is no conflict (Lawyers Law art 47(3)).";
    DisclosureNotAllowed = "disclosure_not_allowed", "尚无每一方当事人的单独同意或委托处理合同，律所只能查看隐名摘要（个人信息保护法第二十一条、第二十三条）。", "Neither every party's separate consent nor a contract of entrusted processing is on file: the firm sees the blind summary only (PIPL arts 21, 23).";
    FirmUnavailable = "firm_unavailable", "该律所已暂停承接或已满额。", "The firm takes no cases at present or is at capacity.";
    ExternalNoTaken = "external_no_taken", "该来源的编号已登记过案件。", "A case with this number of this source is registered already.";
    OfferOver = "offer_over", "该邀约已答复、逾期或解除。", "The offer was answered, has lapsed or was released.";
    OfferOpen = "offer_open", "本案已有待答复的邀约或已接受的律所。", "The case has an open offer or a firm already.";
    NoFirm = "no_firm", "没有可承接的律所。", "No firm can take the case.";
    // Time limits
    AppraisalOpen = "appraisal_open", "已有鉴定正在进行。", "An appraisal is under way already.";
    NoOpenPause = "no_open_pause", "没有正在进行的中止或鉴定。", "No suspension or appraisal is under way.";
    ClockFromFile = "clock_from_file", "该期限的起算日由案卷得出，不另行登记。", "The start of this clock follows from the file; it is not noted by hand.";
    PastTime = "past_time", "时间应晚于现在。", "The time lies in the past.";
    SessionOver = "session_over", "该次调解会已举行或已取消。", "The session was held or cancelled.";
    LinkFormat = "link_format", "视频链接应以 https:// 开头。", "A link begins with https://.";
    AttendanceMissing = "attendance_missing", "请注明每一位受邀当事人是否到场；未到场的注明原因。", "Say of every invited party whether it came, and why not.";
    BothThereAndNot = "both_there_and_not", "同一当事人不能既到场又未到场，也不能重复。", "A party cannot both have come and not, nor stand there twice.";
    // Groups
    InGroup = "in_group", "本案已并入群体案件。", "The case belongs to a group already.";
    NotInGroup = "not_in_group", "本案不在群体案件中。", "The case belongs to no group.";
    GroupOfGroups = "group_of_groups", "母案不能并入其他案件，子案也不能作为母案。", "A mother case joins no other, and a case of a group is no mother case.";
    NotOneDispute = "not_one_dispute", "群体案件的各案应属同一调解委员会，且有同一方当事人。", "The cases of a group are of one committee and share a party on one side.";
    TooFewToRepresent = "too_few_to_represent", "一方当事人在十人以上并有共同请求的，方可推举代表人（劳动争议调解仲裁法第七条）。", "A side of ten or more with the same claim may choose representatives (Labour Dispute Mediation and Arbitration Law art 7).";
    OneSide = "one_side", "代表人应属同一方当事人。", "The representatives are of one side.";
    NoTemplate = "no_template", "请先填写协议内容，或先在母案中达成协议。", "Give the words of the agreement, or agree in the mother case first.";
    TemplateGap = "template_gap", "协议内容中有本案缺少的字段。", "The words name a field that this case does not have.";
    // Allowances (以案定补)
    RepeatedRate = "repeated_rate", "同一等级和条件的标准重复。", "There is another rate of this grade with these conditions.";
    NotThePayee = "not_the_payee", "该当事人不是这笔付款登记的收款方，也不是其一方的代表人。", "This party is not the payee of that payment, nor does it speak for the payee's side.";
    SheetChanged = "sheet_changed", "补贴表与所见的不同，请重新核对。", "The sheet is no longer the one that was seen; look at it again.";
    NothingToPay = "nothing_to_pay", "没有应补贴的案件。", "No case of the sheet pays anything.";
    TooManyDossiers = "too_many_dossiers", "待核对的卷宗过多，请缩短期间或先将案件归档。", "Too many dossiers to look through; choose fewer days, or archive the cases first.";
    // Figures of other installations
    BadSignature = "bad_signature", "签名与内容不符，数据包已被改动或不是由该密钥签署。", "The signature does not fit: the package was changed, or this key did not sign it.";
    UnknownKey = "unknown_key", "该地区没有登记此密钥，或已停用。", "This key is not registered for that place, or was retired.";
    UnreadableKey = "unreadable_key", "不是有效的 Ed25519 密钥。", "Not an Ed25519 key.";
    UnreadablePackage = "unreadable_package", "无法读取该数据包。", "The package cannot be read.";
    PackageFormat = "package_format", "数据包的格式版本不受支持。", "The package is of a format that is not known here.";
    PackageInconsistent = "package_inconsistent", "数据包的数字有误或各项之和不等于合计。", "The figures of the package are wrong, or do not add up.";
    PackageOlder = "package_older", "已有同一地区、同一期间的较新数据包。", "A package of this place and period that is as new or newer is in already.";
    PackageOverlaps = "package_overlaps", "与另一数据包的地区和月份重叠。", "It shares months with another package of this place, or of one around or below it.";
    LiveFigures = "live_figures", "该地区该期间在本系统中已有案件，不能重复计入。", "There are cases of that place and period here: they would count twice.";
    // Matching
    NoChambers = "no_chambers", "没有待匹配的商会。", "There is no chamber to match.";
    NoFirms = "no_firms", "没有可参与匹配的律所。", "There is no firm to match with.";
    NoRoom = "no_room", "所有律所均无余额。", "No firm has room.";
    MatchTooLarge = "match_too_large", "匹配规模过大。", "The matching is too large.";
    UnknownChamber = "unknown_chamber", "所指的商会不在本次匹配中。", "It refers to a chamber that is not in this matching.";
    UnknownFirm = "unknown_firm", "所指的律所不在本次匹配中。", "It refers to a firm that is not in this matching.";
    RepeatedCandidate = "repeated_candidate", "同一商会与律所的候选重复。", "The same chamber and firm are candidates twice.";
    NegativeScore = "negative_score", "评分不能为负。", "A score cannot be negative.";
    ScoreTooHigh = "score_too_high", "评分不能超过 1000000。", "A score is at most 1000000.";
    LimitsCrossed = "limits_crossed", "律所的最低数大于最高数。", "The minimum of the firm is above its maximum.";
    PinNotCandidate = "pin_not_candidate", "指定的配对不在候选之中。", "The pinned pair is not a candidate.";
    PinBanned = "pin_banned", "该配对既被指定又被排除。", "The pair is both pinned and banned.";
    PinnedTwice = "pinned_twice", "同一商会被指定给两家律所。", "The chamber is pinned twice.";
    PinsOverRoom = "pins_over_room", "指定给该律所的商会超过其最高数。", "More chambers are pinned to the firm than it may take.";
    MinimumUnmet = "minimum_unmet", "各律所的最低数不能同时满足，此律所不足。", "The minimum loads cannot all be met: this firm falls short.";
    MinimumUnstable = "minimum_unstable", "任何稳定匹配都达不到此律所的最低数；请降低最低数或改用其他方式。", "Every stable matching leaves this firm below its minimum; lower it or choose another policy.";
    NegativeWeight = "negative_weight", "权重不能为负。", "A weight cannot be negative.";
    LimitOverRoom = "limit_over_room", "最高数超过律所的余额；只有试算可以这样设定。", "The maximum is above the firm's room: only a what-if run may try that.";
    RepeatedFirm = "repeated_firm", "同一律所的限额重复。", "The limits of this firm are given twice.";
    RunWhatIf = "run_what_if", "试算结果不能发布。", "A what-if run is never published.";
    RunPublished = "run_published", "该次匹配已发布。", "The run is published already.";
    RunNotPublished = "run_not_published", "只能在已发布且未被取代的匹配上继续。", "A run goes on around a published one that was not superseded.";
    ChamberServed = "chamber_served", "该商会已有足够的律所或进行中的提议。", "The chamber has firms or proposals enough.";
    RunDiffers = "run_differs", "匹配结果与其输入不符。", "The run is not what its inputs lead to.";
    // Pairings (关于建立“万所联万会”机制的意见: of their own will, to the good of both, confidential)
    CounterpartOne = "counterpart_one", "请注明商会或工商联其中之一。", "Name either a chamber or a federation.";
    ChamberInactive = "chamber_inactive", "该商会已休眠或注销。", "The chamber is dormant or dissolved.";
    PairingOpen = "pairing_open", "双方已有进行中的结对。", "These two have a pairing under way.";
    PairingAnswered = "pairing_answered", "已作答复，不能再次答复。", "It was answered already.";
    AnswerLate = "answer_late", "答复期限已过。", "The time to answer is over.";
    PairingOver = "pairing_over", "该结对已到期、终止、未获同意或逾期未答复，请另行提议。", "The pairing has ended, was terminated or declined, or has lapsed; propose another.";
    PairingNotAgreed = "pairing_not_agreed", "双方尚未都同意，不能签约。", "Not both sides have accepted: it cannot be signed.";
    PairingSigned = "pairing_signed", "该结对已签约，如需延长请续签。", "The pairing is signed; renew it to go on.";
    PairingNotLiving = "pairing_not_living", "只有履行中的结对可以续签。", "Only a living pairing is renewed.";
    ContactLawyers = "contact_lawyers", "请注明一至三名联系律师，不得重复。", "Name one to three contact lawyers, each once.";
    OutsideTerm = "outside_term", "不在协议期限内。", "Not within the term of the agreement.";
    ServiceConfirmed = "service_confirmed", "该服务已经商会确认，不能再更改。", "The chamber has confirmed the service; it is fixed.";
    NotHealthCheck = "not_health_check", "只有法治体检有风险等级和整改、回访。", "Only a legal health check has findings and what follows them.";
    HealthCheckOrder = "health_check_order", "法治体检应依次为走访、各级风险及报告、整改、回访。", "A health check goes in order: visit, findings of every grade with their report, rectification, callback.";
    HealthCheckOpen = "health_check_open", "法治体检尚未回访，不能确认。", "The health check is not called back yet: it cannot be confirmed.";
    // Cases: what the status or a rule refuses
    WrongStatus = "wrong_status", "案件当前状态不允许此操作。", "The case is in a state that does not allow this.";
    FeeForbidden = "fee_forbidden", "人民调解不收取任何费用（人民调解法第四条）。", "People's mediation takes no fee (People's Mediation Law art 4).";
    SideMissing = "side_missing", "须至少有一名申请人和一名被申请人。", "Name at least one applicant and one respondent.";
    SubcategoryParent = "subcategory_parent", "二级类别不属于该纠纷类别。", "The second level does not belong to this category.";
    ConsentMissing = "consent_missing", "尚未记录每一方当事人同意调解（人民调解法第三条、第十七条）。", "Not every party's consent to mediate is recorded (People's Mediation Law arts 3, 17).";
    PartyRefused = "party_refused", "有当事人明确拒绝调解，应当终止（人民调解法第十七条、第二十三条）。", "A party clearly refused: the mediation must end (People's Mediation Law arts 17, 23).";
    NoticeMissing = "notice_missing", "尚未向每一方当事人告知权利义务（人民调解工作若干规定第三十条）。", "Not every party was told its rights and duties (Rules on People's Mediation Work art 30).";
    NoLead = "no_lead", "须有且只有一名主持调解员（人民调解法第十九条）。", "There must be exactly one lead mediator (People's Mediation Law art 19).";
    RelationOpen = "relation_open", "调解员声明有利害关系，须全体当事人同意或予以更换（特邀调解规定第十五条）。", "A mediator declared a relation: replace them, or record every party's consent (Court-invited Mediation art 15).";
    MediatorBarred = "mediator_barred", "该调解员已停职或解聘，不得指派（人民调解法第十五条）。", "The mediator is suspended or removed (People's Mediation Law art 15).";
    MediatorAbsent = "mediator_absent", "该调解员当日不在岗。", "The mediator is away on these days.";
    AbsenceNoted = "absence_noted", "所列日期与已登记的不在岗日期重叠。", "The days overlap an absence that is noted already.";
    MediatorTwice = "mediator_twice", "该调解员已参与本案。", "The mediator is on the case already.";
    LabourNotExtended = "labour_not_extended", "劳动争议调解期限为十五日，不予延长，当事人可申请仲裁（劳动争议调解仲裁法第十四条）。", "Labour mediation has fifteen days and is not extended; the parties may go to arbitration (Labour Dispute Law art 14).";
    ExtensionConsentMissing = "extension_consent_missing", "延长期限须全体当事人同意（在线调解规则第二十四条）。", "An extension needs every party's consent (Online Mediation Rules art 24).";
    NoTimeLimit = "no_time_limit", "本案没有期限可以延长。", "The case has no time limit to extend.";
    OralLabour = "oral_labour", "劳动争议调解协议应当采用书面形式（劳动争议调解仲裁法第十四条）。", "A labour agreement must be in writing (Labour Dispute Law art 14).";
    OralWithoutContent = "oral_without_content", "口头协议应当记录协议内容（人民调解法第二十八条）。", "The content of an oral agreement must be recorded (People's Mediation Law art 28).";
    InstalmentsSum = "instalments_sum", "各期金额之和与协议金额不符（人民调解法第二十九条）。", "The instalments do not add up to the agreed amount (People's Mediation Law art 29).";
    PaymentExceeds = "payment_exceeds", "付款超过协议未付金额（人民调解法第三十一条）。", "The payment is more than what is still owed (People's Mediation Law art 31).";
    NotPaid = "not_paid", "协议金额尚未付清（人民调解法第三十一条）。", "The agreed amount is not fully paid (People's Mediation Law art 31).";
    NothingToSign = "nothing_to_sign", "协议已生效或为口头协议，无需签署（人民调解法第二十九条、第三十条）。", "The agreement is in effect or oral: nothing to sign (People's Mediation Law arts 29, 30).";
    NotEffective = "not_effective", "协议尚未生效：当事人、调解员签名或委员会印章不全（人民调解法第二十九条）。", "The agreement is not in effect: a signature or the seal is missing (People's Mediation Law art 29).";
    OutcomeNotHere = "outcome_not_here", "该结案原因不适用于此操作（在线调解规则第二十五条）。", "This closing reason does not fit the step (Online Mediation Rules art 25).";
    RemediesUntold = "remedies_untold", "终止调解须告知仲裁、行政、司法途径（人民调解法第二十六条）。", "The parties must be told of arbitration, administrative and court routes (People's Mediation Law art 26).";
    RiskUnreported = "risk_unreported", "风险尚未向有关部门报告（人民调解法第二十五条）。", "The risk was not reported to the police or another body (People's Mediation Law art 25).";
    OwnCallback = "own_callback", "调解员不得回访本人调解的案件。", "A mediator does not call back on a case of their own.";
    CallbackUnanswered = "callback_unanswered", "未能联系或未作答的回访不得填写履行情况或满意度。", "A callback that was not answered holds no performance or satisfaction.";
    ConfirmationNotJoint = "confirmation_not_joint", "司法确认须双方当事人共同申请（人民调解法第三十三条）。", "Confirmation needs all parties together (People's Mediation Law art 33).";
    ConfirmationOrder = "confirmation_order", "司法确认不能由当前状态转入该状态（民事诉讼法第二百零五条、第二百零六条）。", "The confirmation cannot go there from where it stands (Civil Procedure Law arts 205, 206).";
    StatusNotConfirmed = "status_not_confirmed", "涉及身份、收养、婚姻关系的，不予司法确认（司法确认规定第四条）。", "Matters of identity, adoption or marriage are not confirmed (Confirmation Provisions art 4).";
    DossierItemMissing = "dossier_item_missing", "卷宗缺少必备材料（人民调解法第二十七条）。", "The dossier lacks an item it must have (People's Mediation Law art 27).";
    ReopenTarget = "reopen_target", "已有协议的案件只能恢复到“达成协议”，未达成协议的只能恢复到“调解中”。", "A case with an agreement reopens to agreed, one without to mediating.";
    FirmOnCase = "firm_on_case", "本案已指派律师事务所。", "A law firm is on the case already.";
    NoFirmOnCase = "no_firm_on_case", "本案未指派律师事务所。", "No law firm is on the case.";
    // The agreement, looked at before it is signed
    ContentMissing = "content_missing", "协议未写明内容、履行方式和期限（人民调解法第二十九条）。", "The agreement states no content, manner and time (People's Mediation Law art 29).";
    FactsMissing = "facts_missing", "协议未另写主要事实、争议事项，将以案件摘要代替（人民调解工作若干规定第三十五条）。", "The agreement states no facts and disputed matters; the summary of the case stands in (People's Mediation Rules art 35).";
    ScheduleMissing = "schedule_missing", "协议有金额而未列明履行日期、方式、地点（人民调解法第二十九条）。", "There is an amount but no day, manner and place of performance (People's Mediation Law art 29).";
    PlaceMissing = "place_missing", "未写明履行地点（人民调解工作若干规定第三十五条）。", "The place of performance is missing (People's Mediation Rules art 35).";
    DueBeforeEffect = "due_before_effect", "履行日期早于协议生效日期（人民调解工作若干规定第三十五条）。", "A part is due before the agreement takes effect (People's Mediation Rules art 35).";
    CapitalUnreadable = "capital_unreadable", "大写金额书写有误（人民调解法第二十九条）。", "A capital figure is not written correctly (People's Mediation Law art 29).";
    CapitalDiffers = "capital_differs", "大写金额与小写金额或协议金额不一致（人民调解法第二十九条）。", "A capital figure differs from the figure beside it or from what was agreed (People's Mediation Law art 29).";
    CapitalUnplaced = "capital_unplaced", "有的大写金额既非总额也非某一期金额，请核对（人民调解法第二十九条）。", "A capital figure is neither the total nor an instalment; check it (People's Mediation Law art 29).";
    CopiesTooFew = "copies_too_few", "协议份数应为当事人各一份、委员会一份（人民调解法第二十九条）。", "Each party and the committee has a copy (People's Mediation Law art 29).";
    CopiesTooMany = "copies_too_many", "协议份数多于当事人人数加一，请核对（人民调解法第二十九条）。", "More copies than the parties and the committee need; check (People's Mediation Law art 29).";
    SignatureMissing = "signature_missing", "有当事人尚未签名、盖章或按指印，协议未生效（人民调解法第二十九条）。", "A party has not signed; the agreement is not in effect (People's Mediation Law art 29).";
    MediatorUnsigned = "mediator_unsigned", "调解员尚未签名，协议未生效（人民调解法第二十九条）。", "The mediator has not signed; the agreement is not in effect (People's Mediation Law art 29).";
    SealMissing = "seal_missing", "尚未加盖调解委员会印章，协议未生效（人民调解法第二十九条）。", "The committee's seal is missing; the agreement is not in effect (People's Mediation Law art 29).";
    PartyNumberMissing = "party_number_missing", "缺少当事人的证件号码（协议书格式）。", "The party's document number is missing (agreement form).";
    PartyAddressMissing = "party_address_missing", "缺少当事人的单位或住址（协议书格式）。", "The party's address is missing (agreement form).";
    PartyPhoneMissing = "party_phone_missing", "缺少当事人的联系方式（协议书格式）。", "The party's phone is missing (agreement form).";
    RepresentativeMissing = "representative_missing", "缺少法定代表人（协议书格式）。", "The organisation's representative is missing (agreement form).";
    AuthorityMissing = "authority_missing", "代理人的权限未登记（协议书格式）。", "What the agent may do is not recorded (agreement form).";
    // Judicial confirmation
    ConfirmationLate = "confirmation_late", "自协议生效之日起已逾三十日，不能申请司法确认（人民调解法第三十三条、民事诉讼法第二百零五条）。", "More than 30 days since the agreement took effect: confirmation cannot be applied for (People's Mediation Law art 33, Civil Procedure Law art 205).";
    CourtNoFormat = "court_no_format", "司法确认案号应为“调确字”编号（司法确认规定第四条）。", "The court's number is of the series 调确字 (Confirmation Provisions art 4).";
    // Links of parties, applications without an account
    CodeWrong = "code_wrong", "验证码有误或已失效。", "The code is wrong or over.";
    NotAsked = "not_asked", "回答的内容与链接所问不符。", "The answer is not what the link asks.";
    LinkOver = "link_over", "该链接已使用、替换或过期。", "The link was used, replaced, or is over.";
    CodeByMail = "code_by_mail", "该当事人有已确认的邮箱，验证码由邮件发送。", "The party confirmed an address: the code comes by mail.";
    NotVoluntary = "not_voluntary", "请确认已阅读告知事项并自愿申请调解（人民调解法第三条）。", "Confirm that you read the notice and apply of your own will (People's Mediation Law art 3).";
    OwnRespondent = "own_respondent", "申请人与被申请人不能相同。", "Applicant and respondent are the same.";
    CallbackOpen = "callback_open", "该回访尚未完成，无需重新回访。", "The callback is open; there is nothing to ask again.";
    AlreadyDone = "already_done", "已经办结。", "It is done already.";
}

impl super::text_enum::Worded for Code {
    fn word(&self, locale: super::locale::Locale) -> &'static str {
        match locale {
            super::locale::Locale::Zh => self.zh(),
            super::locale::Locale::En => self.en(),
        }
    }
}

impl serde::Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_snake_case() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{code:?} shares its code");
            assert!(code.as_str().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(!code.zh().is_empty() && !code.en().is_empty());
        }
    }
}
