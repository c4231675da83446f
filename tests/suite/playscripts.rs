//! Playscripts of every shipped scenario with the ratings expected of them: who plays well scores
//! well, who does nothing scores nothing, who repairs in silence fails Communicate, and who
//! declares late and low gains nothing by it.

use std::sync::{Arc, LazyLock};

use firedrill::command::{Rating, playscript};
use firedrill::content::process::Capability;
use firedrill::content::{Choice, Library};
use firedrill::journal::{ENGINE, Envelope, Event, FORMAT, Header, Journal, PlayerKind, Recipe};
use firedrill::model::text::Lang;
use firedrill::play::Play;
use firedrill::play::table::{Comer, lay};
use firedrill::rehearse::script;
use firedrill::score::{Line, Scorecard, score};

/// Scripts of one scenario: good, nothing, silent, late and low.
struct Scripts {
    good: &'static str,
    nothing: &'static str,
    silent: &'static str,
    late_and_low: &'static str,
}

macro_rules! scripts {
    ($scenario:literal) => {
        Scripts {
            good: include_str!(concat!("../data/playscripts/", $scenario, "/good.txt")),
            nothing: include_str!(concat!("../data/playscripts/", $scenario, "/nothing.txt")),
            silent: include_str!(concat!("../data/playscripts/", $scenario, "/silent.txt")),
            late_and_low: include_str!(concat!(
                "../data/playscripts/",
                $scenario,
                "/late-and-low.txt"
            )),
        }
    };
}

/// A drill that was played, and what it scored.
pub(crate) struct Played {
    journal: Journal,
    pub(crate) card: Scorecard,
}

/// The four drills of a scenario.
struct Four {
    good: Played,
    nothing: Played,
    silent: Played,
    late_and_low: Played,
}

impl Four {
    fn of(scenario: &str, variant: Option<&str>, scripts: &Scripts) -> Self {
        let played = |text| played(scenario, variant, text);
        Self {
            good: played(scripts.good),
            nothing: played(scripts.nothing),
            silent: played(scripts.silent),
            late_and_low: played(scripts.late_and_low),
        }
    }
}

/// Plays a script by ann alone, in all seats, without crew.
pub(crate) fn played(scenario: &str, variant: Option<&str>, text: &str) -> Played {
    let choice = Choice { seed: 1, variant: variant.map(Into::into) };
    let library = Library::built_in();
    let loaded = library.load(&scenario.into(), &choice, &"default".into()).expect("it is sound");
    let ann = Comer { name: "ann".into(), seat: None, kind: PlayerKind::Person };
    let table = lay(&loaded.scenario, &loaded.process, &[ann], None).expect("a seat for one");
    let header = Header {
        envelope: Envelope {
            id: "drill".into(),
            started: "2026-11-24T10:00:00Z".into(),
            names: table.names,
            ..Envelope::default()
        },
        recipe: Recipe {
            format: FORMAT,
            engine: ENGINE,
            seed: choice.seed,
            scenario: loaded.scenario.id.clone(),
            variant: loaded.scenario.variant.clone(),
            files: loaded.files.clone(),
            process: loaded.process.id.clone(),
            system: loaded.scenario.system.id.clone(),
            roster: table.roster,
            graded: false,
            coach: false,
            lang: Lang::En,
            bot_pars: std::collections::BTreeMap::new(),
        },
    };
    let process = Arc::new(loaded.process.clone());
    let (scenario, story) = (loaded.scenario.clone(), loaded.story.clone());
    let runbooks = loaded.runbooks.clone();
    let play = Play::new(header, loaded.into());
    let lines = playscript::parse(text, Some(play.drill().words())).expect("a sound script");
    let journal = script::run(play, &lines).expect("a script that comes to its end");
    let card = score(&journal, &scenario, &story, &process, &runbooks);
    Played { journal, card }
}

impl Played {
    fn rating(&self, capability: Capability) -> Option<Rating> {
        let line = self.card.capabilities.iter().find(|own| own.id == capability);
        line.and_then(|own| own.rating)
    }

