//! Pane 4: what was looked at and what was done, newest first. Facts stay as they were when somebody
//! looked; nothing here is fresh.

use crate::model::time::{DrillTime, clock};
use crate::tui::ink::{Row, wrap};
use crate::tui::model::Pen;
use crate::tui::pane::Pane;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::{LookItem, RemedyRow};

/// Rows of one look at most.
const LINES_MAX: usize = 400;

/// A look or a remedy.
enum Work<'a> {
    Look(&'a LookItem),
    Remedy(&'a RemedyRow),
}

impl Work<'_> {
    const fn began(&self) -> DrillTime {
        match self {
            Self::Look(look) => look.began,
            Self::Remedy(remedy) => remedy.began,
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Look(look) => look.id.to_string(),
            Self::Remedy(remedy) => remedy.run.to_string(),
        }
    }

    /// Rows it takes when open.
    fn rows(&self) -> usize {
        match self {
            Self::Look(look) => look.lines.as_ref().map_or(1, |lines| lines.len() + 1),
            Self::Remedy(_) => 2,
        }
    }

    const fn is_running(&self) -> bool {
        match self {
            Self::Look(look) => look.lines.is_none(),
            Self::Remedy(remedy) => remedy.ended.is_none(),
        }
    }
}

/// Looks and remedies, newest first.
fn work(play: &Play) -> Vec<Work<'_>> {
    let looks = play.view.looks.iter().map(Work::Look);
    let mut all: Vec<Work<'_>> = looks.chain(play.view.remedies.iter().map(Work::Remedy)).collect();
    all.sort_by_key(|own| std::cmp::Reverse(own.began()));
    all
}

pub(super) fn art(play: &Play, pen: Pen, columns: usize, rows: usize) -> Art {
    let work = work(play);
    let keys: Vec<String> = work.iter().map(Work::key).collect();
    let returned =
        work.iter().position(|own| matches!(own, Work::Look(look) if look.lines.is_some()));
    let open = play.picked(Pane::Looks, &keys).or(returned).unwrap_or(0);
    // All of them are open where that fits, else the one that matters.
    let all_fit = work.iter().map(Work::rows).sum::<usize>() <= rows;
    let items = work.iter().enumerate().map(|(index, own)| {
        let most = if index == open || all_fit { LINES_MAX } else { 0 };
        match own {
            Work::Look(look) => item(play, look, most, pen, columns),
            Work::Remedy(remedy) => remedy_item(play, remedy, pen, columns),
        }
    });
    let running = work.iter().filter(|own| own.is_running()).count();
    let right = match (running, play.errors_only) {
        (0, true) => pen.word(Word::ErrorsOnly).to_owned(),
        (0, false) => String::new(),
        (some, _) => Word::Running.with(pen.lang, &[&some.to_string()]),
    };
    Art {
        right,
        items: items.collect(),
        empty: pen.word(Word::NoLooks).to_owned(),
        current: Some(open).filter(|_| !work.is_empty()),
        ..Art::default()
    }
}

/// `09:40 ton /do rollback checkout  under way` and what it printed at its end.
fn remedy_item(play: &Play, remedy: &RemedyRow, pen: Pen, columns: usize) -> Item {
    let now = play.view.now;
    let (token, state) = match remedy.ended {
        None => {
            let (spent, all) = (now.since(remedy.began), remedy.ready.since(remedy.began));
            let spans = [clock(spent), clock(all)];
            (Token::Warning, Word::UnderWay.with(pen.lang, &["", &spans[0], &spans[1]]))
        }
        Some((at, true)) => {
            (Token::Critical, Word::RemedyFailed.with(pen.lang, &[&at.to_string()]))
        }
        Some((at, false)) => (Token::Ok, Word::RemedyDone.with(pen.lang, &[&at.to_string()])),
    };
    let quiet = pen.style(Token::Quiet);
    let head = Row::new()
        .put(&remedy.began.to_string(), quiet)
        .text(" ")
        .put(&remedy.by, quiet)
        .text(" ")
        .put(&format!("/do {}", remedy.what), pen.style(Token::Strong))
        .text("  ")
        .put(state.trim(), pen.style(token));
    let mut rows = vec![head.cut(columns)];
    if let Some(says) = &remedy.says {
        let lines = wrap(says.get(pen.lang), columns.saturating_sub(2).max(10));
        rows.extend(lines.iter().map(|line| Row::new().text("  ").text(line)));
    }
    Item::new(&remedy.run, rows, &remedy.what)
}

/// What is looked for in this pane: its lines without it are left out, as `grep` would.
fn wanted(play: &Play) -> Option<String> {
    let field = play.find.as_ref().filter(|_| play.focus == Pane::Looks).map(|(field, _)| field)?;
    (!field.is_empty()).then(|| field.text().to_lowercase())
}

fn item(play: &Play, look: &LookItem, most: usize, pen: Pen, columns: usize) -> Item {
    let now = play.view.now;
    let what = format!("{} {}", look.target, look.view.word());
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
    let wanted = wanted(play);
    let has = |line: &str| wanted.as_ref().is_none_or(|own| line.to_lowercase().contains(own));
    let kept = lines
        .iter()
        .filter(|line| (!play.errors_only || is_error(line.as_str())) && has(line.as_str()));
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
