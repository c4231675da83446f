//! Failure classes to begin a scenario from: what each needs of a system, and the lines it brings.

use serde::Deserialize;

use crate::workshop::cast::Needs;

/// A failure class: lines of a scenario with `{names}` to be filled in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Its name, a kind of cause as a rule.
    #[serde(skip)]
    pub name: &'static str,
    /// The part it acts on.
    pub needs: Needs,
    /// What happens, in a sentence.
    pub says: String,
    /// Lines above the first header.
    pub(super) tops: String,
    /// Faults, remedies and injects.
    pub(super) faults: String,
    /// The strongest hint.
    pub(super) cure: String,
    /// Lines of the truth.
    pub(super) truth: String,
}

macro_rules! classes {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("classes/", $name, ".toml")))),*]
    };
}

const CLASSES: &[(&str, &str)] = classes![
    "release",
    "config",
    "capacity",
    "traffic",
    "cache",
    "database",
    "network",
    "dns",
    "provider",
    "certificate",
    "false-alarm",
];

/// Every class, the most common first.
#[must_use]
pub fn classes() -> Vec<Class> {
    let read = |(name, text): &(&'static str, &str)| {
        let class: Option<Class> = toml::from_str(text).ok();
        class.map(|class| Class { name, ..class })
    };
    CLASSES.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_can_be_read() {
        let names: Vec<&str> = classes().iter().map(|own| own.name).collect();
        assert_eq!(names, CLASSES.iter().map(|own| own.0).collect::<Vec<_>>());
    }
}
