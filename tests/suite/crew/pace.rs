//! How long colleagues take: their medians, and the same for the same seed.

use firedrill::command::Command;
use firedrill::crew::profile::PROFILES;

use crate::crew::stage::{acts, colleague, view};
use crate::view::table::Pen;

/// Seconds from a page to `/ack`, for a seed.
fn ack_after(profile: &str, seed: u64) -> u32 {
    let mut pen = Pen::default();
    pen.alert(10);
    let view = view("p1", &pen.entries, 10);
    let acted = acts(&mut colleague("p1", profile, seed), &view, 400);
    let ack = acted.iter().find(|(_, own)| matches!(own, Command::Ack(_)));
    ack.expect("an acknowledgement").0 - 10
}

#[test]
fn the_median_over_a_thousand_seeds_is_the_profiles() {
    for profile in PROFILES {
        let mut times: Vec<u32> = (0..1000).map(|seed| ack_after(profile.name, seed)).collect();
        times.sort_unstable();
        let median = f64::from(times.get(500).copied().expect("a thousand times"));
        let off = (median / profile.reaction.median_s - 1.0).abs();
        assert!(off < 0.08, "{}: {median} s", profile.name);
        let [low, high] = [159, 841].map(|at| f64::from(times.get(at).copied().unwrap_or(0)));
        let spread = libm::log(high / low) / 2.0;
        assert!((spread - profile.reaction.spread).abs() < 0.08, "{}: {spread}", profile.name);
    }
}

#[test]
fn the_same_seed_is_the_same_colleague_and_another_seed_another() {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.31)]).alert(25).declare(30);
    pen.assigned(31, "technical-lead", "p3").given(40, "p1", "/ask p3 what do you see?");
    let view = view("p3", &pen.entries, 40);
    let acted = |seed| acts(&mut colleague("p3", "mid", seed), &view, 600);
    assert_eq!(acted(5), acted(5));
    assert_ne!(acted(5), acted(6));
}

#[test]
fn nobody_acts_while_the_clock_stands_or_after_the_end() {
    let mut pen = Pen::default();
    pen.alert(10);
    let mut view = view("p1", &pen.entries, 10);
    view.paused = true;
    assert_eq!(acts(&mut colleague("p1", "staff", 1), &view, 300), []);
    view.paused = false;
    view.ended = Some("end".to_owned());
    assert_eq!(acts(&mut colleague("p1", "staff", 1), &view, 300), []);
}
