//! The tables of a debrief: objectives, costs, updates, runbooks, pages, people.

use crate::command::Rating;
use crate::content::process::Capability;
use crate::incident::Page;
use crate::journal::{Actor, Event, PlayerKind};
use crate::model::id::{SeatId, Whom};
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;
use crate::report::objectives::named;
use crate::report::words::{self, Word};
use crate::report::{
    CapabilityRow, Cost, LineRow, Member, PageRow, RunbookRow, StepRow, Timing, UpdateRow,
};
use crate::score::case::Case;
use crate::score::claims::{claims, measured};
use crate::score::record::{StepFate, went};
use crate::score::said::said_in;
use crate::score::{Line, Scorecard};
use crate::view::Names;

/// So many moments that cost most are told.
const COSTS: usize = 3;
/// Less than this many points lost is not worth a moment.
const WORTH_TELLING: f64 = 0.05;

pub(super) fn team(case: &Case<'_>, names: &Names) -> Vec<Member> {
    let players = case.state.roster.iter().map(|place| Member {
        name: names.of(&Whom::from(place.player.as_str())),
        seats: place.seats.iter().map(SeatId::as_str).collect::<Vec<_>>().join(", "),
        crew: matches!(place.kind, PlayerKind::Crew(_)),
    });
    players.collect()
}

/// The title of what a scenario expects.
const fn expected(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "Expected here",
        Lang::Th => "สิ่งที่ควรทำในเรื่องนี้",
    }
}

pub(super) fn timings(case: &Case<'_>, card: &Scorecard) -> Vec<Timing> {
    let lang = case.journal.header.recipe.lang;
    let own = &card.timings;
    let pars = &case.journal.header.recipe.bot_pars;
    let rows = [
        (Word::Detect, own.detect_s, "detect_s"),
        (Word::Declare, own.declare_s, "declare_s"),
        (Word::FirstUpdate, own.first_update_s, "first_update_s"),
        (Word::ImpactOver, own.mitigate_s, "mitigate_s"),
        (Word::Resolved, own.resolve_s, "resolve_s"),
    ];
    let timing = |(name, at, par): (Word, Option<u32>, &str)| Timing {
        name: name.get(lang),
        at: at.map(DrillTime),
        par: pars.get(par).copied(),
    };
    rows.map(timing).into()
}

pub(super) fn capabilities(card: &Scorecard) -> Vec<CapabilityRow> {
    let said = |id: Capability, own: bool| -> Option<Rating> {
        let of = card.ratings.iter().filter(|rating| rating.own == own && rating.of == id.name());
        of.map(|rating| rating.rating).max()
    };
    let row = |own: &crate::score::CapabilityLine| CapabilityRow {
        id: own.id,
        own: said(own.id, true),
        facilitator: said(own.id, false),
        computed: own.rating,
        earned: own.earned,
        possible: own.possible,
    };
    card.capabilities.iter().map(row).collect()
}

pub(super) fn lines(case: &Case<'_>, card: &Scorecard, names: &Names) -> Vec<LineRow> {
    card.objectives.iter().map(|line| line_row(case, card, names, line)).collect()
}

fn line_row(case: &Case<'_>, card: &Scorecard, names: &Names, line: &Line) -> LineRow {
    let expect = case.story.expects.iter().find(|own| own.id == line.id);
    let lang = case.journal.header.recipe.lang;
    let (title, rule) = match (named(line.id.as_str(), lang), expect) {
        (Some((title, rule)), _) => (title.to_owned(), rule.to_owned()),
        (None, Some(expect)) => (expected(lang).to_owned(), expect.what.get(lang).to_owned()),
        (None, None) => (line.id.to_string(), String::new()),
    };
    let entries = &case.journal.entries;
    let at = |seq: &u64| entries.binary_search_by_key(seq, |own| own.seq).ok();
    let entry = |seq: &u64| Some((*seq, entries.get(at(seq)?)?.at));
    LineRow {
        id: line.id.clone(),
        title,
        rule,
        capability: line.capability,
        holder: holder(case, names, line),
        earned: line.earned,
        possible: line.possible,
        rating: line.rating,
        why: line.why_in(lang).to_owned(),
        better: line.better_in(lang).map(str::to_owned),
        at: line.at,
        entries: line.evidence.iter().filter_map(entry).collect(),
        said: said(card, line, lang),
    }
}

