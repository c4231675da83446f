//! A shipped scenario with people at its table.

use firedrill::command::playscript;
use firedrill::content::{Choice, Library, Loaded};
use firedrill::journal::{ENGINE, Entry, Envelope, FORMAT, Header, Journal, PlayerKind, Recipe};
use firedrill::model::text::Lang;
use firedrill::play::Play;
use firedrill::play::table::{Comer, lay};
use firedrill::rehearse::script;

/// The files of a shipped scenario, its first variant that the seed chooses.
pub(crate) fn loaded(scenario: &str, seed: u64) -> Loaded {
    let choice = Choice { seed, variant: None };
    let library = Library::built_in();
    library.load(&scenario.into(), &choice, &"default".into()).expect("a shipped scenario is sound")
}

/// The head of a drill with these people, and crew where it has a profile.
pub(crate) fn header(loaded: &Loaded, seed: u64, people: &[&str], crew: Option<&str>) -> Header {
    let comer = |name: &&str| Comer { name: (*name).into(), seat: None, kind: PlayerKind::Person };
    let comers: Vec<Comer> = people.iter().map(comer).collect();
    let table = lay(&loaded.scenario, &loaded.process, &comers, crew).unwrap();
    let started = "2026-11-24T10:00:00Z".into();
    Header {
        envelope: Envelope {
            id: "drill".into(),
            started,
            names: table.names,
            ..Envelope::default()
        },
        recipe: Recipe {
            format: FORMAT,
            engine: ENGINE,
            seed,
            scenario: loaded.scenario.id.clone(),
            variant: loaded.scenario.variant.clone(),
            files: loaded.files.clone(),
            process: loaded.process.id.clone(),
            system: loaded.scenario.system.id.clone(),
            roster: table.roster,
            graded: false,
            coach: loaded.scenario.tutorial,
            lang: Lang::En,
            bot_pars: std::collections::BTreeMap::new(),
        },
    }
}

/// A drill of a shipped scenario at 00:00.
pub(crate) fn play(scenario: &str, people: &[&str], crew: Option<&str>) -> Play {
    let loaded = loaded(scenario, 7);
    Play::new(header(&loaded, 7, people, crew), loaded.into())
}

/// Plays a script to its end.
pub(crate) fn scripted(play: Play, text: &str) -> Journal {
    let lines = playscript::parse(text, Some(play.drill().words())).expect("a sound script");
    script::run(play, &lines).expect("a script that comes to its end")
}

/// Entries as a reader would tell them, without samples.
pub(crate) fn told(entries: &[Entry]) -> String {
    use firedrill::journal::Event;
    let plain = |entry: &&Entry| {
        !matches!(entry.event, Event::TruthSampled(_) | Event::MetricsScraped { .. })
    };
    let line = |entry: &Entry| format!("{} {:?} {:?}\n", entry.at, entry.by, entry.event);
    entries.iter().filter(plain).map(line).collect()
}
