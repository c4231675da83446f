//! What a team without people has been told of the truth before it plays, and how it goes by that
//! once it knows. The values come from outside; nothing here can find them out.

use crate::command::{Command, LookView};
use crate::crew::agenda::Task;
use crate::crew::comms::word_for;
use crate::crew::evidence::is_calm;
use crate::crew::finding::board;
use crate::crew::hunch::{is_seen, named_right};
use crate::crew::speech::either;
use crate::crew::{Craft, Crew};
use crate::model::cause::CauseKind;
use crate::model::character::Character;
use crate::model::id::{RunbookId, Target, Whom};
use crate::model::remedy::Order;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
use crate::view::{RemedyRow, SeatView};

/// Seconds that who mends waits for a decision on record.
const DECIDED_S: u32 = 120;
/// Seconds after which what did not help is tried again.
const AGAIN_S: u32 = 60;

/// What is known of a scenario by a team that need not find out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insight {
    /// The root cause as `/cause` names it; none on a false alarm.
    pub cause: Option<(Target, CauseKind)>,
    /// Looks that show it, and that clear what else might be suspected.
    pub looks: Vec<(Target, LookView)>,
    /// The runbook that fits.
    pub runbook: Option<RunbookId>,
    /// Teams to bring in.
    pub owners: Vec<Whom>,
    /// People to tell.
    pub tell: Vec<Whom>,
    /// People to ask once it has ended.
    pub ask: Vec<Whom>,
    /// Causes that only seem to be it.
    pub suspects: Vec<(Target, CauseKind)>,
    /// What ends it, step by step.
    pub mends: Vec<Order>,
    /// Whether the time for each step has come.
    pub ready: Vec<bool>,
    /// What to try out once it has ended.
    pub verify: Vec<Order>,
}

/// How far a colleague with insight has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// What they were told; a colleague who has to find out has nothing here.
    pub(super) insight: Option<Insight>,
    paged: bool,
    looked: usize,
    /// When the cause was put on record.
    stated: Option<DrillTime>,
    asked: bool,
    told: Vec<Whom>,
    tried: Option<DrillTime>,
}

impl Insight {
    /// How many steps of the repair have ended well, in their order.
    pub(super) fn done(&self, view: &SeatView) -> usize {
        let mut done = 0;
        for row in view.remedies.iter().filter(|row| row.ended_well()) {
            let next = self.mends.get(done).map(Order::to_string);
            done += usize::from(next.as_ref() == Some(&row.what));
        }
        done
    }

    /// Whether all that ends it has been carried out.
    pub(super) fn is_mended(&self, view: &SeatView) -> bool {
        self.done(view) == self.mends.len()
    }

    /// What ends it, in one line.
    fn plan(&self) -> String {
        let steps: Vec<String> = self.mends.iter().map(Order::to_string).collect();
        steps.join(", then ")
    }
}

impl Crew {
    /// The same colleague, told what is so.
    #[must_use]
    pub fn with_insight(mut self, insight: Insight) -> Self {
        self.known.insight = Some(insight);
        self
    }

    /// Whether the time has come for each step of the repair, from who can tell.
    pub fn is_time_for_steps(&mut self, ready: &[bool]) {
        if let Some(insight) = &mut self.known.insight {
            insight.ready = ready.to_vec();
        }
    }

    /// Whether the repair that is known is through; so for who knows of none.
    pub(super) fn knows_it_mended(&self, view: &SeatView) -> bool {
        self.knowledge(view).is_none_or(|insight| insight.is_mended(view))
    }

    /// Goes by what is known: bring in the owners, look, state the cause, mend, try it out.
    pub(super) fn carry_on(&mut self, insight: &Insight, view: &SeatView, now: DrillTime) {
        self.bring_in_owners(insight, view, now);
        let busy = view.looks.iter().any(|look| look.lines.is_none())
            || view.remedies.iter().any(|row| row.ended.is_none())
            || self.agenda.has(|task| matches!(task, Task::Look(..) | Task::Do(_)));
        if busy {
            return;
        }
        while let Some(look) = insight.looks.get(self.known.looked).cloned() {
            self.known.looked += 1;
            if !is_seen(&look, view) {
                self.plan(now, Task::Look(look.0, look.1));
                return;
            }
        }
        self.state_the_cause(insight, view, now);
        if self.is_decided(insight, view, now) {
            self.mend(insight, view, now);
        }
        if insight.is_mended(view) && !std::mem::replace(&mut self.known.asked, true) {
            for whom in self.thought_of(&insight.ask) {
                let asks = either(
                    view.lang,
                    "is all well on your side, and does it stay so?".to_owned(),
                    "ฝั่งคุณเรียบร้อยไหม และจะเป็นอย่างนี้ต่อไปไหม".to_owned(),
                );
                self.plan(now, Task::Ask(whom.to_string(), asks));
            }
        }
    }

