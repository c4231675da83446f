//! Opening an incident: its severity, its channel, and what the process does by itself.

use crate::content::process::OnDeclare;
use crate::drill::Drill;
use crate::drill::decide::Asking;
use crate::drill::paging::rung_person;
use crate::incident::Alert;
use crate::journal::Event;
use crate::model::id::{IncidentId, SeverityId, TeamId, Whom};
use crate::model::text::DisplayText;

/// Longest title in a channel's name, in characters.
const SLUG_MAX: usize = 40;
/// Tickets count on from here.
const TICKETS_FROM: u32 = 4470;

impl Drill {
    pub(super) fn declare(
        &self,
        asking: &Asking<'_>,
        severity: Option<&SeverityId>,
        title: &DisplayText,
    ) -> Vec<Event> {
        let incident = self.ledger.next.incident();
        let severity = severity.cloned().unwrap_or_else(|| self.guess());
        let alert = self.alert_behind(asking);
        let channel = self.channel(incident, title);
        let mut events = vec![Event::Declared {
            incident,
            severity: severity.clone(),
            title: title.clone(),
            channel: channel.clone(),
            alert: alert.map(|alert| alert.id),
        }];
        let mut page = None;
        for what in self.brief.process.on_declare.get(&severity).into_iter().flatten() {
            let (done, paged) = self.automated(asking, *what, incident, &channel, alert);
            events.push(done);
            page = page.or(paged);
        }
        events.extend(page);
        events.extend(self.command_taken(asking, incident));
        events
    }

    /// The severity where none was said: what was shown so far amounts to, in doubt not below the
    /// one under whose ladder everything stands that is undeclared.
    fn guess(&self) -> SeverityId {
        let process = &self.brief.process;
        let undeclared = &process.paging.undeclared;
        match self.incidents.knowledge.evident_at(self.now) {
            Some(evident) if process.in_doubt_higher => process.graver(evident, undeclared).clone(),
            Some(evident) => evident.clone(),
            None => undeclared.clone(),
        }
    }

    /// The alert it comes from: the one this player acknowledged last, else the oldest firing.
    fn alert_behind(&self, asking: &Asking<'_>) -> Option<&Alert> {
        let me = asking.whom();
        let firing = |alert: &&Alert| alert.resolved.is_none();
        let mine = self
            .incidents
            .pages
            .values()
            .rev()
            .filter(|page| page.acknowledged.as_ref().is_some_and(|mark| mark.what == me));
        let mut acked = mine.filter_map(|page| self.incidents.alerts.get(&page.alert?));
        acked.find(firing).or_else(|| self.incidents.alerts.values().find(firing))
    }

    /// `#inc-2026-11-27-checkout-errors`; the incident's number where a title has no Latin letter.
    fn channel(&self, incident: IncidentId, title: &DisplayText) -> String {
        let now = self.brief.scenario.starts + chrono::Duration::seconds(i64::from(self.now.0));
        let date = now.date_naive();
        let mut slug = String::new();
        for letter in title.as_str().chars() {
            if letter.is_ascii_alphanumeric() {
                slug.push(letter.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
            if slug.len() >= SLUG_MAX {
                break;
            }
        }
        let slug = slug.trim_matches('-');
        let letters = slug.bytes().any(|letter| letter.is_ascii_alphabetic());
        let plain = format!("#inc-{date}-{slug}");
        let taken = self.incidents.incidents.values().any(|own| own.channel == plain);
        match (letters, taken) {
            (true, false) => plain,
            (true, true) => format!("{plain}-{}", incident.0),
            (false, _) => format!("#inc-{date}-{}", incident.0),
        }
    }

    fn automated(
        &self,
        asking: &Asking<'_>,
        what: OnDeclare,
        incident: IncidentId,
        channel: &str,
        alert: Option<&Alert>,
    ) -> (Event, Option<Event>) {
        let team = self.team_called(asking, alert);
        let mut page = None;
        let (name, says) = match what {
            OnDeclare::Channel => ("channel", format!("channel {channel} opened")),
            OnDeclare::Invite => {
                let team = team.map_or_else(|| "all".to_owned(), ToString::to_string);
                ("invite", format!("on-call invited: {team}"))
            }
            OnDeclare::Announce => ("announce", format!("posted in #incidents: {channel}")),
            OnDeclare::Page => {
                let (sent, says) = self.page_on_declaring(asking, team, alert);
                page = sent;
                ("page", says)
            }
            OnDeclare::Ticket => ("ticket", format!("ticket {}", TICKETS_FROM + incident.0)),
            OnDeclare::StatusPage => ("status_page", "status page opened".to_owned()),
        };
        let says = DisplayText::from(says);
        (Event::Automated { incident, what: name.to_owned(), says }, page)
    }

    /// The team whose on-call belongs to the incident: the alert's, else the declarer's own.
    fn team_called<'a>(
        &'a self,
        asking: &'a Asking<'_>,
        alert: Option<&Alert>,
    ) -> Option<&'a TeamId> {
        let own = || {
            let mut persons = self.brief.seating.persons_of(asking.player.as_str());
            persons.find_map(|person| self.brief.system.team_of(person))
        };
        alert.and_then(|alert| self.brief.pages(&alert.rule)).or_else(own)
    }

    /// On-call is paged unless they have it already.
    fn page_on_declaring(
        &self,
        asking: &Asking<'_>,
        team: Option<&TeamId>,
        alert: Option<&Alert>,
    ) -> (Option<Event>, String) {
        let Some(person) = rung_person(&self.brief, team, "on-call") else {
            return (None, "nobody is on call for it".to_owned());
        };
        let whom: Whom = self.brief.seating.whom(&person);
        let name = self.brief.seating.shown(&whom).to_owned();
        let has = whom == asking.whom()
            || self.incidents.joined.contains_key(&person)
            || self.incidents.pages.values().any(|page| {
                let mine = page.acknowledged.as_ref().is_some_and(|mark| mark.what == whom);
                mine || (page.whom == whom && page.acknowledged.is_none() && page.closed.is_none())
            });
        if has {
            return (None, format!("on-call has the page: {name}"));
        }
        let why = DisplayText::from(format!("{} declared", self.ledger.next.incident()));
        let page = Event::Paged {
            page: self.ledger.next.page(),
            whom,
            alert: alert.map(|alert| alert.id),
            rung: Some(0),
            why,
        };
        (Some(page), format!("page sent: {name}"))
    }

    /// Somebody is in command from the first second: who sits in that seat, else who declared.
    fn command_taken(&self, asking: &Asking<'_>, incident: IncidentId) -> Option<Event> {
        let role = self.brief.process.roles.first()?;
        let seated = self.brief.lead_seat().and_then(|seat| {
            let seated = self.brief.seating.in_seat(seat.as_str())?;
            Some(Whom::from(seated.as_str()))
        });
        let holder = seated.unwrap_or_else(|| asking.whom());
        Some(Event::Assigned { incident, role: role.id.clone(), holder, brief: None })
    }
}
