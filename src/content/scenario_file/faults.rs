//! Faults of a scenario file. Every kind of the format is read with its keys; what the world does
//! not play yet is refused by name.

mod kinds;

use serde_json::json;

use crate::content::conditions::deployed;
use crate::content::diagnostic::shown;
use crate::content::form::{Name, PLAIN};
use crate::content::names::Thing;
use crate::content::quantity::{RATIO, SOME_SPAN, SPAN, count};
use crate::content::scenario_file::{kept, settings};
use crate::content::sort::{FAULT_TARGETS, Sort, TOOLS_PLAYED, plays};
use crate::content::table::Table;
use crate::model::condition::{Condition, Test};
use crate::model::fault::{Acts, Again, FAULT_KINDS, Fault, FaultKind, Flap, Touches, part_of};
use crate::model::id::{Target, Version};
use crate::model::time::Span;

/// Most faults of a scenario.
const FAULTS_MAX: usize = 200;

/// All faults of the chosen variant.
pub(super) fn read(t: &mut Table<'_, '_>) -> Vec<Fault> {
    let faults = t.named("fault", "fault", read_fault);
    if faults.len() > FAULTS_MAX {
        let message =
            format!("this scenario has {} faults; {FAULTS_MAX} are the most", faults.len());
        let place = t.place_of("fault");
        t.reading.error(place, message, "leave out what the drill does not need");
    }
    faults.into_iter().filter_map(|(_, fault)| fault).collect()
}

fn read_fault(t: &mut Table<'_, '_>) -> Option<Fault> {
    let kept = kept(t);
    let target = Target::from(t.need("target", &Name(Thing::Target)));
    let touches = touches(t, &target);
    let acts = t.acts().unwrap_or_else(|| unsaid(&target, &touches));
    let fault = Fault {
        id: t.name().into(),
        ramp: t.or("ramp", &SPAN, Span(0)),
        fade: t.or("fade", &SPAN, Span(0)),
        flap: t.table("flap", |t| Flap {
            on: t.need("on", &SOME_SPAN),
            off: t.need("off", &SOME_SPAN),
        }),
        again: t.table("again", again),
        known_as: t.list("known_as", &PLAIN),
        kind: kind(t, &target),
        target,
        touches,
        acts,
    };
    kept.then_some(fault)
}

fn touches(t: &mut Table<'_, '_>, target: &Target) -> Touches {
    let touches = Touches {
        version: t.get("version", &PLAIN).map(Version::from),
        zone: t.get("zone", &Name(Thing::Zone)),
        share: t.get("share", &RATIO),
        instances: t.get("instances", &count(1, 10_000)),
    };
    if let Some(version) = &touches.version {
        deployed(t, part_of(target).as_str(), version.as_str(), "version");
    }
    touches
}

/// A fault of a version acts while that version runs; any other from the start.
fn unsaid(target: &Target, touches: &Touches) -> Acts {
    match &touches.version {
        Some(version) => Acts::While(Condition::now(Test::Deployed {
            part: part_of(target),
            version: version.clone(),
        })),
        None => Acts::Always,
    }
}

/// Coming back; automation comes back by the same keys.
pub(super) fn again(t: &mut Table<'_, '_>) -> Again {
    Again {
        after: t.need("after", &SPAN),
        times: t.get("times", &count(1, 10_000)),
        unless: t.condition("unless"),
    }
}

fn kind(t: &mut Table<'_, '_>, target: &Target) -> FaultKind {
    let names: Vec<&'static str> = FAULT_KINDS.iter().map(|(name, ..)| *name).collect();
    let found = t.leading(&names);
    if t.describes() {
        for name in &names {
            read_kind(t, name, None);
        }
        return FaultKind::Down;
    }
    let label = t.label.clone();
    match found.as_slice() {
        [(name, place)] => {
            let sort = t.reading.names.system.as_ref().and_then(|own| own.sort_of(target.as_str()));
            let fits = fits(t, name, target, sort);
            let kind = read_kind(t, name, sort);
            tools(t, &kind, target);
            if fits && !plays(name, sort) {
                let on = sort.map(|sort| format!(" on {}", sort.one())).unwrap_or_default();
                let what = format!("fault kind `{name}`{on}");
                t.reading.not_playable(*place, &what);
            }
            kind
        }
        [] => {
            let message = format!("{label} does not say what is wrong");
            let place = t.place;
            let near = t.keys().find_map(|(key, place)| {
                let near = crate::command::vocabulary::nearest(key, names.iter().copied())?;
                Some((place, near, key))
            });
            match near {
                Some((place, near, key)) => {
                    let message = format!("no kind of fault is called `{}`", shown(key));
                    t.reading.error(place, message, format!("did you mean `{near}`?"));
                    t.give_up();
                }
                None => t.reading.error(place, message, format!("add one of {}", names.join(", "))),
            }
            FaultKind::Down
        }
        [.., (_, place)] => {
            let message = format!("{label} is of two kinds");
            t.reading.error(*place, message, "make two faults with the same `when`");
            for (name, _) in &found {
                read_kind(t, name, None);
            }
            FaultKind::Down
        }
    }
}

/// Tells when nobody asks for the state of a tool.
fn tools(t: &mut Table<'_, '_>, kind: &FaultKind, target: &Target) {
    let Some(tool) = target.as_str().strip_prefix("tools.") else { return };
    let place = t.place_of("target");
    let asked: &[&str] = match kind {
        FaultKind::Stale { .. } | FaultKind::Wrong { .. } => &["metrics"],
        FaultKind::Truncated { .. } => &["logs"],
        FaultKind::Stalled => &["metrics", "alerts", "deploys", "console"],
        _ => TOOLS_PLAYED,
    };
    if !TOOLS_PLAYED.contains(&tool) {
        t.reading.not_playable(place, &format!("a fault of `{target}`"));
    } else if !asked.contains(&tool) {
        t.reading.not_playable(place, &format!("`{}` of `{target}`", kind.name()));
    }
}

/// Whether a kind of fault can act on its target; tells when it cannot.
fn fits(t: &mut Table<'_, '_>, name: &str, target: &Target, sort: Option<Sort>) -> bool {
    let wanted = FAULT_TARGETS.iter().find(|own| own.0 == name).map_or(&[][..], |own| own.1);
    let Some(sort) = sort.filter(|sort| !wanted.contains(sort)) else { return true };
    let words: Vec<&str> = wanted.iter().map(|sort| sort.one()).collect();
    let message =
        format!("`{name}` cannot act on {}, and `{}` is one", sort.one(), shown(target.as_str()));
    let place = t.place_of("target");
    t.reading.error(place, message, format!("it acts on {}", words.join(", ")));
    false
}

/// Reads the table of one kind.
fn read_kind(t: &mut Table<'_, '_>, name: &'static str, sort: Option<Sort>) -> FaultKind {
    if name == "setting" {
        return settings::read(t, sort);
    }
    let mut kind = None;
    let reader = kinds::KINDS.iter().find(|(own, _)| *own == name).map(|(_, read)| *read);
    t.table(name, |t| kind = reader.map(|read| read(t)));
    kind.unwrap_or(FaultKind::Down)
}

/// The schema of `setting`, whose keys are paths below the target.
pub(super) fn setting_schema() -> serde_json::Value {
    json!({
        "type": "object",
        "additionalProperties": { "type": ["string", "number", "boolean"] },
    })
}
