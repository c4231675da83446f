//! Who is paged, when, and when it stops. Ladders run from the first page of an alert, rung by
//! rung, until somebody acknowledges or the alert resolves; before anything is declared by the
//! severity the process names for that, afterwards by the incident's. A page that rings again
//! begins its ladder anew.
//!
//! So that one bad minute does not ring ten times: somebody who has a page of the same team
//! unacknowledged, has acknowledged one within `again_after`, or has joined, is not paged for the
//! next alert of that team. What fires while an incident is open is decided on once, as it fires.

use std::sync::Arc;

use crate::content::process::{Rung, RungBy};
use crate::drill::Drill;
use crate::drill::brief::Brief;
use crate::incident::{Alert, Page};
use crate::journal::{Actor, Entry, Event};
use crate::model::id::{AlertId, PersonId, SeverityId, TeamId, Whom};
use crate::model::text::DisplayText;
use crate::model::time::Span;

/// Whom a rung reaches: the first on call of a team, its lead, or who has a duty.
pub(super) fn rung_person(brief: &Brief, team: Option<&TeamId>, page: &str) -> Option<PersonId> {
    let team = team.and_then(|team| brief.system.teams.get(team));
    match page {
        "on-call" => team.and_then(|team| team.on_call.first().or_else(|| team.people.first())),
        "team-lead" => team.and_then(|team| team.lead.as_ref()),
        duty => brief.system.duties.get(duty),
    }
    .cloned()
}

impl Drill {
    /// Ladders, pages that ring again, pages that close.
    pub(super) fn paging(&mut self, out: &mut Vec<Entry>) {
        self.close_pages(out);
        self.ring_again(out);
        let firing: Vec<AlertId> = (self.incidents.alerts.values())
            .filter(|alert| alert.resolved.is_none())
            .map(|alert| alert.id)
            .collect();
        for alert in firing {
            self.climb(alert, out);
        }
    }

    /// The ladder in force: the open incident's, else the one for what is undeclared.
    pub(super) fn severity_in_force(&self) -> &SeverityId {
        let open = self.incidents.open().filter_map(|incident| incident.severity());
        let undeclared = &self.brief.process.paging.undeclared;
        open.reduce(|one, other| self.brief.process.graver(one, other)).unwrap_or(undeclared)
    }

    fn climb(&mut self, id: AlertId, out: &mut Vec<Entry>) {
        let brief = Arc::clone(&self.brief);
        let Some(alert) = self.incidents.alerts.get(&id).cloned() else { return };
        let Some(team) = brief.pages(&alert.rule) else { return };
        let Some(ladder) = brief.process.escalation.get(self.severity_in_force()) else { return };
        let begins = self.pages_of(id).filter(|page| page.rung == Some(0)).last();
        let (begins, first) = (begins.map(|page| page.id), begins.map(|page| page.sent.at));
        let climbed: Vec<&Page> =
            self.pages_of(id).filter(|page| begins.is_some_and(|own| page.id >= own)).collect();
        if climbed.iter().any(|page| page.acknowledged.is_some()) {
            return;
        }
        let paged: Vec<Option<u32>> = climbed.iter().map(|page| page.rung).collect();
        for (number, rung) in (0_u32..).zip(ladder) {
            let due = match first {
                None => number == 0 && rung.after.0 == 0,
                Some(first) => self.now >= first + rung.after,
            };
            let Some(person) = rung_person(&brief, Some(team), &rung.page) else { continue };
            let whom = brief.seating.whom(&person);
            if !due
                || paged.contains(&Some(number))
                || rung.by == RungBy::Ticket
                || self.is_spared(&alert, number, &whom, team)
            {
                continue;
            }
            if rung.by == RungBy::Chat && brief.seating.is_player(&whom) {
                continue;
            }
            let why = why(&alert, number, rung);
            self.send_page(whom, Some(id), Some(number), why, out);
        }
    }

    /// Whether the first rung's person need not be paged for this alert too; see on top.
    fn is_spared(&self, alert: &Alert, number: u32, whom: &Whom, team: &TeamId) -> bool {
        if number > 0 {
            return false;
        }
        let again = self.brief.process.paging.again_after.unwrap_or_default();
        let same_team = |page: &&Page| {
            let rule = page.alert.and_then(|id| self.incidents.alerts.get(&id)).map(|a| &a.rule);
            page.whom == *whom && rule.is_some_and(|rule| self.brief.pages(rule) == Some(team))
        };
        let rings = |page: &Page| match &page.acknowledged {
            Some(mark) => self.now < mark.at + again,
            None => page.closed.is_none(),
        };
        let joined = self.incidents.joined.contains_key(whom.as_str());
        let declared = self.incidents.open().next().is_some() && alert.fired.at < self.now;
        joined || declared || self.incidents.pages.values().filter(same_team).any(rings)
    }

    /// An acknowledged page nobody has touched for so long rings again: its alert still fires,
    /// nothing is declared, and the player who acknowledged has said nothing since.
    fn ring_again(&mut self, out: &mut Vec<Entry>) {
        let Some(again) = self.brief.process.paging.again_after else { return };
        if self.incidents.open().next().is_some() {
            return;
        }
        let untouched = |page: &&Page| {
            let last = page.alert.is_some_and(|id| {
                self.incidents.alerts.get(&id).is_some_and(|alert| alert.resolved.is_none())
                    && self.pages_of(id).all(|other| other.id <= page.id)
            });
            page.acknowledged.as_ref().is_some_and(|mark| {
                let word = self.ledger.last_word(mark.what.as_str()).unwrap_or(mark.at);
                let player = self.brief.seating.is_player(&mark.what);
                last && player && self.now >= mark.at.max(word) + again
            })
        };
        let due: Vec<Page> = self.incidents.pages.values().filter(untouched).cloned().collect();
        for page in due {
            self.send_page(page.whom, page.alert, page.rung, page.why, out);
        }
    }

    /// Pages close when their alert has resolved, or when nobody has acknowledged them for long.
    fn close_pages(&mut self, out: &mut Vec<Entry>) {
        let after = self.brief.process.paging.closes_after;
        let over = |page: &&Page| {
            let alert = page.alert.and_then(|id| self.incidents.alerts.get(&id));
            let resolved = alert.is_some_and(|alert| alert.resolved.is_some());
            let expired = after.is_some_and(|after: Span| self.now >= page.sent.at + after);
            page.acknowledged.is_none() && page.closed.is_none() && (resolved || expired)
        };
        let due: Vec<_> = self.incidents.pages.values().filter(over).map(|page| page.id).collect();
        for page in due {
            self.emit(Actor::Process, Event::PageClosed(page), out);
        }
    }

    fn send_page(
        &mut self,
        whom: Whom,
        alert: Option<AlertId>,
        rung: Option<u32>,
        why: DisplayText,
        out: &mut Vec<Entry>,
    ) {
        let page = self.ledger.next.page();
        self.emit(Actor::Process, Event::Paged { page, whom, alert, rung, why }, out);
    }

    pub(super) fn pages_of(&self, alert: AlertId) -> impl Iterator<Item = &Page> {
        self.incidents.pages.values().filter(move |page| page.alert == Some(alert))
    }
}

/// What a page says.
fn why(alert: &Alert, number: u32, rung: &Rung) -> DisplayText {
    let says = alert.says.en.as_str();
    DisplayText::from(if number == 0 {
        format!("{} {says}", alert.id)
    } else {
        format!("{} {says}; nobody acknowledged it, so the {} is paged", alert.id, rung.page)
    })
}
