//! Whole systems, window by window: errors, p99 and p50 of the fluid against the median of a few
//! seeds of the oracle, and whether and when it goes bad and well again.

use std::sync::Arc;

use firedrill::content::Source;
use firedrill::content::read_system;
use firedrill::model::system::System;

use super::{Oracle, Trace, Trouble, compare, fluid, median, verdict};
use crate::world::build::{chain, twelve};

type Case = (&'static str, System, &'static str, Trouble, f64);

const SECONDS: u32 = 150;
const FROM: f64 = 20.0;

/// How a set of cases compares: cases, right verdicts, mean shares of windows.
#[derive(Debug, Default)]
struct Tally {
    cases: f64,
    verdicts: f64,
    errors: f64,
    p99: f64,
    p50: f64,
}

fn close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).abs() <= 5.0,
        _ => false,
    }
}

fn within(own: Option<f64>, all: &[Option<f64>]) -> bool {
    let Some(own) = own else {
        return all.iter().any(Option::is_none);
    };
    let times = || all.iter().flatten().copied();
    let low = times().fold(f64::INFINITY, f64::min);
    let high = times().fold(f64::NEG_INFINITY, f64::max);
    (low - 5.0..=high + 5.0).contains(&own)
}

fn measure(cases: &[Case], users: &str, seeds: u64) -> Tally {
    let mut tally = Tally::default();
    for (name, system, part, trouble, until) in cases {
        let troubles = [(*part, trouble.clone(), FROM, *until)];
        let runs: Vec<Trace> = (0..seeds)
            .map(|seed| Oracle::new(system, seed, &troubles).run(f64::from(SECONDS), users))
            .collect();
        let oracle = median(&runs);
        let own = fluid(&Arc::new(system.clone()), 4.0, SECONDS, users, &troubles);
        let (d, f) = (verdict(&oracle), verdict(&own));
        let each: Vec<_> = runs.iter().map(verdict).collect();
        let onsets: Vec<_> = each.iter().map(|each| each.0).collect();
        let recoveries: Vec<_> = each.iter().map(|each| each.1).collect();
        let right = (close(d.0, f.0) || within(f.0, &onsets))
            && (close(d.1, f.1) || within(f.1, &recoveries));
        let (errors, p99, p50) = compare(&own, &oracle);
        println!(
            "{name}: D {d:?} F {f:?} right {right} errors {errors:.2} p99 {p99:.2} p50 {p50:.2}"
        );
        if std::env::var_os("FIREDRILL_WINDOWS").is_some() {
            for (place, (f, d)) in own.iter().zip(&oracle).enumerate() {
                println!(
                    "   {:4} n {:6.0}/{:6.0} err {:.3}/{:.3} p50 {:.3}/{:.3} p99 {:.3}/{:.3}",
                    place * 5,
                    f.ended,
                    d.ended,
                    f.errors,
                    d.errors,
                    f.p50,
                    d.p50,
                    f.p99,
                    d.p99
                );
            }
        }
        tally.cases += 1.0;
        tally.verdicts += f64::from(u8::from(right));
        tally.errors += errors;
        tally.p99 += p99;
        tally.p50 += p50;
    }
    tally.errors /= tally.cases;
    tally.p99 /= tally.cases;
    tally.p50 /= tally.cases;
    println!("{tally:?}");
    tally
}

#[test]
fn a_chain_of_three_shows_what_the_oracle_shows() {
    let cases = vec![
        ("leaf x2", chain(300.0), "leaf", Trouble::Slow(2.0), 80.0),
        ("leaf x4", chain(200.0), "leaf", Trouble::Slow(4.0), 80.0),
        ("leaf -70 %", chain(250.0), "leaf", Trouble::Cpu(0.7), 60.0),
        ("middle errors", chain(300.0), "middle", Trouble::Error(0.3), 80.0),
        ("middle x30", chain(200.0), "middle", Trouble::Slow(30.0), 80.0),
        ("load x2", chain(300.0), "users", Trouble::Flood(2.0), 80.0),
        ("load x2.6", chain(300.0), "users", Trouble::Flood(2.6), 60.0),
    ];
    let tally = measure(&cases, "users", 5);
    assert!(tally.cases - tally.verdicts <= 1.0, "{tally:?}");
    assert!(tally.errors > 0.85, "{tally:?}");
}

#[test]
fn twelve_services_show_what_the_oracle_shows() {
    let rate = 200.0;
    let cases = vec![
        ("orders-db x20", twelve(rate), "orders-db", Trouble::Slow(20.0), 80.0),
        ("orders-db -90 %", twelve(rate), "orders-db", Trouble::Cpu(0.93), 80.0),
        ("checkout errors", twelve(rate), "checkout", Trouble::Error(0.4), 80.0),
        ("catalog cold", twelve(rate), "products", Trouble::Cold(0.95), 80.0),
        ("bank x10", twelve(rate), "bank", Trouble::Slow(10.0), 80.0),
        ("bank errors", twelve(rate), "bank", Trouble::Error(0.8), 80.0),
        ("load x3", twelve(rate), "shoppers", Trouble::Flood(3.0), 80.0),
        ("identity x40", twelve(rate), "identity", Trouble::Slow(40.0), 80.0),
    ];
    let tally = measure(&cases, "shoppers", 5);
    assert!(tally.cases - tally.verdicts <= 1.0, "{tally:?}");
    assert!(tally.errors > 0.85, "{tally:?}");
}

/// The shipped system at the usual load of its evening.
fn shipped() -> System {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/scenarios/systems/lantern-lane.toml"
    ))
    .unwrap();
    let source = Source { path: "lantern-lane.toml", text: &text };
    let mut system = read_system(&"lantern-lane".into(), source).0.unwrap();
    for class in system.clients.values_mut() {
        class.profile.clear();
        class.peaks = None;
    }
    system
}

#[test]
fn the_shipped_system_shows_what_the_oracle_shows() {
    let cases = vec![
        ("orders-db x15", shipped(), "orders-db", Trouble::Slow(15.0), 80.0),
        ("checkout errors", shipped(), "checkout", Trouble::Error(0.6), 80.0),
        ("catalog cold", shipped(), "catalog-cache", Trouble::Cold(0.95), 80.0),
        ("kite-pay x12", shipped(), "kite-pay", Trouble::Slow(12.0), 80.0),
        ("accounts-db -90 %", shipped(), "accounts-db", Trouble::Cpu(0.9), 80.0),
        ("app x3", shipped(), "app", Trouble::Flood(3.0), 80.0),
    ];
    let tally = measure(&cases, "app", 3);
    assert!(tally.cases - tally.verdicts <= 1.0, "{tally:?}");
    assert!(tally.errors > 0.85, "{tally:?}");
}
