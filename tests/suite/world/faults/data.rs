//! Databases: locks, replicas, two primaries, corruption, failovers nobody asked for.

use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::model::time::Span;
use firedrill::world::World;

use super::super::build::{change, fault, shared, twelve};
use super::super::{fact, give, hit, logs, probe, read, run, shows};

fn shop() -> System {
    let mut shop = twelve(200.0);
    change(&mut shop, "orders", |orders| {
        orders.cpu = Some(firedrill::model::system::Cpu { cores: 2.0, usual: 0.3 });
    });
    shop
}

#[test]
fn locks_block_sessions_and_fill_the_pools_of_callers() {
    let mut world = World::new(shared(shop()), 1, 0);
    run(&mut world, 5);
    let cpu = read(&world, "orders", Metric::Cpu);
    let pool = read(&world, "orders", Metric::PoolUse);
    let lock = FaultKind::Lock { share: 0.5, lasts: Span(20_000) };
    world.set_fault(&fault("f", "orders-db", lock), 1.0);
    let mut filled = 0.0_f64;
    for _ in 0..60 {
        world.step();
        filled = filled.max(read(&world, "orders", Metric::PoolUse));
    }
    assert!(read(&world, "orders-db", Metric::Saturation) > 0.9, "sessions stand");
    assert!(pool < 0.1 && filled > 0.4, "{pool} {filled}");
    assert!(read(&world, "orders", Metric::ErrorRatio) > 0.3);
    assert!(
        read(&world, "orders", Metric::Timeouts) + read(&world, "orders-db", Metric::Timeouts)
            > 0.5
    );
    assert!(read(&world, "orders", Metric::Cpu) < 1.2 * cpu, "nobody works");
    assert!(logs(&world, "orders-db", "still waiting for lock"));
    assert!(shows(&world, "orders-db", "wait for a lock"));
    assert!(fact(&world, "data_lost") < 1e-9);
}

#[test]
fn paused_replication_lags_by_a_second_each_second_and_catches_up() {
    let stop = fault("f", "orders-db", FaultKind::Replication { lag: None });
    let mut world = hit(shop(), &stop, 60);
    let lag = read(&world, "orders-db", Metric::Lag);
    assert!((59.0..62.0).contains(&lag), "{lag}");
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    assert!(fact(&world, "users_hit") < 1e-3);
    assert!(logs(&world, "orders-db", "standby is"));
    assert!(shows(&world, "orders-db", "replay does not advance"));
    world.set_fault(&stop, 0.0);
    run(&mut world, 10);
    let lag = read(&world, "orders-db", Metric::Lag);
    assert!((15.0..25.0).contains(&lag), "{lag}");
    run(&mut world, 10);
    assert!(read(&world, "orders-db", Metric::Lag) < 1.0);
    let most = FaultKind::Replication { lag: Some(Span(30_000)) };
    let world = hit(shop(), &fault("f", "orders-db", most), 90);
    let lag = read(&world, "orders-db", Metric::Lag);
    assert!((29.0..32.0).contains(&lag), "{lag}");
}

#[test]
fn a_failover_to_a_replica_that_is_behind_loses_what_it_never_got() {
    let mut world = hit(shop(), &fault("f", "orders-db", FaultKind::Replication { lag: None }), 60);
    assert!(fact(&world, "data_lost") < 1e-9);
    let writes = 0.5 * read(&world, "orders-db", Metric::Rate);
    give(&mut world, "failover", "orders-db", "");
    let lost = fact(&world, "data_lost");
    assert!((lost / (60.0 * writes) - 1.0).abs() < 0.2, "{lost} of {writes}/s");
}

#[test]
fn a_failover_that_nobody_asked_for_is_a_gap_and_an_hour_later_nothing() {
    let mut world = World::new(shared(shop()), 1, 0);
    run(&mut world, 5);
    world.set_fault(&fault("f", "orders-db", FaultKind::Failover { pauses: None }), 1.0);
    run(&mut world, 8);
    assert!(read(&world, "orders", Metric::Queue) + read(&world, "orders-db", Metric::Queue) > 5.0);
    assert!(logs(&world, "orders-db", "promoted to primary"));
    run(&mut world, 60);
    assert!(read(&world, "orders", Metric::ErrorRatio) < 1e-3);
    assert!(fact(&world, "data_lost") < 1e-9, "the replica was at hand");
}

#[test]
fn two_primaries_put_data_at_risk_and_serve_as_ever() {
    let split = fault("f", "orders-db", FaultKind::Diverge { rate: 15.0 });
    let mut world = hit(shop(), &split, 60);
    let at_risk = fact(&world, "data_at_risk");
    assert!((at_risk - 900.0).abs() < 16.0, "{at_risk}");
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    assert!(shows(&world, "orders-db", "two primaries"));
    assert!(!probe(&mut world, "orders-db").0);
    world.set_fault(&split, 0.0);
    run(&mut world, 30);
    assert!((fact(&world, "data_at_risk") - at_risk).abs() < 16.0, "what differs stays so");
}

#[test]
fn silent_corruption_is_seen_by_a_probe_alone() {
    let rot = FaultKind::Corrupt { ratio: 0.1, rate: 0.0 };
    let mut world = hit(shop(), &fault("f", "orders-db", rot), 60);
    let writes = 0.5 * read(&world, "orders-db", Metric::Rate);
    let lost = fact(&world, "data_lost");
    assert!((lost / (6.0 * writes) - 1.0).abs() < 0.2, "{lost} of {writes}/s");
    assert!(read(&world, "orders-db", Metric::ErrorRatio) < 1e-3);
    assert!(!logs(&world, "orders-db", "checksum"));
    assert!(!shows(&world, "orders-db", "checksum"));
    let (ok, says) = probe(&mut world, "orders-db");
    assert!(!ok && says.contains("checksums"), "{says}");
}
