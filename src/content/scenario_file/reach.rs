//! What can come true at all. Beginning from what needs nothing, it adds what that makes possible
//! until nothing is added; what is then still impossible is told. It plays nothing, and takes for
//! possible whatever the world might measure.

use std::collections::{BTreeMap, BTreeSet};

use crate::content::diagnostic::{Lines, Place, Source, shown};
use crate::content::reader::Reading;
use crate::content::scenario::Scenario;
use crate::content::scenario_file::remedies::ArmPlaces;
use crate::content::scenario_file::{AsRead, items_of, place_in};
use crate::content::tree::Node;
use crate::content::truth::{Arm, ArmResult, Story};
use crate::model::condition::{Condition, EventKind, FaultPhase, RemedyPhase, Test};
use crate::model::fault::{Acts, Fault};
use crate::model::id::{FaultId, InjectId, Permission, RemedyId, Target};
use crate::model::time::Span;

/// Notes what can never be. Where the author erred elsewhere nothing is said: what was left out
/// because of that would seem impossible.
pub(super) fn check(reading: &mut Reading, tree: &Node, told: &AsRead, source: Source<'_>) {
    if reading.has_mistake() {
        return;
    }
    let mut possible = Possible {
        scenario: &told.scenario,
        story: &told.story,
        begun: BTreeSet::new(),
        over: BTreeSet::new(),
        shown: BTreeSet::new(),
    };
    while possible.grow() {}
    faults(reading, tree, &possible, &Lines::of(source.text));
    injects(reading, tree, &possible);
    remedies(reading, &possible, &told.arms);
    told_in_lists(reading, tree, &possible);
    told_by_name(reading, tree, &possible);
}

/// What can come true as far as is known.
struct Possible<'a> {
    scenario: &'a Scenario,
    story: &'a Story,
    begun: BTreeSet<&'a FaultId>,
    over: BTreeSet<&'a FaultId>,
    shown: BTreeSet<&'a InjectId>,
}

impl<'a> Possible<'a> {
    /// Adds what has become possible; whether anything was added.
    fn grow(&mut self) -> bool {
        let before = (self.begun.len(), self.over.len(), self.shown.len());
        for fault in &self.story.faults {
            if self.begins(&fault.acts) {
                self.begun.insert(&fault.id);
            }
            if self.begun.contains(&fault.id) && self.ends(&fault.acts) {
                self.over.insert(&fault.id);
            }
        }
        for (id, inject) in &self.story.injects {
            // Only a facilitator fires one without a condition.
            if inject.acts.as_ref().is_none_or(|acts| self.begins(acts)) {
                self.shown.insert(id);
            }
        }
        before != (self.begun.len(), self.over.len(), self.shown.len())
    }

    fn begins(&self, acts: &Acts) -> bool {
        match acts {
            Acts::Always => true,
            Acts::From { when, .. } => self.can(when),
            Acts::While(condition) => self.can(condition),
        }
    }

    fn ends(&self, acts: &Acts) -> bool {
        match acts {
            Acts::Always => false,
            Acts::From { until, .. } => until.as_ref().is_some_and(|until| self.can(until)),
            Acts::While(_) => true,
        }
    }

    fn can(&self, condition: &Condition) -> bool {
        match &condition.test {
            Test::All(parts) => parts.iter().all(|part| self.can(part)),
            Test::Any(parts) => parts.iter().any(|part| self.can(part)),
            Test::Fault { fault, is: FaultPhase::Active } => self.begun.contains(fault),
            Test::Fault { fault, is: FaultPhase::Over } => self.over.contains(fault),
            Test::Remedy { remedy, target, is, .. } => {
                let arms = self.story.remedies.get(remedy).map(Vec::as_slice).unwrap_or_default();
                self.comes_to(remedy, arms, target.as_ref(), *is)
            }
            Test::Event { event: EventKind::Shown, filters, .. } => filters
                .get("inject")
                .is_none_or(|name| self.shown.contains(&InjectId::from(name.as_str()))),
            Test::Never => false,
            Test::After(_)
            | Test::Metric { .. }
            | Test::Fact { .. }
            | Test::Deployed { .. }
            | Test::Event { .. }
            | Test::Not(_) => true,
        }
    }

