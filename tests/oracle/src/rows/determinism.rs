//! Row 6: the same system, seed and acts give the same bytes: again, in any number of threads, and
//! played on from a copy. Other builds are compared by the digests of the shipped recordings.

use std::sync::Arc;

use firedrill::world::World;

use crate::cases::{chains, twelves};
use crate::each;
use crate::engine::Oracle;
use crate::rows::{Figure, Wish};
use crate::story::Story;

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    let count = if wish.full() { 15 } else { 4 };
    let stories: Vec<Story> = chains().into_iter().chain(twelves()).take(count).collect();
    let in_turn: Vec<u64> = stories.iter().map(|story| fluid(story, None)).collect();
    let together = each(stories.len() as u64, |place| fluid(&stories[place as usize], None));
    let crowd: Vec<Vec<u64>> =
        each(8, |_| stories.iter().map(|story| fluid(story, None)).collect::<Vec<u64>>());
    let copied: Vec<u64> = stories.iter().map(|story| fluid(story, Some(40))).collect();
    let judged: Vec<u64> = stories.iter().map(oracle).collect();
    let again = each(stories.len() as u64, |place| oracle(&stories[place as usize]));
    let alike = |one: &[u64], other: &[u64]| one.iter().zip(other).filter(|(a, b)| a == b).count();
    let figure = |what: &str, same: usize, all: usize| Figure {
        row: 6,
        what: what.to_owned(),
        target: format!("{all} digests alike"),
        measured: format!("{same}"),
        good: same == all,
    };
    let crowded = crowd.iter().map(|own| alike(&in_turn, own)).sum();
    vec![
        figure("F again, on all processors", alike(&in_turn, &together), count),
        figure("F in eight threads at once", crowded, 8 * count),
        figure("F played on from a copy", alike(&in_turn, &copied), count),
        figure("D again, on all processors", alike(&judged, &again), count),
    ]
}

/// The digest of the world at the end of a story, with chance; copied at a second if asked.
fn fluid(story: &Story, copy: Option<u32>) -> u64 {
    let mut world = World::new(Arc::clone(&story.system), 7, story.time_of_day);
    let mut acts = story.acts.iter().peekable();
    for second in 0..story.seconds {
        if copy == Some(second) {
            world = world.clone();
        }
        while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
            crate::fluid::act_on(&mut world, act);
        }
        world.step();
    }
    world.digest()
}

fn oracle(story: &Story) -> u64 {
    let mut oracle = Oracle::new(&story.system, 7, story.time_of_day);
    let mut acts = story.acts.iter().peekable();
    for second in 0..story.seconds {
        while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
            crate::act_on(&mut oracle, act);
        }
        oracle.step();
    }
    oracle.digest()
}
