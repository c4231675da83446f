//! A past drill played on from one of its moments: the same up to there, then another way.

use firedrill::command::playscript;
use firedrill::journal::Journal;
use firedrill::model::time::DrillTime;
use firedrill::play::{Loaded, Play};
use firedrill::rehearse::fork::{Hands, Outcome, Trouble, play_on, until};

use crate::play::stage;

const NOTHING: &str = include_str!("../../data/playscripts/first-shift/nothing.txt");
const GOOD: &str = include_str!("../../data/playscripts/first-shift/good.txt");

fn at(text: &str) -> DrillTime {
    DrillTime::parse(text).unwrap()
}

fn drill(script: &str) -> (Journal, Loaded) {
    let journal = stage::scripted(stage::play("first-shift", &["ann"], None), script);
    let loaded = Play::load(&journal.header).unwrap();
    (journal, loaded)
}

fn before(journal: &Journal, at: DrillTime) -> Vec<firedrill::journal::Entry> {
    journal.entries.iter().filter(|entry| entry.at < at).cloned().collect()
}

#[test]
fn up_to_the_moment_it_is_the_same_drill_and_then_a_crew_ends_it() {
    let (journal, loaded) = drill(NOTHING);
    let moment = at("06:00");
    let branch = play_on(&journal, &loaded, moment, Hands::Crew("ideal")).expect("a way on");
    assert_eq!(before(&branch, moment), before(&journal, moment));
    let (was, is) = (Outcome::of(&journal, &loaded), Outcome::of(&branch, &loaded));
    assert_eq!(was.mitigate_s, None, "nobody ended it");
    assert!(is.mitigate_s.is_some_and(|ended| ended > moment.0), "{is:?}");
    assert!(is.score > was.score && is.customer_minutes < was.customer_minutes, "{is:?}");
    let again = play_on(&journal, &loaded, moment, Hands::Crew("ideal")).unwrap();
    assert_eq!(branch, again, "the same seed gives the same way");
}

#[test]
fn a_script_plays_on_for_the_people_of_the_drill() {
    let (journal, loaded) = drill(GOOD);
    let moment = at("05:00");
    let text = "05:10 ann: /note another way\n05:20 ann: /end\n";
    let lines = playscript::parse(text, None).unwrap();
    let branch = play_on(&journal, &loaded, moment, Hands::Script(&lines)).expect("a way on");
    assert_eq!(before(&branch, moment), before(&journal, moment));
    assert_eq!(branch.entries.last().unwrap().at, at("05:20"));
}

#[test]
fn the_branch_is_a_drill_of_its_own_that_can_be_resumed_and_is_practice() {
    let (journal, loaded) = drill(GOOD);
    let branch = until(&journal, at("08:00"), "other").expect("it came that far");
    let forked = branch.header.envelope.forked.clone().expect("it says where it comes from");
    assert_eq!((forked.from.as_str(), forked.at), ("drill", at("08:00")));
    assert_eq!(branch.header.envelope.id, "other");
    assert_eq!(branch.header.recipe, journal.header.recipe);
    let play = Play::resume(&branch, loaded.clone()).expect("it goes on");
    assert!(!play.drill().ended());

    let mut graded = journal.clone();
    graded.header.recipe.graded = true;
    graded.header.recipe.coach = false;
    let card = |journal: &Journal| {
        let Loaded { scenario, story, process, runbooks } = &loaded;
        firedrill::score::score(journal, scenario, story, process, runbooks).graded
    };
    assert!(card(&graded));
    graded.header.envelope.forked = Some(forked);
    assert!(!card(&graded));
}

#[test]
fn a_moment_it_never_came_to_is_told() {
    let (journal, loaded) = drill(GOOD);
    let ended = journal.entries.last().unwrap().at;
    let told = play_on(&journal, &loaded, at("99:00"), Hands::Crew("mid")).err();
    assert_eq!(told, Some(Trouble::Beyond { ended }));
}
