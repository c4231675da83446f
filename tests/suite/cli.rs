//! The built binary as a stranger meets it: what it prints, where, and with which exit code.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

mod authors;
mod book;
mod crash;
mod past;
mod pictures;
mod readme;
mod simulate;
mod terminal;

/// A stranger's machine: an empty data folder, no settings.
struct Stranger {
    home: TempDir,
}

impl Stranger {
    fn new() -> Self {
        Self { home: tempfile::tempdir().expect("a temporary folder") }
    }

    fn firedrill(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary runs")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_firedrill"));
        command
            .args(arguments)
            .env_remove("FIREDRILL_STORE")
            .env("FIREDRILL_DATA", self.home.path().join("data"))
            .env("NO_COLOR", "1");
        command
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).expect("a writable folder");
        path
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8 on standard output")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8 on standard error")
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", err(output));
    serde_json::from_str(&out(output)).expect("JSON on standard output")
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

fn script(scenario: &str, name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    path(&root.join("tests/data/playscripts").join(scenario).join(format!("{name}.txt"))).to_owned()
}

#[test]
fn list_tells_what_can_be_played_and_nothing_of_what_is_wrong() {
    let stranger = Stranger::new();
    let rows = json(&stranger.firedrill(&["list", "--json"]));
    let rows = rows.as_array().expect("a list");
    assert!(rows.len() >= 3);
    for key in [
        "id",
        "title",
        "severity",
        "minutes",
        "difficulty",
        "measured_difficulty",
        "languages",
        "tags",
        "based_on",
        "system",
    ] {
        assert!(rows.iter().all(|row| row.get(key).is_some()), "{key}");
    }
    for (id, severity) in
        [("first-shift", "sev2"), ("cold-shelves", "sev2"), ("red-dashboard", "sev3")]
    {
        let row = rows.iter().find(|row| row["id"] == id).expect(id);
        assert_eq!(row["severity"], severity, "{id} by the default process");
    }
    let text = out(&stranger.firedrill(&["list"]));
    assert!(text.contains("first-shift"));
    assert!(!text.to_lowercase().contains("sev2"), "severity is for the trainee to judge");
}

#[test]
fn an_unknown_scenario_is_named_with_the_nearest_one() {
    let good = script("first-shift", "good");
    let output = Stranger::new().firedrill(&["play", "first-shfit", "--script", &good]);
    assert_eq!(output.status.code(), Some(2));
    let said = err(&output);
    assert!(said.contains("`first-shfit`") && said.contains("`first-shift`"), "{said}");
    assert!(out(&output).is_empty());
}

#[test]
fn a_drill_is_played_scored_reported_exported_and_taken_in_elsewhere() {
    let stranger = Stranger::new();
    let good = script("first-shift", "good");
    let card = json(&stranger.firedrill(&["play", "first-shift", "--script", &good, "--json"]));
    assert_eq!(card["schema"], 1);
    assert_eq!(card["scenario"], "first-shift");
    for format in ["text", "markdown", "html", "json", "csv"] {
        let report = stranger.firedrill(&["report", "last", "--format", format]);
        assert!(report.status.success(), "{format}: {}", err(&report));
        assert!(out(&report).len() > 200, "{format}");
    }
    let post_mortem = out(&stranger.firedrill(&["postmortem", "last"]));
    assert!(post_mortem.contains("# "), "{post_mortem}");

    let journal = out(&stranger.firedrill(&["export", "last"]));
    let file = stranger.file("drill.jsonl", &journal);
    let other = Stranger::new();
    let imported = other.firedrill(&["import", path(&file)]);
    assert!(imported.status.success(), "{}", err(&imported));
    assert_eq!(out(&other.firedrill(&["export", "last"])), journal);
    let again = json(&other.firedrill(&["report", "last", "--format", "json"]));
    assert_eq!(again["score"], card["score"]);
    let twice = other.firedrill(&["import", path(&file)]);
    assert_eq!(twice.status.code(), Some(2), "{}", err(&twice));
}

