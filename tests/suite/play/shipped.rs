//! The shipped scenarios, played by script.

use firedrill::content::{Choice, Library};
use firedrill::journal::{Event, Outcome};
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
        let paged = journal.entries.iter().find_map(|own| match &own.event {
            Event::Paged { whom, .. } => Some(whom.to_string()),
            _ => None,
        });
        assert_eq!(paged.as_deref(), Some("p1"), "the trainee is on call in {id}\n{told}");
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
            let mut play = Play::new(header(&loaded, 1, &["ann"], None), loaded);
            play.step(firedrill::model::time::DrillTime(900), Vec::new());
            let began = play.entries().iter().any(|own| matches!(own.event, Event::FaultBegan(_)));
            assert!(began, "{id}, {variant}: nothing goes wrong in a quarter of an hour");
        }
    }
}
