//! What is really so: truths, what is expected, and where proofs differ.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::shown;
use crate::content::form::{AFTERWARDS, Name, PLAIN, PROSE, Word};
use crate::content::measured::FACTS;
use crate::content::names::Thing;
use crate::content::process::Capability;
use crate::content::process_file::capabilities;
use crate::content::quantity::{SOME_SPAN, SPAN, number};
use crate::content::scenario_file::{kept, remedies};
use crate::content::table::Table;
use crate::content::truth::{Afterwards, Answer, Expect, Mend, Proof, StatedFact, Suspect, Truth};
use crate::model::cause::CauseKind;
use crate::model::character::Character;
use crate::model::fault::Acts;
use crate::model::id::{FactId, FaultId, ObjectiveId, Target};

/// Truths of the chosen variant.
pub(super) fn read(t: &mut Table<'_, '_>) -> Vec<Truth> {
    if !t.has("truth") {
        t.missing("truth", "`[[truth]]` with its `cause`, or `cause = \"none\"` for a false alarm");
    }
    let truths = t.tables("truth", "this truth", |t| {
        let place = t.place;
        read_truth(t).map(|truth| (place, truth))
    });
    let truths: Vec<_> = truths.into_iter().flatten().collect();
    if let Some((place, _)) = truths.get(1) {
        t.reading.not_playable(*place, "a second truth");
    }
    truths.into_iter().map(|(_, truth)| truth).collect()
}

fn read_truth(t: &mut Table<'_, '_>) -> Option<Truth> {
    let kept = kept(t);
    let truth = Truth {
        name: t.or("name", &PLAIN, "main".to_owned()),
        when: t.condition("when"),
        cause: cause(t),
        right: Vec::new(),
        accept: t.tables("accept", "this accepted cause", answer),
        contributing: t.list("contributing", &AFTERWARDS),
        suspects: t.tables("suspects", "this suspect", |t| Suspect {
            answer: answer(t),
            cleared_by: t.condition("cleared_by"),
        }),
        owners: t.list("owners", &Name(Thing::Team)).into_iter().map(Into::into).collect(),
        tell: t.list("tell", &Name(Thing::Person)).into_iter().map(Into::into).collect(),
        runbook: t.get("runbook", &Name(Thing::Runbook)).map(Into::into),
        over: t.condition("over"),
        facts: t.tables("facts", "this fact", read_fact).into_iter().flatten().collect(),
        mends: mends(t),
        then: t.tables("then", "this step after the fix", |t| Afterwards {
            what: t.need("what", &PROSE),
            met: t.need_condition("met"),
        }),
    };
    kept.then_some(truth)
}

/// What ends it, of the chosen variant.
fn mends(t: &mut Table<'_, '_>) -> Vec<Mend> {
    let mends = t.tables("mend", "this step of the repair", |t| {
        let kept = kept(t);
        let mend = Mend { order: remedies::order(t), when: t.condition("when") };
        kept.then_some(mend)
    });
    mends.into_iter().flatten().collect()
}

fn cause(t: &mut Table<'_, '_>) -> Option<FaultId> {
    if t.text_of("cause") == "none" {
        t.pass_over(&["cause"]);
        return None;
    }
    let name = t.need("cause", &Name(Thing::Fault));
    (!name.is_empty()).then(|| FaultId::from(name))
}

fn answer(t: &mut Table<'_, '_>) -> Answer {
    let mut kinds: Vec<(&str, CauseKind)> =
        CauseKind::ALL.iter().map(|kind| (kind.name(), *kind)).collect();
    kinds.push(("deploy", CauseKind::Release));
    let target = Target::from(t.need("target", &Name(Thing::Target)));
    if !t.has("kind") {
        t.missing("kind", "a kind of cause, such as `release`");
    }
    Answer { target, kind: t.or("kind", &Word(&kinds), CauseKind::Release) }
}

