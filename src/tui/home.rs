//! The home screen: scenarios to play, drills to go on with or look back on, follow-ups, trends,
//! and the player's own ladder. Each page draws its rows; this one holds selection and search.

mod drills;
mod follow_ups;
mod ladder;
mod library;
mod trends;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::model::time::DrillTime;
use crate::report::trends::OfScenario;
use crate::tui::boxes::{border, inset, list, row, rows, split};
use crate::tui::briefing::Briefing;
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::ink::{Row, cells, width, wrap};
use crate::tui::keys::{Action, Step};
use crate::tui::message::{DrillCard, FollowUpCard, Intent, ScenarioCard};
use crate::tui::model::{Model, Pen, Screen, scrolled, stepped};
use crate::tui::theme::Token;
use crate::tui::words::{Word, lang_name};

/// A page of the home screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    /// 1: scenarios.
    #[default]
    Play,
    /// 2: drills to go on with.
    Resume,
    /// 3: drills to look back on.
    Review,
    /// 4: follow-ups.
    FollowUps,
    /// 5: what many drills show.
    Trends,
    /// 6: the ladder of skills.
    Ladder,
}

const PAGES: [Page; 6] =
    [Page::Play, Page::Resume, Page::Review, Page::FollowUps, Page::Trends, Page::Ladder];

/// What is selected and looked for at home.
#[derive(Clone, Debug, Default)]
pub(crate) struct Home {
    /// Which page stands.
    pub(crate) page: Page,
    /// The row of each page.
    rows: [usize; PAGES.len()],
    /// What is looked for on the pages.
    filter: Field,
    /// What is being typed.
    pub(crate) typing: Option<Typing>,
}

/// What is being typed at home.
#[derive(Clone, Debug)]
pub(crate) enum Typing {
    /// What is looked for.
    Filter,
    /// What was done about the follow-up of that number, before it is closed.
    Closing(u64, Field),
}

impl Page {
    fn at(self) -> usize {
        PAGES.iter().position(|page| *page == self).unwrap_or(0)
    }

    fn turned(self, by: usize) -> Self {
        PAGES.get((self.at() + by) % PAGES.len()).copied().unwrap_or_default()
    }

    const fn name(self) -> Word {
        match self {
            Self::Play => Word::HPlay,
            Self::Resume => Word::HResume,
            Self::Review => Word::HReview,
            Self::FollowUps => Word::HActions,
            Self::Trends => Word::HTrends,
            Self::Ladder => Word::HLadder,
        }
    }

    const fn title(self) -> Word {
        match self {
            Self::Play => Word::Scenarios,
            Self::Resume => Word::OpenDrills,
            Self::Review => Word::PastDrills,
            Self::FollowUps => Word::OpenActions,
            Self::Trends => Word::TrendsTitle,
            Self::Ladder => Word::LadderTitle,
        }
    }

    /// What stands there when there is nothing.
    const fn empty(self) -> Word {
        match self {
            Self::Play => Word::NoScenarios,
            Self::Resume => Word::NoOpenDrills,
            Self::Review => Word::NoPastDrills,
            Self::FollowUps => Word::NoActions,
            Self::Trends => Word::NoTrends,
            Self::Ladder => Word::Reading,
        }
    }
}

impl Home {
    /// The row selected on this page.
    fn row(&self) -> usize {
        self.rows.get(self.page.at()).copied().unwrap_or(0)
    }

    fn select(&mut self, row: usize) {
        if let Some(own) = self.rows.get_mut(self.page.at()) {
            *own = row;
        }
    }

