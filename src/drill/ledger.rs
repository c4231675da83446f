//! What later rules need beyond the incident's state, folded from entries alone: numbers to give
//! out, what is under way, what was shown, steered, offered. It holds no rule.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::{Command, LookView, Steering};
use crate::drill::brief::Brief;
use crate::drill::past::{Past, Word};
use crate::incident::Incidents;
use crate::journal::{Actor, Entry, Event, Outcome, Shown, Verdict};
use crate::model::condition::{EventKind, RemedyPhase};
use crate::model::id::{
    AlertId, IncidentId, InjectId, LookId, PageId, PersonId, PlayerId, QuestionId, RemedyRun,
    Target, Whom,
};
use crate::model::remedy::Order;
use crate::model::time::{DrillTime, Span};

/// A look under way.
#[derive(Clone, Debug)]
pub(super) struct Looking {
    pub(super) who: PlayerId,
    pub(super) target: Target,
    pub(super) view: LookView,
    pub(super) ready: DrillTime,
}

/// A remedy under way.
#[derive(Clone, Debug)]
pub(super) struct Doing {
    pub(super) order: Order,
    pub(super) by: Actor,
    pub(super) arm: Option<u32>,
    pub(super) began: DrillTime,
    pub(super) ready: DrillTime,
}

/// An answer under way.
#[derive(Clone, Debug)]
pub(super) struct Replying {
    pub(super) from: PersonId,
    pub(super) to: PlayerId,
    pub(super) reply: Option<u32>,
    pub(super) ready: DrillTime,
}

/// A command that was accepted.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) at: DrillTime,
    pub(super) by: Actor,
    pub(super) command: Command,
}

/// The state of rules, folded from entries.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) past: Past,
    pub(super) seq: u64,
    pub(super) next: Numbers,
    pub(super) looks: BTreeMap<LookId, Looking>,
    pub(super) remedies: BTreeMap<RemedyRun, Doing>,
    pub(super) replies: BTreeMap<u64, Replying>,
    pub(super) shown: BTreeSet<InjectId>,
    pub(super) steered: BTreeMap<InjectId, Steering>,
    pub(super) hints: u32,
    pub(super) offered: Option<Span>,
    /// Where a jump that was taken wants to go.
    pub(super) goal: Option<DrillTime>,
    pub(super) refused: BTreeMap<PlayerId, u32>,
    pub(super) said: Vec<Said>,
    /// The last reading of every metric that monitoring or a look has shown.
    pub(super) seen: Shown,
    pub(super) attributed: BTreeMap<RemedyRun, u64>,
    pub(super) paused: bool,
    pub(super) speed: u32,
    pub(super) ended: bool,
}

/// The numbers given out last.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbers {
    pub(super) alert: u32,
    pub(super) page: u32,
    pub(super) incident: u32,
    pub(super) question: u32,
    pub(super) run: u32,
    pub(super) look: u32,
}

impl Numbers {
    pub(super) const fn alert(&self) -> AlertId {
        AlertId(self.alert + 1)
    }

    pub(super) const fn page(&self) -> PageId {
        PageId(self.page + 1)
    }

    pub(super) const fn incident(&self) -> IncidentId {
        IncidentId(self.incident + 1)
    }

    pub(super) const fn question(&self) -> QuestionId {
        QuestionId(self.question + 1)
    }

    pub(super) const fn run(&self) -> RemedyRun {
        RemedyRun(self.run + 1)
    }

    pub(super) const fn look(&self) -> LookId {
        LookId(self.look + 1)
    }
}

impl Ledger {
    /// Takes in the next entry; `incidents` has taken it in already.
    pub(super) fn apply(&mut self, brief: &Brief, incidents: &Incidents, entry: &Entry) {
        self.seq = entry.seq;
        match &entry.event {
            Event::Given(command) => self.given(brief, entry, command),
            Event::Refused { .. } => {
                if let Actor::Player(player) = &entry.by {
                    *self.refused.entry(player.clone()).or_insert(0) += 1;
                }
            }
            Event::Hinted { level, .. } => self.hints = *level,
            Event::JumpOffered(span) => self.offered = Some(*span),
            Event::Jumped { to, .. } => self.goal = self.goal.filter(|goal| goal > to),
            Event::HarmAttributed { run, customer_seconds } => {
                self.attributed.insert(*run, *customer_seconds);
            }
            Event::Paused => self.paused = true,
            Event::Resumed => self.paused = false,
            Event::SpeedSet(speed) => self.speed = *speed,
            Event::Ended { .. } => self.ended = true,
            Event::TruthSampled(_) => {}
            event => {
                self.world(entry, event);
                self.people(brief, incidents, entry, event);
                self.incident(brief, entry, event);
                self.work(entry, event);
            }
        }
    }

