//! What people are called on screens: players by the name they gave, everybody else as the story
//! calls them in commands. Names never enter an entry.

use std::collections::BTreeMap;

use crate::content::scenario::SeatBrief;
use crate::journal::{Actor, Envelope, Place};
use crate::model::id::{PersonId, PlayerId, SeatId, Whom};
use crate::model::system::System;

/// Names by which screens and commands call people.
#[derive(Clone, Debug, Default)]
pub struct Names {
    called: BTreeMap<String, String>,
    titles: BTreeMap<String, String>,
    /// Players in the order of the table.
    players: Vec<PlayerId>,
}

impl Names {
    /// The names of a drill.
    #[must_use]
    pub fn new(envelope: &Envelope, roster: &[Place], system: &System) -> Self {
        let mut names = BTreeMap::new();
        for place in roster {
            let given = envelope.names.get(&place.player).map(ToString::to_string);
            let played = place.plays.as_ref().map(ToString::to_string);
            let name = given.or_else(|| played.clone()).unwrap_or(place.player.to_string());
            names.insert(place.player.to_string(), name.clone());
            if let Some(person) = played {
                names.insert(person, name);
            }
        }
        let mut titles = BTreeMap::new();
        for person in system.people.keys() {
            if let Some(team) = system.team_of(person) {
                titles.insert(person.to_string(), team.to_string());
            }
        }
        for (duty, person) in &system.duties {
            titles.insert(person.to_string(), duty.clone());
        }
        for place in roster {
            let seats: Vec<&str> = place.seats.iter().map(SeatId::as_str).collect();
            titles.insert(place.player.to_string(), seats.join(", "));
        }
        let players = roster.iter().map(|place| place.player.clone()).collect();
        Self { called: names, titles, players }
    }

    /// The same, with the persons whom players play by their seats.
    #[must_use]
    pub(super) fn seated(mut self, roster: &[Place], seats: &BTreeMap<SeatId, SeatBrief>) -> Self {
        for place in roster {
            let player = Whom::from(place.player.as_str());
            for seat in &place.seats {
                let Some(person) = seats.get(seat).and_then(|brief| brief.plays.as_ref()) else {
                    continue;
                };
                if self.of(&player) == place.player.as_str() {
                    self.called.insert(player.to_string(), person.to_string());
                }
                let name = self.of(&player);
                self.called.entry(person.to_string()).or_insert(name);
            }
        }
        self
    }

    /// Players in the order of the table.
    pub(super) fn players(&self) -> &[PlayerId] {
        &self.players
    }

    /// Every name that commands may use: players first, then the people nobody plays, who steers last.
    pub(super) fn people(&self, system: &System) -> Vec<String> {
        let player = |own: &PlayerId| self.of(&Whom::from(own.as_str()));
        let steers =
            |own: &&PlayerId| self.titles.get(own.as_str()).is_some_and(|own| own == "facilitator");
        let playing = self.players.iter().filter(|own| !steers(own));
        let mut people: Vec<String> = playing.map(player).collect();
        for person in system.people.keys() {
            let name = self.person(person);
            if !people.contains(&name) {
                people.push(name);
            }
        }
        people.extend(self.players.iter().filter(steers).map(player));
        people
    }

    /// What somebody is called.
    #[must_use]
    pub fn of(&self, whom: &Whom) -> String {
        self.called.get(whom.as_str()).cloned().unwrap_or_else(|| whom.to_string())
    }

    /// What a person of the story is called.
    #[must_use]
    pub fn person(&self, person: &PersonId) -> String {
        self.of(&Whom::from(person.as_str()))
    }

    /// Their duty or team.
    #[must_use]
    pub fn title(&self, whom: &str) -> String {
        self.titles.get(whom).cloned().unwrap_or_default()
    }

    /// Who speaks in the channel.
    #[must_use]
    pub fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Player(player) => self.of(&Whom::from(player.as_str())),
            Actor::Cast(person) => self.person(person),
            Actor::Process => "process".to_owned(),
            Actor::World => "system".to_owned(),
            Actor::Story => "story".to_owned(),
            Actor::Room => "firedrill".to_owned(),
        }
    }

    /// A command's line with players' ids replaced by their names.
    #[must_use]
    pub fn in_line(&self, line: &str) -> String {
        let mut text = line.to_owned();
        for (id, name) in self.called.iter().filter(|(id, _)| is_player(id)) {
            text = replace_word(&text, id, name);
        }
        text
    }
}

fn is_player(id: &str) -> bool {
    id.strip_prefix('p').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Replaces `word` where it stands alone.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let part = |letter: char| letter.is_alphanumeric() || letter == '-' || letter == '_';
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word) {
        let (before, after) = (&rest[..at], &rest[at + word.len()..]);
        let bound = |edge: Option<char>| !edge.is_some_and(part);
        let alone = bound(before.chars().next_back()) && bound(after.chars().next());
        out.push_str(before);
        out.push_str(if alone { by } else { word });
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_words_are_names() {
        assert_eq!(replace_word("/assign comms p1", "p1", "ann"), "/assign comms ann");
        assert_eq!(replace_word("/page p10 p1-x", "p1", "ann"), "/page p10 p1-x");
    }
}
