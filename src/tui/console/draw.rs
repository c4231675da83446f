//! The console as it is drawn: header, what the team owes, six panes or one, the line.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::model::time::clock;
use crate::tui::boxes::{border, inset, list, row, rows, split};
use crate::tui::console::{Asking, Console, PARTS, Part, rows as of};
use crate::tui::form::window;
use crate::tui::ink::{Row, cells, wrap};
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word};
use crate::view::DueState;
use crate::view::facilitator::InjectState;

/// Columns and rows from which all six panes stand.
const ALL_FROM: (u16, u16) = (110, 32);

/// Draws the console above its key bar; where the cursor stands, if something is typed.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    console: &Console,
    pen: Pen,
) -> Option<Position> {
    let columns = usize::from(area.width);
    row(buffer, area, 0, &header(console, columns, pen));
    row(buffer, area, 1, &owed(console, columns, pen));
    let (_, body) = split(area, 2);
    let (body, foot) = split(body, usize::from(body.height).saturating_sub(2));
    if console.zoomed {
        pane(buffer, body, console, console.focus, pen);
    } else if (area.width, area.height) >= ALL_FROM && area.height >= ALL_FROM.1 {
        all(buffer, body, console, pen);
    } else {
        let below = if console.focus == Part::Channel { Part::Injects } else { Part::Channel };
        let (upper, lower) = split(body, usize::from(body.height) * 3 / 5);
        pane(buffer, upper, console, console.focus, pen);
        pane(buffer, lower, console, below, pen);
    }
    line(buffer, foot, console, pen)
}

fn header(console: &Console, columns: usize, pen: Pen) -> Row {
    let view = &console.view;
    let state = match (&view.ended, view.paused) {
        (Some(_), _) => HostWord::EndedFlag.get(pen.lang),
        (None, true) => pen.word(Word::Paused),
        (None, false) => HostWord::Running.get(pen.lang),
    };
    let seconds = (view.story_start + view.now.0) % 86_400;
    let story = format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60);
    let right = format!("{state}  {story}  {}  {}x ", view.now, view.speed.max(1));
    let incident = view
        .incidents
        .first()
        .map(|own| format!("  {} {} {}", own.id, own.severity.as_str().to_uppercase(), own.status));
    let variant = HostWord::VariantSeed.with(pen.lang, &[&view.variant, &view.seed.to_string()]);
    let left = Row::new()
        .text(" ")
        .put(&format!(" {} ", HostWord::FacilitatorFlag.get(pen.lang)), pen.style(Token::Me))
        .text(&format!(" {}{}", view.title.get(pen.lang), incident.unwrap_or_default()))
        .put(&format!("  {variant}"), pen.style(Token::Quiet));
    let room = columns.saturating_sub(crate::tui::ink::width(&right) + 1);
    left.cut(room).to(columns.saturating_sub(crate::tui::ink::width(&right))).text(&right)
}

/// What the team owes, the latest first.
fn owed(console: &Console, columns: usize, pen: Pen) -> Row {
    let mut out =
        Row::new().text(" ").put(HostWord::TeamDue.get(pen.lang), pen.style(Token::Strong));
    if console.view.due.is_empty() {
        return out.text("  –");
    }
    for item in &console.view.due {
        let label = item.label.get(pen.lang);
        let by = if item.owner.is_empty() { String::new() } else { format!(" ({})", item.owner) };
        let (token, says) = match item.state {
            DueState::Late(late) => (
                Token::Critical,
                format!("!! {label} {} {}", HostWord::LateFlag.get(pen.lang), clock(late)),
            ),
            DueState::Soon(left) => (Token::Warning, format!("! {label} {}", clock(left))),
            DueState::Open(left) => (Token::Text, format!("· {label} {}", clock(left))),
            DueState::MetEarly(_) | DueState::MetLate(_) => (Token::Ok, format!("ok {label}")),
        };
        out = out.text("  ").put(&format!("{says}{by}"), pen.style(token));
    }
    out.cut(columns)
}

/// Truth and seats, injects and objectives, channel and notes.
fn all(buffer: &mut Buffer, area: Rect, console: &Console, pen: Pen) {
    let left = cells(usize::from(area.width) / 2);
    let third = usize::from(area.height) / 3;
    let heights = [third, third + 2, usize::from(area.height).saturating_sub(2 * third + 2)];
    let mut rest = area;
    for (pair, height) in PARTS.chunks(2).zip(heights) {
        let (strip, below) = split(rest, height);
        rest = below;
        let places = [
            Rect { width: left, ..strip },
            Rect { x: strip.x + left, width: strip.width - left, ..strip },
        ];
        for (part, place) in pair.iter().zip(places) {
            pane(buffer, place, console, *part, pen);
        }
    }
}