    /// Whether every word that is looked for stands in a text.
    fn finds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.filter.text().to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

fn scenarios(model: &Model) -> Vec<&ScenarioCard> {
    let pen = model.pen();
    let found = |card: &&ScenarioCard| model.home.finds(&library::haystack(card, pen));
    model.library.iter().filter(found).collect()
}

/// Drills of a page: open ones, or ended ones.
fn drill_cards(model: &Model, open: bool) -> Vec<&DrillCard> {
    let pen = model.pen();
    let found =
        |card: &&DrillCard| card.open == open && model.home.finds(&drills::haystack(card, pen));
    model.drills.iter().filter(found).collect()
}

fn follow_up_cards(model: &Model) -> Vec<&FollowUpCard> {
    let found = |card: &&FollowUpCard| model.home.finds(&follow_ups::haystack(card));
    model.follow_ups.iter().filter(found).collect()
}

fn trend_rows(model: &Model) -> Vec<&OfScenario> {
    let pen = model.pen();
    let all = model.trends.iter().flat_map(|own| &own.scenarios);
    all.filter(|own| model.home.finds(trends::title(own, &model.library, pen))).collect()
}

fn count(model: &Model) -> usize {
    match model.home.page {
        Page::Play => scenarios(model).len(),
        Page::Resume => drill_cards(model, true).len(),
        Page::Review => drill_cards(model, false).len(),
        Page::FollowUps => follow_up_cards(model).len(),
        Page::Trends => trend_rows(model).len(),
        Page::Ladder => {
            let levels = model.standing.iter().flat_map(|own| &own.levels);
            levels.map(|level| 1 + level.skills.len()).sum()
        }
    }
}

/// A key at home.
pub(crate) fn act(model: &mut Model, action: Action) -> Vec<Intent> {
    let count = count(model);
    match action {
        Action::Move(step) => {
            let row = stepped(model.home.row().min(count.saturating_sub(1)), count, step, 8);
            model.home.select(row);
        }
        Action::Page(page) => return turn(model, Page::Play.turned(usize::from(page) - 1)),
        Action::NextPane => return turn(model, model.home.page.turned(1)),
        Action::LastPane => return turn(model, model.home.page.turned(PAGES.len() - 1)),
        Action::Find => model.home.typing = Some(Typing::Filter),
        Action::Back => {
            model.home.filter.take();
        }
        Action::Form(_) if model.home.page == Page::FollowUps => {
            let at = model.home.row();
            let number = follow_up_cards(model).get(at).map(|card| card.number);
            model.home.typing = number.map(|own| Typing::Closing(own, Field::line("")));
        }
        Action::Enter => return enter(model, false),
        Action::New => return enter(model, true),
        Action::Leave => return vec![Intent::Quit],
        _ => {}
    }
    Vec::new()
}

/// Another page; what it shows is asked for where it is not there yet.
fn turn(model: &mut Model, page: Page) -> Vec<Intent> {
    model.home.page = page;
    match page {
        Page::Trends if model.trends.is_none() => vec![Intent::Trends],
        Page::Ladder if model.standing.is_none() => vec![Intent::Standing],
        _ => Vec::new(),
    }
}

/// A key while something is typed at home.
pub(crate) fn typed_key(model: &mut Model, chord: Chord) -> Vec<Intent> {
    let Some(typing) = &mut model.home.typing else { return Vec::new() };
    match (chord.code, typing) {
        (Code::Esc, Typing::Filter) => {
            model.home.filter.take();
            model.home.typing = None;
        }
        (Code::Esc, Typing::Closing(..)) | (Code::Enter, Typing::Filter) => {
            model.home.typing = None;
        }
        (Code::Enter, Typing::Closing(number, note)) => {
            let asked = Intent::CloseFollowUp(*number, note.text().trim().to_owned());
            model.home.typing = None;
            return vec![asked];
        }
        (Code::Up | Code::Down, Typing::Filter) => {
            let step = if chord.code == Code::Up { Step::Back } else { Step::On };
            return act(model, Action::Move(step));
        }
        (_, Typing::Filter) => {
            model.home.filter.key(chord);
            model.home.rows = Default::default();
        }
        (_, Typing::Closing(_, note)) => {
            note.key(chord);
        }
    }
    Vec::new()
}

/// Text that was pasted at home.
pub(crate) fn paste(home: &mut Home, text: &str) {
    match &mut home.typing {
        Some(Typing::Filter) => home.filter.write(text),
        Some(Typing::Closing(_, note)) => note.write(text),
        None => {}
    }
}

fn enter(model: &mut Model, anew: bool) -> Vec<Intent> {
    let row = model.home.row();
    let drill = match model.home.page {
        Page::Play => {
            let card = scenarios(model).get(row).copied().cloned();
            if let (Some((drill, _)), false) =
                (card.as_ref().and_then(|own| own.open.clone()), anew)
            {
                return vec![Intent::Resume(drill)];
            }
            return brief(model, card.as_ref());
        }
        Page::Trends => {
            let id = trend_rows(model).get(row).map(|own| own.id.to_string());
            return brief_on(model, id.as_deref());
        }
        Page::Ladder => {
            let next = model.standing.as_ref().and_then(|own| own.next.as_ref());
            let id = next.map(|own| own.scenario.to_string());
            return brief_on(model, id.as_deref());
        }
        Page::Resume => {
            let drill = drill_cards(model, true).get(row).map(|card| card.id.clone());
            return drill.map(Intent::Resume).into_iter().collect();
        }
        Page::Review => drill_cards(model, false).get(row).map(|card| card.id.clone()),
        Page::FollowUps => follow_up_cards(model).get(row).map(|card| card.drill.clone()),
    };
    drill.map(Intent::Open).into_iter().collect()
}

fn brief_on(model: &mut Model, id: Option<&str>) -> Vec<Intent> {
    let card = model.library.iter().find(|card| Some(card.id.as_str()) == id).cloned();
    brief(model, card.as_ref())
}

fn brief(model: &mut Model, card: Option<&ScenarioCard>) -> Vec<Intent> {
    if let Some(card) = card {
        model.screen = Screen::Briefing(Box::new(Briefing::of(card, &model.follow_ups)));
    }
    Vec::new()
}

/// Draws the home screen above its key bar; where the cursor stands, if something is typed.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, model: &Model) -> Option<Position> {
    let pen = model.pen();
    let columns = usize::from(area.width);
    let other =
        if model.player.is_empty() { String::new() } else { format!("{} · ", model.player) };
    let right = format!("{other}{} ", lang_name(pen.lang));
    let head = Row::new()
        .text(" ")
        .put("firedrill", pen.style(Token::Strong))
        .put(&format!("  {}", pen.word(Word::Tagline)), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(&right) + 1))
        .to(columns.saturating_sub(width(&right)))
        .put(&right, pen.style(Token::Quiet));
    row(buffer, area, 0, &head);
    let tabs = tabs(model, columns).into_iter().map(|(_, tab)| tab);
    row(buffer, area, 1, &tabs.fold(Row::new(), Row::join));
    let (upper, lower, hint) = areas(area);
    table(buffer, upper, model);
    if lower.height > 0 {
        about(buffer, lower, model);
    }
    hint_row(buffer, hint, model)
}

