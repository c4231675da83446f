//! The self-rating before any number: six rows, one key each. Skipping is allowed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::command::Rating;
use crate::content::process::Capability;
use crate::tui::boxes::{border, inset, rows, split};
use crate::tui::debrief::Debrief;
use crate::tui::ink::{Row, wrap};
use crate::tui::keys::Action;
use crate::tui::message::Intent;
use crate::tui::model::{Pen, stepped};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// One key a row; Enter skips what is left.
pub(super) fn act(debrief: &mut Debrief, action: Action) -> Vec<Intent> {
    let Some((ratings, at)) = &mut debrief.rating else { return Vec::new() };
    let last = Capability::ALL.len() - 1;
    let mut intents = Vec::new();
    match action {
        Action::Rate(rating) => {
            if let (Some(own), Some(which)) = (ratings.get_mut(*at), Capability::ALL.get(*at)) {
                *own = Some(rating);
                intents.push(Intent::Send(format!("/self {} {rating:?}", which.name())));
            }
            if *at == last {
                debrief.own.clone_from(ratings);
                debrief.rating = None;
            } else {
                *at += 1;
            }
        }
        Action::Move(step) => *at = stepped(*at, last + 1, step, 1),
        Action::Enter | Action::Back => {
            debrief.own.clone_from(ratings);
            debrief.rating = None;
        }
        Action::Leave => return vec![Intent::Leave],
        _ => {}
    }
    intents
}

/// Draws the rows.
pub(super) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    ratings: &[Option<Rating>],
    at: usize,
    pen: Pen,
) {
    let (area, _) = split(area, 18);
    let title = Row::of(pen.word(Word::RateTitle), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), true, pen));
    let columns = usize::from(inner.width);
    let mut lines: Vec<Row> =
        wrap(pen.word(Word::RateIntro), columns).iter().map(|line| Row::new().text(line)).collect();
    lines.push(Row::new());
    for (index, which) in Capability::ALL.iter().enumerate() {
        let mark = if index == at { "> " } else { "  " };
        let token = if index == at { Token::Strong } else { Token::Text };
        let given = ratings.get(index).copied().flatten();
        let given = given.map_or_else(|| "·".to_owned(), |own| format!("{own:?}"));
        let name = crate::tui::words::capability(*which);
        lines.push(
            Row::new()
                .put(mark, pen.style(token))
                .cell(name.get(pen.lang), 24, pen.style(token))
                .put(&given, pen.style(Token::Strong)),
        );
    }
    lines.push(Row::new());
    for word in [Word::RateP, Word::RateS, Word::RateM, Word::RateU] {
        lines.push(Row::of(pen.word(word), pen.style(Token::Quiet)));
    }
    lines.push(Row::of(pen.word(Word::RateSkip), pen.style(Token::Quiet)));
    rows(buffer, inner, &lines);
}
