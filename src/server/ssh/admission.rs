//! Who may knock at a door: how many at once, how many from one place, and how long a place stays
//! outside after it misbehaved. It counts; it opens no socket and knows no name.
//!
//! The model is OpenSSH's `MaxStartups` and `PerSourcePenalties`. People who are in are never cut
//! by it: a whole team may share one address.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How many may be at the door and in the house.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections in all.
    pub all: usize,
    /// Connections that have not logged in.
    pub strangers: usize,
    /// Those from one source.
    pub strangers_each: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { all: 512, strangers: 64, strangers_each: 16 }
    }
}

/// What a source did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A wrong code or key.
    Refused,
    /// It never logged in.
    Silent,
    /// It broke the protocol.
    Broken,
}

impl Fault {
    const fn penalty(self) -> Duration {
        Duration::from_secs(match self {
            Self::Refused | Self::Silent => 5,
            Self::Broken => 10,
        })
    }
}

/// A source stays outside once its penalties have added up to this.
const PENALTY_MIN: Duration = Duration::from_secs(15);
/// The longest a source stays outside.
const PENALTY_MAX: Duration = Duration::from_mins(10);
/// Sources that are remembered.
const SOURCES_MAX: usize = 65_536;

/// Why somebody was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turned {
    /// The house is full.
    Full,
    /// Too many knock at once.
    Crowd,
    /// Too many knock from that source.
    Source,
    /// That source stays outside for a while.
    Penalty,
}

/// The porter.
#[derive(Clone, Debug)]
pub struct Admission {
    limits: Limits,
    book: Arc<Mutex<Book>>,
}

#[derive(Debug, Default)]
struct Book {
    all: usize,
    strangers: usize,
    by_source: BTreeMap<Source, usize>,
    /// People who are in, by where they came from.
    inside: BTreeMap<Source, usize>,
    /// Until when the penalties of a source last.
    penalties: BTreeMap<Source, Instant>,
}

/// One address, or one `/56` of IPv6, as providers give to one household.
type Source = u128;

fn source(address: IpAddr) -> Source {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits() >> 72 << 72,
    }
}

/// A place at the door, given back when dropped.
#[derive(Debug)]
pub struct Ticket {
    admission: Admission,
    source: Source,
    known: bool,
}

impl Admission {
    /// A porter with these limits.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self { limits, book: Arc::default() }
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Somebody knocks. `dice` is drawn from 0 to 1: where many knock, some are turned away early,
    /// so that a flood does not keep everybody else out.
    ///
    /// # Errors
    /// Why they are turned away.
    pub fn knock(&self, address: IpAddr, now: Instant, dice: f64) -> Result<Ticket, Turned> {
        let source = source(address);
        let mut book = self.book();
        let Limits { all, strangers, strangers_each } = self.limits;
        if book.all >= all {
            return Err(Turned::Full);
        }
        match book.penalties.get(&source) {
            Some(until) if *until > now + PENALTY_MIN => return Err(Turned::Penalty),
            Some(until) if *until <= now => drop(book.penalties.remove(&source)),
            _ => {}
        }
        if book.by_source.get(&source).copied().unwrap_or(0) >= strangers_each {
            return Err(Turned::Source);
        }
        let half = strangers as f64 / 2.0;
        let crowd = (book.strangers as f64 - half) / half;
        if book.strangers >= strangers || dice < crowd {
            return Err(Turned::Crowd);
        }
        book.all += 1;
        book.strangers += 1;
        *book.by_source.entry(source).or_default() += 1;
        Ok(Ticket { admission: self.clone(), source, known: false })
    }

    /// Connections, and those among them that have not logged in.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let book = self.book();
        (book.all, book.strangers)
    }
}

impl Ticket {
    /// They have logged in.
    pub fn logged_in(&mut self) {
        if !std::mem::replace(&mut self.known, true) {
            let mut book = self.admission.book();
            book.leaves_the_door(self.source);
            *book.inside.entry(self.source).or_default() += 1;
            // Where people are let in, others behind the same address are not shut out.
            book.penalties.remove(&self.source);
        }
    }

    /// They did something wrong.
    pub fn fault(&self, fault: Fault, now: Instant) {
        let mut book = self.admission.book();
        if book.inside.contains_key(&self.source) {
            return;
        }
        if book.penalties.len() >= SOURCES_MAX {
            book.penalties.retain(|_, until| *until > now);
        }
        if book.penalties.len() >= SOURCES_MAX && !book.penalties.contains_key(&self.source) {
            return;
        }
        let until = book.penalties.entry(self.source).or_insert(now);
        *until = (*until).max(now) + fault.penalty();
        *until = (*until).min(now + PENALTY_MAX + PENALTY_MIN);
    }
}

impl Book {
    fn leaves_the_door(&mut self, source: Source) {
        self.strangers = self.strangers.saturating_sub(1);
        if let Some(count) = self.by_source.get_mut(&source) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.by_source.remove(&source);
            }
        }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut book = self.admission.book();
        book.all = book.all.saturating_sub(1);
        if !self.known {
            return book.leaves_the_door(self.source);
        }
        if let Some(count) = book.inside.get_mut(&self.source) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                book.inside.remove(&self.source);
            }
        }
    }
}
