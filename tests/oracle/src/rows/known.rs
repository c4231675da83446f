//! Row 4: failures that others have measured and published, Huang et al., "Metastable Failures in
//! the Wild" (OSDI 2022), with the constants of their artifact (github.com/lexiangh/Metastability)
//! where it has them. Both engines must come to the published verdicts.

use std::sync::Arc;

use firedrill::model::condition::Scope;
use firedrill::model::fault::FaultKind;
use firedrill::model::metric::Metric;
use firedrill::model::system::{Cache, PartKind, System};
use firedrill::model::time::Span;
use firedrill::world::World;

use crate::engine::Oracle;
use crate::fluid::fluid;
use crate::rows::{Figure, Wish};
use crate::shapes::{cache, call, clients, database, fault, service, station, system};
use crate::story::Story;
use crate::trace::Trace;

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (name, story, stays) in mongo().into_iter().chain(look_aside()) {
        if wish.wants(name) {
            figures.push(judge(name, &story, stays, wish));
        }
    }
    if wish.wants("garbage") {
        figures.extend(garbage(wish));
    }
    figures
}

/// Whether calls still fail at the end.
fn down(trace: &Trace) -> bool {
    let last = &trace[trace.len() - 4..];
    last.iter().map(|window| window.errors).sum::<f64>() / 4.0 > 0.05
}

fn word(down: bool) -> &'static str {
    if down { "stays down" } else { "recovers" }
}

fn judge(name: &str, story: &Story, stays: bool, wish: &Wish) -> Figure {
    let seeds = if wish.full() { 20 } else { 3 };
    let runs = crate::seeds(story, seeds);
    let downs = runs.iter().filter(|run| down(&run[&story.watch])).count() as u64;
    let own = down(&fluid(story, 1.0)[&story.watch]);
    Figure {
        row: 4,
        what: name.to_owned(),
        target: word(stays).to_owned(),
        measured: format!("F {}, D down in {downs} of {seeds}", word(own)),
        good: own == stays && (2 * downs > seeds) == stays,
    }
}

/// The `MongoDB` case: a primary at 37 % of its two processors, clients that wait 3 s and resend at
/// once up to four times, processors cut to 0.45 or 0.40 of 2 for 10 or 9 s.
fn mongo() -> Vec<(&'static str, Story, bool)> {
    let story = |rate: f64, share: f64, lasts: u32| {
        let mut mongo = system();
        // 2,700 inserts a second at full capacity; the artifact's own rate depends on its machine.
        database(&mut mongo, "primary", station(1, 27, 10, 1.0, 10_000_000), 100_000_000);
        let mut insert = call("primary", 3000);
        insert.retries = 4;
        insert.backoff = Span(0);
        clients(&mut mongo, "clients", rate, 1, vec![insert]);
        Story::new("mongo", &Arc::new(mongo), "clients", 160).trouble(
            "primary",
            FaultKind::Cpu { share },
            60,
            60 + lasts,
        )
    };
    vec![
        ("MongoDB a: -77.5 % for 10 s", story(1000.0, 0.775, 10), false),
        ("MongoDB b: -80 % for 10 s", story(1000.0, 0.80, 10), true),
        ("MongoDB c: -80 % for 9 s", story(1000.0, 0.80, 9), false),
        ("MongoDB d: -80 % for 10 s, 0.75 of the load", story(750.0, 0.80, 10), false),
    ]
}

