//! The same again, nothing before its time, and no system that brings it down.

use firedrill::journal::ENGINE;
use firedrill::model::chance::digest;
use firedrill::model::condition::Scope;
use firedrill::model::fault::{FaultKind, Setting};
use firedrill::model::id::RemedyRun;
use firedrill::model::metric::Metric;
use firedrill::model::remedy::Order;
use firedrill::model::system::System;
use firedrill::model::time::Span;
use firedrill::world::{What, World};

use super::build::{self, call, clients, fault, service, shared, station, system, twelve};
use super::{fact, read, run};

fn order(remedy: &str, target: &str, args: &str) -> Order {
    Order { remedy: remedy.into(), target: target.into(), args: Some(args.to_owned()) }
}

/// Plays a fixed evening and notes the digest of every second.
fn evening(seed: u64, restart_at: Option<u32>) -> Vec<u64> {
    let mut world = World::new(shared(twelve(300.0)), seed, 68_400);
    let slow = fault("slow", "orders-db", FaultKind::Slow { factor: 20.0 });
    let mut digests = Vec::new();
    for second in 0..120 {
        if second == 20 {
            world.set_fault(&slow, 1.0);
        }
        if second == 90 {
            world.set_fault(&slow, 0.0);
        }
        if Some(second) == restart_at {
            world.remedy(RemedyRun(1), &order("restart", "orders", ""));
        }
        world.step();
        digests.push(world.digest());
    }
    digests
}

#[test]
fn the_same_seed_gives_the_same_digests_and_another_seed_others() {
    assert_eq!(evening(7, None), evening(7, None));
    assert_ne!(evening(7, None), evening(8, None));
}

/// What this engine shows of a fixed evening, digests and readings: journals re-run only on the
/// engine that wrote them, so another digest here takes another number.
#[test]
fn the_evening_of_this_engine_number_is_pinned() {
    let mut bytes: Vec<u8> =
        evening(7, Some(60)).iter().flat_map(|digest| digest.to_le_bytes()).collect();
    let mut world = World::new(shared(twelve(300.0)), 7, 68_400);
    world.set_fault(&fault("cold", "products", FaultKind::Cold { share: 0.9 }), 1.0);
    for _ in 0..24 {
        run(&mut world, 5);
        for part in ["shoppers", "web", "catalog", "catalog-db", "orders-db", "search"] {
            for metric in [Metric::Rate, Metric::ErrorRatio, Metric::P50, Metric::P99] {
                bytes.extend((read(&world, part, metric) + 0.0).to_bits().to_le_bytes());
            }
        }
    }
    let pinned = (8, "9a54fbc97a1f7007f16005cd6b2dcd1053562edc766a4dc67f99fe0cd866d707");
    assert_eq!((ENGINE, digest(&bytes).as_str()), pinned, "raise ENGINE when the digest changes");
}

#[test]
fn a_remedy_changes_nothing_before_its_time() {
    let (without, with) = (evening(7, None), evening(7, Some(60)));
    assert_eq!(without[..60], with[..60]);
    assert_ne!(without[60], with[60]);
}

#[test]
fn a_cloned_world_goes_on_like_the_first() {
    let mut world = World::new(shared(twelve(300.0)), 3, 0);
    world.set_fault(&fault("f", "catalog-db", FaultKind::Cpu { share: 0.9 }), 1.0);
    run(&mut world, 30);
    let mut copy = world.clone();
    run(&mut world, 30);
    run(&mut copy, 30);
    assert_eq!(world.digest(), copy.digest());
}

#[test]
fn what_is_done_to_one_system_moves_nothing_in_another_beside_it() {
    let two = || {
        let mut both = twelve(300.0);
        service(&mut both, "island", station(1, 8, 20, 1.0, 100), vec![]);
        clients(&mut both, "islanders", 100.0, 1, vec![call("island", 1000)]);
        World::new(shared(both), 5, 0)
    };
    let (mut quiet, mut loud) = (two(), two());
    loud.set_fault(&fault("f", "island", FaultKind::Error { ratio: 0.5 }), 1.0);
    run(&mut quiet, 60);
    run(&mut loud, 60);
    let rate = |world: &World| read(world, "shoppers", Metric::Rate);
    // Steps are cut finer for all while one is in trouble: the sums round differently.
    assert!((rate(&quiet) / rate(&loud) - 1.0).abs() < 1e-3);
    let p99 = |world: &World| read(world, "shoppers", Metric::P99);
    // Measured: 14 %, the difference between steps of a second and short ones on this system.
    assert!((p99(&quiet) / p99(&loud) - 1.0).abs() < 0.2, "{} {}", p99(&quiet), p99(&loud));
    assert!(read(&loud, "island", Metric::ErrorRatio) > 0.4);
    assert!(read(&loud, "shoppers", Metric::ErrorRatio) < 1e-3);
}

