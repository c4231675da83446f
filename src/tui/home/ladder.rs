//! A page of the home screen: where the player stands on the ladder of skills, for their eyes
//! alone, and what to play next.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::report::standing::text::evidence;
use crate::report::standing::{OfSkill, Standing};
use crate::tui::boxes::{border, inset, rows};
use crate::tui::ink::{Row, wrap};
use crate::tui::message::ScenarioCard;
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Levels with their skills, one row each.
pub(super) fn entries(standing: &Standing, columns: usize, pen: Pen) -> Vec<Row> {
    let mut all = Vec::new();
    for level in &standing.levels {
        let mark = if level.reached { "✓" } else { "·" };
        let style = pen.style(if level.reached { Token::Ok } else { Token::Strong });
        let head = Row::new()
            .text(" ")
            .put(mark, style)
            .text(" ")
            .put(level.name.get(pen.lang), pen.style(Token::Strong))
            .text("  ")
            .put(level.means.get(pen.lang), pen.style(Token::Quiet));
        all.push(head.cut(columns.saturating_sub(1)));
        all.extend(level.skills.iter().map(|skill| entry(skill, columns, pen)));
    }
    all
}

/// `  [x] Looks before acting   looked: 3 of 3`.
fn entry(skill: &OfSkill, columns: usize, pen: Pen) -> Row {
    let style = pen.style(if skill.shown { Token::Ok } else { Token::Text });
    let seen: Vec<String> = skill.evidence.iter().map(|own| evidence(own, pen.lang)).collect();
    Row::new()
        .text("   ")
        .put(skill.mark(), style)
        .text(" ")
        .put(skill.what.get(pen.lang), pen.style(Token::Text))
        .text("  ")
        .put(&seen.join(" · "), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(1))
}

/// What to play next, and why.
pub(super) fn about(
    buffer: &mut Buffer,
    area: Rect,
    standing: &Standing,
    library: &[ScenarioCard],
    pen: Pen,
) {
    let title = Row::of(pen.word(Word::PlayNext), pen.style(Token::Strong));
    let counts = [standing.drills.to_string(), standing.practice.to_string()];
    let right = Word::DrillsCounted.with(pen.lang, &[&counts[0], &counts[1]]);
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let columns = usize::from(inner.width);
    let mut all: Vec<Row> = Vec::new();
    if let Some(next) = &standing.next {
        let card = library.iter().find(|card| card.id == next.scenario.as_str());
        let name = card.map_or(next.scenario.as_str(), |card| card.title.get(pen.lang));
        all.push(Row::of(name, pen.style(Token::Strong)));
        all.extend(wrap(next.why.get(pen.lang), columns).iter().map(|line| Row::new().text(line)));
    }
    all.push(Row::new());
    let only = wrap(pen.word(Word::LadderYours), columns);
    all.extend(only.iter().map(|line| Row::of(line, pen.style(Token::Quiet))));
    rows(buffer, inner, &all);
}
