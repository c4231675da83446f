//! Row 7: what is done at a time changes nothing before it, and nothing in a part of the system that
//! no call connects with it.

use std::sync::Arc;

use firedrill::model::condition::Scope;
use firedrill::model::fault::FaultKind;
use firedrill::model::id::PartId;
use firedrill::model::metric::Metric;
use firedrill::model::system::System;
use firedrill::world::World;

use crate::cases::twelves;
use crate::rows::{Figure, Wish};
use crate::shapes::{call, clients, database, fault, service, station, system};
use crate::story::{Act, Story};

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    vec![before(wish), elsewhere(wish)]
}

/// Digests of every second until a remedy, with it and without it.
fn before(wish: &Wish) -> Figure {
    const AT: u32 = 60;
    let every = if wish.full() { 1 } else { 4 };
    let (mut seconds, mut same, mut after) = (0, 0, 0);
    for story in twelves().into_iter().step_by(every) {
        let treated = story.clone().then(AT, Act::Shed("edge".into(), 0.5));
        let (plain, treated) = (digests(&story), digests(&treated));
        for second in 0..AT as usize {
            seconds += 1;
            same += usize::from(plain[second] == treated[second]);
        }
        after += usize::from(plain.last() != treated.last());
    }
    Figure {
        row: 7,
        what: "F: a remedy changes nothing before it".to_owned(),
        target: format!("{seconds} seconds alike, and not after"),
        measured: format!("{same} alike, {after} stories differ after"),
        good: same == seconds && after > 0,
    }
}

fn digests(story: &Story) -> Vec<u64> {
    let mut world = World::new(Arc::clone(&story.system), 3, story.time_of_day);
    let mut acts = story.acts.iter().peekable();
    (0..story.seconds)
        .map(|second| {
            while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
                crate::fluid::act_on(&mut world, act);
            }
            world.step();
            world.digest()
        })
        .collect()
}

/// Two shops that know nothing of each other.
fn pair() -> System {
    let mut pair = system();
    for shop in ["left", "right"] {
        let name = |part: &str| format!("{shop}-{part}");
        database(&mut pair, &name("db"), station(1, 20, 30, 1.0, 4000), 5000);
        let mut query = call(&name("db"), 800);
        query.retries = 2;
        service(&mut pair, &name("web"), station(3, 400, 10, 1.0, 1000), vec![query]);
        clients(&mut pair, &name("users"), 300.0, 2, vec![call(&name("web"), 3000)]);
    }
    pair
}

/// What can be read of one shop while the other is in trouble, and while it is not.
fn elsewhere(_wish: &Wish) -> Figure {
    let pair = Arc::new(pair());
    let mut calm = World::new(Arc::clone(&pair), 3, 0);
    let mut troubled = calm.clone();
    let trouble = fault("f", "left-db", FaultKind::Slow { factor: 15.0 });
    let (mut readings, mut worst, mut same) = (0, 0.0_f64, 0);
    for second in 0..100 {
        if second == 10 {
            troubled.set_fault(&trouble, 1.0);
        }
        if second == 40 {
            troubled.set_fault(&trouble, 0.0);
        }
        calm.step();
        troubled.step();
        for part in ["right-db", "right-web", "right-users"] {
            let part = PartId::from(part);
            for metric in [Metric::Rate, Metric::ErrorRatio, Metric::P50, Metric::P99] {
                let read = |world: &World| {
                    world.read(&part, metric, &Scope::default(), 1).unwrap_or(f64::NAN)
                };
                let (one, other) = (read(&calm), read(&troubled));
                readings += 1;
                same += usize::from(one.to_bits() == other.to_bits());
                worst = worst.max((one - other).abs() / one.abs().max(1e-3));
            }
        }
    }
    Figure {
        row: 7,
        what: "F: trouble changes nothing in another component".to_owned(),
        target: format!("{readings} readings alike to the bit"),
        measured: format!("{same}; at most {:.2} % off", worst * 100.0),
        good: same == readings,
    }
}