/// The pages by number and name; where columns are few, the others by number alone.
fn tabs(model: &Model, columns: usize) -> Vec<(Page, Row)> {
    let pen = model.pen();
    let counts = [
        0,
        model.drills.iter().filter(|card| card.open).count(),
        model.drills.iter().filter(|card| !card.open).count(),
        model.follow_ups.len(),
        0,
        0,
    ];
    let build = |counted: bool, named: bool| -> Vec<(Page, Row)> {
        let pages = (1..).zip(PAGES).zip(counts);
        let tab = |((number, page), count): ((i32, Page), usize)| {
            let here = page == model.home.page;
            let name = if named || here { pen.word(page.name()) } else { "" };
            let count = if counted && count > 0 { format!(" ({count})") } else { String::new() };
            let text = format!("{number} {name}{count}");
            let row = if here {
                Row::of(&format!("▐{text}▌"), pen.style(Token::Strong))
            } else {
                Row::new().text(&format!(" {} ", text.trim_end()))
            };
            (page, row.text(" "))
        };
        pages.map(tab).collect()
    };
    let width = |tabs: &[(Page, Row)]| tabs.iter().map(|(_, row)| row.width()).sum::<usize>();
    let forms = [build(true, true), build(false, true), build(false, false)];
    let fits = forms.iter().find(|tabs| width(tabs) <= columns + 1);
    fits.or(forms.last()).cloned().unwrap_or_default()
}

