//! Pane 7: the runbook in use, step by step, or those that fit. What a step does is a command;
//! this shows it and never runs it by itself.

use crate::command::StepMark;
use crate::tui::ink::{Row, width, wrap};
use crate::tui::model::Pen;
use crate::tui::pane::Pane;
use crate::tui::play::Play;
use crate::tui::play::panes::{Anchor, Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::{RunbookView, StepRow};

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let Some(runbook) = &play.view.runbook else {
        return choices(play, pen);
    };
    let done = runbook.steps.iter().filter(|step| step.marked.is_some()).count();
    let (done, all) = (done.to_string(), runbook.steps.len().to_string());
    let current = current(runbook);
    let mut items = prose("before", runbook.intro.get(pen.lang), pen, columns);
    if let Some(last) = items.last_mut() {
        last.rows.push(Row::new());
    }
    let first = items.len();
    let steps = runbook.steps.iter().enumerate();
    items.extend(steps.map(|(index, step)| item(step, current == Some(index), pen, columns)));
    let after = prose("after", runbook.outro.get(pen.lang), pen, columns);
    if let Some(last) = items.last_mut().filter(|_| !after.is_empty()) {
        last.rows.push(Row::new());
    }
    items.extend(after);
    let mut head = Vec::new();
    if !runbook.about.is_empty() {
        head.push(Row::of(&runbook.about, pen.style(Token::Quiet)));
    }
    let begun = runbook.steps.iter().any(|step| step.marked.is_some());
    Art {
        detail: runbook.title.get(pen.lang).to_owned(),
        right: Word::StepsDone.with(pen.lang, &[&done, &all]),
        head,
        items,
        anchor: if begun { Anchor::Third } else { Anchor::Begin },
        current: current.map(|step| first + step),
        ..Art::default()
    }
}

/// What stands before or after the steps, by line: each can be gone to, however small the pane.
fn prose(place: &str, text: &str, pen: Pen, columns: usize) -> Vec<Item> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).enumerate();
    let entry = |(number, line): (usize, &str)| {
        let rows = wrap(line, columns.max(10));
        let rows = rows.iter().map(|row| Row::of(row, pen.style(Token::Quiet))).collect();
        Item::new(&format!("{place}.{number}"), rows, line)
    };
    lines.map(entry).collect()
}

/// The first step that nobody marked.
fn current(runbook: &RunbookView) -> Option<usize> {
    runbook.steps.iter().position(|step| step.marked.is_none())
}

/// The key of the entry at which the pane rests while nothing is selected.
pub(super) fn rests_at(play: &Play) -> Option<String> {
    let runbook = play.view.runbook.as_ref()?;
    runbook.steps.get(current(runbook)?).map(|step| step.number.to_string())
}

/// The step selected, or the current one.
pub(super) fn step(play: &Play) -> Option<&StepRow> {
    let runbook = play.view.runbook.as_ref()?;
    let picked = play.picks.get(&Pane::Runbook);
    let selected = |step: &&StepRow| picked.is_some_and(|pick| pick.key == step.number.to_string());
    let current = || runbook.steps.get(current(runbook)?);
    runbook.steps.iter().find(selected).or_else(current)
}

/// Runbooks to open where none is.
fn choices(play: &Play, pen: Pen) -> Art {
    let items = play.view.runbooks.iter().map(|row| {
        let fits = if row.fits { pen.word(Word::Fits) } else { "" };
        let line = Row::new()
            .cell(row.id.as_str(), 20, pen.style(Token::Strong))
            .text(" ")
            .text(row.title.get(pen.lang))
            .text("  ")
            .put(fits, pen.style(Token::Ok));
        Item::new(&row.id, vec![line], row.title.get(pen.lang))
    });
    let fitting = play.view.runbooks.iter().filter(|row| row.fits).count();
    let right = if fitting == 0 {
        String::new()
    } else {
        Word::FitCount.with(pen.lang, &[&fitting.to_string()])
    };
    Art {
        right,
        items: items.collect(),
        empty: pen.word(Word::NoRunbook).to_owned(),
        ..Art::default()
    }
}

fn item(step: &StepRow, current: bool, pen: Pen, columns: usize) -> Item {
    let (sigil, token) = match (&step.marked, current) {
        (Some((StepMark::Done, ..)), _) => ("[x]", Token::Ok),
        (Some((StepMark::Skip, ..)), _) => ("[-]", Token::Quiet),
        (None, true) => ("[>]", Token::Strong),
        (None, false) => ("[ ]", Token::Text),
    };
    let lead = format!("{sigil} {} ", step.number);
    let indent = width(&lead);
    let body = if current { Token::Strong } else { Token::Text };
    let mut rows = Vec::new();
    let lines = wrap(step.text.get(pen.lang), columns.saturating_sub(indent).max(10));
    for (index, line) in lines.iter().enumerate() {
        let row = if index == 0 { Row::of(&lead, pen.style(token)) } else { Row::new().to(indent) };
        rows.push(row.put(line, pen.style(body)));
    }
    let doing =
        step.directives.iter().map(|line| format!("`{line}`")).collect::<Vec<_>>().join("  ");
    let told = step.marked.as_ref().map_or_else(String::new, |(_, at, who, why)| {
        if why.is_empty() { format!("{who} {at}") } else { format!("{who} {at}: {why}") }
    });
    for (text, token) in [(doing, Token::Text), (told, Token::Quiet)] {
        if text.is_empty() {
            continue;
        }
        if let Some(last) = rows.last_mut()
            && last.width() + 2 + width(&text) <= columns
        {
            *last = std::mem::take(last).text("  ").put(&text, pen.style(token));
            continue;
        }
        let lines = wrap(&text, columns.saturating_sub(indent).max(10));
        rows.extend(lines.iter().map(|line| Row::new().to(indent).put(line, pen.style(token))));
    }
    Item::new(&step.number, rows, step.text.get(pen.lang))
}
