//! The clock of a live drill: how many drill-seconds are due. It knows speed and pause from the
//! journal alone, and never catches up on time that a machine slept.

use std::time::Duration;

use tokio::time::Instant;

use crate::journal::{Entry, Event};

/// The shortest time between two ticks of a drill at its usual pace; faster speeds take several
/// drill-seconds at once.
const BEAT: Duration = Duration::from_millis(100);
/// The most time that is made up for after a stall.
const CATCH_UP: Duration = Duration::from_secs(2);

/// The clock.
#[derive(Clone, Debug)]
pub struct Clock {
    pace: Duration,
    speed: u32,
    paused: bool,
    /// From here on, drill-seconds are counted.
    anchor: Instant,
    granted: u32,
    last: Instant,
}

impl Clock {
    /// The clock of a drill in which `entries` happened, running from now on; at speed 1 a
    /// drill-second lasts `pace`.
    #[must_use]
    pub fn new(pace: Duration, entries: &[Entry], now: Instant) -> Self {
        let mut clock = Self { pace, speed: 1, paused: false, anchor: now, granted: 0, last: now };
        clock.hear(entries, now);
        clock
    }

    /// How long a drill-second lasts at speed 1.
    #[must_use]
    pub fn pace(&self) -> Duration {
        self.pace
    }

    /// Whether it stands.
    #[must_use]
    pub fn paused(&self) -> bool {
        self.paused
    }

    /// Drill-seconds a second.
    #[must_use]
    pub fn speed(&self) -> u32 {
        self.speed
    }

    /// Takes in what happened to the clock.
    pub fn hear(&mut self, entries: &[Entry], now: Instant) {
        for entry in entries {
            match entry.event {
                Event::Paused => self.paused = true,
                Event::Resumed => self.paused = false,
                Event::SpeedSet(speed) => self.speed = speed.max(1),
                _ => continue,
            }
            self.start(now);
        }
    }

    /// Counts from now on.
    pub fn start(&mut self, now: Instant) {
        (self.anchor, self.last, self.granted) = (now, now, 0);
    }

    fn second(&self) -> Duration {
        self.pace / self.speed
    }

    /// When to look again.
    #[must_use]
    pub fn next(&self) -> Instant {
        let next = self.anchor + self.second().saturating_mul(self.granted.saturating_add(1));
        next.max(self.last + self.second().max(BEAT.min(self.pace)))
    }

    /// Takes the drill-seconds that are due.
    pub fn take(&mut self, now: Instant) -> u32 {
        let second = self.second();
        self.last = now;
        if second.is_zero() {
            return 1;
        }
        let passed = now.saturating_duration_since(self.anchor);
        let behind = passed.saturating_sub(second.saturating_mul(self.granted));
        if behind > CATCH_UP.max(second.saturating_mul(2)) {
            self.start(now);
            return 1;
        }
        let due = u32::try_from(behind.as_nanos() / second.as_nanos()).unwrap_or(1);
        self.granted = self.granted.saturating_add(due);
        due
    }
}
