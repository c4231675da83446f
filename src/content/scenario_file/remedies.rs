//! How remedies end in a scenario, and machines that act by themselves. It carries none out.

use std::collections::BTreeMap;

use crate::content::diagnostic::Place;
use crate::content::form::{AFTERWARDS, Name, PLAIN, PRINT, Switch, Word};
use crate::content::names::Thing;
use crate::content::quantity::{RATIO, SPAN};
use crate::content::scenario_file::{faults, kept};
use crate::content::table::Table;
use crate::content::truth::{Arm, ArmResult, Automation};
use crate::model::fault::Acts;
use crate::model::id::{Permission, RemedyId, Target};
use crate::model::remedy::Order;

/// Where each arm stands, by remedy and in order.
pub(super) type ArmPlaces = BTreeMap<RemedyId, Vec<Place>>;

/// Arms by remedy, and where they stand.
pub(super) fn read(t: &mut Table<'_, '_>) -> (BTreeMap<RemedyId, Vec<Arm>>, ArmPlaces) {
    let lists = t.named_lists("remedy", "arm", |t| {
        let kept = kept(t);
        let place = t.place;
        (kept, place, read_arm(t))
    });
    let remedies: Vec<(String, Place)> = t.key_places("remedy");
    for (name, place) in remedies {
        if let Err(missing) = t.reading.names.find(Thing::Remedy, &name) {
            t.reading.error(place, missing.message, missing.hint);
        }
    }
    let (mut arms, mut places) = (BTreeMap::new(), BTreeMap::new());
    for (name, list) in lists {
        let id = RemedyId::from(name);
        let of_variant = list.into_iter().filter(|(kept, ..)| *kept);
        let (at, own): (Vec<Place>, Vec<Arm>) =
            of_variant.map(|(_, place, arm)| (place, arm)).unzip();
        places.insert(id.clone(), at);
        arms.insert(id, own);
    }
    (arms, places)
}

fn read_arm(t: &mut Table<'_, '_>) -> Arm {
    let results = Word(&[
        ("works", ArmResult::Works),
        ("nothing", ArmResult::Nothing),
        ("fails", ArmResult::Fails),
    ]);
    Arm {
        target: Target::from(t.need("target", &Name(Thing::Target))),
        args: t.get("args", &PLAIN),
        when: t.condition("when"),
        needs: t.get("needs", &Name(Thing::Permission)).map(Permission::from),
        takes: t.get("takes", &SPAN),
        result: t.or("result", &results, ArmResult::Works),
        chance: t.or("chance", &RATIO, 1.0),
        says: t.get("says", &PRINT),
        why: t.get("why", &AFTERWARDS),
        irreversible: t.or("irreversible", &Switch, false),
    }
}

/// A remedy, what it is carried out on, and its argument.
pub(super) fn order(t: &mut Table<'_, '_>) -> Order {
    let remedy = t.need("remedy", &Name(Thing::Remedy));
    Order {
        remedy: remedy.into(),
        target: t.need("target", &Name(Thing::Target)).into(),
        args: t.get("args", &PLAIN),
    }
}

/// Machines of the chosen variant.
pub(super) fn automation(t: &mut Table<'_, '_>) -> BTreeMap<String, Automation> {
    let machines = t.named("automation", "automation", |t| {
        let kept = kept(t);
        let acts = t.acts();
        if acts.is_none() {
            t.missing("when", "when it acts; or `while`");
        }
        let order = t.table("do", order);
        if !t.has("do") {
            t.missing("do", "the remedy it orders, `{ remedy = \"restart\", target = \"…\" }`");
        }
        let again = t.table("again", faults::again);
        let machine = Automation { acts: acts.unwrap_or(Acts::Always), order: order?, again };
        kept.then_some(machine)
    });
    machines.into_iter().filter_map(|(name, machine)| Some((name, machine?))).collect()
}
