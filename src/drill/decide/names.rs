//! What typed names mean: people, roles, severities, statuses, audiences, runbooks, targets. The
//! journal keeps the resolved name, so that persons stand in it as `p1`, `p2`.

use crate::command::vocabulary::nearest;
use crate::command::{Command, Update};
use crate::content::process::Role;
use crate::drill::Drill;
use crate::drill::refusals;
use crate::incident::Incident;
use crate::journal::Refusal;
use crate::model::id::{IncidentId, PartId, PersonId, RoleId, SeverityId, StatusId, Target, Whom};

impl Drill {
    /// The command with every name of a person, a role or an incident resolved.
    pub(super) fn resolved(&self, command: &Command) -> Result<Command, Refusal> {
        let mut command = command.clone();
        match &mut command {
            Command::Assign { role, person, .. } | Command::Handover { role, person, .. } => {
                *role = self.role(role)?.id.clone();
                *person = self.person(person)?;
            }
            Command::Page { whom, .. }
            | Command::Ask { whom, .. }
            | Command::Tell { whom, .. }
            | Command::Action { owner: whom, .. } => *whom = self.person(whom)?,
            Command::Severity { severity, .. } => *severity = self.severity(severity)?,
            Command::Declare { severity: Some(severity), .. } => {
                *severity = self.severity(severity)?;
            }
            Command::Status { status, .. } => *status = self.status(status)?,
            Command::Update(update) => self.audiences(update)?,
            Command::Look { target, .. } | Command::Cause { target, .. } => {
                self.target(target)?;
            }
            Command::Do(order) => self.target(&order.target)?,
            _ => {}
        }
        Ok(command)
    }

    fn person(&self, typed: &Whom) -> Result<Whom, Refusal> {
        let seating = &self.brief.seating;
        let role = self.brief.process.role(typed.as_str());
        let holder = role.and_then(|role| {
            let held = self.incidents.holder(None, &role.id).cloned();
            let seated = || seating.in_seat(&role.short).map(|own| Whom::from(own.as_str()));
            held.or_else(seated)
        });
        seating.resolve(typed.as_str()).cloned().or(holder).ok_or_else(|| {
            refusals::unknown(
                ("person, team or duty here", "คน ทีม หรือหน้าที่ชื่อ"),
                typed.as_str(),
                seating.near(typed.as_str()),
                ("Tab after the command lists them.", "กด Tab หลังคำสั่งเพื่อดูรายชื่อ"),
            )
        })
    }

    fn role(&self, typed: &RoleId) -> Result<&Role, Refusal> {
        let lower = typed.as_str().to_lowercase();
        let roles = &self.brief.process.roles;
        self.brief.process.role(&lower).ok_or_else(|| {
            let known = roles.iter().flat_map(|role| [role.short.as_str(), role.id.as_str()]);
            let list: Vec<&str> = roles.iter().map(|role| role.short.as_str()).collect();
            let list = list.join(", ");
            refusals::unknown(
                ("role of this process", "บทบาท"),
                typed.as_str(),
                nearest(&lower, known),
                (&format!("It has {list}."), &format!("ที่มีคือ {list}")),
            )
        })
    }

    fn severity(&self, typed: &SeverityId) -> Result<SeverityId, Refusal> {
        let severities = &self.brief.process.severities;
        let plain = typed.as_str().to_lowercase().replace('-', "");
        let same = |own: &&SeverityId| own.as_str().to_lowercase().replace('-', "") == plain;
        let known = severities.iter().map(|severity| &severity.id).find(same);
        known.cloned().ok_or_else(|| {
            let list: Vec<&str> = severities.iter().map(|own| own.id.as_str()).collect();
            let list = list.join(", ");
            refusals::unknown(
                ("severity of this process", "ระดับความรุนแรง"),
                typed.as_str(),
                None,
                (&format!("It has {list}."), &format!("ที่มีคือ {list}")),
            )
        })
    }

    fn status(&self, typed: &StatusId) -> Result<StatusId, Refusal> {
        let lower = typed.as_str().to_lowercase();
        let statuses = &self.brief.process.statuses;
        let known = statuses.iter().find(|own| own.as_str() == lower);
        known.cloned().ok_or_else(|| {
            let list: Vec<&str> = statuses.iter().map(StatusId::as_str).collect();
            let near = nearest(&lower, list.iter().copied());
            let list = list.join(", ");
            refusals::unknown(
                ("status", "สถานะ"),
                typed.as_str(),
                near,
                (&format!("They are {list}."), &format!("ที่มีคือ {list}")),
            )
        })
    }

    fn audiences(&self, update: &mut Update) -> Result<(), Refusal> {
        for audience in &update.audiences {
            if self.brief.process.audience(audience).is_none() {
                let ids: Vec<&str> =
                    self.brief.process.audiences.iter().map(|own| own.id.as_str()).collect();
                let list = ids.join(", ");
                return Err(refusals::unknown(
                    ("audience of this process", "กลุ่มผู้รับ"),
                    audience.as_str(),
                    nearest(audience.as_str(), ids.iter().copied()),
                    (&format!("It has {list}."), &format!("ที่มีคือ {list}")),
                ));
            }
        }
        update.audiences.sort();
        update.audiences.dedup();
        Ok(())
    }

    fn target(&self, target: &Target) -> Result<(), Refusal> {
        let system = &self.brief.system;
        let story = &self.brief.story;
        let told = story.looks.iter().any(|look| look.target == *target)
            || story.remedies.values().flatten().any(|arm| arm.target == *target);
        if system.has_target(target) || told {
            return Ok(());
        }
        let parts = system.parts.keys().chain(system.clients.keys()).chain(system.flags.keys());
        Err(refusals::unknown(
            ("part of the system", "ส่วนของระบบชื่อ"),
            target.as_str(),
            nearest(target.as_str(), parts.map(PartId::as_str)),
            ("The Services pane lists them.", "ดูรายชื่อได้ในช่อง Services"),
        ))
    }

    /// The incident a command speaks of: the one named, the only one open, else the last one.
    pub(super) fn speaks_of(
        &self,
        named: Option<IncidentId>,
        command: &str,
    ) -> Result<&Incident, Refusal> {
        if let Some(id) = named {
            return self.incidents.incidents.get(&id).ok_or_else(|| {
                let known = self.incidents.incidents.keys().next_back().map(ToString::to_string);
                refusals::unknown(
                    ("incident", "incident"),
                    &id.to_string(),
                    known.as_deref(),
                    ("d declares one.", "กด d เพื่อประกาศ"),
                )
            });
        }
        let open: Vec<&Incident> = self.incidents.open().collect();
        match open.as_slice() {
            [one] => Ok(one),
            [] => {
                let last = self.incidents.incidents.values().next_back();
                last.ok_or_else(|| refusals::no_incident(command))
            }
            several => {
                let ids: Vec<String> = several.iter().map(|own| own.id.to_string()).collect();
                Err(refusals::which_incident(&ids))
            }
        }
    }

    /// A person of the story whom nobody plays.
    pub(super) fn cast(&self, whom: &Whom) -> Option<PersonId> {
        let person = PersonId::from(whom.as_str());
        let known = self.brief.system.people.contains_key(&person);
        (known && !self.brief.seating.is_player(whom)).then_some(person)
    }
}
