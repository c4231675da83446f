//! Pane 9: decisions with their why, notes, causes, status changes, action items. It is the
//! scribe's page, and never edits what stands there.

use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::play::panes::{Anchor, Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::{ActionRow, RecordRow};

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let view = &play.view;
    let mut items: Vec<Item> =
        view.record.iter().enumerate().map(|(index, row)| line(index, row, pen, columns)).collect();
    items.extend(
        view.actions.iter().enumerate().map(|(index, row)| action(index, row, pen, columns)),
    );
    items.extend(view.hints.iter().map(|(level, says)| {
        let lead = Word::HintTaken.with(pen.lang, &[&level.to_string()]);
        let rows = paragraph(&lead, says.get(pen.lang), pen, columns, Token::Warning);
        Item::new(&format!("hint-{level}"), rows, says.get(pen.lang))
    }));
    let right = if view.actions.is_empty() {
        String::new()
    } else {
        Word::Actions.with(pen.lang, &[&view.actions.len().to_string()])
    };
    Art {
        right,
        items,
        empty: pen.word(Word::NoRecord).to_owned(),
        anchor: Anchor::Bottom,
        ..Art::default()
    }
}

fn line(index: usize, row: &RecordRow, pen: Pen, columns: usize) -> Item {
    let lead = format!("{} {}", row.at, row.kind);
    let why = if row.why.is_empty() {
        String::new()
    } else {
        format!(" · {} {}", pen.word(Word::Because), row.why)
    };
    let text = format!("{}{why} ({})", row.text, row.who);
    let rows = paragraph(&lead, &text, pen, columns, Token::Strong);
    Item::new(&format!("r{index}"), rows, &text)
}

fn action(index: usize, row: &ActionRow, pen: Pen, columns: usize) -> Item {
    let due = Word::ActionOwner.with(pen.lang, &[&row.owner, &row.due.to_string()]);
    let text = format!("{} · {due}", row.task);
    let rows = paragraph(&format!("[{}]", row.priority), &text, pen, columns, Token::Strong);
    Item::new(&format!("a{index}"), rows, &text)
}

/// A lead word and text that goes on under it.
fn paragraph(lead: &str, text: &str, pen: Pen, columns: usize, token: Token) -> Vec<Row> {
    let whole = format!("{lead} {text}");
    let lines = wrap(&whole, columns.max(12));
    let mut rows = Vec::new();
    for (index, part) in lines.iter().enumerate() {
        match (index, part.strip_prefix(lead)) {
            (0, Some(rest)) => rows.push(Row::of(lead, pen.style(token)).text(rest)),
            (0, None) => rows.push(Row::of(part, pen.style(token))),
            _ => rows.push(Row::new().text("  ").text(part).cut(columns)),
        }
    }
    rows
}
