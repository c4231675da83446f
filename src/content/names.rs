//! What may be referred to: the names that a system, a scenario and a process give, gathered before
//! anything is read, so that every reference is checked where it stands.

mod process;

use std::collections::{BTreeMap, BTreeSet};

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::shown;
use crate::content::sort::Sort;
use crate::content::tree::Node;
use crate::model::metric::Metric;
use crate::model::remedy::REMEDIES;
use crate::model::system::TOOLS;

pub(super) use crate::content::names::process::ProcessNames;

/// What a reference asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// Any part, or a path to one.
    Target,
    /// A part of one of these sorts.
    Part(&'static [Sort]),
    Person,
    Team,
    Feature,
    Zone,
    Fault,
    Inject,
    Remedy,
    Permission,
    Alert,
    Variant,
    Runbook,
    /// A person, a team or a duty.
    Whom,
    Severity,
    Status,
    Role,
    /// A role by its short name, or `all`.
    Seat,
    Audience,
    /// Who may read an audience's updates: roles, duties and people.
    Member,
}

impl Thing {
    /// In a message: `a person`.
    pub(super) fn one(self) -> String {
        match self {
            Self::Part(sorts) => {
                let words: Vec<&str> = sorts.iter().map(|sort| sort.one()).collect();
                match words.split_last() {
                    Some((last, rest)) if !rest.is_empty() => {
                        format!("{} or {last}", rest.join(", "))
                    }
                    _ => words.concat(),
                }
            }
            Self::Seat => "a seat, or `all`".to_owned(),
            Self::Inject => "an inject".to_owned(),
            Self::Alert => "an alert".to_owned(),
            Self::Audience => "an audience".to_owned(),
            other => format!("a {}", other.noun()),
        }
    }

    /// Without its article.
    const fn noun(self) -> &'static str {
        match self {
            Self::Target | Self::Part(_) => "part of the system",
            Self::Person => "person",
            Self::Team => "team",
            Self::Feature => "feature",
            Self::Zone => "zone",
            Self::Fault => "fault",
            Self::Inject => "inject",
            Self::Remedy => "remedy",
            Self::Permission => "permission",
            Self::Alert => "alert",
            Self::Variant => "variant",
            Self::Runbook => "runbook",
            Self::Whom => "person, team or duty",
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Role => "role",
            Self::Seat => "seat",
            Self::Audience => "audience",
            Self::Member => "role, duty or person",
        }
    }
}

/// Whom a rung pages in the team of an alert; any other word is a duty.
pub(super) const PLACES: [&str; 2] = ["on-call", "team-lead"];

/// Why a reference leads nowhere.
#[derive(Debug)]
pub(super) struct Missing {
    pub(super) message: String,
    pub(super) hint: String,
}

/// A version and the variant in which alone it is deployed.
type Deployed = (String, Option<String>);

/// Names of the system.
#[derive(Clone, Debug, Default)]
pub(super) struct SystemNames {
    /// The system's id.
    pub(super) id: String,
    pub(super) parts: BTreeMap<String, Sort>,
    calls: BTreeSet<(String, String)>,
    /// Metrics by part.
    metrics: BTreeMap<String, Vec<Metric>>,
    features: BTreeSet<String>,
    zones: Vec<String>,
    people: BTreeSet<String>,
    teams: BTreeSet<String>,
    duties: BTreeSet<String>,
    /// Permissions, each with who has it.
    permissions: BTreeMap<String, Vec<String>>,
    alerts: BTreeSet<String>,
    /// Versions by service.
    pub(super) versions: BTreeMap<String, Vec<Deployed>>,
}

/// Names of the scenario, each with the variant that alone has it.
#[derive(Clone, Debug, Default)]
pub(super) struct ScenarioNames {
    pub(super) faults: BTreeMap<String, Option<String>>,
    pub(super) injects: BTreeMap<String, Option<String>>,
    pub(super) alerts: BTreeSet<String>,
    pub(super) new_remedies: BTreeSet<String>,
    pub(super) automation: BTreeSet<String>,
    pub(super) variants: Vec<String>,
}

/// All names there are; what is not known lets everything pass.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub(super) system: Option<SystemNames>,
    pub(super) scenario: Option<ScenarioNames>,
    pub(super) process: Option<ProcessNames>,
    pub(super) runbooks: Option<BTreeSet<String>>,
}

