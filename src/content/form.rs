//! The plain values of the format: quantities with their units, words, names, texts, moments. A
//! form reads one and describes itself; it knows no key.

use serde_json::{Value, json};

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::shown;
use crate::content::names::Thing;
use crate::content::reader::{Form, Here, Written};
use crate::content::tree::{Data, Node};
use crate::model::text::{DisplayText, TEXT_MAX, Text};

/// True or false.
pub(super) struct Switch;

impl Form for Switch {
    type Value = bool;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<bool> {
        if let Data::Switch(switch) = node.data {
            return Some(switch);
        }
        here.wrong_sort(node, &self.wanted());
        None
    }

    fn wanted(&self) -> String {
        "true or false".to_owned()
    }

    fn schema(&self) -> Value {
        json!({ "type": "boolean" })
    }
}

/// Plain words that are neither a name nor shown as an author's text: a title of a source.
pub(super) struct Plain(
    /// What to write, for a hint.
    pub(super) &'static str,
);

/// Any such words.
pub(super) const PLAIN: Plain = Plain("text in quotes");

impl Form for Plain {
    type Value = String;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<String> {
        match &node.data {
            Data::Text(text) => Some(DisplayText::one_line(text).as_str().to_owned()),
            // A date without quotes is as good as one with them.
            Data::Moment(moment) => Some(moment.clone()),
            _ => {
                here.wrong_sort(node, &self.wanted());
                None
            }
        }
    }

    fn wanted(&self) -> String {
        self.0.to_owned()
    }

    fn schema(&self) -> Value {
        json!({ "type": "string" })
    }
}

/// One of some words, each with its meaning.
pub(super) struct Word<'w, T>(pub(super) &'w [(&'w str, T)]);

impl<T: Copy> Form for Word<'_, T> {
    type Value = T;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<T> {
        let Some(text) = node.text() else {
            here.wrong_sort(node, &self.wanted());
            return None;
        };
        let found = self.0.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let message = format!("`{}` cannot be `{}`", shown(here.key), shown(text));
            let hint = match nearest(text, self.0.iter().map(|(word, _)| *word)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it takes {}", self.wanted()),
            };
            here.reading.error(node.place, message, hint);
        }
        found.map(|(_, meaning)| *meaning)
    }

    fn wanted(&self) -> String {
        let words: Vec<String> = self.0.iter().map(|(word, _)| format!("`{word}`")).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => words.join(""),
        }
    }

    fn schema(&self) -> Value {
        let words: Vec<&str> = self.0.iter().map(|(word, _)| *word).collect();
        json!({ "enum": words })
    }
}

/// A name of something that must exist.
pub(super) struct Name(pub(super) Thing);

impl Form for Name {
    type Value = String;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<String> {
        let Some(text) = node.text() else {
            here.wrong_sort(node, &self.wanted());
            return None;
        };
        match here.reading.names.find(self.0, text) {
            Ok(()) => Some(here.reading.names.meant(self.0, text).to_owned()),
            Err(missing) => {
                here.reading.error(node.place, missing.message, missing.hint);
                None
            }
        }
    }

    fn wanted(&self) -> String {
        format!("the name of {}", self.0.one())
    }

    fn schema(&self) -> Value {
        json!({ "type": "string" })
    }
}

/// A list with at least one item, all of one form; the reader of a key with a list uses it where
/// the list itself is the value.
pub(super) struct Some1<F>(pub(super) F);

impl<F: Form> Form for Some1<F> {
    type Value = Vec<F::Value>;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<Vec<F::Value>> {
        if !matches!(node.data, Data::List(_)) {
            here.wrong_sort(node, &self.wanted());
            return None;
        }
        if node.items().is_empty() {
            here.reading.error(
                node.place,
                "this list is empty",
                format!("add {}", self.0.wanted()),
            );
        }
        Some(node.items().iter().filter_map(|item| self.0.read(item, here)).collect())
    }

    fn wanted(&self) -> String {
        format!("a list in […]; each item is {}", self.0.wanted())
    }

    fn schema(&self) -> Value {
        json!({ "type": "array", "minItems": 1, "items": self.0.schema() })
    }
}

/// A text that people read: plain, or `{ en = "…", th = "…" }`.
pub(super) struct Prose {
    /// Whether people of the story say it; what machines print has no second language.
    pub(super) by_people: bool,
    /// Whether players read it during the drill; the debrief may name sources.
    pub(super) during: bool,
    /// Columns of a screen of 80 that it has, where it stands on one row.
    pub(super) row: Option<usize>,
}

