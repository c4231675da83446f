//! The due strip: what the process asks for, in the words of the screen. It shows what
//! `incident` says is owed, mine first, and never whether somebody does well.

use crate::content::process::Process;
use crate::incident::{Duty, Incidents, Obligation};
use crate::model::id::{AudienceId, PlayerId};
use crate::model::text::{DisplayText, Lang, Text};
use crate::model::time::DrillTime;
use crate::view::names::Names;
use crate::view::{DueItem, DueState};

/// How long a met item still shows.
const MET_SHOWS_S: u32 = 5;
/// The least of "soon".
const SOON_AT_LEAST_S: u32 = 60;
/// Soon is the last fifth.
const SOON_PART: u32 = 5;

/// Items of the strip that still stand at `now`: mine first, then by time.
pub(super) fn items(
    incidents: &Incidents,
    names: &Names,
    me: &PlayerId,
    my_roles: &[String],
    now: DrillTime,
) -> Vec<DueItem> {
    let process = &incidents.process;
    let item = |obligation: Obligation| {
        let role = obligation.role.as_ref().and_then(|role| process.role(role.as_str()));
        let sits = role.is_some_and(|role| my_roles.contains(&role.short));
        let mine = match &obligation.owner {
            Some(owner) => owner.as_str() == me.as_str(),
            None => sits,
        };
        let owner = obligation.owner.as_ref().map(|owner| names.of(owner));
        let owner = owner.or_else(|| role.map(|role| role.short.clone())).unwrap_or_default();
        let label = label(&obligation.duty, incidents, names);
        let state = state(&obligation, now);
        DueItem { obligation, mine, owner, label, state }
    };
    let stands = |obligation: &Obligation| shows(obligation, now);
    let mut items: Vec<DueItem> =
        incidents.obligations().into_iter().filter(stands).map(item).collect();
    items.sort_by_key(|item| !item.mine);
    items
}

/// Brings the states of the items up to `now`, and drops what was met long enough ago.
pub(super) fn tick(items: &mut Vec<DueItem>, now: DrillTime) {
    items.retain(|item| shows(&item.obligation, now));
    for item in items {
        item.state = state(&item.obligation, now);
    }
}

fn shows(obligation: &Obligation, now: DrillTime) -> bool {
    match &obligation.met {
        Some(met) => now < DrillTime(met.at.0.saturating_add(MET_SHOWS_S)),
        None => obligation.lapsed.is_none(),
    }
}

fn state(obligation: &Obligation, now: DrillTime) -> DueState {
    let due = obligation.due;
    if let Some(met) = &obligation.met {
        return if met.at <= due {
            DueState::MetEarly(due.since(met.at))
        } else {
            DueState::MetLate(met.at.since(due))
        };
    }
    if now > due {
        return DueState::Late(now.since(due));
    }
    let left = due.since(now);
    let soon = (due.since(obligation.from) / SOON_PART).max(SOON_AT_LEAST_S);
    if left <= soon { DueState::Soon(left) } else { DueState::Open(left) }
}

/// What is owed, in two or three words.
fn label(duty: &Duty, incidents: &Incidents, names: &Names) -> Text {
    let process = &incidents.process;
    match duty {
        Duty::Acknowledge(page, alert) => {
            let what = alert.map_or_else(|| page.to_string(), |alert| alert.to_string());
            both(format!("ack {what}"), format!("รับเรื่อง {what}"))
        }
        Duty::Fill(role) => {
            let short = process.role(role.as_str()).map_or(role.as_str(), |role| &role.short);
            both(format!("fill {short}"), format!("มอบหมาย {short}"))
        }
        Duty::FirstUpdate(id) => {
            let (en, th) = audience(process, id);
            both(format!("{en} update"), format!("อัปเดต{th}"))
        }
        Duty::NextUpdate(id) => {
            let (en, th) = audience(process, id);
            both(format!("next {en}"), format!("อัปเดต{th}ครั้งถัดไป"))
        }
        Duty::FinalUpdate(id) => {
            let (en, th) = audience(process, id);
            both(format!("final {en} update"), format!("อัปเดต{th}ครั้งสุดท้าย"))
        }
        Duty::Answer(id) => {
            let from = incidents.questions.get(id).map(|question| names.of(&question.from));
            let from = from.unwrap_or_else(|| id.to_string());
            both(format!("answer {from}"), format!("ตอบ {from}"))
        }
    }
}

fn audience<'a>(process: &'a Process, id: &'a AudienceId) -> (&'a str, &'a str) {
    let name = process.audience(id).map(|audience| &audience.name);
    name.map_or((id.as_str(), id.as_str()), |name| (name.get(Lang::En), name.get(Lang::Th)))
}

/// A text in both languages.
pub(super) fn both(en: String, th: String) -> Text {
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}
