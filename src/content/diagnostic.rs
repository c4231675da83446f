//! What is wrong with a file, where, and what to do about it. It never decides what is wrong; the
//! readers do.

use std::fmt;

use serde::Serialize;

use crate::model::text::DisplayText;

/// A file as text. Nothing is opened: the path only stands in messages.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// What messages call the file.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file cannot be played.
    Error,
    /// It can be played, and ought to be better.
    Warning,
}

/// Whether the author erred or the program is not that far yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The file says something that cannot be.
    Mistake,
    /// The format can say it; this version cannot play it.
    NotPlayable,
}

/// One thing that is wrong, with its place and a hint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Whose fault it is.
    pub cause: Cause,
    /// The file.
    pub path: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do; empty where nothing can be said.
    pub hint: String,
}

impl Diagnostic {
    /// Whether the file cannot be played because of it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    /// `FILE:LINE:COL: error: MESSAGE`, then the hint on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Self { path, line, column, message, hint, .. } = self;
        write!(f, "{path}:{line}:{column}: {word}: {message}")?;
        if hint.is_empty() { Ok(()) } else { write!(f, "\n  hint: {hint}") }
    }
}

/// A place in one of the files that are read together: which file, and the byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Number of the file.
    pub(super) file: usize,
    /// Byte.
    pub(super) at: usize,
}

/// A problem before its place has become line and column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Problem {
    /// Where.
    pub(super) place: Place,
    /// How bad.
    pub(super) severity: Severity,
    /// Whose fault.
    pub(super) cause: Cause,
    /// What.
    pub(super) message: String,
    /// What to do.
    pub(super) hint: String,
}

impl Problem {
    /// An author's error.
    pub(super) fn error(place: Place, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), hint.into());
        Self { place, severity: Severity::Error, cause: Cause::Mistake, message, hint }
    }

    /// Advice.
    pub(super) fn warning(
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { severity: Severity::Warning, ..Self::error(place, message, hint) }
    }

    /// What the format can say and the world cannot play.
    pub(super) fn not_playable(place: Place, what: &str) -> Self {
        let message = format!("{what} cannot be played by this version yet");
        let hint = "the file is well formed; leave this out to play it";
        Self { cause: Cause::NotPlayable, ..Self::error(place, message, hint) }
    }
}

/// Most problems told of one file: nobody reads more.
const TOLD_MAX: usize = 200;

/// Problems as diagnostics, sorted by file and place, each once.
pub(super) fn place_all(mut problems: Vec<Problem>, files: &[Source<'_>]) -> Vec<Diagnostic> {
    problems.sort();
    problems.dedup();
    problems.truncate(TOLD_MAX);
    let lines: Vec<Lines<'_>> = files.iter().map(|file| Lines::of(file.text)).collect();
    let mut told = Vec::with_capacity(problems.len());
    for problem in problems {
        let path = files.get(problem.place.file).map_or("", |file| file.path);
        let (line, column) =
            lines.get(problem.place.file).map_or((1, 1), |lines| lines.at(problem.place.at));
        told.push(Diagnostic {
            severity: problem.severity,
            cause: problem.cause,
            path: DisplayText::one_line(path).as_str().to_owned(),
            line,
            column,
            message: DisplayText::one_line(&problem.message).as_str().to_owned(),
            hint: DisplayText::one_line(&problem.hint).as_str().to_owned(),
        });
    }
    told
}

/// Where the lines of a text begin.
pub(super) struct Lines<'a> {
    text: &'a str,
    begins: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let begins = std::iter::once(0).chain(after_breaks.map(|(at, _)| at + 1)).collect();
        Self { text, begins }
    }

    /// Line and column of a byte, both from 1; columns count characters.
    pub(super) fn at(&self, byte: usize) -> (u32, u32) {
        let line = self.begins.partition_point(|begin| *begin <= byte).max(1);
        let begin = self.begins.get(line - 1).copied().unwrap_or(0);
        let before = self.text.bytes().take(byte).skip(begin);
        // A byte that goes on with a character begins with the bits 10.
        let column = before.filter(|byte| byte & 0xC0 != 0x80).count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }
}

/// Longest piece of an author's text that a message repeats, in characters.
const REPEATED_MAX: usize = 60;

/// An author's text as a message repeats it: on one line, harmless, cut where it is long.
pub(super) fn shown(text: &str) -> String {
    let clean = DisplayText::one_line(text);
    let mut letters = clean.as_str().chars();
    let head: String = letters.by_ref().take(REPEATED_MAX).collect();
    if letters.next().is_some() { format!("{head}…") } else { head }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let lines = Lines::of("ก = 1\nab = น้ำ\n");
        assert_eq!(lines.at(0), (1, 1));
        assert_eq!(lines.at("ก".len()), (1, 2));
        assert_eq!(lines.at("ก = 1\nab = น".len()), (2, 7));
        assert_eq!(lines.at(9_999), (3, 1));
    }
}
