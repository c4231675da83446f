//! When things happen: a heap of small events for times that are drawn, first-in-first-out lanes
//! for times that are constant, such as a timeout, and each class's next visit. It knows no call.

use std::collections::VecDeque;

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    /// A visit is begun again.
    VisitAgain,
    /// An own service ends.
    Served,
    /// An own service ends badly.
    Broken,
    /// A pause before an attempt ends.
    Attempt,
    /// A look-up found nothing: now the callee is asked.
    Asked,
    /// Something of the caller's own ends well: a look-up, a plain answer.
    Own,
    /// An answer arrives well.
    Well,
    /// An answer arrives, a bad one.
    Badly,
    /// Somebody in line has no more patience.
    Leaves,
    /// A caller stops waiting.
    Timeout,
    /// A failed message is delivered again.
    Deliver,
    /// A call has failed for good.
    Fails,
}

const KINDS: [Kind; 12] = [
    Kind::VisitAgain,
    Kind::Served,
    Kind::Broken,
    Kind::Attempt,
    Kind::Asked,
    Kind::Own,
    Kind::Well,
    Kind::Badly,
    Kind::Leaves,
    Kind::Timeout,
    Kind::Deliver,
    Kind::Fails,
];

/// An event's subject: a place, and its generation, so that what no longer is can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Note(u64);

impl Note {
    pub(crate) fn new(kind: Kind, place: u32, age: u32) -> Self {
        Self(u64::from(place) | u64::from(age & AGES) << 32 | (kind as u64) << 60)
    }

    pub(crate) fn kind(self) -> Kind {
        KINDS.get((self.0 >> 60) as usize).copied().unwrap_or(Kind::Fails)
    }

    pub(crate) fn place(self) -> u32 {
        (self.0 & 0xFFFF_FFFF) as u32
    }

    pub(crate) fn age(self) -> u32 {
        (self.0 >> 32) as u32 & AGES
    }
}

/// Generations are counted within so many bits.
pub(crate) const AGES: u32 = (1 << 28) - 1;

/// Sixteen bytes: times are never negative, so their bits are in their order.
#[derive(Clone, Copy)]
struct At(u64, Note);

/// Children of a node of the heap: with so many there are few levels, and the least of them is
/// found without a branch to guess.
const CHILDREN: usize = 8;
/// Later than everything: fills the last node's children.
const NEVER: At = At(u64::MAX, Note(0));

/// A heap. Its top is taken away only when it is known that nothing replaces it: most events plan
/// the next one.
#[derive(Default)]
pub(crate) struct Heap {
    /// The items, and behind them as many that never come as a node has children.
    items: Vec<At>,
    count: usize,
    hole: bool,
}

impl Heap {
    #[inline(always)]
    pub(crate) fn push(&mut self, time: f64, note: Note) {
        let item = At(time.to_bits(), note);
        if self.hole {
            self.hole = false;
            self.sink(item);
            return;
        }
        let mut at = self.count;
        self.count += 1;
        if self.items.len() < self.count + CHILDREN {
            self.items.resize(2 * self.count + CHILDREN, NEVER);
        }
        while at > 0 {
            let above = (at - 1) / CHILDREN;
            if self.items[above].0 <= item.0 {
                break;
            }
            self.items[at] = self.items[above];
            at = above;
        }
        self.items[at] = item;
    }

    /// When the next event is due.
    #[inline]
    pub(crate) fn due(&mut self) -> f64 {
        if self.hole {
            self.hole = false;
            self.count -= 1;
            let last = std::mem::replace(&mut self.items[self.count], NEVER);
            if self.count > 0 {
                self.sink(last);
            }
        }
        if self.count > 0 { f64::from_bits(self.items[0].0) } else { f64::INFINITY }
    }

    /// Takes the event that [`Heap::due`] has spoken of.
    #[inline]
    pub(crate) fn take(&mut self) -> Note {
        self.hole = true;
        self.items[0].1
    }

    /// Puts an item where the top was, and lets it sink to its place.
    #[inline(always)]
    fn sink(&mut self, item: At) {
        let items = self.items.as_mut_slice();
        let mut at = 0;
        loop {
            let first = CHILDREN * at + 1;
            if first >= self.count {
                break;
            }
            let least = first + least(&items[first..first + CHILDREN]);
            if item.0 <= items[least].0 {
                break;
            }
            items[at] = items[least];
            at = least;
        }
        items[at] = item;
    }
}

