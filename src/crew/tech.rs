//! Finding out and mending: which look comes next, what is said of it, when a cause is stated.
//! Nothing is repaired here that nobody asked for.

use std::collections::BTreeSet;

use crate::command::LookView;
use crate::crew::agenda::Task;
use crate::crew::evidence::{Deployed, errors, failing_callee, is_calm, onset, suspect, worst};
use crate::crew::finding::{board, sentence};
use crate::crew::following::cold_cache;
use crate::crew::speech::{cut, either, percent, story_time};
use crate::crew::{Craft, Crew};
use crate::model::cause::CauseKind;
use crate::model::character::Character;
use crate::model::fault::part_of;
use crate::model::id::{LookId, RemedyRun, Target};
use crate::model::time::DrillTime;
use crate::view::{LookItem, RemedyRow, SeatView};

/// The sides of a part, in the order looked at.
const SIDES: [LookView; 4] = [LookView::Metrics, LookView::Deploys, LookView::Logs, LookView::Deps];
/// Looks of one inquiry; then it waits for a word.
const LOOKS_MAX: usize = 16;
/// Seconds after a remedy's end in which it should have helped.
const SHOULD_HELP_S: u32 = 180;
/// Errors that say that it did not.
const STILL_BAD: f64 = 0.05;

/// What a colleague has looked into so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Inquiry {
    began: bool,
    /// What is looked into now.
    focus: Option<Target>,
    /// Looks planned or done.
    looked: Vec<(Target, LookView)>,
    told: BTreeSet<LookId>,
    told_runs: BTreeSet<RemedyRun>,
    /// The cause held now, and why.
    pub(super) held: Option<(Target, CauseKind, String)>,
    /// Looking on was given up, and said so.
    stuck: bool,
}

impl Crew {
    /// Looks into what is worst, side by side, until a cause is found.
    pub(super) fn inquire(&mut self, view: &SeatView, now: DrillTime) {
        if !self.inquiry.began {
            self.inquiry.began = true;
            let said = either(view.lang, "on it".to_owned(), "รับทราบ กำลังดู".to_owned());
            self.plan_saying(now, said);
        }
        if self.plays_like(Character::RestartEverything) {
            self.restart_on(view, now);
            return;
        }
        if self.plays_like(Character::RollbackFirst) && self.roll_back_first(view, now) {
            return;
        }
        if let Some(insight) = self.knowledge(view) {
            self.leave_runbook();
            self.carry_on(&insight, view, now);
            return;
        }
        self.doubt(view, now);
        if self.goes_by_runbook(view, now) {
            return;
        }
        let busy = view.looks.iter().any(|look| look.lines.is_none())
            || self.agenda.has(|task| matches!(task, Task::Look(..) | Task::Do(_)));
        if busy || is_calm(view) {
            return;
        }
        if let Some((target, kind, _)) = self.inquiry.held.clone() {
            // A release is taken back; for anything else, and where that failed, there are books.
            if kind != CauseKind::Release || has_failed(view, &target) {
                self.propose_runbook(view, now);
            } else {
                return;
            }
            if !self.seeks() {
                return;
            }
        }
        let enough = self.inquiry.looked.len() >= self.profile.looks && !self.has_a_lead();
        // Who may yet find out looks on while a book is asked for.
        if enough && self.propose_runbook(view, now) && !self.seeks() {
            return;
        }
        match self.next_look(view) {
            Some((target, side)) => {
                self.inquiry.stuck = false;
                self.inquiry.looked.push((target.clone(), side));
                self.plan(now, Task::Look(target, side));
            }
            None if !self.inquiry.stuck => {
                self.inquiry.stuck = true;
                let said = either(
                    view.lang,
                    "what I have looked at names no cause yet; where shall I look next?".to_owned(),
                    "ที่ดูมายังไม่เจอสาเหตุ ให้ดูตรงไหนต่อ".to_owned(),
                );
                self.plan_saying(now, said);
            }
            None => {}
        }
    }

    /// Whether a part that calls led to is still to be looked at from the sides that name most
    /// causes: nobody opens a book with a lead in hand.
    fn has_a_lead(&self) -> bool {
        let Some(focus) = &self.inquiry.focus else { return false };
        let seen = |side: &LookView| self.inquiry.looked.contains(&(focus.clone(), *side));
        let led = self.inquiry.looked.iter().any(|(target, _)| target != focus);
        led && !SIDES.iter().take(2).all(seen)
    }

