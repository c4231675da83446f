//! Teams of simulated colleagues: they end every shipped scenario by what they can see, and by the
//! book where looking around names no cause.

use std::collections::BTreeMap;

use firedrill::command::StepMark;
use firedrill::content::Library;
use firedrill::journal::{Event as Happened, Journal};
use firedrill::model::id::{ProcessId, ScenarioId, VariantId};
use firedrill::rehearse::team::Event;
use firedrill::score::{Scorecard, score_case};

/// A staff team's drill, and what it scored.
fn played(scenario: &str, variant: Option<&str>, seed: u64) -> (Journal, Scorecard) {
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
    let played = event.play(seed, "staff").expect("a shipped scenario is sound");
    let card = score_case(&played.case());
    (played.journal, card)
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
