//! An entry in words: on which lane it belongs, its label, its sentence. It leaves out what only
//! machines need.

use crate::command::Command;
use crate::journal::{Actor, Entry, Event, InjectForm, Outcome};
use crate::model::id::Whom;
use crate::report::LaneKind;
use crate::score::case::Case;
use crate::view::Names;

/// An entry as people read it.
pub(super) struct Moment {
    /// The lane.
    pub(super) lane: (LaneKind, String),
    /// In a word or two.
    pub(super) label: String,
    /// In a sentence.
    pub(super) says: String,
}

/// The entry in words; `None` for what has a lane of its own or concerns machines only.
pub(super) fn moment(case: &Case<'_>, names: &Names, entry: &Entry) -> Option<Moment> {
    let lang = case.journal.header.recipe.lang;
    let at = |kind: LaneKind, name: &str, label: String, says: String| {
        Some(Moment { lane: (kind, name.to_owned()), label, says })
    };
    let world = |label: &str, says: String| at(LaneKind::World, "world", label.to_owned(), says);
    let people = |label: String, says: String| at(LaneKind::People, "people", label, says);
    match &entry.event {
        Event::Given(command) => given(names, entry, command),
        Event::FaultBegan(fault) => world(fault.as_str(), format!("fault {fault} began")),
        Event::FaultEnded(fault) => world(&format!("{fault} over"), format!("fault {fault} ended")),
        Event::Deployed { part, version } => {
            world(&format!("{part} {version}"), format!("{part} {version} began to roll out"))
        }
        Event::RemedyEnded { order, outcome, .. } => {
            let how = match outcome {
                Outcome::Worked => "worked",
                Outcome::Nothing => "changed nothing",
                Outcome::Failed => "failed",
            };
            let name = format!("{} {}", order.remedy, order.target);
            world(&format!("{} {how}", order.remedy), format!("{name} ended: it {how}"))
        }
        Event::RemedyBegan { order, .. } if !matches!(entry.by, Actor::Player(_)) => {
            let name = format!("{} {}", order.remedy, order.target);
            world(order.remedy.as_str(), format!("{} began {name}", names.actor(&entry.by)))
        }
        Event::HarmAttributed { run, customer_seconds } => {
            let minutes = customer_seconds.div_ceil(60);
            world("harm", format!("{run} has cost {minutes} customer-minutes"))
        }
        Event::Paged { whom, why, .. } => {
            let name = names.of(whom);
            people(format!("page {name}"), format!("{name} was paged {why}").trim().to_owned())
        }
        Event::Joined(person) => {
            let name = names.person(person);
            people(format!("{name} joins"), format!("{name} joined"))
        }
        Event::Acknowledged { by, .. } => {
            let name = names.of(by);
            people(format!("{name} acks"), format!("{name} acknowledged the page"))
        }
        Event::Asked { from, says, .. } => {
            let name = names.of(from);
            people(format!("{name}?"), format!("{name} asks: {}", says.get(lang)))
        }
        Event::Replied { from, says, .. } => {
            let name = names.person(from);
            people(name.clone(), format!("{name}: {}", says.get(lang)))
        }
        Event::Shown(inject) => {
            let (label, says) = told(names, &inject.form, lang)?;
            people(label, says)
        }
        Event::Hinted { level, says, price } => {
            let says = format!("hint {level}, price {price}: {}", says.get(lang));
            people("hint".to_owned(), says)
        }
        _ => None,
    }
}

/// What a player said: the command is the sentence.
fn given(names: &Names, entry: &Entry, command: &Command) -> Option<Moment> {
    let Actor::Player(player) = &entry.by else { return None };
    let label = match command {
        Command::Ack(alert) => format!("ack {alert}"),
        Command::Declare { .. } => "declare".to_owned(),
        Command::Severity { severity, .. } => severity.to_string(),
        Command::Status { status, .. } => status.to_string(),
        Command::Close { .. } => "close".to_owned(),
        Command::Assign { role, .. } => format!("assign {role}"),
        Command::Handover { role, .. } => format!("hand over {role}"),
        Command::Page { whom, .. } => format!("page {}", names.of(whom)),
        Command::Look { target, .. } => format!("look {target}"),
        Command::Ask { whom, .. } => format!("ask {}", names.of(whom)),
        Command::Tell { whom, .. } => format!("tell {}", names.of(whom)),
        Command::Cause { .. } => "cause".to_owned(),
        Command::Answer { question, .. } => format!("answer {question}"),
        Command::Do(order) => order.remedy.to_string(),
        Command::Runbook(_) => "runbook".to_owned(),
        Command::Step { number, .. } => format!("step {number}"),
        Command::Update(_) => "update".to_owned(),
        Command::Note(_) => "note".to_owned(),
        Command::Decision { .. } => "decide".to_owned(),
        Command::Action { .. } => "action".to_owned(),
        Command::Hint => "hint".to_owned(),
        Command::Witness { .. } => "witness".to_owned(),
        Command::Jump => "jump".to_owned(),
        _ => return None,
    };
    let name = names.of(&Whom::from(player.as_str()));
    let says = format!("{name}: {}", names.in_line(&command.to_string()));
    Some(Moment { lane: (LaneKind::Player, name), label, says })
}

fn told(
    names: &Names,
    form: &InjectForm,
    lang: crate::model::text::Lang,
) -> Option<(String, String)> {
    match form {
        InjectForm::Message { from, says, .. } => {
            let name = names.person(from);
            Some((name.clone(), format!("{name}: {}", says.get(lang))))
        }
        InjectForm::Call { from, says, .. } => {
            let name = names.person(from);
            Some((format!("{name} calls"), format!("{name} calls: {}", says.get(lang))))
        }
        InjectForm::Ticket { count, says, .. } => {
            Some((format!("{count} tickets"), format!("{count} tickets: {}", says.get(lang))))
        }
        InjectForm::News { says } => Some(("news".to_owned(), format!("news: {}", says.get(lang)))),
        InjectForm::Log { .. } | InjectForm::Alert => None,
    }
}
