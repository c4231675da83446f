//! The incident channel as one seat reads it: what people write, the commands they give, what
//! machines say. What goes to one person stands in the channel of those two alone.

use std::sync::Arc;

use crate::command::Command;
use crate::journal::{Actor, Entry, Event, Refusal};
use crate::model::id::{RoleId, Whom};
use crate::model::text::{DisplayText, Lang, Text};
use crate::view::ChannelLine;
use crate::view::due::both;
use crate::view::fold::SeatFold;

/// Who reads a command in the channel.
enum Readers {
    /// All playing seats.
    Everybody,
    /// Who gave it, and whom it names.
    Both(Whom),
    /// Who gave it.
    Author,
    /// No playing seat.
    Nobody,
}

fn readers(command: &Command) -> Readers {
    match command {
        Command::Ask { whom, .. } | Command::Tell { whom, .. } => Readers::Both(whom.clone()),
        Command::Hint | Command::SelfRate { .. } | Command::Dispute { .. } => Readers::Author,
        Command::Inject(_)
        | Command::Steer { .. }
        | Command::Rate { .. }
        | Command::Rule { .. }
        | Command::Observe(_)
        // The head of the screen says it.
        | Command::Speed(_) => Readers::Nobody,
        _ => Readers::Everybody,
    }
}

impl SeatFold {
    /// Whether this seat may read that a command was given.
    pub(super) fn reads(&self, by: &Actor, command: &Command) -> bool {
        let mine = self.is_me(by);
        match readers(command) {
            Readers::Everybody => true,
            Readers::Both(whom) => mine || whom.as_str() == self.me.as_str(),
            Readers::Author => mine,
            Readers::Nobody => false,
        }
    }

    /// A command, the way it was said; names of people in it are the ones on the screen.
    pub(super) fn said(&mut self, entry: &Entry, command: &Command) {
        let text = match command {
            Command::Say(text) => Text { en: text.clone(), th: None },
            command => {
                let line = self.with_names(command).to_string();
                Text { en: DisplayText::from(line), th: None }
            }
        };
        let who = self.names.actor(&entry.by);
        self.line(entry, who, text, false);
    }

    /// A line of this seat's own that was refused, with the reason below it.
    pub(super) fn refused(&mut self, entry: &Entry, line: &DisplayText, refusal: &Refusal) {
        let with = |says: &DisplayText| DisplayText::from(format!("{line}\n{says}"));
        let says = &refusal.says;
        let text = Text { en: with(&says.en), th: says.th.as_ref().map(with) };
        let who = self.names.actor(&entry.by);
        self.line(entry, who, text, false);
        if let Some(last) = self.view.channel.last_mut().map(Arc::make_mut) {
            last.refused = true;
        }
    }

