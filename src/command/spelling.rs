//! A command to its canonical line. Whatever is written here reads back to the same command.

use crate::command::grammar::{Form, Kind, Slot, Spec};
use crate::command::line::{first_key, is_plain, is_word, quote};
use crate::command::reading::{SEVERITY_KEY, is_lead, lead_key};
use crate::command::table::{SAY, find};
use crate::command::value::Value;
use crate::command::{Command, Steering};

/// A command's row and the values of its slots, in order.
pub(super) fn fields(command: &Command) -> (&'static Spec, Vec<&dyn Value>) {
    let (name, values) = parts(command);
    (find(name).unwrap_or(&SAY), values)
}

fn parts(command: &Command) -> (&'static str, Vec<&dyn Value>) {
    match command {
        Command::Say(text) => ("say", vec![text]),
        Command::Ack(alert) => ("ack", vec![alert]),
        Command::Declare { severity, title } => ("declare", vec![severity, title]),
        Command::Severity { incident, severity, why } => {
            ("severity", vec![incident, severity, why])
        }
        Command::Status { incident, status, note } => ("status", vec![incident, status, note]),
        Command::Close { incident, reason } => ("close", vec![incident, reason]),
        Command::Assign { incident, role, person } => ("assign", vec![incident, role, person]),
        Command::Handover { incident, role, person, brief } => {
            ("handover", vec![incident, role, person, brief])
        }
        Command::Page { whom, why } => ("page", vec![whom, why]),
        Command::Look { target, view } => ("look", vec![target, view]),
        Command::Ask { whom, question } => ("ask", vec![whom, question]),
        Command::Tell { whom, text } => ("tell", vec![whom, text]),
        Command::Cause { target, kind, why } => ("cause", vec![target, kind, why]),
        Command::Answer { question, text } => ("answer", vec![question, text]),
        Command::Jump => ("jump", vec![]),
        Command::Do(order) => ("do", vec![&order.remedy, &order.target, &order.args]),
        Command::Runbook(runbook) => ("runbook", vec![runbook]),
        Command::Step { number, mark, why } => ("step", vec![number, mark, why]),
        Command::Update(update) => ("update", update.values()),
        Command::Note(text) => ("note", vec![text]),
        Command::Decision { text, why } => ("decision", vec![text, why]),
        Command::Action { task, owner, due, priority } => {
            ("action", vec![task, owner, due, priority])
        }
        Command::Witness { objective, at, what } => ("witness", vec![objective, at, what]),
        Command::Hint => ("hint", vec![]),
        Command::SelfRate { capability, rating } => ("self", vec![capability, rating]),
        Command::Dispute { line, why } => ("dispute", vec![line, why]),
        Command::Pause => ("pause", vec![]),
        Command::Resume => ("resume", vec![]),
        Command::Speed(speed) => ("speed", vec![speed]),
        Command::End => ("end", vec![]),
        Command::Abort(why) => ("abort", vec![why]),
        Command::Inject(text) => ("inject", vec![text]),
        Command::Steer { how: Steering::Fire, inject } => ("fire", vec![inject]),
        Command::Steer { how: Steering::Hold, inject } => ("hold", vec![inject]),
        Command::Steer { how: Steering::Skip, inject } => ("skip", vec![inject]),
        Command::Rate { objective, rating, note } => ("rate", vec![objective, rating, note]),
        Command::Rule { line, accept, why } => ("rule", vec![line, accept, why]),
        Command::Observe(text) => ("observe", vec![text]),
    }
}

impl crate::command::Update {
    fn values(&self) -> Vec<&dyn Value> {
        vec![
            &self.incident,
            &self.audiences,
            &self.scope,
            &self.effect,
            &self.doing,
            &self.next,
            &self.text,
        ]
    }
}

/// The canonical line of a command.
pub(super) fn line(command: &Command) -> String {
    if let Command::Say(text) = command
        && is_plain(text.as_str())
        && !text.as_str().starts_with('/')
    {
        return text.as_str().to_owned();
    }
    let (spec, values) = fields(command);
    let keys: Vec<&str> = spec.keys().collect();
    let mut line = format!("/{}", spec.name);
    // A first word that was left out: what follows must not be taken for it.
    let mut open: Option<&Slot> = None;
    for (slot, value) in spec.slots.iter().zip(values) {
        let is_said = |text: &String| slot.needed || slot.kind != Kind::Text || !text.is_empty();
        let value = value.write().filter(is_said);
        let Some(text) = value else {
            open = Some(slot).filter(|slot| slot.form == Form::Lead).or(open);
            continue;
        };
        let taken = open.take().is_some_and(|lead| is_taken(lead, &text));
        line.push(' ');
        line.push_str(&written(slot, &text, &keys, taken));
    }
    line
}

fn is_taken(lead: &Slot, text: &str) -> bool {
    let first = text.split(char::is_whitespace).next().unwrap_or_default();
    is_lead(lead.kind, first) || lead_key(lead.kind, first).is_some()
}

fn written(slot: &Slot, text: &str, keys: &[&str], taken: bool) -> String {
    let word = || {
        if is_word(text) { text.to_owned() } else { quote(text) }
    };
    let has_key = first_key(text, keys).is_some();
    match slot.form {
        Form::Lead if is_lead(slot.kind, text) => text.to_owned(),
        Form::Lead => format!("{SEVERITY_KEY}{}", word()),
        Form::Key(key) | Form::LastKey(key) => format!("{key}={}", word()),
        Form::Word if taken || has_key => quote(text),
        Form::Word => word(),
        Form::Text if taken || has_key || !is_plain(text) => quote(text),
        Form::Text => text.to_owned(),
    }
}
