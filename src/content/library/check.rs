//! Everything that is wrong with the files of a library, without playing one: each scenario in each
//! of its variants, each runbook on every system it may serve.

use std::collections::BTreeSet;

use crate::content::calibration::Calibration;
use crate::content::diagnostic::{Diagnostic, Place, Problem, Source, place_all};
use crate::content::ladder::read_ladder;
use crate::content::library::{File, Library, process_names};
use crate::content::names::{Names, PLACES, ScenarioNames, SystemNames, Thing};
use crate::content::process_file::read_process;
use crate::content::runbook_file;
use crate::content::scenario_file::{Around, Choice, read_alone, read_among, variants};
use crate::content::system_file::read_system;
use crate::content::tree::{self, Node};
use crate::model::id::{ProcessId, RunbookId, ScenarioId, SystemId};

/// The process whose words scenarios are checked against, where there is one of that name.
const USUAL: &str = "default";

impl Library {
    /// Everything that is wrong with these files, as the engine of that number plays them. What
    /// they refer to is sought here first, then in `beside`.
    #[must_use]
    pub fn check(&self, beside: &Self, engine: u32) -> Vec<Diagnostic> {
        let mut all = beside.clone();
        all.extend(self.clone());
        let mut told = Vec::new();
        for (id, file) in &self.systems {
            told.extend(read_system(&SystemId::from(id.as_str()), file.source()).1);
        }
        for (id, file) in &self.processes {
            told.extend(read_process(&ProcessId::from(id.as_str()), file.source()).1);
        }
        for file in self.ladders.values() {
            told.extend(read_ladder(file.source()).1);
        }
        for (id, file) in &self.scenarios {
            told.extend(self.check_scenario(&all, &ScenarioId::from(id.as_str()), file));
        }
        for (id, file) in &self.runbooks {
            told.extend(all.check_runbook(&RunbookId::from(id.as_str()), file));
        }
        for (id, file) in &self.calibrations {
            told.extend(all.check_calibration(&ScenarioId::from(id.as_str()), file, engine));
        }
        for file in self.scenarios.values().chain(self.runbooks.values()) {
            told.extend(unwritten(file));
        }
        let place = |own: &Diagnostic| (own.path.clone(), own.line, own.column);
        told.sort_by_key(place);
        told.dedup();
        told
    }

