//! What keys do in play. It writes lines and opens things; whether a line is allowed is the
//! drill's to say.

use crate::model::text::Text;
use crate::tui::chord::Chord;
use crate::tui::field::Field;
use crate::tui::form::{self, Press};
use crate::tui::keys::{Action, FormKind, Place, Step, action};
use crate::tui::message::Intent;
use crate::tui::model::{Pen, stepped};
use crate::tui::pane::Pane;
use crate::tui::play::offers::{chosen, offers};
use crate::tui::play::send::{
    acknowledge, look_again, mark, press, run_step, send, send_line, speed,
};
use crate::tui::play::{
    Asking, CoachRows, Listing, Mode, Notice, Play, chart, inbox, layout, panes, runbook,
};
use crate::tui::words::Word;

/// What a key did, for the screens above.
pub(crate) enum Done {
    /// It was taken; these are asked for.
    Taken(Vec<Intent>),
    /// It means something on every screen.
    Not(Action),
}

/// A key in play.
pub(crate) fn key(
    play: &mut Play,
    chord: Chord,
    pen: Pen,
    screen: (u16, u16),
    millis: u64,
) -> Done {
    if let Some(asking) = play.asking.take() {
        return Done::Taken(answered(play, asking, chord));
    }
    if matches!(play.find, Some((_, true))) {
        find_key(play, chord, pen);
        return Done::Taken(Vec::new());
    }
    match play.mode {
        Mode::Line => line_key(play, chord, pen, screen, millis),
        Mode::Form => form_key(play, chord),
        Mode::Panes => {
            play.notice = None;
            match action(&play.places(), chord) {
                Some(action) => pane_action(play, action, pen, screen, millis),
                None => Done::Taken(Vec::new()),
            }
        }
    }
}

fn answered(play: &mut Play, asking: Asking, chord: Chord) -> Vec<Intent> {
    match (asking, chord.latin().code) {
        (Asking::End, crate::tui::chord::Code::Enter | crate::tui::chord::Code::Char('y')) => {
            send(play, "/end".to_owned(), None)
        }
        _ => Vec::new(),
    }
}

fn line_key(play: &mut Play, chord: Chord, pen: Pen, screen: (u16, u16), millis: u64) -> Done {
    use crate::tui::chord::Code;
    let got = action(&[Place::Line], chord);
    if let Some(quit @ Action::Quit) = action(&[Place::Everywhere], chord).filter(|_| chord.ctrl) {
        return Done::Not(quit);
    }
    match got {
        Some(Action::Send | Action::Complete) => {
            let offer = chosen(play);
            if let Some(binding) = offer.as_ref().and_then(|own| own.does) {
                play.line.field.take();
                play.line.edited();
                play.mode = Mode::Panes;
                return pane_action(play, binding.action, pen, screen, millis);
            }
            if got == Some(Action::Send) {
                return Done::Taken(send_line(play));
            }
            if let Some(offer) = offer {
                play.line.complete(&offer.words);
            }
            Done::Taken(Vec::new())
        }
        Some(Action::History(step)) => {
            let count = offers(play).len();
            play.line.step(step, count);
            Done::Taken(Vec::new())
        }
        Some(Action::Back) => {
            play.mode = Mode::Panes;
            Done::Taken(Vec::new())
        }
        _ => {
            if play.line.begin_anew(chord) {
                play.line.edited();
            } else if chord.code == Code::Backspace && play.line.field.is_empty() {
                play.mode = Mode::Panes;
            } else if play.line.field.key(chord) {
                play.line.edited();
                play.notice = None;
            }
            Done::Taken(Vec::new())
        }
    }
}

/// Opens a form; what it covers keeps its place.
pub(super) fn open_form(play: &mut Play, kind: FormKind, about: &str) {
    play.form = Some(form::open(play, kind, about));
    play.mode = Mode::Form;
}

