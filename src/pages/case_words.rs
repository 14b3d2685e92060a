//! The words of what a case's page shows beside its file: notes, clocks that are over, cases that look alike. In both languages.

use super::words::words;

words! {
    notes = "案件笔记", "Notes";
    notes_none = "尚无笔记。", "No notes yet.";
    notes_hint = "笔记只供本会办案人员看，不入卷、不被搜索；单独会谈的笔记只有记录的调解员本人看得到。", "For the committee's staff alone: no part of the file, never searched. A note on a private caucus is read by the mediator who wrote it and nobody else.";
    note_write = "写笔记", "Write a note";
    notes_new = "新笔记", "A new note";
    clocks_over = "已结束或已过的期限", "Time limits that are over";
    clock_ended = "办结于", "Done on";
    clock_late = "逾期", "late";
    alike_more = "其余的", "The others";
    of_firm = "列表不显示当事人姓名，金额只计到整万元；打开案件即可查看案卷，查看有记录。", "The list shows no names and amounts in full ten thousands of yuan; open a case to see its file, which is noted.";
    none_yet = "还没有您可以查看的案件。", "There is no case for you to see yet.";
    alike_foreign = "本会其他人员经办的案件", "A case of a colleague";
    alike_before = "本会可能已登记过同一纠纷：请先看一看。确系另一件的，再次点登记即可。", "The committee may have this dispute in its books already. Look first; if it is another one, log it all the same.";
    register_anyway = "仍然登记", "Log it all the same";
    due = "期限", "Time limit";
}