    fn event(&mut self, entry: &Entry, kind: EventKind, words: Vec<Word>) {
        self.past.event(entry.seq, kind, words);
    }

    fn given(&mut self, brief: &Brief, entry: &Entry, command: &Command) {
        let said = Said { at: entry.at, by: entry.by.clone(), command: command.clone() };
        self.said.push(said);
        match command {
            Command::Decision { .. } => self.event(entry, EventKind::Decision, Vec::new()),
            Command::Action { .. } => self.event(entry, EventKind::Action, Vec::new()),
            Command::Ask { whom, .. } => {
                let words = named(brief, "whom", whom);
                self.event(entry, EventKind::Asked, words);
            }
            Command::Steer { how, inject } => {
                self.steered.insert(inject.clone(), *how);
            }
            Command::Jump => {
                self.goal = self.offered.take().map(|span| entry.at + span);
            }
            _ => {}
        }
    }

    fn world(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::FaultBegan(fault) => self.past.fault_began(fault),
            Event::FaultEnded(fault) => self.past.fault_ended(entry.seq, fault),
            Event::MetricsScraped { readings, .. } | Event::LookReturned { readings, .. } => {
                for (metric, reading) in &readings.0 {
                    match self.seen.0.get_mut(metric) {
                        Some(own) => *own = *reading,
                        None => {
                            self.seen.0.insert(metric.clone(), *reading);
                        }
                    }
                }
            }
            Event::AlertFired { alert, .. } => self.next.alert = self.next.alert.max(alert.0),
            _ => {}
        }
    }

    fn people(&mut self, brief: &Brief, incidents: &Incidents, entry: &Entry, event: &Event) {
        match event {
            Event::Paged { page, whom, .. } => {
                self.next.page = self.next.page.max(page.0);
                let words = named(brief, "whom", whom);
                self.event(entry, EventKind::Paged, words);
            }
            Event::Acknowledged { page, by } => {
                let mut words = named(brief, "whom", by);
                let alert = incidents.pages.get(page).and_then(|page| page.alert);
                if let Some(alert) = alert.and_then(|alert| incidents.alerts.get(&alert)) {
                    words.push(("alert", alert.rule.to_string()));
                    words.push(("alert", alert.id.to_string()));
                }
                self.event(entry, EventKind::Acknowledged, words);
            }
            Event::Joined(person) => {
                let words = named(brief, "who", &Whom::from(person.as_str()));
                self.event(entry, EventKind::Joined, words);
            }
            Event::Shown(inject) => {
                let Some(id) = &inject.inject else { return };
                self.shown.insert(id.clone());
                self.steered.remove(id);
                self.event(entry, EventKind::Shown, vec![("inject", id.to_string())]);
            }
            Event::QuestionPut { from, to, reply, ready } => {
                let replying =
                    Replying { from: to.clone(), to: from.clone(), reply: *reply, ready: *ready };
                self.replies.insert(entry.seq, replying);
            }
            Event::Replied { from, to, .. } => {
                let first = self.replies.iter().find(|(_, own)| own.from == *from && own.to == *to);
                if let Some(seq) = first.map(|(seq, _)| *seq) {
                    self.replies.remove(&seq);
                }
            }
            Event::Asked { question, .. } => {
                self.next.question = self.next.question.max(question.0);
            }
            Event::Answered(question) => {
                let asker = incidents.questions.get(question).map(|own| own.from.clone());
                let words = asker.map(|asker| named(brief, "whom", &asker)).unwrap_or_default();
                self.event(entry, EventKind::Answered, words);
            }
            _ => {}
        }
    }

    fn incident(&mut self, brief: &Brief, entry: &Entry, event: &Event) {
        match event {
            Event::Declared { incident, severity, .. } => {
                self.next.incident = self.next.incident.max(incident.0);
                self.event(entry, EventKind::Declared, Vec::new());
                self.event(entry, EventKind::Severity, vec![("is", severity.to_string())]);
                if let Some(first) = brief.process.statuses.first() {
                    self.event(entry, EventKind::Status, vec![("is", first.to_string())]);
                }
            }
            Event::SeverityChanged { severity, .. } => {
                self.event(entry, EventKind::Severity, vec![("is", severity.to_string())]);
            }
            Event::StatusChanged { status, .. } => {
                self.event(entry, EventKind::Status, vec![("is", status.to_string())]);
            }
            Event::Assigned { role, holder, .. } => {
                let mut words = named(brief, "whom", holder);
                words.push(("role", role.to_string()));
                let short = brief.process.role(role.as_str()).map(|own| own.short.clone());
                words.extend(short.map(|short| ("role", short)));
                self.event(entry, EventKind::Assigned, words);
            }
            Event::Updated { update, .. } => {
                let audiences = update.audiences.iter();
                let mut words: Vec<Word> =
                    audiences.map(|audience| ("audience", audience.to_string())).collect();
                words.push(("effect", effect(update.effect)));
                self.event(entry, EventKind::Updated, words);
            }
            _ => {}
        }
    }

    fn work(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::LookBegan { look, target, view, ready } => {
                self.next.look = self.next.look.max(look.0);
                if let Actor::Player(who) = &entry.by {
                    let (who, target) = (who.clone(), target.clone());
                    let looking = Looking { who, target, view: *view, ready: *ready };
                    self.looks.insert(*look, looking);
                }
            }
            Event::LookReturned { look, target, view, .. } => {
                self.looks.remove(look);
                let words = vec![("target", target.to_string()), ("view", view.word().to_owned())];
                self.event(entry, EventKind::Looked, words);
            }
            Event::RemedyBegan { run, order, ready, arm } => {
                self.next.run = self.next.run.max(run.0);
                let (order, by) = (order.clone(), entry.by.clone());
                self.past.remedy(entry.seq, &order, RemedyPhase::Begun);
                let doing = Doing { order, by, arm: *arm, began: entry.at, ready: *ready };
                self.remedies.insert(*run, doing);
            }
            Event::RemedyEnded { run, order, outcome, .. } => {
                self.remedies.remove(run);
                let phase = match outcome {
                    Outcome::Worked => RemedyPhase::Done,
                    Outcome::Nothing => RemedyPhase::InVain,
                    Outcome::Failed => RemedyPhase::Failed,
                };
                self.past.remedy(entry.seq, order, phase);
            }
            Event::CauseStated { verdict } => {
                let is = match verdict {
                    Verdict::Right => "right",
                    Verdict::Acceptable => "acceptable",
                    Verdict::Wrong => "wrong",
                };
                self.event(entry, EventKind::Cause, vec![("is", is.to_owned())]);
            }
            Event::RunbookOpened(id) => {
                self.event(entry, EventKind::Runbook, vec![("is", id.to_string())]);
            }
            Event::StepMarked { runbook, number, .. } => {
                let words = vec![("n", number.to_string()), ("runbook", runbook.to_string())];
                self.event(entry, EventKind::Step, words);
            }
            _ => {}
        }
    }

    /// The look a player has under way.
    pub(super) fn look_of(&self, player: &PlayerId) -> Option<&Looking> {
        self.looks.values().find(|look| look.who == *player)
    }

    /// When a player last gave a command.
    pub(super) fn last_word(&self, player: &str) -> Option<DrillTime> {
        let by = |said: &&Said| matches!(&said.by, Actor::Player(own) if own.as_str() == player);
        self.said.iter().rev().find(by).map(|said| said.at)
    }
}

fn named(brief: &Brief, key: &'static str, whom: &Whom) -> Vec<Word> {
    brief.words_for(whom).into_iter().map(|word| (key, word)).collect()
}

/// The word of files for an effect.
fn effect(effect: crate::command::Effect) -> String {
    use crate::command::Effect;
    match effect {
        Effect::Unknown => "unknown".to_owned(),
        Effect::None => "none".to_owned(),
        Effect::Some => "some".to_owned(),
        Effect::Many => "many".to_owned(),
        Effect::All => "all".to_owned(),
        Effect::Percent(share) => format!("{share}%"),
    }
}
