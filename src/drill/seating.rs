//! Who sits where, whom they play, and whom a typed name means. It changes nothing and knows no
//! rule but this one, of who is on call:
//!
//! A player plays the person of their place and the persons of all their seats, as the scenario
//! says. If by that nobody at the table is first on call for any team, the player in the seat of
//! the first role (the lead) is also the first on call of the team that most alert rules page.
//! Pages to a person somebody plays go to that player and wait for `/ack`.

use std::collections::{BTreeMap, BTreeSet};

use crate::command::vocabulary::nearest;
use crate::content::process::Process;
use crate::content::scenario::Scenario;
use crate::journal::{Place, PlayerKind};
use crate::model::id::{Permission, PersonId, PlayerId, TeamId, Whom};
use crate::model::system::System;

/// The seat of who steers the drill.
pub(super) const FACILITATOR: &str = "facilitator";
/// The seat of who only watches.
const OBSERVER: &str = "observer";

/// The table.
#[derive(Clone, Debug)]
pub(super) struct Seating {
    places: Vec<Place>,
    plays: BTreeMap<PersonId, PlayerId>,
    /// What may be typed, in lower case, and whom it means.
    names: BTreeMap<String, Whom>,
    /// The name by which a player or person is spoken of.
    shown: BTreeMap<Whom, String>,
}

impl Seating {
    pub(super) fn new(
        scenario: &Scenario,
        process: &Process,
        roster: &[Place],
        names: &BTreeMap<String, PlayerId>,
    ) -> Self {
        let plays = plays(scenario, process, roster);
        let mut seating =
            Self { places: roster.to_vec(), plays, names: BTreeMap::new(), shown: BTreeMap::new() };
        seating.learn(&scenario.system, names);
        seating
    }

    /// Learns every name, those that win last.
    fn learn(&mut self, system: &System, names: &BTreeMap<String, PlayerId>) {
        for (id, team) in &system.teams {
            if let Some(first) = team.on_call.first().or_else(|| team.people.first()) {
                for name in [id.to_string(), format!("on-call-{id}"), format!("{id}-on-call")] {
                    self.name(&name, first);
                }
            }
            if let Some(lead) = &team.lead {
                self.name(&format!("{id}-lead"), lead);
                self.name(&format!("lead-{id}"), lead);
            }
        }
        for (duty, person) in &system.duties {
            self.name(duty, person);
        }
        for (id, person) in &system.people {
            self.name(person.name.en.as_str(), id);
            if let Some(thai) = &person.name.th {
                self.name(thai.as_str(), id);
            }
        }
        for id in system.people.keys() {
            self.name(id.as_str(), id);
            self.shown.insert(Whom::from(id.as_str()), id.to_string());
        }
        for place in &self.places {
            let whom = Whom::from(place.player.as_str());
            let played = place.plays.as_ref().map(ToString::to_string);
            self.shown.insert(whom.clone(), played.unwrap_or_else(|| place.player.to_string()));
            self.names.insert(place.player.to_string(), whom.clone());
            for seat in place.seats.iter().filter(|seat| seat.as_str() == FACILITATOR) {
                self.names.insert(seat.to_string(), whom.clone());
            }
        }
        for (name, player) in names {
            let whom = Whom::from(player.as_str());
            self.shown.insert(whom.clone(), name.clone());
            self.names.insert(name.to_lowercase(), whom);
        }
    }

    fn name(&mut self, name: &str, person: &PersonId) {
        let whom = self.whom(person);
        self.names.insert(name.to_lowercase(), whom);
    }

    /// The player who plays a person, or the person.
    pub(super) fn whom(&self, person: &PersonId) -> Whom {
        match self.plays.get(person) {
            Some(player) => Whom::from(player.as_str()),
            None => Whom::from(person.as_str()),
        }
    }

    /// Whom a typed name means: a player, or a person nobody plays.
    pub(super) fn resolve(&self, typed: &str) -> Option<&Whom> {
        self.names.get(typed.trim_start_matches('@').to_lowercase().as_str())
    }

    /// The known name nearest to what was typed.
    pub(super) fn near(&self, typed: &str) -> Option<&str> {
        nearest(typed, self.names.keys().map(String::as_str))
    }

    /// The name to speak of somebody by.
    pub(super) fn shown<'a>(&'a self, whom: &'a Whom) -> &'a str {
        self.shown.get(whom).map_or(whom.as_str(), String::as_str)
    }

