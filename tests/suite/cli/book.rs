//! The book: what its pages tell a reader to type is typed here, page by page in an empty folder;
//! files it shows are written, quotes stand where they are said to stand, keys are all there.

use std::path::Path;
use std::process::Command;

use crate::cli::{Stranger, err, out};

/// A page and the place of its text.
macro_rules! page {
    ($name:ident) => {
        #[test]
        fn $name() {
            let page = concat!(stringify!($name), ".md");
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/book/");
            follow(&std::fs::read_to_string(format!("{path}{page}")).expect(page));
        }
    };
}

page!(play);
page!(report);
page!(process);
page!(write);
page!(scenario);
page!(system);
page!(runbook);
page!(model);

#[test]
fn game_day() {
    follow(include_str!("../../../docs/book/game-day.md"));
}

/// A fenced block: what it says it is, and its lines.
struct Block<'a> {
    info: &'a str,
    lines: Vec<&'a str>,
}

fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut all: Vec<Block<'_>> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match line.strip_prefix("```") {
            Some(_) if inside => inside = false,
            Some(info) => {
                inside = true;
                all.push(Block { info, lines: Vec::new() });
            }
            None if inside => all.last_mut().expect("a block").lines.push(line),
            None => {}
        }
    }
    assert!(!inside, "the last block is not closed");
    all
}

/// Does what a page says, in the order in which it says it.
fn follow(text: &str) {
    let stranger = Stranger::new();
    let folder = stranger.home.path();
    let (mut followed, mut printed) = (0, String::new());
    for block in blocks(text) {
        let (language, more) = block.info.split_once(' ').unwrap_or((block.info, ""));
        let body = format!("{}\n", block.lines.join("\n"));
        if let Some(name) = more.strip_prefix("file=") {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, &body).expect("a file");
        } else if let Some(name) = more.strip_prefix("from=") {
            let there = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            let there = std::fs::read_to_string(there).expect(name);
            for line in &block.lines {
                assert!(there.contains(line.trim_end()), "{name} has no {line}");
            }
        }
        if language == "toml" {
            body.parse::<toml::Table>().unwrap_or_else(|error| panic!("{error}\n{body}"));
        }
        for line in block.lines.iter().filter(|_| language == "sh") {
            if let Some(said) = type_in(&stranger, line) {
                printed.push_str(&said);
                followed += 1;
            }
        }
    }
    // What a page says that is printed is printed, by whatever command on it.
    let said = blocks(text).into_iter().filter(|own| own.info == "text said");
    for line in said.flat_map(|own| own.lines).filter(|line| *line != "…") {
        assert!(
            printed.lines().any(|own| own.trim_end() == line.trim_end()),
            "nothing says\n{line}"
        );
    }
    assert!(followed > 0, "nothing to type on this page");
}

/// Whether a line ends by itself, so that it can be run here.
fn ends(words: &[&str]) -> bool {
    let has = |option: &str| words.contains(&option);
    match words.first() {
        None | Some(&("host" | "review")) => false,
        Some(&"play") => has("--script"),
        Some(&"watch") => has("--once"),
        Some(&"replay") => has("--verify"),
        Some(&"fork") => has("--crew") || has("--script"),
        Some(_) => true,
    }
}

/// Types a line, if it is one of ours; what it prints.
fn type_in(stranger: &Stranger, line: &str) -> Option<String> {
    let rest = line.strip_prefix("firedrill")?;
    let words: Vec<&str> = rest.split('#').next().unwrap_or("").split_whitespace().collect();
    if !ends(&words) {
        let Some(word) = words.first() else { return Some(String::new()) };
        let help = out(&stranger.firedrill(&[word, "--help"]));
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "`{line}`: no {option}");
        }
        return Some(String::new());
    }
    let program = env!("CARGO_BIN_EXE_firedrill");
    let typed = Command::new("sh")
        .args(["-c", &format!("firedrill() {{ '{program}' \"$@\"; }}\n{line}\n")])
        .current_dir(stranger.home.path())
        .env_remove("FIREDRILL_STORE")
        .env("FIREDRILL_DATA", stranger.home.path().join("data"))
        .env("NO_COLOR", "1")
        .output()
        .expect("a shell");
    let expected = i32::from(line.trim_end().ends_with("# exit 1"));
    assert_eq!(typed.status.code(), Some(expected), "`{line}`\n{}{}", out(&typed), err(&typed));
    Some(out(&typed))
}

/// Every name of a property in a schema.
fn properties(schema: &serde_json::Value, into: &mut Vec<String>) {
    match schema {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                if let (true, Some(own)) = (key == "properties", value.as_object()) {
                    into.extend(own.keys().cloned());
                }
                properties(value, into);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|own| properties(own, into)),
        _ => {}
    }
}

#[test]
fn every_key_of_a_file_stands_on_its_page() {
    for (kind, page) in [
        ("scenario", include_str!("../../../docs/book/scenario.md")),
        ("system", include_str!("../../../docs/book/system.md")),
        ("runbook", include_str!("../../../docs/book/runbook.md")),
    ] {
        let schema = out(&Stranger::new().firedrill(&["schema", kind]));
        let mut keys = Vec::new();
        properties(&serde_json::from_str(&schema).expect("JSON"), &mut keys);
        let code: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
        let word = |code: &&str, key: &str| {
            code.split(|own: char| !(own.is_alphanumeric() || own == '_' || own == '-'))
                .any(|own| own == key)
        };
        let missing: Vec<&String> =
            keys.iter().filter(|key| !code.iter().any(|own| word(own, key))).collect();
        assert!(keys.len() > 5 && missing.is_empty(), "{kind}: {missing:?}");
    }
}

#[test]
fn pages_lead_to_pages_there_are() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/book");
    let mut links = 0;
    for page in std::fs::read_dir(&folder).expect("the book") {
        let text = std::fs::read_to_string(page.expect("a page").path()).expect("a page");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            assert!(file.is_empty() || folder.join(file).exists(), "{link}");
            links += 1;
        }
    }
    assert!(links >= 10, "{links}");
}