/// The place of the least, by a tournament.
#[inline]
fn least(items: &[At]) -> usize {
    let of = |one: usize, other: usize| if items[other].0 < items[one].0 { other } else { one };
    of(of(of(0, 1), of(2, 3)), of(of(4, 5), of(6, 7)))
}

/// Events that are all due so long after they are planned.
struct Lane {
    after: f64,
    line: VecDeque<(f64, Note)>,
}

/// Lanes by their length, and which is due next.
pub(crate) struct Lanes {
    all: Vec<Lane>,
    next: usize,
    due: f64,
}

impl Default for Lanes {
    fn default() -> Self {
        Self { all: Vec::new(), next: 0, due: f64::INFINITY }
    }
}

impl Lanes {
    /// The lane of a length of time.
    pub(crate) fn lane(&mut self, after: f64) -> usize {
        let known = self.all.iter().position(|lane| lane.after.to_bits() == after.to_bits());
        known.unwrap_or_else(|| {
            self.all.push(Lane { after, line: VecDeque::new() });
            self.all.len() - 1
        })
    }

    #[inline(always)]
    pub(crate) fn push(&mut self, lane: usize, now: f64, note: Note) {
        let due = now + self.all[lane].after;
        self.all[lane].line.push_back((due, note));
        if due < self.due {
            self.due = due;
            self.next = lane;
        }
    }

    /// When the next event is due.
    #[inline]
    pub(crate) fn due(&self) -> f64 {
        self.due
    }

    /// Takes it. What stands behind it and is no longer `alive` goes with it.
    pub(crate) fn take(&mut self, alive: impl Fn(Note) -> bool) -> Option<Note> {
        let line = &mut self.all[self.next].line;
        let first = line.pop_front().map(|(_, note)| note);
        while line.front().is_some_and(|(_, note)| !alive(*note)) {
            line.pop_front();
        }
        self.due = f64::INFINITY;
        for (place, lane) in self.all.iter().enumerate() {
            if let Some((due, _)) = lane.line.front()
                && *due < self.due
            {
                self.due = *due;
                self.next = place;
            }
        }
        first
    }
}

/// When each class's next visit begins: one at most for each, so that no heap is needed.
pub(crate) struct Visits {
    all: Vec<f64>,
    next: usize,
    due: f64,
}

impl Visits {
    /// Room for so many classes, none of which comes.
    pub(crate) fn of(classes: usize) -> Self {
        Self { all: vec![f64::INFINITY; classes], next: 0, due: f64::INFINITY }
    }

    /// Plans a class's next visit; what was planned before is void.
    #[inline]
    pub(crate) fn plan(&mut self, class: u32, time: f64) {
        self.all[class as usize] = time;
        (self.next, self.due) = (0, f64::INFINITY);
        for (class, &time) in self.all.iter().enumerate() {
            if time < self.due {
                (self.next, self.due) = (class, time);
            }
        }
    }

    /// When the next visit begins.
    #[inline]
    pub(crate) fn due(&self) -> f64 {
        self.due
    }

    /// Whose it is.
    #[inline]
    pub(crate) fn class(&self) -> u32 {
        self.next as u32
    }
}

#[cfg(test)]
mod tests {
    use super::{Heap, Kind, Note};
    use crate::random::Dice;

    #[test]
    fn events_come_in_the_order_of_their_times() {
        let mut heap = Heap::default();
        let mut dice = Dice::new(1);
        let mut now = 0.0;
        for place in 0..200 {
            heap.push(dice.exponential(1.0), Note::new(Kind::Served, place, 0));
        }
        for round in 0..10_000 {
            let due = heap.due();
            assert!(due >= now, "{due} after {now}");
            now = due;
            heap.take();
            for _ in 0..dice.below(3) {
                heap.push(now + dice.exponential(1.0), Note::new(Kind::Served, round, 0));
            }
            if heap.due().is_infinite() {
                heap.push(now, Note::new(Kind::Served, round, 0));
            }
        }
    }
}
