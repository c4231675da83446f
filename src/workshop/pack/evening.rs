//! The evening as it goes when nobody acts, minute by minute: what comes, and what dashboards show.
//! It plays nothing.

use std::collections::BTreeMap;

use crate::journal::{Entry, Event, InjectForm};
use crate::model::metric::{Metric, MetricRef};
use crate::model::quantity::rounded;
use crate::model::time::{DrillTime, Span};
use crate::rehearse::team::Played;
use crate::workshop::pack::Page;

/// Minutes between two readings of the dashboards.
const EVERY: u32 = 5;
/// Most readings of one moment.
const READINGS: usize = 8;

impl Page<'_> {
    /// What happens when nobody acts.
    pub(super) fn evening(&mut self, played: &Played) {
        self.heading("If nobody acts", "ถ้าไม่มีใครทำอะไร");
        let note = self.either(
            "Minutes and seconds of the drill. Read a line out when its time has come, unless the team has changed what it speaks of.",
            "เวลาเป็นนาที:วินาทีของการซ้อม อ่านแต่ละบรรทัดเมื่อถึงเวลา เว้นแต่ทีมได้เปลี่ยนสิ่งนั้นไปแล้ว",
        );
        self.line(&format!("{note}\n"));
        let mut shown: BTreeMap<MetricRef, f64> = BTreeMap::new();
        let mut next = DrillTime::START;
        for entry in &played.journal.entries {
            if entry.at >= next && !shown.is_empty() {
                self.dashboards(next, &shown);
                next = next + Span::from_minutes(EVERY);
            }
            if let Event::MetricsScraped { readings, .. } = &entry.event {
                shown.extend(readings.each());
            }
            self.moment(entry, played);
        }
    }

    /// What is abnormal on the dashboards at one moment, worst first.
    fn dashboards(&mut self, at: DrillTime, shown: &BTreeMap<MetricRef, f64>) {
        let mut odd: Vec<(f64, String)> = shown
            .iter()
            .filter_map(|(metric, value)| {
                let percent = rounded(value * 100.0);
                let (badness, word) = match metric.metric {
                    Metric::ErrorRatio if *value > 0.02 => (*value, "errors"),
                    Metric::Saturation if *value > 0.9 => (*value - 0.9, "busy"),
                    Metric::HitRatio if *value < 0.6 => (0.6 - *value, "hits"),
                    _ => return None,
                };
                Some((badness, format!("`{}` {word} {percent} %", metric.part)))
            })
            .collect();
        odd.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        let told: Vec<String> = odd.into_iter().take(READINGS).map(|own| own.1).collect();
        let calm = self.either("all of it calm", "ทุกอย่างปกติ");
        let told = if told.is_empty() { calm.to_owned() } else { told.join(", ") };
        let word = self.either("dashboards", "dashboard");
        self.item(&format!("**{at}** {word}: {told}"));
    }

    fn moment(&mut self, entry: &Entry, played: &Played) {
        let story = &played.loaded.story;
        let text = match &entry.event {
            Event::AlertFired { rule, target, says, .. } => {
                format!("alert `{rule}` on `{target}`: {}", self.said(says))
            }
            Event::Paged { whom, rung, .. } => {
                let again = if rung.is_some_and(|rung| rung > 0) { " (ladder)" } else { "" };
                let person = self.scenario.system.people.get(whom.as_str());
                let on_call = self.either("who is on call", "คนที่เข้าเวร").to_owned();
                let name = person.map_or(on_call, |own| self.said(&own.name));
                format!("page to {name}{again}")
            }
            Event::Shown(shown) => match &shown.form {
                InjectForm::Log { .. } | InjectForm::Alert => return,
                _ => {
                    let told = shown.inject.as_ref().and_then(|id| story.injects.get(id));
                    let Some(inject) = told else { return };
                    format!("`{}`: {}", inject.id, self.form(&inject.form))
                }
            },
            _ => return,
        };
        self.item(&format!("{} {text}", entry.at));
    }
}
