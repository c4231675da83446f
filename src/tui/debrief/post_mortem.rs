//! Page 4 of the debrief: the post-mortem's draft as text. It is read here and written to a file
//! by `r`; it is not edited on this screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::boxes::{border, row};
use crate::tui::debrief::Debrief;
use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Draws the page.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let title = Row::of(pen.word(Word::DPost), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::PostHint), pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let columns = usize::from(inner.width).saturating_sub(2);
    let first = debrief.rows[3];
    let lines = debrief.data.post_mortem.lines().skip(first).flat_map(|line| {
        let heading = line.starts_with('#');
        let text = line.trim_start_matches('#').trim_end();
        let style = pen.style(if heading { Token::Strong } else { Token::Text });
        let text = if heading { text.trim_start() } else { text };
        wrap(text, columns).into_iter().map(move |part| Row::of(&part, style))
    });
    for (down, own) in lines.take(usize::from(inner.height)).enumerate() {
        row(buffer, inner, down, &Row::new().text(" ").join(own));
    }
}
