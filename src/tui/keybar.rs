//! The last row of every screen: what the keys can do now, most needed first. `/` and `?` never
//! drop out.

use crate::tui::ink::{Row, width};
use crate::tui::keys::{Action, Binding, Place, bar};
use crate::tui::model::Pen;
use crate::tui::theme::Token;

/// The key bar for these places; what `useful` denies is left out.
pub(crate) fn keybar(
    places: &[Place],
    pen: Pen,
    columns: usize,
    useful: impl Fn(&Binding) -> bool,
) -> Row {
    let rows: Vec<&Binding> = bar(places).into_iter().filter(|row| useful(row)).collect();
    let stays = |row: &&&Binding| matches!(row.action, Action::Command | Action::Help);
    let fixed: Vec<&Binding> = rows.iter().filter(stays).copied().collect();
    let fixed_width: usize = fixed.iter().map(|row| entry_width(row, pen)).sum();
    let mut out = Row::new().text(" ");
    let mut named = Vec::new();
    for row in rows.iter().filter(|row| !stays(row)) {
        let name = row.name.get(pen.lang);
        if named.contains(&name) {
            continue;
        }
        if out.width() + entry_width(row, pen) + fixed_width > columns {
            break;
        }
        named.push(name);
        out = entry(out, row, pen);
    }
    for row in fixed {
        out = entry(out, row, pen);
    }
    out.cut(columns)
}

fn entry(out: Row, row: &Binding, pen: Pen) -> Row {
    let key = row.keys.first().map(ToString::to_string).unwrap_or_default();
    out.put(&key, pen.style(Token::Strong)).text(" ").text(row.name.get(pen.lang)).text("   ")
}

fn entry_width(row: &Binding, pen: Pen) -> usize {
    let key = row.keys.first().map(ToString::to_string).unwrap_or_default();
    width(&key) + 1 + width(row.name.get(pen.lang)) + 3
}
