//! What a host tells the screens and what they ask of it: lobby, console, who is watched. Plain data
//! both ways, as all messages are.

use std::sync::Arc;

use crate::model::id::PlayerId;
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::score::Scorecard;
use crate::tui::console::Console;
use crate::tui::lobby;
use crate::tui::message::ScenarioCard;
use crate::tui::model::{Model, Screen};
use crate::view::SeatView;
use crate::view::facilitator::FacilitatorView;

/// What a host tells.
#[derive(Clone, Debug)]
pub enum HostMsg {
    /// What stands in the lobby; it takes the place of the home screen.
    Lobby(Box<Lobby>),
    /// The lobby is what is wanted now: the drill was left.
    ToLobby,
    /// What another seat sees now: for who watches.
    Watching(Arc<SeatView>),
    /// What who steers sees now; the first one opens the console.
    Console(Arc<FacilitatorView>),
    /// How the process stands, as if the drill ended now: for who steers.
    Judged(Arc<Scorecard>),
    /// People of the drill who are not there, and for how many seconds.
    Offline(Vec<(String, u32)>),
}

/// What is asked of a host.
#[derive(Clone, Debug, PartialEq)]
pub enum HostIntent {
    /// Something of a table in the lobby.
    Table(u32, TableAsk),
    /// A code for somebody else, to join by.
    Invite,
    /// What that player sees, for who steers.
    Shoulder(PlayerId),
    /// Nobody's shoulder any more.
    Unshoulder,
    /// What the next seat sees, for who watches.
    NextSeat,
}

/// What somebody asks of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableAsk {
    /// This seat, by its id; or to get up from it.
    Sit(String),
    /// The drill to begin.
    Start,
    /// Crew in empty seats, or not.
    Crew,
    /// Graded, or practice.
    Graded,
    /// The table anew, after its drill.
    Anew,
    /// To go to its drill: to the own chair, or to watch.
    Watch,
}

/// The lobby of a host.
#[derive(Clone, Debug, Default)]
pub struct Lobby {
    /// The name of who looks.
    pub me: String,
    /// Whether they may steer.
    pub steers: bool,
    /// Whether they may play.
    pub plays: bool,
    /// Tables.
    pub tables: Vec<LobbyTable>,
    /// How others join.
    pub join: String,
    /// The code by which they come in again, where they have no key.
    pub way_back: Option<String>,
    /// Codes to hand out: what for, and the code.
    pub codes: Vec<(String, String)>,
}

/// A table in the lobby.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word on the screen")]
pub struct LobbyTable {
    /// Its number.
    pub number: u32,
    /// What is played there.
    pub card: Arc<ScenarioCard>,
    /// Seats, playing ones first.
    pub seats: Vec<LobbySeat>,
    /// Whether crew sits in empty seats.
    pub crew: bool,
    /// Whether it counts.
    pub graded: bool,
    /// How far it is.
    pub stage: LobbyStage,
    /// Whether who looks decides for it.
    pub decides: bool,
    /// Whether the drill before can be looked back on.
    pub has_last: bool,
}

/// How far a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LobbyStage {
    /// People choose seats.
    Gathering,
    /// The drill is being laid out.
    Starting,
    /// The drill is at this second.
    Playing(DrillTime),
    /// The drill is over.
    Over,
}

/// A seat in the lobby.
#[derive(Clone, Debug)]
pub struct LobbySeat {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Who sits there.
    pub who: Option<Sitter>,
    /// Whether a program sits there unless somebody does.
    pub program: bool,
    /// Whether it is the one that steers.
    pub steers: bool,
}

/// Somebody in a seat.
#[derive(Clone, Debug)]
pub struct Sitter {
    /// Their name.
    pub name: String,
    /// Whether they are there.
    pub online: bool,
    /// Whether it is who looks.
    pub mine: bool,
}

/// Takes in what the host tells.
pub(crate) fn take(model: &mut Model, msg: HostMsg) {
    match msg {
        HostMsg::Lobby(lobby) => lobby::show(model, *lobby),
        HostMsg::ToLobby => model.rest(),
        HostMsg::Watching(view) => watch(model, view),
        HostMsg::Console(view) => steer(model, view),
        HostMsg::Judged(card) => {
            if let Screen::Console(console) = &mut model.screen {
                console.card = Some(card);
            }
        }
        HostMsg::Offline(names) => match &mut model.screen {
            Screen::Play(play) => play.offline = names,
            Screen::Console(console) => console.offline = names,
            _ => {}
        },
    }
}

fn watch(model: &mut Model, view: Arc<SeatView>) {
    if let Screen::Console(console) = &model.screen {
        model.kept = Some(console.clone());
    }
    // Nobody is paged here: no bell.
    drop(crate::tui::act::show(model, view));
    if let Screen::Play(play) = &mut model.screen {
        play.shoulder = true;
    }
}

/// What who steers sees now. While they look over a shoulder the console is kept up to date.
fn steer(model: &mut Model, view: Arc<FacilitatorView>) {
    match &mut model.screen {
        Screen::Console(console) => console.view = view,
        Screen::Play(play) if play.shoulder && model.kept.is_some() => {
            if let Some(console) = &mut model.kept {
                console.view = view;
            }
        }
        _ => {
            model.help = None;
            model.screen = Screen::Console(Box::new(Console::new(view)));
        }
    }
}
