//! What is kept while a file is read, and how a form reads one plain value. Tables are read by
//! `table`.

use std::collections::BTreeSet;

use crate::content::diagnostic::{Cause, Place, Problem, Severity, shown};
use crate::content::names::Names;
use crate::content::shape::Shapes;
use crate::content::tree::Node;
use crate::model::id::VariantId;

/// Everything that is kept while one file is read.
#[derive(Debug, Default)]
pub(super) struct Reading {
    /// What was found wrong so far.
    pub(super) problems: Vec<Problem>,
    /// What may be referred to.
    pub(super) names: Names,
    /// Whose random streams pick `between`: seed and file id.
    pub(super) picks: (u64, String),
    /// The variant that is kept; everything where the file has none.
    pub(super) variant: Option<VariantId>,
    /// Texts that people read.
    pub(super) texts: Vec<Written>,
    /// What cannot be played and was told already.
    pub(super) told: BTreeSet<String>,
    /// What conditions of this file may speak of.
    pub(super) speaks: Speaks,
    /// How long the drill may last, where it is known.
    pub(super) minutes: Option<u32>,
    /// Set while the format is described instead of read.
    pub(super) shapes: Option<Shapes>,
}

/// What conditions may speak of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Speaks {
    /// A scenario's: everything.
    #[default]
    Everything,
    /// A system's alert rules: what monitoring has.
    Metrics,
    /// A process's tests: facts, which are all that scenario and process share.
    Facts,
}

/// A text of the file.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// Where.
    pub(super) place: Place,
    /// Its words.
    pub(super) words: String,
    /// Whether it has Thai.
    pub(super) thai: bool,
    /// Whether people wrote it; what machines print has no second language.
    pub(super) by_people: bool,
    /// Whether players read it during the drill.
    pub(super) during: bool,
    /// Columns it has, where it stands on one row.
    pub(super) row: Option<usize>,
}

impl Reading {
    /// Notes an error.
    pub(super) fn error(
        &mut self,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.problems.push(Problem::error(place, message, hint));
    }

    /// Notes advice.
    pub(super) fn warning(
        &mut self,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.problems.push(Problem::warning(place, message, hint));
    }

    /// Notes that something of the format cannot be played; each thing once.
    pub(super) fn not_playable(&mut self, place: Place, what: &str) {
        if self.told.insert(what.to_owned()) {
            self.problems.push(Problem::not_playable(place, what));
        }
    }

    /// Whether anything noted keeps the file from being played.
    pub(super) fn failed(&self) -> bool {
        self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }

    /// Whether the author erred somewhere; what cannot be played yet does not count.
    pub(super) fn has_mistake(&self) -> bool {
        let mistake =
            |own: &Problem| own.severity == Severity::Error && own.cause == Cause::Mistake;
        self.problems.iter().any(mistake)
    }
}

/// Reads one kind of plain value.
pub(super) trait Form {
    /// What it becomes.
    type Value;

    /// Reads it; what is wrong is noted, and nothing comes back.
    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<Self::Value>;

    /// What is wanted, for a message: `a span like "90s"`.
    fn wanted(&self) -> String;

    /// Its JSON Schema.
    fn schema(&self) -> serde_json::Value;

    /// Keys by which a table is this form's own and no table of another sort.
    fn own_keys(&self) -> &'static [&'static str] {
        &[]
    }
}

/// Where a form reads.
pub(super) struct Here<'r> {
    /// The file's reading.
    pub(super) reading: &'r mut Reading,
    /// The way from the file's top, by which `between` is picked: `service.web.time`.
    pub(super) path: &'r str,
    /// The key, as a message names it.
    pub(super) key: &'r str,
}

impl Here<'_> {
    /// Notes that a value is of another sort.
    pub(super) fn wrong_sort(&mut self, node: &Node, wanted: &str) {
        let message = format!("`{}` is {}", shown(self.key), node.sort());
        self.reading.error(node.place, message, format!("it takes {wanted}"));
    }
}
