//! The simulated system: what must be so whatever the scenario.

pub(crate) mod build;
mod faults;
mod random;
mod remedies;
mod robust;

use firedrill::model::condition::Scope;
use firedrill::model::fault::Fault;
use firedrill::model::id::RemedyRun;
use firedrill::model::metric::Metric;
use firedrill::model::remedy::Order;
use firedrill::model::system::System;
use firedrill::world::{Effect, What, World};

/// A reading over the last 5 seconds; NaN if there is none.
fn read(world: &World, part: &str, metric: Metric) -> f64 {
    read_of(world, part, metric, &Scope::default())
}

fn read_of(world: &World, part: &str, metric: Metric, scope: &Scope) -> f64 {
    world.read(&part.into(), metric, scope, 5).unwrap_or(f64::NAN)
}

fn run(world: &mut World, seconds: u32) {
    for _ in 0..seconds {
        world.step();
    }
}

/// A world in which a fault has acted for so long.
fn hit(system: System, fault: &Fault, seconds: u32) -> World {
    let mut world = World::new(build::shared(system), 1, 0);
    run(&mut world, 5);
    world.set_fault(fault, 1.0);
    run(&mut world, seconds);
    world
}

fn give(world: &mut World, remedy: &str, target: &str, args: &str) -> Effect {
    let order = Order {
        remedy: remedy.into(),
        target: target.into(),
        args: (!args.is_empty()).then(|| args.to_owned()),
    };
    world.remedy(RemedyRun(1), &order)
}

/// Whether a part's log has a line with these words.
fn logs(world: &World, part: &str, words: &str) -> bool {
    world.logs(&part.into(), 80).iter().any(|line| line.text.contains(words))
}

/// Whether the settings and state of a part, as one finds them, have these words.
fn shows(world: &World, part: &str, words: &str) -> bool {
    world.describe(&part.into(), What::Config).iter().any(|line| line.contains(words))
}

/// What a probe says, and whether all is well.
fn probe(world: &mut World, part: &str) -> (bool, String) {
    match give(world, "verify", part, "") {
        Effect::Verified { ok, says } => (ok, says),
        other => panic!("a probe does not {other:?}"),
    }
}

fn fact(world: &World, fact: &str) -> f64 {
    world.facts().get(fact).copied().unwrap_or(f64::NAN)
}
