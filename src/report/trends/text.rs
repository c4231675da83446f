//! Trends for a terminal of 80 columns.

use crate::model::text::Lang;
use crate::model::time::clock;
use crate::report::columns::padded;
use crate::report::trends::agreement::Agreement;
use crate::report::trends::figures::{Direction, Spread};
use crate::report::trends::{ENOUGH, Group, OfSeverity, Trends};
use crate::report::words;
use crate::score::said::said_in;

/// Objectives that are listed.
const LISTED: usize = 8;
/// Scores that are listed one by one.
const POINTS: usize = 12;

/// The timings in the order of an incident.
pub(super) const TIMES: [&str; 5] =
    ["detect_s", "declare_s", "first_update_s", "mitigate_s", "resolve_s"];

/// What a timing is called; anything else is the score.
pub(super) fn called(key: &str, lang: Lang) -> &'static str {
    let [en, th] = match key {
        "detect_s" => ["detected", "ตรวจพบ"],
        "declare_s" => ["declared", "ประกาศ"],
        "first_update_s" => ["first update", "อัปเดตแรก"],
        "mitigate_s" => ["impact over", "ผลกระทบหมด"],
        "resolve_s" => ["resolved", "แก้ไขแล้ว"],
        _ => ["score", "คะแนน"],
    };
    words::either(lang, en, th)
}

/// First plays of a scenario, or plays by who knew it.
pub(super) fn plays(first: bool, lang: Lang) -> &'static str {
    if first {
        words::either(lang, "first plays", "เล่นครั้งแรก")
    } else {
        words::either(lang, "repeats", "เล่นซ้ำ")
    }
}

/// How many drills there are, and since when.
pub(super) fn counted(trends: &Trends, lang: Lang) -> String {
    let Trends { drills, practice, .. } = trends;
    let day = trends.since.as_deref();
    let since = |word: &str| day.map_or(String::new(), |day| format!(" {word} {day}"));
    said_in!(
        lang,
        "{drills} graded drills{}; {practice} of practice are kept out",
        "การซ้อมที่คิดคะแนน {drills} ครั้ง{} ไม่นับฝึกซ้อม {practice} ครั้ง",
        since(words::either(lang, "since", "ตั้งแต่")),
    )
}

/// The severity an incident ended at.
pub(super) fn severity(own: &OfSeverity, lang: Lang) -> &str {
    let none = words::either(lang, "not declared", "ไม่ได้ประกาศ");
    own.id.as_ref().map_or(none, |id| id.as_str())
}

/// A capability by its short name: in English as it stands.
pub(super) fn capability(name: &str, lang: Lang) -> &str {
    match name.parse() {
        Ok(id) if lang == Lang::Th => words::capability(id, lang),
        _ => name,
    }
}

/// The page.
#[must_use]
pub fn render(trends: &Trends, lang: Lang) -> String {
    let mut lines = vec![counted(trends, lang)];
    if trends.drills == 0 {
        lines.push(said_in!(
            lang,
            "No graded drill yet: `firedrill play SCENARIO` begins one.",
            "ยังไม่มีการซ้อมที่คิดคะแนน เริ่มได้ด้วย `firedrill play SCENARIO`"
        ));
    } else {
        for own in &trends.scenarios {
            for (first, group) in [(true, &own.first), (false, &own.repeats)] {
                if !group.scores.is_empty() {
                    lines.push(String::new());
                    let title = format!("{}, {}", own.id, plays(first, lang));
                    lines.extend(group_lines(&title, group, lang));
                }
            }
        }
        lines.extend(tables(trends, lang));
    }
    let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
    lines.join("\n") + "\n"
}

/// What is so over all scenarios.
fn tables(trends: &Trends, lang: Lang) -> Vec<String> {
    let mut lines = vec![String::new()];
    lines.push(said_in!(
        lang,
        "severity       drills  resolved  median score",
        "ระดับ              ครั้ง   แก้ไขแล้ว   ค่ากลางคะแนน"
    ));
    for own in &trends.severities {
        let id = padded(severity(own, lang), 14);
        lines.push(format!("{id} {:6}  {:8}  {:12.1}", own.drills, own.resolved, own.median_score));
    }
    if !trends.misses.is_empty() {
        lines.push(String::new());
        lines.push(said_in!(lang, "missed most (rated M or U)", "พลาดบ่อยที่สุด (ได้ M หรือ U)"));
        for own in trends.misses.iter().take(LISTED) {
            let (id, wide) = (own.id.as_str(), if lang == Lang::En { 11 } else { 16 });
            let name = padded(capability(own.capability.name(), lang), wide);
            let (missed, judged, of) = (own.missed, own.judged, words::either(lang, "of", "จาก"));
            lines.push(format!("  {id:16} {name}  {missed} {of} {judged}"));
        }
    }
    lines.push(String::new());
    lines.push(said_in!(
        lang,
        "ratings by month          P   S   M   U",
        "ระดับที่ทำได้รายเดือน               P   S   M   U"
    ));
    for own in &trends.ratings {
        for (id, [p, s, m, u]) in &own.ratings {
            let name = padded(capability(id, lang), if lang == Lang::En { 12 } else { 16 });
            lines.push(format!("  {}  {name} {p:4}{s:4}{m:4}{u:4}", own.month));
        }
    }
    if let Some(own) = &trends.agreement {
        lines.push(String::new());
        lines.push(agreement(own, lang));
    }
    lines
}