/// The look-aside case: a web server that asks a cache first and fills it after a miss, within 1 s;
/// the trigger empties the cache. The sizes are ours, so that the database carries the misses of a
/// warm cache and not those of a cold one.
fn look_aside() -> Vec<(&'static str, Story, bool)> {
    let shop = |rate: f64| {
        let mut shop = system();
        cache(&mut shop, "memcached", 0.94, 60_000);
        database(&mut shop, "mysql", station(1, 14, 40, 1.0, 100_000), 1_000_000);
        let mut query = call("mysql", 1000);
        query.cache = Some("memcached".into());
        service(&mut shop, "web", station(1, 4000, 2, 1.0, 100_000), vec![query]);
        clients(&mut shop, "clients", rate, 1, vec![call("web", 5000)]);
        slow_to_warm(&mut shop);
        Arc::new(shop)
    };
    let story = |rate: f64, share: f64| {
        let cold = FaultKind::Cold { share };
        Story::new("look aside", &shop(rate), "clients", 240).trouble("memcached", cold, 20, 21)
    };
    let fewer = FaultKind::Flood { factor: 0.3 };
    vec![
        ("look-aside a: all lost at 180/s", story(180.0, 1.0), false),
        ("look-aside b: all lost at 600/s", story(600.0, 1.0), true),
        ("look-aside c: a fifth lost at 600/s", story(600.0, 0.2), false),
        (
            "look-aside d: all lost at 600/s, load cut to 0.3",
            story(600.0, 1.0).trouble("clients", fewer, 60, 240),
            false,
        ),
    ]
}

/// Entries are many, so that few of a second's fills are hit again in the same second.
fn slow_to_warm(shop: &mut System) {
    if let Some(PartKind::Cache(Cache { warms_in, .. })) =
        shop.parts.get_mut("memcached").map(|part| &mut part.kind)
    {
        *warms_in = Span(120_000);
    }
}

/// Garbage collection: a hundred threads, each job leaves garbage while it waits or runs, and
/// collecting it slows all jobs. Load goes 220, 260, 220, 180, 140 a second, as the artifact's
/// does; how much waiting jobs slow the rest is ours: up to a factor of 1.6. The spike outlives
/// itself, and taking enough of the load away ends it.
fn garbage(wish: &Wish) -> Vec<Figure> {
    const LOADS: [f64; 5] = [220.0, 260.0, 220.0, 180.0, 140.0];
    /// Whether the line grows while the load is so.
    const GROWS: [bool; 5] = [false, true, true, true, false];
    let stage = if wish.full() { 240 } else { 120 };
    let mut jvm = system();
    service(&mut jvm, "jvm", station(1, 100, 400, 0.5, 10_000_000), vec![]);
    clients(&mut jvm, "jobs", LOADS[0], 1, vec![call("jvm", 0)]);
    let jvm = Arc::new(jvm);
    let slower = |queue: f64| 1.0 + 0.6 * (queue / 200.0).min(1.0);
    let flood = |load: f64| fault("load", "jobs", FaultKind::Flood { factor: load / LOADS[0] });
    let collect = |factor: f64| fault("gc", "jvm", FaultKind::Slow { factor });
    let mut world = World::still(Arc::clone(&jvm), 0, 1.0);
    let mut oracle = Oracle::new(&jvm, 1, 0);
    let mut figures = Vec::new();
    for (load, grows) in LOADS.into_iter().zip(GROWS) {
        let read = |world: &World| {
            world.read(&"jvm".into(), Metric::Queue, &Scope::default(), 1).unwrap_or(0.0)
        };
        let before = (read(&world), oracle.queue("jvm"));
        world.set_fault(&flood(load), 0.0);
        world.set_fault(&flood(load), 1.0);
        oracle.set_fault(&flood(load), 0.0);
        oracle.set_fault(&flood(load), 1.0);
        for _ in 0..stage {
            world.set_fault(&collect(1.0), 0.0);
            world.set_fault(&collect(slower(read(&world))), 1.0);
            oracle.set_fault(&collect(1.0), 0.0);
            oracle.set_fault(&collect(slower(oracle.queue("jvm"))), 1.0);
            world.step();
            oracle.step();
        }
        let after = (read(&world), oracle.queue("jvm"));
        // A few hundred wait at 220 a second by chance alone.
        let own = after.0 > before.0 + 500.0;
        let true_one = after.1 > before.1 + 500.0;
        figures.push(Figure {
            row: 4,
            what: format!("garbage collection at {load}/s"),
            target: if grows { "the line grows" } else { "it does not" }.to_owned(),
            measured: format!(
                "F {:.0} to {:.0}, D {:.0} to {:.0}",
                before.0, after.0, before.1, after.1
            ),
            good: own == grows && true_one == grows,
        });
    }
    figures
}
