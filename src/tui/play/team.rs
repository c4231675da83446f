//! Pane 8: roles with their holders, people who were paged or are there. It never assigns.

use crate::model::time::clock;
use crate::tui::ink::{Row, width};
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word};
use crate::view::{PersonRow, TeamRow};

/// Columns below which roles go by their short names.
const SHORT_BELOW: usize = 52;

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let view = &play.view;
    // Where columns are few the short name does: times are never cut.
    let short = columns < SHORT_BELOW;
    let name = |row: &TeamRow| {
        if short { row.short.clone() } else { row.name.get(pen.lang).to_owned() }
    };
    let names = view.team.iter().map(|row| width(&name(row))).max().unwrap_or(8);
    let mut rows: Vec<&TeamRow> = view.team.iter().collect();
    rows.sort_by_key(|row| row.needed_by.is_none() || row.holder.is_some());
    let mut told: Vec<&str> = Vec::new();
    let mut items: Vec<Item> = Vec::new();
    for row in &rows {
        // What somebody does stands once, however many roles they hold.
        let holder = row.holder.as_ref().map_or("", |(name, _)| name.as_str());
        let new = !told.contains(&holder);
        told.push(holder);
        items.push(role(play, row, (&name(row), names), new, pen, columns));
    }
    let people: Vec<&PersonRow> = view.people.iter().collect();
    items.extend(people.iter().map(|row| person(play, row, pen, columns)));
    items.extend(play.offline.iter().map(|(name, seconds)| {
        let says = HostWord::Offline.with(pen.lang, &[name, &clock(*seconds)]);
        let row = Row::of("! ", pen.style(Token::Warning)).put(&says, pen.style(Token::Warning));
        Item::new(&format!("offline-{name}"), vec![row.cut(columns)], name)
    }));
    let open = rows.iter().filter(|row| row.needed_by.is_some() && row.holder.is_none()).count();
    let right = if open == 0 {
        String::new()
    } else {
        Word::OpenRoles.with(pen.lang, &[&open.to_string()])
    };
    Art { right, items, empty: pen.word(Word::NoTeam).to_owned(), ..Art::default() }
}

fn role(
    play: &Play,
    row: &TeamRow,
    (name, names): (&str, usize),
    does: bool,
    pen: Pen,
    columns: usize,
) -> Item {
    let now = play.view.now;
    let (sigil, token, held) = match (&row.holder, row.needed_by) {
        (Some((holder, since)), _) => {
            let since = Word::Since.with(pen.lang, &[&since.to_string()]);
            (" ", Token::Text, format!("{holder}  {since}"))
        }
        (None, Some(by)) if by < now => {
            let late = clock(now.since(by));
            ("!", Token::Critical, Word::OpenLate.with(pen.lang, &[&late]))
        }
        (None, Some(by)) => {
            let left = clock(by.since(now));
            ("!", Token::Warning, Word::OpenDue.with(pen.lang, &[&left]))
        }
        (None, None) if play.view.incidents.is_empty() => (" ", Token::Quiet, "–".to_owned()),
        (None, None) => (" ", Token::Quiet, format!("–  {}", pen.word(Word::OptionalHere))),
    };
    let first = Row::new()
        .put(sigil, pen.style(token))
        .text(" ")
        .cell(name, names, pen.style(Token::Strong))
        .text(" ")
        .put(&held, pen.style(token))
        .cut(columns);
    let mut rows = vec![first];
    if let Some(doing) = row.doing.as_ref().filter(|_| does) {
        rows.push(Row::new().text("    ").put(doing, pen.style(Token::Quiet)).cut(columns));
    }
    Item::new(&row.role, rows, name)
}

fn person(play: &Play, row: &PersonRow, pen: Pen, columns: usize) -> Item {
    let now = play.view.now;
    let state = match (row.joined, row.acknowledged, row.paged) {
        (Some(at), ..) => Word::ThereSince.with(pen.lang, &[&at.to_string()]),
        (None, Some(at), _) => Word::AckedAt.with(pen.lang, &[&at.to_string()]),
        (None, None, Some(at)) => {
            let ago = clock(now.since(at));
            Word::PagedAgo.with(pen.lang, &[&at.to_string(), &ago])
        }
        (None, None, None) => String::new(),
    };
    let line = Row::new()
        .text("  ")
        .put(&row.name, pen.style(Token::Text))
        .text("  ")
        .put(&row.title, pen.style(Token::Quiet));
    let quiet = pen.style(Token::Quiet);
    let mut rows = Vec::new();
    if state.is_empty() || line.width() + 2 + width(&state) <= columns {
        rows.push(line.text("  ").put(&state, quiet));
    } else {
        rows.extend([line, Row::new().text("    ").put(&state, quiet).cut(columns)]);
    }
    Item::new(&format!("person-{}", row.name), rows, &row.name)
}
