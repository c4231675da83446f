//! The files that can be played: those compiled into the program, or those of a folder that
//! somebody else has read. It opens no file itself.

mod check;

use std::collections::BTreeMap;

use crate::content::calibration::Calibration;
use crate::content::coaching;
use crate::content::diagnostic::{Diagnostic, Place, Problem, Source, place_all, shown};
use crate::content::names::{Names, ProcessNames, SystemNames, Thing, there_are};
use crate::content::process::Process;
use crate::content::process_file::read_process;
use crate::content::runbook::Runbook;
use crate::content::runbook_file::{self, read_runbook};
use crate::content::scenario::Scenario;
use crate::content::scenario_file::{Around, Choice, read_among};
use crate::content::tree::{self, Node};
use crate::content::truth::Story;
use crate::model::id::{ProcessId, RunbookId, ScenarioId, SystemId, Target, VariantId};

/// Files that ship with the program. Adding one is adding its name here.
macro_rules! shipped {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $path)))),*]
    };
}

/// Every shipped file: its path from the top of the repository, and its text.
pub const SHIPPED: &[(&str, &str)] = shipped![
    "runbooks/bad-release.md",
    "runbooks/cache-stampede.md",
    "runbooks/consumer-dies.md",
    "runbooks/dashboard-disagrees.md",
    "runbooks/disk-full.md",
    "runbooks/edge-burns.md",
    "runbooks/flood.md",
    "runbooks/leaked-secret.md",
    "runbooks/lost-database.md",
    "runbooks/more-than-usual.md",
    "runbooks/payments-partly-fail.md",
    "runbooks/pool-exhausted.md",
    "runbooks/process/default.toml",
    "runbooks/process/google-imag.toml",
    "runbooks/process/ladder.toml",
    "runbooks/process/pagerduty.toml",
    "runbooks/signing-certificate.md",
    "runbooks/turned-away.md",
    "runbooks/two-primaries.md",
    "runbooks/web-waits.md",
    "scenarios/calibrated/cold-shelves.json",
    "scenarios/calibrated/first-shift.json",
    "scenarios/calibrated/hot-rule.json",
    "scenarios/calibrated/lame-leg.json",
    "scenarios/calibrated/lapsed-seal.json",
    "scenarios/calibrated/narrow-gate.json",
    "scenarios/calibrated/nobody-awake.json",
    "scenarios/calibrated/record-day.json",
    "scenarios/calibrated/red-dashboard.json",
    "scenarios/calibrated/second-knock.json",
    "scenarios/calibrated/shut-door.json",
    "scenarios/calibrated/twin-hosts.json",
    "scenarios/calibrated/two-books.json",
    "scenarios/calibrated/two-small-changes.json",
    "scenarios/calibrated/under-the-mat.json",
    "scenarios/calibrated/up-and-down.json",
    "scenarios/cold-shelves.toml",
    "scenarios/first-shift.toml",
    "scenarios/hot-rule.toml",
    "scenarios/lame-leg.toml",
    "scenarios/lapsed-seal.toml",
    "scenarios/narrow-gate.toml",
    "scenarios/nobody-awake.toml",
    "scenarios/record-day.toml",
    "scenarios/red-dashboard.toml",
    "scenarios/second-knock.toml",
    "scenarios/shut-door.toml",
    "scenarios/systems/copper-kettle.toml",
    "scenarios/systems/lantern-lane.toml",
    "scenarios/systems/tin-ferry.toml",
    "scenarios/twin-hosts.toml",
    "scenarios/two-books.toml",
    "scenarios/two-small-changes.toml",
    "scenarios/under-the-mat.toml",
    "scenarios/up-and-down.toml",
];

/// What kind of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A scenario.
    Scenario,
    /// A system.
    System,
    /// A process.
    Process,
    /// A ladder of skills.
    Ladder,
    /// A runbook.
    Runbook,
    /// What simulated teams have shown of a scenario.
    Calibration,
}

