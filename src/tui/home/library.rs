//! The first page of the home screen: scenarios to play, and the selected one in a few lines. It
//! shows minutes and difficulty, never severity or cause: judging those is the drill.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::time::DrillTime;
use crate::tui::boxes::{border, inset, rows};
use crate::tui::home::title_columns;
use crate::tui::ink::{Row, cut, width, wrap};
use crate::tui::message::ScenarioCard;
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::{Word, lang_code};

/// What a scenario is found by.
pub(super) fn haystack(card: &ScenarioCard, pen: Pen) -> String {
    let mut all = format!("{} {} {}", card.id, card.title.en.as_str(), card.title.get(pen.lang));
    let texts = std::iter::once(&card.system).chain(&card.trains);
    for text in texts {
        all.extend([" ", text.en.as_str(), " ", text.get(pen.lang)]);
    }
    let langs: Vec<&str> = card.languages.iter().map(|lang| lang_code(*lang)).collect();
    all.extend([" ", &langs.join(" "), " ", &played(card, pen), " ", &card.minutes.to_string()]);
    all
}

pub(super) fn head(columns: usize, pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    Row::new()
        .text("  ")
        .cell(pen.word(Word::HTitle), title_columns(columns), quiet)
        .right(pen.word(Word::HMinutes), 5, quiet)
        .text("  ")
        .cell(pen.word(Word::HHard), 6, quiet)
        .cell(pen.word(Word::HLang), 7, quiet)
        .put(pen.word(Word::HYou), quiet)
}

pub(super) fn entry(card: &ScenarioCard, columns: usize, pen: Pen) -> Row {
    let hard: String =
        (1..=5).map(|step| if step <= card.difficulty { '■' } else { '·' }).collect();
    let langs: Vec<&str> = card.languages.iter().map(|lang| lang_code(*lang)).collect();
    Row::new()
        .text(" ")
        .cell(card.title.get(pen.lang), title_columns(columns), pen.style(Token::Text))
        .right(&card.minutes.to_string(), 5, pen.style(Token::Text))
        .text("  ")
        .cell(&hard, 6, pen.style(Token::Text))
        .cell(&langs.join(" "), 7, pen.style(Token::Quiet))
        .put(&played(card, pen), pen.style(Token::Text))
        .cut(columns.saturating_sub(1))
}

/// `in progress, 17:45`, `twice, best 81`, `never`.
fn played(card: &ScenarioCard, pen: Pen) -> String {
    match &card.open {
        Some((_, DrillTime::START)) => return pen.word(Word::InProgressNow).to_owned(),
        Some((_, at)) => return Word::InProgress.with(pen.lang, &[&at.to_string()]),
        None => {}
    }
    match (card.plays, card.best) {
        (0, _) if card.tutorial => pen.word(Word::BeginHere).to_owned(),
        (0, _) => pen.word(Word::Never).to_owned(),
        (plays, Some(best)) => {
            Word::PlayedBest.with(pen.lang, &[&plays.to_string(), &format!("{best:.0}")])
        }
        (plays, None) => Word::Played.with(pen.lang, &[&plays.to_string()]),
    }
}

/// The selected scenario in a few lines.
pub(super) fn about(buffer: &mut Buffer, area: Rect, card: Option<&ScenarioCard>, pen: Pen) {
    let Some(card) = card else {
        border(buffer, area, Row::new(), Row::new(), false, pen);
        return;
    };
    let title = Row::of(card.title.get(pen.lang), pen.style(Token::Strong));
    let parts = card.services.to_string();
    let right = Word::SystemOf.with(pen.lang, &[card.system.get(pen.lang), &parts]);
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let columns = usize::from(inner.width);
    let trains: Vec<&str> = card.trains.iter().map(|text| text.get(pen.lang)).collect();
    let facts =
        [(Word::Trains, trains.join(" · ")), (Word::Seats, pen.word(Word::SeatsSolo).to_owned())];
    let label = facts.iter().map(|(word, _)| width(pen.word(*word))).max().unwrap_or(0) + 2;
    let mut under: Vec<Row> = Vec::new();
    for (word, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
        for (index, line) in story(text, columns.saturating_sub(label), 2).into_iter().enumerate() {
            let head = if index == 0 { pen.word(*word) } else { "" };
            under.push(Row::new().cell(head, label, pen.style(Token::Quiet)).join(line));
        }
    }
    let room = usize::from(inner.height).saturating_sub(under.len());
    let mut all = story(card.story.get(pen.lang), columns, room);
    all.extend(under);
    rows(buffer, inner, &all);
}

/// A text in so many rows, ended by `…` where it is longer.
fn story(text: &str, columns: usize, room: usize) -> Vec<Row> {
    let lines = wrap(text, columns);
    let cut_off = lines.len() > room;
    let shown = lines.iter().take(room).enumerate().map(|(index, line)| {
        let last = cut_off && index + 1 == room;
        let line = if last { cut(&format!("{line} …"), columns) } else { line.clone() };
        Row::new().text(&line)
    });
    shown.collect()
}
