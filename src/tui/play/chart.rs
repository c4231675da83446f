//! Pane 3: one metric over time with its threshold and what was done meanwhile. Scale from 0;
//! a missing scrape is a gap.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::metric::{Metric, MetricRef, Unit};
use crate::model::time::{DrillTime, clock};
use crate::tui::boxes::{border, inset, row};
use crate::tui::figures::{bars, metric_title, on_axis, reading, round_top, steps, tick};
use crate::tui::ink::{Row, cells, wrap};
use crate::tui::keys::Step;
use crate::tui::model::{Pen, extent};
use crate::tui::pane::Pane;
use crate::tui::play::{Play, layout};
use crate::tui::plot::{Plane, blocks, braille, dotted};
use crate::tui::theme::{Glyphs, Token};
use crate::tui::words::Word;

/// Ranges in minutes.
const RANGES: [u32; 3] = [5, 15, 60];
/// Columns of the axis with its numbers.
const AXIS: u16 = 7;

/// The metric of the nth chart.
pub(super) fn metric(play: &Play, nth: u8) -> Option<MetricRef> {
    let history = &play.view.history;
    let service = play.service();
    let of = |metric| service.map(|part| MetricRef { part: part.clone(), metric });
    match nth {
        0 => play.metric.clone().or_else(|| of(Metric::ErrorRatio)),
        1 => of(Metric::P99),
        _ => history.keys().find(|key| key.metric == Metric::Value).cloned(),
    }
}

/// Metrics that `[` and `]` step through: those of the charted part, then the business.
fn choices(play: &Play) -> Vec<MetricRef> {
    let part = metric(play, 0).filter(|own| own.metric != Metric::Value).map(|own| own.part);
    let part = part.or_else(|| play.service().cloned());
    let keys = play.view.history.keys();
    let mut own: Vec<MetricRef> =
        keys.clone().filter(|key| Some(&key.part) == part.as_ref()).cloned().collect();
    own.extend(keys.filter(|key| key.metric == Metric::Value).cloned());
    own
}

/// Another metric on the chart.
pub(super) fn step_metric(play: &mut Play, step: Step) {
    let choices = choices(play);
    let at = metric(play, 0).and_then(|own| choices.iter().position(|key| *key == own));
    let count = choices.len().max(1);
    let next = match (at, step) {
        (None, _) => 0,
        (Some(at), Step::On) => (at + 1) % count,
        (Some(at), _) => (at + count - 1) % count,
    };
    play.metric = choices.get(next).cloned();
}

/// A longer or shorter range.
pub(super) fn step_range(play: &mut Play, step: Step) {
    let at = RANGES.iter().position(|range| *range == play.range).unwrap_or(1);
    let next = if step == Step::On { (at + 1).min(RANGES.len() - 1) } else { at.saturating_sub(1) };
    play.range = RANGES.get(next).copied().unwrap_or(15);
}

/// What is drawn, worked out.
struct Scene<'a> {
    points: Vec<(f64, f64)>,
    plane: Plane,
    threshold: Option<f64>,
    newest: Option<&'a (DrillTime, f64)>,
    /// The same metric of the part beside it: points, and the newest.
    beside: Option<Beside>,
}

/// The same metric of another part.
struct Beside {
    points: Vec<(f64, f64)>,
    metric: MetricRef,
    newest: f64,
}

pub(super) fn draw(buffer: &mut Buffer, area: Rect, play: &Play, nth: u8, pen: Pen, heavy: bool) {
    let (columns, rows) = extent(area);
    if columns < 8 || rows < 3 {
        return;
    }
    let chosen = metric(play, nth);
    let name = Row::new().put(
        &format!("{} {}", Pane::Chart.digit(), pen.word(Word::Chart)),
        pen.style(Token::Strong),
    );
    let Some(chosen) = chosen.filter(|own| play.view.history.contains_key(own)) else {
        let inner = inset(border(buffer, area, name, Row::new(), heavy, pen));
        let lines = wrap(pen.word(Word::NoChart), usize::from(inner.width));
        for (down, line) in lines.iter().enumerate() {
            row(buffer, inner, down, &Row::of(line, pen.style(Token::Quiet)));
        }
        return;
    };
    let scene = scene(play, &chosen, nth);
    let mut title = name.text("  ");
    if let Some((at, value)) = scene.newest {
        let age = play.view.now.since(*at);
        title = title.put(&reading(chosen.metric, *value), pen.style(Token::Strong));
        if age >= 30 {
            title = title.put(&format!(" ({})", clock(age)), pen.style(Token::Quiet));
        }
        title = title.text("  ");
    }
    let mut title = title.text(&metric_title(&chosen, pen.lang));
    if let Some(own) = &scene.beside {
        let text = [own.metric.part.as_str(), &reading(own.metric.metric, own.newest)];
        let text = format!("  {}", Word::Beside.with(pen.lang, &text));
        title = title.put(&text, pen.style(Token::Beside));
    }
    let right = Word::RangeMin.with(pen.lang, &[&play.range.to_string()]);
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, heavy, pen);
    if layout::roomy(inner) {
        full(buffer, inset(inner), play, &chosen, &scene, pen);
    } else {
        small(buffer, inset(inner), chosen.metric, &scene, pen);
    }
}

