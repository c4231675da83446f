//! Row 3: does it recover, or stay down? Loads, depths and lengths of a trigger, on one station, a
//! chain and twelve services; and the loads between which it does either. Noise is the oracle's, so
//! where its own seeds part, either verdict is right.

use std::sync::Arc;

use firedrill::model::fault::FaultKind;

use crate::fluid::fluid;
use crate::rows::{Figure, Wish};
use crate::shapes::{chain, one, twelve};
use crate::story::Story;
use crate::trace::Trace;

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    let mut figures = Vec::new();
    let grids = [
        ("one station", stations(wish.full())),
        ("chain of three", chains(wish.full())),
        ("twelve services", twelves(wish.full())),
    ];
    for (name, stories) in grids {
        let stories: Vec<Story> = stories.into_iter().filter(|s| wish.wants(&s.name)).collect();
        if !stories.is_empty() {
            figures.extend(compare(name, &stories, wish));
        }
    }
    if wish.wants("threshold") {
        figures.extend(thresholds(wish));
    }
    figures
}

fn stations(full: bool) -> Vec<Story> {
    let loads: &[f64] =
        if full { &[0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8] } else { &[0.15, 0.3, 0.5, 0.8] };
    let lengths: &[u32] = if full { &[2, 4, 8, 20] } else { &[4, 20] };
    let mut stories = Vec::new();
    for retries in [2, 4] {
        for &load in loads {
            for depth in [0.5, 0.75, 0.9] {
                for &lasts in lengths {
                    let name =
                        format!("station: {retries} retries, load {load}, -{depth}, {lasts} s");
                    let system = Arc::new(one(400.0 * load, 20, 50, 1000, retries));
                    let story = Story::new(&name, &system, "users", 110);
                    let cut = FaultKind::Cpu { share: depth };
                    stories.push(story.trouble("s", cut, 10, 10 + lasts));
                }
            }
        }
    }
    stories
}

fn chains(full: bool) -> Vec<Story> {
    let rates: &[f64] = if full {
        &[120.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 500.0]
    } else {
        &[150.0, 250.0, 350.0, 500.0]
    };
    let lengths: &[u32] = if full { &[3, 5, 10, 25] } else { &[5, 25] };
    let mut stories = Vec::new();
    for &rate in rates {
        for factor in [3.0, 6.0, 15.0] {
            for &lasts in lengths {
                let name = format!("chain: rate {rate}, x{factor}, {lasts} s");
                let story = Story::new(&name, &Arc::new(chain(rate)), "users", 110);
                let slow = FaultKind::Slow { factor };
                stories.push(story.trouble("leaf", slow, 10, 10 + lasts));
            }
        }
    }
    stories
}

fn twelves(full: bool) -> Vec<Story> {
    let rates: &[f64] = if full { &[200.0, 300.0, 400.0, 460.0] } else { &[460.0] };
    let lengths: &[u32] = if full { &[5, 15, 40] } else { &[20] };
    let mut stories = Vec::new();
    for &rate in rates {
        let system = Arc::new(twelve(rate));
        for (part, kind) in [
            ("products", FaultKind::Cold { share: 0.95 }),
            ("orders-db", FaultKind::Slow { factor: 20.0 }),
            ("catalog-db", FaultKind::Cpu { share: 0.75 }),
            ("accounts-db", FaultKind::Slow { factor: 12.0 }),
        ] {
            for &lasts in lengths {
                let name = format!("twelve: rate {rate}, {part} {} {lasts} s", kind.name());
                let story = Story::new(&name, &system, "shoppers", 130);
                stories.push(story.trouble(part, kind.clone(), 10, 10 + lasts));
            }
        }
    }
    stories
}

/// Whether it is still down in the last quarter of a minute.
fn down(trace: &Trace) -> bool {
    let last = &trace[trace.len() - 3..];
    last.iter().map(|window| window.errors).sum::<f64>() / 3.0 > 0.05
}

