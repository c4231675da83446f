//! The reader of system files. It says what is there; how it behaves is the world's affair.

mod load;
pub(super) mod parts;
mod people;
mod soundness;

use std::collections::BTreeMap;

use crate::content::diagnostic::{Diagnostic, Source, place_all, shown};
use crate::content::form::{Name, PLAIN, PROSE, ROW, Some1, Switch, Word};
use crate::content::measured::MetricName;
use crate::content::names::{Names, SystemNames, Thing};
use crate::content::quantity::{MOMENT, SOME_SPAN, SPAN, count, number};
use crate::content::reader::{Reading, Speaks};
use crate::content::sort::{Sort, TOOLS_PLAYED};
use crate::content::table::Table;
use crate::content::tree::{self, Node};
use crate::model::business::{Business, Counts, Feature};
use crate::model::id::{PartId, PersonId, SystemId};
use crate::model::system::{Alert, Deploy, Flag, System, TOOLS, Tools};
use crate::model::text::Text;
use crate::model::time::Span;

/// Reads a system file. Without a system there is at least one error.
#[must_use]
pub fn read_system(id: &SystemId, source: Source<'_>) -> (Option<System>, Vec<Diagnostic>) {
    let tree = match tree::parse(source, 0) {
        Ok(tree) => tree,
        Err(problems) => return (None, place_all(problems, &[source])),
    };
    let mut reading = reading_of(id, &tree, 0);
    let system = read(&mut reading, id, &tree);
    let system = (!reading.failed()).then_some(system);
    (system, place_all(reading.problems, &[source]))
}

/// A reading that knows a system's names.
pub(super) fn reading_of(id: &SystemId, tree: &Node, seed: u64) -> Reading {
    let names = SystemNames::of(id.as_str(), tree);
    Reading {
        names: Names { system: Some(names), ..Names::default() },
        picks: (seed, id.to_string()),
        speaks: Speaks::Metrics,
        ..Reading::default()
    }
}

/// Reads a system's tree.
pub(super) fn read(reading: &mut Reading, id: &SystemId, tree: &Node) -> System {
    let mut table = Table::root(reading, "this system", Some(tree));
    let system = read_table(&mut table, id);
    table.finish();
    soundness::check(reading, tree, &system);
    system
}

/// The top table.
pub(super) fn read_table(t: &mut Table<'_, '_>, id: &SystemId) -> System {
    format_of(t);
    let title = t.need("title", &PROSE);
    let zones = t.get("zones", &Some1(PLAIN)).unwrap_or_else(|| vec!["a".to_owned()]);
    let currency = t.or("currency", &PLAIN, String::new());
    let (teams, people) = people::read(t);
    let duties = t.map("duties", &Name(Thing::Person));
    let deploys = t.tables("deploys", "this deploy", read_deploy);
    let tools = read_tools(t);
    let parts = parts::read(t, &zones);
    let clients = by_id(t.named("clients", "client class", parts::read_clients));
    let system = System {
        id: id.clone(),
        title,
        zones,
        currency,
        duties: duties.into_iter().map(|(duty, who)| (duty, PersonId::from(who))).collect(),
        teams,
        people,
        parts,
        clients,
        features: by_id(t.named("feature", "feature", read_feature)),
        business: by_id(t.named("business", "business metric", read_business)),
        alerts: by_id(t.named("alert", "alert", read_alert)),
        dashboards: by_id(t.named("dashboard", "dashboard", |t| t.list("shows", &MetricName))),
        flags: by_id(t.named("flag", "flag", read_flag)),
        deploys,
        tools,
    };
    if system.currency.is_empty() && system.business.values().any(|own| own.worth.is_some()) {
        t.missing("currency", "the currency of `worth`, such as \"THB\"");
    }
    system
}

