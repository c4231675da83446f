//! The due strip, the team and the people: who owes what by when. It never says how well anyone
//! is doing.

use crate::incident::{Duty, Incident, Obligation};
use crate::model::id::{RoleId, Whom};
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::view::fold::SeatFold;
use crate::view::{AlertRow, DueItem, DueState, IncidentRow, PersonRow, TeamRow};

/// Something met stays on the strip so long, in drill-seconds.
const JUST_MET: u32 = 5;
/// Soon is at least the last minute.
const SOON_AT_LEAST: u32 = 60;
/// Resolved alerts stay in sight so long.
const RESOLVED_STAY: u32 = 600;

impl SeatFold {
    pub(super) fn set_due(&mut self) {
        let now = self.view.now;
        let mut items = Vec::new();
        for obligation in self.incidents.obligations() {
            let Some(state) = state_of(&obligation, now) else { continue };
            let mine = obligation.owner.as_ref().is_some_and(|owner| self.is_me(owner));
            items.push(DueItem {
                mine,
                owner: obligation.owner.as_ref().map(|w| self.names.of(w)).unwrap_or_default(),
                label: self.label(&obligation),
                state,
                obligation,
            });
        }
        items.sort_by_key(|item| (!item.mine, item.obligation.due));
        self.view.due = items;
    }

    fn label(&self, obligation: &Obligation) -> Text {
        let process = &self.incidents.process;
        let audience = |id| process.audience(id).map_or_else(Text::default, |a| a.name.clone());
        let (en, th) = match &obligation.duty {
            Duty::Acknowledge(page, alert) => {
                let what = alert.map_or_else(|| page.to_string(), |alert| alert.to_string());
                (format!("ack {what}"), format!("ack {what}"))
            }
            Duty::Fill(role) => {
                let short = process.role(role.as_str()).map_or(role.as_str(), |r| &r.short);
                (format!("fill {short}"), format!("มอบหมาย {short}"))
            }
            Duty::FirstUpdate(id) => {
                let name = audience(id);
                let thai = name.th.as_ref().unwrap_or(&name.en);
                (format!("first update {}", name.en), format!("อัปเดตแรก {thai}"))
            }
            Duty::NextUpdate(id) => {
                let name = audience(id);
                let thai = name.th.as_ref().unwrap_or(&name.en);
                (format!("{} update", name.en), format!("อัปเดต{thai}"))
            }
            Duty::FinalUpdate(id) => {
                let name = audience(id);
                let thai = name.th.as_ref().unwrap_or(&name.en);
                (format!("final update {}", name.en), format!("อัปเดตสุดท้าย {thai}"))
            }
            Duty::Answer(question) => {
                let from = self.incidents.questions.get(question).map(|q| self.names.of(&q.from));
                let from = from.unwrap_or_default();
                (format!("answer {from}"), format!("ตอบ {from}"))
            }
        };
        Text { en: en.into(), th: Some(th.into()) }
    }

    pub(super) fn lay_out_incidents(&mut self) {
        let mut rows: Vec<IncidentRow> = Vec::new();
        for incident in self.incidents.incidents.values() {
            let (Some(severity), Some(status)) = (incident.severity(), incident.status()) else {
                continue;
            };
            rows.push(IncidentRow {
                id: incident.id,
                severity: severity.clone(),
                status: status.clone(),
                title: incident.title.clone(),
                channel: incident.channel.clone(),
                declared: incident.declared.at,
                open: incident.is_open(),
            });
        }
        rows.sort_by_key(|row| (!row.open, row.id));
        self.view.incidents = rows;
    }

    pub(super) fn lay_out_alerts(&mut self) {
        let now = self.view.now;
        let mut rows = Vec::new();
        for alert in self.incidents.alerts.values() {
            let resolved = alert.resolved.as_ref().map(|mark| mark.at);
            if resolved.is_some_and(|at| now.since(at) > RESOLVED_STAY) {
                continue;
            }
            let pages = self.incidents.pages.values().filter(|page| page.alert == Some(alert.id));
            let waits = |page: &&crate::incident::Page| {
                page.acknowledged.is_none() && page.closed.is_none() && self.is_me(&page.whom)
            };
            let waits_for_me = pages.clone().any(|page| waits(&page));
            let value = alert.metric.as_ref().and_then(|metric| {
                let last = self.view.history.get(metric)?.last()?;
                Some((metric.clone(), last.1))
            });
            rows.push(AlertRow {
                id: alert.id,
                target: alert.target.clone(),
                says: alert.says.clone(),
                value,
                fired: alert.fired.at,
                resolved,
                pages: pages
                    .map(|page| {
                        let acked = page.acknowledged.as_ref().map(|mark| mark.at);
                        (page.id, self.names.of(&page.whom), page.sent.at, acked)
                    })
                    .collect(),
                waits_for_me,
            });
        }
        rows.sort_by_key(|row| (!row.waits_for_me, row.resolved.is_some(), row.fired, row.id));
        self.view.alerts = rows;
    }

