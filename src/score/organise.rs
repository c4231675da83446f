//! Organise: roles filled, one holder of command, the ladder, the owners of what fails, handovers.

use crate::command::Command;
use crate::content::process::{Role, Rule};
use crate::incident::{Incident, Page, Tenure};
use crate::journal::{Actor, Event};
use crate::model::id::Whom;
use crate::score::case::Case;
use crate::score::clock::Clock;
use crate::score::detect::on_slope;
use crate::score::finding::{Finding, Occasion, between};
use crate::score::said::says;

/// Every role that the severity needs, by the process's own times.
pub(super) fn roles(case: &Case<'_>, rule: &Rule) -> Finding {
    let Some(clock) = &case.clock else {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    };
    let wanted = case.process.roles.iter().filter_map(|role| {
        let term = clock.due(clock.start, |severity| role.needed.get(severity).copied())?;
        let ended = case.incident().and_then(Incident::end);
        ended.map_or_else(|| case.expires(term.due), |end| term.due < end).then_some((role, term))
    });
    let occasions = wanted.map(|(role, term)| {
        let first = tenures(case, role).first();
        let share = first.map_or(0.0, |tenure| term.share(tenure.from.at, rule.none));
        let name = role.name.en.as_str();
        let says = match first {
            Some(tenure) => says!(
                "{name} filled at {}, due {}",
                "มีผู้ถือ {name} เมื่อ {} กำหนด {}",
                tenure.from.at,
                term.due
            ),
            None => says!("{name} was never filled, due {}", "ไม่มีผู้ถือ {name} กำหนด {}", term.due),
        };
        Occasion {
            share,
            evidence: first.map(|tenure| tenure.from.seq).into_iter().collect(),
            at: first.map_or(term.due, |tenure| tenure.from.at),
            says,
            better: says!("/assign {} by {}", "/assign {} ภายใน {}", role.short, term.due),
            term: Some((term, rule.none)),
        }
    });
    Finding::over(
        occasions.collect(),
        says!("no role was needed at that severity", "ระดับนี้ไม่ต้องการบทบาทใด"),
    )
}

fn tenures<'a>(case: &'a Case<'_>, role: &Role) -> &'a [Tenure] {
    let incident = case.incident();
    incident.and_then(|own| own.roles.get(&role.id)).map_or(&[], Vec::as_slice)
}

/// Share of the time, from when the first role is due, in which it had a holder.
pub(super) fn command(case: &Case<'_>, _rule: &Rule) -> Finding {
    let (Some(clock), Some(lead)) = (&case.clock, case.process.roles.first()) else {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    };
    let end = case.incident_end();
    let term = clock.due(clock.start, |severity| lead.needed.get(severity).copied());
    let from = term.map_or(clock.start, |term| term.due).min(end);
    let held = tenures(case, lead);
    let seconds: u32 = (held.iter())
        .map(|own| own.until.unwrap_or(end).min(end).since(own.from.at.max(from)))
        .sum();
    let total = end.since(from);
    let name = lead.name.en.as_str();
    if total == 0 {
        return Finding::NoOccasion(says!(
            "it was over before the {name} was due",
            "จบก่อนถึงกำหนดของ {name}"
        ));
    }
    let share = (f64::from(seconds) / f64::from(total)).min(1.0);
    let free = crate::model::time::clock(total.saturating_sub(seconds));
    let why = if share >= 1.0 {
        says!("the {name} was held at every moment from {from} on", "มีผู้ถือ {name} ตลอดตั้งแต่ {from}")
    } else {
        says!(
            "nobody held the {name} for {free} after it was due at {from}",
            "ไม่มีผู้ถือ {name} นาน {free} หลังครบกำหนดเมื่อ {from}"
        )
    };
    let better = (share < 1.0).then(|| {
        says!(
            "say who leads by {from}, and hand over aloud",
            "บอกว่าใครนำภายใน {from} และประกาศเมื่อส่งต่อ"
        )
    });
    let evidence = held.iter().map(|own| own.from.seq).collect();
    Finding::whole(share, evidence, Some(from), why, better)
}

