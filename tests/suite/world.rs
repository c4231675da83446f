//! The simulated system: what must be so whatever the scenario.

pub(crate) mod build;

use firedrill::model::condition::Scope;
use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::world::World;

use build::{fault, shared};

fn read(world: &World, part: &str, metric: Metric) -> f64 {
    world.read(&part.into(), metric, &Scope::default(), 5).unwrap_or(f64::NAN)
}

#[test]
fn twelve_services_begin_calm_and_stay_calm() {
    let mut world = World::new(shared(build::twelve(400.0)), 1, 0);
    for _ in 0..300 {
        world.step();
        assert!(read(&world, "shoppers", Metric::ErrorRatio) < 1e-3);
        assert!(read(&world, "shoppers", Metric::P99) < 1.5);
    }
}

#[test]
fn a_slow_database_fills_its_callers() {
    let mut world = World::new(shared(build::twelve(400.0)), 1, 0);
    let slow = fault("slow", "orders-db", FaultKind::Slow { factor: 20.0 });
    for _ in 0..10 {
        world.step();
    }
    world.set_fault(&slow, 1.0);
    for second in 0..240 {
        world.step();
        if std::env::args().any(|arg| arg == "--nocapture") && second % 10 == 0 {
            println!(
                "{second} users err {:.3} p99 {:.3} orders err {:.3} sat {:.2} q {:.0} db sat {:.2} q {:.0} pool {:.2} web sat {:.2}",
                read(&world, "shoppers", Metric::ErrorRatio),
                read(&world, "shoppers", Metric::P99),
                read(&world, "orders", Metric::ErrorRatio),
                read(&world, "orders", Metric::Saturation),
                read(&world, "orders", Metric::Queue),
                read(&world, "orders-db", Metric::Saturation),
                read(&world, "orders-db", Metric::Queue),
                read(&world, "orders", Metric::PoolUse),
                read(&world, "web", Metric::Saturation)
            );
        }
        if second == 120 {
            world.set_fault(&slow, 0.0);
        }
    }
    assert!(read(&world, "shoppers", Metric::ErrorRatio) < 0.01);
}

#[test]
fn probe() {
    let mut world = World::new(shared(build::twelve(400.0)), 1, 0);
    for _ in 0..20 { world.step(); }
    for part in ["shoppers","edge","web","flags","identity","catalog","search","cart","checkout","payments","bank","ledger","orders","orders-db","catalog-db","accounts-db","mails","notify"] {
        println!("{part}: rate {:.1} err {:.4} p50 {:.4} p99 {:.4} sat {:.3}", read(&world, part, Metric::Rate), read(&world, part, Metric::ErrorRatio), read(&world, part, Metric::P50), read(&world, part, Metric::P99), read(&world, part, Metric::Saturation));
        for line in world.describe(&part.into(), firedrill::world::What::Deps) { println!("    {line}"); }
    }
}
