//! The reader of scenario files: what players may know, and the truth. One variant is kept; what
//! belongs to another is read, so that its errors show, and dropped.

mod faults;
mod injects;
mod reach;
mod remedies;
mod settings;
mod soundness;
mod truths;
mod variant;
mod wording;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::content::diagnostic::{Diagnostic, Place, Problem, Source, place_all};
use crate::content::form::{
    AFTERWARDS, Moment, Name, PLAIN, PROSE, Plain, ROW, Switch, TITLE, Word,
};
use crate::content::names::{Names, ProcessNames, ScenarioNames, SystemNames, Thing, belongs};
use crate::content::quantity::{LARGE_COUNT, count};
use crate::content::reader::{Reading, Speaks};
use crate::content::scenario::{Scenario, SeatBrief, Source as BasedOn};
use crate::content::system_file::{self, format_of};
use crate::content::table::Table;
use crate::content::tree::{self, Data, Node};
use crate::content::truth::Story;
use crate::model::id::{PersonId, RemedyId, ScenarioId, SeatId, SystemId, VariantId};
use crate::model::system::{Deploy, PartKind, System, Tools};
use crate::model::text::{Lang, Text};
use crate::model::time::Span;

pub(in crate::content) use crate::content::scenario_file::injects::coach;
pub use crate::content::scenario_file::variant::{Choice, variants};

/// What else is known when a scenario is read: without it, references to it pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Around {
    /// The process in force.
    pub(super) process: Option<ProcessNames>,
    /// The runbooks there are.
    pub(super) runbooks: Option<std::collections::BTreeSet<String>>,
}

/// What a scenario file becomes.
pub type Told = (Scenario, Story);

/// Reads a scenario on its system. Without one there is at least one error.
#[must_use]
pub fn read_scenario(
    id: &ScenarioId,
    source: Source<'_>,
    system: (&SystemId, Source<'_>),
    choice: &Choice,
) -> (Option<Told>, Vec<Diagnostic>) {
    read_among(id, source, system, choice, Around::default())
}

/// Reads a scenario among a process and runbooks.
pub(super) fn read_among(
    id: &ScenarioId,
    source: Source<'_>,
    system: (&SystemId, Source<'_>),
    choice: &Choice,
    around: Around,
) -> (Option<Told>, Vec<Diagnostic>) {
    let files = [source, system.1];
    let (own, below) = (tree::parse(source, 0), tree::parse(system.1, 1));
    let (own, below) = match (own, below) {
        (Ok(own), Ok(below)) => (own, below),
        (own, below) => {
            let problems = own.err().into_iter().chain(below.err()).flatten().collect();
            return (None, place_all(problems, &files));
        }
    };
    let (variant, mut problems) = variant::choose(id, &own, choice);
    let names = names_of(Some((system.0, &below)), &own, around);
    let (system, more) = system_of_the_day((system.0, &below), &own, &names, choice.seed);
    problems.extend(more);
    let mut reading = reading(id, &own, names, variant, choice.seed);
    reading.problems = problems;
    let told = read(&mut reading, id, &own, system, source);
    reach::check(&mut reading, &own, &told, source);
    let told = (!reading.failed()).then_some((told.scenario, told.story));
    (told, place_all(reading.problems, &files))
}

/// What is wrong with a scenario apart from its system, which could not be found.
pub(super) fn read_alone(
    id: &ScenarioId,
    source: Source<'_>,
    choice: &Choice,
    around: Around,
) -> Vec<Diagnostic> {
    let own = match tree::parse(source, 0) {
        Ok(own) => own,
        Err(problems) => return place_all(problems, &[source]),
    };
    let (variant, problems) = variant::choose(id, &own, choice);
    let names = names_of(None, &own, around);
    let mut reading = reading(id, &own, names, variant, choice.seed);
    reading.problems = problems;
    read(&mut reading, id, &own, no_system(), source);
    place_all(reading.problems, &[source])
}

fn reading(id: &ScenarioId, own: &Node, names: Names, variant: VariantId, seed: u64) -> Reading {
    Reading {
        names,
        picks: (seed, id.to_string()),
        variant: Some(variant),
        minutes: minutes(own),
        speaks: Speaks::Everything,
        ..Reading::default()
    }
}

fn names_of(system: Option<(&SystemId, &Node)>, own: &Node, around: Around) -> Names {
    let system = system.map(|(id, below)| {
        let mut names = SystemNames::of(id.as_str(), below);
        names.deploys(own);
        names
    });
    Names {
        system,
        scenario: Some(ScenarioNames::of(own)),
        process: around.process,
        runbooks: around.runbooks,
    }
}

/// A system of nothing, for a scenario that has none yet.
pub(super) fn no_system() -> System {
    System {
        id: SystemId::default(),
        title: Text::default(),
        zones: Vec::new(),
        currency: String::new(),
        duties: BTreeMap::new(),
        teams: BTreeMap::new(),
        people: BTreeMap::new(),
        parts: BTreeMap::new(),
        clients: BTreeMap::new(),
        features: BTreeMap::new(),
        business: BTreeMap::new(),
        alerts: BTreeMap::new(),
        dashboards: BTreeMap::new(),
        flags: BTreeMap::new(),
        deploys: Vec::new(),
        tools: Tools { every: Span(0), lag: Span(0), through: BTreeMap::new() },
    }
}

fn minutes(tree: &Node) -> Option<u32> {
    match tree.get("minutes")?.data {
        Data::Whole(Some(minutes)) => u32::try_from(minutes).ok(),
        _ => None,
    }
}

/// The system with this day's `change` laid over it and `without` taken away.
fn system_of_the_day(
    (id, below): (&SystemId, &Node),
    own: &Node,
    names: &Names,
    seed: u64,
) -> (System, Vec<Problem>) {
    let mut tree = below.clone();
    let mut problems = Vec::new();
    for change in own.get("change").map(Node::entries).unwrap_or_default() {
        match part_mut(&mut tree, &change.key) {
            Some(part) => part.lay_over(&change.node),
            None => {
                if let Err(missing) = names.find(Thing::Target, &change.key) {
                    problems.push(Problem::error(change.place, missing.message, missing.hint));
                }
            }
        }
    }
    let without = own.get("without").map(Node::items).unwrap_or_default();
    let without: Vec<&str> = without.iter().filter_map(Node::text).collect();
    if let Data::Table(entries) = &mut tree.data {
        let alerts = entries.iter_mut().find(|entry| entry.key == "alert");
        if let Some(Data::Table(alerts)) = alerts.map(|entry| &mut entry.node.data) {
            alerts.retain(|alert| !without.contains(&alert.key.as_str()));
        }
    }
    let mut reading = system_file::reading_of(id, &tree, seed);
    let system = system_file::read(&mut reading, id, &tree);
    problems.extend(reading.problems);
    (system, problems)
}

fn part_mut<'n>(tree: &'n mut Node, name: &str) -> Option<&'n mut Node> {
    use crate::content::sort::Sort;
    let Data::Table(tables) = &mut tree.data else { return None };
    let parts = tables.iter_mut().filter(|table| Sort::TABLES.iter().any(|own| own.0 == table.key));
    parts
        .flat_map(|table| match &mut table.node.data {
            Data::Table(entries) => entries.iter_mut(),
            _ => [].iter_mut(),
        })
        .find(|entry| entry.key == name)
        .map(|entry| &mut entry.node)
}

