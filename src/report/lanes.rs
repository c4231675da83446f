//! The time axis: world, alerts, what each player did, what people said, updates with their
//! promises, obligations kept and missed. Every entry that a score line cites is on it.

use std::collections::{BTreeMap, BTreeSet};

use crate::incident::{Duty, Obligation};
use crate::journal::Event;
use crate::model::time::DrillTime;
use crate::report::moments::moment;
use crate::report::{Lane, LaneKind, OnLane};
use crate::score::Scorecard;
use crate::score::case::Case;
use crate::view::Names;

/// The lanes, in the order drawn.
pub(super) fn lanes(case: &Case<'_>, card: &Scorecard, names: &Names) -> Vec<Lane> {
    let mut lanes: BTreeMap<(LaneKind, usize, String), Vec<OnLane>> = BTreeMap::new();
    let seat = |name: &str| {
        let seated = case.state.roster.iter().position(|place| {
            names.of(&crate::model::id::Whom::from(place.player.as_str())) == name
        });
        seated.unwrap_or(usize::MAX)
    };
    for entry in &case.journal.entries {
        if let Some(own) = moment(case, names, entry) {
            let (kind, name) = own.lane;
            let order = if kind == LaneKind::Player { seat(&name) } else { 0 };
            lanes.entry((kind, order, name)).or_default().push(OnLane {
                seq: Some(entry.seq),
                at: entry.at,
                until: None,
                label: own.label,
                says: own.says,
            });
        }
    }
    let single = |kind, name: &str| (kind, 0, name.to_owned());
    // The world's lane comes first and is never left out: entries may be cited on it.
    lanes.entry(single(LaneKind::World, "world")).or_default().extend(impact(case));
    lanes.insert(single(LaneKind::Alerts, "alerts"), alerts(case));
    for (index, audience) in case.process.audiences.iter().enumerate() {
        let marks = updates(case, names, audience.id.as_str());
        lanes.insert((LaneKind::Updates, index, format!("updates {}", audience.id)), marks);
    }
    lanes.insert(single(LaneKind::Runbook, "runbook"), steps(case));
    let (kept, missed) = obligations(case);
    lanes.insert(single(LaneKind::Kept, "due, kept"), kept);
    lanes.insert(single(LaneKind::Missed, "due, missed"), missed);
    let mut lanes: Vec<Lane> = (lanes.into_iter())
        .map(|((kind, _, name), marks)| Lane { name, kind, marks })
        .filter(|lane| lane.kind == LaneKind::World || !lane.marks.is_empty())
        .collect();
    cite(case, card, names, &mut lanes);
    for lane in &mut lanes {
        lane.marks.retain(|mark| mark.at <= case.end);
        lane.marks.sort_by_key(|mark| (mark.at, mark.seq));
    }
    lanes
}

fn impact(case: &Case<'_>) -> Vec<OnLane> {
    let Some((from, seq)) = case.impact.began else {
        return Vec::new();
    };
    let until = case.impact.ended.map_or(case.end, |(at, _)| at);
    let mut marks = vec![OnLane {
        seq: Some(seq),
        at: from,
        until: Some(until),
        label: "users hit".to_owned(),
        says: format!("users were hit from {from} to {until}"),
    }];
    marks.extend(case.impact.ended.map(|(at, seq)| OnLane {
        seq: Some(seq),
        at,
        until: None,
        label: "impact over".to_owned(),
        says: format!("the impact was over at {at}"),
    }));
    marks
}

fn alerts(case: &Case<'_>) -> Vec<OnLane> {
    let lang = case.journal.header.recipe.lang;
    let alerts = case.state.alerts.values().map(|alert| OnLane {
        seq: Some(alert.fired.seq),
        at: alert.fired.at,
        until: Some(alert.resolved.as_ref().map_or(case.end, |mark| mark.at)),
        label: format!("{} {}", alert.id, alert.target),
        says: format!("{}: {}", alert.id, alert.says.get(lang)),
    });
    alerts.collect()
}

/// Updates to an audience; each lasts until its next word.
fn updates(case: &Case<'_>, names: &Names, audience: &str) -> Vec<OnLane> {
    let sent = case
        .sent
        .iter()
        .filter(|sent| sent.update.audiences.iter().any(|own| own.as_str() == audience));
    let marks = sent.map(|sent| {
        let update = sent.update;
        let effect = crate::score::replay::word_of(update.effect);
        OnLane {
            seq: Some(sent.seq),
            at: sent.at,
            until: update.next.map(|next| (sent.at + next).min(case.end)),
            label: effect.clone(),
            says: names.in_line(&format!(
                "{audience}: scope {}, effect {effect}, doing {}",
                update.scope, update.doing
            )),
        }
    });
    marks.collect()
}

