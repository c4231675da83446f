//! Pages: who is paged, the ladder, acknowledging, what rings again and what closes.

use firedrill::content::truth::CastMember;
use firedrill::journal::{Actor, Event, RefusalKind};

use super::stage::{Stage, Told};

/// Seconds of a time.
fn second(time: &str) -> u32 {
    super::stage::at(time).0
}

/// The first page's time in seconds.
fn first(told: &Told) -> u32 {
    second(&told.pages().first().expect("a page").0)
}

#[test]
fn the_player_who_plays_the_first_on_call_is_paged_by_the_process() {
    let told = Stage::new().begin().until("03:00");
    assert_eq!(
        told.pages().iter().map(|(_, page)| page.clone()).collect::<Vec<_>>(),
        [("p1".to_owned(), Some(0))]
    );
    assert_eq!(told.by(|event| matches!(event, Event::Paged { .. })), [Actor::Process]);
}

#[test]
fn who_leads_is_on_call_where_nobody_at_the_table_is() {
    let stage = Stage::new().with(|setup| setup.roster[0].plays = None);
    let told = stage.begin().until("03:00");
    assert_eq!(told.pages()[0].1.0, "p1");
}

#[test]
fn the_persons_of_all_seats_of_a_player_are_theirs() {
    let stage = Stage::new().with(|setup| {
        setup.roster[0].plays = Some("jum".into());
        let seat =
            firedrill::content::scenario::SeatBrief { plays: Some("pim".into()), briefing: None };
        setup.scenario.seats.insert("tech".into(), seat);
    });
    assert_eq!(stage.begin().until("03:00").pages()[0].1.0, "p1");
}

#[test]
fn rung_after_rung_is_paged_until_somebody_acknowledges() {
    let told = Stage::new()
        .cast("jum", CastMember { acks: Some(None), ..CastMember::default() })
        .begin()
        .until("39:00");
    let pages = told.pages();
    let start = first(&told);
    let rungs: Vec<(u32, &str, Option<u32>)> =
        pages.iter().map(|(at, (whom, rung))| (second(at) - start, whom.as_str(), *rung)).collect();
    assert_eq!(rungs, [(0, "p1", Some(0)), (15 * 60, "jum", Some(1)), (30 * 60, "vee", Some(2))]);
}

#[test]
fn acknowledging_stops_the_ladder() {
    let told = Stage::new().begin().until("03:00").say("ann", "/ack A-1").until("12:00");
    assert_eq!(told.pages().len(), 1, "{:?}", told.pages());
}

#[test]
fn people_of_the_story_acknowledge_and_join_in_their_own_time() {
    let told = Stage::new()
        .system(|system| {
            let alert = system.alerts.get_mut("checkout-errors").unwrap();
            alert.pages = Some("payments".into());
        })
        .begin()
        .until("10:00");
    let start = first(&told);
    assert_eq!(told.pages()[0].1, ("mek".to_owned(), Some(0)));
    let acked = told.times(|event| match event {
        Event::Acknowledged { by, .. } => Some(by.to_string()),
        _ => None,
    });
    let joined = told.times(|event| match event {
        Event::Joined(person) => Some(person.to_string()),
        _ => None,
    });
    let after = |(at, who): &(String, String)| (second(at) - start, who.clone());
    assert_eq!(acked.iter().map(after).collect::<Vec<_>>(), [(120, "mek".to_owned())]);
    assert_eq!(joined.iter().map(after).collect::<Vec<_>>(), [(240, "mek".to_owned())]);
}

#[test]
fn an_acknowledged_page_that_nobody_touches_rings_again() {
    let told = Stage::new().begin().until("03:00").say("ann", "/ack A-1").until("13:10");
    let pages = told.pages();
    assert_eq!(pages.len(), 2, "{pages:?}");
    assert_eq!(pages[1].0, "13:00");
    let told = Stage::new().begin().until("03:00").say("ann", "/ack A-1").until("04:00");
    let told = told.say("ann", "/declare sev2 Checkout").until("20:00");
    assert_eq!(told.pages().len(), 1, "{:?}", told.pages());
}

#[test]
fn a_page_that_rang_again_climbs_its_ladder_anew() {
    let told = Stage::new().begin().until("03:00").say("ann", "/ack A-1").until("30:00");
    let pages: Vec<_> =
        told.pages().into_iter().map(|(at, (whom, _))| format!("{at} {whom}")).collect();
    assert_eq!(pages[1..], ["13:00 p1", "28:00 jum"]);
}

#[test]
fn what_is_not_there_to_acknowledge_is_refused_with_the_reason() {
    let mut told = Stage::new().begin().until("00:30");
    let none = told.refusal("ann", "/ack A-1");
    assert_eq!(
        (none.kind, none.says.en.as_str()),
        (RefusalKind::Unknown, "`A-1` is no alert that has fired. None has fired yet.")
    );
    let mut told = told.until("03:00").say("bo", "/ack A-1");
    let twice = told.refusal("ann", "/ack A-1");
    assert_eq!(twice.says.en.as_str(), "A-1 was acknowledged at 03:00 by bo.");
}

#[test]
fn anybody_may_be_paged_by_hand_at_any_time() {
    let told = Stage::calm().begin().until("00:10").say("ann", "/page payments 50 cannot pay");
    let told =
        told.say("ann", "/page vp-engineering big").say("ann", "/page jum look").until("06:00");
    let by_hand = ["mek", "vee", "jum"].map(|whom| ("00:10".to_owned(), (whom.to_owned(), None)));
    assert_eq!(told.pages(), by_hand);
    let mut told = told;
    let own = told.refusal("ann", "/page shop help");
    assert!(own.says.en.as_str().starts_with("That page would reach you."), "{:?}", own.says);
    let joined = told.refusal("ann", "/page mek again");
    assert_eq!(joined.says.en.as_str(), "mek is here since 04:10. `/ask mek …` reaches them.");
}
