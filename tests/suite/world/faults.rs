//! Each kind of fault does what its name says, to whom it touches and nobody else.

mod calls;
mod data;
mod identity;
mod network;
mod queues;
mod starved;
mod stood;

use firedrill::model::condition::Scope;
use firedrill::model::fault::{FaultKind, Setting};
use firedrill::model::metric::Metric;
use firedrill::model::system::{Business, Counts, Feature, System};
use firedrill::model::time::Span;
use firedrill::world::{Level, World};

use super::build::{call, clients, fault, service, shared, station, system, twelve};
use super::{fact, hit, read, read_of, run};

/// A shop of one service with what people notice of it.
fn shop() -> System {
    let mut shop = twelve(300.0);
    let feature = Feature { name: "buying".into(), served_by: "checkout".into(), important: true };
    shop.features.insert("buying".into(), feature);
    let lost = Business {
        counts: Counts::Failure,
        of: "checkout".into(),
        per: Span(60_000),
        worth: Some(100.0),
    };
    shop.business.insert("money-lost".into(), lost);
    shop
}

#[test]
fn errors_of_a_service_hit_its_feature_whole_and_all_users_in_part() {
    let world = hit(shop(), &fault("f", "checkout", FaultKind::Error { ratio: 1.0 }), 40);
    assert!(read(&world, "checkout", Metric::ErrorRatio) > 0.999);
    let (users, buying) = (fact(&world, "users_hit"), fact(&world, "feature_hit.buying"));
    assert!(buying > 0.98, "{buying}");
    // One visit in ten wants checkout; who tries again wants the same again.
    assert!((0.095..0.105).contains(&users), "{users}");
    let money = fact(&world, "money_per_minute");
    assert!((money / (300.0 * 0.1 * 60.0 * 100.0) - 1.0).abs() < 0.1, "{money}");
    assert!(world.losses().money > 0.0 && world.losses().customer_seconds > 0.0);
    let logs = world.logs(&"checkout".into(), 30);
    assert!(logs.iter().any(|line| line.level == Level::Error && line.text.contains("500")));
}

#[test]
fn a_fault_of_a_version_touches_only_instances_that_run_it() {
    let mut bad = fault("f", "checkout", FaultKind::Error { ratio: 1.0 });
    bad.touches.version = Some("v2".into());
    let mut world = World::new(shared(shop()), 1, 0);
    world.set_fault(&bad, 1.0);
    run(&mut world, 10);
    assert!(read(&world, "checkout", Metric::ErrorRatio) < 1e-3);
    world.deploy(&"checkout".into(), &"v2".into());
    run(&mut world, 16);
    let version = |version: &str| Scope { version: Some(version.into()), ..Scope::default() };
    assert!(world.runs(&"checkout".into(), &"v1".into()));
    let old = read_of(&world, "checkout", Metric::ErrorRatio, &version("v1"));
    let new = read_of(&world, "checkout", Metric::ErrorRatio, &version("v2"));
    assert!(old < 0.05 && new > 0.95, "old {old} new {new}");
    run(&mut world, 30);
    assert!(!world.runs(&"checkout".into(), &"v1".into()));
    assert!(read(&world, "checkout", Metric::ErrorRatio) > 0.99);
}

#[test]
fn half_the_instances_down_leave_half() {
    let mut down = fault("f", "web", FaultKind::Down);
    down.touches.share = Some(0.5);
    let mut world = hit(twelve(300.0), &down, 10);
    assert!((read(&world, "web", Metric::Ready) - 4.0).abs() < 1e-9);
    run(&mut world, 60);
    assert!((read(&world, "web", Metric::ReadyRatio) - 0.5).abs() < 1e-9);
    world.set_fault(&down, 0.0);
    run(&mut world, 25);
    assert!((read(&world, "web", Metric::Ready) - 8.0).abs() < 1e-9);
}

#[test]
fn killed_instances_come_back() {
    let mut world = hit(twelve(300.0), &fault("f", "cart", FaultKind::Kill), 3);
    assert!(read(&world, "cart", Metric::Ready) < 0.5);
    assert!(read(&world, "cart", Metric::Restarts) > 2.5);
    run(&mut world, 25);
    assert!((read(&world, "cart", Metric::Ready) - 3.0).abs() < 1e-9);
}

