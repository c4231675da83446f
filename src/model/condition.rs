//! The one condition language of scenarios, systems and processes, and a watch that remembers
//! since when a condition holds. It never evaluates a leaf itself: a [`Situation`] answers.

mod told;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::id::{FactId, FaultId, PartId, RemedyId, Target, Version};
use crate::model::metric::MetricRef;
use crate::model::time::{DrillTime, Span};

/// A condition: a test, and how long it must have held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// What is tested.
    pub test: Test,
    /// `for`: the test must have been true this long without a gap; zero if at once.
    pub hold: Span,
}

/// Bounds of a number; a number is inside when it meets all that are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// Greater than.
    pub above: Option<f64>,
    /// Less than.
    pub below: Option<f64>,
    /// Not less than.
    pub at_least: Option<f64>,
    /// Not greater than.
    pub at_most: Option<f64>,
}

impl Bounds {
    /// Whether `value` meets every bound that is set.
    #[must_use]
    pub fn hold(&self, value: f64) -> bool {
        self.above.is_none_or(|bound| value > bound)
            && self.below.is_none_or(|bound| value < bound)
            && self.at_least.is_none_or(|bound| value >= bound)
            && self.at_most.is_none_or(|bound| value <= bound)
    }
}

/// Which of a part's instances or callers a metric looks at; all by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// Only instances in this zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Only instances that run this version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Version>,
    /// Only calls of this client class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<PartId>,
}

/// How far a fault has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultPhase {
    /// It acts now.
    Active,
    /// It acted and has ended.
    Over,
}

/// How far the carrying out of a remedy has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemedyPhase {
    /// Somebody ordered it.
    Begun,
    /// It ended and worked.
    Done,
    /// It ended in failure, and said so.
    Failed,
    /// It ended without effect, and said it worked.
    InVain,
}

/// What an event condition waits for; its filters are in [`Test::Event`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// A page was acknowledged (`alert`).
    Acknowledged,
    /// An incident was declared.
    Declared,
    /// The severity was set, by declaring or changing (`is`).
    Severity,
    /// The status was set (`is`).
    Status,
    /// A role was assigned (`role`).
    Assigned,
    /// Somebody was paged (`whom`).
    Paged,
    /// A paged person joined (`who`).
    Joined,
    /// A look returned (`target`, `view`).
    Looked,
    /// A person was asked (`whom`).
    Asked,
    /// Somebody who asked was answered (`whom`: who had asked).
    Answered,
    /// An update was sent (`audience`, `effect`).
    Updated,
    /// A runbook was opened (`is`).
    Runbook,
    /// A step was marked (`n`).
    Step,
    /// A cause was stated (`is = "right"`, else any).
    Cause,
    /// A decision was recorded.
    Decision,
    /// An action item was added.
    Action,
    /// An inject was shown (`inject`).
    Shown,
}

/// One test, without its `for`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Test {
    /// From that drill time on. Lasting.
    After(Span),
    /// A metric lies within bounds; an absent one never does.
    Metric {
        /// Which metric of which part.
        metric: MetricRef,
        /// The bounds.
        bounds: Bounds,
        /// Which instances or callers.
        scope: Scope,
    },
    /// A fact lies within bounds.
    Fact {
        /// Which fact.
        fact: FactId,
        /// The bounds.
        bounds: Bounds,
    },
    /// A fault acts, or has ended. `Over` is lasting.
    Fault {
        /// Which fault.
        fault: FaultId,
        /// Which phase.
        is: FaultPhase,
    },
    /// An instance runs that version.
    Deployed {
        /// Of which service.
        part: PartId,
        /// Which version.
        version: Version,
    },
    /// A remedy has come to a phase, whoever ordered it. Lasting.
    Remedy {
        /// Which remedy.
        remedy: RemedyId,
        /// On what; anything when left out.
        target: Option<Target>,
        /// Which phase.
        is: RemedyPhase,
        /// With these arguments.
        args: Option<String>,
        /// So many times.
        count: u32,
    },
    /// Something was done in the incident. Lasting from the n-th time.
    Event {
        /// What.
        event: EventKind,
        /// Filters by key: `is`, `role`, `whom`, `target`, `view`, `audience` …
        filters: BTreeMap<String, String>,
        /// So many times.
        count: u32,
    },
    /// Every one holds.
    All(Vec<Condition>),
    /// At least one holds.
    Any(Vec<Condition>),
    /// The other does not hold.
    Not(Box<Condition>),
    /// Never true: it speaks of something that another variant has.
    Never,
}