/// Takes `format`, the first key of every file.
pub(super) fn format_of(t: &mut Table<'_, '_>) {
    if !t.describes() && !t.has("format") {
        let place = t.place;
        t.reading.error(place, "the file does not say its format", "begin with `format = 1`");
    }
    let format = t.or("format", &count(0, 1_000_000), 1);
    if format != 1 {
        let place = t.place_of("format");
        let message = format!("this version knows format 1, not {format}");
        t.reading.error(place, message, "write `format = 1`, or take a newer firedrill");
    }
}

fn by_id<K: From<String> + Ord, T>(named: Vec<(String, T)>) -> BTreeMap<K, T> {
    named.into_iter().map(|(name, value)| (K::from(name), value)).collect()
}

/// A deploy; a scenario's are read by it too.
pub(super) fn read_deploy(t: &mut Table<'_, '_>) -> Deploy {
    Deploy {
        target: t.need("target", &Name(Thing::Part(&[Sort::Service]))).into(),
        version: t.need("version", &PLAIN).into(),
        at: t.need("at", &MOMENT),
        by: t.get("by", &Name(Thing::Person)).map(PersonId::from),
        what: t.or("what", &ROW, Text::from("")),
    }
}

fn read_feature(t: &mut Table<'_, '_>) -> Feature {
    let served = Thing::Part(&[Sort::Service, Sort::Database, Sort::Provider]);
    Feature {
        name: name_of(t),
        served_by: t.need("served_by", &Name(served)).into(),
        important: t.or("important", &Switch, false),
    }
}

/// A `name`, or the id with a capital.
pub(super) fn name_of(t: &mut Table<'_, '_>) -> Text {
    let mut letters = t.name().chars();
    let head = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let unsaid = Text::from(format!("{head}{}", letters.as_str()).as_str());
    t.or("name", &PROSE, unsaid)
}

fn read_business(t: &mut Table<'_, '_>) -> Business {
    let counts = Word(&[("success", Counts::Success), ("failure", Counts::Failure)]);
    let of = Thing::Part(&[Sort::Service, Sort::Database, Sort::Provider]);
    if !t.has("counts") {
        t.missing("counts", "`success` or `failure`");
    }
    Business {
        counts: t.or("counts", &counts, Counts::Success),
        of: t.need("of", &Name(of)).into(),
        per: t.or("per", &SOME_SPAN, Span::from_minutes(1)),
        worth: t.get("worth", &number(0.0, 1e12)),
    }
}

fn read_alert(t: &mut Table<'_, '_>) -> Alert {
    let when = t.need_condition("when");
    let unsaid = Text::from(t.name());
    Alert {
        when,
        pages: t.get("pages", &Name(Thing::Team)).map(Into::into),
        says: t.or("says", &ROW, unsaid),
    }
}

fn read_flag(t: &mut Table<'_, '_>) -> Flag {
    Flag {
        service: t.need("service", &Name(Thing::Part(&[Sort::Service]))).into(),
        on: t.or("on", &Switch, false),
    }
}

fn read_tools(t: &mut Table<'_, '_>) -> Tools {
    let unsaid = || Tools { every: Span::from_seconds(15), lag: Span(0), through: BTreeMap::new() };
    let read = t.table("tools", |t| {
        let mut tools = unsaid();
        for tool in TOOLS {
            t.table(tool, |t| read_tool(t, tool, &mut tools));
        }
        tools
    });
    read.unwrap_or_else(unsaid)
}

fn read_tool(t: &mut Table<'_, '_>, tool: &str, tools: &mut Tools) {
    if tool == "metrics" {
        tools.every = t.or("every", &SOME_SPAN, tools.every);
        tools.lag = t.or("lag", &SPAN, tools.lag);
    }
    let through = t.list("through", &Name(Thing::Part(&[Sort::Service, Sort::Provider])));
    if !through.is_empty() && !TOOLS_PLAYED.contains(&tool) {
        let place = t.place_of("through");
        t.reading.not_playable(place, &format!("`through` of `tools.{tool}`"));
    }
    if !through.is_empty() {
        tools.through.insert(tool.to_owned(), through.into_iter().map(PartId::from).collect());
    }
}
