//! Whether updates are true: each claim beside what the team had been shown and what was so over
//! the last minute. What is faithful to a screen that lied is misled, not false.

use crate::command::Effect;
use crate::content::process::Rule;
use crate::model::id::{FactId, PartId};
use crate::model::text::{DisplayText, Lang};
use crate::model::time::{DrillTime, Span};
use crate::score::case::{Case, Sent, errors};
use crate::score::communicate::never_sent;
use crate::score::finding::{Finding, Occasion};
use crate::score::lexicon;
use crate::score::said::{Said, said_in, says};

/// Where the words of effect end, as shares of users: none up to 0.5 %, some up to 20 %, many up
/// to 90 %, all above. The process's own severities are tested by numbers; these bounds of words
/// are ours.
pub const NONE_TO: f64 = 0.005;
/// Some ends here, many begins.
pub const SOME_TO: f64 = 0.2;
/// Many ends here, all begins.
pub const MANY_TO: f64 = 0.9;
/// Each bound may be missed by a quarter of itself; a number by a quarter of itself and at least
/// by five points of 100 (ours: nobody counts customers to the percent in an incident).
pub const TOLERANCE: f64 = 0.25;
/// The least tolerance of a number.
pub const POINTS: f64 = 0.05;
/// An update is compared with the truth over so long before it.
const TRUE_OVER: Span = Span::from_seconds(60);
/// And with what was shown over so long before it: people write for a while.
const SHOWN_OVER: Span = Span::from_seconds(120);

/// Lowest and highest share.
pub type Range = (f64, f64);

/// What an update claims, and what was shown and so.
#[derive(Clone, Debug)]
pub struct Claim {
    /// When.
    pub at: DrillTime,
    /// Its entry.
    pub seq: u64,
    /// Shares of users its word covers, tolerance included; `None` for not yet known.
    pub claimed: Option<Range>,
    /// What had been shown, by measure; empty if nothing had.
    pub shown: Vec<(FactId, Range)>,
    /// What was so, by measure; empty if it was not sampled.
    pub truth: Vec<(FactId, Range)>,
    /// How it stands.
    pub verdict: Truth,
    /// Why, in words.
    pub(crate) why: Said,
}

/// How a claim stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It was so.
    True,
    /// It was not so, but the screens said it.
    Misled,
    /// It had been shown a little before, and the screens had moved on while it was written.
    Late,
    /// It was neither so nor shown.
    False,
    /// Not yet known, in a first update, or before anything could be known.
    Unknown,
    /// Still not known although it had been shown.
    Silent,
    /// It could not be judged: the truth was not sampled.
    NotJudged,
}

/// The shares of users that a word covers, tolerance included.
#[must_use]
pub fn range_of(effect: Effect) -> Option<Range> {
    let (low, high) = match effect {
        Effect::Unknown => return None,
        Effect::None => (0.0, NONE_TO),
        Effect::Some => (NONE_TO, SOME_TO),
        Effect::Many => (SOME_TO, MANY_TO),
        Effect::All => (MANY_TO, 1.0),
        Effect::Percent(share) => {
            let share = f64::from(share) / 100.0;
            let by = (share * TOLERANCE).max(POINTS);
            return Some(((share - by).max(0.0), (share + by).min(1.0)));
        }
    };
    Some((low * (1.0 - TOLERANCE), (high * (1.0 + TOLERANCE)).min(1.0)))
}

/// Every update with what was shown and so.
#[must_use]
pub fn claims(case: &Case<'_>) -> Vec<Claim> {
    case.sent.iter().map(|sent| claim(case, sent, case.is_first_word(sent))).collect()
}

fn claim(case: &Case<'_>, sent: &Sent<'_>, first: bool) -> Claim {
    let measures = measures(case, sent);
    let shown: Vec<_> = (measures.iter())
        .filter_map(|measure| Some((measure.clone(), shown_over(case, measure, sent.at)?)))
        .collect();
    let truth: Vec<_> = (measures.iter())
        .filter_map(|measure| Some((measure.clone(), true_over(case, measure, sent.at)?)))
        .collect();
    let claimed = range_of(sent.update.effect);
    let verdict = match claimed {
        None if first || !anything_evident(case, sent.at) => Truth::Unknown,
        None => Truth::Silent,
        Some(_) if truth.is_empty() => Truth::NotJudged,
        Some(claimed) if fits(claimed, &truth) => place(case, sent),
        Some(claimed) if fits(claimed, &last_shown(case, &measures, sent.at)) => Truth::Misled,
        Some(claimed) if !shown.is_empty() && fits(claimed, &shown) => Truth::Late,
        Some(_) => Truth::False,
    };
    let why = words(sent, verdict, &shown, &truth);
    Claim { at: sent.at, seq: sent.seq, claimed, shown, truth, verdict, why }
}

