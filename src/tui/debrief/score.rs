//! Page 1 of the debrief: what was said of oneself beside what the journal shows, what cost
//! most, the five times. Coverage is always printed.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::command::Rating;
use crate::content::process::Capability;
use crate::model::time::clock;
use crate::report::{CapabilityRow, LineRow};
use crate::tui::boxes::{border, inset, row, rows, split};
use crate::tui::debrief::Debrief;
use crate::tui::figures::steps;
use crate::tui::ink::{Row, cut, width, wrap};
use crate::tui::model::{Pen, scrolled};
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word};

/// Draws the page.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let notes = notes(debrief, pen, usize::from(area.width).saturating_sub(4));
    let table = 9 + notes.len();
    let (upper, rest) = split(area, table);
    let (lower, times) = split(rest, usize::from(rest.height).saturating_sub(1));
    capabilities(buffer, upper, debrief, &notes, pen);
    costs(buffer, lower, debrief, pen);
    row(buffer, times, 0, &timings(debrief, pen).cut(usize::from(area.width)));
}

fn capabilities(buffer: &mut Buffer, area: Rect, debrief: &Debrief, notes: &[Row], pen: Pen) {
    let report = &debrief.data.report;
    let card = &report.card;
    let title = format!("{} {}", pen.word(Word::DScore), report.score());
    let graded = if card.graded { Word::GradedShort } else { Word::PracticeKind };
    let values = [pen.word(graded), &report.coverage(), card.process.as_str()];
    let right = Word::Coverage.with(pen.lang, &values);
    let title = Row::of(&title, pen.style(Token::Strong));
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let bar = usize::from(inner.width).saturating_sub(58).min(30);
    let quiet = pen.style(Token::Quiet);
    let mut lines = vec![
        Row::new()
            .cell(pen.word(Word::DCapability), 24, quiet)
            .cell(pen.word(Word::DYouSay), 9, quiet)
            .cell(pen.word(Word::DJournal), 11, quiet)
            .right(pen.word(Word::DPoints), 12, quiet),
    ];
    for (index, which) in Capability::ALL.iter().enumerate() {
        let found = report.capabilities.iter().find(|line| line.id == *which);
        let own = debrief.own.get(index).copied().flatten();
        lines.push(capability(*which, found, own, bar, pen));
    }
    lines.extend_from_slice(notes);
    rows(buffer, inner, &lines);
}

fn capability(
    which: Capability,
    line: Option<&CapabilityRow>,
    own: Option<Rating>,
    bar: usize,
    pen: Pen,
) -> Row {
    let judged = line.and_then(|line| line.computed);
    let letter = |rating: Option<Rating>| {
        rating.map_or_else(|| "–".to_owned(), |rating| format!("{rating:?}"))
    };
    let differs = own.is_some() && judged.is_some() && own != judged;
    let token = match judged {
        Some(Rating::U) => Token::Critical,
        Some(Rating::M) => Token::Warning,
        _ => Token::Text,
    };
    let points =
        line.map_or_else(String::new, |line| format!("{:.1} / {:.1}", line.earned, line.possible));
    let share = line.map_or(0.0, |line| {
        if line.possible > 0.0 { (line.earned / line.possible).clamp(0.0, 1.0) } else { 0.0 }
    });
    let filled = steps(share * bar as f64).min(bar);
    Row::new()
        .cell(crate::tui::words::capability(which).get(pen.lang), 24, pen.style(Token::Text))
        .cell(&letter(own), 9, pen.style(Token::Text))
        .put(&letter(judged), pen.style(token))
        .cell(if differs { " ≠" } else { "" }, 10, pen.style(Token::Warning))
        .right(&points, 12, pen.style(Token::Text))
        .text("  ")
        .put(&"█".repeat(filled), pen.style(Token::Data))
        .put(&"·".repeat(bar - filled), pen.style(Token::Quiet))
}

/// What could not be judged, hints taken, updates that were misled: a row each.
fn notes(debrief: &Debrief, pen: Pen, columns: usize) -> Vec<Row> {
    let card = &debrief.data.report.card;
    let mut out = Vec::new();
    let mut say = |text: String| {
        let lines = wrap(&text, columns);
        out.extend(lines.iter().take(2).map(|line| Row::of(line, pen.style(Token::Quiet))));
    };
    let unjudged = card.objectives.iter().filter(|line| line.rating.is_none()).count();
    if unjudged > 0 {
        say(Word::NotJudged.with(pen.lang, &[&unjudged.to_string()]));
    }
    if !card.misled.is_empty() {
        say(Word::Misled.with(pen.lang, &[&card.misled.len().to_string()]));
    }
    let price: u32 = card.hints.iter().map(|(_, _, price)| *price).sum();
    if !card.hints.is_empty() {
        let count = card.hints.len().to_string();
        say(Word::HintsTaken.with(pen.lang, &[&count, &price.to_string()]));
    }
    out
}

