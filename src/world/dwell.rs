//! Own service that takes longer than a step: executions are put down until their time comes. It
//! never decides what they do then.

use crate::world::agenda::Due;
use crate::world::engine::{Engine, NOTHING, Out, Who};
use crate::world::quantile::{Delay, normal_quantile};
use crate::world::times::Times;

impl Engine {
    /// Own service longer than a step: executions are put down until their time comes, in slices
    /// of the gamma of their service time; what ends within the step goes on at once.
    pub(crate) fn dwell(
        &mut self,
        node: usize,
        begin: Times,
        at: f64,
        who: Who,
        out: &mut Out,
    ) -> Times {
        let state = &self.nodes[node];
        let (time, variance) = (state.time, state.variance);
        let begin = begin.whole();
        let mut now = Times::default();
        for (share, mean, own) in slices(time, variance) {
            let part = begin.times(share).later(&Delay::central(mean, own, 0.0));
            if part.mass <= NOTHING || at + part.mean() < self.dt / 2.0 {
                now.join(&part);
                continue;
            }
            let owners = self.owners_of(who, part.mass);
            let time = part.time();
            let due = Due {
                at: self.middle + at + time.mean,
                variance: time.variance(),
                attempt: 0,
                mass: part.mass,
                owners,
                tidied: 0,
            };
            self.nodes[node].dwelling.push(due, self.dt, &mut self.joiner);
            out.stuck += part.mass;
        }
        now
    }
}

/// A gamma with mean and variance in slices: share, mean, variance within. The means are the
/// quantiles at the middle of each slice, moved so that the whole keeps its mean.
fn slices(mean: f64, variance: f64) -> Vec<(f64, f64, f64)> {
    const SHARES: [f64; 8] = [0.2, 0.2, 0.2, 0.15, 0.11, 0.08, 0.04, 0.02];
    if variance <= mean * mean * 1e-6 {
        return vec![(1.0, mean, 0.0)];
    }
    let shape = mean * mean / variance;
    let mut below = 0.0;
    let mut all = Vec::with_capacity(SHARES.len());
    let mut sum = 0.0;
    for share in SHARES {
        let z = normal_quantile(below + share / 2.0);
        let root = (1.0 - 1.0 / (9.0 * shape) + z / (3.0 * libm::sqrt(shape))).max(0.0);
        let at = mean * root * root * root;
        below += share;
        sum += share * at;
        all.push((share, at));
    }
    let scale = if sum > 0.0 { mean / sum } else { 1.0 };
    let seen: f64 =
        all.iter().map(|(share, at)| share * (at * scale - mean) * (at * scale - mean)).sum();
    let rest = (variance - seen).max(0.0);
    all.into_iter()
        .map(|(share, at)| {
            let at = at * scale;
            // What the slices leave of the variance lies mostly in the long ones.
            (share, at, rest * (at / mean).min(4.0) / 1.5)
        })
        .collect()
}
