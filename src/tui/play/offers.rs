//! What may stand at the cursor of the line: commands first that can be said now, the others with
//! why not. It refuses nothing; the drill does.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::command::{Completion, When, Who, completions, find};
use crate::tui::boxes::{border, clear, row};
use crate::tui::form::both;
use crate::tui::ink::{Row, cells, pad, width};
use crate::tui::model::{Pen, scrolled};
use crate::tui::play::Play;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Rows shown at once.
const OFFERS_MAX: usize = 9;

/// What may stand at the cursor, best first.
pub(super) fn offers(play: &Play) -> Vec<Completion> {
    let field = &play.line.field;
    let mut offers = completions(field.text(), field.at(), &play.words);
    offers.retain(|own| is_mine(play, own));
    for own in &mut offers {
        if let Some(why) = not_now(play, &own.text) {
            own.note = both(why);
        }
    }
    // A command that cannot be said now stays on the list, at its end.
    offers.sort_by_key(|own| (not_now(play, &own.text).is_some(), own.text == "/say"));
    offers
}

/// Whether a player may ever say it at this point of the drill.
fn is_mine(play: &Play, own: &Completion) -> bool {
    let Some(spec) = own.text.strip_prefix('/').and_then(find) else { return true };
    let over = play.view.ended.is_some();
    spec.who != Who::Facilitator && (spec.when != When::After || over)
}

/// Why a command cannot be said now.
fn not_now(play: &Play, text: &str) -> Option<Word> {
    let view = &play.view;
    let open = view.incidents.iter().any(|row| row.open);
    match text.strip_prefix('/')? {
        "update" if view.incidents.is_empty() => Some(Word::NotNowIncident),
        "status" | "severity" | "close" | "assign" | "handover" if !open => {
            Some(Word::NotNowIncident)
        }
        "ack" if !view.alerts.iter().any(|row| row.waits_for_me) => Some(Word::NotNowPage),
        "answer" if !view.inbox.iter().any(|own| own.answered.is_none()) => {
            Some(Word::NotNowQuestion)
        }
        "jump" if view.jump.is_none() => Some(Word::NotNowJump),
        "hint" if view.next_hint_price.is_none() => Some(Word::NoHint),
        "resume" if !view.paused => Some(Word::NotNowPaused),
        "step" if view.runbook.is_none() => Some(Word::NotNowRunbook),
        _ => None,
    }
}

/// Completions over the bottom of the body.
pub(super) fn draw(buffer: &mut Buffer, body: Rect, play: &Play, pen: Pen) {
    let offers = offers(play);
    if offers.is_empty() {
        return;
    }
    let count = offers.len();
    let shown = count.min(OFFERS_MAX).min(usize::from(body.height).saturating_sub(2));
    let columns = usize::from(body.width).min(100);
    let high = cells(shown + 2);
    let area = Rect::new(body.x, body.bottom().saturating_sub(high), cells(columns), high);
    clear(buffer, area);
    let place = Word::OneOf
        .with(pen.lang, &[&(play.line.choice + 1).min(count).to_string(), &count.to_string()]);
    let title = Row::of(pen.word(Word::Offers), pen.style(Token::Strong));
    let right = Row::of(&place, pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let names = offers.iter().map(|own| width(&own.text)).max().unwrap_or(8).min(columns / 3);
    let first = scrolled(play.line.choice, count, shown);
    for (down, own) in offers.iter().skip(first).take(shown).enumerate() {
        let chosen = first + down == play.line.choice;
        let key = own.text.strip_prefix('/').and_then(find).and_then(|spec| spec.form);
        let style = pen.style(if chosen { Token::Strong } else { Token::Text });
        let text = Row::new()
            .put(if chosen { "> " } else { "  " }, style)
            .cell(&own.text, names, style)
            .text("  ")
            .put(&pad(&key.map_or_else(String::new, |key| key.to_string()), 2), style)
            .put(own.note.get(pen.lang), pen.style(Token::Quiet));
        row(buffer, inner, down, &text.cut(usize::from(inner.width)));
    }
}
