//! What answers what the team does: truth, injects with their conditions, looks, remedies, people,
//! hints, questions. It decides nothing.

use std::fmt::Write as _;

use crate::content::truth::{Arm, ArmResult, Form, Truth};
use crate::model::fault::Acts;
use crate::rehearse::team::Played;
use crate::report::markdown::escaped;
use crate::workshop::pack::Page;

impl Page<'_> {
    pub(super) fn truth(&mut self, played: &Played) {
        self.heading("The truth", "ความจริง");
        for truth in &played.loaded.story.truths {
            self.one_truth(truth);
        }
        let faults: Vec<String> = (played.loaded.story.faults.iter())
            .map(|fault| format!("fault `{}` on `{}`", fault.id, fault.target))
            .collect();
        for fault in faults {
            self.item(&fault);
        }
    }

    fn one_truth(&mut self, truth: &Truth) {
        let none = self.either("none: a false alarm", "ไม่มี: เป็น false alarm");
        let cause = truth.cause.as_ref().map_or_else(|| none.to_owned(), |own| format!("`{own}`"));
        let right: Vec<String> =
            truth.right.iter().map(|own| format!("`{} {}`", own.target, own.kind)).collect();
        let word = self.either("Cause", "สาเหตุ");
        self.item(&format!("**{word}**: {cause} {}", right.join(", ")));
        for text in &truth.contributing {
            let (word, text) = (self.either("Contributing", "ปัจจัยร่วม"), self.said(text));
            self.item(&format!("{word}: {text}"));
        }
        for step in &truth.mends {
            let when = step.when.as_ref().map(|when| format!(" (once {when})")).unwrap_or_default();
            let word = self.either("It ends by", "จบได้ด้วย");
            self.item(&format!("{word}: `/do {}`{}", step.order, escaped(&when)));
        }
        for suspect in &truth.suspects {
            let (target, kind) = (&suspect.answer.target, suspect.answer.kind);
            let by = suspect.cleared_by.as_ref().map(ToString::to_string).unwrap_or_default();
            let word = self.either("False lead", "เบาะแสลวง");
            let cleared = self.either("cleared by", "ตัดออกได้ด้วย");
            self.item(&format!("{word}: `{target} {kind}`, {cleared} {}", escaped(&by)));
        }
        let owners: Vec<String> = truth.owners.iter().map(|own| format!("`{own}`")).collect();
        let tell: Vec<String> = truth.tell.iter().map(|own| self.person(own)).collect();
        let (bring, told) = (self.either("Bring in", "ดึงเข้ามา"), self.either("tell", "แจ้ง"));
        self.item(&format!("{bring}: {}; {told}: {}", owners.join(", "), tell.join(", ")));
        if let Some(book) = &truth.runbook {
            self.item(&format!("Runbook: `{book}`"));
        }
        for step in &truth.then {
            let (word, what) = (self.either("Afterwards", "หลังจากนั้น"), self.said(&step.what));
            self.item(&format!("{word}: {what}"));
        }
    }

    pub(super) fn injects(&mut self, played: &Played) {
        self.heading("What comes, and when", "สิ่งที่จะเข้ามา และเมื่อไร");
        for (id, inject) in &played.loaded.story.injects {
            let when = match &inject.acts {
                None => self.either("when you want it", "เมื่อคุณต้องการ").to_owned(),
                Some(Acts::Always) => "00:00".to_owned(),
                Some(Acts::From { when, .. } | Acts::While(when)) => when.to_string(),
            };
            let form = self.form(&inject.form);
            self.item(&format!("`{id}` ({}): {form}", escaped(&when)));
        }
    }

    pub(super) fn form(&self, form: &Form) -> String {
        let asks = |wants: &Option<_>| match wants {
            Some(span) => format!(" [{} {span}]", self.either("answer within", "ตอบภายใน")),
            None => String::new(),
        };
        match form {
            Form::Message { from, to, says, wants } | Form::Call { from, to, says, wants } => {
                let rings = matches!(form, Form::Call { .. });
                let word = if rings {
                    self.either("calls", "โทรหา")
                } else {
                    self.either("to", "ถึง")
                };
                let (from, says) = (self.person(from), self.said(says));
                format!("{from} {word} {}: «{says}»{}", escaped(to), asks(wants))
            }
            Form::Ticket { from, count, says } => {
                format!("{count} tickets, {}: «{}»", escaped(from), self.said(says))
            }
            Form::News { says } => format!("news: «{}»", self.said(says)),
            Form::Alert { target, says, .. } => format!("alert, `{target}`: {}", self.said(says)),
            Form::Log { target, level, says, .. } => {
                format!("log of `{target}`, {level}: {}", self.said(says))
            }
        }
    }

    pub(super) fn looks(&mut self, played: &Played) {
        self.heading("What looks show", "ดูแล้วเห็นอะไร");
        let note = self.either(
            "Besides these, read from the dashboards and deploys above. All that fit are shown.",
            "นอกจากนี้อ่านจาก dashboard และ deploy ข้างบน ทุกข้อที่เงื่อนไขตรงจะแสดงทั้งหมด",
        );
        self.line(&format!("{note}\n"));
        for deploy in &self.scenario.system.deploys {
            let what = self.said(&deploy.what);
            let (target, version) = (&deploy.target, &deploy.version);
            self.item(&format!("`/look {target} deploys`: `{version}`, {what}"));
        }
        for look in &played.loaded.story.looks {
            let when = look.when.as_ref().map(|when| format!(" ({when})")).unwrap_or_default();
            let says = self.said(&look.says);
            self.item(&format!("`/look {} {}`{}: {says}", look.target, look.view, escaped(&when)));
        }
    }

    pub(super) fn remedies(&mut self, played: &Played) {
        self.heading("What remedies do", "คำสั่งแก้ทำอะไร");
        for (remedy, text) in &self.scenario.new_remedies {
            let text = self.said(text);
            self.item(&format!("`/do {remedy}`: {text}"));
        }
        for (remedy, arms) in &played.loaded.story.remedies {
            for arm in arms {
                let line = self.arm(arm);
                self.item(&format!("`/do {remedy} {}`{line}", arm.target));
            }
        }
    }

    fn arm(&self, arm: &Arm) -> String {
        let mut line = String::new();
        if let Some(args) = &arm.args {
            let _ = write!(line, " `{}`", escaped(args));
        }
        if let Some(when) = &arm.when {
            let _ = write!(line, " ({})", escaped(&when.to_string()));
        }
        if let Some(needs) = &arm.needs {
            let _ = write!(line, ", {} `{needs}`", self.either("needs", "ต้องมีสิทธิ์"));
        }
        if let Some(takes) = arm.takes {
            let _ = write!(line, ", {} {takes}", self.either("takes", "ใช้เวลา"));
        }
        let result = match arm.result {
            ArmResult::Works => self.either("works", "ได้ผล"),
            ArmResult::Nothing => self.either("says done and does nothing", "บอกว่าเสร็จแต่ไม่มีผล"),
            ArmResult::Fails => self.either("fails", "ไม่สำเร็จ"),
        };
        let _ = write!(line, ": **{result}**");
        if arm.irreversible {
            line.push_str(self.either(", cannot be taken back", " ย้อนกลับไม่ได้"));
        }
        for text in [&arm.says, &arm.why].into_iter().flatten() {
            let _ = write!(line, " · {}", self.said(text));
        }
        line
    }

    pub(super) fn cast(&mut self, played: &Played) {
        self.heading("What people answer", "แต่ละคนตอบว่าอะไร");
        for (id, member) in &played.loaded.story.cast {
            let name = self.person(id);
            for reply in &member.replies {
                let about: Vec<String> = reply.about.iter().map(|own| escaped(own)).collect();
                let any = self.either("anything else", "เรื่องอื่น");
                let about = if about.is_empty() { any.to_owned() } else { about.join(", ") };
                let when = reply.when.as_ref().map(|own| format!(" ({own})")).unwrap_or_default();
                let says = self.said(&reply.says);
                self.item(&format!("**{name}**, {about}{}: «{says}»", escaped(&when)));
            }
        }
    }

    /// Hints, what is expected, questions for the debrief, the source.
    pub(super) fn help(&mut self, played: &Played) {
        let story = &played.loaded.story;
        self.heading("Hints, each stronger than the last", "คำใบ้ จากอ่อนไปแรง");
        for (number, hint) in (1..).zip(&story.hints) {
            let says = self.said(&hint.says);
            self.line(&format!("{number}. {says}"));
        }
        if !story.expects.is_empty() {
            self.heading("Watch for", "สิ่งที่ควรเห็นทีมทำ");
            for expect in &story.expects {
                let what = self.said(&expect.what);
                self.item(&what);
            }
        }
        self.heading("Questions afterwards", "คำถามหลังซ้อม");
        for (number, text) in (1..).zip(&story.debrief) {
            let text = self.said(text);
            self.line(&format!("{number}. {text}"));
        }
        if let Some(source) = &self.scenario.based_on {
            let word = self.either("After an incident at", "เค้าโครงจากเหตุการณ์ของ");
            let (who, date, at) = (escaped(&source.who), &source.date, escaped(&source.at));
            self.line(&format!("\n{word} {who}, {date} ({at})"));
        }
    }
}