impl SystemNames {
    /// Gathers a system's names; what is of a wrong sort is passed over.
    pub(super) fn of(id: &str, tree: &Node) -> Self {
        let mut names = Self { id: id.to_owned(), ..Self::default() };
        for (table, sort) in Sort::TABLES {
            for entry in tree.get(table).map(Node::entries).unwrap_or_default() {
                names.parts.entry(entry.key.clone()).or_insert(*sort);
                let metrics = sort.metrics().iter();
                let own = metrics.filter(|(_, has)| has.in_table(&entry.node));
                names.metrics.insert(entry.key.clone(), own.map(|(metric, _)| *metric).collect());
                let callees = entry.node.get("calls").map(Node::entries).unwrap_or_default();
                names.calls.extend(callees.iter().map(|own| (entry.key.clone(), own.key.clone())));
                if *sort == Sort::Service {
                    let version = entry.node.get("version").and_then(Node::text);
                    let version = version.unwrap_or(FIRST_VERSION).to_owned();
                    names.versions.entry(entry.key.clone()).or_default().push((version, None));
                }
            }
        }
        names.zones = words(tree.get("zones"));
        names.people_and_teams(tree);
        names.alerts = keys(tree.get("alert"));
        names.features = keys(tree.get("feature"));
        names.duties = keys(tree.get("duties"));
        names.deploys(tree);
        names
    }

    fn people_and_teams(&mut self, tree: &Node) {
        self.people = keys(tree.get("person"));
        self.teams = keys(tree.get("team"));
        for team in tree.get("team").map(Node::entries).unwrap_or_default() {
            self.people.extend(words(team.node.get("people")));
        }
        for person in tree.get("person").map(Node::entries).unwrap_or_default() {
            for permission in words(person.node.get("permissions")) {
                self.permissions.entry(permission).or_default().push(person.key.clone());
            }
        }
    }

    /// Adds the deploys of a tree: the system's or a scenario's.
    pub(super) fn deploys(&mut self, tree: &Node) {
        for deploy in tree.get("deploys").map(Node::items).unwrap_or_default() {
            let word = |key| deploy.get(key).and_then(Node::text).map(str::to_owned);
            if let (Some(target), Some(version)) = (word("target"), word("version")) {
                self.versions.entry(target).or_default().push((version, word("only")));
            }
        }
    }

    /// What can be measured of a part.
    pub(super) fn metrics_of(&self, part: &str) -> &[Metric] {
        self.metrics.get(part).map(Vec::as_slice).unwrap_or_default()
    }

    /// The sort of what a target's path names.
    pub(super) fn sort_of(&self, target: &str) -> Option<Sort> {
        let path: Vec<&str> = target.split('.').collect();
        match path.as_slice() {
            ["tools", tool] => TOOLS.contains(tool).then_some(Sort::Tool),
            ["zones", zone] => self.zones.iter().any(|own| own == zone).then_some(Sort::Zone),
            ["business", part] => {
                self.parts.get(*part).copied().filter(|sort| *sort == Sort::Business)
            }
            [part] => self.parts.get(*part).copied(),
            [part, "calls", to] => {
                let call = ((*part).to_owned(), (*to).to_owned());
                self.calls.contains(&call).then_some(Sort::Call)
            }
            _ => None,
        }
    }
}

impl ScenarioNames {
    /// Gathers a scenario's names.
    pub(super) fn of(tree: &Node) -> Self {
        let marked = |table: &str| {
            let entries = tree.get(table).map(Node::entries).unwrap_or_default();
            let mark = |node: &Node| node.get("only").and_then(Node::text).map(str::to_owned);
            entries.iter().map(|own| (own.key.clone(), mark(&own.node))).collect()
        };
        let injects = tree.get("inject").map(Node::entries).unwrap_or_default();
        let alerts = injects.iter().filter(|own| own.node.get("alert").is_some());
        Self {
            faults: marked("fault"),
            injects: marked("inject"),
            alerts: alerts.map(|own| own.key.clone()).collect(),
            new_remedies: keys(tree.get("new_remedy")),
            automation: keys(tree.get("automation")),
            variants: keys(tree.get("variants")).into_iter().collect(),
        }
    }
}

/// The version of a service whose file names none.
pub(super) const FIRST_VERSION: &str = "v1";

