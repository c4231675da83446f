//! Whole drills without people: crew in every seat, the world, the drill's clocks, what each seat
//! sees, and the scorecard at the end. Seeds are independent, so threads share them out.

use std::collections::BTreeMap;
use std::time::Instant;

use firedrill::content::Library;
use firedrill::journal::wire;
use firedrill::model::chance;
use firedrill::model::id::{ProcessId, ScenarioId};
use firedrill::rehearse::team::Event;
use firedrill::score::score_case;
use serde_json::{Value, json};

/// The shipped scenario whose system has twelve services; it lasts 55 minutes.
const SCENARIO: &str = "two-small-changes";

/// What one drill came to.
struct Played {
    seconds: u32,
    score: f64,
    digest: String,
}

/// Plays `count` drills on so many threads.
pub(crate) fn play(count: u64, threads: u64, first: u64) -> Value {
    let library = Library::built_in();
    let begun = Instant::now();
    let mut all: BTreeMap<u64, Played> = BTreeMap::new();
    std::thread::scope(|scope| {
        let own = |thread: u64| {
            let library = &library;
            scope.spawn(move || {
                let seeds = (first..first + count).filter(move |seed| seed % threads == thread);
                seeds.map(|seed| (seed, one(library, seed))).collect::<Vec<_>>()
            })
        };
        let workers: Vec<_> = (0..threads).map(own).collect();
        for worker in workers {
            all.extend(worker.join().expect("a worker that comes to its end"));
        }
    });
    let wall = begun.elapsed().as_secs_f64();
    let digests: Vec<&str> = all.values().map(|played| played.digest.as_str()).collect();
    let seconds: u32 = all.values().map(|played| played.seconds).sum();
    let score: f64 = all.values().map(|played| played.score).sum();
    json!({
        "drills": count, "threads": threads, "wall": wall, "hours": f64::from(seconds) / 3600.0,
        "score": score / count as f64, "digest": chance::digest(digests.concat().as_bytes()),
    })
}

/// One drill from its seed to its scorecard.
fn one(library: &Library, seed: u64) -> Played {
    let (scenario, process) = (ScenarioId::from(SCENARIO), ProcessId::from("default"));
    let none = BTreeMap::new();
    let event =
        Event { library, scenario: &scenario, process: &process, variant: None, bot_pars: &none };
    let played = event.play(seed, "mid").expect("a shipped scenario is sound");
    let card = score_case(&played.case());
    let told = serde_json::to_string(&card).expect("a scorecard is plain data");
    let journal = &played.journal;
    let seconds = journal.entries.last().map_or(0, |entry| entry.at.0);
    let digest = chance::digest(format!("{}{told}", wire::write(journal)).as_bytes());
    Played { seconds, score: card.score, digest }
}
