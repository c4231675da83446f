//! Communicate: first updates, cadence and promises, audiences and noise, complete updates, the
//! final message, people who asked. Whether updates are true is `claims`.

use crate::command::{Command, Effect};
use crate::content::process::{Audience, Rule};
use crate::incident::{Duty, Mark};
use crate::journal::{Entry, Event};
use crate::model::id::{AudienceId, PersonId};
use crate::model::time::{DrillTime, Span};
use crate::score::case::{Case, Sent};
use crate::score::clock::{Clock, Term};
use crate::score::finding::{Finding, Occasion, between, clock};
use crate::score::said::{Said, says};

/// Within how long the last message is due where the process names no first update (ours).
const FINAL_WITHIN: Span = Span::from_minutes(10);

/// A word this long before a question has crossed it (ours): it was being written meanwhile.
const CROSSES: Span = Span::from_minutes(2);

/// An audience that was owed updates, and when the first one was due.
struct Owed<'a> {
    audience: &'a Audience,
    term: Term,
    clock: &'a Clock,
}

/// Audiences that were owed an update by their own tests, those ever forbidden left out.
fn owed<'a>(case: &'a Case<'_>) -> Vec<Owed<'a>> {
    let Some(clock) = &case.clock else {
        return Vec::new();
    };
    let audiences = case.process.audiences.iter().filter_map(|audience| {
        let since = case.state.knowledge.due_since(&audience.id)?;
        let term =
            clock.due(since.max(clock.start), |severity| audience.first.get(severity).copied())?;
        let closed = case.incident().and_then(|own| own.closed.as_ref());
        let lapsed = closed.is_some_and(|mark| mark.at <= term.due) || !case.expires(term.due);
        let open = !lapsed || sent_to(case, &audience.id).next().is_some();
        let forbidden = case.state.knowledge.forbidden(&audience.id);
        (open && !forbidden).then_some(Owed { audience, term, clock })
    });
    audiences.collect()
}

fn sent_to<'a>(case: &'a Case<'_>, audience: &'a AudienceId) -> impl Iterator<Item = &'a Sent<'a>> {
    case.sent.iter().filter(move |sent| sent.update.audiences.contains(audience))
}

/// The first update to each audience that is owed one.
pub(super) fn first_update(case: &Case<'_>, rule: &Rule) -> Finding {
    let occasions = owed(case).into_iter().map(|Owed { audience, term, .. }| {
        let first = sent_to(case, &audience.id).next();
        let share = first.map_or(0.0, |sent| term.share(sent.at, rule.none));
        let id = &audience.id;
        let says = match first {
            Some(sent) if sent.at <= term.due => {
                says!(
                    "first {id} update at {}, {} before it was due",
                    "อัปเดตแรกถึง {id} เมื่อ {} ก่อนกำหนด {}",
                    sent.at,
                    { between(sent.at, term.due) }
                )
            }
            Some(sent) => {
                says!(
                    "first {id} update at {}, {} late",
                    "อัปเดตแรกถึง {id} เมื่อ {} ช้า {}",
                    sent.at,
                    between(term.due, sent.at)
                )
            }
            None => says!(
                "no {id} update was ever sent; it was due at {}",
                "ไม่เคยส่งอัปเดตถึง {id} กำหนด {}",
                term.due
            ),
        };
        Occasion {
            share,
            evidence: first.map(|sent| sent.seq).into_iter().collect(),
            at: first.map_or(term.due, |sent| sent.at),
            says,
            better: says!(
                "by {}: effect=unknown with the next time is enough",
                "ภายใน {}: effect=unknown พร้อมเวลาแจ้งครั้งถัดไปก็พอ",
                term.due
            ),
            term: Some((term, rule.none)),
        }
    });
    Finding::over(
        occasions.collect(),
        says!("no audience was owed an update", "ไม่มีกลุ่มใดต้องได้รับอัปเดต"),
    )
}

/// Every next update, by cadence or by what the last one promised, whichever is sooner.
pub(super) fn cadence(case: &Case<'_>, _rule: &Rule) -> Finding {
    let mut occasions = Vec::new();
    for Owed { audience, term, clock } in owed(case) {
        let sent: Vec<_> = sent_to(case, &audience.id).collect();
        if sent.is_empty() {
            occasions.push(Occasion {
                share: 0.0,
                evidence: Vec::new(),
                at: term.due,
                says: says!("no cadence was begun with {}", "ไม่ได้เริ่มจังหวะการแจ้งกับ {}", audience.id),
                better: says!(
                    "say in each update when the next one comes",
                    "บอกในทุกอัปเดตว่าครั้งถัดไปเมื่อไร"
                ),
                term: None,
            });
        }
        for (index, last) in sent.iter().enumerate() {
            occasions.extend(interval(case, audience, clock, last, sent.get(index + 1).copied()));
        }
    }
    Finding::over(
        occasions,
        says!("it was over before a second update was due", "จบก่อนถึงกำหนดอัปเดตครั้งที่สอง"),
    )
}