/// Pages of the ladder that were taken before the next rung, and pages above it given a reason.
pub(super) fn ladder(case: &Case<'_>, _rule: &Rule) -> Finding {
    let pages: Vec<&Page> = case.state.pages.values().collect();
    let mut occasions = Vec::new();
    for page in &pages {
        let occasion = match (page.rung, &page.sent.what) {
            (Some(_), _) => climbed(case, page, &pages),
            (None, Some(by)) if case.state.player_of(by).is_some() => skipped(case, page),
            _ => None,
        };
        occasions.extend(occasion);
    }
    Finding::over(occasions, says!("no page of the ladder was sent", "ไม่มี page ตามลำดับ escalate"))
}

/// A page by the process: was it taken before the rung above was paged?
fn climbed(case: &Case<'_>, page: &Page, all: &[&Page]) -> Option<Occasion> {
    case.state.player_of(&page.whom)?;
    let above = all.iter().find(|other| {
        other.alert == page.alert
            && other.alert.is_some()
            && other.rung > page.rung
            && other.sent.at >= page.sent.at
    });
    let taken = page.acknowledged.as_ref();
    let share = match (taken, above) {
        (Some(_), None) => 1.0,
        (Some(taken), Some(above)) if taken.at <= above.sent.at => 1.0,
        (None, None) if page.closed.is_some() => return None,
        _ => 0.0,
    };
    let says = match (share > 0.0, above) {
        (true, _) => {
            says!("{} was taken before the ladder went on", "มีผู้รับ {} ก่อนลำดับจะเลื่อนขึ้น", page.id)
        }
        (false, Some(above)) => {
            says!("the ladder went on at {}", "ลำดับเลื่อนขึ้นเมื่อ {}", above.sent.at)
        }
        (false, None) => says!("{} was not taken", "ไม่มีใครรับ {}", page.id),
    };
    let mut evidence = vec![page.sent.seq];
    evidence.extend(taken.map(|mark| mark.seq));
    evidence.extend(above.map(|above| above.sent.seq));
    let at = above.map_or(page.sent.at, |above| above.sent.at);
    let better = says!(
        "acknowledge, or page the next one yourself with a why",
        "รับเรื่อง หรือ page คนถัดไปเองพร้อมเหตุผล"
    );
    Some(Occasion { share, evidence, at, says, better, term: None })
}

/// A page by hand to somebody higher up before the ladder gets there: with a reason it is right.
fn skipped(case: &Case<'_>, page: &Page) -> Option<Occasion> {
    let severity = case.clock.as_ref()?.severity_at(page.sent.at)?;
    let rungs = case.process.escalation.get(severity);
    let system = &case.scenario.system;
    let holds = |duty: &str| {
        system.duties.get(duty).is_some_and(|own| own.as_str() == page.whom.as_str())
            || (duty == "team-lead"
                && system.teams.values().any(|team| {
                    team.lead.as_ref().is_some_and(|lead| lead.as_str() == page.whom.as_str())
                }))
    };
    let owner_asked = case.story_truth().is_some_and(|truth| {
        truth.owners.iter().any(|team| is_of(case, team.as_str(), &page.whom))
    });
    let first = case.state.pages.values().map(|page| page.sent.at).min()?;
    let due = match rungs.and_then(|rungs| rungs.iter().find(|rung| holds(&rung.page))) {
        Some(rung) => Some(first + rung.after),
        // Above everything this severity knows.
        None if case
            .process
            .escalation
            .values()
            .flatten()
            .any(|rung| rung.page != "team-lead" && holds(&rung.page)) =>
        {
            None
        }
        None => return None,
    };
    let early = due.is_none_or(|due| page.sent.at < due);
    let fine = !early || !page.why.is_empty() || owner_asked;
    Some(Occasion {
        share: if fine { 1.0 } else { 0.0 },
        evidence: vec![page.sent.seq],
        at: page.sent.at,
        says: if fine {
            says!(
                "{} went up the ladder in order or with a reason",
                "{} ขึ้นตามลำดับหรือมีเหตุผล",
                page.id
            )
        } else {
            says!("{} went past the ladder without a reason", "{} ข้ามลำดับโดยไม่มีเหตุผล", page.id)
        },
        better: says!(
            "page higher with a why: then it is never marked down",
            "page สูงขึ้นพร้อมเหตุผล แล้วจะไม่เสียคะแนน"
        ),
        term: None,
    })
}

