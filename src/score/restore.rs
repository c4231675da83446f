//! Restore: the impact ended, no harm done, one change at a time, recovery verified, the steps
//! after the fix.

use crate::content::process::Rule;
use crate::model::id::PartId;
use crate::model::time::{DrillTime, Span};
use crate::score::case::{Carried, Case, part_of};
use crate::score::clock::fade;
use crate::score::finding::{Finding, Occasion, between};
use crate::score::replay::first_held;
use crate::score::said::{Said, says};

/// Against a par the points end at so many times the par (ours).
const PAR_NONE: u32 = 3;
/// All points of `no-harm` are lost when own actions cost this share of all the customer time
/// that the incident cost (ours).
const HARM_NONE: f64 = 0.25;
/// Customer-seconds that count as no harm: what a rolling restart costs anyway (ours).
const HARM_FREE: u64 = 60;

/// The impact ended, against par, else by the process's own times.
pub(super) fn impact(case: &Case<'_>, rule: &Rule) -> Finding {
    if case.truth.is_empty() {
        return Finding::NotJudged(says!("the truth was not sampled", "ไม่มีข้อมูลความจริง"));
    }
    let (Some(clock), Some((began, first))) = (&case.clock, case.impact.began) else {
        return Finding::NoOccasion(says!("users were never hit", "ผู้ใช้ไม่ได้รับผลกระทบ"));
    };
    let by_hand = |until: DrillTime| {
        case.changes()
            .filter(|own| own.worked() && own.ended.is_some_and(|(at, ..)| at <= until))
            .last()
    };
    let from = clock.start.max(began);
    let par = case.journal.header.recipe.bot_pars.get("impact").copied();
    let slope = match (par, rule.full, rule.none) {
        (Some(par), ..) => Some((par, par.saturating_mul(PAR_NONE))),
        (None, Some(full), Some(none)) => Some((full.seconds(), none.seconds())),
        _ => None,
    };
    let Some((full, none)) = slope else {
        return Finding::NotJudged(says!(
            "there is no par and the process names no time",
            "ไม่มีเวลาเทียบ และกระบวนการไม่กำหนดเวลา"
        ));
    };
    let better = says!(
        "first what relieves users, by {}",
        "ทำสิ่งที่ช่วยผู้ใช้ก่อน ภายใน {}",
        from + Span::from_seconds(full)
    );
    let Some((ended, sample)) = case.impact.ended else {
        let why = says!(
            "users were hit from {began} until the drill ended",
            "ผู้ใช้ได้รับผลกระทบตั้งแต่ {began} จนจบการซ้อม"
        );
        return Finding::lost(case.end, vec![first], why, better);
    };
    let Some(remedy) = by_hand(ended) else {
        return Finding::NoOccasion(says!(
            "the impact ended by itself at {ended}",
            "ผลกระทบจบเองเมื่อ {ended}"
        ));
    };
    let share = fade(ended.since(from), full, none);
    let why = says!(
        "impact over at {ended}, {} after the clock began",
        "ผลกระทบจบเมื่อ {ended} หลังนาฬิกาเริ่ม {}",
        between(from, ended)
    );
    let mut evidence = vec![sample, remedy.began.1];
    evidence.extend(remedy.ended.map(|(_, seq, _)| seq));
    let better = (share < 1.0).then_some(better);
    Finding::whole(share, evidence, Some(ended), why, better)
}

/// What own actions cost customers, beside what the incident cost them. Harm from a written step
/// is the runbook's.
pub(super) fn no_harm(case: &Case<'_>, _rule: &Rule) -> Finding {
    let Some(last) = case.truth.last() else {
        return Finding::NotJudged(says!("the truth was not sampled", "ไม่มีข้อมูลความจริง"));
    };
    if !case.has_begun() && case.changes().next().is_none() {
        return Finding::NoOccasion(not_begun());
    }
    let harmful: Vec<(&Carried, u64, u64)> = (case.changes())
        .filter(|own| !own.written)
        .filter_map(|own| own.harm.map(|(lost, seq)| (own, lost, seq)))
        .filter(|(_, lost, _)| *lost > HARM_FREE)
        .collect();
    let lost: u64 = harmful.iter().map(|(_, lost, _)| lost).sum();
    let all = last.truth.customer_seconds.max(lost).max(1);
    let share = (1.0 - lost as f64 / (all as f64 * HARM_NONE)).clamp(0.0, 1.0);
    let worst = harmful.iter().max_by_key(|(_, lost, _)| *lost);
    let minutes = lost.div_ceil(60);
    let (why, at) = match worst {
        None => (
            says!("no action of the team cost customers anything", "การลงมือของทีมไม่ทำให้ลูกค้าเสียหาย"),
            None,
        ),
        Some((own, ..)) => {
            let name = own.name();
            (
                says!(
                    "{minutes} customer-minutes lost, most by {name}",
                    "เสียไป {minutes} นาทีลูกค้า ส่วนใหญ่จาก {name}"
                ),
                Some(own.began.0),
            )
        }
    };
    let better = worst.map(|(own, ..)| {
        says!("before {}: what does it drop?", "ก่อน {}: จะทำให้อะไรหลุดบ้าง", own.name())
    });
    let mut evidence: Vec<u64> = case.changes().map(|own| own.began.1).collect();
    evidence.extend(harmful.iter().map(|(.., seq)| *seq));
    Finding::whole(share, evidence, at, why, better).restraint()
}

