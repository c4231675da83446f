//! Which files a command means: the built-in library, and beside it the user's own. It reads
//! files; what they say is `content`'s affair.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;
use crate::cli::files;
use crate::content::diagnostic::Diagnostic;
use crate::content::library::{Kind, Library, id_of, kind_of};
use crate::model::id::{ProcessId, ScenarioId};
use crate::rehearse::team::Event;

/// Most diagnostics a message lists.
const LISTED: usize = 20;

/// A scenario and a process that were meant, among the files they may speak of.
pub(crate) struct Meant {
    /// Every file at hand.
    pub(crate) library: Library,
    /// The scenario.
    pub(crate) scenario: ScenarioId,
    /// The process.
    pub(crate) process: ProcessId,
}

impl Meant {
    /// What many teams play, judged by these pars.
    pub(crate) fn event<'a>(&'a self, bot_pars: &'a BTreeMap<String, u32>) -> Event<'a> {
        Event {
            library: &self.library,
            scenario: &self.scenario,
            process: &self.process,
            variant: None,
            bot_pars,
        }
    }
}

/// Finds a scenario by id or file, and a process likewise.
pub(crate) fn find(scenario: &str, process: Option<&str>) -> Result<Meant, Failure> {
    let mut library = Library::built_in();
    let scenario = if library.scenarios.contains_key(scenario) {
        ScenarioId::from(scenario)
    } else {
        own_scenario(&mut library, scenario)?
    };
    let process = process.unwrap_or("default");
    let process = if library.processes.contains_key(process) {
        ProcessId::from(process)
    } else {
        own_process(&mut library, process)?
    };
    Ok(Meant { library, scenario, process })
}

/// The id and the text of a process, by id or file.
pub(crate) fn process(name: &str) -> Result<(ProcessId, String), Failure> {
    let mut library = Library::built_in();
    let id = if library.processes.contains_key(name) {
        ProcessId::from(name)
    } else {
        own_process(&mut library, name)?
    };
    let text = library.processes.get(id.as_str()).map(|file| file.text.clone());
    Ok((id, text.unwrap_or_default()))
}

/// A scenario of the user's: with it come the systems, runbooks and processes around it.
fn own_scenario(library: &mut Library, name: &str) -> Result<ScenarioId, Failure> {
    let path = Path::new(name);
    if !looks_like_file(path) {
        let near = nearest(name, library.scenarios.keys());
        return Err(Failure::usage(format!("no scenario is called `{name}`"), near));
    }
    let text = files::read(path, files::FILE_MAX)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    let above = folder.join("..");
    for around in [folder.join("systems"), above.join("runbooks"), folder.join("runbooks")] {
        if around.is_dir() {
            library.extend(read_all(&[around])?);
        }
    }
    library.add(name, text);
    let measured = folder.join("calibrated").join(format!("{}.json", id_of(name)));
    if measured.is_file() {
        let text = files::read(&measured, files::FILE_MAX)?;
        library.add(&measured.to_string_lossy(), text);
    }
    Ok(ScenarioId::from(id_of(name)))
}

fn own_process(library: &mut Library, name: &str) -> Result<ProcessId, Failure> {
    let path = Path::new(name);
    if !looks_like_file(path) {
        let near = nearest(name, library.processes.keys());
        return Err(Failure::usage(format!("no process is called `{name}`"), near));
    }
    let text = files::read(path, files::FILE_MAX)?;
    if kind_of(name, &text) != Kind::Process {
        return Err(Failure::usage(
            format!("{name} is no process: it has no `severities`"),
            "a process file begins with `format = 1` and lists `severities`",
        ));
    }
    library.add(name, text);
    Ok(ProcessId::from(id_of(name)))
}

/// Reads every authored file under these paths.
pub(crate) fn read_all(paths: &[PathBuf]) -> Result<Library, Failure> {
    let mut library = Library::default();
    for path in paths {
        for file in files::authored(path)? {
            let text = files::read(&file, files::FILE_MAX)?;
            library.add(&file.to_string_lossy(), text);
        }
    }
    Ok(library)
}

/// What keeps a scenario from being played, as a failure.
pub(crate) fn refused(diagnostics: &[Diagnostic]) -> Failure {
    let errors: Vec<&Diagnostic> = diagnostics.iter().filter(|own| own.is_error()).collect();
    let mut lines: Vec<String> = errors.iter().take(LISTED).map(ToString::to_string).collect();
    if errors.len() > LISTED {
        lines.push(format!("and {} more", errors.len() - LISTED));
    }
    let says = format!("this cannot be played:\n{}", lines.join("\n"));
    Failure::usage(says, "`firedrill check` tells all about a file")
}

fn looks_like_file(path: &Path) -> bool {
    path.exists() || path.components().count() > 1 || path.extension().is_some()
}

fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a String>) -> String {
    let near = crate::command::vocabulary::nearest(name, known.map(String::as_str));
    near.map_or_else(
        || "`firedrill list` shows what there is; a file is named by its path".to_owned(),
        |near| format!("did you mean `{near}`? `firedrill list` shows all"),
    )
}
