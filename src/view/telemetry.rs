//! Readings as this seat's monitoring shows them: history, services, thresholds, marks on charts.
//! A missing reading is not there; it is never 0.

use std::collections::BTreeMap;

use crate::command::LookView;
use crate::incident::Incidents;
use crate::journal::{Entry, Event, Shown};
use crate::model::condition::Test;
use crate::model::fault::part_of;
use crate::model::id::{PartId, Target};
use crate::model::metric::{Metric, MetricRef};
use crate::model::system::System;
use crate::model::time::DrillTime;
use crate::view::fold::SeatFold;
use crate::view::{ChartMark, ServiceRow};

/// How long readings are kept for charts, in drill-seconds.
const HISTORY: u32 = 90 * 60;
/// The window of a row's little bars.
const TREND: u32 = 10 * 60;
/// A share of errors that is worth a look.
const NOTABLE: f64 = 0.01;

/// The bounds that alert rules draw on charts.
pub(super) fn thresholds(system: &System) -> BTreeMap<MetricRef, f64> {
    let mut bounds_by_metric = BTreeMap::new();
    for alert in system.alerts.values() {
        for leaf in alert.when.leaves() {
            if let Test::Metric { metric, bounds, .. } = leaf
                && let Some(bound) = bounds.above.or(bounds.at_least).or(bounds.below)
            {
                bounds_by_metric.insert(metric.clone(), bound);
            }
        }
    }
    bounds_by_metric
}

/// `checkout.error_ratio` or `business.orders` as a metric.
fn metric_of(name: &str) -> Option<MetricRef> {
    let (part, metric) = name.rsplit_once('.')?;
    if part == "business" {
        return Some(MetricRef { part: PartId::from(metric), metric: Metric::Value });
    }
    Some(MetricRef { part: PartId::from(part), metric: metric.parse().ok()? })
}

impl SeatFold {
    pub(super) fn scraped(&mut self, of: DrillTime, readings: &Shown) {
        for (name, reading) in &readings.0 {
            let Some(metric) = metric_of(name) else { continue };
            let value = reading.value(metric.metric.unit());
            let series = self.view.history.entry(metric).or_default();
            if series.last().is_none_or(|(last, _)| *last < of) {
                series.push((of, value));
            }
            if series.first().is_some_and(|(first, _)| of.since(*first) > HISTORY) {
                series.remove(0);
            }
        }
    }

    pub(super) fn mark(&mut self, entry: &Entry, event: &Event) {
        let mut add = |letter, target: Option<&Target>| {
            self.view.marks.push(ChartMark { at: entry.at, letter, target: target.cloned() });
        };
        match event {
            Event::Declared { .. } => add('I', None),
            Event::RemedyBegan { order, .. } => add('R', Some(&order.target)),
            Event::RemedyEnded { order, .. } => add('F', Some(&order.target)),
            Event::LookBegan { target, .. } => add('L', Some(target)),
            Event::Deployed { part, .. } => self.deploys.push(ChartMark {
                at: entry.at,
                letter: 'D',
                target: Some(Target::from(part.as_str())),
            }),
            Event::LookReturned { view: LookView::Deploys, target, .. } => {
                let of_it = |mark: &ChartMark| mark.target.as_ref() == Some(target);
                self.view.marks.extend(self.deploys.extract_if(.., |mark| of_it(mark)));
            }
            _ => {}
        }
    }

    pub(super) fn lay_out_services(&mut self) {
        let mut rows: BTreeMap<PartId, ServiceRow> = BTreeMap::new();
        let newest = self.view.history.values().filter_map(|s| s.last()).map(|at| at.0).max();
        let Some(newest) = newest else { return };
        for (metric, series) in &self.view.history {
            let Some((at, value)) = series.last().filter(|_| metric.metric != Metric::Value) else {
                continue;
            };
            let row = rows.entry(metric.part.clone()).or_insert_with(|| ServiceRow {
                part: metric.part.clone(),
                readings: BTreeMap::new(),
                badness: 0,
                trend: Vec::new(),
            });
            if *at == newest {
                row.readings.insert(metric.metric, *value);
            }
            if metric.metric == Metric::ErrorRatio {
                let recent = series.iter().filter(|(at, _)| newest.since(*at) <= TREND);
                row.trend = recent.map(|(_, value)| *value).collect();
            }
        }
        let mut rows: Vec<ServiceRow> = rows.into_values().collect();
        for row in &mut rows {
            row.badness = badness(&self.incidents, row);
        }
        let errors = |row: &ServiceRow| row.readings.get(&Metric::ErrorRatio).copied();
        rows.sort_by(|one, other| {
            let worse = other.badness.cmp(&one.badness);
            let errors = errors(other).unwrap_or(0.0).total_cmp(&errors(one).unwrap_or(0.0));
            worse.then(errors).then(one.part.cmp(&other.part))
        });
        self.view.services = rows;
    }
}

fn badness(incidents: &Incidents, row: &ServiceRow) -> u8 {
    let fires = |alert: &crate::incident::Alert| {
        alert.resolved.is_none() && part_of(&alert.target) == row.part
    };
    if incidents.alerts.values().any(fires) {
        return 2;
    }
    u8::from(row.readings.get(&Metric::ErrorRatio).is_some_and(|errors| *errors > NOTABLE))
}
