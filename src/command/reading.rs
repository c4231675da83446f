//! A line to a command: which row of the table it is, what stands in its slots. It never asks
//! whether what is named exists, or whether it is allowed.

use std::vec;

use crate::command::grammar::{Form, Kind, Slot, Spec};
use crate::command::line::{Line, Unclosed, Word, key_of};
use crate::command::mistake::Mistake;
use crate::command::table::{commands, find};
use crate::command::value::{Typed, Value};
use crate::command::vocabulary::{Vocabulary, nearest};
use crate::command::{Command, LINE_MAX};
use crate::model::id::IncidentId;
use crate::model::text::DisplayText;

/// Reads a line that somebody typed.
pub(super) fn typed(line: &str, words: Option<&Vocabulary>) -> Result<Command, Mistake> {
    match line.char_indices().nth(LINE_MAX) {
        Some((at, _)) => Err(Mistake::too_long(at, line.chars().count(), LINE_MAX)),
        None => read(line, words),
    }
}

/// Reads a line of any length.
pub(super) fn read(text: &str, words: Option<&Vocabulary>) -> Result<Command, Mistake> {
    let mut line = Line::new(text);
    if line.at() == text.len() {
        return Err(Mistake::empty());
    }
    let at = line.at();
    let Some(word) = line.peek().strip_prefix('/') else {
        return Ok(Command::Say(DisplayText::from(text.trim())));
    };
    let Some(spec) = find(word) else {
        let known = commands().flat_map(Spec::words);
        return Err(Mistake::no_command(at, word, nearest(word, known)));
    };
    line.skip(word.len() + 1);
    let given = fill(spec, &mut line, words)?;
    let mut said = Said { spec, given: given.into_iter(), end: text.len() };
    (spec.read)(&mut said)
}

/// What stood in the slots of a line, taken one after another.
pub(super) struct Said<'a> {
    spec: &'a Spec,
    given: vec::IntoIter<(&'static Slot, Option<Word>)>,
    end: usize,
}

impl Said<'_> {
    /// The value of the next slot.
    pub(super) fn take<T: Value>(&mut self) -> Result<T, Mistake> {
        match self.given.next() {
            Some((slot, Some(word))) => {
                let clean = match slot.kind {
                    Kind::Text => DisplayText::from(word.text),
                    _ => DisplayText::one_line(&word.text),
                };
                let key = match slot.form {
                    Form::Key(key) => format!("{key}="),
                    _ => String::new(),
                };
                T::read(&Typed { text: clean.as_str(), at: word.at, key: &key })
            }
            Some((slot, None)) if slot.needed => Err(Mistake::missing(self.end, self.spec, slot)),
            _ => T::left_out().ok_or_else(|| Mistake::nothing_more(self.end, self.spec, "")),
        }
    }
}

/// The highest speed, in drill-seconds a second.
const SPEED_MAX: u32 = 60;

impl Said<'_> {
    /// The speed of the clock.
    pub(super) fn speed(&mut self) -> Result<u32, Mistake> {
        let at = self.given.as_slice().first().and_then(|(_, word)| word.as_ref()).map(|w| w.at);
        let speed: u32 = self.take()?;
        if (1..=SPEED_MAX).contains(&speed) {
            return Ok(speed);
        }
        let works = ("1 to 60", "1 ถึง 60");
        Err(Mistake::value(
            at.unwrap_or(self.end),
            &speed.to_string(),
            "a speed of the clock",
            works,
        ))
    }
}

