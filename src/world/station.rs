//! What a station or a pool is to the engine: an account of slot-time that a step can spend, and
//! the wait of calls that find no slot although it keeps up. It never moves a call.

use crate::world::erlang::waits;
use crate::world::quantile::{Delay, Moments};

/// A round of calls smaller than this share of the first is not worth going down the tree for:
/// they wait, and the slot-time they would have taken is there in the next step.
pub(crate) const WORTH: f64 = 0.02;

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
    /// Slot-seconds that calls longer than a step have spent in advance; below 0, what calls in line
    /// could have had and were too few for.
    pub(crate) debt: f64,
    /// Slots in use in the last step.
    pub(crate) used: f64,
    /// Calls that wait for a slot although the station keeps up.
    pub(crate) queue: f64,
    /// That wait.
    pub(crate) wait: Delay,
    /// Most calls that can ever want a slot at once, beyond the slots: callers have slots and
    /// pools themselves.
    pub(crate) most: f64,
    /// Time a call holds its slot: mean, over about twice that time.
    pub(crate) hold: f64,
    /// Slot-seconds in use and calls that took a slot, older ones for less: what `hold` is from.
    pub(crate) area: f64,
    pub(crate) calls: f64,
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

    /// Whether there is room for more than its usual calls: it was not busier than `most` (a
    /// share) and the step has most of its slot-time left.
    pub(crate) fn spare(&self, most: f64, dt: f64) -> bool {
        self.endless()
            || (self.slots > 0.0
                && self.used <= most * self.slots
                && self.left >= (1.0 - most) * self.slots * dt)
    }

    /// Opens the account of a step.
    pub(crate) fn open(&mut self, dt: f64) {
        self.left = (self.slots - self.held) * dt - self.debt;
        self.taken = 0.0;
        self.spent = 0.0;
        self.squares = 0.0;
    }

    /// Charges calls that were served within the step, `mean` seconds in a slot.
    pub(crate) fn charge(&mut self, mass: f64, time: &Delay) {
        let spent = mass * time.mean;
        self.left -= spent;
        self.taken += mass;
        self.spent += spent;
        self.squares += mass * time.square;
    }

    /// Charges calls that were served within the step, from times that include their `wait` for
    /// the slot.
    pub(crate) fn charge_after(&mut self, done: &Moments, wait: &Delay) {
        let spent = done.sum - done.mass * wait.mean;
        self.left -= spent;
        self.taken += done.mass;
        self.spent += spent;
        self.squares += done.square - 2.0 * wait.mean * spent - done.mass * wait.square;
    }

    /// Charges calls that got stuck: they hold a slot from here on, but for what they `waited`
    /// for it, seconds that are within the time until their release.
    pub(crate) fn hold(&mut self, mass: f64, dt: f64, waited: f64) {
        self.left -= mass * (dt - waited);
        self.held += mass;
        self.taken += mass;
    }

    /// Gives back the slots of calls that end `offset` seconds after the middle of the step.
    pub(crate) fn release(&mut self, mass: f64, offset: f64, dt: f64) {
        self.held = (self.held - mass).max(0.0);
        self.left += mass * (dt - offset);
    }

    /// Closes the account of a step; `queued` calls really wait.
    pub(crate) fn close(&mut self, dt: f64, queued: f64) {
        if self.endless() {
            self.used = 0.0;
            self.rate = self.taken / dt;
            return;
        }
        self.used = (self.slots - self.left.max(0.0) / dt).clamp(0.0, self.slots);
        // Slots taken away under held calls are nobody's debt: they come free as calls end.
        let over = (self.held - self.slots).max(0.0) * dt;
        let unspent = if queued > 0.0 { WORTH * self.slots * dt } else { 0.0 };
        self.debt = (-self.left - over).max(-unspent);
        self.rate = self.taken / dt;
        if self.taken > 1e-9 && self.spent > 0.0 {
            let mean = self.spent / self.taken;
            let variance = (self.squares / self.taken - mean * mean).max(0.0);
            self.hold_spread = libm::sqrt(variance) / mean.max(1e-9);
        }
        // Little's law: what is in use is rate times holding time. It tells of no single step: while
        // all slots are held none is taken, however short the calls are, and when fewer come those
        // that hold one still have it.
        let memory = 2.0 * self.hold / (2.0 * self.hold + dt);
        self.area = memory * self.area + self.used * dt;
        self.calls = memory * self.calls + self.taken;
        if self.calls > 1e-9 {
            self.hold = (self.area / self.calls).max(1e-6);
        }
        self.relax(dt, queued);
    }

    /// Moves the wait towards that of a station at rest, so that percentiles do not jump.
    fn relax(&mut self, dt: f64, queued: f64) {
        if self.slots <= 0.0 || self.hold <= 0.0 || self.used <= 0.0 {
            self.queue = 0.0;
            self.wait = Delay::default();
            return;
        }
        let busy = (self.used / self.slots).clamp(0.0, 0.98);
        let chance = waits(self.slots, busy);
        if chance <= 0.0 && self.queue < 1e-9 {
            self.queue = 0.0;
            self.wait = Delay::default();
            return;
        }
        let spread = self.hold_spread.min(4.0);
        let open = chance * busy / (1.0 - busy) * (1.0 + spread * spread) / 2.0;
        let mut rest = open;
        if self.most.is_finite() {
            // Few callers cannot make a long queue: a closed population (FLUID.md §2).
            let most = self.most.max(0.0);
            let power = if busy > 0.0 { libm::pow(busy, most) } else { 0.0 };
            let top = 1.0 - power * (1.0 + most * (1.0 - busy));
            let bottom = (1.0 - chance * power * busy).max(1e-9);
            rest = (open * (top / bottom).clamp(0.0, 1.0)).min(most);
        }
        let goal = (rest - queued).max(0.0);
        let slack = 1.0 - libm::sqrt(busy);
        let rate = self.rate.max(self.used / self.hold);
        let pace = self.slots * rate / self.used * slack * slack * dt;
        self.queue = (self.queue + pace * goal) / (1.0 + pace);
        if queued > 0.5 {
            self.queue = self.queue.min(goal);
        }
        // A line longer than it would be at rest is one that more have to join.
        let join = 2.0 * self.queue * (1.0 - busy) / (busy * (1.0 + spread * spread));
        self.wait = waited(self.queue / rate, chance.max(join).clamp(1e-6, 1.0));
    }
}

/// A wait of this mean that only the share `chance` has at all, and those an exponential one: its
/// raw moments are 2C(w/C)² and 6C(w/C)³.
fn waited(mean: f64, chance: f64) -> Delay {
    let each = mean / chance;
    Delay { mean, square: 2.0 * mean * each, cube: 6.0 * mean * each * each }
}
