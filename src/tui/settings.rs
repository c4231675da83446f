//! What a player likes: language, colours, glyphs, bell, motion, mouse; and the overlay in which
//! it is chosen. It keeps nothing by itself: `Intent::Keep` asks for that.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::model::text::Lang;
use crate::tui::boxes::{border, clear, list};
use crate::tui::chord::{Chord, Code};
use crate::tui::ink::{Row, cells, width};
use crate::tui::keys::Step;
use crate::tui::model::{Pen, stepped};
use crate::tui::theme::{Glyphs, Theme, Token};
use crate::tui::words::{Word, lang_name};

/// What a player likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Language of the screens.
    pub lang: Lang,
    /// Colours.
    pub theme: Theme,
    /// Glyphs.
    pub glyphs: Glyphs,
    /// Whether a page rings the terminal's bell.
    pub bell: bool,
    /// Whether what has just come may pulse.
    pub motion: bool,
    /// Whether the mouse acts here, rather than selecting text of the terminal.
    pub mouse: bool,
    /// How many colours the terminal shows; nobody chooses that.
    pub depth: Depth,
}

/// How many colours a terminal shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// Every one.
    #[default]
    Every,
    /// The 256 of old.
    Of256,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            theme: Theme::default(),
            glyphs: Glyphs::default(),
            bell: true,
            motion: true,
            mouse: true,
            depth: Depth::Every,
        }
    }
}

/// A row of the overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item {
    Language,
    Colours,
    Glyphs,
    Bell,
    Motion,
    Mouse,
}

const ITEMS: [Item; 6] =
    [Item::Language, Item::Colours, Item::Glyphs, Item::Bell, Item::Motion, Item::Mouse];

/// The open overlay.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chooser {
    row: usize,
}

/// What a key did in the overlay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// The overlay goes on.
    Stays,
    /// Something is liked otherwise now.
    Changed,
    /// It closes.
    Closes,
}

impl Chooser {
    /// A key in the overlay.
    pub(crate) fn key(&mut self, chord: Chord, settings: &mut Settings) -> Chosen {
        let step = match chord.latin().code {
            Code::Esc | Code::Char('q' | ',') => return Chosen::Closes,
            Code::Up | Code::Char('k') | Code::BackTab => Step::Back,
            Code::Down | Code::Char('j') | Code::Tab => Step::On,
            Code::Enter | Code::Char(' ' | 'l') | Code::Right => return self.turn(settings, true),
            Code::Char('h') | Code::Left => return self.turn(settings, false),
            _ => return Chosen::Stays,
        };
        self.row = stepped(self.row, ITEMS.len(), step, ITEMS.len());
        Chosen::Stays
    }

    fn turn(&self, settings: &mut Settings, on: bool) -> Chosen {
        let Some(item) = ITEMS.get(self.row) else { return Chosen::Stays };
        match item {
            Item::Language => settings.lang = other(settings.lang),
            Item::Colours => settings.theme = settings.theme.next(on),
            Item::Glyphs => settings.glyphs = settings.glyphs.next(on),
            Item::Bell => settings.bell = !settings.bell,
            Item::Motion => settings.motion = !settings.motion,
            Item::Mouse => settings.mouse = !settings.mouse,
        }
        Chosen::Changed
    }

    /// Draws it over the screen.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, settings: Settings, pen: Pen) {
        let high = cells(ITEMS.len() + 2).min(area.height);
        let wide = area.width.min(72);
        let over = Rect::new(
            area.x + (area.width - wide) / 2,
            area.y + (area.height - high) / 3,
            wide,
            high,
        );
        clear(buffer, over);
        let title = Row::of(pen.word(Word::SettingsTitle), pen.style(Token::Strong));
        let right = Row::of(pen.word(Word::SettingsKept), pen.style(Token::Quiet));
        let inner = border(buffer, over, title, right, true, pen);
        let names = ITEMS.iter().map(|item| width(pen.word(item.name())));
        let name = names.max().unwrap_or(8) + 2;
        let entries: Vec<Row> = ITEMS
            .iter()
            .map(|item| {
                Row::new()
                    .cell(pen.word(item.name()), name, pen.style(Token::Text))
                    .cell(item.value(settings, pen), 11, pen.style(Token::Strong))
                    .put(pen.word(item.note()), pen.style(Token::Quiet))
            })
            .collect();
        list(buffer, inner, &entries, self.row, pen);
    }
}

impl Item {
    const fn name(self) -> Word {
        match self {
            Self::Language => Word::SetLanguage,
            Self::Colours => Word::SetColours,
            Self::Glyphs => Word::SetGlyphs,
            Self::Bell => Word::SetBell,
            Self::Motion => Word::SetMotion,
            Self::Mouse => Word::SetMouse,
        }
    }

    const fn note(self) -> Word {
        match self {
            Self::Language => Word::SetLanguageNote,
            Self::Colours => Word::SetColoursNote,
            Self::Glyphs => Word::SetGlyphsNote,
            Self::Bell => Word::SetBellNote,
            Self::Motion => Word::SetMotionNote,
            Self::Mouse => Word::SetMouseNote,
        }
    }

    const fn value(self, settings: Settings, pen: Pen) -> &'static str {
        let on = match self {
            Self::Language => return lang_name(settings.lang),
            Self::Colours => return settings.theme.name(),
            Self::Glyphs => return settings.glyphs.name(),
            Self::Bell => settings.bell,
            Self::Motion => settings.motion,
            Self::Mouse => settings.mouse,
        };
        pen.word(if on { Word::SetOn } else { Word::SetOff })
    }
}

/// The language that is not this one.
pub(crate) const fn other(lang: Lang) -> Lang {
    match lang {
        Lang::En => Lang::Th,
        Lang::Th => Lang::En,
    }
}
