//! Screens, as Elm has them: `update` takes what happened and says what is asked for, `draw`
//! shows what is. Nothing here awaits, opens a store, decides a rule of play or keeps a secret:
//! the screens work on what the seat's view shows.

mod aborted;
mod act;
mod boxes;
mod briefing;
mod chord;
mod console;
mod debrief;
mod field;
pub(crate) mod figures;
mod form;
pub mod goodbye;
mod help;
mod home;
mod hosted;
mod ink;
mod keybar;
mod keys;
mod line;
mod lobby;
mod message;
mod model;
mod pane;
mod picture;
mod play;
mod plot;
mod settings;
pub mod terminal;
mod theme;
mod words;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::tui::boxes::{row, split};
use crate::tui::ink::Row;
use crate::tui::model::{Pen, Screen};
use crate::tui::theme::{Token, to_ascii};
use crate::tui::words::Word;

pub use crate::tui::act::update;
pub use crate::tui::chord::events;
pub use crate::tui::hosted::{
    HostIntent, HostMsg, Lobby, LobbySeat, LobbyStage, LobbyTable, Sitter, TableAsk,
};
pub use crate::tui::keys::key_table_markdown;
pub use crate::tui::message::{
    Debriefing, DrillCard, FollowUpCard, Hosting, Intent, Msg, Reel, ReelStep, ScenarioCard,
};
pub use crate::tui::model::{COLUMNS_MIN, Model, ROWS_MIN};
pub use crate::tui::picture::picture;
pub use crate::tui::settings::{Depth, Settings};
pub use crate::tui::theme::{Glyphs, Theme};

/// Draws what stands in the model. It changes nothing and draws nothing outside the frame.
pub fn draw(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    let pen = model.pen();
    if area.is_empty() {
        return;
    }
    let playing = matches!(model.screen, Screen::Play(_));
    let small = area.width < COLUMNS_MIN || area.height < ROWS_MIN;
    if small && !playing {
        let text = Row::new().text(" ").put(pen.word(Word::TooSmall), pen.style(Token::Strong));
        row(frame.buffer_mut(), area, 0, &text.cut(usize::from(area.width)));
    } else {
        screen(model, frame, area, pen);
    }
    if let Some(help) = &model.help
        && !small
    {
        let above = Rect { height: area.height.saturating_sub(1), ..area };
        let cursor = help.draw(frame.buffer_mut(), above, pen);
        frame.set_cursor_position(cursor);
    }
    if let Some(chooser) = &model.chooser
        && !small
    {
        chooser.draw(frame.buffer_mut(), area, model.settings, pen);
    }
    if !small {
        last_row(model, frame, area, pen);
    }
    if pen.glyphs == Glyphs::Ascii {
        to_ascii(frame.buffer_mut());
    }
}

fn screen(model: &Model, frame: &mut Frame<'_>, area: Rect, pen: Pen) {
    let (above, _) = split(area, usize::from(area.height).saturating_sub(1));
    match &model.screen {
        Screen::Home => {
            if let Some(at) = home::draw(frame.buffer_mut(), above, model) {
                frame.set_cursor_position(at);
            }
        }
        Screen::Lobby => lobby::draw(frame.buffer_mut(), above, model),
        Screen::Briefing(briefing) => briefing::draw(frame.buffer_mut(), above, briefing, pen),
        Screen::Console(console) => {
            if let Some(at) = console::draw(frame.buffer_mut(), above, console, pen) {
                frame.set_cursor_position(at);
            }
        }
        Screen::Play(play) => play::draw(frame, area, play, pen, model.millis),
        Screen::Aborted(who, why) => aborted::draw(frame.buffer_mut(), above, (who, why), pen),
        Screen::Debrief(debrief) => {
            let cursor = debrief::draw(frame.buffer_mut(), above, debrief, pen);
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
        }
    }
}

/// What the keys can do now, as the last row shows it.
fn bar(model: &Model, columns: usize) -> Vec<keybar::Entry> {
    let useful = |binding: &keys::Binding| match &model.screen {
        Screen::Play(play) => play::is_useful(play, binding),
        Screen::Debrief(debrief) => {
            let rates = matches!(binding.action, keys::Action::Rate(_));
            rates == debrief.rating.is_some() && debrief.can(binding.action)
                || binding.action == keys::Action::Help
        }
        Screen::Home => home::is_useful(model, binding.action),
        Screen::Console(console) => console::is_useful(console, binding.action),
        Screen::Lobby => lobby::is_useful(model, binding.action),
        Screen::Briefing(briefing) => briefing::is_useful(briefing, binding.action),
        Screen::Aborted(..) => true,
    };
    keybar::entries(&model.places(), model.pen(), columns, useful)
}

/// The key bar, or what firedrill itself has to say, or that Ctrl+C wants a second press.
fn last_row(model: &Model, frame: &mut Frame<'_>, area: Rect, pen: Pen) {
    let (_, bottom) = split(area, usize::from(area.height).saturating_sub(1));
    let columns = usize::from(bottom.width);
    let own = if model.leaving {
        Row::of(&format!(" {} ", pen.word(Word::AskLeave)), pen.style(Token::Me))
    } else if let Some((trouble, says)) = &model.word {
        let token = if *trouble { Token::Critical } else { Token::Strong };
        let lead = if *trouble { " firedrill: " } else { " " };
        Row::of(lead, pen.style(token)).put(says, pen.style(token))
    } else if model.chooser.is_some() {
        Row::of(&format!(" {}", pen.word(Word::SettingsBar)), pen.style(Token::Text))
    } else if matches!(model.screen, Screen::Home) && model.home.typing.is_some() {
        Row::of(&format!(" {}", pen.word(Word::TypingBar)), pen.style(Token::Text))
    } else if model.help.is_some() {
        Row::of(&format!(" {}", pen.word(Word::HelpBar)), pen.style(Token::Text))
    } else {
        keybar::keybar(bar(model, columns), columns)
    };
    boxes::clear(frame.buffer_mut(), bottom);
    row(frame.buffer_mut(), bottom, 0, &own.cut(columns));
}
