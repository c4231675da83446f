//! How the fluid engine compares with the oracle: onset and recovery, and window by window error,
//! p99 and p50 against the median of several seeds and their own spread. It never plays.

use crate::trace::{Trace, WINDOW, Window};

/// The oracle's seeds of a story, put together window by window.
#[derive(Clone, Debug)]
pub struct Seeds {
    /// The median of each figure.
    pub median: Trace,
    /// The 5th percentile of each figure.
    pub low: Trace,
    /// The 95th percentile of each figure.
    pub high: Trace,
    /// Verdicts of the seeds.
    pub verdicts: Vec<Verdict>,
    /// p99 of the median before anything happens.
    usual: f64,
}

/// When a run first goes bad and when it is well again for good, in seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// `None` if it never does.
    pub onset: Option<f64>,
    /// `None` if it stays bad, or never was.
    pub recovery: Option<f64>,
}

impl Verdict {
    /// When it goes bad; never is late.
    fn begins(&self) -> f64 {
        self.onset.unwrap_or(f64::INFINITY)
    }

    /// When it is well again: always was is early, never is late.
    fn ends(&self) -> f64 {
        let never = if self.onset.is_none() { 0.0 } else { f64::INFINITY };
        self.recovery.unwrap_or(never)
    }
}

/// How a run of the fluid engine compares.
#[derive(Clone, Copy, Debug)]
pub struct Score {
    /// Whether onset and recovery are right.
    pub right: bool,
    /// Shares of windows that agree.
    pub errors: f64,
    /// Likewise.
    pub p99: f64,
    /// Likewise.
    pub p50: f64,
    /// Shares of windows in which both error and p99 agree.
    pub both: f64,
}

/// Errors from which on a window is bad.
const BAD: f64 = 0.05;
/// Or p99 in multiples of what it was before anything happened. Half of the cases slow something to
/// just twice; a bound there would be a coin to toss.
const SLOW: f64 = 2.5;
/// Windows from whose median the usual p99 is taken.
const CALM: usize = 4;

impl Seeds {
    /// Puts the runs of several seeds together.
    pub fn of(traces: &[Trace]) -> Self {
        let count = traces.iter().map(Vec::len).min().unwrap_or(0);
        let at = |share: f64| -> Trace {
            (0..count)
                .map(|place| {
                    let pick = |of: &dyn Fn(&Window) -> f64| {
                        let mut all: Vec<f64> =
                            traces.iter().map(|trace| of(&trace[place])).collect();
                        all.sort_by(f64::total_cmp);
                        all[((all.len() - 1) as f64 * share + 0.5) as usize]
                    };
                    Window {
                        ended: pick(&|w| w.ended),
                        errors: pick(&|w| w.errors),
                        p50: pick(&|w| w.p50),
                        p99: pick(&|w| w.p99),
                    }
                })
                .collect()
        };
        let median = at(0.5);
        let usual = usual(&median);
        let verdicts = traces.iter().map(|trace| verdict_from(trace, usual)).collect();
        Self { median, low: at(0.05), high: at(0.95), verdicts, usual }
    }

    /// The verdict of the median.
    pub fn verdict(&self) -> Verdict {
        verdict(&self.median)
    }

    /// The verdict of an edge of the seeds' spread. Where a story stands just at a bound, one seed
    /// crosses it early by chance and another late: between both edges lies what chance allows.
    fn edge(&self, edge: &Trace) -> Verdict {
        verdict_from(edge, self.usual)
    }

    /// How a run of the fluid engine compares.
    pub fn score(&self, own: &Trace) -> Score {
        let (d, f) = (self.verdict(), verdict(own));
        let times = |of: &dyn Fn(&Verdict) -> Option<f64>| -> Vec<f64> {
            self.verdicts.iter().map(|verdict| of(verdict).unwrap_or(f64::INFINITY)).collect()
        };
        let (early, late) = (self.edge(&self.low), self.edge(&self.high));
        let onset = near(f.onset, d.onset)
            || within(f.onset, &times(&|v| v.onset))
            || (late.begins()..=early.begins()).contains(&f.begins());
        let recovery = near(f.recovery, d.recovery)
            || within(f.recovery, &times(&|v| v.recovery))
            || (early.ends()..=late.ends()).contains(&f.ends());
        let count = own.len().min(self.median.len());
        let agree: Vec<[bool; 3]> =
            (0..count).map(|place| self.agrees(place, &own[place])).collect();
        let share = |of: &dyn Fn(&[bool; 3]) -> bool| {
            agree.iter().filter(|window| of(window)).count() as f64 / count.max(1) as f64
        };
        Score {
            right: onset && recovery,
            errors: share(&|w| w[0]),
            p99: share(&|w| w[1]),
            p50: share(&|w| w[2]),
            both: share(&|w| w[0] && w[1]),
        }
    }