    /// Whether a remedy can come to a phase. Where no arm fits, the world decides: anything may be.
    fn comes_to(
        &self,
        remedy: &RemedyId,
        arms: &[Arm],
        target: Option<&Target>,
        phase: RemedyPhase,
    ) -> bool {
        if phase == RemedyPhase::Begun {
            return true;
        }
        let on_target = arms.iter().filter(|arm| target.is_none_or(|own| arm.target == *own));
        let mut all_covered = target.is_some();
        let mut covered = false;
        for arm in on_target {
            if !self.may_be_taken(arm) {
                continue;
            }
            let result = match arm.result {
                ArmResult::Works => RemedyPhase::Done,
                ArmResult::Nothing => RemedyPhase::InVain,
                ArmResult::Fails => RemedyPhase::Failed,
            };
            if result == phase {
                return true;
            }
            covered |= arm.when.is_none() && arm.chance >= 1.0 && arm.args.is_none();
        }
        all_covered &= covered;
        // What the world has never heard of fails.
        !all_covered && (phase == RemedyPhase::Failed || self.world_knows(remedy))
    }

    /// Whether the simulated system carries a remedy out by itself, where no arm says what it does.
    fn world_knows(&self, remedy: &RemedyId) -> bool {
        !self.scenario.new_remedies.contains_key(remedy)
    }

    fn may_be_taken(&self, arm: &Arm) -> bool {
        arm.when.as_ref().is_none_or(|when| self.can(when))
            && arm.needs.as_ref().is_none_or(|needs| self.has_holder(needs))
    }

    /// Whether somebody with a permission sits at the table or can join in time.
    fn has_holder(&self, permission: &Permission) -> bool {
        let end = Span::from_minutes(self.scenario.minutes);
        self.scenario.system.people.iter().any(|(id, person)| {
            let seated = self.scenario.seats.values().any(|seat| seat.plays.as_ref() == Some(id));
            let cast = self.story.cast.get(id);
            let acks = cast.and_then(|own| own.acks).unwrap_or(person.acks);
            let joins = cast.and_then(|own| own.joins).unwrap_or(person.joins);
            let in_time = acks.is_some_and(|acks| Span(acks.0 + joins.0) < end);
            person.permissions.contains(permission) && (seated || in_time)
        })
    }

    fn fault(&self, id: &FaultId) -> Option<&'a Fault> {
        self.story.faults.iter().find(|own| own.id == *id)
    }

    /// Whether a condition speaks of another variant; there it may well come true.
    fn of_another_variant(condition: &Condition) -> bool {
        condition.leaves().into_iter().any(|leaf| matches!(leaf, Test::Never))
    }

    /// The faults that a condition waits for in vain.
    fn waits_for(&self, condition: &'a Condition) -> Vec<&'a FaultId> {
        let fault = |leaf: &'a Test| match leaf {
            Test::Fault { fault, is: FaultPhase::Active } if !self.begun.contains(fault) => {
                Some(fault)
            }
            Test::Fault { fault, is: FaultPhase::Over } if !self.over.contains(fault) => {
                Some(fault)
            }
            _ => None,
        };
        condition.leaves().into_iter().filter_map(fault).collect()
    }

    /// The condition that keeps a fault from beginning or from ending, with its key.
    fn blocked(&self, fault: &'a Fault) -> Option<(&'static str, &'a Condition)> {
        let began = self.begun.contains(&fault.id);
        match &fault.acts {
            Acts::From { when, .. } if !began => Some(("when", when)),
            Acts::While(condition) if !began => Some(("while", condition)),
            Acts::From { until: Some(until), .. } if !self.over.contains(&fault.id) => {
                Some(("until", until))
            }
            _ => None,
        }
    }
}

