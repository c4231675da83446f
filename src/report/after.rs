//! The draft of the post-mortem, and words in it worth a second look.

use chrono::Duration;

use crate::command::Command;
use crate::content::process::Audience;
use crate::incident::{ActionItem, Incident, RecordKind};
use crate::journal::Event;
use crate::model::id::{FactId, Whom};
use crate::model::quantity::rounded;
use crate::model::time::DrillTime;
use crate::report::rows::outcome;
use crate::report::{LineRow, PostMortem, story_clock};
use crate::score::case::Case;
use crate::score::lexicon;
use crate::view::Names;

/// So many lines of what was met, and of what could be improved, stand in a draft.
const POINTS: usize = 6;

/// The draft.
pub(super) fn draft(case: &Case<'_>, lines: &[LineRow], names: &Names) -> PostMortem {
    let lang = case.journal.header.recipe.lang;
    let starts = case.scenario.starts;
    let incident = case.incident();
    let title = incident.map(|own| format!("{} {}", own.id, own.title));
    let highest = incident.into_iter().flat_map(|own| own.severities.iter().map(|m| &m.what));
    let highest = highest.min_by_key(|severity| case.process.rank(severity));
    let due = starts
        + Duration::seconds(i64::from(case.incident_end().0))
        + Duration::seconds(i64::from(case.process.post_mortem.seconds()));
    let truth = case.story_truth();
    PostMortem {
        title: title.unwrap_or_else(|| case.scenario.title.get(lang).to_owned()),
        date: starts.date_naive(),
        severity: highest.map_or_else(|| "none declared".to_owned(), ToString::to_string),
        due,
        durations: durations(case),
        lead: lead(case, names),
        summary: outcome(case),
        impact: impact(case),
        cause: cause(case),
        contributing: truth
            .into_iter()
            .flat_map(|truth| &truth.contributing)
            .map(|text| text.get(lang).to_owned())
            .collect(),
        timeline: timeline(case, names),
        well: well(lines),
        improve: improve(lines),
        actions: case.state.actions.iter().map(|item| action(item, names)).collect(),
    }
}

fn durations(case: &Case<'_>) -> Vec<(&'static str, String)> {
    let starts = case.scenario.starts;
    let span = |from: DrillTime, to: DrillTime| {
        let minutes = to.since(from).div_ceil(60);
        format!("{minutes} min ({}–{})", story_clock(starts, from), story_clock(starts, to))
    };
    let mut rows = Vec::new();
    if let Some((from, _)) = case.impact.began {
        let to = case.impact.ended.map_or(case.end, |(at, _)| at);
        rows.push(("Users were hit", span(from, to)));
    }
    if let Some(incident) = case.incident() {
        rows.push(("Declared to the end", span(incident.declared.at, case.incident_end())));
    }
    rows
}

fn lead(case: &Case<'_>, names: &Names) -> String {
    let role = case.process.roles.first().map(|role| &role.id);
    let tenures = case.incident().zip(role).and_then(|(own, role)| own.roles.get(role));
    let mut holders: Vec<String> =
        tenures.into_iter().flatten().map(|tenure| names.of(&tenure.holder)).collect();
    holders.dedup();
    if holders.is_empty() { "nobody".to_owned() } else { holders.join(", then ") }
}

