//! Going by a runbook where looking around has named no cause, or the first repair did not help:
//! which one, step by step, and what becomes of a step that fails. A book is followed as written;
//! what it tells to do is done, what it tells to see is looked at.

use crate::command::{Command, LookView, StepMark};
use crate::content::runbook::Directive;
use crate::crew::agenda::Task;
use crate::crew::evidence::{errors, failing_callee};
use crate::crew::speech::{either, percent};
use crate::crew::{Craft, Crew};
use crate::model::condition::Bounds;
use crate::model::id::{RunbookId, Target};
use crate::model::metric::{Metric, MetricRef};
use crate::model::remedy::Order;
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;
use crate::view::{RemedyRow, RunbookRow, RunbookView, SeatView, StepRow};

/// Seconds in which a check must come true; then the book does not help.
const CHECK_S: u32 = 300;
/// A reading older than this is looked up anew.
const FRESH_S: u32 = 45;
/// Seconds until a step that is done but not marked is marked by hand.
const MARKED_S: u32 = 20;
/// Errors of a part from which a book about it may fit.
const ABNORMAL: f64 = 0.02;

/// How far a colleague has come with a runbook.
#[derive(Clone, Debug, Default)]
pub(super) struct Following {
    /// The one they go by.
    id: Option<RunbookId>,
    /// Books they have been through, or given up.
    over: Vec<RunbookId>,
    /// The one they have asked for leave to go by.
    asked: Option<RunbookId>,
    /// The step, since when, and how many of its directives were begun.
    step: u32,
    since: DrillTime,
    begun: usize,
    /// Since when the check of the step holds.
    holds: Option<DrillTime>,
}

impl Crew {
    /// Goes by this runbook from now on.
    pub(super) fn follow(&mut self, id: RunbookId, view: &SeatView, now: DrillTime) {
        if view.runbook.as_ref().is_none_or(|book| book.id != id) {
            self.plan(now, Task::Give(Box::new(Command::Runbook(id.clone()))));
        }
        self.following = Following {
            id: Some(id),
            since: now,
            over: self.following.over.clone(),
            ..Following::default()
        };
    }

    /// Whether a runbook is being gone by; then its next thing is done.
    pub(super) fn goes_by_runbook(&mut self, view: &SeatView, now: DrillTime) -> bool {
        let Some(id) = self.following.id.clone() else { return false };
        let busy = view.looks.iter().any(|look| look.lines.is_none())
            || view.remedies.iter().any(|row| row.ended.is_none() && row.by == view.my_name)
            || self.agenda.has(|task| matches!(task, Task::Look(..) | Task::Do(_) | Task::Give(_)));
        if busy {
            return true;
        }
        let Some(book) = view.runbook.as_ref().filter(|book| book.id == id) else {
            // It opens in a moment; another one opened over it takes its place.
            if now.since(self.following.since) > CHECK_S {
                self.leave_runbook();
            }
            return true;
        };
        match book.steps.iter().find(|step| step.marked.is_none()).cloned() {
            Some(step) => self.next_of(book, &step, view, now),
            None => self.leave_runbook(),
        }
        true
    }

    /// Goes by it no further.
    pub(super) fn leave_runbook(&mut self) {
        let id = self.following.id.take();
        self.following.over.extend(id);
    }

    fn next_of(&mut self, book: &RunbookView, step: &StepRow, view: &SeatView, now: DrillTime) {
        if self.following.step != step.number {
            self.following.step = step.number;
            self.following.since = now;
            self.following.begun = 0;
            self.following.holds = None;
        }
        if is_not_needed(book, step, view) {
            self.mark(step, StepMark::Skip, "not needed: what was done before it worked", now);
            return;
        }
        match step.directives.get(self.following.begun) {
            Some(Directive::Command(command)) => self.carry_out_step(step, command, view, now),
            Some(Directive::Wait(span)) => {
                let over = now.since(self.following.since) >= span.seconds();
                self.following.begun += usize::from(over);
            }
            Some(Directive::Check { metric, bounds, hold }) => {
                self.check(step, (metric, bounds, hold.seconds()), view, now);
            }
            None if step.directives.is_empty() => self.mark(step, StepMark::Done, "", now),
            None if now.since(self.following.since) >= MARKED_S => {
                self.mark(step, StepMark::Done, "", now);
            }
            None => {}
        }
    }

