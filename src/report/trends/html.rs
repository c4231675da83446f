//! Trends as one self-contained HTML file: no script, no network, light and dark, prints well.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::report::html::{POLICY, STYLE};
use crate::report::trends::figures::Spread;
use crate::report::trends::text::{TIMES, agreement, at, trend};
use crate::report::trends::{ENOUGH, Group, Month, Trends};

/// Size of a chart of scores, in pixels.
const WIDE: f64 = 640.0;
const HIGH: f64 = 120.0;
/// Room for the figures at its left.
const LEFT: f64 = 34.0;
/// Objectives that are listed.
const LISTED: usize = 12;

/// The page.
#[must_use]
pub fn render(trends: &Trends) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { "firedrill · trends" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { "Trends" }
                    p {
                        (trends.drills) " graded drills"
                        @if let Some(day) = &trends.since { " since " (day) }
                        "; " (trends.practice) " of practice are kept out"
                    }
                }
                main {
                    @for own in &trends.scenarios {
                        (group(own.id.as_str(), "first plays", &own.first))
                        (group(own.id.as_str(), "repeats", &own.repeats))
                    }
                    (severities(trends))
                    (misses(trends))
                    (ratings(&trends.ratings))
                    @if let Some(own) = &trends.agreement { p { (agreement(own)) } }
                }
            }
        }
    };
    page.into_string()
}

fn group(id: &str, what: &str, group: &Group) -> Markup {
    html! {
        @if !group.scores.is_empty() {
            section {
                h2 { (id) ", " (what) }
                p { (group.scores.len()) " drills; trend: " (trend(group.direction.as_ref())) }
                (scores(group))
                table {
                    thead { tr { th { "" } th { "n" } th { "median" } th { "95 %" } th { "half of all" } } }
                    tbody {
                        @if let Some(own) = &group.score {
                            (row("score", own, &|value| format!("{value:.1}")))
                        }
                        @for (key, name) in TIMES {
                            @if let Some(own) = group.timings.get(key) { (row(name, own, &at)) }
                        }
                    }
                }
            }
        }
    }
}

fn row(name: &str, own: &Spread, figure: &dyn Fn(f64) -> String) -> Markup {
    let enough = own.n >= ENOUGH;
    html! {
        tr {
            th scope="row" { (name) }
            td { (own.n) }
            td { (figure(own.median)) }
            td { @if enough { (figure(own.low)) " to " (figure(own.high)) } @else { "too few" } }
            td { @if enough { (figure(own.lower_quartile)) " to " (figure(own.upper_quartile)) } }
        }
    }
}

/// The scores from drill to drill; the figures stand in its title and beside the points.
fn scores(group: &Group) -> Markup {
    let last = group.scores.len().saturating_sub(1).max(1) as f64;
    let x = |place: usize| LEFT + 10.0 + (WIDE - LEFT - 30.0) * place as f64 / last;
    let y = |score: f64| HIGH - 18.0 - (HIGH - 34.0) * score / 100.0;
    let points: Vec<(f64, f64, f64)> =
        group.scores.iter().enumerate().map(|(place, own)| (x(place), y(*own), *own)).collect();
    let line: Vec<String> = points.iter().map(|(x, y, _)| format!("{x:.1},{y:.1}")).collect();
    let told: Vec<String> = group.scores.iter().map(|own| format!("{own:.0}")).collect();
    html! {
        svg viewBox=(format!("0 0 {WIDE} {HIGH}")) role="img" style="max-width:100%" {
            title { "scores, oldest first: " (told.join(", ")) }
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

fn severities(trends: &Trends) -> Markup {
    html! {
        section {
            h2 { "By severity" }
            table {
                thead { tr { th { "severity" } th { "drills" } th { "resolved" } th { "median score" } } }
                tbody {
                    @for own in &trends.severities {
                        tr {
                            th scope="row" { (own.id.as_ref().map_or("not declared", |id| id.as_str())) }
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

fn misses(trends: &Trends) -> Markup {
    html! {
        @if !trends.misses.is_empty() {
            section {
                h2 { "Missed most" }
                p { "Rated M or U, of the drills in which it was judged." }
                table {
                    thead { tr { th { "objective" } th { "capability" } th { "missed" } } }
                    tbody {
                        @for own in trends.misses.iter().take(LISTED) {
                            tr {
                                th scope="row" { (own.id) }
                                td { (own.capability) }
                                td { (own.missed) " of " (own.judged) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn ratings(months: &[Month]) -> Markup {
    html! {
        section {
            h2 { "Ratings by month" }
            table {
                thead { tr { th { "month" } th { "capability" } th { "P" } th { "S" } th { "M" } th { "U" } } }
                tbody {
                    @for own in months {
                        @for (capability, counts) in &own.ratings {
                            tr {
                                th scope="row" { (own.month) }
                                td { (capability) }
                                @for count in counts { td { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