/// The area of the table, the area below it, and the row of hints.
fn areas(area: Rect) -> (Rect, Rect, Rect) {
    let (_, body) = split(area, 2);
    let details = if area.height >= 20 { 9 } else { 0 };
    let (upper, lower) = split(body, usize::from(body.height).saturating_sub(details + 1));
    let (lower, hint) = split(lower, details);
    (upper, lower, hint)
}

/// A click: on a tab it turns the page, on a row it selects, on the selected one it opens.
pub(crate) fn click(model: &mut Model, at: (u16, u16)) -> Vec<Intent> {
    let (columns, rows) = model.size;
    if at.1 == 1 {
        let mut from = 0;
        for (page, tab) in tabs(model, usize::from(columns)) {
            from += tab.width();
            if usize::from(at.0) < from {
                return turn(model, page);
            }
        }
        return Vec::new();
    }
    let (table, ..) = areas(Rect::new(0, 0, columns, rows.saturating_sub(1)));
    let head = u16::from(model.home.page != Page::Ladder);
    let top = table.y + 1 + head;
    let inside = (top..table.bottom().saturating_sub(1)).contains(&at.1);
    let (count, height) = (count(model), usize::from(table.bottom().saturating_sub(1 + top)));
    let now = model.home.row().min(count.saturating_sub(1));
    let row = scrolled(now, count, height) + usize::from(at.1.saturating_sub(top));
    if !inside || row >= count {
        return Vec::new();
    }
    if row == now {
        return enter(model, false);
    }
    model.home.select(row);
    Vec::new()
}

fn table(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen();
    let page = model.home.page;
    let count = count(model);
    let right = match page {
        _ if !model.home.filter.is_empty() => {
            Word::FoundOf.with(pen.lang, &[model.home.filter.text(), &count.to_string()])
        }
        Page::Play if count > 0 => pen.word(Word::SuggestedFirst).to_owned(),
        _ => String::new(),
    };
    let title = Row::of(pen.word(page.title()), pen.style(Token::Strong));
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, true, pen));
    if count == 0 {
        let nothing = if model.is_known(page) { page.empty() } else { Word::Reading };
        let text = if model.home.filter.is_empty() || !model.is_known(page) {
            pen.word(nothing).to_owned()
        } else {
            Word::NotFound.with(pen.lang, &[model.home.filter.text()])
        };
        let lines = wrap(&text, usize::from(inner.width));
        let own: Vec<Row> =
            lines.iter().map(|line| Row::of(line, pen.style(Token::Quiet))).collect();
        rows(buffer, inner, &own);
        return;
    }
    let (head, entries) = page_rows(model, usize::from(inner.width), pen);
    let (top, rest) = split(inner, head.iter().len());
    if let Some(head) = head {
        row(buffer, top, 0, &head);
    }
    list(buffer, rest, &entries, model.home.row().min(entries.len().saturating_sub(1)), pen);
}

/// The head and the rows of the page.
fn page_rows(model: &Model, columns: usize, pen: Pen) -> (Option<Row>, Vec<Row>) {
    match model.home.page {
        Page::Play => {
            let cards = scenarios(model);
            let rows = cards.iter().map(|card| library::entry(card, columns, pen));
            (Some(library::head(columns, pen)), rows.collect())
        }
        page @ (Page::Resume | Page::Review) => {
            let cards = drill_cards(model, page == Page::Resume);
            let rows = cards.iter().map(|card| drills::entry(card, columns, pen));
            (Some(drills::head(columns, pen)), rows.collect())
        }
        Page::FollowUps => {
            let cards = follow_up_cards(model);
            let rows = cards.iter().map(|card| follow_ups::entry(card, columns, pen));
            (Some(follow_ups::head(pen)), rows.collect())
        }
        Page::Trends => {
            let row = |own: &&OfScenario| {
                trends::entry(own, trends::title(own, &model.library, pen), columns, pen)
            };
            (Some(trends::head(columns, pen)), trend_rows(model).iter().map(row).collect())
        }
        Page::Ladder => {
            let standing = model.standing.as_ref();
            (None, standing.map_or_else(Vec::new, |own| ladder::entries(own, columns, pen)))
        }
    }
}

