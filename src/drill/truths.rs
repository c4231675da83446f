//! Samples of what is so: facts, readings, what was lost and whom it is charged to. No playing
//! seat sees any of it before the debrief.

use std::collections::BTreeSet;
use std::mem;

use crate::drill::Drill;
use crate::drill::brief::Brief;
use crate::drill::situation::MOMENT;
use crate::journal::{Actor, Entry, Event, Shown, TRUTH_EVERY, Truth};
use crate::model::condition::{Condition, Scope, Situation as _, Test};
use crate::model::fault::Acts;
use crate::model::id::{PartId, RemedyRun};
use crate::model::metric::{Metric, MetricRef};
use crate::model::quantity::rounded;
use crate::model::system::PartKind;

/// A part that fails at least this share of calls carries nothing any more.
const BROKEN: f64 = 0.5;

/// Metrics that samples of the truth hold: what alerts, dashboards, truths and expectations speak
/// of, and errors and p99 of every service and client class.
pub(super) fn sampled(brief: &Brief) -> Vec<MetricRef> {
    let mut all: BTreeSet<MetricRef> =
        brief.system.dashboards.values().flatten().cloned().collect();
    let mut spoken_of = |condition: &Condition| {
        all.extend(condition.leaves().into_iter().filter_map(|leaf| match leaf {
            Test::Metric { metric, .. } => Some(metric.clone()),
            _ => None,
        }));
    };
    brief.system.alerts.values().for_each(|alert| spoken_of(&alert.when));
    for truth in &brief.story.truths {
        truth.over.iter().chain(&truth.when).for_each(&mut spoken_of);
        truth.then.iter().for_each(|then| spoken_of(&then.met));
        truth.suspects.iter().filter_map(|s| s.cleared_by.as_ref()).for_each(&mut spoken_of);
    }
    for expect in &brief.story.expects {
        expect.when.iter().chain(&expect.before).for_each(&mut spoken_of);
        spoken_of(&expect.met);
    }
    for inject in brief.story.injects.values() {
        match &inject.acts {
            Some(Acts::From { when, until }) => {
                spoken_of(when);
                until.iter().for_each(&mut spoken_of);
            }
            Some(Acts::While(condition)) => spoken_of(condition),
            Some(Acts::Always) | None => {}
        }
    }
    let services = (brief.system.parts.iter())
        .filter(|(_, part)| matches!(part.kind, PartKind::Service(_)))
        .map(|(id, _)| id);
    for part in services.chain(brief.system.clients.keys()) {
        for metric in [Metric::ErrorRatio, Metric::P99] {
            all.insert(MetricRef { part: part.clone(), metric });
        }
    }
    all.extend(
        brief
            .system
            .business
            .keys()
            .map(|part| MetricRef { part: part.clone(), metric: Metric::Value }),
    );
    all.into_iter().collect()
}

impl Drill {
    /// Measures facts anew after a step of the world: the world's own, and those the author states.
    pub(super) fn measure(&mut self) {
        self.facts = self.world.facts();
        let mut stated = mem::take(&mut self.clocks.stated);
        for (fact, clock) in &mut stated {
            if clock.tick(self.now, self.ledger.seq, |since| self.situation(since)) {
                let minutes =
                    clock.began().map_or(0.0, |began| f64::from(self.elapsed(began)) / 60.0);
                let value = fact.value + fact.per_minute * minutes;
                *self.facts.entry(fact.fact.clone()).or_insert(0.0) += value;
            }
        }
        self.clocks.stated = stated;
    }

    /// The truth, every [`TRUTH_EVERY`] seconds.
    pub(super) fn sample(&mut self, out: &mut Vec<Entry>) {
        if self.now.0.is_multiple_of(TRUTH_EVERY) {
            let truth = Event::TruthSampled(self.truth());
            self.emit(Actor::World, truth, out);
        }
    }

    fn truth(&self) -> Truth {
        let mut readings = Shown::default();
        for metric in &self.clocks.board.sampled {
            let read = self.world.read(&metric.part, metric.metric, &Scope::default(), MOMENT);
            if let Some(value) = read {
                readings.put(metric, value);
            }
        }
        let facts = self.facts.iter().map(|(fact, value)| (fact.clone(), rounded(value * 1e6)));
        let losses = self.world.losses();
        Truth {
            facts: facts.collect(),
            readings,
            customer_seconds: rounded(losses.customer_seconds).unsigned_abs(),
            money: rounded(losses.money * 100.0),
            world: self.world.digest(),
        }
    }

    /// What ends a drill: what remedies have cost in the end, the last sample, the end.
    pub(super) fn ending(&self, reason: &str) -> Vec<Event> {
        let mut events = self.harm();
        events.push(Event::TruthSampled(self.truth()));
        events.push(Event::Ended { reason: reason.to_owned() });
        events
    }

    /// Running totals of what remedies have cost people, where they have changed.
    pub(super) fn harm(&self) -> Vec<Event> {
        let charged = self.world.harm();
        let total = |(run, cost): (_, f64)| (run, rounded(cost.max(0.0)).unsigned_abs());
        let before = |run: &RemedyRun| self.ledger.attributed.get(run).copied().unwrap_or(0);
        let changed = charged.into_iter().map(total).filter(|(run, cost)| *cost != before(run));
        let event = |(run, customer_seconds)| Event::HarmAttributed { run, customer_seconds };
        changed.map(event).collect()
    }

    /// Whether a part carries nothing any more, so that what works through it does not.
    pub(super) fn fails(&self, part: &PartId) -> bool {
        let read = |metric| self.world.read(part, metric, &Scope::default(), MOMENT);
        read(Metric::ErrorRatio).is_some_and(|errors| errors >= BROKEN)
            || read(Metric::ReadyRatio).is_some_and(|ready| ready <= 0.0)
    }

    /// Whether nothing that a severity of the process tests is so any more, in truth and without
    /// regard to how long.
    #[must_use]
    pub fn is_calm(&self) -> bool {
        let now = self.situation(0);
        let holds = |condition: &Condition| holds_now(condition, &|leaf| now.holds(leaf));
        !self.brief.process.severities.iter().filter_map(|own| own.when.as_ref()).any(holds)
    }

    /// Whether a remedy is still under way, or somebody's answer.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        !self.ledger.remedies.is_empty() || !self.ledger.replies.is_empty()
    }
}

/// A condition without its `for`.
fn holds_now(condition: &Condition, leaf: &dyn Fn(&Test) -> bool) -> bool {
    match &condition.test {
        Test::All(parts) => parts.iter().all(|part| holds_now(part, leaf)),
        Test::Any(parts) => parts.iter().any(|part| holds_now(part, leaf)),
        Test::Not(part) => !holds_now(part, leaf),
        test => leaf(test),
    }
}