#[test]
fn a_cut_edge_waits_for_its_timeout_and_a_lost_name_does_not() {
    let cut = hit(twelve(200.0), &fault("f", "checkout.calls.orders", FaultKind::Cut), 30);
    let lost = FaultKind::Dns { ratio: 1.0 };
    let names = hit(twelve(200.0), &fault("f", "checkout.calls.orders", lost), 30);
    for world in [&cut, &names] {
        assert!(read(world, "checkout", Metric::ErrorRatio) > 0.99);
        assert!(read(world, "orders", Metric::ErrorRatio) < 1e-3);
    }
    assert!(read(&cut, "checkout", Metric::P50) > 3.9);
    assert!(read(&names, "checkout", Metric::P50) < 0.3);
    let logs = names.logs(&"checkout".into(), 30);
    assert!(logs.iter().any(|line| line.text.contains("no such host")));
}

#[test]
fn connections_held_by_others_starve_the_pools() {
    let taken = FaultKind::Handles { connections: 158 };
    let world = hit(twelve(300.0), &fault("f", "orders-db", taken), 40);
    assert!(read(&world, "orders", Metric::PoolUse) > 0.95);
    assert!(read(&world, "orders", Metric::ErrorRatio) > 0.2);
    assert!(read(&world, "orders-db", Metric::Connections) > 157.0);
    let logs = world.logs(&"orders".into(), 40);
    assert!(logs.iter().any(|line| line.text.contains("pool timed out")), "{logs:?}");
}

#[test]
fn an_emptied_cache_loads_the_database_until_fills_warm_it() {
    let mut world = hit(twelve(200.0), &fault("f", "products", FaultKind::Cold { share: 0.9 }), 6);
    assert!(read(&world, "products", Metric::HitRatio) < 0.4);
    let first = read(&world, "catalog-db", Metric::Rate);
    run(&mut world, 300);
    assert!(read(&world, "products", Metric::HitRatio) > 0.85);
    assert!(read(&world, "catalog-db", Metric::Rate) < 0.5 * first);
}

#[test]
fn a_shorter_timeout_is_a_setting_and_ends_with_its_fault() {
    let short = [("calls.orders.timeout".to_owned(), Setting::Span(Span(20)))].into();
    let short = fault("f", "checkout", FaultKind::Setting(short));
    let mut world = hit(twelve(200.0), &short, 20);
    assert!(read(&world, "checkout", Metric::ErrorRatio) > 0.8);
    world.set_fault(&short, 0.0);
    run(&mut world, 20);
    assert!(read(&world, "checkout", Metric::ErrorRatio) < 1e-3);
}

#[test]
fn settings_of_machines_and_people_take_effect_and_end() {
    let mut shop = twelve(200.0);
    super::build::change(&mut shop, "cart", |cart| {
        cart.autoscale = Some(firedrill::model::system::Autoscale {
            metric: Metric::Saturation,
            target: 0.05,
            min: 1,
            max: 20,
            every: Span(5000),
            cooldown: Span(5000),
        });
    });
    let keys = [
        ("autoscale.metric".to_owned(), Setting::Signal(Metric::Rate)),
        ("autoscale.target".to_owned(), Setting::Number(4.0)),
    ];
    let world = hit(shop, &fault("f", "cart", FaultKind::Setting(keys.into())), 60);
    // 200 visits, a quarter of them to the cart, four each.
    assert!(read(&world, "cart", Metric::Ready) > 11.0, "{}", read(&world, "cart", Metric::Ready));
    let mut s = system();
    service(&mut s, "s", station(1, 100, 5, 1.0, 100), vec![]);
    clients(&mut s, "users", 100.0, 1, vec![call("s", 1000)]);
    let mut world = hit(s, &fault("e", "s", FaultKind::Error { ratio: 1.0 }), 5);
    let tries = [("tries".to_owned(), Setting::Number(3.0))].into();
    world.set_fault(&fault("f", "users", FaultKind::Setting(tries)), 1.0);
    run(&mut world, 60);
    assert!((read(&world, "s", Metric::Rate) / 300.0 - 1.0).abs() < 0.1);
}