    fn earned(&self, capability: Capability) -> f64 {
        let line = self.card.capabilities.iter().find(|own| own.id == capability);
        line.map_or(0.0, |own| own.earned)
    }

    /// Every line that did not earn all its points, for a failing test to tell.
    fn lost(&self) -> String {
        let lost = self.card.objectives.iter().filter(|own| own.earned < own.possible);
        let line =
            |own: &Line| format!("{} {:.2}/{:.2} {}", own.id, own.earned, own.possible, own.why);
        lost.map(line).collect::<Vec<_>>().join("\n")
    }
}

static FIRST_SHIFT: LazyLock<Four> =
    LazyLock::new(|| Four::of("first-shift", None, &scripts!("first-shift")));
static TWO_SMALL_CHANGES: LazyLock<Four> =
    LazyLock::new(|| Four::of("two-small-changes", None, &scripts!("two-small-changes")));
static COLD_SHELVES: LazyLock<Four> =
    LazyLock::new(|| Four::of("cold-shelves", Some("release"), &scripts!("cold-shelves")));

fn all() -> [(&'static str, &'static Four); 3] {
    [
        ("first-shift", &FIRST_SHIFT),
        ("two-small-changes", &TWO_SMALL_CHANGES),
        ("cold-shelves", &COLD_SHELVES),
    ]
}

/// One test: the scripts are played once for all of it.
#[test]
fn every_script_gets_what_a_fair_judge_would_give() {
    who_plays_well_scores_85_at_least_and_no_capability_fails();
    who_does_nothing_scores_10_at_most();
    who_repairs_in_silence_fails_communicate_and_is_25_below();
    who_declares_late_and_low_gains_nothing();
}

fn who_plays_well_scores_85_at_least_and_no_capability_fails() {
    for (scenario, four) in all() {
        let good = &four.good;
        let refused: Vec<_> = (good.journal.entries.iter())
            .filter(|entry| matches!(entry.event, Event::Refused { .. }))
            .collect();
        assert!(refused.is_empty(), "{scenario}: {refused:?}");
        assert!(good.card.score >= 85.0, "{scenario}: {}\n{}", good.card.score, good.lost());
        for capability in Capability::ALL {
            let rating = good.rating(*capability);
            assert!(
                matches!(rating, Some(Rating::P | Rating::S)),
                "{scenario}: {capability} is {rating:?}\n{}",
                good.lost()
            );
        }
        assert!(good.card.timings.resolve_s.is_some(), "{scenario} was resolved");
    }
}

#[test]
fn the_other_variant_of_cold_shelves_is_played_as_well_by_the_same_hand() {
    let good = played("cold-shelves", Some("node-loss"), scripts!("cold-shelves").good);
    assert!(good.card.score >= 85.0, "{}\n{}", good.card.score, good.lost());
}

fn who_does_nothing_scores_10_at_most() {
    for (scenario, four) in all() {
        let score = four.nothing.card.score;
        assert!(score <= 10.0, "{scenario}: {score}");
        assert!(four.nothing.card.timings.mitigate_s.is_none(), "{scenario} does not mend itself");
    }
}

fn who_repairs_in_silence_fails_communicate_and_is_25_below() {
    for (scenario, four) in all() {
        let silent = &four.silent;
        assert!(silent.card.timings.mitigate_s.is_some(), "{scenario}: it is repaired");
        assert_eq!(silent.rating(Capability::Communicate), Some(Rating::U), "{scenario}");
        let (silent, good) = (silent.card.score, four.good.card.score);
        assert!(silent <= good - 25.0, "{scenario}: {silent} beside {good}");
    }
}

fn who_declares_late_and_low_gains_nothing() {
    for (scenario, four) in all() {
        let (late, good) = (&four.late_and_low, &four.good);
        assert!(
            late.card.score < good.card.score,
            "{scenario}: {} beside {}",
            late.card.score,
            good.card.score
        );
        for capability in [Capability::Detect, Capability::Organise, Capability::Communicate] {
            let (late, good) = (late.earned(capability), good.earned(capability));
            assert!(late <= good + 1e-9, "{scenario}: {capability} {late} beside {good}");
        }
    }
}
