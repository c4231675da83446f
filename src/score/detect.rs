//! Detect and declare: pages taken, the incident declared, its severity right and kept right.

use std::collections::BTreeMap;

use crate::content::process::Rule;
use crate::incident::{Incident, Page};
use crate::model::id::{AlertId, PageId, SeverityId};
use crate::model::time::DrillTime;
use crate::score::case::Case;
use crate::score::clock::{Term, fade};
use crate::score::finding::{Finding, Occasion, between};
use crate::score::said::{Said, says};

/// What a second at too low a severity costs, and one at too high a severity; by one step up it
/// costs half of that where the process says that in doubt the higher is taken (ours).
const TOO_LOW: f64 = 1.0;
const TOO_HIGH: f64 = 0.5;

/// Each alert's first page to a player, until somebody takes it.
pub(super) fn acknowledged(case: &Case<'_>, rule: &Rule) -> Finding {
    let mut groups: BTreeMap<(Option<AlertId>, Option<PageId>), Vec<&Page>> = BTreeMap::new();
    for page in case.state.pages.values() {
        let alone = page.alert.is_none().then_some(page.id);
        groups.entry((page.alert, alone)).or_default().push(page);
    }
    let full = rule.full.unwrap_or(case.process.paging.ack_within);
    let occasions = groups.values().filter_map(|pages| {
        let first = pages.iter().find(|page| case.state.player_of(&page.whom).is_some())?;
        let taken = pages.iter().filter_map(|page| page.acknowledged.as_ref());
        let taken = taken.min_by_key(|mark| mark.at);
        let term = Term { from: first.sent.at, due: first.sent.at + full };
        let (share, until) = match (taken, first.closed) {
            (Some(mark), _) => (term.share(mark.at, rule.none), mark.at),
            (None, Some(closed)) if closed <= term.due => return None,
            (None, closed) => (0.0, closed.unwrap_or(case.end)),
        };
        let waited = between(first.sent.at, until);
        let what = first.alert.map_or_else(|| first.id.to_string(), |alert| alert.to_string());
        let says = match taken {
            Some(_) => {
                says!("{what} was acknowledged after {waited}", "รับ {what} หลังผ่านไป {waited}")
            }
            None => says!("{what} was never acknowledged", "ไม่มีใครรับ {what}"),
        };
        let mut evidence = vec![first.sent.seq];
        evidence.extend(taken.map(|mark| mark.seq));
        let better = says!(
            "acknowledge by {}: it says that somebody has it",
            "รับเรื่องภายใน {} เพื่อบอกว่ามีคนดูแลแล้ว",
            term.due
        );
        Some(Occasion { share, evidence, at: until, says, better, term: None })
    });
    Finding::over(
        occasions.collect(),
        says!("no page that waited long enough reached a player", "ไม่มี page ที่รอนานพอไปถึงผู้เล่น"),
    )
}

/// From when evidence met a severity's test until the incident was declared.
pub(super) fn declared(case: &Case<'_>, rule: &Rule) -> Finding {
    let Some(clock) = &case.clock else {
        return Finding::NoOccasion(says!(
            "nothing that was shown met a severity's test",
            "สิ่งที่เห็นไม่เข้าเกณฑ์ระดับใด"
        ));
    };
    let incident = case.incident();
    let (from, shown) = clock.evident.unwrap_or((clock.start, None));
    let full = rule.full.map_or(from, |full| from + full);
    let term = Term { from, due: full };
    let Some(incident) = incident else {
        let why = says!(
            "the evidence met a severity's test at {from}; nobody declared",
            "หลักฐานเข้าเกณฑ์เมื่อ {from} แต่ไม่มีใครประกาศ"
        );
        let better = says!(
            "declare by {full}, in doubt at the higher severity",
            "ประกาศภายใน {full} ลังเลให้เลือกระดับสูงกว่า"
        );
        return Finding::lost(full, shown.into_iter().collect(), why, better);
    };
    let at = incident.declared.at;
    let says = if clock.evident.is_none_or(|(evident, _)| at <= evident) {
        says!(
            "declared at {at}, before the evidence met a severity's test",
            "ประกาศเมื่อ {at} ก่อนหลักฐานเข้าเกณฑ์"
        )
    } else {
        says!(
            "declared at {at}, {} after the evidence met a test",
            "ประกาศเมื่อ {at} หลังหลักฐานเข้าเกณฑ์ {}",
            between(from, at)
        )
    };
    let mut evidence = vec![incident.declared.seq];
    evidence.extend(shown.filter(|_| at > from));
    let better = says!(
        "declare by {full}: a severity can be lowered later",
        "ประกาศภายใน {full} ระดับลดทีหลังได้"
    );
    let share = term.share(at, rule.none);
    Finding::over(vec![Occasion { share, evidence, at, says, better, term: None }], Said::default())
}

