//! What goes wrong, when, and how strongly; what goes out by deploy; what machines do by
//! themselves. It tells the world; what follows from it is the world's affair.

use std::mem;
use std::sync::Arc;

use crate::drill::Drill;
use crate::drill::act_clock::ActClock;
use crate::journal::{Actor, Entry, Event};
use crate::model::fault::{Fault, FaultKind, Flap, part_of};
use crate::model::time::{DrillTime, Span};

/// The clock of a fault.
#[derive(Clone, Debug)]
pub(super) struct FaultClock {
    clock: ActClock,
    /// Since when it acts on something; a fault of a version acts while an instance runs that.
    active: Option<DrillTime>,
    /// 0 to 1, without coming and going.
    level: f64,
    /// The level the world was told last.
    told: f64,
}

/// How a tool of the responders does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Tool {
    /// It shows what is so.
    Fine,
    /// It shows what was so.
    Stale(Span),
    /// It shows nothing.
    Absent,
    /// It takes what is asked of it and does nothing.
    Stalled,
    /// It shows numbers that many times as large as they are.
    Wrong(f64),
}

impl FaultClock {
    pub(super) fn new(fault: &Fault) -> Self {
        let clock = ActClock::new(&fault.acts, fault.again.as_ref());
        Self { clock, active: None, level: 0.0, told: 0.0 }
    }

    /// The level at `now`, one second on.
    fn level(&mut self, fault: &Fault, now: DrillTime) -> f64 {
        let step = |span: Span| if span.0 == 0 { 1.0 } else { 1000.0 / span.0 as f64 };
        let change = if self.active.is_some() { step(fault.ramp) } else { -step(fault.fade) };
        self.level = (self.level + change).clamp(0.0, 1.0);
        let pauses = match (fault.flap, self.active) {
            (Some(flap), Some(began)) => pauses(flap, now.since(began)),
            _ => false,
        };
        if pauses { 0.0 } else { self.level }
    }
}

/// Whether a fault that comes and goes is away so many seconds after it began.
fn pauses(flap: Flap, elapsed: u32) -> bool {
    let (on, off) = (flap.on.seconds(), flap.off.seconds());
    on.saturating_add(off) > 0 && elapsed % (on.saturating_add(off)) >= on
}

impl Drill {
    /// Versions that go out at this second.
    pub(super) fn deploys(&mut self, out: &mut Vec<Entry>) {
        let brief = Arc::clone(&self.brief);
        let now = i64::from(self.now.0);
        // What went out at 00:00 or before runs everywhere as the drill begins.
        let due = |at: i64| at == now && at > 0;
        for deploy in brief.system.deploys.iter().filter(|deploy| due(deploy.at)) {
            self.world.deploy(&deploy.target, &deploy.version);
            let (part, version) = (deploy.target.clone(), deploy.version.clone());
            let by = deploy.by.clone().map_or(Actor::Story, Actor::Cast);
            self.emit(by, Event::Deployed { part, version }, out);
        }
    }

    /// Faults that begin, end, grow or fade.
    pub(super) fn faults(&mut self, out: &mut Vec<Entry>) {
        let brief = Arc::clone(&self.brief);
        let mut clocks = mem::take(&mut self.clocks.faults);
        for (fault, own) in brief.story.faults.iter().zip(&mut clocks) {
            let acts = own.clock.tick(self.now, self.ledger.seq, |since| self.situation(since));
            let version = fault.touches.version.as_ref();
            let met = version.is_none_or(|own| self.world.runs(&part_of(&fault.target), own));
            match (own.active, acts && met) {
                (None, true) => {
                    own.active = Some(self.now);
                    self.emit(Actor::Story, Event::FaultBegan(fault.id.clone()), out);
                }
                (Some(_), false) => {
                    own.active = None;
                    self.emit(Actor::Story, Event::FaultEnded(fault.id.clone()), out);
                }
                _ => {}
            }
            let level = own.level(fault, self.now);
            if (level - own.told).abs() > 0.0 {
                own.told = level;
                self.world.set_fault(fault, level);
            }
        }
        self.clocks.faults = clocks;
    }

    /// Machines that act by themselves.
    pub(super) fn machines(&mut self, out: &mut Vec<Entry>) {
        let brief = Arc::clone(&self.brief);
        let mut clocks = mem::take(&mut self.clocks.machines);
        for own in &mut clocks {
            let Some(machine) = brief.story.automation.get(&own.name) else { continue };
            let acts = own.clock.tick(self.now, self.ledger.seq, |since| self.situation(since));
            let now = self.situation(0);
            let barred = own.unless.as_mut().is_some_and(|watch| watch.look(self.now, &now));
            if !acts {
                own.last = None;
                continue;
            }
            let again = machine.again.as_ref();
            let due = match (own.last, again) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some((last, times)), Some(again)) => {
                    let more = again.times.is_none_or(|most| times <= most);
                    self.now >= last + again.after && more && !barred
                }
            };
            let paused = self.world.automation_paused(&part_of(&machine.order.target));
            if due && !paused && !self.is_under_way(&machine.order) {
                own.last = Some((self.now, own.last.map_or(1, |(_, times)| times + 1)));
                let began = self.begin_remedy(&machine.order);
                self.emit(Actor::World, began, out);
            }
        }
        self.clocks.machines = clocks;
    }

    /// How a tool does at this moment: what a fault says of it, or whether what it works through
    /// fails. Where nobody can log in, no tool that people use answers.
    pub(super) fn tool(&self, tool: &str) -> Tool {
        if matches!(tool, "logs" | "deploys" | "console") && self.state("login") == Tool::Absent {
            return Tool::Absent;
        }
        self.state(tool)
    }

    fn state(&self, tool: &str) -> Tool {
        let mut state = Tool::Fine;
        let target = format!("tools.{tool}");
        for (fault, own) in self.brief.story.faults.iter().zip(&self.clocks.faults) {
            if own.told <= 0.0 || fault.target.as_str() != target {
                continue;
            }
            match fault.kind {
                FaultKind::Absent => return Tool::Absent,
                FaultKind::Stale { by } => state = Tool::Stale(by),
                FaultKind::Stalled => state = Tool::Stalled,
                FaultKind::Wrong { factor, .. } => {
                    state = Tool::Wrong(1.0 + (factor - 1.0) * own.told);
                }
                _ => {}
            }
        }
        let through = self.brief.system.tools.through.get(tool);
        let fails = through.is_some_and(|parts| parts.iter().any(|part| self.fails(part)));
        if fails { Tool::Absent } else { state }
    }

    /// How logs are cut short, where they are: lines left, share of each that is missing.
    pub(super) fn truncation(&self) -> Option<(usize, f64)> {
        let mut cut: Option<(usize, f64)> = None;
        for (fault, own) in self.brief.story.faults.iter().zip(&self.clocks.faults) {
            if let FaultKind::Truncated { lines, share } = fault.kind
                && own.told > 0.0
            {
                let lines = lines.map_or(usize::MAX, |lines| lines as usize);
                let (few, much) = cut.unwrap_or((usize::MAX, 0.0));
                cut = Some((few.min(lines), much.max(share * own.told)));
            }
        }
        cut
    }

    /// Whether what an active fault logs stands in the log now, for how many seconds.
    pub(super) const fn elapsed(&self, since: DrillTime) -> u32 {
        self.now.0.saturating_sub(since.0)
    }
}
