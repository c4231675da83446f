//! Page 2 of the debrief: one axis for world, people and promises, with the metric that mattered
//! above it where there is room. The truth is open now, and says so.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::model::time::DrillTime;
use crate::report::{Chart, Lane, LaneKind, OnLane};
use crate::tui::boxes::{border, inset, row, split};
use crate::tui::debrief::Debrief;
use crate::tui::figures::{round_top, steps, tick};
use crate::tui::ink::{Row, cells, wrap};
use crate::tui::model::{Pen, below, scrolled};
use crate::tui::plot::{Plane, blocks, braille};
use crate::tui::theme::{Glyphs, Token};
use crate::tui::words::Word;

/// Columns of a lane's name, and of the chart's axis.
const NAME: usize = 14;
/// Rows of the area from which a chart stands above the lanes.
const CHART_FROM: usize = 30;
/// Rows of the list of moments at least.
const LIST_MIN: usize = 8;

/// Draws the page.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let report = &debrief.data.report;
    let high = usize::from(area.height);
    let (upper, rest) = match &report.chart {
        Some(chart) if high >= CHART_FROM => {
            let (upper, rest) = split(area, (high / 3).clamp(9, 16));
            draw_chart(buffer, upper, debrief, chart, pen);
            (upper, rest)
        }
        _ => split(area, 0),
    };
    let left = high.saturating_sub(usize::from(upper.height));
    let rows = (report.lanes.len() + 3).min(left.saturating_sub(LIST_MIN).max(5));
    let (middle, lower) = split(rest, rows);
    lanes(buffer, middle, debrief, pen);
    list(buffer, lower, debrief, pen);
}

/// The column of a time on an axis of so many columns.
fn column(debrief: &Debrief, plot: usize, at: DrillTime) -> usize {
    let end = f64::from(debrief.data.report.ended.0.0.max(1));
    let across = f64::from(at.0) / end * (plot as f64 - 1.0);
    steps(across).min(plot.saturating_sub(1))
}

/// The moment selected.
fn selected(debrief: &Debrief) -> Option<&OnLane> {
    let row = debrief.rows[1].min(debrief.moments.len().saturating_sub(1));
    debrief.moments.get(row).map(|(_, mark)| mark)
}

fn draw_chart(buffer: &mut Buffer, area: Rect, debrief: &Debrief, chart: &Chart, pen: Pen) {
    let name = format!("{} {}", chart.metric, chart.unit);
    let title = Row::of(&name, pen.style(Token::Strong))
        .text("  ")
        .put(pen.word(Word::TruthAndShown), pen.style(Token::Quiet));
    let right = Row::of(pen.word(Word::TruthOpen), pen.style(Token::Me));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let plot = Rect {
        x: inner.x + cells(NAME),
        width: inner.width.saturating_sub(cells(NAME)),
        height: inner.height.saturating_sub(1),
        ..inner
    };
    let values = chart.truth.iter().chain(&chart.shown).map(|(_, value)| *value);
    let top = round_top(values.fold(0.0, f64::max));
    let end = f64::from(debrief.data.report.ended.0.0.max(1));
    let plane = Plane { from: 0.0, to: end, top };
    let quiet = pen.style(Token::Quiet);
    row(buffer, inner, 0, &Row::new().right(&tick(top), NAME - 1, quiet));
    let zero = usize::from(plot.height).saturating_sub(1);
    row(buffer, inner, zero, &Row::new().right("0", NAME - 1, quiet));
    let wide = usize::from(plot.width);
    for (at, letter, _) in &chart.marks {
        let x = plot.x + cells(column(debrief, wide, *at));
        upright(buffer, plot, x, pen.style(Token::Mark));
        if let Some(cell) = buffer.cell_mut((x, plot.bottom())) {
            cell.set_char(*letter).set_style(pen.style(Token::Mark));
        }
    }
    let points = |list: &[(DrillTime, f64)]| -> Vec<(f64, f64)> {
        list.iter().map(|(at, value)| (f64::from(at.0), *value)).collect()
    };
    let (shown, truth) = (points(&chart.shown), points(&chart.truth));
    if pen.glyphs == Glyphs::Unicode {
        braille(buffer, plot, plane, &shown, 120.0, quiet);
        braille(buffer, plot, plane, &truth, 120.0, pen.style(Token::Data));
    } else {
        blocks(buffer, plot, plane, &truth, pen.style(Token::Data));
    }
}

fn upright(buffer: &mut Buffer, plot: Rect, x: u16, style: Style) {
    for y in plot.top()..plot.bottom() {
        if let Some(cell) = buffer.cell_mut((x, y))
            && x < plot.right()
        {
            cell.set_symbol("┊").set_style(style);
        }
    }
}

fn lanes(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let report = &debrief.data.report;
    let title = Row::of(pen.word(Word::OneAxis), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::TruthOpen), pen.style(Token::Me));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let plot = usize::from(inner.width).saturating_sub(NAME).max(1);
    let room = usize::from(inner.height).saturating_sub(1);
    let at = selected(debrief).map(|mark| column(debrief, plot, mark.at));
    // Where lanes are too many, the lane of what is selected stays in sight.
    let row_of = debrief.moments.get(debrief.rows[1]).map_or(0, |(lane, _)| *lane);
    let first = scrolled(row_of, report.lanes.len(), room);
    for (down, lane) in report.lanes.iter().skip(first).take(room).enumerate() {
        let name = Row::new().cell(&lane.name, NAME, pen.style(Token::Quiet));
        row(buffer, inner, down, &name);
        let text: String = marks(debrief, lane, plot).into_iter().collect();
        let own = Row::of(&text, pen.style(token(lane.kind)));
        own.draw(buffer, inner.x + cells(NAME), below(inner, down), cells(plot));
        if let Some(at) = at {
            let cell = (inner.x + cells(NAME + at), below(inner, down));
            if let Some(cell) = buffer.cell_mut(cell)
                && cell.symbol() == " "
            {
                cell.set_symbol("│").set_style(pen.style(Token::Quiet));
            }
        }
    }
    axis(buffer, inner, debrief, plot, at, pen);
}

