//! The mouse in play: a click gives a pane the keys, the wheel scrolls what lies under it. There
//! is no drag and nothing that only hovering shows.

use ratatui::layout::{Position, Rect};

use crate::tui::keys::Step;
use crate::tui::model::Pen;
use crate::tui::pane::Pane;
use crate::tui::play::{Mode, Play, act, layout};

/// The pane under a cell of the screen.
fn under(play: &Play, at: (u16, u16), screen: (u16, u16)) -> Option<Pane> {
    if play.zoomed {
        return Some(play.focus);
    }
    let preset = layout::preset(play, screen)?;
    let coach = u16::from(play.view.coach.is_some()) * 2;
    let body = Rect::new(0, 2, screen.0, screen.1.saturating_sub(5 + coach));
    let places = layout::places(play, preset, body);
    let inside = places.into_iter().find(|(_, area)| area.contains(Position::from(at)));
    inside.map(|(slot, _)| slot.pane)
}

/// A click: the pane gets the keys, or the line.
pub(crate) fn click(play: &mut Play, at: (u16, u16), screen: (u16, u16)) {
    if play.mode == Mode::Form {
        return;
    }
    if at.1 + 3 == screen.1 {
        play.mode = Mode::Line;
        return;
    }
    if let Some(pane) = under(play, at, screen) {
        play.mode = Mode::Panes;
        if play.focus != pane {
            play.before = play.focus;
            play.focus = pane;
        }
    }
}

/// A turn of the wheel over a pane; the keys stay where they are.
pub(crate) fn wheel(play: &mut Play, at: (u16, u16), step: Step, pen: Pen, screen: (u16, u16)) {
    if play.mode == Mode::Form {
        return;
    }
    if let Some(pane) = under(play, at, screen) {
        act::select_in(play, pane, step, pen);
    }
}
