//! The home screen: scenarios to play, drills to go on with or look back on, follow-ups, trends,
//! and the player's own ladder. Each page draws its rows; this one holds selection and search.

mod draw;
mod drills;
mod follow_ups;
mod ladder;
mod library;
mod trends;

use ratatui::layout::Rect;

use crate::report::trends::OfScenario;
use crate::tui::briefing::Briefing;
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::keys::{Action, Step};
use crate::tui::message::{DrillCard, FollowUpCard, Intent, ScenarioCard};
use crate::tui::model::{Model, Screen, scrolled, stepped};
use crate::tui::words::Word;

pub(crate) use draw::draw;
use draw::{areas, tabs, title_columns};

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

/// Another page.
fn turn(model: &mut Model, page: Page) -> Vec<Intent> {
    model.home.page = page;
    asks(model)
}

/// What the page shows and is not there yet.
pub(crate) fn asks(model: &Model) -> Vec<Intent> {
    match model.home.page {
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
