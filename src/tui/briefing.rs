//! The briefing: the story, the shop, the seat, the process in three lines. The clock has not
//! started, and nothing of what will happen stands here.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::boxes::{border, inset, row, rows, split};
use crate::tui::ink::{Row, cells, width, wrap};
use crate::tui::keys::{Action, Step};
use crate::tui::message::{FollowUpCard, Intent, ScenarioCard};
use crate::tui::model::{Model, Pen, Screen, extent, stepped};
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word};

/// A drill about to be started.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word on the screen")]
pub(crate) struct Briefing {
    /// The scenario.
    pub(crate) card: ScenarioCard,
    /// Whether it will count.
    pub(crate) graded: bool,
    /// Whether the coach is wanted; a drill with a coach is practice.
    pub(crate) coached: bool,
    /// Whether Enter was pressed.
    pub(crate) starting: bool,
    /// Whether it is read in the lobby of a host, where nothing is started from here.
    pub(crate) hosted: bool,
    /// Rows the text is scrolled by where it does not fit.
    pub(crate) scroll: usize,
    /// Follow-ups of earlier drills that nobody has closed.
    pub(crate) follow_ups: Vec<FollowUpCard>,
}

impl Briefing {
    /// The briefing of a scenario; a tutorial comes with its coach, until it was played once.
    pub(crate) fn of(card: &ScenarioCard, follow_ups: &[FollowUpCard]) -> Self {
        let new = card.tutorial && card.plays == 0;
        Self {
            follow_ups: follow_ups.to_vec(),
            card: card.clone(),
            graded: !new,
            coached: new,
            starting: false,
            hosted: false,
            scroll: 0,
        }
    }

    /// Whether the coach speaks: where it is wanted, and nothing counts.
    pub(crate) const fn coach(&self) -> bool {
        self.coached && !self.graded
    }
}

/// A key in the briefing.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Intent> {
    let lang = model.settings.lang;
    let Screen::Briefing(briefing) = &mut model.screen else { return Vec::new() };
    match action {
        Action::Practice if !briefing.hosted => {
            briefing.graded = !briefing.graded;
        }
        Action::Coach if !briefing.hosted => {
            briefing.coached = !briefing.coach();
            briefing.graded &= !briefing.coached;
        }
        Action::Move(step) => briefing.scroll = stepped(briefing.scroll, 40, step, 5),
        // In a lobby whoever steers the table starts it.
        Action::Enter if model.lobby.is_some() => model.rest(),
        Action::Enter if !briefing.starting => {
            briefing.starting = true;
            return vec![Intent::Play {
                scenario: briefing.card.id.clone(),
                graded: briefing.graded,
                coach: briefing.coach(),
                lang,
            }];
        }
        Action::Back | Action::Leave => model.rest(),
        _ => {}
    }
    Vec::new()
}

/// Draws the briefing above its key bar.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, briefing: &Briefing, pen: Pen) {
    let (columns, height) = extent(area);
    let card = &briefing.card;
    let right = pen.word(if briefing.starting { Word::Starting } else { Word::NotStarted });
    let head = Row::new()
        .text(" ")
        .put(card.title.get(pen.lang), pen.style(Token::Strong))
        .put(&format!(" · {}", pen.word(Word::PlaceBriefing)), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(right) + 2))
        .to(columns.saturating_sub(width(right) + 1))
        .put(right, pen.style(Token::Quiet));
    row(buffer, area, 0, &head);
    let (_, body) = split(area, 1);
    let open = usize::from(!briefing.follow_ups.is_empty());
    let (body, notes) = split(body, height.saturating_sub(3 + open));
    let story = wrap(card.story.get(pen.lang), columns.saturating_sub(4));
    let rules: Vec<String> = card
        .rules
        .iter()
        .flat_map(|text| wrap(text.get(pen.lang), columns.saturating_sub(4)))
        .collect();
    let process = (rules.len() + 2).min(usize::from(body.height) / 3);
    let left = usize::from(body.height).saturating_sub(process);
    let told = (story.len() + 2).min(left.saturating_sub(8).max(6));
    let (top, rest) = split(body, told);
    let (middle, bottom) = split(rest, usize::from(rest.height).saturating_sub(process));
    story_box(buffer, top, briefing, &story, pen);
    let system_columns = columns / 2;
    let system = Rect { width: cells(system_columns), ..middle };
    let seat = Rect {
        x: middle.x + cells(system_columns),
        width: middle.width - cells(system_columns),
        ..middle
    };
    system_box(buffer, system, card, pen);
    seat_box(buffer, seat, briefing, pen);
    let title = format!("{}: {}", pen.word(Word::ProcessThree), card.process.get(pen.lang));
    let title = Row::of(&title, pen.style(Token::Strong));
    let inner = inset(border(buffer, bottom, title, Row::new(), false, pen));
    let lines: Vec<Row> = rules.iter().map(|line| Row::new().text(line)).collect();
    rows(buffer, inner, &lines);
    let counts = if briefing.graded { Word::GradedYes } else { Word::GradedNo };
    let coach = if briefing.coach() { Word::CoachYes } else { Word::CoachNo };
    let first = if briefing.hosted {
        format!(" {}   {}", pen.word(counts), HostWord::BriefBack.get(pen.lang))
    } else {
        format!(" {}   {}", pen.word(counts), pen.word(coach))
    };
    row(buffer, notes, 0, &Row::of(&first, pen.style(Token::Strong)).cut(columns));
    let abort = Row::of(pen.word(Word::AbortNote), pen.style(Token::Quiet));
    row(buffer, notes, 1, &Row::new().text(" ").join(abort).cut(columns));
    if let Some(first) = briefing.follow_ups.first() {
        let count = briefing.follow_ups.len().to_string();
        let next = format!("{} ({}, {})", first.task, first.owner, first.due);
        let told = Word::OpenFollowUps.with(pen.lang, &[&count, &next]);
        row(buffer, notes, 2, &Row::new().text(" ").text(&told).cut(columns));
    }
}