fn faults(reading: &mut Reading, tree: &Node, possible: &Possible<'_>, lines: &Lines<'_>) {
    let mut told: BTreeSet<&FaultId> = BTreeSet::new();
    for fault in &possible.story.faults {
        let Some((key, condition)) = possible.blocked(fault) else { continue };
        if Possible::of_another_variant(condition) || told.contains(&fault.id) {
            continue;
        }
        let place = place_in(tree, &["fault", fault.id.as_str(), key]);
        let waits = possible.waits_for(condition);
        let back = |other: &&&FaultId| {
            let other = possible.fault(other).and_then(|own| possible.blocked(own));
            other.is_some_and(|(_, own)| possible.waits_for(own).contains(&&fault.id))
        };
        if waits.contains(&&fault.id) {
            let message = format!("fault `{}` waits for itself", fault.id);
            reading.error(place, message, "give it an `after`");
        } else if let Some(other) = waits.iter().find(back) {
            told.insert(other);
            let line = |id: &FaultId| lines.at(place_in(tree, &["fault", id.as_str()]).at).0;
            let (one, two) = (line(&fault.id), line(other));
            let message = format!(
                "`{}` (line {one}) and `{other}` (line {two}) wait for each other",
                fault.id
            );
            reading.error(place, message, "give one an `after`");
        } else if waits.is_empty() || waits.iter().all(|id| possible.fault(id).is_none()) {
            let what = if key == "until" { "end" } else { "begin" };
            let message = format!("fault `{}` can never {what}", fault.id);
            reading.error(place, message, format!("its `{key}` can never come true"));
        }
        // A fault that waits for another one in vain is told at the other one.
    }
}

fn injects(reading: &mut Reading, tree: &Node, possible: &Possible<'_>) {
    for (id, inject) in &possible.story.injects {
        let (key, condition) = match &inject.acts {
            Some(Acts::From { when, .. }) => ("when", when),
            Some(Acts::While(condition)) => ("while", condition),
            _ => continue,
        };
        let place = place_in(tree, &["inject", id.as_str(), key]);
        tell(reading, possible, place, condition, &format!("inject `{id}` can never come"));
    }
}

fn remedies(reading: &mut Reading, possible: &Possible<'_>, places: &ArmPlaces) {
    let mut nobody: BTreeMap<&Permission, Place> = BTreeMap::new();
    for (remedy, arms) in &possible.story.remedies {
        let at = places.get(remedy).map(Vec::as_slice).unwrap_or_default();
        for (arm, place) in arms.iter().zip(at) {
            if let Some(needs) = arm.needs.as_ref().filter(|own| !possible.has_holder(own)) {
                nobody.entry(needs).or_insert(*place);
            }
            if let Some(when) = &arm.when {
                let what = format!("this arm of `{remedy} {}` can never be taken", arm.target);
                tell(reading, possible, *place, when, &what);
            }
        }
    }
    for (permission, place) in nobody {
        let message = format!(
            "nobody with the permission `{}` can be there within {}m",
            shown(permission.as_str()),
            possible.scenario.minutes
        );
        let hint = "let somebody with it `acks` and `joins` in time, or give them a seat";
        reading.error(place, message, hint);
    }
}

