//! Pages 4 and 5 of the debrief: the post-mortem's draft as text, and what to talk about. They are
//! read here; `r` writes the report to a file.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::boxes::{border, row};
use crate::tui::debrief::Debrief;
use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Draws the post-mortem's draft.
pub(super) fn draw_post_mortem(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let title = Row::of(pen.word(Word::DPost), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::PostHint), pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let columns = usize::from(inner.width).saturating_sub(2);
    let first = debrief.rows[3];
    let lines = debrief.data.post_mortem.lines().skip(first).filter_map(|line| {
        let heading = line.starts_with('#');
        let line = plain(line)?;
        let text = if heading { line.trim_start_matches('#').trim() } else { line.trim_end() };
        let style = pen.style(if heading { Token::Strong } else { Token::Text });
        Some(wrap(text, columns).into_iter().map(move |part| Row::of(&part, style)))
    });
    let lines = lines.flatten();
    for (down, own) in lines.take(usize::from(inner.height)).enumerate() {
        row(buffer, inner, down, &Row::new().text(" ").join(own));
    }
}

/// A line of Markdown as it is read on a screen: no stars, cells of a table apart by blanks; none for
/// the line under a table's head.
fn plain(line: &str) -> Option<String> {
    let text = line.replace("**", "").replace('`', "");
    let Some(cells) = text.trim().strip_prefix('|') else { return Some(text) };
    let ruled = cells.chars().all(|letter| matches!(letter, '|' | '-' | ':' | ' '));
    let cells: Vec<&str> = cells.trim_end_matches('|').split('|').map(str::trim).collect();
    (!ruled).then(|| cells.join("   "))
}

/// Headings and paragraphs of the page.
fn paragraphs(debrief: &Debrief) -> Vec<(Word, Vec<String>)> {
    let report = &debrief.data.report;
    let observed = report.observed.iter().map(|(at, who, text)| format!("{at} {who}: {text}"));
    let proposals = report
        .runbooks
        .iter()
        .flat_map(|own| own.proposals.iter().map(|proposal| format!("{}: {proposal}", own.id)));
    let source = report.source.iter().map(|own| format!("{}, {}: {}", own.who, own.date, own.at));
    let all = [
        (Word::TalkAbout, report.questions.clone()),
        (Word::RunbookProposals, proposals.collect()),
        (Word::ObservedIs, observed.collect()),
        (Word::FlagsAre, report.flags.clone()),
        (Word::SourceIs, source.collect()),
    ];
    all.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
}

/// Paragraphs that can be scrolled to.
pub(super) fn count(debrief: &Debrief) -> usize {
    paragraphs(debrief).iter().map(|(_, lines)| lines.len() + 1).sum()
}

/// Draws what to talk about.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let title = Row::of(pen.word(Word::DDiscuss), pen.style(Token::Strong));
    let inner = border(buffer, area, title, Row::new(), true, pen);
    let columns = usize::from(inner.width).saturating_sub(4);
    let mut blocks: Vec<Vec<Row>> = Vec::new();
    for (word, lines) in paragraphs(debrief) {
        blocks.push(vec![Row::of(pen.word(word), pen.style(Token::Strong))]);
        for line in lines {
            let wrapped = wrap(&line, columns.saturating_sub(2));
            blocks.push(
                wrapped
                    .iter()
                    .enumerate()
                    .map(|(index, part)| {
                        Row::new().text(if index == 0 { "- " } else { "  " }).text(part)
                    })
                    .collect(),
            );
        }
    }
    if blocks.is_empty() {
        blocks.push(vec![Row::of(pen.word(Word::NothingHere), pen.style(Token::Quiet))]);
    }
    let rows = blocks.into_iter().skip(debrief.rows[4]).flatten();
    for (down, own) in rows.take(usize::from(inner.height)).enumerate() {
        row(buffer, inner, down, &Row::new().text(" ").join(own));
    }
}
