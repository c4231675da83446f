//! Changing an incident: severity, status, roles, closing, updates.

use crate::command::Update;
use crate::content::process::Audience;
use crate::drill::Drill;
use crate::drill::decide::{Asking, Decided};
use crate::drill::faults::Tool;
use crate::drill::refusals;
use crate::incident::Incident;
use crate::journal::{Event, Refusal};
use crate::model::id::{AudienceId, IncidentId, RoleId, SeverityId, StatusId, Whom};
use crate::model::text::{DisplayText, Lang};

impl Drill {
    /// The incident, if it can still be changed.
    fn changeable(&self, named: Option<IncidentId>, command: &str) -> Result<&Incident, Refusal> {
        let incident = self.speaks_of(named, command)?;
        if incident.closed.is_some() {
            return Err(refusals::incident_closed(&incident.id.to_string()));
        }
        Ok(incident)
    }

    pub(super) fn change_severity(
        &self,
        named: Option<IncidentId>,
        severity: &SeverityId,
        why: &DisplayText,
    ) -> Decided {
        let incident = self.changeable(named, "severity")?;
        let id = incident.id;
        if incident.severity() == Some(severity) {
            return Err(refusals::state(
                &format!("{id} is {severity} already."),
                &format!("{id} เป็น {severity} อยู่แล้ว"),
            ));
        }
        let (severity, why) = (severity.clone(), why.clone());
        Ok(vec![Event::SeverityChanged { incident: id, severity, why }])
    }

    pub(super) fn change_status(
        &self,
        named: Option<IncidentId>,
        status: &StatusId,
        note: &DisplayText,
    ) -> Decided {
        let incident = self.changeable(named, "status")?;
        let id = incident.id;
        let rank = |status: &StatusId| self.brief.process.status_rank(status).unwrap_or(0);
        if let Some(before) = incident.status() {
            if before == status {
                return Err(refusals::state(
                    &format!("{id} is {status} already."),
                    &format!("{id} เป็น {status} อยู่แล้ว"),
                ));
            }
            if rank(status) < rank(before) && note.is_empty() {
                return Err(refusals::process(
                    &format!(
                        "From {before} back to {status} needs a reason. Write it after: \
                         `/status {status} WHY`."
                    ),
                    &format!(
                        "การย้อนจาก {before} กลับไป {status} ต้องบอกเหตุผล: `/status {status} เหตุผล`"
                    ),
                ));
            }
        }
        let (status, note) = (status.clone(), note.clone());
        Ok(vec![Event::StatusChanged { incident: id, status, note }])
    }

    pub(super) fn close(&self, named: Option<IncidentId>, reason: &DisplayText) -> Decided {
        let incident = self.changeable(named, "close")?.id;
        Ok(vec![Event::Closed { incident, reason: reason.clone() }])
    }

    /// `/assign`, and `/handover` with its brief.
    pub(super) fn assign(
        &self,
        named: Option<IncidentId>,
        role: &RoleId,
        holder: &Whom,
        brief: Option<&DisplayText>,
    ) -> Decided {
        let command = if brief.is_some() { "handover" } else { "assign" };
        let incident = self.changeable(named, command)?;
        let name = self.brief.seating.shown(holder);
        let short = self.brief.process.role(role.as_str()).map_or(role.as_str(), |r| &r.short);
        let before = incident.holder(role);
        if before == Some(holder) {
            return Err(refusals::state(
                &format!("{name} holds {short} already."),
                &format!("{name} ถือบทบาท {short} อยู่แล้ว"),
            ));
        }
        if brief.is_some() && before.is_none() {
            return Err(refusals::state(
                &format!(
                    "Nobody holds {short} yet, so there is nothing to hand over. `/assign {short} {name}` fills it."
                ),
                &format!("ยังไม่มีใครถือบทบาท {short} จึงส่งต่อไม่ได้ ใช้ `/assign {short} {name}`"),
            ));
        }
        if let Some(person) = self.cast(holder)
            && !self.is_there(&person)
        {
            return Err(self.not_there(holder));
        }
        Ok(vec![Event::Assigned {
            incident: incident.id,
            role: role.clone(),
            holder: holder.clone(),
            brief: brief.cloned(),
        }])
    }

