//! Engine D: every request of a system simulated by itself, event by event. It is the judge of the
//! fluid engine and shares nothing with it but the system, the policies' rules and constants.
//! It plays synchronous calls, timeouts, retries, backoff, pools, breakers, budgets, caches and
//! bounded queues; messages are accepted and forgotten; instances of a service share one queue.
#![expect(
    clippy::print_stdout,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "figures are printed for who reads them, and simulated counts are small"
)]

mod engine;
mod event;
mod grid;
mod plan;
mod policy;
mod random;
mod theory;
mod trace;
mod windows;

pub(crate) use engine::{Oracle, Trouble};
pub(crate) use trace::{Trace, compare, fluid, median, verdict};