#[test]
fn instances_start_as_slowly_as_a_setting_says() {
    let ready_after_restart = |keys: Vec<(String, Setting)>| {
        let keys = FaultKind::Setting(keys.into_iter().collect());
        let mut world = hit(twelve(100.0), &fault("f", "cart", keys), 20);
        super::give(&mut world, "restart", "cart", "");
        run(&mut world, 70);
        read(&world, "cart", Metric::ReadyRatio)
    };
    let usual = ready_after_restart(vec![("rolls_in".to_owned(), Setting::Span(Span(1000)))]);
    let slow = ready_after_restart(vec![
        ("rolls_in".to_owned(), Setting::Span(Span(1000))),
        ("starts_in".to_owned(), Setting::Span(Span(300_000))),
    ]);
    assert!(usual > 0.99 && slow < 0.9, "{usual} {slow}");
}

#[test]
fn a_status_page_of_a_provider_speaks_late() {
    let mut shop = twelve(100.0);
    if let Some(firedrill::model::system::PartKind::Provider(bank)) =
        shop.parts.get_mut("bank").map(|part| &mut part.kind)
    {
        bank.status_page_lag = Some(Span(60_000));
    }
    let errors = fault("f", "bank", FaultKind::Error { ratio: 1.0 });
    let mut world = hit(shop, &errors, 30);
    assert!(super::shows(&world, "bank", "status page: all systems operational"));
    run(&mut world, 40);
    assert!(super::shows(&world, "bank", "elevated errors"));
    world.set_fault(&errors, 0.0);
    run(&mut world, 30);
    assert!(super::shows(&world, "bank", "elevated errors"));
    run(&mut world, 40);
    assert!(super::shows(&world, "bank", "resolved"));
}

#[test]
fn a_flood_comes_at_the_level_it_has() {
    let flood = fault("f", "shoppers", FaultKind::Flood { factor: 3.0 });
    let mut world = hit(twelve(200.0), &flood, 10);
    assert!((read(&world, "shoppers", Metric::Rate) / 600.0 - 1.0).abs() < 0.1);
    world.set_fault(&flood, 0.5);
    run(&mut world, 10);
    assert!((read(&world, "shoppers", Metric::Rate) / 400.0 - 1.0).abs() < 0.1);
}

#[test]
fn a_breaker_opens_on_errors_and_closes_after_probes() {
    let errors = fault("f", "bank", FaultKind::Error { ratio: 1.0 });
    let mut world = hit(twelve(300.0), &errors, 25);
    assert!(read(&world, "payments", Metric::Breaker) > 0.5);
    assert!(read(&world, "bank", Metric::Rate) < 1.0);
    world.set_fault(&errors, 0.0);
    run(&mut world, 50);
    assert!(read(&world, "payments", Metric::Breaker) < 0.5);
    assert!(read(&world, "bank", Metric::Rate) > 2.0);
}

#[test]
fn consumers_that_fall_behind_leave_a_backlog_and_work_it_off() {
    let slow = fault("f", "notify", FaultKind::Down);
    let mut world = hit(twelve(400.0), &slow, 60);
    let backlog = fact(&world, "backlog");
    assert!((backlog / (60.0 * 400.0 * 0.18 * 0.07) - 1.0).abs() < 0.15, "{backlog}");
    world.set_fault(&slow, 0.0);
    run(&mut world, 60);
    assert!(fact(&world, "backlog") < 5.0);
}

#[test]
fn retries_of_people_show_as_traffic() {
    let mut s = system();
    service(&mut s, "s", station(1, 100, 5, 1.0, 100), vec![]);
    clients(&mut s, "users", 100.0, 3, vec![call("s", 1000)]);
    let world = hit(s, &fault("f", "s", FaultKind::Error { ratio: 1.0 }), 60);
    assert!((read(&world, "s", Metric::Rate) / 300.0 - 1.0).abs() < 0.1);
    assert!((fact(&world, "class_hit.users") - 1.0).abs() < 1e-6);
}
