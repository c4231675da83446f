//! What monitoring shows of Lantern Lane.

use std::collections::BTreeMap;

use firedrill::model::id::PartId;
use firedrill::model::metric::{Metric, MetricRef};
use firedrill::model::time::DrillTime;
use firedrill::view::ServiceRow;

pub(super) fn metric(part: &str, metric: Metric) -> MetricRef {
    MetricRef { part: part.into(), metric }
}

pub(super) fn thresholds() -> BTreeMap<MetricRef, f64> {
    [
        (metric("checkout", Metric::ErrorRatio), 0.05),
        (metric("payments", Metric::P99), 2.0),
        (metric("orders-placed", Metric::Value), 200.0),
    ]
    .into()
}

pub(super) type Part = (&'static str, f64, f64, f64, f64, f64, f64, u8);

/// Parts with rate, error share, p50, p99, queue, ready, how bad.
pub(super) const PARTS: &[Part] = &[
    ("checkout", 228.0, 0.248, 0.9, 3.1, 480.0, 12.0, 2),
    ("payments", 512.0, 0.031, 0.4, 2.6, 210.0, 8.0, 1),
    ("web", 655.0, 0.056, 0.3, 1.2, 0.0, 20.0, 0),
    ("orders", 160.0, 0.003, 0.06, 0.24, 0.0, 6.0, 0),
    ("cart", 410.0, 0.002, 0.03, 0.095, 0.0, 6.0, 0),
    ("search", 351.0, 0.001, 0.04, 0.13, 0.0, 4.0, 0),
    ("catalog", 905.0, 0.001, 0.02, 0.06, 0.0, 8.0, 0),
    ("edge", 2011.0, 0.003, 0.009, 0.04, 0.0, 6.0, 0),
    ("kite-pay", 590.0, 0.004, 0.12, 0.21, 0.0, 1.0, 0),
    ("ledger", 148.0, 0.0, 0.025, 0.08, 0.0, 3.0, 0),
    ("notify", 90.0, 0.0, 0.02, 0.07, 0.0, 2.0, 0),
    ("orders-db", 1200.0, 0.0, 0.002, 0.011, 0.0, 3.0, 0),
];

pub(super) fn services(broken: bool) -> Vec<ServiceRow> {
    let row = |own: &(&str, f64, f64, f64, f64, f64, f64, u8)| {
        let (part, rate, errors, p50, p99, queue, ready, badness) = *own;
        let hurt = broken && badness > 0;
        let errors = if hurt { errors } else { 0.002 };
        let mut readings: BTreeMap<Metric, f64> = [
            (Metric::Rate, rate),
            (Metric::ErrorRatio, errors),
            (Metric::P50, p50),
            (Metric::P99, p99),
            (Metric::Queue, queue),
            (Metric::Ready, ready),
        ]
        .into();
        if part == "kite-pay" {
            readings.remove(&Metric::Queue);
        }
        let trend = (0..20).map(|step| {
            let up = f64::from(step - 12) / 8.0;
            if hurt && step > 12 { errors * up } else { 0.002 }
        });
        ServiceRow {
            part: PartId::from(part),
            readings,
            badness: if hurt { badness } else { 0 },
            trend: trend.collect(),
        }
    };
    PARTS.iter().map(row).collect()
}

/// Samples every ten seconds: calm, then broken from 01:00 on, with one scrape missing.
pub(super) fn history(now: DrillTime, broken: bool) -> BTreeMap<MetricRef, Vec<(DrillTime, f64)>> {
    let series = |calm: f64, worst: f64| {
        let times = (0..=now.0 / 10).map(|step| DrillTime(step * 10));
        let times = times.filter(|time| time.0 != 200);
        let value = |time: &DrillTime| {
            let wobble = f64::from(time.0 / 10 % 7) * 0.01;
            let hurt = broken && time.0 > 60 && time.0 < 840;
            let after = broken && time.0 >= 840;
            let grown = (f64::from(time.0.saturating_sub(60)) / 400.0).min(1.0);
            let eased = 1.0 - (f64::from(time.0.saturating_sub(840)) / 200.0).min(0.95);
            let share = if hurt {
                grown
            } else if after {
                eased
            } else {
                0.0
            };
            calm + (worst - calm) * share * (1.0 + wobble)
        };
        times.map(|time| (time, value(&time))).collect::<Vec<_>>()
    };
    [
        (metric("checkout", Metric::ErrorRatio), series(0.002, 0.33)),
        (metric("checkout", Metric::Rate), series(200.0, 240.0)),
        (metric("checkout", Metric::P99), series(0.4, 3.1)),
        (metric("payments", Metric::P99), series(0.5, 3.0)),
        (metric("payments", Metric::ErrorRatio), series(0.001, 0.04)),
        (metric("orders-placed", Metric::Value), series(312.0, 190.0)),
    ]
    .into()
}