/// What the screens said at that second: nothing where nothing was ever shown.
fn last_shown(case: &Case<'_>, measures: &[FactId], at: DrillTime) -> Vec<(FactId, Range)> {
    let last = |measure: &FactId| match part_in(measure) {
        None => {
            let known = case.known.iter().rev().find(|known| known.at <= at)?;
            known.facts.get(measure).copied()
        }
        Some(part) => {
            let scraped = case.scrapes.iter().rev().find(|own| own.at <= at);
            let looked = case.looks.iter().rev().find(|own| {
                own.at <= at && own.at >= at - TRUE_OVER && errors(own.readings, &part).is_some()
            });
            let looked = looked.and_then(|own| errors(own.readings, &part));
            looked.or_else(|| scraped.and_then(|own| errors(own.readings, &part)))
        }
    };
    let values = measures.iter().filter_map(|own| last(own).map(|at| (own.clone(), (at, at))));
    values.collect()
}

/// Whether what was shown by then met a severity's test.
fn anything_evident(case: &Case<'_>, at: DrillTime) -> bool {
    case.state.knowledge.evident_at(at).is_some()
}

/// What the effect may be measured by: users, and the features and classes in its scope; without
/// any, the worst feature. A person who says "many" of buying speaks of those who buy.
fn measures(case: &Case<'_>, sent: &Sent<'_>) -> Vec<FactId> {
    let system = &case.scenario.system;
    let scope = sent.update.scope.as_str().to_lowercase();
    let named = lexicon::words_of(&scope);
    let mut measures: Vec<FactId> = Vec::new();
    for (id, feature) in &system.features {
        let names =
            [Some(feature.name.en.as_str()), feature.name.th.as_ref().map(DisplayText::as_str)];
        let called = names.into_iter().flatten().any(|name| scope.contains(&name.to_lowercase()));
        if called || has(&named, id.as_str()) || has(&named, feature.served_by.as_str()) {
            measures.push(FactId::from(format!("feature_hit.{id}")));
        }
    }
    let classes = system.clients.keys().filter(|id| has(&named, id.as_str()));
    measures.extend(classes.map(|id| FactId::from(format!("class_hit.{id}"))));
    let parts = system.parts.keys().filter(|id| has(&named, id.as_str()));
    measures.extend(parts.map(|id| FactId::from(format!("errors.{id}"))));
    let whole = measures.is_empty();
    // Some are always slow: slowness can make a claim true, never one of no effect false.
    match sent.update.effect {
        Effect::None if whole => measures.extend(["users_hit".into(), "feature_hit".into()]),
        Effect::None => {}
        _ if whole => {
            let all = ["users_hit", "slow_share", "feature_hit", "minor_hit"];
            measures.extend(all.map(FactId::from));
        }
        _ => measures.extend(["users_hit".into(), "slow_share".into()]),
    }
    measures
}

fn has(words: &[&str], name: &str) -> bool {
    words.contains(&name)
}

fn span(values: impl Iterator<Item = f64>) -> Option<Range> {
    values.fold(None, |range, value| match range {
        None => Some((value, value)),
        Some((low, high)) => Some((low.min(value), high.max(value))),
    })
}

fn true_over(case: &Case<'_>, measure: &FactId, at: DrillTime) -> Option<Range> {
    let from = at - TRUE_OVER;
    let window = case.truth.iter().filter(|sample| sample.at >= from && sample.at <= at);
    match part_in(measure) {
        Some(part) => span(window.filter_map(|sample| errors(&sample.truth.readings, &part))),
        None => span(window.map(|sample| sample.fact(measure))),
    }
}

fn shown_over(case: &Case<'_>, measure: &FactId, at: DrillTime) -> Option<Range> {
    let from = at - SHOWN_OVER;
    let Some(part) = part_in(measure) else {
        let before = case.known.iter().rev().find(|known| known.at < from);
        let window = case.known.iter().filter(|known| known.at >= from && known.at <= at);
        return span(window.chain(before).filter_map(|known| known.facts.get(measure).copied()));
    };
    let scraped = case.scrapes.iter().filter(|own| own.at >= from && own.at <= at);
    let looked = case.looks.iter().filter(|own| own.at >= from && own.at <= at);
    let scraped = scraped.filter_map(|own| errors(own.readings, &part));
    span(scraped.chain(looked.filter_map(|own| errors(own.readings, &part))))
}

/// The part whose errors are meant by `errors.PART`, a measure of this module alone.
fn part_in(measure: &FactId) -> Option<PartId> {
    measure.as_str().strip_prefix("errors.").map(PartId::from)
}

