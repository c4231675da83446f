//! Certificates and secrets: until when they are good, what became of them, which hosts have taken
//! up a new one, who outside knows them. It never refuses a call itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::fault::{FaultKind, part_of};
use crate::model::id::{FaultId, PartId, RemedyRun};
use crate::model::system::{PartKind, System};
use crate::model::time::Span;
use crate::world::World;
use crate::world::fleet::{Fleet, Phase};

/// Seconds a renewed certificate is good: 90 days.
const GOOD_FOR: f64 = 90.0 * 86_400.0;

/// Why a certificate or secret is no longer taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// Its time is over.
    Expired,
    /// Somebody took it back.
    Revoked,
}

/// A certificate or secret that is not, or not everywhere, taken.
#[derive(Clone, Debug)]
pub(crate) struct Lease {
    /// Why.
    pub(crate) why: Why,
    /// Since when.
    pub(crate) since: f64,
    /// When there was a new one.
    pub(crate) renewed: Option<f64>,
    /// Seconds in which every host takes up the new one by itself; hosts that never do need a
    /// restart.
    reloads: Option<f64>,
    /// By whose order.
    pub(crate) run: Option<RemedyRun>,
}

impl Lease {
    /// Whether an instance holds a good one.
    fn holds(&self, started: f64, place: usize, count: usize, now: f64) -> bool {
        self.renewed.is_some_and(|at| {
            let part = (place as f64 + 1.0) / count.max(1) as f64;
            started >= at || self.reloads.is_some_and(|span| now >= at + span * part)
        })
    }

    /// The share of a fleet's instances in use that hold a bad one; who has no instances takes up
    /// a new one at once.
    pub(crate) fn share(&self, fleet: &Fleet, now: f64) -> f64 {
        if fleet.instances.is_empty() {
            return f64::from(u8::from(self.renewed.is_none()));
        }
        let count = fleet.instances.len();
        let ready = fleet.instances.iter().enumerate();
        let ready = ready.filter(|(_, instance)| instance.phase == Phase::Ready);
        let (mut bad, mut all) = (0.0, 0.0);
        for (place, instance) in ready {
            all += 1.0;
            bad += f64::from(u8::from(!self.holds(instance.started, place, count, now)));
        }
        if all > 0.0 { bad / all } else { 1.0 }
    }
}

/// All of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leases {
    /// Those that are not taken everywhere.
    broken: BTreeMap<PartId, Lease>,
    /// When certificates expire, and how hosts take up a new one.
    expiries: BTreeMap<PartId, (f64, bool)>,
    reloads: BTreeMap<PartId, Option<f64>>,
    /// Exposures that are worthless by now.
    closed: BTreeSet<FaultId>,
}

impl Leases {
    /// Those of a system as the drill begins.
    pub(crate) fn of(system: &System) -> Self {
        let mut own = Self::default();
        for (id, part) in &system.parts {
            let reloads = match &part.kind {
                PartKind::Certificate(certificate) => {
                    let expires = certificate.expires.as_f64();
                    own.expiries.insert(id.clone(), (expires, certificate.manual));
                    certificate.reloads
                }
                PartKind::Secret(secret) => secret.reloads,
                _ => continue,
            };
            own.reloads.insert(id.clone(), reloads.map(Span::as_f64));
        }
        own
    }

    /// Those that are not taken everywhere.
    pub(crate) fn broken(&self) -> impl Iterator<Item = (&PartId, &Lease)> {
        self.broken.iter()
    }

    /// One of them.
    pub(crate) fn get(&self, part: &PartId) -> Option<&Lease> {
        self.broken.get(part)
    }

    /// When a certificate expires, in drill seconds.
    pub(crate) fn expires(&self, part: &PartId) -> Option<f64> {
        self.expiries.get(part).map(|(at, _)| *at)
    }

    fn break_(&mut self, part: &PartId, why: Why, since: f64, run: Option<RemedyRun>) {
        let reloads = self.reloads.get(part).copied().flatten();
        self.broken.insert(part.clone(), Lease { why, since, renewed: None, reloads, run });
    }

    /// Its time is over.
    pub(crate) fn expire(&mut self, part: &PartId, now: f64) {
        if let Some((at, _)) = self.expiries.get_mut(part) {
            *at = at.min(now);
        }
        self.break_(part, Why::Expired, now, None);
    }

    /// It is taken back.
    pub(crate) fn revoke(&mut self, part: &PartId, now: f64, run: Option<RemedyRun>) {
        self.break_(part, Why::Revoked, now, run);
    }

