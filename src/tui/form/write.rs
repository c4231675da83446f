//! A form to the line it writes, half filled or whole. Whether the line may be sent is the
//! grammar's to say.

use crate::tui::form::{Form, Part};
use crate::tui::keys::FormKind;

impl Form {
    /// The command as far as it is filled.
    pub(crate) fn line(&self) -> String {
        let get = |part| self.value(part);
        match self.kind {
            FormKind::Declare => join("/declare", &[get(Part::What), get(Part::Says)]),
            FormKind::Update => self.update(),
            FormKind::Assign => join("/assign", &[get(Part::What), get(Part::Whom)]),
            FormKind::Handover => {
                join("/handover", &[get(Part::What), get(Part::Whom), get(Part::Says)])
            }
            FormKind::Page => join("/page", &[get(Part::Whom), get(Part::Why)]),
            FormKind::Look => join("/look", &[get(Part::Whom), get(Part::What)]),
            FormKind::Do => join("/do", &[get(Part::What), get(Part::Whom), get(Part::Args)]),
            FormKind::Status => join("/status", &[get(Part::What), get(Part::Why)]),
            FormKind::Severity => join("/severity", &[get(Part::What), get(Part::Why)]),
            FormKind::Note => join("/note", &[get(Part::Says)]),
            FormKind::Decision => {
                join("/decision", &[get(Part::Says), field("why", &get(Part::Why))])
            }
            FormKind::Action => self.action(),
            FormKind::Answer => join("/answer", &[self.about.clone(), get(Part::Says)]),
            FormKind::Ask => join("/ask", &[get(Part::Whom), get(Part::Says)]),
            FormKind::Cause => join("/cause", &[get(Part::Whom), get(Part::What), get(Part::Why)]),
            FormKind::Runbook => join("/runbook", &[get(Part::What)]),
            FormKind::Step => {
                join("/step", &[self.about.clone(), "skip".to_owned(), get(Part::Why)])
            }
            FormKind::Hint => "/hint".to_owned(),
            FormKind::Close => join("/close", &[get(Part::Why)]),
        }
    }

    fn update(&self) -> String {
        let get = |part| self.value(part);
        join(
            "/update",
            &[
                get(Part::Audience),
                field("scope", &get(Part::Scope)),
                field("effect", &get(Part::Effect)),
                field("doing", &get(Part::Doing)),
                field("next", &get(Part::Next)),
                field("text", &get(Part::Says)),
            ],
        )
    }

    fn action(&self) -> String {
        let get = |part| self.value(part);
        join(
            "/action",
            &[
                get(Part::Says),
                field("owner", &get(Part::Whom)),
                field("due", &get(Part::Due)),
                field("priority", &get(Part::Priority)),
            ],
        )
    }
}

fn join(command: &str, words: &[String]) -> String {
    let mut line = command.to_owned();
    for word in words.iter().filter(|word| !word.is_empty()) {
        line.push(' ');
        line.push_str(&word.replace('\n', " "));
    }
    line
}

/// `key=value`, quoted where the value holds more than a word; nothing for nothing.
fn field(key: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    let plain = !value.contains(|letter: char| letter.is_whitespace() || "\"=\\".contains(letter));
    if plain {
        return format!("{key}={value}");
    }
    let mut quoted = String::new();
    for letter in value.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            '\n' => quoted.push_str("\\n"),
            _ => quoted.push(letter),
        }
    }
    format!("{key}=\"{quoted}\"")
}
