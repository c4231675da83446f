//! Keeping the record: key moments, decisions somebody acted on, follow-ups near the end. It adds
//! nothing that was not seen.

use std::collections::BTreeSet;

use crate::command::{Command, Priority};
use crate::crew::Crew;
use crate::crew::agenda::Task;
use crate::crew::speech::{cut, either, story_time};
use crate::model::id::{RemedyRun, Whom};
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
use crate::view::{RecordRow, RemedyRow, SeatView};

/// A decision counts for a remedy that begins so long after it, in seconds.
const DECIDED_S: u32 = 300;
/// Rows of the record that are told, and the longest quote of one, in characters.
const TOLD: usize = 4;
const QUOTE_MAX: usize = 80;
/// Follow-ups are due so many days later.
const DUE_DAYS: u64 = 7;

/// What was written down so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Writing {
    /// Rows of the record that were read.
    rows: usize,
    begun: BTreeSet<RemedyRun>,
    ended: BTreeSet<RemedyRun>,
    updates: usize,
    follow_ups: bool,
}

impl Crew {
    /// Writes down what has happened since the last time.
    pub(super) fn keep_record(&mut self, view: &SeatView, now: DrillTime) {
        for row in view.record.iter().skip(self.writing.rows) {
            if let Some(moment) = moment(row, view) {
                self.note(moment, now);
            }
        }
        self.writing.rows = view.record.len();
        for row in &view.remedies {
            if self.writing.begun.insert(row.run) {
                self.remedy_begun(row, view, now);
            }
            if let Some((at, failed)) = row.ended
                && self.writing.ended.insert(row.run)
            {
                let end = if failed {
                    either(view.lang, "failed".to_owned(), "ไม่สำเร็จ".to_owned())
                } else {
                    either(view.lang, "ended".to_owned(), "เสร็จ".to_owned())
                };
                self.note(format!("{} {} {end}", story_time(view, at), row.what), now);
            }
        }
        if let Some(first) = view.updates.first().filter(|_| self.writing.updates == 0) {
            let at = story_time(view, first.at);
            let said = either(
                view.lang,
                format!("{at} first update sent by {}", first.who),
                format!("{at} {} ส่งอัปเดตแรก", first.who),
            );
            self.note(said, now);
        }
        self.writing.updates = view.updates.len();
        self.follow_ups(view, now);
    }

    fn note(&mut self, text: String, now: DrillTime) {
        self.plan(now, Task::Give(Box::new(Command::Note(DisplayText::from(text)))));
    }

    /// A remedy begins: somebody decided that. Put it on record where nobody has.
    fn remedy_begun(&mut self, row: &RemedyRow, view: &SeatView, now: DrillTime) {
        let decided = |own: &RecordRow| {
            own.kind == "decision" && row.began.since(own.at) <= DECIDED_S && own.at <= row.began
        };
        if view.record.iter().any(decided) || row.what.starts_with("verify") {
            return;
        }
        let cause = view.record.iter().rev().find(|own| own.kind == "cause");
        let text = format!("{} {} ({})", story_time(view, row.began), row.what, row.by);
        // Why people did it is theirs to say.
        let among_people = self.known.insight.is_none() && self.manner.character.is_none();
        if cause.is_none() && among_people {
            self.note(text, now);
            return;
        }
        let why = cause.map_or_else(|| self.reason(view), |own| own.text.to_string());
        let text = DisplayText::from(text);
        let decision = Command::Decision { text, why: DisplayText::from(why) };
        self.plan(now, Task::Give(Box::new(decision)));
    }

    /// Near the end, what must not be forgotten.
    fn follow_ups(&mut self, view: &SeatView, now: DrillTime) {
        let statuses = &self.process.statuses;
        let near =
            |status| self.process.status_rank(status).is_some_and(|r| r + 2 >= statuses.len());
        let ending = view.incidents.iter().any(|row| near(&row.status));
        let due = view.story_date.and_then(|day| day.checked_add_days(chrono::Days::new(DUE_DAYS)));
        let (true, false, Some(due)) = (ending, self.writing.follow_ups, due) else { return };
        self.writing.follow_ups = true;
        let cause = view.record.iter().rev().find(|own| own.kind == "cause");
        let cause = cause.map_or_else(
            || either(view.lang, "the cause".to_owned(), "สาเหตุ".to_owned()),
            |own| own.text.to_string(),
        );
        let holder = |row: &crate::view::TeamRow| row.holder.as_ref().map(|(name, _)| name.clone());
        let lead = view.team.first().and_then(holder).unwrap_or_else(|| view.my_name.clone());
        let mends = self.mender(view).unwrap_or_else(|| lead.clone());
        let tasks = [
            (
                either(
                    view.lang,
                    format!("find what would have caught {cause} before customers felt it"),
                    format!("หาวิธีจับ {cause} ก่อนที่ลูกค้าจะรู้สึก"),
                ),
                mends,
                Priority::P2,
            ),
            (
                either(
                    view.lang,
                    "hold the post-mortem and bring the runbook up to date".to_owned(),
                    "ทำ post-mortem และปรับ runbook ให้เป็นปัจจุบัน".to_owned(),
                ),
                lead,
                Priority::P2,
            ),
        ];
        for (task, owner, priority) in tasks {
            let (task, owner) = (DisplayText::from(task), Whom::from(owner));
            let action = Command::Action { task, owner, due, priority };
            self.plan(now, Task::Give(Box::new(action)));
        }
    }
}

/// The end of the record, in one line.
pub(super) fn on_record(view: &SeatView) -> String {
    let from = view.record.len().saturating_sub(TOLD);
    let rows = view.record.iter().skip(from);
    let rows: Vec<String> = rows.map(|row| cut(row.text.as_str(), QUOTE_MAX)).collect();
    if rows.is_empty() {
        return either(view.lang, "nothing is on record yet".to_owned(), "ยังไม่มีบันทึก".to_owned());
    }
    let rows = rows.join("; ");
    either(view.lang, format!("on record: {rows}"), format!("ในบันทึก: {rows}"))
}

/// A row of the record worth a line of the timeline: changes of state and causes.
fn moment(row: &RecordRow, view: &SeatView) -> Option<String> {
    let at = story_time(view, row.at);
    match row.kind {
        "severity" | "status" => Some(format!("{at} {} ({})", row.text, row.who)),
        "cause" => Some(either(
            view.lang,
            format!("{at} {} holds {} for the cause", row.who, row.text),
            format!("{at} {} สันนิษฐานว่า {}", row.who, row.text),
        )),
        _ => None,
    }
}
