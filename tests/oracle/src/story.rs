//! What is done to a system and when, as a value: both engines play the same one. It never plays.

use std::sync::Arc;

use firedrill::model::fault::{Fault, FaultKind};
use firedrill::model::id::{PartId, Version};
use firedrill::model::system::System;

use crate::shapes::fault;

/// Something done to a system.
#[derive(Clone, Debug)]
pub enum Act {
    /// A fault acts this strongly from now on.
    Fault(Box<Fault>, f64),
    /// A version begins to roll out.
    Deploy(PartId, Version),
    /// A share of a part's calls is refused at its door.
    Shed(PartId, f64),
    /// All instances of a part start anew.
    Restart(PartId),
    /// A part gets so many instances.
    Scale(PartId, u32),
}

/// A system and what is done to it.
#[derive(Clone, Debug)]
pub struct Story {
    /// What it is called in tables.
    pub name: String,
    /// The system.
    pub system: Arc<System>,
    /// Seconds since midnight on the story's clock.
    pub time_of_day: u32,
    /// How long it lasts.
    pub seconds: u32,
    /// What happens, in order.
    pub acts: Vec<(u32, Act)>,
    /// Whom to look at.
    pub watch: PartId,
}

impl Story {
    /// A story in which nothing happens yet; `watch` is whom to look at.
    pub fn new(name: &str, system: &Arc<System>, watch: &str, seconds: u32) -> Self {
        Self {
            name: name.to_owned(),
            system: Arc::clone(system),
            time_of_day: 0,
            seconds,
            acts: Vec::new(),
            watch: watch.into(),
        }
    }

    /// A fault of this kind acts on a part for a while.
    #[must_use]
    pub fn trouble(self, part: &str, kind: FaultKind, from: u32, until: u32) -> Self {
        let id = format!("f{}", self.acts.len());
        self.acts_for(&fault(&id, part, kind), from, until)
    }

    /// A fault acts for a while, with its ramp and its fade in steps of a second.
    #[must_use]
    pub fn acts_for(mut self, fault: &Fault, from: u32, until: u32) -> Self {
        let (ramp, fade) = (fault.ramp.seconds().max(1), fault.fade.seconds().max(1));
        for step in 1..=ramp.min(until - from) {
            let level = f64::from(step) / f64::from(ramp);
            self.acts.push((from + step - 1, Act::Fault(Box::new(fault.clone()), level)));
        }
        let full = f64::from(ramp.min(until - from)) / f64::from(ramp);
        for step in 1..=fade {
            let level = full * (1.0 - f64::from(step) / f64::from(fade));
            self.acts.push((until + step - 1, Act::Fault(Box::new(fault.clone()), level)));
        }
        self.sorted()
    }

    /// Something is done once.
    #[must_use]
    pub fn then(mut self, at: u32, act: Act) -> Self {
        self.acts.push((at, act));
        self.sorted()
    }

    fn sorted(mut self) -> Self {
        self.acts.sort_by_key(|(at, _)| *at);
        self
    }
}