fn form_key(play: &mut Play, chord: Chord) -> Done {
    let got = action(&[Place::Form], chord);
    if let Some(quit @ Action::Quit) = action(&[Place::Everywhere], chord).filter(|_| chord.ctrl) {
        return Done::Not(quit);
    }
    if got == Some(Action::Language) {
        return Done::Not(Action::Language);
    }
    let Some(open) = &mut play.form else {
        play.mode = Mode::Panes;
        return Done::Taken(Vec::new());
    };
    if !matches!(got, Some(Action::Send | Action::Back)) && open.key(chord) {
        return Done::Taken(Vec::new());
    }
    let pressed = open.button().map(|button| button.does);
    let intents = match (got, pressed) {
        (Some(Action::Send), _) => press(play, Press::Send),
        (Some(Action::Back), _) => press(play, Press::Leave),
        (Some(Action::Enter | Action::Space), Some(does)) => press(play, does),
        (Some(Action::Next | Action::Enter), _) => {
            open.go(true);
            Vec::new()
        }
        (Some(Action::Previous), _) => {
            open.go(false);
            Vec::new()
        }
        _ => {
            use crate::tui::chord::Code;
            match (chord.code, pressed) {
                (Code::Left, Some(_)) => open.go(false),
                (Code::Right, Some(_)) => open.go(true),
                _ => {}
            }
            Vec::new()
        }
    };
    Done::Taken(intents)
}

fn find_key(play: &mut Play, chord: Chord, pen: Pen) {
    use crate::tui::chord::Code;
    let Some((field, typing)) = &mut play.find else { return };
    match chord.code {
        Code::Esc => play.find = None,
        Code::Enter => {
            *typing = false;
            hit(play, Step::Last, pen);
        }
        _ => {
            field.key(chord);
        }
    }
}

/// Selects the next entry that holds what is looked for.
fn hit(play: &mut Play, step: Step, pen: Pen) {
    let Some((field, _)) = &play.find else { return };
    let wanted = field.text().to_lowercase();
    let items = panes::art(play, play.focus, pen, 200, 400).items;
    let keys: Vec<String> = items.iter().map(|item| item.key.clone()).collect();
    let count = items.len();
    let from = play.picked(play.focus, &keys).unwrap_or(count);
    let order: Vec<usize> = match step {
        Step::On => (1..=count).map(|by| (from + by) % count).collect(),
        Step::Back => (1..=count).map(|by| (from + count - by) % count).collect(),
        _ => (0..count).rev().collect(),
    };
    let found = order.into_iter().find(|row| {
        !wanted.is_empty() && items.get(*row).is_some_and(|item| item.words.contains(&wanted))
    });
    match found {
        Some(row) => play.pick(play.focus, &keys, row),
        None => play.notice = Some(said(form::both_with(Word::NotFound, &[&wanted]))),
    }
}

pub(super) fn said(says: Text) -> Notice {
    Notice { refused: false, says }
}

