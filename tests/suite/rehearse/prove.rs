//! Proofs: known characters land where the scoring guide wants them, whatever the threads, and a
//! scenario that cannot be ended is found out.

use std::collections::BTreeMap;

use firedrill::content::Library;
use firedrill::model::character::Character;
use firedrill::model::id::{ProcessId, ScenarioId};
use firedrill::rehearse::prove::{Fared, Proof, Wish, prove};
use firedrill::rehearse::team::Event;

/// The first shift, as it is or edited, proven with so many seeds on so many threads.
fn proof(edit: impl Fn(String) -> String, seeds: u32, threads: usize) -> Proof {
    let mut library = Library::built_in();
    let text = include_str!("../../../scenarios/first-shift.toml").to_owned();
    library.add("scenarios/first-shift.toml", edit(text));
    let (scenario, process) = (ScenarioId::from("first-shift"), ProcessId::from("default"));
    let bot_pars = BTreeMap::new();
    let event = Event {
        library: &library,
        scenario: &scenario,
        process: &process,
        variant: None,
        bot_pars: &bot_pars,
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| prove(&event, Wish { seeds, seed: 1 }, &|| ())).expect("sound files")
}

fn of(proof: &Proof, character: Character) -> &Fared {
    proof.characters.iter().find(|own| own.character == character.name()).expect("it played")
}

#[test]
fn every_character_lands_in_its_band_whatever_the_threads() {
    let one = proof(|text| text, 2, 1);
    assert!(one.holds, "{one:#?}");
    assert_eq!(one.characters.len(), Character::ALL.len());
    assert_eq!(one.never_came, Vec::new());
    assert_eq!(one.variants.values().sum::<u32>(), 2, "each seed drew one");
    assert_eq!(one, proof(|text| text, 2, 2));
}

#[test]
fn a_repair_that_repairs_nothing_is_found_out() {
    let wrong = |text: String| {
        let mend = "mend = [{ remedy = \"restart\", target = \"search\" }]\n";
        text.replace("over = {", &format!("{mend}over = {{"))
    };
    let proof = proof(wrong, 1, 2);
    assert!(!proof.holds);
    assert_eq!(proof.never_over, vec![1]);
    // Restarting is what this story calls right, so who restarts everything is not held to it.
    let restarts = of(&proof, Character::RestartEverything);
    assert!(restarts.because.as_ref().is_some_and(|why| why.contains("restarting is right")));
}

#[test]
fn a_scenario_that_never_becomes_calm_is_found_out() {
    let loud = |text: String| {
        let own = "inject.probe = { when = { after = \"4m\" }, alert = { target = \"web\", pages = \"shop\", says = \"Outside probe: slow\" } }\n";
        text.replace("seat.lead =", &format!("{own}seat.lead ="))
    };
    let proof = proof(loud, 1, 2);
    assert_eq!((proof.never_over, proof.never_resolved), (vec![], vec![1]));
    assert!(!proof.holds);
}

#[test]
fn a_scenario_may_want_something_else_of_a_character_and_says_why() {
    let stricter = |text: String| {
        let own = "proof.liar = { below_ideal = 90, because = \"Nobody lies on a first shift\" }\n";
        text.replace("seat.lead =", &format!("{own}seat.lead ="))
    };
    let proof = proof(stricter, 1, 2);
    let liar = of(&proof, Character::Liar);
    assert!(!liar.holds && !proof.holds);
    assert_eq!(liar.because.as_deref(), Some("Nobody lies on a first shift"));
    assert!(liar.outside[0].1.contains("below the ideal team"), "{liar:?}");
}
