//! Runbook and record: the fitting runbook and its steps, decisions with their why, a timeline
//! that others can read, follow-ups that have an owner.

use crate::command::{Command, StepMark};
use crate::content::process::Rule;
use crate::content::runbook::{Directive, Runbook, Step};
use crate::incident::{Mark, MarkedStep, OpenRunbook, RecordKind};
use crate::journal::Event;
use crate::model::time::{DrillTime, Span};
use crate::score::case::Case;
use crate::score::detect::on_slope;
use crate::score::finding::{Finding, Occasion};
use crate::score::said::{Said, says};

/// A key moment is on the timeline when something was written from a minute before it to five
/// minutes after it (ours).
const WRITTEN_BEFORE: Span = Span::from_seconds(60);
const WRITTEN_AFTER: Span = Span::from_seconds(300);
/// So many decisions are wanted at most, one for each change that was ordered; at least one.
const DECISIONS: usize = 2;
/// So many follow-ups are wanted at most, one for each thing that contributed; at least one.
const ACTIONS: usize = 2;

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepFate {
    /// Done, in its turn.
    Done,
    /// Done after a later one.
    OutOfOrder,
    /// Skipped, with a reason.
    Skipped,
    /// Skipped without a reason, or a check that was skipped.
    SkippedBadly,
    /// Left open.
    Open,
}

/// A step as it went.
#[derive(Clone, Debug)]
pub struct StepWent {
    /// Its number.
    pub number: u32,
    /// What became of it.
    pub fate: StepFate,
    /// When it was marked, by which entry.
    pub marked: Option<(DrillTime, u64)>,
    /// Why it was skipped.
    pub why: String,
}

/// The fitting runbook opened in time.
pub(super) fn runbook(case: &Case<'_>, rule: &Rule) -> Finding {
    let wanted = case.story_truth().and_then(|truth| truth.runbook.as_ref());
    let (Some(clock), Some(wanted)) = (&case.clock, wanted) else {
        return Finding::NoOccasion(says!("no runbook fits", "ไม่มี runbook ที่ตรงเรื่อง"));
    };
    let opened = case.journal.entries.iter().find(|entry| match &entry.event {
        Event::RunbookOpened(id) => id == wanted,
        _ => false,
    });
    let full = rule.full.map_or(clock.start, |full| clock.start + full);
    let better = says!("/runbook {wanted} by {full}", "/runbook {wanted} ภายใน {full}");
    let Some(entry) = opened else {
        let why = says!("{wanted} fits and was not opened", "{wanted} ตรงเรื่องแต่ไม่ได้เปิด");
        return Finding::lost(full, Vec::new(), why, better);
    };
    let share = on_slope(clock.start, entry.at, rule).unwrap_or(1.0);
    let says = says!("{wanted} was opened at {}", "เปิด {wanted} เมื่อ {}", entry.at);
    let evidence = vec![entry.seq];
    Finding::over(
        vec![Occasion { share, evidence, at: entry.at, says, better, term: None }],
        Said::default(),
    )
}

