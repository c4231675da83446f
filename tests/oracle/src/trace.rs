//! What came of a run, in windows of 5 seconds. It never compares two.

use std::collections::BTreeMap;

use firedrill::model::id::PartId;

/// Seconds of a window.
pub const WINDOW: u32 = 5;

/// Five seconds of a part.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    /// What ended in it.
    pub ended: f64,
    /// The share of these that failed.
    pub errors: f64,
    /// Time to answer.
    pub p50: f64,
    /// Time to answer.
    pub p99: f64,
}

/// A part through a run.
pub type Trace = Vec<Window>;

/// All parts through a run.
pub type Run = BTreeMap<PartId, Trace>;

/// Times are counted in bins, 128 of them an octave: half a percent wide, found by shifting the
/// bits of the number.
const SHIFT: u32 = 45;
/// The bin of the shortest time that is told apart, 2^-14 s, one sixteenth of a millisecond.
const FIRST: u64 = (1023 - 14) << (52 - SHIFT);
const BINS: usize = 25 << (52 - SHIFT);

/// Bins of a block; blocks in which nothing lies are passed over.
const BLOCK: usize = 64;
const BLOCKS: usize = BINS / BLOCK;

/// Times to answer, counted: by bin, and by block of bins, so that what a short window holds is
/// found without a look at every bin.
#[derive(Clone)]
pub(crate) struct Times {
    bins: Box<[u32; BINS]>,
    blocks: [u32; BLOCKS],
}

impl Default for Times {
    fn default() -> Self {
        Self { bins: Box::new([0; BINS]), blocks: [0; BLOCKS] }
    }
}

impl Times {
    #[inline]
    fn put(&mut self, age: f64) {
        let bin = (age.to_bits() >> SHIFT).saturating_sub(FIRST) as usize;
        let bin = bin.min(BINS - 1);
        self.bins[bin] += 1;
        self.blocks[bin / BLOCK] += 1;
    }

    fn count(&self) -> u64 {
        self.blocks.iter().map(|&count| u64::from(count)).sum()
    }

    /// The time below which this share lies; spread evenly over its bin.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let wanted = self.count() as f64 * share;
        let mut below = 0.0;
        for (block, &count) in self.blocks.iter().enumerate() {
            let count = f64::from(count);
            if count > 0.0 && below + count >= wanted {
                return self.within(block, wanted - below);
            }
            below += count;
        }
        0.0
    }

    /// The time below which so many of a block lie.
    fn within(&self, block: usize, wanted: f64) -> f64 {
        let first = block * BLOCK;
        let mut below = 0.0;
        for (bin, &count) in self.bins.iter().enumerate().skip(first).take(BLOCK) {
            let count = f64::from(count);
            if count > 0.0 && below + count >= wanted {
                let edge = |bin: usize| f64::from_bits((FIRST + bin as u64) << SHIFT);
                let low = if bin == 0 { 0.0 } else { edge(bin) };
                let place = ((wanted - below) / count).clamp(0.0, 1.0);
                return low + (edge(bin + 1) - low) * place;
            }
            below += count;
        }
        0.0
    }

    /// Bins and count of each block in which something lies.
    fn filled(&mut self) -> impl Iterator<Item = (usize, &mut [u32], &mut u32)> {
        let blocks = self.bins.chunks_exact_mut(BLOCK).zip(&mut self.blocks).enumerate();
        blocks.map(|(block, (bins, count))| (block, bins, count)).filter(|(.., count)| **count > 0)
    }

    /// Takes all of another, and leaves it empty.
    fn take(&mut self, other: &mut Self) {
        for (block, bins, count) in other.filled() {
            let own = &mut self.bins[block * BLOCK..][..BLOCK];
            for (own, other) in own.iter_mut().zip(bins.iter()) {
                *own = own.saturating_add(*other);
            }
            self.blocks[block] = self.blocks[block].saturating_add(*count);
            bins.fill(0);
            *count = 0;
        }
    }

    fn clear(&mut self) {
        for (_, bins, count) in self.filled() {
            bins.fill(0);
            *count = 0;
        }
    }
}

/// Collects what ends at a part.
#[derive(Clone, Default)]
pub(crate) struct Counter {
    good: u32,
    bad: u32,
    now: Times,
    pub(crate) all: Times,
    pub(crate) windows: Trace,
}

impl Counter {
    #[inline]
    pub(crate) fn put(&mut self, age: f64, good: bool) {
        self.good += u32::from(good);
        self.bad += u32::from(!good);
        self.now.put(age);
    }

    /// Forgets the window under way.
    pub(crate) fn forget(&mut self) {
        self.good = 0;
        self.bad = 0;
        self.now.clear();
    }

    /// Ends a window.
    pub(crate) fn close(&mut self) {
        let ended = f64::from(self.good) + f64::from(self.bad);
        let mut window = Window { ended, ..Window::default() };
        if ended > 0.0 {
            window.errors = f64::from(self.bad) / ended;
            window.p50 = self.now.quantile(0.50);
            window.p99 = self.now.quantile(0.99);
            self.all.take(&mut self.now);
        }
        self.windows.push(window);
        self.forget();
    }
}
