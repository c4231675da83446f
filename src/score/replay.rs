//! Conditions of a story answered from its journal: what is so and what was done up to an entry.
//! Facts and metrics are the truth's last sample, so they are at most five seconds old.

use std::collections::BTreeMap;

use crate::command::{Command, Effect};
use crate::journal::{Entry, Event, Outcome, Truth, Verdict};
use crate::model::condition::{
    Condition, EventKind, FaultPhase, RemedyPhase, Scope, Situation, Test, Watch,
};
use crate::model::id::{FaultId, PartId, QuestionId, RemedyRun, Version, Whom};
use crate::model::remedy::Order;
use crate::model::time::DrillTime;
use crate::score::case::Case;

/// What is so and what was done, up to an entry.
pub struct Replay<'a> {
    case: &'a Case<'a>,
    truth: Option<&'a Truth>,
    faults: BTreeMap<FaultId, FaultPhase>,
    versions: BTreeMap<PartId, Vec<Version>>,
    begun: BTreeMap<RemedyRun, Order>,
    remedies: Vec<(Order, RemedyPhase)>,
    asked: BTreeMap<QuestionId, Whom>,
    done: Vec<Done>,
}

/// Something done, with what a filter may name.
struct Done {
    kind: EventKind,
    fields: Vec<(&'static str, Vec<String>)>,
}

impl<'a> Replay<'a> {
    /// Before the first entry.
    #[must_use]
    pub fn new(case: &'a Case<'a>) -> Self {
        let mut versions: BTreeMap<PartId, Vec<Version>> = BTreeMap::new();
        for (id, part) in &case.scenario.system.parts {
            if let crate::model::system::PartKind::Service(service) = &part.kind {
                versions.insert(id.clone(), vec![service.version.clone()]);
            }
        }
        Self {
            case,
            truth: None,
            faults: BTreeMap::new(),
            versions,
            begun: BTreeMap::new(),
            remedies: Vec::new(),
            asked: BTreeMap::new(),
            done: Vec::new(),
        }
    }

    /// Takes in the next entry.
    pub fn apply(&mut self, entry: &'a Entry) {
        match &entry.event {
            Event::TruthSampled(truth) => self.truth = Some(truth),
            Event::FaultBegan(fault) => {
                self.faults.insert(fault.clone(), FaultPhase::Active);
            }
            Event::FaultEnded(fault) => {
                self.faults.insert(fault.clone(), FaultPhase::Over);
            }
            Event::Deployed { part, version } => {
                self.versions.entry(part.clone()).or_default().push(version.clone());
            }
            Event::RemedyBegan { run, order, .. } => {
                self.begun.insert(*run, order.clone());
                self.remedies.push((order.clone(), RemedyPhase::Begun));
            }
            Event::RemedyEnded { order, outcome, .. } => self.remedy_ended(order, *outcome),
            event => self.take(event),
        }
    }

    fn remedy_ended(&mut self, order: &Order, outcome: Outcome) {
        let phase = match outcome {
            Outcome::Worked => RemedyPhase::Done,
            Outcome::Nothing => RemedyPhase::InVain,
            Outcome::Failed => RemedyPhase::Failed,
        };
        self.remedies.push((order.clone(), phase));
        if phase == RemedyPhase::Done && order.remedy.as_str() == "rollback" {
            let part = PartId::from(order.target.as_str());
            if let Some(own) = self.versions.get_mut(&part)
                && own.len() > 1
            {
                own.pop();
            }
        }
    }

    fn take(&mut self, event: &Event) {
        let one = |text: &dyn ToString| vec![text.to_string()];
        let (kind, fields) = match event {
            Event::Acknowledged { page, .. } => {
                let alert = self.case.state.pages.get(page).and_then(|page| page.alert);
                let rule = alert.and_then(|id| self.case.state.alerts.get(&id));
                let rule = rule.map(|alert| alert.rule.to_string()).into_iter().collect();
                (EventKind::Acknowledged, vec![("alert", rule)])
            }
            Event::Declared { severity, .. } => {
                self.done
                    .push(Done { kind: EventKind::Severity, fields: vec![("is", one(severity))] });
                (EventKind::Declared, Vec::new())
            }
            Event::SeverityChanged { severity, .. } => {
                (EventKind::Severity, vec![("is", one(severity))])
            }
            Event::StatusChanged { status, .. } => (EventKind::Status, vec![("is", one(status))]),
            Event::Assigned { role, .. } => (EventKind::Assigned, vec![("role", one(role))]),
            Event::Paged { whom, .. } => (EventKind::Paged, vec![("whom", self.names(whom))]),
            Event::Joined(person) => {
                (EventKind::Joined, vec![("who", self.names(&person.as_str().into()))])
            }
            Event::LookReturned { target, view, .. } => {
                let view = format!("{view:?}").to_lowercase();
                (EventKind::Looked, vec![("target", one(target)), ("view", vec![view])])
            }
            Event::RunbookOpened(id) => (EventKind::Runbook, vec![("is", one(id))]),
            Event::StepMarked { number, .. } => (EventKind::Step, vec![("n", one(number))]),
            Event::CauseStated { verdict } => {
                let right = *verdict != Verdict::Wrong;
                let word = if right { "right" } else { "wrong" };
                (EventKind::Cause, vec![("is", vec![word.to_owned()])])
            }
            Event::Shown(inject) => {
                let name = inject.inject.iter().map(ToString::to_string).collect();
                (EventKind::Shown, vec![("inject", name)])
            }
            Event::Asked { question, from, .. } => {
                self.asked.insert(*question, from.clone());
                return;
            }
            Event::Answered(question) => {
                let whom = self.asked.get(question).map(|whom| self.names(whom));
                (EventKind::Answered, vec![("whom", whom.unwrap_or_default())])
            }
            Event::Updated { update, .. } => {
                let audiences = update.audiences.iter().map(ToString::to_string).collect();
                let effect = vec![word_of(update.effect)];
                (EventKind::Updated, vec![("audience", audiences), ("effect", effect)])
            }
            Event::Given(Command::Ask { whom, .. }) => {
                (EventKind::Asked, vec![("whom", self.names(whom))])
            }
            Event::Given(Command::Decision { .. }) => (EventKind::Decision, Vec::new()),
            Event::Given(Command::Action { .. }) => (EventKind::Action, Vec::new()),
            _ => return,
        };
        self.done.push(Done { kind, fields });
    }