/// Looks at everything there is to see.
fn look(world: &World, system: &System) {
    let parts = system.parts.keys().chain(system.clients.keys());
    for part in parts.chain(system.business.keys()) {
        for metric in world.metrics_of(part) {
            let value = world.read(part, metric, &Scope::default(), 10);
            assert!(value.is_none_or(f64::is_finite), "{part}.{metric}");
        }
        assert!(world.logs(part, 50).len() <= 50);
        world.describe(part, What::Deps);
        world.describe(part, What::Config);
    }
    for (fact, value) in world.facts() {
        assert!(value.is_finite() && value >= 0.0, "{fact} {value}");
    }
    assert!(world.losses().customer_seconds.is_finite());
}

fn survives(system: &System, rough: bool) {
    let mut world = World::new(shared(system.clone()), 1, 0);
    let mut faults = Vec::new();
    for (number, part) in system.parts.keys().enumerate() {
        let kinds = [
            FaultKind::Slow { factor: 50.0 },
            FaultKind::Down,
            FaultKind::Cpu { share: 1.0 },
            FaultKind::Cut,
            FaultKind::Dns { ratio: 1.0 },
            FaultKind::Handles { connections: 100_000 },
            FaultKind::Cold { share: 1.0 },
            FaultKind::Kill,
            FaultKind::Setting(
                [
                    ("slots".to_owned(), Setting::Number(0.0)),
                    ("time".to_owned(), Setting::Span(Span(0))),
                ]
                .into(),
            ),
        ];
        let kind = kinds[number % kinds.len()].clone();
        faults.push(fault(&format!("f{number}"), part.as_str(), kind));
    }
    run(&mut world, 10);
    look(&world, system);
    for round in 0..if rough { 6 } else { 0 } {
        for fault in &faults {
            world.set_fault(fault, f64::from(round % 2));
        }
        run(&mut world, 15);
        look(&world, system);
    }
}

#[test]
fn a_part_without_load_is_calm() {
    let mut idle = twelve(0.0);
    clients(&mut idle, "nobody", 0.0, 0, vec![]);
    survives(&idle, true);
}

#[test]
fn one_slot_and_no_room_serve_what_they_can() {
    let mut narrow = system();
    service(&mut narrow, "s", station(1, 1, 0, 0.0, 0), vec![call("t", 1)]);
    service(&mut narrow, "t", station(1, 1, 5000, 3.0, 0), vec![]);
    clients(&mut narrow, "users", 1000.0, 50, vec![call("s", 2)]);
    survives(&narrow, true);
}

#[test]
fn circles_end() {
    let mut round = system();
    let again = |to: &str| {
        let mut again = call(to, 500);
        again.retries = 2;
        again.per_call = 1.5;
        again
    };
    service(&mut round, "a", station(1, 10, 5, 1.0, 50), vec![again("b")]);
    service(&mut round, "b", station(1, 10, 5, 1.0, 50), vec![again("c"), again("b")]);
    service(&mut round, "c", station(1, 10, 5, 1.0, 50), vec![again("a")]);
    clients(&mut round, "users", 20.0, 1, vec![call("a", 2000)]);
    survives(&round, true);
}

#[test]
fn many_calls_at_once_and_without_end_are_bounded() {
    let mut wide = system();
    build::cache(&mut wide, "memory", 1.0, 0);
    build::queue(&mut wide, "jobs", 0);
    build::consumer(&mut wide, "worker", station(1, 1, 100, 1.0, 0), "jobs", 0);
    build::provider(&mut wide, "far", 3000, 2.0);
    let mut many = call("far", 0);
    many.per_call = 1e6;
    many.parallel = true;
    many.budget = Some(0.0);
    many.retries = 40;
    many.cache = Some("memory".into());
    service(&mut wide, "s", station(1, 5, 1, 1.0, 5), vec![many, call("jobs", 0)]);
    clients(&mut wide, "users", 5.0, 1, vec![call("s", 0), call("nowhere", 10)]);
    survives(&wide, true);
}

#[test]
fn the_whole_evening_with_everything_wrong_stays_finite() {
    survives(&twelve(600.0), true);
}

#[test]
fn twelve_services_begin_calm_and_stay_calm() {
    let mut world = World::new(shared(twelve(400.0)), 1, 0);
    for second in 0..300 {
        world.step();
        let errors = read(&world, "shoppers", Metric::ErrorRatio);
        assert!(errors < 1e-3, "{errors} at {second}");
        assert!(read(&world, "shoppers", Metric::P99) < 1.0);
        assert!(fact(&world, "users_hit") < 1e-3);
        assert!(fact(&world, "slow_share") < 0.2);
        assert!(fact(&world, "feature_hit") < 1e-3);
    }
    assert!(world.losses().visits < 1.0, "{:?}", world.losses());
}
