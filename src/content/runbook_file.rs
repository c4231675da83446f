//! The reader of runbooks: front matter, prose, numbered steps, and the directives in their code
//! spans. It runs none of them.

mod directive;
mod prose;

use crate::content::diagnostic::{Diagnostic, Place, Problem, Source, place_all};
use crate::content::form::{Name, PLAIN, PROSE};
use crate::content::names::{Names, Thing};
use crate::content::reader::Reading;
use crate::content::runbook::Runbook;
use crate::content::system_file::format_of;
use crate::content::table::Table;
use crate::content::tree::{self, Node};
use crate::model::id::{RunbookId, Target, TeamId};
use crate::model::text::Text;

/// The largest runbook read, in bytes: Markdown can be made slow to read.
const RUNBOOK_MAX: usize = 64 * 1024;
/// The line around the front matter.
const FENCE: &str = "+++";

/// Reads a runbook. Without one there is at least one error. Whether what it names exists is asked
/// where a library is checked: a runbook may serve several systems.
#[must_use]
pub fn read_runbook(id: &RunbookId, source: Source<'_>) -> (Option<Runbook>, Vec<Diagnostic>) {
    let (runbook, problems) = read_among(id, source, Names::default());
    (runbook, place_all(problems, &[source]))
}

/// Reads a runbook among names.
pub(super) fn read_among(
    id: &RunbookId,
    source: Source<'_>,
    names: Names,
) -> (Option<Runbook>, Vec<Problem>) {
    let (front, body) = match split(source.text) {
        Ok(parts) => parts,
        Err(problem) => return (None, vec![problem]),
    };
    // The fence becomes blank, so that places in the front matter are places in the file.
    let matter = format!("{}{}", " ".repeat(FENCE.len()), front);
    let tree = match tree::parse(Source { text: &matter, ..source }, 0) {
        Ok(tree) => tree,
        Err(problems) => return (None, problems),
    };
    let mut reading = Reading { names, ..Reading::default() };
    let mut runbook = front_matter(&mut reading, id, &tree);
    let at = source.text.len() - body.len();
    prose::read(&mut reading, body, at, &mut runbook);
    if runbook.steps.is_empty() {
        let hint = "begin a line with `1. ` for the first one";
        reading.error(Place { file: 0, at }, "this runbook has no steps", hint);
    }
    let runbook = (!reading.failed()).then_some(runbook);
    (runbook, reading.problems)
}

/// The front matter without its fences, and the body.
fn split(text: &str) -> Result<(&str, &str), Problem> {
    let start = Place::default();
    if text.len() > RUNBOOK_MAX {
        let message = format!("the runbook has {} bytes; 64 KiB is the most", text.len());
        return Err(Problem::error(start, message, "split it into several runbooks"));
    }
    let hint = "begin with `+++`, a line each of `format = 1` and `title = …`, then `+++`";
    let Some(rest) = text.strip_prefix(FENCE).filter(|rest| rest.starts_with(['\n', '\r'])) else {
        return Err(Problem::error(start, "this runbook has no front matter", hint));
    };
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            let (front, body) = rest.split_at(at);
            return Ok((front, body.get(line.len()..).unwrap_or_default()));
        }
        at += line.len();
    }
    Err(Problem::error(start, "the front matter has no end", "close it with a line `+++`"))
}

fn front_matter(reading: &mut Reading, id: &RunbookId, tree: &Node) -> Runbook {
    let mut table = Table::root(reading, "this runbook", Some(tree));
    let runbook = read_table(&mut table, id);
    table.finish();
    runbook
}

/// The front matter's table.
pub(super) fn read_table(t: &mut Table<'_, '_>, id: &RunbookId) -> Runbook {
    format_of(t);
    Runbook {
        id: id.clone(),
        title: t.need("title", &PROSE),
        targets: t.list("targets", &Name(Thing::Target)).into_iter().map(Target::from).collect(),
        team: t.get("team", &Name(Thing::Team)).map(TeamId::from),
        reviewed: t.get("reviewed", &PLAIN),
        intro: Text::default(),
        steps: Vec::new(),
        outro: Text::default(),
    }
}
