//! People of the story whom nobody plays: they acknowledge pages, join, and answer what they are
//! asked. Who can be asked: those who have joined; colleagues of a player's own team and those
//! with a duty can be written to without a page.

use crate::content::truth::Reply;
use crate::drill::Drill;
use crate::drill::refusals::both;
use crate::journal::{Actor, Entry, Event};
use crate::model::id::{PersonId, Whom};
use crate::model::text::Text;
use crate::model::time::Span;

/// How long somebody takes to say that they know nothing of it.
const AT_A_LOSS: Span = Span::from_seconds(45);
/// How long an answer takes that the story gives no time.
const THINKING: Span = Span::from_seconds(60);
/// Most characters of a question that are searched for words.
const QUESTION_MAX: usize = 1_000;

impl Drill {
    /// Pages acknowledged, people who join.
    pub(super) fn people(&mut self, out: &mut Vec<Entry>) {
        let mut acks = Vec::new();
        let mut joins = Vec::new();
        for page in self.incidents.pages.values() {
            let person = PersonId::from(page.whom.as_str());
            if self.brief.seating.is_player(&page.whom) {
                continue;
            }
            match &page.acknowledged {
                None if page.closed.is_none() => {
                    let acks_in = self.brief.acks(&person);
                    if acks_in.is_some_and(|span| self.now >= page.sent.at + span) {
                        acks.push((page.id, person));
                    }
                }
                Some(mark)
                    if !self.incidents.joined.contains_key(&person)
                        && self.now >= mark.at + self.brief.joins(&person) =>
                {
                    joins.push(person);
                }
                _ => {}
            }
        }
        for (page, person) in acks {
            let by = Whom::from(person.as_str());
            self.emit(Actor::Cast(person), Event::Acknowledged { page, by }, out);
        }
        joins.sort();
        joins.dedup();
        for person in joins {
            self.emit(Actor::Cast(person.clone()), Event::Joined(person), out);
        }
    }

    /// Answers that come at this second.
    pub(super) fn answers(&mut self, out: &mut Vec<Entry>) {
        let due: Vec<_> =
            self.ledger.replies.values().filter(|own| own.ready <= self.now).cloned().collect();
        for own in due {
            let replies = self.brief.story.cast.get(&own.from).map(|cast| &cast.replies);
            let reply = own.reply.and_then(|number| replies?.get(number as usize));
            let says = reply.map_or_else(at_a_loss, |reply| reply.says.clone());
            let replied = Event::Replied { from: own.from.clone(), to: own.to, says };
            self.emit(Actor::Cast(own.from), replied, out);
        }
    }

    /// Whether somebody can be asked or given a role at this moment.
    pub(super) fn is_there(&self, person: &PersonId) -> bool {
        let system = &self.brief.system;
        self.incidents.joined.contains_key(person)
            || self.brief.seating.colleagues(system).contains(person)
    }

    /// Whether a message reaches somebody who will answer.
    pub(super) fn can_be_asked(&self, person: &PersonId) -> bool {
        self.is_there(person) || self.brief.system.duties.values().any(|own| own == person)
    }

    /// Which reply a question will get, and how long it takes: of those whose condition holds now
    /// the one with the longest word found in the question, else the first that fits any question.
    pub(super) fn reply_to(&self, person: &PersonId, question: &str) -> (Option<u32>, Span) {
        let asked: String = question.to_lowercase().chars().take(QUESTION_MAX).collect();
        let replies = self.brief.story.cast.get(person).map(|cast| cast.replies.as_slice());
        let holds = |reply: &Reply| reply.when.as_ref().is_none_or(|when| self.holds(when));
        let length = |reply: &Reply| {
            let words = reply.about.iter().filter(|word| asked.contains(&word.to_lowercase()));
            words.map(|word| word.chars().count()).max()
        };
        let mut best: Option<(usize, u32, Span)> = None;
        for (number, reply) in (0_u32..).zip(replies.unwrap_or_default()) {
            let found = if reply.about.is_empty() { Some(0) } else { length(reply) };
            let Some(found) = found.filter(|_| holds(reply)) else { continue };
            if best.is_none_or(|(most, ..)| found > most) {
                best = Some((found, number, reply.takes));
            }
        }
        match best {
            Some((_, number, Span(0))) => (Some(number), THINKING),
            Some((_, number, takes)) => (Some(number), takes),
            None => (None, AT_A_LOSS),
        }
    }
}

fn at_a_loss() -> Text {
    both(
        "I know nothing about that. Better ask whoever owns it.",
        "เรื่องนี้ไม่ทราบเลย ลองถามทีมที่ดูแลส่วนนั้น",
    )
}
