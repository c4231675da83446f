//! The home screen: scenarios to play, drills to go on with, drills to look back on. It shows
//! minutes and difficulty, never severity or cause: judging those is the drill.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::time::DrillTime;
use crate::tui::boxes::{border, inset, list, row, rows, split};
use crate::tui::briefing::Briefing;
use crate::tui::ink::{Row, cut, width, wrap};
use crate::tui::keys::{Action, Step};
use crate::tui::message::{DrillCard, Intent, ScenarioCard};
use crate::tui::model::{Model, Pen, Screen, extent, stepped};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// What is selected at home.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// 0 play, 1 resume, 2 review.
    pub(crate) page: usize,
    /// The row of each page.
    pub(crate) rows: [usize; 3],
}

impl Home {
    /// The row selected on this page.
    fn row(&self) -> usize {
        self.rows.get(self.page).copied().unwrap_or(0)
    }
}

/// Drills of a page: open ones, or ended ones.
fn drills(model: &Model, page: usize) -> Vec<&DrillCard> {
    model.drills.iter().filter(|card| card.open == (page == 1)).collect()
}

fn count(model: &Model) -> usize {
    match model.home.page {
        0 => model.library.len(),
        page => drills(model, page).len(),
    }
}

/// A key at home.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Intent> {
    let count = count(model);
    match action {
        Action::Move(step) => {
            let row = stepped(model.home.row(), count, step, 8);
            let page = model.home.page;
            if let Some(own) = model.home.rows.get_mut(page) {
                *own = row;
            }
        }
        Action::Page(page) => model.home.page = usize::from(page.saturating_sub(1)).min(2),
        Action::NextPane => model.home.page = (model.home.page + 1) % 3,
        Action::LastPane => model.home.page = (model.home.page + 2) % 3,
        Action::Enter => return enter(model, false),
        Action::New => return enter(model, true),
        Action::Leave => return vec![Intent::Quit],
        _ => {}
    }
    Vec::new()
}

fn enter(model: &mut Model, anew: bool) -> Vec<Intent> {
    let row = model.home.row();
    let page = model.home.page;
    if page == 0 {
        let Some(card) = model.library.get(row) else { return Vec::new() };
        if let (Some((drill, _)), false) = (&card.open, anew) {
            return vec![Intent::Resume(drill.clone())];
        }
        model.screen = Screen::Briefing(Box::new(Briefing::of(card, &model.follow_ups)));
        return Vec::new();
    }
    let drill = drills(model, page).get(row).map(|card| card.id.clone());
    let intent = if page == 1 { Intent::Resume } else { Intent::Open };
    drill.map(intent).into_iter().collect()
}

/// Draws the home screen above its key bar.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen;
    let (columns, height) = extent(area);
    let other =
        if model.player.is_empty() { String::new() } else { format!("{} · ", model.player) };
    let right = format!("{other}{} ", crate::tui::words::lang_name(pen.lang));
    let head = Row::new()
        .text(" ")
        .put("firedrill", pen.style(Token::Strong))
        .put(&format!("  {}", pen.word(Word::Tagline)), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(&right) + 1))
        .to(columns.saturating_sub(width(&right)))
        .put(&right, pen.style(Token::Quiet));
    row(buffer, area, 0, &head);
    row(buffer, area, 1, &tabs(model));
    let (_, body) = split(area, 2);
    let details = if height >= 20 { 9 } else { 0 };
    let (upper, lower) = split(body, usize::from(body.height).saturating_sub(details + 1));
    let (lower, hint) = split(lower, details);
    table(buffer, upper, model);
    if details > 0 {
        about(buffer, lower, model);
    }
    row(buffer, hint, 0, &Row::of(&hint_text(model), pen.style(Token::Quiet)).cut(columns));
}

