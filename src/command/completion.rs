//! What may stand where the cursor is. It offers; it never changes a line.

use crate::command::grammar::{Form, Kind, Slot, Spec};
use crate::command::line::{Line, key_of};
use crate::command::reading::{is_lead, lead_key};
use crate::command::table::{commands, find};
use crate::command::vocabulary::{Term, Vocabulary, nearest};
use crate::model::text::Text;

/// Something that may stand at the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is written from [`Completion::start`] up to the cursor.
    pub text: String,
    /// What it is.
    pub note: Text,
    /// The byte of the line where it begins.
    pub start: usize,
}

/// What may stand at byte `cursor` of `line`, best first. Nothing in a message.
#[must_use]
pub fn completions(line: &str, cursor: usize, words: &Vocabulary) -> Vec<Completion> {
    let before = line.get(..cursor).unwrap_or(line);
    let Some(typed) = before.trim_start().strip_prefix('/') else {
        return Vec::new();
    };
    match typed.split_once(char::is_whitespace) {
        None => names(typed, before.len() - typed.len() - 1),
        Some((name, _)) => find(name).map_or_else(Vec::new, |spec| {
            let start = before.len() - typed.len() + name.len();
            Place::of(spec, before, start, words).offers(words)
        }),
    }
}

/// Commands whose name or alias begins like `typed`; the nearest one if none does.
fn names(typed: &str, start: usize) -> Vec<Completion> {
    let typed = typed.to_lowercase();
    let offer =
        |spec: &Spec| Completion { text: format!("/{}", spec.name), note: spec.help(), start };
    let offers: Vec<Completion> = commands()
        .filter(|spec| spec.words().any(|own| own.starts_with(&typed)))
        .map(offer)
        .collect();
    if offers.is_empty() {
        let near = nearest(&typed, commands().flat_map(Spec::words));
        return near.and_then(find).map(offer).into_iter().collect();
    }
    offers
}

/// Where the cursor stands in a command.
struct Place<'a> {
    /// The word under the cursor, up to it.
    typed: &'a str,
    /// Where that begins.
    start: usize,
    /// Slots it may belong to.
    slots: Vec<&'static Slot>,
    /// The words before it, each with its slot.
    said: Vec<(&'static Slot, String)>,
}

impl<'a> Place<'a> {
    fn of(spec: &'static Spec, before: &'a str, start: usize, words: &Vocabulary) -> Self {
        let keys: Vec<&str> = spec.keys().collect();
        let typed_at = last_word(before, start);
        let mut line = Line::new(before.get(..typed_at).unwrap_or_default());
        line.skip(start);
        let mut place = Self {
            typed: before.get(typed_at..).unwrap_or_default(),
            start: typed_at,
            slots: Vec::new(),
            said: Vec::new(),
        };
        let mut in_order = spec.slots.iter().peekable();
        while let Some(slot) = in_order.next_if(|slot| !slot.is_field()) {
            let first = line.peek().to_owned();
            let ended = line.rest().is_empty() || key_of(&first, &keys).is_some();
            match slot.form {
                Form::Lead if !ended && !stands_first(slot, &first, words) => {}
                Form::Text => {
                    let text = line.text_before(&keys);
                    if line.rest().is_empty() {
                        place.slots.push(slot);
                    }
                    place.said.extend(text.map(|word| (slot, word.text)));
                }
                _ if ended => {
                    place.slots.push(slot);
                    if slot.form == Form::Word && slot.needed {
                        return place;
                    }
                }
                _ => match line.word() {
                    Ok(Some(word)) => place.said.push((slot, word.text)),
                    _ => return place,
                },
            }
        }
        place.fields(in_order, line.rest());
        place
    }

    /// The fields that are not there yet.
    fn fields(&mut self, fields: impl Iterator<Item = &'static Slot>, said: &str) {
        for slot in fields {
            let given = slot
                .key()
                .is_some_and(|key| crate::command::line::first_key(said, &[key]).is_some());
            if !given {
                self.slots.push(slot);
            }
        }
    }

    fn offers(&self, words: &Vocabulary) -> Vec<Completion> {
        let mut offers = Vec::new();
        for slot in &self.slots {
            match slot.key() {
                None => offers.extend(self.terms(slot, self.typed, self.start, words)),
                Some(key) => match self.typed.strip_prefix(key).and_then(|t| t.strip_prefix('=')) {
                    Some(value) => {
                        let start = self.start + key.len() + 1;
                        offers.extend(self.terms(slot, value, start, words));
                    }
                    None if format!("{key}=").starts_with(self.typed) => offers.push(Completion {
                        text: format!("{key}="),
                        note: Text::from(slot.example),
                        start: self.start,
                    }),
                    None => {}
                },
            }
        }
        offers
    }

    /// Names for a slot that begin like `typed`, then those that hold it, else the nearest.
    fn terms(&self, slot: &Slot, typed: &str, start: usize, words: &Vocabulary) -> Vec<Completion> {
        let (typed, start) = match (slot.kind, typed.rfind(',')) {
            (Kind::Audiences, Some(comma)) => {
                (typed.get(comma + 1..).unwrap_or_default(), start + comma + 1)
            }
            _ => (typed, start),
        };
        let known = self.known(slot.kind, words);
        let typed = typed.to_lowercase();
        let rank = |term: &Term| term.word.to_lowercase().find(&typed).map(|at| at != 0);
        let mut fit: Vec<(bool, &Term)> =
            known.iter().filter_map(|term| rank(term).map(|later| (later, term))).collect();
        fit.sort_by_key(|(later, _)| *later);
        if fit.is_empty() {
            let near = nearest(&typed, known.iter().map(|term| term.word.as_str()));
            fit.extend(
                known.iter().filter(|term| Some(term.word.as_str()) == near).map(|t| (true, t)),
            );
        }
        let offer = |(_, term): (bool, &Term)| Completion {
            text: term.word.clone(),
            note: Text { en: term.note.clone(), th: None },
            start,
        };
        fit.into_iter().map(offer).collect()
    }

    fn known(&self, kind: Kind, words: &Vocabulary) -> Vec<Term> {
        let ordered = self.said.iter().find(|(slot, _)| slot.kind == Kind::Remedy);
        let remedy = ordered.and_then(|(_, name)| words.remedy(name));
        match (kind, remedy) {
            (Kind::RemedyArgs, Some(remedy)) => remedy.args.clone(),
            (Kind::Target, Some(remedy)) if !remedy.targets.is_empty() => remedy.targets.clone(),
            _ => words.terms(kind),
        }
    }
}

/// Where the word under the cursor begins: after the last white space outside quotes.
fn last_word(before: &str, from: usize) -> usize {
    let mut quoted = false;
    let mut start = before.len();
    let mut gap = true;
    for (at, letter) in before.char_indices().skip_while(|(at, _)| *at < from) {
        quoted ^= letter == '"';
        let space = letter.is_whitespace() && !quoted;
        if gap && !space {
            start = at;
        }
        gap = space;
    }
    if gap { before.len() } else { start }
}

fn stands_first(slot: &Slot, first: &str, words: &Vocabulary) -> bool {
    is_lead(slot.kind, first)
        || lead_key(slot.kind, first).is_some()
        || words.spelling(slot.kind, first).is_some()
}