/// Truths, expectations, looks, hints, jumps, the coach: conditions in lists, with their items.
fn told_in_lists(reading: &mut Reading, tree: &Node, possible: &Possible<'_>) {
    let (story, variant) = (possible.story, &possible.scenario.variant);
    let items = |key: &str| items_of(tree, &[key], variant);
    let mut all: Vec<(Place, &Condition, String)> = Vec::new();
    for (truth, node) in story.truths.iter().zip(items("truth")) {
        let name = shown(&truth.name);
        let begins = truth.when.iter().map(|own| ("when", own, "begin"));
        let ends = truth.over.iter().map(|own| ("over", own, "be over"));
        for (key, condition, what) in begins.chain(ends) {
            let what = format!("truth `{name}` can never {what}");
            all.push((place_in(node, &[key]), condition, what));
        }
        for (step, item) in truth.then.iter().zip(items_of(node, &["then"], variant)) {
            let what = format!("the step `{}` can never be met", shown(step.what.en.as_str()));
            all.push((place_in(item, &["met"]), &step.met, what));
        }
        for (mend, item) in truth.mends.iter().zip(items_of(node, &["mend"], variant)) {
            let what = format!("the time for `{}` never comes", mend.order.remedy);
            let when = mend.when.iter();
            all.extend(when.map(|own| (place_in(item, &["when"]), own, what.clone())));
        }
        for (suspect, item) in truth.suspects.iter().zip(items_of(node, &["suspects"], variant)) {
            let what = format!("the suspect `{}` can never be cleared", suspect.answer.target);
            let cleared = suspect.cleared_by.iter();
            all.extend(cleared.map(|own| (place_in(item, &["cleared_by"]), own, what.clone())));
        }
    }
    for (expect, node) in story.expects.iter().zip(items("expect")) {
        let name = shown(expect.what.en.as_str());
        let what = format!("`{name}` can never be met");
        all.push((place_in(node, &["met"]), &expect.met, what));
        let what = format!("the clock of `{name}` never starts");
        let starts = expect.when.iter();
        all.extend(starts.map(|own| (place_in(node, &["when"]), own, what.clone())));
    }
    let looks = story.looks.iter().map(|own| own.when.as_ref()).collect();
    let hints = story.hints.iter().map(|own| own.when.as_ref()).collect();
    let jumps = story.jumps.iter().map(|own| Some(&own.when)).collect();
    let lines = story.coach.iter().map(|own| Some(&own.when)).collect();
    let lists: [(&str, Vec<Option<&Condition>>, &str); 4] = [
        ("looks", looks, "this look never shows anything"),
        ("hints", hints, "this hint is never given"),
        ("jumps", jumps, "this jump is never offered"),
        ("coach", lines, "the coach never says this"),
    ];
    for (key, conditions, what) in lists {
        for (condition, node) in conditions.into_iter().zip(items(key)) {
            let place = place_in(node, &["when"]);
            all.extend(condition.map(|own| (place, own, what.to_owned())));
        }
    }
    for (place, condition, what) in all {
        tell(reading, possible, place, condition, &what);
    }
}

/// Automation and the cast.
fn told_by_name(reading: &mut Reading, tree: &Node, possible: &Possible<'_>) {
    for (name, machine) in &possible.story.automation {
        let (key, condition) = match &machine.acts {
            Acts::From { when, .. } => ("when", when),
            Acts::While(condition) => ("while", condition),
            Acts::Always => continue,
        };
        let place = place_in(tree, &["automation", name, key]);
        let what = format!("automation `{}` never acts", shown(name));
        tell(reading, possible, place, condition, &what);
    }
    for (person, member) in &possible.story.cast {
        let variant = &possible.scenario.variant;
        let nodes = items_of(tree, &["cast", person.as_str(), "replies"], variant);
        for (reply, node) in member.replies.iter().zip(nodes) {
            if let Some(when) = &reply.when {
                let place = place_in(node, &["when"]);
                let what = format!("this reply of `{person}` never comes");
                tell(reading, possible, place, when, &what);
            }
        }
    }
}

/// Tells that a condition can never come true, unless another variant or a fault told already is
/// why.
fn tell(
    reading: &mut Reading,
    possible: &Possible<'_>,
    place: Place,
    condition: &Condition,
    what: &str,
) {
    let told = !possible.waits_for(condition).is_empty() && reading.failed();
    if possible.can(condition) || told || Possible::of_another_variant(condition) {
        return;
    }
    let hint = match possible.waits_for(condition).first() {
        Some(fault) => format!("fault `{fault}` never comes that far"),
        None => "its condition can never come true".to_owned(),
    };
    reading.error(place, what, hint);
}