type Filled = Vec<(&'static Slot, Option<Word>)>;

/// Sorts the words of a line into the slots of its command.
fn fill(
    spec: &'static Spec,
    line: &mut Line<'_>,
    words: Option<&Vocabulary>,
) -> Result<Filled, Mistake> {
    let keys: Vec<&str> = spec.keys().collect();
    let mut filled: Filled = Vec::with_capacity(spec.slots.len());
    for slot in spec.slots {
        let word = match slot.form {
            Form::Lead => lead(slot, line, words)?,
            Form::Word if key_of(line.peek(), &keys).is_some() => None,
            Form::Word if slot.kind == Kind::Audiences => list(line, &keys)?,
            Form::Word => word(line)?,
            Form::Text => line.text_before(&keys),
            Form::Key(_) | Form::LastKey(_) => None,
        };
        filled.push((slot, word.map(|word| in_its_case(slot, word, words))));
    }
    fields(spec, &keys, line, &mut filled, words)?;
    Ok(filled)
}

fn word(line: &mut Line<'_>) -> Result<Option<Word>, Mistake> {
    line.word().map_err(|Unclosed(at)| Mistake::unclosed(at))
}

/// Reads names with commas between them, also where white space follows a comma.
fn list(line: &mut Line<'_>, keys: &[&str]) -> Result<Option<Word>, Mistake> {
    let mut names = word(line)?;
    while let Some(own) = names.as_mut().filter(|own| own.text.ends_with(',')) {
        if key_of(line.peek(), keys).is_some() {
            break;
        }
        let Some(more) = word(line)? else { break };
        own.text.push_str(&more.text);
    }
    Ok(names)
}

/// Reads the first word if it is written like what may stand first.
fn lead(
    slot: &Slot,
    line: &mut Line<'_>,
    words: Option<&Vocabulary>,
) -> Result<Option<Word>, Mistake> {
    let first = line.peek();
    if let Some(length) = lead_key(slot.kind, first) {
        line.skip(length);
        return word(line);
    }
    let known = words.is_some_and(|words| words.spelling(slot.kind, first).is_some());
    if known || is_lead(slot.kind, first) { word(line) } else { Ok(None) }
}

/// The bytes of `severity=`, by which a severity stands first however it is written.
pub(super) fn lead_key(kind: Kind, first: &str) -> Option<usize> {
    (kind == Kind::Severity && first.starts_with(SEVERITY_KEY)).then_some(SEVERITY_KEY.len())
}

/// Before a severity that is not written like `sev2`.
pub(super) const SEVERITY_KEY: &str = "severity=";

/// Whether a bare first word is told to be an incident or a severity by how it is written.
pub(super) fn is_lead(kind: Kind, first: &str) -> bool {
    match kind {
        Kind::Incident => first.parse::<IncidentId>().is_ok(),
        Kind::Severity => {
            let (head, number) = first.split_at_checked(3).unwrap_or_default();
            let number = number.strip_prefix('-').unwrap_or(number);
            let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            head.eq_ignore_ascii_case("sev") && digits
        }
        _ => false,
    }
}

/// Reads the fields that follow what has its place by order.
fn fields(
    spec: &'static Spec,
    keys: &[&str],
    line: &mut Line<'_>,
    filled: &mut Filled,
    words: Option<&Vocabulary>,
) -> Result<(), Mistake> {
    while line.at() < line.length() {
        let at = line.at();
        let bare = line.peek();
        let Some((key, _)) = bare.split_once('=').filter(|(key, _)| is_key(key)) else {
            return Err(if keys.is_empty() {
                Mistake::nothing_more(at, spec, bare)
            } else {
                Mistake::stands_alone(at, spec, bare)
            });
        };
        let Some((slot, place)) = filled.iter_mut().find(|(slot, _)| slot.key() == Some(key))
        else {
            return Err(Mistake::no_key(at, spec, key, nearest(key, keys.iter().copied())));
        };
        if place.is_some() {
            return Err(Mistake::twice(at, key));
        }
        line.skip(key.len() + 1);
        let value = match slot.form {
            Form::LastKey(_) => line.text_before(&[]),
            _ if line.unread().starts_with(char::is_whitespace) => None,
            _ => word(line)?,
        };
        *place = value.map(|word| in_its_case(slot, word, words));
    }
    Ok(())
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// Names are told apart without their case, and kept in the drill's.
fn in_its_case(slot: &Slot, mut word: Word, words: Option<&Vocabulary>) -> Word {
    let Some(words) = words else {
        return word;
    };
    match slot.kind {
        Kind::Text | Kind::RemedyArgs => {}
        Kind::Audiences => {
            let names = word
                .text
                .split(',')
                .map(|name| words.spelling(slot.kind, name).unwrap_or_else(|| name.to_owned()));
            word.text = names.collect::<Vec<_>>().join(",");
        }
        kind => word.text = words.spelling(kind, &word.text).unwrap_or(word.text),
    }
    word
}
