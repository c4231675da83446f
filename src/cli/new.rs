//! `firedrill new`: the first draft of a scenario and its runbook, from a failure class or from a
//! post-mortem. It writes over no file.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{Local, NaiveDate};
use clap::{Args, Subcommand};

use crate::cli::failure::Failure;
use crate::cli::{files, shelf};
use crate::content::Source;
use crate::content::library::Library;
use crate::content::read_system;
use crate::model::id::SystemId;
use crate::model::system::System;
use crate::workshop::cast::cast;
use crate::workshop::class::{Class, classes};
use crate::workshop::draft::{Draft, Wish, draft};
use crate::workshop::postmortem::{self, Found};

/// Minutes of a drill that nobody has asked for otherwise.
const MINUTES: u32 = 40;
/// The shortest and the longest drill that is drafted, in minutes.
const MINUTES_RANGE: (u32, u32) = (15, 90);
/// Minutes after the last moment of a post-mortem.
const TAIL: u32 = 15;

/// Arguments of `firedrill new`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// From a failure class; asks for what is not given, where there is somebody to ask
    Scenario(FromClass),
    /// From a post-mortem in Markdown: its timeline becomes injects, what is uncertain is marked
    FromPostmortem(FromText),
}

#[derive(Debug, Args)]
struct FromClass {
    /// Its id, which names the files: small letters, digits, `-`
    id: String,
    #[command(flatten)]
    more: More,
}

#[derive(Debug, Args)]
struct FromText {
    /// The post-mortem
    file: PathBuf,
    /// The scenario's id [default: the file's name]
    #[arg(long)]
    id: Option<String>,
    #[command(flatten)]
    more: More,
}

#[derive(Debug, Args)]
struct More {
    /// Failure class [default: release]
    #[arg(long, value_name = "CLASS")]
    class: Option<String>,
    /// The system it plays on, by id or file [default: lantern-lane]
    #[arg(long, value_name = "SYSTEM")]
    system: Option<String>,
    /// The part that fails [default: what most users need]
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    /// How long it may last, in minutes [default: 40]
    #[arg(long, value_parser = clap::value_parser!(u32).range(5..=480))]
    minutes: Option<u32>,
    /// Its title [default: made from its id]
    #[arg(long)]
    title: Option<String>,
    /// The folder that has, or gets, `scenarios` and `runbooks`
    #[arg(long, value_name = "DIR", default_value = ".")]
    out: PathBuf,
}

/// Writes the draft, and says what comes next.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    match &arguments.what {
        What::Scenario(own) => scenario(own),
        What::FromPostmortem(own) => from_postmortem(own),
    }
}

fn scenario(own: &FromClass) -> Result<ExitCode, Failure> {
    let asks = io::stdin().is_terminal() && io::stderr().is_terminal();
    let more = &own.more;
    let all = classes();
    if asks && more.class.is_none() {
        for class in &all {
            eprintln!("  {:12} {}", class.name, class.says);
        }
    }
    let class = answer(asks, more.class.as_deref(), "failure class", "release")?;
    let class = the_class(&all, &class)?;
    let system = answer(asks, more.system.as_deref(), "system", "lantern-lane")?;
    write(&own.id, &system, class, more, &Found::default(), more.minutes.unwrap_or(MINUTES))
}

fn from_postmortem(own: &FromText) -> Result<ExitCode, Failure> {
    let text = files::read(&own.file, files::FILE_MAX)?;
    let found = postmortem::read(&text);
    let more = &own.more;
    let all = classes();
    let class = more.class.as_deref().or(found.class).unwrap_or("release");
    let class = the_class(&all, class)?;
    let stem = own.file.file_stem().map(|stem| stem.to_string_lossy().into_owned());
    let id = own.id.clone().unwrap_or_else(|| id_from(&stem.unwrap_or_default()));
    let last = found.moments.last().map_or(0, |own| own.minute + TAIL);
    let minutes = more.minutes.unwrap_or(last.clamp(MINUTES_RANGE.0, MINUTES_RANGE.1));
    eprintln!("{}: {} moments with a time of day", own.file.display(), found.moments.len());
    if more.class.is_none() {
        let why =
            if found.class.is_some() { "guessed by its words" } else { "nothing points anywhere" };
        eprintln!("failure class `{}`: {why}; `--class` names another", class.name);
    }
    let system = more.system.as_deref().unwrap_or("lantern-lane");
    write(&id, system, class, more, &found, minutes)
}

/// What was given, else what somebody answers, else the usual.
fn answer(asks: bool, given: Option<&str>, what: &str, usual: &str) -> Result<String, Failure> {
    if let Some(given) = given {
        return Ok(given.to_owned());
    }
    if !asks {
        return Ok(usual.to_owned());
    }
    let mut line = String::new();
    let mut read = || -> io::Result<()> {
        write!(io::stderr(), "{what} [{usual}]: ")?;
        io::stderr().flush()?;
        io::stdin().lock().read_line(&mut line).map(drop)
    };
    read().map_err(|error| Failure::usage(format!("no answer could be read: {error}"), ""))?;
    let line = line.trim();
    Ok(if line.is_empty() { usual.to_owned() } else { line.to_owned() })
}