#[test]
fn the_same_script_and_recipe_give_the_same_bytes() {
    let stranger = Stranger::new();
    let good = script("first-shift", "good");
    let play = || {
        let played = ["play", "first-shift", "--script", &good, "--seed", "5", "--json"];
        json(&stranger.firedrill(&played));
        let journal = out(&stranger.firedrill(&["export", "last"]));
        // The header's envelope names the drill and the wall clock; entries do not.
        journal.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(play(), play());
}

#[test]
fn an_edited_journal_is_refused_and_its_sound_part_can_be_saved() {
    let stranger = Stranger::new();
    let nothing = script("first-shift", "nothing");
    json(&stranger.firedrill(&["play", "first-shift", "--script", &nothing, "--json"]));
    let journal = out(&stranger.firedrill(&["export", "last"]));
    let mut lines: Vec<String> = journal.lines().map(str::to_owned).collect();
    let middle = lines.len() / 2;
    lines[middle] = lines[middle].replacen("\"at\":", "\"at\":1", 1);
    let file = stranger.file("edited.jsonl", &lines.join("\n"));
    let other = Stranger::new();
    let refused = other.firedrill(&["import", path(&file)]);
    assert_eq!(refused.status.code(), Some(2));
    let said = err(&refused);
    assert!(said.contains(&format!("{}", middle + 1)) && said.contains("hint:"), "{said}");
    assert!(out(&other.firedrill(&["drills", "--json"])).contains("[]"));
    let saved = other.firedrill(&["import", "--salvage", path(&file)]);
    assert!(saved.status.success(), "{}", err(&saved));
    let kept = out(&other.firedrill(&["export", "last"]));
    assert_eq!(kept.lines().count(), middle);
}

#[test]
fn check_tells_every_fault_of_a_file_with_place_and_hint() {
    let stranger = Stranger::new();
    let broken = "format = 1\ntitle = \"x\"\nsystem = \"lantern-lane\"\nstarts = 2026-11-24T12:00:00+07:00\n\
                  minutes = 20\nbriefing = \"x\"\nwehn = 3\n\
                  fault.a = { target = \"chekout\", slow = { factor = 6 } }\ntruth = [{ cause = \"a\" }]\n";
    let file = stranger.file("broken.toml", broken);
    let output = stranger.firedrill(&["check", path(&file)]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    let said = out(&output) + &err(&output);
    for part in ["broken.toml:7:1: error:", "`wehn`", "`chekout`", "`checkout`", "hint:"] {
        assert!(said.contains(part), "{part} is missing in:\n{said}");
    }
}

#[test]
fn shipped_files_are_clean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.join("scenarios"), root.join("runbooks")];
    let output = Stranger::new().firedrill(&["check", path(&folders[0]), path(&folders[1])]);
    assert!(output.status.success(), "{}{}", out(&output), err(&output));
}

#[test]
fn a_path_that_is_no_file_is_one_clear_error() {
    let stranger = Stranger::new();
    let latin = stranger.home.path().join("latin.toml");
    std::fs::write(&latin, b"format = 1 # caf\xe9\n").expect("a writable folder");
    let huge = stranger.file("huge.toml", &"#\n".repeat(600_000));
    let folder = path(stranger.home.path()).to_owned();
    for (arguments, part) in [
        (vec!["check", "/no/such/file.toml"], "cannot be read"),
        (vec!["check", path(&latin)], "not UTF-8"),
        (vec!["check", path(&huge)], "larger than"),
        (vec!["check", "/dev/zero"], "not a regular file"),
        (vec!["import", "/dev/zero"], "not a regular file"),
        (vec!["play", "first-shift", "--script", &folder], "not a regular file"),
        (vec!["report", "nothing-such"], "nothing-such"),
    ] {
        let output = stranger.firedrill(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", err(&output));
        assert!(err(&output).contains(part), "{arguments:?}: {}", err(&output));
        assert!(out(&output).is_empty(), "{arguments:?}");
    }
}

#[test]
fn nothing_in_a_file_steers_the_terminal() {
    let stranger = Stranger::new();
    let evil = "format = 1\n\"\\u001b]0;gotcha\\u0007\" = \"\\u009b31m\"\ntitle = 3 # \u{202e}x\n";
    let file = stranger.file("evil\u{1b}[2J.toml", evil);
    let script =
        stranger.file("evil.txt", "00:05 ann: /note \u{1b}]52;c;aGk=\u{7}\n00:06 \u{9b}x: hi\n");
    for arguments in [
        vec!["check", path(&file)],
        vec!["check", "--json", path(&file)],
        vec!["play", "first-shift", "--script", path(&script)],
        vec!["play", "\u{1b}[31mred"],
    ] {
        let output = stranger.firedrill(&arguments);
        let said = out(&output) + &err(&output);
        let steers = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!said.contains(steers), "{arguments:?}: {said:?}");
    }
}

#[test]
fn a_store_that_cannot_be_opened_is_exit_code_four() {
    let output = Stranger::new().firedrill(&["drills", "--store", "sqlite:///dev/null/x/y.db"]);
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    let output =
        Stranger::new().firedrill(&["drills", "--store", "postgres://u:geheim@127.0.0.1:1/x"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(!err(&output).contains("geheim"), "{}", err(&output));
}

#[test]
fn the_screen_needs_a_terminal_and_says_what_works_without() {
    let stranger = Stranger::new();
    for arguments in [vec![], vec!["play", "first-shift"]] {
        let output = stranger.firedrill(&arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains("terminal") && err(&output).contains("hint:"));
    }
}

#[test]
fn a_line_of_a_script_that_is_refused_is_told_with_the_reason() {
    let stranger = Stranger::new();
    let script = stranger.file("script.txt", "01:00 ann: /ack A-9\n02:00 ann: /end\n");
    let played = stranger.firedrill(&["play", "first-shift", "--script", path(&script)]);
    assert!(played.status.success(), "{}", err(&played));
    assert!(
        err(&played).contains("01:00 refused: /ack A-9: `A-9` is no alert"),
        "{}",
        err(&played)
    );
}