fn tabs(model: &Model) -> Row {
    let pen = model.pen;
    let open = drills(model, 1).len();
    let ended = drills(model, 2).len();
    let count = |number: usize| if number > 0 { format!(" ({number})") } else { String::new() };
    let names = [
        format!("1 {}", pen.word(Word::HPlay)),
        format!("2 {}{}", pen.word(Word::HResume), count(open)),
        format!("3 {}{}", pen.word(Word::HReview), count(ended)),
    ];
    let mut out = Row::new();
    for (index, name) in names.iter().enumerate() {
        out = if index == model.home.page {
            out.put(&format!("▐{name}▌"), pen.style(Token::Strong))
        } else {
            out.text(&format!(" {name} "))
        };
        out = out.text(" ");
    }
    out
}

fn table(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen;
    let page = model.home.page;
    let title = match page {
        0 => Word::Scenarios,
        1 => Word::OpenDrills,
        _ => Word::PastDrills,
    };
    let count = count(model);
    let right = if page == 0 && count > 0 { pen.word(Word::SuggestedFirst) } else { "" };
    let title = Row::of(pen.word(title), pen.style(Token::Strong));
    let right = Row::of(right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, true, pen));
    if count == 0 {
        let word = match page {
            _ if !model.loaded => Word::Reading,
            0 => Word::NoScenarios,
            1 => Word::NoOpenDrills,
            _ => Word::NoPastDrills,
        };
        let lines = wrap(pen.word(word), usize::from(inner.width));
        let own: Vec<Row> =
            lines.iter().map(|line| Row::of(line, pen.style(Token::Quiet))).collect();
        rows(buffer, inner, &own);
        return;
    }
    let columns = usize::from(inner.width);
    let (head, entries) = if page == 0 {
        let entries = model.library.iter().map(|card| scenario_row(card, columns, pen));
        (scenario_head(columns, pen), entries.collect::<Vec<_>>())
    } else {
        let entries = drills(model, page).into_iter().map(|card| drill_row(card, columns, pen));
        (drill_head(columns, pen), entries.collect())
    };
    let (top, rest) = split(inner, 1);
    row(buffer, top, 0, &head);
    list(buffer, rest, &entries, model.home.row(), pen);
}

/// Columns of a scenario's title.
fn title_columns(columns: usize) -> usize {
    columns.saturating_sub(46).clamp(14, 50)
}

fn scenario_head(columns: usize, pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    Row::new()
        .text("  ")
        .cell(pen.word(Word::HTitle), title_columns(columns), quiet)
        .right(pen.word(Word::HMinutes), 5, quiet)
        .text("  ")
        .cell(pen.word(Word::HHard), 6, quiet)
        .cell(pen.word(Word::HLang), 7, quiet)
        .put(pen.word(Word::HYou), quiet)
}

fn scenario_row(card: &ScenarioCard, columns: usize, pen: Pen) -> Row {
    let hard: String =
        (1..=5).map(|step| if step <= card.difficulty { '■' } else { '·' }).collect();
    let langs: Vec<&str> =
        card.languages.iter().map(|lang| crate::tui::words::lang_code(*lang)).collect();
    Row::new()
        .text(" ")
        .cell(card.title.get(pen.lang), title_columns(columns), pen.style(Token::Text))
        .right(&card.minutes.to_string(), 5, pen.style(Token::Text))
        .text("  ")
        .cell(&hard, 6, pen.style(Token::Text))
        .cell(&langs.join(" "), 7, pen.style(Token::Quiet))
        .put(&played(card, pen), pen.style(Token::Text))
        .cut(columns.saturating_sub(1))
}

/// `in progress, 17:45`, `twice, best 81`, `never`.
fn played(card: &ScenarioCard, pen: Pen) -> String {
    match &card.open {
        Some((_, DrillTime::START)) => return pen.word(Word::InProgressNow).to_owned(),
        Some((_, at)) => return Word::InProgress.with(pen.lang, &[&at.to_string()]),
        None => {}
    }
    match (card.plays, card.best) {
        (0, _) if card.tutorial => pen.word(Word::BeginHere).to_owned(),
        (0, _) => pen.word(Word::Never).to_owned(),
        (plays, Some(best)) => {
            Word::PlayedBest.with(pen.lang, &[&plays.to_string(), &format!("{best:.0}")])
        }
        (plays, None) => Word::Played.with(pen.lang, &[&plays.to_string()]),
    }
}