    /// Advice on a scenario, at one of its keys; none where there is no such scenario.
    #[must_use]
    pub fn advice(
        &self,
        scenario: &ScenarioId,
        key: &str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Option<Diagnostic> {
        let source = self.scenarios.get(scenario.as_str())?.source();
        let tree = tree::parse(source, 0).ok()?;
        let place = tree.get(key).map_or(tree.place, |node| node.place);
        place_all(vec![Problem::warning(place, message, hint)], &[source]).pop()
    }

    /// Whether figures still tell of the files they were measured with.
    fn check_calibration(&self, id: &ScenarioId, file: &File, engine: u32) -> Vec<Diagnostic> {
        let own = match Calibration::read(&file.text) {
            Ok(own) => own,
            Err(says) => {
                let hint = "`firedrill calibrate` writes it anew";
                let problem = Problem::error(Place::default(), says, hint);
                return place_all(vec![problem], &[file.source()]);
            }
        };
        let choice = Choice { seed: 0, variant: None };
        let stale = match self.load(id, &choice, &own.process) {
            Ok(files) => own.stale(engine, &files.files),
            Err(_) => Some("its scenario cannot be played".to_owned()),
        };
        let Some(why) = stale else { return Vec::new() };
        let message = format!("the figures of `{id}` are stale: {why}");
        let hint = "measure them anew with `firedrill calibrate`";
        let problem = Problem::warning(Place::default(), message, hint);
        place_all(vec![problem], &[file.source()])
    }

    fn check_scenario(&self, all: &Self, id: &ScenarioId, file: &File) -> Vec<Diagnostic> {
        let usual = all.processes.get_key_value(USUAL);
        let process = usual.or_else(|| all.processes.iter().next());
        let around = Around {
            process: process
                .and_then(|(id, file)| process_names(&ProcessId::from(id.as_str()), file)),
            runbooks: Some(all.runbooks.keys().cloned().collect()),
        };
        let system = all.system_of(file).unwrap_or_default();
        let Some(below) = all.systems.get(system.as_str()) else {
            let mut told = read_alone(id, file.source(), &Choice::default(), around);
            if !system.as_str().is_empty() {
                told.extend(all.no_system(file, &system));
            }
            return told;
        };
        let mut told = Vec::new();
        for (variant, _) in variants(file.source()) {
            let choice = Choice { seed: 0, variant: Some(variant) };
            let below = (&system, below.source());
            told.extend(read_among(id, file.source(), below, &choice, around.clone()).1);
        }
        // A system that is checked too tells its own.
        if self.systems.contains_key(system.as_str()) {
            told.retain(|own| own.path != below.path);
        }
        // The rules that come with the files are those it will be played by.
        let rules = if self.processes.is_empty() {
            usual.into_iter().collect()
        } else {
            self.processes.iter().collect()
        };
        told.extend(self.nobody_on_rungs(id, (&system, below), rules));
        told
    }

    /// Duties that a process pages and a system gives to nobody: such a rung is passed over in
    /// silence.
    fn nobody_on_rungs(
        &self,
        scenario: &ScenarioId,
        (system, file): (&SystemId, &File),
        rules: Vec<(&String, &File)>,
    ) -> Vec<Diagnostic> {
        let Some(own) = read_system(system, file.source()).0 else { return Vec::new() };
        let mut told = Vec::new();
        for (process, rules) in rules {
            let read = read_process(&ProcessId::from(process.as_str()), rules.source()).0;
            let rungs = read.iter().flat_map(|process| process.escalation.values().flatten());
            let duties: BTreeSet<&str> = rungs.map(|rung| rung.page.as_str()).collect();
            for duty in duties {
                if !PLACES.contains(&duty) && !own.duties.contains_key(duty) {
                    let message = format!(
                        "the process `{process}` pages `{duty}`, which is nobody's duty in `{system}`"
                    );
                    let hint = format!("add `{duty} = \"…\"` to the system's `duties`");
                    told.extend(self.advice(scenario, "system", message, hint));
                }
            }
        }
        told
    }

    /// A runbook may serve several systems: it errs where it errs on all of them.
    fn check_runbook(&self, id: &RunbookId, file: &File) -> Vec<Diagnostic> {
        let source = file.source();
        let systems: Vec<Names> =
            self.systems.iter().filter_map(|(id, file)| self.names_on(id, file)).collect();
        let serves = |names: &&Names| {
            let (runbook, _) = runbook_file::read_among(id, source, Names::default());
            let targets = runbook.map(|own| own.targets).unwrap_or_default();
            targets.is_empty()
                || targets.iter().any(|own| names.find(Thing::Target, own.as_str()).is_ok())
        };
        let fitting: Vec<&Names> = systems.iter().filter(serves).collect();
        let served: Vec<&Names> =
            if fitting.is_empty() { systems.iter().collect() } else { fitting };
        let read = |names: &&Names| runbook_file::read_among(id, source, (*names).clone()).1;
        let mut told: Vec<Vec<Problem>> = served.iter().map(read).collect();
        // Said as on the system where the least is wrong, which is the one that was meant.
        told.sort_by_key(Vec::len);
        let places = |own: &Vec<Problem>| own.iter().map(|own| own.place).collect::<BTreeSet<_>>();
        let everywhere: Vec<BTreeSet<Place>> = told.iter().map(places).collect();
        let errs = |own: &Problem| everywhere.iter().all(|places| places.contains(&own.place));
        let told = match told.into_iter().next() {
            Some(told) => told.into_iter().filter(errs).collect(),
            None => runbook_file::read_among(id, source, Names::default()).1,
        };
        place_all(told, &[source])
    }

    /// The names of a system, with the remedies that scenarios on it add.
    fn names_on(&self, id: &str, file: &File) -> Option<Names> {
        let tree = tree::parse(file.source(), 0).ok()?;
        let mut remedies = BTreeSet::new();
        for scenario in self.scenarios.values() {
            let Ok(own) = tree::parse(scenario.source(), 0) else { continue };
            if own.get("system").and_then(Node::text) == Some(id) {
                remedies.extend(ScenarioNames::of(&own).new_remedies);
            }
        }
        Some(Names {
            system: Some(SystemNames::of(id, &tree)),
            scenario: Some(ScenarioNames { new_remedies: remedies, ..ScenarioNames::default() }),
            runbooks: Some(self.runbooks.keys().cloned().collect()),
            ..Names::default()
        })
    }
}

/// What stands where an author is still to write, as drafts have it.
const UNWRITTEN: &str = "(write:";

/// Marks of a draft that are left; remarks count as little as they do elsewhere.
fn unwritten(file: &File) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        if let Some(column) = line.find(UNWRITTEN).filter(|_| !line.starts_with('#')) {
            let place = Place { file: 0, at: at + column };
            let hint = "put your own words there, and take the brackets away";
            problems.push(Problem::warning(place, "this is still to be written", hint));
        }
        at += line.len();
    }
    place_all(problems, &[file.source()])
}

impl File {
    /// The file as a source.
    pub(crate) fn source(&self) -> Source<'_> {
        Source { path: &self.path, text: &self.text }
    }
}