/// Whether somebody, or the person a player plays, belongs to a team.
fn is_of(case: &Case<'_>, team: &str, whom: &Whom) -> bool {
    let played = case.state.player_of(whom).and_then(|place| place.plays.as_ref());
    let people = case.people_of(team);
    people.iter().any(|own| own.as_str() == whom.as_str() || Some(own) == played)
}

/// Each team that owns what fails: paged, asked, or already at work.
pub(super) fn owners(case: &Case<'_>, rule: &Rule) -> Finding {
    let truth = case.story_truth();
    let (Some(clock), Some(truth)) = (&case.clock, truth) else {
        return Finding::NoOccasion(says!("no incident came", "ไม่มี incident"));
    };
    let occasions = truth.owners.iter().map(|team| owner(case, clock, team.as_str(), rule));
    Finding::over(
        occasions.collect(),
        says!("the story names no other team to bring in", "เรื่องนี้ไม่มีทีมอื่นที่ต้องดึงเข้ามา"),
    )
}

fn owner(case: &Case<'_>, clock: &Clock, team: &str, rule: &Rule) -> Occasion {
    let began = case.journal.entries.iter().find(|entry| match &entry.event {
        Event::Paged { whom, .. } | Event::Asked { to: whom, .. } => is_of(case, team, whom),
        Event::Given(Command::Ask { whom, .. } | Command::Tell { whom, .. }) => {
            whom.as_str() == team || is_of(case, team, whom)
        }
        Event::Given(_) => match &entry.by {
            Actor::Player(player) => is_of(case, team, &player.as_str().into()),
            _ => false,
        },
        _ => false,
    });
    let full = rule.full.map_or(clock.start, |full| clock.start + full);
    let share = began.map_or(0.0, |entry| on_slope(clock.start, entry.at, rule).unwrap_or(1.0));
    let says = match began {
        Some(entry) => says!("{team} was there from {} on", "{team} เข้าร่วมตั้งแต่ {}", entry.at),
        None => says!(
            "{team}, who own the failing part, were not brought in",
            "ไม่ได้ดึง {team} เจ้าของส่วนที่เสียเข้ามา"
        ),
    };
    Occasion {
        share,
        evidence: began.map(|entry| entry.seq).into_iter().collect(),
        at: began.map_or(full, |entry| entry.at.max(clock.start)),
        says,
        better: says!("/page {team} by {full}", "/page {team} ภายใน {full}"),
        term: None,
    }
}

/// Roles that passed from one to another, with a brief or without.
pub(super) fn handover(case: &Case<'_>, _rule: &Rule) -> Finding {
    let mut occasions = Vec::new();
    for role in &case.process.roles {
        for pair in tenures(case, role).windows(2) {
            let [before, after] = pair else { continue };
            if before.holder == after.holder || still_settling(case, before, after) {
                continue;
            }
            occasions.push(passed(role, before, after));
        }
    }
    Finding::over(occasions, says!("no role changed hands", "ไม่มีบทบาทใดเปลี่ยนมือ"))
}

/// Whether a role that declaring had filled by itself found its holder within the process's grace.
fn still_settling(case: &Case<'_>, before: &Tenure, after: &Tenure) -> bool {
    let declared = case.incident().map(|own| own.declared.at);
    declared == Some(before.from.at)
        && after.from.at.since(before.from.at) <= case.process.evident_after.seconds()
}

fn passed(role: &Role, before: &Tenure, after: &Tenure) -> Occasion {
    let briefed = after.brief.as_ref().is_some_and(|brief| !brief.is_empty());
    let name = role.name.en.as_str();
    let held = between(before.from.at, after.from.at);
    Occasion {
        share: if briefed { 1.0 } else { 0.0 },
        evidence: vec![after.from.seq],
        at: after.from.at,
        says: if briefed {
            says!(
                "{name} was handed over with a brief after {held}",
                "ส่งต่อ {name} พร้อมสรุปหลังถือมา {held}"
            )
        } else {
            says!(
                "{name} changed hands after {held} without a brief",
                "{name} เปลี่ยนมือหลัง {held} โดยไม่มีสรุป"
            )
        },
        better: says!(
            "/handover {} with what is known, done and open",
            "/handover {} พร้อมสิ่งที่รู้ ทำแล้ว และค้างอยู่",
            role.short
        ),
        term: None,
    }
}
