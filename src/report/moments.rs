//! An entry in words: on which lane it belongs, its label, its sentence. It leaves out what only
//! machines need.

use crate::command::Command;
use crate::journal::{Actor, Entry, Event, InjectForm, Outcome};
use crate::model::id::Whom;
use crate::model::text::Lang;
use crate::report::{LaneKind, words};
use crate::score::case::Case;
use crate::score::said::said_in;
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
    if let Event::Given(command) = &entry.event {
        return given(names, entry, command);
    }
    if let Some((label, says)) = of_world(names, entry, lang) {
        let lane = (LaneKind::World, said_in!(lang, "world", "ระบบ"));
        return Some(Moment { lane, label, says });
    }
    let (label, says) = of_people(names, entry, lang)?;
    let lane = (LaneKind::People, said_in!(lang, "people", "ผู้คน"));
    Some(Moment { lane, label, says })
}

/// What happened to the system: label and sentence.
fn of_world(names: &Names, entry: &Entry, lang: Lang) -> Option<(String, String)> {
    Some(match &entry.event {
        Event::FaultBegan(fault) => {
            (fault.to_string(), said_in!(lang, "fault {fault} began", "เหตุ {fault} เริ่ม"))
        }
        Event::FaultEnded(fault) => (
            said_in!(lang, "{fault} over", "{fault} จบ"),
            said_in!(lang, "fault {fault} ended", "เหตุ {fault} จบ"),
        ),
        Event::Deployed { part, version } => (
            format!("{part} {version}"),
            said_in!(lang, "{part} {version} began to roll out", "เริ่มปล่อย {part} {version}"),
        ),
        Event::RemedyEnded { order, outcome, .. } => {
            let how = match outcome {
                Outcome::Worked => said_in!(lang, "worked", "ได้ผล"),
                Outcome::Nothing => said_in!(lang, "changed nothing", "ไม่เปลี่ยนอะไร"),
                Outcome::Failed => said_in!(lang, "failed", "ไม่สำเร็จ"),
            };
            let name = format!("{} {}", order.remedy, order.target);
            let says = said_in!(lang, "{name} ended: it {how}", "{name} เสร็จ: {how}");
            (format!("{} {how}", order.remedy), says)
        }
        Event::RemedyBegan { order, .. } if !matches!(entry.by, Actor::Player(_)) => {
            let name = format!("{} {}", order.remedy, order.target);
            let by = words::actor(names, &entry.by, lang);
            (order.remedy.to_string(), said_in!(lang, "{by} began {name}", "{by} เริ่ม {name}"))
        }
        Event::HarmAttributed { run, customer_seconds } => {
            let minutes = customer_seconds.div_ceil(60);
            let says = said_in!(
                lang,
                "{run} has cost {minutes} customer-minutes",
                "{run} ทำให้เสีย {minutes} นาทีลูกค้า"
            );
            (said_in!(lang, "harm", "ทำให้เสีย"), says)
        }
        _ => return None,
    })
}

/// What people who are not at the table did and said: label and sentence.
fn of_people(names: &Names, entry: &Entry, lang: Lang) -> Option<(String, String)> {
    Some(match &entry.event {
        Event::Paged { whom, why, .. } => {
            let name = names.of(whom);
            let says = said_in!(lang, "{name} was paged {why}", "page {name} {why}");
            (format!("page {name}"), says.trim().to_owned())
        }
        Event::Joined(person) => {
            let name = names.person(person);
            (
                said_in!(lang, "{name} joins", "{name} เข้าร่วม"),
                said_in!(lang, "{name} joined", "{name} เข้าร่วม"),
            )
        }
        Event::Acknowledged { by, .. } => {
            let name = names.of(by);
            let says = said_in!(lang, "{name} acknowledged the page", "{name} รับ page");
            (said_in!(lang, "{name} acks", "{name} รับ page"), says)
        }
        Event::Asked { from, says, .. } => {
            let name = names.of(from);
            (
                format!("{name}?"),
                said_in!(lang, "{name} asks: {}", "{name} ถาม: {}", says.get(lang)),
            )
        }
        Event::Replied { from, says, .. } => {
            let name = names.person(from);
            (name.clone(), format!("{name}: {}", says.get(lang)))
        }
        Event::Shown(inject) => told(names, &inject.form, lang)?,
        Event::Hinted { level, says, price } => {
            let says = said_in!(
                lang,
                "hint {level}, price {price}: {}",
                "คำใบ้ {level} ราคา {price}: {}",
                says.get(lang)
            );
            (said_in!(lang, "hint", "คำใบ้"), says)
        }
        _ => return None,
    })
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

fn told(names: &Names, form: &InjectForm, lang: Lang) -> Option<(String, String)> {
    match form {
        InjectForm::Message { from, says, .. } => {
            let name = names.person(from);
            Some((name.clone(), format!("{name}: {}", says.get(lang))))
        }
        InjectForm::Call { from, says, .. } => {
            let name = names.person(from);
            let says = said_in!(lang, "{name} calls: {}", "{name} โทรมา: {}", says.get(lang));
            Some((said_in!(lang, "{name} calls", "{name} โทรมา"), says))
        }
        InjectForm::Ticket { count, says, .. } => {
            let says =
                said_in!(lang, "{count} tickets: {}", "ticket {count} ใบ: {}", says.get(lang));
            Some((said_in!(lang, "{count} tickets", "ticket {count} ใบ"), says))
        }
        InjectForm::News { says } => {
            let says = said_in!(lang, "news: {}", "ข่าว: {}", says.get(lang));
            Some((said_in!(lang, "news", "ข่าว"), says))
        }
        InjectForm::Log { .. } | InjectForm::Alert => None,
    }
}