    /// A person with the teams and duties they can be called by.
    fn names(&self, whom: &Whom) -> Vec<String> {
        let system = &self.case.scenario.system;
        let person = self.case.state.player_of(whom).and_then(|place| place.plays.clone());
        let person = person.map_or_else(|| whom.to_string(), |person| person.to_string());
        let teams = system
            .teams
            .iter()
            .filter(|(_, team)| team.people.iter().any(|own| own.as_str() == person));
        let duties = system.duties.iter().filter(|(_, own)| own.as_str() == person);
        let mut names: Vec<String> = teams.map(|(id, _)| id.to_string()).collect();
        names.extend(duties.map(|(duty, _)| duty.clone()));
        names.extend([person, whom.to_string()]);
        names
    }

    fn remedies_like(&self, test: &Test) -> usize {
        let Test::Remedy { remedy, target, is, args, .. } = test else {
            return 0;
        };
        (self.remedies.iter())
            .filter(|(order, phase)| {
                phase == is
                    && order.remedy == *remedy
                    && target.as_ref().is_none_or(|target| order.target == *target)
                    && args.as_ref().is_none_or(|args| order.args.as_ref() == Some(args))
            })
            .count()
    }
}

impl Situation for Replay<'_> {
    fn holds(&self, leaf: &Test) -> bool {
        match leaf {
            Test::Metric { metric, bounds, scope } => {
                let value = self.truth.and_then(|truth| truth.readings.get(metric));
                *scope == Scope::default() && value.is_some_and(|value| bounds.hold(value))
            }
            Test::Fact { fact, bounds } => {
                let value = self.truth.and_then(|truth| truth.facts.get(fact).copied());
                bounds.hold(value.unwrap_or(0) as f64 / 1e6)
            }
            Test::Fault { fault, is } => self.faults.get(fault) == Some(is),
            Test::Deployed { part, version } => {
                self.versions.get(part).and_then(|own| own.last()) == Some(version)
            }
            Test::Remedy { count, .. } => self.remedies_like(leaf) >= *count as usize,
            Test::Event { event, filters, count } => {
                let fits = |done: &&Done| {
                    done.kind == *event
                        && filters.iter().all(|(key, wanted)| {
                            let field = done.fields.iter().find(|(name, _)| name == key);
                            field.is_some_and(|(_, values)| values.contains(wanted))
                        })
                };
                self.done.iter().filter(fits).count() >= (*count).max(1) as usize
            }
            _ => false,
        }
    }
}

/// The word of an effect in commands and conditions.
#[must_use]
pub fn word_of(effect: Effect) -> String {
    match effect {
        Effect::Unknown => "unknown".to_owned(),
        Effect::None => "none".to_owned(),
        Effect::Some => "some".to_owned(),
        Effect::Many => "many".to_owned(),
        Effect::All => "all".to_owned(),
        Effect::Percent(share) => format!("{share}%"),
    }
}

/// Looks, where there is something to look at.
pub(super) fn watched(watch: &mut Option<Watch>, at: DrillTime, replay: &Replay<'_>) -> bool {
    watch.as_mut().is_some_and(|watch| watch.look(at, replay))
}

/// When and by which entry a condition first held; `None` if it never did.
#[must_use]
pub fn first_held(case: &Case<'_>, condition: &Condition) -> Option<(DrillTime, u64)> {
    let mut replay = Replay::new(case);
    let mut watch = Watch::new(condition);
    for entry in &case.journal.entries {
        replay.apply(entry);
        if watch.look(entry.at, &replay) {
            return Some((entry.at, entry.seq));
        }
    }
    None
}