    /// Whether error, p99 and p50 of a window agree: error within 2 points, percentiles within
    /// 15 % or 2 ms, or within the spread of the seeds.
    pub fn agrees(&self, place: usize, own: &Window) -> [bool; 3] {
        let (middle, low, high) = (&self.median[place], &self.low[place], &self.high[place]);
        let inside = |of: &dyn Fn(&Window) -> f64| {
            let slack = 1e-6;
            (of(low) - slack..=of(high) + slack).contains(&of(own))
        };
        let time = |of: &dyn Fn(&Window) -> f64| {
            (of(own) - of(middle)).abs() <= (0.15 * of(middle)).max(0.002) || inside(of)
        };
        let errors = (own.errors - middle.errors).abs() <= 0.02 || inside(&|w| w.errors);
        [errors, time(&|w| w.p99), time(&|w| w.p50)]
    }

    /// A line a window, both engines side by side; what does not agree is marked.
    pub fn side_by_side(&self, own: &Trace) -> String {
        let mut text = String::from(
            "      s  ended F/D        errors F/D [5-95 %]          p50 F/D ms            p99 F/D ms [5-95 %]\n",
        );
        for (place, f) in own.iter().enumerate().take(self.median.len()) {
            let (d, low, high) = (&self.median[place], &self.low[place], &self.high[place]);
            let agrees = self.agrees(place, f);
            let mark = |ok: bool| if ok { ' ' } else { '*' };
            let line = format!(
                "   {:4}  {:6.0}/{:6.0}  {:6.3}/{:6.3} [{:.3}-{:.3}]{}  {:8.1}/{:8.1}{}  {:8.1}/{:8.1} [{:.1}-{:.1}]{}\n",
                place * WINDOW as usize,
                f.ended,
                d.ended,
                f.errors,
                d.errors,
                low.errors,
                high.errors,
                mark(agrees[0]),
                f.p50 * 1e3,
                d.p50 * 1e3,
                mark(agrees[2]),
                f.p99 * 1e3,
                d.p99 * 1e3,
                low.p99 * 1e3,
                high.p99 * 1e3,
                mark(agrees[1]),
            );
            text.push_str(&line);
        }
        text
    }
}

/// Whether two times are the same to a window.
pub(crate) fn near(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).abs() <= f64::from(WINDOW),
        _ => false,
    }
}

/// Whether a time lies between the 5th and the 95th percentile of the seeds' own; never is late.
fn within(own: Option<f64>, all: &[f64]) -> bool {
    let mut all = all.to_vec();
    all.sort_by(f64::total_cmp);
    let at = |share: f64| all[((all.len() - 1) as f64 * share + 0.5) as usize];
    (at(0.05)..=at(0.95)).contains(&own.unwrap_or(f64::INFINITY))
}

/// The p99 of a run before anything happens.
fn usual(trace: &Trace) -> f64 {
    let mut calm: Vec<f64> = trace.iter().take(CALM).map(|window| window.p99).collect();
    calm.sort_by(f64::total_cmp);
    calm.get(calm.len() / 2).copied().unwrap_or(0.0)
}

/// When a run goes bad and well again, measured by its own beginning.
pub fn verdict(trace: &Trace) -> Verdict {
    verdict_from(trace, usual(trace))
}

fn verdict_from(trace: &Trace, usual: f64) -> Verdict {
    let bad = |window: &Window| window.errors > BAD || window.p99 > SLOW * usual;
    let time = |place: usize| (place * WINDOW as usize) as f64;
    let onset = trace.iter().position(bad).map(time);
    // Two windows at least must be well, or it is not over yet.
    let last = trace.iter().rposition(bad).filter(|&last| last + 2 < trace.len());
    Verdict { onset, recovery: last.map(|place| time(place + 1)) }
}