    pub(super) fn place(&self, player: &str) -> Option<&Place> {
        self.places.iter().find(|place| place.player.as_str() == player)
    }

    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    /// Whether this is a player's id.
    pub(super) fn is_player(&self, whom: &Whom) -> bool {
        self.place(whom.as_str()).is_some()
    }

    pub(super) fn is_facilitator(&self, player: &PlayerId) -> bool {
        self.sits(player, FACILITATOR)
    }

    /// Whether a player holds a playing seat.
    pub(super) fn is_playing(&self, player: &PlayerId) -> bool {
        let watches = |seat: &str| seat == FACILITATOR || seat == OBSERVER;
        let place = self.place(player.as_str());
        place.is_some_and(|place| place.seats.iter().any(|seat| !watches(seat.as_str())))
    }

    fn sits(&self, player: &PlayerId, seat: &str) -> bool {
        let place = self.place(player.as_str());
        place.is_some_and(|place| place.seats.iter().any(|own| own.as_str() == seat))
    }

    /// Whether there is nobody to steer the drill but who plays it.
    pub(super) fn steers_itself(&self) -> bool {
        !self.places.iter().any(|place| self.is_facilitator(&place.player))
    }

    /// Who sits in a seat.
    pub(super) fn in_seat(&self, seat: &str) -> Option<&PlayerId> {
        self.places
            .iter()
            .find(|p| p.seats.iter().any(|own| own.as_str() == seat))
            .map(|p| &p.player)
    }

    /// Everybody a player plays.
    pub(super) fn persons_of<'a>(&'a self, player: &'a str) -> impl Iterator<Item = &'a PersonId> {
        self.plays.iter().filter(move |(_, own)| own.as_str() == player).map(|(person, _)| person)
    }

    /// Whether a player's persons have a permission.
    pub(super) fn may(&self, system: &System, player: &PlayerId, needs: &Permission) -> bool {
        self.persons_of(player.as_str())
            .filter_map(|person| system.people.get(person))
            .any(|person| person.permissions.contains(needs))
    }

    /// People who can be written to without a page: those of the teams that players belong to.
    pub(super) fn colleagues(&self, system: &System) -> BTreeSet<PersonId> {
        let played = |people: &[PersonId]| people.iter().any(|p| self.plays.contains_key(p));
        let teams = system.teams.values().filter(|team| played(&team.people));
        teams.flat_map(|team| team.people.iter().cloned()).collect()
    }

    /// Every word that means somebody, for completion and correction.
    pub(super) fn words(&self) -> impl Iterator<Item = (&str, &Whom)> {
        self.names.iter().map(|(name, whom)| (name.as_str(), whom))
    }
}

/// Who plays whom; see the rule on top.
fn plays(scenario: &Scenario, process: &Process, roster: &[Place]) -> BTreeMap<PersonId, PlayerId> {
    let mut plays = BTreeMap::new();
    for place in roster {
        let by_seat =
            place.seats.iter().filter_map(|seat| scenario.seats.get(seat)?.plays.as_ref());
        for person in place.plays.iter().chain(by_seat) {
            plays.entry(person.clone()).or_insert_with(|| place.player.clone());
        }
    }
    let system = &scenario.system;
    let first = |team: &TeamId| system.teams.get(team).and_then(|team| team.on_call.first());
    let on_call = system.teams.keys().filter_map(first).any(|person| plays.contains_key(person));
    if !on_call
        && let Some(player) = first_player(process, roster)
        && let Some(person) = most_paged(system).and_then(first)
    {
        plays.insert(person.clone(), player.clone());
    }
    plays
}

/// Who sits in the seat of the first role, else the first person at the table.
fn first_player<'a>(process: &Process, roster: &'a [Place]) -> Option<&'a PlayerId> {
    let seat = process.roles.first().map(|role| role.short.as_str());
    let leads = |place: &&Place| place.seats.iter().any(|own| Some(own.as_str()) == seat);
    let person = |place: &&Place| place.kind == PlayerKind::Person;
    let place = roster.iter().find(leads).or_else(|| roster.iter().find(person));
    place.map(|place| &place.player)
}

/// The team that most alert rules page; the first by name among equals.
fn most_paged(system: &System) -> Option<&TeamId> {
    let count = |team: &TeamId| {
        system.alerts.values().filter(|alert| alert.pages.as_ref() == Some(team)).count()
    };
    let best = system.teams.keys().map(count).max().filter(|most| *most > 0)?;
    system.teams.keys().find(|team| count(team) == best)
}
