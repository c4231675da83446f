//! A real incident has begun: one sentence and the reason on the whole screen, and nothing else.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::text::DisplayText;
use crate::tui::boxes::{border, inset, row};
use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::HostWord;

/// Draws it above the key bar.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, (who, why): (&str, &DisplayText), pen: Pen) {
    let inner = inset(border(buffer, area, Row::new(), Row::new(), true, pen));
    let columns = usize::from(inner.width);
    let mut lines = wrap(HostWord::RealIncident.get(pen.lang), columns);
    let loud = lines.len();
    if !why.is_empty() {
        lines.push(String::new());
        lines.extend(wrap(&HostWord::AbortedBy.with(pen.lang, &[who, why.as_str()]), columns));
    }
    let top = usize::from(inner.height).saturating_sub(lines.len()) / 2;
    for (down, line) in lines.iter().enumerate() {
        let style = pen.style(if down < loud { Token::Critical } else { Token::Strong });
        row(buffer, inner, top + down, &Row::of(line, style).cut(columns));
    }
}
