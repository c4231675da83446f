//! Does the house stand as the table in `src/lib.rs` says? Reads sources as text; it never judges
//! what the code does.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The allowed imports by module, read from the table in `src/lib.rs`; `None` is "any".
fn table() -> BTreeMap<String, Option<Vec<String>>> {
    let mut rows = BTreeMap::new();
    for line in read(&root().join("src/lib.rs")).lines() {
        let Some(row) = line.strip_prefix("//! |") else { continue };
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [floor, module, _, imports, ..] = cells.as_slice() else { continue };
        if floor.parse::<u8>().is_err() {
            continue;
        }
        let imports = match *imports {
            "any" => None,
            "–" => Some(Vec::new()),
            list => Some(list.split(", ").map(str::to_owned).collect()),
        };
        rows.insert(module.trim_matches('`').to_owned(), imports);
    }
    assert!(rows.len() > 10, "the table in src/lib.rs could not be read");
    rows
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for entry in entries {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Source without its tests and without comments.
fn code(path: &Path) -> String {
    let text = read(path);
    let text = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The row of the table that a file belongs to: its first folder, or a room in it that has a row of
/// its own.
fn module_of(path: &Path, table: &BTreeMap<String, Option<Vec<String>>>) -> String {
    let inside = path.strip_prefix(root().join("src")).expect("a file of src").with_extension("");
    let parts: Vec<String> =
        inside.components().map(|own| own.as_os_str().to_string_lossy().into_owned()).collect();
    let room = parts.get(..2).map(|parts| parts.join("::"));
    room.filter(|room| table.contains_key(room)).unwrap_or_else(|| parts[0].clone())
}

#[test]
fn imports_go_down_only() {
    let table = table();
    let mut broken = Vec::new();
    for path in rust_files(&root().join("src")) {
        let module = module_of(&path, &table);
        if module == "lib" || module == "main" {
            continue;
        }
        let Some(allowed) = table.get(&module) else {
            broken.push(format!("{}: module `{module}` is not in the table", path.display()));
            continue;
        };
        let Some(allowed) = allowed else { continue };
        for (_, rest) in code(&path).match_indices("crate::").map(|(i, m)| (i, i + m.len())) {
            let text = code(&path);
            let tail: String = text[rest..]
                .chars()
                .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '{'))
                .collect();
            let mut parts = tail.split("::");
            let target = parts.next().unwrap_or_default();
            let closed = target == "content" && parts.next() == Some("truth");
            let name = if closed { "content::truth" } else { target };
            if target != module && !allowed.iter().any(|own| own == name) {
                broken.push(format!("{}: crate::{tail}", path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "not allowed by the table in src/lib.rs:\n{}", broken.join("\n"));
}

#[test]
fn every_module_of_the_table_exists_and_every_one_is_in_it() {
    let table = table();
    let lib = read(&root().join("src/lib.rs"));
    for module in table.keys() {
        let (house, name) = match module.split_once("::") {
            Some((house, room)) => (read(&root().join(format!("src/{house}.rs"))), room),
            None => (lib.clone(), module.as_str()),
        };
        assert!(house.contains(&format!("pub mod {name};")), "`{module}` stands in the table only");
    }
    for line in lib.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
        let module = line.trim_end_matches(';');
        assert!(table.contains_key(module), "`{module}` is not in the table");
    }
}

#[test]
fn every_file_says_what_it_is() {
    let mut silent = Vec::new();
    for folder in ["src", "tests/suite", "tests/oracle/src", "benches"] {
        for path in rust_files(&root().join(folder)) {
            if !read(&path).starts_with("//! ") {
                silent.push(path.display().to_string());
            }
        }
    }
    assert!(silent.is_empty(), "these files do not begin with `//! `:\n{}", silent.join("\n"));
}

#[test]
fn files_stay_short_enough_to_know() {
    let mut long = Vec::new();
    for folder in ["src", "tests/suite", "tests/oracle/src", "benches"] {
        for path in rust_files(&root().join(folder)) {
            let text = read(&path);
            let own = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
            let lines = own.lines().count();
            if lines > 500 {
                long.push(format!("{}: {lines}", path.display()));
            }
        }
    }
    assert!(long.is_empty(), "over 500 lines without tests:\n{}", long.join("\n"));
}

#[test]
fn no_module_is_named_for_a_kind_of_code() {
    for path in rust_files(&root().join("src")) {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let vague = ["util", "utils", "common", "helpers", "helper", "types", "manager", "mod"];
        assert!(!vague.contains(&name.as_str()), "{}", path.display());
    }
}

#[test]
fn no_group_import_hides_an_edge() {
    for path in rust_files(&root().join("src")) {
        assert!(!code(&path).contains("use crate::{"), "{}", path.display());
    }
}

#[test]
fn no_test_module_is_forgotten() {
    let suite = root().join("tests/suite");
    let main = read(&suite.join("main.rs"));
    for entry in fs::read_dir(&suite).expect("the suite") {
        let path = entry.expect("a readable folder").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let listed = main.contains(&format!("mod {name};"));
        let rust = path.extension().is_some_and(|ending| ending == "rs");
        assert!(listed || !rust || name == "main", "tests/suite/{name}.rs runs nowhere");
    }
}

#[test]
fn nothing_is_left_unfinished() {
    for path in rust_files(&root().join("src")) {
        let code = code(&path);
        for word in ["todo!(", "unimplemented!(", "dbg!(", "FIXME", "XXX"] {
            assert!(!code.contains(word), "{}: {word}", path.display());
        }
    }
}

#[test]
fn the_list_of_dependencies_stays_short() {
    let lock = read(&root().join("Cargo.lock"));
    let packages = lock.matches("[[package]]").count();
    assert!(packages <= PACKAGES_MAX, "{packages} packages; raise the number with a reason");
}

/// What sqlx over two databases, ratatui and clap bring with them, rayon and indicatif for teams of
/// simulated colleagues, and since drills are hosted russh with its cryptography and axum on hyper;
/// of other platforms' packages too. Raised only with a reason.
const PACKAGES_MAX: usize = 500;
