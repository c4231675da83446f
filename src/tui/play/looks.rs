//! Pane 4: what was looked at and what it showed then. Facts stay as they were when somebody
//! looked; nothing here is fresh.

use crate::command::LookView;
use crate::model::time::clock;
use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::pane::Pane;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::LookItem;

/// Rows of one look at most.
const LINES_MAX: usize = 400;

/// The word of a view in commands.
pub(crate) const fn view_word(view: LookView) -> &'static str {
    match view {
        LookView::Metrics => "metrics",
        LookView::Logs => "logs",
        LookView::Deploys => "deploys",
        LookView::Config => "config",
        LookView::Deps => "deps",
    }
}

pub(super) fn art(play: &Play, pen: Pen, columns: usize, rows: usize) -> Art {
    let looks = &play.view.looks;
    let newest: Vec<&LookItem> = looks.iter().rev().collect();
    let keys: Vec<String> = newest.iter().map(|look| look.id.to_string()).collect();
    let returned = newest.iter().position(|look| look.lines.is_some());
    let open = play.picked(Pane::Looks, &keys).or(returned).unwrap_or(0);
    // All of them are open where that fits, else the one that matters.
    let lines = |look: &&LookItem| look.lines.as_ref().map_or(1, |lines| lines.len() + 1);
    let all_fit = newest.iter().map(lines).sum::<usize>() <= rows;
    let items = newest.iter().enumerate().map(|(index, look)| {
        let most = if index == open || all_fit { LINES_MAX } else { 0 };
        item(play, look, most, pen, columns)
    });
    let running = looks.iter().filter(|look| look.lines.is_none()).count();
    let right = match (running, play.errors_only) {
        (0, true) => pen.word(Word::ErrorsOnly).to_owned(),
        (0, false) => String::new(),
        (some, _) => Word::Running.with(pen.lang, &[&some.to_string()]),
    };
    Art {
        right,
        items: items.collect(),
        empty: pen.word(Word::NoLooks).to_owned(),
        current: Some(open).filter(|_| !looks.is_empty()),
        ..Art::default()
    }
}

fn item(play: &Play, look: &LookItem, most: usize, pen: Pen, columns: usize) -> Item {
    let now = play.view.now;
    let what = format!("{} {}", look.target, view_word(look.view));
    let at = if look.lines.is_some() { look.ready } else { look.began };
    let head = Row::new()
        .put(&at.to_string(), pen.style(Token::Quiet))
        .text(" ")
        .put(&look.who, pen.style(Token::Quiet))
        .text(" ")
        .put(&what, pen.style(Token::Strong));
    let Some(lines) = &look.lines else {
        let (spent, all) = (now.since(look.began), look.ready.since(look.began));
        let text = Word::Looking.with(pen.lang, &[&clock(spent), &clock(all)]);
        return Item::new(
            &look.id,
            vec![head.text("  ").put(&text, pen.style(Token::Warning))],
            &what,
        );
    };
    let is_error = |line: &str| {
        let low = line.to_lowercase();
        ["error", "fatal", "panic", "timeout", "fail"].iter().any(|word| low.contains(word))
    };
    let kept = lines.iter().filter(|line| !play.errors_only || is_error(line.as_str()));
    let mut rows = vec![head];
    if most == 0 {
        if let Some(first) = lines.first() {
            let head = rows.remove(0).text("  ").put(first.as_str(), pen.style(Token::Quiet));
            rows.push(head.cut(columns));
        }
    } else {
        for line in kept {
            let style = if is_error(line.as_str()) { Token::Strong } else { Token::Text };
            let wrapped = wrap(line.as_str(), columns.saturating_sub(2).max(10));
            rows.extend(
                wrapped.iter().map(|part| Row::new().text("  ").put(part, pen.style(style))),
            );
        }
        rows.truncate(most);
    }
    let words: Vec<&str> = lines.iter().map(crate::model::text::DisplayText::as_str).collect();
    Item::new(&look.id, rows, &format!("{what} {}", words.join(" ")))
}
