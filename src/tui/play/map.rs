//! Pane 2 as a map: who calls whom, with the state of each part at a glance. A part that several
//! call stands where it comes first; elsewhere only its name. It shows what monitoring shows.

use std::collections::BTreeSet;

use crate::model::id::PartId;
use crate::model::metric::Metric;
use crate::tui::figures::{percent, seconds};
use crate::tui::ink::{Row, width};
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::play::services::state;
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::ServiceRow;

/// Columns of the figures at the right: error ratio and p99.
const FIGURES: usize = 15;

/// A line of the map.
struct Branch<'a> {
    part: &'a PartId,
    /// What stands before its name: `│ ├ `.
    lead: String,
    /// Whether the part stands above already.
    again: bool,
}

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let branches = branches(&play.view.words.calls);
    let widest = branches.iter().map(|own| width(&own.lead) + width(own.part.as_str())).max();
    let room = columns.saturating_sub(FIGURES + 2);
    let name = widest.unwrap_or(8).clamp(8, room.max(8));
    let mut items: Vec<Item> = Vec::new();
    for branch in &branches {
        let row = line(play, branch, name, pen);
        match items.last_mut() {
            // A selection goes by name: what stands above already is selected there.
            Some(last) if branch.again => last.rows.push(row),
            _ => items.push(Item::new(branch.part, vec![row], branch.part.as_str())),
        }
    }
    let selected = play.service().map(PartId::as_str);
    Art {
        right: pen.word(Word::WhoCallsWhom).to_owned(),
        current: items.iter().position(|item| Some(item.key.as_str()) == selected),
        items,
        empty: pen.word(Word::NoServices).to_owned(),
        ..Art::default()
    }
}

fn line(play: &Play, branch: &Branch<'_>, name: usize, pen: Pen) -> Row {
    let service = play.view.services.iter().find(|row| row.part == *branch.part);
    let (sigil, token) = service.map_or(("·", Token::Quiet), |row| state(row.badness));
    let style = pen.style(token);
    let text = format!("{}{}", branch.lead, branch.part);
    if branch.again {
        return Row::new()
            .text("  ")
            .cell(&text, name, pen.style(Token::Quiet))
            .put(&format!(" {sigil} ↑"), style);
    }
    let figure = |metric: Metric, write: fn(f64) -> String| {
        let value = service.and_then(|row: &ServiceRow| row.readings.get(&metric));
        value.map_or_else(|| "–".to_owned(), |value| write(*value))
    };
    Row::new()
        .put(sigil, style)
        .text(" ")
        .cell(&text, name, pen.style(Token::Text))
        .right(&format!("{} %", figure(Metric::ErrorRatio, percent)), 8, style)
        .right(&figure(Metric::P99, seconds), 7, pen.style(Token::Text))
}

/// The lines of the map: from those whom nobody calls down to those who call nobody.
fn branches(calls: &[(PartId, Vec<PartId>)]) -> Vec<Branch<'_>> {
    let called: BTreeSet<&PartId> = calls.iter().flat_map(|(_, to)| to).collect();
    let roots = calls.iter().filter(|(part, _)| !called.contains(part));
    let mut seen = BTreeSet::new();
    let mut out = Vec::new();
    for (part, _) in roots {
        grow(calls, part, "", "", &mut seen, &mut out);
    }
    // Parts that call each other in a circle have no root.
    for (part, _) in calls {
        if !seen.contains(part) {
            grow(calls, part, "", "", &mut seen, &mut out);
        }
    }
    out
}

fn grow<'a>(
    calls: &'a [(PartId, Vec<PartId>)],
    part: &'a PartId,
    lead: &str,
    under: &str,
    seen: &mut BTreeSet<&'a PartId>,
    out: &mut Vec<Branch<'a>>,
) {
    let again = !seen.insert(part);
    out.push(Branch { part, lead: lead.to_owned(), again });
    let to = calls.iter().find(|(own, _)| own == part).map(|(_, to)| to.as_slice());
    let to = to.filter(|_| !again).unwrap_or_default();
    for (index, own) in to.iter().enumerate() {
        let last = index + 1 == to.len();
        let (turn, down) = if last { ("└ ", "  ") } else { ("├ ", "│ ") };
        grow(calls, own, &format!("{under}{turn}"), &format!("{under}{down}"), seen, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_several_call_stands_once_and_a_circle_ends() {
        let to = |names: &[&str]| names.iter().map(|name| PartId::from(*name)).collect::<Vec<_>>();
        let calls: Vec<(PartId, Vec<PartId>)> = vec![
            ("db".into(), to(&[])),
            ("edge".into(), to(&["web", "api"])),
            ("api".into(), to(&["db"])),
            ("web".into(), to(&["db", "web"])),
            ("a".into(), to(&["b"])),
            ("b".into(), to(&["a"])),
        ];
        let drawn = branches(&calls);
        let lines: Vec<String> = drawn
            .iter()
            .map(|own| format!("{}{}{}", own.lead, own.part, if own.again { " ↑" } else { "" }))
            .collect();
        let expected =
            ["edge", "├ web", "│ ├ db", "│ └ web ↑", "└ api", "  └ db ↑", "a", "└ b", "  └ a ↑"];
        assert_eq!(lines, expected);
    }
}
