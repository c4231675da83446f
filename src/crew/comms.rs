//! Telling people: when an update is due, what its fields say, how a question is answered. Every
//! word comes from what this seat was shown.

use crate::command::{Command, Effect, Update};
use crate::content::process::Audience;
use crate::crew::Crew;
use crate::crew::evidence::{effect_of, errors, held_back, is_calm, worst};
use crate::crew::finding::board;
use crate::crew::speech::{either, sentence_of, story_time};
use crate::crew::wish::Wanted;
use crate::incident::{Duty, Obligation};
use crate::model::id::{AudienceId, IncidentId, PartId, QuestionId};
use crate::model::text::DisplayText;
use crate::model::time::{DrillTime, Span};
use crate::view::{IncidentRow, SeatView, UpdateRow};

/// A next word is promised within this where the process names no cadence.
const NEXT: Span = Span::from_minutes(20);
/// Seconds to spare before a promise.
const TO_SPARE_S: u32 = 60;

impl Crew {
    /// Whether a duty is to be met now: the first word at once, a next one before its time.
    pub(super) fn is_time_for(&self, own: &Obligation, view: &SeatView, now: DrillTime) -> bool {
        match own.duty {
            Duty::NextUpdate(_) => {
                let needs = self.profile.reaction.median_s + self.profile.writing.median_s;
                let needs = crate::model::quantity::rounded(needs * 1.5);
                let needs = u32::try_from(needs).unwrap_or(0) + TO_SPARE_S;
                own.due.since(now) <= needs
            }
            Duty::FinalUpdate(_) => is_calm(view) || own.due.since(now) <= TO_SPARE_S,
            _ => true,
        }
    }

    /// Audiences that wait for a word; the first of the process where none does.
    pub(super) fn audiences_owed(&self, view: &SeatView) -> Vec<AudienceId> {
        let audience = |duty: &Duty| match duty {
            Duty::FirstUpdate(id) | Duty::NextUpdate(id) | Duty::FinalUpdate(id) => {
                Some(id.clone())
            }
            _ => None,
        };
        let open = view.due.iter().filter(|item| item.obligation.is_open());
        let mut owed: Vec<AudienceId> =
            open.filter_map(|item| audience(&item.obligation.duty)).collect();
        owed.sort();
        owed.dedup();
        if owed.is_empty() {
            owed.extend(self.process.audiences.first().map(|own| own.id.clone()));
        }
        owed
    }

    /// An update to these audiences, as things stand.
    pub(super) fn update(
        &mut self,
        audiences: &[AudienceId],
        asked: &Wanted,
        view: &SeatView,
        now: DrillTime,
    ) -> Option<Command> {
        let incident = view.incidents.first()?;
        let outward = |id: &AudienceId| self.process.audience(id).is_some_and(Audience::outside);
        let public = audiences.iter().any(outward);
        let last = last_to(audiences, view);
        let scope = scope(view, last, incident);
        let effect = match errors(view, &PartId::from(scope.as_str())) {
            _ if !incident.open && is_calm(view) => Effect::None,
            Some(share) => effect_of(share.max(held_back(view).unwrap_or(0.0))),
            None => Effect::Unknown,
        };
        let within = asked.next.unwrap_or_else(|| self.next_within(audiences, incident));
        // In a team without people the promise of a next word may slip the mind.
        let promises = asked.next.is_some() || !self.seeks() || self.pace.thinks_of_it();
        let next = (incident.open && promises).then_some(within);
        let doing =
            if public { outward_doing(view, incident, effect) } else { doing(view, incident) };
        let at = next.map(|next| story_time(view, now + next));
        let text = match &asked.text {
            Some(text) => sentence_of(text),
            None if public => public_text(view, effect, at.as_deref()),
            None => internal_text(view, &doing, at.as_deref()),
        };
        Some(Command::Update(Update {
            incident: named(view),
            audiences: audiences.to_vec(),
            scope: DisplayText::from(scope),
            effect,
            doing: DisplayText::from(doing),
            next,
            text: DisplayText::from(text),
        }))
    }

    fn next_within(&self, audiences: &[AudienceId], incident: &IncidentRow) -> Span {
        let every = audiences
            .iter()
            .filter_map(|id| self.process.audience(id)?.every.get(&incident.severity).copied());
        every.min().unwrap_or(NEXT)
    }
}

