//! How fast the oracle is: customers a second of a station with eight slots, beside a tight
//! hand-written event loop for the same station, interleaved, medians of five.
//! `cargo bench --bench judge --no-default-features`
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a bench measures by the clock and prints what it found"
)]

use std::collections::BinaryHeap;
use std::sync::Arc;
use std::time::Instant;

use firedrill_oracle::Oracle;
use firedrill_oracle::shapes::one;

const SLOTS: u32 = 8;
const RATE: f64 = 6400.0;
const SERVICE: f64 = 0.001;
/// Three million customers.
const SECONDS: u32 = 468;

fn main() {
    let system = Arc::new(one(RATE, SLOTS, 1, 0, 0));
    let (mut loops, mut oracles, mut events) = (Vec::new(), Vec::new(), 0);
    for seed in 0..5 {
        let begin = Instant::now();
        let (customers, wait) = hand_written(seed, f64::from(SECONDS));
        loops.push(customers / begin.elapsed().as_secs_f64());
        let mut oracle = Oracle::cold(&system, seed, 0);
        let begin = Instant::now();
        for _ in 0..SECONDS {
            oracle.step();
        }
        let book = oracle.book("s").unwrap_or_default();
        oracles.push(book.arrived as f64 / begin.elapsed().as_secs_f64());
        events = oracle.events();
        let own = book.wait / book.begun().max(1) as f64;
        println!("seed {seed}: mean wait {:.1} µs by hand, {:.1} µs here", wait * 1e6, own * 1e6);
    }
    let (by_hand, own) = (median(loops), median(oracles));
    println!("hand-written loop {:.2} M customers/s", by_hand / 1e6);
    println!(
        "oracle            {:.2} M customers/s, {:.2} of the loop; {events} events",
        own / 1e6,
        own / by_hand
    );
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// M/M/8 and nothing else: a heap of departures, a line of arrival times.
fn hand_written(seed: u64, seconds: f64) -> (f64, f64) {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut exponential = |mean: f64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        -mean * libm::log(((state >> 11) + 1) as f64 / (1_u64 << 53) as f64)
    };
    let mut line = std::collections::VecDeque::new();
    let mut ends: BinaryHeap<std::cmp::Reverse<u64>> = BinaryHeap::new();
    let (mut arrival, mut customers, mut wait, mut begun) = (0.0_f64, 0.0, 0.0, 0.0);
    loop {
        let end = ends.peek().map_or(f64::INFINITY, |end| f64::from_bits(end.0));
        let now = arrival.min(end);
        if now >= seconds {
            return (customers, wait / begun);
        }
        if arrival <= end {
            customers += 1.0;
            arrival = now + exponential(1.0 / RATE);
            if ends.len() < SLOTS as usize {
                begun += 1.0;
                ends.push(std::cmp::Reverse((now + exponential(SERVICE)).to_bits()));
            } else {
                line.push_back(now);
            }
        } else if let Some(came) = line.pop_front() {
            begun += 1.0;
            wait += now - came;
            let next = std::cmp::Reverse((now + exponential(SERVICE)).to_bits());
            if let Some(mut top) = ends.peek_mut() {
                *top = next;
            }
        } else {
            ends.pop();
        }
    }
}
