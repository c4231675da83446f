//! Blocking a class, draining a zone or a queue.

use firedrill::model::fault::FaultKind;
use firedrill::model::id::RemedyRun;
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::world::{Effect, World};

use super::super::build::{
    call, clients, consumer, database, fault, queue, service, shared, station, system,
};
use super::super::{fact, give, logs, read, run, shows};

fn attacked() -> System {
    let mut s = system();
    service(&mut s, "edge", station(2, 60, 10, 1.0, 100), vec![]);
    clients(&mut s, "people", 100.0, 1, vec![call("edge", 3000)]);
    clients(&mut s, "bots", 50.0, 1, vec![call("edge", 3000)]);
    if let Some(bots) = s.clients.get_mut("bots") {
        bots.users = 1;
    }
    s
}

#[test]
fn blocking_a_class_keeps_it_out_and_catches_some_good_users() {
    let mut world = World::new(shared(attacked()), 1, 0);
    world.set_fault(&fault("f", "bots", FaultKind::Flood { factor: 400.0 }), 1.0);
    run(&mut world, 30);
    assert!(read(&world, "people", Metric::ErrorRatio) > 0.3);
    let at_block = world.losses().customer_seconds;
    assert_eq!(give(&mut world, "block", "edge", "bots 0.03"), Effect::Works);
    run(&mut world, 30);
    assert!(read(&world, "bots", Metric::ErrorRatio) > 0.999);
    let caught = read(&world, "people", Metric::ErrorRatio);
    assert!((0.02..0.04).contains(&caught), "{caught}");
    assert!(logs(&world, "bots", "blocked by rule"));
    assert!(shows(&world, "edge", "refuses 100 % of bots"));
    let harm = world.harm()[&RemedyRun(1)];
    assert!(harm > 0.0 && harm <= (world.losses().customer_seconds - at_block) * 1.001);
    assert_eq!(give(&mut world, "block", "edge", "bots off"), Effect::Works);
    run(&mut world, 30);
    assert!(read(&world, "people", Metric::ErrorRatio) > 0.3);
}

#[test]
fn a_block_needs_a_class_that_comes_in_there() {
    let mut s = attacked();
    service(&mut s, "other", station(1, 10, 10, 1.0, 10), vec![]);
    let mut world = World::new(shared(s), 1, 0);
    for (target, args) in
        [("edge", "robots"), ("edge", ""), ("other", "bots"), ("edge", "bots much")]
    {
        let effect = give(&mut world, "block", target, args);
        assert!(matches!(effect, Effect::Failed { .. }), "{target} {args}");
    }
    assert_eq!(give(&mut world, "block", "bots", ""), Effect::Works);
    run(&mut world, 10);
    assert!(read(&world, "bots", Metric::ErrorRatio) > 0.999);
    assert!(read(&world, "people", Metric::ErrorRatio) < 1e-3);
}

fn halves() -> System {
    let mut s = system();
    database(&mut s, "db", station(1, 50, 5, 1.0, 500), 500);
    service(&mut s, "web", station(4, 20, 20, 1.0, 100), vec![call("db", 1000)]);
    clients(&mut s, "people", 100.0, 1, vec![call("web", 3000)]);
    s
}

#[test]
fn draining_a_zone_leaves_its_sick_half_behind_without_losing_a_call() {
    let mut world = World::new(shared(halves()), 1, 0);
    let mut sick = fault("f", "web", FaultKind::Error { ratio: 0.7 });
    sick.touches.zone = Some("b".into());
    world.set_fault(&sick, 1.0);
    run(&mut world, 20);
    assert!(read(&world, "people", Metric::ErrorRatio) > 0.3);
    assert_eq!(give(&mut world, "drain", "zones.b", ""), Effect::Works);
    run(&mut world, 20);
    assert!(read(&world, "people", Metric::ErrorRatio) < 1e-3);
    assert!((read(&world, "web", Metric::Ready) - 2.0).abs() < 1e-9);
    assert!(world.harm().get(&RemedyRun(1)).is_none_or(|harm| *harm < 1e-6));
    run(&mut world, 60);
    assert!((read(&world, "web", Metric::Ready) - 2.0).abs() < 1e-9, "it stays out");
    assert_eq!(give(&mut world, "drain", "zones.b", "off"), Effect::Works);
    run(&mut world, 20);
    assert!((read(&world, "web", Metric::Ready) - 4.0).abs() < 1e-9);
    assert!(read(&world, "people", Metric::ErrorRatio) > 0.3);
}

#[test]
fn draining_the_zone_of_a_primary_moves_it_and_half_the_capacity_may_be_too_little() {
    let mut world = World::new(shared(halves()), 1, 0);
    assert_eq!(give(&mut world, "drain", "zones.a", ""), Effect::Works);
    run(&mut world, 5);
    assert!(logs(&world, "db", "promoted to primary"));
    run(&mut world, 60);
    assert!(read(&world, "people", Metric::ErrorRatio) < 1e-3);
    let one = give(&mut world, "drain", "web", "");
    assert!(matches!(one, Effect::Failed { .. }), "of a service one zone at a time: {one:?}");
    assert_eq!(give(&mut world, "drain", "web", "b"), Effect::Works);
    run(&mut world, 10);
    assert!(read(&world, "people", Metric::ErrorRatio) > 0.99, "nobody is left");
    assert!(world.harm()[&RemedyRun(1)] > 0.0);
}

#[test]
fn a_drained_queue_empties_and_refuses_who_publishes() {
    let mut s = system();
    queue(&mut s, "jobs", 1_000_000);
    consumer(&mut s, "worker", station(1, 2, 100, 1.0, 10), "jobs", 1);
    service(&mut s, "front", station(2, 50, 5, 1.0, 200), vec![call("jobs", 0)]);
    clients(&mut s, "people", 40.0, 1, vec![call("front", 3000)]);
    let mut world = World::new(shared(s), 1, 0);
    run(&mut world, 30);
    let held = fact(&world, "backlog");
    assert!(held > 300.0, "two slots do 20 a second: {held}");
    assert_eq!(give(&mut world, "drain", "jobs", ""), Effect::Works);
    run(&mut world, 10);
    assert!(read(&world, "people", Metric::ErrorRatio) > 0.99);
    assert!(world.harm()[&RemedyRun(1)] > 0.0);
    assert!(fact(&world, "backlog") < held);
    assert!(shows(&world, "jobs", "takes no new messages"));
    assert_eq!(give(&mut world, "drain", "jobs", "off"), Effect::Works);
    run(&mut world, 10);
    assert!(read(&world, "people", Metric::ErrorRatio) < 1e-3);
}