fn axis(
    buffer: &mut Buffer,
    area: Rect,
    debrief: &Debrief,
    plot: usize,
    at: Option<usize>,
    pen: Pen,
) {
    let down = usize::from(area.height).saturating_sub(1);
    let last = debrief.data.report.ended.0.to_string();
    let line = Row::new()
        .to(NAME)
        .text("00:00")
        .to(NAME + plot.saturating_sub(last.len()))
        .text(&last)
        .over(pen.style(Token::Quiet));
    row(buffer, area, down, &line);
    if let (Some(at), Some(mark)) = (at, selected(debrief)) {
        let text = format!(" {} ", mark.at);
        let x = (area.x + cells(NAME + at)).saturating_sub(3);
        let x = x.min(area.right().saturating_sub(cells(text.len())));
        Row::of(&text, pen.style(Token::Me)).draw(buffer, x, below(area, down), 9);
    }
}

/// A lane as letters: spans as lines, moments as dots, several at one place as a block.
fn marks(debrief: &Debrief, lane: &Lane, plot: usize) -> Vec<char> {
    let mut cells = vec![' '; plot];
    for mark in &lane.marks {
        let from = column(debrief, plot, mark.at);
        if let Some(until) = mark.until {
            let to = column(debrief, plot, until);
            let body = if lane.kind == LaneKind::Missed { '!' } else { '─' };
            for cell in cells.iter_mut().take(to + 1).skip(from) {
                if *cell == ' ' {
                    *cell = body;
                }
            }
        }
    }
    for mark in lane.marks.iter().filter(|mark| mark.until.is_none()) {
        if let Some(cell) = cells.get_mut(column(debrief, plot, mark.at)) {
            *cell = if matches!(*cell, '•' | '■') { '■' } else { '•' };
        }
    }
    cells
}

const fn token(kind: LaneKind) -> Token {
    match kind {
        LaneKind::World => Token::Mark,
        LaneKind::Alerts => Token::Warning,
        LaneKind::Missed => Token::Critical,
        LaneKind::Updates | LaneKind::Kept => Token::Ok,
        LaneKind::Player | LaneKind::Runbook | LaneKind::People => Token::Data,
    }
}

fn list(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let title = Row::of(pen.word(Word::WhoDidWhat), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::MoveLine), pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let columns = usize::from(inner.width).saturating_sub(2);
    if debrief.moments.is_empty() {
        row(buffer, inner, 0, &Row::new().text(" ").text(pen.word(Word::NothingHere)));
        return;
    }
    let selected = debrief.rows[1].min(debrief.moments.len() - 1);
    // Only what can be in sight is laid out: a long drill has thousands of moments.
    let height = usize::from(inner.height);
    let from = selected.saturating_sub(height);
    let mut lines: Vec<Row> = Vec::new();
    let mut held = 0;
    let near = debrief.moments.iter().enumerate().skip(from).take(height * 2 + 1);
    for (index, (lane, mark)) in near {
        if index == selected {
            held = lines.len();
        }
        lines.extend(entry(debrief, *lane, mark, index == selected, columns, pen));
    }
    let first = scrolled(held, lines.len(), height);
    for (down, own) in lines.iter().skip(first).take(height).enumerate() {
        row(buffer, inner, down, own);
    }
}

fn entry(
    debrief: &Debrief,
    lane: usize,
    mark: &OnLane,
    chosen: bool,
    columns: usize,
    pen: Pen,
) -> Vec<Row> {
    let style = pen.style(if chosen { Token::Strong } else { Token::Text });
    let quiet = pen.style(Token::Quiet);
    let cost = mark.seq.and_then(|seq| {
        let cites = |line: &&&crate::report::LineRow| line.entries.iter().any(|own| own.0 == seq);
        debrief.costs().iter().find(cites).map(|line| line.earned - line.possible)
    });
    let cost = cost.map_or_else(String::new, |points| format!("{points:.1}"));
    let lane = debrief.data.report.lanes.get(lane);
    let world = lane.is_some_and(|lane| lane.kind == LaneKind::World);
    let tint = if world { pen.style(Token::Mark) } else { style };
    let lead = Row::of(if chosen { ">" } else { " " }, style)
        .put(&mark.at.to_string(), quiet)
        .text(" ")
        .right(&cost, 5, pen.style(Token::Warning))
        .text(" ")
        .cell(lane.map_or("", |lane| lane.name.as_str()), NAME - 2, tint)
        .text(" ");
    let indent = lead.width();
    let most = if chosen { 8 } else { 1 };
    let lines = wrap(&mark.says, columns.saturating_sub(indent + 2).max(10));
    let more = lines.len() > most;
    lines
        .iter()
        .take(most)
        .enumerate()
        .map(|(index, line)| {
            let head = if index == 0 { lead.clone() } else { Row::new().to(indent) };
            let row = head.put(line, tint);
            if more && index + 1 == most { row.put(" …", quiet) } else { row }
        })
        .collect()
}
