//! Findings to points: weights, restraint, witnesses, ratings, range and coverage.

use crate::command::Rating;
use crate::content::process::{Capability, Rule};
use crate::model::id::ObjectiveId;
use crate::model::time::DrillTime;
use crate::score::case::Case;
use crate::score::finding::{Finding, Judged};
use crate::score::people::{Witness, witnesses};
use crate::score::said::{Said, says};
use crate::score::{CapabilityLine, Excluded, Line, aborted};
use crate::score::{claims, communicate, detect, diagnose, expected, organise, record, restore};

/// How an objective is judged.
type Judge = fn(&Case<'_>, &Rule) -> Finding;

/// The objectives of the program, by the id that a process file gives numbers to; a rule without
/// a judge here, or a judge without a rule, is not used.
const JUDGES: &[(&str, Judge)] = &[
    ("acknowledged", detect::acknowledged),
    ("declared", detect::declared),
    ("severity", detect::severity),
    ("roles", organise::roles),
    ("command", organise::command),
    ("ladder", organise::ladder),
    ("owners", organise::owners),
    ("handover", organise::handover),
    ("first-update", communicate::first_update),
    ("cadence", communicate::cadence),
    ("audiences", communicate::audiences),
    ("complete", communicate::complete),
    ("true", claims::truthful),
    ("public-text", claims::public_text),
    ("final", communicate::final_message),
    ("answers", communicate::answers),
    ("cause", diagnose::cause),
    ("looked", diagnose::looked),
    ("leads", diagnose::leads),
    ("impact", restore::impact),
    ("no-harm", restore::no_harm),
    ("one-change", restore::one_change),
    ("verified", restore::verified),
    ("afterwards", restore::afterwards),
    ("runbook", record::runbook),
    ("steps", record::steps),
    ("decisions", record::decisions),
    ("timeline", record::timeline),
    ("actions", record::actions),
];

/// Ids of the objectives that the program can judge.
#[must_use]
pub fn objectives() -> Vec<&'static str> {
    JUDGES.iter().map(|(id, _)| *id).collect()
}

/// Shares of its points from which on a rating is given.
const PERFORMED: f64 = 0.95;
const SOME_CHALLENGES: f64 = 0.8;
const MAJOR_CHALLENGES: f64 = 0.5;
/// Rounding of sums must not cost a letter.
const EPSILON: f64 = 1e-9;

/// Lines, sums and what did not count.
pub(super) struct Sums {
    pub(super) lines: Vec<Line>,
    pub(super) capabilities: Vec<CapabilityLine>,
    pub(super) excluded: Vec<Excluded>,
    /// Points that could not be judged.
    pub(super) open: f64,
    /// Points that witnesses nobody has ruled on could add.
    pub(super) witnessed: f64,
}

/// A rule with what was found.
struct Found {
    id: ObjectiveId,
    rule: Rule,
    finding: Finding,
    /// Share that an unruled witness could add.
    witnessed: f64,
}

impl Found {
    /// Of a drill that was broken off for something real nothing is judged: most of what was due
    /// still lay ahead, and people left for where they were needed.
    fn spare(&mut self) {
        self.finding = Finding::NotJudged(says!(
            "the drill was stopped for a real incident",
            "การซ้อมหยุดลงเพราะเกิด incident จริง"
        ));
        self.witnessed = 0.0;
    }
}

/// Judges every objective that process and scenario name.
pub(super) fn judge(case: &Case<'_>) -> Sums {
    let said = witnesses(case.journal);
    let mut found: Vec<Found> = Vec::new();
    for (id, judge) in JUDGES {
        let id = ObjectiveId::from(*id);
        if let Some(rule) = case.process.objectives.get(&id) {
            let finding = judge(case, rule);
            found.push(witnessed(case, id, rule.clone(), finding, &said));
        }
    }
    for expect in &case.story.expects {
        let Ok(capability) = expect.capability.parse() else { continue };
        let rule = Rule {
            capability,
            points: expect.points,
            full: expect.full,
            none: expect.none,
            critical: false,
            role: expect.role.clone(),
        };
        let finding = expected::expected(case, expect);
        found.push(witnessed(case, expect.id.clone(), rule, finding, &said));
    }
    if aborted(case.journal) {
        found.iter_mut().for_each(Found::spare);
    }
    let mut sums = Sums {
        lines: Vec::new(),
        capabilities: Vec::new(),
        excluded: Vec::new(),
        open: 0.0,
        witnessed: 0.0,
    };
    for capability in Capability::ALL {
        let own = found.iter().filter(|own| own.rule.capability == *capability);
        sums.add(case, *capability, own.collect());
    }
    sums
}

