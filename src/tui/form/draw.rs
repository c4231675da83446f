//! Forms on the screen: labels, fields, notes, the command they write, buttons. It never changes
//! what is filled in.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::model::text::Text;
use crate::model::time::{DrillTime, Span};
use crate::tui::boxes::{border, clear, row};
use crate::tui::field::Field;
use crate::tui::form::{Choice, Entry, Form, Hit, Input, Part};
use crate::tui::ink::{Row, cells, cut, width, wrap};
use crate::tui::keys::FormKind;
use crate::tui::model::{Pen, extent, scrolled};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Rows of the command that a form writes, at most.
const WRITES_MAX: usize = 3;

/// A form's rows, and where its cursor stands among them.
struct Sheet {
    rows: Vec<Row>,
    /// The row at which each field begins.
    begins: Vec<usize>,
    /// The first and last row of the field that has the keys.
    held: (usize, usize),
    cursor: Option<(usize, usize)>,
}

/// Rows that a form takes in so many columns, its border included.
pub(crate) fn height(form: &Form, now: DrillTime, pen: Pen, columns: usize) -> usize {
    let inner = columns.saturating_sub(4);
    sheet(form, now, pen, inner).rows.len() + bottom(form, pen, inner).len() + 2
}

/// Draws a form over an area; returns where the cursor stands.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    form: &Form,
    now: DrillTime,
    pen: Pen,
) -> Option<Position> {
    clear(buffer, area);
    let title = Row::of(pen.word(form.title), pen.style(Token::Strong));
    let clock = pen.word(if form.stands { Word::ClockStands } else { Word::ClockGoesOn });
    let clock = format!("{clock} · {now}");
    let right = Row::of(&clock, pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let (columns, rows) = extent(inner);
    let room = columns.saturating_sub(2);
    let sheet = sheet(form, now, pen, room);
    let mut bottom = bottom(form, pen, room);
    let high = rows.saturating_sub(bottom.len()).max(rows.min(2));
    bottom.truncate(rows.saturating_sub(high.min(sheet.rows.len())));
    let first = scrolled(usize::midpoint(sheet.held.0, sheet.held.1), sheet.rows.len(), high);
    for (down, own) in sheet.rows.iter().skip(first).take(high).enumerate() {
        let held = first + down == sheet.held.0 && form.at < form.entries.len();
        let mark = Row::new().put(if held { ">" } else { " " }, pen.style(Token::Focus));
        row(buffer, inner, down, &mark.join(own.clone()).cut(columns));
    }
    let under = rows - bottom.len();
    for (down, own) in bottom.iter().enumerate() {
        row(buffer, inner, under + down, &Row::new().text(" ").join(own.clone()).cut(columns));
    }
    let (down, across) = sheet.cursor?;
    let down = down.checked_sub(first).filter(|down| *down < high)?;
    let x = inner.x + cells((across + 1).min(columns.saturating_sub(1)));
    Some(Position::new(x, inner.y + cells(down)))
}

/// What stands at a cell of a form that is drawn over an area.
pub(crate) fn hit(
    form: &Form,
    area: Rect,
    now: DrillTime,
    pen: Pen,
    (x, y): (u16, u16),
) -> Option<Hit> {
    let inside = Position::new(x, y);
    let area =
        Rect::new(area.x + 1, area.y + 1, area.width.checked_sub(2)?, area.height.checked_sub(2)?);
    if !area.contains(inside) {
        return None;
    }
    let (columns, rows) = extent(area);
    let sheet = sheet(form, now, pen, columns.saturating_sub(2));
    let bottom = bottom(form, pen, columns.saturating_sub(2)).len().min(rows);
    let down = usize::from(y - area.y);
    if down + 1 == rows {
        return button_at(form, pen, usize::from(x - area.x).saturating_sub(1));
    }
    let high = rows.saturating_sub(bottom).max(rows.min(2));
    let first = scrolled(usize::midpoint(sheet.held.0, sheet.held.1), sheet.rows.len(), high);
    let row = first + down;
    if down >= high || row >= sheet.rows.len() {
        return None;
    }
    let field = sheet.begins.iter().rposition(|begins| *begins <= row)?;
    let below = row - sheet.begins.get(field).copied().unwrap_or(0);
    match form.entries.get(field).map(|entry| &entry.input) {
        Some(Input::One { options, tall: true, .. }) if below < options.len() => {
            Some(Hit::Option(field, below))
        }
        Some(Input::Shown) | None => None,
        Some(_) => Some(Hit::Field(field)),
    }
}

/// The button at a column of the last row.
fn button_at(form: &Form, pen: Pen, column: usize) -> Option<Hit> {
    let mut to = 0;
    for button in &form.buttons {
        let wide = width(pen.word(button.label)) + 4;
        if (to..to + wide).contains(&column) {
            return Some(Hit::Button(button.does));
        }
        to += wide + 2;
    }
    None
}

/// Fields with their labels.
fn sheet(form: &Form, now: DrillTime, pen: Pen, columns: usize) -> Sheet {
    let labels = form.entries.iter().map(|entry| width(pen.word(entry.label)));
    let label = labels.max().unwrap_or(0) + 2;
    let mut sheet = Sheet { rows: Vec::new(), begins: Vec::new(), held: (0, 0), cursor: None };
    for (index, entry) in form.entries.iter().enumerate() {
        let held = form.at == index;
        let from = sheet.rows.len();
        sheet.begins.push(from);
        entry_rows(&mut sheet, entry, held, label, columns, pen);
        if let Some(at) = next_word(entry, now) {
            let text = Word::NextAt.with(pen.lang, &[&at.to_string()]);
            sheet.rows.push(Row::new().to(label).put(&text, pen.style(Token::Quiet)));
        }
        if held {
            sheet.held = (from, sheet.rows.len().saturating_sub(1));
        }
    }
    if form.at >= form.entries.len() {
        let last = sheet.rows.len().saturating_sub(1);
        sheet.held = (last, last);
    }
    sheet
}

/// When the next word falls due, as it is filled in.
fn next_word(entry: &Entry, now: DrillTime) -> Option<DrillTime> {
    let Input::Text(field, _) = &entry.input else { return None };
    let span = Span::parse(field.text().trim()).ok().filter(|_| entry.part == Part::Next)?;
    Some(now + span)
}

fn entry_rows(
    sheet: &mut Sheet,
    entry: &Entry,
    held: bool,
    label: usize,
    columns: usize,
    pen: Pen,
) {
    let style = pen.style(if held { Token::Strong } else { Token::Quiet });
    let lead = |first: bool| {
        let text = if first { pen.word(entry.label) } else { "" };
        Row::new().cell(text, label, style)
    };
    let room = columns.saturating_sub(label).max(8);
    let from = sheet.rows.len();
    match &entry.input {
        Input::Text(field, most) => {
            let (lines, (down, across)) = text_rows(field, *most, room - 2);
            for (index, line) in lines.iter().enumerate() {
                let box_style = pen.style(if held { Token::Strong } else { Token::Frame });
                let own = lead(index == 0)
                    .put("▏", box_style)
                    .cell(line, room - 2, pen.style(Token::Text))
                    .put("▕", box_style);
                sheet.rows.push(own);
            }
            if held {
                sheet.cursor = Some((from + down, label + 1 + across));
            }
        }
        Input::One { options, at, tall: true, .. } => {
            let wide = options.iter().map(|own| width(&own.value)).max().unwrap_or(0);
            for (index, own) in options.iter().enumerate() {
                sheet.rows.push(lead(index == 0).join(radio(own, wide, index == *at, held, pen)));
            }
            if held {
                sheet.cursor = Some((from + at, label + 1));
            }
        }
        Input::One { options, at, tall: false, .. } => {
            sheet.rows.extend(
                inline(options, *at, held, room, pen)
                    .into_iter()
                    .enumerate()
                    .map(|(index, own)| lead(index == 0).join(own)),
            );
            if held {
                sheet.cursor = Some((from, label));
            }
        }
        Input::Many { options, at } => {
            let mut own = Row::new();
            for (index, (choice, on)) in options.iter().enumerate() {
                if held && index == *at {
                    sheet.cursor = Some((from, label + own.width() + 1));
                }
                let mark = if *on { "[x] " } else { "[ ] " };
                own = own.put(mark, pen.style(Token::Strong)).text(&choice.value).text("  ");
            }
            sheet.rows.push(lead(true).join(own.cut(room)));
        }
        Input::Shown => {}
    }
    for (index, note) in entry.notes.iter().enumerate() {
        let bare = matches!(entry.input, Input::Shown);
        for (line, text) in wrap(note.get(pen.lang), room).iter().enumerate() {
            let first = bare && index == 0 && line == 0;
            sheet.rows.push(lead(first).put(text, pen.style(Token::Quiet)));
        }
    }
}

/// `(•) SEV2  an important feature`.
fn radio(own: &Choice, wide: usize, chosen: bool, held: bool, pen: Pen) -> Row {
    let mark = if chosen { "(•) " } else { "( ) " };
    let strong = pen.style(if chosen && held { Token::Strong } else { Token::Text });
    let note = own.note.get(pen.lang);
    let row = Row::new().put(mark, strong).put(&own.value, strong);
    if note.is_empty() {
        row
    } else {
        let row = row.to(wide + 4);
        row.text("  ").put(note, pen.style(Token::Quiet))
    }
}

/// All on one row where they fit, else the chosen one between arrows with its note.
fn inline(options: &[Choice], at: usize, held: bool, room: usize, pen: Pen) -> Vec<Row> {
    let mut whole = Row::new();
    for (index, own) in options.iter().enumerate() {
        let bare = Choice { note: Text::default(), ..own.clone() };
        whole = whole.join(radio(&bare, 0, index == at, held, pen)).text("  ");
    }
    let chosen = options.get(at).cloned().unwrap_or_default();
    let note = chosen.note.get(pen.lang).to_owned();
    let note = if note.is_empty() { None } else { Some(Row::of(&note, pen.style(Token::Quiet))) };
    if whole.width() <= room + 2 {
        return std::iter::once(whole).chain(note).collect();
    }
    let strong = pen.style(if held { Token::Strong } else { Token::Text });
    let place = Word::OneOf.with(pen.lang, &[&(at + 1).to_string(), &options.len().to_string()]);
    let row = Row::new()
        .put("‹ ", strong)
        .put(&chosen.value, strong)
        .put(" ›", strong)
        .text("  ")
        .put(&place, pen.style(Token::Quiet));
    std::iter::once(row).chain(note).collect()
}

/// Lines of a text field in its box, and the cursor among them: row, column.
fn text_rows(field: &Field, most: usize, columns: usize) -> (Vec<String>, (usize, usize)) {
    let columns = columns.max(1);
    if most <= 1 {
        let (text, column) = window(field, columns);
        return (vec![text], (0, column));
    }
    let (before, after) = field.text().split_at(field.at());
    let head = wrap(before, columns);
    let all = wrap(&format!("{before}{after}"), columns);
    let mut down = head.len().saturating_sub(1).min(all.len().saturating_sub(1));
    let mut across = head.last().map_or(0, |line| width(line));
    // Blanks at the end of what stands before the cursor are cut by wrapping.
    across += before.chars().rev().take_while(|letter| *letter == ' ').count();
    if across > columns {
        (down, across) = (down + 1, 0);
    }
    let mut lines = all;
    let rows = most.min(lines.len().max(2)).max(1);
    let first = scrolled(down, lines.len(), rows);
    lines = lines.into_iter().skip(first).take(rows).collect();
    while lines.len() < rows {
        lines.push(String::new());
    }
    (lines, (down.saturating_sub(first).min(rows - 1), across.min(columns)))
}

/// The piece of a long line round the cursor, and the cursor's column in it.
pub(crate) fn window(field: &Field, columns: usize) -> (String, usize) {
    let column = field.column();
    if column < columns {
        return (crate::tui::ink::head(field.text(), columns).to_owned(), column);
    }
    let before = &field.text()[..field.at()];
    let mut start = 0;
    for (at, _) in unicode_segmentation::UnicodeSegmentation::grapheme_indices(before, true) {
        start = at;
        if width(&before[at..]) + 2 <= columns {
            break;
        }
    }
    let piece = format!("…{}", &field.text()[start..]);
    (crate::tui::ink::head(&piece, columns).to_owned(), width(&before[start..]) + 1)
}

/// Whether an update says all that updates say.
fn filled(form: &Form, pen: Pen) -> Row {
    let missing: Vec<&str> = form.missing().iter().map(|word| pen.word(*word)).collect();
    if form.value(Part::Next) == "none" && !form.over {
        return Row::of(pen.word(Word::NoneTooEarly), pen.style(Token::Warning));
    }
    if missing.is_empty() {
        return Row::of(pen.word(Word::AllFilled), pen.style(Token::Ok));
    }
    Row::of(&Word::StillEmpty.with(pen.lang, &[&missing.join(", ")]), pen.style(Token::Warning))
}

/// What it writes, what is asked or refused, the buttons.
fn bottom(form: &Form, pen: Pen, columns: usize) -> Vec<Row> {
    let mut rows = vec![Row::of(&"─".repeat(columns), pen.style(Token::Frame))];
    let lead = format!("{}  ", pen.word(Word::Writes));
    let room = columns.saturating_sub(width(&lead)).max(10);
    let lines = wrap(&form.line(), room);
    let more = lines.len() > WRITES_MAX;
    for (index, line) in lines.iter().take(WRITES_MAX).enumerate() {
        let text = if more && index + 1 == WRITES_MAX {
            format!("{}…", cut(line, room.saturating_sub(1)))
        } else {
            line.clone()
        };
        let head = if index == 0 { lead.as_str() } else { "" };
        let row = Row::new().cell(head, width(&lead), pen.style(Token::Quiet));
        rows.push(row.put(&text, pen.style(Token::Strong)));
    }
    if form.kind == FormKind::Update {
        rows.push(filled(form, pen).cut(columns));
    }
    let blanks = form.blanks();
    if !blanks.is_empty() {
        let text = Word::StillEmpty.with(pen.lang, &[&blanks.join(" ")]);
        rows.push(Row::of(&cut(&text, columns), pen.style(Token::Warning)));
    }
    for (audience, role, holder) in form.others() {
        let text = Word::OthersAudience.with(pen.lang, &[audience, role, holder]);
        rows.push(Row::of(&cut(&text, columns), pen.style(Token::Warning)));
    }
    let leaks = form.leaks();
    if !leaks.is_empty() {
        let text = Word::PublicNames.with(pen.lang, &[&leaks.join(", ")]);
        rows.push(Row::of(&cut(&text, columns), pen.style(Token::Warning)));
    }
    let told = [(&form.asks, Token::Warning), (&form.refused, Token::Critical)];
    for (text, token) in told {
        let Some(text) = text else { continue };
        for line in wrap(text.get(pen.lang), columns).into_iter().take(3) {
            rows.push(Row::of(&line, pen.style(token)));
        }
    }
    let mut own = Row::new();
    for (index, button) in form.buttons.iter().enumerate() {
        let held = form.at == form.entries.len() + index;
        let style = pen.style(if held { Token::Me } else { Token::Text });
        own = own.put(&format!("[ {} ]", pen.word(button.label)), style).text("  ");
    }
    rows.push(own);
    rows
}