fn the_class<'c>(all: &'c [Class], name: &str) -> Result<&'c Class, Failure> {
    all.iter().find(|own| own.name == name).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|own| own.name).collect();
        let hint = format!("there are {}; take the nearest and change its fault", names.join(", "));
        Failure::usage(format!("no failure class is called `{name}`"), hint)
    })
}

fn write(
    id: &str,
    system: &str,
    class: &Class,
    more: &More,
    found: &Found,
    minutes: u32,
) -> Result<ExitCode, Failure> {
    is_an_id(id)?;
    let (system, brought) = the_system(system, &more.out)?;
    let part = more.part.as_deref();
    let cast = cast(&system, class.needs, part).map_err(|says| {
        Failure::usage(says, "name another with `--part`, `--class` or `--system`")
    })?;
    let title = more.title.as_deref().or(found.title.as_deref());
    let title = title.map_or_else(|| titled(id), str::to_owned);
    let day = found.day.unwrap_or_else(today);
    let (moments, causes, clock) = (&found.moments, &found.causes, found.clock);
    let wish = Wish { id, title: &title, minutes, day, clock, moments, causes };
    let Draft { scenario, runbook } = draft(&wish, class, &system, &cast);
    let folder = &more.out;
    let scenario_at = folder.join("scenarios").join(format!("{id}.toml"));
    let runbook_at = folder.join("runbooks").join(format!("{id}.md"));
    for path in [&scenario_at, &runbook_at] {
        if path.exists() {
            let hint = "choose another id, or another folder with `--out`";
            return Err(Failure::usage(format!("{} is there already", path.display()), hint));
        }
    }
    put(&scenario_at, &scenario)?;
    put(&runbook_at, &runbook)?;
    if let Some((name, text)) = brought {
        let beside = folder.join("scenarios").join("systems").join(name);
        if !beside.exists() {
            put(&beside, &text)?;
        }
    }
    let file = scenario_at.display();
    files::put(None, &format!("{file}\n{}\n", runbook_at.display()))?;
    eprintln!("It can be played as it is: `firedrill play {file}`.");
    eprintln!(
        "`firedrill check {file}` tells what is yours to write, `firedrill watch {file}` what it does."
    );
    Ok(ExitCode::SUCCESS)
}

/// A system by id or file; one of the user's comes along, to stand beside the scenario. One that
/// stands there already is found by its id too.
fn the_system(name: &str, out: &Path) -> Result<(System, Option<(String, String)>), Failure> {
    let library = Library::built_in();
    let beside = out.join("scenarios").join("systems").join(format!("{name}.toml"));
    let beside = beside.to_string_lossy();
    let name = if Path::new(beside.as_ref()).is_file() { beside.as_ref() } else { name };
    let (path, text, own) = match library.systems.get(name) {
        Some(file) => (file.path.clone(), file.text.clone(), false),
        None if Path::new(name).extension().is_some() => {
            (name.to_owned(), files::read(Path::new(name), files::FILE_MAX)?, true)
        }
        None => {
            let known: Vec<&str> = library.systems.keys().map(String::as_str).collect();
            let hint = format!("there are {}; or name a file", known.join(", "));
            return Err(Failure::usage(format!("no system is called `{name}`"), hint));
        }
    };
    let id = crate::content::library::id_of(&path).to_owned();
    let (read, told) =
        read_system(&SystemId::from(id.as_str()), Source { path: &path, text: &text });
    let system = read.ok_or_else(|| shelf::refused(&told))?;
    Ok((system, own.then(|| (format!("{id}.toml"), text))))
}

fn is_an_id(id: &str) -> Result<(), Failure> {
    let fits =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    if !id.is_empty() && id.len() <= 40 && id.chars().all(fits) && !id.starts_with('-') {
        return Ok(());
    }
    let hint = "up to 40 small letters, digits and `-`, like `late-orders`; `--id` gives one";
    Err(Failure::usage(format!("`{}` is no id", id.escape_debug()), hint))
}

/// An id of what a file is called.
fn id_from(name: &str) -> String {
    let letters = name.chars().map(|own| own.to_ascii_lowercase());
    let kept: String =
        letters.map(|own| if own.is_ascii_alphanumeric() { own } else { '-' }).collect();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(40).collect::<String>().trim_end_matches('-').to_owned()
}

fn titled(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|own| own.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

fn put(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| {
            let says = format!("{} cannot be made: {error}", folder.display());
            Failure::usage(says, "check the rights of the folder above")
        })?;
    }
    files::put(Some(path), text)
}
