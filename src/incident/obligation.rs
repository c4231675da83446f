//! What the process makes due: by when, by whom, met by which entry. It never punishes; the score
//! reads it.

use crate::incident::{Incident, Incidents, Mark};
use crate::model::id::{AlertId, AudienceId, IncidentId, PageId, QuestionId, RoleId, Whom};
use crate::model::time::{DrillTime, Span};

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Duty {
    /// A page to a player is acknowledged.
    Acknowledge(PageId, Option<AlertId>),
    /// A needed role is filled.
    Fill(RoleId),
    /// The first update reaches an audience.
    FirstUpdate(AudienceId),
    /// The next update, by promise or cadence.
    NextUpdate(AudienceId),
    /// The last message after the end.
    FinalUpdate(AudienceId),
    /// Somebody who asked is answered.
    Answer(QuestionId),
}

/// Something due.
#[derive(Clone, Debug, PartialEq)]
pub struct Obligation {
    /// What.
    pub duty: Duty,
    /// In which incident.
    pub incident: Option<IncidentId>,
    /// The role that owes it; `None` where a person does.
    pub role: Option<RoleId>,
    /// Who owes it now: a player, or a person of the story.
    pub owner: Option<Whom>,
    /// Since when.
    pub from: DrillTime,
    /// By when.
    pub due: DrillTime,
    /// The entry that made it due.
    pub cause: u64,
    /// When, and by which entry, it was met; later than `due` is late.
    pub met: Option<Mark<()>>,
    /// When its occasion passed without being met: the page closed, the incident ended.
    pub lapsed: Option<DrillTime>,
}

impl Obligation {
    /// Whether it is neither met nor lapsed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.met.is_none() && self.lapsed.is_none()
    }

    /// Seconds it was late when met, or is late at `now`.
    #[must_use]
    pub fn late(&self, now: DrillTime) -> u32 {
        let end = self.met.as_ref().map(|mark| mark.at).or(self.lapsed).unwrap_or(now);
        end.since(self.due)
    }
}

impl Incidents {
    /// Every obligation so far, met ones too, by due time.
    #[must_use]
    pub fn obligations(&self) -> Vec<Obligation> {
        let mut all = self.pages_to_acknowledge();
        for incident in self.incidents.values() {
            all.extend(self.roles_to_fill(incident));
            all.extend(self.updates_to_send(incident));
        }
        all.extend(self.questions_to_answer());
        all.sort_by(|one, other| (one.due, &one.duty).cmp(&(other.due, &other.duty)));
        all
    }

    fn pages_to_acknowledge(&self) -> Vec<Obligation> {
        let within = self.process.paging.ack_within;
        let to_player = |whom: &Whom| self.player_of(whom).is_some();
        (self.pages.values())
            .filter(|page| to_player(&page.whom))
            .map(|page| Obligation {
                duty: Duty::Acknowledge(page.id, page.alert),
                incident: None,
                role: None,
                owner: Some(page.whom.clone()),
                from: page.sent.at,
                due: page.sent.at + within,
                cause: page.sent.seq,
                met: page.acknowledged.as_ref().map(|m| Mark { what: (), at: m.at, seq: m.seq }),
                lapsed: page.closed,
            })
            .collect()
    }

    fn roles_to_fill(&self, incident: &Incident) -> Vec<Obligation> {
        let mut due = Vec::new();
        for role in &self.process.roles {
            let needed = incident.severities.iter().find_map(|mark| {
                let within = role.needed.get(&mark.what)?;
                Some((mark, mark.at + *within))
            });
            let Some((mark, by)) = needed else { continue };
            let first = incident.roles.get(&role.id).and_then(|tenures| tenures.first());
            due.push(Obligation {
                duty: Duty::Fill(role.id.clone()),
                incident: Some(incident.id),
                role: self.process.roles.first().map(|lead| lead.id.clone()),
                owner: self.owner_of(incident, self.process.roles.first().map(|lead| &lead.id)),
                from: mark.at,
                due: by,
                cause: mark.seq,
                met: first.map(|tenure| Mark {
                    what: (),
                    at: tenure.from.at,
                    seq: tenure.from.seq,
                }),
                lapsed: incident.end(),
            });
        }
        due
    }

    fn updates_to_send(&self, incident: &Incident) -> Vec<Obligation> {
        let mut all = Vec::new();
        for audience in &self.process.audiences {
            all.extend(self.updates_to(incident, &audience.id));
        }
        all
    }