/// No change to a service while another one there is under way or nobody has seen its result.
pub(super) fn one_change(case: &Case<'_>, _rule: &Rule) -> Finding {
    let changes: Vec<&Carried> = case.changes().collect();
    let occasions: Vec<_> = (changes.iter().enumerate())
        .map(|(index, own)| {
            let part = own.part();
            let before = changes.get(..index).unwrap_or_default();
            let open = before
                .iter()
                .rev()
                .find(|other| other.part() == part && !result_seen(case, other, own.began.0));
            let at = own.began.0;
            let name = own.name();
            let says = match open {
                Some(other) => {
                    says!(
                        "{name} at {at}, before the result of {} was seen",
                        "{name} เมื่อ {at} ก่อนเห็นผลของ {}",
                        { other.name() }
                    )
                }
                None => {
                    says!("one change at a time, each one's result seen", "เปลี่ยนทีละอย่าง เห็นผลทุกครั้ง")
                }
            };
            let mut evidence = vec![own.began.1];
            evidence.extend(open.map(|other| other.began.1));
            let share = if open.is_some() { 0.0 } else { 1.0 };
            let better = says!(
                "wait for its end, look again, then the next one",
                "รอให้เสร็จ ตรวจดูอีกครั้ง แล้วค่อยทำอย่างถัดไป"
            );
            Occasion { share, evidence, at, says, better, term: None }
        })
        .collect();
    if occasions.is_empty() && case.impact.began.is_some() {
        let why = says!("no change was made", "ไม่มีการเปลี่ยนแปลง");
        return Finding::lost(
            case.end,
            Vec::new(),
            why,
            says!("one change, then its result", "เปลี่ยนหนึ่งอย่าง แล้วดูผล"),
        )
        .restraint();
    }
    Finding::over(
        occasions,
        says!("no change was made, and none was needed", "ไม่มีการเปลี่ยนแปลง และไม่จำเป็น"),
    )
    .restraint()
}

/// Whether a change had ended and its part had been looked at, tried out or scraped since.
fn result_seen(case: &Case<'_>, change: &Carried, by: DrillTime) -> bool {
    let Some((ended, ..)) = change.ended.filter(|(ended, ..)| *ended <= by) else {
        return false;
    };
    let near = case.neighbours(change.part());
    let looked = case.looks.iter().any(|look| {
        look.at > ended && look.at <= by && near.contains(&PartId::from(part_of(look.target)))
    });
    let scraped = case.scrapes.iter().any(|scrape| scrape.of > ended && scrape.at <= by);
    let tried = case
        .remedies
        .iter()
        .any(|own| own.is_trial() && own.ended.is_some_and(|(at, ..)| at > ended && at <= by));
    looked || scraped || tried
}

