//! Forms: fields that write a command. They decide nothing; what they write is what a player
//! could type.

mod draw;
mod open;
mod write;

use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::keys::FormKind;
use crate::tui::words::Word;

pub(crate) use draw::{draw, height, hit, window};
pub(crate) use open::{both, both_with, effect, open};

/// A form being filled.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    /// Which.
    pub(crate) kind: FormKind,
    /// What it is about where there are several: the question, the step.
    pub(crate) about: String,
    /// Its title.
    pub(crate) title: Word,
    /// Its fields.
    pub(crate) entries: Vec<Entry>,
    /// Its buttons after the fields; the first one sends.
    pub(crate) buttons: Vec<Button>,
    /// The field or button that has the keys.
    pub(crate) at: usize,
    /// When it was opened.
    pub(crate) opened: DrillTime,
    /// Whether anything in it was changed by hand.
    pub(crate) edited: bool,
    /// Whether the clock stands.
    pub(crate) stands: bool,
    /// Whether the incident is resolved.
    pub(crate) over: bool,
    /// Audiences that are another's to tell, with the role and who holds it.
    pub(crate) reserved: Vec<(String, String, String)>,
    /// Names that only people inside know.
    pub(crate) internal: Vec<String>,
    /// Audiences that are outside.
    pub(crate) outside: Vec<String>,
    /// Why what it wrote was refused.
    pub(crate) refused: Option<Text>,
    /// What is asked once before it is sent, where its effect is dear.
    pub(crate) asks: Option<Text>,
}

/// A field of a form.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// What it fills.
    pub(crate) part: Part,
    /// What it is called.
    pub(crate) label: Word,
    /// What is in it.
    pub(crate) input: Input,
    /// What helps to fill it: rows under it.
    pub(crate) notes: Vec<Text>,
}

/// A part of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// Title, task, text of a note, question, answer: what is said.
    Says,
    /// Severity, status, role, service, remedy: what is meant.
    What,
    /// Whom or on what.
    Whom,
    /// Why, note, brief.
    Why,
    /// Audiences.
    Audience,
    /// Scope.
    Scope,
    /// Effect.
    Effect,
    /// Doing.
    Doing,
    /// Next word.
    Next,
    /// Arguments of a remedy.
    Args,
    /// Priority.
    Priority,
    /// Due date.
    Due,
    /// Only shown.
    About,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(crate) enum Input {
    /// Text; rows it may take.
    Text(Field, usize),
    /// One of several; whether each stands on its own row.
    One {
        /// What may be chosen.
        options: Vec<Choice>,
        /// Which is.
        at: usize,
        /// One below another.
        tall: bool,
        /// The letters typed so far to choose one.
        typed: String,
    },
    /// Any of several.
    Many {
        /// What may be chosen, and whether it is.
        options: Vec<(Choice, bool)>,
        /// Which has the keys.
        at: usize,
    },
    /// Nothing to fill: rows that help.
    Shown,
}

/// Something that may be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice {
    /// As the command writes it.
    pub(crate) value: String,
    /// What it means.
    pub(crate) note: Text,
}

/// A button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Button {
    /// What it says.
    pub(crate) label: Word,
    /// What it does.
    pub(crate) does: Press,
}

/// What a button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Press {
    /// Sends.
    Send,
    /// Leaves; the draft stays.
    Leave,
    /// Empties the form.
    Discard,
    /// Fills the text from the next template of the process.
    Template,
    /// Fills the fields from the update before.
    CopyLast,
    /// Opens another form in its place.
    Instead(FormKind),
}

/// What stands at a cell of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    /// A field.
    Field(usize),
    /// An option of a field.
    Option(usize, usize),
    /// A button.
    Button(Press),
}

impl Choice {
    /// A choice without a note.
    pub(crate) fn plain(value: &str) -> Self {
        Self { value: value.to_owned(), note: Text::default() }
    }

    /// A choice with what it means.
    pub(crate) fn noted(value: &str, note: &Text) -> Self {
        Self { value: value.to_owned(), note: note.clone() }
    }
}

impl Form {
    /// Stops of the form: fields that can be filled, then buttons.
    fn stops(&self) -> usize {
        self.entries.len() + self.buttons.len()
    }

