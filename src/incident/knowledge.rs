//! What the team could know: facts as far as monitoring and people have shown them, and the
//! severity they amount to. It never looks at the truth.

use std::collections::BTreeMap;

use crate::content::process::Process;
use crate::journal::{InjectShown, Shown};
use crate::model::condition::{Situation, Test, Watch};
use crate::model::id::{AudienceId, FactId, SeverityId};
use crate::model::metric::{Metric, MetricRef};
use crate::model::system::System;
use crate::model::time::DrillTime;

/// Facts as shown, and since when they meet a test of the process.
#[derive(Clone, Debug)]
pub struct Knowledge {
    /// From the last scrape.
    monitored: BTreeMap<FactId, f64>,
    /// From people: tickets, calls, injects that name a fact.
    told: BTreeMap<FactId, f64>,
    severities: Vec<(SeverityId, Option<Watch>)>,
    due: BTreeMap<AudienceId, (Option<Watch>, Option<DrillTime>)>,
    never: BTreeMap<AudienceId, (Option<Watch>, bool)>,
    /// The severity that what was shown amounts to, each time it changed; `None` below every
    /// test.
    pub evident: Vec<(DrillTime, Option<SeverityId>)>,
    /// The same by monitoring alone: what people told is never taken back, boards calm down.
    boards: Vec<(DrillTime, Option<SeverityId>)>,
    board_tests: Vec<(SeverityId, Option<Watch>)>,
}

struct Facts<'a>(&'a BTreeMap<FactId, f64>, &'a BTreeMap<FactId, f64>);

impl Situation for Facts<'_> {
    fn holds(&self, leaf: &Test) -> bool {
        let Test::Fact { fact, bounds } = leaf else {
            return false;
        };
        bounds.hold(both(self.0, self.1, fact))
    }
}

/// A fact is what monitoring shows or what people told, whichever is graver.
fn both(monitored: &BTreeMap<FactId, f64>, told: &BTreeMap<FactId, f64>, fact: &FactId) -> f64 {
    let shown = |facts: &BTreeMap<FactId, f64>| facts.get(fact).copied().unwrap_or(0.0);
    shown(monitored).max(shown(told))
}

impl Knowledge {
    /// Nothing known yet.
    #[must_use]
    pub fn new(process: &Process) -> Self {
        let watch = |condition: &Option<_>| condition.as_ref().map(Watch::new);
        let severities: Vec<_> = (process.severities.iter())
            .map(|severity| (severity.id.clone(), watch(&severity.when)))
            .collect();
        Self {
            monitored: BTreeMap::new(),
            told: BTreeMap::new(),
            board_tests: severities.clone(),
            severities,
            due: (process.audiences.iter())
                .map(|audience| (audience.id.clone(), (watch(&audience.due), None)))
                .collect(),
            never: (process.audiences.iter())
                .map(|audience| (audience.id.clone(), (watch(&audience.never), false)))
                .collect(),
            evident: vec![(DrillTime::START, None)],
            boards: vec![(DrillTime::START, None)],
        }
    }

    /// A fact as far as it was shown; 0 if it never was.
    #[must_use]
    pub fn fact(&self, fact: &FactId) -> f64 {
        both(&self.monitored, &self.told, fact)
    }

    /// Since when updates to an audience are due by its test; `None` if never.
    #[must_use]
    pub fn due_since(&self, audience: &AudienceId) -> Option<DrillTime> {
        self.due.get(audience).and_then(|(_, since)| *since)
    }

    /// Whether updates to an audience are forbidden now.
    #[must_use]
    pub fn forbidden(&self, audience: &AudienceId) -> bool {
        self.never.get(audience).is_some_and(|(_, holds)| *holds)
    }

    /// The severity that what was shown amounted to at a time.
    #[must_use]
    pub fn evident_at(&self, at: DrillTime) -> Option<&SeverityId> {
        self.evident.iter().rev().find(|(since, _)| *since <= at)?.1.as_ref()
    }

    /// The severity that monitoring alone amounted to at a time.
    #[must_use]
    pub fn boards_at(&self, at: DrillTime) -> Option<&SeverityId> {
        self.boards.iter().rev().find(|(since, _)| *since <= at)?.1.as_ref()
    }

    /// Takes in a scrape: errors of the services that serve features and of the parts that
    /// client classes call stand for the facts a reader of dashboards would infer.
    pub(super) fn scraped(&mut self, system: &System, readings: &Shown) {
        let errors = |part: &crate::model::id::PartId| {
            let metric = MetricRef { part: part.clone(), metric: Metric::ErrorRatio };
            readings.get(&metric)
        };
        let mut facts: BTreeMap<FactId, f64> = BTreeMap::new();
        let mut raise = |fact: &str, value: f64| {
            let known = facts.entry(FactId::from(fact)).or_insert(0.0);
            *known = known.max(value);
        };
        for (id, feature) in &system.features {
            if let Some(hit) = errors(&feature.served_by) {
                raise(if feature.important { "feature_hit" } else { "minor_hit" }, hit);
                raise(&format!("feature_hit.{id}"), hit);
            }
        }
        for (id, class) in &system.clients {
            let shown = errors(id).or_else(|| class.calls.first().and_then(|c| errors(&c.to)));
            if let Some(hit) = shown {
                raise(&format!("class_hit.{id}"), hit);
                raise("users_hit", hit * class_share(system, class.users));
            }
        }
        self.monitored = facts;
    }

    /// Takes in what people told.
    pub(super) fn told(&mut self, inject: &InjectShown) {
        for (fact, millionths) in &inject.evidence {
            let value = *millionths as f64 / 1e6;
            let known = self.told.entry(fact.clone()).or_insert(0.0);
            *known = known.max(value);
        }
    }

    /// Looks at every test of the process. To be called once an instant.
    pub(super) fn look(&mut self, now: DrillTime) {
        let facts = Facts(&self.monitored, &self.told);
        gravest(&mut self.severities, &mut self.evident, now, &facts);
        let nothing_told = BTreeMap::new();
        let boards = Facts(&self.monitored, &nothing_told);
        gravest(&mut self.board_tests, &mut self.boards, now, &boards);
        for (watch, since) in self.due.values_mut() {
            let holds = watch.as_mut().is_none_or(|watch| watch.look(now, &facts));
            if holds && since.is_none() {
                *since = Some(now);
            }
        }
        for (watch, holds) in self.never.values_mut() {
            *holds = watch.as_mut().is_some_and(|watch| watch.look(now, &facts));
        }
    }
}

/// The gravest severity whose test holds, noted where it is another than before.
fn gravest(
    tests: &mut [(SeverityId, Option<Watch>)],
    noted: &mut Vec<(DrillTime, Option<SeverityId>)>,
    now: DrillTime,
    facts: &Facts<'_>,
) {
    let mut gravest = None;
    for (id, watch) in tests {
        let holds = watch.as_mut().is_some_and(|watch| watch.look(now, facts));
        if holds && gravest.is_none() {
            gravest = Some(id.clone());
        }
    }
    if noted.last().is_none_or(|(_, last)| *last != gravest) {
        noted.push((now, gravest));
    }
}

fn class_share(system: &System, users: u64) -> f64 {
    let all: u64 = system.clients.values().map(|class| class.users).sum();
    if all == 0 { 0.0 } else { users as f64 / all as f64 }
}
