//! Ways of playing that a proof holds the score against: what such a colleague does instead of, or
//! beside, what a good one does. Nobody plays like this in a drill with people.

use crate::command::{Command, Effect, Update};
use crate::crew::agenda::Task;
use crate::crew::comms::named;
use crate::crew::evidence::is_calm;
use crate::crew::{Craft, Crew};
use crate::model::cause::CauseKind;
use crate::model::character::Character;
use crate::model::id::{Target, Whom};
use crate::model::remedy::Order;
use crate::model::text::DisplayText;
use crate::model::time::{DrillTime, Span};
use crate::view::SeatView;

/// Seconds between two updates of who sends too many.
const SPAM_S: u32 = 60;
/// Seconds from declaring to the false word that it is over.
const LIE_S: u32 = 45;
/// Seconds that who takes back first waits for each to help.
const HOPES_S: u32 = 420;
/// The promise of an update that is sent again and again.
const PROMISE: Span = Span::from_minutes(10);

/// How far a character has come with what sets it apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Manner {
    /// Who it is; a good colleague is none.
    pub(super) character: Option<Character>,
    /// Parts that were restarted or taken back.
    touched: Vec<String>,
    /// When the last of these was ordered.
    last: Option<DrillTime>,
    paged_all: bool,
    spammed: Option<DrillTime>,
    lied: bool,
}

impl Crew {
    /// The same colleague, who plays like this.
    #[must_use]
    pub const fn in_the_manner_of(mut self, character: Character) -> Self {
        self.manner.character = Some(character);
        self
    }

    /// Whether this is how they play.
    pub(super) fn plays_like(&self, character: Character) -> bool {
        self.manner.character == Some(character)
    }

    /// Beside what a good colleague does.
    pub(super) fn overdo(&mut self, leads: bool, speaks: bool, view: &SeatView, now: DrillTime) {
        let declared = view.incidents.first().map(|row| row.declared);
        let Some(declared) = declared else { return };
        if leads && self.plays_like(Character::OverEscalator) {
            self.page_everybody(view, now);
        }
        if speaks && self.plays_like(Character::UpdateSpammer) {
            self.send_again(view, now);
        }
        if self.plays_like(Character::Liar) && now.since(declared) >= LIE_S {
            self.say_it_is_over(leads, speaks, view, now);
        }
    }

    /// Instead of finding out: one restart after the other, whatever looks bad first.
    pub(super) fn restart_on(&mut self, view: &SeatView, now: DrillTime) {
        let busy = view.remedies.iter().any(|row| row.ended.is_none())
            || self.agenda.has(|task| matches!(task, Task::Do(_)));
        if busy {
            return;
        }
        let parts = || view.services.iter().map(|row| row.part.to_string());
        let fresh = parts().find(|part| !self.manner.touched.contains(part));
        if fresh.is_none() {
            self.manner.touched.clear();
        }
        if let Some(part) = fresh.or_else(|| parts().next()) {
            self.touch("restart", part, now);
        }
    }

    /// Before finding out: holds the release of whatever looks bad for the cause and takes it back,
    /// one after the other. Whether that is still going on.
    pub(super) fn roll_back_first(&mut self, view: &SeatView, now: DrillTime) -> bool {
        let busy = view.remedies.iter().any(|row| row.ended.is_none())
            || self.agenda.has(|task| matches!(task, Task::Do(_)));
        let hopes = self.manner.last.is_some_and(|at| now.since(at) < HOPES_S);
        if busy || hopes || is_calm(view) {
            return true;
        }
        let bad = view.services.iter().filter(|row| row.badness > 0);
        let mut parts = bad.map(|row| row.part.to_string());
        let Some(part) = parts.find(|part| !self.manner.touched.contains(part)) else {
            return false;
        };
        let why = format!("something must have been released to {part}");
        let target = Target::from(part.as_str());
        self.plan(now, Task::Cause(target, CauseKind::Release, why));
        self.touch("rollback", part, now);
        true
    }

    fn touch(&mut self, remedy: &str, part: String, now: DrillTime) {
        self.manner.last = Some(now);
        let order = Order { remedy: remedy.into(), target: part.as_str().into(), args: None };
        self.manner.touched.push(part);
        self.plan(now, Task::Do(order));
    }

    fn page_everybody(&mut self, view: &SeatView, now: DrillTime) {
        if std::mem::replace(&mut self.manner.paged_all, true) {
            return;
        }
        for name in view.words.pageable.iter().chain(&view.words.people) {
            let whom = Whom::from(name.as_str());
            let page = Command::Page { whom, why: DisplayText::default() };
            self.plan(now, Task::Give(Box::new(page)));
        }
    }

    fn send_again(&mut self, view: &SeatView, now: DrillTime) {
        let open = view.incidents.iter().any(|row| row.open);
        let lately = self.manner.spammed.is_some_and(|at| now.since(at) < SPAM_S);
        if !open || lately {
            return;
        }
        let Some(last) = view.updates.last() else { return };
        self.manner.spammed = Some(now);
        let again = Update { next: Some(PROMISE), ..last.update.clone() };
        self.plan(now, Task::Give(Box::new(Command::Update(again))));
    }

    /// The last status and the last word, long before their time.
    fn say_it_is_over(&mut self, leads: bool, speaks: bool, view: &SeatView, now: DrillTime) {
        if std::mem::replace(&mut self.manner.lied, true) {
            return;
        }
        if leads && let Some(status) = self.process.statuses.last().cloned() {
            let note = DisplayText::from("it is over");
            let over = Command::Status { incident: named(view), status, note };
            self.plan(now, Task::Give(Box::new(over)));
        }
        if speaks {
            let scope = view.updates.last().map(|row| row.update.scope.clone());
            let audiences = view.words.audiences.iter().map(|(id, _)| id.clone());
            let owed = |id: &crate::model::id::AudienceId| {
                view.updates.iter().any(|row| row.update.audiences.contains(id))
            };
            let word = Update {
                incident: named(view),
                audiences: audiences.filter(owed).collect(),
                scope: scope.unwrap_or_default(),
                effect: Effect::None,
                doing: DisplayText::from("solved"),
                next: None,
                text: DisplayText::from("Everything works again."),
            };
            self.plan_writing(now, Task::Give(Box::new(Command::Update(word))));
        }
    }

    /// The one who repairs without a word: takes the page, then mends.
    pub(super) fn mend_in_silence(&mut self, view: &SeatView, now: DrillTime) {
        self.meet_duties(false, view, now);
        let waits = view.alerts.iter().any(|row| row.waits_for_me);
        let fires = view.alerts.iter().any(|row| row.resolved.is_none());
        if waits || !fires && view.remedies.is_empty() || !self.sits_in_command(view) {
            return;
        }
        if let Some(insight) = self.known.insight.clone() {
            let busy = view.remedies.iter().any(|row| row.ended.is_none())
                || self.agenda.has(|task| matches!(task, Task::Do(_)));
            if !busy {
                self.mend(&insight, view, now);
            }
        }
    }

    /// Whether this colleague sits in the seat of command.
    pub(super) fn sits_in_command(&self, view: &SeatView) -> bool {
        self.has_craft(Craft::Command, view)
    }
}
