//! Who sits where.

use firedrill::journal::{Place, PlayerKind};
use firedrill::play::table::{Comer, Table, lay, seats};

use super::stage::loaded;

fn comer(name: &str, seat: Option<&str>) -> Comer {
    Comer { name: name.into(), seat: seat.map(Into::into), kind: PlayerKind::Person }
}

fn table(comers: &[Comer], crew: Option<&str>) -> Result<Table, String> {
    let loaded = loaded("first-shift", 7);
    lay(&loaded.scenario, &loaded.process, comers, crew)
}

/// `p1 lead,tech pim`: a place in short.
fn short(place: &Place) -> String {
    let seats: Vec<&str> = place.seats.iter().map(firedrill::model::id::SeatId::as_str).collect();
    let plays = place.plays.as_ref().map_or("-", |person| person.as_str());
    let kind = if place.kind == PlayerKind::Person { "" } else { " crew" };
    format!("{} {} {plays}{kind}", place.player, seats.join(","))
}

fn shorts(table: &Table) -> Vec<String> {
    table.roster.iter().map(short).collect()
}

#[test]
fn there_is_a_seat_for_each_role_the_process_needs() {
    let loaded = loaded("first-shift", 7);
    let seats = seats(&loaded.scenario, &loaded.process);
    let seats: Vec<&str> = seats.iter().map(firedrill::model::id::SeatId::as_str).collect();
    assert_eq!(seats, ["lead", "comms", "tech", "scribe"]);
}

#[test]
fn who_plays_alone_holds_every_seat_or_leads_a_crew() {
    let alone = table(&[comer("ann", None)], None).unwrap();
    assert_eq!(shorts(&alone), ["p1 lead,comms,tech,scribe pim"]);
    let led = table(&[comer("ann", None)], Some("mid")).unwrap();
    let expected = ["p1 lead pim", "p2 comms nok crew", "p3 tech ton crew", "p4 scribe ploy crew"];
    assert_eq!(shorts(&led), expected);
}

#[test]
fn a_seat_that_somebody_wants_is_not_given_to_who_came_before() {
    let comers = [comer("ann", None), comer("bo", Some("lead")), comer("cy", Some("facilitator"))];
    let table = table(&comers, None).unwrap();
    assert_eq!(shorts(&table), ["p1 comms,tech,scribe nok", "p2 lead pim", "p3 facilitator -"]);
}

#[test]
fn wrong_seats_are_named() {
    let unknown = table(&[comer("ann", Some("captain"))], None).unwrap_err();
    assert_eq!(
        unknown,
        "no seat is called `captain`; there are lead, comms, tech, scribe, facilitator, observer"
    );
    let twice = table(&[comer("ann", Some("lead")), comer("bo", Some("lead"))], None).unwrap_err();
    assert_eq!(twice, "the seat `lead` is taken twice; give each its own");
    let five: Vec<Comer> = ["a", "b", "c", "d", "e"].map(|name| comer(name, None)).to_vec();
    assert_eq!(table(&five, None).unwrap_err(), "there is no seat left for e; 4 play here");
}