fn costs(buffer: &mut Buffer, area: Rect, debrief: &Debrief, pen: Pen) {
    let costs = debrief.costs();
    let title = Row::of(pen.word(Word::CostMost), pen.style(Token::Strong));
    let right = Row::of(pen.word(Word::EnterEvidence), pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let columns = usize::from(inner.width).saturating_sub(2);
    if costs.is_empty() {
        row(buffer, inner, 0, &Row::new().text(" ").text(pen.word(Word::NothingCost)));
        return;
    }
    let selected = debrief.rows[0].min(costs.len() - 1);
    let mut lines: Vec<Row> = Vec::new();
    let mut held = (0, 0);
    for (index, line) in costs.iter().enumerate() {
        let from = lines.len();
        lines.extend(cost(debrief, line, index == selected, columns, pen));
        if index == selected {
            held = (from, lines.len());
        }
    }
    let height = usize::from(inner.height);
    let first = if held.1 - held.0 >= height {
        held.0
    } else {
        scrolled(usize::midpoint(held.0, held.1), lines.len(), height)
    };
    for (down, own) in lines.iter().skip(first).take(height).enumerate() {
        row(buffer, inner, down, own);
    }
}

fn cost(debrief: &Debrief, line: &LineRow, selected: bool, columns: usize, pen: Pen) -> Vec<Row> {
    let lost = line.possible - line.earned;
    let at = line.at.map_or_else(|| "     ".to_owned(), |at| at.to_string());
    let mark = if selected { ">" } else { " " };
    let lead = format!("{mark}{:>5} {at} ", format!("-{lost:.1}"));
    let room = columns.saturating_sub(width(&lead));
    let token = if selected { Token::Strong } else { Token::Text };
    let head = Row::of(&lead, pen.style(token));
    if !(selected && debrief.evidence) {
        let mark = if debrief.waits(line.id.as_str()) {
            format!("? {}: ", HostWord::Disputed.get(pen.lang))
        } else {
            String::new()
        };
        let text = format!("{mark}{}: {}", line.title, line.why);
        return vec![head.put(&cut(&text, room), pen.style(token))];
    }
    let points = [format!("{:.1}", line.earned), format!("{:.1}", line.possible)];
    let of = Word::PointsOf.with(pen.lang, &[&line.title, &points[0], &points[1]]);
    let of = if line.holder.is_empty() { of } else { format!("{of} · {}", line.holder) };
    let mut rows = vec![head.put(&cut(&of, room), pen.style(token))];
    let indent = 3;
    let inside = evidence(debrief, line, columns.saturating_sub(indent), pen);
    rows.extend(inside.into_iter().map(|own| Row::new().to(indent).join(own)));
    rows
}

/// Evidence of a line: its why, the rule, what would have been better, its entries.
fn evidence(debrief: &Debrief, line: &LineRow, columns: usize, pen: Pen) -> Vec<Row> {
    let mut out: Vec<Row> = Vec::new();
    let mut say = |text: &str, token: Token| {
        let lines = wrap(text, columns);
        out.extend(lines.iter().map(|text| Row::of(text, pen.style(token))));
    };
    say(&line.why, Token::Text);
    if !line.rule.is_empty() {
        say(&format!("{}: {}", pen.word(Word::RuleIs), line.rule), Token::Quiet);
    }
    if let Some(better) = &line.better {
        say(&format!("{}: {better}", pen.word(Word::Better)), Token::Ok);
    }
    for said in &line.said {
        say(said, Token::Quiet);
    }
    for (seq, at) in &line.entries {
        let says = debrief.says(*seq).map_or("", |mark| mark.says.as_str());
        say(&cut(&format!("#{seq} {at} {says}"), columns), Token::Quiet);
    }
    out
}

fn timings(debrief: &Debrief, pen: Pen) -> Row {
    let names = [
        Word::TimeDetect,
        Word::TimeDeclare,
        Word::TimeUpdate,
        Word::TimeMitigate,
        Word::TimeResolve,
    ];
    let mut out = Row::new().text(" ");
    for (word, own) in names.iter().zip(&debrief.data.report.timings) {
        let time = own.at.map_or_else(|| "–".to_owned(), |at| clock(at.0));
        let par = own.par.map_or_else(String::new, |par| {
            format!(" ({} {})", pen.word(Word::BotPar), clock(par))
        });
        out = out
            .put(pen.word(*word), pen.style(Token::Quiet))
            .text(" ")
            .put(&time, pen.style(Token::Strong))
            .put(&par, pen.style(Token::Quiet))
            .text("  ");
    }
    out
}
