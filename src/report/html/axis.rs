//! The time axis as inline SVG: the metric that mattered on top, one lane below the other under
//! it, all on the same seconds.

use std::collections::BTreeSet;

use maud::{Markup, html};

use crate::model::text::Lang;
use crate::model::time::DrillTime;
use crate::report::columns::width;
use crate::report::lanes::tick;
use crate::report::{Chart, Debrief, Lane, LaneKind, OnLane};
use crate::score::said::said_in;

/// Width, left gutter with the lanes' names, right margin, in units of the picture.
const WIDTH: f64 = 1120.0;
const GUTTER: f64 = 104.0;
const MARGIN: f64 = 14.0;
/// The chart's height with its letters above.
const CHART: f64 = 190.0;
const HEAD: f64 = 30.0;
/// A row of a lane, and the most rows of one.
const ROW: f64 = 16.0;
const ROWS: usize = 5;
/// Room between lanes.
const GAP: f64 = 7.0;
/// Width of a letter of a label, and where a label begins beside its mark.
const LETTER: f64 = 5.9;
const BESIDE: f64 = 7.0;
/// Ticks at most.
const TICKS: u32 = 14;

/// Seconds to units.
struct Scale {
    end: f64,
}

impl Scale {
    fn x(&self, at: DrillTime) -> f64 {
        let share = (f64::from(at.0) / self.end).clamp(0.0, 1.0);
        GUTTER + share * (WIDTH - GUTTER - MARGIN)
    }
}

/// The picture.
pub(super) fn draw(debrief: &Debrief) -> Markup {
    let (lang, end) = (debrief.lang, debrief.ended.0);
    let scale = Scale { end: f64::from(end.0.max(60)) };
    let chart = if debrief.chart.is_some() { CHART + HEAD } else { 10.0 };
    let laid: Vec<(&Lane, Vec<Placed<'_>>, usize)> = (debrief.lanes.iter())
        .map(|lane| {
            let (placed, rows) = lay(lane, &scale);
            (lane, placed, rows)
        })
        .collect();
    let lanes: f64 = laid.iter().map(|(.., rows)| *rows as f64 * ROW + GAP).sum();
    let height = chart + lanes + 26.0;
    let step = tick(end, TICKS);
    let ticks: Vec<DrillTime> = (0..=end.0 / step).map(|n| DrillTime(n * step)).collect();
    let mut y = chart;
    let mut named = BTreeSet::new();
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (WIDTH) " " (n(height)) } role="img"
            aria-label=(said_in!(
                lang,
                "what was so, what was shown and who did what, on one time axis",
                "ความจริง สิ่งที่แสดง และใครทำอะไร บนแกนเวลาเดียว"
            )) {
            @for at in &ticks {
                @let x = n(scale.x(*at));
                line.grid x1=(x) x2=(x) y1=(n(HEAD)) y2=(n(height - 22.0)) {}
                @let anchor = if scale.x(*at) > WIDTH - 30.0 { "end" } else { "middle" };
                text.axis x=(x) y=(n(height - 7.0)) text-anchor=(anchor) { (at) }
            }
            @if let Some(chart) = &debrief.chart { (graph(chart, &scale, height - 22.0, lang)) }
            @for (index, (lane, placed, rows)) in laid.iter().enumerate() {
                @let tall = *rows as f64 * ROW + GAP;
                @if index % 2 == 0 {
                    rect.band x="0" y=(n(y)) width=(WIDTH) height=(n(tall)) opacity="0.5" {}
                }
                text.lane x="8" y=(n(y + ROW - 3.0)) { (short(&lane.name)) }
                g class=(class(lane.kind)) {
                    @for own in placed { (mark(own, &scale, y, lane.kind, &mut named)) }
                }
                ({ y += tall; "" })
            }
        }
    }
}

fn class(kind: LaneKind) -> &'static str {
    match kind {
        LaneKind::World => "world",
        LaneKind::Alerts => "alerts",
        LaneKind::Kept => "kept",
        LaneKind::Missed => "missed",
        LaneKind::Player | LaneKind::People | LaneKind::Updates | LaneKind::Runbook => "done",
    }
}