fn pane(buffer: &mut Buffer, area: Rect, console: &Console, part: Part, pen: Pen) {
    let number = PARTS.iter().position(|own| *own == part).map_or(0, |at| at + 1);
    let title = format!("{number} {}", name(part).get(pen.lang));
    let token = if part == Part::Truth { Token::Me } else { Token::Strong };
    let right = Row::of(&detail(console, part, pen), pen.style(Token::Quiet));
    let heavy = console.focus == part && !console.typing;
    let title = Row::of(&title, pen.style(token));
    let inner = inset(border(buffer, area, title, right, heavy, pen));
    let columns = usize::from(inner.width).saturating_sub(1);
    let entries = match part {
        Part::Truth => of::truth(console, columns, pen),
        Part::Seats => of::seats(console, columns, pen),
        Part::Injects => of::injects(console, columns, pen),
        Part::Objectives => of::objectives(console, columns, pen),
        Part::Channel => of::channel(console, columns, pen),
        Part::Notes => of::notes(console, columns, pen),
    };
    if entries.is_empty() {
        let lines = wrap(empty(part).get(pen.lang), columns);
        let quiet: Vec<Row> =
            lines.iter().map(|line| Row::of(line, pen.style(Token::Quiet))).collect();
        return rows(buffer, inner, &quiet);
    }
    if part == Part::Injects && (console.zoomed || console.focus == part) {
        return with_text(buffer, inner, console, &entries, pen);
    }
    let selected = console.row(part, entries.len()).min(entries.len() - 1);
    list(buffer, inner, &entries, selected, pen);
}

/// Injects with the whole text of the one that is selected.
fn with_text(buffer: &mut Buffer, area: Rect, console: &Console, entries: &[Row], pen: Pen) {
    let selected = console.row(Part::Injects, entries.len());
    let columns = usize::from(area.width);
    let Some(own) = console.view.injects.get(selected) else { return };
    let when = own.when.as_ref().map(|when| HostWord::WhenIs.with(pen.lang, &[when]));
    let who = format!("{} {} → {}", own.form, own.from, own.to);
    let mut text = vec![who];
    text.extend(when.iter().flat_map(|when| wrap(when, columns)));
    text.extend(wrap(own.says.get(pen.lang), columns));
    let most = usize::from(area.height) / 2;
    text.truncate(most.max(1));
    let (upper, lower) = split(area, usize::from(area.height).saturating_sub(text.len()));
    list(buffer, upper, entries, selected, pen);
    let shown = text.iter().map(|line| Row::of(line, pen.style(Token::Quiet)));
    rows(buffer, lower, &shown.collect::<Vec<_>>());
}

const fn name(part: Part) -> HostWord {
    match part {
        Part::Truth => HostWord::PTruth,
        Part::Seats => HostWord::PSeats,
        Part::Injects => HostWord::PInjects,
        Part::Objectives => HostWord::PObjectives,
        Part::Channel => HostWord::PChannel,
        Part::Notes => HostWord::PNotes,
    }
}

const fn empty(part: Part) -> HostWord {
    match part {
        Part::Truth => HostWord::ETruth,
        Part::Seats => HostWord::ESeats,
        Part::Injects => HostWord::EInjects,
        Part::Objectives => HostWord::EObjectives,
        Part::Channel => HostWord::EChannel,
        Part::Notes => HostWord::ENotes,
    }
}

fn detail(console: &Console, part: Part, pen: Pen) -> String {
    match part {
        Part::Truth => HostWord::NeverShown.get(pen.lang).to_owned(),
        Part::Injects => {
            let injects = &console.view.injects;
            let shown = |own: &&crate::view::facilitator::InjectRow| {
                matches!(own.state, InjectState::Shown { .. })
            };
            let done = injects.iter().filter(shown).count();
            pen.word(Word::OneOf)
                .replace("{0}", &done.to_string())
                .replace("{1}", &injects.len().to_string())
        }
        Part::Objectives => HostWord::AsIfNow.get(pen.lang).to_owned(),
        Part::Channel => HostWord::AsPlayers.get(pen.lang).to_owned(),
        Part::Seats | Part::Notes => String::new(),
    }
}

/// The line, or what is asked; what was refused below it.
fn line(buffer: &mut Buffer, area: Rect, console: &Console, pen: Pen) -> Option<Position> {
    let columns = usize::from(area.width);
    if let Some(Asking::Send(line, says)) = &console.asking {
        let asks = format!(" {line}   {}", says.get(pen.lang).replace('\n', " "));
        row(buffer, area, 0, &Row::of(&asks, pen.style(Token::Strong)).cut(columns));
        let how = format!(" {} ", HostWord::EnterSends.get(pen.lang));
        row(buffer, area, 1, &Row::of(&how, pen.style(Token::Me)).cut(columns));
        return None;
    }
    let mark = if console.typing { "▌> " } else { " > " };
    let token = if console.typing { Token::Strong } else { Token::Quiet };
    let (text, column) = window(&console.line.field, columns.saturating_sub(4));
    let text = match console.line.pending() {
        Some(sent) if text.is_empty() => format!("{sent} …"),
        _ => text,
    };
    row(buffer, area, 0, &Row::of(mark, pen.style(token)).text(&text));
    let under = match (&console.notice, console.typing) {
        (Some((refused, says)), _) => {
            let token = if *refused { Token::Critical } else { Token::Text };
            Row::of(&format!(" {}", says.get(pen.lang)), pen.style(token))
        }
        (None, true) => {
            let word = console.line.field.text().trim_start_matches('/').split(' ').next();
            let spec = word.and_then(crate::command::find);
            let usage = spec.map_or_else(String::new, crate::command::Spec::usage);
            let letters = spec.is_some_and(|own| own.name == "rate");
            let letters = if letters { HostWord::RateLetters.get(pen.lang) } else { "" };
            Row::of(&format!("   {usage}   {letters}"), pen.style(Token::Quiet))
        }
        (None, false) => Row::new(),
    };
    row(buffer, area, 1, &under.cut(columns));
    let x = area.x + cells(3 + column);
    console.typing.then(|| Position::new(x.min(area.right().saturating_sub(1)), area.y))
}
