//! Row 1: the oracle against what queueing theory knows exactly: Erlang C, Pollaczek and Khinchine,
//! a network of Jackson's, Erlang A, Erlang B. Formulas are by their definitions, in their stable
//! form; the fluid engine is not asked.

use std::sync::Arc;

use firedrill::model::system::System;

use crate::books::Book;
use crate::each;
use crate::engine::Oracle;
use crate::rows::{Figure, Wish};
use crate::shapes::{call, clients, one, service, station, system};

/// The own service of every station here, in seconds.
const SERVICE: f64 = 0.001;
/// Seeds a cell is divided into, so that its spread can be told.
const SEEDS: u64 = 8;

/// A cell: a system, the part to look at, and how many customers it sees in the full version.
struct Cell {
    name: String,
    system: Arc<System>,
    part: &'static str,
    rate: f64,
    patience: f64,
    customers: f64,
}

/// What a seed saw.
type Reading = fn(&Book, f64) -> f64;

/// Measures the row.
pub(crate) fn measure(wish: &Wish) -> Vec<Figure> {
    let mut figures = Vec::new();
    for slots in [1_u32, 2, 8, 32] {
        for busy in [0.5, 0.8, 0.95] {
            let name = format!("Erlang C, c {slots}, busy {busy}");
            // Long busy periods: few of them in a hundred million customers.
            let times = if busy > 0.9 && slots < 8 { 4.0 } else { 1.0 };
            let cell = station_cell(&name, slots, busy, times);
            let chance = erlang_c(slots, busy);
            let mean = chance * SERVICE / (f64::from(slots) * (1.0 - busy));
            figures.extend(run(wish, &cell, &[wait(mean), waits(chance)]));
        }
    }
    for spread in [0.0, 0.5, 2.0] {
        for busy in [0.5, 0.8] {
            let mut lone = system();
            service(&mut lone, "s", station(1, 1, 1, spread, 4_000_000), vec![]);
            let rate = busy / SERVICE;
            clients(&mut lone, "users", rate, 1, vec![call("s", 0)]);
            let name = format!("Pollaczek-Khinchine, spread {spread}, busy {busy}");
            let cell = Cell { rate, ..cell_of(&name, lone, "s") };
            let mean = busy * SERVICE * (1.0 + spread * spread) / (2.0 * (1.0 - busy));
            figures.extend(run(wish, &cell, &[wait(mean), waits(busy)]));
        }
    }
    figures.extend(jackson(wish));
    figures.extend(erlang_a(wish));
    for (slots, busy) in [(8, 0.8), (32, 0.9), (32, 1.1)] {
        let rate = busy * f64::from(slots) / SERVICE;
        let mut lossy = system();
        service(&mut lossy, "s", station(1, slots, 1, 1.0, 0), vec![]);
        clients(&mut lossy, "users", rate, 1, vec![call("s", 0)]);
        let name = format!("Erlang B, c {slots}, offered {busy}");
        let cell = Cell { rate, ..cell_of(&name, lossy, "s") };
        let blocked: Reading = |book, _| book.rejected as f64 / book.arrived as f64;
        let wanted = [Wanted::share("P(blocked)", erlang_b(slots, busy), blocked)];
        figures.extend(run(wish, &cell, &wanted));
    }
    figures
}

fn cell_of(name: &str, system: System, part: &'static str) -> Cell {
    Cell {
        name: name.to_owned(),
        system: Arc::new(system),
        part,
        rate: 1.0,
        patience: 0.0,
        customers: 1e8,
    }
}

fn station_cell(name: &str, slots: u32, busy: f64, times: f64) -> Cell {
    let rate = busy * f64::from(slots) / SERVICE;
    let system = one(rate, slots, 1, 0, 0);
    Cell { rate, customers: 1e8 * times, ..cell_of(name, system, "s") }
}

/// A figure that theory knows.
struct Wanted {
    what: &'static str,
    theory: f64,
    reading: Reading,
    /// Whether the tolerance is half a point rather than a hundredth of the figure.
    points: bool,
}

impl Wanted {
    fn share(what: &'static str, theory: f64, reading: Reading) -> Self {
        Self { what, theory, reading, points: true }
    }

    fn mean(what: &'static str, theory: f64, reading: Reading) -> Self {
        Self { what, theory, reading, points: false }
    }
}

fn wait(theory: f64) -> Wanted {
    Wanted::mean("mean wait", theory, |book, _| book.wait / book.begun as f64)
}

fn waits(theory: f64) -> Wanted {
    Wanted::share("P(wait)", theory, |book, _| book.waited as f64 / book.begun as f64)
}

