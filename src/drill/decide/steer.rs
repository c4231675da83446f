//! Steering the drill and judging it: clock, injects, ratings; and what only goes on record.

use crate::command::vocabulary::nearest;
use std::collections::BTreeMap;
use std::str::FromStr as _;

use crate::command::{Command, Steering};
use crate::content::process::Capability;
use crate::drill::Drill;
use crate::drill::decide::Decided;
use crate::drill::refusals;
use crate::journal::{Event, InjectForm, InjectShown, Refusal};
use crate::model::id::{InjectId, ObjectiveId};
use crate::model::text::{DisplayText, Text};

impl Drill {
    pub(super) fn steered(&self, command: &Command) -> Decided {
        match command {
            Command::Pause => Ok(vec![Event::Paused]),
            Command::Resume if self.ledger.paused => Ok(vec![Event::Resumed]),
            Command::Resume => Err(refusals::clock("The clock runs already.", "นาฬิกาเดินอยู่แล้ว")),
            Command::Speed(_) if self.brief.graded => Err(refusals::clock(
                "The clock of a graded drill keeps speed 1. Practice has `>`; it is not in trends.",
                "การซ้อมแบบคิดคะแนนใช้ความเร็ว 1 เท่านั้น เร่งได้ในแบบฝึกซ้อม",
            )),
            Command::Speed(speed) => Ok(vec![Event::SpeedSet(*speed)]),
            Command::End => Ok(self.ending("end")),
            Command::Abort(_) => Ok(self.ending("abort")),
            Command::Inject(text) => Ok(vec![Event::Shown(own_inject(text))]),
            Command::Steer { how, inject } => self.steer(*how, inject),
            Command::Rate { objective, .. } | Command::Witness { objective, .. } => {
                self.objective(objective)
            }
            Command::SelfRate { capability, .. } => capability_named(capability),
            Command::Dispute { line, .. } | Command::Rule { line, .. } => self.objective(line),
            _ => Ok(Vec::new()),
        }
    }

    fn steer(&self, how: Steering, id: &InjectId) -> Decided {
        if !self.brief.story.injects.contains_key(id) {
            return Err(self.no_inject(id));
        }
        if self.ledger.shown.contains(id) && how != Steering::Fire {
            return Err(refusals::state(
                &format!("`{id}` was shown already. `/fire {id}` shows it again."),
                &format!("`{id}` แสดงไปแล้ว `/fire {id}` เพื่อแสดงอีกครั้ง"),
            ));
        }
        Ok(Vec::new())
    }

    fn no_inject(&self, id: &InjectId) -> Refusal {
        let known = self.brief.story.injects.keys().map(InjectId::as_str);
        refusals::unknown(
            ("inject of this scenario", "inject ชื่อ"),
            id.as_str(),
            nearest(id.as_str(), known),
            ("The Injects pane lists them.", "ดูรายชื่อได้ในช่อง Injects"),
        )
    }

    fn objective(&self, id: &ObjectiveId) -> Decided {
        let objectives = &self.brief.process.objectives;
        let expected = self.brief.story.expects.iter().any(|own| own.id == *id);
        if objectives.contains_key(id) || expected {
            return Ok(Vec::new());
        }
        let known = objectives.keys().map(ObjectiveId::as_str);
        Err(refusals::unknown(
            ("objective", "หัวข้อคะแนน"),
            id.as_str(),
            nearest(id.as_str(), known),
            ("The scorecard lists them.", "ดูรายชื่อได้ในใบคะแนน"),
        ))
    }
}

fn capability_named(typed: &str) -> Decided {
    if Capability::from_str(typed).is_ok() {
        return Ok(Vec::new());
    }
    let known: Vec<&str> = Capability::ALL.iter().map(|own| own.name()).collect();
    let list = known.join(", ");
    Err(refusals::unknown(
        ("capability", "ความสามารถชื่อ"),
        typed,
        nearest(typed, known.iter().copied()),
        (&format!("They are {list}."), &format!("ที่มีคือ {list}")),
    ))
}

/// A facilitator's own words, as news.
fn own_inject(text: &DisplayText) -> InjectShown {
    let says = Text { en: text.clone(), th: None };
    InjectShown { inject: None, form: InjectForm::News { says }, evidence: BTreeMap::new() }
}