fn interval(
    case: &Case<'_>,
    audience: &Audience,
    clock: &Clock,
    last: &Sent<'_>,
    next: Option<&Sent<'_>>,
) -> Option<Occasion> {
    let end = case.word_owed_until();
    let every = clock.severity_at(last.at).and_then(|severity| audience.every.get(severity));
    let span = [every, last.update.next.as_ref()].into_iter().flatten().min()?;
    let term = Term { from: last.at, due: last.at + *span };
    // After the end the last message is its own objective.
    if last.at >= end || (next.is_none_or(|next| next.at > term.due) && end <= term.due) {
        return None;
    }
    let met = next.map_or(end, |next| next.at.min(end));
    let share = term.share(met, None);
    let id = &audience.id;
    let says = match next {
        Some(next) if next.at <= term.due => {
            says!("{id} promise of {} was kept", "แจ้ง {id} ตามที่บอกไว้ {}", term.due)
        }
        Some(next) => {
            says!(
                "{id} update due {} came {} late",
                "อัปเดตถึง {id} กำหนด {} ช้า {}",
                term.due,
                between(term.due, next.at)
            )
        }
        None => says!("{id} update due {} never came", "อัปเดตถึง {id} กำหนด {} ไม่มา", term.due),
    };
    let mut evidence = vec![last.seq];
    evidence.extend(next.map(|next| next.seq));
    let better = says!(
        "no news with the next time counts as an update",
        "ไม่มีข่าวใหม่แต่บอกเวลาครั้งถัดไป ก็นับเป็นอัปเดต"
    );
    Some(Occasion { share, evidence, at: term.due, says, better, term: Some((term, None)) })
}

/// Nothing sent where it is forbidden, no noise, everybody who is owed a word reached.
pub(super) fn audiences(case: &Case<'_>, _rule: &Rule) -> Finding {
    let mut occasions: Vec<Occasion> = Vec::new();
    for (index, sent) in case.sent.iter().enumerate() {
        occasions.push(rightly_sent(case, sent, case.sent.get(..index).unwrap_or_default()));
    }
    for Owed { audience, term, .. } in owed(case) {
        if sent_to(case, &audience.id).next().is_none() {
            occasions.push(unreached(audience.id.as_str(), term.due));
        }
    }
    if case.clock.is_some() {
        for person in case.story_truth().iter().flat_map(|truth| &truth.tell) {
            occasions.push(told(case, person));
        }
    }
    Finding::over(occasions, says!("nobody was owed a word", "ไม่มีใครต้องได้รับแจ้ง")).restraint()
}

fn unreached(whom: &str, at: DrillTime) -> Occasion {
    Occasion {
        share: 0.0,
        evidence: Vec::new(),
        at,
        says: says!("{whom} never got a word", "{whom} ไม่เคยได้รับแจ้ง"),
        better: says!("a word to {whom} by {at}", "แจ้ง {whom} ภายใน {at}"),
        term: None,
    }
}

fn rightly_sent(case: &Case<'_>, sent: &Sent<'_>, before: &[Sent<'_>]) -> Occasion {
    let within = case.process.noise_within;
    let same = |other: &&Sent<'_>| {
        sent.at.since(other.at) < within.seconds()
            && other.update.audiences.iter().any(|own| sent.update.audiences.contains(own))
            && other.update.scope == sent.update.scope
            && other.update.effect == sent.update.effect
            && other.update.doing == sent.update.doing
    };
    let noise = before.iter().rev().find(same);
    let (share, says) = match (sent.forbidden.first(), noise) {
        (Some(audience), _) => (
            0.0,
            says!(
                "{audience} may not be told while the exposure lasts ({})",
                "ยังแจ้ง {audience} ไม่ได้ขณะข้อมูลยังเปิดเผยอยู่ ({})",
                sent.at
            ),
        ),
        (None, Some(_)) => (
            0.0,
            says!(
                "the update at {} repeats the last within {}",
                "อัปเดตเมื่อ {} ซ้ำครั้งก่อนภายใน {}",
                sent.at,
                clock(within)
            ),
        ),
        (None, None) => (
            1.0,
            says!(
                "each update went to the right audience, none was noise",
                "ทุกอัปเดตไปถูกกลุ่ม ไม่มีอันใดพร่ำเพรื่อ"
            ),
        ),
    };
    let better = says!(
        "send a new one when something changed or when it is due",
        "ส่งใหม่เมื่อมีอะไรเปลี่ยนหรือเมื่อครบกำหนด"
    );
    Occasion { share, evidence: vec![sent.seq], at: sent.at, says, better, term: None }
}