/// A scenario as it was read, with the place of each arm.
pub(super) struct AsRead {
    pub(super) scenario: Scenario,
    pub(super) story: Story,
    pub(super) arms: remedies::ArmPlaces,
}

fn read(
    reading: &mut Reading,
    id: &ScenarioId,
    tree: &Node,
    system: System,
    source: Source<'_>,
) -> AsRead {
    let mut table = Table::root(reading, "this scenario", Some(tree));
    let mut told = read_table(&mut table, id, system);
    table.finish();
    told.scenario.languages = wording::check(reading, tree);
    soundness::check(reading, tree, &mut told, source);
    told
}

/// The top table.
pub(super) fn read_table(t: &mut Table<'_, '_>, id: &ScenarioId, system: System) -> AsRead {
    format_of(t);
    let title = t.need("title", &TITLE);
    t.need("system", &Plain("the name of a file in `systems/`"));
    let variants = t.map("variants", &LARGE_COUNT);
    t.list("without", &Name(Thing::Alert));
    describe_change(t);
    let deploys = t.tables("deploys", "this deploy", |t| {
        let kept = kept(t);
        let deploy = system_file::read_deploy(t);
        kept.then_some(deploy)
    });
    let scenario = Scenario {
        id: id.clone(),
        title,
        system: Arc::new(with_deploys(system, deploys.into_iter().flatten().collect())),
        starts: t.need("starts", &Moment),
        minutes: t.need("minutes", &count(1, 24 * 60)),
        difficulty: u8::try_from(t.or("difficulty", &count(1, 5), 3)).unwrap_or(3),
        tags: t.list("tags", &PLAIN),
        goals: goals(t),
        based_on: t.table("based_on", based_on),
        variant: t.reading.variant.clone().unwrap_or_else(|| VariantId::from(variant::MAIN)),
        variants: weights(variants),
        briefing: t.need("briefing", &PROSE),
        seats: seats(t),
        new_remedies: new_remedies(t),
        languages: vec![Lang::En],
        tutorial: t.or("tutorial", &Switch, false),
    };
    let (story, arms) = story(t);
    AsRead { scenario, story, arms }
}

/// `change` was laid over the system and read with it; here its keys are only named.
fn describe_change(t: &mut Table<'_, '_>) {
    use serde_json::json;
    let any = json!({ "type": "object", "additionalProperties": { "type": "object" } });
    t.describe("change", any, false);
    t.pairs("change");
}

/// Takes `only`: whether the thing belongs to the chosen variant.
fn kept(t: &mut Table<'_, '_>) -> bool {
    let only = t.get("only", &Name(Thing::Variant));
    let chosen = t.reading.variant.as_ref().map(VariantId::as_str);
    belongs(only.as_deref(), chosen)
}

