//! What had been shown up to a moment: the readings and told facts that a claim may be held
//! against. It holds nothing of the truth, and judges nothing.

use std::collections::BTreeMap;

use crate::journal::{Entry, Event, Shown};
use crate::model::id::{FactId, PlayerId};
use crate::model::metric::MetricRef;
use crate::model::time::DrillTime;

/// A reading that reached a screen.
#[derive(Clone, Debug, PartialEq)]
struct Reading {
    /// When it was shown.
    at: DrillTime,
    /// When it was true.
    of: DrillTime,
    value: f64,
    /// The entry that showed it.
    seq: u64,
    /// Who saw it; everybody when `None`.
    who: Option<PlayerId>,
}

/// A fact that people or events told.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// When.
    pub at: DrillTime,
    /// The entry.
    pub seq: u64,
    /// Which fact.
    pub fact: FactId,
    /// How large it was, in its unit.
    pub value: f64,
}

/// Everything shown in a drill, to ask about any moment of it.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    readings: BTreeMap<MetricRef, Vec<Reading>>,
    told: Vec<Told>,
}

/// What one player, or the team, had been shown up to a moment.
#[derive(Clone, Copy, Debug)]
pub struct SeenAt<'a> {
    seen: &'a Seen,
    who: Option<&'a PlayerId>,
    at: DrillTime,
}

impl Seen {
    /// Reads a journal.
    #[must_use]
    pub fn of(entries: &[Entry]) -> Self {
        let mut seen = Self::default();
        for entry in entries {
            seen.apply(entry);
        }
        seen
    }

    /// Takes in the next entry.
    pub fn apply(&mut self, entry: &Entry) {
        match &entry.event {
            Event::MetricsScraped { of, readings } => self.read(entry, *of, readings, None),
            Event::LookReturned { who, readings, .. } => {
                self.read(entry, entry.at, readings, Some(who));
            }
            Event::Shown(inject) => {
                let (at, seq) = (entry.at, entry.seq);
                self.told.extend(inject.evidence.iter().map(|(fact, millionths)| Told {
                    at,
                    seq,
                    fact: fact.clone(),
                    value: *millionths as f64 / 1e6,
                }));
            }
            _ => {}
        }
    }

    fn read(&mut self, entry: &Entry, of: DrillTime, shown: &Shown, who: Option<&PlayerId>) {
        for (metric, value) in shown.each() {
            let (at, seq, who) = (entry.at, entry.seq, who.cloned());
            self.readings.entry(metric).or_default().push(Reading { at, of, value, seq, who });
        }
    }

    /// What a player had been shown up to `at`: scrapes, their own looks, what was told.
    #[must_use]
    pub const fn at<'a>(&'a self, who: &'a PlayerId, at: DrillTime) -> SeenAt<'a> {
        SeenAt { seen: self, who: Some(who), at }
    }

    /// What the seats of the team together had been shown up to `at`.
    #[must_use]
    pub const fn by_team(&self, at: DrillTime) -> SeenAt<'_> {
        SeenAt { seen: self, who: None, at }
    }

    /// The newest reading of a metric the team had been shown up to `at`, and when it was true.
    #[must_use]
    pub fn shown(&self, metric: &MetricRef, at: DrillTime) -> Option<(f64, DrillTime)> {
        self.by_team(at).shown(metric)
    }
}

impl<'a> SeenAt<'a> {
    /// The newest reading of a metric, and when it was true.
    #[must_use]
    pub fn shown(&self, metric: &MetricRef) -> Option<(f64, DrillTime)> {
        self.newest(metric).map(|own| (own.value, own.of))
    }

    /// The entry that showed the newest reading of a metric.
    #[must_use]
    pub fn entry(&self, metric: &MetricRef) -> Option<u64> {
        self.newest(metric).map(|own| own.seq)
    }

    /// Seconds since the newest reading of a metric was true.
    #[must_use]
    pub fn age(&self, metric: &MetricRef) -> Option<u32> {
        self.newest(metric).map(|own| self.at.since(own.of))
    }

    /// Every metric shown, with its newest reading and when that was true.
    pub fn readings(&self) -> impl Iterator<Item = (&'a MetricRef, f64, DrillTime)> + use<'a, '_> {
        self.seen.readings.keys().filter_map(|metric| {
            let (value, of) = self.shown(metric)?;
            Some((metric, value, of))
        })
    }

    /// What had been told, oldest first.
    pub fn told(&self) -> impl Iterator<Item = &'a Told> + use<'a> {
        let upto = self.seen.told.partition_point(|own| own.at <= self.at);
        self.seen.told.get(..upto).unwrap_or_default().iter()
    }

    fn newest(&self, metric: &MetricRef) -> Option<&'a Reading> {
        let all = self.seen.readings.get(metric)?;
        let upto = all.partition_point(|own| own.at <= self.at);
        let mine = |own: &&Reading| match (self.who, &own.who) {
            (Some(me), Some(who)) => who == me,
            _ => true,
        };
        // What monitoring shows late may be older than what a look showed before.
        let mut newest: Option<&Reading> = None;
        for own in all.get(..upto)?.iter().rev().filter(mine) {
            if newest.is_some_and(|newest| newest.of >= own.at) {
                break;
            }
            if newest.is_none_or(|newest| own.of > newest.of) {
                newest = Some(own);
            }
        }
        newest
    }
}
