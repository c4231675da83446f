//! The last row of every screen: what the keys can do now, most needed first. `/` and `?` never
//! drop out. A click on an entry presses its key.

use crate::tui::ink::Row;
use crate::tui::keys::{Action, Binding, Place, bar};
use crate::tui::model::Pen;
use crate::tui::theme::Token;

/// What stands before the first entry.
const LEAD: usize = 1;

/// A key with its word, and the blanks after it.
pub(crate) struct Entry {
    row: Row,
    pub(crate) binding: &'static Binding,
}

/// The entries for these places that fit; what `useful` denies is left out. Blanks give way before
/// words.
pub(crate) fn entries(
    places: &[Place],
    pen: Pen,
    columns: usize,
    useful: impl Fn(&Binding) -> bool,
) -> Vec<Entry> {
    let mut named: Vec<&str> = Vec::new();
    let rows = bar(places).into_iter().filter(|row| useful(row)).filter(|row| {
        let name = row.name.get(pen.lang);
        let new = !named.contains(&name);
        named.push(name);
        new
    });
    let rows: Vec<&'static Binding> = rows.collect();
    let all: usize = rows.iter().map(|row| written(row, pen, columns).width() + 3).sum();
    let gap = if all <= columns { "   " } else { "  " };
    let stays = |binding: &Binding| matches!(binding.action, Action::Command | Action::Help);
    let entries = rows.into_iter();
    let entries =
        entries.map(|binding| Entry { row: written(binding, pen, columns).text(gap), binding });
    let (fixed, others): (Vec<Entry>, Vec<Entry>) = entries.partition(|own| stays(own.binding));
    let room = columns.saturating_sub(fixed.iter().map(|own| own.row.width()).sum());
    let mut used = LEAD;
    let mut out: Vec<Entry> = Vec::new();
    for own in others {
        used += own.row.width();
        if used > room {
            break;
        }
        out.push(own);
    }
    out.extend(fixed);
    out
}

/// The entries as a row.
pub(crate) fn keybar(entries: Vec<Entry>, columns: usize) -> Row {
    let lead = Row::new().text(" ");
    entries.into_iter().map(|own| own.row).fold(lead, Row::join).cut(columns)
}

/// The entry that stands at a column.
pub(crate) fn at(entries: &[Entry], column: usize) -> Option<&'static Binding> {
    let mut from = LEAD;
    for own in entries {
        let to = from + own.row.width();
        if (from..to).contains(&column) {
            return Some(own.binding);
        }
        from = to;
    }
    None
}

/// A key and its word; `?` needs none where columns are few.
fn written(row: &Binding, pen: Pen, columns: usize) -> Row {
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
