//! A person taken out of a drill: the name and their own words go, what happened stays.

use firedrill::journal::{Journal, wire};
use firedrill::play::{Cannot, Loaded, Play};
use firedrill::score::{Scorecard, score};

use crate::play::stage;

const GOOD: &str = include_str!("../../data/playscripts/first-shift/good.txt");

fn drill(person: &str) -> Journal {
    let script = GOOD.replace(" ann", &format!(" {person}"));
    stage::scripted(stage::play("first-shift", &[person], None), &script)
}

fn judged(journal: &Journal) -> Scorecard {
    let loaded = Play::load(&journal.header).expect("kept files are sound");
    let Loaded { scenario, story, process, runbooks } = &loaded;
    score(journal, scenario, story, process, runbooks)
}

#[test]
fn neither_the_name_nor_the_words_are_left() {
    let before = drill("somsri");
    let mut after = before.clone();
    assert!(after.forget("Somsri"), "the case of letters does not matter");

    let text = wire::write(&after).to_lowercase();
    // The files it was played from name nobody who plays.
    let entries: String = text.lines().skip(1).collect();
    assert!(!entries.contains("somsri"), "a name is left");
    for words in
        ["Customers cannot finish their order", "four of ten", "looking into the checkout release"]
    {
        assert!(wire::write(&before).contains(words), "the script no longer says `{words}`");
        assert!(!entries.contains(words), "`{words}` is left");
    }
    assert_eq!(after.entries.len(), before.entries.len());
    assert!(after.header.envelope.names.values().all(|name| name.as_str() == "somebody"));
}

#[test]
fn the_score_stays_and_it_cannot_be_run_again() {
    let before = drill("somsri");
    let mut after = before.clone();
    assert!(after.forget("somsri"));
    let (was, is) = (judged(&before), judged(&after));
    for (one, other) in was.objectives.iter().zip(&is.objectives) {
        assert_eq!((&one.id, one.rating), (&other.id, other.rating), "{}", one.id);
    }
    let loaded = Play::load(&after.header).unwrap();
    assert!(matches!(Play::resume(&after, loaded), Err(Cannot::Forgotten)));
    let read = wire::read(&wire::write(&after)).expect("it reads");
    assert!(read.trouble.is_none(), "its chain is sound");
}

#[test]
fn who_did_not_play_is_nobody_to_forget() {
    let mut journal = drill("somsri");
    let before = journal.clone();
    // A person of the story is no player, and neither is a word of the texts.
    for name in ["beam", "checkout", "som", ""] {
        assert!(!journal.forget(name), "{name}");
    }
    assert_eq!(journal, before);
}

#[test]
fn a_channel_that_nobody_would_name_so_is_cut_between_letters() {
    let mut journal = drill("somsri");
    let declared = journal.entries.iter_mut().find_map(|entry| match &mut entry.event {
        firedrill::journal::Event::Declared { channel, .. } => Some(channel),
        _ => None,
    });
    *declared.expect("it was declared") = "#inc-ล่มทั้งระบบ".to_owned();
    assert!(journal.forget("somsri"));
}
