//! Working on the system: looks, remedies, causes, runbooks, hints, jumps.

use crate::command::vocabulary::nearest;
use crate::command::{LookView, StepMark};
use crate::content::truth::Answer;
use crate::drill::Drill;
use crate::drill::decide::{Asking, Decided};
use crate::drill::refusals;
use crate::journal::{Event, Verdict};
use crate::model::cause::CauseKind;
use crate::model::id::{RemedyId, RunbookId, Target};
use crate::model::quantity::rounded;
use crate::model::remedy::{Order, REMEDIES, remedy};
use crate::model::text::DisplayText;
use crate::model::time::clock;

impl Drill {
    /// One look at a time per player.
    pub(super) fn look(&self, asking: &Asking<'_>, target: &Target, view: LookView) -> Decided {
        if let Some(own) = self.ledger.look_of(asking.player) {
            let left = clock(own.ready.since(self.now));
            let (what, side) = (&own.target, own.view.word());
            return Err(refusals::limit(
                &format!("One look at a time: {what} {side} returns in {left}."),
                &format!("ตรวจดูได้ทีละอย่าง: {what} {side} จะกลับมาในอีก {left}"),
            ));
        }
        Ok(vec![Event::LookBegan {
            look: self.ledger.next.look(),
            target: target.clone(),
            view,
            ready: self.now + self.look_takes(target, view),
        }])
    }

    pub(super) fn carry(&self, asking: &Asking<'_>, order: &Order) -> Decided {
        let name = order.remedy.as_str();
        let added = self.brief.scenario.new_remedies.keys();
        if remedy(name).is_none() && !self.brief.scenario.new_remedies.contains_key(&order.remedy) {
            let known = REMEDIES.iter().map(|kind| kind.name).chain(added.map(RemedyId::as_str));
            return Err(refusals::unknown(
                ("remedy", "วิธีแก้ชื่อ"),
                name,
                nearest(name, known),
                ("Tab after `/do` lists them.", "กด Tab หลัง `/do` เพื่อดูรายชื่อ"),
            ));
        }
        if self.is_under_way(order) {
            let target = &order.target;
            return Err(refusals::state(
                &format!("{name} {target} is under way already; it prints when it has ended."),
                &format!("{name} {target} กำลังทำอยู่แล้ว จะแจ้งเมื่อเสร็จ"),
            ));
        }
        if let Some(needs) = self.lacks(order, asking.player) {
            let system = &self.brief.system;
            let has = system.people.iter().filter(|(_, own)| own.permissions.contains(needs));
            let names: Vec<&str> = has.map(|(id, _)| id.as_str()).collect();
            let first = names.first().copied().unwrap_or("nobody");
            let target = &order.target;
            return Err(refusals::permission(
                &format!(
                    "`{name} {target}` needs the permission {needs}, which nobody here has. \
                     `/page {first} WHY` brings in who has it."
                ),
                &format!(
                    "`{name} {target}` ต้องใช้สิทธิ์ {needs} ซึ่งไม่มีใครที่นี่มี \
                     เรียกคนที่มีด้วย `/page {first} เหตุผล`"
                ),
            ));
        }
        Ok(vec![self.begin_remedy(order)])
    }

    /// A hypothesis is never refused; how good it is, nobody is told before the debrief.
    pub(super) fn cause(&self, target: &Target, kind: CauseKind) -> Vec<Event> {
        let named = Answer { target: target.clone(), kind };
        let truths = &self.brief.story.truths;
        let verdict = if truths.iter().any(|truth| truth.right.contains(&named)) {
            Verdict::Right
        } else if truths.iter().any(|truth| truth.accept.contains(&named)) {
            Verdict::Acceptable
        } else {
            Verdict::Wrong
        };
        vec![Event::CauseStated { verdict }]
    }

    pub(super) fn open_runbook(&self, id: &RunbookId) -> Decided {
        if self.brief.runbooks.contains_key(id) {
            return Ok(vec![Event::RunbookOpened(id.clone())]);
        }
        let known = self.brief.runbooks.keys().map(RunbookId::as_str);
        Err(refusals::unknown(
            ("runbook", "runbook"),
            id.as_str(),
            nearest(id.as_str(), known),
            ("b lists them.", "กด b เพื่อดูรายชื่อ"),
        ))
    }

    /// A step of the runbook opened last.
    pub(super) fn step(&self, number: u32, mark: StepMark, why: &DisplayText) -> Decided {
        let Some(open) = self.incidents.runbooks.last() else {
            return Err(refusals::state(
                "`/step` needs a runbook; none is open. b opens one.",
                "`/step` ต้องเปิด runbook ก่อน กด b เพื่อเปิด",
            ));
        };
        let steps = self.brief.runbooks.get(&open.id).map(|own| own.steps.as_slice());
        let steps = steps.unwrap_or_default();
        if !steps.iter().any(|step| step.number == number) {
            let (id, last) = (&open.id, steps.len());
            return Err(refusals::unknown(
                (&format!("step of {id}"), &format!("ขั้นตอนใน {id}")),
                &number.to_string(),
                None,
                (&format!("It has steps 1 to {last}."), &format!("มีขั้นตอน 1 ถึง {last}")),
            ));
        }
        let marked = open.steps.iter().rev().find(|own| own.what.number == number);
        if let Some(own) = marked.filter(|own| own.what.how == mark) {
            return Err(refusals::state(
                &format!("Step {number} was marked so at {}.", own.at),
                &format!("ขั้นตอน {number} ถูกบันทึกไว้แล้วเมื่อ {}", own.at),
            ));
        }
        if mark == StepMark::Skip && why.is_empty() {
            return Err(refusals::process(
                &format!("A skipped step needs a why: `/step {number} skip WHY`."),
                &format!("ข้ามขั้นตอนต้องบอกเหตุผล: `/step {number} skip เหตุผล`"),
            ));
        }
        Ok(vec![Event::StepMarked { runbook: open.id.clone(), number, mark, why: why.clone() }])
    }

    /// Hints come in order, ever stronger, each at its price.
    pub(super) fn hint(&self) -> Decided {
        let taken = self.ledger.hints as usize;
        let Some(hint) = self.brief.story.hints.get(taken) else {
            return Err(refusals::state("There is no further hint.", "ไม่มีคำใบ้เพิ่มแล้ว"));
        };
        if hint.when.as_ref().is_some_and(|when| !self.holds(when)) {
            return Err(refusals::state(
                "The next hint is not ready yet; what is on the screens comes first.",
                "คำใบ้ถัดไปยังไม่พร้อม ดูสิ่งที่อยู่บนหน้าจอก่อน",
            ));
        }
        let prices = &self.brief.process.hint_prices;
        let price = prices.get(taken).or_else(|| prices.last()).copied().unwrap_or(0.0);
        Ok(vec![Event::Hinted {
            level: self.ledger.hints + 1,
            says: hint.says.clone(),
            price: u32::try_from(rounded(price)).unwrap_or(0),
        }])
    }

    pub(super) fn jump(&self) -> Decided {
        if self.ledger.offered.is_none() {
            return Err(refusals::clock(
                "The clock jumps only where the scenario offers it, and it does not now.",
                "ข้ามเวลาได้เฉพาะเมื่อสถานการณ์เปิดให้ ตอนนี้ยังไม่ได้",
            ));
        }
        Ok(Vec::new())
    }
}
