//! The books of a part: what came, what became of it, what is inside; and Little's law over all of
//! it. It counts whole calls, so that nothing is ever rounded away.

use std::collections::VecDeque;

/// Seconds that machines look back.
const KEPT: usize = 60;

/// A second of a part, as machines read it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Second {
    pub(crate) arrived: f64,
    pub(crate) begun: f64,
    pub(crate) used: f64,
    pub(crate) slots: f64,
    pub(crate) queue: f64,
    pub(crate) cpu: f64,
}

/// The books of a part.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// Calls that came to the door.
    pub arrived: u64,
    /// Executions that ended well.
    pub served: u64,
    /// Executions that ended badly.
    pub failed: u64,
    /// Calls refused at the door.
    pub rejected: u64,
    /// Calls that were taken away: their instance died, their caller cancelled, their patience ended.
    pub dropped: u64,
    /// Calls inside, in line or in a slot.
    pub inside: u64,
    /// Calls that had to wait in line, of those that got a slot.
    pub waited: u64,
    /// Seconds they waited.
    pub wait: f64,
    /// The integral of `inside` over time.
    pub area: f64,
    /// Seconds that calls which have left were inside.
    pub sojourn: f64,
    pub(crate) begun: u64,
    busy_area: f64,
    busy: u32,
    last: f64,
    before: (u64, u64, f64),
    pub(crate) seconds: VecDeque<Second>,
}

impl Book {
    /// Before anything changes: what was so until now.
    #[inline]
    pub(crate) fn mark(&mut self, now: f64) {
        let passed = now - self.last;
        self.area += self.inside.cast_signed() as f64 * passed;
        self.busy_area += f64::from(self.busy) * passed;
        self.last = now;
    }

    #[inline]
    pub(crate) fn enters(&mut self, now: f64) {
        self.mark(now);
        self.inside += 1;
    }

    #[inline]
    pub(crate) fn leaves(&mut self, now: f64, arrived: f64) {
        if now > self.last {
            self.mark(now);
        }
        self.inside -= 1;
        self.sojourn += now - arrived;
    }

    #[inline]
    pub(crate) fn takes_slot(&mut self, now: f64, arrived: f64) {
        if now > self.last {
            self.mark(now);
        }
        self.busy += 1;
        self.begun += 1;
        let wait = now - arrived;
        self.wait += wait;
        self.waited += u64::from(wait > 0.0);
    }

    #[inline]
    pub(crate) fn gives_slot(&mut self, now: f64) {
        if now > self.last {
            self.mark(now);
        }
        self.busy -= 1;
    }

    /// Ends a second.
    pub(crate) fn second(&mut self, now: f64, waiting: u32, slots: u32) {
        self.mark(now);
        let (arrived, begun, area) = self.before;
        if self.seconds.len() >= KEPT {
            self.seconds.pop_front();
        }
        self.seconds.push_back(Second {
            arrived: (self.arrived - arrived) as f64,
            begun: (self.begun - begun) as f64,
            used: self.busy_area - area,
            slots: f64::from(slots),
            queue: f64::from(waiting),
            cpu: 0.0,
        });
        self.before = (self.arrived, self.begun, self.busy_area);
    }

    /// The average of the last seconds.
    pub(crate) fn average(&self, window: usize, of: impl Fn(&Second) -> f64) -> f64 {
        let count = self.seconds.len().min(window).max(1) as f64;
        self.seconds.iter().rev().take(window).map(of).sum::<f64>() / count
    }

    /// Calls that got a slot.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// How far the books are from balance: 0 when every call is accounted for.
    pub fn missing(&self) -> i64 {
        let ended = self.served + self.failed + self.rejected + self.dropped;
        self.arrived.cast_signed() - (ended + self.inside).cast_signed()
    }
}