    /// The field that has the keys.
    pub(crate) fn entry(&self) -> Option<&Entry> {
        self.entries.get(self.at)
    }

    fn entry_mut(&mut self) -> Option<&mut Entry> {
        self.entries.get_mut(self.at)
    }

    /// The button that has the keys.
    pub(crate) fn button(&self) -> Option<Button> {
        self.buttons.get(self.at.checked_sub(self.entries.len())?).copied()
    }

    /// Goes to the next stop, or the one before.
    pub(crate) fn go(&mut self, on: bool) {
        let stops = self.stops().max(1);
        for _ in 0..stops {
            self.at = if on { (self.at + 1) % stops } else { (self.at + stops - 1) % stops };
            let shown = self.entry().is_some_and(|entry| matches!(entry.input, Input::Shown));
            if !shown {
                break;
            }
        }
    }

    /// The stop of the button that sends.
    pub(crate) fn go_to_send(&mut self) {
        self.at = self.entries.len();
    }

    /// The field of a part.
    pub(crate) fn go_to(&mut self, part: Part) {
        let found = self.entries.iter().position(|entry| entry.part == part);
        self.at = found.unwrap_or(self.at);
    }

    /// What a part holds, as text; empty if the form has no such part.
    pub(crate) fn value(&self, part: Part) -> String {
        let found = self.entries.iter().find(|entry| entry.part == part);
        found.map_or_else(String::new, |entry| entry.input.value())
    }

    /// Names of the inside in what the public would read.
    pub(crate) fn leaks(&self) -> Vec<&str> {
        let outside = |own: &str| self.outside.iter().any(|name| name == own);
        if !self.value(Part::Audience).split(',').any(outside) {
            return Vec::new();
        }
        let said = format!("{} {}", self.value(Part::Doing), self.value(Part::Says)).to_lowercase();
        let words: Vec<&str> =
            said.split(|letter: char| !letter.is_alphanumeric() && letter != '-').collect();
        let inside = self.internal.iter().map(String::as_str);
        inside.filter(|name| words.contains(name)).collect()
    }

    /// Chosen audiences that are another's to tell: audience, role, holder.
    pub(crate) fn others(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let chosen = self.value(Part::Audience);
        let is_chosen = move |audience: &str| chosen.split(',').any(|own| own == audience);
        let all = self.reserved.iter();
        all.filter(move |(audience, ..)| is_chosen(audience))
            .map(|(audience, role, holder)| (audience.as_str(), role.as_str(), holder.as_str()))
    }

    /// What a template leaves to be filled in, as it stands there: `{impact}`.
    pub(crate) fn blanks(&self) -> Vec<String> {
        let said = format!("{} {}", self.value(Part::Doing), self.value(Part::Says));
        let pieces = said.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
        pieces.map(|(name, _)| format!("{{{name}}}")).collect()
    }

    /// Fields of an update that are still empty; a full one has all of them.
    pub(crate) fn missing(&self) -> Vec<Word> {
        let wanted = [Part::Audience, Part::Scope, Part::Effect, Part::Doing, Part::Next];
        let entries = self.entries.iter().filter(|own| wanted.contains(&own.part));
        entries.filter(|own| own.input.value().is_empty()).map(|own| own.label).collect()
    }

    /// Writes into the field of a part.
    pub(crate) fn fill(&mut self, part: Part, text: &str) {
        let found = self.entries.iter_mut().find(|entry| entry.part == part);
        if let Some(entry) = found {
            entry.input.fill(text);
        }
    }

    /// A key that belongs to the field; whether it took it.
    pub(crate) fn key(&mut self, chord: Chord) -> bool {
        let taken = self.entry_mut().is_some_and(|entry| entry.input.key(chord));
        if taken {
            self.edited = true;
            self.asks = None;
            self.refused = None;
        }
        taken
    }

    /// Chooses an option of a field.
    pub(crate) fn choose(&mut self, field: usize, option: usize) {
        self.at = field;
        if let Some(Entry { input: Input::One { at, options, .. }, .. }) = self.entry_mut() {
            *at = option.min(options.len().saturating_sub(1));
        }
        self.edited = true;
        self.asks = None;
    }

    /// Pasted text for the field.
    pub(crate) fn paste(&mut self, text: &str) {
        if let Some(Entry { input: Input::Text(field, _), .. }) = self.entry_mut() {
            field.write(text);
            self.edited = true;
            self.asks = None;
        }
    }
}