impl Names {
    /// Whether something of that name exists.
    pub(super) fn find(&self, thing: Thing, name: &str) -> Result<(), Missing> {
        if let (Thing::Target | Thing::Part(_), Some(system)) = (thing, &self.system) {
            // A machine that acts by itself may be paused: it is a target too.
            let machine = self.scenario.as_ref().is_some_and(|own| own.automation.contains(name));
            if machine && thing == Thing::Target {
                return Ok(());
            }
            return find_part(system, thing, name);
        }
        let Some(known) = self.list(thing) else { return Ok(()) };
        let name = self.meant(thing, name);
        if known.contains(&name) { Ok(()) } else { Err(self.missing(thing, name, &known)) }
    }

    /// What this process calls a role, seat, status or audience that another one calls so; any
    /// other name as it is.
    pub(super) fn meant<'a>(&'a self, thing: Thing, name: &'a str) -> &'a str {
        let own = self.list(thing).is_some_and(|own| own.contains(&name));
        let also = self.process.iter().flat_map(|process| &process.also);
        let mut fit = also.filter(|(of, other, _)| *of == thing && other == name);
        match fit.next() {
            Some((_, _, here)) if !own => here,
            _ => name,
        }
    }

    /// Every name of that sort; nothing where they are not known.
    fn list(&self, thing: Thing) -> Option<Vec<&str>> {
        let system = self.system.as_ref();
        let scenario = self.scenario.as_ref();
        let process = self.process.as_ref();
        Some(match thing {
            Thing::Target | Thing::Part(_) => system?.parts.keys().map(String::as_str).collect(),
            Thing::Person => all(&system?.people),
            Thing::Team => all(&system?.teams),
            Thing::Feature => all(&system?.features),
            Thing::Zone => all(&system?.zones),
            Thing::Permission => system?.permissions.keys().map(String::as_str).collect(),
            Thing::Whom => {
                let system = system?;
                let sets = [&system.people, &system.teams, &system.duties];
                sets.into_iter().flat_map(all).chain(PLACES).collect()
            }
            Thing::Alert => {
                let injects = scenario.map(|own| all(&own.alerts)).unwrap_or_default();
                system?.alerts.iter().map(String::as_str).chain(injects).collect()
            }
            Thing::Fault => scenario?.faults.keys().map(String::as_str).collect(),
            Thing::Inject => scenario?.injects.keys().map(String::as_str).collect(),
            Thing::Variant => all(&scenario?.variants),
            Thing::Remedy => {
                let new = all(&scenario?.new_remedies);
                REMEDIES.iter().map(|own| own.name).chain(new).collect()
            }
            Thing::Runbook => all(self.runbooks.as_ref()?),
            Thing::Severity => all(&process?.severities),
            Thing::Status => all(&process?.statuses),
            Thing::Role => all(&process?.roles),
            Thing::Seat => process?.seats.iter().map(String::as_str).chain(["all"]).collect(),
            Thing::Audience => all(&process?.audiences),
            Thing::Member => {
                let own = process?.roles.iter().map(String::as_str);
                return system.map(|system| {
                    own.chain(all(&system.duties)).chain(all(&system.people)).collect()
                });
            }
        })
    }

    fn missing(&self, thing: Thing, name: &str, known: &[&str]) -> Missing {
        let said = shown(name);
        let near = nearest(name, known.iter().copied());
        let mut hint = near.map_or_else(
            || there_are(thing.noun(), known),
            |near| format!("did you mean `{near}`?"),
        );
        let noun = thing.noun();
        let message = match thing {
            Thing::Person | Thing::Whom if self.system.is_some() => {
                format!("nobody is called `{said}`")
            }
            Thing::Permission => {
                if let Some((permission, holder)) = self.some_permission(near) {
                    hint = format!("`{holder}` has `{permission}`");
                }
                format!("nobody has the permission `{said}`")
            }
            Thing::Remedy => {
                let new = format!("a new one is named by `new_remedy.{said} = \"…\"`");
                hint = match near {
                    Some(near) => format!("did you mean `{near}`? A{}", &new[1..]),
                    None => new,
                };
                format!("no remedy is called `{said}`")
            }
            Thing::Team | Thing::Zone | Thing::Alert | Thing::Feature => {
                let id = self.system.as_ref().map_or("", |system| &*system.id);
                format!("system `{id}` has no {noun} `{said}`")
            }
            Thing::Severity | Thing::Status | Thing::Role | Thing::Audience => {
                let id = self.process.as_ref().map_or("", |process| &*process.id);
                format!("process `{id}` has no {noun} `{said}`")
            }
            Thing::Variant if known.is_empty() => {
                "add `variants`, with a weight for each".clone_into(&mut hint);
                "this scenario has no variants".to_owned()
            }
            _ => format!("no {noun} is called `{said}`"),
        };
        Missing { message, hint }
    }

