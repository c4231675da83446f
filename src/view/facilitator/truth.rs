//! What is really so, in a few lines: cause, what acts, who is hit, what was lost, what is left to
//! do. It knows the story and the samples of the truth, and judges nobody.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::truth::{Answer, Story, Truth};
use crate::journal::{Entry, Event, Truth as Sample};
use crate::model::fault::Fault;
use crate::model::id::{FactId, FaultId, RemedyRun};
use crate::model::quantity::rounded;
use crate::model::remedy::Order;
use crate::model::text::{DisplayText, Text};
use crate::view::SeatFold;
use crate::view::facilitator::{TruthKind, TruthRow};

/// The fold.
#[derive(Debug, Default)]
pub(super) struct TruthFold {
    acting: BTreeSet<FaultId>,
    sample: Sample,
    harm: BTreeMap<RemedyRun, (Option<Order>, u64)>,
}

impl TruthFold {
    pub(super) fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::FaultBegan(fault) => drop(self.acting.insert(fault.clone())),
            Event::FaultEnded(fault) => drop(self.acting.remove(fault)),
            Event::TruthSampled(sample) => self.sample = sample.clone(),
            Event::RemedyBegan { run, order, .. } => {
                self.harm.insert(*run, (Some(order.clone()), 0));
            }
            Event::HarmAttributed { run, customer_seconds } => {
                self.harm.entry(*run).or_default().1 = *customer_seconds;
            }
            _ => {}
        }
    }

    pub(super) fn rows(&self, story: &Story, team: &SeatFold) -> Vec<TruthRow> {
        let mut rows = Vec::new();
        let mut tell = |kind, says: Text| rows.push(TruthRow { kind, says });
        for truth in &story.truths {
            tell(TruthKind::Cause, cause(story, truth));
        }
        tell(TruthKind::Acting, plain(&self.acting(story)));
        if let Some((severity, since)) = team.view.evident.clone() {
            tell(TruthKind::Severity, plain(&format!("{severity} · {since}")));
        }
        tell(TruthKind::Hit, self.hit());
        tell(TruthKind::Lost, self.lost());
        if let Some(harm) = self.harm() {
            tell(TruthKind::Harm, harm);
        }
        for truth in &story.truths {
            if !truth.accept.is_empty() {
                let accepted: Vec<String> = truth.accept.iter().map(answer).collect();
                tell(TruthKind::Accepted, plain(&accepted.join(" · ")));
            }
            for suspect in &truth.suspects {
                let cleared = suspect.cleared_by.as_ref().map(|by| format!(": {by}"));
                let says = format!("{}{}", answer(&suspect.answer), cleared.unwrap_or_default());
                tell(TruthKind::RedHerring, plain(&says));
            }
            let mends = truth.mends.iter().map(|own| {
                let when = own.when.as_ref().map(|when| format!(" ({when})"));
                format!("{}{}", own.order, when.unwrap_or_default())
            });
            let mends: Vec<String> = mends.collect();
            if !mends.is_empty() {
                tell(TruthKind::Mends, plain(&mends.join(" · ")));
            }
            for step in &truth.then {
                tell(TruthKind::Left, step.what.clone());
            }
        }
        rows
    }

    fn acting(&self, story: &Story) -> String {
        let fault = |id: &FaultId| {
            let own = story.faults.iter().find(|own| own.id == *id);
            own.map_or_else(|| id.to_string(), described)
        };
        let acting: Vec<String> = self.acting.iter().map(fault).collect();
        if acting.is_empty() { "–".to_owned() } else { acting.join(" · ") }
    }

    fn hit(&self) -> Text {
        let share = |fact: &str| {
            let value = self.sample.facts.get(&FactId::from(fact)).copied().unwrap_or(0);
            rounded(value as f64 / 1e4)
        };
        let (users, feature) = (share("users_hit"), share("feature_hit"));
        both(
            format!("users {users} %, the worst feature {feature} %"),
            format!("ผู้ใช้ {users} % ฟีเจอร์ที่หนักสุด {feature} %"),
        )
    }

    fn lost(&self) -> Text {
        let minutes = self.sample.customer_seconds / 60;
        let money = self.sample.money / 100;
        let in_money =
            |word: &str| if money == 0 { String::new() } else { format!(" · {word} {money}") };
        both(
            format!("{minutes} customer-minutes{}", in_money("money")),
            format!("{minutes} นาทีลูกค้า{}", in_money("เงิน")),
        )
    }

    fn harm(&self) -> Option<Text> {
        let worst = self.harm.values().filter(|(_, lost)| *lost > 0);
        let told: Vec<String> = worst
            .filter_map(|(order, lost)| Some(format!("{} {} min", order.as_ref()?, lost / 60)))
            .collect();
        (!told.is_empty()).then(|| plain(&told.join(" · ")))
    }
}

fn cause(story: &Story, truth: &Truth) -> Text {
    let fault = truth.cause.as_ref();
    let fault = fault.and_then(|id| story.faults.iter().find(|own| own.id == *id));
    let right: Vec<String> = truth.right.iter().map(answer).collect();
    match fault {
        Some(fault) => plain(&format!("{} · /cause {}", described(fault), right.join(" · "))),
        None => both("none: a false alarm".to_owned(), "ไม่มี: แจ้งเตือนผิด".to_owned()),
    }
}

fn described(fault: &Fault) -> String {
    let version = fault.touches.version.as_ref().map(|own| format!(" {own}"));
    format!("{} on {}{}", fault.id, fault.target, version.unwrap_or_default())
}

fn answer(own: &Answer) -> String {
    format!("{} {}", own.target, own.kind)
}

fn plain(text: &str) -> Text {
    Text { en: DisplayText::one_line(text), th: None }
}

fn both(en: String, th: String) -> Text {
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}