    /// Those of them that come to mind.
    fn thought_of(&mut self, all: &[Whom]) -> Vec<Whom> {
        all.iter().filter(|_| self.pace.thinks_of_it()).cloned().collect()
    }

    fn bring_in_owners(&mut self, insight: &Insight, view: &SeatView, now: DrillTime) {
        if std::mem::replace(&mut self.known.paged, true) {
            return;
        }
        for whom in self.thought_of(&insight.owners) {
            let why = DisplayText::from(board(view));
            let page = Command::Page { whom, why };
            self.plan(now, Task::Give(Box::new(page)));
        }
    }

    fn state_the_cause(&mut self, insight: &Insight, view: &SeatView, now: DrillTime) {
        let (None, Some((target, kind))) = (self.known.stated, &insight.cause) else { return };
        self.known.stated = Some(now);
        if self.seeks() && named_right(insight, view).is_some() {
            return;
        }
        let runbook = insight.runbook.clone().filter(|_| view.runbook.is_none());
        if self.plays_like(Character::Competent) || self.pace.slips() {
            // Good people blame the wrong part first, and leave the book on the shelf.
            if let Some((target, kind)) = insight.suspects.first() {
                self.plan(now, Task::Cause(target.clone(), *kind, board(view)));
            }
        } else if let Some(id) = runbook.filter(|_| self.pace.thinks_of_it()) {
            self.plan(now, Task::Runbook(id));
        }
        self.plan(now, Task::Cause(target.clone(), *kind, board(view)));
    }

    /// Whether somebody has decided what is done, or nobody does in time.
    fn is_decided(&self, insight: &Insight, view: &SeatView, now: DrillTime) -> bool {
        let Some(stated) = self.known.stated else { return true };
        let decided = self.has_decision(insight, view);
        decided || now.since(stated) >= DECIDED_S || view.incidents.is_empty()
    }

    /// The next step whose time has come; what failed is tried again. Then it is tried out.
    pub(super) fn mend(&mut self, insight: &Insight, view: &SeatView, now: DrillTime) {
        let done = insight.done(view);
        let lately = self.known.tried.is_some_and(|at| now.since(at) < AGAIN_S);
        let ready = insight.ready.get(done).copied().unwrap_or(false);
        let last = view.remedies.iter().filter(|row| !is_verify(row)).filter_map(|row| row.ended);
        let last = last.map(|(at, _)| at).max();
        let tried_out = |order: &Order| {
            let since = |row: &&RemedyRow| Some(row.began) >= last && row.what == order.to_string();
            view.remedies.iter().any(|row| since(&row) && row.ended_well())
        };
        let next = match insight.mends.get(done) {
            Some(order) => Some(order).filter(|_| ready),
            None if !is_calm(view) => None,
            None => insight.verify.iter().find(|order| !tried_out(order)),
        };
        if let Some(order) = next.filter(|_| !lately || done > 0) {
            self.known.tried = Some(now);
            self.plan(now, Task::Do(order.clone()));
        }
    }

    /// Whether it is on record what is done; by who came to see what is so, since that was named.
    fn has_decision(&self, insight: &Insight, view: &SeatView) -> bool {
        let named = named_right(insight, view).filter(|_| self.seeks()).map(|row| row.at);
        view.record.iter().any(|row| row.kind == "decision" && Some(row.at) >= named)
    }

    /// What whoever leads decides on the cause that was stated.
    pub(super) fn decide_as_known(&mut self, insight: &Insight, view: &SeatView, now: DrillTime) {
        let stated = view.record.iter().rev().find(|row| row.kind == "cause");
        let decided = self.has_decision(insight, view);
        let (Some(cause), false, false) = (stated, decided, insight.mends.is_empty()) else {
            return;
        };
        if self.agenda.has(
            |task| matches!(task, Task::Give(own) if matches!(**own, Command::Decision { .. })),
        ) {
            return;
        }
        let (plan, why) = (insight.plan(), cause.text.clone());
        let text = either(view.lang, format!("we do this: {plan}"), format!("ทำตามนี้: {plan}"));
        let decision = Command::Decision { text: DisplayText::from(text), why };
        self.plan_writing(now, Task::Give(Box::new(decision)));
    }

    /// Tells the people who must be told, once there is a first word for everybody.
    pub(super) fn tell_people(&mut self, view: &SeatView, now: DrillTime) {
        let Some(insight) = &self.known.insight else { return };
        let forgets = self.plays_like(Character::Competent);
        if view.updates.is_empty() || forgets || !self.has_craft(Craft::Speaking, view) {
            return;
        }
        let new: Vec<Whom> =
            insight.tell.iter().filter(|whom| !self.known.told.contains(whom)).cloned().collect();
        self.known.told.extend(new.iter().cloned());
        for whom in self.thought_of(&new) {
            let text = DisplayText::from(word_for(view));
            self.plan_writing(now, Task::Give(Box::new(Command::Tell { whom, text })));
        }
    }
}

fn is_verify(row: &RemedyRow) -> bool {
    row.what.starts_with("verify ")
}