/// Whether somebody the story says is to be told was written to, answered or told.
fn told(case: &Case<'_>, person: &PersonId) -> Occasion {
    let asked = |question: &crate::model::id::QuestionId| {
        let question = case.state.questions.get(question);
        question.is_some_and(|own| own.from.as_str() == person.as_str())
    };
    let duty = |name: &str| case.scenario.system.duties.get(name) == Some(person);
    let word = case.journal.entries.iter().find(|entry| match &entry.event {
        Event::Given(Command::Tell { whom, .. } | Command::Ask { whom, .. }) => {
            whom.as_str() == person.as_str() || duty(whom.as_str())
        }
        Event::Paged { whom, .. } => whom.as_str() == person.as_str(),
        Event::Answered(question) => asked(question),
        _ => false,
    });
    match word {
        Some(entry) => Occasion {
            share: 1.0,
            evidence: vec![entry.seq],
            at: entry.at,
            says: says!("{person} was told at {}", "แจ้ง {person} เมื่อ {}", entry.at),
            better: Said::default(),
            term: None,
        },
        None => unreached(person.as_str(), case.incident_end()),
    }
}

/// Scope, effect, what is being done and when the next word comes.
pub(super) fn complete(case: &Case<'_>, _rule: &Rule) -> Finding {
    let end = case.incident_end();
    let occasions: Vec<_> = (case.sent.iter())
        .map(|sent| {
            let first = case.is_first_word(sent);
            let fields = [
                ("scope", !sent.update.scope.is_empty()),
                ("effect", sent.update.effect != Effect::Unknown || first),
                ("doing", !sent.update.doing.is_empty()),
                ("next", sent.update.next.is_some() || sent.at >= end),
            ];
            let missing: Vec<_> =
                fields.iter().filter(|(_, there)| !there).map(|(name, _)| *name).collect();
            let says = if missing.is_empty() {
                says!(
                    "updates say scope, effect, what is done and when the next word comes",
                    "อัปเดตบอกขอบเขต ผลกระทบ สิ่งที่กำลังทำ และครั้งถัดไป"
                )
            } else {
                says!(
                    "the update at {} does not say {}",
                    "อัปเดตเมื่อ {} ไม่ได้บอก {}",
                    sent.at,
                    missing.join(", ")
                )
            };
            Occasion {
                share: 1.0 - missing.len() as f64 / 4.0,
                evidence: vec![sent.seq],
                at: sent.at,
                says,
                better: says!(
                    "scope, effect, doing, next: all four in every update",
                    "scope effect doing next ครบทั้งสี่ในทุกอัปเดต"
                ),
                term: None,
            }
        })
        .collect();
    never_sent(case, occasions)
}

/// Without any update an objective about updates is lost where one was owed.
pub(super) fn never_sent(case: &Case<'_>, occasions: Vec<Occasion>) -> Finding {
    let owed = owed(case);
    match owed.first() {
        Some(first) if occasions.is_empty() => {
            let better = says!("send the first update with what is known", "ส่งอัปเดตแรกด้วยสิ่งที่รู้");
            Finding::lost(
                first.term.due,
                Vec::new(),
                says!("no update was ever sent", "ไม่เคยส่งอัปเดต"),
                better,
            )
        }
        _ => Finding::over(occasions, says!("no update was owed or sent", "ไม่มีอัปเดตที่ต้องส่งหรือได้ส่ง")),
    }
}

/// The last message, to each audience that was owed updates or got some.
pub(super) fn final_message(case: &Case<'_>, rule: &Rule) -> Finding {
    let owed = owed(case);
    if owed.is_empty() {
        return Finding::NoOccasion(says!(
            "no audience was owed an update",
            "ไม่มีกลุ่มใดต้องได้รับอัปเดต"
        ));
    }
    let resolved = case.incident().and_then(|own| own.resolved.as_ref());
    let Some(resolved) = resolved else {
        if case.incident().is_some_and(|own| own.closed.is_some()) {
            return Finding::NoOccasion(says!(
                "the incident was closed, not resolved",
                "ปิด incident โดยไม่ได้แก้ไข"
            ));
        }
        let better = says!(
            "/status resolved once verified, then the last update with next=none",
            "/status resolved เมื่อตรวจยืนยันแล้ว จากนั้นอัปเดตสุดท้าย next=none"
        );
        return Finding::lost(
            case.end,
            Vec::new(),
            says!("the incident was never resolved", "incident ไม่เคยถูกแก้ไข"),
            better,
        );
    };
    if case.impact.lasts_at(resolved.at) {
        let why = says!(
            "it was called resolved at {} while users were still hit",
            "บอกว่าแก้ไขแล้วเมื่อ {} ทั้งที่ผู้ใช้ยังได้รับผลกระทบ",
            resolved.at
        );
        let better =
            says!("the last message when it is over, not before", "ส่งข้อความปิดท้ายเมื่อจบจริง ไม่ใช่ก่อน");
        return Finding::lost(resolved.at, vec![resolved.seq], why, better);
    }
    let occasions = owed.iter().filter_map(|own| last_word(case, rule, own, resolved));
    Finding::over(
        occasions.collect(),
        says!(
            "the drill ran out before the last message was due",
            "การซ้อมหมดเวลาก่อนถึงกำหนดข้อความปิดท้าย"
        ),
    )
}

