//! Running the incident where the seat of command is a colleague's: declare, share the work out,
//! decide on what was found, move the status, resolve once it is verified.

use crate::command::Command;
use crate::crew::agenda::Task;
use crate::crew::comms::named;
use crate::crew::evidence::{is_calm, worst};
use crate::crew::finding::board;
use crate::crew::speech::either;
use crate::crew::{AGAIN_S, Craft, Crew};
use crate::model::id::{RoleId, StatusId, Whom};
use crate::model::remedy::Order;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
use crate::view::{RecordRow, RemedyRow, SeatView};

/// Seconds without a cause after which one asks.
const ASKS_AFTER_S: u32 = 180;
/// Seconds of calm before one believes it.
const CALM_S: u32 = 120;
/// Seconds in which a colleague may verify; then one does it oneself.
const VERIFY_S: u32 = 150;

/// How far the running of the incident has come.
#[derive(Clone, Debug, Default)]
pub(super) struct Leading {
    /// When declaring was planned last.
    declared: Option<DrillTime>,
    asked: Option<DrillTime>,
    /// Causes that were decided on.
    decided: Vec<String>,
    /// Since when the board is calm.
    calm: Option<DrillTime>,
    verifying: Option<DrillTime>,
    shared_out: bool,
}

impl Crew {
    /// What whoever leads does next.
    pub(super) fn lead(&mut self, view: &SeatView, now: DrillTime) {
        self.leading.calm = is_calm(view).then(|| self.leading.calm.unwrap_or(now));
        let Some(incident) = view.incidents.iter().find(|row| row.open) else {
            self.open_incident(view, now);
            return;
        };
        let graver = view.evident.as_ref().is_some_and(|(evident, _)| {
            self.process.rank(evident) < self.process.rank(&incident.severity)
        });
        if graver && !self.agenda.has(|task| *task == Task::Raise) {
            self.plan(now, Task::Raise);
        }
        self.share_out(view, now);
        if let Some(insight) = self.knowledge(view) {
            self.decide_as_known(&insight, view, now);
        } else {
            self.ask_for_findings(view, incident.declared, now);
            self.decide(view, now);
        }
        self.move_on(view, now);
    }

    /// Declares what is evident, once no page waits any more.
    fn open_incident(&mut self, view: &SeatView, now: DrillTime) {
        let waits = view.alerts.iter().any(|row| row.waits_for_me);
        let lately = self.leading.declared.is_some_and(|at| now.since(at) < AGAIN_S);
        if view.incidents.is_empty() && view.evident.is_some() && !waits && !lately {
            self.leading.declared = Some(now);
            self.plan(now, Task::Declare);
        }
    }

    /// Roles nobody needs by a deadline, but somebody sits for.
    fn share_out(&mut self, view: &SeatView, now: DrillTime) {
        if std::mem::replace(&mut self.leading.shared_out, true) {
            return;
        }
        let open = view.team.iter().filter(|row| row.holder.is_none() && row.needed_by.is_none());
        let sat: Vec<RoleId> = open
            .filter(|row| seated(view, &row.short).is_some())
            .map(|row| row.role.clone())
            .collect();
        for role in sat {
            self.plan(now, Task::Fill(role));
        }
    }

    fn ask_for_findings(&mut self, view: &SeatView, declared: DrillTime, now: DrillTime) {
        let known = view.record.iter().any(|row| row.kind == "cause");
        let since = self.leading.asked.unwrap_or(declared);
        let Some(name) = self.mender(view).filter(|name| *name != view.my_name) else { return };
        if !known && now.since(since) >= ASKS_AFTER_S && !is_calm(view) {
            self.leading.asked = Some(now);
            let asks = either(view.lang, "what do you see?".to_owned(), "เจออะไรบ้าง?".to_owned());
            self.plan(now, Task::Ask(name, asks));
        }
    }

    /// A cause was stated: decide what is done about it, with the reason, and ask for it.
    fn decide(&mut self, view: &SeatView, now: DrillTime) {
        let Some(cause) = view.record.iter().rev().find(|row| row.kind == "cause") else { return };
        let text = cause.text.to_string();
        let Some((target, "release")) = text.split_once(": ") else { return };
        if self.leading.decided.contains(&text) || begun_on(view, target, cause) {
            return;
        }
        self.leading.decided.push(text.clone());
        let why = if cause.why.is_empty() { cause.text.clone() } else { cause.why.clone() };
        let what = either(
            view.lang,
            format!("roll back {target}, errors should fall within 5 minutes"),
            format!("ย้อน {target} error ควรลดใน 5 นาที"),
        );
        let decision = Command::Decision { text: DisplayText::from(what), why };
        self.plan_writing(now, Task::Give(Box::new(decision)));
        if let Some(name) = self.mender(view).filter(|name| *name != view.my_name) {
            let asks = either(
                view.lang,
                format!("please roll back {target}"),
                format!("ย้อน {target} ให้หน่อย"),
            );
            self.plan(now, Task::Ask(name, asks));
        } else {
            let order = Order { remedy: "rollback".into(), target: target.into(), args: None };
            self.plan(now, Task::Do(order));
        }
    }

    /// The name of who finds out and mends.
    pub(super) fn mender(&self, view: &SeatView) -> Option<String> {
        self.holder_of(Craft::Mending, view)
    }