    fn carry_out_step(
        &mut self,
        step: &StepRow,
        command: &Command,
        view: &SeatView,
        now: DrillTime,
    ) {
        if let Command::Do(order) = command
            && let Some(row) = last_run(view, order)
            && row.ended.is_some_and(|(_, failed)| failed)
        {
            self.mark(step, StepMark::Skip, "it failed when it was tried", now);
            return;
        }
        self.following.begun += 1;
        self.following.since = now;
        match command {
            Command::Look { target, view: side } => {
                self.plan(now, Task::Look(target.clone(), *side));
            }
            Command::Do(order) => self.plan(now, Task::Do(order.clone())),
            Command::Update(_) => self.ask_for_an_update(view, now),
            other => self.plan(now, Task::Give(Box::new(other.clone()))),
        }
    }

    /// An update is for who speaks, in their own words.
    fn ask_for_an_update(&mut self, view: &SeatView, now: DrillTime) {
        let holder = self.holder_of(Craft::Speaking, view);
        if let Some(name) = holder.filter(|name| *name != view.my_name) {
            let asks =
                either(view.lang, "please send an update".to_owned(), "ส่งอัปเดตให้หน่อย".to_owned());
            self.plan(now, Task::Ask(name, asks));
        }
    }

    /// Sees whether a reading lies where the book wants it; looks it up where no screen shows it.
    fn check(
        &mut self,
        step: &StepRow,
        (metric, bounds, hold): (&MetricRef, &Bounds, u32),
        view: &SeatView,
        now: DrillTime,
    ) {
        let Some(value) = reading(view, metric, now) else {
            let target = Target::from(metric.part.as_str());
            self.plan(now, Task::Look(target, LookView::Metrics));
            return;
        };
        if bounds.hold(value) {
            let since = *self.following.holds.get_or_insert(now);
            if now.since(since) >= hold {
                self.following.begun += 1;
                self.following.holds = None;
                self.following.since = now;
            }
            return;
        }
        self.following.holds = None;
        if now.since(self.following.since) > CHECK_S {
            let why = format!("{metric} stays at {value:.2}");
            self.mark(step, StepMark::Skip, &why, now);
        }
    }

    fn mark(&mut self, step: &StepRow, mark: StepMark, why: &str, now: DrillTime) {
        let why = DisplayText::from(why);
        let command = Command::Step { number: step.number, mark, why };
        self.plan(now, Task::Give(Box::new(command)));
    }

    /// Proposes the runbook that fits best what is abnormal, to whoever leads; who leads oneself
    /// goes by it. Whether there was one.
    pub(super) fn propose_runbook(&mut self, view: &SeatView, now: DrillTime) -> bool {
        let Some(id) = self.fitting_runbook(view) else { return false };
        if self.following.asked.as_ref() == Some(&id) {
            return true;
        }
        self.following.asked = Some(id.clone());
        match self.leader(view).filter(|name| *name != view.my_name) {
            Some(name) => {
                let asks = either(
                    view.lang,
                    format!("shall I go by the runbook {id}?"),
                    format!("ให้ทำตาม runbook {id} ไหม"),
                );
                self.plan(now, Task::Ask(name, asks));
            }
            None => self.follow(id, view, now),
        }
        true
    }

    fn fitting_runbook(&self, view: &SeatView) -> Option<RunbookId> {
        let share = |targets: &[Target]| {
            let hit = targets.iter().filter(|target| is_abnormal(view, target)).count();
            hit as f64 / targets.len().max(1) as f64
        };
        // What was tried by a book that lay open has not ended it.
        let tried = view.remedies.iter().any(|row| row.ended.is_some());
        let over =
            |row: &RunbookRow| self.following.over.contains(&row.id) || (tried && row.opened);
        let fit = view.runbooks.iter().filter(|row| row.fits && !over(row));
        let rank = |row: &RunbookRow| {
            let source = row.targets.iter().any(|target| is_source(view, target));
            (source, share(&row.targets))
        };
        // Of two that fit alike the first in the list.
        let best = fit.rev().max_by(|one, other| {
            let ((one, much), (other, more)) = (rank(one), rank(other));
            one.cmp(&other).then(much.total_cmp(&more))
        });
        best.map(|row| row.id.clone())
    }

