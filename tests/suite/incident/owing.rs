//! Obligations: they come with the entry that makes them due, and go with the one that meets them.

use firedrill::content::truth::Form;
use firedrill::incident::{Duty, Obligation};
use firedrill::model::fault::Acts;

use crate::drill::stage::{Stage, Told, after, at, seconds};

/// What is owed, in short: `public update, p2, by 13:00, met 05:00`.
fn owed(told: &Told, what: impl Fn(&Duty) -> bool) -> Vec<String> {
    let all = told.drill.incidents().obligations();
    all.iter().filter(|own| what(&own.duty)).map(|own| short(told, own)).collect()
}

fn short(told: &Told, own: &Obligation) -> String {
    let owner = own.owner.as_ref().map_or("-", |whom| whom.as_str());
    let state = match (&own.met, own.lapsed) {
        (Some(met), _) => {
            let entry = told.entries.iter().find(|entry| entry.seq == met.seq).unwrap();
            assert_eq!(entry.at, met.at, "the entry that met it is the one named");
            format!("met {}", met.at)
        }
        (None, Some(at)) => format!("lapsed {at}"),
        (None, None) => "open".to_owned(),
    };
    format!("{owner}, from {} by {}, {state}", own.from, own.due)
}

fn is_update(duty: &Duty, audience: &str) -> bool {
    match duty {
        Duty::FirstUpdate(own) | Duty::NextUpdate(own) | Duty::FinalUpdate(own) => {
            own.as_str() == audience
        }
        _ => false,
    }
}

fn update(audience: &str, next: &str) -> String {
    format!("/update {audience} scope=checkout effect=many doing=\"looking\" next={next}")
}

#[test]
fn a_page_to_a_player_is_to_be_acknowledged_in_time() {
    let page = |duty: &Duty| matches!(duty, Duty::Acknowledge(..));
    let told = Stage::new().begin().until("03:00");
    let [(sent, _)] = told.pages().try_into().unwrap();
    let due = at(&sent) + seconds(300);
    assert_eq!(owed(&told, page), [format!("p1, from {sent} by {due}, open")]);
    let told = told.say("ann", "/ack A-1");
    assert_eq!(owed(&told, page), [format!("p1, from {sent} by {due}, met 03:00")]);
    let resolves = Stage::new().begin().until("03:00").say("bo", "/do rollback checkout");
    let resolves = resolves.until("12:00");
    assert!(owed(&resolves, page)[0].contains("lapsed"), "{:?}", owed(&resolves, page));
    let people = Stage::calm().begin().say("ann", "/page mek come").until("00:10");
    assert!(owed(&people, page).is_empty(), "people of the story owe no page");
}

#[test]
fn needed_roles_are_to_be_filled_by_who_leads() {
    let fill = |duty: &Duty| matches!(duty, Duty::Fill(_));
    let told = Stage::calm().begin().until("01:00").say("ann", "/declare sev2 x");
    let told = told.until("02:00").say("ann", "/assign comms bo").until("03:00");
    let expected = [
        "p1, from 01:00 by 06:00, met 02:00",
        "p1, from 01:00 by 06:00, met 01:00",
        "p1, from 01:00 by 06:00, open",
    ];
    assert_eq!(owed(&told, fill), expected, "communications, command, technical lead");
    let told = told.say("ann", "/severity sev1 everybody").until("03:10");
    assert_eq!(owed(&told, fill).len(), 4, "the graver severity needs a scribe too");
    assert_eq!(owed(&told, fill)[3], "p1, from 03:00 by 13:00, open");
}

#[test]
fn updates_are_due_by_severity_then_by_promise_or_cadence() {
    let internal = |duty: &Duty| is_update(duty, "internal");
    let told = Stage::calm().begin().until("01:00").say("ann", "/declare sev2 x").until("04:00");
    assert_eq!(owed(&told, internal), ["p1, from 01:00 by 11:00, open"]);
    let told = told.say("ann", &update("internal", "10m")).until("13:00");
    let expected = ["p1, from 01:00 by 11:00, met 04:00", "p1, from 04:00 by 14:00, open"];
    assert_eq!(owed(&told, internal), expected, "the promise");
    let told = told.say("ann", &update("internal", "3h")).until("14:00");
    assert_eq!(owed(&told, internal)[2], "p1, from 13:00 by 43:00, open", "the cadence");
    let told = told.say("ann", "/status resolved over").until("15:00");
    let expected = ["p1, from 14:00 by 24:00, open", "p1, from 13:00 by 43:00, lapsed 14:00"];
    assert_eq!(owed(&told, internal)[2..], expected, "a last word, and no further one");
    let last = "/update internal scope=checkout effect=none doing=\"over\" next=none";
    let told = told.say("ann", last).until("16:00");
    assert_eq!(owed(&told, internal)[2], "p1, from 14:00 by 24:00, met 15:00");
}

#[test]
fn public_updates_are_due_once_what_was_shown_says_so_and_owed_by_their_role() {
    let public = |duty: &Duty| is_update(duty, "public");
    let told = Stage::calm().begin().until("01:00").say("ann", "/declare sev2 x").until("09:00");
    assert!(owed(&told, public).is_empty(), "nobody outside is hit");
    let told = Stage::new().begin().until("05:00").say("ann", "/declare sev2 x");
    let told = told.say("ann", "/assign comms bo").until("06:00");
    assert_eq!(owed(&told, public), ["p2, from 05:00 by 15:00, open"]);
}

#[test]
fn who_asks_is_to_be_answered() {
    let ask = Form::Message {
        from: "fah".into(),
        to: "comms".into(),
        says: "What may I say?".into(),
        wants: Some(seconds(600)),
    };
    let acts = Acts::From { when: after(60), until: None };
    let told = Stage::calm().inject("fah", Some(acts), ask).begin().until("02:00");
    let answer = |duty: &Duty| matches!(duty, Duty::Answer(_));
    assert_eq!(owed(&told, answer), ["p2, from 01:00 by 11:00, open"], "who sits there");
    let told = told.say("ann", "/tell fah we look");
    assert_eq!(owed(&told, answer), ["p2, from 01:00 by 11:00, met 02:00"]);
}