/// A file of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// What messages call it.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Files by kind and id; an id is a file's name without its ending.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Scenarios.
    pub scenarios: BTreeMap<String, File>,
    /// Systems.
    pub systems: BTreeMap<String, File>,
    /// Processes.
    pub processes: BTreeMap<String, File>,
    /// Ladders of skills.
    pub ladders: BTreeMap<String, File>,
    /// Runbooks.
    pub runbooks: BTreeMap<String, File>,
    /// Calibrations, by scenario.
    pub calibrations: BTreeMap<String, File>,
}

/// Everything one drill is played from.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// What players may know.
    pub scenario: Scenario,
    /// What is really so.
    pub story: Story,
    /// The process in force.
    pub process: Process,
    /// Runbooks that fit the system.
    pub runbooks: Vec<Runbook>,
    /// Full texts by kind and name, as a journal keeps them: `scenario`, `system`, `process`,
    /// `runbook/NAME`.
    pub files: BTreeMap<String, String>,
    /// Advice that does not keep it from being played.
    pub warnings: Vec<Diagnostic>,
}

/// What a journal remembers of a drill's files: their ids and texts.
#[derive(Clone, Copy, Debug)]
pub struct Kept<'a> {
    /// The scenario's id.
    pub scenario: &'a ScenarioId,
    /// The system's id.
    pub system: &'a SystemId,
    /// The process's id.
    pub process: &'a ProcessId,
    /// The texts, as in [`Loaded::files`].
    pub files: &'a BTreeMap<String, String>,
}

/// The kind of a file, from its path and, where that says nothing, its text.
#[must_use]
pub fn kind_of(path: &str, text: &str) -> Kind {
    let mut folders: Vec<&str> = path.split(['/', '\\']).collect();
    let name = folders.pop().unwrap_or_default();
    match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("md") => return Kind::Runbook,
        Some("json") => return Kind::Calibration,
        _ => {}
    }
    let begins = |word: &str| text.lines().any(|line| line.trim_start().starts_with(word));
    match folders.last() {
        Some(&"systems") => Kind::System,
        _ if begins("[[level]]") => Kind::Ladder,
        Some(&"process") => Kind::Process,
        _ if begins("severities") => Kind::Process,
        _ if begins("[service.") || begins("service.") => Kind::System,
        _ => Kind::Scenario,
    }
}

/// The id of a file: its name without folders and ending.
#[must_use]
pub fn id_of(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.split_once('.').map_or(name, |(id, _)| id)
}

impl Library {
    /// The files that ship with the program.
    #[must_use]
    pub fn built_in() -> Self {
        Self::from_files(SHIPPED.iter().map(|(path, text)| (*path, *text)))
    }

    /// Files of a folder, each a path and its text. Of two with one id the later one is kept, so
    /// that a team's own file can stand for a shipped one.
    pub fn from_files<P: AsRef<str>, T: Into<String>>(
        files: impl IntoIterator<Item = (P, T)>,
    ) -> Self {
        let mut library = Self::default();
        for (path, text) in files {
            library.add(path.as_ref(), text.into());
        }
        library
    }

    /// Adds a file.
    pub fn add(&mut self, path: &str, text: String) {
        let shelf = match kind_of(path, &text) {
            Kind::Scenario => &mut self.scenarios,
            Kind::System => &mut self.systems,
            Kind::Process => &mut self.processes,
            Kind::Ladder => &mut self.ladders,
            Kind::Runbook => &mut self.runbooks,
            Kind::Calibration => &mut self.calibrations,
        };
        shelf.insert(id_of(path).to_owned(), File { path: path.to_owned(), text });
    }

    /// Adds all files of another one, which stand for own ones of the same id.
    pub fn extend(&mut self, other: Self) {
        self.scenarios.extend(other.scenarios);
        self.systems.extend(other.systems);
        self.processes.extend(other.processes);
        self.ladders.extend(other.ladders);
        self.runbooks.extend(other.runbooks);
        self.calibrations.extend(other.calibrations);
    }

