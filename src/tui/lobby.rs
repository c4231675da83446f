//! The lobby of a host: tables, their seats, who sits where. It takes no seat by itself; what may be
//! done is said by what it is shown.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::boxes::{border, inset, list, row, rows, split};
use crate::tui::briefing::Briefing;
use crate::tui::hosted::{HostIntent, Lobby, LobbySeat, LobbyStage, LobbyTable, Sitter, TableAsk};
use crate::tui::ink::{Row, cells, width, wrap};
use crate::tui::keys::Action;
use crate::tui::message::Intent;
use crate::tui::model::{Model, Pen, Screen, stepped};
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, lang_name};

/// Columns from which the story of a table stands beside the seats.
const STORY_FROM: u16 = 100;

/// The lobby, and which row is selected.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    lobby: Lobby,
    row: usize,
}

/// A row that can be selected.
type Seat<'a> = (&'a LobbyTable, &'a LobbySeat);

impl Waiting {
    fn seats(&self) -> Vec<Seat<'_>> {
        let tables = self.lobby.tables.iter();
        tables.flat_map(|table| table.seats.iter().map(move |seat| (table, seat))).collect()
    }

    fn selected(&self) -> Option<Seat<'_>> {
        let seats = self.seats();
        seats.get(self.row.min(seats.len().saturating_sub(1))).copied()
    }
}

/// What stands in the lobby now. The first one opens it; a later one changes nothing else.
pub(crate) fn show(model: &mut Model, lobby: Lobby) {
    let row = if let Some(waiting) = &model.lobby {
        waiting.row
    } else {
        model.screen = Screen::Lobby;
        let free = Waiting { lobby: lobby.clone(), row: 0 };
        free.seats().iter().position(|(_, seat)| seat.who.is_none()).unwrap_or(0)
    };
    model.player.clone_from(&lobby.me);
    model.lobby = Some(Box::new(Waiting { lobby, row }));
}

/// A key in the lobby.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Intent> {
    let Some(waiting) = &mut model.lobby else { return Vec::new() };
    if let Action::Move(step) = action {
        waiting.row = stepped(waiting.row, waiting.seats().len(), step, 8);
        return Vec::new();
    }
    let Some((table, seat)) = waiting.selected() else { return Vec::new() };
    let number = table.number;
    let ask = match action {
        Action::Enter => TableAsk::Sit(seat.id.clone()),
        Action::Start => TableAsk::Start,
        Action::Crew => TableAsk::Crew,
        Action::Practice => TableAsk::Graded,
        Action::New => TableAsk::Anew,
        Action::Watch => TableAsk::Watch,
        Action::Invite => return vec![Intent::Host(HostIntent::Invite)],
        Action::Leave => return vec![Intent::Quit],
        Action::Brief => {
            let card = std::sync::Arc::clone(&table.card);
            let graded = table.graded;
            let of = Briefing::of(&card, &[]);
            let briefing = Briefing { graded, coached: false, hosted: true, ..of };
            model.screen = Screen::Briefing(Box::new(briefing));
            return Vec::new();
        }
        _ => return Vec::new(),
    };
    vec![Intent::Host(HostIntent::Table(number, ask))]
}

/// Whether a key does anything now.
pub(crate) fn is_useful(model: &Model, action: Action) -> bool {
    let Some(waiting) = &model.lobby else { return false };
    let Some((table, seat)) = waiting.selected() else { return action == Action::Leave };
    let gathers = table.stage == LobbyStage::Gathering;
    let played = table.has_last || matches!(table.stage, LobbyStage::Playing(_) | LobbyStage::Over);
    match action {
        Action::Enter => {
            gathers && waiting.lobby.plays && seat.who.as_ref().is_none_or(|own| own.mine)
        }
        Action::Start | Action::Crew | Action::Practice => gathers && table.decides,
        Action::Watch => played,
        Action::New => table.stage == LobbyStage::Over,
        Action::Invite => waiting.lobby.steers,
        _ => true,
    }
}

/// Draws the lobby above its key bar.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen();
    let Some(waiting) = &model.lobby else { return };
    let columns = usize::from(area.width);
    let me = HostWord::YouAre.with(pen.lang, &[&waiting.lobby.me]);
    let right = format!("{me} · {} ", lang_name(pen.lang));
    let head = Row::new()
        .text(" ")
        .put("firedrill", pen.style(Token::Strong))
        .put(&format!("  {}", waiting.lobby.join), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(&right) + 1))
        .to(columns.saturating_sub(width(&right)))
        .put(&right, pen.style(Token::Quiet));
    row(buffer, area, 0, &head);
    let (_, body) = split(area, 1);
    let notes = notes(&waiting.lobby, waiting.selected(), columns, pen);
    let (body, foot) = split(body, usize::from(body.height).saturating_sub(notes.len()));
    rows(buffer, foot, &notes);
    let wide = area.width >= STORY_FROM;
    let left = if wide { cells(columns / 2) } else { area.width };
    tables(buffer, Rect { width: left, ..body }, waiting, pen);
    if wide && let Some((table, _)) = waiting.selected() {
        let rest = Rect { x: body.x + left, width: body.width - left, ..body };
        story(buffer, rest, table, pen);
    }
}

