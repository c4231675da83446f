//! The draft of the post-mortem, and words in it worth a second look.

use chrono::Duration;

use crate::command::Command;
use crate::content::process::Audience;
use crate::incident::{ActionItem, Incident, RecordKind};
use crate::journal::Event;
use crate::model::id::Whom;
use crate::model::text::Lang;
use crate::model::time::DrillTime;
use crate::report::impact::{impact, outcome};
use crate::report::words::{self, Word};
use crate::report::{LineRow, PostMortem, story_clock};
use crate::score::case::Case;
use crate::score::lexicon::{self, Flag};
use crate::score::said::said_in;
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
        severity: highest
            .map_or_else(|| said_in!(lang, "none declared", "ไม่ได้ประกาศ"), ToString::to_string),
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
        improve: improve(lines, lang),
        actions: case.state.actions.iter().map(|item| action(item, names)).collect(),
    }
}

fn durations(case: &Case<'_>) -> Vec<(&'static str, String)> {
    let lang = case.journal.header.recipe.lang;
    let starts = case.scenario.starts;
    let span = |from: DrillTime, to: DrillTime| {
        let minutes = to.since(from).div_ceil(60);
        let (from, to) = (story_clock(starts, from), story_clock(starts, to));
        said_in!(lang, "{minutes} min ({from}–{to})", "{minutes} นาที ({from}–{to})")
    };
    let mut rows = Vec::new();
    if let Some((from, _)) = case.impact.began {
        let to = case.impact.ended.map_or(case.end, |(at, _)| at);
        rows.push((Word::UsersHit.get(lang), span(from, to)));
    }
    if let Some(incident) = case.incident() {
        let span = span(incident.declared.at, case.incident_end());
        rows.push((Word::DeclaredToEnd.get(lang), span));
    }
    rows
}

fn lead(case: &Case<'_>, names: &Names) -> String {
    let role = case.process.roles.first().map(|role| &role.id);
    let tenures = case.incident().zip(role).and_then(|(own, role)| own.roles.get(role));
    let mut holders: Vec<String> =
        tenures.into_iter().flatten().map(|tenure| names.of(&tenure.holder)).collect();
    holders.dedup();
    let lang = case.journal.header.recipe.lang;
    if holders.is_empty() {
        return said_in!(lang, "nobody", "ไม่มี");
    }
    holders.join(&said_in!(lang, ", then ", " แล้วจึง "))
}

fn cause(case: &Case<'_>) -> String {
    let lang = case.journal.header.recipe.lang;
    let Some(truth) = case.story_truth() else {
        return said_in!(lang, "not known", "ไม่ทราบ");
    };
    // The others are other names for it, which are right as an answer.
    let Some(right) = truth.right.first() else {
        return said_in!(lang, "none: a false alarm", "ไม่มี: แจ้งเตือนผิด");
    };
    let stated = case.causes.iter().find(|own| own.verdict != crate::journal::Verdict::Wrong);
    let (target, kind) = (&right.target, &right.kind);
    match stated.map(|own| own.at) {
        Some(at) => said_in!(
            lang,
            "{target} ({kind}). It was named at {at}.",
            "{target} ({kind}) ระบุเมื่อ {at}"
        ),
        None => said_in!(
            lang,
            "{target} ({kind}). It was not named during the drill.",
            "{target} ({kind}) ไม่มีใครระบุระหว่างการซ้อม"
        ),
    }
}

/// Key moments, one line each.
fn timeline(case: &Case<'_>, names: &Names) -> Vec<(DrillTime, String)> {
    let lang = case.journal.header.recipe.lang;
    let mut lines: Vec<(DrillTime, String)> = Vec::new();
    for entry in &case.journal.entries {
        let who = words::actor(names, &entry.by, lang);
        let says = match &entry.event {
            Event::Given(command) => written(command, &who, lang),
            event => happened(event, &who, lang),
        };
        let says = says.map(|says| says.trim_end_matches([',', ' ']).to_owned());
        lines.extend(says.map(|says| (entry.at, says)));
    }
    let hit = |(at, _)| (at, said_in!(lang, "users began to be hit", "ผู้ใช้เริ่มได้รับผลกระทบ"));
    let over = |(at, _)| (at, said_in!(lang, "users were no longer hit", "ผู้ใช้ไม่ได้รับผลกระทบแล้ว"));
    lines.extend(case.impact.began.map(hit));
    lines.extend(case.impact.ended.map(over));
    lines.sort_by_key(|(at, _)| *at);
    lines
}