/// Steps done in order or skipped with a reason; checks are not skipped.
pub(super) fn steps(case: &Case<'_>, _rule: &Rule) -> Finding {
    let wanted = case.story_truth().and_then(|truth| truth.runbook.as_ref());
    let open = (case.state.runbooks.iter())
        .find(|own| Some(&own.id) == wanted)
        .or_else(|| case.state.runbooks.iter().find(|own| !own.steps.is_empty()));
    let Some(open) = open else {
        return match (wanted, &case.clock) {
            (Some(wanted), Some(clock)) => {
                let better = says!(
                    "/runbook {wanted}, then its steps one by one",
                    "/runbook {wanted} แล้วทำทีละขั้น"
                );
                Finding::lost(
                    clock.start,
                    Vec::new(),
                    says!("no runbook was followed", "ไม่ได้ทำตาม runbook"),
                    better,
                )
            }
            _ => Finding::NoOccasion(says!("no runbook fits", "ไม่มี runbook ที่ตรงเรื่อง")),
        };
    };
    let Some(book) = case.runbooks.iter().find(|book| book.id == open.id) else {
        return Finding::NotJudged(says!(
            "the text of runbook {} is not at hand",
            "ไม่มีข้อความของ runbook {}",
            open.id
        ));
    };
    let occasions = went(book, open).into_iter().map(|step| {
        let number = step.number;
        let says = match step.fate {
            StepFate::Done => says!("steps were done in order", "ทำขั้นตอนตามลำดับ"),
            StepFate::Skipped => {
                says!("step {number} was skipped with a reason", "ข้ามขั้นที่ {number} พร้อมเหตุผล")
            }
            StepFate::OutOfOrder => {
                says!("step {number} was done after a later one", "ทำขั้นที่ {number} หลังขั้นที่อยู่ถัดไป")
            }
            StepFate::SkippedBadly => {
                let how = match step.why.as_str() {
                    BUT_A_CHECK => says!("and it is a check", "ทั้งที่เป็นการตรวจสอบ"),
                    _ => says!("without a reason", "โดยไม่มีเหตุผล"),
                };
                says!("step {number} was skipped, ", "ข้ามขั้นที่ {number} ").with(&how)
            }
            StepFate::Open => says!("step {number} was left open", "ขั้นที่ {number} ค้างอยู่"),
        };
        Occasion {
            share: match step.fate {
                StepFate::Done | StepFate::Skipped => 1.0,
                StepFate::OutOfOrder => 0.5,
                StepFate::SkippedBadly | StepFate::Open => 0.0,
            },
            evidence: step.marked.map(|(_, seq)| seq).into_iter().collect(),
            at: step.marked.map_or(case.incident_end(), |(at, _)| at),
            says,
            better: says!(
                "/step {number} done, or skip with a why",
                "/step {number} done หรือ skip พร้อมเหตุผล"
            ),
            term: None,
        }
    });
    Finding::over(occasions.collect(), says!("the runbook has no steps", "runbook ไม่มีขั้นตอน"))
}

/// Each step of a runbook as it went.
#[must_use]
pub fn went(book: &Runbook, open: &OpenRunbook) -> Vec<StepWent> {
    let last_mark = |step: &Step| open.steps.iter().rev().find(|m| m.what.number == step.number);
    (book.steps.iter())
        .map(|step| {
            let mark = last_mark(step);
            let (fate, why) =
                mark.map_or((StepFate::Open, String::new()), |mark| fate(step, mark, &open.steps));
            let marked = mark.map(|mark| (mark.at, mark.seq));
            StepWent { number: step.number, fate, marked, why }
        })
        .collect()
}

/// Why a check that was skipped counts against it.
const BUT_A_CHECK: &str = "and it is a check";

fn fate(step: &Step, mark: &Mark<MarkedStep>, all: &[Mark<MarkedStep>]) -> (StepFate, String) {
    let why = mark.what.why.as_str();
    let check = step.directives.iter().any(|own| matches!(own, Directive::Check { .. }));
    match mark.what.how {
        StepMark::Skip if check => (StepFate::SkippedBadly, BUT_A_CHECK.to_owned()),
        StepMark::Skip if why.is_empty() => (StepFate::SkippedBadly, "without a reason".to_owned()),
        StepMark::Skip => (StepFate::Skipped, why.to_owned()),
        StepMark::Done => {
            let first = all.iter().find(|own| own.what.number == step.number).unwrap_or(mark);
            let overtaken = all.iter().any(|own| {
                own.what.number > step.number
                    && own.what.how == StepMark::Done
                    && (own.at, own.seq) < (first.at, first.seq)
                    && own.at < first.at
            });
            let fate = if overtaken { StepFate::OutOfOrder } else { StepFate::Done };
            (fate, String::new())
        }
    }
}

/// Decisions on record that say why, beside the changes that were ordered.
pub(super) fn decisions(case: &Case<'_>, _rule: &Rule) -> Finding {
    if case.clock.is_none() {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    }
    let mut ordered: Vec<_> = case.changes().map(|own| &own.order).collect();
    ordered.sort();
    ordered.dedup();
    let wanted = ordered.len().clamp(1, DECISIONS);
    let on_record = case.state.record.iter().filter(|own| own.kind == RecordKind::Decision);
    let with_why: Vec<_> = on_record.clone().filter(|own| !own.why.is_empty()).collect();
    let share = (with_why.len() as f64 / wanted as f64).min(1.0);
    let evidence = with_why.iter().map(|own| own.added.seq).collect();
    let at = with_why.last().map_or(case.incident_end(), |own| own.added.at);
    let why = says!(
        "decisions on record with a why: {}, wanted: {wanted}",
        "การตัดสินใจที่มีเหตุผล: {} ต้องการ: {wanted}",
        with_why.len()
    );
    let better = (share < 1.0).then(|| {
        says!("/decision TEXT why=… before each change", "/decision TEXT why=… ก่อนเปลี่ยนทุกครั้ง")
    });
    Finding::whole(share, evidence, Some(at), why, better)
}