    /// Drops a cause whose remedy has not helped.
    fn doubt(&mut self, view: &SeatView, now: DrillTime) {
        let Some((target, ..)) = &self.inquiry.held else { return };
        let helped_by = |row: &RemedyRow| {
            let ended = row.ended.filter(|(_, failed)| !failed);
            let here = row.what.split(' ').nth(1) == Some(target.as_str());
            ended.is_some_and(|(at, _)| here && now.since(at) >= SHOULD_HELP_S)
        };
        let still = errors(view, &part_of(target)).is_some_and(|share| share > STILL_BAD)
            || (self.seeks() && !is_calm(view));
        if still && view.remedies.iter().any(helped_by) {
            let said = either(
                view.lang,
                format!("{target} is no better; that was not all of it, I look on"),
                format!("{target} ยังไม่ดีขึ้น ยังไม่ใช่ทั้งหมด ดูต่อ"),
            );
            self.inquiry.held = None;
            self.plan_saying(now, said);
        }
    }

    fn next_look(&mut self, view: &SeatView) -> Option<(Target, LookView)> {
        if let Some(look) = self.hunch(view) {
            return Some(look);
        }
        // Who may yet find out looks again at what is worst rather than give up.
        let again = worst(view).filter(|_| self.seeks());
        let again = again.map(|row| (Target::from(row.part.as_str()), LookView::Metrics));
        self.look_by_the_board(view).or(again)
    }

    fn look_by_the_board(&mut self, view: &SeatView) -> Option<(Target, LookView)> {
        if self.inquiry.looked.len() >= LOOKS_MAX {
            return None;
        }
        if self.inquiry.focus.is_none() {
            self.inquiry.focus = self.first_focus(view);
        }
        for _ in 0..LOOKS_MAX {
            let focus = self.inquiry.focus.clone()?;
            let done = |side: &LookView| self.inquiry.looked.contains(&(focus.clone(), *side));
            if let Some(side) = SIDES.into_iter().find(|side| !done(side)) {
                return Some((focus, side));
            }
            self.inquiry.focus = self.next_focus(&focus, view);
        }
        None
    }

    /// The worst service; by a slip the one after it.
    fn first_focus(&mut self, view: &SeatView) -> Option<Target> {
        let bad = view.services.iter().filter(|row| row.badness > 0);
        let rows: Vec<Target> = bad.map(|row| Target::from(row.part.as_str())).collect();
        let first = usize::from(rows.len() > 1 && self.pace.slips());
        rows.get(first).cloned()
    }

    /// Whom the last one waits for most, else the next worst that was not looked into.
    fn next_focus(&self, last: &Target, view: &SeatView) -> Option<Target> {
        let new = |target: &Target| self.inquiry.looked.iter().all(|(own, _)| own != target);
        let deps = |look: &&LookItem| look.target == *last && look.view == LookView::Deps;
        let callee = view.looks.iter().rev().find(deps).and_then(failing_callee);
        if let Some(callee) = callee.filter(new) {
            return Some(callee);
        }
        let bad = view.services.iter().filter(|row| row.badness > 0);
        let mut targets = bad.map(|row| Target::from(row.part.as_str()));
        targets.find(new)
    }

    /// Says what looks have shown and how remedies of one's own ended.
    pub(super) fn follow_up(&mut self, view: &SeatView, now: DrillTime) {
        for look in &view.looks {
            if look.lines.is_some() && self.inquiry.told.insert(look.id) {
                self.tell_look(look, view, now);
            }
        }
        for row in &view.remedies {
            let Some((_, failed)) = row.ended else { continue };
            if row.by == view.my_name && self.inquiry.told_runs.insert(row.run) {
                self.tell_remedy(row, failed, view, now);
            }
        }
    }

    fn tell_look(&mut self, look: &LookItem, view: &SeatView, now: DrillTime) {
        let asked = !self.inquiry.looked.contains(&(look.target.clone(), look.view));
        let suspect = suspect(view, look);
        let slips = !asked && self.pace.slips();
        if suspect.is_some() || !slips {
            self.plan_saying(now, sentence(view, look));
        }
        self.ears.about = Some(look.target.clone());
        if self.inquiry.held.is_some() || self.knowledge(view).is_some() {
            return;
        }
        let cold = cold_cache(view, look).filter(|_| self.has_craft(Craft::Mending, view));
        let kind = match (&suspect, &cold) {
            (Some(_), _) => CauseKind::Release,
            (None, Some(_)) => CauseKind::Cache,
            (None, None) => return,
        };
        if self.sees_through(&look.target, kind) {
            return;
        }
        if let Some(deploy) = suspect {
            self.hold(&look.target, &deploy, view, now);
        } else if let Some(why) = cold {
            self.inquiry.held = Some((look.target.clone(), kind, why.clone()));
            self.plan(now, Task::Cause(look.target.clone(), kind, why));
        }
    }

