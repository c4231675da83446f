//! Past drills under a changed process: points and clocks follow the file, foreign names are
//! refused.

use firedrill::journal::Journal;
use firedrill::model::id::ProcessId;
use firedrill::play::Loaded;
use firedrill::rehearse::regrade::{Cannot, under};
use firedrill::score::{Scorecard, score};

use crate::play::stage;

const DEFAULT: &str = include_str!("../../../runbooks/process/default.toml");
const GOOD: &str = include_str!("../../data/playscripts/first-shift/good.txt");

fn drill() -> Journal {
    stage::scripted(stage::play("first-shift", &["ann"], None), GOOD)
}

fn judged(journal: &Journal, loaded: &Loaded) -> Scorecard {
    let Loaded { scenario, story, process, runbooks } = loaded;
    score(journal, scenario, story, process, runbooks)
}

fn regraded(text: &str) -> Scorecard {
    let (journal, loaded) = under(&drill(), &ProcessId::from("ours"), text).expect("sound");
    judged(&journal, &loaded)
}

#[test]
fn under_the_same_rules_the_score_is_the_same() {
    let same = regraded(DEFAULT);
    let (journal, loaded) = (drill(), firedrill::play::Play::load(&drill().header).unwrap());
    let own = judged(&journal, &loaded);
    assert_eq!(own.objectives, same.objectives);
    assert_eq!(same.process.as_str(), "ours");
}

#[test]
fn a_stricter_clock_costs_what_came_later() {
    let from = "first = { sev1 = \"5m\", sev2 = \"10m\", sev3 = \"30m\" }";
    assert!(DEFAULT.contains(from));
    let strict = DEFAULT.replace(from, "first = { sev1 = \"1m\", sev2 = \"1m\", sev3 = \"30m\" }");
    let points = |card: &Scorecard| {
        let line = card.objectives.iter().find(|own| own.id.as_str() == "first-update");
        line.map(|own| own.earned).unwrap_or_default()
    };
    let (usual, strict) = (regraded(DEFAULT), regraded(&strict));
    assert!(points(&strict) < points(&usual), "{} and {}", points(&strict), points(&usual));
    assert!(strict.score < usual.score);
}

#[test]
fn a_process_without_the_drill_s_severity_is_refused_by_name() {
    let google = include_str!("../../../runbooks/process/google-imag.toml");
    let told = under(&drill(), &ProcessId::from("google-imag"), google).err();
    let Some(Cannot::Unknown { what, name, .. }) = told else { panic!("{told:?}") };
    assert_eq!((what, name.as_str()), ("severity", "sev2"));
}

#[test]
fn a_process_that_is_none_is_refused_with_its_place() {
    let told = under(&drill(), &ProcessId::from("ours"), "format = 1\n").err();
    let Some(Cannot::Files(told)) = told else { panic!("{told:?}") };
    assert!(told.iter().any(firedrill::content::Diagnostic::is_error));
}
