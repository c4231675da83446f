//! The files that ship with the program: all of them are in the library, all of them are clean.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use firedrill::content::calibration::Calibration;
use firedrill::content::library::SHIPPED;
use firedrill::content::{Choice, Library, Source, variants};
use firedrill::journal::ENGINE;
use firedrill::model::id::{ProcessId, ScenarioId};

#[test]
fn the_library_and_the_folders_agree() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut found = BTreeSet::new();
    let folders =
        ["scenarios", "scenarios/systems", "scenarios/calibrated", "runbooks", "runbooks/process"];
    for folder in folders {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let ending = Path::new(&name).extension().and_then(|own| own.to_str()).unwrap_or("");
            if matches!(ending, "toml" | "md" | "json") {
                found.insert(format!("{folder}/{name}"));
            }
        }
    }
    let shipped: BTreeSet<String> = SHIPPED.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(shipped, found, "list every shipped file in `src/content/library.rs`");
}

#[test]
fn every_scenario_can_be_played_by_every_process() {
    let library = Library::built_in();
    assert!(library.processes.len() >= 3);
    for id in library.scenarios.keys() {
        for process in library.processes.keys() {
            let (scenario, process) =
                (ScenarioId::from(id.as_str()), ProcessId::from(process.as_str()));
            let told = library.load(&scenario, &Choice::default(), &process).err();
            let told = told.unwrap_or_default();
            let told: Vec<String> = told.iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{id} by {process}:\n{}", told.join("\n"));
        }
    }
}

#[test]
fn every_scenario_loads_in_every_variant() {
    let library = Library::built_in();
    assert!(!library.scenarios.is_empty());
    for (id, file) in &library.scenarios {
        for (variant, _) in variants(Source { path: &file.path, text: &file.text }) {
            let choice = Choice { seed: 7, variant: Some(variant.clone()) };
            let loaded =
                library.load(&ScenarioId::from(id.as_str()), &choice, &ProcessId::from("default"));
            let told = loaded.err().unwrap_or_default();
            let told: Vec<String> = told.iter().map(ToString::to_string).collect();
            assert!(told.is_empty(), "{id} as {variant}:\n{}", told.join("\n"));
        }
    }
}

#[test]
fn the_whole_library_is_checked_without_an_error() {
    let library = Library::built_in();
    let told = library.check(&Library::default(), ENGINE);
    let errors: Vec<String> =
        told.iter().filter(|own| own.is_error()).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// What was measured of each shipped scenario, with its label of difficulty.
fn measured() -> Vec<(u8, Calibration)> {
    let library = Library::built_in();
    let ids = library.scenarios.keys().map(|id| ScenarioId::from(id.as_str()));
    let read = ids.map(|id| {
        let told = library
            .calibration(&id)
            .unwrap_or_else(|| panic!("{id} was not measured"))
            .expect("it can be read");
        let loaded = library.load(&id, &Choice::default(), &told.process).expect("it is sound");
        assert_eq!(told.stale(ENGINE, &loaded.files), None, "{id}");
        (loaded.scenario.difficulty, told)
    });
    read.collect()
}

#[test]
fn what_was_measured_is_fresh_and_tells_skill() {
    let all = measured();
    assert!(!all.is_empty());
    for (_, told) in all {
        let id = &told.scenario;
        assert_eq!(told.teams, 1000, "{id}");
        let skills: Vec<&str> = told.profiles.iter().map(|own| own.profile.as_str()).collect();
        assert_eq!(skills, ["junior", "mid", "senior", "staff"], "{id}");
        for pair in told.profiles.windows(2) {
            let (less, more) = (&pair[0], &pair[1]);
            assert!(
                less.high < more.low,
                "{id}: {} up to {:.1}, {} from {:.1}",
                less.profile,
                less.high,
                more.profile,
                more.low
            );
        }
    }
}

#[test]
fn measured_difficulty_rises_with_the_label() {
    let mut by_label: BTreeMap<u8, Vec<f64>> = BTreeMap::new();
    for (label, told) in measured() {
        by_label.entry(label).or_default().push(told.difficulty);
    }
    let means: Vec<(u8, f64)> = by_label
        .into_iter()
        .map(|(label, own)| (label, own.iter().sum::<f64>() / own.len() as f64))
        .collect();
    assert!(means.windows(2).all(|pair| pair[0].1 < pair[1].1), "{means:?}");
}
