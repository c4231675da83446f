//! Whose doing an event is when a command leads to it: the player's own, or what the process, the
//! room or the system does because of it.

use crate::journal::{Actor, Event};

/// The actor an event of `actor`'s command, or of the clock, is written down for.
pub(super) fn author(event: &Event, actor: &Actor) -> Actor {
    match event {
        Event::Automated { .. } | Event::Paged { rung: Some(_), .. } => Actor::Process,
        Event::HarmAttributed { .. } | Event::TruthSampled(_) => Actor::World,
        Event::Hinted { .. } | Event::QuestionPut { .. } => Actor::Story,
        Event::Ended { reason } if reason == "minutes" => Actor::Room,
        _ => actor.clone(),
    }
}
