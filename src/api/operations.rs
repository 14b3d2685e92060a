//! Every operation of the API on one page. Router and OpenAPI are both built from this table, so neither has more than the other.
//!
//! `method "path" kind Permission audit: handler {Query} [Body] -> Reply, status, "zh", "en";` where `{Query}` and `[Body]` may be
//! missing. `creates` needs an `Idempotency-Key`, `changes` an `If-Match`; `acts` and `reads` need neither. `Public` needs nobody
//! signed in. Audit: `None`, `Access` (personal data is shown), `Change`, `Security`; all but the first are written to the log.

use super::directory::{Entry, Patch, Sent};
use super::operation::{BASE, Operation, operations};
use super::page::{Page, PageQuery};
use super::{
    absences, assignments, calendar, case_agreement, case_notes, case_steps, cases, clocks, imports, logins, mails, me,
    statistics, statistics_table, users, vocabulary, work,
};
use super::{allowance_rules, allowances, applications, attachments, documents, groups, links, templates};
use super::{chambers, committees, coverage, federations, firms, lawyers, mediators, regions};
use super::{figure_packages, forms, matching_results, matching_runs, packs, pairings, quality, reports, services};
use crate::domain::absence::{Absence, NewAbsence};
use crate::domain::allowance::{AllowanceRule, AllowanceTerms};
use crate::domain::allowance_sheet::ApprovedSheet;
use crate::domain::application::NewApplication;
use crate::domain::assignment::Assignment;
use crate::domain::attachments::Attachment;
use crate::domain::chamber::{Chamber, Federation};
use crate::domain::committee::{Committee, Mediator};
use crate::domain::court_confirmation::ConfirmationSheet;
use crate::domain::coverage::CoverageSheet;
use crate::domain::figure_package::SignedPackage;
use crate::domain::firm::{Firm, Lawyer, Mandate};
use crate::domain::matching::{
    compare::Comparison, explain::Unmatched, request::NewRun, run::MatchingRun, why_not::Explanation,
};
use crate::domain::merging::{FigureKey, MergedPackage, WithMerged};
use crate::domain::notes::Note;
use crate::domain::official_form::FilledForm;
use crate::domain::own_allowances::OwnAllowances;
use crate::domain::pairing::Pairing;
use crate::domain::pairing_term::{PairingRenewal, PairingSignature, PairingTermination};
use crate::domain::performance::Ledger;
use crate::domain::progress::Progress;
use crate::domain::region_list::Region;
use crate::domain::report::Report;
use crate::domain::service_totals::ServiceSheet;
use crate::domain::services::{LoggedService, NewService, ServiceChange};
use crate::domain::steps::*;
use crate::domain::times::TimesSheet;
use crate::domain::transfer::Transfer;
use crate::workflow::answer_link::LinkAnswer;
use crate::workflow::answer_offer::{CheckResult, ConflictCheck, OfferAcceptance, OfferRefusal, OfferView};
use crate::workflow::answer_pairing::PairingAnswer;
use crate::workflow::assign_firms::{NewOffer, OfferBasis, TakingBack};
use crate::workflow::change_password::PasswordChange;
use crate::workflow::decide_application::{ApplicationAcceptance, ApplicationRefusal};
use crate::workflow::group_cases::{Group, NewChildren};
use crate::workflow::make_link::NewLink;
use crate::workflow::propose_pairing::NewPairing;
use crate::workflow::register_case::NewCase;
use crate::workflow::step_group::{GroupStepped, GroupStepping};
use crate::workflow::transfer_cases::Transferred;
use crate::workflow::write_note::NewNote;
use actix_web::http::Method;
use std::collections::BTreeMap;

