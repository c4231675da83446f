//! How long a drill-hour of the simulated world takes: calm, with trouble for a third of it, and
//! with everything overloaded all the time. `cargo bench --bench world --no-default-features`.

use firedrill::model::fault::FaultKind;
use firedrill::world::World;
use firedrill_oracle::shapes as build;

fn main() {
    divan::main();
}

/// An hour of twelve services at 400 requests a second, `hot` seconds of it in trouble.
fn hour(hot: u32) -> u64 {
    let mut world = World::new(build::shared(build::twelve(400.0)), 1, 0);
    let fault = build::fault("f", "orders-db", FaultKind::Slow { factor: 20.0 });
    for second in 0..3600 {
        if second == 600 && hot > 0 {
            world.set_fault(&fault, 1.0);
        }
        if second == 600 + hot {
            world.set_fault(&fault, 0.0);
        }
        world.step();
    }
    world.digest()
}

#[divan::bench(args = [0, 360, 720, 1440, 2990], sample_count = 5, sample_size = 1)]
fn drill_hour_of_twelve_services(hot: u32) -> u64 {
    hour(hot)
}