/// A mark with its row, if there is room for it in one, and where its label begins if there is room
/// for that.
struct Placed<'a> {
    mark: &'a OnLane,
    row: Option<usize>,
    label: Option<f64>,
}

/// Gives each mark the first row in which it and its label have room; without room, or without a
/// label, it becomes a tick on the lane's upper edge, and its words stand in its tooltip.
fn lay<'a>(lane: &'a Lane, scale: &Scale) -> (Vec<Placed<'a>>, usize) {
    let mut ends: Vec<f64> = Vec::new();
    let mut placed = Vec::new();
    for mark in &lane.marks {
        if mark.label.is_empty() {
            placed.push(Placed { mark, row: None, label: None });
            continue;
        }
        let x = scale.x(mark.at);
        let lasts = mark.until.map_or(x, |until| scale.x(until));
        let wide = wide(&mark.label);
        // A label stands in its span, or behind one that is too short for it.
        let inside = lane.kind == LaneKind::Updates || x + BESIDE + wide + 3.0 <= lasts;
        let label = if inside { x + BESIDE } else { lasts.max(x + 2.0) + BESIDE - 2.0 };
        let fits = label + wide <= WIDTH - 2.0;
        let free = ends.iter().position(|taken| *taken <= x - 5.0);
        let row = free.or((ends.len() < ROWS).then_some(ends.len()));
        let end = (label + wide + 5.0).max(lasts + 3.0);
        if let Some(row) = row {
            match ends.get_mut(row) {
                Some(taken) => *taken = end,
                None => ends.push(end),
            }
        }
        let label = (fits && row.is_some()).then_some(label);
        placed.push(Placed { mark, row, label });
    }
    (placed, ends.len().max(1))
}

/// Width of a label.
fn wide(label: &str) -> f64 {
    width(label) as f64 * LETTER
}

fn mark(
    own: &Placed<'_>,
    scale: &Scale,
    top: f64,
    kind: LaneKind,
    named: &mut BTreeSet<u64>,
) -> Markup {
    let OnLane { seq, at, until, label: label_of, says } = own.mark;
    let x = scale.x(*at);
    let y = top + own.row.unwrap_or(0) as f64 * ROW + ROW / 2.0 + 1.0;
    let id = seq.filter(|seq| named.insert(*seq)).map(|seq| format!("e{seq}"));
    let spans = !matches!(kind, LaneKind::Updates);
    html! {
        g id=[id] {
            title { (at) " " (says) }
            @if let Some(until) = until.filter(|_| own.row.is_some()) {
                @let to = scale.x(until);
                @if spans {
                    rect.span x=(n(x)) y=(n(y - 6.5)) width=(n((to - x).max(2.0))) height="13" rx="2" {}
                } @else {
                    @let from = own.label.map_or(x, |label| label + wide(label_of) + 3.0);
                    @if from < to { line.promise x1=(n(from)) x2=(n(to)) y1=(n(y)) y2=(n(y)) {} }
                }
            }
            @match kind {
                _ if own.row.is_none() => {
                    rect.mark x=(n(x - 0.8)) y=(n(top + 0.5)) width="1.6" height="4" {}
                }
                LaneKind::World => {
                    path.mark d=(format!("M{} {}l3.5 3.5-3.5 3.5-3.5-3.5z", n(x), n(y - 3.5))) {}
                }
                LaneKind::Alerts => {
                    path.mark d=(format!("M{} {}l4 7h-8z", n(x), n(y - 4.0))) {}
                }
                LaneKind::Missed => {
                    path.mark d=(format!("M{} {}h2.4l-.5 6h-1.4zM{} {}h1.8v1.8h-1.8z",
                        n(x - 5.2), n(y - 5.0), n(x - 4.9), n(y + 2.6))) {}
                }
                _ => circle.mark cx=(n(x)) cy=(n(y)) r="3.2" {},
            }
            @if let Some(label) = own.label {
                text.label x=(n(label)) y=(n(y + 4.0)) { (label_of) }
            }
        }
    }
}