/// The last message to one audience, once resolved; none where there was no time left for it.
fn last_word(
    case: &Case<'_>,
    rule: &Rule,
    owed: &Owed<'_>,
    resolved: &Mark<()>,
) -> Option<Occasion> {
    let Owed { audience, clock, .. } = owed;
    let severity = clock.severity_at(resolved.at);
    let within = severity.and_then(|severity| audience.first.get(severity));
    let term = Term { from: resolved.at, due: resolved.at + *within.unwrap_or(&FINAL_WITHIN) };
    let last = sent_to(case, &audience.id).find(|sent| sent.at >= resolved.at);
    if last.is_none() && !case.expires(term.due) {
        return None;
    }
    let mut evidence = vec![resolved.seq];
    evidence.extend(last.map(|sent| sent.seq));
    let id = &audience.id;
    let says = match last {
        Some(sent) => {
            says!(
                "final {id} update {} after resolving",
                "อัปเดตปิดท้ายถึง {id} หลังแก้ไข {}",
                { between(resolved.at, sent.at) }
            )
        }
        None => says!("{id} was not told that it is resolved", "{id} ไม่ได้รับแจ้งว่าแก้ไขแล้ว"),
    };
    Some(Occasion {
        share: last.map_or(0.0, |sent| term.share(sent.at, rule.none)),
        evidence,
        at: last.map_or(resolved.at, |sent| sent.at),
        says,
        better: says!(
            "a last update to {id} by {}, effect=none next=none",
            "อัปเดตสุดท้ายถึง {id} ภายใน {} effect=none next=none",
            term.due
        ),
        term: Some((term, rule.none)),
    })
}

/// Everybody who asked the team.
pub(super) fn answers(case: &Case<'_>, rule: &Rule) -> Finding {
    let obligations = case.state.obligations();
    let questions = obligations.iter().filter_map(|owed| {
        let Duty::Answer(id) = &owed.duty else { return None };
        let question = case.state.questions.get(id)?;
        let crossed = crossed(case, question.from.as_str(), owed.from);
        let met = owed.met.as_ref().map(|met| (met.at, met.seq));
        if met.is_none() && crossed.is_none() && !case.expires(owed.due) {
            return None;
        }
        let term = Term { from: owed.from, due: owed.due };
        let from = &question.from;
        let says = match (crossed, met) {
            (Some((at, _)), _) => {
                says!("{from} asked what had been told at {at}", "{from} ถามสิ่งที่แจ้งไปแล้วเมื่อ {at}")
            }
            (None, Some((at, _))) => {
                says!(
                    "{from} was answered after {}",
                    "ตอบ {from} หลังผ่านไป {}",
                    between(owed.from, at)
                )
            }
            (None, None) => says!(
                "{from} asked at {} and was never answered",
                "{from} ถามเมื่อ {} และไม่ได้คำตอบ",
                owed.from
            ),
        };
        let mut evidence = vec![owed.cause];
        evidence.extend(crossed.or(met).map(|(_, seq)| seq));
        Some(Occasion {
            share: match (crossed, met) {
                (Some(_), _) => 1.0,
                (None, Some((at, _))) => term.share(at, rule.none),
                (None, None) => 0.0,
            },
            evidence,
            at: met.map_or(owed.due, |(at, _)| at),
            says,
            better: says!(
                "a holding line by {}: what is known, next word when",
                "ตอบสั้น ๆ ภายใน {}: รู้อะไร แจ้งครั้งถัดไปเมื่อไร",
                owed.due
            ),
            term: Some((term, rule.none)),
        })
    });
    Finding::over(questions.collect(), says!("nobody asked", "ไม่มีใครถาม"))
}

/// A word to somebody that crossed their question: they have what they ask for.
fn crossed(case: &Case<'_>, person: &str, asked: DrillTime) -> Option<(DrillTime, u64)> {
    let told = |entry: &&Entry| match &entry.event {
        Event::Given(Command::Tell { whom, .. }) => {
            whom.as_str() == person && entry.at <= asked && entry.at >= asked - CROSSES
        }
        _ => false,
    };
    let last = case.journal.entries.iter().rev().find(told)?;
    Some((last.at, last.seq))
}