    /// Somebody of the story who has not joined.
    pub(super) fn not_there(&self, whom: &Whom) -> Refusal {
        let name = self.brief.seating.shown(whom);
        let paged = self.incidents.pages.values().rfind(|page| page.whom == *whom);
        if let Some(page) = paged {
            let at = page.sent.at;
            let (en, th) = match &page.acknowledged {
                Some(_) => ("has the page and is on the way", "รับ page แล้ว กำลังเข้ามา"),
                None => ("has not taken the page yet", "ยังไม่รับ page"),
            };
            return refusals::state(
                &format!("{name} is not here yet: paged at {at}, {name} {en}."),
                &format!("{name} ยังไม่อยู่ที่นี่ page เมื่อ {at} {th}"),
            );
        }
        refusals::state(
            &format!("{name} is not here. `/page {name} WHY` brings them in."),
            &format!("{name} ยังไม่อยู่ที่นี่ เรียกด้วย `/page {name} เหตุผล`"),
        )
    }

    pub(super) fn update(&self, asking: &Asking<'_>, update: &Update) -> Decided {
        let incident = self.changeable(update.incident, "update")?;
        for audience in &update.audiences {
            self.may_update(asking, incident, audience.as_str())?;
            if self.incidents.knowledge.forbidden(audience) {
                return Err(self.forbidden(audience));
            }
        }
        let outside = |id| self.brief.process.audience(id).is_some_and(Audience::outside);
        if update.audiences.iter().any(outside) && self.tool("status_page") == Tool::Absent {
            return Err(refusals::state(
                "The status page does not answer, so nothing was published. Other audiences can be \
                 told without it.",
                "หน้าสถานะไม่ตอบ จึงยังไม่ได้เผยแพร่อะไร กลุ่มอื่นแจ้งได้โดยไม่ต้องใช้หน้านี้",
            ));
        }
        if update.next.is_none() && incident.is_open() {
            return Err(refusals::process(
                "`next=none` comes only once the incident is resolved. Add `next=20m`, or u opens the form.",
                "`next=none` ใช้ได้เมื่อแก้ไขแล้วเท่านั้น เพิ่ม `next=20m` หรือกด u",
            ));
        }
        let incident = incident.id;
        Ok(vec![Event::Updated { incident, update: update.clone() }])
    }

    /// What the process never tells an audience is refused, with who may be told.
    fn forbidden(&self, audience: &AudienceId) -> Refusal {
        let mut closed = self.brief.process.audiences.iter().filter(|own| !own.members.is_empty());
        let (en, th) = closed.next().map_or_else(Default::default, |own| {
            let id = own.id.as_str();
            (format!(" `{id}` reaches those concerned."), format!(" ใช้ `{id}` ถึงผู้เกี่ยวข้องเท่านั้น"))
        });
        refusals::process(
            &format!("The process forbids {audience} updates on this.{en}"),
            &format!("กระบวนการห้ามอัปเดต {audience} ในเรื่องนี้{th}"),
        )
    }

    /// What the process leaves to one role is refused while another player holds that role. A
    /// person of the story who holds it leaves the words to whoever leads.
    fn may_update(
        &self,
        asking: &Asking<'_>,
        incident: &Incident,
        audience: &str,
    ) -> Result<(), Refusal> {
        let deed = format!("update.{audience}");
        let roles = &self.brief.process.roles;
        let Some(role) = roles.iter().find(|role| role.may.contains(&deed)) else { return Ok(()) };
        match incident.holder(&role.id) {
            Some(holder) if *holder != asking.whom() && self.brief.seating.is_player(holder) => {
                let named = self.brief.process.audiences.iter().find(|a| a.id.as_str() == audience);
                let thai = named.map_or(audience, |own| own.name.get(Lang::Th));
                let article =
                    if audience.starts_with(['a', 'e', 'i', 'o', 'u']) { "An" } else { "A" };
                Err(refusals::role_alone(
                    (&format!("{article} {audience} update"), &format!("อัปเดต{thai}")),
                    (role.name.get(Lang::En), role.name.get(Lang::Th)),
                    self.brief.seating.shown(holder),
                ))
            }
            _ => Ok(()),
        }
    }
}
