//! Everybody who plays: what they did last, how busy they are, what was refused to them.

use std::collections::{BTreeMap, VecDeque};

use crate::command::Command;
use crate::journal::{Actor, Entry, Event, Place, PlayerKind};
use crate::model::id::{PlayerId, SeatId, Whom};
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::view::facilitator::{Counts, SeatRow};
use crate::view::{SeatFold, people};

/// Commands within so many seconds say how busy somebody is.
const BUSY_S: u32 = 300;

/// Whether a place is one that plays.
pub(super) fn plays(place: &Place) -> bool {
    let apart = |seat: &SeatId| matches!(seat.as_str(), "facilitator" | "observer");
    !place.seats.iter().all(apart)
}

/// The fold.
#[derive(Debug)]
pub(super) struct Seats {
    places: Vec<(PlayerId, String, bool)>,
    did: BTreeMap<PlayerId, (DrillTime, String)>,
    recent: BTreeMap<PlayerId, VecDeque<DrillTime>>,
    refused: Counts,
    refusal: BTreeMap<PlayerId, Text>,
    hints: Counts,
}

impl Seats {
    pub(super) fn new(roster: &[Place]) -> Self {
        let place = |place: &Place| {
            let seats: Vec<&str> = place.seats.iter().map(SeatId::as_str).collect();
            let machine = place.kind != PlayerKind::Person;
            (place.player.clone(), seats.join("+"), machine)
        };
        Self {
            places: roster.iter().filter(|own| plays(own)).map(place).collect(),
            did: BTreeMap::new(),
            recent: BTreeMap::new(),
            refused: Counts::new(),
            refusal: BTreeMap::new(),
            hints: Counts::new(),
        }
    }

    pub(super) fn apply(&mut self, entry: &Entry, team: &SeatFold) {
        let Actor::Player(player) = &entry.by else { return };
        match &entry.event {
            Event::Given(command) => {
                if *command == Command::Hint {
                    *self.hints.entry(player.clone()).or_default() += 1;
                }
                let line = match command {
                    Command::Say(text) => text.to_string(),
                    command => team.names.in_line(&command.to_string()),
                };
                self.did.insert(player.clone(), (entry.at, line));
                self.recent.entry(player.clone()).or_default().push_back(entry.at);
            }
            Event::Refused { refusal, .. } => {
                *self.refused.entry(player.clone()).or_default() += 1;
                self.refusal.insert(player.clone(), refusal.says.clone());
            }
            _ => {}
        }
    }

    pub(super) fn rows(&mut self, team: &SeatFold, now: DrillTime) -> Vec<SeatRow> {
        for recent in self.recent.values_mut() {
            while recent.front().is_some_and(|at| now.since(*at) > BUSY_S) {
                recent.pop_front();
            }
        }
        let row = |(player, seats, machine): &(PlayerId, String, bool)| SeatRow {
            player: player.clone(),
            seats: seats.clone(),
            who: team.names.of(&Whom::from(player.as_str())),
            machine: *machine,
            roles: people::roles_of(&team.incidents, player).join("+"),
            did: self.did.get(player).cloned(),
            busy: self.recent.get(player).map_or(0, |own| u32::try_from(own.len()).unwrap_or(0)),
            refused: self.refused.get(player).copied().unwrap_or(0),
            refusal: self.refusal.get(player).cloned(),
            hints: self.hints.get(player).copied().unwrap_or(0),
        };
        self.places.iter().map(row).collect()
    }
}
