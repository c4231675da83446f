//! Borders with titles, lists and overlays: the shapes every screen is made of. They hold no
//! words of their own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::ink::{Row, cells};
use crate::tui::model::{Pen, below, extent, scrolled};
use crate::tui::theme::Token;

/// A border round an area, heavy for what has the keys, with a title at its left and right.
/// Returns what lies inside; nothing of an area too small to hold anything.
pub(crate) fn border(
    buffer: &mut Buffer,
    area: Rect,
    title: Row,
    right: Row,
    heavy: bool,
    pen: Pen,
) -> Rect {
    let area = area.intersection(buffer.area);
    let (columns, rows) = extent(area);
    if columns < 4 || rows < 2 {
        return Rect::new(area.x, area.y, 0, 0);
    }
    let style = pen.style(if heavy { Token::Focus } else { Token::Frame });
    let [across, down, tl, tr, bl, br] = if heavy {
        ["━", "┃", "┏", "┓", "┗", "┛"]
    } else {
        ["─", "│", "┌", "┐", "└", "┘"]
    };
    let (last_x, last_y) = (area.right() - 1, area.bottom() - 1);
    for x in area.left()..area.right() {
        put(buffer, x, area.top(), across, style);
        put(buffer, x, last_y, across, style);
    }
    for y in area.top()..area.bottom() {
        put(buffer, area.left(), y, down, style);
        put(buffer, last_x, y, down, style);
    }
    put(buffer, area.left(), area.top(), tl, style);
    put(buffer, last_x, area.top(), tr, style);
    put(buffer, area.left(), last_y, bl, style);
    put(buffer, last_x, last_y, br, style);
    titles(buffer, area, title, right, pen.style(Token::Text));
    Rect::new(area.x + 1, area.y + 1, area.width - 2, area.height - 2)
}

/// Titles on the upper border; the right one gives way first.
fn titles(buffer: &mut Buffer, area: Rect, title: Row, right: Row, plain: Style) {
    let room = usize::from(area.width) - 4;
    let title = title.cut(room.saturating_sub(1));
    let left_room = room.saturating_sub(title.width() + 3);
    if title.width() > 0 {
        let row = Row::new().text(" ").join(title).text(" ").under(plain);
        row.draw(buffer, area.x + 1, area.y, cells(room));
    }
    if right.width() > 0 && left_room >= 4 {
        let row = Row::new().text(" ").join(right.cut(left_room)).text(" ").under(plain);
        let x = area.right().saturating_sub(cells(row.width()) + 2);
        row.draw(buffer, x, area.y, cells(row.width()));
    }
}

fn put(buffer: &mut Buffer, x: u16, y: u16, symbol: &'static str, style: Style) {
    if let Some(cell) = buffer.cell_mut((x, y)) {
        cell.reset();
        cell.set_symbol(symbol).set_style(style);
    }
}

/// Blanks an area, so that nothing below shows through.
pub(crate) fn clear(buffer: &mut Buffer, area: Rect) {
    let area = area.intersection(buffer.area);
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// One row on the whole width of an area, blanks after it.
pub(crate) fn row(buffer: &mut Buffer, area: Rect, down: usize, row: &Row) {
    if down < usize::from(area.height) {
        row.draw(buffer, area.x, below(area, down), area.width);
    }
}

/// Rows from the top of an area, cut to its width.
pub(crate) fn rows(buffer: &mut Buffer, area: Rect, list: &[Row]) {
    for (down, own) in list.iter().enumerate() {
        row(buffer, area, down, &own.clone().cut(usize::from(area.width)));
    }
}

/// A list of one-row entries with one selected, which stays in sight.
pub(crate) fn list(buffer: &mut Buffer, area: Rect, entries: &[Row], selected: usize, pen: Pen) {
    let height = usize::from(area.height);
    let first = scrolled(selected, entries.len(), height);
    for (down, entry) in entries.iter().skip(first).take(height).enumerate() {
        let chosen = first + down == selected;
        let mark = if chosen { ">" } else { " " };
        let mut own = Row::new().put(mark, pen.style(Token::Strong)).join(entry.clone());
        if chosen {
            own = own.over(pen.style(Token::Strong));
        }
        row(buffer, area, down, &own.cut(usize::from(area.width)));
    }
}

/// An area without its first and last column.
pub(crate) fn inset(area: Rect) -> Rect {
    if area.width < 3 {
        return area;
    }
    Rect::new(area.x + 1, area.y, area.width - 2, area.height)
}

/// The upper `rows` of an area, and what is left.
pub(crate) fn split(area: Rect, rows: usize) -> (Rect, Rect) {
    let upper = cells(rows).min(area.height);
    (
        Rect { height: upper, ..area },
        Rect { y: area.y.saturating_add(upper), height: area.height - upper, ..area },
    )
}
