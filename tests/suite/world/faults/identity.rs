//! Certificates, secrets, tokens, clocks.

use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::{PartKind, System};
use firedrill::model::time::Span;
use firedrill::world::World;

use super::super::build::{
    call, certificate, change, clients, database, fault, secret, service, shared, station, system,
};
use super::super::{fact, give, hit, logs, probe, read, run, shows};

/// A door with a certificate; two services behind it, of which one keeps connections to the
/// database and one opens them anew; the database is opened by a key.
fn house() -> System {
    let mut s = system();
    database(&mut s, "db", station(1, 50, 5, 1.0, 500), 200);
    let mut kept = call("db", 1000);
    kept.pool = Some(20);
    service(&mut s, "keeper", station(4, 50, 5, 1.0, 200), vec![kept]);
    service(&mut s, "opener", station(4, 50, 5, 1.0, 200), vec![call("db", 1000)]);
    let mut keeper = call("keeper", 2000);
    keeper.critical = false;
    let mut opener = call("opener", 2000);
    opener.critical = false;
    service(&mut s, "door", station(4, 100, 2, 1.0, 400), vec![keeper, opener]);
    change(&mut s, "door", |door| {
        door.cpu = Some(firedrill::model::system::Cpu { cores: 2.0, usual: 0.4 });
    });
    certificate(&mut s, "door-cert", 86_400, "door");
    secret(&mut s, "db-key", &["db"]);
    clients(&mut s, "users", 100.0, 1, vec![call("door", 5000)]);
    s
}

#[test]
fn an_expired_certificate_fails_every_connection_and_its_host_has_nothing_to_do() {
    let mut world = hit(house(), &fault("f", "door-cert", FaultKind::Expire), 30);
    assert!(read(&world, "users", Metric::ErrorRatio) > 0.999);
    assert!(read(&world, "users", Metric::P99) < 0.1, "a handshake fails at once");
    assert!(read(&world, "door", Metric::Rate) < 1e-6);
    assert!(read(&world, "door", Metric::ErrorRatio) < 1e-6);
    assert!(read(&world, "door", Metric::Cpu) < 0.05);
    assert!((fact(&world, "users_hit") - 1.0).abs() < 1e-6);
    assert!(logs(&world, "users", "certificate has expired"));
    assert!(logs(&world, "door", "expired certificate"));
    assert!(shows(&world, "door-cert", "expired 30s ago"));
    let (ok, says) = probe(&mut world, "door-cert");
    assert!(!ok && says.contains("expired"), "{says}");
}

#[test]
fn a_certificate_that_nobody_renews_expires_by_itself_at_its_instant() {
    let mut s = house();
    if let Some(PartKind::Certificate(own)) =
        s.parts.get_mut("door-cert").map(|part| &mut part.kind)
    {
        own.expires = Span(60_000);
    }
    let mut world = World::new(shared(s), 1, 0);
    run(&mut world, 60);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
    assert!(shows(&world, "door-cert", "expire"));
    run(&mut world, 6);
    assert!(read(&world, "users", Metric::ErrorRatio) > 0.999);
}

#[test]
fn one_that_renews_itself_does_not() {
    let mut s = house();
    if let Some(PartKind::Certificate(own)) =
        s.parts.get_mut("door-cert").map(|part| &mut part.kind)
    {
        own.expires = Span(20_000);
        own.manual = false;
    }
    let mut world = World::new(shared(s), 1, 0);
    run(&mut world, 60);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
}

#[test]
fn a_revoked_secret_hits_new_connections_first_and_kept_ones_by_and_by() {
    let mut world = hit(house(), &fault("f", "db-key", FaultKind::Revoked), 30);
    assert!(read(&world, "opener", Metric::ErrorRatio) > 0.999);
    let early = read(&world, "keeper", Metric::ErrorRatio);
    assert!((0.05..0.15).contains(&early), "{early}");
    assert!(logs(&world, "opener", "authentication failed"));
    assert!(logs(&world, "db", "password is not valid"));
    assert!(read(&world, "db", Metric::ErrorRatio) < 1e-6, "the database itself is well");
    run(&mut world, 600);
    assert!(read(&world, "keeper", Metric::ErrorRatio) > 0.8);
}

#[test]
fn a_clock_that_is_off_refuses_the_tokens_it_thinks_too_young_or_too_old() {
    let skew = |by| fault("f", "door", FaultKind::Skew { by: Span(by) });
    let little = hit(house(), &skew(45_000), 20);
    assert!(read(&little, "users", Metric::ErrorRatio) < 1e-3, "a leeway of a minute");
    let mut half = skew(180_000);
    half.touches.share = Some(0.5);
    let mut world = hit(house(), &half, 20);
    let errors = read(&world, "users", Metric::ErrorRatio);
    assert!((0.17..0.23).contains(&errors), "two of five tokens at half the hosts: {errors}");
    assert!(read(&world, "door", Metric::ErrorRatio) < 1e-6);
    assert!(logs(&world, "users", "status=401"));
    assert!(logs(&world, "door", "before it was issued"));
    assert!(!probe(&mut world, "door").0);
}

#[test]
fn an_exposed_secret_shows_in_no_metric_until_it_is_revoked() {
    let leak = fault("f", "db-key", FaultKind::Exposed { to: "everyone".into() });
    let (mut world, quiet) = (hit(house(), &leak, 40), {
        let mut quiet = World::new(shared(house()), 1, 0);
        run(&mut quiet, 45);
        quiet
    });
    assert!((fact(&world, "exposure") - 1.0).abs() < 1e-9);
    for part in ["users", "door", "opener", "keeper", "db"] {
        for metric in [Metric::Rate, Metric::ErrorRatio] {
            let (leaked, usual) = (read(&world, part, metric), read(&quiet, part, metric));
            assert!((leaked - usual).abs() < 1e-3 * usual.max(1.0), "{part} {leaked} {usual}");
        }
    }
    let (ok, says) = probe(&mut world, "db-key");
    assert!(!ok && says.contains("still accepted"), "{says}");
    give(&mut world, "revoke", "db-key", "");
    run(&mut world, 20);
    assert!(fact(&world, "exposure") < 1e-9);
    let (ok, says) = probe(&mut world, "db-key");
    assert!(ok && says.contains("refused, status=401"), "{says}");
    assert!(read(&world, "opener", Metric::ErrorRatio) > 0.99, "whoever used it is out too");
    give(&mut world, "renew", "db-key", "");
    run(&mut world, 40);
    assert!(read(&world, "opener", Metric::ErrorRatio) < 1e-3);
}
