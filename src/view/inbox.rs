//! Who writes to this seat: questions, tickets, news, replies, words of colleagues. What is meant
//! for a role reaches who holds it; before that who sits there; else who is in command.

use crate::command::Command;
use crate::content::process::Role;
use crate::journal::{Actor, Entry, Event, InjectForm, InjectShown};
use crate::model::id::{PersonId, QuestionId, Whom};
use crate::model::text::{Lang, Text};
use crate::model::time::DrillTime;
use crate::view::InboxItem;
use crate::view::fold::SeatFold;

/// Something that was written, and whether this seat has been shown it.
#[derive(Clone, Debug)]
pub(super) struct Post {
    item: InboxItem,
    /// As the journal says it: a role's short name, `all`, a player.
    to: String,
    shown: bool,
}

impl SeatFold {
    /// Takes in what the story shows.
    pub(super) fn shown(&mut self, entry: &Entry, inject: &InjectShown) {
        match &inject.form {
            InjectForm::Message { from, to, says } => {
                // A message stands in the channel, for whomever it is meant.
                let who = self.names.person(from);
                self.story_line(entry, who, says.clone());
                self.post(entry.at, from.as_str(), to, says.clone());
            }
            InjectForm::Call { from, to, says } => {
                self.post(entry.at, from.as_str(), to, says.clone());
            }
            InjectForm::Ticket { from, count, says } => self.ticket(entry, from, *count, says),
            InjectForm::News { says } => {
                let news = if self.view.lang == Lang::Th { "ข่าว" } else { "news" };
                self.line(entry, news.to_owned(), says.clone(), true);
                self.post(entry.at, news, "all", says.clone());
            }
            InjectForm::Log { .. } | InjectForm::Alert => {}
        }
    }

    fn ticket(&mut self, entry: &Entry, from: &str, count: u32, says: &Text) {
        let like = |own: &&mut Post| own.item.from == from && own.item.text == *says;
        if let Some(own) = self.posts.iter_mut().find(like) {
            own.item.count += count;
        } else {
            self.post(entry.at, from, "all", says.clone());
            if let Some(last) = self.posts.last_mut() {
                last.item.count = count;
            }
        }
        self.stale.posts = true;
    }

    /// A person of the story answered this seat.
    pub(super) fn replied(&mut self, entry: &Entry, from: &PersonId, says: &Text) {
        let who = self.names.person(from);
        self.story_line(entry, who, says.clone());
        let me = self.me.to_string();
        self.post(entry.at, from.as_str(), &me, says.clone());
    }

    /// A colleague asked or told this seat something.
    pub(super) fn word(&mut self, entry: &Entry, command: &Command) {
        if let Command::Ask { whom, question: text } | Command::Tell { whom, text } = command
            && whom.as_str() == self.me.as_str()
            && let Actor::Player(from) = &entry.by
        {
            let me = self.me.to_string();
            let text = Text { en: text.clone(), th: None };
            self.post(entry.at, from.as_str(), &me, text);
        }
    }

    /// Somebody waits for an answer: to a message that came at the same moment, or out of the
    /// blue.
    pub(super) fn asked(&mut self, entry: &Entry) {
        let Event::Asked { question, from, to, says, due } = &entry.event else { return };
        let name = self.names.of(from);
        let same = |own: &&mut Post| {
            own.item.question.is_none()
                && own.item.at == entry.at
                && own.item.from == name
                && own.item.text == *says
        };
        if self.posts.iter_mut().rev().find(same).is_none() {
            self.story_line(entry, name.clone(), says.clone());
            self.post(entry.at, from.as_str(), to.as_str(), says.clone());
        }
        if let Some(own) = self.posts.iter_mut().rev().find(same) {
            own.item.question = Some(*question);
            own.item.due = Some(*due);
        }
        self.stale.posts = true;
    }

    /// Somebody who waited was answered.
    pub(super) fn answered(&mut self, question: QuestionId, at: DrillTime) {
        for own in self.posts.iter_mut().filter(|own| own.item.question == Some(question)) {
            own.item.answered = Some(at);
        }
        self.stale.posts = true;
    }

    fn post(&mut self, at: DrillTime, from: &str, to: &str, text: Text) {
        let process = &self.incidents.process;
        let shown_to = match process.role(to) {
            Some(role) => role.short.clone(),
            None => self.names.of(&Whom::from(to)),
        };
        let item = InboxItem {
            question: None,
            from: self.names.of(&Whom::from(from)),
            title: self.names.title(from),
            to: shown_to,
            text,
            at,
            count: 1,
            due: None,
            answered: None,
        };
        self.posts.push(Post { item, to: to.to_owned(), shown: false });
        self.stale.posts = true;
    }

    /// What reaches this seat: who waits first, the longest wait first; then the newest first.
    pub(super) fn inbox(&mut self) -> Vec<InboxItem> {
        let mut posts = std::mem::take(&mut self.posts);
        for own in &mut posts {
            own.shown |= self.reaches(&own.to);
        }
        let shown = posts.iter().filter(|own| own.shown).map(|own| own.item.clone());
        let waits = |item: &InboxItem| item.question.is_some() && item.answered.is_none();
        let (mut waiting, mut rest): (Vec<_>, Vec<_>) = shown.partition(waits);
        self.posts = posts;
        waiting.sort_by_key(|item| item.at);
        rest.sort_by_key(|item| std::cmp::Reverse(item.at));
        waiting.append(&mut rest);
        waiting
    }

    /// Whether what is meant for `to` reaches this seat now.
    fn reaches(&self, to: &str) -> bool {
        if to == "all" || to == self.me.as_str() {
            return true;
        }
        let process = &self.incidents.process;
        let Some(role) = process.role(to) else {
            let place = self.incidents.player_of(&Whom::from(to));
            return place.is_some_and(|place| place.player == self.me);
        };
        let lead = || process.roles.first().and_then(|lead| self.in_role(lead));
        let player = self.in_role(role).or_else(lead);
        player.is_none_or(|player| player == self.me.as_str())
    }

    /// The player who holds a role, or sits in its seat while nobody holds it.
    fn in_role(&self, role: &Role) -> Option<&str> {
        let seated = |whom: &&Whom| self.incidents.player_of(whom).is_some();
        if let Some(holder) = self.incidents.holder(None, &role.id).filter(seated) {
            return Some(holder.as_str());
        }
        let sits = |place: &&crate::journal::Place| {
            place.seats.iter().any(|seat| seat.as_str() == role.short)
        };
        self.incidents.roster.iter().find(sits).map(|place| place.player.as_str())
    }
}