/// Key moments that somebody wrote down close to when they happened.
pub(super) fn timeline(case: &Case<'_>, _rule: &Rule) -> Finding {
    if case.clock.is_none() {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    }
    let written = written(case);
    let occasions = key_moments(case).into_iter().map(|(what, moment)| {
        let (from, to) = (moment - WRITTEN_BEFORE, moment + WRITTEN_AFTER);
        let line = written.iter().find(|(at, _)| *at >= from && *at <= to);
        let says = match line {
            Some(_) => says!("the key moments were written down", "จดช่วงสำคัญไว้ครบ"),
            None => says!("nobody wrote down ", "ไม่มีใครจด")
                .with(&what)
                .with(&says!(" at {moment}", " เมื่อ {moment}")),
        };
        Occasion {
            share: if line.is_some() { 1.0 } else { 0.0 },
            evidence: line.map(|(_, seq)| *seq).into_iter().collect(),
            at: moment,
            says,
            better: says!("/note ", "/note ")
                .with(&what)
                .with(&says!(", with the time", " พร้อมเวลา")),
            term: None,
        }
    });
    Finding::over(occasions.collect(), says!("there was no key moment", "ไม่มีช่วงสำคัญ"))
}

/// Declaring, the first change, the end of the impact, resolving.
fn key_moments(case: &Case<'_>) -> Vec<(Said, DrillTime)> {
    let incident = case.incident();
    let declared = incident.map(|own| own.declared.at);
    let declared = declared.or_else(|| case.clock.as_ref().map(|clock| clock.start));
    let resolved = incident.and_then(|own| own.resolved.as_ref()).map(|mark| mark.at);
    let moments = [
        (says!("the declaration", "การประกาศ"), declared),
        (says!("the first change", "การเปลี่ยนแรก"), case.changes().next().map(|own| own.began.0)),
        (says!("the end of the impact", "เวลาที่ผลกระทบสิ้นสุด"), case.impact.ended.map(|(at, _)| at)),
        (says!("resolving", "การแก้ไขเสร็จ"), resolved),
    ];
    moments.into_iter().filter_map(|(what, at)| Some((what, at?))).collect()
}

/// Notes, decisions and causes, and notes that came with a status.
fn written(case: &Case<'_>) -> Vec<(DrillTime, u64)> {
    let mut lines: Vec<_> = (case.state.record.iter())
        .filter(|own| own.kind != RecordKind::Cause || !own.why.is_empty())
        .map(|own| (own.added.at, own.added.seq))
        .collect();
    lines.extend(case.journal.entries.iter().filter_map(|entry| match &entry.event {
        Event::StatusChanged { note, .. } if !note.is_empty() => Some((entry.at, entry.seq)),
        _ => None,
    }));
    lines.sort_unstable();
    lines
}

/// Follow-ups, beside what contributed.
pub(super) fn actions(case: &Case<'_>, _rule: &Rule) -> Finding {
    if case.clock.is_none() {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    }
    let contributing = case.story_truth().map_or(1, |truth| truth.contributing.len());
    let wanted = contributing.clamp(1, ACTIONS);
    let items = &case.state.actions;
    let share = (items.len() as f64 / wanted as f64).min(1.0);
    let evidence = case.journal.entries.iter().filter_map(|entry| {
        matches!(entry.event, Event::Given(Command::Action { .. })).then_some(entry.seq)
    });
    let evidence = evidence.collect();
    let at = items.last().map_or(case.end, |item| item.added.at);
    let why = says!(
        "follow-ups with an owner and a date: {}, wanted: {wanted}",
        "งานติดตามผลที่มีผู้รับผิดชอบและกำหนด: {} ต้องการ: {wanted}",
        items.len()
    );
    let better = (share < 1.0).then(|| {
        says!(
            "/action TASK owner=… due=…: what keeps it from coming back, what shows it sooner",
            "/action TASK owner=… due=…: อะไรกันไม่ให้เกิดซ้ำ อะไรทำให้รู้เร็วขึ้น"
        )
        .to_owned()
    });
    Finding::whole(share, evidence, Some(at), why, better)
}
