//! What monitoring shows: the history of every metric, and the parts with their last readings,
//! worst first. It knows readings only, so a screen lies where monitoring does.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::journal::Shown;
use crate::model::condition::{Bounds, Test};
use crate::model::id::PartId;
use crate::model::metric::{Metric, MetricRef};
use crate::model::system::{PartKind, System};
use crate::model::time::{DrillTime, Span};
use crate::view::{SeatView, ServiceRow};

/// How far history reaches back.
const KEPT: Span = Span::from_minutes(75);
/// How far the bars of a service reach back.
const TREND: Span = Span::from_minutes(10);
/// Our own choice: from here on a part is worth a look though no alert says so.
const ERRORS_WORTH_A_LOOK: f64 = 0.01;
/// Share of slots in use that is worth a look.
const FULL_WORTH_A_LOOK: f64 = 0.85;
/// So many times its lowest 99th percentile so far, and at least [`SLOW_AT_LEAST_S`].
const SLOWER_WORTH_A_LOOK: f64 = 3.0;
/// Seconds below which nobody calls a part slow.
const SLOW_AT_LEAST_S: f64 = 0.3;

/// What was scraped so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Board {
    /// Names as scrapes write them, read once.
    known: BTreeMap<String, MetricRef>,
    last: BTreeMap<PartId, BTreeMap<Metric, f64>>,
    /// The lowest 99th percentile of each part so far.
    quickest: BTreeMap<PartId, f64>,
    /// Parts that have a row.
    parts: BTreeSet<PartId>,
    /// When the last readings were true.
    of: Option<DrillTime>,
}

impl Board {
    /// Before the first scrape: every service has a row, other parts once they were read.
    pub(super) fn new(system: &System) -> Self {
        let services = system.parts.iter();
        let services = services.filter(|(_, part)| matches!(part.kind, PartKind::Service(_)));
        Self { parts: services.map(|(id, _)| id.clone()).collect(), ..Self::default() }
    }

    /// Takes in a scrape. Readings of a time that was shown before are late, not new.
    pub(super) fn scraped(
        &mut self,
        of: DrillTime,
        readings: &Shown,
        history: &mut Arc<BTreeMap<MetricRef, Vec<(DrillTime, f64)>>>,
    ) {
        let new = self.of.is_none_or(|last| of > last);
        self.of = self.of.max(Some(of));
        let oldest = of - KEPT;
        let history = Arc::make_mut(history);
        self.last.clear();
        for (name, reading) in &readings.0 {
            if !self.known.contains_key(name) {
                let Ok(metric) = name.parse() else { continue };
                self.known.insert(name.clone(), metric);
            }
            let Some(metric) = self.known.get(name).cloned() else { continue };
            let value = reading.value(metric.metric.unit());
            self.read(&metric, value);
            if new {
                let past = history.entry(metric).or_default();
                drop_before(past, oldest);
                past.push((of, value));
            }
        }
    }

    fn read(&mut self, metric: &MetricRef, value: f64) {
        if metric.metric == Metric::Value {
            return;
        }
        if !self.parts.contains(&metric.part) {
            self.parts.insert(metric.part.clone());
        }
        if metric.metric == Metric::P99 {
            let quickest = self.quickest.entry(metric.part.clone()).or_insert(value);
            *quickest = quickest.min(value);
        }
        self.last.entry(metric.part.clone()).or_default().insert(metric.metric, value);
    }

    /// The last scrape's reading of a metric.
    pub(super) fn reading(&self, metric: &MetricRef) -> Option<f64> {
        self.last.get(&metric.part)?.get(&metric.metric).copied()
    }

    /// Seconds since the last readings were true.
    pub(super) fn age(&self, now: DrillTime) -> Option<u32> {
        self.of.map(|of| now.since(of))
    }

    /// Rows of the parts, worst first; `alerting` are those an alert fires on.
    pub(super) fn rows(&self, alerting: &BTreeSet<PartId>, view: &SeatView) -> Vec<ServiceRow> {
        let row = |part: &PartId| {
            let readings = self.last.get(part).cloned().unwrap_or_default();
            let look = u8::from(self.is_worth_a_look(part, &readings));
            let badness = if alerting.contains(part) { 2 } else { look };
            ServiceRow { part: part.clone(), readings, badness, trend: self.trend(part, view) }
        };
        let mut rows: Vec<ServiceRow> = self.parts.iter().map(row).collect();
        let errors = |row: &ServiceRow| row.readings.get(&Metric::ErrorRatio).copied();
        rows.sort_by(|one, other| {
            let worse = errors(other).unwrap_or(0.0).total_cmp(&errors(one).unwrap_or(0.0));
            let slower = self.slowness(other).total_cmp(&self.slowness(one));
            other.badness.cmp(&one.badness).then(worse).then(slower)
        });
        rows
    }

    fn is_worth_a_look(&self, part: &PartId, readings: &BTreeMap<Metric, f64>) -> bool {
        let above = |metric: Metric, bound: f64| readings.get(&metric).is_some_and(|v| *v > bound);
        let quickest = self.quickest.get(part).copied().unwrap_or(f64::INFINITY);
        above(Metric::ErrorRatio, ERRORS_WORTH_A_LOOK)
            || above(Metric::Saturation, FULL_WORTH_A_LOOK)
            || above(Metric::P99, (quickest * SLOWER_WORTH_A_LOOK).max(SLOW_AT_LEAST_S))
    }

    /// How many times its quickest a part is slow now.
    fn slowness(&self, row: &ServiceRow) -> f64 {
        let now = row.readings.get(&Metric::P99);
        match (now, self.quickest.get(&row.part)) {
            (Some(now), Some(quickest)) if *quickest > 0.0 => now / quickest,
            _ => 0.0,
        }
    }

    fn trend(&self, part: &PartId, view: &SeatView) -> Vec<f64> {
        let errors = MetricRef { part: part.clone(), metric: Metric::ErrorRatio };
        let since = self.of.unwrap_or_default() - TREND;
        let past = view.history.get(&errors).map(Vec::as_slice).unwrap_or_default();
        let from = past.partition_point(|(of, _)| *of < since);
        past.iter().skip(from).map(|(_, value)| *value).collect()
    }
}

/// Drops what is too old, a minute's worth at a time.
fn drop_before(past: &mut Vec<(DrillTime, f64)>, oldest: DrillTime) {
    let slack = oldest - Span::from_minutes(1);
    if past.first().is_some_and(|(of, _)| *of < slack) {
        let old = past.partition_point(|(of, _)| *of < oldest);
        past.drain(..old);
    }
}

/// The bounds that alerts watch: metric to bound.
pub(super) fn thresholds(system: &System) -> BTreeMap<MetricRef, f64> {
    let mut found = BTreeMap::new();
    let leaves = system.alerts.values().flat_map(|alert| alert.when.leaves());
    for leaf in leaves {
        if let Test::Metric { metric, bounds, .. } = leaf
            && let Some(bound) = bound(bounds)
        {
            found.entry(metric.clone()).or_insert(bound);
        }
    }
    found
}

fn bound(bounds: &Bounds) -> Option<f64> {
    bounds.above.or(bounds.at_least).or(bounds.below).or(bounds.at_most)
}
