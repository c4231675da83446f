//! All that the screens know. `update` changes it, `draw` only reads it.

use std::collections::BTreeMap;

use crate::model::text::{DisplayText, Lang};
use crate::report::standing::Standing;
use crate::report::trends::Trends;
use crate::tui::briefing::Briefing;
use crate::tui::console::Console;
use crate::tui::debrief::Debrief;
use crate::tui::help::Help;
use crate::tui::home::{Home, Page};
use crate::tui::ink::cells;
use crate::tui::keys::Place;
use crate::tui::message::{DrillCard, FollowUpCard, ScenarioCard};
use crate::tui::play::Play;
use crate::tui::settings::{Chooser, Depth, Settings};
use crate::tui::theme::{Glyphs, Theme, of_256};
use crate::tui::words::Word;

/// Fewest columns at which panes are drawn.
pub const COLUMNS_MIN: u16 = 60;
/// Fewest rows at which panes are drawn.
pub const ROWS_MIN: u16 = 20;

/// The state of the screens of one player.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) screen: Screen,
    pub(crate) settings: Settings,
    pub(crate) size: (u16, u16),
    /// Milliseconds since the start, for what moves only.
    pub(crate) millis: u64,
    pub(crate) player: String,
    pub(crate) library: Vec<ScenarioCard>,
    /// Whether the library has arrived.
    pub(crate) loaded: bool,
    pub(crate) drills: Vec<DrillCard>,
    /// Follow-ups of earlier drills that are open, the most urgent first.
    pub(crate) follow_ups: Vec<FollowUpCard>,
    /// What many drills show, once it was asked for.
    pub(crate) trends: Option<Box<Trends>>,
    /// Where the player stands on the ladder, once that was asked for.
    pub(crate) standing: Option<Box<Standing>>,
    pub(crate) home: Home,
    /// The console, kept while somebody's seat is looked at.
    pub(crate) kept: Option<Box<Console>>,
    /// The lobby of the host, where this is a screen of one; it stands in for the home screen.
    pub(crate) lobby: Option<Box<crate::tui::lobby::Waiting>>,
    pub(crate) help: Option<Help>,
    /// The debrief from which a drill is watched, to go back to.
    pub(crate) back: Option<String>,
    /// The overlay of settings.
    pub(crate) chooser: Option<Chooser>,
    /// Something of firedrill's own to say: whether it is trouble, and what.
    pub(crate) word: Option<(bool, String)>,
    /// Whether Ctrl+C was pressed once.
    pub(crate) leaving: bool,
}

/// Which screen stands.
#[derive(Clone, Debug)]
pub(crate) enum Screen {
    /// Choosing.
    Home,
    /// Choosing a seat at a host's table.
    Lobby,
    /// Before the clock runs.
    Briefing(Box<Briefing>),
    /// The drill.
    Play(Box<Play>),
    /// The drill, for who steers it.
    Console(Box<Console>),
    /// The drill was stopped for a real incident: by whom, and why.
    Aborted(String, DisplayText),
    /// Looking back.
    Debrief(Box<Debrief>),
}

/// How things are written: language, colours, glyphs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pen {
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    pub(crate) glyphs: Glyphs,
    pub(crate) depth: Depth,
}

impl Model {
    /// The home screen before anything is known: it draws at once.
    #[must_use]
    pub fn new(settings: Settings, player: &str) -> Self {
        Self {
            screen: Screen::Home,
            settings,
            size: (80, 24),
            millis: 0,
            player: player.to_owned(),
            library: Vec::new(),
            loaded: false,
            drills: Vec::new(),
            follow_ups: Vec::new(),
            trends: None,
            standing: None,
            home: Home::default(),
            lobby: None,
            kept: None,
            help: None,
            back: None,
            chooser: None,
            word: None,
            leaving: false,
        }
    }

    /// What the player likes now.
    #[must_use]
    pub const fn settings(&self) -> Settings {
        self.settings
    }