fn holder(case: &Case<'_>, names: &Names, line: &Line) -> String {
    let role = line.role.as_ref().and_then(|role| case.process.role(role.as_str()));
    let name = line.player.as_ref().map(|player| names.of(&Whom::from(player.as_str())));
    let lang = case.journal.header.recipe.lang;
    match (name, role) {
        (Some(name), Some(role)) if line.crew => {
            format!("{name} ({}), {}", Word::Simulated.get(lang), role.short)
        }
        (Some(name), Some(role)) => format!("{name}, {}", role.short),
        (None, Some(role)) => role.short.clone(),
        (_, None) => said_in!(lang, "team", "ทั้งทีม"),
    }
}

/// What people said about a line.
fn said(card: &Scorecard, line: &Line, lang: Lang) -> Vec<String> {
    let who = Word::Facilitator.get(lang);
    let rated = card.ratings.iter().filter(|own| !own.own && own.of == line.id.as_str());
    let mut said: Vec<String> =
        rated.map(|own| format!("{who}: {:?}, {}", own.rating, own.note)).collect();
    for dispute in card.disputes.iter().filter(|own| own.line == line.id) {
        let ruling = match &dispute.ruling {
            Some((true, why)) => said_in!(lang, "accepted: {why}", "รับ: {why}"),
            Some((false, why)) => said_in!(lang, "not accepted: {why}", "ไม่รับ: {why}"),
            None => said_in!(lang, "not ruled yet", "ยังไม่ได้ชี้ขาด"),
        };
        let why = &dispute.why;
        said.push(said_in!(lang, "disputed: {why}; {ruling}", "ขอทบทวน: {why}; {ruling}"));
    }
    said
}

/// The lines that lost most, dearest first.
pub(super) fn costs(lines: &[LineRow]) -> Vec<Cost> {
    let mut costs: Vec<Cost> = (lines.iter())
        .filter(|line| line.rating.is_some())
        .filter_map(|line| {
            Some(Cost {
                lost: line.possible - line.earned,
                at: line.at?,
                title: line.title.clone(),
                what: line.why.clone(),
                rule: line.rule.clone(),
                better: line.better.clone()?,
                id: line.id.clone(),
                entries: line.entries.iter().map(|(seq, _)| *seq).collect(),
            })
        })
        .filter(|cost| cost.lost >= WORTH_TELLING)
        .collect();
    costs.sort_by(|one, other| other.lost.total_cmp(&one.lost));
    costs.truncate(COSTS);
    costs
}

pub(super) fn updates(case: &Case<'_>, names: &Names) -> Vec<UpdateRow> {
    let lang = case.journal.header.recipe.lang;
    let rows = case.sent.iter().zip(claims(case)).map(|(sent, claim)| {
        let by = case.journal.entries.iter().find(|entry| entry.seq == sent.seq);
        let update = sent.update;
        UpdateRow {
            seq: sent.seq,
            at: sent.at,
            who: by.map(|entry| words::actor(names, &entry.by, lang)).unwrap_or_default(),
            audiences: (update.audiences.iter())
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
            scope: update.scope.to_string(),
            effect: words::effect(update.effect, lang),
            doing: update.doing.to_string(),
            next: update.next.map(|next| sent.at + next),
            text: update.text.to_string(),
            shown: measured(&claim.shown, lang),
            so: measured(&claim.truth, lang),
            verdict: claim.verdict,
        }
    });
    rows.collect()
}