    /// What machines and people of the story say in the channel.
    pub(super) fn announce(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Paged { whom, alert, rung, why, .. } => {
                let by_hand = rung.is_none() && matches!(entry.by, Actor::Player(_));
                if !by_hand {
                    let name = self.names.of(whom);
                    let says = alert.and_then(|id| self.incidents.alerts.get(&id));
                    // A ladder's page says what the alert says, and that has two languages.
                    let why = |lang| match says.map(|alert| &alert.says) {
                        Some(says) if why.is_empty() => says.get(lang).to_owned(),
                        Some(says) if !says.en.is_empty() => {
                            why.as_str().replace(says.en.as_str(), says.get(lang))
                        }
                        _ => why.to_string(),
                    };
                    let [en, th] =
                        [Lang::En, Lang::Th].map(|lang| format!("{} → {name}", why(lang)));
                    self.machine(entry, "pager", both(en, th));
                }
            }
            Event::Acknowledged { page, by } if matches!(entry.by, Actor::Cast(_)) => {
                let alert = self.incidents.pages.get(page).and_then(|page| page.alert);
                let what = alert.map_or_else(|| page.to_string(), |alert| alert.to_string());
                let name = self.names.of(by);
                let text = both(format!("{name} has {what}"), format!("{name} รับเรื่อง {what} แล้ว"));
                self.machine(entry, "pager", text);
            }
            Event::Joined(person) => {
                let name = self.names.person(person);
                let title = self.names.title(person.as_str());
                let text =
                    both(format!("{name} ({title}) is here"), format!("{name} ({title}) เข้ามาแล้ว"));
                self.machine(entry, "pager", text);
            }
            Event::Automated { what, says, .. } => self.automated(entry, what, says),
            Event::AlertResolved(alert) => {
                let text = both(format!("{alert} resolved"), format!("{alert} กลับเป็นปกติแล้ว"));
                self.machine(entry, "alerts", text);
            }
            Event::Jumped { from, to } => {
                let text = both(
                    format!("the clock jumped from {from} to {to}"),
                    format!("นาฬิกาข้ามจาก {from} ไป {to}"),
                );
                self.machine(entry, "clock", text);
            }
            Event::RemedyEnded { says, .. } => self.machine(entry, "system", says.clone()),
            _ => {}
        }
    }

    /// What the process did by itself at one moment stands on one line.
    fn automated(&mut self, entry: &Entry, what: &str, says: &DisplayText) {
        let thai = DisplayText::from(automated_in_thai(what, says.as_str()));
        if let Some(last) = self.view.channel.last_mut().map(Arc::make_mut)
            && last.who == "process"
            && last.at == entry.at
        {
            let joined =
                |before: &str, own: &DisplayText| DisplayText::from(format!("{before} · {own}"));
            let before = last.text.get(Lang::Th).to_owned();
            last.text.en = joined(last.text.en.as_str(), says);
            last.text.th = Some(joined(&before, &thai));
            return;
        }
        self.machine(entry, "process", Text { en: says.clone(), th: Some(thai) });
    }

    fn machine(&mut self, entry: &Entry, who: &str, text: Text) {
        self.line(entry, who.to_owned(), text, true);
    }

    /// Adds a line.
    pub(super) fn line(&mut self, entry: &Entry, who: String, text: Text, machine: bool) {
        let (at, seq) = (entry.at, entry.seq);
        let (story, refused) = (false, false);
        let line = ChannelLine { at, who, text, machine, story, refused, seq };
        self.view.channel.push(Arc::new(line));
    }

    /// Adds a line of a person of the story.
    pub(super) fn story_line(&mut self, entry: &Entry, who: String, text: Text) {
        self.line(entry, who, text, false);
        if let Some(last) = self.view.channel.last_mut().map(Arc::make_mut) {
            last.story = true;
        }
    }

    /// The command with people and roles as they are called on screens.
    fn with_names(&self, command: &Command) -> Command {
        let mut command = command.clone();
        match &mut command {
            Command::Assign { role, person, .. } | Command::Handover { role, person, .. } => {
                let process = &self.incidents.process;
                if let Some(known) = process.role(role.as_str()) {
                    *role = RoleId::from(known.short.as_str());
                }
                *person = Whom::from(self.names.of(person));
            }
            Command::Page { whom, .. }
            | Command::Ask { whom, .. }
            | Command::Tell { whom, .. }
            | Command::Action { owner: whom, .. } => *whom = Whom::from(self.names.of(whom)),
            _ => {}
        }
        command
    }
}

/// What the process did by itself, in Thai; what is written down of it is English.
fn automated_in_thai(what: &str, says: &str) -> String {
    let rest = says.split_once(": ").map_or("", |(_, rest)| rest);
    match what {
        "channel" => match says.split(' ').nth(1) {
            Some(channel) => format!("เปิด channel {channel}"),
            None => says.to_owned(),
        },
        "invite" => format!("เชิญเวร: {rest}"),
        "announce" => format!("แจ้งใน #incidents: {rest}"),
        "status_page" => "เปิดหน้าสถานะ".to_owned(),
        "page" if says.starts_with("page sent") => format!("ส่ง page แล้ว: {rest}"),
        "page" if says.starts_with("on-call") => format!("เวรได้รับ page แล้ว: {rest}"),
        "page" => "ไม่มีใครเข้าเวรสำหรับเรื่องนี้".to_owned(),
        _ => says.to_owned(),
    }
}
