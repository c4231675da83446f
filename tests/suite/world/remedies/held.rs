//! Purging and restoring.

use firedrill::model::fault::FaultKind;
use firedrill::model::id::RemedyRun;
use firedrill::model::metric::Metric;
use firedrill::model::system::{Backup, System};
use firedrill::model::time::Span;
use firedrill::world::{Effect, World};

use super::super::build::{fault, shared, store, twelve};
use super::super::{fact, give, read, run, shows};

#[test]
fn purging_a_queue_ends_a_poison_and_costs_the_good_messages() {
    let mut world = World::new(shared(twelve(400.0)), 1, 0);
    world.set_fault(&fault("f", "mails", FaultKind::Poison { messages: 1, ratio: 0.0 }), 1.0);
    run(&mut world, 120);
    let held = fact(&world, "backlog");
    assert!(held > 50.0, "{held}");
    assert_eq!(give(&mut world, "purge", "mails", ""), Effect::Works);
    let lost = fact(&world, "data_lost");
    assert!((lost / held - 1.0).abs() < 0.1, "{lost} of {held}");
    let restarts = read(&world, "notify", Metric::Restarts);
    run(&mut world, 200);
    assert!((read(&world, "notify", Metric::Restarts) - restarts).abs() < 1e-9);
    assert!(fact(&world, "backlog") < 5.0);
    assert!((fact(&world, "data_lost") - lost).abs() < 1e-9);
}

#[test]
fn purging_a_cache_makes_it_cold() {
    let mut world = World::new(shared(twelve(100.0)), 1, 0);
    run(&mut world, 5);
    let before = read(&world, "catalog-db", Metric::Rate);
    assert_eq!(give(&mut world, "purge", "products", ""), Effect::Works);
    run(&mut world, 6);
    assert!(read(&world, "products", Metric::HitRatio) < 0.5);
    assert!(read(&world, "catalog-db", Metric::Rate) > 3.0 * before);
    assert!(fact(&world, "data_lost") < 1e-9);
}

#[test]
fn there_has_to_be_something_to_purge() {
    let mut world = World::new(shared(twelve(1.0)), 1, 0);
    assert!(matches!(give(&mut world, "purge", "mails", ""), Effect::Nothing { .. }));
    for target in ["bank", "cart", "nobody"] {
        assert!(matches!(give(&mut world, "purge", target, ""), Effect::Failed { .. }), "{target}");
    }
}

fn backed_up() -> System {
    let mut s = twelve(200.0);
    let backup = |name: &str, every, works| Backup {
        name: name.into(),
        every: Span(every),
        tested: None,
        restores_in: Span(3_600_000),
        works,
    };
    store(&mut s, "orders-db", |db| {
        db.backups = vec![backup("nightly", 86_400_000, true), backup("dumps", 3_600_000, false)];
    });
    s
}

#[test]
fn a_restore_heals_what_was_corrupt_and_loses_what_is_newer() {
    // At ten minutes past midnight.
    let mut world = World::new(shared(backed_up()), 1, 600);
    world.set_fault(&fault("f", "orders-db", FaultKind::Corrupt { ratio: 0.0, rate: 50.0 }), 1.0);
    world.set_fault(&fault("g", "orders-db", FaultKind::Diverge { rate: 5.0 }), 1.0);
    run(&mut world, 60);
    assert!(fact(&world, "data_lost") > 2900.0);
    assert!(shows(&world, "orders-db", "backup nightly, 11m old, never tried out"));
    let writes = 0.5 * read(&world, "orders-db", Metric::Rate);
    world.set_fault(&fault("f", "orders-db", FaultKind::Down), 0.0);
    world.set_fault(&fault("g", "orders-db", FaultKind::Down), 0.0);
    assert_eq!(give(&mut world, "restore", "orders-db", "nightly"), Effect::Works);
    let lost = fact(&world, "data_lost");
    assert!((lost / (660.0 * writes) - 1.0).abs() < 0.2, "{lost} of {writes}/s");
    assert!(fact(&world, "data_at_risk") < 1e-9);
    run(&mut world, 5);
    assert!(read(&world, "orders-db", Metric::Queue) > 5.0, "it is not there at once");
    run(&mut world, 90);
    assert!(read(&world, "orders", Metric::ErrorRatio) < 1e-3);
    assert!(world.harm()[&RemedyRun(1)] > 0.0);
}

#[test]
fn a_backup_that_does_not_work_is_found_out_by_restoring_it() {
    let mut world = World::new(shared(backed_up()), 1, 600);
    let Effect::Failed { why } = give(&mut world, "restore", "orders-db", "dumps") else {
        panic!("a dead backup came to life");
    };
    assert!(why.contains("not a valid archive"), "{why}");
    run(&mut world, 10);
    assert!(read(&world, "orders", Metric::ErrorRatio) < 1e-3);
    assert!(fact(&world, "data_lost") < 1e-9);
    let Effect::Failed { why } = give(&mut world, "restore", "orders-db", "weekly") else {
        panic!("there is none");
    };
    assert!(why.contains("nightly, dumps"), "{why}");
    for target in ["catalog-db", "cart"] {
        assert!(matches!(give(&mut world, "restore", target, ""), Effect::Failed { .. }));
    }
}