fn compare(name: &str, stories: &[Story], wish: &Wish) -> Vec<Figure> {
    let (mut same, mut stay, mut split) = (0, 0, 0);
    for story in stories {
        let seeds = if wish.full() { 6 } else { 1 };
        let runs = crate::seeds(story, seeds);
        let downs = runs.iter().filter(|run| down(&run[&story.watch])).count() as u64;
        let own = down(&fluid(story, 1.0)[&story.watch]);
        let parted = downs > 0 && downs < seeds;
        let right = parted || own == (downs > 0);
        same += usize::from(right);
        stay += usize::from(2 * downs > seeds);
        split += usize::from(parted);
        if !right || wish.windows {
            println!(
                "  {:44} oracle down in {downs} of {seeds}, fluid {}{}",
                story.name,
                if own { "down" } else { "well" },
                if right { "" } else { "  WRONG" }
            );
        }
    }
    let count = stories.len();
    let share = same as f64 / count as f64;
    println!("  {name}: {same} of {count} alike, {stay} stay down, seeds part in {split}");
    vec![Figure {
        row: 3,
        what: format!("{name}: same verdict"),
        target: ">= 98 %".to_owned(),
        measured: format!("{:.1} % of {count}, {stay} stay down, {split} split", share * 100.0),
        good: share >= 0.98 && stay > 0 && stay < count,
    }]
}

/// The load, as a share of capacity, at which `down` turns, between two that are told apart.
fn between(mut well: f64, mut bad: f64, steps: u32, is_down: &dyn Fn(f64) -> bool) -> f64 {
    for _ in 0..steps {
        let middle = f64::midpoint(well, bad);
        if is_down(middle) {
            bad = middle;
        } else {
            well = middle;
        }
    }
    f64::midpoint(well, bad)
}

/// Where one station collapses as load rises, and where it recovers as load falls.
fn thresholds(wish: &Wish) -> Vec<Figure> {
    const CAPACITY: f64 = 20.0 / 0.014;
    let (steps, seeds) = if wish.full() { (9, 5) } else { (6, 1) };
    let at_load = |retries: u32, load: f64, falling: bool| {
        let rate = if falling { 0.5 * CAPACITY } else { load * CAPACITY };
        let system = Arc::new(one(rate, 20, 14, 1000, retries));
        let story = Story::new("threshold", &system, "users", 150);
        if !falling {
            return story;
        }
        let flood = FaultKind::Flood { factor: load / 0.5 };
        story.trouble("s", FaultKind::Cpu { share: 0.95 }, 10, 30).trouble("users", flood, 40, 150)
    };
    let mut figures = Vec::new();
    for (name, retries, falling, well, bad) in [
        ("collapse, 4 retries", 4, false, 0.8, 1.6),
        ("collapse, 2 retries", 2, false, 0.8, 1.6),
        ("recovery, 4 retries", 4, true, 0.05, 0.5),
        ("recovery, 2 retries", 2, true, 0.05, 0.5),
    ] {
        let judged = |load: f64| {
            let story = at_load(retries, load, falling);
            let runs = crate::seeds(&story, seeds);
            2 * runs.iter().filter(|run| down(&run[&story.watch])).count() as u64 > seeds
        };
        let own = |load: f64| {
            let story = at_load(retries, load, falling);
            down(&fluid(&story, 1.0)[&story.watch])
        };
        let d = between(well, bad, steps, &judged);
        let f = between(well, bad, steps, &own);
        let off = f / d - 1.0;
        let tolerance = if wish.full() { 0.03 } else { 0.06 };
        figures.push(Figure {
            row: 3,
            what: format!("threshold of {name}"),
            target: format!("within {:.0} %", tolerance * 100.0),
            measured: format!("F {f:.3}, D {d:.3} of capacity: {:+.1} %", off * 100.0),
            good: off.abs() <= tolerance,
        });
    }
    figures
}
