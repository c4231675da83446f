//! What monitoring shows, and alerts that read it.

use firedrill::journal::Event;
use firedrill::model::fault::{Acts, FaultKind};
use firedrill::model::time::DrillTime;

use super::stage::{Stage, Told, after, fault, seconds};

fn scrapes(told: &Told) -> Vec<(String, DrillTime)> {
    told.times(|event| match event {
        Event::MetricsScraped { of, .. } => Some(*of),
        _ => None,
    })
}

fn fired(told: &Told) -> Vec<(String, String)> {
    told.times(|event| match event {
        Event::AlertFired { rule, .. } => Some(rule.to_string()),
        _ => None,
    })
}

#[test]
fn scrapes_reach_the_screens_after_their_lag() {
    let told = Stage::calm().begin().until("00:40");
    let expected = [("00:20", 15), ("00:35", 30)];
    assert_eq!(scrapes(&told), expected.map(|(at, of)| (at.to_owned(), DrillTime(of))));
}

#[test]
fn an_alert_fires_once_its_condition_has_held_on_what_was_scraped() {
    let told = Stage::new().begin().until("04:00");
    let fired = fired(&told);
    let [(at, rule)] = fired.as_slice() else { panic!("{fired:?}") };
    assert_eq!(rule, "checkout-errors");
    // v1.1.0 goes out from 01:00 and the rule wants 30 s on scrapes every 15 s, 5 s late.
    assert!(("01:35".."02:40").contains(&at.as_str()), "{at}");
}

#[test]
fn an_alert_resolves_after_a_calm_minute_and_its_page_closes() {
    let told = Stage::new().begin().until("03:00").say("ann", "/do rollback checkout");
    let told = told.until("10:00");
    let resolved = told.times(|event| matches!(event, Event::AlertResolved(_)).then_some(()));
    assert_eq!(resolved.len(), 1, "{resolved:?}");
    let closed = told.times(|event| matches!(event, Event::PageClosed(_)).then_some(()));
    assert_eq!(closed, resolved, "the page nobody acknowledged closes with its alert");
}

#[test]
fn nothing_is_scraped_and_nothing_fires_while_monitoring_is_gone() {
    let mut blind = fault("blind", FaultKind::Absent, Acts::Always);
    blind.target = "tools.metrics".into();
    let told = Stage::new().with(|setup| setup.story.faults.push(blind)).begin().until("05:00");
    assert!(scrapes(&told).is_empty());
    assert!(fired(&told).is_empty());
}

#[test]
fn a_board_that_is_behind_shows_what_was_so() {
    let mut behind = fault(
        "behind",
        FaultKind::Stale { by: seconds(60) },
        Acts::From { when: after(100), until: None },
    );
    behind.target = "tools.metrics".into();
    let told = Stage::new().with(|setup| setup.story.faults.push(behind)).begin().until("02:40");
    let (at, of) = scrapes(&told).pop().unwrap();
    assert_eq!((at.as_str(), of), ("02:35", DrillTime(90)));
}

#[test]
fn monitoring_that_works_through_a_broken_part_shows_nothing() {
    let told = Stage::new()
        .system(|system| {
            system.tools.through.insert("metrics".into(), vec!["checkout".into()]);
        })
        .begin()
        .until("05:00");
    let last = scrapes(&told).pop().unwrap().0;
    assert!(last.as_str() < "03:00", "{last}");
}

#[test]
fn the_truth_is_sampled_every_five_seconds_with_facts_and_a_digest() {
    let told = Stage::new().begin().until("03:00");
    let samples = told.times(|event| match event {
        Event::TruthSampled(truth) => Some(truth.clone()),
        _ => None,
    });
    assert_eq!(samples.len(), 36);
    let (_, last) = samples.last().unwrap();
    assert!(last.facts["feature_hit"] > 300_000, "{:?}", last.facts);
    assert!(last.readings.0["checkout.error_ratio"].0 > 300_000, "{:?}", last.readings);
    assert!(last.readings.0.contains_key("shoppers.error_ratio"));
    assert_ne!(last.world, samples[0].1.world);
}
