//! The words of the pages of files, offers, groups and applications in both languages.

use super::words::words;

words! {
    // Files
    files = "材料", "Files";
    files_none = "尚未上传材料。", "There are no files yet.";
    files_all = "查看和添加材料", "See and add files";
    files_add = "添加材料", "Add files";
    files_hint = "可用手机拍照上传；支持 PDF、图片、DOCX、XLSX 和录音。", "Take a photo with a phone, or send PDF, pictures, DOCX, XLSX or recordings.";
    file_private = "仅本人可见", "Visible to me only";
    file_remove = "撤下", "Remove";
    file_why = "撤下理由", "Why it is removed";
    // Offers to firms
    firms = "律所", "Law firms";
    firms_see = "邀请律所", "Ask a law firm";
    offers = "已发出的邀约", "Offers so far";
    offers_none = "尚未邀请律所。", "No firm has been asked yet.";
    answered_at = "答复时间", "Answered at";
    take_back = "收回", "Take back";
    reassign = "收回后立即邀请下一家", "Then ask the next firm at once";
    words = "当事人对向该所提供案件信息的意见", "What the parties said to showing this firm the case";
    said_yes = "同意", "agrees";
    said_no = "不同意", "refuses";
    said_nothing = "尚未记录", "not recorded yet";
    record_word = "记录当事人意见", "Record what a party says";
    file_basis = "登记披露依据", "File the basis of disclosure";
    ranking = "可邀请的律所", "Firms that can be asked";
    ranking_hint = "先为与本商会结对的律所，其次本地区，再次跨区域；同组内按得分排列，满分 100。", "First the firm paired with the chamber, then those of the region, then the others; within a group by their scores, of a hundred.";
    ranking_none = "没有可邀请的律所，原因见下。", "No firm can be asked; the reasons stand below.";
    rank = "序", "Rank";
    group = "组别", "Group";
    load = "在办 / 容量", "Load / capacity";
    fits_case = "适合本案", "Fits the case";
    fits_firm = "适合律所", "Fits the firm";
    score = "得分", "Score";
    left_out = "未列入的律所：", "Firms left out: ";
    offer_case = "发出邀约", "Send the offer";
    first_of_ranking = "排名第一的律所", "The first of the ranking";
    // Applications
    applications = "网上申请", "Applications";
    applications_none = "没有网上申请。把本商会的申请链接或二维码交给会员和当事人，申请即会出现在这里。", "No applications. Give the chamber's link or QR code to members and parties, and what they apply for appears here.";
    application = "网上申请", "Application";
    application_again = "同一申请人对同一被申请人的另一份申请", "Another application by the same applicant against the same respondent";
    application_accept = "登记为案件", "Register as a case";
    application_refuse = "不予受理", "Decline";
    application_refuse_hint = "系统按所选理由告知申请人可以选择的其他途径。", "The applicant is told where else to turn, by the reason you choose.";
    application_case = "查看案件", "See the case";
    application_told = "已告知的其他途径", "Where the applicant was told to turn";
    wanted = "申请人的请求", "What is asked for";
}