fn story_box(buffer: &mut Buffer, area: Rect, briefing: &Briefing, story: &[String], pen: Pen) {
    let card = &briefing.card;
    let when = card.starts.map_or_else(String::new, |at| {
        let date = crate::tui::words::date(at.date_naive(), pen.lang);
        let time = at.format("%H:%M").to_string();
        Word::StoryTime.with(pen.lang, &[&date, &time])
    });
    let title = Row::of(pen.word(Word::TheStory), pen.style(Token::Strong));
    let right = Row::of(&when, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let room = usize::from(inner.height);
    let first = briefing.scroll.min(story.len().saturating_sub(room));
    let shown = story.iter().skip(first).take(room);
    let mut lines: Vec<Row> = shown.map(|line| Row::new().text(line)).collect();
    if first + room < story.len()
        && let Some(last) = lines.last_mut()
    {
        let more = pen.word(Word::MoreBelow);
        let wide = usize::from(inner.width).saturating_sub(width(more) + 1);
        *last = std::mem::take(last).cut(wide).to(wide + 1).put(more, pen.style(Token::Quiet));
    }
    rows(buffer, inner, &lines);
}

fn system_box(buffer: &mut Buffer, area: Rect, card: &ScenarioCard, pen: Pen) {
    let title = Row::of(card.system.get(pen.lang), pen.style(Token::Strong));
    let count = Word::ServiceCount.with(pen.lang, &[&card.services.to_string()]);
    let right = Row::of(&count, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, false, pen));
    let columns = usize::from(inner.width);
    let room = usize::from(inner.height);
    let hanging = |text: &str| {
        let lines = wrap(text, columns.saturating_sub(2));
        let row = |(index, line): (usize, &String)| {
            Row::new().text(if index == 0 { "" } else { "  " }).text(line)
        };
        lines.iter().enumerate().map(row).collect::<Vec<_>>()
    };
    let mut lines: Vec<Row> = card.calls.iter().flat_map(|line| hanging(line)).collect();
    let owners = card.owners.iter();
    let owners =
        owners.map(|(team, parts)| format!("{}: {}", team.get(pen.lang), parts.join(", ")));
    let owned: Vec<Row> = owners
        .flat_map(|line| hanging(&line))
        .map(|line| line.over(pen.style(Token::Quiet)))
        .collect();
    if lines.len() + owned.len() < room {
        lines.push(Row::new());
        lines.extend(owned);
    }
    if lines.len() > room {
        lines.truncate(room.saturating_sub(1));
        lines.push(Row::of(pen.word(Word::AndMore), pen.style(Token::Quiet)));
    }
    rows(buffer, inner, &lines);
}

fn seat_box(buffer: &mut Buffer, area: Rect, briefing: &Briefing, pen: Pen) {
    let title = Row::of(pen.word(Word::YourSeat), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), false, pen));
    let columns = usize::from(inner.width);
    let words = [Word::SeatSolo, Word::SeatCrew, Word::SeatCast, Word::SeatClock];
    let minutes = briefing.card.minutes.to_string();
    let said = words.iter().map(|word| word.with(pen.lang, &[&minutes]));
    let texts: Vec<String> = if briefing.hosted {
        vec![
            HostWord::BriefSeat.get(pen.lang).to_owned(),
            Word::SeatCast.with(pen.lang, &[&minutes]),
        ]
    } else {
        said.collect()
    };
    let lines: Vec<Row> = texts
        .iter()
        .flat_map(|text| wrap(text, columns))
        .map(|line| Row::new().text(&line))
        .collect();
    rows(buffer, inner, &lines);
}

/// Whether a key does anything here.
pub(crate) const fn is_useful(briefing: &Briefing, action: Action) -> bool {
    !(briefing.hosted && matches!(action, Action::Enter | Action::Practice | Action::Coach))
}

/// The step of a wheel turn.
pub(crate) fn wheel(briefing: &mut Briefing, step: Step) {
    briefing.scroll = stepped(briefing.scroll, 40, step, 5);
}