impl Condition {
    /// A condition that holds as soon as its test does.
    #[must_use]
    pub const fn now(test: Test) -> Self {
        Self { test, hold: Span(0) }
    }

    /// Every leaf test inside, in the order written.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Test> {
        match &self.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().flat_map(Self::leaves).collect(),
            Test::Not(part) => part.leaves(),
            leaf => vec![leaf],
        }
    }
}

/// Answers leaf tests: the truth for injects, what could be known for the process.
pub trait Situation {
    /// Whether a leaf (never `All`, `Any` or `Not`) holds at this moment.
    fn holds(&self, leaf: &Test) -> bool;
}

/// A condition under observation: remembers since when each part of it holds.
#[derive(Clone, Debug)]
pub struct Watch {
    condition: Condition,
    since: Option<DrillTime>,
    parts: Vec<Self>,
}

impl Watch {
    /// Begins to watch.
    #[must_use]
    pub fn new(condition: &Condition) -> Self {
        let parts = match &condition.test {
            Test::All(parts) | Test::Any(parts) => parts.iter().map(Self::new).collect(),
            Test::Not(part) => vec![Self::new(part)],
            _ => Vec::new(),
        };
        Self { condition: condition.clone(), since: None, parts }
    }

    /// Looks at the situation at `now`; true once the test has held for its `for`. To be called
    /// at every instant at which the situation may have changed, in order of time.
    pub fn look(&mut self, now: DrillTime, situation: &impl Situation) -> bool {
        let mut holding = 0;
        for part in &mut self.parts {
            holding += usize::from(part.look(now, situation));
        }
        let holds = match &self.condition.test {
            Test::All(_) => holding == self.parts.len(),
            Test::Any(_) => holding > 0,
            Test::Not(_) => holding == 0,
            Test::After(span) => now.0 >= span.seconds(),
            leaf => situation.holds(leaf),
        };
        self.since = if holds { self.since.or(Some(now)) } else { None };
        self.since.is_some_and(|since| now.since(since) >= self.condition.hold.seconds())
    }

    /// Since when the test holds without a gap, `for` not counted.
    #[must_use]
    pub const fn since(&self) -> Option<DrillTime> {
        self.since
    }

    /// Since when what makes it hold at `now` has been so, the time it had to last counted: of
    /// several ways the earliest, of several needs the latest.
    #[must_use]
    pub fn began(&self, now: DrillTime) -> Option<DrillTime> {
        let since = self.since?;
        let met = |part: &&Self| {
            part.since.is_some_and(|own| now.since(own) >= part.condition.hold.seconds())
        };
        let parts = self.parts.iter().filter(met).filter_map(|part| part.began(now));
        let deep = match &self.condition.test {
            Test::Any(_) => parts.min(),
            Test::All(_) => parts.max(),
            _ => None,
        };
        Some(deep.map_or(since, |deep| deep.min(since)))
    }

    /// Forgets since when it held: `until` counts from the beginning of what it ends.
    pub fn restart(&mut self) {
        self.since = None;
        self.parts.iter_mut().for_each(Self::restart);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Metrics(f64);

    impl Situation for Metrics {
        fn holds(&self, leaf: &Test) -> bool {
            match leaf {
                Test::Fact { bounds, .. } => bounds.hold(self.0),
                _ => false,
            }
        }
    }

    #[test]
    fn for_counts_again_after_a_gap() {
        let bounds = Bounds { above: Some(0.5), ..Bounds::default() };
        let test = Test::Fact { fact: "users_hit".into(), bounds };
        let mut watch = Watch::new(&Condition { test, hold: Span::from_seconds(5) });
        assert!(!watch.look(DrillTime(0), &Metrics(0.9)));
        assert!(watch.look(DrillTime(5), &Metrics(0.9)));
        assert!(!watch.look(DrillTime(6), &Metrics(0.1)));
        assert!(!watch.look(DrillTime(9), &Metrics(0.9)));
        assert!(watch.look(DrillTime(14), &Metrics(0.9)));
    }
}