/// Seconds from the clock's start to the end, by how the declared severity compares with what was
/// shown and what was true.
pub(super) fn severity(case: &Case<'_>, _rule: &Rule) -> Finding {
    let Some(clock) = &case.clock else {
        return Finding::NoOccasion(says!("nothing met a severity's test", "ไม่มีอะไรเข้าเกณฑ์ระดับใด"));
    };
    let Some(incident) = case.incident() else {
        let evidence = clock.cause.into_iter().collect();
        let better =
            says!("declare, in doubt at the higher severity", "ประกาศ ลังเลให้เลือกระดับสูงกว่า");
        return Finding::lost(
            clock.start,
            evidence,
            says!("no severity was ever set", "ไม่เคยตั้งระดับความรุนแรง"),
            better,
        );
    };
    let mut sums = Sums::default();
    for second in clock.start.0..case.incident_end().0.max(clock.start.0 + 1) {
        sums.add(case, incident, DrillTime(second));
    }
    let total = f64::from(sums.right + sums.low + sums.high + sums.one_high);
    let one_up = if case.process.in_doubt_higher { TOO_HIGH / 2.0 } else { TOO_HIGH };
    let cost = f64::from(sums.low) * TOO_LOW
        + f64::from(sums.high) * TOO_HIGH
        + f64::from(sums.one_high) * one_up;
    let share = 1.0 - cost / total.max(1.0);
    let too_high = sums.high + sums.one_high;
    let length = crate::model::time::clock;
    let why = match (sums.low, too_high) {
        (0, 0) => says!("the severity was right and kept right", "ระดับความรุนแรงถูกต้องตลอด"),
        (low, 0) => {
            says!("{} of {} too low", "ต่ำเกินไป {} จาก {}", length(low), length(total_u32(&sums)))
        }
        (0, high) => {
            says!("{} of {} too high", "สูงเกินไป {} จาก {}", length(high), length(total_u32(&sums)))
        }
        (low, high) => {
            says!("{} too low, {} too high", "ต่ำเกินไป {} สูงเกินไป {}", length(low), length(high))
        }
    };
    let better = sums.first_wrong.as_ref().map(|(at, wanted)| {
        says!(
            "from {at} on {wanted} fits what was shown; in doubt the higher",
            "ตั้งแต่ {at} ระดับ {wanted} ตรงกับสิ่งที่เห็น ลังเลให้เลือกสูงกว่า"
        )
    });
    let evidence = incident.severities.iter().map(|mark| mark.seq).collect();
    let at = sums.first_wrong.map_or(incident.declared.at, |(at, _)| at);
    Finding::whole(share, evidence, Some(at), why, better)
}

fn total_u32(sums: &Sums) -> u32 {
    sums.right + sums.low + sums.high + sums.one_high
}

#[derive(Default)]
struct Sums {
    right: u32,
    low: u32,
    high: u32,
    one_high: u32,
    first_wrong: Option<(DrillTime, SeverityId)>,
}

impl Sums {
    /// Too low is below both what is shown and what is true now, where what is shown has been so
    /// for the process's grace; too high is above the highest that either has been.
    fn add(&mut self, case: &Case<'_>, incident: &Incident, at: DrillTime) {
        let process = case.process;
        let lowest = process.severities.len().saturating_sub(1);
        let rank = |id: Option<&SeverityId>| id.map_or(lowest, |id| process.rank(id));
        let knowledge = &case.state.knowledge;
        let settled = at - process.evident_after;
        let shown = rank(knowledge.evident_at(at)).max(rank(knowledge.evident_at(settled)));
        let floor = shown.max(rank(case.impact.severity_at(at)));
        let so_far = |changes: &[(DrillTime, Option<SeverityId>)]| {
            let past = changes.iter().filter(|(since, _)| *since <= at);
            past.map(|(_, id)| rank(id.as_ref())).min().unwrap_or(lowest)
        };
        let ceiling = so_far(&knowledge.evident).min(so_far(&case.impact.severity));
        let declared = incident.severity_at(at).map(|id| process.rank(id));
        let declared = declared.unwrap_or(usize::MAX);
        let wanted = if declared > floor { floor } else { ceiling };
        let count = if declared > floor {
            &mut self.low
        } else if declared + 1 == ceiling {
            &mut self.one_high
        } else if declared < ceiling {
            &mut self.high
        } else {
            &mut self.right
        };
        *count += 1;
        if (declared > floor || declared < ceiling) && self.first_wrong.is_none() {
            let wanted = process.severities.get(wanted).map(|severity| severity.id.clone());
            self.first_wrong = wanted.map(|wanted| (at, wanted));
        }
    }
}

/// Share for a moment on a slope that begins at `from`.
pub(super) fn on_slope(from: DrillTime, at: DrillTime, rule: &Rule) -> Option<f64> {
    let (full, none) = (rule.full?, rule.none?);
    Some(fade(at.since(from), full.seconds(), none.seconds()))
}