/// A look or a trial between the last change that worked and `resolved`, and the impact over.
pub(super) fn verified(case: &Case<'_>, _rule: &Rule) -> Finding {
    let Some(incident) = case.incident() else {
        return match &case.clock {
            Some(_) => {
                let better = says!(
                    "declare, mend, verify, then /status resolved",
                    "ประกาศ แก้ ตรวจยืนยัน แล้ว /status resolved"
                );
                Finding::lost(
                    case.end,
                    Vec::new(),
                    says!("nothing was resolved", "ไม่มีอะไรถูกแก้ไข"),
                    better,
                )
            }
            None => Finding::NoOccasion(says!("no incident came", "ไม่มี incident")),
        };
    };
    if incident.closed.is_some() {
        return Finding::NoOccasion(says!(
            "the incident was closed, not resolved",
            "ปิด incident โดยไม่ได้แก้ไข"
        ));
    }
    let last_status = case.process.last_status();
    let first = incident.statuses.iter().find(|mark| Some(&mark.what) == last_status);
    let Some(resolved) = first else {
        let better = says!("verify, then /status resolved", "ตรวจยืนยัน แล้ว /status resolved");
        return Finding::lost(
            case.end,
            Vec::new(),
            says!("it was never resolved", "ไม่เคยถูกแก้ไข"),
            better,
        );
    };
    let at = resolved.at;
    let better = says!(
        "/do verify or /look again after the last change, then resolve",
        "/do verify หรือ /look อีกครั้งหลังการเปลี่ยนล่าสุด แล้วค่อย resolved"
    );
    if case.impact.lasts_at(at) {
        let why = says!(
            "resolved at {at} while users were still hit",
            "บอกว่าแก้ไขแล้วเมื่อ {at} ทั้งที่ผู้ใช้ยังได้รับผลกระทบ"
        );
        return Finding::lost(at, vec![resolved.seq], why, better);
    }
    let changed = case.changes().filter(|own| own.worked()).filter_map(|own| own.ended);
    let changed = changed.map(|(ended, ..)| ended).filter(|ended| *ended <= at).max();
    let (share, says, seen) = how_verified(case, changed.unwrap_or(incident.declared.at), at);
    let mut evidence = vec![resolved.seq];
    evidence.extend(seen);
    Finding::over(vec![Occasion { share, evidence, at, says, better, term: None }], Said::default())
}

/// Whether somebody looked or tried between the last change and `resolved`: share, why, entry.
fn how_verified(case: &Case<'_>, since: DrillTime, at: DrillTime) -> (f64, Said, Option<u64>) {
    let fits = |moment: DrillTime| moment >= since && moment <= at;
    let look = case.looks.iter().rev().find(|look| fits(look.at)).map(|look| look.seq);
    let tried = case
        .remedies
        .iter()
        .rev()
        .filter(|own| own.is_trial())
        .find_map(|own| own.ended.filter(|(ended, ..)| fits(*ended)).map(|(_, seq, _)| seq));
    let mut shown = case.known.iter().filter(|known| fits(known.at));
    let calm = shown.clone().count() >= 2 && case.state.knowledge.boards_at(at).is_none();
    match (tried.or(look), calm) {
        (Some(seq), _) => (
            1.0,
            says!("verified before resolving at {at}", "ตรวจยืนยันก่อนบอกว่าแก้ไขแล้วเมื่อ {at}"),
            Some(seq),
        ),
        (None, true) => {
            let says = says!(
                "resolved at {at} on what the dashboards showed, not tried out",
                "บอกว่าแก้ไขแล้วเมื่อ {at} จากหน้าจอ ไม่ได้ลองจริง"
            );
            (0.5, says, shown.next_back().map(|known| known.seq))
        }
        (None, false) => {
            (0.0, says!("resolved at {at} without a look", "บอกว่าแก้ไขแล้วเมื่อ {at} โดยไม่ตรวจดู"), None)
        }
    }
}

fn not_begun() -> Said {
    says!("the drill ended before anything went wrong", "การซ้อมจบก่อนมีอะไรผิดปกติ")
}

/// The story's steps after the fix.
pub(super) fn afterwards(case: &Case<'_>, _rule: &Rule) -> Finding {
    if !case.has_begun() {
        return Finding::NoOccasion(not_begun());
    }
    let steps = case.story_truth().map_or(&[][..], |truth| truth.then.as_slice());
    let occasions = steps.iter().map(|step| {
        let met = first_held(case, &step.met);
        let what = step.what.en.as_str();
        Occasion {
            share: if met.is_some() { 1.0 } else { 0.0 },
            evidence: met.map(|(_, seq)| seq).into_iter().collect(),
            at: met.map_or(case.end, |(at, _)| at),
            says: match met {
                Some((at, _)) => says!("done at {at}: {what}", "ทำเมื่อ {at}: {what}"),
                None => says!("not done: {what}", "ไม่ได้ทำ: {what}"),
            },
            better: says!("after the fix: {what}", "หลังแก้: {what}"),
            term: None,
        }
    });
    Finding::over(
        occasions.collect(),
        says!("the story has no step after the fix", "เรื่องนี้ไม่มีงานหลังแก้"),
    )
}
