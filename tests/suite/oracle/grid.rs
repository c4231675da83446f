//! Does it recover, or stay down? Loads, depths and lengths of a trigger, retries: the fluid
//! against the oracle (SIMULATION.md §4, row 3).

use std::sync::Arc;

use firedrill::model::system::System;

use super::{Oracle, Trouble, fluid};
use crate::world::build::{chain, one};

const SECONDS: f64 = 110.0;

struct Case {
    name: String,
    system: System,
    part: &'static str,
    trouble: Trouble,
    until: f64,
}

/// Whether it is still down in the last quarter of a minute.
fn down(trace: &super::Trace) -> bool {
    let last = &trace[trace.len() - 3..];
    last.iter().map(|window| window.errors).sum::<f64>() / 3.0 > 0.05
}

fn agree(cases: &[Case]) -> (usize, usize) {
    let (mut same, mut stay) = (0, 0);
    for (seed, case) in cases.iter().enumerate() {
        let troubles = [(case.part, case.trouble.clone(), 10.0, case.until)];
        let oracle = Oracle::new(&case.system, seed as u64, &troubles).run(SECONDS, "users");
        let fluid = fluid(&Arc::new(case.system.clone()), 4.0, 110, "users", &troubles);
        let (d, f) = (down(&oracle), down(&fluid));
        same += usize::from(d == f);
        stay += usize::from(d);
        if d != f {
            println!("{}: oracle down {d}, fluid down {f}", case.name);
        }
    }
    println!("{same} of {} agree, {stay} stay down", cases.len());
    (same, stay)
}

#[test]
fn one_station_recovers_or_stays_down_as_the_oracle_does() {
    let mut cases = Vec::new();
    for retries in [2, 4] {
        for load in [0.15, 0.3, 0.5, 0.8] {
            for depth in [0.5, 0.75, 0.9] {
                for lasts in [4.0, 20.0] {
                    cases.push(Case {
                        name: format!("retries {retries} load {load} depth {depth} lasts {lasts}"),
                        system: one(400.0 * load, 20, 50, 1000, retries),
                        part: "s",
                        trouble: Trouble::Cpu(depth),
                        until: 10.0 + lasts,
                    });
                }
            }
        }
    }
    let (same, stay) = agree(&cases);
    assert_eq!(cases.len(), 48);
    assert!(stay > 8, "the grid shows nothing: {stay} stay down");
    assert!(same * 100 >= cases.len() * 98, "{same} of {}", cases.len());
}

#[test]
fn a_chain_of_three_recovers_or_stays_down_as_the_oracle_does() {
    let mut cases = Vec::new();
    for rate in [150.0, 250.0, 350.0, 500.0] {
        for factor in [3.0, 6.0, 15.0] {
            for lasts in [5.0, 25.0] {
                cases.push(Case {
                    name: format!("rate {rate} factor {factor} lasts {lasts}"),
                    system: chain(rate),
                    part: "leaf",
                    trouble: Trouble::Slow(factor),
                    until: 10.0 + lasts,
                });
            }
        }
    }
    let (same, stay) = agree(&cases);
    assert!(stay > 2, "the grid shows nothing: {stay} stay down");
    assert!(same * 100 >= cases.len() * 95, "{same} of {}", cases.len());
}
