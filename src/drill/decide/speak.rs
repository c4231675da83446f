//! Speaking with people: acknowledging, paging, asking, telling, answering.

use crate::drill::Drill;
use crate::drill::decide::{Asking, Decided};
use crate::drill::refusals;
use crate::incident::Question;
use crate::journal::Event;
use crate::model::id::{AlertId, QuestionId, Whom};
use crate::model::text::DisplayText;

impl Drill {
    pub(super) fn ack(&self, asking: &Asking<'_>, id: AlertId) -> Decided {
        let by = asking.whom();
        let Some(alert) = self.incidents.alerts.get(&id) else {
            let last = self.incidents.alerts.keys().next_back().map(ToString::to_string);
            return Err(refusals::unknown(
                ("alert that has fired", "alert"),
                &id.to_string(),
                last.as_deref(),
                ("None has fired yet.", "ยังไม่มี alert"),
            ));
        };
        let waiting: Vec<Event> = (self.pages_of(id))
            .filter(|page| page.acknowledged.is_none() && page.closed.is_none())
            .map(|page| Event::Acknowledged { page: page.id, by: by.clone() })
            .collect();
        if !waiting.is_empty() {
            return Ok(waiting);
        }
        if let Some(resolved) = &alert.resolved {
            return Err(refusals::state(
                &format!("{id} resolved at {}; there is nothing to acknowledge.", resolved.at),
                &format!("{id} กลับเป็นปกติแล้วเมื่อ {} ไม่มีอะไรต้อง ack", resolved.at),
            ));
        }
        let acked = self.pages_of(id).filter_map(|page| page.acknowledged.as_ref()).last();
        Err(match acked {
            Some(mark) => {
                let name = self.brief.seating.shown(&mark.what);
                refusals::state(
                    &format!("{id} was acknowledged at {} by {name}.", mark.at),
                    &format!("{name} ack {id} แล้วเมื่อ {}", mark.at),
                )
            }
            None => refusals::state(
                &format!("{id} pages nobody, so there is nothing to acknowledge. v looks into it."),
                &format!("{id} ไม่ได้ page ใคร จึงไม่มีอะไรต้อง ack กด v เพื่อตรวจดู"),
            ),
        })
    }

    /// Anybody may be paged at any time; who is there already need not be.
    pub(super) fn page(&self, asking: &Asking<'_>, whom: &Whom, why: &DisplayText) -> Decided {
        if *whom == asking.whom() {
            return Err(refusals::state(
                "That page would reach you. `/page team-lead-or-duty WHY` brings in somebody else.",
                "page นี้จะถึงคุณเอง ใช้ `/page` กับหัวหน้าทีมหรือหน้าที่อื่น",
            ));
        }
        let name = self.brief.seating.shown(whom);
        if let Some(at) = self.incidents.joined.get(whom.as_str()) {
            return Err(refusals::state(
                &format!("{name} is here since {at}. `/ask {name} …` reaches them."),
                &format!("{name} อยู่ที่นี่ตั้งแต่ {at} ใช้ `/ask {name} …` ได้เลย"),
            ));
        }
        Ok(vec![Event::Paged {
            page: self.ledger.next.page(),
            whom: whom.clone(),
            alert: None,
            rung: None,
            why: why.clone(),
        }])
    }

    /// A colleague who is played reads it and answers as they see fit; a person of the story
    /// answers after a while, if they are there.
    pub(super) fn ask(&self, asking: &Asking<'_>, whom: &Whom, question: &DisplayText) -> Decided {
        if *whom == asking.whom() {
            return Err(refusals::state(
                "That is you. `/note …` keeps a thought.",
                "นั่นคือคุณเอง ใช้ `/note …` เพื่อจดไว้",
            ));
        }
        let Some(person) = self.cast(whom) else { return Ok(Vec::new()) };
        if !self.can_be_asked(&person) {
            return Err(self.not_there(whom));
        }
        let (reply, takes) = self.reply_to(&person, question.as_str());
        let ready = self.now + takes;
        let from = asking.player.clone();
        Ok(vec![Event::QuestionPut { from, to: person, reply, ready }])
    }

    /// A word to somebody who waits for one answers them.
    pub(super) fn tell(&self, whom: &Whom) -> Vec<Event> {
        let waits = |own: &&Question| own.answered.is_none() && own.from == *whom;
        let waiting = self.incidents.questions.values().filter(waits);
        waiting.map(|own| Event::Answered(own.id)).collect()
    }

    pub(super) fn answer(&self, id: QuestionId) -> Decided {
        let open = self.incidents.questions.values().filter(|own| own.answered.is_none());
        let open: Vec<String> = open.map(|own| own.id.to_string()).collect();
        match self.incidents.questions.get(&id) {
            None => Err(refusals::unknown(
                ("question", "คำถาม"),
                &id.to_string(),
                open.first().map(String::as_str),
                ("Nobody waits for an answer.", "ตอนนี้ไม่มีใครรอคำตอบ"),
            )),
            Some(own) => match &own.answered {
                Some(mark) => Err(refusals::state(
                    &format!(
                        "{id} was answered at {}. `/tell {} …` adds to it.",
                        mark.at, own.from
                    ),
                    &format!("{id} ตอบแล้วเมื่อ {} เพิ่มเติมได้ด้วย `/tell {} …`", mark.at, own.from),
                )),
                None => Ok(vec![Event::Answered(id)]),
            },
        }
    }
}