pub(super) fn runbooks(case: &Case<'_>) -> Vec<RunbookRow> {
    let lang = case.journal.header.recipe.lang;
    let fitting = case.story_truth().and_then(|truth| truth.runbook.as_ref());
    let rows = case.runbooks.iter().filter_map(|book| {
        let open = case.state.runbooks.iter().find(|own| own.id == book.id);
        let fits = fitting == Some(&book.id);
        if open.is_none() && !fits {
            return None;
        }
        let fates = open.map(|open| went(book, open)).unwrap_or_default();
        let steps = book.steps.iter().map(|step| {
            let own = fates.iter().find(|own| own.number == step.number);
            StepRow {
                number: step.number,
                text: step.text.get(lang).to_owned(),
                fate: own.map_or(StepFate::Open, |own| own.fate),
                at: own.and_then(|own| own.marked).map(|(at, _)| at),
                seq: own.and_then(|own| own.marked).map(|(_, seq)| seq),
                why: own.map(|own| own.why.clone()).unwrap_or_default(),
            }
        });
        Some(RunbookRow {
            id: book.id.to_string(),
            title: book.title.get(lang).to_owned(),
            fits,
            opened: open.map(|open| open.opened.at),
            steps: steps.collect(),
            proposals: proposals(case, book, fits),
        })
    });
    rows.collect()
}

/// Where a runbook misled: its steps harmed, did nothing or failed, or it does not fit at all.
fn proposals(case: &Case<'_>, book: &crate::content::runbook::Runbook, fits: bool) -> Vec<String> {
    use crate::journal::Outcome;
    let lang = case.journal.header.recipe.lang;
    let mut proposals = Vec::new();
    for own in case.changes().filter(|own| own.written) {
        let name = own.name();
        let outcome = own.ended.map(|(.., outcome)| outcome);
        let says = match (own.harm, outcome) {
            (Some((lost, _)), _) if lost > 0 => {
                let minutes = lost.div_ceil(60);
                Some(said_in!(
                    lang,
                    "{name} cost {minutes} customer-minutes: say what it drops",
                    "{name} ทำให้เสีย {minutes} นาทีลูกค้า: บอกด้วยว่าจะตัดอะไรทิ้ง"
                ))
            }
            (_, Some(Outcome::Nothing)) => Some(said_in!(
                lang,
                "{name} changed nothing: say how to tell, and what then",
                "{name} ไม่เปลี่ยนอะไร: บอกด้วยว่ารู้ได้อย่างไร และทำอะไรต่อ"
            )),
            (_, Some(Outcome::Failed)) => Some(said_in!(
                lang,
                "{name} failed: say what then",
                "{name} ไม่สำเร็จ: บอกด้วยว่าทำอะไรต่อ"
            )),
            _ => None,
        };
        proposals.extend(says);
    }
    if !fits && case.state.runbooks.iter().any(|own| own.id == book.id) {
        proposals.push(said_in!(
            lang,
            "it was opened and does not fit: sharpen when not to use it",
            "เปิดแล้วแต่ไม่ตรงเรื่อง: บอกให้ชัดว่าเมื่อไรไม่ควรใช้"
        ));
    }
    proposals.dedup();
    proposals
}

pub(super) fn ladder(case: &Case<'_>, names: &Names) -> Vec<PageRow> {
    case.state.pages.values().map(|page| page_row(case, names, page)).collect()
}

fn page_row(case: &Case<'_>, names: &Names, page: &Page) -> PageRow {
    let lang = case.journal.header.recipe.lang;
    let alert = page.alert.and_then(|id| case.state.alerts.get(&id));
    let alert = alert.map(|alert| format!("{} {}", alert.id, alert.says.get(lang)));
    let by = match (page.rung, &page.sent.what) {
        (Some(rung), _) => {
            said_in!(lang, "ladder, rung {}", "ลำดับการ escalate ขั้นที่ {}", rung + 1)
        }
        (None, Some(by)) => names.of(by),
        (None, None) => words::actor(names, &Actor::Process, lang),
    };
    PageRow {
        at: page.sent.at,
        seq: page.sent.seq,
        whom: names.of(&page.whom),
        by,
        why: alert.unwrap_or_else(|| page.why.to_string()),
        acknowledged: page.acknowledged.as_ref().map(|mark| mark.at),
    }
}

pub(super) fn observed(case: &Case<'_>, names: &Names) -> Vec<(DrillTime, String, DisplayText)> {
    let lines = case.journal.entries.iter().filter_map(|entry| match &entry.event {
        Event::Given(crate::command::Command::Observe(text)) => {
            Some((entry.at, names.actor(&entry.by), text.clone()))
        }
        _ => None,
    });
    lines.collect()
}
