//! Playscripts: the command language with times, `mm:ss who: line`. It plays nothing.

use std::fmt;

use crate::command::{Command, Vocabulary};
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;

/// The most lines of a playscript.
pub const LINES_MAX: usize = 10_000;

/// A line of a playscript.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptLine {
    /// When.
    pub at: DrillTime,
    /// Who says it: a person of the drill.
    pub who: String,
    /// What is said.
    pub line: Command,
    /// Its row in the file, from 1; 0 for a line that comes from no file.
    pub row: usize,
}

impl fmt::Display for ScriptLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.at, self.who, self.line)
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {row}, column {column}: {says}{}{hint}", if hint.is_empty() { "" } else { " " })]
pub struct Fault {
    /// The row, from 1.
    pub row: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub says: DisplayText,
    /// What works, where the sentence does not say it itself.
    pub hint: DisplayText,
}

/// Reads a playscript: all its lines, or all that is wrong with it.
pub fn parse(text: &str, words: Option<&Vocabulary>) -> Result<Vec<ScriptLine>, Vec<Fault>> {
    let mut lines: Vec<ScriptLine> = Vec::new();
    let mut faults = Vec::new();
    let mut latest = DrillTime::START;
    for (row, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        if row > LINES_MAX {
            faults.push(Fault::new(
                row,
                1,
                "A playscript has at most 10,000 lines.",
                "Cut it in two.",
            ));
            break;
        }
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        match script_line(row, line, latest, words) {
            Ok(line) => {
                latest = line.at;
                lines.push(line);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(lines) } else { Err(faults) }
}

const FORM: &str = "Write `mm:ss who: line`, such as `02:10 ann: /ack A-1`.";

fn script_line(
    row: usize,
    line: &str,
    latest: DrillTime,
    words: Option<&Vocabulary>,
) -> Result<ScriptLine, Fault> {
    let column = |part: &str| column_of(line, part);
    let trimmed = line.trim();
    let (time, after) = trimmed.split_once(char::is_whitespace).unwrap_or((trimmed, ""));
    let at = DrillTime::parse(time)
        .map_err(|says| Fault::new(row, column(time), &format!("{says}."), FORM))?;
    if at < latest {
        let says = format!("{at} lies before {latest} of a line above.");
        return Err(Fault::new(
            row,
            column(time),
            &says,
            "Times do not go back: put lines in order.",
        ));
    }
    let after = after.trim_start();
    let who_and_line = after.split_once(':').map(|(who, said)| (who.trim(), said.trim()));
    let is_name =
        |who: &str| !who.is_empty() && !who.contains(|c: char| c.is_whitespace() || c == '/');
    let Some((who, said)) = who_and_line.filter(|(who, _)| is_name(who)) else {
        return Err(Fault::new(row, column(after), "Nobody says this line.", FORM));
    };
    let read = words.map_or_else(|| Command::parse(said), |words| Command::parse_with(said, words));
    let command = read.map_err(|mistake| {
        let column = column(said) + said.get(..mistake.at).unwrap_or(said).chars().count();
        Fault::new(row, column, mistake.says.en.as_str(), "")
    })?;
    let who = DisplayText::one_line(who).as_str().to_owned();
    Ok(ScriptLine { at, who, line: command, row })
}

impl Fault {
    fn new(row: usize, column: usize, says: &str, hint: &str) -> Self {
        Self { row, column, says: DisplayText::one_line(says), hint: DisplayText::one_line(hint) }
    }
}

/// The column of `part`, which is a piece of `line`.
fn column_of(line: &str, part: &str) -> usize {
    let byte = (part.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
    line.get(..byte).unwrap_or(line).chars().count() + 1
}

/// Writes a playscript that reads back to the same lines.
#[must_use]
pub fn print(lines: &[ScriptLine]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}
