//! Files that are refused, each with what is said of it beside it. `FIREDRILL_UPDATE=1` rewrites
//! that.

use std::fs;
use std::path::{Path, PathBuf};

use firedrill::content::Library;
use firedrill::journal::ENGINE;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/refused")
}

/// The authored files below a folder, those that several share left out.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("shared") {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|ending| ending == "toml" || ending == "md") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What is said of a file among the shipped ones and the corner shop.
fn told(name: &str, text: &str) -> String {
    let shop = fs::read_to_string(folder().join("shared/systems/corner.toml")).unwrap();
    let mut beside = Library::built_in();
    beside.add("shared/systems/corner.toml", shop);
    let told = Library::from_files([(name, text)]).check(&beside, ENGINE);
    let mut text = String::new();
    for own in told {
        text.push_str(&own.to_string());
        text.push('\n');
    }
    text
}

#[test]
fn every_refused_file_says_why() {
    let mut differ = Vec::new();
    let files = files(&folder());
    assert!(files.len() >= 60, "only {} refused files", files.len());
    for path in files {
        let name = path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned();
        let told = told(&name, &fs::read_to_string(&path).unwrap());
        assert!(!told.is_empty(), "{name} is accepted");
        differ.extend(super::differs(&name, &path.with_extension("expected"), &told));
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn the_corner_shop_itself_is_clean() {
    let shop = fs::read_to_string(folder().join("shared/systems/corner.toml")).unwrap();
    let told = Library::from_files([("shared/systems/corner.toml", shop)])
        .check(&Library::built_in(), ENGINE);
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_rung_of_the_process_that_reaches_nobody_is_told() {
    let shop = fs::read_to_string(folder().join("shared/systems/corner.toml")).unwrap();
    let shop = shop.replace("duties = { vp-engineering = \"ben\" }\n", "");
    let own = "format = 1\ntitle = \"A drill\"\nsystem = \"corner\"\nminutes = 20\n\
        starts = 2026-11-24T12:00:00+07:00\nbriefing = \"You are on call.\"\n\
        truth = [{ cause = \"none\" }]\nhints = [\"Look at the shop\"]\n";
    let files = [("corner.toml", shop), ("own.toml", own.to_owned())];
    let told = |rules: &[(&str, &str)]| {
        let files = files.iter().map(|(name, text)| (*name, text.as_str()));
        let library = Library::from_files(files.chain(rules.iter().copied()));
        let told = library.check(&Library::built_in(), ENGINE);
        told.iter().map(ToString::to_string).collect::<String>()
    };
    let usual = told(&[]);
    assert!(
        usual.contains("own.toml:3:10: warning: the process `default` pages `vp-engineering`"),
        "{usual}"
    );
    // Whoever brings a process plays by that one.
    let rules = Library::built_in().processes["default"].text.replace("vp-engineering", "cto");
    let ours = told(&[("runbooks/process/ours.toml", &rules)]);
    assert!(ours.contains("the process `ours` pages `cto`, which is nobody's duty"), "{ours}");
    assert!(!ours.contains("`default`"), "{ours}");
}

#[test]
fn no_control_character_of_a_file_reaches_a_message() {
    for path in files(&folder()) {
        let name = path.strip_prefix(folder()).unwrap().to_str().unwrap().to_owned();
        let told = told(&name, &fs::read_to_string(&path).unwrap());
        let hostile = |letter: char| {
            (letter.is_control() && letter != '\n')
                || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        };
        assert!(!told.contains(hostile), "{name}: {told:?}");
    }
}
