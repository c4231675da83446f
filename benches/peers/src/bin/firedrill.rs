//! What firedrill itself is measured at. Each prints a line of JSON with its processor time.
//!
//! - `firedrill system`: the twelve services as JSON, for the peers that play the same drill
//! - `firedrill fluid SECONDS HOT`: engine F, the first part of it calm, then `HOT` seconds of trouble
//! - `firedrill oracle CUSTOMERS SEED`: engine D on the M/M/8
//! - `firedrill drills COUNT THREADS SEED`: whole drills with crew in every seat, and their scores
//! - `firedrill growth COPIES SECONDS HOT`: engine F on copies of the twelve services below a tree

#[path = "../drills.rs"]
mod drills;
#[path = "../estate.rs"]
mod estate;

use std::sync::Arc;

use firedrill::model::condition::Scope;
use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::world::World;
use firedrill_oracle::{Oracle, shapes};
use peers::{BUSY, SERVERS, SERVICE, argument, measured, measured_customers};
use serde_json::{Value, json};

/// Visits a second at the entry of the twelve services.
const RATE: f64 = 400.0;
/// What goes wrong: this database becomes so much slower.
const VICTIM: (&str, f64) = ("orders-db", 20.0);

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("system") => {
            let (victim, slow) = VICTIM;
            let system = shapes::twelve(RATE);
            println!("{}", json!({ "system": system, "victim": victim, "slow": slow }));
        }
        Some("fluid") => {
            let (seconds, hot) = (argument(2), argument(3));
            measured(|| fluid(shapes::twelve(RATE), &[VICTIM.0.to_owned()], seconds, hot));
        }
        Some("oracle") => {
            let (customers, seed) = (argument(2), argument(3));
            measured_customers(|| queue(customers, seed));
        }
        Some("drills") => {
            let (count, threads, seed) = (argument(2), argument(3), argument(4));
            measured(|| drills::play(count, threads, seed));
        }
        Some("growth") => {
            let (copies, seconds, hot) = (argument(2), argument(3), argument(4));
            let estate = estate::of(&shapes::twelve(RATE), copies);
            let victims: Vec<String> =
                (0..copies).map(|copy| format!("{}-{copy}", VICTIM.0)).collect();
            measured(|| fluid(estate, &victims, seconds, hot));
        }
        _ => {
            eprintln!("firedrill system|fluid|oracle|drills|growth …");
            std::process::exit(2);
        }
    }
}

/// Engine F for so many seconds, trouble from two thirds of the rest on.
fn fluid(system: System, victims: &[String], seconds: u64, hot: u64) -> Value {
    let parts = system.parts.len();
    let class = system.clients.keys().next().cloned().expect("a client class");
    let mut world = World::new(Arc::new(system), 1, 0);
    let begins = (seconds - hot) * 2 / 3;
    let read = |world: &World, metric| world.read(&class, metric, &Scope::default(), 5);
    let mut calm = json!(null);
    let mut errors: f64 = 0.0;
    for second in 0..seconds {
        if hot > 0 && (second == begins || second == begins + hot) {
            let level = if second == begins { 1.0 } else { 0.0 };
            for victim in victims {
                let kind = FaultKind::Slow { factor: VICTIM.1 };
                world.set_fault(&shapes::fault(victim, victim, kind), level);
            }
        }
        if second + 1 == begins {
            let [p50, p99] = [Metric::P50, Metric::P99].map(|metric| read(&world, metric));
            calm = json!({ "p50": p50, "p99": p99 });
        }
        if (begins + 25..begins + 30).contains(&second) {
            errors = errors.max(read(&world, Metric::ErrorRatio).unwrap_or(0.0));
        }
        world.step();
    }
    json!({
        "parts": parts, "seconds": seconds, "hot": hot, "calm": calm, "errors": errors,
        "digest": format!("{:016x}", world.digest()),
    })
}

/// Engine D on the M/M/8.
fn queue(customers: u64, seed: u64) -> (u64, f64) {
    let rate = SERVERS as f64 * BUSY / SERVICE;
    let slots = u32::try_from(SERVERS).expect("eight");
    let system = Arc::new(shapes::one(rate, slots, 100, 0, 0));
    let mut oracle = Oracle::cold(&system, seed, 0);
    let seconds = customers as f64 / rate;
    let mut whole = 0.0;
    while whole < seconds {
        oracle.step();
        whole += 1.0;
    }
    let book = oracle.book("s").unwrap_or_default();
    (book.arrived, SERVICE + book.wait / book.begun().max(1) as f64)
}
