//! Pane 6: who waits for an answer, since when, and by when the process wants one. It never
//! answers.

use crate::model::time::clock;
use crate::tui::ink::{Row, width, wrap};
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::InboxItem;

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let inbox = &play.view.inbox;
    let waiting = inbox.iter().filter(|item| waits(item)).count();
    let right = if waiting == 0 {
        String::new()
    } else {
        Word::Waiting.with(pen.lang, &[&waiting.to_string()])
    };
    Art {
        right,
        items: inbox
            .iter()
            .enumerate()
            .map(|(row, own)| item(play, row, own, pen, columns))
            .collect(),
        empty: pen.word(Word::NobodyWaits).to_owned(),
        ..Art::default()
    }
}

/// Whether somebody waits for an answer to it.
pub(super) const fn waits(item: &InboxItem) -> bool {
    item.question.is_some() && item.answered.is_none()
}

/// What an entry is called by a selection.
pub(super) fn key(row: usize, item: &InboxItem) -> String {
    item.question.map_or_else(|| format!("{}-{}-{row}", item.at, item.from), |id| id.to_string())
}

fn item(play: &Play, row: usize, own: &InboxItem, pen: Pen, columns: usize) -> Item {
    let now = play.view.now;
    let lang = pen.lang;
    let (sigil, token, state) = match (own.answered, own.due) {
        (Some(at), _) => ("✓", Token::Ok, Word::AnsweredAt.with(lang, &[&at.to_string()])),
        (None, Some(due)) if due < now => {
            let late = clock(now.since(due));
            ("!!", Token::Critical, Word::AnswerLate.with(lang, &[&late]))
        }
        (None, Some(due)) => {
            let left = due.since(now);
            let token = if left < 120 { Token::Warning } else { Token::Text };
            let sigil = if left < 120 { "!" } else { "·" };
            (sigil, token, Word::AnswerDue.with(lang, &[&clock(left)]))
        }
        (None, None) => ("·", Token::Quiet, own.at.to_string()),
    };
    let from =
        if own.count > 1 { format!("{} ×{}", own.from, own.count) } else { own.from.clone() };
    let title = if own.title.is_empty() { String::new() } else { format!("  {}", own.title) };
    let lead = Row::new().cell(sigil, 2, pen.style(token)).text(" ");
    let name = lead.put(&from, pen.style(Token::Strong));
    let room = columns.saturating_sub(name.width() + width(&state) + 2);
    // A time is never cut: the duty of who asks gives way.
    let name = if width(&title) <= room { name.put(&title, pen.style(Token::Quiet)) } else { name };
    let gap = columns.saturating_sub(name.width() + width(&state)).max(2);
    let head = name.text(&" ".repeat(gap)).put(&state, pen.style(token));
    let says = own.text.get(lang);
    let mut rows = vec![head];
    let lines = wrap(says, columns.saturating_sub(3).max(8));
    rows.extend(lines.iter().map(|line| Row::new().text("   ").text(line)));
    Item::new(&key(row, own), rows, &format!("{} {says}", own.from))
}
