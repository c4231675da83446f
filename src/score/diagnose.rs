//! Diagnose: the cause found in time, a look before a remedy, false leads dropped.

use crate::content::process::Rule;
use crate::content::truth::Suspect;
use crate::journal::Verdict;
use crate::model::id::PartId;
use crate::score::case::{Carried, Case, part_of};
use crate::score::detect::on_slope;
use crate::score::finding::{Finding, Occasion, between};
use crate::score::replay::first_held;
use crate::score::said::{Said, says};

/// What each wrong cause costs of the objective.
const WRONG_COSTS: f64 = 1.0 / 3.0;

/// The cause named, rightly or acceptably; after the impact has ended there is no hurry.
pub(super) fn cause(case: &Case<'_>, rule: &Rule) -> Finding {
    let truth = case.story_truth().filter(|truth| truth.cause.is_some() || !truth.right.is_empty());
    let (Some(clock), Some(_)) = (&case.clock, truth) else {
        return Finding::NoOccasion(says!("there was no cause to find", "ไม่มีสาเหตุให้หา"));
    };
    let wrong: Vec<_> = case.causes.iter().filter(|own| own.verdict == Verdict::Wrong).collect();
    let right = case.causes.iter().find(|own| own.verdict != Verdict::Wrong);
    let full = rule.full.map_or(clock.start, |full| clock.start + full);
    let better = says!(
        "look, then /cause SERVICE KIND by {full}",
        "ตรวจดู แล้ว /cause SERVICE KIND ภายใน {full}"
    );
    let Some(right) = right else {
        let evidence = wrong.iter().flat_map(|own| own.seqs.clone()).collect();
        let why = match wrong.len() {
            0 => says!("no cause was ever stated", "ไม่เคยระบุสาเหตุ"),
            n => says!("{n} causes were stated, none of them right", "ระบุสาเหตุ {n} ครั้ง ไม่ถูกสักครั้ง"),
        };
        return Finding::lost(case.incident_end().min(full), evidence, why, better);
    };
    let calm = case.impact.ended.map_or(right.at, |(ended, _)| ended);
    let until = right.at.min(calm.max(clock.start));
    let early = wrong.iter().filter(|own| own.at <= right.at);
    let count = early.clone().count();
    let in_time = on_slope(clock.start, until, rule).unwrap_or(1.0);
    let share = (in_time - count as f64 * WRONG_COSTS).max(0.0);
    let mut why = says!("stated at {}", "ระบุเมื่อ {}", right.at);
    if right.at > until {
        why = why.with(&says!(
            ", when the impact had ended and nothing hurried",
            " ตอนที่ผลกระทบจบแล้วและไม่มีอะไรเร่ง"
        ));
    }
    if count > 0 {
        why = why.with(&says!(", after {count} wrong", " หลังระบุผิด {count} ครั้ง"));
    }
    let mut evidence = right.seqs.clone();
    evidence.extend(early.flat_map(|own| own.seqs.clone()));
    let better = (share < 1.0).then_some(better);
    Finding::whole(share, evidence, Some(right.at), why, better)
}

/// Before a risky remedy a look at what it acts on or at its neighbours; before a reversible one
/// any look.
pub(super) fn looked(case: &Case<'_>, _rule: &Rule) -> Finding {
    if case.clock.is_none() {
        return Finding::NoOccasion(says!("nothing was there to look into", "ไม่มีอะไรให้ตรวจดู"));
    }
    let occasions: Vec<_> = case.changes().map(|remedy| before(case, remedy)).collect();
    if !occasions.is_empty() {
        return Finding::over(occasions, Said::default());
    }
    let Some(look) = case.looks.first() else {
        let better = says!("/look at the service that is worst", "/look บริการที่แย่ที่สุด");
        return Finding::lost(
            case.incident_end(),
            Vec::new(),
            says!("nobody looked into anything", "ไม่มีใครตรวจดูอะไร"),
            better,
        );
    };
    let says = says!("{} was looked into at {}", "ตรวจดู {} เมื่อ {}", look.target, look.at);
    let (evidence, better) = (vec![look.seq], Said::default());
    Finding::over(
        vec![Occasion { share: 1.0, evidence, at: look.at, says, better, term: None }],
        Said::default(),
    )
}