/// Whether an audience is owed a word by now or later.
pub(super) fn owes(audience: &AudienceId, view: &SeatView) -> bool {
    view.due.iter().any(|item| {
        let open = item.obligation.is_open();
        open && match &item.obligation.duty {
            Duty::FirstUpdate(id) | Duty::NextUpdate(id) | Duty::FinalUpdate(id) => id == audience,
            _ => false,
        }
    })
}

/// How things stand, what is done and when the next word comes, for one person.
pub(super) fn word_for(view: &SeatView) -> String {
    let mut said = vec![board(view)];
    said.extend(view.incidents.first().map(|incident| sentence_of(&doing(view, incident))));
    let next = view.updates.iter().rev().find_map(|row| row.next);
    said.extend(next.map(|at| next_word(view, &story_time(view, at))));
    said.join(". ")
}

/// What people were told so far, the newest word to each audience.
pub(super) fn told(view: &SeatView) -> String {
    let mut audiences: Vec<&AudienceId> = Vec::new();
    let mut said = Vec::new();
    for row in view.updates.iter().rev() {
        let new = row.update.audiences.iter().filter(|id| !audiences.contains(id));
        let new: Vec<&AudienceId> = new.collect();
        if !new.is_empty() {
            let names: Vec<&str> = new.iter().map(|id| id.as_str()).collect();
            let at = story_time(view, row.at);
            said.push(format!("{} {at}: «{}»", names.join(", "), row.update.text));
            audiences.extend(new);
        }
    }
    if said.is_empty() {
        return either(
            view.lang,
            "nobody was told anything yet".to_owned(),
            "ยังไม่ได้แจ้งใคร".to_owned(),
        );
    }
    said.join(". ")
}

/// What somebody who waits is told.
pub(super) fn answer(question: QuestionId, view: &SeatView) -> Option<Command> {
    let waits =
        |item: &&crate::view::InboxItem| item.question == Some(question) && item.answered.is_none();
    view.inbox.iter().find(waits)?;
    let promise = view.due.iter().filter(|item| {
        item.obligation.is_open()
            && matches!(item.obligation.duty, Duty::FirstUpdate(_) | Duty::NextUpdate(_))
    });
    let at = promise.map(|item| item.obligation.due).min().map(|at| story_time(view, at));
    let doing = view.incidents.first().map(|incident| sentence_of(&doing(view, incident)));
    let mut said = vec![board(view)];
    said.extend(doing);
    said.extend(at.as_ref().map(|at| next_word(view, at)));
    // Who asks may have to pass it on to people outside.
    said.extend(at.filter(|_| !is_calm(view)).map(|at| {
        let share = worst(view).and_then(|row| errors(view, &row.part));
        let says = public_text(view, share.map_or(Effect::Unknown, effect_of), Some(&at));
        either(view.lang, format!("To users: {says}"), format!("ข้อความถึงผู้ใช้: {says}"))
    }));
    Some(Command::Answer { question, text: DisplayText::from(said.join(". ")) })
}

/// What is being done, for colleagues: the remedy under way, the last one, or the looking.
fn doing(view: &SeatView, incident: &IncidentRow) -> String {
    let lang = view.lang;
    if !incident.open {
        return either(
            lang,
            "resolved; the post-mortem follows".to_owned(),
            "แก้ไขแล้ว จะทำ post-mortem ต่อ".to_owned(),
        );
    }
    if let Some(row) = view.remedies.iter().rev().find(|row| row.ended.is_none()) {
        return either(lang, format!("{} is running", row.what), format!("กำลัง {}", row.what));
    }
    let last = view.remedies.iter().rev().find_map(|row| Some((row, row.ended?)));
    if let Some((row, (_, failed))) = last {
        return if failed {
            either(
                lang,
                format!("{} failed, looking for another way", row.what),
                format!("{} ไม่สำเร็จ กำลังหาทางอื่น", row.what),
            )
        } else {
            either(
                lang,
                format!("{} has ended, watching whether it holds", row.what),
                format!("{} เสร็จแล้ว กำลังเฝ้าดูผล", row.what),
            )
        };
    }
    let cause = view.record.iter().rev().find(|row| row.kind == "cause");
    if let Some(row) = cause {
        return either(
            lang,
            format!("cause held: {}", row.text),
            format!("ข้อสันนิษฐาน: {}", row.text),
        );
    }
    match worst(view) {
        Some(row) => {
            either(lang, format!("looking into {}", row.part), format!("กำลังตรวจดู {}", row.part))
        }
        None => either(lang, "looking into it".to_owned(), "กำลังตรวจดู".to_owned()),
    }
}

