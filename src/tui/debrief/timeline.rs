//! Pages 2 and 3 of the debrief: one axis for world, people and promises, and the updates as
//! they were sent.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::boxes::{border, inset, row, split};
use crate::tui::debrief::Debrief;
use crate::tui::figures::steps;
use crate::tui::ink::{Row, cells, wrap};
use crate::tui::message::{Lane, Moment};
use crate::tui::model::{Pen, below, scrolled};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Columns of a lane's name.
const NAME: usize = 12;

const LANES: [(Lane, Word); 5] = [
    (Lane::Truth, Word::LaneTruth),
    (Lane::Alerts, Word::LaneAlerts),
    (Lane::Players, Word::LanePlayers),
    (Lane::Updates, Word::LaneUpdates),
    (Lane::People, Word::LanePeople),
];

/// Moments of updates.
pub(super) fn updates(debrief: &Debrief) -> Vec<&Moment> {
    debrief.data.timeline.iter().filter(|moment| moment.lane == Lane::Updates).collect()
}

/// Draws the timeline: lanes on one axis, then the moments.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let moments: Vec<&Moment> = debrief.data.timeline.iter().collect();
    let (upper, lower) = split(area, LANES.len() + 3);
    lanes(buffer, upper, debrief, &moments, pen);
    list(buffer, lower, debrief, &moments, Word::WhoDidWhat, pen);
}

/// Draws the updates.
pub(super) fn draw_updates(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    list(buffer, area, debrief, &updates(debrief), Word::DUpdates, pen);
}

fn lanes(buffer: &mut Buffer, area: Rect, debrief: &Debrief, moments: &[&Moment], pen: Pen) {
    let title = Row::of(pen.word(Word::OneAxis), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), false, pen));
    let plot = usize::from(inner.width).saturating_sub(NAME + 1).max(1);
    let end = f64::from(debrief.data.ended.0.max(1));
    let column = |seconds: u32| steps(f64::from(seconds) / end * (plot as f64 - 1.0)).min(plot - 1);
    let selected = moments.get(debrief.rows[1].min(moments.len().saturating_sub(1)));
    for (down, (lane, name)) in LANES.iter().enumerate() {
        let quiet = pen.style(Token::Quiet);
        row(buffer, inner, down, &Row::new().cell(pen.word(*name), NAME, quiet));
        let mut marks = vec![' '; plot];
        for moment in moments.iter().filter(|moment| moment.lane == *lane) {
            if let Some(slot) = marks.get_mut(column(moment.at.0)) {
                *slot = if *slot == ' ' { '•' } else { '■' };
            }
        }
        let text: String = marks.into_iter().collect();
        let own =
            Row::of(&text, pen.style(if *lane == Lane::Truth { Token::Mark } else { Token::Data }));
        own.draw(buffer, inner.x + cells(NAME), below(inner, down), cells(plot));
    }
    let axis = LANES.len();
    let (first, last) = ("00:00".to_owned(), debrief.data.ended.to_string());
    let line = Row::new().to(NAME).text(&first).to(NAME + plot - last.len().min(plot)).text(&last);
    row(buffer, inner, axis, &line.over(pen.style(Token::Quiet)));
    if let Some(moment) = selected {
        let x = inner.x + cells(NAME + column(moment.at.0));
        let text = moment.at.to_string();
        let at = x.saturating_sub(2).min(inner.right().saturating_sub(5));
        Row::of(&text, pen.style(Token::Me)).draw(buffer, at, below(inner, axis), 5);
    }
}

fn list(
    buffer: &mut Buffer,
    area: Rect,
    debrief: &Debrief,
    moments: &[&Moment],
    title: Word,
    pen: Pen,
) {
    let title = Row::of(pen.word(title), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::MoveLine), pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let columns = usize::from(inner.width).saturating_sub(2);
    if moments.is_empty() {
        row(buffer, inner, 0, &Row::new().text(" ").text(pen.word(Word::NothingHere)));
        return;
    }
    let selected = debrief.rows.get(debrief.page).copied().unwrap_or(0).min(moments.len() - 1);
    let mut lines: Vec<Row> = Vec::new();
    let mut held = 0;
    for (index, moment) in moments.iter().enumerate() {
        let chosen = index == selected;
        if chosen {
            held = lines.len();
        }
        lines.extend(entry(debrief, moment, chosen, columns, pen));
    }
    let height = usize::from(inner.height);
    let first = scrolled(held, lines.len(), height);
    for (down, own) in lines.iter().skip(first).take(height).enumerate() {
        row(buffer, inner, down, own);
    }
}

fn entry(debrief: &Debrief, moment: &Moment, chosen: bool, columns: usize, pen: Pen) -> Vec<Row> {
    let mark = if chosen { ">" } else { " " };
    let style = pen.style(if chosen { Token::Strong } else { Token::Text });
    let quiet = pen.style(Token::Quiet);
    let cost = debrief.costs().into_iter().find(|line| line.evidence.contains(&moment.seq));
    let cost = cost.map(|line| format!("{:.1}", line.earned - line.possible)).unwrap_or_default();
    let lane = if moment.lane == Lane::Truth { pen.style(Token::Mark) } else { style };
    let lead = Row::of(mark, style)
        .put(&moment.at.to_string(), quiet)
        .text(" ")
        .right(&cost, 5, pen.style(Token::Warning))
        .text(" ")
        .cell(&moment.who, 9, lane)
        .text(" ");
    let indent = lead.width();
    let most = if chosen { 12 } else { 1 };
    let lines = wrap(moment.what.as_str(), columns.saturating_sub(indent).max(10));
    let more = lines.len() > most;
    lines
        .iter()
        .take(most)
        .enumerate()
        .map(|(index, line)| {
            let head = if index == 0 { lead.clone() } else { Row::new().to(indent) };
            let row = head.put(line, lane);
            if more && index + 1 == most { row.put(" …", quiet) } else { row }
        })
        .collect()
}
