//! Trends for a terminal of 80 columns.

use std::fmt::Write as _;

use crate::model::time::clock;
use crate::report::trends::agreement::Agreement;
use crate::report::trends::figures::{Direction, Spread};
use crate::report::trends::{ENOUGH, Group, Trends};

/// Objectives that are listed.
const LISTED: usize = 8;
/// Scores that are listed one by one.
const POINTS: usize = 12;

/// The timings in the order of an incident, with what they are called.
pub(super) const TIMES: [(&str, &str); 5] = [
    ("detect_s", "detected"),
    ("declare_s", "declared"),
    ("first_update_s", "first update"),
    ("mitigate_s", "impact over"),
    ("resolve_s", "resolved"),
];

/// The page.
#[must_use]
pub fn render(trends: &Trends) -> String {
    let mut out = String::new();
    let mut line = |what: &str| {
        out.push_str(what.trim_end());
        out.push('\n');
    };
    let since = trends.since.as_ref().map_or(String::new(), |day| format!(" since {day}"));
    line(&format!(
        "{} graded drills{since}; {} of practice are kept out",
        trends.drills, trends.practice
    ));
    if trends.drills == 0 {
        line("No graded drill yet: `firedrill play SCENARIO` begins one.");
        return out;
    }
    for own in &trends.scenarios {
        for (what, group) in [("first plays", &own.first), ("repeats", &own.repeats)] {
            if !group.scores.is_empty() {
                line("");
                for own in group_lines(&format!("{}, {what}", own.id), group) {
                    line(&own);
                }
            }
        }
    }
    line("");
    line("severity       drills  resolved  median score");
    for own in &trends.severities {
        let id = own.id.as_ref().map_or("not declared", |id| id.as_str());
        line(&format!("{id:14} {:6}  {:8}  {:12.1}", own.drills, own.resolved, own.median_score));
    }
    if !trends.misses.is_empty() {
        line("");
        line("missed most (rated M or U)");
        for own in trends.misses.iter().take(LISTED) {
            let id = own.id.as_str();
            line(&format!(
                "  {id:16} {:11}  {} of {}",
                own.capability.to_string(),
                own.missed,
                own.judged
            ));
        }
    }
    line("");
    line("ratings by month          P   S   M   U");
    for own in &trends.ratings {
        for (capability, [p, s, m, u]) in &own.ratings {
            line(&format!("  {}  {capability:12} {p:4}{s:4}{m:4}{u:4}", own.month));
        }
    }
    if let Some(own) = &trends.agreement {
        line("");
        line(&agreement(own));
    }
    out
}

fn group_lines(title: &str, group: &Group) -> Vec<String> {
    let mut lines = vec![format!("{title}: {} drill{}", group.scores.len(), plural(group))];
    let last: Vec<String> =
        (group.scores.iter().rev().take(POINTS).rev()).map(|score| format!("{score:.0}")).collect();
    let cut = if group.scores.len() > POINTS { "… " } else { "" };
    lines.push(format!("  scores        {cut}{}", last.join(" ")));
    lines.push(format!("  trend         {}", trend(group.direction.as_ref())));
    if let Some(own) = &group.score {
        let figure = |value: f64| format!("{value:.1}");
        lines.push(spread_line("score", own, &figure));
    }
    for (key, name) in TIMES {
        if let Some(own) = group.timings.get(key) {
            lines.push(spread_line(name, own, &at));
        }
    }
    lines
}

const fn plural(group: &Group) -> &'static str {
    if group.scores.len() == 1 { "" } else { "s" }
}

/// In words, with how sure it is.
pub(super) fn trend(direction: Option<&Direction>) -> String {
    match direction {
        None => format!("too few to tell: it takes {ENOUGH} drills"),
        Some(own) if own.word == "none" => format!("none that is sure (p {:.2})", own.chance),
        Some(own) => {
            let chance = if own.chance <= 0.001 {
                "at most 0.001".to_owned()
            } else {
                format!("{:.3}", own.chance)
            };
            format!("{}, {:+.1} points a drill (p {chance})", own.word, own.per_drill)
        }
    }
}

fn spread_line(name: &str, own: &Spread, figure: &dyn Fn(f64) -> String) -> String {
    let mut text = format!("  {name:13} median {:>6}", figure(own.median));
    if own.n >= ENOUGH {
        let (low, high) = (figure(own.low), figure(own.high));
        let (from, to) = (figure(own.lower_quartile), figure(own.upper_quartile));
        // Writing to a string does not fail.
        let _written = write!(text, "  95 % {low} to {high}  half {from} to {to}");
    }
    format!("{text}  n {}", own.n)
}

/// Seconds as minutes and seconds.
pub(super) fn at(seconds: f64) -> String {
    clock(u32::try_from(crate::model::quantity::rounded(seconds)).unwrap_or(0))
}

/// How far people and the score agree, in a sentence.
pub(super) fn agreement(own: &Agreement) -> String {
    let kappa = match own.kappa {
        Some(kappa) => format!("weighted kappa {kappa:.2}"),
        None => format!("too few for a kappa, it takes {ENOUGH}"),
    };
    let Agreement { n, same, .. } = own;
    format!("facilitators and the score agree in {same} of {n} ratings ({kappa})")
}
