//! The same script gives the same bytes, and a journal goes on where it stopped.

use firedrill::command::Command;
use firedrill::drill::Said;
use firedrill::journal::{ENGINE, Event, Journal};
use firedrill::model::time::DrillTime;
use firedrill::play::{Cannot, Input, Loaded, Play};

use super::shipped::FIRST_SHIFT;
use super::stage::{play, scripted};

fn journal() -> Journal {
    scripted(play("first-shift", &["ann", "nok"], None), FIRST_SHIFT)
}

fn kept(journal: &Journal) -> Loaded {
    Play::load(&journal.header).expect("what a journal keeps is sound")
}

fn bytes(journal: &Journal) -> String {
    let lines = journal.entries.iter().map(|entry| serde_json::to_string(entry).unwrap());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_same_script_gives_the_same_bytes_on_one_thread_and_on_two() {
    let first = bytes(&journal());
    let threads = [std::thread::spawn(journal), std::thread::spawn(journal)];
    for thread in threads {
        assert!(first == bytes(&thread.join().unwrap()), "a second run differs");
    }
}

#[test]
fn a_journal_resumes_from_what_it_keeps_wherever_it_was_cut() {
    let whole = journal();
    let loaded = kept(&whole);
    for cut in [0, 1, 40, 137, 300, whole.entries.len()] {
        let entries = whole.entries.get(..cut).unwrap().to_vec();
        // The store holds whole batches: a second's timers, or a line with what it led to.
        let last = entries.last().map_or(0, |entry| entry.seq);
        let batch = |seq: u64| whole.entries.iter().filter(move |own| own.seq <= seq).cloned();
        let at = entries.last().map(|entry| entry.at);
        let end = whole.entries.iter().filter(|own| Some(own.at) == at).map(|own| own.seq).max();
        let entries: Vec<_> = batch(end.unwrap_or(last)).collect();
        let stored = Journal { header: whole.header.clone(), entries };
        let resumed = Play::resume(&stored, loaded.clone()).unwrap_or_else(|why| panic!("{why}"));
        assert_eq!(resumed.entries(), stored.entries, "cut at {cut}");
    }
}

#[test]
fn what_goes_on_after_a_crash_is_what_would_have_gone_on() {
    let whole = journal();
    let cut = DrillTime(6 * 60 + 30);
    let entries: Vec<_> = whole.entries.iter().filter(|own| own.at <= cut).cloned().collect();
    let stored = Journal { header: whole.header.clone(), entries };
    let resumed = Play::resume(&stored, kept(&whole)).unwrap();
    let rest: Vec<_> = firedrill::command::playscript::parse(FIRST_SHIFT, None).unwrap();
    let rest: Vec<_> = rest.into_iter().filter(|line| line.at > cut).collect();
    let again = firedrill::rehearse::script::run(resumed, &rest).unwrap();
    assert_eq!(bytes(&again), bytes(&whole));
}

#[test]
fn a_journal_that_was_changed_names_the_first_entry_that_differs() {
    let mut changed = journal();
    let entry = changed.entries.get_mut(200).unwrap();
    entry.event = Event::Paused;
    let seq = entry.seq;
    match Play::resume(&changed, kept(&changed)).unwrap_err() {
        Cannot::Diverged { seq: found, .. } => assert_eq!(found, seq),
        other @ (Cannot::Engine { .. } | Cannot::Forgotten) => panic!("{other}"),
    }
}

#[test]
fn another_engines_journal_is_refused_plainly() {
    let mut old = journal();
    old.header.recipe.engine += 1;
    let refused = Play::resume(&old, kept(&old)).unwrap_err();
    assert!(matches!(refused, Cannot::Engine { .. }), "{refused}");
    let (written, here) = (ENGINE + 1, ENGINE);
    let sentence = format!(
        "the journal was written by engine {written}, this is engine {here}; it can be read and \
         scored, not run again"
    );
    assert_eq!(refused.to_string(), sentence);
}

#[test]
fn a_hostile_line_is_kept_harmless_and_runs_again() {
    let mut play = play("first-shift", &["ann"], None);
    play.step(DrillTime(30), Vec::new());
    let line = "/decl\u{1b}[2Jare \u{202e}sev2 \u{200b}x\n/end".to_owned();
    play.step(DrillTime(30), vec![Input { by: "p1".into(), said: Said::Line(line) }]);
    play.step(DrillTime(60), Vec::new());
    let journal = play.into_journal();
    assert!(!bytes(&journal).contains("\\u001b"), "no control character is kept");
    Play::resume(&journal, kept(&journal)).unwrap();
}

#[test]
fn a_drill_that_is_over_takes_what_is_said_after_its_end_whatever_engine_wrote_it() {
    let mut old = journal();
    assert!(old.ended(), "the sample came to its end");
    old.header.recipe.engine -= 1;
    let before = old.entries.len();
    let mut play = Play::reopen(&old, kept(&old)).expect("it is over");
    let by = old.header.envelope.names.keys().next().expect("a person").clone();
    for line in ["/self detect S", "/dispute cause I said it on the call", "/note too late"] {
        play.take(&by, Said::Line(line.to_owned()));
    }
    let said = &play.entries()[before..];
    assert!(matches!(said[0].event, Event::Given(Command::SelfRate { .. })), "{:?}", said[0]);
    assert!(matches!(said[1].event, Event::Given(Command::Dispute { .. })), "{:?}", said[1]);
    assert!(matches!(said[2].event, Event::Refused { .. }), "play is over: {:?}", said[2]);
    let seqs: Vec<u64> = said.iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs[0], old.head() + 1, "{seqs:?}");
    assert!(said.iter().all(|entry| entry.at == old.entries.last().unwrap().at));
}

#[test]
fn a_drill_that_goes_on_is_not_looked_back_on() {
    let mut open = journal();
    open.entries.truncate(300);
    assert!(!open.ended());
    assert!(Play::reopen(&open, kept(&open)).is_none());
}