    /// A deploy fits in time: open the runbook, state it, propose.
    fn hold(&mut self, target: &Target, deploy: &Deployed, view: &SeatView, now: DrillTime) {
        let version = deploy.version();
        let began = onset(view, &part_of(target)).map(|at| story_time(view, at));
        let began = began.unwrap_or_default();
        let why = either(
            view.lang,
            format!("{version} went out at {}, errors began {began}", deploy.clock),
            format!("{version} ลงเมื่อ {} error เริ่ม {began}", deploy.clock),
        );
        self.inquiry.held = Some((target.clone(), CauseKind::Release, why.clone()));
        if !self.has_craft(Craft::Mending, view) {
            return;
        }
        let fitting = view.runbooks.iter().find(|row| row.fits);
        if let Some(row) = fitting.filter(|row| !row.opened) {
            self.plan(now, Task::Runbook(row.id.clone()));
        }
        self.plan(now, Task::Cause(target.clone(), CauseKind::Release, why));
        if self.profile.proposes {
            let said = either(
                view.lang,
                format!("I propose /do rollback {target}; say the word"),
                format!("เสนอ /do rollback {target} รอคำสั่ง"),
            );
            self.plan_saying(now, said);
        }
    }

    /// Whether such work is for this colleague: the role is theirs, or nobody's and they sit
    /// there.
    pub(super) fn has_craft(&self, craft: Craft, view: &SeatView) -> bool {
        let roles = view.my_roles.iter().filter_map(|short| self.process.role(short));
        roles.map(|role| self.craft_of(role)).any(|own| own == craft)
    }

    fn tell_remedy(&mut self, row: &RemedyRow, failed: bool, view: &SeatView, now: DrillTime) {
        let printed = row.says.as_ref().map(|says| says.get(view.lang)).unwrap_or_default();
        let printed = cut(&printed.replace('\n', " "), 160);
        if !failed && row.what.starts_with("verify ") {
            self.plan_saying(now, printed);
            return;
        }
        let said = if failed {
            either(
                view.lang,
                format!("{} failed: {printed}", row.what),
                format!("{} ไม่สำเร็จ: {printed}", row.what),
            )
        } else {
            either(
                view.lang,
                format!("{} has ended; I look whether it helped", row.what),
                format!("{} เสร็จแล้ว ขอดูผลก่อน", row.what),
            )
        };
        self.plan_saying(now, said);
        if let (false, Some(target)) = (failed, row.what.split(' ').nth(1)) {
            self.plan(now, Task::Look(Target::from(target), LookView::Metrics));
        }
    }

    /// What is known and held, in one or two sentences.
    pub(super) fn findings(&self, view: &SeatView) -> String {
        let mut said = vec![board(view)];
        if let Some(look) = view.looks.iter().rev().find(|look| look.lines.is_some()) {
            said.push(sentence(view, look));
        }
        if let Some((target, kind, why)) = &self.inquiry.held {
            said.push(either(
                view.lang,
                format!("I hold {target} {kind} for the cause: {why}"),
                format!("คิดว่าสาเหตุคือ {target} {kind}: {why}"),
            ));
        }
        said.dedup();
        said.join(". ")
    }

    /// Whether a remedy would be a good idea, as far as the evidence goes.
    pub(super) fn give_opinion(&mut self, remedy: &str, view: &SeatView, now: DrillTime) {
        let said = match &self.inquiry.held {
            Some((target, CauseKind::Release, why)) if remedy == "rollback" => either(
                view.lang,
                format!("I would: rollback {target}. {why}"),
                format!("เห็นด้วย: rollback {target} {why}"),
            ),
            _ => either(
                view.lang,
                format!("nothing I have seen speaks for {remedy} yet. {}", board(view)),
                format!("ยังไม่เห็นอะไรที่ชี้ว่าควร {remedy} {}", board(view)),
            ),
        };
        self.plan_saying(now, said);
    }

    /// The reason to give for something, from the board.
    pub(super) fn reason(&self, view: &SeatView) -> String {
        if let Some((_, _, why)) = &self.inquiry.held {
            return why.clone();
        }
        match worst(view) {
            Some(row) => {
                let share = errors(view, &row.part).map(percent).unwrap_or_default();
                either(
                    view.lang,
                    format!("{} errors {share}", row.part),
                    format!("{} error {share}", row.part),
                )
            }
            None => board(view),
        }
    }
}

/// Whether the last remedy on a part said that it failed.
fn has_failed(view: &SeatView, target: &Target) -> bool {
    let here = |row: &&RemedyRow| row.what.split(' ').nth(1) == Some(target.as_str());
    let last = view.remedies.iter().rev().find(here).and_then(|row| row.ended);
    last.is_some_and(|(_, failed)| failed)
}
