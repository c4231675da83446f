//! Trends as one self-contained HTML file: no script, no network, light and dark, prints well.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::model::text::Lang;
use crate::report::html::{POLICY, STYLE};
use crate::report::trends::figures::Spread;
use crate::report::trends::text::{
    TIMES, agreement, at, called, capability, counted, plays, severity, trend,
};
use crate::report::trends::{ENOUGH, Group, Month, Trends};
use crate::report::words::either;
use crate::score::said::said_in;

/// Size of a chart of scores, in pixels.
const WIDE: f64 = 640.0;
const HIGH: f64 = 120.0;
/// Room for the figures at its left.
const LEFT: f64 = 34.0;
/// Objectives that are listed.
const LISTED: usize = 12;

/// The page.
#[must_use]
pub fn render(trends: &Trends, lang: Lang) -> String {
    let title = either(lang, "Trends", "แนวโน้ม");
    let page = html! {
        (DOCTYPE)
        html lang=(either(lang, "en", "th")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { "firedrill · " (title.to_lowercase()) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (title) }
                    p { (counted(trends, lang)) }
                }
                main {
                    @for own in &trends.scenarios {
                        (group(own.id.as_str(), plays(true, lang), &own.first, lang))
                        (group(own.id.as_str(), plays(false, lang), &own.repeats, lang))
                    }
                    (severities(trends, lang))
                    (misses(trends, lang))
                    (ratings(&trends.ratings, lang))
                    @if let Some(own) = &trends.agreement { p { (agreement(own, lang)) } }
                }
            }
        }
    };
    page.into_string()
}

fn group(id: &str, what: &str, group: &Group, lang: Lang) -> Markup {
    let (count, trend) = (group.scores.len(), trend(group.direction.as_ref(), lang));
    let heads = match lang {
        Lang::En => ["", "n", "median", "95 %", "half of all"],
        Lang::Th => ["", "n", "ค่ากลาง", "95 %", "ครึ่งหนึ่งอยู่ใน"],
    };
    html! {
        @if !group.scores.is_empty() {
            section {
                h2 { (id) ", " (what) }
                p { (said_in!(lang, "{count} drills; trend: {trend}", "{count} ครั้ง แนวโน้ม: {trend}")) }
                (scores(group, lang))
                table {
                    (head(&heads))
                    tbody {
                        @if let Some(own) = &group.score {
                            (row("score", own, &|value| format!("{value:.1}"), lang))
                        }
                        @for key in TIMES {
                            @if let Some(own) = group.timings.get(key) { (row(key, own, &at, lang)) }
                        }
                    }
                }
            }
        }
    }
}

/// The head of a table.
fn head(names: &[&str]) -> Markup {
    html! { thead { tr { @for name in names { th { (name) } } } } }
}

fn row(key: &str, own: &Spread, figure: &dyn Fn(f64) -> String, lang: Lang) -> Markup {
    let enough = own.n >= ENOUGH;
    let between = |low: f64, high: f64| {
        let (low, high) = (figure(low), figure(high));
        said_in!(lang, "{low} to {high}", "{low}–{high}")
    };
    let few = either(lang, "too few", "น้อยเกินไป");
    html! {
        tr {
            th scope="row" { (called(key, lang)) }
            td { (own.n) }
            td { (figure(own.median)) }
            td { @if enough { (between(own.low, own.high)) } @else { (few) } }
            td { @if enough { (between(own.lower_quartile, own.upper_quartile)) } }
        }
    }
}

/// The scores from drill to drill; the figures stand in its title and beside the points.
fn scores(group: &Group, lang: Lang) -> Markup {
    let last = group.scores.len().saturating_sub(1).max(1) as f64;
    let x = |place: usize| LEFT + 10.0 + (WIDE - LEFT - 30.0) * place as f64 / last;
    let y = |score: f64| HIGH - 18.0 - (HIGH - 34.0) * score / 100.0;
    let points: Vec<(f64, f64, f64)> =
        group.scores.iter().enumerate().map(|(place, own)| (x(place), y(*own), *own)).collect();
    let line: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
    let told: Vec<String> = group.scores.iter().map(|own| format!("{own:.0}")).collect();
    html! {
        svg viewBox=(format!("0 0 {WIDE} {HIGH}")) role="img" style="max-width:100%" {
            title { (either(lang, "scores, oldest first: ", "คะแนน เก่าสุดก่อน: ")) (told.join(", ")) }
            @for mark in [0.0, 50.0, 100.0] {
                line x1=(LEFT) x2=(WIDE) y1=(y(mark)) y2=(y(mark)) stroke="currentColor" stroke-opacity="0.2" {}
                text x=(LEFT - 6.0) y=(y(mark) + 4.0) text-anchor="end" font-size="11" fill="currentColor" { (mark) }
            }
            polyline points=(line.join(" ")) fill="none" stroke="currentColor" stroke-opacity="0.6" {}
            @for (x, y, score) in &points {
                circle cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="3.5" fill="currentColor" {}
                @if points.len() <= 20 {
                    text x=(format!("{x:.1}")) y=(format!("{:.1}", y - 8.0)) text-anchor="middle" font-size="11" fill="currentColor" {
                        (format!("{score:.0}"))
                    }
                }
            }
        }
    }
}

fn severities(trends: &Trends, lang: Lang) -> Markup {
    let heads = match lang {
        Lang::En => ["severity", "drills", "resolved", "median score"],
        Lang::Th => ["ระดับ", "ครั้ง", "แก้ไขแล้ว", "ค่ากลางคะแนน"],
    };
    html! {
        section {
            h2 { (either(lang, "By severity", "ตามระดับความรุนแรง")) }
            table {
                (head(&heads))
                tbody {
                    @for own in &trends.severities {
                        tr {
                            th scope="row" { (severity(own, lang)) }
                            td { (own.drills) }
                            td { (own.resolved) }
                            td { (format!("{:.1}", own.median_score)) }
                        }
                    }
                }
            }
        }
    }
}

fn misses(trends: &Trends, lang: Lang) -> Markup {
    let heads = match lang {
        Lang::En => ["objective", "capability", "missed"],
        Lang::Th => ["ข้อ", "ความสามารถ", "พลาด"],
    };
    let told = said_in!(
        lang,
        "Rated M or U, of the drills in which it was judged.",
        "ได้ M หรือ U จากการซ้อมที่ตัดสินข้อนั้นได้"
    );
    html! {
        @if !trends.misses.is_empty() {
            section {
                h2 { (either(lang, "Missed most", "พลาดบ่อยที่สุด")) }
                p { (told) }
                table {
                    (head(&heads))
                    tbody {
                        @for own in trends.misses.iter().take(LISTED) {
                            tr {
                                th scope="row" { (own.id) }
                                td { (capability(own.capability.name(), lang)) }
                                td { (own.missed) (either(lang, " of ", " จาก ")) (own.judged) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ratings(months: &[Month], lang: Lang) -> Markup {
    let names = match lang {
        Lang::En => ["month", "capability", "P", "S", "M", "U"],
        Lang::Th => ["เดือน", "ความสามารถ", "P", "S", "M", "U"],
    };
    html! {
        section {
            h2 { (either(lang, "Ratings by month", "ระดับที่ทำได้รายเดือน")) }
            table {
                (head(&names))
                tbody {
                    @for own in months {
                        @for (id, counts) in &own.ratings {
                            tr {
                                th scope="row" { (own.month) }
                                td { (capability(id, lang)) }
                                @for count in counts { td { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
