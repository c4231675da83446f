//! The oracle against what queueing theory knows exactly, and the fluid against the oracle where
//! nothing overloads.

use std::sync::Arc;

use super::{Oracle, fluid};
use crate::world::build::one;

/// Erlang C by its definition.
fn erlang_c(slots: u32, busy: f64) -> f64 {
    let offered = f64::from(slots) * busy;
    let mut term = 1.0;
    let mut sum = 1.0;
    for k in 1..slots {
        term *= offered / f64::from(k);
        sum += term;
    }
    let last = term * offered / f64::from(slots) / (1.0 - busy);
    last / (sum + last)
}

#[test]
fn the_oracle_waits_as_erlang_says_and_the_fluid_as_the_oracle() {
    for slots in [2_u32, 8, 32] {
        for busy in [0.5, 0.8] {
            let rate = busy * f64::from(slots) / 0.1;
            let system = one(rate, slots, 100, 0, 0);
            let seconds = 400_000.0 / rate;
            let runs: Vec<_> =
                (0..4).map(|seed| Oracle::new(&system, seed, &[]).whole(seconds, "s")).collect();
            let mean = runs.iter().map(|run| run.0).sum::<f64>() / 4.0;
            let p50 = runs.iter().map(|run| run.1).sum::<f64>() / 4.0;
            let p99 = runs.iter().map(|run| run.2).sum::<f64>() / 4.0;
            let theory = 0.1 + erlang_c(slots, busy) / (f64::from(slots) / 0.1 - rate);
            let off = (mean / theory - 1.0).abs();
            let trace = fluid(&Arc::new(system), 4.0, 60, "s", &[]);
            let f = trace.last().copied().unwrap();
            println!(
                "c {slots} rho {busy}: D mean {mean:.4} theory {theory:.4}; p50 D {p50:.4} F {:.4}; p99 D {p99:.4} F {:.4}",
                f.p50, f.p99
            );
            assert!(off < 0.02, "c {slots}, rho {busy}: mean {mean} for {theory}");
            assert!((f.p50 / p50 - 1.0).abs() < 0.05, "p50 {} for {p50}", f.p50);
            assert!((f.p99 / p99 - 1.0).abs() < 0.05, "p99 {} for {p99}", f.p99);
        }
    }
}
