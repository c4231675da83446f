//! The mouse in play: a click gives a pane the keys and selects the row it is on; on the title of the
//! pane that has them it zooms; on what is due it opens what meets it; in a form it chooses. The
//! wheel scrolls what lies under it. There is no drag and nothing that only hovering shows.

use ratatui::layout::{Position, Rect};

use crate::incident::Duty;
use crate::tui::form::{self, Hit};
use crate::tui::keys::{FormKind, Step};
use crate::tui::model::Pen;
use crate::tui::pane::Pane;
use crate::tui::play::layout::Slot;
use crate::tui::play::send::press;
use crate::tui::play::{Done, Mode, Play, act, frame, layout, panes, strip};
use crate::view::DueItem;

/// The pane under a cell of the screen, and where it stands.
fn under(play: &Play, at: (u16, u16), pen: Pen, screen: (u16, u16)) -> Option<(Slot, Rect)> {
    let body = frame::body_of(play, pen, screen);
    let alone = (Slot { pane: play.focus, nth: 0 }, body);
    let places = match layout::preset(play, screen).filter(|_| !play.zoomed) {
        Some(preset) => layout::places(play, preset, body),
        None => vec![alone],
    };
    places.into_iter().find(|(_, area)| area.contains(Position::from(at)))
}

/// A click.
pub(crate) fn click(
    play: &mut Play,
    at: (u16, u16),
    pen: Pen,
    screen: (u16, u16),
    millis: u64,
) -> Done {
    if play.mode == Mode::Form {
        return Done::Taken(in_form(play, at, pen, screen));
    }
    if at.1 == 1 {
        let item = strip::item_at(play, pen, usize::from(screen.0), usize::from(at.0)).cloned();
        return item.map_or(Done::Taken(Vec::new()), |item| meet(play, &item, pen, screen, millis));
    }
    if at.1 == frame::line_of(play, pen, screen) && !play.only_watches() {
        play.mode = Mode::Line;
        return Done::Taken(Vec::new());
    }
    if let Some((slot, area)) = under(play, at, pen, screen) {
        play.mode = Mode::Panes;
        let had = play.focus == slot.pane;
        if !had {
            play.before = play.focus;
            play.focus = slot.pane;
        }
        if at.1 == area.y {
            play.zoomed ^= had;
        } else if slot.nth == 0 {
            panes::click(play, slot.pane, area, at.1, pen);
        }
    }
    Done::Taken(Vec::new())
}

/// What meets an obligation, as its key would.
fn meet(play: &mut Play, item: &DueItem, pen: Pen, screen: (u16, u16), millis: u64) -> Done {
    use crate::tui::keys::Action;
    let action = match item.duty() {
        Duty::Acknowledge(..) => Action::Ack,
        Duty::Fill(_) => Action::Form(FormKind::Assign),
        Duty::FirstUpdate(_) | Duty::NextUpdate(_) | Duty::FinalUpdate(_) => {
            Action::Form(FormKind::Update)
        }
        Duty::Answer(question) => {
            let about = question.to_string();
            act::open_form(play, FormKind::Answer, &about);
            return Done::Taken(Vec::new());
        }
    };
    act::pane_action(play, action, pen, screen, millis)
}

/// A click in the open form: a field gets the keys, an option is chosen, a button pressed.
fn in_form(
    play: &mut Play,
    at: (u16, u16),
    pen: Pen,
    screen: (u16, u16),
) -> Vec<crate::tui::message::Intent> {
    let now = play.view.now;
    let Some(area) = frame::form_of(play, pen, screen) else { return Vec::new() };
    let Some(open) = &mut play.form else { return Vec::new() };
    match form::hit(open, area, now, pen, at) {
        Some(Hit::Field(field)) => open.at = field,
        Some(Hit::Option(field, option)) => open.choose(field, option),
        Some(Hit::Button(does)) => return press(play, does),
        None => {}
    }
    Vec::new()
}

/// A turn of the wheel over a pane; the keys stay where they are.
pub(crate) fn wheel(play: &mut Play, at: (u16, u16), step: Step, pen: Pen, screen: (u16, u16)) {
    if play.mode == Mode::Form {
        return;
    }
    if let Some((Slot { pane, .. }, _)) = under(play, at, pen, screen)
        && pane != Pane::Chart
    {
        act::select_in(play, pane, step, pen);
    }
}