pub(super) fn pane_action(
    play: &mut Play,
    action: Action,
    pen: Pen,
    screen: (u16, u16),
    millis: u64,
) -> Done {
    let mut intents = Vec::new();
    if play.only_watches() && speaks(play, action) {
        return Done::Taken(intents);
    }
    match action {
        Action::Reel(step) => intents.push(Intent::Reel(step)),
        Action::Move(step) => select_in(play, play.focus, step, pen),
        Action::Go(pane) => go(play, pane, screen),
        Action::NextPane => tab(play, screen, true),
        Action::LastPane => tab(play, screen, false),
        Action::Zoom => play.zoomed = !play.zoomed,
        Action::Layout => {
            play.layout += 1;
            play.swaps.clear();
            if let Some(preset) = layout::preset(play, screen) {
                play.notice = Some(said(form::both_with(Word::LayoutIs, &[preset.name])));
            }
        }
        Action::Command | Action::Message => open_line(play, action),
        Action::Form(kind) => open_form(play, kind, ""),
        Action::Ack => intents = acknowledge(play, millis),
        Action::Enter => intents = enter(play, pen, screen),
        Action::Space => intents = mark(play, "done"),
        Action::SkipStep => {
            if let Some(step) = runbook::step(play) {
                let number = step.number.to_string();
                open_form(play, FormKind::Step, &number);
            }
        }
        Action::Others => open_form(play, FormKind::Runbook, ""),
        Action::Metric(step) => chart::step_metric(play, step),
        Action::Range(step) => chart::step_range(play, step),
        Action::Freeze => listing(play, Listing::Kept),
        Action::CoachLine => {
            let away = play.coach == CoachRows::Away;
            play.coach = if away { CoachRows::Shown } else { CoachRows::Away };
        }
        Action::Map => listing(play, Listing::Map),
        Action::Compare => compare(play, screen),
        Action::ErrorsOnly => play.errors_only = !play.errors_only,
        Action::Repeat => intents = look_again(play),
        Action::Find => play.find = Some((Field::line(""), true)),
        Action::Hit(step) => hit(play, step, pen),
        Action::Incident => {
            play.incident = (play.incident + 1) % play.view.incidents.len().max(1);
        }
        Action::Pause => {
            let line = if play.view.paused { "/resume" } else { "/pause" };
            intents = send(play, line.to_owned(), None);
        }
        Action::Speed(step) => intents = speed(play, step),
        Action::Jump => intents = send(play, "/jump".to_owned(), None),
        Action::End => play.asking = Some(Asking::End),
        // Who looks over a shoulder steps back to where they came from.
        Action::Back if play.shoulder && !play.zoomed && play.find.is_none() => {
            return Done::Not(Action::Leave);
        }
        Action::Back => back(play),
        other => return Done::Not(other),
    }
    Done::Taken(intents)
}

/// Whether a key would say something, which nobody can in a replay.
pub(super) fn speaks(play: &Play, action: Action) -> bool {
    let charts = matches!(play.focus, Pane::Services | Pane::Alerts);
    match action {
        Action::Enter => !charts,
        Action::Space | Action::SkipStep | Action::Others | Action::Repeat => true,
        _ => false,
    }
}

/// Moves the selection of a pane.
pub(super) fn select_in(play: &mut Play, pane: Pane, step: Step, pen: Pen) {
    let keys = panes::keys(play, pane, pen);
    let rest = if pane == Pane::Channel || pane == Pane::Record { keys.len() } else { 0 };
    let row = match play.picked(pane, &keys) {
        Some(row) => stepped(row, keys.len(), step, play.page),
        None if pane == Pane::Runbook => {
            let rests = runbook::rests_at(play);
            let at = keys.iter().position(|key| Some(key) == rests.as_ref());
            stepped(at.unwrap_or(0), keys.len(), step, play.page)
        }
        None => stepped(rest.saturating_sub(1), keys.len(), step, play.page),
    };
    let newest = pane == Pane::Channel && row + 1 >= keys.len();
    if newest {
        // At its end the channel follows again.
        play.picks.remove(&pane);
    } else {
        play.pick(pane, &keys, row);
    }
}

fn go(play: &mut Play, pane: Pane, screen: (u16, u16)) {
    if play.focus == pane {
        play.zoomed = !play.zoomed;
        return;
    }
    if !play.zoomed {
        layout::bring(play, pane, screen);
    }
    play.before = play.focus;
    play.focus = pane;
}

fn tab(play: &mut Play, screen: (u16, u16), on: bool) {
    let panes = layout::on_screen(play, screen);
    let count = panes.len().max(1);
    let at = panes.iter().position(|pane| *pane == play.focus).unwrap_or(0);
    let next = if on { (at + 1) % count } else { (at + count - 1) % count };
    if let Some(pane) = panes.get(next) {
        play.before = play.focus;
        play.focus = *pane;
    }
}

