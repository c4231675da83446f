//! What remedies do, and what they cost.

mod doors;
mod held;
mod machines;
mod papers;

use firedrill::model::fault::FaultKind;
use firedrill::model::id::RemedyRun;
use firedrill::model::metric::Metric;
use firedrill::world::{Effect, World};

use super::build::{fault, one, shared, twelve};
use super::{give, read, run};

#[test]
fn a_rollback_takes_the_bad_version_back_and_none_takes_back_nothing() {
    let mut world = World::new(shared(twelve(300.0)), 1, 0);
    assert!(matches!(give(&mut world, "rollback", "checkout", ""), Effect::Failed { .. }));
    let mut bad = fault("f", "checkout", FaultKind::Error { ratio: 0.8 });
    bad.touches.version = Some("v2".into());
    world.set_fault(&bad, 1.0);
    world.deploy(&"checkout".into(), &"v2".into());
    run(&mut world, 60);
    assert!(read(&world, "checkout", Metric::ErrorRatio) > 0.7);
    assert_eq!(give(&mut world, "rollback", "checkout", ""), Effect::Works);
    run(&mut world, 60);
    assert!(read(&world, "checkout", Metric::ErrorRatio) < 1e-3);
    assert!(world.runs(&"checkout".into(), &"v1".into()));
    assert!(matches!(give(&mut world, "rollback", "checkout", ""), Effect::Failed { .. }));
}

#[test]
fn a_restart_loses_what_was_in_flight_and_is_charged_for_it() {
    let mut world = World::new(shared(twelve(300.0)), 1, 0);
    run(&mut world, 10);
    assert_eq!(give(&mut world, "restart", "web", ""), Effect::Works);
    run(&mut world, 5);
    assert!(read(&world, "shoppers", Metric::ErrorRatio) > 0.9);
    run(&mut world, 60);
    assert!(read(&world, "shoppers", Metric::ErrorRatio) < 1e-3);
    let (harm, lost) = (world.harm()[&RemedyRun(1)], world.losses().customer_seconds);
    assert!(harm > 0.9 * lost && harm <= lost * 1.001, "{harm} of {lost}");
}

/// A station that retries keep down after its trigger is gone.
fn storm() -> World {
    let mut world = World::new(shared(one(240.0, 20, 50, 1000, 4)), 1, 0);
    let trigger = fault("f", "s", FaultKind::Cpu { share: 0.9 });
    world.set_fault(&trigger, 1.0);
    run(&mut world, 20);
    world.set_fault(&trigger, 0.0);
    run(&mut world, 60);
    assert!(read(&world, "users", Metric::ErrorRatio) > 0.9, "the storm has to last");
    world
}

#[test]
fn shedding_breaks_a_storm_of_retries_and_letting_in_keeps_it_broken() {
    let mut world = storm();
    let before = world.losses().customer_seconds;
    assert_eq!(give(&mut world, "shed", "s", "0.85"), Effect::Works);
    run(&mut world, 400);
    assert!(read(&world, "s", Metric::Rejected) > 0.8);
    assert!(read(&world, "s", Metric::Errors429) > 100.0);
    assert_eq!(give(&mut world, "shed", "s", "0"), Effect::Works);
    run(&mut world, 60);
    assert!(read(&world, "users", Metric::ErrorRatio) < 0.01);
    let harm = world.harm()[&RemedyRun(1)];
    assert!(harm > 0.0 && harm <= world.losses().customer_seconds - before);
}

#[test]
fn a_restart_empties_the_line_that_kept_a_storm_alive() {
    let mut world = storm();
    give(&mut world, "restart", "s", "");
    run(&mut world, 90);
    assert!(read(&world, "users", Metric::ErrorRatio) < 0.01);
}

#[test]
fn scaling_waits_for_instances_and_for_capacity() {
    let mut world = World::new(shared(twelve(300.0)), 1, 0);
    assert_eq!(give(&mut world, "scale", "cart", "x2"), Effect::Works);
    run(&mut world, 10);
    assert!((read(&world, "cart", Metric::Ready) - 3.0).abs() < 1e-9);
    run(&mut world, 15);
    assert!((read(&world, "cart", Metric::Ready) - 6.0).abs() < 1e-9);
    world.set_fault(&fault("f", "cart", FaultKind::NoCapacity), 1.0);
    assert!(matches!(give(&mut world, "scale", "cart", "12"), Effect::Nothing { .. }));
    assert!(matches!(give(&mut world, "scale", "cart", "none"), Effect::Failed { .. }));
    assert_eq!(give(&mut world, "scale", "cart", "2"), Effect::Works);
    run(&mut world, 5);
    assert!((read(&world, "cart", Metric::Ready) - 2.0).abs() < 1e-9);
}

#[test]
fn a_failover_leaves_a_slow_machine_behind_after_a_pause() {
    let mut world = World::new(shared(twelve(300.0)), 1, 0);
    world.set_fault(&fault("f", "orders-db", FaultKind::Slow { factor: 30.0 }), 1.0);
    run(&mut world, 60);
    assert!(read(&world, "orders", Metric::ErrorRatio) > 0.5);
    assert_eq!(give(&mut world, "failover", "orders-db", "orders-db-b"), Effect::Works);
    run(&mut world, 8);
    assert!(
        read(&world, "orders-db", Metric::ErrorRatio) > 0.0
            || read(&world, "orders-db", Metric::Queue) > 10.0
    );
    run(&mut world, 60);
    assert!(read(&world, "orders", Metric::ErrorRatio) < 0.01);
    assert!(world.harm()[&RemedyRun(1)] > 0.0);
    assert!(matches!(give(&mut world, "failover", "web", ""), Effect::Failed { .. }));
}

#[test]
fn a_probe_tells_what_is_so() {
    let mut world = World::new(shared(twelve(300.0)), 1, 0);
    run(&mut world, 5);
    assert!(matches!(
        give(&mut world, "verify", "checkout", ""),
        Effect::Verified { ok: true, .. }
    ));
    world.set_fault(&fault("f", "checkout", FaultKind::Error { ratio: 0.5 }), 1.0);
    run(&mut world, 15);
    assert!(matches!(
        give(&mut world, "verify", "checkout", ""),
        Effect::Verified { ok: false, .. }
    ));
}
