//! Message queues, and callers who try again without measure.

use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::model::time::Span;

use super::super::build::{
    call, clients, consumer, fault, queue, redelivers, service, station, system,
};
use super::super::{fact, hit, logs, read, run, shows};

/// Forty messages a second, four partitions, four consumers of which each could take them all.
fn post() -> System {
    let mut s = system();
    queue(&mut s, "mails", 1_000_000);
    consumer(&mut s, "sender", station(4, 20, 100, 1.0, 100), "mails", 1);
    service(&mut s, "front", station(2, 50, 5, 1.0, 200), vec![call("mails", 0)]);
    clients(&mut s, "users", 40.0, 1, vec![call("front", 2000)]);
    s
}

fn poison() -> FaultKind {
    FaultKind::Poison { messages: 1, ratio: 0.0 }
}

#[test]
fn a_poisoned_message_crashes_one_consumer_after_the_other_ever_longer() {
    let mut world = hit(post(), &fault("f", "mails", poison()), 15);
    let restarts = |world: &_| read(world, "sender", Metric::Restarts);
    assert!(restarts(&world) > 0.5);
    assert!(logs(&world, "sender", "cannot handle message"));
    assert!(fact(&world, "backlog") > 50.0, "its partition waits behind it");
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3, "who publishes notices nothing");
    run(&mut world, 300);
    assert!(restarts(&world) > 5.0);
    assert!(logs(&world, "sender", "back-off"));
    let early = restarts(&world);
    run(&mut world, 120);
    let late = restarts(&world) - early;
    assert!(late < 0.6 * early, "each restart waits longer: {early} then {late}");
    assert!(shows(&world, "mails", "1 of 4 partitions without progress"));
    assert!(shows(&world, "mails", "1 unacknowledged"));
}

#[test]
fn a_queue_that_gives_up_on_a_message_goes_on() {
    let mut s = post();
    redelivers(&mut s, "mails", 2);
    let mut world = hit(s, &fault("f", "mails", poison()), 240);
    assert!(read(&world, "sender", Metric::Ready) > 3.5);
    assert!(fact(&world, "backlog") < 20.0);
    assert!(shows(&world, "mails", "dead letters 1"));
    let restarts = read(&world, "sender", Metric::Restarts);
    assert!((restarts - 3.0).abs() < 1e-9, "delivered three times: {restarts}");
    run(&mut world, 60);
    assert!((read(&world, "sender", Metric::Restarts) - restarts).abs() < 1e-9);
}

#[test]
fn a_partition_that_stands_still_keeps_its_share_and_says_nothing() {
    let stuck = fault("f", "mails", FaultKind::Stuck { share: None });
    let mut world = hit(post(), &stuck, 60);
    let backlog = fact(&world, "backlog");
    assert!((backlog / (60.0 * 10.0) - 1.0).abs() < 0.15, "a quarter of all: {backlog}");
    assert!(read(&world, "sender", Metric::ErrorRatio) < 1e-3);
    assert!(read(&world, "sender", Metric::Restarts) < 0.5);
    let taken = read(&world, "sender", Metric::Rate);
    assert!((25.0..35.0).contains(&taken), "{taken}");
    world.set_fault(&stuck, 0.0);
    run(&mut world, 30);
    assert!(fact(&world, "backlog") < 20.0, "then it is worked off");
}

#[test]
fn consumers_that_hang_hold_the_partitions_they_have() {
    let mut hang = fault("f", "sender", FaultKind::Stuck { share: None });
    hang.touches.share = Some(0.5);
    let world = hit(post(), &hang, 60);
    let backlog = fact(&world, "backlog");
    assert!((backlog / (60.0 * 20.0) - 1.0).abs() < 0.15, "{backlog}");
}

#[test]
fn corrupt_messages_are_lost_without_a_word() {
    let rot = FaultKind::Corrupt { ratio: 0.25, rate: 0.0 };
    let world = hit(post(), &fault("f", "mails", rot), 60);
    let lost = fact(&world, "data_lost");
    assert!((lost / (60.0 * 10.0) - 1.0).abs() < 0.15, "{lost}");
    assert!(fact(&world, "backlog") < 20.0);
}

/// A station that fails half of what it is asked.
fn failing() -> System {
    let mut s = system();
    service(&mut s, "back", station(2, 50, 5, 1.0, 200), vec![]);
    let mut to_back = call("back", 500);
    to_back.retries = 1;
    to_back.budget = Some(0.05);
    service(&mut s, "front", station(4, 200, 5, 1.0, 200), vec![to_back]);
    clients(&mut s, "users", 100.0, 2, vec![call("front", 4000)]);
    s
}

#[test]
fn callers_without_measure_multiply_the_load_of_a_failing_callee() {
    let errors = fault("e", "back", FaultKind::Error { ratio: 0.9 });
    let usual = hit(failing(), &errors, 30);
    let mut world = hit(failing(), &errors, 10);
    let kind = FaultKind::Retries { factor: 4.0, backoff: Span(0) };
    let calls = fault("f", "front.calls.back", kind.clone());
    world.set_fault(&calls, 1.0);
    run(&mut world, 20);
    let (before, after) = (read(&usual, "back", Metric::Rate), read(&world, "back", Metric::Rate));
    assert!(after > 2.5 * before, "{before} {after}");
    assert!(read(&world, "front", Metric::Retries) > 3.0 * read(&usual, "front", Metric::Retries));
    world.set_fault(&calls, 0.0);
    run(&mut world, 20);
    assert!((read(&world, "back", Metric::Rate) / before - 1.0).abs() < 0.2, "and ends with it");
    world.set_fault(&fault("p", "users", kind), 1.0);
    run(&mut world, 20);
    let people = read(&world, "users", Metric::Retries);
    assert!(people > 3.0 * read(&usual, "users", Metric::Retries), "{people}");
}