    /// How things are written now.
    pub(crate) const fn pen(&self) -> Pen {
        let Settings { lang, theme, glyphs, depth, .. } = self.settings;
        Pen { lang, theme, glyphs, depth }
    }

    /// Whether what a page of home shows has arrived.
    pub(crate) const fn is_known(&self, page: Page) -> bool {
        match page {
            Page::Trends => self.trends.is_some(),
            Page::Ladder => self.standing.is_some(),
            _ => self.loaded,
        }
    }

    /// Goes to where this program rests: the lobby of a host, else the home screen.
    pub(crate) fn rest(&mut self) {
        self.screen = if self.lobby.is_some() { Screen::Lobby } else { Screen::Home };
    }

    /// Whether a drill is on the screen.
    #[must_use]
    pub const fn is_playing(&self) -> bool {
        matches!(self.screen, Screen::Play(_))
    }

    /// Whether the screen says that a drill was broken off for something real.
    #[must_use]
    pub const fn is_aborted(&self) -> bool {
        matches!(self.screen, Screen::Aborted(..))
    }

    /// Whether something on the screen moves by itself for now, so that a tick is worth drawing.
    #[must_use]
    pub fn is_moving(&self) -> bool {
        let pulses = |play: &Play| play.pulses(self.millis);
        self.settings.motion && matches!(&self.screen, Screen::Play(play) if pulses(play))
    }

    /// Where keys have their meaning now, the nearest place first.
    pub(crate) fn places(&self) -> Vec<Place> {
        match &self.screen {
            Screen::Home => vec![Place::Home, Place::Everywhere],
            Screen::Lobby => vec![Place::Lobby, Place::Everywhere],
            Screen::Briefing(_) => vec![Place::Briefing, Place::Everywhere],
            Screen::Play(play) => play.places(),
            Screen::Console(console) => console.places(),
            Screen::Aborted(..) => vec![Place::Aborted, Place::Everywhere],
            Screen::Debrief(debrief) => debrief.places(),
        }
    }
}

impl Pen {
    pub(crate) const fn word(self, word: Word) -> &'static str {
        word.get(self.lang)
    }

    pub(crate) fn style(self, token: crate::tui::theme::Token) -> ratatui::style::Style {
        let style = self.theme.style(token);
        match self.depth {
            Depth::Every => style,
            Depth::Of256 => of_256(style),
        }
    }
}

/// A selection that follows the thing, not the row: its key, and its row should it be gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pick {
    pub(crate) key: String,
    pub(crate) row: usize,
}

impl Pick {
    /// Which of `keys` is meant.
    pub(crate) fn among(&self, keys: &[String]) -> usize {
        let found = keys.iter().position(|key| *key == self.key);
        found.unwrap_or(self.row).min(keys.len().saturating_sub(1))
    }
}

/// Selections by list.
pub(crate) type Picks<K> = BTreeMap<K, Pick>;

/// The row that a step leads to in a list of `count`, from `row`; a page is `page` rows.
pub(crate) fn stepped(
    row: usize,
    count: usize,
    step: crate::tui::keys::Step,
    page: usize,
) -> usize {
    use crate::tui::keys::Step;
    let last = count.saturating_sub(1);
    match step {
        Step::Back => row.saturating_sub(1),
        Step::On => (row + 1).min(last),
        Step::PageBack => row.saturating_sub(page),
        Step::PageOn => (row + page).min(last),
        Step::First => 0,
        Step::Last => last,
    }
}

/// The first row to draw of `count`, so that `row` stands near the middle of `height`.
pub(crate) fn scrolled(row: usize, count: usize, height: usize) -> usize {
    row.saturating_sub(height / 2).min(count.saturating_sub(height))
}

/// A rectangle's columns and rows as counts.
pub(crate) const fn extent(area: ratatui::layout::Rect) -> (usize, usize) {
    (area.width as usize, area.height as usize)
}

/// The row `down` of an area, as a screen coordinate.
pub(crate) fn below(area: ratatui::layout::Rect, down: usize) -> u16 {
    area.y.saturating_add(cells(down))
}