/// The incident an update speaks of, where it has to be named.
pub(super) fn named(view: &SeatView) -> Option<IncidentId> {
    let open: Vec<&IncidentRow> = view.incidents.iter().filter(|row| row.open).collect();
    open.first().filter(|_| open.len() > 1).map(|row| row.id)
}

fn last_to<'a>(audiences: &[AudienceId], view: &'a SeatView) -> Option<&'a UpdateRow> {
    let shared = |row: &&UpdateRow| row.update.audiences.iter().any(|id| audiences.contains(id));
    view.updates.iter().rev().find(shared).or_else(|| view.updates.last())
}

/// The service that is worst; once all is calm again, the one spoken of before.
fn scope(view: &SeatView, last: Option<&UpdateRow>, incident: &IncidentRow) -> String {
    let before = last.map(|row| row.update.scope.to_string());
    let before = before.filter(|scope| !scope.is_empty());
    let fallback = || incident.title.to_string();
    worst(view).map(|row| row.part.to_string()).or(before).unwrap_or_else(fallback)
}

fn next_word(view: &SeatView, at: &str) -> String {
    either(view.lang, format!("Next word {at}"), format!("แจ้งครั้งถัดไป {at} น."))
}

fn internal_text(view: &SeatView, doing: &str, next: Option<&str>) -> String {
    let mut said = vec![board(view), sentence_of(doing)];
    said.extend(next.map(|at| next_word(view, at)));
    said.join(". ")
}

fn outward_doing(view: &SeatView, incident: &IncidentRow, effect: Effect) -> String {
    let lang = view.lang;
    if !incident.open {
        return either(lang, "solved".to_owned(), "แก้ไขแล้ว".to_owned());
    }
    if effect == Effect::None && !view.remedies.is_empty() {
        let (en, th) = ("watching whether it holds", "กำลังเฝ้าดูผล");
        either(lang, en.to_owned(), th.to_owned())
    } else if view.remedies.is_empty() {
        either(lang, "looking into it".to_owned(), "กำลังตรวจสอบ".to_owned())
    } else {
        either(lang, "working on the repair".to_owned(), "กำลังแก้ไข".to_owned())
    }
}

fn public_text(view: &SeatView, effect: Effect, next: Option<&str>) -> String {
    let lang = view.lang;
    let Some(at) = next else {
        return either(
            lang,
            "Our service works again for everybody. We are sorry for the trouble.".to_owned(),
            "บริการของเรากลับมาใช้งานได้ตามปกติแล้ว ขออภัยในความไม่สะดวก".to_owned(),
        );
    };
    match effect {
        Effect::None => {
            return either(
                lang,
                format!("Our service works again. We keep watching and will write again at {at}."),
                format!("บริการของเรากลับมาใช้งานได้แล้ว เรายังเฝ้าดูอยู่ และจะแจ้งอีกครั้ง {at} น."),
            );
        }
        Effect::Unknown => {
            return either(
                lang,
                format!("We are looking into trouble with our service, next word at {at}."),
                format!("เรากำลังตรวจสอบปัญหาการใช้งาน และจะแจ้งอีกครั้ง {at} น."),
            );
        }
        _ => {}
    }
    let who = match effect {
        Effect::All => either(lang, "Our users".to_owned(), "ผู้ใช้".to_owned()),
        Effect::Many => either(lang, "Many users".to_owned(), "ผู้ใช้จำนวนมาก".to_owned()),
        _ => either(lang, "Some users".to_owned(), "ผู้ใช้บางส่วน".to_owned()),
    };
    either(
        lang,
        format!(
            "{who} have trouble with our service. We are working on it and will write again at {at}."
        ),
        format!("{who}พบปัญหาในการใช้งาน เรากำลังแก้ไข และจะแจ้งอีกครั้ง {at} น."),
    )
}
