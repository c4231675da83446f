//! What monitoring has: scrapes with their lag, gaps and staleness, and the alerts that read
//! them. Nothing here looks at the truth but the scrape itself.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use crate::drill::Drill;
use crate::drill::brief::Brief;
use crate::drill::faults::Tool;
use crate::drill::truths::sampled;
use crate::journal::{Actor, Entry, Event, Shown};
use crate::model::condition::{Condition, Scope, Situation, Test, Watch};
use crate::model::id::{AlertId, AlertRule, Target};
use crate::model::metric::{Metric, MetricRef};
use crate::model::system::{Alert, PartKind};
use crate::model::time::{DrillTime, Span};

/// An alert resolves when its condition has not held for this long, so that a value on the edge
/// does not page again and again.
const CALM: Span = Span::from_seconds(60);

/// A scrape: when it was taken, when it reaches the screens, what it read.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    of: DrillTime,
    due: DrillTime,
    readings: Shown,
    narrow: BTreeMap<(MetricRef, Scope), f64>,
    shown: bool,
}

/// Which metrics are read at all.
#[derive(Clone, Debug)]
pub(super) struct Board {
    /// By the monitoring of the system.
    scraped: Vec<MetricRef>,
    /// By alerts that look at some instances or callers only.
    narrow: Vec<(MetricRef, Scope)>,
    /// By samples of the truth.
    pub(super) sampled: Vec<MetricRef>,
}

/// The clock of an alert rule.
#[derive(Clone, Debug)]
pub(super) struct AlertClock {
    rule: AlertRule,
    watch: Watch,
    /// Since when its condition does not hold while it fires.
    calm: Option<DrillTime>,
}

/// What an alert reads.
struct Monitored<'a>(&'a Sample);

impl Situation for Monitored<'_> {
    fn holds(&self, leaf: &Test) -> bool {
        let Test::Metric { metric, bounds, scope } = leaf else { return false };
        let value = if *scope == Scope::default() {
            self.0.readings.get(metric)
        } else {
            self.0.narrow.get(&(metric.clone(), scope.clone())).copied()
        };
        value.is_some_and(|value| bounds.hold(value))
    }
}

/// The metrics a condition speaks of, each with its scope.
fn metrics(condition: &Condition) -> impl Iterator<Item = (&MetricRef, &Scope)> {
    condition.leaves().into_iter().filter_map(|leaf| match leaf {
        Test::Metric { metric, scope, .. } => Some((metric, scope)),
        _ => None,
    })
}

impl Board {
    /// Dashboards, alerts, business, and the four signals of every service. Client classes are
    /// not monitored unless a dashboard says so.
    pub(super) fn new(brief: &Brief) -> Self {
        let system = &brief.system;
        let mut scraped: BTreeSet<MetricRef> =
            system.dashboards.values().flatten().cloned().collect();
        let mut narrow = BTreeSet::new();
        for (metric, scope) in system.alerts.values().flat_map(|alert| metrics(&alert.when)) {
            if *scope == Scope::default() {
                scraped.insert(metric.clone());
            } else {
                narrow.insert((metric.clone(), scope.clone()));
            }
        }
        for (id, part) in &system.parts {
            if matches!(part.kind, PartKind::Service(_)) {
                for metric in [Metric::ErrorRatio, Metric::Rate, Metric::P99, Metric::Saturation] {
                    scraped.insert(MetricRef { part: id.clone(), metric });
                }
            }
        }
        for part in system.business.keys() {
            scraped.insert(MetricRef { part: part.clone(), metric: Metric::Value });
        }
        Self {
            scraped: scraped.into_iter().collect(),
            narrow: narrow.into_iter().collect(),
            sampled: sampled(brief),
        }
    }
}

impl AlertClock {
    pub(super) fn new((rule, alert): (&AlertRule, &Alert)) -> Self {
        Self { rule: rule.clone(), watch: Watch::new(&alert.when), calm: None }
    }
}

