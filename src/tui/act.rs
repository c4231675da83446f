//! What happened, to what is asked for: the one way into the model. It never waits and never
//! draws.

use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};

use crate::tui::briefing::{self, Briefing};
use crate::tui::chord::{Chord, Code};
use crate::tui::console;
use crate::tui::debrief::{self, Debrief};
use crate::tui::help::{Help, Helped};
use crate::tui::home;
use crate::tui::hosted::{self, HostIntent};
use crate::tui::keybar;
use crate::tui::keys::{Action, Step, action};
use crate::tui::lobby;
use crate::tui::message::{Intent, Msg};
use crate::tui::model::{Model, Screen};
use crate::tui::pane::Pane;
use crate::tui::play::{self, Done, Mode, Notice, Play};
use crate::tui::settings::{self, Chooser, Chosen};
use crate::tui::words::Word;

/// Takes in what happened; returns what the screens ask for.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Intent> {
    match msg {
        Msg::Key(event) => return key_event(model, event),
        Msg::Mouse(event) => return mouse(model, event),
        Msg::Paste(text) => paste(model, &text),
        Msg::Resize(columns, rows) => model.size = (columns, rows),
        Msg::View(view) => return show(model, view),
        Msg::Replay(view, reel) => {
            show(model, view);
            if let Screen::Play(play) = &mut model.screen {
                play.reel = Some(reel);
            }
        }
        Msg::Refused { says, at } => refused(model, says, at),
        Msg::Sent => sent(model),
        Msg::Library(cards) => {
            model.library = cards;
            model.loaded = true;
        }
        Msg::Drills(cards) => {
            model.drills = cards;
            // What was worked out of the drills before these is old.
            (model.trends, model.standing) = (None, None);
            return home::asks(model);
        }
        Msg::FollowUps(cards) => model.follow_ups = cards,
        Msg::Trends(trends) => model.trends = Some(trends),
        Msg::Standing(standing) => model.standing = Some(standing),
        Msg::Briefing(card, graded, coached) => {
            let briefing = Briefing { graded, coached, ..Briefing::of(&card, &model.follow_ups) };
            model.screen = Screen::Briefing(Box::new(briefing));
        }
        Msg::Debrief(data) => {
            if let Screen::Debrief(debrief) = &mut model.screen
                && debrief.data.report.card.drill == data.report.card.drill
            {
                debrief.renew(*data);
                return Vec::new();
            }
            model.help = None;
            model.screen = Screen::Debrief(Box::new(Debrief::of(*data)));
        }
        Msg::Aborted { who, why } => {
            model.help = None;
            model.screen = Screen::Aborted(who, why);
        }
        Msg::Host(msg) => hosted::take(model, msg),
        Msg::Tick(millis) => {
            model.millis = millis;
            if let Screen::Play(play) = &mut model.screen {
                play.tick(millis);
            }
        }
        Msg::Trouble(says) => {
            if let Screen::Briefing(briefing) = &mut model.screen {
                briefing.starting = false;
            }
            model.word = Some((true, says));
        }
        Msg::Notice(says) => model.word = Some((false, says)),
    }
    Vec::new()
}

/// The oldest line without an answer was refused.
fn refused(model: &mut Model, says: crate::model::text::Text, at: usize) {
    let lang = model.pen().lang;
    match &mut model.screen {
        Screen::Play(play) => play.refused(says, at),
        Screen::Debrief(debrief) => debrief.notice = Some(says.get(lang).to_owned()),
        Screen::Console(console) => console.refused(says),
        Screen::Home | Screen::Lobby | Screen::Briefing(_) | Screen::Aborted(..) => {}
    }
}

/// The oldest line without an answer stands in the journal.
fn sent(model: &mut Model) {
    let pen = model.pen();
    match &mut model.screen {
        Screen::Play(play) => play.sent(),
        Screen::Console(console) => console.sent(),
        Screen::Debrief(debrief) if debrief.sent => {
            debrief.sent = false;
            debrief.notice = Some(pen.word(Word::OnRecord).to_owned());
        }
        _ => {}
    }
}