/// Nobody claims nothing while any measure says otherwise; any other word is true when one
/// measure of those it may speak of says so.
fn fits(claimed: Range, measured: &[(FactId, Range)]) -> bool {
    if measured.is_empty() {
        return false;
    }
    let meets = |(_, (low, high)): &(FactId, Range)| *low <= claimed.1 && *high >= claimed.0;
    if claimed.0 <= 0.0 { measured.iter().all(meets) } else { measured.iter().any(meets) }
}

/// Whether the scope is a place where nothing was wrong: then the claim is false after all. Only
/// where it names parts or features, none of which was hit, alerted or close to the cause.
fn place(case: &Case<'_>, sent: &Sent<'_>) -> Truth {
    let named: Vec<FactId> = (measures(case, sent).into_iter())
        .filter(|measure| measure.as_str().contains('.'))
        .collect();
    if sent.update.effect == Effect::None || named.is_empty() {
        return Truth::True;
    }
    let limit = NONE_TO * (1.0 + TOLERANCE);
    let hit = |range: Option<Range>| range.is_some_and(|(_, high)| high > limit);
    let slow = hit(true_over(case, &"slow_share".into(), sent.at));
    let so = named.iter().any(|measure| hit(true_over(case, measure, sent.at)));
    let seen = named.iter().any(|measure| hit(shown_over(case, measure, sent.at)));
    let near = case.story_truth().iter().flat_map(|truth| &truth.right).any(|answer| {
        let near = case.neighbours(crate::score::case::part_of(&answer.target));
        near.iter().any(|part| has(&lexicon::words_of(sent.update.scope.as_str()), part.as_str()))
    });
    match (so || slow || near, seen) {
        (true, _) => Truth::True,
        (false, true) => Truth::Misled,
        (false, false) => Truth::False,
    }
}

fn words(
    sent: &Sent<'_>,
    verdict: Truth,
    shown: &[(FactId, Range)],
    truth: &[(FactId, Range)],
) -> Said {
    let word = crate::score::replay::word_of(sent.update.effect);
    let at = sent.at;
    match verdict {
        Truth::True => says!("what the update at {at} says was so", "สิ่งที่อัปเดตเมื่อ {at} บอกเป็นจริง"),
        Truth::Misled => {
            says!(
                "the update at {at} says {word} as the screens did: misled, costs nothing",
                "อัปเดตเมื่อ {at} บอก {word} ตามที่หน้าจอแสดง: หน้าจอพาเข้าใจผิด ไม่เสียคะแนน"
            )
        }
        Truth::Late => says!(
            "the update at {at} says {word}, as was shown a little before",
            "อัปเดตเมื่อ {at} บอก {word} ตามที่เห็นก่อนหน้านั้นไม่นาน"
        ),
        Truth::False => {
            let (shown, so) = (in_both(shown), in_both(truth));
            Said {
                en: format!("the update at {at} says {word}; shown: {}; so: {}", shown.en, so.en),
                th: format!("อัปเดตเมื่อ {at} บอก {word} แต่เห็น: {} จริง: {}", shown.th, so.th),
            }
        }
        Truth::Unknown => says!(
            "the update at {at} says that the effect is not yet known",
            "อัปเดตเมื่อ {at} บอกว่ายังไม่ทราบผลกระทบ"
        ),
        Truth::Silent => says!(
            "the update at {at} still says unknown; shown: ",
            "อัปเดตเมื่อ {at} ยังบอกว่าไม่ทราบ แต่เห็น: "
        )
        .with(&in_both(shown)),
        Truth::NotJudged => says!("the truth at {at} was not sampled", "ไม่มีข้อมูลความจริงเมื่อ {at}"),
    }
}

fn in_both(ranges: &[(FactId, Range)]) -> Said {
    Said { en: measured(ranges, Lang::En), th: measured(ranges, Lang::Th) }
}

/// Shares of users, by measure: `all users 31 %, buying 40–44 %`.
#[must_use]
pub fn measured(ranges: &[(FactId, Range)], lang: Lang) -> String {
    if ranges.is_empty() {
        return said_in!(lang, "nothing", "ไม่มี");
    }
    let named = ranges.iter().map(|(fact, (low, high))| {
        let name = match (fact.as_str(), lang) {
            ("users_hit", Lang::En) => "all users",
            ("users_hit", Lang::Th) => "ผู้ใช้ทั้งหมด",
            ("slow_share", Lang::En) => "slowed",
            ("slow_share", Lang::Th) => "ช้าลง",
            ("feature_hit", Lang::En) => "worst feature",
            ("feature_hit", Lang::Th) => "ฟีเจอร์ที่หนักสุด",
            ("minor_hit", Lang::En) => "worst minor feature",
            ("minor_hit", Lang::Th) => "ฟีเจอร์รองที่หนักสุด",
            (other, _) => other.split_once('.').map_or(other, |(_, name)| name),
        };
        let percent = |share: f64| crate::model::quantity::rounded(share * 100.0);
        let (low, high) = (percent(*low), percent(*high));
        if low == high { format!("{name} {low} %") } else { format!("{name} {low}–{high} %") }
    });
    let mut named: Vec<String> = named.collect();
    named.dedup();
    named.join(", ")
}