/// Points of the window, and the scale that holds them.
fn scene<'a>(play: &'a Play, metric: &MetricRef, nth: u8) -> Scene<'a> {
    let now = play.view.now.0;
    let range = play.range * 60;
    let from = now.saturating_sub(range);
    let span = range.min(now.max(300));
    let history = play.view.history.get(metric).map_or(&[][..], Vec::as_slice);
    let points = points(history, metric.metric, from);
    let beside = play.beside.clone().filter(|part| nth == 0 && *part != metric.part);
    let beside = beside.and_then(|part| {
        let other = MetricRef { part, metric: metric.metric };
        let history = play.view.history.get(&other)?;
        let newest = history.last()?.1;
        let points = self::points(history, metric.metric, from);
        Some(Beside { points, metric: other, newest })
    });
    let threshold = play.view.thresholds.get(metric).map(|own| on_axis(metric.metric, *own));
    let others = beside.iter().flat_map(|own| &own.points);
    let most = points.iter().chain(others).map(|(_, value)| *value).fold(0.0, f64::max);
    // A share of nothing is drawn on an axis of one per cent.
    let least = if most <= 0.0 || metric.metric.unit() == Unit::Ratio { 1.0 } else { 0.0 };
    let top = round_top(most.max(least).max(threshold.map_or(0.0, |own| own * 1.2)));
    let plane = Plane { from: f64::from(from), to: f64::from(from + span), top };
    Scene { points, plane, threshold, newest: history.last(), beside }
}

/// A history from a minute before the window on, as the axis counts.
fn points(history: &[(DrillTime, f64)], metric: Metric, from: u32) -> Vec<(f64, f64)> {
    let start = history.partition_point(|(at, _)| at.0 + 60 < from);
    let recent = history.get(start..).unwrap_or_default();
    recent.iter().map(|(at, value)| (f64::from(at.0), on_axis(metric, *value))).collect()
}

/// A line with axis, threshold and marks.
fn full(
    buffer: &mut Buffer,
    area: Rect,
    play: &Play,
    metric: &MetricRef,
    scene: &Scene<'_>,
    pen: Pen,
) {
    let plot = Rect {
        x: area.x + AXIS,
        width: area.width.saturating_sub(AXIS),
        height: area.height.saturating_sub(1),
        ..area
    };
    let quiet = pen.style(Token::Quiet);
    let high = usize::from(plot.height);
    let level = |value: f64| {
        let up = if scene.plane.top > 0.0 { value / scene.plane.top } else { 0.0 };
        steps((1.0 - up.clamp(0.0, 1.0)) * (high as f64 - 1.0))
    };
    let label = |value: f64| Row::new().right(&tick(value), usize::from(AXIS) - 1, quiet);
    row(buffer, area, 0, &label(scene.plane.top));
    row(buffer, area, high.saturating_sub(1), &label(0.0));
    if let Some(bound) = scene.threshold.filter(|bound| *bound <= scene.plane.top) {
        // Never on the row of the nought.
        let down = level(bound).min(high.saturating_sub(2));
        row(buffer, area, down, &label(bound));
        let dashes = "╌".repeat(usize::from(plot.width));
        row(buffer, plot, down, &Row::of(&dashes, quiet));
    }
    marks(buffer, plot, play, metric, scene, pen);
    ticks(buffer, plot, play, scene, pen);
    if let Some(own) = &scene.beside {
        dotted(buffer, plot, scene.plane, &own.points, pen.style(Token::Beside));
    }
    let line = pen.style(Token::Data);
    if pen.glyphs == Glyphs::Unicode {
        braille(buffer, plot, scene.plane, &scene.points, gap(&scene.points), line);
    } else {
        blocks(buffer, plot, scene.plane, &scene.points, line);
    }
}

