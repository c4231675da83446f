//! Pane 2: the parts of the system with what monitoring shows of them, worst first. A reading
//! that is missing is `–`, never 0.

use crate::model::id::PartId;
use crate::model::metric::Metric;
use crate::model::time::clock;
use crate::tui::figures::{bars, count, percent, seconds};
use crate::tui::ink::{Row, width};
use crate::tui::model::Pen;
use crate::tui::play::panes::{Art, Item};
use crate::tui::play::{Listing, Play, map};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::ServiceRow;

/// An age of the last scrape from which the title says so.
const STALE_S: u32 = 60;
/// Least top of the bars: below it a service looks calm.
const BARS_TOP: f64 = 0.05;

/// A column: its metric, its width, its head.
type Column = (Metric, usize, &'static str);

/// In the order in which they are given room.
const COLUMNS: &[Column] = &[
    (Metric::ErrorRatio, 6, "err%"),
    (Metric::Rate, 6, "req/s"),
    (Metric::P99, 7, "p99"),
    (Metric::Ready, 6, "ready"),
    (Metric::Queue, 6, "queue"),
    (Metric::P50, 7, "p50"),
];

/// In the order in which they stand.
const SHOWN: [Metric; 6] =
    [Metric::Rate, Metric::ErrorRatio, Metric::P50, Metric::P99, Metric::Queue, Metric::Ready];

/// How the columns share the width.
struct Plan {
    name: usize,
    columns: Vec<Column>,
    bars: usize,
}

pub(super) fn art(play: &Play, pen: Pen, columns: usize, rows: usize) -> Art {
    if play.listing == Listing::Map {
        return map::art(play, pen, columns);
    }
    let services: Vec<&ServiceRow> = in_order(play);
    let plan = plan(&services, columns);
    let age = play.view.scrape_age;
    let right = match age {
        Some(age) if age >= STALE_S => Word::Stale.with(pen.lang, &[&clock(age)]),
        _ if play.listing == Listing::Kept => pen.word(Word::OrderKept).to_owned(),
        _ => pen.word(Word::WorstFirst).to_owned(),
    };
    // Calm ones fold into one row where all do not fit; the pane zoomed shows them all.
    let room = rows.saturating_sub(1);
    let calm = |row: &&&ServiceRow| row.badness == 0;
    let folded = if services.len() > room {
        let keep = room.saturating_sub(1);
        services.iter().skip(keep).filter(calm).count()
    } else {
        0
    };
    let shown = services.len() - folded;
    let items = services.iter().take(shown).map(|row| item(play, row, &plan, pen));
    let mut items: Vec<Item> = items.collect();
    if folded > 0 {
        let text = Word::MoreCalm.with(pen.lang, &[&folded.to_string()]);
        let fold =
            Row::new().put("· ", pen.style(Token::Quiet)).put(&text, pen.style(Token::Quiet));
        items.push(Item::new("", vec![fold], ""));
    }
    Art {
        right,
        head: if services.is_empty() { Vec::new() } else { vec![head(&plan, pen)] },
        items,
        empty: pen.word(Word::NoServices).to_owned(),
        ..Art::default()
    }
}

/// Rows in the order of the screen.
fn in_order(play: &Play) -> Vec<&ServiceRow> {
    let find = |part: &PartId| play.view.services.iter().find(|row| row.part == *part);
    let mut rows: Vec<&ServiceRow> = play.order.iter().filter_map(find).collect();
    let new = play.view.services.iter().filter(|row| !play.order.contains(&row.part));
    rows.extend(new);
    rows
}

fn plan(services: &[&ServiceRow], columns: usize) -> Plan {
    let widest = services.iter().map(|row| width(row.part.as_str())).max().unwrap_or(8);
    let name = widest.clamp(8, 16);
    let mut left = columns.saturating_sub(2 + name);
    let mut chosen: Vec<Column> = Vec::new();
    for (index, column) in COLUMNS.iter().enumerate() {
        // Bars come before queue, ready and p50.
        let reserve = if index >= 3 { 12 } else { 0 };
        let known = services.iter().any(|row| row.readings.contains_key(&column.0));
        if known && column.1 + reserve <= left {
            left -= column.1;
            chosen.push(*column);
        }
    }
    let place = |column: &Column| SHOWN.iter().position(|own| *own == column.0);
    chosen.sort_by_key(place);
    Plan { name, columns: chosen, bars: left.saturating_sub(2).min(20) }
}

fn head(plan: &Plan, pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    let mut row = Row::new().cell("  ", 2, quiet).cell(pen.word(Word::Service), plan.name, quiet);
    for (_, wide, title) in &plan.columns {
        row = row.right(title, *wide, quiet);
    }
    if plan.bars >= 6 {
        row = row.text("  ").cell(
            if plan.bars < 15 { "10 min" } else { "err%, 10 min" },
            plan.bars,
            quiet,
        );
    }
    row
}

fn item(play: &Play, service: &ServiceRow, plan: &Plan, pen: Pen) -> Item {
    let (sigil, token) = state(service.badness);
    let style = pen.style(token);
    let mut row = Row::new().put(sigil, style).text(" ");
    let beside = play.beside.as_ref() == Some(&service.part);
    let name = if beside { format!("{} +", service.part) } else { service.part.to_string() };
    row = row.cell(&name, plan.name, pen.style(Token::Text));
    for (metric, wide, _) in &plan.columns {
        let value = service.readings.get(metric);
        let text = value.map_or_else(|| "–".to_owned(), |value| figure(*metric, *value));
        let tint = if *metric == Metric::ErrorRatio { style } else { pen.style(Token::Text) };
        row = row.right(&text, *wide, tint);
    }
    if plan.bars >= 6 {
        // One scale for all: the tallest bar is the worst of them.
        let trends = play.view.services.iter().flat_map(|own| &own.trend);
        let top = trends.copied().fold(BARS_TOP, f64::max);
        row = row.text("  ").put(&bars(&service.trend, top, plan.bars), style);
    }
    Item::new(&service.part, vec![row], service.part.as_str())
}

/// How bad a part is, as a sigil and its colour.
pub(super) const fn state(badness: u8) -> (&'static str, Token) {
    match badness {
        0 => ("·", Token::Text),
        1 => ("△", Token::Warning),
        _ => ("▲", Token::Critical),
    }
}

fn figure(metric: Metric, value: f64) -> String {
    match metric {
        Metric::ErrorRatio => percent(value),
        Metric::P50 | Metric::P99 => seconds(value),
        _ => count(value),
    }
}
