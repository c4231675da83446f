//! Row 8: p50 and p99 of the fluid engine against the oracle's own, below saturation and in
//! overload, at single stations and at the parts of whole systems.

use std::sync::Arc;

use crate::cases::{chains, twelves};
use crate::fluid::fluid;
use crate::judge::Seeds;
use crate::rows::{Figure, Wish};
use crate::shapes::{chain, one, twelve};
use crate::story::Story;
use crate::trace::{Trace, Window};

/// Farthest off, and how often within the tolerance.
#[derive(Default)]
struct Off {
    worst: f64,
    worst_at: String,
    inside: usize,
    all: usize,
}

impl Off {
    fn add(&mut self, at: &str, own: f64, true_one: f64, tolerance: f64) {
        if true_one <= 0.0 {
            return;
        }
        let off = (own / true_one - 1.0).abs();
        let fits = off <= tolerance;
        self.all += 1;
        self.inside += usize::from(fits);
        if off > self.worst {
            self.worst = off;
            at.clone_into(&mut self.worst_at);
        }
    }

    fn figure(&self, what: &str, tolerance: f64, share: f64) -> Figure {
        let inside = self.inside as f64 / self.all.max(1) as f64;
        Figure {
            row: 8,
            what: what.to_owned(),
            target: format!("within {:.0} % in {:.0} % of cases", tolerance * 100.0, share * 100.0),
            measured: format!(
                "{:.1} % of {}; worst {:.1} % off ({})",
                inside * 100.0,
                self.all,
                self.worst * 100.0,
                self.worst_at
            ),
            good: inside >= share,
        }
    }
}

/// Seconds after which a single slot busy at 95 % has forgotten how it began: it relaxes in
/// 1/(μ(1 − √ρ)²), which is 160 s at a service time of 0.1 s.
const RELAXED: u32 = 1000;

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    vec![stations(wish), calm(wish), overload(wish)]
}

/// Single stations below saturation.
fn stations(wish: &Wish) -> Figure {
    let mut off = Off::default();
    let calls = if wish.full() { 20_000_000.0 } else { 1_000_000.0 };
    for slots in [1_u32, 2, 8, 32] {
        for busy in [0.5, 0.8, 0.95] {
            let rate = busy * f64::from(slots) / 0.1;
            let name = format!("c {slots}, busy {busy}");
            // Long busy periods take more calls than there is time for on every change.
            if !wish.wants(&name) || (busy > 0.9 && !wish.full()) {
                continue;
            }
            let system = Arc::new(one(rate, slots, 100, 0, 0));
            // Long busy periods: few of them in so many calls.
            let times = if busy > 0.9 && slots < 8 { 8.0 } else { 1.0 };
            let seconds = (calls * times / rate) as u32;
            let story = Story::new(&name, &system, "s", seconds);
            let (mean, p50, p99) = crate::steady(&story, 1);
            let last = *fluid(&Story { seconds: RELAXED, ..story }, 1.0)["s"].last().unwrap();
            println!(
                "  {name:20} D mean {:8.1} p50 {:8.1} p99 {:8.1} ms; F p50 {:8.1} p99 {:8.1} ms",
                mean * 1e3,
                p50 * 1e3,
                p99 * 1e3,
                last.p50 * 1e3,
                last.p99 * 1e3,
            );
            off.add(&format!("{name}, p50"), last.p50, p50, 0.05);
            off.add(&format!("{name}, p99"), last.p99, p99, 0.05);
        }
    }
    off.figure("single stations below saturation", 0.05, 1.0)
}

/// Whole systems in peace, every part of them.
fn calm(wish: &Wish) -> Figure {
    let mut off = Off::default();
    let seconds = if wish.full() { 1200 } else { 120 };
    let systems = [
        ("chain 150", chain(150.0), "users"),
        ("chain 300", chain(300.0), "users"),
        ("chain 500", chain(500.0), "users"),
        ("twelve 200", twelve(200.0), "shoppers"),
        ("twelve 400", twelve(400.0), "shoppers"),
    ];
    for (name, system, users) in systems {
        if !wish.wants(name) {
            continue;
        }
        let system = Arc::new(system);
        let own = fluid(&Story::new(name, &system, users, 60), 1.0);
        for (part, trace) in &own {
            let f = *trace.last().unwrap();
            if f.ended < 20.0 {
                continue;
            }
            let story = Story::new(name, &system, part.as_str(), seconds);
            let (_, p50, p99) = crate::steady(&story, 2);
            println!(
                "  {name:12} {part:12} D p50 {:8.2} p99 {:8.2} ms; F p50 {:8.2} p99 {:8.2} ms",
                p50 * 1e3,
                p99 * 1e3,
                f.p50 * 1e3,
                f.p99 * 1e3,
            );
            off.add(&format!("{name} {part}, p50"), f.p50, p50, 0.05);
            off.add(&format!("{name} {part}, p99"), f.p99, p99, 0.05);
        }
    }
    off.figure("whole systems below saturation, each part", 0.05, 0.9)
}

/// Whole systems while they are overloaded: windows in which calls fail or wait.
fn overload(wish: &Wish) -> Figure {
    let mut off = Off::default();
    let seeds = if wish.full() { 20 } else { 5 };
    let every = if wish.full() { 1 } else { 4 };
    let stories = chains().into_iter().chain(twelves()).step_by(every);
    for story in stories.filter(|story| wish.wants(&story.name)) {
        let runs = crate::seeds(&story, seeds);
        let own = fluid(&story, 1.0);
        let traces: Vec<Trace> = runs.iter().map(|run| run[&story.watch].clone()).collect();
        let judge = Seeds::of(&traces);
        let usual = judge.median[2];
        let bad = |d: &Window| d.errors > 0.02 || d.p99 > 2.0 * usual.p99;
        for (place, f) in own[&story.watch].iter().enumerate() {
            let d = &judge.median[place];
            if !bad(d) {
                continue;
            }
            let [_, p99, p50] = judge.agrees(place, f);
            let at = format!("{} at {} s", story.name, place * 5);
            // Inside the oracle's own spread is as right as the oracle itself.
            off.add(&format!("{at}, p50"), if p50 { d.p50 } else { f.p50 }, d.p50, 0.15);
            off.add(&format!("{at}, p99"), if p99 { d.p99 } else { f.p99 }, d.p99, 0.15);
        }
    }
    off.figure("whole systems in overload, windows", 0.15, 0.9)
}