fn open_line(play: &mut Play, action: Action) {
    play.mode = Mode::Line;
    if action == Action::Message {
        // A message is begun afresh: what was refused would stand in it; ↑ brings that back.
        play.line.forget_refused();
    }
    if action == Action::Command && !play.line.field.text().starts_with('/') {
        play.line.begin_command();
    }
}

/// Enter, by pane.
fn enter(play: &mut Play, pen: Pen, screen: (u16, u16)) -> Vec<Intent> {
    match play.focus {
        Pane::Services => {
            // What was charted stays selected when the list is sorted anew.
            let keys: Vec<String> = play.order.iter().map(ToString::to_string).collect();
            let row = play.picked(Pane::Services, &keys).unwrap_or(0);
            play.pick(Pane::Services, &keys, row);
            play.metric = None;
            show_chart(play, screen);
        }
        Pane::Alerts => {
            let keys = panes::keys(play, Pane::Alerts, pen);
            let row = play.picked(Pane::Alerts, &keys).unwrap_or(0);
            let alert = play.view.alerts.get(row);
            play.metric = alert.and_then(|alert| alert.value.as_ref().map(|own| own.0.clone()));
            show_chart(play, screen);
        }
        Pane::Inbox => {
            let keys = panes::keys(play, Pane::Inbox, pen);
            let row = play.picked(Pane::Inbox, &keys).unwrap_or(0);
            let item = play.view.inbox.get(row).filter(|item| inbox::waits(item));
            match item.and_then(|item| item.question) {
                Some(question) => open_form(play, FormKind::Answer, &question.to_string()),
                None => play.notice = Some(said(form::both(Word::NobodyWaitsHere))),
            }
        }
        Pane::Runbook if play.view.runbook.is_none() => {
            let keys = panes::keys(play, Pane::Runbook, pen);
            let row = play.picked(Pane::Runbook, &keys).unwrap_or(0);
            if let Some(id) = keys.get(row) {
                return send(play, format!("/runbook {id}"), None);
            }
        }
        Pane::Runbook => return run_step(play),
        Pane::Team => {
            let keys = panes::keys(play, Pane::Team, pen);
            let row = play.picked(Pane::Team, &keys).unwrap_or(0);
            let key = keys.get(row).cloned().unwrap_or_default();
            play.pick(Pane::Team, &keys, row);
            let short = play.view.team.iter().find(|own| own.role.as_str() == key);
            let short = short.map_or_else(String::new, |own| own.short.clone());
            open_form(play, FormKind::Assign, &short);
        }
        Pane::Updates => open_form(play, FormKind::Update, ""),
        Pane::Chart | Pane::Looks | Pane::Channel | Pane::Record => {}
    }
    Vec::new()
}

/// Services stand so, or again with the worst on top.
fn listing(play: &mut Play, how: Listing) {
    play.listing = if play.listing == how { Listing::WorstFirst } else { how };
}

/// The selected service stays on the chart beside what is selected next; once more lets it go.
fn compare(play: &mut Play, screen: (u16, u16)) {
    let Some(part) = play.service().cloned() else { return };
    if play.beside.as_ref() == Some(&part) {
        play.beside = None;
        return;
    }
    play.notice = Some(said(form::both_with(Word::CompareWith, &[part.as_str()])));
    play.beside = Some(part);
    show_chart(play, screen);
}

fn show_chart(play: &mut Play, screen: (u16, u16)) {
    if play.zoomed {
        play.before = play.focus;
        play.focus = Pane::Chart;
    } else {
        layout::bring(play, Pane::Chart, screen);
    }
}

/// One step out: what was found, the zoom, the selection of what scrolls by.
fn back(play: &mut Play) {
    if play.find.take().is_some() {
        return;
    }
    if play.zoomed {
        play.zoomed = false;
        return;
    }
    // Only where rows come in from below does Esc lead back to the newest; a choice stays.
    if matches!(play.focus, Pane::Channel | Pane::Record | Pane::Looks) {
        play.picks.remove(&play.focus);
    }
}