/// Updates whose fields agree with what was so or shown.
pub(super) fn truthful(case: &Case<'_>, _rule: &Rule) -> Finding {
    let claims = claims(case);
    if !claims.is_empty() && case.truth.is_empty() {
        return Finding::NotJudged(says!("the truth was not sampled", "ไม่มีข้อมูลความจริง"));
    }
    let judged = claims.into_iter().filter(|claim| claim.verdict != Truth::NotJudged);
    let occasions = judged.map(|claim| Occasion {
        share: match claim.verdict {
            Truth::False => 0.0,
            Truth::Silent => 0.5,
            Truth::True | Truth::Misled | Truth::Late | Truth::Unknown | Truth::NotJudged => 1.0,
        },
        evidence: vec![claim.seq],
        at: claim.at,
        says: claim.why,
        better: says!(
            "say what the screens show, or effect=unknown with the next time",
            "บอกสิ่งที่หน้าจอแสดง หรือ effect=unknown พร้อมเวลาครั้งถัดไป"
        ),
        term: None,
    });
    never_sent(case, occasions.collect())
}

/// Updates that were faithful to a screen that lied.
pub(super) fn misled(case: &Case<'_>) -> Vec<u64> {
    let misled = claims(case).into_iter().filter(|claim| claim.verdict == Truth::Misled);
    misled.map(|claim| claim.seq).collect()
}

/// Public texts without what is certainly internal. Guesses, promises and blame are flagged for
/// people by `lexicon` and move no points.
pub(super) fn public_text(case: &Case<'_>, _rule: &Rule) -> Finding {
    let guarded = |id: &crate::model::id::AudienceId| {
        let audience = case.process.audience(id);
        audience.is_some_and(|own| own.avoid.iter().any(|word| word == "internal_names"))
    };
    let due = case.process.audiences.iter().any(|audience| {
        guarded(&audience.id) && case.state.knowledge.due_since(&audience.id).is_some()
    });
    let texts: Vec<_> =
        case.sent.iter().filter(|sent| sent.update.audiences.iter().any(&guarded)).collect();
    if texts.is_empty() && due && case.clock.is_some() {
        let better = says!("say what customers can and cannot do", "บอกว่าลูกค้าทำอะไรได้และไม่ได้");
        return Finding::lost(
            case.incident_end(),
            Vec::new(),
            says!("no public text was sent", "ไม่ได้ส่งข้อความสาธารณะ"),
            better,
        );
    }
    let occasions = texts.into_iter().map(|sent| {
        let found = lexicon::certainly_internal(&case.scenario.system, sent.update.text.as_str());
        Occasion {
            share: if found.is_empty() { 1.0 } else { 0.0 },
            evidence: vec![sent.seq],
            at: sent.at,
            says: if found.is_empty() {
                says!("no public text names what only we know", "ข้อความสาธารณะไม่มีชื่อภายใน")
            } else {
                says!(
                    "the public text at {} says {}",
                    "ข้อความสาธารณะเมื่อ {} มีคำว่า {}",
                    sent.at,
                    found.join(", ")
                )
            },
            better: says!(
                "name what customers do, not what serves it",
                "พูดถึงสิ่งที่ลูกค้าทำ ไม่ใช่ระบบที่ให้บริการ"
            ),
            term: None,
        }
    });
    Finding::over(
        occasions.collect(),
        says!("no public update was owed or sent", "ไม่มีอัปเดตสาธารณะที่ต้องส่งหรือได้ส่ง"),
    )
    .restraint()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_effect_cover_their_ranges_with_a_quarter_of_tolerance() {
        assert_eq!(range_of(Effect::Unknown), None);
        let (low, high) = range_of(Effect::Some).unwrap();
        assert!(low < NONE_TO && high > SOME_TO && high < 0.26);
        let (low, high) = range_of(Effect::Percent(40)).unwrap();
        assert!((low - 0.3).abs() < 1e-9 && (high - 0.5).abs() < 1e-9);
        let (low, high) = range_of(Effect::Percent(4)).unwrap();
        assert!(low.abs() < 1e-9 && (high - 0.09).abs() < 1e-9);
    }

    #[test]
    fn none_needs_every_measure_and_other_words_one() {
        let measured = [("users_hit".into(), (0.0, 0.002)), ("feature_hit".into(), (0.4, 0.5))];
        assert!(!fits(range_of(Effect::None).unwrap(), &measured));
        assert!(fits(range_of(Effect::Many).unwrap(), &measured));
        assert!(!fits(range_of(Effect::All).unwrap(), &measured));
    }
}