/// Seconds between two points from which one between them is missing.
fn gap(points: &[(f64, f64)]) -> f64 {
    let apart = points.windows(2).filter_map(|pair| match pair {
        [one, two] => Some(two.0 - one.0),
        _ => None,
    });
    apart.fold(f64::MAX, f64::min).clamp(1.0, 600.0) * 2.5
}

/// The column of a time, where it lies in the window.
fn column(plot: Rect, plane: Plane, at: u32) -> Option<u16> {
    let across = (f64::from(at) - plane.from) / (plane.to - plane.from);
    let inside = (0.0..=1.0).contains(&across);
    inside.then(|| plot.x + cells(steps(across * (f64::from(plot.width) - 1.0))))
}

/// Upright lines with a letter under them: deploys, remedies, looks, the declaring.
fn marks(
    buffer: &mut Buffer,
    plot: Rect,
    play: &Play,
    metric: &MetricRef,
    scene: &Scene<'_>,
    pen: Pen,
) {
    let style = pen.style(Token::Mark);
    for mark in &play.view.marks {
        let fits = mark.target.as_ref().is_none_or(|target| {
            let name = target.as_str();
            metric.metric == Metric::Value || name.split('.').next() == Some(metric.part.as_str())
        });
        let Some(x) = column(plot, scene.plane, mark.at.0).filter(|_| fits) else { continue };
        for y in plot.top()..plot.bottom() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.set_symbol("┊").set_style(style);
            }
        }
        if let Some(cell) = buffer.cell_mut((x, plot.bottom())) {
            cell.set_char(mark.letter).set_style(style);
        }
    }
}

/// Story times under the plane, where no letter of a mark stands.
fn ticks(buffer: &mut Buffer, plot: Rect, play: &Play, scene: &Scene<'_>, pen: Pen) {
    let quiet = pen.style(Token::Quiet);
    let wide = usize::from(plot.width);
    let y = plot.bottom();
    let (from, to) = (scene.plane.from, scene.plane.to);
    let fits = |minutes: &u32| (to - from) / f64::from(minutes * 60) * 9.0 <= wide as f64;
    let apart = 60 * [1, 2, 5, 10, 15, 30].into_iter().find(fits).unwrap_or(60);
    let (start, last) = (play.view.story_start, u32::try_from(steps(to)).unwrap_or(0));
    let first = (start + u32::try_from(steps(from)).unwrap_or(0)).div_ceil(apart) * apart;
    for story in (first..=start + last).step_by(usize::try_from(apart).unwrap_or(60)) {
        let at = DrillTime(story - start);
        let text = play.story_time(at);
        let Some(x) = column(plot, scene.plane, at.0) else { continue };
        let x = x.min(plot.right().saturating_sub(5));
        let free = (x..x + 5).all(|x| buffer.cell((x, y)).is_none_or(|cell| cell.symbol() == " "));
        if free {
            Row::of(&text, quiet).draw(buffer, x, y, 5);
        }
    }
}

/// Too small for a plane: bars on one row.
fn small(buffer: &mut Buffer, area: Rect, metric: Metric, scene: &Scene<'_>, pen: Pen) {
    let inside = scene.points.iter().filter(|(at, _)| *at >= scene.plane.from);
    let values: Vec<f64> = inside.map(|(_, value)| *value).collect();
    let line = bars(&values, scene.plane.top, usize::from(area.width));
    row(buffer, area, 0, &Row::of(&line, pen.style(Token::Data)));
    let Some((low, high)) = scene.points.first().zip(scene.points.last()) else { return };
    let arrow = match high.1.total_cmp(&low.1) {
        std::cmp::Ordering::Less => "↓",
        std::cmp::Ordering::Equal => "→",
        std::cmp::Ordering::Greater => "↑",
    };
    let back = if metric.unit() == Unit::Ratio { 0.01 } else { 1.0 };
    let text =
        format!("{} {arrow} {}", reading(metric, low.1 * back), reading(metric, high.1 * back));
    row(buffer, area, 1, &Row::of(&text, pen.style(Token::Text)));
}