fn drill_head(columns: usize, pen: Pen) -> Row {
    let quiet = pen.style(Token::Quiet);
    Row::new()
        .text("  ")
        .cell(pen.word(Word::HTitle), title_columns(columns), quiet)
        .cell(pen.word(Word::HWhen), 20, quiet)
        .right(pen.word(Word::HAt), 7, quiet)
        .right(pen.word(Word::HScore), 8, quiet)
}

fn drill_row(card: &DrillCard, columns: usize, pen: Pen) -> Row {
    let score = match card.score {
        Some(score) => format!("{score:.0}"),
        None => "–".to_owned(),
    };
    let kind = if card.graded { "" } else { pen.word(Word::PracticeKind) };
    let known = card.at != DrillTime::START;
    let at = if known { card.at.to_string() } else { "–".to_owned() };
    Row::new()
        .text(" ")
        .cell(card.title.get(pen.lang), title_columns(columns), pen.style(Token::Text))
        .cell(&card.when, 20, pen.style(Token::Quiet))
        .right(&at, 7, pen.style(Token::Text))
        .right(&score, 8, pen.style(Token::Text))
        .text("  ")
        .put(kind, pen.style(Token::Quiet))
        .cut(columns.saturating_sub(1))
}

/// The selected scenario in a few lines.
fn about(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen;
    let Some(card) = model.library.get(model.home.row()).filter(|_| model.home.page == 0) else {
        border(buffer, area, Row::new(), Row::new(), false, pen);
        return;
    };
    let title = Row::of(card.title.get(pen.lang), pen.style(Token::Strong));
    let parts = card.services.to_string();
    let right = Word::SystemOf.with(pen.lang, &[card.system.get(pen.lang), &parts]);
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let columns = usize::from(inner.width);
    let trains: Vec<&str> = card.trains.iter().map(|text| text.get(pen.lang)).collect();
    let facts =
        [(Word::Trains, trains.join(" · ")), (Word::Seats, pen.word(Word::SeatsSolo).to_owned())];
    let label = facts.iter().map(|(word, _)| width(pen.word(*word))).max().unwrap_or(0) + 2;
    let mut under: Vec<Row> = Vec::new();
    for (word, text) in facts.iter().filter(|(_, text)| !text.is_empty()) {
        for (index, line) in wrap(text, columns.saturating_sub(label)).iter().take(2).enumerate() {
            let head = if index == 0 { pen.word(*word) } else { "" };
            under.push(Row::new().cell(head, label, pen.style(Token::Quiet)).text(line));
        }
    }
    let room = usize::from(inner.height).saturating_sub(under.len());
    let story = wrap(card.story.get(pen.lang), columns);
    let cut_off = story.len() > room;
    let mut all: Vec<Row> = story
        .iter()
        .take(room)
        .enumerate()
        .map(|(index, line)| {
            let last = cut_off && index + 1 == room;
            let line = if last { format!("{} …", cut(line, columns - 2)) } else { line.clone() };
            Row::new().text(&line)
        })
        .collect();
    all.extend(under);
    rows(buffer, inner, &all);
}

fn hint_text(model: &Model) -> String {
    let pen = model.pen;
    let card = model.library.get(model.home.row()).filter(|_| model.home.page == 0);
    match card.and_then(|card| card.open.as_ref()) {
        Some((_, DrillTime::START)) => format!(" {}", pen.word(Word::ResumeNow)),
        Some((_, at)) => format!(" {}", Word::ResumeHint.with(pen.lang, &[&at.to_string()])),
        None if model.home.page == 0 => format!(" {}", pen.word(Word::PlayHint)),
        None => String::new(),
    }
}

/// The step of a wheel turn.
pub(crate) fn wheel(model: &mut Model, step: Step) {
    act(model, Action::Move(step));
}
