//! The shipped scenarios, played by script.

use firedrill::content::{Choice, Library};
use firedrill::journal::{Actor, Entry, Event, Outcome};
use firedrill::model::id::VariantId;
use firedrill::play::Play;

use super::stage::{header, play, scripted, told};

/// What a good hand does in First shift.
pub(super) const FIRST_SHIFT: &str = include_str!("first-shift.script");

#[test]
fn first_shift_by_a_good_hand_settles_and_ends() {
    let journal = scripted(play("first-shift", &["ann", "nok"], None), FIRST_SHIFT);
    let told = told(&journal.entries);
    let refused = journal.entries.iter().find(|own| matches!(own.event, Event::Refused { .. }));
    assert!(refused.is_none(), "{refused:?}");
    let ended = journal.entries.last().unwrap();
    assert_eq!(ended.event, Event::Ended { reason: "end".into() }, "{told}");
    assert!(ended.at.0 < 20 * 60, "it settles soon after the last line: {}\n{told}", ended.at);
    let rolled = journal.entries.iter().any(|own| match &own.event {
        Event::RemedyEnded { outcome, .. } => *outcome == Outcome::Worked,
        _ => false,
    });
    assert!(rolled, "{told}");
}

#[test]
fn with_nobody_doing_anything_every_scenario_runs_its_minutes() {
    let library = Library::built_in();
    for id in library.scenarios.keys() {
        let journal = scripted(play(id, &["ann"], None), "");
        let told = told(&journal.entries);
        let ended = journal.entries.last().unwrap();
        assert_eq!(ended.event, Event::Ended { reason: "minutes".into() }, "{id}\n{told}");
        // By a page, or where no alert is made for it by somebody who wants an answer.
        let hears = |own: &Entry| match &own.event {
            Event::Paged { whom, .. } => whom.as_str() == "p1",
            Event::Asked { .. } => true,
            _ => false,
        };
        assert!(journal.entries.iter().any(hears), "the trainee hears of it in {id}\n{told}");
    }
}

#[test]
fn every_variant_of_every_scenario_plays() {
    let library = Library::built_in();
    for (id, file) in &library.scenarios {
        let first = super::stage::loaded(id, 1);
        let mut variants: Vec<VariantId> = first.scenario.variants.keys().cloned().collect();
        variants.push(first.scenario.variant.clone());
        for variant in variants {
            let choice = Choice { seed: 1, variant: Some(variant.clone()) };
            let loaded = library.load(&id.as_str().into(), &choice, &"default".into());
            let loaded = loaded.unwrap_or_else(|wrong| panic!("{}: {wrong:?}", file.path));
            let mut play = Play::new(header(&loaded, 1, &["ann"], None), loaded.into());
            play.step(firedrill::model::time::DrillTime(900), Vec::new());
            let began = play.entries().iter().any(|own| matches!(own.event, Event::FaultBegan(_)));
            assert!(began, "{id}, {variant}: nothing goes wrong in a quarter of an hour");
        }
    }
}

/// What a lead says who has three colleagues.
const LED: &str = "
03:30 ann: /ack A-1
03:50 ann: /declare sev2 Checkout errors
04:00 ann: /assign comms nok
04:10 ann: /assign tech ton
04:20 ann: /ask ton what do you see on checkout?
06:30 ann: /ask ton roll checkout back please
";

#[test]
fn a_crew_looks_tells_and_repairs_what_its_lead_asks_for() {
    let journal = scripted(play("first-shift", &["ann"], Some("senior")), LED);
    let told = told(&journal.entries);
    let by = |name: &str| {
        let actor = Actor::Player(name.into());
        let given = journal.entries.iter().filter(|own| own.by == actor);
        given.filter(|own| matches!(own.event, Event::Given(_))).count()
    };
    assert!(by("p2") > 0 && by("p3") > 0, "nok and ton do something\n{told}");
    let updated = journal.entries.iter().any(|own| matches!(own.event, Event::Updated { .. }));
    assert!(updated, "nok tells people\n{told}");
    let refused: Vec<_> =
        journal.entries.iter().filter(|own| matches!(own.event, Event::Refused { .. })).collect();
    assert!(refused.len() < 5, "a crew knows the rules: {refused:?}");
    let loaded = Play::load(&journal.header).unwrap();
    Play::resume(&journal, loaded).unwrap_or_else(|why| panic!("{why}"));
}
