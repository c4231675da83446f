//! The simulated system: what must be so whatever the scenario.

pub(crate) mod build;
mod faults;
mod random;
mod remedies;
mod robust;

use firedrill::model::condition::Scope;
use firedrill::model::metric::Metric;
use firedrill::world::World;

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

fn fact(world: &World, fact: &str) -> f64 {
    world.facts().get(fact).copied().unwrap_or(f64::NAN)
}