/// Columns of a title.
fn title_columns(columns: usize) -> usize {
    columns.saturating_sub(46).clamp(14, 50)
}

/// What is selected in a few lines.
fn about(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen();
    let at = model.home.row();
    match (model.home.page, &model.trends, &model.standing) {
        (Page::Play, ..) => library::about(buffer, area, scenarios(model).get(at).copied(), pen),
        (Page::Trends, Some(own), _) => {
            let row = trend_rows(model).get(at).copied();
            let row = row.map(|own| (own, trends::title(own, &model.library, pen)));
            trends::about(buffer, area, own, row, pen);
        }
        (Page::Ladder, _, Some(own)) => ladder::about(buffer, area, own, &model.library, pen),
        (page, ..) => {
            let inner = inset(border(buffer, area, Row::new(), Row::new(), false, pen));
            let text = pen.word(match page {
                Page::Resume => Word::AboutResume,
                Page::Review => Word::AboutReview,
                Page::FollowUps => Word::AboutActions,
                Page::Play | Page::Trends | Page::Ladder => Word::Reading,
            });
            let lines = wrap(text, usize::from(inner.width));
            let own = lines.iter().map(|line| Row::of(line, pen.style(Token::Quiet)));
            rows(buffer, inner, &own.collect::<Vec<_>>());
        }
    }
}

/// What is typed, or what Enter would do.
fn hint_row(buffer: &mut Buffer, area: Rect, model: &Model) -> Option<Position> {
    let pen = model.pen();
    let columns = usize::from(area.width);
    let (lead, field) = match &model.home.typing {
        None => {
            row(buffer, area, 0, &Row::of(&hint_text(model), pen.style(Token::Quiet)).cut(columns));
            return None;
        }
        Some(Typing::Filter) => (format!(" {}: ", pen.word(Word::FindFor)), &model.home.filter),
        Some(Typing::Closing(number, note)) => {
            (format!(" {} ", Word::ClosingWhy.with(pen.lang, &[&number.to_string()])), note)
        }
    };
    let room = columns.saturating_sub(width(&lead) + 1);
    let (text, column) = crate::tui::form::window(field, room);
    row(buffer, area, 0, &Row::of(&lead, pen.style(Token::Strong)).text(&text).cut(columns));
    let x = area.x + cells(width(&lead) + column);
    Some(Position::new(x.min(area.right().saturating_sub(1)), area.y))
}

fn hint_text(model: &Model) -> String {
    let pen = model.pen();
    let page = model.home.page;
    let cards = scenarios(model);
    let card = cards.get(model.home.row()).filter(|_| page == Page::Play);
    let word = match (card.and_then(|card| card.open.as_ref()), page) {
        (Some((_, DrillTime::START)), _) => Word::ResumeNow,
        (Some((_, at)), _) => {
            return format!(" {}", Word::ResumeHint.with(pen.lang, &[&at.to_string()]));
        }
        (None, Page::Play) => Word::PlayHint,
        (None, Page::Ladder | Page::Trends) => Word::BriefHint,
        (None, Page::FollowUps) => Word::ActionsHint,
        (None, Page::Resume | Page::Review) => return String::new(),
    };
    format!(" {}", pen.word(word))
}

/// Whether a key can do anything on the page, so that the key bar may show it.
pub(crate) fn is_useful(model: &Model, action: Action) -> bool {
    match action {
        Action::Form(_) => model.home.page == Page::FollowUps && count(model) > 0,
        Action::New => model.home.page == Page::Play,
        _ => true,
    }
}

/// The step of a wheel turn.
pub(crate) fn wheel(model: &mut Model, step: Step) {
    act(model, Action::Move(step));
}