/// What people say or an author tells.
pub(super) const PROSE: Prose = Prose { by_people: true, during: true, row: None };
/// What stands on a row, after what it is about.
pub(super) const ROW: Prose = Prose { row: Some(76), ..PROSE };
/// What stands in a table and in the first row of a screen.
pub(super) const TITLE: Prose = Prose { row: Some(40), ..PROSE };
/// What a machine prints.
pub(super) const PRINT: Prose = Prose { by_people: false, ..PROSE };
/// What is read after the drill.
pub(super) const AFTERWARDS: Prose = Prose { during: false, ..PROSE };

impl Prose {
    fn part(node: &Node, here: &mut Here<'_>) -> Option<DisplayText> {
        let Some(text) = node.text() else {
            here.wrong_sort(node, "text in quotes");
            return None;
        };
        let length = text.chars().count();
        if length > TEXT_MAX {
            let message = format!("this text has {length} characters; {TEXT_MAX} are the most");
            here.reading.error(node.place, message, "shorten it, or split it into several");
        }
        let clean = DisplayText::from(text.trim());
        if clean.is_empty() {
            here.reading.error(node.place, "this text is empty", "write it, or leave its key out");
        }
        Some(clean)
    }

    fn note(&self, node: &Node, text: &Text, here: &mut Here<'_>) {
        let thai = text.th.as_ref().map_or("", DisplayText::as_str);
        here.reading.texts.push(Written {
            place: node.place,
            words: format!("{}\n{thai}", text.en),
            thai: text.th.is_some(),
            by_people: self.by_people,
            during: self.during,
            row: self.row,
        });
    }
}

impl Form for Prose {
    type Value = Text;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<Text> {
        let text = match &node.data {
            Data::Text(_) => Text { en: Self::part(node, here)?, th: None },
            Data::Table(entries) => {
                for entry in entries.iter().filter(|own| own.key != "en" && own.key != "th") {
                    let message = format!("a text has no key `{}`", shown(&entry.key));
                    here.reading.error(entry.place, message, "its keys are `en` and `th`");
                }
                let part = |lang, here: &mut Here<'_>| {
                    node.get(lang).and_then(|node| Self::part(node, here))
                };
                let (en, th) = (part("en", here), part("th", here));
                if node.get("en").is_none() && node.get("th").is_none() {
                    let hint = "write `{ en = \"…\", th = \"…\" }`";
                    here.reading.error(node.place, "this text has no words", hint);
                }
                Text { en: en.or_else(|| th.clone()).unwrap_or_default(), th }
            }
            _ => {
                here.wrong_sort(node, &self.wanted());
                return None;
            }
        };
        self.note(node, &text, here);
        Some(text)
    }

    fn wanted(&self) -> String {
        "text, or `{ en = \"…\", th = \"…\" }`".to_owned()
    }

    fn schema(&self) -> Value {
        json!({ "anyOf": [
            { "type": "string" },
            {
                "type": "object",
                "additionalProperties": false,
                "minProperties": 1,
                "properties": { "en": { "type": "string" }, "th": { "type": "string" } },
            },
        ] })
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["en", "th"]
    }
}

/// A moment of the story with its zone: `2026-11-24T19:40:00+07:00`.
pub(super) struct Moment;

impl Form for Moment {
    type Value = chrono::DateTime<chrono::FixedOffset>;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<Self::Value> {
        let (Data::Moment(text) | Data::Text(text)) = &node.data else {
            here.wrong_sort(node, &self.wanted());
            return None;
        };
        let read = chrono::DateTime::parse_from_rfc3339(text);
        if read.is_err() {
            let message = format!("`{}` is no moment with a zone", shown(text));
            here.reading.error(node.place, message, "write it like `2026-11-24T19:40:00+07:00`");
        }
        read.ok()
    }

    fn wanted(&self) -> String {
        "a moment like `2026-11-24T19:40:00+07:00`".to_owned()
    }

    fn schema(&self) -> Value {
        // TOML has dates of its own; a validator sees them as text.
        json!({ "type": "string", "format": "date-time" })
    }
}

/// Another form's value turned into something else.
pub(super) struct As<F: Form, T>(pub(super) F, pub(super) fn(F::Value) -> T);

impl<F: Form, T> Form for As<F, T> {
    type Value = T;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<T> {
        self.0.read(node, here).map(self.1)
    }

    fn wanted(&self) -> String {
        self.0.wanted()
    }

    fn schema(&self) -> Value {
        self.0.schema()
    }

    fn own_keys(&self) -> &'static [&'static str] {
        self.0.own_keys()
    }
}