/// What a player wrote down, in a form that suits any name, `you` among them.
fn written(command: &Command, who: &str, lang: Lang) -> Option<String> {
    Some(match command {
        Command::Note(text) => said_in!(lang, "{who} noted: {text}", "{who} บันทึก: {text}"),
        Command::Decision { text, why } if why.is_empty() => {
            said_in!(lang, "{who} decided: {text}", "{who} ตัดสินใจ: {text}")
        }
        Command::Decision { text, why } => said_in!(
            lang,
            "{who} decided: {text}, because {why}",
            "{who} ตัดสินใจ: {text} เพราะ {why}"
        ),
        Command::Cause { target, kind, .. } => said_in!(
            lang,
            "{who} named a cause: {target} {kind}",
            "{who} ระบุสาเหตุ: {target} {kind}"
        ),
        _ => return None,
    })
}

/// What happened that a post-mortem tells.
fn happened(event: &Event, who: &str, lang: Lang) -> Option<String> {
    Some(match event {
        Event::Deployed { part, version } => {
            said_in!(lang, "{part} {version} began to roll out", "เริ่มปล่อย {part} {version}")
        }
        Event::AlertFired { says, target, .. } => {
            said_in!(lang, "alert: {} ({target})", "แจ้งเตือน: {} ({target})", says.get(lang))
        }
        Event::Declared { severity, title, .. } => {
            said_in!(lang, "{who} declared {severity}: {title}", "{who} ประกาศ {severity}: {title}")
        }
        Event::SeverityChanged { severity, why, .. } => format!("{who}: {severity}, {why}"),
        Event::StatusChanged { status, note, .. } => format!("{who}: {status}, {note}"),
        Event::Updated { update, .. } => {
            let to: Vec<_> = update.audiences.iter().map(ToString::to_string).collect();
            let (to, doing) = (to.join(", "), &update.doing);
            said_in!(lang, "update to {to}: {doing}", "อัปเดตถึง {to}: {doing}")
        }
        Event::RemedyBegan { order, .. } => {
            let (remedy, target) = (&order.remedy, &order.target);
            said_in!(lang, "{who} began {remedy} {target}", "{who} เริ่ม {remedy} {target}")
        }
        _ => return None,
    })
}

/// Objectives that were met whole, those with most points first.
fn well(lines: &[LineRow]) -> Vec<String> {
    let mut met: Vec<&LineRow> = (lines.iter())
        .filter(|line| line.rating == Some(crate::command::Rating::P) && line.better.is_none())
        .collect();
    met.sort_by(|one, other| other.possible.total_cmp(&one.possible));
    met.iter().take(POINTS).map(|line| format!("{}: {}", line.title, line.why)).collect()
}

fn improve(lines: &[LineRow], lang: Lang) -> Vec<String> {
    let mut lost: Vec<&LineRow> = lines.iter().filter(|line| line.better.is_some()).collect();
    let points = |line: &LineRow| line.possible - line.earned;
    lost.sort_by(|one, other| points(other).total_cmp(&points(one)));
    lost.into_iter().take(POINTS).map(|line| improvement(line, lang)).collect()
}

fn improvement(line: &LineRow, lang: Lang) -> String {
    let LineRow { title, why, .. } = line;
    let Some(better) = line.advice() else {
        return format!("{title}: {why}");
    };
    let stop = words::stop(why, lang);
    said_in!(lang, "{title}: {why}{stop} Better: {better}", "{title}: {why}{stop} ดีกว่านี้: {better}")
}

fn action(item: &ActionItem, names: &Names) -> String {
    let ActionItem { task, owner, due, priority, .. } = item;
    format!("[{priority:?}] {task} — {} ({due})", names.of(owner))
}

/// Words in public texts and in the record that people may want to look at again.
pub(super) fn flags(case: &Case<'_>, names: &Names) -> Vec<String> {
    let lang = case.journal.header.recipe.lang;
    let found_in = |flag: &Flag| format!("{} “{}”", words::flag(flag.kind, lang), flag.words);
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
        let to = to.join(", ");
        flags.extend(found.iter().map(|flag| {
            let (at, found) = (sent.at, found_in(flag));
            said_in!(lang, "{at} update to {to}: {found}", "{at} อัปเดตถึง {to}: {found}")
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
        let found = lexicon::blame(text.as_str());
        let who = names.of(by);
        flags.extend(found.iter().map(|flag| format!("{at} {who}: {}", found_in(flag))));
    }
    flags
}