    /// There is a new one.
    pub(crate) fn renew(&mut self, part: &PartId, now: f64) {
        if let Some((at, _)) = self.expiries.get_mut(part) {
            *at = now + GOOD_FOR;
        }
        if let Some(lease) = self.broken.get_mut(part) {
            lease.renewed = Some(now);
        }
    }

    /// The story says that it is good again; hosts that were promised a new one still need it.
    pub(crate) fn lift(&mut self, part: &PartId) {
        if self.broken.get(part).is_some_and(|lease| lease.renewed.is_none()) {
            self.broken.remove(part);
            if let Some((at, _)) = self.expiries.get_mut(part) {
                *at = at.max(0.0) + GOOD_FOR;
            }
        }
    }

    /// Whether an exposure is worthless by now.
    pub(crate) fn is_closed(&self, fault: &FaultId) -> bool {
        self.closed.contains(fault)
    }

    /// An exposure is worthless.
    pub(crate) fn close(&mut self, fault: &FaultId) {
        self.closed.insert(fault.clone());
    }

    /// An exposure is no longer spoken of.
    pub(crate) fn forget(&mut self, fault: &FaultId) {
        self.closed.remove(fault);
    }
}

impl World {
    /// Once a second: certificates that nobody renewed expire; leases that every host has renewed
    /// are over.
    pub(crate) fn check_papers(&mut self) {
        let now = self.seconds();
        let due = self.leases.expiries.iter().filter(|(part, (at, manual))| {
            *manual && *at <= now && !self.leases.broken.contains_key(*part)
        });
        let due: Vec<PartId> = due.map(|(part, _)| part.clone()).collect();
        for part in due {
            self.alarm(part.as_str());
            self.leases.expire(&part, now);
        }
        let held = self.leases.broken.iter().filter(|(paper, lease)| {
            lease.renewed.is_some()
                && self
                    .holders(paper)
                    .into_iter()
                    .all(|node| lease.share(&self.fleets[node], now) <= 0.0)
        });
        let held: Vec<PartId> = held.map(|(part, _)| part.clone()).collect();
        for part in held {
            self.leases.broken.remove(&part);
        }
    }

    /// The nodes whose instances hold a certificate or a secret.
    pub(crate) fn holders(&self, paper: &PartId) -> Vec<usize> {
        let layout = &self.engine.layout;
        let opens = |node: usize| {
            layout.edges.iter().any(|plan| plan.from == node && self.opens(paper, plan.to))
        };
        (0..layout.nodes.len())
            .filter(|&node| !self.fleets[node].instances.is_empty())
            .filter(|&node| self.shows(node, paper) || opens(node))
            .collect()
    }

    /// Whether a node shows a certificate.
    pub(crate) fn shows(&self, node: usize, paper: &PartId) -> bool {
        match self.kind_of(node) {
            Some(PartKind::Service(service)) => service.certificate.as_ref() == Some(paper),
            _ => false,
        }
    }

    /// Whether a secret opens a node.
    pub(crate) fn opens(&self, paper: &PartId, node: usize) -> bool {
        match self.current.parts.get(paper).map(|part| &part.kind) {
            Some(PartKind::Secret(secret)) => {
                secret.opens.iter().any(|part| part.as_str() == self.fleets[node].name)
            }
            _ => false,
        }
    }

    /// How many hosts hold the new one, of how many.
    pub fn taken_up(&self, paper: &PartId) -> Option<(u32, u32)> {
        let lease = self.leases.get(paper)?;
        let now = self.seconds();
        let (mut good, mut all) = (0, 0);
        for node in self.holders(paper) {
            let instances = &self.fleets[node].instances;
            for (place, instance) in instances.iter().enumerate() {
                all += 1;
                good += u32::from(lease.holds(instance.started, place, instances.len(), now));
            }
        }
        Some((good, all))
    }

    /// Live exposures: what somebody outside knows and could use.
    pub(crate) fn exposures(&self) -> impl Iterator<Item = (&FaultId, PartId, &str)> {
        self.faults.each().filter_map(|(id, acting)| match &acting.fault.kind {
            FaultKind::Exposed { to } if !self.leases.is_closed(id) => {
                Some((id, part_of(&acting.fault.target), to.as_str()))
            }
            _ => None,
        })
    }

    /// Whoever knew it knows nothing any more.
    pub(crate) fn close_exposures(&mut self, part: &PartId) {
        let live = self.exposures().filter(|(_, own, _)| own == part);
        let live: Vec<FaultId> = live.map(|(id, ..)| id.clone()).collect();
        for fault in live {
            self.leases.close(&fault);
        }
    }
}
