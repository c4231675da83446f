//! Control loops that stand still.

use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::Autoscale;
use firedrill::model::time::Span;
use firedrill::world::{Effect, World};

use super::super::build::{change, fault, shared, twelve};
use super::super::{give, probe, read, run, shows};

#[test]
fn nothing_asked_of_a_stalled_loop_happens_until_it_goes_on() {
    let mut world = World::new(shared(twelve(300.0)), 1, 0);
    let stall = fault("f", "cart", FaultKind::Stalled);
    world.set_fault(&stall, 1.0);
    world.deploy(&"cart".into(), &"v2".into());
    run(&mut world, 90);
    assert!(!world.runs(&"cart".into(), &"v2".into()), "the rollout stands");
    for (remedy, args) in [("rollback", ""), ("restart", ""), ("scale", "9")] {
        let effect = give(&mut world, remedy, "cart", args);
        assert!(matches!(effect, Effect::Nothing { .. }), "{remedy}: {effect:?}");
    }
    assert!(read(&world, "shoppers", Metric::ErrorRatio) < 1e-3, "calls do not care");
    assert!(shows(&world, "cart", "older than the one wanted"));
    assert!(!probe(&mut world, "cart").0);
    world.set_fault(&stall, 0.0);
    run(&mut world, 40);
    assert!(world.runs(&"cart".into(), &"v2".into()));
    assert!(!world.runs(&"cart".into(), &"v1".into()));
}

#[test]
fn what_dies_under_a_stalled_loop_stays_dead_and_nobody_scales() {
    let mut s = twelve(300.0);
    change(&mut s, "cart", |cart| {
        cart.autoscale = Some(Autoscale {
            metric: Metric::Saturation,
            target: 0.001,
            min: 1,
            max: 12,
            every: Span(5000),
            cooldown: Span(5000),
        });
    });
    let mut world = World::new(shared(s), 1, 0);
    world.set_fault(&fault("f", "cart", FaultKind::Stalled), 1.0);
    let wanted = read(&world, "cart", Metric::Ready) / read(&world, "cart", Metric::ReadyRatio);
    let mut dead = fault("k", "cart", FaultKind::Kill);
    dead.touches.instances = Some(1);
    world.set_fault(&dead, 1.0);
    run(&mut world, 90);
    let after = read(&world, "cart", Metric::Ready) / read(&world, "cart", Metric::ReadyRatio);
    assert!((after - wanted).abs() < 1e-6, "{wanted} {after}");
    assert!(read(&world, "cart", Metric::ReadyRatio) < 0.999);
}
