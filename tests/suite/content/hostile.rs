//! Files that mean harm (SAFETY.md, rows 6 to 10): tables without end, numbers beyond all, paths,
//! patterns, orders to whoever reads them. Each is refused with its place and the limit it breaks,
//! by a program that may spend no more than a second of processor time and 64 MiB of memory.
//! `FIREDRILL_UPDATE=1` rewrites what is said.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The most memory a refusal may take, in bytes.
const MEMORY: u64 = 64 << 20;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/hostile")
}

/// The hostile files of some folders, each with its name below the one of all.
fn files(folders: &[&str]) -> Vec<String> {
    let mut names = Vec::new();
    for below in folders {
        for entry in fs::read_dir(folder().join(below)).unwrap() {
            let path = entry.unwrap().path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_file() && ending != Some("expected") {
                names.push(path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    names.sort();
    names
}

/// The folders of files that are refused, by what a file there is read as.
const REFUSED: [&str; 3] = ["", "systems", "calibrated"];

/// `firedrill check` within its limits: past a second of processor time the system kills it, past
/// the memory it gets no more.
fn check(beside: &Path, name: &str) -> Output {
    Command::new("prlimit")
        .args(["--cpu=1", &format!("--data={MEMORY}"), env!("CARGO_BIN_EXE_firedrill")])
        .args(["check", "--data-dir"])
        .arg(std::env::temp_dir())
        .arg(name)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .current_dir(beside)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    text.concat()
}

#[test]
fn every_hostile_file_is_refused_with_its_place_within_a_second_and_64_mib() {
    let names = files(&REFUSED);
    assert!(names.len() >= 55, "only {} hostile files", names.len());
    let mut wrong = Vec::new();
    for name in &names {
        let output = check(&folder(), name);
        let said = said(&output);
        let refused = matches!(output.status.code(), Some(1 | 2));
        // What is no text at all has no line.
        if !refused || !(said.contains(&format!("{name}:")) || said.contains("at byte")) {
            wrong.push(format!("{name}: {:?} and says\n{said}", output.status));
            continue;
        }
        let beside = folder().join(format!("{name}.expected"));
        wrong.extend(super::differs(name, &beside, &said));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_only_looks_odd_is_read_within_the_same_limits() {
    let names = files(&["harmless"]);
    assert!(names.len() >= 6);
    for name in names {
        let output = check(&folder(), &name);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
    }
}

#[test]
fn nothing_hostile_reaches_the_terminal_unfiltered() {
    for name in files(&REFUSED).into_iter().chain(files(&["harmless"])) {
        let said = said(&check(&folder(), &name));
        let hostile = |letter: char| {
            (letter.is_control() && letter != '\n')
                || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        };
        assert!(!said.contains(hostile), "{name}: {said:?}");
        let longest = said.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest <= 600, "{name} makes a line of {longest} characters");
    }
}

#[test]
fn what_is_no_file_is_not_read() {
    let place = tempfile::tempdir().unwrap();
    symlink("/dev/zero", place.path().join("endless.toml")).unwrap();
    symlink("loop.toml", place.path().join("loop.toml")).unwrap();
    fs::create_dir(place.path().join("folder.toml")).unwrap();
    let made = Command::new("mkfifo").arg(place.path().join("pipe.toml")).status().unwrap();
    assert!(made.success());
    fs::write(place.path().join("large.toml"), "a".repeat((1 << 20) + 1)).unwrap();
    let says = [
        ("endless.toml", "is not a regular file"),
        ("loop.toml", "cannot be read"),
        ("pipe.toml", "is not a regular file"),
        ("nowhere.toml", "cannot be read"),
        ("large.toml", "is larger than 1024 KiB"),
    ];
    for (name, why) in says {
        let output = check(place.path(), name);
        let said = said(&output);
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains(name) && said.contains(why) && said.contains("hint: "), "{said}");
    }
    let output = check(place.path(), "folder.toml");
    assert!(output.status.code().is_some(), "an empty folder: {}", said(&output));
}
