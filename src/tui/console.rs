//! The facilitator's console: truth, seats, injects, objectives, the channel, own notes. Whatever
//! reaches players is shown with its readers before it is sent; nothing is told in points while the
//! drill runs. It decides nothing: every key writes a command.

mod draw;
mod rows;

use std::sync::Arc;

use crate::command::{Term, Vocabulary};
use crate::model::id::{InjectId, PlayerId};
use crate::model::text::Text;
use crate::score::Scorecard;
use crate::tui::chord::{Chord, Code};
use crate::tui::hosted::HostIntent;
use crate::tui::keys::{Action, Place, Step, action};
use crate::tui::line::Line;
use crate::tui::message::Intent;
use crate::tui::model::stepped;
use crate::tui::words::{HostWord, in_both};
use crate::view::facilitator::{FacilitatorView, InjectRow, InjectState};

pub(crate) use draw::draw;

/// A pane of the console.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// 1: what is really so.
    Truth,
    /// 2: everybody who plays.
    Seats,
    /// 3: what comes before the players.
    #[default]
    Injects,
    /// 4: the process, as it stands.
    Objectives,
    /// 5: the channel as players read it.
    Channel,
    /// 6: what is on record for the debrief.
    Notes,
}

/// Panes in the order of their numbers.
pub(crate) const PARTS: [Part; 6] =
    [Part::Truth, Part::Seats, Part::Injects, Part::Objectives, Part::Channel, Part::Notes];

/// What is asked before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    /// To send this line, which has such an effect.
    Send(String, Text),
}

/// The state of the console.
#[derive(Clone, Debug)]
pub(crate) struct Console {
    pub(crate) view: Arc<FacilitatorView>,
    /// How the process stands, as if the drill ended now.
    pub(crate) card: Option<Arc<Scorecard>>,
    pub(crate) focus: Part,
    pub(crate) zoomed: bool,
    rows: [usize; PARTS.len()],
    /// The inject that is selected: it stays so wherever it stands in the list.
    chosen: Option<InjectId>,
    pub(crate) line: Line,
    /// Whether the line has the keys.
    pub(crate) typing: bool,
    pub(crate) asking: Option<Asking>,
    /// What was refused, or what was sent.
    pub(crate) notice: Option<(bool, Text)>,
    /// People who are not there, and for how many seconds.
    pub(crate) offline: Vec<(String, u32)>,
}

impl Console {
    pub(crate) fn new(view: Arc<FacilitatorView>) -> Self {
        Self {
            view,
            card: None,
            focus: Part::default(),
            zoomed: false,
            rows: [usize::MAX; PARTS.len()],
            chosen: None,
            line: Line::default(),
            typing: false,
            asking: None,
            notice: None,
            offline: Vec::new(),
        }
    }

    /// Where keys have their meaning now.
    pub(crate) fn places(&self) -> Vec<Place> {
        if self.typing {
            return vec![Place::Line];
        }
        vec![Place::Console, Place::Everywhere]
    }

    fn at(&self) -> usize {
        PARTS.iter().position(|part| *part == self.focus).unwrap_or(0)
    }

    /// The row that is selected of so many in a pane; where none was, the one that matters.
    pub(crate) fn row(&self, part: Part, count: usize) -> usize {
        let at = PARTS.iter().position(|own| *own == part).unwrap_or(0);
        let own = self.rows.get(at).copied().unwrap_or(0);
        if part == Part::Injects
            && let Some(id) = &self.chosen
            && let Some(row) = self.view.injects.iter().position(|inject| inject.id == *id)
        {
            return row;
        }
        let usual = match part {
            Part::Injects => self.view.injects.iter().position(waits).unwrap_or(0),
            Part::Channel | Part::Notes => count.saturating_sub(1),
            _ => 0,
        };
        if own == usize::MAX { usual } else { own.min(count.saturating_sub(1)) }
    }

    fn count(&self, part: Part) -> usize {
        match part {
            Part::Truth => self.view.truth.len(),
            Part::Seats => self.view.seats.len(),
            Part::Injects => self.view.injects.len(),
            Part::Objectives => self.card.as_ref().map_or(0, |card| card.objectives.len()),
            Part::Channel => self.view.channel.len(),
            Part::Notes => self.view.notes.len(),
        }
    }

