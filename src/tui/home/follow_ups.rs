//! A page of the home screen: follow-ups of all drills that nobody has closed, the most urgent
//! first.

use crate::tui::ink::Row;
use crate::tui::message::FollowUpCard;
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Columns of the state: `12 days late`, `due 2026-12-11`.
const STATE: usize = 17;

/// What a follow-up is found by.
pub(super) fn haystack(card: &FollowUpCard) -> String {
    format!("{} {} {} {} {}", card.number, card.priority, card.due, card.owner, card.task)
}

pub(super) fn head(pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    Row::new()
        .right(pen.word(Word::HNumber), 6, quiet)
        .text("  ")
        .cell("", 4, quiet)
        .cell(pen.word(Word::LDue), STATE, quiet)
        .text("  ")
        .cell(pen.word(Word::LOwner), 11, quiet)
        .put(pen.word(Word::LTask), quiet)
}

pub(super) fn entry(card: &FollowUpCard, columns: usize, pen: Pen) -> Row {
    let (state, token) = if card.days_late > 0 {
        (Word::DaysLate.with(pen.lang, &[&card.days_late.to_string()]), Token::Critical)
    } else {
        (Word::DueOn.with(pen.lang, &[&card.due]), Token::Text)
    };
    Row::new()
        .right(&card.number.to_string(), 5, pen.style(Token::Quiet))
        .text("  ")
        .cell(&card.priority, 4, pen.style(Token::Strong))
        .cell(&state, STATE, pen.style(token))
        .text("  ")
        .cell(&card.owner, 11, pen.style(Token::Text))
        .text(&card.task)
        .cut(columns.saturating_sub(1))
}
