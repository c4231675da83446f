//! The last row of every screen: what the keys can do now, most needed first. `/` and `?` never
//! drop out.

use crate::tui::ink::Row;
use crate::tui::keys::{Action, Binding, Place, bar};
use crate::tui::model::Pen;
use crate::tui::theme::Token;

/// The key bar for these places; what `useful` denies is left out. Blanks give way before words.
pub(crate) fn keybar(
    places: &[Place],
    pen: Pen,
    columns: usize,
    useful: impl Fn(&Binding) -> bool,
) -> Row {
    let mut named: Vec<&str> = Vec::new();
    let rows = bar(places).into_iter().filter(|row| useful(row)).filter(|row| {
        let name = row.name.get(pen.lang);
        let new = !named.contains(&name);
        named.push(name);
        new
    });
    let rows: Vec<&Binding> = rows.collect();
    let all: usize = rows.iter().map(|row| entry(row, pen, columns).width() + 3).sum();
    let gap = if all <= columns { "   " } else { "  " };
    let stays = |row: &Binding| matches!(row.action, Action::Command | Action::Help);
    let entry = |row: &&Binding| entry(row, pen, columns).text(gap);
    let fixed: Vec<Row> = rows.iter().filter(|row| stays(row)).map(entry).collect();
    let room = columns.saturating_sub(fixed.iter().map(Row::width).sum());
    let mut out = Row::new().text(" ");
    for own in rows.iter().filter(|row| !stays(row)).map(entry) {
        if out.width() + own.width() > room {
            break;
        }
        out = out.join(own);
    }
    fixed.into_iter().fold(out, Row::join).cut(columns)
}

/// A key and its word; `?` needs none where columns are few.
fn entry(row: &Binding, pen: Pen, columns: usize) -> Row {
    let key = match row.written {
        "" => row.keys.first().map(ToString::to_string).unwrap_or_default(),
        written => written.to_owned(),
    };
    let own = Row::of(&key, pen.style(Token::Strong));
    if row.action == Action::Help && columns < 100 {
        return own;
    }
    own.text(" ").text(row.name.get(pen.lang))
}
