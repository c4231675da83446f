//! The incident channel and the inbox: who said what, to whom. A machine's line says which.

use crate::command::Command;
use crate::journal::{Actor, Entry, Event, InjectForm, InjectShown};
use crate::model::id::Whom;
use crate::model::text::Text;
use crate::view::fold::SeatFold;
use crate::view::{ChannelLine, InboxItem};

/// Most lines a view keeps; the journal keeps them all.
const LINES_MAX: usize = 600;

impl SeatFold {
    /// Adds what an event says to the channel.
    pub(super) fn tell(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::Given(command) => self.given(entry, command),
            Event::Refused { line, refusal } => {
                let text = format!("{line} — {}", refusal.says.get(self.view.lang));
                self.push(entry, Text::from(text.as_str()), true);
            }
            Event::AlertFired { alert, says, .. } => {
                let text = Text {
                    en: format!("{alert} {}", says.en).into(),
                    th: says.th.as_ref().map(|thai| format!("{alert} {thai}").into()),
                };
                self.machine(entry, "alerts", text);
            }
            Event::AlertResolved(alert) => {
                self.machine(
                    entry,
                    "alerts",
                    both(&format!("{alert} resolved"), &format!("{alert} กลับเป็นปกติ")),
                );
            }
            Event::Paged { whom, alert, why, .. } => {
                let about = alert.map_or_else(|| why.to_string(), |alert| alert.to_string());
                let text = format!("{about} → {}", self.names.of(whom));
                self.machine(entry, "pager", Text::from(text.as_str()));
            }
            Event::Acknowledged { page, by } if !matches!(entry.by, Actor::Player(_)) => {
                let name = self.names.of(by);
                let what = self.incidents.pages.get(page).and_then(|page| page.alert);
                let what = what.map_or_else(|| page.to_string(), |alert| alert.to_string());
                let text =
                    both(&format!("{name} acknowledged {what}"), &format!("{name} รับเรื่อง {what}"));
                self.machine(entry, "pager", text);
            }
            Event::Joined(person) => {
                let name = self.names.person(person);
                let text = both(&format!("{name} is here"), &format!("{name} เข้ามาแล้ว"));
                self.machine(entry, "pager", text);
            }
            Event::Automated { says, .. } => {
                self.machine(entry, "process", Text::from(says.as_str()));
            }
            Event::RemedyEnded { says, .. } => self.machine(entry, "system", says.clone()),
            Event::Replied { says, .. } => self.push(entry, says.clone(), false),
            Event::Shown(shown) => self.shown(entry, shown),
            Event::Jumped { from, to } => {
                let text = both(
                    &format!("the clock jumped from {from} to {to}"),
                    &format!("นาฬิกาข้ามจาก {from} ไป {to}"),
                );
                self.machine(entry, "clock", text);
            }
            _ => {}
        }
    }

    /// Adds what an event brings to the inbox.
    pub(super) fn receive(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::Shown(shown) => self.inbox_shown(entry, shown),
            Event::Asked { question, from, to, says, due } => {
                let from = self.names.of(from);
                // A question that came as a message becomes that message's question.
                let same = |item: &&mut InboxItem| {
                    item.at == entry.at && item.from == from && item.text == *says
                };
                if let Some(item) = self.view.inbox.iter_mut().find(same) {
                    item.question = Some(*question);
                    item.due = Some(*due);
                    return;
                }
                let mut item = self.item(entry, &from, to.as_str(), says);
                item.question = Some(*question);
                item.due = Some(*due);
                self.view.inbox.push(item);
            }
            Event::Answered(question) => {
                let mut items = self.view.inbox.iter_mut();
                if let Some(item) = items.find(|item| item.question == Some(*question)) {
                    item.answered = Some(entry.at);
                }
            }
            _ => {}
        }
    }

    fn given(&mut self, entry: &Entry, command: &Command) {
        let text = match command {
            Command::Say(text) => self.names.in_line(text.as_str()),
            // Nobody else's business, or told by what follows.
            Command::Hint
            | Command::Pause
            | Command::Resume
            | Command::Speed(_)
            | Command::SelfRate { .. }
            | Command::Dispute { .. }
            | Command::Observe(_)
            | Command::Steer { .. }
            | Command::Rate { .. }
            | Command::Rule { .. }
            | Command::Inject(_) => return,
            other => self.names.in_line(&other.to_string()),
        };
        self.push(entry, Text::from(text.as_str()), false);
    }

    fn shown(&mut self, entry: &Entry, shown: &InjectShown) {
        match &shown.form {
            InjectForm::Message { from, says, .. } | InjectForm::Call { from, says, .. } => {
                let who = self.names.person(from);
                self.line(entry, who, says.clone(), false, false);
            }
            InjectForm::Ticket { from, count, says } => {
                let many = if *count > 1 { format!(" ×{count}") } else { String::new() };
                let text = Text {
                    en: format!("{from}{many}: {}", says.en).into(),
                    th: says.th.as_ref().map(|thai| format!("{from}{many}: {thai}").into()),
                };
                self.machine(entry, "tickets", text);
            }
            InjectForm::News { says } => self.machine(entry, "news", says.clone()),
            InjectForm::Log { .. } | InjectForm::Alert => {}
        }
    }

    fn inbox_shown(&mut self, entry: &Entry, shown: &InjectShown) {
        let item = match &shown.form {
            InjectForm::Message { from, to, says } | InjectForm::Call { from, to, says } => {
                let name = self.names.person(from);
                let mut item = self.item(entry, &name, to, says);
                item.title = self.names.title(from.as_str());
                item
            }
            InjectForm::Ticket { from, count, says } => {
                let alike = |item: &&mut InboxItem| item.from == *from && item.text == *says;
                if let Some(item) = self.view.inbox.iter_mut().find(alike) {
                    item.count += count;
                    item.at = entry.at;
                    return;
                }
                let mut item = self.item(entry, from, "all", says);
                item.count = *count;
                item
            }
            InjectForm::News { says } => self.item(entry, "news", "all", says),
            InjectForm::Log { .. } | InjectForm::Alert => return,
        };
        self.view.inbox.push(item);
        trim(&mut self.view.inbox);
    }

    fn item(&self, entry: &Entry, from: &str, to: &str, says: &Text) -> InboxItem {
        InboxItem {
            question: None,
            from: from.to_owned(),
            title: self.names.title(from),
            to: self.names.of(&Whom::from(to)),
            text: says.clone(),
            at: entry.at,
            count: 1,
            due: None,
            answered: None,
        }
    }

    fn push(&mut self, entry: &Entry, text: Text, refused: bool) {
        let who = self.names.actor(&entry.by);
        self.line(entry, who, text, false, refused);
    }

    fn machine(&mut self, entry: &Entry, who: &str, text: Text) {
        self.line(entry, who.to_owned(), text, true, false);
    }

    fn line(&mut self, entry: &Entry, who: String, text: Text, machine: bool, refused: bool) {
        let line = ChannelLine { at: entry.at, who, text, machine, refused, seq: entry.seq };
        self.view.channel.push(line);
        trim(&mut self.view.channel);
    }

    /// Waiting ones first, the longest waiting on top; then by time, newest first.
    pub(super) fn lay_out_inbox(&mut self) {
        self.view.inbox.sort_by_key(|item| {
            let waits = item.question.is_some() && item.answered.is_none();
            let order = if waits { i64::from(item.at.0) } else { -i64::from(item.at.0) };
            (!waits, order)
        });
    }
}

fn trim<T>(lines: &mut Vec<T>) {
    if lines.len() > LINES_MAX {
        lines.remove(0);
    }
}

fn both(english: &str, thai: &str) -> Text {
    Text { en: english.into(), th: Some(thai.into()) }
}