/// What the seat sees now; the first one opens the play screen.
pub(crate) fn show(model: &mut Model, view: std::sync::Arc<crate::view::SeatView>) -> Vec<Intent> {
    if !model.is_playing() {
        model.help = None;
        model.screen = Screen::Play(Box::new(Play::new(view.clone())));
    }
    let Screen::Play(play) = &mut model.screen else { return Vec::new() };
    let book = play.view.runbook.as_ref().map(|own| own.id.clone());
    let rings = play.show(view);
    let opened = play.view.runbook.as_ref().map(|own| own.id.clone());
    if opened.is_some() && opened != book && !play.only_watches() {
        play.bring(Pane::Runbook, model.size);
    }
    if play.has_begun() {
        // What it finds would otherwise come in unseen.
        play.bring(Pane::Looks, model.size);
    }
    if rings && model.settings.bell { vec![Intent::Bell] } else { Vec::new() }
}

fn key_event(model: &mut Model, event: KeyEvent) -> Vec<Intent> {
    if event.kind == KeyEventKind::Release {
        return Vec::new();
    }
    let Some(chord) = Chord::of(event) else { return Vec::new() };
    press(model, chord)
}

/// One key, wherever it has its meaning.
fn press(model: &mut Model, chord: Chord) -> Vec<Intent> {
    let leaving = std::mem::take(&mut model.leaving);
    model.word = None;
    let pen = model.pen();
    if let Some(help) = &mut model.help {
        match help.key(chord, pen) {
            Helped::Stays => return Vec::new(),
            Helped::Closes => {
                model.help = None;
                return Vec::new();
            }
            Helped::Presses(chord) => {
                model.help = None;
                return press(model, chord);
            }
        }
    }
    if let Some(chooser) = &mut model.chooser {
        match chooser.key(chord, &mut model.settings) {
            Chosen::Stays => {}
            Chosen::Changed => return vec![Intent::Keep(model.settings)],
            Chosen::Closes => model.chooser = None,
        }
        return Vec::new();
    }
    if matches!(model.screen, Screen::Home) && model.home.typing.is_some() {
        return home::typed_key(model, chord);
    }
    let (size, millis) = (model.size, model.millis);
    let action = match &mut model.screen {
        Screen::Play(play) => match play::key(play, chord, pen, size, millis) {
            Done::Taken(intents) => return intents,
            Done::Not(action) => Some(action),
        },
        Screen::Console(console) => match console::key(console, chord) {
            Ok(intents) => return intents,
            Err(action) => action,
        },
        Screen::Debrief(debrief) if debrief.typing.is_some() => {
            return debrief::typed_key(debrief, chord);
        }
        _ => action(&model.places(), chord),
    };
    action.map_or_else(Vec::new, |action| act(model, action, leaving))
}

/// What holds on every screen; the rest is the screen's.
fn act(model: &mut Model, action: Action, leaving: bool) -> Vec<Intent> {
    match action {
        Action::Help => model.help = Some(Help::over(model.places())),
        Action::Repaint => return vec![Intent::Repaint],
        Action::Settings => model.chooser = Some(Chooser::default()),
        Action::Look => {
            model.settings.theme = model.settings.theme.next(true);
            return vec![Intent::Keep(model.settings)];
        }
        Action::Glyphs => {
            model.settings.glyphs = model.settings.glyphs.next(true);
            return vec![Intent::Keep(model.settings)];
        }
        Action::Language => {
            model.settings.lang = settings::other(model.settings.lang);
            return vec![Intent::Keep(model.settings)];
        }
        Action::Quit if leaving => {
            if !matches!(model.screen, Screen::Play(_)) {
                return vec![Intent::Quit];
            }
            model.rest();
            return vec![Intent::Leave];
        }
        Action::Quit => model.leaving = true,
        other => match &mut model.screen {
            Screen::Home => return home::act(model, other),
            Screen::Lobby => return lobby::act(model, other),
            Screen::Briefing(_) => return briefing::act(model, other),
            Screen::Debrief(debrief) => {
                let intents = debrief::act(debrief, other);
                let leaves = intents.contains(&Intent::Leave);
                // Whoever watches from here comes back to here.
                model.back = intents.iter().find_map(|intent| match intent {
                    Intent::Watch(drill, _) => Some(drill.clone()),
                    _ => None,
                });
                if leaves {
                    model.rest();
                }
                return intents;
            }
            Screen::Play(play) if play.reel.is_some() && other == Action::Leave => {
                if let Some(drill) = model.back.take() {
                    return vec![Intent::Open(drill)];
                }
                model.rest();
                return vec![Intent::Leave];
            }
            Screen::Play(play) if play.shoulder => match other {
                Action::Leave | Action::Back if model.kept.is_some() => {
                    if let Some(console) = model.kept.take() {
                        model.screen = Screen::Console(console);
                    }
                    return vec![Intent::Host(HostIntent::Unshoulder)];
                }
                Action::Leave => return vec![Intent::Leave],
                Action::NextSeat => return vec![Intent::Host(HostIntent::NextSeat)],
                _ => {}
            },
            Screen::Aborted(..) if other == Action::Leave => {
                model.rest();
                return vec![Intent::Leave];
            }
            Screen::Aborted(..) | Screen::Console(_) | Screen::Play(_) => {}
        },
    }
    Vec::new()
}