    fn inject(&self) -> Option<&InjectRow> {
        let count = self.view.injects.len();
        self.view.injects.get(self.row(Part::Injects, count))
    }

    /// The player of the seat that is selected.
    fn player(&self) -> Option<PlayerId> {
        let count = self.view.seats.len();
        self.view.seats.get(self.row(Part::Seats, count)).map(|seat| seat.player.clone())
    }

    /// The objective that is selected.
    fn objective(&self) -> Option<String> {
        let lines = &self.card.as_ref()?.objectives;
        lines.get(self.row(Part::Objectives, lines.len())).map(|line| line.id.to_string())
    }

    /// The words of the line, as the grammar wants them.
    pub(crate) fn words(&self) -> Vocabulary {
        let view = &self.view;
        let inject = |own: &InjectRow| Term::new(own.id.as_str(), own.says.get(view.lang));
        Vocabulary {
            people: view.seats.iter().map(|seat| Term::new(seat.who.as_str(), "")).collect(),
            injects: view.injects.iter().map(inject).collect(),
            objectives: view.objectives.iter().map(|own| Term::new(own.as_str(), "")).collect(),
            ..Vocabulary::default()
        }
    }

    /// The oldest line without an answer was refused: it stands again.
    pub(crate) fn refused(&mut self, says: Text) {
        // Where another line was begun, this one does not slip into it, and ↑ brings it back.
        if let Some(sent) = self.line.answered().filter(|_| !self.typing) {
            let words = self.words();
            self.line.comes_back(sent, 0, &words);
            self.typing = !self.line.field.is_empty();
        }
        self.notice = Some((true, says));
    }

    /// The oldest line without an answer stands in the journal.
    pub(crate) fn sent(&mut self) {
        self.line.answered();
    }
}

fn waits(row: &InjectRow) -> bool {
    matches!(row.state, InjectState::Waits)
}

/// A key on the console; `None` where it is not the console's.
pub(crate) fn key(console: &mut Console, chord: Chord) -> Result<Vec<Intent>, Option<Action>> {
    if let Some(Asking::Send(line, _)) = console.asking.take() {
        let yes = matches!(chord.latin().code, Code::Enter | Code::Char('y'));
        return Ok(if yes { send(console, line) } else { Vec::new() });
    }
    if console.typing {
        return line_key(console, chord);
    }
    console.notice = None;
    match action(&console.places(), chord) {
        Some(action) => act(console, action),
        None => Ok(Vec::new()),
    }
}

fn send(console: &mut Console, line: String) -> Vec<Intent> {
    console.line.forget_refused();
    console.line.goes(&line, None);
    vec![Intent::Send(line)]
}

fn line_key(console: &mut Console, chord: Chord) -> Result<Vec<Intent>, Option<Action>> {
    if let Some(quit @ Action::Quit) = action(&[Place::Everywhere], chord).filter(|_| chord.ctrl) {
        return Err(Some(quit));
    }
    let text = console.line.field.text().to_owned();
    let offers = crate::command::completions(&text, console.line.field.at(), &console.words());
    match action(&[Place::Line], chord) {
        Some(Action::Send) => {
            console.typing = false;
            let line = console.line.take();
            return Ok(line.map_or_else(Vec::new, |line| send(console, line)));
        }
        Some(Action::Complete) => {
            if let Some(offer) = offers.get(console.line.choice.min(offers.len().saturating_sub(1)))
            {
                console.line.complete(offer);
            }
        }
        Some(Action::History(step)) => console.line.step(step, offers.len()),
        Some(Action::Back) => console.typing = false,
        _ => {
            if console.line.field.key(chord) {
                console.line.edited();
            }
        }
    }
    Ok(Vec::new())
}

fn write(console: &mut Console, text: &str) {
    console.line.forget_refused();
    console.line.field.set(text);
    console.line.edited();
    console.typing = true;
}