/// The metric with truth and shown, and the letters of what happened to it.
fn graph(chart: &Chart, scale: &Scale, bottom: f64, lang: Lang) -> Markup {
    let values = chart.truth.iter().chain(&chart.shown).map(|(_, value)| *value);
    let top = nice(values.fold(0.0, f64::max), chart.unit);
    let y = |value: f64| HEAD + (CHART - 14.0) * (1.0 - (value / top).clamp(0.0, 1.0));
    let path = |points: &[(DrillTime, f64)]| {
        let points =
            points.iter().map(|(at, value)| format!("{},{}", n(scale.x(*at)), n(y(*value))));
        points.collect::<Vec<_>>().join(" ")
    };
    html! {
        @for share in [0.0, 0.5, 1.0] {
            @let value = top * share;
            line.grid x1=(GUTTER) x2=(WIDTH - MARGIN) y1=(n(y(value))) y2=(n(y(value))) {}
            text.axis x=(GUTTER - 8.0) y=(n(y(value) + 4.0)) text-anchor="end" {
                (format!("{value}")) " " (chart.unit)
            }
        }
        text x="8" y="14" { (chart.metric) }
        line.truth x1=(WIDTH - 250.0) x2=(WIDTH - 226.0) y1="10" y2="10" {}
        text x=(WIDTH - 220.0) y="14" { (said_in!(lang, "what was so", "ความจริง")) }
        line.shown x1=(WIDTH - 130.0) x2=(WIDTH - 106.0) y1="10" y2="10" {}
        text x=(WIDTH - 100.0) y="14" { (said_in!(lang, "what was shown", "สิ่งที่แสดง")) }
        @for ((at, letter, says), place) in chart.marks.iter().zip(apart(chart, scale)) {
            @let x = n(scale.x(*at));
            g {
                title { (at) " " (says) }
                line.event x1=(x) x2=(x) y1=(n(HEAD - 2.0)) y2=(n(if matches!(letter, 'I' | 'E') { bottom } else { HEAD + CHART - 14.0 })) {}
                text x=(n(place)) y=(n(HEAD - 5.0)) text-anchor="middle" { (letter) }
            }
        }
        polyline.truth points=(path(&chart.truth)) {}
        polyline.shown points=(path(&held(&chart.shown))) {}
    }
}

/// What was shown stays on the screen until the next scrape.
fn held(points: &[(DrillTime, f64)]) -> Vec<(DrillTime, f64)> {
    let mut out: Vec<(DrillTime, f64)> = Vec::new();
    for (at, value) in points {
        if let Some((_, before)) = out.last().copied()
            && (before - value).abs() > f64::EPSILON
        {
            out.push((*at, before));
        }
        out.push((*at, *value));
    }
    out
}

/// Where the letters stand: above their line, or a little to the right of the one before.
fn apart(chart: &Chart, scale: &Scale) -> Vec<f64> {
    let mut last = f64::MIN;
    let places = chart.marks.iter().map(|(at, ..)| {
        last = scale.x(*at).max(last + 9.0);
        last
    });
    places.collect()
}

/// A round number at or above the highest value; shares end at 100.
fn nice(highest: f64, unit: &str) -> f64 {
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 4.0, 6.0, 10.0, 20.0, 40.0, 60.0, 100.0, 200.0, 500.0];
    let more = [1_000.0, 2_000.0, 5_000.0, 10_000.0, 100_000.0, 1_000_000.0, 1e9];
    let steps = steps.into_iter().chain(more).filter(|step| unit != "%" || *step >= 4.0);
    let found = steps.into_iter().find(|step| *step >= highest).unwrap_or(1e12);
    if unit == "%" { found.min(100.0) } else { found }
}

/// A number with one decimal at most.
fn n(value: f64) -> String {
    let tenths = crate::model::quantity::rounded(value * 10.0);
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    let sign = if tenths < 0 && whole == 0 { "-" } else { "" };
    if rest == 0 { format!("{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// A lane's name that fits the gutter.
fn short(name: &str) -> String {
    if width(name) <= 16 {
        return name.to_owned();
    }
    let mut kept = name.to_owned();
    while width(&kept) > 15 {
        kept.pop();
    }
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_decimal_and_axes_end_round() {
        assert_eq!([n(1.04), n(-0.26), n(12.0), n(3.96)], ["1", "-0.3", "12", "4"]);
        assert!((nice(63.0, "%") - 100.0).abs() < 1e-9);
        assert!((nice(0.3, "s") - 0.5).abs() < 1e-9);
    }
}
