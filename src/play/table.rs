//! Who sits where: the seats of a scenario, shared out among people, programs and crew.
//!
//! There is one seat for each role the process needs at any severity, and one for each seat the
//! scenario speaks of. Who names a seat sits there; the first who names none takes the lead, and
//! further ones the next free seats. Seats left over are the crew's where there is one, else the
//! first player's: who plays alone answers for every role.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::process::Process;
use crate::content::scenario::Scenario;
use crate::journal::{Place, PlayerKind};
use crate::model::id::{PersonId, PlayerId, SeatId, TeamId};
use crate::model::text::DisplayText;

/// The seat of who steers a drill.
pub const FACILITATOR: &str = "facilitator";
/// The seat of who only watches.
pub const OBSERVER: &str = "observer";

/// Somebody who comes to the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comer {
    /// Their name.
    pub name: DisplayText,
    /// The seat they want; the first free one where they say none.
    pub seat: Option<SeatId>,
    /// A person or a program.
    pub kind: PlayerKind,
}

/// A table that was laid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Who sits where.
    pub roster: Vec<Place>,
    /// Names of people and programs.
    pub names: BTreeMap<PlayerId, DisplayText>,
}

/// The playing seats of a scenario, the one in command first.
#[must_use]
pub fn seats(scenario: &Scenario, process: &Process) -> Vec<SeatId> {
    let roles = process.roles.iter();
    let short = |name: &str| process.role(name).map(|role| role.short.clone());
    let mut seats: Vec<SeatId> = roles
        .filter(|role| !role.needed.is_empty() || has_seat(scenario, &role.short))
        .map(|role| SeatId::from(role.short.as_str()))
        .collect();
    for seat in scenario.seats.keys() {
        let seat = short(seat.as_str()).map_or_else(|| seat.clone(), SeatId::from);
        if !seats.contains(&seat) {
            seats.push(seat);
        }
    }
    seats
}

fn has_seat(scenario: &Scenario, short: &str) -> bool {
    scenario.seats.keys().any(|seat| seat.as_str() == short)
}

/// Lays the table. `crew` is the skill profile of colleagues in the seats nobody takes.
///
/// # Errors
/// A sentence when a seat is not of this scenario, or is taken twice.
pub fn lay(
    scenario: &Scenario,
    process: &Process,
    comers: &[Comer],
    crew: Option<&str>,
) -> Result<Table, String> {
    let seats = seats(scenario, process);
    let mut free: Vec<SeatId> = seats.clone();
    let mut table = Table::default();
    let named = |seat: &SeatId| {
        let short = process.role(seat.as_str()).map(|role| role.short.clone());
        short.map_or_else(|| seat.clone(), SeatId::from)
    };
    for (number, comer) in (1..).zip(comers) {
        let seat = match comer.seat.as_ref().map(named) {
            Some(seat) if is_apart(&seat) => Some(seat),
            Some(seat) if !seats.contains(&seat) => {
                let list: Vec<&str> = seats.iter().map(SeatId::as_str).collect();
                let list = list.join(", ");
                return Err(format!(
                    "no seat is called `{seat}`; there are {list}, facilitator, observer"
                ));
            }
            Some(seat) if !free.contains(&seat) => {
                return Err(format!("the seat `{seat}` is taken twice; give each its own"));
            }
            Some(seat) => Some(seat),
            None => free.iter().find(|seat| !is_wanted(seat, comers, &named)).cloned(),
        };
        let Some(seat) = seat else {
            return Err(format!(
                "there is no seat left for {}; {} play here",
                comer.name,
                seats.len()
            ));
        };
        free.retain(|own| *own != seat);
        let player = PlayerId::from(format!("p{number}"));
        table.names.insert(player.clone(), comer.name.clone());
        table.roster.push(Place {
            player,
            seats: vec![seat],
            plays: None,
            kind: comer.kind.clone(),
        });
    }
    share_out(&mut table, free, crew);
    cast(&mut table, scenario);
    Ok(table)
}

fn is_apart(seat: &SeatId) -> bool {
    matches!(seat.as_str(), FACILITATOR | OBSERVER)
}

fn is_wanted(seat: &SeatId, comers: &[Comer], named: &impl Fn(&SeatId) -> SeatId) -> bool {
    comers.iter().filter_map(|comer| comer.seat.as_ref()).any(|own| named(own) == *seat)
}

/// Seats nobody took: the crew's, or the first player's.
fn share_out(table: &mut Table, free: Vec<SeatId>, crew: Option<&str>) {
    let first = table.roster.iter_mut().find(|place| !place.seats.iter().any(is_apart));
    if let (None, Some(first)) = (crew, first) {
        first.seats.extend(free);
        return;
    }
    let profile = crew.unwrap_or("mid");
    for seat in free {
        let player = PlayerId::from(format!("p{}", table.roster.len() + 1));
        let kind = PlayerKind::Crew(profile.to_owned());
        table.roster.push(Place { player, seats: vec![seat], plays: None, kind });
    }
}

/// Whom everybody plays: as the scenario says of their seat; crew besides one of the lead's team
/// whom nobody plays, so that they have a name.
fn cast(table: &mut Table, scenario: &Scenario) {
    let mut taken: BTreeSet<PersonId> = BTreeSet::new();
    for place in &mut table.roster {
        let of_seat = |seat: &SeatId| scenario.seats.get(seat)?.plays.clone();
        place.plays = place.seats.iter().find_map(of_seat);
        taken.extend(place.plays.clone());
    }
    let system = &scenario.system;
    let lead = table.roster.first().and_then(|place| place.plays.as_ref());
    let team = lead.and_then(|person| system.team_of(person)).or_else(|| most_paged(scenario));
    let people = team.and_then(|team| system.teams.get(team));
    for place in &mut table.roster {
        if place.plays.is_none() && matches!(place.kind, PlayerKind::Crew(_)) {
            let free = people.and_then(|team| {
                let on_call = team.on_call.first();
                let apart = |person: &&PersonId| {
                    !taken.contains(*person)
                        && Some(*person) != on_call
                        && Some(*person) != team.lead.as_ref()
                };
                team.people.iter().find(apart)
            });
            place.plays = free.cloned();
            taken.extend(place.plays.clone());
        }
    }
}

/// The team that most alert rules page.
fn most_paged(scenario: &Scenario) -> Option<&TeamId> {
    let alerts = scenario.system.alerts.values();
    let mut counts: BTreeMap<&TeamId, usize> = BTreeMap::new();
    alerts.filter_map(|alert| alert.pages.as_ref()).for_each(|team| {
        *counts.entry(team).or_insert(0) += 1;
    });
    let best = counts.values().max().copied()?;
    counts.into_iter().find(|(_, count)| *count == best).map(|(team, _)| team)
}
