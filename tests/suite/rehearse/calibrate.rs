//! Calibration: figures that do not depend on threads, a file that says when it is stale, and skill
//! that shows.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use firedrill::content::Library;
use firedrill::content::calibration::Calibration;
use firedrill::journal::ENGINE;
use firedrill::model::id::{ProcessId, ScenarioId};
use firedrill::rehearse::calibrate::{Wish, calibrate};
use firedrill::rehearse::team::Event;

/// Teams play the first shift on so many threads; the figures, and how often it ticked.
fn figures(teams: u32, threads: usize) -> (Calibration, u64) {
    let library = Library::built_in();
    let (scenario, process) = (ScenarioId::from("first-shift"), ProcessId::from("default"));
    let none = BTreeMap::new();
    let event = Event {
        library: &library,
        scenario: &scenario,
        process: &process,
        variant: None,
        bot_pars: &none,
    };
    let ticks = AtomicU64::new(0);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let told = pool.install(|| {
        calibrate(&event, Wish { teams, seed: 40 }, &|| {
            ticks.fetch_add(1, Ordering::Relaxed);
        })
    });
    (told.expect("a shipped scenario is sound"), ticks.into_inner())
}

#[test]
fn the_figures_are_the_same_on_one_thread_and_on_two() {
    let (one, ticks) = figures(8, 1);
    let (two, _) = figures(8, 2);
    assert_eq!(one.written(), two.written());
    assert_eq!(ticks, Wish { teams: 8, seed: 40 }.drills());
}

#[test]
fn experience_shows_and_pars_are_what_seniors_need() {
    let (told, _) = figures(24, 2);
    let means: Vec<f64> = told.profiles.iter().map(|own| own.mean).collect();
    assert!(means.first() < means.last(), "{means:?}");
    for own in &told.profiles {
        assert_eq!(own.histogram.iter().sum::<u32>(), own.teams, "{}", own.profile);
        assert!(own.low <= own.mean && own.mean <= own.high, "{}", own.profile);
        assert!(own.quantiles.is_sorted(), "{:?}", own.quantiles);
    }
    let senior = &told.profiles[2];
    assert!((told.difficulty - (100.0 - senior.quantiles[2])).abs() < 0.11);
    let par = told.bot_pars["impact"];
    assert!((60..1800).contains(&par), "{par}");
    assert!(told.objectives.windows(2).all(|pair| pair[0].gain >= pair[1].gain));
}

#[test]
fn a_file_is_read_as_it_was_written_and_says_when_it_is_stale() {
    let (told, _) = figures(4, 2);
    assert_eq!(Calibration::read(&told.written()), Ok(told.clone()));
    let library = Library::built_in();
    let choice = firedrill::content::Choice { seed: 1, variant: None };
    let files = library.load(&told.scenario, &choice, &told.process).unwrap().files;
    assert_eq!(told.stale(ENGINE, &files), None);
    assert!(told.stale(ENGINE + 1, &files).is_some_and(|why| why.contains("engine")));
    let mut edited = files.clone();
    edited.insert("scenario".to_owned(), "other".to_owned());
    assert!(told.stale(ENGINE, &edited).is_some_and(|why| why.contains("changed")));
}

#[test]
fn check_tells_of_stale_figures_and_of_files_that_are_none() {
    let (mut told, _) = figures(4, 2);
    told.engine += 1;
    let mut library = Library::built_in();
    library.add("scenarios/calibrated/first-shift.json", told.written());
    library.add("scenarios/calibrated/cold-shelves.json", "{".to_owned());
    let said: Vec<String> =
        library.check(&Library::default(), ENGINE).iter().map(ToString::to_string).collect();
    let said = said.join("\n");
    assert!(said.contains("the figures of `first-shift` are stale"), "{said}");
    assert!(said.contains("cold-shelves.json"), "{said}");
}