fn impact(case: &Case<'_>) -> Vec<String> {
    let Some(last) = case.truth.last() else {
        return Vec::new();
    };
    let lang = case.journal.header.recipe.lang;
    let peak = |fact: &FactId| {
        let values = case.truth.iter().map(|sample| sample.fact(fact));
        rounded(values.fold(0.0, f64::max) * 100.0)
    };
    let mut rows = Vec::new();
    let users = peak(&"users_hit".into());
    if users > 0 {
        rows.push(format!("at most {users} % of all users could not finish what they came for"));
    }
    for (id, feature) in &case.scenario.system.features {
        let hit = peak(&FactId::from(format!("feature_hit.{id}")));
        if hit > 1 {
            rows.push(format!("{}: at most {hit} % failed", feature.name.get(lang)));
        }
    }
    if last.truth.customer_seconds >= 60 {
        let minutes = last.truth.customer_seconds / 60;
        rows.push(format!("{} customer-minutes lost", grouped(minutes)));
    }
    if last.truth.money > 0 {
        let money = grouped(last.truth.money.unsigned_abs() / 100);
        rows.push(format!("{money} {} of orders not placed", case.scenario.system.currency));
    }
    for fact in ["data_lost", "data_at_risk", "exposure"] {
        let values = case.truth.iter().map(|sample| sample.fact(&fact.into()));
        let most = values.fold(0.0, f64::max);
        if most > 0.0 {
            rows.push(format!("{}: {}", fact.replace('_', " "), rounded(most)));
        }
    }
    rows
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

fn cause(case: &Case<'_>) -> String {
    let Some(truth) = case.story_truth() else {
        return "not known".to_owned();
    };
    // The others are other names for it, which are right as an answer.
    let Some(right) = truth.right.first() else {
        return "none: a false alarm".to_owned();
    };
    let stated = case.causes.iter().find(|own| own.verdict != crate::journal::Verdict::Wrong);
    let found = stated.map_or_else(
        || "It was not named during the drill.".to_owned(),
        |own| format!("It was named at {}.", own.at),
    );
    format!("{} ({}). {found}", right.target, right.kind)
}

/// Key moments, one line each.
fn timeline(case: &Case<'_>, names: &Names) -> Vec<(DrillTime, String)> {
    let lang = case.journal.header.recipe.lang;
    let mut lines: Vec<(DrillTime, String)> = Vec::new();
    for entry in &case.journal.entries {
        let who = names.actor(&entry.by);
        let says = match &entry.event {
            Event::Deployed { part, version } => format!("{part} {version} begins to roll out"),
            Event::AlertFired { says, target, .. } => {
                format!("alert: {} ({target})", says.get(lang))
            }
            Event::Declared { severity, title, .. } => {
                format!("{who} declares {severity}: {title}")
            }
            Event::SeverityChanged { severity, why, .. } => format!("{who}: {severity}, {why}"),
            Event::StatusChanged { status, note, .. } => format!("{who}: {status}, {note}"),
            Event::Updated { update, .. } => {
                let to: Vec<_> = update.audiences.iter().map(ToString::to_string).collect();
                format!("update to {}: {}", to.join(", "), update.doing)
            }
            Event::RemedyBegan { order, .. } => {
                format!("{who} begins {} {}", order.remedy, order.target)
            }
            Event::Given(Command::Note(text)) => format!("{who} notes: {text}"),
            Event::Given(Command::Decision { text, why }) => {
                format!("{who} decides: {text}, because {why}")
            }
            Event::Given(Command::Cause { target, kind, .. }) => {
                format!("{who} names a cause: {target} {kind}")
            }
            _ => continue,
        };
        lines.push((entry.at, says.trim_end_matches([',', ' ']).to_owned()));
    }
    lines.extend(case.impact.began.map(|(at, _)| (at, "users begin to be hit".to_owned())));
    lines.extend(case.impact.ended.map(|(at, _)| (at, "users are no longer hit".to_owned())));
    lines.sort_by_key(|(at, _)| *at);
    lines
}

/// Objectives that were met whole, those with most points first.
fn well(lines: &[LineRow]) -> Vec<String> {
    let mut met: Vec<&LineRow> = (lines.iter())
        .filter(|line| line.rating == Some(crate::command::Rating::P) && line.better.is_none())
        .collect();
    met.sort_by(|one, other| other.possible.total_cmp(&one.possible));
    met.iter().take(POINTS).map(|line| format!("{}: {}", line.title, line.why)).collect()
}

fn improve(lines: &[LineRow]) -> Vec<String> {
    let mut lost: Vec<(&LineRow, &String)> =
        lines.iter().filter_map(|line| Some((line, line.better.as_ref()?))).collect();
    let points = |line: &LineRow| line.possible - line.earned;
    lost.sort_by(|(one, _), (other, _)| points(other).total_cmp(&points(one)));
    let rows = lost.iter().take(POINTS);
    rows.map(|(line, better)| format!("{}: {}. Better: {better}", line.title, line.why)).collect()
}

fn action(item: &ActionItem, names: &Names) -> String {
    let ActionItem { task, owner, due, priority, .. } = item;
    format!("[{priority:?}] {task} — {} ({due})", names.of(owner))
}

/// Words in public texts and in the record that people may want to look at again.
pub(super) fn flags(case: &Case<'_>, names: &Names) -> Vec<String> {
    let mut flags = Vec::new();
    for sent in &case.sent {
        let text = sent.update.text.as_str();
        let guarded = sent
            .update
            .audiences
            .iter()
            .any(|id| case.process.audience(id).is_some_and(Audience::outside));
        let found = if guarded {
            lexicon::in_public(&case.scenario.system, text)
        } else {
            lexicon::blame(text)
        };
        let to = sent.update.audiences.iter().map(ToString::to_string).collect::<Vec<_>>();
        flags.extend(found.iter().map(|flag| {
            let to = to.join(", ");
            format!("{} update to {to}: {} “{}”", sent.at, flag.kind.title(), flag.words)
        }));
    }
    let record = case.state.record.iter().filter(|own| own.kind != RecordKind::Cause);
    let record = record.flat_map(|own| {
        [(own.added.at, &own.text, &own.added.what), (own.added.at, &own.why, &own.added.what)]
    });
    let actions = case.state.actions.iter().map(|own| (own.added.at, &own.task, &own.added.what));
    let closed = case.state.incidents.values().filter_map(|own: &Incident| {
        own.closed.as_ref().map(|mark| (mark.at, &mark.what, &own.declared.what))
    });
    let all: Vec<(DrillTime, _, &Whom)> = record.chain(actions).chain(closed).collect();
    for (at, text, by) in all {
        flags.extend(
            lexicon::blame(text.as_str()).iter().map(|flag| {
                format!("{at} {}: {} “{}”", names.of(by), flag.kind.title(), flag.words)
            }),
        );
    }
    flags
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!([grouped(7), grouped(1000), grouped(37800)], ["7", "1,000", "37,800"]);
    }
}