fn group_lines(title: &str, group: &Group, lang: Lang) -> Vec<String> {
    let count = group.scores.len();
    let plural = if count == 1 { "" } else { "s" };
    let mut lines = vec![match lang {
        Lang::En => format!("{title}: {count} drill{plural}"),
        Lang::Th => format!("{title}: {count} ครั้ง"),
    }];
    let last: Vec<String> =
        (group.scores.iter().rev().take(POINTS).rev()).map(|score| format!("{score:.0}")).collect();
    let cut = if count > POINTS { "… " } else { "" };
    let named = |en, th| padded(words::either(lang, en, th), 13);
    lines.push(format!("  {} {cut}{}", named("scores", "คะแนนแต่ละครั้ง"), last.join(" ")));
    let trend = trend(group.direction.as_ref(), lang);
    lines.push(format!("  {} {trend}", named("trend", "แนวโน้ม")));
    if let Some(own) = &group.score {
        let figure = |value: f64| format!("{value:.1}");
        lines.push(spread_line("score", own, &figure, lang));
    }
    for key in TIMES {
        if let Some(own) = group.timings.get(key) {
            lines.push(spread_line(key, own, &at, lang));
        }
    }
    lines
}

/// In words, with how sure it is.
pub(super) fn trend(direction: Option<&Direction>, lang: Lang) -> String {
    let Some(own) = direction else {
        return said_in!(
            lang,
            "too few to tell: it takes {ENOUGH} drills",
            "น้อยเกินกว่าจะบอกได้ ต้องมี {ENOUGH} ครั้ง"
        );
    };
    let chance = own.chance;
    if own.word == "none" {
        return said_in!(lang, "none that is sure (p {chance:.2})", "ไม่ชัดเจน (p {chance:.2})");
    }
    let chance = match lang {
        _ if chance > 0.001 => format!("{chance:.3}"),
        Lang::En => "at most 0.001".to_owned(),
        Lang::Th => "ไม่เกิน 0.001".to_owned(),
    };
    let word = match own.word.as_str() {
        "rising" => words::either(lang, "rising", "ดีขึ้น"),
        "falling" => words::either(lang, "falling", "แย่ลง"),
        other => other,
    };
    let points = own.per_drill;
    said_in!(
        lang,
        "{word}, {points:+.1} points a drill (p {chance})",
        "{word} ครั้งละ {points:+.1} คะแนน (p {chance})"
    )
}

fn spread_line(key: &str, own: &Spread, figure: &dyn Fn(f64) -> String, lang: Lang) -> String {
    let (name, median) = (padded(called(key, lang), 13), figure(own.median));
    let mut text = said_in!(lang, "  {name} median {median:>6}", "  {name} ค่ากลาง {median:>6}");
    if own.n >= ENOUGH {
        let (low, high) = (figure(own.low), figure(own.high));
        let (from, to) = (figure(own.lower_quartile), figure(own.upper_quartile));
        text += &said_in!(
            lang,
            "  95 % {low} to {high}  half {from} to {to}",
            "  95 % {low}–{high}  ครึ่งหนึ่งอยู่ใน {from}–{to}"
        );
    }
    format!("{text}  n {}", own.n)
}

/// Seconds as minutes and seconds.
pub(super) fn at(seconds: f64) -> String {
    clock(u32::try_from(crate::model::quantity::rounded(seconds)).unwrap_or(0))
}

/// How far people and the score agree, in a sentence.
pub(super) fn agreement(own: &Agreement, lang: Lang) -> String {
    let kappa = match own.kappa {
        Some(kappa) => format!("weighted kappa {kappa:.2}"),
        None => said_in!(
            lang,
            "too few for a kappa, it takes {ENOUGH}",
            "น้อยเกินกว่าจะคิด kappa ต้องมี {ENOUGH}"
        ),
    };
    let Agreement { n, same, .. } = own;
    said_in!(
        lang,
        "facilitators and the score agree in {same} of {n} ratings ({kappa})",
        "ผู้ดำเนินการซ้อมกับใบคะแนนให้ตรงกัน {same} จาก {n} ข้อ ({kappa})"
    )
}
