//! What a scenario expects beyond the objectives of the process.

use crate::content::truth::Expect;
use crate::model::text::Lang;
use crate::score::case::Case;
use crate::score::clock::fade;
use crate::score::finding::{Finding, Occasion, between};
use crate::score::replay::first_held;
use crate::score::said::{Said, says};

/// One expectation: its clock starts with `when`, and it counts only before `before`.
pub(super) fn expected(case: &Case<'_>, expect: &Expect) -> Finding {
    let start = match &expect.when {
        None => Some((crate::model::time::DrillTime::START, 0)),
        Some(when) => first_held(case, when),
    };
    let what = Said { en: expect.what.en.to_string(), th: expect.what.get(Lang::Th).to_owned() };
    let Some((start, _)) = start else {
        return Finding::NoOccasion(says!("its occasion never came: ", "ไม่มีโอกาส: ").with(&what));
    };
    let met = first_held(case, &expect.met);
    let limit = expect.before.as_ref().and_then(|before| first_held(case, before));
    let Some((at, seq)) = met else {
        let at = limit.map_or(case.end, |(at, _)| at);
        let evidence = limit.map(|(_, seq)| seq).into_iter().collect();
        return Finding::lost(at, evidence, says!("not done: ", "ไม่ได้ทำ: ").with(&what), what);
    };
    if let Some((before, other)) = limit
        && (before, other) < (at, seq)
    {
        let why = says!("done too late, at {at}: ", "ทำช้าไป เมื่อ {at}: ").with(&what);
        return Finding::lost(before, vec![other, seq], why, what);
    }
    let share = match (expect.full, expect.none) {
        (Some(full), Some(none)) => fade(at.since(start), full.seconds(), none.seconds()),
        (Some(full), None) => fade(at.since(start), full.seconds(), full.seconds() * 2),
        _ => 1.0,
    };
    let says = if at < start {
        says!("done at {at}, before its occasion: ", "ทำเมื่อ {at} ก่อนมีโอกาส: ")
    } else {
        says!(
            "done at {at}, {} after its occasion: ",
            "ทำเมื่อ {at} หลังมีโอกาส {}: ",
            between(start, at)
        )
    };
    let says = says.with(&what);
    let better = says!("sooner: ", "เร็วกว่านี้: ").with(&what);
    Finding::over(
        vec![Occasion { share, evidence: vec![seq], at, says, better, term: None }],
        Said::default(),
    )
}