impl Drill {
    /// Scrapes, shows what has arrived, and lets the alerts look at it.
    pub(super) fn monitoring(&mut self, out: &mut Vec<Entry>) {
        self.scrape();
        let arrived = self.clocks.scrapes.iter().position(|s| s.due <= self.now && !s.shown);
        let Some(at) = arrived else { return };
        if let Some(sample) = self.clocks.scrapes.get_mut(at) {
            sample.shown = true;
        }
        let shown = match self.tool("metrics") {
            // A scrape that was taken wrong is wrong already.
            Tool::Fine | Tool::Wrong(_) => self.clocks.scrapes.get(at),
            // Where it stands still, what is on the screens is what came last.
            Tool::Absent | Tool::Stalled => None,
            Tool::Stale(by) => {
                let of = self.clocks.scrapes.get(at).map(|sample| sample.of - by);
                let older = |sample: &&Sample| of.is_some_and(|of| sample.of <= of);
                let scrapes = &self.clocks.scrapes;
                scrapes.iter().rev().find(older).or_else(|| scrapes.front())
            }
        };
        if let Some(sample) = shown.cloned() {
            let (of, readings) = (sample.of, sample.readings.clone());
            self.emit(Actor::World, Event::MetricsScraped { of, readings }, out);
            if !matches!(self.tool("alerts"), Tool::Absent | Tool::Stalled) {
                self.alerts(&sample, out);
            }
        }
    }

    fn scrape(&mut self) {
        let tools = &self.brief.system.tools;
        let every = tools.every.seconds().max(1);
        if !self.now.0.is_multiple_of(every) || self.now == DrillTime::START {
            return;
        }
        let factor = self.shown_times();
        let mut readings = Shown::default();
        for metric in &self.clocks.board.scraped {
            let read = self.world.read(&metric.part, metric.metric, &Scope::default(), every);
            if let Some(value) = read {
                readings.put(metric, value * factor);
            }
        }
        let narrow = self.clocks.board.narrow.iter().filter_map(|(metric, scope)| {
            let value = self.world.read(&metric.part, metric.metric, scope, every)?;
            Some(((metric.clone(), scope.clone()), value * factor))
        });
        let narrow = narrow.collect();
        let due = self.now + tools.lag;
        let sample = Sample { of: self.now, due, readings, narrow, shown: false };
        self.clocks.scrapes.push_back(sample);
    }

    /// How many times too large what monitoring shows is; 1 when it is right.
    pub(super) fn shown_times(&self) -> f64 {
        match self.tool("metrics") {
            Tool::Wrong(factor) => factor,
            _ => 1.0,
        }
    }

    fn alerts(&mut self, sample: &Sample, out: &mut Vec<Entry>) {
        let mut clocks = mem::take(&mut self.clocks.alerts);
        for own in &mut clocks {
            let holds = own.watch.look(self.now, &Monitored(sample));
            match (self.firing(&own.rule), holds) {
                (None, true) => self.fire(&own.rule, out),
                (Some(_), true) => own.calm = None,
                (Some(alert), false) => {
                    let since = *own.calm.get_or_insert(self.now);
                    if self.elapsed(since) >= CALM.seconds() {
                        own.calm = None;
                        self.emit(Actor::World, Event::AlertResolved(alert), out);
                    }
                }
                (None, false) => {}
            }
        }
        self.clocks.alerts = clocks;
    }

    /// The alert of a rule that fires now.
    pub(super) fn firing(&self, rule: &AlertRule) -> Option<AlertId> {
        let alerts = self.incidents.alerts.values();
        alerts.rev().find(|own| own.rule == *rule && own.resolved.is_none()).map(|own| own.id)
    }

    fn fire(&mut self, rule: &AlertRule, out: &mut Vec<Entry>) {
        let Some(alert) = self.brief.system.alerts.get(rule) else { return };
        let metric = metrics(&alert.when).next().map(|(metric, _)| metric.clone());
        let target = metric.as_ref().map_or(rule.as_str(), |metric| metric.part.as_str());
        let fired = Event::AlertFired {
            alert: self.ledger.next.alert(),
            rule: rule.clone(),
            target: Target::from(target),
            metric,
            says: alert.says.clone(),
        };
        self.emit(Actor::World, fired, out);
    }
}
