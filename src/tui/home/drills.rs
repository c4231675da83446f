//! Two pages of the home screen: drills to go on with, and drills to look back on.

use crate::model::time::DrillTime;
use crate::tui::home::title_columns;
use crate::tui::ink::Row;
use crate::tui::message::DrillCard;
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// What a drill is found by.
pub(super) fn haystack(card: &DrillCard, pen: Pen) -> String {
    let kind = kind(card, pen);
    let title = &card.title;
    format!("{} {} {} {} {kind}", card.id, title.en.as_str(), title.get(pen.lang), card.when)
}

/// `practice` where it does not count.
fn kind(card: &DrillCard, pen: Pen) -> &'static str {
    if card.graded || card.open { "" } else { pen.word(Word::PracticeKind) }
}

pub(super) fn head(columns: usize, pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    Row::new()
        .text("  ")
        .cell(pen.word(Word::HTitle), title_columns(columns), quiet)
        .cell(pen.word(Word::HWhen), 18, quiet)
        .right(pen.word(Word::HAt), 7, quiet)
        .right(pen.word(Word::HScore), 8, quiet)
}

pub(super) fn entry(card: &DrillCard, columns: usize, pen: Pen) -> Row {
    let score = card.score.map_or_else(|| "–".to_owned(), |score| format!("{score:.0}"));
    let known = card.at != DrillTime::START;
    let at = if known { card.at.to_string() } else { "–".to_owned() };
    Row::new()
        .text(" ")
        .cell(card.title.get(pen.lang), title_columns(columns), pen.style(Token::Text))
        .cell(&card.when, 18, pen.style(Token::Quiet))
        .right(&at, 7, pen.style(Token::Text))
        .right(&score, 8, pen.style(Token::Text))
        .text("  ")
        .put(kind(card, pen), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(1))
}
