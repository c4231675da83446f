//! Bad lines: delay and jitter, lost packets and what sending them again costs, a bandwidth that is
//! too small. It knows no caller and no callee.

use crate::model::fault::Line;

/// Packets of a call that are waited for one after the other: opening, request, answer, and the end
/// of a longer answer.
const PACKETS: f64 = 4.0;
/// Seconds until a lost packet is sent again for the first time: the least that Linux waits; each
/// further time takes twice as long (RFC 6298).
const AGAIN_AFTER: f64 = 0.2;
/// A packet lost more often than this in a row keeps its call longer than callers wait.
const MOST_LOSSES: i32 = 5;
/// Of packets that arrive damaged, checksums miss this share; those break the encryption.
const UNSEEN: f64 = 0.01;
/// Seconds of data that wait before a narrow line; more is lost.
const BUFFER: f64 = 1.0;

/// What a line does to the calls on it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bad {
    /// Seconds a call takes longer.
    pub(crate) delay: f64,
    /// Variance of that.
    pub(crate) spread: f64,
    /// Share that never arrives in time.
    pub(crate) cut: f64,
    /// Share that breaks.
    pub(crate) reset: f64,
}

impl Bad {
    /// What a line does at full strength, its bandwidth left out.
    pub(crate) fn of(line: &Line) -> Self {
        let lost = 1.0 - (1.0 - line.loss.clamp(0.0, 1.0)) * (1.0 - line.corrupt.clamp(0.0, 1.0));
        let (again, square, given_up) = again(lost);
        let jitter = line.jitter.as_f64();
        Self {
            delay: line.delay.as_f64() + PACKETS * again,
            spread: jitter * jitter + PACKETS * (square - again * again).max(0.0),
            cut: 1.0 - libm::pow(1.0 - given_up, PACKETS),
            reset: 1.0 - libm::pow(1.0 - line.corrupt.clamp(0.0, 1.0) * UNSEEN, PACKETS),
        }
    }

    /// Adds what a line does to a share of the calls.
    pub(crate) fn add(&mut self, other: &Self, share: f64) {
        let mean = other.delay * share;
        let square = (other.delay * other.delay + other.spread) * share;
        self.delay += mean;
        self.spread += (square - mean * mean).max(0.0);
        self.cut = 1.0 - (1.0 - self.cut) * (1.0 - other.cut * share);
        self.reset = 1.0 - (1.0 - self.reset) * (1.0 - other.reset * share);
    }
}

/// Seconds that sending a packet again takes, mean and mean square, of those that arrive in the end;
/// and the share that does not.
fn again(lost: f64) -> (f64, f64, f64) {
    let (mut mean, mut square, mut arrived) = (0.0, 0.0, 0.0);
    let (mut chance, mut pauses) = (1.0 - lost, 1.0);
    for _ in 0..=MOST_LOSSES {
        let waited = AGAIN_AFTER * (pauses - 1.0);
        mean += chance * waited;
        square += chance * waited * waited;
        arrived += chance;
        chance *= lost;
        pauses *= 2.0;
    }
    if arrived <= 1e-9 {
        return (0.0, 0.0, 1.0);
    }
    (mean / arrived, square / arrived, (1.0 - arrived).max(0.0))
}

/// What waits before a narrow line, in calls.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pipe {
    waiting: f64,
}

impl Pipe {
    /// A second in which `came` calls wanted to go through and `most` can.
    pub(crate) fn second(&mut self, came: f64, most: f64) -> Bad {
        if most <= 0.0 {
            return Bad { cut: 1.0, ..Bad::default() };
        }
        let wants = self.waiting + came - most;
        let room = most * BUFFER;
        let lost = (wants - room).max(0.0);
        let before = self.waiting;
        self.waiting = wants.clamp(0.0, room);
        let busy = (came / most).min(0.98);
        // Between full and empty it is a queue with constant service time (Pollaczek, Khinchine).
        let usual = (1.0 + busy / (2.0 * (1.0 - busy))) / most;
        let delay = usual + f64::midpoint(before, self.waiting) / most;
        let cut = if came > 0.0 { (lost / came).min(1.0) } else { 0.0 };
        Bad { delay, spread: usual * usual, cut, reset: 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::Span;

    fn losing(loss: f64) -> Bad {
        let delay = Span(0);
        Bad::of(&Line { delay, jitter: delay, loss, corrupt: 0.0, bandwidth: None, per_call: 1.0 })
    }

    #[test]
    fn a_percent_of_loss_costs_little_and_a_half_breaks_calls() {
        let little = losing(0.01);
        assert!((0.006..0.012).contains(&little.delay) && little.cut < 1e-6, "{little:?}");
        let half = losing(0.5);
        assert!(half.delay > 1.0 && (0.04..0.12).contains(&half.cut), "{half:?}");
        assert!((losing(1.0).cut - 1.0).abs() < 1e-9);
        assert!(losing(0.0).delay.abs() < 1e-12);
    }

    #[test]
    fn a_narrow_line_fills_its_buffer_and_loses_the_rest() {
        let mut pipe = Pipe::default();
        assert!(pipe.second(50.0, 100.0).delay < 0.02);
        let mut last = Bad::default();
        for _ in 0..10 {
            last = pipe.second(200.0, 100.0);
        }
        assert!((last.cut - 0.5).abs() < 1e-9 && last.delay > 0.99, "{last:?}");
    }
}
