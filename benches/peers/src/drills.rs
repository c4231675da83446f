//! Whole drills without people: crew in every seat, the world, the drill's clocks, what each seat
//! sees, and the scorecard at the end. Seeds are independent, so threads share them out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use firedrill::content::{Choice, Library};
use firedrill::journal::{ENGINE, Envelope, FORMAT, Header, Recipe, wire};
use firedrill::model::chance;
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::play::Play;
use firedrill::play::table::lay;
use firedrill::score::score;
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
    let choice = Choice { seed, variant: None };
    let loaded = library.load(&SCENARIO.into(), &choice, &"default".into()).expect("it is sound");
    let table = lay(&loaded.scenario, &loaded.process, &[], Some("mid")).expect("a table");
    let header = Header {
        envelope: Envelope {
            id: format!("drill-{seed}"),
            started: "2026-11-24T10:00:00Z".to_owned(),
            names: table.names,
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
            graded: true,
            coach: false,
            lang: Lang::En,
            bot_pars: BTreeMap::new(),
        },
    };
    let process = Arc::new(loaded.process.clone());
    let (scenario, story) = (loaded.scenario.clone(), loaded.story.clone());
    let runbooks = loaded.runbooks.clone();
    let mut play = Play::new(header, loaded.into());
    play.step(DrillTime(3600), Vec::new());
    play.finish();
    let seconds = play.drill().now().0;
    let journal = play.into_journal();
    let card = score(&journal, &scenario, &story, &process, &runbooks);
    let told = serde_json::to_string(&card).expect("a scorecard is plain data");
    let digest = chance::digest(format!("{}{told}", wire::write(&journal)).as_bytes());
    Played { seconds, score: card.score, digest }
}
