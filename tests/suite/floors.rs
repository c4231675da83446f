//! No crate below the version from which it is sound, and none that we have ruled out.

use toml::Table;

/// Name and version of every package that may be built.
fn packages() -> Vec<(String, Vec<u64>)> {
    let lock: Table = include_str!("../../Cargo.lock").parse().unwrap();
    let packages = lock["package"].as_array().unwrap();
    let text = |own: &toml::Value, key: &str| own[key].as_str().unwrap().to_owned();
    packages.iter().map(|own| (text(own, "name"), numbers(&text(own, "version")))).collect()
}

fn numbers(version: &str) -> Vec<u64> {
    let plain = version.split(['-', '+']).next().unwrap_or_default();
    plain.split('.').map(|own| own.parse().unwrap_or(0)).collect()
}

#[test]
fn nothing_stands_on_a_version_with_a_known_hole() {
    let floors: Table = include_str!("../floors.toml").parse().unwrap();
    let packages = packages();
    let mut compared = 0;
    for (name, floor) in floors.iter().filter(|(name, _)| *name != "never") {
        let minimum = numbers(floor["minimum"].as_str().unwrap());
        for (_, version) in packages.iter().filter(|(own, _)| own == name) {
            assert!(*version >= minimum, "{name} {version:?}: {}", floor["because"]);
            compared += 1;
        }
    }
    assert!(compared >= 8, "{compared} of the floors are of crates we have");
}

#[test]
fn nothing_that_was_ruled_out_has_come_in() {
    let floors: Table = include_str!("../floors.toml").parse().unwrap();
    let never = floors["never"]["crates"].as_array().unwrap();
    for name in never.iter().filter_map(toml::Value::as_str) {
        assert!(
            !packages().iter().any(|(own, _)| own == name),
            "{name}: {}",
            floors["never"]["because"]
        );
    }
}

#[test]
fn what_must_be_one_is_not_there_twice() {
    for name in ["tokio", "russh", "sqlx", "ratatui", "crossterm", "axum", "hyper"] {
        let count = packages().iter().filter(|(own, _)| own == name).count();
        assert!(count <= 1, "{name} is there {count} times");
    }
}