fn before(case: &Case<'_>, remedy: &Carried) -> Occasion {
    let (at, seq) = remedy.began;
    let near = case.neighbours(remedy.part());
    let relevant = |part: &str| !remedy.risky || near.contains(&PartId::from(part));
    let look = case.looks.iter().find(|look| look.at <= at && relevant(part_of(look.target)));
    let tried = case.remedies.iter().find_map(|own| {
        let ended = own.ended.filter(|(ended, ..)| own.is_trial() && *ended <= at)?;
        relevant(own.part()).then_some(ended.1)
    });
    let seen = look.map(|look| look.seq).or(tried);
    let name = remedy.name();
    let mut evidence = vec![seq];
    evidence.extend(seen);
    Occasion {
        share: if seen.is_some() { 1.0 } else { 0.0 },
        evidence,
        at,
        says: match (seen, remedy.risky) {
            (Some(_), _) => says!("there was a look before {name}", "มีการตรวจดูก่อน {name}"),
            (None, true) => says!(
                "{name} at {at}, which is risky, without a look at it before",
                "{name} เมื่อ {at} ซึ่งเสี่ยง โดยไม่ตรวจดูก่อน"
            ),
            (None, false) => {
                says!("{name} at {at} without any look before", "{name} เมื่อ {at} โดยไม่มีการตรวจดูก่อน")
            }
        },
        better: says!(
            "/look {} first: it takes less than a wrong remedy",
            "/look {} ก่อน ใช้เวลาน้อยกว่าแก้ผิด",
            remedy.part()
        ),
        term: None,
    }
}

/// False leads that were not followed, or dropped again.
pub(super) fn leads(case: &Case<'_>, _rule: &Rule) -> Finding {
    let suspects = case.story_truth().map_or(&[][..], |truth| truth.suspects.as_slice());
    if case.clock.is_none() {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    }
    let occasions = suspects.iter().map(|suspect| lead(case, suspect));
    Finding::over(occasions.collect(), says!("the story has no false lead", "เรื่องนี้ไม่มีเบาะแสลวง"))
        .restraint()
}

fn lead(case: &Case<'_>, suspect: &Suspect) -> Occasion {
    let part = part_of(&suspect.answer.target);
    let name = format!("{} {}", suspect.answer.target, suspect.answer.kind);
    let cleared = suspect.cleared_by.as_ref().and_then(|test| first_held(case, test));
    let stated = case.causes.iter().find(|own| {
        own.verdict == Verdict::Wrong
            && part_of(&own.target) == part
            && own.kind == Some(suspect.answer.kind)
    });
    let guilty = |part: &str| {
        let answers = case.story_truth().into_iter().flat_map(|truth| &truth.right);
        answers.into_iter().any(|answer| part_of(&answer.target) == part)
    };
    let acted = case.changes().find(|own| {
        own.part() == part && !guilty(part) && cleared.is_none_or(|(at, _)| own.began.0 < at)
    });
    let followed = [
        stated.map(|own| (own.at, own.seqs.clone())),
        acted.map(|own| (own.began.0, vec![own.began.1])),
    ];
    let followed = followed.into_iter().flatten().min_by_key(|(at, _)| *at);
    let found = case.causes.iter().find(|own| own.verdict != Verdict::Wrong);
    let (share, says, at, evidence) = match (followed, cleared, found) {
        (None, Some((at, seq)), _) => {
            (1.0, says!("{name} was ruled out at {at}", "ตัด {name} ออกเมื่อ {at}"), at, vec![seq])
        }
        (None, None, _) => (
            1.0,
            says!("{name} was never followed", "ไม่ได้ตามเบาะแส {name}"),
            case.incident_end(),
            Vec::new(),
        ),
        (Some((at, mut seqs)), _, Some(found)) if found.at > at => {
            seqs.extend(found.seqs.clone());
            (
                0.5,
                says!(
                    "{name} was followed at {at} and dropped {} later",
                    "ตาม {name} เมื่อ {at} และทิ้งหลัง {}",
                    { between(at, found.at) }
                ),
                at,
                seqs,
            )
        }
        (Some((at, seqs)), ..) => {
            (0.0, says!("{name} was followed at {at}", "ตาม {name} เมื่อ {at}"), at, seqs)
        }
    };
    let better = says!("one look at {part} rules it out", "ตรวจดู {part} ครั้งเดียวก็ตัดออกได้");
    Occasion { share, evidence, at, says, better, term: None }
}
