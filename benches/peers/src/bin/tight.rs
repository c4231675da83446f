//! M/M/8 as a tight loop written by hand for it alone: eight times of departure, one line of
//! arrivals. Nothing general could be faster. `tight CUSTOMERS SEED`.

use std::collections::VecDeque;

use peers::{Draws, SERVERS, argument, measured_customers};

fn main() {
    let (customers, seed) = (argument(1), argument(2));
    measured_customers(|| serve(customers, seed));
}

fn serve(customers: u64, seed: u64) -> (u64, f64) {
    let mut draws = Draws::new(seed);
    // When each server is free, and when its customer came.
    let mut leaves = [f64::INFINITY; SERVERS];
    let mut came = [0.0; SERVERS];
    let mut busy = 0;
    let mut line: VecDeque<f64> = VecDeque::new();
    let mut next = draws.pause();
    let (mut served, mut sum) = (0, 0.0);
    while served < customers {
        let (mut first, mut server) = (leaves[0], 0);
        for (place, &at) in leaves.iter().enumerate().skip(1) {
            if at < first {
                (first, server) = (at, place);
            }
        }
        if next <= first {
            if busy < SERVERS {
                let free = leaves.iter().position(|at| at.is_infinite()).unwrap_or(0);
                leaves[free] = next + draws.service();
                came[free] = next;
                busy += 1;
            } else {
                line.push_back(next);
            }
            next += draws.pause();
        } else {
            served += 1;
            sum += first - came[server];
            if let Some(arrived) = line.pop_front() {
                leaves[server] = first + draws.service();
                came[server] = arrived;
            } else {
                leaves[server] = f64::INFINITY;
                busy -= 1;
            }
        }
    }
    (served, sum / served as f64)
}