/// Tables with their seats, one list.
fn tables(buffer: &mut Buffer, area: Rect, waiting: &Waiting, pen: Pen) {
    let title = Row::of(HostWord::LobbyTitle.get(pen.lang), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), true, pen));
    let columns = usize::from(inner.width);
    let mut lines = Vec::new();
    let mut selected = 0;
    let mut seats = 0;
    for table in &waiting.lobby.tables {
        lines.push(heading(table, columns, pen));
        for seat in &table.seats {
            if seats == waiting.row {
                selected = lines.len();
            }
            lines.push(place(table, seat, pen));
            seats += 1;
        }
        lines.push(Row::new());
    }
    list(buffer, inner, &lines, selected, pen);
}

fn heading(table: &LobbyTable, columns: usize, pen: Pen) -> Row {
    let lang = pen.lang;
    let stage = match table.stage {
        LobbyStage::Gathering => HostWord::Gathering.get(lang).to_owned(),
        LobbyStage::Starting => HostWord::Starting.get(lang).to_owned(),
        LobbyStage::Playing(at) => HostWord::PlayingAt.with(lang, &[&at.to_string()]),
        LobbyStage::Over => HostWord::Over.get(lang).to_owned(),
    };
    let graded = if table.graded { HostWord::GradedOn } else { HostWord::GradedOff };
    let crew = if table.crew { HostWord::CrewOn } else { HostWord::CrewOff };
    let right = format!("{stage} · {} · {}", graded.get(lang), crew.get(lang));
    let title = format!("{} {}", table.number, table.card.title.get(lang));
    let room = columns.saturating_sub(width(&right) + 3);
    let row = Row::of(&title, pen.style(Token::Strong)).cut(room.max(12));
    row.text("  ").put(&right, pen.style(Token::Quiet))
}

fn place(table: &LobbyTable, seat: &LobbySeat, pen: Pen) -> Row {
    let lang = pen.lang;
    let out = Row::new().text("  ").cell(seat.title.get(lang), 22, pen.style(Token::Text));
    match &seat.who {
        Some(Sitter { name, mine: true, .. }) => {
            let says = format!("{name} ({})", HostWord::You.get(lang));
            out.put(&says, pen.style(Token::Me))
        }
        Some(Sitter { name, online: true, .. }) => out.put(name, pen.style(Token::Strong)),
        Some(Sitter { name, .. }) => {
            let says = format!("{name}  {}", HostWord::Away.get(lang));
            out.put(&says, pen.style(Token::Quiet))
        }
        None => {
            let gathers = table.stage == LobbyStage::Gathering;
            let program = HostWord::ProgramSeat.get(lang);
            let says = match (seat.program, gathers, table.crew && !seat.steers) {
                (true, ..) => program,
                (false, true, _) => HostWord::FreeSeat.get(lang),
                (false, false, true) => "crew",
                (false, false, false) => "–",
            };
            out.put(says, pen.style(Token::Quiet))
        }
    }
}

/// The story of the table that is selected.
fn story(buffer: &mut Buffer, area: Rect, table: &LobbyTable, pen: Pen) {
    let title = Row::of(table.card.title.get(pen.lang), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), false, pen));
    let columns = usize::from(inner.width);
    let mut lines: Vec<Row> = Vec::new();
    lines.extend(
        wrap(table.card.story.get(pen.lang), columns).iter().map(|own| Row::new().text(own)),
    );
    lines.push(Row::new());
    let rules = table.card.rules.iter().flat_map(|rule| wrap(rule.get(pen.lang), columns));
    lines.extend(rules.map(|own| Row::of(&own, pen.style(Token::Quiet))));
    rows(buffer, inner, &lines);
}

/// What can be done, and codes that somebody else needs.
fn notes(lobby: &Lobby, selected: Option<Seat<'_>>, columns: usize, pen: Pen) -> Vec<Row> {
    let lang = pen.lang;
    let mut notes = Vec::new();
    let decides = selected.is_some_and(|(table, _)| table.decides);
    let turn = if decides { HostWord::YouDecide } else { HostWord::OthersDecide };
    let gathers = selected.is_some_and(|(table, _)| table.stage == LobbyStage::Gathering);
    let says = match (gathers, lobby.plays) {
        (true, true) => HostWord::LobbyEnter.with(lang, &[turn.get(lang)]),
        (true, false) => HostWord::WatchOnly.get(lang).to_owned(),
        (false, _) => HostWord::GoThere.get(lang).to_owned(),
    };
    notes.push(Row::of(&format!(" {says}"), pen.style(Token::Quiet)));
    if let Some(code) = &lobby.way_back {
        let says = HostWord::WayBack.with(lang, &[code]);
        notes.push(Row::new().text(" ").text(&says));
    }
    for (what, code) in lobby.codes.iter().rev().take(4) {
        let says = HostWord::CodeFor.with(lang, &[what, code]);
        notes.push(Row::new().text(" ").put(&says, pen.style(Token::Strong)));
    }
    notes.into_iter().map(|row| row.cut(columns)).collect()
}
