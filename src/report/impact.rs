//! What users felt of a drill, in sentences: the outcome, and the impact of the post-mortem. Both
//! look at the same samples of the truth, so that neither denies the other.

use crate::journal::Truth;
use crate::model::id::FactId;
use crate::model::quantity::rounded;
use crate::model::text::Lang;
use crate::score::case::Case;
use crate::score::said::said_in;

/// What happened to users and what the team made of it.
pub(super) fn outcome(case: &Case<'_>) -> String {
    let lang = case.journal.header.recipe.lang;
    let users = users(case, lang);
    let Some(incident) = case.incident() else {
        return said_in!(
            lang,
            "{users} No incident was declared.",
            "{users} ไม่มีการประกาศ incident"
        );
    };
    let end = match (&incident.resolved, &incident.closed) {
        (Some(mark), _) => said_in!(lang, "resolved at {}", "แก้ไขแล้วเมื่อ {}", mark.at),
        (None, Some(mark)) => said_in!(lang, "closed at {}", "ปิดเมื่อ {}", mark.at),
        (None, None) => said_in!(lang, "not resolved", "ยังไม่ได้แก้ไข"),
    };
    let severity = incident.severity().map(ToString::to_string).unwrap_or_default();
    let (declared, id) = (incident.declared.at, incident.id);
    said_in!(
        lang,
        "{users} {id} was declared at {declared}, {severity}, and {end}.",
        "{users} ประกาศ {id} เมื่อ {declared} ระดับ {severity} และ{end}"
    )
}

fn users(case: &Case<'_>, lang: Lang) -> String {
    match (case.impact.began, case.impact.ended) {
        (None, _) if failed(case, lang).is_empty() => {
            said_in!(lang, "Users were not hit.", "ผู้ใช้ไม่ได้รับผลกระทบ")
        }
        (None, _) => said_in!(
            lang,
            "Users were hit, not long or hard enough to meet a severity's test.",
            "ผู้ใช้ได้รับผลกระทบ แต่ไม่นานหรือไม่แรงพอจะเข้าเกณฑ์ระดับความรุนแรง"
        ),
        (Some((from, _)), Some((to, _))) => {
            let length = crate::model::time::clock(to.since(from));
            said_in!(
                lang,
                "Users were hit from {from} to {to}, {length} long.",
                "ผู้ใช้ได้รับผลกระทบตั้งแต่ {from} ถึง {to} นาน {length}"
            )
        }
        (Some((from, _)), None) if case.state.ended.is_none() => {
            said_in!(lang, "Users have been hit since {from}.", "ผู้ใช้ได้รับผลกระทบมาตั้งแต่ {from}")
        }
        (Some((from, _)), None) => said_in!(
            lang,
            "Users were hit from {from} on, to the end.",
            "ผู้ใช้ได้รับผลกระทบตั้งแต่ {from} จนจบ"
        ),
    }
}

/// What it cost, line by line.
pub(super) fn impact(case: &Case<'_>) -> Vec<String> {
    let Some(last) = case.truth.last() else {
        return Vec::new();
    };
    let lang = case.journal.header.recipe.lang;
    let mut rows = failed(case, lang);
    rows.extend(lost(case, last.truth, lang));
    rows.extend(counted(case, lang));
    rows
}

/// How many users could not do what they came for, as shares; empty where none were hit.
fn failed(case: &Case<'_>, lang: Lang) -> Vec<String> {
    let percent = |fact: &FactId| rounded(highest(case, fact) * 100.0);
    let mut rows = Vec::new();
    let users = percent(&"users_hit".into());
    if users > 0 {
        rows.push(said_in!(
            lang,
            "at most {users} % of all users could not finish what they came for",
            "ผู้ใช้ทั้งหมดไม่เกิน {users} % ทำสิ่งที่ตั้งใจมาทำไม่สำเร็จ"
        ));
    }
    for (id, feature) in &case.scenario.system.features {
        let hit = percent(&FactId::from(format!("feature_hit.{id}")));
        if hit > 1 {
            let name = feature.name.get(lang);
            rows.push(said_in!(
                lang,
                "{name}: at most {hit} % failed",
                "{name}: ไม่สำเร็จไม่เกิน {hit} %"
            ));
        }
    }
    rows
}

/// Time of customers, and money.
fn lost(case: &Case<'_>, truth: &Truth, lang: Lang) -> Vec<String> {
    let mut rows = Vec::new();
    if truth.customer_seconds >= 60 {
        let minutes = grouped(truth.customer_seconds / 60);
        rows.push(said_in!(lang, "{minutes} customer-minutes lost", "เสียไป {minutes} นาทีลูกค้า"));
    }
    if truth.money > 0 {
        let money = grouped(truth.money.unsigned_abs() / 100);
        let currency = &case.scenario.system.currency;
        rows.push(said_in!(
            lang,
            "{money} {currency} of business not done",
            "มูลค่าธุรกิจที่เสียไป {money} {currency}"
        ));
    }
    rows
}

/// What is counted one by one: records, and what somebody outside knows.
fn counted(case: &Case<'_>, lang: Lang) -> Vec<String> {
    let most = |fact: &str| rounded(highest(case, &fact.into())).unsigned_abs();
    let of = [
        (most("data_lost"), said_in!(lang, "records lost", "ระเบียนข้อมูลที่หาย")),
        (most("data_at_risk"), said_in!(lang, "records at risk", "ระเบียนข้อมูลที่เสี่ยงหาย")),
        (most("exposure"), said_in!(lang, "exposure", "ความลับที่คนนอกรู้")),
    ];
    let of = of.into_iter().filter(|(count, _)| *count > 0);
    of.map(|(count, what)| format!("{what}: {}", grouped(count))).collect()
}

/// The most that a fact came to.
fn highest(case: &Case<'_>, fact: &FactId) -> f64 {
    case.truth.iter().map(|sample| sample.fact(fact)).fold(0.0, f64::max)
}

/// `37,800`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!([grouped(7), grouped(1000), grouped(37800)], ["7", "1,000", "37,800"]);
    }
}
