//! Stopping machines that make it worse.

use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::{Autoscale, Health, HealthAction, System};
use firedrill::model::time::Span;
use firedrill::world::{Effect, World};

use super::super::build::{change, fault, shared, store, twelve};
use super::super::{give, read, run, shows};

fn shop() -> System {
    let mut s = twelve(300.0);
    change(&mut s, "cart", |cart| {
        cart.health = Some(Health { every: Span(2000), fails: 2, then: HealthAction::Restart });
        cart.autoscale = Some(Autoscale {
            metric: Metric::Saturation,
            target: 0.9,
            min: 1,
            max: 8,
            every: Span(10_000),
            cooldown: Span(10_000),
        });
    });
    store(&mut s, "orders-db", |db| {
        if let Some(rule) = &mut db.failover {
            rule.auto = true;
            rule.after = Span(10_000);
        }
    });
    s
}

fn instances(world: &World) -> f64 {
    read(world, "cart", Metric::Ready) / read(world, "cart", Metric::ReadyRatio).max(1e-9)
}

#[test]
fn a_paused_autoscaler_takes_no_more_instances_away() {
    let begin = World::new(shared(twelve(300.0)), 1, 0);
    let all = instances(&begin);
    let mut left = World::new(shared(shop()), 1, 0);
    let mut kept = left.clone();
    let before = instances(&kept);
    assert_eq!(give(&mut kept, "pause-automation", "cart", "autoscale"), Effect::Works);
    run(&mut left, 60);
    run(&mut kept, 60);
    assert!((instances(&kept) - before).abs() < 1e-6);
    assert!(instances(&left) < all);
    assert!(shows(&kept, "cart", "autoscale paused"));
    assert!(!shows(&kept, "cart", "health paused"));
}

#[test]
fn a_paused_health_check_stops_restarting_and_goes_on_when_told() {
    let mut world = World::new(shared(shop()), 1, 0);
    give(&mut world, "pause-automation", "cart", "");
    world.set_fault(&fault("f", "cart", FaultKind::Error { ratio: 0.9 }), 1.0);
    run(&mut world, 60);
    assert!(read(&world, "cart", Metric::Restarts) < 0.5);
    give(&mut world, "pause-automation", "cart", "health off");
    run(&mut world, 30);
    assert!(read(&world, "cart", Metric::Restarts) > 0.5);
}

#[test]
fn a_paused_failover_leaves_the_primary_gone() {
    let mut world = World::new(shared(shop()), 1, 0);
    assert_eq!(give(&mut world, "pause-automation", "orders-db", "failover"), Effect::Works);
    world.set_fault(&fault("f", "orders-db", FaultKind::Down), 1.0);
    run(&mut world, 60);
    assert!(read(&world, "orders-db", Metric::Ready) < 0.5);
    give(&mut world, "pause-automation", "orders-db", "off");
    run(&mut world, 30);
    assert!(read(&world, "orders-db", Metric::Ready) > 0.5);
}

#[test]
fn what_does_not_act_by_itself_cannot_be_paused() {
    let mut world = World::new(shared(shop()), 1, 0);
    for (target, args) in [("web", ""), ("cart", "failover"), ("cart", "robots"), ("mails", "")] {
        let effect = give(&mut world, "pause-automation", target, args);
        assert!(matches!(effect, Effect::Failed { .. }), "{target} {args}: {effect:?}");
    }
}
