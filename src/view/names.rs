//! What people are called on screens: players by the name they gave, everybody else as the story
//! calls them in commands. Names never enter an entry.

use std::collections::BTreeMap;

use crate::journal::{Actor, Envelope, Place};
use crate::model::id::{PersonId, Whom};
use crate::model::system::System;

/// Names by which screens and commands call people.
#[derive(Clone, Debug, Default)]
pub struct Names {
    names: BTreeMap<String, String>,
    titles: BTreeMap<String, String>,
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
        Self { names, titles }
    }

    /// What somebody is called.
    #[must_use]
    pub fn of(&self, whom: &Whom) -> String {
        self.names.get(whom.as_str()).cloned().unwrap_or_else(|| whom.to_string())
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
        for (id, name) in self.names.iter().filter(|(id, _)| is_player(id)) {
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