    pub(super) fn lay_out_team(&mut self) {
        let incident = self.incidents.open().next();
        let mut team = Vec::new();
        let mut mine = Vec::new();
        for role in &self.incidents.process.roles {
            let tenure = incident.and_then(|own| own.roles.get(&role.id)?.last());
            let held = tenure.filter(|tenure| tenure.until.is_none());
            if held.is_some_and(|tenure| self.is_me(&tenure.holder)) {
                mine.push(role.short.clone());
            }
            team.push(TeamRow {
                role: role.id.clone(),
                short: role.short.clone(),
                name: role.name.clone(),
                holder: held.map(|tenure| (self.names.of(&tenure.holder), tenure.from.at)),
                needed_by: incident
                    .filter(|_| held.is_none())
                    .and_then(|incident| self.needed_by(incident, &role.id)),
                doing: held.and_then(|tenure| self.doing(&tenure.holder)),
            });
        }
        if mine.is_empty() {
            let seat = self.incidents.roster.iter().find(|place| place.player == self.me);
            mine = seat
                .map(|place| place.seats.iter().map(ToString::to_string).collect())
                .unwrap_or_default();
        }
        self.view.my_roles = mine;
        self.view.team = team;
        self.lay_out_people();
    }

    fn needed_by(&self, incident: &Incident, role: &RoleId) -> Option<DrillTime> {
        let role = self.incidents.process.role(role.as_str())?;
        incident
            .severities
            .iter()
            .find_map(|mark| role.needed.get(&mark.what).map(|within| mark.at + *within))
    }

    /// What somebody is at: a look or a remedy under way.
    fn doing(&self, whom: &Whom) -> Option<String> {
        let name = self.names.of(whom);
        let look =
            self.view.looks.iter().rev().find(|look| look.lines.is_none() && look.who == name);
        if let Some(look) = look {
            return Some(format!("/look {}", look.target));
        }
        let order =
            self.incidents.remedies.values().find(|remedy| {
                remedy.ended.is_none() && remedy.begun.what.as_ref() == Some(whom)
            })?;
        Some(format!("/do {} {}", order.order.remedy, order.order.target))
    }

    fn lay_out_people(&mut self) {
        let mut rows = Vec::new();
        for person in self.incidents.system.people.keys() {
            let whom = Whom::from(person.as_str());
            let place = self.incidents.player_of(&whom);
            let player = place.map(|place| Whom::from(place.player.as_str()));
            let page = (self.incidents.pages.values().rev())
                .find(|page| page.whom == whom || Some(&page.whom) == player.as_ref());
            rows.push(PersonRow {
                name: self.names.of(&whom),
                title: self.names.title(person.as_str()),
                paged: page.map(|page| page.sent.at),
                acknowledged: page.and_then(|page| page.acknowledged.as_ref()).map(|m| m.at),
                joined: self.incidents.joined.get(person).copied(),
                seated: place.is_some(),
            });
        }
        self.view.people = rows;
    }
}

fn state_of(obligation: &Obligation, now: DrillTime) -> Option<DueState> {
    if let Some(met) = &obligation.met {
        if now.since(met.at) > JUST_MET {
            return None;
        }
        return Some(if met.at <= obligation.due {
            DueState::MetEarly(obligation.due.since(met.at))
        } else {
            DueState::MetLate(met.at.since(obligation.due))
        });
    }
    if obligation.lapsed.is_some() {
        return None;
    }
    if now > obligation.due {
        return Some(DueState::Late(now.since(obligation.due)));
    }
    let left = obligation.due.since(now);
    let soon = (obligation.due.since(obligation.from) / 5).max(SOON_AT_LEAST);
    Some(if left <= soon { DueState::Soon(left) } else { DueState::Open(left) })
}