/// Runs a cell over its seeds.
fn run(wish: &Wish, cell: &Cell, wanted: &[Wanted]) -> Vec<Figure> {
    if !wish.wants(&cell.name) {
        return Vec::new();
    }
    let customers = if wish.full() { cell.customers } else { 1.6e6 };
    let seconds = (customers / cell.rate / SEEDS as f64).ceil() as u32;
    let books = each(SEEDS, |seed| {
        let mut oracle = Oracle::cold(&cell.system, seed, 0);
        oracle.impatient(cell.part, cell.patience);
        for _ in 0..seconds {
            oracle.step();
        }
        (oracle.book(cell.part).unwrap(), f64::from(seconds))
    });
    let seen: u64 = books.iter().map(|(book, _)| book.arrived).sum();
    let figures = wanted.iter().map(|wanted| {
        let reads: Vec<f64> =
            books.iter().map(|(book, seconds)| (wanted.reading)(book, *seconds)).collect();
        let mean = reads.iter().sum::<f64>() / SEEDS as f64;
        let square = reads.iter().map(|read| (read - mean) * (read - mean)).sum::<f64>();
        // Student's 99.9 % for seven degrees of freedom is 5.41 (Abramowitz & Stegun, table 26.10).
        let band = 5.41 * (square / (SEEDS * (SEEDS - 1)) as f64).sqrt();
        let tolerance = if wanted.points { 0.005 } else { 0.01 * wanted.theory };
        let off = (mean - wanted.theory).abs();
        // Where hardly anybody waits, a hundred million customers still tell their wait to a tenth.
        let few = wanted.theory * cell.rate < 1e-3;
        let short = (!wish.full() || few) && off <= band;
        let unit = |value: f64| {
            if wanted.points { format!("{:.3} %", value * 100.0) } else { format!("{value:.4e}") }
        };
        Figure {
            row: 1,
            what: format!("{}: {}", cell.name, wanted.what),
            target: format!("{} ± {}", unit(wanted.theory), unit(tolerance)),
            measured: format!(
                "{} ± {} ({:.0} M customers)",
                unit(mean),
                unit(band),
                seen as f64 / 1e6
            ),
            good: off <= tolerance || short,
        }
    });
    let figures: Vec<Figure> = figures.collect();
    for figure in &figures {
        println!("  {} {} for {}", figure.what, figure.measured, figure.target);
    }
    figures
}

/// Erlang B by its recursion, `busy` being the offered load a slot.
fn erlang_b(slots: u32, busy: f64) -> f64 {
    let offered = f64::from(slots) * busy;
    (1..=slots).fold(1.0, |b, k| offered * b / (f64::from(k) + offered * b))
}

/// Erlang C from Erlang B.
fn erlang_c(slots: u32, busy: f64) -> f64 {
    let b = erlang_b(slots, busy);
    b / (1.0 - busy * (1.0 - b))
}

/// Visitors go to the first node, half of them to the second, and all of them twice to the third:
/// an open network with a Poisson stream from outside, so each node waits as if it stood alone
/// (Jackson 1957).
fn jackson(wish: &Wish) -> Vec<Figure> {
    let rate = 1400.0;
    let nodes = [("a", 2_u32, 1.0), ("b", 1, 0.5), ("c", 4, 2.0)];
    let mut network = system();
    let mut calls = Vec::new();
    for (name, slots, often) in nodes {
        service(&mut network, name, station(1, slots, 1, 1.0, 4_000_000), vec![]);
        let mut visit = call(name, 0);
        visit.per_call = often;
        calls.push(visit);
    }
    clients(&mut network, "users", rate, 1, calls);
    let mut figures = Vec::new();
    for (name, slots, often) in nodes {
        let busy = rate * often * SERVICE / f64::from(slots);
        let chance = erlang_c(slots, busy);
        let mean = chance * SERVICE / (f64::from(slots) * (1.0 - busy));
        let title = format!("Jackson network, node {name}, busy {busy:.2}");
        let cell = Cell { rate, ..cell_of(&title, network.clone(), name) };
        figures.extend(run(wish, &cell, &[wait(mean), waits(chance)]));
    }
    figures
}

/// M/M/c with exponential patience: the chain of how many are inside, summed up (Palm 1957;
/// Garnett, Mandelbaum & Reiman 2002).
fn erlang_a(wish: &Wish) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (slots, busy, patience) in [(8_u32, 0.95, 0.004), (8, 1.2, 0.002), (32, 1.1, 0.01)] {
        let rate = busy * f64::from(slots) / SERVICE;
        let (mut weight, mut all, mut inside, mut waiting, mut in_line) = (1.0, 0.0, 0.0, 0.0, 0.0);
        for n in 0..100_000_u32 {
            let line = f64::from(n.saturating_sub(slots));
            all += weight;
            inside += weight * f64::from(n);
            waiting += if n >= slots { weight } else { 0.0 };
            in_line += weight * line;
            let ends = f64::from((n + 1).min(slots)) / SERVICE
                + f64::from((n + 1).saturating_sub(slots)) / patience;
            weight *= rate / ends;
            if weight < 1e-18 * all {
                break;
            }
        }
        let name = format!("Erlang A, c {slots}, offered {busy}, patience {patience} s");
        let system = one(rate, slots, 1, 0, 0);
        let cell = Cell { rate, patience, ..cell_of(&name, system, "s") };
        let gone: Reading = |book, _| book.dropped as f64 / book.arrived as f64;
        let held: Reading = |book, seconds| book.area / seconds;
        let wait: Reading = |book, _| (book.waited + book.dropped) as f64 / book.arrived as f64;
        let wanted = [
            Wanted::mean("mean inside", inside / all, held),
            Wanted::share("P(wait)", waiting / all, wait),
            Wanted::share("P(leaves)", in_line / all / patience / rate, gone),
        ];
        figures.extend(run(wish, &cell, &wanted));
    }
    figures
}