    fn some_permission<'a>(&'a self, near: Option<&'a str>) -> Option<(&'a str, &'a str)> {
        let permissions = &self.system.as_ref()?.permissions;
        let permission = near.or_else(|| permissions.keys().map(String::as_str).next())?;
        let holder = permissions.get(permission)?.first()?;
        Some((permission, holder))
    }

    /// Whether a version of a service is deployed in this variant: `None` if it never is at all.
    pub(super) fn deployed(
        &self,
        service: &str,
        version: &str,
        variant: Option<&VariantName>,
    ) -> Option<bool> {
        let Some(system) = &self.system else { return Some(true) };
        let known = system.versions.get(service)?;
        let found: Vec<&Deployed> = known.iter().filter(|(own, _)| own == version).collect();
        if found.is_empty() {
            return None;
        }
        Some(found.iter().any(|(_, only)| belongs(only.as_deref(), variant)))
    }
}

/// A variant's name.
pub(super) type VariantName = str;

/// Whether something marked `only` belongs to a variant; without a chosen variant all does.
pub(super) fn belongs(only: Option<&str>, variant: Option<&VariantName>) -> bool {
    match (only, variant) {
        (Some(only), Some(variant)) => only == variant,
        _ => true,
    }
}

fn find_part(system: &SystemNames, thing: Thing, name: &str) -> Result<(), Missing> {
    let sort = system.sort_of(name);
    let wanted: &[Sort] = match thing {
        Thing::Part(sorts) => sorts,
        _ => &[],
    };
    match sort {
        Some(sort) if wanted.is_empty() || wanted.contains(&sort) => Ok(()),
        Some(sort) => {
            let wanted = thing.one();
            let fits = system.parts.iter().filter(|(_, sort)| thing.takes(**sort));
            let fits: Vec<&str> = fits.map(|(name, _)| name.as_str()).collect();
            Err(Missing {
                message: format!("`{}` is {}, not {wanted}", shown(name), sort.one()),
                hint: there_are(thing.noun(), &fits),
            })
        }
        None => {
            let known = system.parts.iter();
            let fits = known.filter(|(_, sort)| wanted.is_empty() || wanted.contains(sort));
            let fits: Vec<&str> = fits.map(|(name, _)| name.as_str()).collect();
            let near = nearest(name, fits.iter().copied());
            let hint = near.map_or_else(
                || paths_near(system, name).unwrap_or_else(|| there_are(thing.noun(), &fits)),
                |near| format!("did you mean `{near}`?"),
            );
            let message = format!("system `{}` has no `{}`", system.id, shown(name));
            Err(Missing { message, hint })
        }
    }
}

/// What the first word of a path could go on with.
fn paths_near(system: &SystemNames, path: &str) -> Option<String> {
    let (head, _) = path.split_once('.')?;
    let all: Vec<String> = match head {
        "tools" => TOOLS.iter().map(|tool| format!("tools.{tool}")).collect(),
        "zones" => system.zones.iter().map(|zone| format!("zones.{zone}")).collect(),
        part => {
            let calls = system.calls.iter().filter(|(from, _)| from == part);
            calls.map(|(from, to)| format!("{from}.calls.{to}")).collect()
        }
    };
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    (!all.is_empty()).then(|| there_are("path", &all))
}

impl Thing {
    fn takes(self, sort: Sort) -> bool {
        matches!(self, Self::Part(sorts) if sorts.contains(&sort))
    }
}

/// Lists a few names for a hint.
pub(super) fn there_are(noun: &str, known: &[&str]) -> String {
    const FEW: usize = 8;
    if known.is_empty() {
        return format!("there is no {noun}");
    }
    let names: Vec<String> = known.iter().take(FEW).map(|name| format!("`{name}`")).collect();
    let more = if known.len() > FEW { ", …" } else { "" };
    format!("there are {}{more}", names.join(", "))
}

fn all<'a, S: AsRef<str> + 'a>(names: impl IntoIterator<Item = &'a S>) -> Vec<&'a str> {
    names.into_iter().map(AsRef::as_ref).collect()
}

fn keys(node: Option<&Node>) -> BTreeSet<String> {
    node.map(Node::entries).unwrap_or_default().iter().map(|own| own.key.clone()).collect()
}

fn words(node: Option<&Node>) -> Vec<String> {
    let items = node.map(Node::items).unwrap_or_default();
    items.iter().filter_map(Node::text).map(str::to_owned).collect()
}