    /// Loads a scenario with its system, a process, and the runbooks that fit.
    ///
    /// # Errors
    /// Everything that is wrong with any of these files.
    pub fn load(
        &self,
        scenario: &ScenarioId,
        choice: &Choice,
        process: &ProcessId,
    ) -> Result<Loaded, Vec<Diagnostic>> {
        let file = find(&self.scenarios, "scenario", scenario.as_str())?;
        let system = self.system_of(file)?;
        let below = find(&self.systems, "system", system.as_str())
            .map_err(|_| self.no_system(file, &system))?;
        let rules = find(&self.processes, "process", process.as_str())?;
        let runbooks = self.runbooks.iter().map(|(id, file)| (id.as_str(), file)).collect();
        let told = Shelf { scenario: file, system: below, process: rules, runbooks };
        told.load((scenario, &system, process), choice)
    }

    /// What simulated teams have shown of a scenario, if that was measured.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file.
    pub fn calibration(&self, scenario: &ScenarioId) -> Option<Result<Calibration, String>> {
        self.calibrations.get(scenario.as_str()).map(|file| {
            Calibration::read(&file.text).map_err(|says| format!("{}: {says}", file.path))
        })
    }

    /// The system that a scenario plays on.
    ///
    /// # Errors
    /// What is wrong with the file's syntax, or that it names none.
    pub fn system_of(&self, scenario: &File) -> Result<SystemId, Vec<Diagnostic>> {
        let source = scenario.source();
        let tree = tree::parse(source, 0).map_err(|problems| place_all(problems, &[source]))?;
        let name = tree.get("system").and_then(Node::text);
        name.map(SystemId::from).ok_or_else(|| {
            let message = "this scenario has no `system`";
            let hint = "add `system`: the name of a file in `systems/`";
            place_all(vec![Problem::error(tree.place, message, hint)], &[source])
        })
    }

    fn no_system(&self, scenario: &File, system: &SystemId) -> Vec<Diagnostic> {
        let source = scenario.source();
        let place = tree::parse(source, 0).ok();
        let place = place.and_then(|tree| tree.get("system").map(|node| node.place));
        let message = format!("no system is called `{}`", shown(system.as_str()));
        let known: Vec<&str> = self.systems.keys().map(String::as_str).collect();
        let near = crate::command::vocabulary::nearest(system.as_str(), known.iter().copied());
        let hint = near
            .map_or_else(|| there_are("system", &known), |near| format!("did you mean `{near}`?"));
        place_all(vec![Problem::error(place.unwrap_or_default(), message, hint)], &[source])
    }
}

impl Loaded {
    /// Loads what a journal kept, so that a drill can be run anew without its files.
    ///
    /// # Errors
    /// Everything that is wrong with the kept texts.
    pub fn from_kept(
        kept: Kept<'_>,
        seed: u64,
        variant: &VariantId,
    ) -> Result<Self, Vec<Diagnostic>> {
        let file = |key: &str| {
            let text = kept.files.get(key).cloned().unwrap_or_default();
            File { path: format!("journal:{key}"), text }
        };
        let (scenario, system, process) = (file("scenario"), file("system"), file("process"));
        let runbooks: Vec<(&str, File)> = kept
            .files
            .keys()
            .filter_map(|key| Some((key.strip_prefix("runbook/")?, file(key))))
            .collect();
        let shelf = Shelf {
            scenario: &scenario,
            system: &system,
            process: &process,
            runbooks: runbooks.iter().map(|(id, file)| (*id, file)).collect(),
        };
        let choice = Choice { seed, variant: Some(variant.clone()) };
        let mut loaded = shelf.load((kept.scenario, kept.system, kept.process), &choice)?;
        if let Some(text) = kept.files.get(coaching::KEPT_AS) {
            loaded.coach(text)?;
        }
        Ok(loaded)
    }

