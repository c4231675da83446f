//! Page 3 of the debrief: each update with what had been shown and what was so at that second.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::report::{UpdateRow, verdict_word};
use crate::score::claims::Truth;
use crate::tui::boxes::{border, row};
use crate::tui::debrief::Debrief;
use crate::tui::ink::{Row, wrap};
use crate::tui::model::{Pen, scrolled};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Draws the page.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let title = Row::of(pen.word(Word::DUpdates), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::MoveLine), pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let columns = usize::from(inner.width).saturating_sub(2);
    let updates = &debrief.data.report.updates;
    if updates.is_empty() {
        let none = Row::new().text(" ").put(pen.word(Word::NoneSent), pen.style(Token::Quiet));
        row(buffer, inner, 0, &none);
        return;
    }
    let selected = debrief.rows[2].min(updates.len() - 1);
    let mut lines = Vec::new();
    let mut held = 0;
    for (index, own) in updates.iter().enumerate() {
        if index == selected {
            held = lines.len() + 2;
        }
        lines.extend(entry(own, index == selected, columns, pen));
    }
    let height = usize::from(inner.height);
    let first = scrolled(held, lines.len(), height);
    for (down, own) in lines.iter().skip(first).take(height).enumerate() {
        row(buffer, inner, down, own);
    }
}

fn entry(own: &UpdateRow, chosen: bool, columns: usize, pen: Pen) -> Vec<Row> {
    let strong = pen.style(if chosen { Token::Strong } else { Token::Text });
    let next = own.next.map_or_else(|| "–".to_owned(), |at| at.to_string());
    let head = format!("{} · {} · {}", own.audiences, own.scope, own.effect);
    let head = Row::of(if chosen { ">" } else { " " }, strong)
        .put(&own.at.to_string(), pen.style(Token::Quiet))
        .text(" ")
        .put(&own.who, pen.style(Token::Quiet))
        .text(" ")
        .put(&head, strong)
        .put(&format!("  {} {next}", pen.word(Word::NextIs)), pen.style(Token::Quiet));
    let token = match own.verdict {
        Truth::True | Truth::Unknown => Token::Ok,
        Truth::False | Truth::Silent => Token::Critical,
        Truth::Misled | Truth::Late => Token::Warning,
        Truth::NotJudged => Token::Quiet,
    };
    let mut rows = vec![head.cut(columns)];
    let mut say = |label: &str, text: &str, token: Token| {
        let lead = format!("{label}: ");
        for (index, line) in
            wrap(&format!("{lead}{text}"), columns.saturating_sub(7)).iter().enumerate()
        {
            let indent = if index == 0 { 7 } else { 9 };
            rows.push(Row::new().to(indent).put(line, pen.style(token)).cut(columns));
        }
    };
    if !own.doing.is_empty() {
        say(pen.word(Word::LDoing), &own.doing, Token::Text);
    }
    if !own.text.is_empty() {
        say(pen.word(Word::LText), &own.text, Token::Text);
    }
    say(pen.word(Word::ShownThen), &own.shown, Token::Quiet);
    let verdict = verdict_word(own.verdict, pen.lang);
    say(pen.word(Word::SoThen), &format!("{} ({verdict})", own.so), token);
    rows.push(Row::new());
    rows
}
