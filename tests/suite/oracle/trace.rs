//! What came of a run, in windows of 5 seconds, and how two runs compare.

use std::sync::Arc;

use firedrill::model::condition::Scope;
use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::world::World;

use super::engine::Trouble;
use crate::world::build::fault;

const WINDOW: f64 = 5.0;

/// Five seconds.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Window {
    pub(crate) ended: f64,
    pub(crate) errors: f64,
    pub(crate) p50: f64,
    pub(crate) p99: f64,
}

/// A run.
pub(crate) type Trace = Vec<Window>;

/// Collects what ends.
#[derive(Default)]
pub(crate) struct Counter {
    windows: Vec<(u32, u32, Vec<f32>)>,
}

impl Counter {
    pub(crate) fn good(&mut self, now: f64, age: f64) {
        self.put(now, age, false);
    }

    pub(crate) fn bad(&mut self, now: f64, age: f64) {
        self.put(now, age, true);
    }

    fn put(&mut self, now: f64, age: f64, bad: bool) {
        if now < 0.0 {
            return;
        }
        let place = (now / WINDOW) as usize;
        while self.windows.len() <= place {
            self.windows.push((0, 0, Vec::new()));
        }
        let window = &mut self.windows[place];
        window.0 += u32::from(!bad);
        window.1 += u32::from(bad);
        window.2.push(age as f32);
    }

    /// Mean, p50 and p99 of all.
    pub(crate) fn whole(&self) -> (f64, f64, f64) {
        let mut ages: Vec<f32> =
            self.windows.iter().flat_map(|(.., ages)| ages.iter().copied()).collect();
        ages.sort_by(f32::total_cmp);
        let mean = ages.iter().copied().map(f64::from).sum::<f64>() / ages.len() as f64;
        let at = |p: f64| f64::from(ages[(ages.len() as f64 * p) as usize]);
        (mean, at(0.5), at(0.99))
    }

    pub(crate) fn trace(mut self, seconds: f64) -> Trace {
        let count = (seconds / WINDOW) as usize;
        self.windows.resize_with(count, || (0, 0, Vec::new()));
        self.windows
            .iter_mut()
            .map(|(good, bad, ages)| {
                ages.sort_by(f32::total_cmp);
                let at = |p: f64| {
                    let place = ((ages.len() as f64 * p) as usize).min(ages.len().max(1) - 1);
                    ages.get(place).copied().map_or(0.0, f64::from)
                };
                let ended = f64::from(*good + *bad);
                Window {
                    ended,
                    errors: if ended > 0.0 { f64::from(*bad) / ended } else { 0.0 },
                    p50: at(0.5),
                    p99: at(0.99),
                }
            })
            .collect()
    }
}

/// The fluid engine through the same troubles, without chance.
pub(crate) fn fluid(
    system: &Arc<System>,
    fineness: f64,
    seconds: u32,
    of: &str,
    troubles: &[(&str, Trouble, f64, f64)],
) -> Trace {
    let mut world = World::still(Arc::clone(system), 0, fineness);
    let mut trace = Vec::new();
    for second in 0..seconds {
        for (place, (part, trouble, from, until)) in troubles.iter().enumerate() {
            let kind = match *trouble {
                Trouble::Slow(factor) => FaultKind::Slow { factor },
                Trouble::Cpu(share) => FaultKind::Cpu { share },
                Trouble::Error(ratio) => FaultKind::Error { ratio },
                Trouble::Flood(factor) => FaultKind::Flood { factor },
                Trouble::Cold(share) => FaultKind::Cold { share },
            };
            let fault = fault(&format!("f{place}"), part, kind);
            let acts = (*from..*until).contains(&f64::from(second));
            world.set_fault(&fault, f64::from(u8::from(acts)));
        }
        world.step();
        if (second + 1) % 5 == 0 {
            let read = |metric| world.read(&of.into(), metric, &Scope::default(), 5);
            trace.push(Window {
                ended: read(Metric::Rate).unwrap_or(0.0) * WINDOW,
                errors: read(Metric::ErrorRatio).unwrap_or(0.0),
                p50: read(Metric::P50).unwrap_or(0.0),
                p99: read(Metric::P99).unwrap_or(0.0),
            });
        }
    }
    trace
}

/// The median of several runs, window by window.
pub(crate) fn median(traces: &[Trace]) -> Trace {
    let count = traces.iter().map(Vec::len).min().unwrap_or(0);
    (0..count)
        .map(|place| {
            let middle = |of: &dyn Fn(&Window) -> f64| {
                let mut all: Vec<f64> = traces.iter().map(|trace| of(&trace[place])).collect();
                all.sort_by(f64::total_cmp);
                all[all.len() / 2]
            };
            Window {
                ended: middle(&|w| w.ended),
                errors: middle(&|w| w.errors),
                p50: middle(&|w| w.p50),
                p99: middle(&|w| w.p99),
            }
        })
        .collect()
}

/// When a run first goes bad (errors above 5 %) and when it is well again for good; seconds.
pub(crate) fn verdict(trace: &Trace) -> (Option<f64>, Option<f64>) {
    let bad = |window: &Window| window.errors > 0.05;
    let onset = trace.iter().position(bad);
    let last = trace.iter().rposition(bad);
    let recovery = last.filter(|&last| last + 2 < trace.len());
    (onset.map(|place| place as f64 * WINDOW), recovery.map(|place| (place + 1) as f64 * WINDOW))
}

/// Shares of windows in which error, p99 and p50 of two runs agree: error within 2 points,
/// percentiles within 15 % or 2 ms.
pub(crate) fn compare(fluid: &Trace, oracle: &Trace) -> (f64, f64, f64) {
    let close = |a: f64, b: f64| (a - b).abs() <= (0.15 * b).max(0.002);
    let count = fluid.len().min(oracle.len()).max(1) as f64;
    let share = |of: &dyn Fn(&Window, &Window) -> bool| {
        fluid.iter().zip(oracle).filter(|(f, d)| of(f, d)).count() as f64 / count
    };
    (
        share(&|f, d| (f.errors - d.errors).abs() <= 0.02),
        share(&|f, d| close(f.p99, d.p99)),
        share(&|f, d| close(f.p50, d.p50)),
    )
}
