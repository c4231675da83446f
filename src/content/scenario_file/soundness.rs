//! What is wrong with a scenario as a whole, and what is worked out from it: right answers. What
//! can never come true is for `reach`, its words are for `wording`.

use crate::content::diagnostic::{Lines, Source};
use crate::content::reader::Reading;
use crate::content::scenario::SeatBrief;
use crate::content::scenario_file::{AsRead, items_of, place_in};
use crate::content::tree::Node;
use crate::content::truth::{Answer, Arm, Form, Story};
use crate::model::cause::CauseKind;
use crate::model::condition::Test;
use crate::model::fault::{Acts, Fault, part_of};
use crate::model::id::{SeatId, Target};

/// Notes what is wrong, and completes the value.
pub(super) fn check(reading: &mut Reading, tree: &Node, told: &mut AsRead, source: Source<'_>) {
    right_answers(&mut told.story);
    suspects(reading, tree, told);
    never_reached(reading, told, source);
    alerts_that_stay(reading, tree, told);
    words_of_players(reading, tree, told);
}

/// What `/cause` must name, worked out from the fault that is the cause.
fn right_answers(story: &mut Story) {
    for truth in &mut story.truths {
        let fault = truth.cause.as_ref();
        let fault = fault.and_then(|id| story.faults.iter().find(|own| own.id == *id));
        truth.right = fault.map(answers).unwrap_or_default();
    }
}

fn answers(fault: &Fault) -> Vec<Answer> {
    let mut right: Vec<Answer> = Vec::new();
    let mut add = |target: Target, kind: CauseKind| {
        let answer = Answer { target, kind };
        if !right.contains(&answer) {
            right.push(answer);
        }
    };
    let own = Target::from(part_of(&fault.target).as_str());
    let release = released(&fault.acts);
    if fault.touches.version.is_some() {
        add(own.clone(), CauseKind::Release);
    } else {
        for part in &release {
            add(Target::from(part.as_str()), CauseKind::Release);
        }
        // What a release brought about is that release; its own kind alone says too little.
        if release.is_empty() || fault.kind.cause() != CauseKind::Release {
            for end in ends(&fault.target) {
                add(end, fault.kind.cause());
            }
        }
    }
    for kind in fault.known_as.iter().filter_map(|word| word.parse::<CauseKind>().ok()) {
        add(own.clone(), kind);
    }
    right
}

/// A target, or both ends of a call.
fn ends(target: &Target) -> Vec<Target> {
    match target.as_str().split_once(".calls.") {
        Some((caller, callee)) => vec![Target::from(caller), Target::from(callee)],
        None => vec![target.clone()],
    }
}

/// The services whose release makes a fault act.
fn released(acts: &Acts) -> Vec<String> {
    let condition = match acts {
        Acts::Always => return Vec::new(),
        Acts::From { when, .. } => when,
        Acts::While(condition) => condition,
    };
    let part = |leaf: &Test| match leaf {
        Test::Deployed { part, .. } => Some(part.to_string()),
        _ => None,
    };
    condition.leaves().into_iter().filter_map(part).collect()
}

fn suspects(reading: &mut Reading, tree: &Node, told: &AsRead) {
    let nodes = items_of(tree, &["truth"], &told.scenario.variant);
    for (truth, node) in told.story.truths.iter().zip(nodes) {
        let listed = node.get("suspects").map(Node::items).unwrap_or_default();
        for (suspect, item) in truth.suspects.iter().zip(listed) {
            let name = format!("`{} {}`", suspect.answer.target, suspect.answer.kind);
            if truth.accept.contains(&suspect.answer) || truth.right.contains(&suspect.answer) {
                let message = format!("{name} is a suspect and a right answer");
                let hint = "leave it out of `suspects` or of `accept`";
                reading.error(item.place, message, hint);
            }
            if suspect.cleared_by.is_none() && item.get("cleared_by").is_none() {
                let message = format!("nothing clears the suspect {name}");
                let hint = "add `cleared_by = { event = \"looked\", target = \"…\" }`";
                reading.error(item.place, message, hint);
            }
        }
    }
}

/// Who plays somebody would read what they never said.
fn words_of_players(reading: &mut Reading, tree: &Node, told: &AsRead) {
    for (id, inject) in &told.story.injects {
        let (form, from) = match &inject.form {
            Form::Message { from, .. } => ("message", from),
            Form::Call { from, .. } => ("call", from),
            _ => continue,
        };
        let plays = |(_, seat): &(&SeatId, &SeatBrief)| seat.plays.as_ref() == Some(from);
        if let Some((seat, _)) = told.scenario.seats.iter().find(plays) {
            let place = place_in(tree, &["inject", id.as_str(), form, "from"]);
            let message = format!("`{id}` comes from `{from}`, whom the seat `{seat}` plays");
            reading.warning(place, message, "let somebody say it whom nobody plays");
        }
    }
}

/// Who waits for calm before resolving waits for ever where an alert of the story never clears.
fn alerts_that_stay(reading: &mut Reading, tree: &Node, told: &AsRead) {
    for (id, inject) in &told.story.injects {
        let stays = matches!(inject.acts, Some(Acts::From { until: None, .. }));
        if stays && matches!(inject.form, Form::Alert { .. }) {
            let place = place_in(tree, &["inject", id.as_str(), "when"]);
            let message =
                format!("the alert of `{id}` never clears, so nothing is ever calm again");
            reading.warning(place, message, "write `while` for `when`, or add `until`");
        }
    }
}

/// An arm after one that always fits is never reached.
fn never_reached(reading: &mut Reading, told: &AsRead, source: Source<'_>) {
    let lines = Lines::of(source.text);
    for (remedy, arms) in &told.story.remedies {
        let at = told.arms.get(remedy).map(Vec::as_slice).unwrap_or_default();
        for (number, arm) in arms.iter().enumerate() {
            let before = arms.iter().take(number).position(|other| covers(other, arm));
            let before = before.and_then(|own| at.get(own));
            if let (Some(before), Some(place)) = (before, at.get(number)) {
                let message = format!("this arm of `{remedy} {}` is never reached", arm.target);
                let (line, _) = lines.at(before.at);
                reading.error(*place, message, format!("move it above line {line}"));
            }
        }
    }
}

/// Whether an arm always fits where another one would.
fn covers(arm: &Arm, other: &Arm) -> bool {
    arm.target == other.target
        && arm.when.is_none()
        && arm.chance >= 1.0
        && (arm.args.is_none() || arm.args == other.args)
}
