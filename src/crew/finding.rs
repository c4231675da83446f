//! A look in one plain sentence, made of what the look really showed.

use crate::command::LookView;
use crate::crew::evidence::{deploys, errors, failing_callee, onset, suspect, worst};
use crate::crew::speech::{cut, either, percent, reading, story_time};
use crate::model::fault::part_of;
use crate::model::id::PartId;
use crate::model::metric::{Metric, MetricRef};
use crate::model::text::{DisplayText, Lang};
use crate::view::{LookItem, SeatView};

/// Longest quote from a line, in characters.
const QUOTE_MAX: usize = 110;
/// Readings that are named in any case.
const ALWAYS: [Metric; 3] = [Metric::ErrorRatio, Metric::P99, Metric::Rate];
/// Shares that are named from here on.
const FULL: f64 = 0.85;

/// What a look found.
pub(super) fn sentence(view: &SeatView, look: &LookItem) -> String {
    let lang = view.lang;
    let lines = look.lines.as_deref().unwrap_or_default();
    let target = &look.target;
    match look.view {
        LookView::Metrics => {
            let part = part_of(target);
            let said = readings(&part, look, lang);
            let first = lines.first().map(DisplayText::as_str).unwrap_or_default();
            let said = if said.is_empty() { cut(first, QUOTE_MAX) } else { said };
            format!("{target}: {said}")
        }
        LookView::Deploys => deploy_sentence(view, look),
        LookView::Logs => log_sentence(target.as_str(), lines, lang),
        LookView::Config => format!("{target} config: {}", last_lines(lines)),
        LookView::Deps => deps_sentence(look, lang),
    }
}

/// The callee that fails most, else what is particular, else that nothing is.
fn deps_sentence(look: &LookItem, lang: Lang) -> String {
    let lines = || look.lines.as_deref().unwrap_or_default().iter().map(DisplayText::as_str);
    let usual =
        |line: &&str| ["calls ", "called by ", "asked by "].iter().any(|own| line.starts_with(own));
    let callee = failing_callee(look);
    let failing = callee.and_then(|callee| lines().find(|line| line.contains(callee.as_str())));
    let told = failing.or_else(|| lines().rev().find(|line| !usual(line)));
    let calm = || {
        let en = "no callee fails it more than 2 %".to_owned();
        either(lang, en, "ไม่มีตัวที่เรียกไปแล้ว fail เกิน 2 %".to_owned())
    };
    format!("{} deps: {}", look.target, told.map_or_else(calm, |line| cut(line, QUOTE_MAX)))
}

/// `31.5 % errors, p99 3.1 s, 241/s, 480 waiting`.
fn readings(part: &PartId, look: &LookItem, lang: Lang) -> String {
    let value = |metric| look.readings.get(&MetricRef { part: part.clone(), metric });
    let mut said = Vec::new();
    for metric in ALWAYS {
        if let Some(value) = value(metric) {
            said.push(match metric {
                Metric::ErrorRatio => either(
                    lang,
                    format!("{} errors", percent(value)),
                    format!("error {}", percent(value)),
                ),
                Metric::Rate => reading(metric, value),
                _ => format!("{metric} {}", reading(metric, value)),
            });
        }
    }
    for metric in [Metric::Saturation, Metric::PoolUse, Metric::Cpu, Metric::Memory] {
        if let Some(value) = value(metric).filter(|value| *value > FULL) {
            said.push(format!("{metric} {}", percent(value)));
        }
    }
    for metric in [Metric::HitRatio, Metric::ReadyRatio] {
        if let Some(value) = value(metric).filter(|value| *value < FULL) {
            said.push(format!("{metric} {}", percent(value)));
        }
    }
    if let Some(waiting) = value(Metric::Queue).filter(|waiting| *waiting >= 1.0) {
        said.push(either(lang, format!("{waiting:.0} waiting"), format!("รอคิว {waiting:.0}")));
    }
    said.join(", ")
}

fn deploy_sentence(view: &SeatView, look: &LookItem) -> String {
    let (lang, target) = (view.lang, &look.target);
    if let Some(own) = suspect(view, look) {
        let began = onset(view, &part_of(target));
        let began = began.map(|at| story_time(view, at)).unwrap_or_default();
        return either(
            lang,
            format!("{target}: deploy {} at {}; errors began {began}", own.what, own.clock),
            format!("{target}: deploy {} เมื่อ {} error เริ่ม {began}", own.what, own.clock),
        );
    }
    match deploys(view, look).first() {
        Some(own) => either(
            lang,
            format!("{target}: last deploy {} at {}, does not fit in time", own.what, own.clock),
            format!("{target}: deploy ล่าสุด {} เมื่อ {} เวลาไม่ตรง", own.what, own.clock),
        ),
        None => {
            either(lang, format!("{target}: no deploy today"), format!("{target}: วันนี้ไม่มี deploy"))
        }
    }
}

/// What stands in a log beside its lines comes first; else the newest error.
fn log_sentence(target: &str, lines: &[DisplayText], lang: Lang) -> String {
    let dated = |line: &&DisplayText| line.as_str().as_bytes().get(2) == Some(&b':');
    let loud = |line: &&DisplayText| line.as_str().contains("ERROR");
    let told = lines.iter().rev().find(|line| !dated(line));
    let errors = lines.iter().filter(loud).count();
    let newest = lines.iter().rev().find(loud);
    let quote = |line: &DisplayText| cut(line.as_str(), QUOTE_MAX);
    match (told, newest) {
        (Some(told), _) => format!("{target} logs: {}", quote(told)),
        (None, Some(newest)) => {
            let all = lines.len();
            either(
                lang,
                format!("{target} logs: {errors} of {all} lines are errors: {}", quote(newest)),
                format!("{target} logs: เป็น error {errors} จาก {all} บรรทัด: {}", quote(newest)),
            )
        }
        (None, None) => {
            either(lang, format!("{target} logs: no errors"), format!("{target} logs: ไม่มี error"))
        }
    }
}

/// The last two lines: what is particular stands last.
fn last_lines(lines: &[DisplayText]) -> String {
    let from = lines.len().saturating_sub(2);
    let last: Vec<&str> = lines.iter().skip(from).map(DisplayText::as_str).collect();
    cut(&last.join("; "), QUOTE_MAX * 2)
}

/// How the board looks, in one sentence.
pub(super) fn board(view: &SeatView) -> String {
    let lang = view.lang;
    match worst(view) {
        Some(row) => {
            let part = &row.part;
            let errors = errors(view, part).map(percent);
            let p99 = row.readings.get(&Metric::P99).map(|value| reading(Metric::P99, *value));
            let since = onset(view, part).map(|at| story_time(view, at));
            let errors =
                errors.map(|own| either(lang, format!("{own} errors"), format!("error {own}")));
            let p99 = p99.map(|own| format!("p99 {own}"));
            let said: Vec<String> = errors.into_iter().chain(p99).collect();
            // What serves nobody any more, or never did, shows neither.
            let said = if said.is_empty() {
                either(lang, "not as usual".to_owned(), "ผิดปกติ".to_owned())
            } else {
                said.join(", ")
            };
            let since = since.map(|at| either(lang, format!(" since {at}"), format!(" ตั้งแต่ {at}")));
            format!("{part}: {said}{}", since.unwrap_or_default())
        }
        None => either(lang, "the board looks calm".to_owned(), "หน้าจอดูปกติ".to_owned()),
    }
}
