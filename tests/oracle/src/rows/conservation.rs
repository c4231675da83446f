//! Row 2: nothing is lost. Whatever came to a part was served, failed, refused, taken away, or is
//! inside; and the time all calls were inside is the integral of how many were (Little 1961).

use firedrill::world::World;

use crate::cases::{chains, twelves};
use crate::engine::Oracle;
use crate::rows::{Figure, Wish};
use crate::story::Story;

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    let all: Vec<Story> = chains().into_iter().chain(twelves()).collect();
    let step = if wish.full() { 1 } else { 5 };
    let stories: Vec<&Story> =
        all.iter().step_by(step).filter(|story| wish.wants(&story.name)).collect();
    vec![calls(&stories), little(&stories), masses(&stories), little_of_masses(&stories)]
}

/// Every second of every story, at every part.
fn calls(stories: &[&Story]) -> Figure {
    let (mut seconds, mut broken) = (0_u64, 0_u64);
    for story in stories {
        play(story, |oracle| {
            for part in story.system.parts.keys().chain(story.system.clients.keys()) {
                if let Some(book) = oracle.book(part.as_str()) {
                    seconds += 1;
                    broken += u64::from(book.missing() != 0 && book.inside + book.arrived > 0);
                }
            }
        });
    }
    Figure {
        row: 2,
        what: "D: every call is accounted for".to_owned(),
        target: "0 missing".to_owned(),
        measured: format!("{broken} of {seconds} part-seconds are not"),
        good: broken == 0 && seconds > 0,
    }
}

/// Little's law at the end of every story.
fn little(stories: &[&Story]) -> Figure {
    let mut worst = 0.0_f64;
    for story in stories {
        let oracle = play(story, |_| {});
        for part in story.system.parts.keys().chain(story.system.clients.keys()) {
            if let Some(book) = oracle.book(part.as_str()).filter(|book| book.area > 0.0) {
                let spent = book.sojourn + oracle.ages_inside(part.as_str());
                worst = worst.max((book.area / spent - 1.0).abs());
            }
        }
    }
    Figure {
        row: 2,
        what: "D: Little's law".to_owned(),
        target: "to the rounding of sums, 1e-9".to_owned(),
        measured: format!("{worst:.1e}"),
        good: worst < 1e-9,
    }
}

/// The fluid's books after every second of every story.
fn masses(stories: &[&Story]) -> Figure {
    let mut worst = Worst::default();
    for story in stories {
        flow(story, |second, world| {
            for (part, book) in world.books() {
                let ended = book.served + book.failed + book.rejected;
                let off = (book.arrived - ended - book.inside).abs() / book.arrived.max(1.0);
                worst.take(off, || format!("{part} at {second} s of {}", story.name));
            }
        });
    }
    worst.figure("F: every mass is accounted for", "1e-9 of what came")
}

/// Little's law in the fluid's books at the end of every story, whoever is still inside included.
fn little_of_masses(stories: &[&Story]) -> Figure {
    let mut worst = Worst::default();
    for story in stories {
        let world = flow(story, |_, _| {});
        for (part, book) in world.books().into_iter().filter(|(_, book)| book.area > 0.0) {
            let off = ((book.sojourn + book.ages) / book.area - 1.0).abs();
            worst.take(off, || format!("{part}, {}", story.name));
        }
    }
    worst.figure("F: Little's law", "1e-9 of the time spent")
}

/// The largest error of all, and where.
#[derive(Default)]
struct Worst(f64, String);

impl Worst {
    fn take(&mut self, off: f64, place: impl FnOnce() -> String) {
        if off > self.0 {
            *self = Self(off, place());
        }
    }

    fn figure(self, what: &str, target: &str) -> Figure {
        let Self(off, place) = self;
        Figure {
            row: 2,
            what: what.to_owned(),
            target: target.to_owned(),
            measured: format!("{off:.1e} ({place})"),
            good: off < 1e-9,
        }
    }
}

/// The fluid through a story, looked at after every second.
fn flow(story: &Story, mut look: impl FnMut(u32, &World)) -> World {
    let mut world = World::still(story.system.clone(), story.time_of_day, 1.0);
    let mut acts = story.acts.iter().peekable();
    for second in 0..story.seconds {
        while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
            crate::fluid::act_on(&mut world, act);
        }
        world.step();
        look(second, &world);
    }
    world
}

/// The oracle through a story, looked at after every second.
fn play(story: &Story, mut look: impl FnMut(&Oracle)) -> Oracle {
    let mut oracle = Oracle::new(&story.system, 1, story.time_of_day);
    let mut acts = story.acts.iter().peekable();
    for second in 0..story.seconds {
        while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
            crate::act_on(&mut oracle, act);
        }
        oracle.step();
        look(&oracle);
    }
    oracle
}