/// Lays witnesses over a finding: an accepted one is evidence for what happened at its time, one
/// that nobody has ruled on could be.
fn witnessed(
    case: &Case<'_>,
    id: ObjectiveId,
    rule: Rule,
    finding: Finding,
    said: &[Witness],
) -> Found {
    let mut found = Found { id, rule, finding: sound(finding), witnessed: 0.0 };
    for witness in said.iter().filter(|own| own.objective == found.id) {
        let before = match &found.finding {
            Finding::Judged(judged) => judged.share,
            Finding::NotJudged(_) | Finding::NoOccasion(_) => 0.0,
        };
        let ruling = witness.ruling.map(|(ruling, _)| ruling);
        let evidence: Vec<u64> = [Some(witness.seq), ruling].into_iter().flatten().collect();
        let Some(other) = believed(case, &found, witness, evidence) else { continue };
        match witness.ruling {
            Some((_, true)) if other.share > before => found.finding = Finding::Judged(other),
            None => found.witnessed = found.witnessed.max(other.share - before),
            Some(_) => {}
        }
    }
    found
}

/// The finding if a witness is right: one occasion of several, else the whole of it by its slope.
fn believed(
    case: &Case<'_>,
    found: &Found,
    witness: &Witness,
    evidence: Vec<u64>,
) -> Option<Judged> {
    if let Finding::Judged(judged) = &found.finding
        && !judged.occasions.is_empty()
    {
        return judged.with(witness.at, witness.what.as_str(), &evidence);
    }
    let share = match &case.clock {
        Some(clock) => detect::on_slope(clock.start, witness.at, &found.rule).unwrap_or(1.0),
        None => 1.0,
    };
    let why = says!(
        "witnessed at {}, accepted: {}",
        "มีผู้เห็นเมื่อ {} รับรองแล้ว: {}",
        witness.at,
        witness.what
    );
    let (at, occasions) = (Some(witness.at), Vec::new());
    Some(Judged { share, restraint: false, evidence, at, why, better: None, occasions })
}

/// Points without entries are no points: what has no evidence is not judged.
fn sound(finding: Finding) -> Finding {
    match finding {
        Finding::Judged(own) if own.share > 0.0 && own.evidence.is_empty() && !own.restraint => {
            Finding::NotJudged(says!("no entry shows it: ", "ไม่มีรายการที่แสดง: ").with(&own.why))
        }
        other => other,
    }
}

impl Sums {
    fn add(&mut self, case: &Case<'_>, capability: Capability, found: Vec<&Found>) {
        let (found, without): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|own| !matches!(own.finding, Finding::NoOccasion(_)));
        self.excluded.extend(without.into_iter().filter_map(|own| match &own.finding {
            Finding::NoOccasion(why) => {
                Some(Excluded { id: own.id.clone(), why: why.en.clone(), why_th: why.th.clone() })
            }
            _ => None,
        }));
        let weight = case.process.weights.get(&capability).copied().unwrap_or(0.0);
        let points: f64 = found.iter().map(|own| own.rule.points).sum();
        let scale = if points > 0.0 { weight / points } else { 0.0 };
        let active = Active::of(&found);
        let first = self.lines.len();
        let mut critical = false;
        for own in &found {
            let line = line(case, own, scale, &active);
            critical |= own.rule.critical && line.rating == Some(Rating::U);
            if line.rating.is_none() {
                self.open += line.possible;
            } else {
                self.witnessed += own.witnessed * line.possible;
            }
            self.lines.push(line);
        }
        let lines = self.lines.get(first..).unwrap_or_default();
        let judged = || lines.iter().filter(|line| line.rating.is_some());
        let possible: f64 = judged().map(|line| line.possible).sum();
        let earned: f64 = judged().map(|line| line.earned).sum();
        let failed = judged().any(|line| line.rating == Some(Rating::U));
        let rating = (possible > 0.0).then(|| match rate(earned / possible) {
            _ if critical => Rating::U,
            Rating::P | Rating::S if failed => Rating::M,
            rating => rating,
        });
        self.capabilities.push(CapabilityLine { id: capability, rating, earned, possible });
    }
}