    /// The chain of updates to one audience: first, then each next one, then the last.
    fn updates_to(&self, incident: &Incident, id: &AudienceId) -> Vec<Obligation> {
        let Some(audience) = self.process.audience(id) else {
            return Vec::new();
        };
        let sent: Vec<_> =
            incident.updates.iter().filter(|mark| mark.what.audiences.contains(id)).collect();
        let mut all = Vec::new();
        let mut push = |duty, from: DrillTime, due, cause, met: Option<&&Mark<_>>| {
            let role = self.role_for(&format!("update.{id}"));
            all.push(Obligation {
                duty,
                incident: Some(incident.id),
                owner: self.owner_of(incident, role.as_ref()),
                role,
                from,
                due,
                cause,
                met: met.map(|mark: &&Mark<crate::command::Update>| Mark {
                    what: (),
                    at: mark.at,
                    seq: mark.seq,
                }),
                lapsed: incident.end(),
            });
        };
        let since = self.knowledge.due_since(id);
        let first_due = incident.severities.iter().filter_map(|mark| {
            let within = audience.first.get(&mark.what)?;
            let from = since?.max(mark.at);
            Some((from + *within, from, mark.seq))
        });
        if let Some((due, from, cause)) = first_due.min() {
            push(Duty::FirstUpdate(id.clone()), from, due, cause, sent.first());
        }
        for (index, update) in sent.iter().enumerate() {
            let next = sent.get(index + 1);
            let severity = incident.severity_at(update.at);
            let cadence = severity.and_then(|severity| audience.every.get(severity));
            let by = [cadence, update.what.next.as_ref()].into_iter().flatten().min();
            let ended = incident.end().is_some_and(|end| end <= update.at);
            if let (Some(by), false) = (by, ended) {
                let duty = Duty::NextUpdate(id.clone());
                push(duty, update.at, update.at + *by, update.seq, next);
            }
        }
        if let (Some(resolved), false) = (&incident.resolved, sent.is_empty()) {
            let severity = incident.severity_at(resolved.at);
            let within = severity.and_then(|severity| audience.first.get(severity));
            let within = within.copied().unwrap_or(Span::from_minutes(10));
            let last = sent.iter().find(|mark| mark.at >= resolved.at);
            let duty = Duty::FinalUpdate(id.clone());
            push(duty, resolved.at, resolved.at + within, resolved.seq, last);
            if let Some(last) = all.last_mut() {
                last.lapsed = None;
            }
        }
        all
    }

    fn questions_to_answer(&self) -> Vec<Obligation> {
        let to_player = |whom: &Whom| {
            self.player_of(whom).is_some()
                || whom.as_str() == "all"
                || self.process.role(whom.as_str()).is_some()
        };
        (self.questions.values())
            .filter(|question| to_player(&question.to))
            .map(|question| {
                let role = self.process.role(question.to.as_str()).map(|role| role.id.clone());
                let holder = role.as_ref().and_then(|role| self.holder(None, role)).cloned();
                Obligation {
                    duty: Duty::Answer(question.id),
                    incident: None,
                    owner: holder
                        .or_else(|| self.player_of(&question.to).map(|p| p.player.as_str().into()))
                        .or_else(|| self.seat_holder(question.to.as_str())),
                    role,
                    from: question.asked.at,
                    due: question.due,
                    cause: question.asked.seq,
                    met: question.answered.clone(),
                    lapsed: None,
                }
            })
            .collect()
    }

    /// The role that alone may do something, such as `update.public`; else the first role.
    #[must_use]
    pub fn role_for(&self, deed: &str) -> Option<RoleId> {
        let roles = &self.process.roles;
        let may = roles.iter().find(|role| role.may.iter().any(|own| own == deed));
        may.or_else(|| roles.first()).map(|role| role.id.clone())
    }

    /// Who answers for a role: its holder, else the holder of command, else who declared.
    fn owner_of(&self, incident: &Incident, role: Option<&RoleId>) -> Option<Whom> {
        let lead = self.process.roles.first().map(|role| &role.id);
        role.and_then(|role| incident.holder(role))
            .or_else(|| lead.and_then(|lead| incident.holder(lead)))
            .or(Some(&incident.declared.what))
            .cloned()
    }

    /// The player in the seat of that name.
    fn seat_holder(&self, seat: &str) -> Option<Whom> {
        (self.roster.iter())
            .find(|place| place.seats.iter().any(|own| own.as_str() == seat))
            .map(|place| place.player.as_str().into())
    }
}

impl Incident {
    /// When it was resolved or closed.
    #[must_use]
    pub fn end(&self) -> Option<DrillTime> {
        let resolved = self.resolved.as_ref().map(|mark| mark.at);
        resolved.or_else(|| self.closed.as_ref().map(|mark| mark.at))
    }
}
