//! A directive of a runbook's step: a command, `wait 2m`, or
//! `check METRIC < NUMBER [for 60s]`. It says whether it can be read and names what exists.

use crate::command::Command;
use crate::command::vocabulary::nearest;
use crate::content::diagnostic::{Place, shown};
use crate::content::measured::MetricName;
use crate::content::names::Thing;
use crate::content::reader::{Form, Here, Reading};
use crate::content::runbook::Directive;
use crate::content::tree::{Data, Node};
use crate::model::condition::Bounds;
use crate::model::metric::Unit;
use crate::model::time::Span;

/// Whether a code span is meant as a directive; others, such as a file name, are prose.
pub(super) fn is_one(code: &str) -> bool {
    let word = code.split_whitespace().next().unwrap_or_default();
    code.starts_with('/') || nearest(word, ["wait", "check"]).is_some()
}

/// Reads one.
pub(super) fn read(reading: &mut Reading, code: &str, place: Place) -> Option<Directive> {
    if code.starts_with('/') {
        return command(reading, code, place);
    }
    let words: Vec<&str> = code.split_whitespace().collect();
    match words.as_slice() {
        ["wait", span] => span_of(reading, span, place).map(Directive::Wait),
        ["check", metric, sign, number] => check(reading, (metric, sign, number), None, place),
        ["check", metric, sign, number, "for", span] => {
            check(reading, (metric, sign, number), Some(span), place)
        }
        [word, ..] => {
            let hint = match nearest(word, ["wait", "check"]) {
                Some("wait") => "write `wait 2m`",
                _ => "write `check checkout.error_ratio < 0.01 for 60s`",
            };
            let message = format!("`{}` is no directive", shown(code));
            reading.error(place, message, hint);
            None
        }
        [] => None,
    }
}

fn command(reading: &mut Reading, code: &str, place: Place) -> Option<Directive> {
    match Command::parse(code) {
        Ok(command) => {
            names(reading, &command, place);
            Some(Directive::Command(Box::new(command)))
        }
        Err(mistake) => {
            let at = Place { at: place.at + mistake.at, ..place };
            let message = format!("`{}` is no command that can be run", shown(code));
            reading.error(at, message, mistake.says.en.as_str());
            None
        }
    }
}

/// Notes what a command names and nothing has.
fn names(reading: &mut Reading, command: &Command, place: Place) {
    let mut named: Vec<(Thing, String)> = Vec::new();
    match command {
        Command::Look { target, .. } | Command::Cause { target, .. } => {
            named.push((Thing::Target, target.to_string()));
        }
        Command::Do(order) => {
            named.push((Thing::Remedy, order.remedy.to_string()));
            named.push((Thing::Target, order.target.to_string()));
        }
        Command::Page { whom, .. } | Command::Ask { whom, .. } | Command::Tell { whom, .. } => {
            named.push((Thing::Whom, whom.to_string()));
        }
        Command::Runbook(id) => named.push((Thing::Runbook, id.to_string())),
        _ => {}
    }
    for (thing, name) in named {
        if let Err(missing) = reading.names.find(thing, &name) {
            reading.error(place, missing.message, missing.hint);
        }
    }
}

fn check(
    reading: &mut Reading,
    (metric, sign, number): (&str, &str, &str),
    span: Option<&str>,
    place: Place,
) -> Option<Directive> {
    let node = Node { place, data: Data::Text(metric.to_owned()) };
    let metric = MetricName.read(&node, &mut Here { reading, path: "check", key: "check" });
    let bound: Option<f64> = number.parse().ok().filter(|number: &f64| number.is_finite());
    if bound.is_none() {
        let message = format!("`{}` is no number", shown(number));
        reading.error(place, message, "write a number, like `0.01`");
    }
    let bounds = bounds(sign, bound.unwrap_or_default());
    if bounds.is_none() {
        let message = format!("`{}` compares nothing", shown(sign));
        reading.error(place, message, "write `<`, `<=`, `>` or `>=`");
    }
    let hold = match span {
        Some(span) => span_of(reading, span, place),
        None => Some(Span(0)),
    };
    let metric = metric?;
    if metric.metric.unit() == Unit::Ratio && bound.is_some_and(|bound| bound > 1.0) {
        let hint = format!("for {number} % write {}", bound.unwrap_or_default() / 100.0);
        reading.error(place, "a ratio lies between 0 and 1", hint);
    }
    bound?;
    Some(Directive::Check { metric, bounds: bounds?, hold: hold? })
}

fn bounds(sign: &str, bound: f64) -> Option<Bounds> {
    let bound = Some(bound);
    Some(match sign {
        "<" => Bounds { below: bound, ..Bounds::default() },
        "<=" => Bounds { at_most: bound, ..Bounds::default() },
        ">" => Bounds { above: bound, ..Bounds::default() },
        ">=" => Bounds { at_least: bound, ..Bounds::default() },
        _ => return None,
    })
}

fn span_of(reading: &mut Reading, text: &str, place: Place) -> Option<Span> {
    match Span::parse(text) {
        Ok(span) => Some(span),
        Err(why) => {
            reading.error(place, why, "write a span of time, like `90s` or `2m`");
            None
        }
    }
}
