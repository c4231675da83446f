//! What a station or a pool is to the engine: an account of slot-time that a step can spend, and
//! the wait of calls that find no slot although it keeps up. It never moves a call.

use crate::world::erlang::waiting;

/// Slots as a conserved account. A fast call costs the time it holds a slot, a call that gets
/// stuck is held across the step; so what is in use never exceeds what there is.
#[derive(Clone, Debug, Default)]
pub(crate) struct Account {
    /// Slots.
    pub(crate) slots: f64,
    /// Slots held across the step boundary.
    pub(crate) held: f64,
    /// Slot-seconds left in this step.
    pub(crate) left: f64,
    /// Slot-seconds that calls longer than a step have spent in advance.
    pub(crate) debt: f64,
    /// Slots in use in the last step.
    pub(crate) used: f64,
    /// Calls that wait for a slot although the station keeps up.
    pub(crate) queue: f64,
    /// The mean of that wait in seconds.
    pub(crate) wait: f64,
    /// Its variance.
    pub(crate) wait_variance: f64,
    /// Time a call holds its slot: mean, from the last step that had any.
    pub(crate) hold: f64,
    /// Coefficient of variation of that time.
    pub(crate) hold_spread: f64,
    /// Calls per second that took a slot in the last step.
    pub(crate) rate: f64,
    /// Sums of this step: calls, slot time, its square.
    pub(crate) taken: f64,
    pub(crate) spent: f64,
    pub(crate) squares: f64,
}

impl Account {
    /// Whether there is no end to its slots.
    pub(crate) fn endless(&self) -> bool {
        self.slots.is_infinite()
    }

    /// Opens the account of a step.
    pub(crate) fn open(&mut self, dt: f64) {
        self.left = (self.slots - self.held) * dt - self.debt;
        self.taken = 0.0;
        self.spent = 0.0;
        self.squares = 0.0;
    }

    /// Charges calls that were served within the step, `mean` seconds in a slot.
    pub(crate) fn charge(&mut self, mass: f64, mean: f64, variance: f64) {
        self.left -= mass * mean;
        self.taken += mass;
        self.spent += mass * mean;
        self.squares += mass * (mean * mean + variance);
    }

    /// Charges calls that got stuck: they hold a slot from here on.
    pub(crate) fn hold(&mut self, mass: f64, dt: f64) {
        self.left -= mass * dt;
        self.held += mass;
        self.taken += mass;
    }

    /// Gives back the slots of calls that end `offset` seconds after the middle of the step.
    pub(crate) fn release(&mut self, mass: f64, offset: f64, dt: f64) {
        self.held = (self.held - mass).max(0.0);
        self.left += mass * (dt - offset);
    }

    /// Closes the account of a step; `most` calls can ever want a slot at once beyond the slots,
    /// `queued` really wait.
    pub(crate) fn close(&mut self, dt: f64, most: f64, queued: f64) {
        if self.endless() {
            self.used = 0.0;
            self.rate = self.taken / dt;
            return;
        }
        self.used = (self.slots - self.left.max(0.0) / dt).clamp(0.0, self.slots);
        // Slots taken away under held calls are nobody's debt: they come free as calls end.
        let over = (self.held - self.slots).max(0.0) * dt;
        self.debt = (-self.left - over).max(0.0);
        self.rate = self.taken / dt;
        if self.taken > 1e-9 && self.spent > 0.0 {
            let mean = self.spent / self.taken;
            let variance = (self.squares / self.taken - mean * mean).max(0.0);
            self.hold_spread = libm::sqrt(variance) / mean.max(1e-9);
        }
        if self.taken > 1e-9 {
            // Little's law: what is in use is rate times holding time.
            self.hold = (self.used * dt / self.taken).max(1e-6);
        }
        self.relax(dt, most, queued);
    }

    /// Moves the wait towards that of a station at rest, so that percentiles do not jump.
    fn relax(&mut self, dt: f64, most: f64, queued: f64) {
        if self.slots <= 0.0 || self.hold <= 0.0 || self.rate <= 0.0 {
            self.queue = 0.0;
            self.wait = 0.0;
            self.wait_variance = 0.0;
            return;
        }
        let busy = (self.used / self.slots).clamp(0.0, 0.98);
        let spread = self.hold_spread.min(4.0);
        let open = waiting(self.slots, busy, spread);
        let chance = crate::world::erlang::waits(self.slots, busy);
        let mut rest = open;
        if most.is_finite() {
            // Few callers cannot make a long queue: a closed population (FLUID.md §2).
            let power = if busy > 0.0 { libm::pow(busy, most.max(0.0)) } else { 0.0 };
            let top = 1.0 - power * (1.0 + most.max(0.0) * (1.0 - busy));
            let bottom = (1.0 - chance * power * busy).max(1e-9);
            rest = (open * (top / bottom).clamp(0.0, 1.0)).min(most.max(0.0));
        }
        let goal = (rest - queued).max(0.0);
        let slack = 1.0 - libm::sqrt(busy);
        let pace = self.slots / self.hold * slack * slack * dt;
        self.queue = (self.queue + pace * goal) / (1.0 + pace);
        if queued > 0.5 {
            self.queue = self.queue.min(goal);
        }
        self.wait = self.queue / self.rate;
        let chance = chance.clamp(1e-6, 1.0);
        self.wait_variance = self.wait * self.wait * (2.0 / chance - 1.0).max(1.0);
    }
}
