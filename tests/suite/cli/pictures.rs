//! The README's pictures, drawn from a real drill: the file beside it is what the program draws now.
//! `FIREDRILL_UPDATE=1` writes them anew; reviewing is looking at them.

use std::path::PathBuf;

use crate::cli::{Stranger, err, json, out, path};

/// File, script, moment (none: the debrief), keys, size, colours.
const PICTURES: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("play.svg", "good", "08:40", "", "120x40", "dark"),
    ("map.svg", "good", "05:44", "oz", "80x24", "dark"),
    ("update.svg", "good", "05:44", "u<Tab><Tab>", "80x24", "light"),
    ("thai.svg", "good", "08:40", "", "80x24", "dark"),
    ("debrief.svg", "late-and-low", "", "<Enter>", "120x40", "light"),
];

#[test]
fn they_are_what_a_drill_looks_like_now() {
    let stranger = Stranger::new();
    let tests = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let folder = tests.join("pictures");
    let mut last = "";
    for (name, script, at, keys, size, colours) in PICTURES {
        if *script != std::mem::replace(&mut last, script) {
            let script = tests.join(format!("playscripts/first-shift/{script}.txt"));
            let arguments =
                ["play", "first-shift", "--script", path(&script), "--seed", "7", "--as", "ann"];
            let played = stranger.firedrill(&arguments);
            assert!(played.status.success(), "{}", err(&played));
        }
        let mut arguments =
            vec!["picture", "last", "--size", size, "--colours", colours, "--press", keys];
        if !at.is_empty() {
            arguments.extend(["--at", at]);
        }
        if *name == "thai.svg" {
            arguments.extend(["--lang", "th"]);
        }
        let drawn = stranger.firedrill(&arguments);
        assert!(drawn.status.success(), "{}", err(&drawn));
        // The id of a drill is its own each time.
        let drills = json(&stranger.firedrill(&["drills", "--json"]));
        let id = drills[0]["id"].as_str().expect("an id");
        let (drawn, file) = (out(&drawn).replace(&id[..12], "01a2b3c4d5e6"), folder.join(name));
        if std::env::var_os("FIREDRILL_UPDATE").is_some() {
            std::fs::create_dir_all(&folder).expect("a folder");
            std::fs::write(&file, &drawn).expect("a writable folder");
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == drawn, "{name} is old: FIREDRILL_UPDATE=1 draws it anew");
    }
}

#[test]
fn a_picture_runs_nothing_and_fetches_nothing() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures");
    for (name, ..) in PICTURES {
        let text = std::fs::read_to_string(folder.join(name)).expect("a picture");
        for never in ["<script", "href", "url(", "<image", "<foreignObject", "onload"] {
            assert!(!text.contains(never), "{name} has {never}");
        }
        assert_eq!(text.matches("http").count(), 1, "{name}: the name of the format alone");
    }
}