fn read_fact(t: &mut Table<'_, '_>) -> Option<StatedFact> {
    let names: Vec<&'static str> = FACTS.iter().map(|(name, _)| *name).collect();
    let acts = t.acts().unwrap_or(Acts::Always);
    let found = t.leading(&names);
    if t.describes() {
        for name in &names {
            stated(t, name);
        }
        return None;
    }
    match found.as_slice() {
        [(name, _)] => {
            let (value, per_minute) = stated(t, name);
            Some(StatedFact { fact: FactId::from(*name), value, per_minute, acts })
        }
        [] => {
            let near = t.keys().find_map(|(key, place)| {
                nearest(key, names.iter().copied()).map(|near| (place, key, near))
            });
            if let Some((place, key, near)) = near {
                let message = format!("no fact is called `{}`", shown(key));
                t.reading.error(place, message, format!("did you mean `{near}`?"));
            } else {
                let place = t.place;
                let hint = format!("lead with one of {}", names.join(", "));
                t.reading.error(place, "this fact has no name", hint);
            }
            t.give_up();
            None
        }
        [(one, _), (other, place), ..] => {
            let message = format!("this states `{one}` and `{other}`");
            t.reading.error(*place, message, "make two facts with the same `when`");
            t.pass_over(&names);
            None
        }
    }
}

/// A fact's value, and what it grows by each minute.
fn stated(t: &mut Table<'_, '_>, name: &'static str) -> (f64, f64) {
    let per_minute = Cell::new(0.0);
    let form = number(0.0, 1e15);
    let value = t.either(name, &form, |t| {
        per_minute.set(t.need("per_minute", &form));
        t.or("from", &form, 0.0)
    });
    (value.unwrap_or(0.0), per_minute.get())
}

/// What is expected beyond the objectives of the process.
pub(super) fn expects(t: &mut Table<'_, '_>) -> Vec<Expect> {
    let expects = t.tables("expect", "this expectation", |t| {
        let kept = kept(t);
        let expect = read_expect(t);
        kept.then_some(expect)
    });
    let numbered = expects.into_iter().enumerate().filter_map(|(number, expect)| {
        // Numbers count what is written, so that a variant does not shift them.
        let id = ObjectiveId::from(format!("expect-{}", number + 1));
        expect.map(|expect| Expect { id, ..expect })
    });
    numbered.collect()
}

fn read_expect(t: &mut Table<'_, '_>) -> Expect {
    let what = t.need("what", &PROSE);
    let objective = t.table("objective", |t| {
        let words = capabilities();
        if !t.has("capability") {
            t.missing(
                "capability",
                "one of detect, organise, communicate, diagnose, restore, record",
            );
        }
        (
            t.or("capability", &Word(&words), Capability::Restore),
            t.get("role", &Name(Thing::Role)),
            t.need("points", &number(0.0, 1000.0)),
            t.get("full", &SPAN),
            t.get("none", &SOME_SPAN),
        )
    });
    if !t.has("objective") {
        t.missing("objective", "`{ capability = \"restore\", points = 4 }`");
    }
    let (capability, role, points, full, none) =
        objective.unwrap_or((Capability::Restore, None, 0.0, None, None));
    Expect {
        id: ObjectiveId::default(),
        what,
        capability: capability.name().to_owned(),
        role: role.map(Into::into),
        points,
        full,
        none,
        when: t.condition("when"),
        met: t.need_condition("met"),
        before: t.condition("before"),
    }
}

/// Where proofs differ from their defaults.
pub(super) fn proofs(t: &mut Table<'_, '_>) -> BTreeMap<String, Proof> {
    let proofs = t.named("proof", "proof", |t| {
        let name = t.name();
        let characters: Vec<&str> = Character::ALL.iter().map(|own| own.name()).collect();
        if !t.describes() && !characters.contains(&name) {
            let hint = nearest(name, characters.iter().copied()).map_or_else(
                || format!("there are {}", characters.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("no proof plays a `{}`", shown(name));
            let place = t.place;
            t.reading.error(place, message, hint);
        }
        if !["below_ideal", "at_least", "at_most"].iter().any(|key| t.has(key)) && !t.describes() {
            t.missing("below_ideal", "points below the ideal team's; or `at_least`, `at_most`");
        }
        Proof {
            below_ideal: t.get("below_ideal", &number(-100.0, 100.0)),
            at_least: t.get("at_least", &number(0.0, 100.0)),
            at_most: t.get("at_most", &number(0.0, 100.0)),
            because: t.need("because", &AFTERWARDS),
        }
    });
    proofs.into_iter().collect()
}