impl Input {
    /// A line of text.
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(Field::line(text), 1)
    }

    /// A choice with the one of that value chosen.
    pub(crate) fn one(options: Vec<Choice>, value: &str, tall: bool) -> Self {
        let at = options.iter().position(|own| own.value == value).unwrap_or(0);
        Self::One { options, at, tall, typed: String::new() }
    }

    fn value(&self) -> String {
        match self {
            Self::Text(field, _) => field.text().trim().to_owned(),
            Self::One { options, at, .. } => {
                options.get(*at).map_or_else(String::new, |own| own.value.clone())
            }
            Self::Many { options, .. } => {
                let on = options.iter().filter(|(_, on)| *on);
                on.map(|(own, _)| own.value.as_str()).collect::<Vec<_>>().join(",")
            }
            Self::Shown => String::new(),
        }
    }

    fn fill(&mut self, text: &str) {
        match self {
            Self::Text(field, _) => field.set(text),
            Self::One { options, at, .. } => {
                *at = options.iter().position(|own| own.value == text).unwrap_or(*at);
            }
            Self::Many { options, .. } => {
                for (own, on) in options {
                    *on = text.split(',').any(|value| value == own.value);
                }
            }
            Self::Shown => {}
        }
    }

    fn key(&mut self, chord: Chord) -> bool {
        match self {
            Self::Text(field, rows) => match chord.code {
                Code::Up | Code::Down if *rows > 1 => field.step_line(chord.code == Code::Down),
                Code::Enter if chord.alt && *rows > 1 => {
                    field.write("\n");
                    true
                }
                Code::Enter | Code::Tab | Code::Up | Code::Down => false,
                _ => field.key(chord),
            },
            Self::One { options, at, tall, typed } => one_key(options, (at, typed), *tall, chord),
            Self::Many { options, at } => many_key(options, at, chord),
            Self::Shown => false,
        }
    }
}

fn one_key(
    options: &[Choice],
    (at, typed): (&mut usize, &mut String),
    tall: bool,
    chord: Chord,
) -> bool {
    let last = options.len().saturating_sub(1);
    if let Code::Char(letter) = chord.code
        && letter != ' '
        && !chord.ctrl
        && !chord.alt
    {
        let letter = match chord.latin().code {
            Code::Char(plain) => plain,
            _ => letter,
        };
        *at = by_letters(options, *at, typed, letter);
        return true;
    }
    typed.clear();
    match chord.code {
        Code::Up if tall && *at > 0 => *at -= 1,
        Code::Down if tall && *at < last => *at += 1,
        Code::Left => *at = at.saturating_sub(1),
        Code::Right => *at = (*at + 1).min(last),
        Code::Home => *at = 0,
        Code::End => *at = last,
        _ => return false,
    }
    true
}

/// The option that begins with what was typed so far; where none does, the next one, round the list,
/// that begins with the last letter.
fn by_letters(options: &[Choice], at: usize, typed: &mut String, letter: char) -> usize {
    let begins = |own: &Choice, with: &str| own.value.to_lowercase().starts_with(with);
    typed.extend(letter.to_lowercase());
    // The same letter again and again goes round.
    let again = typed.chars().all(|own| own.to_lowercase().eq(letter.to_lowercase()));
    if !again && let Some(found) = options.iter().position(|own| begins(own, typed)) {
        return found;
    }
    if !again {
        *typed = letter.to_lowercase().collect();
    }
    let first: String = letter.to_lowercase().collect();
    let round = (at + 1)..=(at + options.len());
    let mut fitting = round.map(|index| index % options.len().max(1));
    fitting.find(|index| options.get(*index).is_some_and(|own| begins(own, &first))).unwrap_or(at)
}

fn many_key(options: &mut [(Choice, bool)], at: &mut usize, chord: Chord) -> bool {
    let last = options.len().saturating_sub(1);
    match chord.code {
        Code::Left => *at = at.saturating_sub(1),
        Code::Right => *at = (*at + 1).min(last),
        Code::Char(' ') => {
            if let Some((_, on)) = options.get_mut(*at) {
                *on = !*on;
            }
        }
        _ => return false,
    }
    true
}