fn act(console: &mut Console, action: Action) -> Result<Vec<Intent>, Option<Action>> {
    match action {
        Action::Move(step) => {
            let (part, count) = (console.focus, console.count(console.focus));
            let row = stepped(console.row(part, count), count, step, 8);
            let at = console.at();
            if let Some(own) = console.rows.get_mut(at) {
                *own = row;
            }
            if part == Part::Injects {
                console.chosen = console.view.injects.get(row).map(|inject| inject.id.clone());
            }
        }
        Action::Page(number) => {
            let part = PARTS.get(usize::from(number) - 1).copied().unwrap_or_default();
            console.zoomed = console.focus == part && !console.zoomed;
            console.focus = part;
        }
        Action::NextPane => console.focus = PARTS[(console.at() + 1) % PARTS.len()],
        Action::LastPane => {
            console.focus = PARTS[(console.at() + PARTS.len() - 1) % PARTS.len()];
        }
        Action::Zoom | Action::Enter => console.zoomed = !console.zoomed,
        Action::Back if console.zoomed => console.zoomed = false,
        Action::Command => write(console, "/"),
        Action::Message => write(console, ""),
        Action::OwnInject => write(console, "/inject "),
        Action::Observe => write(console, "/observe "),
        Action::RateIt => {
            let objective = console.objective().map(|own| format!("{own} "));
            write(console, &format!("/rate {}", objective.unwrap_or_default()));
        }
        Action::Rule(accept) => {
            let open = console.view.notes.iter().rev().find(|note| note.open);
            if let Some(about) = open.and_then(|note| note.about.split(' ').next()) {
                let word = if accept { "accept" } else { "reject" };
                let line = format!("/rule {about} {word} ");
                write(console, &line);
            }
        }
        Action::Pause => {
            let line = if console.view.paused { "/resume" } else { "/pause" };
            return Ok(send(console, line.to_owned()));
        }
        Action::Speed(step) => return Ok(speed(console, step)),
        Action::Fire => asks(console, "fire"),
        Action::Hold => asks(console, "hold"),
        Action::SkipStep => asks(console, "skip"),
        Action::End => {
            let says = Text::from("/end: the drill ends for everybody, and the debrief opens.");
            console.asking = Some(Asking::Send("/end".to_owned(), says));
        }
        Action::Shoulder => {
            return Ok(console
                .player()
                .map_or_else(Vec::new, |own| vec![Intent::Host(HostIntent::Shoulder(own))]));
        }
        Action::Leave => return Ok(vec![Intent::Leave]),
        other => return Err(Some(other)),
    }
    Ok(Vec::new())
}

/// What would reach players, and whom, or would not, before it is so.
fn asks(console: &mut Console, how: &str) {
    let Some(inject) = console.inject() else { return };
    let (id, from, to) = (inject.id.clone(), &inject.from, &inject.to);
    let says = in_both(|lang| {
        let effect = match (how, inject.state) {
            ("fire", InjectState::Shown { at, .. }) => {
                HostWord::ShownAt.with(lang, &[&at.to_string()])
            }
            ("skip", _) => HostWord::SkipAsk.get(lang).to_owned(),
            ("hold", _) => HostWord::HoldAsk.get(lang).to_owned(),
            _ => String::new(),
        };
        let effect = if effect.is_empty() { effect } else { format!("{effect}: ") };
        format!("{effect}{from} → {to}: {}", inject.says.get(lang))
    });
    console.chosen = Some(id.clone());
    console.asking = Some(Asking::Send(format!("/{how} {id}"), says));
}

fn speed(console: &mut Console, step: Step) -> Vec<Intent> {
    const SPEEDS: [u32; 6] = [1, 2, 5, 10, 30, 60];
    let now = console.view.speed.max(1);
    let next = if step == Step::On {
        SPEEDS.iter().find(|own| **own > now)
    } else {
        SPEEDS.iter().rev().find(|own| **own < now)
    };
    next.map_or_else(Vec::new, |speed| send(console, format!("/speed {speed}")))
}

/// The step of a wheel turn.
pub(crate) fn wheel(console: &mut Console, step: Step) -> Vec<Intent> {
    act(console, Action::Move(step)).unwrap_or_default()
}

/// Whether a key does anything now.
pub(crate) fn is_useful(console: &Console, action: Action) -> bool {
    match action {
        Action::Fire | Action::Hold | Action::SkipStep => console.inject().is_some(),
        Action::Speed(_) => !console.view.graded,
        Action::Rule(_) => console.view.notes.iter().any(|note| note.open),
        Action::Shoulder => console.focus == Part::Seats || console.player().is_some(),
        _ => true,
    }
}
