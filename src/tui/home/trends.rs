//! A page of the home screen: what many drills show, by scenario, and below it how long things
//! took and what is missed most. It names no player.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::time::clock;
use crate::report::trends::figures::Spread;
use crate::report::trends::{ENOUGH, Group, OfScenario, Trends};
use crate::tui::boxes::{border, inset, rows};
use crate::tui::figures::{bars, steps};
use crate::tui::ink::{Row, cut, wrap};
use crate::tui::message::ScenarioCard;
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Bars of scores in a row.
const BARS: usize = 12;
/// Columns of everything but the title and the bars.
const FIGURES: usize = 38;

/// Columns of a title, and of the bars where there is room for them.
fn plan(columns: usize) -> (usize, usize) {
    let left = columns.saturating_sub(FIGURES + 2);
    let bars = if left >= 14 + BARS { BARS } else { 0 };
    ((left - bars).clamp(12, 50), bars)
}

pub(super) fn head(columns: usize, pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    Row::new()
        .text("  ")
        .cell(pen.word(Word::HTitle), plan(columns).0, quiet)
        .right(pen.word(Word::HPlays), 6, quiet)
        .right(pen.word(Word::HScore), 8, quiet)
        .text("  ")
        .cell(pen.word(Word::HInterval), 9, quiet)
        .put(pen.word(Word::HDirection), quiet)
}

/// The scores of a scenario: first plays where there are any.
pub(super) fn entry(own: &OfScenario, title: &str, columns: usize, pen: Pen) -> Row {
    let (group, kind) = shown(own, pen);
    let (name, wide) = plan(columns);
    let Some(spread) = &group.score else { return Row::new().text(" ").text(title) };
    let interval = format!("{:.0}–{:.0}", spread.low, spread.high);
    let title = if kind.is_empty() { title.to_owned() } else { format!("{title}, {kind}") };
    Row::new()
        .text(" ")
        .cell(&title, name, pen.style(Token::Text))
        .right(&spread.n.to_string(), 6, pen.style(Token::Text))
        .right(&format!("{:.0}", spread.median), 8, pen.style(Token::Strong))
        .text("  ")
        .cell(&interval, 9, pen.style(Token::Quiet))
        .cell(&direction(group, pen), 11, pen.style(Token::Text))
        .put(&bars(&group.scores, 100.0, wide), pen.style(Token::Data))
        .cut(columns.saturating_sub(1))
}

/// First plays, unless there are only repeats: a mean over both would say nothing.
fn shown(own: &OfScenario, pen: Pen) -> (&Group, &'static str) {
    if own.first.scores.is_empty() {
        (&own.repeats, pen.word(Word::Repeats))
    } else {
        (&own.first, "")
    }
}

/// `rising`, `none`, or that there are too few to tell.
fn direction(group: &Group, pen: Pen) -> String {
    let word = match group.direction.as_ref().map(|own| own.word.as_str()) {
        Some("rising") => Word::Rising,
        Some("falling") => Word::Falling,
        Some(_) => Word::NoDirection,
        None => {
            let left = ENOUGH.saturating_sub(group.scores.len()).to_string();
            return Word::TooFew.with(pen.lang, &[&left]);
        }
    };
    pen.word(word).to_owned()
}

/// The title of a scenario, as the library has it.
pub(super) fn title<'a>(own: &'a OfScenario, library: &'a [ScenarioCard], pen: Pen) -> &'a str {
    let card = library.iter().find(|card| card.id == own.id.as_str());
    card.map_or(own.id.as_str(), |card| card.title.get(pen.lang))
}

/// How long things took in the selected scenario, and what is missed most in all of them.
pub(super) fn about(
    buffer: &mut Buffer,
    area: Rect,
    trends: &Trends,
    own: Option<(&OfScenario, &str)>,
    pen: Pen,
) {
    let title = Row::of(pen.word(Word::MissedMost), pen.style(Token::Strong));
    let counts = [trends.drills.to_string(), trends.practice.to_string()];
    let right = Word::DrillsCounted.with(pen.lang, &[&counts[0], &counts[1]]);
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let columns = usize::from(inner.width);
    let mut all: Vec<Row> = Vec::new();
    let worst = trends.misses.iter().filter(|own| own.missed > 0).take(4);
    let misses: Vec<String> = worst
        .map(|own| {
            let counts = [own.missed.to_string(), own.judged.to_string()];
            Word::MissedOf.with(pen.lang, &[own.id.as_str(), &counts[0], &counts[1]])
        })
        .collect();
    for line in wrap(&misses.join(" · "), columns).iter().take(2) {
        all.push(Row::new().text(line));
    }
    if let Some((own, name)) = own {
        let (group, _) = shown(own, pen);
        let head = Word::TimesOf.with(pen.lang, &[name]);
        if !group.timings.is_empty() {
            all.push(Row::of(&cut(&head, columns), pen.style(Token::Quiet)));
        }
        let texts: Vec<String> = TIMES
            .iter()
            .filter_map(|(key, word)| Some((pen.word(*word), group.timings.get(*key)?)))
            .map(|(name, spread)| format!("{name} {}", span(spread)))
            .collect();
        for line in wrap(&texts.join(" · "), columns).iter().take(3) {
            all.push(Row::new().text(line));
        }
    }
    rows(buffer, inner, &all);
}

const TIMES: [(&str, Word); 5] = [
    ("detect_s", Word::TimeDetect),
    ("declare_s", Word::TimeDeclare),
    ("first_update_s", Word::TimeUpdate),
    ("mitigate_s", Word::TimeMitigate),
    ("resolve_s", Word::TimeResolve),
];

/// `6:05 (5:20–7:10)`.
fn span(spread: &Spread) -> String {
    let text = |seconds: f64| clock(u32::try_from(steps(seconds)).unwrap_or(u32::MAX));
    format!("{} ({}–{})", text(spread.median), text(spread.low), text(spread.high))
}
