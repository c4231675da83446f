//! Engine F through a story, read every five seconds. It never looks inside the world.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::model::condition::Scope;
use firedrill::model::id::{PartId, RemedyRun};
use firedrill::model::metric::Metric;
use firedrill::model::remedy::Order;
use firedrill::world::World;

use crate::story::{Act, Story};
use crate::trace::{Run, WINDOW, Window};

/// The world goes through a story without chance, its short steps divided by `fineness`.
pub fn fluid(story: &Story, fineness: f64) -> Run {
    let mut world = World::still(Arc::clone(&story.system), story.time_of_day, fineness);
    let parts: Vec<PartId> = story
        .system
        .parts
        .keys()
        .chain(story.system.clients.keys())
        .filter(|part| world.metrics_of(part).contains(&Metric::P99))
        .cloned()
        .collect();
    let mut run: Run = BTreeMap::new();
    let mut acts = story.acts.iter().peekable();
    for second in 0..story.seconds {
        while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
            act_on(&mut world, act);
        }
        world.step();
        if (second + 1) % WINDOW == 0 {
            for part in &parts {
                let window = look(&world, part);
                run.entry(part.clone()).or_default().push(window);
            }
        }
    }
    run
}

pub(crate) fn act_on(world: &mut World, act: &Act) {
    let order = |remedy: &str, part: &PartId, args: Option<String>| Order {
        remedy: remedy.into(),
        target: part.as_str().into(),
        args,
    };
    let order = match act {
        Act::Fault(fault, level) => return world.set_fault(fault, *level),
        Act::Deploy(part, version) => return world.deploy(part, version),
        Act::Shed(part, share) => order("shed", part, Some(share.to_string())),
        Act::Restart(part) => order("restart", part, None),
        Act::Scale(part, count) => order("scale", part, Some(count.to_string())),
    };
    world.remedy(RemedyRun(1), &order);
}

fn look(world: &World, part: &PartId) -> Window {
    let read = |metric| world.read(part, metric, &Scope::default(), WINDOW).unwrap_or(0.0);
    Window {
        ended: read(Metric::Rate) * f64::from(WINDOW),
        errors: read(Metric::ErrorRatio),
        p50: read(Metric::P50),
        p99: read(Metric::P99),
    }
}