fn paste(model: &mut Model, text: &str) {
    model.word = None;
    match &mut model.screen {
        Screen::Play(play) if play.only_watches() => {}
        Screen::Play(play) => match (play.mode, &mut play.form) {
            (Mode::Form, Some(form)) => form.paste(text),
            (Mode::Line, _) => {
                play.line.field.write(text);
                play.line.edited();
            }
            // Pasted text in panes mode is no sequence of keys.
            _ => {
                play.mode = Mode::Line;
                play.line.field.write(text);
            }
        },
        Screen::Debrief(debrief) => {
            if let Some((_, field)) = &mut debrief.typing {
                field.write(text);
            }
        }
        Screen::Console(console) if console.typing => console.line.field.write(text),
        Screen::Home => home::paste(&mut model.home, text),
        Screen::Aborted(..) | Screen::Console(_) | Screen::Lobby | Screen::Briefing(_) => {}
    }
}

fn mouse(model: &mut Model, event: MouseEvent) -> Vec<Intent> {
    let at = (event.column, event.row);
    let step = match event.kind {
        MouseEventKind::ScrollUp => Step::Back,
        MouseEventKind::ScrollDown => Step::On,
        MouseEventKind::Down(MouseButton::Left) => return click(model, at),
        _ => return Vec::new(),
    };
    if model.help.is_some() || model.chooser.is_some() {
        return press(model, Chord::key(if step == Step::On { Code::Down } else { Code::Up }));
    }
    let (pen, size) = (model.pen(), model.size);
    match &mut model.screen {
        Screen::Home => home::wheel(model, step),
        Screen::Lobby => drop(lobby::act(model, Action::Move(step))),
        Screen::Console(console) => drop(console::wheel(console, step)),
        Screen::Briefing(briefing) => briefing::wheel(briefing, step),
        Screen::Play(play) => play::wheel(play, at, step, pen, size),
        Screen::Debrief(debrief) => {
            debrief::act(debrief, Action::Move(step));
        }
        Screen::Aborted(..) => {}
    }
    Vec::new()
}

/// A click: on the last row it presses what stands there, elsewhere it chooses what it is on.
fn click(model: &mut Model, at: (u16, u16)) -> Vec<Intent> {
    let (columns, rows) = model.size;
    if model.help.is_some() || model.chooser.is_some() {
        return Vec::new();
    }
    if at.1 + 1 == rows {
        let entries = crate::tui::bar(model, usize::from(columns));
        let binding = keybar::at(&entries, usize::from(at.0));
        let chord = binding.and_then(|own| own.keys.first()).copied();
        return chord.map_or_else(Vec::new, |chord| press(model, chord));
    }
    let (pen, size, millis) = (model.pen(), model.size, model.millis);
    match &mut model.screen {
        Screen::Play(play) => match play::click(play, at, pen, size, millis) {
            Done::Taken(intents) => intents,
            Done::Not(action) => act(model, action, false),
        },
        Screen::Home => home::click(model, at),
        Screen::Aborted(..)
        | Screen::Console(_)
        | Screen::Lobby
        | Screen::Briefing(_)
        | Screen::Debrief(_) => Vec::new(),
    }
}

impl Play {
    /// The oldest line without an answer was refused: it comes back where it was written, and nothing
    /// is lost.
    fn refused(&mut self, says: crate::model::text::Text, at: usize) {
        let sent = self.line.answered();
        match sent.as_ref().and_then(|own| own.from) {
            Some(kind) => {
                if let Some(draft) = self.drafts.get_mut(&kind) {
                    draft.refused = Some(says.clone());
                }
            }
            // Where another line was begun, this one does not slip into it, and ↑ brings it back.
            None if self.mode == Mode::Line => {}
            None => {
                if let Some(sent) = sent {
                    self.line.comes_back(sent, at, &self.words);
                }
            }
        }
        self.notice = Some(Notice { refused: true, says });
    }

    /// The oldest line without an answer stands in the journal.
    fn sent(&mut self) {
        if let Some(kind) = self.line.answered().and_then(|own| own.from) {
            self.drafts.remove(&kind);
        }
    }
}