operations! {
    POST   "/logins"          Acts    Public         Security: logins::create [logins::Credentials] -> logins::Tokens, 200, "登录", "Sign in";
    POST   "/logins/refresh"  Acts    Public         None: logins::refresh [logins::Refresh] -> logins::Tokens, 200, "续期登录", "Renew a sign-in";
    DELETE "/logins/current"  Acts    OwnAccount     Security: logins::end -> (), 204, "退出登录", "Sign out";
    GET    "/me"              Reads   OwnAccount     None: me::show -> me::Me, 200, "当前账号", "Who is signed in";
    POST   "/me/password"     Acts    OwnAccount     Security: me::password [PasswordChange] -> logins::Tokens, 200, "修改本人密码，其余登录随即失效", "Change one's own password; every other sign-in ends";
    POST   "/me/calendar"     Acts    OwnAccount     Security: calendar::make -> calendar::CalendarAddress, 200, "生成日历订阅地址", "Make the secret address of one's calendar, in place of the one before";
    DELETE "/me/calendar"     Acts    OwnAccount     Security: calendar::remove -> (), 204, "停用日历订阅地址", "Take the address away";
    GET    "/calendar/{secret}.ics" Reads Public     None: calendar::feed -> String, 200, "日历订阅（iCalendar）", "The calendar of an address (iCalendar)";
    GET    "/me/packs"        Reads   OwnAccount     None: packs::list -> packs::Packs, 200, "我的统计简报", "The figures that came by themselves, and whether more are wanted";
    PUT    "/me/packs"        Acts    OwnAccount     Change: packs::choose [packs::PackChoice] -> packs::PackChoice, 200, "接收或不再接收统计简报", "Switch the figures that come by themselves on or off";
    GET    "/me/allowances"   Reads   OwnAllowances  None: allowances::own {allowances::OwnQuery} -> OwnAllowances, 200, "本人的以案定补", "What is due to the mediator who asks, case by case, and why";
    GET    "/work"            Reads   OwnAccount     None: work::list {work::WorkQuery} -> work::WorkList, 200, "今日事项", "What is due for whoever is signed in";
    GET    "/vocabulary"      Reads   Public         None: vocabulary::list -> vocabulary::Vocabulary, 200, "代码与词汇", "Codes and their words";
    GET    "/clock-rules"     Reads   Public         None: clocks::rules -> clocks::ClockRules, 200, "期限规则", "The time limits and where they are written";
    GET    "/users"           Reads   ManageAccounts None: users::list {PageQuery} -> Page<users::User>, 200, "列出账号", "List accounts";
    POST   "/users"           Creates ManageAccounts Security: users::create [users::NewUser] -> users::User, 201, "新建账号", "Add an account";
    GET    "/users/{id}"      Reads   ManageAccounts None: users::show -> users::User, 200, "查看账号", "Show an account";
    PATCH  "/users/{id}"      Changes ManageAccounts Security: users::amend [users::Amendment] -> users::User, 200, "修改或停用账号", "Amend or disable an account";
    GET    "/mails"           Reads   ReadMail       None: mails::list {mails::MailQuery} -> Page<mails::Mail>, 200, "列出待发邮件", "List the queue of mails";
    POST   "/mails/{id}/requeue" Acts ManageMail     Change: mails::requeue -> mails::Mail, 200, "重新发送失败的邮件", "Queue a mail that was given up again";
    GET    "/cases"           Reads   ReadCases      None: cases::list {cases::ListQuery} -> Page<cases::CaseLine>, 200, "列出案件", "List cases";
    POST   "/cases"           Creates RegisterCase   Change: cases::register [NewCase] -> cases::CaseReply, 201, "登记案件", "Register a case";
    GET    "/cases/{id}"      Reads   ReadCases      Access: cases::show -> cases::CaseReply, 200, "查看案件", "Show a case";
    PATCH  "/cases/{id}"      Changes ReadCases      Change: case_steps::amend [Amendment] -> cases::CaseReply, 200, "更正案件", "Amend a case";
    GET    "/cases/{id}/events" Reads ReadCases      Access: cases::events -> cases::Events, 200, "案件留痕", "The events of a case";
    GET    "/cases/{id}/notes" Reads  ReadCases      Access: case_notes::list -> case_notes::Notes, 200, "案件笔记", "The notes on a case";
    POST   "/cases/{id}/notes" Creates ReadCases     Change: case_notes::write [NewNote] -> Note, 201, "写笔记", "Write a note";
    GET    "/cases/{id}/clocks" Reads ReadCases      Access: clocks::show -> clocks::Clocks, 200, "案件期限及其说明", "The clocks of a case and how their days came about";
    GET    "/cases/{id}/tasks" Reads  ReadCases      Access: case_notes::tasks -> case_notes::Tasks, 200, "跟进任务", "The follow-up tasks";
    POST   "/cases/{id}/acceptance" Changes ReadCases Change: case_steps::accept [Acceptance] -> cases::CaseReply, 200, "受理", "Accept";
    POST   "/cases/{id}/refusal" Changes ReadCases Change: case_steps::decline [Declining] -> cases::CaseReply, 200, "不予受理", "Decline";
    POST   "/cases/{id}/consents" Changes ReadCases Change: case_steps::record_consent [Consenting] -> cases::CaseReply, 200, "记录当事人意见", "Record a consent";
    POST   "/cases/{id}/notices" Changes ReadCases Change: case_steps::give_notice [Notice] -> cases::CaseReply, 200, "告知权利义务", "Give the rights notice";
    GET    "/cases/{id}/mediators" Reads ReadCases Access: absences::on_case -> absences::CaseMediators, 200, "案件调解员", "Who is on the case, and who of them is away";
    POST   "/cases/{id}/mediators" Changes ReadCases Change: case_steps::appoint_mediator [Appointment] -> cases::CaseReply, 200, "指定调解员", "Appoint a mediator";
    POST   "/cases/{id}/mediator-replacements" Changes ReadCases Change: case_steps::replace_mediator [Replacement] -> cases::CaseReply, 200, "更换调解员", "Replace a mediator";
    POST   "/cases/{id}/lead" Changes ReadCases Change: case_steps::set_lead [LeadChoice] -> cases::CaseReply, 200, "确定主持人", "Name the lead mediator";
    POST   "/cases/{id}/mediation" Changes ReadCases Change: case_steps::start_mediation [StartOfMediation] -> cases::CaseReply, 200, "开始调解", "Start mediation";
    POST   "/cases/{id}/suspension" Changes ReadCases Change: case_steps::suspend [Suspending] -> cases::CaseReply, 200, "中止", "Suspend";
    POST   "/cases/{id}/resumption" Changes ReadCases Change: case_steps::resume [Resuming] -> cases::CaseReply, 200, "恢复", "Resume";
    POST   "/cases/{id}/extensions" Changes ReadCases Change: case_steps::extend [Extending] -> cases::CaseReply, 200, "延长期限", "Extend the time limit";
    POST   "/cases/{id}/appraisal" Changes ReadCases Change: case_steps::start_appraisal [StartOfAppraisal] -> cases::CaseReply, 200, "开始鉴定", "Begin an appraisal";
    POST   "/cases/{id}/appraisal-end" Changes ReadCases Change: case_steps::end_appraisal [EndOfAppraisal] -> cases::CaseReply, 200, "结束鉴定", "End an appraisal";
    POST   "/cases/{id}/children" Creates RegisterCase Change: groups::add [NewChildren] -> groups::Children, 201, "为群体案件登记子案", "Register a case for each person of a group";
    POST   "/cases/{id}/children/steps" Acts StepCase Change: groups::step_all [GroupStepping] -> GroupStepped, 200, "子案统一办理", "Take one step in every case of a group";
    GET    "/cases/{id}/group"  Reads ReadCases     Access: groups::show -> Group, 200, "查看群体案件", "The group of a case, with its sums";
    POST   "/cases/{id}/joining" Changes ReadCases   Change: case_steps::join_group [Joining] -> cases::CaseReply, 200, "并入群体案件", "Join a group of cases";
    POST   "/cases/{id}/leaving" Changes ReadCases   Change: case_steps::leave_group [Leaving] -> cases::CaseReply, 200, "退出群体案件", "Leave the group";
    POST   "/cases/{id}/representatives" Changes ReadCases Change: case_steps::choose_representatives [RepresentativeChoice] -> cases::CaseReply, 200, "推举代表人", "Choose who speaks for a side of a group";
    POST   "/cases/{id}/clock-starts" Changes ReadCases Change: case_steps::start_clock [StartOfClock] -> cases::CaseReply, 200, "登记起算日", "Note the day that starts a clock";
    POST   "/cases/{id}/session-plans" Changes ReadCases Change: case_steps::plan_session [NewSession] -> cases::CaseReply, 200, "安排调解会", "Plan a session";
    POST   "/cases/{id}/session-moves" Changes ReadCases Change: case_steps::move_session [SessionMove] -> cases::CaseReply, 200, "调解会改期", "Move a session";
    POST   "/cases/{id}/session-cancellations" Changes ReadCases Change: case_steps::cancel_session [SessionCancellation] -> cases::CaseReply, 200, "取消调解会", "Cancel a session";
    POST   "/cases/{id}/sessions" Changes ReadCases Change: case_steps::hold_meeting [NewMeeting] -> cases::CaseReply, 200, "记录调解", "Record a meeting";
    POST   "/cases/{id}/agreement" Changes ReadCases Change: case_steps::agree [Agreeing] -> cases::CaseReply, 200, "达成协议", "Agree";
    POST   "/cases/{id}/agreement/lint" Reads StepCase None: case_agreement::lint [Agreeing] -> case_agreement::Lint, 200, "检查协议草稿", "Check a draft of the agreement; nothing is saved";
    POST   "/cases/{id}/signatures" Changes ReadCases Change: case_steps::sign_agreement [Signing] -> cases::CaseReply, 200, "签署协议", "Sign the agreement";
    POST   "/cases/{id}/termination" Changes ReadCases Change: case_steps::terminate [Terminating] -> cases::CaseReply, 200, "终止", "Terminate";
    POST   "/cases/{id}/withdrawal" Changes ReadCases Change: case_steps::withdraw [Withdrawing] -> cases::CaseReply, 200, "撤回", "Withdraw";
    POST   "/cases/{id}/confirmation" Changes ReadCases Change: case_steps::advance_confirmation [ConfirmationStep] -> cases::CaseReply, 200, "司法确认", "Judicial confirmation";
    GET    "/cases/{id}/confirmation" Reads StepCase None: case_agreement::confirmation -> ConfirmationSheet, 200, "司法确认进展与材料", "Where the confirmation stands, with its papers and days";
    GET    "/cases/{id}/performance" Reads StepCase Access: case_agreement::performance -> Ledger, 200, "履行台账", "The ledger of the performance, part by part";
    POST   "/cases/{id}/payments" Changes ReadCases Change: case_steps::record_payment [NewPayment] -> cases::CaseReply, 200, "记录付款", "Record a payment";
    POST   "/cases/{id}/performance" Changes ReadCases Change: case_steps::confirm_performance [Performed] -> cases::CaseReply, 200, "确认履行完毕", "Confirm performance";
    POST   "/cases/{id}/urgings" Changes ReadCases Change: case_steps::urge [Urge] -> cases::CaseReply, 200, "督促履行", "Urge a party to perform";
    POST   "/cases/{id}/default" Changes ReadCases Change: case_steps::default [Defaulting] -> cases::CaseReply, 200, "认定未履行", "Record the default";
    POST   "/cases/{id}/callback-plans" Changes ReadCases Change: case_steps::schedule_callback [CallbackPlan] -> cases::CaseReply, 200, "安排回访", "Schedule a callback";
    POST   "/cases/{id}/callbacks" Changes ReadCases Change: case_steps::record_callback [CallbackReport] -> cases::CaseReply, 200, "记录回访", "Record a callback";
    POST   "/cases/{id}/callback-reopenings" Changes ReadCases Change: case_steps::reopen_callback [CallbackReopening] -> cases::CaseReply, 200, "重新回访", "Make a callback again";
    POST   "/cases/{id}/task-completions" Changes ReadCases Change: case_steps::complete_task [TaskDone] -> cases::CaseReply, 200, "完成跟进", "Complete a task";
    POST   "/cases/{id}/risk-reports" Changes ReadCases Change: case_steps::report_risk [RiskReporting] -> cases::CaseReply, 200, "上报风险", "Report a risk";
    POST   "/cases/{id}/risk-clearances" Changes ReadCases Change: case_steps::clear_risk [RiskCleared] -> cases::CaseReply, 200, "解除风险", "Clear a risk";
    POST   "/cases/{id}/closure" Changes ReadCases Change: case_steps::close [Closing] -> cases::CaseReply, 200, "结案", "Close";
    POST   "/cases/{id}/archive" Changes ReadCases Change: case_steps::archive [Archiving] -> cases::CaseReply, 200, "归档", "Archive";
    POST   "/cases/{id}/reopening" Changes ReadCases Change: case_steps::reopen [Reopening] -> cases::CaseReply, 200, "重新办理", "Reopen";
    POST   "/cases/{id}/links" Acts  StepCase        Change: links::make [NewLink] -> links::NewLinkReply, 200, "为当事人生成链接", "Make a link for a party";
    GET    "/cases/{id}/links" Reads StepCase        None: links::of_case -> links::PartyLinks, 200, "列出当事人链接", "List the links of a case";
    DELETE "/cases/{id}/links/{link}" Acts StepCase  Change: links::revoke -> (), 204, "撤销当事人链接", "Take a link of a party back";
    POST   "/cases/{id}/link-codes" Acts StepCase    Security: links::read_out [links::CodeRequest] -> links::ReadOutCode, 200, "向电话中的当事人宣读验证码", "A code to be read out to a party on the phone";
    GET    "/links/{secret}"  Reads   Public         None: links::show -> links::Asked, 200, "查看链接所问事项", "What a link asks; changes nothing";
    POST   "/links/{secret}/code" Acts Public        None: links::send_code -> links::CodeSent, 200, "发送验证码", "Send the six digits to the address on record";
    POST   "/links/{secret}/answer" Acts Public      Change: links::answer [LinkAnswer] -> Progress, 200, "以链接答复", "Answer what the link asks";
    POST   "/intake/{code}"   Acts    Public         Change: applications::apply [NewApplication] -> applications::Received, 201, "网上申请调解（无需账号）", "Apply for mediation without an account";
    GET    "/progress/{code}" Reads   Public         None: applications::progress -> Progress, 200, "凭查询码查询进度", "How an application stands, by its code";
    GET    "/applications"    Reads   RegisterCase   Access: applications::list {applications::ApplicationQuery} -> Page<applications::ApplicationLine>, 200, "列出网上申请", "List applications";
    GET    "/applications/{id}" Reads RegisterCase   Access: applications::show -> applications::ApplicationView, 200, "查看网上申请", "Show an application and what it may repeat";
    POST   "/applications/{id}/acceptance" Changes RegisterCase Change: applications::accept [ApplicationAcceptance] -> cases::CaseReply, 201, "将申请登记为案件", "Register an application as a case";
    POST   "/applications/{id}/refusal" Changes RegisterCase Change: applications::refuse [ApplicationRefusal] -> applications::ApplicationView, 200, "不予受理申请", "Refuse an application and say where to go";
    GET    "/chambers/{id}/intake-link" Reads AssignCase None: applications::show_link -> applications::IntakeLinkReply, 200, "查看商会申请链接", "Show the chamber's link for applications";
    POST   "/chambers/{id}/intake-link" Acts AssignCase Change: applications::make_link [applications::NewIntakeLink] -> applications::IntakeLinkReply, 200, "生成或更换商会申请链接", "Make or replace the chamber's link";
    DELETE "/chambers/{id}/intake-link" Acts AssignCase Change: applications::remove_link -> (), 204, "停用商会申请链接", "Take the chamber's link away";
    GET    "/cases/{id}/documents" Reads ReadCases Access: documents::list -> documents::Dossier, 200, "卷宗材料清单", "The papers of the dossier, and what each lacks";
    GET    "/cases/{id}/documents/{item}" Reads ReadCases Access: documents::show {documents::PaperQuery} -> String, 200, "生成文书（DOCX 或 PDF）", "A paper made from the case, as DOCX or PDF";
    GET    "/cases/{id}/bundle" Reads ReadCases Access: documents::bundle {documents::BundleQuery} -> String, 200, "整卷下载（PDF 或 ZIP）", "The whole dossier, as one PDF or as a ZIP of its files";
    GET    "/cases/{id}/attachments" Reads ReadCases Access: attachments::list -> attachments::Attachments, 200, "案件材料", "The files of a case";
    POST   "/cases/{id}/attachments" Creates ReadCases Change: attachments::add {attachments::AttachmentQuery} -> Attachment, 201, "添加材料（请求体为文件）", "Add a file, which is the body";
    GET    "/attachments/{id}" Reads  ReadCases      Access: attachments::show -> String, 200, "下载材料", "A file of a case";
    POST   "/attachments/{id}/removal" Changes ReadCases Change: attachments::remove [Removing] -> (), 204, "撤下材料", "Remove a file; If-Match names the version of its case";
    GET    "/committees/{id}/templates" Reads ManageCommittee None: templates::list -> templates::Templates, 200, "文书模板", "The layouts of a committee's papers, and the fields they may name";
    GET    "/committees/{id}/templates/{item}" Reads ManageCommittee None: templates::show -> templates::TemplateView, 200, "查看文书模板", "The layout of a paper, and its versions";
    PUT    "/committees/{id}/templates/{item}" Changes ManageCommittee Change: templates::put [templates::NewTemplate] -> templates::TemplateView, 200, "更换文书模板", "Put a layout of one's own in use";
    DELETE "/committees/{id}/templates/{item}" Changes ManageCommittee Change: templates::take_back -> (), 204, "恢复内置模板", "Go back to the built-in layout";
    POST   "/committees/{id}/templates/{item}/preview" Acts ManageCommittee Access: templates::preview [templates::TemplateTrial] -> String, 200, "以案件试用模板", "A paper of a case as a layout would make it";
    GET    "/statistics"       Reads  ReadStatistics None: statistics::show {statistics::StatisticsQuery} -> WithMerged, 200, "统计", "The figures of an area by one or two dimensions";
    GET    "/statistics/oddities" Reads AssignCase None: quality::list {quality::OddityQuery} -> quality::Oddities, 200, "上报前自查", "What in one's own records deserves a second look before figures are sent up";
    GET    "/statistics/table" Reads  ReadStatistics None: statistics_table::show {statistics_table::TableQuery} -> crate::domain::figure_table::FigureTable, 200, "统计总表", "The counts of a whole area by one or two dimensions and by month, quarter or year";
    GET    "/statistics/table/file" Reads ReadStatistics None: statistics_table::file {statistics_table::TableQuery} -> String, 200, "下载统计总表（CSV）", "The same as a file (CSV)";
    GET    "/statistics/times" Reads  ReadStatistics None: statistics::times {statistics::TimesQuery} -> TimesSheet, 200, "用时与在办情况", "How long things take: median, nine tenths, mean; the age of open cases; the load of mediators";
    GET    "/statistics/form" Reads   ReadStatistics None: forms::show {forms::FormQuery} -> FilledForm, 200, "人民调解案件情况统计表", "The official form of cases, with its dictionary and the cells that do not add up";
    GET    "/statistics/form/file" Reads ReadStatistics None: forms::file {forms::FormFileQuery} -> String, 200, "下载人民调解案件情况统计表（XLSX 或 CSV）", "The official form as a file (XLSX or CSV)";
    GET    "/reports"         Reads   ReadStatistics None: reports::list {PageQuery} -> Page<Report>, 200, "列出已发布报表", "List published reports";
    POST   "/reports"         Creates ManageFederation Change: reports::publish [reports::NewReport] -> Report, 201, "发布报表", "Publish the figures of a period as they are now";
    GET    "/reports/{id}"    Reads   ReadStatistics None: reports::show -> Report, 200, "查看已发布报表", "Show a published report";
    GET    "/reports/{id}/file" Reads ReadStatistics None: reports::file {reports::ReportFileQuery} -> String, 200, "下载已发布报表（JSON、CSV 或 XLSX）", "A published report as a file (JSON, CSV or XLSX), the same bytes for ever";
    GET    "/reports/{id}/differences" Reads ReadStatistics None: reports::differences -> reports::Differences, 200, "与现有数据的差异", "Where the figures of today are not what was published";
    GET    "/allowance-rules" Reads   ReadRegistry   None: allowance_rules::list {allowance_rules::RuleQuery} -> Page<AllowanceRule>, 200, "列出以案定补标准", "List what places pay for a case";
    POST   "/allowance-rules" Creates ManageFederation Change: allowance_rules::add [allowance_rules::NewAllowanceRule] -> AllowanceRule, 201, "登记以案定补标准", "Enter what a place pays in a year";
    GET    "/allowance-rules/{id}" Reads ReadRegistry None: allowance_rules::show -> AllowanceRule, 200, "查看以案定补标准", "Show a rule";
    PUT    "/allowance-rules/{id}" Changes ManageFederation Change: allowance_rules::amend [AllowanceTerms] -> AllowanceRule, 200, "修改以案定补标准", "Put other terms in place of a rule's";
    POST   "/allowance-rules/{id}/closure" Changes ManageFederation Change: allowance_rules::close [allowance_rules::RuleClosing] -> AllowanceRule, 200, "停用以案定补标准", "End a rule before its year does";
    GET    "/allowances"      Reads   ReadAllowances Access: allowances::draft {allowances::AllowanceQuery} -> allowances::Draft, 200, "以案定补表（草稿）", "What each mediator is due, and why a case is not paid";
    GET    "/allowances/file" Reads   ReadAllowances Access: allowances::draft_file {allowances::AllowanceFileQuery} -> String, 200, "下载以案定补表（草稿，XLSX 或 CSV）", "The draft as a file (XLSX or CSV)";
    GET    "/allowance-sheets" Reads  ReadAllowances None: allowances::list {PageQuery} -> Page<ApprovedSheet>, 200, "列出已核准的以案定补表", "List approved sheets";
    POST   "/allowance-sheets" Creates ManageFederation Change: allowances::approve [allowances::Approval] -> ApprovedSheet, 201, "核准以案定补表", "Approve a sheet as it was seen: each case is paid once";
    GET    "/allowance-sheets/{id}" Reads ReadAllowances Access: allowances::show -> allowances::SheetView, 200, "查看已核准的以案定补表", "Show an approved sheet";
    GET    "/allowance-sheets/{id}/file" Reads ReadAllowances Access: allowances::file {allowances::SheetFileQuery} -> String, 200, "下载已核准的以案定补表（JSON、CSV 或 XLSX）", "An approved sheet as a file (JSON, CSV or XLSX), the same bytes for ever";
    GET    "/allowance-sheets/{id}/differences" Reads ReadAllowances Access: allowances::differences -> allowances::AllowanceDifferences, 200, "核准后更正案件的差额", "What corrected cases would pay otherwise today";
    GET    "/figure-keys"     Reads   ManageFederation None: figure_packages::keys {PageQuery} -> Page<FigureKey>, 200, "列出下级签名密钥", "List the keys by which places sign their figures";
    POST   "/figure-keys"     Creates ManageFederation Security: figure_packages::register [figure_packages::NewFigureKey] -> FigureKey, 201, "登记下级签名密钥", "Register the key of a place";
    POST   "/figure-keys/{id}/retirement" Acts ManageFederation Security: figure_packages::retire -> FigureKey, 200, "停用签名密钥", "Take a key out of use";
    GET    "/figure-packages" Reads   ReadStatistics None: figure_packages::list {PageQuery} -> Page<MergedPackage>, 200, "列出已并入的统计数据包", "List the packages of figures that places handed up";
    POST   "/figure-packages" Acts    Import         Change: figure_packages::import [SignedPackage] -> figure_packages::TakenIn, 200, "并入统计数据包", "Take a signed package of figures in; the same one counts once";
    GET    "/statistics/cases" Reads  ReadCases      None: statistics::behind {statistics::BehindQuery} -> statistics::CountedCases, 200, "统计数字所含案件", "The cases behind a figure";
    POST   "/imports/chambers" Acts   Import         Change: imports::chambers {imports::DryRun} -> imports::Outcome, 200, "导入商会（CSV 或 XLSX）", "Bring chambers in (CSV or XLSX as the body, at most 64 MiB)";
    POST   "/imports/firms"    Acts   Import         Change: imports::firms {imports::DryRun} -> imports::Outcome, 200, "导入律师事务所（CSV 或 XLSX）", "Bring law firms in (CSV or XLSX as the body, at most 64 MiB)";
    POST   "/imports/cases"    Acts   Import         Change: imports::cases {imports::DryRun} -> imports::Outcome, 200, "导入案件台账（CSV 或 XLSX）", "Bring a case ledger in (CSV or XLSX as the body, at most 64 MiB)";
    GET    "/imports/{id}"     Reads  Import         None: imports::show -> imports::Outcome, 200, "查看导入结果", "What became of a file";
    GET    "/imports/{id}/faults" Reads Import       Access: imports::faults -> String, 200, "下载有误的行（CSV）", "The rows that failed, with the reason (CSV)";
    POST   "/cases/{id}/assignments" Creates AssignCase Change: assignments::offer [NewOffer] -> Assignment, 201, "向律所发出邀约", "Offer a case to a law firm";
    GET    "/cases/{id}/assignments" Reads ReadAssignments None: assignments::of_case -> assignments::Offers, 200, "案件的律所邀约", "The offers of a case";
    GET    "/cases/{id}/firm-candidates" Reads AssignCase Access: assignments::candidates -> assignments::Candidates, 200, "可指派的律所及理由", "The firms that can be asked, with the reasons";
    GET    "/assignments"     Reads   ReadAssignments None: assignments::list {assignments::OfferQuery} -> Page<Assignment>, 200, "列出邀约", "List offers";
    GET    "/assignments/{id}" Reads  ReadAssignments Access: assignments::show -> OfferView, 200, "查看邀约", "Show an offer and what may be seen of its case";
    PATCH  "/assignments/{id}" Changes AssignCase    Change: assignments::file_basis [OfferBasis] -> Assignment, 200, "登记披露依据", "File what lets the firm see the case";
    GET    "/assignments/{id}/conflict-check" Reads AnswerAssignment Access: assignments::names -> ConflictCheck, 200, "利益冲突核对所需的当事人名称", "The names for the conflict check";
    POST   "/assignments/{id}/conflict-check" Changes AnswerAssignment Change: assignments::check [CheckResult] -> OfferView, 200, "申报有无利益冲突", "State whether there is a conflict";
    POST   "/assignments/{id}/acceptance" Changes AnswerAssignment Change: assignments::accept [OfferAcceptance] -> OfferView, 200, "接受邀约", "Take the case";
    POST   "/assignments/{id}/decline" Changes AnswerAssignment Change: assignments::decline [OfferRefusal] -> OfferView, 200, "谢绝邀约", "Decline the case";
    POST   "/assignments/{id}/withdrawal" Changes AssignCase Change: assignments::take_back [TakingBack] -> Assignment, 200, "收回案件", "Take the case back";
    GET    "/assignments/{id}/disclosures" Reads ReadAssignments None: assignments::disclosures -> assignments::Disclosures, 200, "披露记录", "What the firm was shown";
    GET    "/regions"         Reads   ReadRegistry   None: regions::list {regions::ListQuery} -> Page<Region>, 200, "列出行政区划", "List regions";
    GET    "/regions/{code}"  Reads   ReadRegistry   None: regions::show {regions::OnDay} -> Region, 200, "查看行政区划", "Show a region as it stands on a day";
    GET    "/federations"      Reads   ReadRegistry None: federations::list {federations::ListQuery} -> Page<Federation>, 200, "列出工商联", "List federations";
    POST   "/federations"      Creates ManageFederation Change: federations::create [Sent<Federation>] -> Entry<Federation>, 201, "登记工商联", "Register a federation";
    GET    "/federations/{id}" Reads   ReadRegistry None: federations::show -> Entry<Federation>, 200, "查看工商联", "Show a federation";
    PATCH  "/federations/{id}" Changes ManageFederation Change: federations::amend [Patch<Federation>] -> Entry<Federation>, 200, "修改工商联", "Amend a federation";
    GET    "/chambers"      Reads   ReadRegistry None: chambers::list {chambers::ListQuery} -> Page<Chamber>, 200, "列出商会", "List chambers";
    POST   "/chambers"      Creates ManageFederation Change: chambers::create [Sent<Chamber>] -> Entry<Chamber>, 201, "登记商会", "Register a chamber";
    GET    "/chambers/{id}" Reads   ReadRegistry None: chambers::show -> Entry<Chamber>, 200, "查看商会", "Show a chamber";
    PATCH  "/chambers/{id}" Changes ManageChamber Change: chambers::amend [Patch<Chamber>] -> Entry<Chamber>, 200, "修改商会", "Amend a chamber";
    GET    "/committees"      Reads   ReadRegistry None: committees::list {committees::ListQuery} -> Page<Committee>, 200, "列出调解委员会", "List committees";
    POST   "/committees"      Creates ManageCommittee Change: committees::create [Sent<Committee>] -> Entry<Committee>, 201, "登记调解委员会", "Register a committee";
    GET    "/committees/{id}" Reads   ReadRegistry None: committees::show -> Entry<Committee>, 200, "查看调解委员会", "Show a committee";
    PATCH  "/committees/{id}" Changes ManageCommittee Change: committees::amend [Patch<Committee>] -> Entry<Committee>, 200, "修改调解委员会", "Amend a committee";
    GET    "/mediators"      Reads   ReadRegistry None: mediators::list {mediators::ListQuery} -> Page<Mediator>, 200, "列出调解员", "List mediators";
    POST   "/mediators"      Creates ManageCommittee Change: mediators::create [Sent<Mediator>] -> Entry<Mediator>, 201, "登记调解员", "Register a mediator";
    GET    "/mediators/{id}" Reads   ReadRegistry None: mediators::show -> Entry<Mediator>, 200, "查看调解员", "Show a mediator";
    PATCH  "/mediators/{id}" Changes ManageCommittee Change: mediators::amend [Patch<Mediator>] -> Entry<Mediator>, 200, "修改调解员", "Amend a mediator";
    GET    "/mediators/{id}/absences" Reads ReadRegistry None: absences::list -> absences::Absences, 200, "调解员不在岗日期", "When a mediator is away";
    POST   "/mediators/{id}/absences" Creates ManageCommittee Change: absences::note [NewAbsence] -> Absence, 201, "登记不在岗", "Note an absence and who covers";
    DELETE "/absences/{id}" Acts ManageCommittee Change: absences::take_back -> (), 204, "撤销或结束不在岗", "Take an absence back, or end it";
    GET    "/mediators/{id}/transfer" Reads AssignCase Access: absences::preview {absences::TransferQuery} -> Transferred, 200, "预览移交", "What a transfer of a mediator's open cases would do";
    POST   "/mediators/{id}/transfer" Acts AssignCase Change: absences::transfer [Transfer] -> Transferred, 200, "移交案件", "Hand a mediator's open cases to another";
    GET    "/firms"      Reads   ReadRegistry None: firms::list {firms::ListQuery} -> Page<Firm>, 200, "列出律师事务所", "List law firms";
    POST   "/firms"      Creates ManageFederation Change: firms::create [Sent<Firm>] -> Entry<Firm>, 201, "登记律师事务所", "Register a law firm";
    GET    "/firms/{id}" Reads   ReadRegistry None: firms::show -> Entry<Firm>, 200, "查看律师事务所", "Show a law firm";
    PATCH  "/firms/{id}" Changes ManageFirm Change: firms::amend [Patch<Firm>] -> Entry<Firm>, 200, "修改律师事务所", "Amend a law firm";
    GET    "/lawyers"      Reads   ReadRegistry None: lawyers::list {lawyers::ListQuery} -> Page<Lawyer>, 200, "列出律师", "List lawyers";
    POST   "/lawyers"      Creates ManageLawyer Change: lawyers::create [Sent<Lawyer>] -> Entry<Lawyer>, 201, "登记律师", "Register a lawyer";
    GET    "/lawyers/{id}" Reads   ReadRegistry None: lawyers::show -> Entry<Lawyer>, 200, "查看律师", "Show a lawyer";
    PATCH  "/lawyers/{id}" Changes ManageLawyer Change: lawyers::amend [Patch<Lawyer>] -> Entry<Lawyer>, 200, "修改律师", "Amend a lawyer";
    GET    "/committees/{id}/members" Reads ReadRegistry None: committees::members -> committees::Members, 200, "列出委员", "List the members of a committee";
    PUT    "/committees/{id}/members" Changes ManageCommittee Change: committees::seat [committees::Seats] -> Entry<committees::Members>, 200, "登记委员", "Seat the members of a committee";
    GET    "/firms/{id}/mandates" Reads ManageFirm Access: firms::clients -> firms::Mandates, 200, "列出律所客户", "List the clients of a firm";
    POST   "/firms/{id}/mandates" Creates ManageFirm Change: firms::add_client [Sent<Mandate>] -> Mandate, 201, "登记律所客户", "Note a client of a firm";
    POST   "/mandates/{id}/end" Acts ManageFirm Change: firms::end_client [firms::Ending] -> Mandate, 200, "终止客户委托", "End a mandate";
    GET    "/pairings"        Reads   ReadPairings   None: pairings::list {pairings::PairingQuery} -> Page<Pairing>, 200, "列出结对", "List pairings";
    POST   "/pairings"        Creates ManagePairing  Change: pairings::propose [NewPairing] -> Pairing, 201, "提议结对", "Propose a pairing of a chamber, or a federation, with a law firm";
    GET    "/pairings/{id}"   Reads   ReadPairings   None: pairings::show -> pairings::PairingView, 200, "查看结对", "Show a pairing and its agreements";
    POST   "/pairings/{id}/answer" Changes AnswerPairing Change: pairings::answer [PairingAnswer] -> pairings::PairingView, 200, "答复结对提议", "Answer for one side";
    POST   "/pairings/{id}/signature" Changes SignPairing Change: pairings::sign [PairingSignature] -> pairings::PairingView, 200, "登记签约", "Record the signed agreement";
    POST   "/pairings/{id}/renewal" Changes SignPairing Change: pairings::renew [PairingRenewal] -> pairings::PairingView, 200, "登记续签", "Record a renewal";
    POST   "/pairings/{id}/termination" Changes ManagePairing Change: pairings::terminate [PairingTermination] -> pairings::PairingView, 200, "终止结对或收回提议", "Terminate a pairing, or take a proposal back";
    GET    "/pairings/{id}/services" Reads ReadPairings None: services::list {PageQuery} -> Page<LoggedService>, 200, "列出服务", "List the services on a pairing";
    POST   "/pairings/{id}/services" Creates LogService Change: services::log [NewService] -> LoggedService, 201, "记录服务", "Log a service";
    GET    "/services/{id}"   Reads   ReadPairings   None: services::show -> LoggedService, 200, "查看服务", "Show a service";
    PATCH  "/services/{id}"   Changes LogService     Change: services::amend [ServiceChange] -> LoggedService, 200, "更正服务或推进法治体检", "Amend a service, or take a health check further";
    POST   "/services/{id}/confirmation" Changes ConfirmService Change: services::confirm -> LoggedService, 200, "确认服务", "Confirm that a service took place";
    GET    "/coverage"        Reads   ReadCoverage   None: coverage::show {coverage::CoverageQuery} -> CoverageSheet, 200, "结对覆盖情况", "How far chambers and law firms of an area are paired";
    GET    "/coverage/services" Reads ReadCoverage   None: coverage::services {coverage::ServicesQuery} -> ServiceSheet, 200, "结对服务合计", "The services held for chambers and federations of an area";
    GET    "/matching-runs"   Reads   ReadMatching   None: matching_runs::list {PageQuery} -> Page<MatchingRun>, 200, "列出匹配", "List matching runs";
    POST   "/matching-runs"   Creates ManagePairing  Change: matching_runs::create [NewRun] -> matching_runs::RunView, 201, "计算匹配", "Compute a matching of a region's chambers with law firms";
    GET    "/matching-runs/{id}" Reads ReadMatching  None: matching_runs::show -> matching_runs::RunView, 200, "查看匹配", "Show a matching run, the four policies side by side";
    GET    "/matching-runs/{id}/pairs" Reads ReadMatching None: matching_results::pairs {PageQuery} -> Page<matching_results::RunPair>, 200, "匹配结果", "The pairs of a run, with the parts of their scores";
    GET    "/matching-runs/{id}/unmatched" Reads ReadMatching None: matching_results::unmatched {PageQuery} -> Page<Unmatched>, 200, "未匹配的商会及原因", "The chambers without a firm, why, and what would help";
    GET    "/matching-runs/{id}/explanation" Reads ReadMatching None: matching_results::explanation {matching_results::WhyQuery} -> Explanation, 200, "解释某商会的结果", "What a run did for a chamber, and why not that firm";
    GET    "/matching-runs/{id}/certificate" Reads ReadMatching None: matching_results::certificate -> matching_results::Proof, 200, "匹配的证书", "The proof of a result, for a checker of one's own";
    GET    "/matching-runs/{id}/comparison" Reads ReadMatching None: matching_results::comparison {matching_results::ComparedWith} -> Comparison, 200, "比较两次匹配", "What a run changes against another";
    POST   "/matching-runs/{id}/publication" Changes ManagePairing Change: matching_runs::publish -> MatchingRun, 200, "发布匹配", "Propose every pair of a run to both sides";
}

/// The whole table.
pub fn all() -> &'static [Operation] {
    &TABLE
}

/// The operation of a method and a matched pattern.
pub(super) fn find(method: &Method, pattern: &str) -> Option<&'static Operation> {
    let path = pattern.strip_prefix(BASE)?;
    TABLE.iter().find(|operation| operation.method == *method && operation.path == path)
}

/// The methods of a matched pattern, for `Allow`.
pub(super) fn methods(pattern: &str) -> Vec<String> {
    let path = pattern.strip_prefix(BASE).unwrap_or(pattern);
    TABLE.iter().filter(|operation| operation.path == path).map(|operation| operation.method.to_string()).collect()
}

/// The table by path; fixed paths come before those with an id in the same place.
pub(super) fn by_path() -> Vec<(&'static str, Vec<&'static Operation>)> {
    let mut paths: BTreeMap<(String, &str), Vec<&Operation>> = BTreeMap::new();
    for operation in all() {
        // `{` sorts after every letter.
        paths.entry((operation.path.to_owned(), operation.path)).or_default().push(operation);
    }
    paths.into_iter().map(|((_, path), operations)| (path, operations)).collect()
}
