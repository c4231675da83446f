//! Teams of simulated colleagues. Beside people they go by what they can see, and by the book where
//! looking around names no cause; without people they come to see what is so, sooner or later.

use std::collections::BTreeMap;

use firedrill::command::StepMark;
use firedrill::content::Library;
use firedrill::journal::{Event as Happened, Journal, Place, PlayerKind, Verdict};
use firedrill::model::id::{ProcessId, ScenarioId, VariantId};
use firedrill::model::time::DrillTime;
use firedrill::play::table::{OBSERVER, lay};
use firedrill::play::{Loaded, Play};
use firedrill::rehearse::script::settle;
use firedrill::rehearse::team::{Event, Played};
use firedrill::score::{Scorecard, score_case};

/// A drill of a team of that skill, and what it scored; with somebody who watches, or without.
fn play(
    (scenario, variant, seed): (&str, Option<&str>, u64),
    skill: &str,
    watched: bool,
) -> (Journal, Scorecard) {
    let library = Library::built_in();
    let (scenario, process) = (ScenarioId::from(scenario), ProcessId::from("default"));
    let (variant, bot_pars) = (variant.map(VariantId::from), BTreeMap::new());
    let event = Event {
        library: &library,
        scenario: &scenario,
        process: &process,
        variant: variant.as_ref(),
        bot_pars: &bot_pars,
    };
    let files = event.files(seed).expect("a shipped scenario is sound");
    let mut table = lay(&files.scenario, &files.process, &[], Some(skill)).expect("nobody comes");
    if watched {
        table.roster.push(Place {
            player: "watcher".into(),
            seats: vec![OBSERVER.into()],
            plays: None,
            kind: PlayerKind::Person,
        });
    }
    let mut play = Play::new(event.header(seed, table, &files), Loaded::from(files));
    settle(&mut play);
    let loaded = play.loaded().clone();
    let played = Played { journal: play.into_journal(), loaded };
    let card = score_case(&played.case());
    (played.journal, card)
}

/// A staff team's drill while somebody watches: it is told nothing.
fn played(scenario: &str, variant: Option<&str>, seed: u64) -> (Journal, Scorecard) {
    play((scenario, variant, seed), "staff", true)
}

/// When the right cause was stated first.
fn found(journal: &Journal) -> Option<DrillTime> {
    let right = Happened::CauseStated { verdict: Verdict::Right };
    journal.entries.iter().find(|entry| entry.event == right).map(|entry| entry.at)
}

/// Remedies in the order they were begun, as `shed edge 0.9`.
fn remedies(journal: &Journal) -> Vec<String> {
    let begun = journal.entries.iter().filter_map(|entry| match &entry.event {
        Happened::RemedyBegan { order, .. } => Some(order.to_string()),
        _ => None,
    });
    begun.collect()
}

fn skipped(journal: &Journal) -> Vec<(u32, String)> {
    let marks = journal.entries.iter().filter_map(|entry| match &entry.event {
        Happened::StepMarked { number, mark: StepMark::Skip, why, .. } => {
            Some((*number, why.to_string()))
        }
        _ => None,
    });
    marks.collect()
}

#[test]
fn a_cache_that_stays_cold_is_warmed_by_the_book() {
    for variant in ["release", "node-loss"] {
        let (journal, card) = played("cold-shelves", Some(variant), 1);
        assert!(card.timings.mitigate_s.is_some(), "{variant}: {:?}", remedies(&journal));
        let own = remedies(&journal);
        let steps: Vec<&str> =
            own.iter().map(String::as_str).filter(|what| what.starts_with("shed")).collect();
        assert_eq!(steps, ["shed edge 0.9", "shed edge 0.6", "shed edge 0"], "{variant}");
        assert!(
            card.timings.resolve_s > card.timings.mitigate_s,
            "{variant}: not before it is over"
        );
    }
}

#[test]
fn when_the_rollback_is_refused_the_book_has_another_way() {
    let (journal, card) = played("two-small-changes", None, 1);
    let own = remedies(&journal);
    let first = own.iter().position(|what| what == "rollback orders").expect("tried first");
    let second = own.iter().position(|what| what == "raise-timeout orders").expect("by the book");
    assert!(first < second, "{own:?}");
    assert_eq!(
        own.iter().filter(|what| *what == "rollback orders").count(),
        1,
        "not twice: {own:?}"
    );
    assert!(card.timings.mitigate_s.is_some());
    assert!(skipped(&journal).iter().all(|(_, why)| !why.is_empty()), "{:?}", skipped(&journal));
}

#[test]
fn a_release_that_explains_it_needs_no_book() {
    let (journal, card) = played("first-shift", None, 1);
    assert_eq!(remedies(&journal), ["rollback checkout", "verify checkout"]);
    assert!(card.score > 95.0, "{}", card.score);
}

#[test]
fn nobody_opens_a_book_with_a_lead_in_hand() {
    // This team begins at checkout, whose calls lead to orders only with the fifth look.
    let (journal, _) = played("two-small-changes", None, 25);
    let own = remedies(&journal);
    assert_eq!(own.first().map(String::as_str), Some("rollback orders"), "{own:?}");
}

#[test]
fn without_people_a_team_finds_what_no_board_shows_by_looking_where_it_shows() {
    let event = ("lapsed-seal", Some("lapse"), 1);
    let (journal, card) = play(event, "staff", false);
    let stated = found(&journal).expect("it was found");
    let looked = journal.entries.iter().filter(|entry| entry.at < stated);
    let looked = looked.filter(|entry| matches!(entry.event, Happened::LookReturned { .. }));
    assert!(looked.count() >= 2, "first it looks, then it knows");
    assert!(card.timings.mitigate_s.is_some(), "{:?}", remedies(&journal));
}

#[test]
fn beside_people_nobody_is_told_what_is_so() {
    let event = ("lapsed-seal", Some("lapse"), 1);
    let (without, own) = play(event, "staff", false);
    let (beside, other) = play(event, "staff", true);
    assert_eq!((found(&without).is_some(), found(&beside)), (true, None));
    // The book ends it all the same, only later.
    let (sooner, later) = (own.timings.mitigate_s, other.timings.mitigate_s);
    assert!(later > sooner, "{sooner:?} without people, {later:?} beside them");
}

#[test]
fn the_more_skilled_the_sooner_it_is_over() {
    let over = |skill| -> u32 {
        let ended = (1..=4).map(|seed| {
            let (_, card) = play(("up-and-down", None, seed), skill, false);
            card.timings.mitigate_s.unwrap_or(3600)
        });
        ended.sum()
    };
    let (junior, mid, staff) = (over("junior"), over("mid"), over("staff"));
    assert!(junior > mid && mid > staff, "{junior} s, {mid} s, {staff} s for four drills");
}
