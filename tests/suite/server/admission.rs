//! The porter: how many may knock, and who stays outside for a while.

use std::net::IpAddr;
use std::time::Duration;

use firedrill::server::ssh::admission::{Admission, Fault, Limits, Turned};
use tokio::time::Instant;

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

const LIMITS: Limits = Limits { all: 20, strangers: 10, strangers_each: 3 };

#[test]
fn one_source_cannot_take_the_whole_door() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let one = address("10.0.0.1");
    let kept: Vec<_> = (0..3).map(|_| porter.knock(one, now, 1.0).expect("a place")).collect();
    assert_eq!(porter.knock(one, now, 1.0).err(), Some(Turned::Source));
    assert!(porter.knock(address("10.0.0.2"), now, 1.0).is_ok(), "another source may");
    drop(kept);
    assert!(porter.knock(one, now, 1.0).is_ok(), "and it may again");
}

#[test]
fn who_has_logged_in_counts_no_more_at_the_door() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let team = address("10.0.0.1");
    // A whole team behind one address.
    let mut inside = Vec::new();
    for _ in 0..12 {
        let mut ticket = porter.knock(team, now, 1.0).expect("a place");
        ticket.logged_in();
        inside.push(ticket);
    }
    assert_eq!(porter.counts(), (12, 0));
    drop(inside);
    assert_eq!(porter.counts(), (0, 0));
}

#[test]
fn the_house_holds_so_many() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let mut inside = Vec::new();
    for _ in 0..20 {
        let mut ticket = porter.knock(address("10.0.0.1"), now, 1.0).expect("a place");
        ticket.logged_in();
        inside.push(ticket);
    }
    let other = address("10.0.0.2");
    assert_eq!(porter.knock(other, now, 1.0).err(), Some(Turned::Full));
}

#[test]
fn a_crowd_is_thinned_before_the_door_is_full() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let knock = |last: u8, dice| porter.knock(IpAddr::from([10, 0, 0, last]), now, dice);
    let kept: Vec<_> = (0..8).map(|last| knock(last, 1.0).expect("a place")).collect();
    // Eight of ten: three in five of the last half are turned away.
    assert_eq!(knock(100, 0.5).err(), Some(Turned::Crowd));
    assert!(knock(101, 0.7).is_ok());
    drop(kept);
}

#[test]
fn a_source_that_guesses_stays_outside_and_comes_back_later() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let guesser = address("10.0.0.1");
    for _ in 0..4 {
        porter.knock(guesser, now, 1.0).expect("a place").fault(Fault::Refused, now);
    }
    assert_eq!(porter.knock(guesser, now, 1.0).err(), Some(Turned::Penalty));
    assert!(porter.knock(address("10.0.0.2"), now, 1.0).is_ok(), "nobody else pays for it");
    let later = now + Duration::from_secs(30);
    assert!(porter.knock(guesser, later, 1.0).is_ok());
}

#[test]
fn three_mistakes_cost_nothing_and_no_penalty_lasts_for_ever() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let one = address("10.0.0.1");
    for _ in 0..3 {
        porter.knock(one, now, 1.0).expect("a place").fault(Fault::Refused, now);
    }
    let ticket = porter.knock(one, now, 1.0).expect("three mistakes are human");
    for _ in 0..10_000 {
        ticket.fault(Fault::Broken, now);
    }
    drop(ticket);
    assert_eq!(porter.knock(one, now, 1.0).err(), Some(Turned::Penalty));
    assert!(porter.knock(one, now + Duration::from_secs(601), 1.0).is_ok());
}

#[test]
fn addresses_of_one_network_of_ipv6_are_one_source() {
    let (porter, now) = (Admission::new(LIMITS), Instant::now());
    let kept: Vec<_> = (1..=3)
        .map(|last| porter.knock(address(&format!("2001:db8::{last}")), now, 1.0).expect("a place"))
        .collect();
    assert_eq!(porter.knock(address("2001:db8::99"), now, 1.0).err(), Some(Turned::Source));
    assert!(porter.knock(address("2001:db8:1::1"), now, 1.0).is_ok());
    drop(kept);
}
