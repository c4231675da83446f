//! Pane 0: updates sent, with what they promise. It never judges whether they are true.

use crate::command::Effect;
use crate::model::id::AudienceId;
use crate::model::time::clock;
use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::UpdateRow;

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let updates = &play.view.updates;
    let items = updates.iter().enumerate().rev();
    let items = items.map(|(index, row)| item(play, index, row, pen, columns)).collect();
    let right = if updates.is_empty() {
        String::new()
    } else {
        Word::SentCount.with(pen.lang, &[&updates.len().to_string()])
    };
    Art {
        right,
        head: status_page(play, pen, columns),
        items,
        empty: pen.word(Word::NoUpdates).to_owned(),
        ..Art::default()
    }
}

/// What customers read now: the last update to an audience outside, where there was one.
fn status_page(play: &Play, pen: Pen, columns: usize) -> Vec<Row> {
    let view = &play.view;
    if view.incidents.is_empty() {
        return Vec::new();
    }
    let outside =
        |row: &&UpdateRow| row.update.audiences.iter().any(|own| view.words.outside.contains(own));
    let lead = pen.word(Word::StatusPage);
    let quiet = pen.style(Token::Quiet);
    let Some(last) = view.updates.iter().rev().find(outside) else {
        let nothing = Row::of(lead, quiet).text(" ").text(pen.word(Word::StatusPageEmpty));
        return vec![nothing.cut(columns)];
    };
    let said = if last.update.text.is_empty() { &last.update.doing } else { &last.update.text };
    let row = Row::of(lead, quiet)
        .put(&format!(" {} ", last.at), quiet)
        .put(said.as_str(), pen.style(Token::Strong));
    vec![row.cut(columns)]
}

/// The measure as commands write it.
pub(crate) fn effect_word(effect: Effect) -> String {
    match effect {
        Effect::Unknown => "unknown".to_owned(),
        Effect::None => "none".to_owned(),
        Effect::Some => "some".to_owned(),
        Effect::Many => "many".to_owned(),
        Effect::All => "all".to_owned(),
        Effect::Percent(share) => format!("{share}%"),
    }
}

fn item(play: &Play, index: usize, row: &UpdateRow, pen: Pen, columns: usize) -> Item {
    let now = play.view.now;
    let audiences: Vec<&str> = row.update.audiences.iter().map(AudienceId::as_str).collect();
    let head = Row::new()
        .put(&row.at.to_string(), pen.style(Token::Quiet))
        .text(" ")
        .put(&audiences.join(","), pen.style(Token::Strong))
        .text("  ")
        .put(&row.who, pen.style(Token::Quiet))
        .text("  ")
        .text(row.update.scope.as_str())
        .text("  ")
        .text(&effect_word(row.update.effect));
    let (promise, token) = match (row.next, row.replaced) {
        (_, true) => (pen.word(Word::Replaced).to_owned(), Token::Quiet),
        (None, false) => (pen.word(Word::NoFurther).to_owned(), Token::Quiet),
        (Some(at), false) if at < now => {
            let late = clock(now.since(at));
            (Word::PromiseLate.with(pen.lang, &[&at.to_string(), &late]), Token::Critical)
        }
        (Some(at), false) => {
            let left = clock(at.since(now));
            (Word::PromiseOpen.with(pen.lang, &[&at.to_string(), &left]), Token::Text)
        }
    };
    let promise = Row::new().text("      ").put(&promise, pen.style(token)).cut(columns);
    let mut rows = vec![head.cut(columns), promise];
    let said = if row.update.text.is_empty() { &row.update.doing } else { &row.update.text };
    let lines = wrap(said.as_str(), columns.saturating_sub(6).max(10));
    rows.extend(
        lines
            .iter()
            .filter(|line| !line.is_empty())
            .map(|line| Row::new().text("      ").put(line, pen.style(Token::Quiet))),
    );
    Item::new(&format!("u{index}"), rows, said.as_str())
}
