//! A person taken out of a journal: the name, and what they wrote in their own words. What happened
//! stays, and with it the score; the journal cannot be run again.

use crate::journal::{Actor, Entry, Event, InjectForm, Journal};
use crate::model::id::PlayerId;
use crate::model::text::{DisplayText, Text};

/// What stands in the place of a name.
pub const SOMEBODY: &str = "somebody";
/// `#inc-2026-11-24` of a channel's name: what follows was made from a title.
const CHANNEL_DATE: usize = 15;

impl Journal {
    /// Takes out whoever is called `name`, whatever the case of the letters; whether anybody was.
    pub fn forget(&mut self, name: &str) -> bool {
        let wanted = name.to_lowercase();
        let names = &mut self.header.envelope.names;
        let theirs: Vec<PlayerId> = names
            .iter()
            .filter(|(_, own)| own.as_str().to_lowercase() == wanted)
            .map(|(player, _)| player.clone())
            .collect();
        for player in &theirs {
            names.insert(player.clone(), DisplayText::from(SOMEBODY));
        }
        if theirs.is_empty() {
            return false;
        }
        self.header.envelope.forgotten = true;
        let titles = titles(&self.entries, &theirs);
        for entry in &mut self.entries {
            let by_them = matches!(&entry.by, Actor::Player(by) if theirs.contains(by));
            let seq = entry.seq;
            for text in texts(entry, &theirs) {
                if by_them && !text.is_empty() {
                    // A number tells texts apart, which is judged as noise where they are alike.
                    *text = DisplayText::from(format!("(removed {seq})"));
                } else {
                    *text = without(text, name, &titles);
                }
            }
        }
        true
    }
}

/// What they named incidents by, as it stands in machines' texts.
fn titles(entries: &[Entry], theirs: &[PlayerId]) -> Vec<String> {
    let title = |entry: &Entry| match (&entry.by, &entry.event) {
        (Actor::Player(by), Event::Declared { title, channel, .. }) if theirs.contains(by) => {
            let tail = channel.get(CHANNEL_DATE..).unwrap_or_default();
            Some([title.as_str().to_owned(), tail.to_owned()])
        }
        _ => None,
    };
    let all = entries.iter().filter_map(title).flatten();
    all.filter(|own| own.chars().count() > 2).collect()
}

/// Texts of an entry that may hold what they wrote, or their name; what machines made of their
/// words, a refusal's sentence and a channel's name, is taken out here.
fn texts<'a>(entry: &'a mut Entry, theirs: &[PlayerId]) -> Vec<&'a mut DisplayText> {
    let by_them = matches!(&entry.by, Actor::Player(by) if theirs.contains(by));
    match &mut entry.event {
        Event::Given(command) => command.texts_mut(),
        Event::Refused { line, refusal } => {
            if by_them {
                refusal.says = Text::from("(removed)");
            }
            vec![line]
        }
        Event::Paged { why: text, .. }
        | Event::SeverityChanged { why: text, .. }
        | Event::StatusChanged { note: text, .. }
        | Event::Closed { reason: text, .. }
        | Event::Assigned { brief: Some(text), .. }
        | Event::StepMarked { why: text, .. }
        | Event::Automated { says: text, .. } => vec![text],
        Event::Declared { title, channel, .. } => {
            if by_them {
                *channel = channel.chars().take(CHANNEL_DATE).collect();
            }
            vec![title]
        }
        Event::Updated { update, .. } => vec![&mut update.doing, &mut update.text],
        Event::Asked { says, .. } if by_them => both(says),
        Event::Shown(shown) if shown.inject.is_none() => match &mut shown.form {
            InjectForm::News { says }
            | InjectForm::Message { says, .. }
            | InjectForm::Call { says, .. }
            | InjectForm::Ticket { says, .. } => both(says),
            InjectForm::Log { .. } | InjectForm::Alert => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn both(text: &mut Text) -> Vec<&mut DisplayText> {
    std::iter::once(&mut text.en).chain(text.th.as_mut()).collect()
}

/// A text of somebody else without a name, where it stands as a word, and without these titles.
fn without(text: &DisplayText, name: &str, titles: &[String]) -> DisplayText {
    let mut left = text.as_str().to_owned();
    for title in titles {
        left = left.replace(title.as_str(), "(removed)");
    }
    let lower = left.to_lowercase();
    let wanted = name.to_lowercase();
    // Lower case of another length would shift the places: such a text is left as it is.
    if lower.len() != left.len() || wanted.is_empty() {
        return DisplayText::from(left);
    }
    let edge = |at: Option<char>| at.is_none_or(|letter| !letter.is_alphanumeric());
    let mut out = String::new();
    let mut from = 0;
    for (at, found) in lower.match_indices(&wanted) {
        let end = at + found.len();
        let before = left.get(..at).and_then(|own| own.chars().next_back());
        let after = left.get(end..).and_then(|own| own.chars().next());
        if edge(before) && edge(after) {
            out.push_str(left.get(from..at).unwrap_or_default());
            out.push_str(SOMEBODY);
            from = end;
        }
    }
    out.push_str(left.get(from..).unwrap_or_default());
    DisplayText::from(out)
}
