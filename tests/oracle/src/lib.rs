//! Engine D, the judge of the simulated system: every request by itself, event by event; the rows of
//! figures that decide whether the fluid engine is right; and the systems written in code that both
//! are shown. It shares with the fluid engine the system, the faults and the rules of policies, and
//! nothing of how calls queue.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a judge that cannot go on has no verdict, and simulated counts are small"
)]
#![expect(
    clippy::inline_always,
    reason = "a request passes a dozen small functions: called one by one they take a sixth more"
)]

mod books;
mod callee;
mod calls;
mod cases;
mod control;
mod effects;
mod engine;
mod events;
mod fluid;
mod judge;
mod plan;
mod random;
pub mod rows;
pub mod shapes;
mod staff;
mod story;
mod task;
mod trace;
mod vocabulary;

pub use books::Book;
pub use cases::{chains, shipped, twelves};
pub use engine::Oracle;
pub use fluid::fluid;
pub use judge::{Score, Seeds, Verdict, verdict};
pub use story::{Act, Story};
pub use trace::{Run, Trace, WINDOW, Window};
pub use vocabulary::vocabulary;

/// The oracle goes through a story; what came of every part.
pub fn oracle(story: &Story, seed: u64) -> Run {
    played(story, seed).traces()
}

/// The oracle at the end of a story.
pub fn played(story: &Story, seed: u64) -> Oracle {
    let mut oracle = Oracle::new(&story.system, seed, story.time_of_day);
    let mut acts = story.acts.iter().peekable();
    for second in 0..story.seconds {
        while let Some((_, act)) = acts.next_if(|(at, _)| *at <= second) {
            act_on(&mut oracle, act);
        }
        oracle.step();
    }
    oracle
}

fn act_on(oracle: &mut Oracle, act: &Act) {
    match act {
        Act::Fault(fault, level) => oracle.set_fault(fault, *level),
        Act::Deploy(part, version) => oracle.deploy(part, version),
        Act::Shed(part, share) => oracle.shed(part, *share),
        Act::Restart(part) => oracle.restart(part),
        Act::Scale(part, count) => oracle.scale(part, *count as usize),
    }
}

/// Several seeds of a story, on all processors.
pub fn seeds(story: &Story, count: u64) -> Vec<Run> {
    each(count, |seed| oracle(story, seed))
}

/// Does something for each seed, on all processors; results in the order of the seeds.
///
/// # Panics
/// If a seed does.
pub fn each<T: Send>(count: u64, what: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let workers = std::thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let what = &what;
    let mut done: Vec<(u64, T)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..workers.min(count))
            .map(|worker| {
                scope.spawn(move || {
                    let own = (worker..count).step_by(workers as usize);
                    own.map(|seed| (seed, what(seed))).collect::<Vec<_>>()
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    done.sort_by_key(|(seed, _)| *seed);
    done.into_iter().map(|(_, run)| run).collect()
}

/// Mean, p50 and p99 of the time at one part over a whole run, in seconds.
pub fn steady(story: &Story, seed: u64) -> (f64, f64, f64) {
    let oracle = played(story, seed);
    let part = story.watch.as_str();
    let book = oracle.book(part).unwrap_or_default();
    let ended = (book.served + book.failed) as f64;
    (book.sojourn / ended.max(1.0), oracle.quantile(part, 0.5), oracle.quantile(part, 0.99))
}