    /// Lets the coach say these lines, and keeps them with the drill's files.
    ///
    /// # Errors
    /// Everything that is wrong with the text.
    pub fn coach(&mut self, text: &str) -> Result<(), Vec<Diagnostic>> {
        self.story.coach = coaching::read(text)?;
        self.files.insert(coaching::KEPT_AS.to_owned(), text.to_owned());
        Ok(())
    }
}

/// The files of one drill.
struct Shelf<'a> {
    scenario: &'a File,
    system: &'a File,
    process: &'a File,
    runbooks: Vec<(&'a str, &'a File)>,
}

impl Shelf<'_> {
    fn load(
        &self,
        (scenario, system, process): (&ScenarioId, &SystemId, &ProcessId),
        choice: &Choice,
    ) -> Result<Loaded, Vec<Diagnostic>> {
        let (rules, mut told) = read_process(process, self.process.source());
        let around = Around {
            process: process_names(process, self.process),
            runbooks: Some(self.runbooks.iter().map(|(id, _)| (*id).to_owned()).collect()),
        };
        let below = (system, self.system.source());
        let (read, more) = read_among(scenario, self.scenario.source(), below, choice, around);
        told.extend(more);
        let mut files = BTreeMap::new();
        files.insert("scenario".to_owned(), self.scenario.text.clone());
        files.insert("system".to_owned(), self.system.text.clone());
        files.insert("process".to_owned(), self.process.text.clone());
        let mut runbooks = Vec::new();
        if read.is_some() {
            let names = names_of(system, self.system);
            for (id, file) in &self.runbooks {
                let (runbook, more) = read_runbook(&RunbookId::from(*id), file.source());
                if let Some(runbook) = runbook.filter(|own| fits(own, file, &names)) {
                    files.insert(format!("runbook/{id}"), file.text.clone());
                    runbooks.push(runbook);
                }
                told.extend(more);
            }
        }
        match (read, rules) {
            (Some((scenario, story)), Some(process)) if !told.iter().any(Diagnostic::is_error) => {
                Ok(Loaded { scenario, story, process, runbooks, files, warnings: told })
            }
            _ => Err(told),
        }
    }
}

/// Whether a runbook speaks of a system: of one of its parts, and of nothing that it has not; or of
/// no part in particular.
fn fits(runbook: &Runbook, file: &File, names: &Names) -> bool {
    let there = |target: &Target| names.find(Thing::Target, target.as_str()).is_ok();
    let speaks_of_more = || {
        let (_, problems) = runbook_file::read_among(&runbook.id, file.source(), names.clone());
        place_all(problems, &[file.source()]).iter().any(Diagnostic::is_error)
    };
    runbook.targets.is_empty() || runbook.targets.iter().any(there) && !speaks_of_more()
}

/// The names of a system, without what scenarios add.
fn names_of(id: &SystemId, file: &File) -> Names {
    let system = tree::parse(file.source(), 0).ok();
    let system = system.map(|tree| SystemNames::of(id.as_str(), &tree));
    Names { system, ..Names::default() }
}

fn process_names(id: &ProcessId, file: &File) -> Option<ProcessNames> {
    let tree = tree::parse(file.source(), 0).ok()?;
    Some(ProcessNames::of(id.as_str(), &tree))
}

fn find<'a>(
    shelf: &'a BTreeMap<String, File>,
    what: &str,
    id: &str,
) -> Result<&'a File, Vec<Diagnostic>> {
    shelf.get(id).ok_or_else(|| {
        let known: Vec<&str> = shelf.keys().map(String::as_str).collect();
        let near = crate::command::vocabulary::nearest(id, known.iter().copied());
        let hint =
            near.map_or_else(|| there_are(what, &known), |near| format!("did you mean `{near}`?"));
        let message = format!("no {what} is called `{}`", shown(id));
        let source = Source { path: id, text: "" };
        place_all(vec![Problem::error(Place::default(), message, hint)], &[source])
    })
}