    /// From status to status, each on what was seen.
    fn move_on(&mut self, view: &SeatView, now: DrillTime) {
        let statuses = self.process.statuses.clone();
        let place = |back: usize| statuses.len().checked_sub(back).and_then(|at| statuses.get(at));
        let ended = last_ended(view);
        if let (Some(_), Some(identified)) =
            (view.record.iter().rev().find(|row| row.kind == "cause"), statuses.get(1))
        {
            self.plan_status(identified, self.reason(view), view, now);
        }
        let Some(ended) = ended.filter(|_| self.knows_it_mended(view)) else { return };
        let calm_now = self.leading.calm.is_some();
        if let Some(monitoring) = place(2).filter(|_| calm_now) {
            let note = either(
                view.lang,
                format!("{} has ended. {}", ended.what, board(view)),
                format!("{} เสร็จแล้ว {}", ended.what, board(view)),
            );
            self.plan_status(monitoring, note, view, now);
        }
        let calm = self.leading.calm.is_some_and(|since| now.since(since) >= CALM_S);
        let (true, Some(resolved)) = (calm, place(1)) else { return };
        if verified(view, ended) {
            self.plan_status(resolved, board(view), view, now);
        } else if self.knowledge(view).is_none() {
            self.ask_to_verify(view, ended, now);
        }
    }

    fn ask_to_verify(&mut self, view: &SeatView, ended: &RemedyRow, now: DrillTime) {
        let Some(target) = ended.what.split(' ').nth(1) else { return };
        let other = self.mender(view).filter(|name| *name != view.my_name);
        match (self.leading.verifying, other) {
            (None, Some(name)) => {
                let asks = either(
                    view.lang,
                    format!("please verify {target}"),
                    format!("ตรวจยืนยัน {target} ให้หน่อย"),
                );
                self.plan(now, Task::Ask(name, asks));
            }
            (Some(since), Some(_)) if now.since(since) < VERIFY_S => return,
            _ => {
                let order = Order { remedy: "verify".into(), target: target.into(), args: None };
                self.plan(now, Task::Do(order));
            }
        }
        self.leading.verifying = Some(now);
    }

    fn plan_status(&mut self, status: &StatusId, note: String, view: &SeatView, now: DrillTime) {
        let planned = self.agenda.has(|task| matches!(task, Task::Status(own, _) if own == status));
        if !planned && self.is_before(status, view) {
            self.plan(now, Task::Status(status.clone(), note));
        }
    }

    /// Whether the open incident stands before a status.
    pub(super) fn is_before(&self, status: &StatusId, view: &SeatView) -> bool {
        let stands = view.incidents.iter().find(|row| row.open).map(|row| &row.status);
        let rank = |status| self.process.status_rank(status);
        stands.is_some_and(|own| rank(own) < rank(status))
    }

    /// The severity raised to what is evident.
    pub(super) fn raising(&self, view: &SeatView) -> Option<Command> {
        let incident = view.incidents.iter().find(|row| row.open)?;
        let (severity, _) = view.evident.clone()?;
        (self.process.rank(&severity) < self.process.rank(&incident.severity)).then(|| {
            let why = DisplayText::from(board(view));
            Command::Severity { incident: named(view), severity, why }
        })
    }
}

/// The opening of the incident: at the severity that is evident, named for what is worst.
pub(super) fn declaration(view: &SeatView) -> Option<Command> {
    let (severity, _) = view.evident.clone().filter(|_| view.incidents.is_empty())?;
    let part = worst(view).map(|row| row.part.to_string());
    let title = part.map_or_else(
        || either(view.lang, "Errors for customers".to_owned(), "ลูกค้าเจอ error".to_owned()),
        |part| format!("{part} errors"),
    );
    Some(Command::Declare { severity: Some(severity), title: DisplayText::from(title) })
}

/// A role to who sits for it, else to somebody who holds none, else to oneself.
pub(super) fn assignment(role: &RoleId, view: &SeatView) -> Option<Command> {
    let row = view.team.iter().find(|row| row.role == *role)?;
    if row.holder.is_some() {
        return None;
    }
    let holds = |name: &str| {
        view.team.iter().any(|own| own.holder.as_ref().is_some_and(|(own, _)| own == name))
    };
    let free = || {
        let playing = |own: &&crate::view::PersonRow| own.seated && !is_apart(&own.title);
        let mut others = view.people.iter().filter(playing).map(|own| own.name.clone());
        others.find(|name| !holds(name))
    };
    let person = seated(view, &row.short).or_else(free);
    let person = Whom::from(person.unwrap_or_else(|| view.my_name.clone()));
    Some(Command::Assign { incident: named(view), role: RoleId::from(row.short.as_str()), person })
}

fn is_apart(title: &str) -> bool {
    title.contains("facilitator") || title.contains("observer")
}

/// The colleague who sits in a seat.
fn seated(view: &SeatView, short: &str) -> Option<String> {
    let sits = |title: &str| title.split(", ").any(|seat| seat == short);
    let other = view.people.iter().find(|own| own.seated && sits(&own.title));
    other.map(|own| own.name.clone())
}

/// The last remedy that ended without saying that it failed; verifying mends nothing.
fn last_ended(view: &SeatView) -> Option<&RemedyRow> {
    let done = |row: &&RemedyRow| row.ended_well() && !row.what.starts_with("verify ");
    view.remedies.iter().rev().find(done)
}

/// Whether somebody has verified since a remedy ended, and it did not say that it failed.
fn verified(view: &SeatView, ended: &RemedyRow) -> bool {
    let since = ended.ended.map(|(at, _)| at);
    view.remedies
        .iter()
        .any(|row| row.ended_well() && row.what.starts_with("verify ") && Some(row.began) >= since)
}

/// Whether something was begun on a part after a cause was stated.
fn begun_on(view: &SeatView, target: &str, cause: &RecordRow) -> bool {
    let here = |row: &RemedyRow| row.what.split(' ').nth(1) == Some(target);
    view.remedies.iter().any(|row| here(row) && row.began >= cause.at)
}