/// What the active objectives of a capability earned: the share that its restraint is paid by.
struct Active {
    share: f64,
    evidence: Vec<u64>,
}

impl Active {
    fn of(found: &[&Found]) -> Self {
        let (mut earned, mut possible, mut evidence) = (0.0, 0.0, Vec::new());
        for own in found {
            if let Finding::Judged(judged) = &own.finding
                && !judged.restraint
            {
                possible += own.rule.points;
                earned += own.rule.points * judged.share;
                if judged.share > 0.0 {
                    evidence.extend(judged.evidence.iter().copied());
                }
            }
        }
        let share = if possible > 0.0 { earned / possible } else { 0.0 };
        Self { share, evidence }
    }
}

fn line(case: &Case<'_>, found: &Found, scale: f64, active: &Active) -> Line {
    let possible = found.rule.points * scale;
    let (share, judged) = match &found.finding {
        Finding::Judged(own) => {
            let pays = if own.restraint { active.share } else { 1.0 };
            (Some(own.share.clamp(0.0, 1.0) * pays), Some(own))
        }
        Finding::NotJudged(_) | Finding::NoOccasion(_) => (None, None),
    };
    let mut evidence = judged.map(|own| own.evidence.clone()).unwrap_or_default();
    if judged.is_some_and(|own| own.restraint && own.share > 0.0) {
        evidence.extend(active.evidence.iter().copied());
    }
    evidence.sort_unstable();
    evidence.dedup();
    let at = judged.and_then(|own| own.at);
    let place = case.answers_for(found.rule.role.as_ref(), at.unwrap_or(case.end));
    let player = place.map(|place| place.player.clone());
    let better = judged.and_then(|own| own.better.as_ref()).filter(|_| share < Some(1.0));
    let why = why(found, active);
    Line {
        id: found.id.clone(),
        capability: found.rule.capability,
        role: found.rule.role.clone(),
        crew: player.as_ref().is_some_and(|player| case.is_crew(player)),
        player,
        earned: share.unwrap_or(0.0) * possible,
        possible,
        rating: share.map(rate),
        evidence,
        at: at.map(|at: DrillTime| at.min(case.end)),
        better: better.map(|own| own.en.clone()),
        better_th: better.map(|own| own.th.clone()),
        why: why.en,
        why_th: why.th,
    }
}

fn why(found: &Found, active: &Active) -> Said {
    match &found.finding {
        Finding::Judged(own) if own.restraint && active.share < 1.0 && own.share > 0.0 => {
            let percent = crate::model::quantity::rounded(active.share * 100.0);
            let paid = says!(
                "paid at {percent} %, the share that acting earned in this capability",
                "นับ {percent} % เพราะการไม่ทำพลาดได้ไม่เกินส่วนที่ลงมือทำในด้านนี้"
            );
            own.why.and(&paid)
        }
        Finding::Judged(own) => own.why.clone(),
        Finding::NotJudged(why) | Finding::NoOccasion(why) => why.clone(),
    }
}

/// The letter of a share of points.
#[must_use]
pub fn rate(share: f64) -> Rating {
    let share = share + EPSILON;
    if share >= PERFORMED {
        Rating::P
    } else if share >= SOME_CHALLENGES {
        Rating::S
    } else if share >= MAJOR_CHALLENGES {
        Rating::M
    } else {
        Rating::U
    }
}