fn goals(t: &mut Table<'_, '_>) -> BTreeMap<String, Text> {
    let goals = t.table("goals", |t| {
        let mut goals = BTreeMap::new();
        for key in ["process", "technique"] {
            goals.extend(t.get(key, &PROSE).map(|text| (key.to_owned(), text)));
        }
        goals
    });
    goals.unwrap_or_default()
}

fn based_on(t: &mut Table<'_, '_>) -> BasedOn {
    let marks = Word(&[("F", "F"), ("P", "P"), ("S", "S")]);
    BasedOn {
        who: t.need("who", &PLAIN),
        date: t.need("date", &PLAIN),
        at: t.need("at", &PLAIN),
        mark: t.or("mark", &marks, "S").to_owned(),
    }
}

fn weights(variants: Vec<(String, u64)>) -> BTreeMap<VariantId, u32> {
    if variants.is_empty() {
        return [(VariantId::from(variant::MAIN), 1)].into();
    }
    let weight = |weight| u32::try_from(weight).unwrap_or(u32::MAX);
    variants.into_iter().map(|(name, own)| (VariantId::from(name), weight(own))).collect()
}

fn seats(t: &mut Table<'_, '_>) -> BTreeMap<SeatId, SeatBrief> {
    let seats = t.named("seat", "seat", |t| {
        let name = t.name().to_owned();
        if let (false, Err(missing)) = (t.describes(), t.reading.names.find(Thing::Seat, &name)) {
            let place = t.place;
            t.reading.error(place, missing.message, missing.hint);
        }
        let seat = SeatId::from(t.reading.names.meant(Thing::Seat, &name));
        let brief = SeatBrief {
            plays: t.get("plays", &Name(Thing::Person)).map(PersonId::from),
            briefing: t.get("briefing", &PROSE),
        };
        (seat, brief)
    });
    seats.into_iter().map(|(_, own)| own).collect()
}

fn new_remedies(t: &mut Table<'_, '_>) -> BTreeMap<RemedyId, Text> {
    let new = t.map("new_remedy", &ROW);
    let place = t.place_of("new_remedy");
    for (name, _) in &new {
        if crate::model::remedy::remedy(name).is_some() {
            let message = format!("`{name}` is a remedy of the program already");
            t.reading.error(place, message, format!("change how it ends by `remedy.{name}`"));
        }
    }
    new.into_iter().map(|(name, text)| (RemedyId::from(name), text)).collect()
}

fn story(t: &mut Table<'_, '_>) -> (Story, remedies::ArmPlaces) {
    let (arms, places) = remedies::read(t);
    let story = Story {
        faults: faults::read(t),
        remedies: arms,
        automation: remedies::automation(t),
        injects: injects::read(t),
        cast: injects::cast(t),
        looks: injects::looks(t),
        hints: injects::hints(t),
        jumps: injects::jumps(t),
        truths: truths::read(t),
        expects: truths::expects(t),
        debrief: t.list("debrief", &AFTERWARDS),
        proofs: truths::proofs(t),
        coach: injects::coach(t),
    };
    (story, places)
}

/// Adds a day's deploys. What went out before the drill begins is what then runs; the version
/// before it stays in the list, so that a rollback finds it.
fn with_deploys(mut system: System, deploys: Vec<Deploy>) -> System {
    system.deploys.extend(deploys);
    system.deploys.sort_by_key(|deploy| deploy.at);
    for (id, part) in &mut system.parts {
        let PartKind::Service(service) = &mut part.kind else { continue };
        let known =
            system.deploys.iter().any(|own| own.target == *id && own.version == service.version);
        let last = system.deploys.iter().rfind(|own| own.target == *id && own.at < 0);
        let Some(last) = last.map(|own| own.version.clone()) else { continue };
        let before = std::mem::replace(&mut service.version, last);
        if !known {
            let what = Text::from("the version before");
            let deploy =
                Deploy { target: id.clone(), version: before, at: LONG_AGO, by: None, what };
            system.deploys.insert(0, deploy);
        }
    }
    system
}

/// Thirty days before the drill.
const LONG_AGO: i64 = -30 * 86_400;

/// Where a value stands, as far as its path leads.
fn place_in(tree: &Node, path: &[&str]) -> Place {
    let mut node = tree;
    for key in path {
        match node.get(key) {
            Some(next) => node = next,
            None => break,
        }
    }
    node.place
}

/// The items of a list that belong to a variant, as they were read.
fn items_of<'n>(tree: &'n Node, path: &[&str], variant: &VariantId) -> Vec<&'n Node> {
    let list = path.iter().try_fold(tree, |node, key| node.get(key));
    let items = list.map(Node::items).unwrap_or_default();
    let kept = |node: &&Node| {
        let only = node.get("only").and_then(Node::text);
        belongs(only, Some(variant.as_str()))
    };
    items.iter().filter(kept).collect()
}