fn steps(case: &Case<'_>) -> Vec<OnLane> {
    let mut marks = Vec::new();
    for entry in &case.journal.entries {
        let (label, says) = match &entry.event {
            Event::RunbookOpened(id) => (id.to_string(), format!("runbook {id} opened")),
            Event::StepMarked { number, mark, why, .. } => {
                let how = format!("{mark:?}").to_lowercase();
                (number.to_string(), format!("step {number}: {how} {why}").trim().to_owned())
            }
            _ => continue,
        };
        marks.push(OnLane { seq: Some(entry.seq), at: entry.at, until: None, label, says });
    }
    marks
}

/// Obligations kept, and those met late or never.
fn obligations(case: &Case<'_>) -> (Vec<OnLane>, Vec<OnLane>) {
    let (mut kept, mut missed) = (Vec::new(), Vec::new());
    for own in case.state.obligations() {
        let label = label(&own);
        match &own.met {
            Some(met) if met.at <= own.due => kept.push(OnLane {
                seq: None,
                at: own.from,
                until: Some(met.at),
                says: format!("{label}: due {}, met {}", own.due, met.at),
                label,
            }),
            _ => {
                let ended = own.met.as_ref().map(|met| met.at).or(own.lapsed);
                let until = ended.unwrap_or(case.end);
                if until <= own.due {
                    continue;
                }
                let late = crate::model::time::clock(until.since(own.due));
                let how = if own.met.is_some() { "late" } else { "not met" };
                missed.push(OnLane {
                    seq: None,
                    at: own.due,
                    until: Some(until),
                    says: format!("{label}: due {}, {how}, {late}", own.due),
                    label,
                });
            }
        }
    }
    (kept, missed)
}

fn label(own: &Obligation) -> String {
    match &own.duty {
        Duty::Acknowledge(page, alert) => {
            alert.map_or_else(|| format!("ack {page}"), |alert| format!("ack {alert}"))
        }
        Duty::Fill(role) => format!("fill {role}"),
        Duty::FirstUpdate(audience) => format!("first {audience}"),
        Duty::NextUpdate(audience) => format!("next {audience}"),
        Duty::FinalUpdate(audience) => format!("final {audience}"),
        Duty::Answer(question) => format!("answer {question}"),
    }
}

/// Puts every entry that a score line cites on the axis: what has no words of its own stands in
/// the lane of whose doing it is, else in the world's.
fn cite(case: &Case<'_>, card: &Scorecard, names: &Names, lanes: &mut [Lane]) {
    let there: BTreeSet<u64> =
        lanes.iter().flat_map(|lane| lane.marks.iter().filter_map(|mark| mark.seq)).collect();
    let cited: BTreeSet<u64> =
        card.objectives.iter().flat_map(|line| line.evidence.iter().copied()).collect();
    let missing: BTreeSet<u64> = cited.difference(&there).copied().collect();
    for entry in case.journal.entries.iter().filter(|entry| missing.contains(&entry.seq)) {
        let mark = OnLane {
            seq: Some(entry.seq),
            at: entry.at,
            until: None,
            label: String::new(),
            says: plain(&entry.event),
        };
        let name = names.actor(&entry.by);
        let own = lanes.iter().position(|lane| lane.kind == LaneKind::Player && lane.name == name);
        if let Some(lane) = lanes.get_mut(own.unwrap_or(0)) {
            lane.marks.push(mark);
        }
    }
}

/// What followed a command or a moment of the world, in a few words.
fn plain(event: &Event) -> String {
    match event {
        Event::TruthSampled(_) => "so it was".to_owned(),
        Event::MetricsScraped { .. } => "monitoring shows it".to_owned(),
        Event::Declared { incident, severity, .. } => format!("{incident} declared, {severity}"),
        Event::SeverityChanged { severity, .. } => format!("severity {severity}"),
        Event::StatusChanged { status, .. } => format!("status {status}"),
        Event::Assigned { role, .. } => format!("{role} assigned"),
        Event::LookReturned { target, .. } => format!("look at {target} returned"),
        Event::RemedyBegan { order, .. } => format!("{} {} began", order.remedy, order.target),
        Event::CauseStated { verdict } => format!("cause: {verdict:?}").to_lowercase(),
        Event::Answered(question) => format!("{question} answered"),
        _ => "an entry of the journal".to_owned(),
    }
}

/// The lowest time step that gives at most so many ticks on the axis, in seconds.
#[must_use]
pub(super) fn tick(end: DrillTime, most: u32) -> u32 {
    let steps = [60, 120, 300, 600, 900, 1800, 3600];
    steps.into_iter().find(|step| end.0 / step <= most).unwrap_or(7200)
}
