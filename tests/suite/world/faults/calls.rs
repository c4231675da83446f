//! Calls that are refused by a limit, and answers that are wrong.

use firedrill::model::fault::{FaultKind, Limit};
use firedrill::model::metric::Metric;
use firedrill::model::system::{Business, Counts, Feature, System};
use firedrill::model::time::Span;

use super::super::build::{fault, twelve};
use super::super::{fact, hit, logs, probe, read, run};

fn limit(rate: Option<f64>, ratio: f64, each: bool) -> FaultKind {
    FaultKind::Throttled(Limit { rate, ratio, each })
}

#[test]
fn a_limit_answers_429_while_errors_of_servers_stay_at_nothing() {
    let world = hit(twelve(300.0), &fault("f", "edge", limit(None, 0.97, false)), 20);
    let refused = read(&world, "edge", Metric::Errors429);
    assert!((refused / read(&world, "edge", Metric::Rate) - 0.97).abs() < 0.01);
    assert!(read(&world, "edge", Metric::Errors5xx) < 0.5);
    assert!(read(&world, "web", Metric::Rate) < 40.0, "nothing reaches what is behind");
    assert!(read(&world, "web", Metric::ErrorRatio) < 1e-3);
    assert!(logs(&world, "edge", "status=429"));
    assert!(fact(&world, "users_hit") > 0.9);
}

#[test]
fn a_limit_by_rate_lets_through_what_it_says() {
    let one = hit(twelve(300.0), &fault("f", "catalog", limit(Some(60.0), 0.0, false)), 40);
    let through = read(&one, "catalog", Metric::Rate) - read(&one, "catalog", Metric::Errors429);
    assert!((50.0..70.0).contains(&through), "{through}");
    let six = hit(twelve(300.0), &fault("f", "catalog", limit(Some(60.0), 0.0, true)), 40);
    assert!(read(&six, "catalog", Metric::Errors429) < 1.0, "of each of six instances");
}

fn shop() -> System {
    let mut shop = twelve(300.0);
    let feature = Feature { name: "buying".into(), served_by: "checkout".into(), important: true };
    shop.features.insert("buying".into(), feature);
    let orders =
        Business { counts: Counts::Success, of: "checkout".into(), per: Span(60_000), worth: None };
    shop.business.insert("orders-placed".into(), orders);
    shop
}

#[test]
fn wrong_answers_show_in_no_error_and_hurt_who_gets_them() {
    let calm = hit(shop(), &fault("f", "nobody", FaultKind::Down), 40);
    let wrong = FaultKind::Wrong { ratio: 0.4, factor: 0.0 };
    let mut world = hit(shop(), &fault("f", "checkout", wrong), 40);
    for part in ["shoppers", "edge", "web", "checkout"] {
        assert!(read(&world, part, Metric::ErrorRatio) < 1e-3, "{part}");
        assert!(
            (read(&world, part, Metric::P99) / read(&calm, part, Metric::P99) - 1.0).abs() < 0.2
        );
    }
    let buying = fact(&world, "feature_hit.buying");
    assert!((0.39..0.41).contains(&buying), "{buying}");
    let placed = |world| read(world, "orders-placed", Metric::Value);
    let kept = placed(&world) / placed(&calm);
    assert!((0.55..0.65).contains(&kept), "{kept}");
    assert!(world.losses().customer_seconds > 0.0);
    let (ok, says) = probe(&mut world, "checkout");
    assert!(!ok && says.contains("40 of 100"), "{says}");
}

#[test]
fn what_is_built_on_wrong_answers_is_wrong() {
    let wrong = FaultKind::Wrong { ratio: 1.0, factor: 1.0 };
    let mut world = hit(shop(), &fault("f", "payments", wrong), 20);
    // One checkout in seven pays by card.
    let buying = fact(&world, "feature_hit.buying");
    assert!((0.12..0.16).contains(&buying), "{buying}");
    world.set_fault(&fault("f", "payments", FaultKind::Down), 0.0);
    run(&mut world, 20);
    assert!(fact(&world, "feature_hit.buying") < 1e-3);
}