    /// The name of who leads.
    fn leader(&self, view: &SeatView) -> Option<String> {
        let lead = self.process.roles.first()?;
        let row = view.team.iter().find(|row| row.role == lead.id)?;
        row.holder.as_ref().map(|(name, _)| name.clone())
    }
}

/// A step that only says what to do if the one before it failed, when that worked.
fn is_not_needed(book: &RunbookView, step: &StepRow, view: &SeatView) -> bool {
    let texts = [step.text.get(Lang::En), step.text.get(Lang::Th)];
    if !texts.iter().any(|text| ["If ", "ถ้า", "หาก"].iter().any(|word| text.starts_with(word)))
    {
        return false;
    }
    let before = book.steps.iter().rev().filter(|own| own.number < step.number);
    let order = before.flat_map(|own| &own.directives).find_map(|own| match own {
        Directive::Command(command) => match &**command {
            Command::Do(order) => Some(order),
            _ => None,
        },
        _ => None,
    });
    let last = order.and_then(|order| last_run(view, order));
    last.is_some_and(RemedyRow::ended_well)
}

fn last_run<'a>(view: &'a SeatView, order: &Order) -> Option<&'a RemedyRow> {
    let what = order.to_string();
    view.remedies.iter().rev().find(|row| row.what == what)
}

/// Whether screens or looks show that something is wrong with a part.
fn is_abnormal(view: &SeatView, target: &Target) -> bool {
    let part = crate::model::fault::part_of(target);
    let fails = errors(view, &part).is_some_and(|share| share > ABNORMAL);
    let looked = view.looks.iter().rev().find(|look| {
        look.lines.is_some() && look.view == LookView::Metrics && look.target == *target
    });
    let shows = |metric, bad: fn(f64) -> bool| {
        let name = MetricRef { part: part.clone(), metric };
        looked.and_then(|look| look.readings.get(&name)).is_some_and(bad)
    };
    fails
        || shows(Metric::Saturation, |value| value > 0.9)
        || shows(Metric::PoolUse, |value| value > 0.9)
        || shows(Metric::HitRatio, |value| value < 0.6)
}

/// Whether looking has led to a part and no further: it is abnormal, and not because of whom it calls.
fn is_source(view: &SeatView, target: &Target) -> bool {
    let looks = || view.looks.iter().filter(|look| look.target == *target && look.lines.is_some());
    let calls = looks().rev().find(|look| look.view == LookView::Deps);
    looks().next().is_some()
        && is_abnormal(view, target)
        && calls.and_then(failing_callee).is_none()
}

/// A reading that is fresh: from the board, else from a look.
fn reading(view: &SeatView, metric: &MetricRef, now: DrillTime) -> Option<f64> {
    let shown = view.history.get(metric).and_then(|past| past.last());
    if let Some((at, value)) = shown
        && now.since(*at) <= FRESH_S
    {
        return Some(*value);
    }
    let look = view
        .looks
        .iter()
        .rev()
        .find(|look| look.lines.is_some() && look.readings.get(metric).is_some())?;
    (now.since(look.ready) <= FRESH_S).then(|| look.readings.get(metric)).flatten()
}

/// `hit ratio 3 %` where a look shows a cache that answers next to nothing.
pub(super) fn cold_cache(view: &SeatView, look: &crate::view::LookItem) -> Option<String> {
    let part = crate::model::fault::part_of(&look.target);
    let ratio = look.readings.get(&MetricRef { part, metric: Metric::HitRatio })?;
    (ratio < 0.5).then(|| {
        let ratio = percent(ratio);
        either(
            view.lang,
            format!("only {ratio} of what is asked is in the cache"),
            format!("ในแคชมีเพียง {ratio} ของที่ถูกถาม"),
        )
    })
}
