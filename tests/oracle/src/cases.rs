//! Whole systems and what goes wrong in them: the cases that both engines play.

use std::sync::Arc;

use chrono::Timelike as _;
use firedrill::content::{Choice, Library, Source, variants};
use firedrill::model::fault::{Fault, FaultKind, part_of};
use firedrill::model::id::{ProcessId, ScenarioId};
use firedrill::model::system::{PartKind, System};

use crate::shapes::{chain, twelve};
use crate::story::{Act, Story};

const SECONDS: u32 = 150;
const FROM: u32 = 20;

fn cut(share: f64) -> FaultKind {
    FaultKind::Cpu { share }
}

fn slow(factor: f64) -> FaultKind {
    FaultKind::Slow { factor }
}

fn error(ratio: f64) -> FaultKind {
    FaultKind::Error { ratio }
}

fn flood(factor: f64) -> FaultKind {
    FaultKind::Flood { factor }
}

fn cold(share: f64) -> FaultKind {
    FaultKind::Cold { share }
}

/// A chain of three services.
pub fn chains() -> Vec<Story> {
    let story = |name: &str, rate: f64, part: &str, kind: FaultKind, until: u32| {
        Story::new(&format!("chain: {name}"), &Arc::new(chain(rate)), "users", SECONDS)
            .trouble(part, kind, FROM, until)
    };
    vec![
        story("leaf x2", 300.0, "leaf", slow(2.0), 80),
        story("leaf x4", 200.0, "leaf", slow(4.0), 80),
        story("leaf -70 %", 250.0, "leaf", cut(0.7), 60),
        story("middle errors", 300.0, "middle", error(0.3), 80),
        story("middle x30", 200.0, "middle", slow(30.0), 80),
        story("load x2", 300.0, "users", flood(2.0), 80),
        story("load x2.6", 300.0, "users", flood(2.6), 60),
    ]
}

/// Twelve services with shared callees, a diamond, caches, pools, a provider and a queue.
pub fn twelves() -> Vec<Story> {
    let system = Arc::new(twelve(200.0));
    let story = |name: &str, part: &str, kind: FaultKind| {
        Story::new(&format!("twelve: {name}"), &system, "shoppers", SECONDS)
            .trouble(part, kind, FROM, 80)
    };
    vec![
        story("orders-db x20", "orders-db", slow(20.0)),
        story("orders-db -93 %", "orders-db", cut(0.93)),
        story("checkout errors", "checkout", error(0.4)),
        story("products cold", "products", cold(0.95)),
        story("bank x10", "bank", slow(10.0)),
        story("bank errors", "bank", error(0.8)),
        story("load x3", "shoppers", flood(3.0)),
        story("identity x40", "identity", slow(40.0)),
    ]
}

/// Every shipped scenario with each of its faults, and its system under strong faults of each kind.
///
/// # Panics
/// If a shipped file does not load.
pub fn shipped() -> Vec<Story> {
    let library = Library::built_in();
    let mut stories: Vec<Story> = Vec::new();
    for (id, file) in &library.scenarios {
        for (variant, _) in variants(Source { path: &file.path, text: &file.text }) {
            let choice = Choice { seed: 7, variant: Some(variant) };
            let loaded = library
                .load(&ScenarioId::from(id.as_str()), &choice, &ProcessId::from("default"))
                .unwrap_or_else(|told| panic!("{id} does not load: {told:?}"));
            let starts = loaded.scenario.starts.num_seconds_from_midnight();
            for fault in loaded.story.faults.iter().filter(|fault| plays(&fault.kind)) {
                let name = format!("{id}: {}", fault.id);
                if stories.iter().any(|story| story.name == name) {
                    continue;
                }
                let watch = most(&loaded.scenario.system);
                let mut story = Story::new(&name, &loaded.scenario.system, watch, SECONDS);
                story.time_of_day = starts;
                stories.push(strike(story, fault));
            }
            let hit = stories.iter().any(|story| story.name.starts_with("lantern"));
            if !hit && loaded.scenario.system.id.as_str() == "lantern-lane" {
                stories.extend(strong(&loaded.scenario.system, starts));
            }
        }
    }
    stories
}

/// The class of clients with the most users.
fn most(system: &System) -> &str {
    let most = system.clients.iter().max_by_key(|(_, class)| class.users);
    most.map_or("", |(id, _)| id.as_str())
}

/// The kinds that the oracle plays as well. Of the others each has a test of its signature in the
/// suite, and no second engine to compare with.
fn plays(kind: &FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Slow { .. }
            | FaultKind::Error { .. }
            | FaultKind::Down
            | FaultKind::Kill
            | FaultKind::Cpu { .. }
            | FaultKind::Handles { .. }
            | FaultKind::Dns { .. }
            | FaultKind::Cut
            | FaultKind::Throttled(_)
            | FaultKind::Cold { .. }
            | FaultKind::Flood { .. }
            | FaultKind::Setting(_)
    )
}

/// A fault acts for a minute; one of a version with the version rolled out and back again.
fn strike(story: Story, fault: &Fault) -> Story {
    let part = part_of(&fault.target);
    let service = match story.system.parts.get(&part).map(|part| &part.kind) {
        Some(PartKind::Service(service)) => Some(service),
        _ => None,
    };
    let Some((version, service)) = fault.touches.version.clone().zip(service) else {
        return story.acts_for(fault, FROM, 80);
    };
    let (before, rolls) = (service.version.clone(), service.rolls_in.seconds());
    let mut story = story.acts_for(fault, FROM, FROM + 2 * rolls + 60);
    story.seconds = FROM + 2 * rolls + 100;
    story
        .then(FROM, Act::Deploy(part.clone(), version))
        .then(FROM + rolls + 30, Act::Deploy(part, before))
}

/// The system the scenarios ship with, hit hard.
fn strong(system: &Arc<System>, time_of_day: u32) -> Vec<Story> {
    let story = |name: &str, part: &str, kind: FaultKind| {
        let mut story = Story::new(&format!("lantern-lane: {name}"), system, "app", SECONDS);
        story.time_of_day = time_of_day;
        story.trouble(part, kind, FROM, 80)
    };
    vec![
        story("orders-db x15", "orders-db", slow(15.0)),
        story("checkout errors", "checkout", error(0.6)),
        story("catalog cold", "catalog-cache", cold(0.95)),
        story("kite-pay x12", "kite-pay", slow(12.0)),
        story("accounts-db -90 %", "accounts-db", cut(0.9)),
        story("app x3", "app", flood(3.0)),
        story("web killed", "web", FaultKind::Kill),
        story("orders-db down", "orders-db", FaultKind::Down),
        story("kite-pay unresolved", "kite-pay", FaultKind::Dns { ratio: 0.7 }),
        story("checkout cut off", "checkout.calls.orders", FaultKind::Cut),
        story("orders-db connections", "orders-db", FaultKind::Handles { connections: 140 }),
    ]
}
