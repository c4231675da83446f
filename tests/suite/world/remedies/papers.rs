//! New certificates and secrets, and old ones taken back.

use firedrill::model::fault::FaultKind;
use firedrill::model::id::RemedyRun;
use firedrill::model::metric::Metric;
use firedrill::model::system::{PartKind, System};
use firedrill::world::{Effect, World};

use super::super::build::{
    call, certificate, clients, fault, secret, service, shared, station, system,
};
use super::super::{give, probe, read, run, shows};

fn house(reloads: bool) -> System {
    let mut s = system();
    service(&mut s, "vault", station(2, 50, 5, 1.0, 500), vec![]);
    service(&mut s, "door", station(4, 100, 5, 1.0, 400), vec![call("vault", 1000)]);
    certificate(&mut s, "cert", 600, "door");
    secret(&mut s, "key", &["vault"]);
    clients(&mut s, "users", 100.0, 1, vec![call("door", 5000)]);
    for part in s.parts.values_mut() {
        match &mut part.kind {
            PartKind::Certificate(own) if !reloads => own.reloads = None,
            PartKind::Secret(own) if !reloads => own.reloads = None,
            _ => {}
        }
    }
    s
}

fn expired(reloads: bool) -> World {
    let mut world = World::new(shared(house(reloads)), 1, 0);
    world.set_fault(&fault("f", "cert", FaultKind::Expire), 1.0);
    run(&mut world, 20);
    assert!(read(&world, "users", Metric::ErrorRatio) > 0.99);
    world
}

#[test]
fn hosts_take_up_a_new_certificate_one_after_the_other() {
    let mut world = expired(true);
    assert_eq!(give(&mut world, "renew", "cert", ""), Effect::Works);
    assert_eq!(world.taken_up(&"cert".into()), Some((0, 4)));
    run(&mut world, 20);
    let some = read(&world, "users", Metric::ErrorRatio);
    assert!((0.2..0.8).contains(&some), "{some}");
    assert!(shows(&world, "cert", "of 4 hosts use it"));
    run(&mut world, 30);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
    assert!(probe(&mut world, "cert").0);
    assert!(shows(&world, "cert", "expires in 89d") || shows(&world, "cert", "expires in 90d"));
}

#[test]
fn hosts_that_never_look_need_a_restart() {
    let mut world = expired(false);
    give(&mut world, "renew", "door", "");
    run(&mut world, 120);
    assert!(
        read(&world, "users", Metric::ErrorRatio) > 0.99,
        "a new file on the disk helps nobody"
    );
    let (ok, says) = probe(&mut world, "cert");
    assert!(!ok && says.contains("0 of 4 hosts"), "{says}");
    give(&mut world, "restart", "door", "");
    run(&mut world, 45);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
    assert!(probe(&mut world, "cert").0);
}

#[test]
fn renewing_in_time_means_nobody_notices() {
    let mut world = World::new(shared(house(true)), 1, 0);
    run(&mut world, 500);
    give(&mut world, "renew", "cert", "");
    run(&mut world, 200);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
    assert!(world.losses().visits < 1.0);
}

#[test]
fn a_revoked_secret_is_out_for_its_owners_too_and_charged() {
    let mut world = World::new(shared(house(true)), 1, 0);
    assert_eq!(give(&mut world, "revoke", "key", ""), Effect::Works);
    run(&mut world, 20);
    assert!(read(&world, "users", Metric::ErrorRatio) > 0.99);
    let (harm, lost) = (world.harm()[&RemedyRun(1)], world.losses().customer_seconds);
    assert!(harm > 0.9 * lost && harm <= lost * 1.001, "{harm} of {lost}");
    assert!(shows(&world, "key", "revoked 20s ago"));
    give(&mut world, "renew", "key", "");
    run(&mut world, 60);
    assert!(read(&world, "users", Metric::ErrorRatio) < 1e-3);
}

#[test]
fn only_certificates_and_secrets_are_renewed_and_revoked() {
    let mut world = World::new(shared(house(true)), 1, 0);
    for (remedy, target) in [("renew", "vault"), ("revoke", "vault"), ("renew", "users")] {
        assert!(matches!(give(&mut world, remedy, target, ""), Effect::Failed { .. }), "{target}");
    }
}
