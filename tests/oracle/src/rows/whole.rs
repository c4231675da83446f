//! Row 5: whole systems under faults, the fluid engine against the median of the oracle's seeds.

use crate::cases::{chains, shipped, twelves};
use crate::fluid::fluid;
use crate::judge::{Score, Seeds, Verdict, near, verdict};
use crate::rows::{Figure, Wish};
use crate::story::Story;
use crate::trace::{Run, Trace};
use crate::vocabulary::vocabulary;

/// What is to be reached in windows, as a share.
const WINDOWS: f64 = 0.90;

/// A case's scores: what users see, and each part by itself.
struct Case {
    users: Score,
    parts: Vec<Score>,
    halved: bool,
}

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    let sets: [(&str, Vec<Story>); 4] = [
        ("three services", chains()),
        ("twelve services", twelves()),
        ("shipped systems", shipped()),
        ("vocabulary", vocabulary()),
    ];
    let seeds = if wish.full() { 20 } else { 5 };
    // One case in three tells on every change whether something broke.
    let every = if wish.full() { 1 } else { 3 };
    let mut figures = Vec::new();
    for (name, stories) in sets {
        let wanted = stories.iter().step_by(every).filter(|story| wish.wants(&story.name));
        let cases: Vec<Case> = wanted.map(|story| play(story, seeds, wish)).collect();
        if !cases.is_empty() {
            figures.extend(sum_up(name, &cases, wish));
        }
    }
    figures
}

fn play(story: &Story, seeds: u64, wish: &Wish) -> Case {
    let runs = crate::seeds(story, seeds);
    let own = fluid(story, 1.0);
    let judged = |part| {
        let traces: Vec<Trace> = runs.iter().map(|run: &Run| run[part].clone()).collect();
        Seeds::of(&traces)
    };
    let judge = judged(&story.watch);
    let users = judge.score(&own[&story.watch]);
    let busy = |part: &&_| own[*part].iter().map(|window| window.ended).sum::<f64>() > 1000.0;
    let served = own.keys().filter(|part| runs[0].contains_key(*part)).filter(busy);
    let parts: Vec<Score> = served
        .filter(|part| !story.system.clients.contains_key(*part))
        .map(|part| judged(part).score(&own[part]))
        .collect();
    let (d, f) = (judge.verdict(), verdict(&own[&story.watch]));
    let finer = wish.full().then(|| fluid(story, 2.0));
    let halved = finer.as_ref().is_none_or(|finer| same(verdict(&finer[&story.watch]), f));
    let time = |time: Option<f64>| time.map_or("never".to_owned(), |at| format!("{at:.0}"));
    println!(
        "  {:34} {} onset F {:>5} D {:>5}, well F {:>5} D {:>5}; errors {:3.0} p99 {:3.0} p50 {:3.0} both {:3.0} %; dt/2 {}",
        story.name,
        if users.right { "right" } else { "WRONG" },
        time(f.onset),
        time(d.onset),
        time(f.recovery),
        time(d.recovery),
        users.errors * 100.0,
        users.p99 * 100.0,
        users.p50 * 100.0,
        users.both * 100.0,
        if halved { "same" } else { "DIFFERS" },
    );
    if wish.windows {
        print!("{}", judge.side_by_side(&own[&story.watch]));
        if let Some(finer) = finer.filter(|_| !halved) {
            println!("   at half the step:\n{}", judge.side_by_side(&finer[&story.watch]));
        }
    }
    Case { users, parts, halved }
}

/// Whether two verdicts are the same to a window.
fn same(one: Verdict, other: Verdict) -> bool {
    near(one.onset, other.onset) && near(one.recovery, other.recovery)
}

fn sum_up(set: &str, cases: &[Case], wish: &Wish) -> Vec<Figure> {
    let count = cases.len();
    let mean = |of: &dyn Fn(&Case) -> f64| cases.iter().map(of).sum::<f64>() / count as f64;
    let parts = |of: &dyn Fn(&Score) -> f64| {
        let all: Vec<f64> = cases.iter().flat_map(|case| &case.parts).map(of).collect();
        all.iter().sum::<f64>() / all.len().max(1) as f64
    };
    let right = cases.iter().filter(|case| case.users.right).count();
    let halved = cases.iter().filter(|case| case.halved).count();
    let figure = |what: &str, target: String, measured: String, good: bool| Figure {
        row: 5,
        what: format!("{set}: {what}"),
        target,
        measured,
        good,
    };
    let windows = |what: &str, share: f64| {
        let measured = format!("{:.1} %", share * 100.0);
        figure(what, format!(">= {:.0} %", WINDOWS * 100.0), measured, share >= WINDOWS)
    };
    let mut figures = vec![
        figure("right verdicts", format!("{count}"), format!("{right}"), right == count),
        windows("error", mean(&|case| case.users.errors)),
        windows("p99", mean(&|case| case.users.p99)),
        windows("p50", mean(&|case| case.users.p50)),
        windows("error and p99", mean(&|case| case.users.both)),
        windows("per part, error", parts(&|score| score.errors)),
        windows("per part, p99", parts(&|score| score.p99)),
    ];
    if wish.full() {
        let measured = format!("{halved}");
        figures.push(figure(
            "same at half the step",
            format!("{count}"),
            measured,
            halved == count,
        ));
    }
    figures
}
