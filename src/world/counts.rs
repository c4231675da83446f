//! What nodes and edges count in a second. It adds up; it never says what a figure means.

use crate::world::quantile::Moments;

/// What a node counts in a second; how long answers took is kept beside it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counts {
    /// Calls that arrived.
    pub(crate) arrived: f64,
    /// Executions and rejections that ended well.
    pub(crate) good: f64,
    /// That failed, for any reason.
    pub(crate) bad: f64,
    /// Refused because the queue was full.
    pub(crate) full: f64,
    /// Refused by shedding.
    pub(crate) shed: f64,
    /// Refused because nobody is there.
    pub(crate) gone: f64,
    /// Failed by itself.
    pub(crate) own: f64,
    /// Failed because a critical call failed.
    pub(crate) passed_on: f64,
    /// In flight when an instance died.
    pub(crate) dropped: f64,
    /// Whose caller stopped waiting.
    pub(crate) timeouts: f64,
}

impl Counts {
    /// Adds `factor` times all of another's.
    pub(crate) fn merge(&mut self, other: &Self, factor: f64) {
        self.arrived += other.arrived * factor;
        self.good += other.good * factor;
        self.bad += other.bad * factor;
        self.full += other.full * factor;
        self.shed += other.shed * factor;
        self.gone += other.gone * factor;
        self.own += other.own * factor;
        self.passed_on += other.passed_on * factor;
        self.dropped += other.dropped * factor;
        self.timeouts += other.timeouts * factor;
    }
}

/// What an edge counts in a second.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct EdgeCounts {
    /// Attempts sent, further ones included.
    pub(crate) sent: f64,
    /// Further attempts.
    pub(crate) retries: f64,
    /// Attempts answered well in time.
    pub(crate) good: Moments,
    /// Attempts answered badly.
    pub(crate) bad: f64,
    /// Attempts that timed out.
    pub(crate) timeouts: f64,
    /// Of these while they waited for a connection of the pool.
    pub(crate) pool_timeouts: f64,
    /// Not tried because the breaker was open.
    pub(crate) open: f64,
    /// Names that did not resolve.
    pub(crate) unresolved: f64,
    /// Calls that ended well, all attempts taken together.
    pub(crate) final_good: f64,
    /// Calls that failed for good.
    pub(crate) final_bad: f64,
    /// Look-ups a cache was asked.
    pub(crate) asked: f64,
    /// Of these answered by it.
    pub(crate) hits: f64,
    /// Failed at once on the way.
    pub(crate) refused: f64,
    /// Reached the callee.
    pub(crate) arrived: f64,
    /// Had a connection of the pool, and for how long.
    pub(crate) connected: Moments,
}

impl EdgeCounts {
    /// Attempts that failed.
    pub(crate) fn failed(&self) -> f64 {
        self.bad + self.timeouts
    }

    /// Adds `factor` times all of another's.
    pub(crate) fn merge(&mut self, other: &Self, factor: f64) {
        self.sent += other.sent * factor;
        self.retries += other.retries * factor;
        self.good.merge(&other.good.times(factor));
        self.bad += other.bad * factor;
        self.timeouts += other.timeouts * factor;
        self.pool_timeouts += other.pool_timeouts * factor;
        self.open += other.open * factor;
        self.unresolved += other.unresolved * factor;
        self.final_good += other.final_good * factor;
        self.final_bad += other.final_bad * factor;
        self.asked += other.asked * factor;
        self.hits += other.hits * factor;
        self.refused += other.refused * factor;
        self.arrived += other.arrived * factor;
        self.connected.merge(&other.connected.times(factor));
    }
}
