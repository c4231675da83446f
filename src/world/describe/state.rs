//! The state of what a part keeps and holds, as whoever looks finds it: disk, replicas, locks,
//! messages, certificates, rules at the edge. Silent corruption is not among it: only a probe finds it.

use crate::model::fault::{FaultKind, part_of};
use crate::model::id::PartId;
use crate::model::quantity::rounded;
use crate::model::system::{Backup, PartKind, Provider};
use crate::model::time::Span;
use crate::world::World;
use crate::world::identity::Why;
use crate::world::layout::Kind;

/// A time in words, from seconds.
fn words(seconds: f64) -> Span {
    let whole = rounded(seconds.max(0.0)).unsigned_abs();
    // Nobody counts the seconds of an hour, or the hours of a month.
    let unit = match whole {
        172_800.. => 86_400,
        7_200.. => 3_600,
        600.. => 60,
        _ => 1,
    };
    Span(whole / unit * unit * 1000)
}

impl World {
    pub(super) fn describe_backup(&self, backup: &Backup) -> String {
        let age = words(self.backup_age(backup));
        let tested = backup.tested.map_or_else(
            || "never tried out".to_owned(),
            |ago| format!("last tried out {ago} before"),
        );
        let (name, takes) = (&backup.name, backup.restores_in);
        format!("backup {name}, {age} old, {tested}, restores in {takes}")
    }

    /// What a provider's status page says: what was so a while ago.
    pub(super) fn describe_status_page(
        &self,
        part: &PartId,
        provider: &Provider,
    ) -> Option<String> {
        let then = self.seconds() - provider.status_page_lag?.as_f64();
        let fleet = &self.fleets[self.node_of(part)?];
        let known = fleet.troubles.iter().rev().find(|(at, _)| *at <= then);
        let says = match known {
            Some((_, true)) => "we see elevated errors and are looking into them",
            Some((_, false)) => "resolved: all systems operational",
            None => "all systems operational",
        };
        Some(format!("status page: {says}"))
    }

    /// Once a second: whether a provider is in trouble, for its status page.
    pub(crate) fn watch_providers(&mut self) {
        let now = self.seconds();
        for node in 0..self.fleets.len() {
            if self.engine.layout.nodes[node].kind != Kind::Provider {
                continue;
            }
            let name = self.fleets[node].name.as_str();
            let bad = self.faults.values().any(|own| own.fault.target.as_str() == name);
            let before = self.fleets[node].troubles.last().is_some_and(|(_, bad)| *bad);
            if bad != before {
                self.fleets[node].troubles.push((now, bad));
            }
        }
    }

    pub(super) fn describe_expiry(&self, certificate: &PartId) -> Vec<String> {
        let Some(expires) = self.leases.expires(certificate) else {
            return Vec::new();
        };
        let left = expires - self.seconds();
        let line = if left > 0.0 {
            format!("expires in {}", words(left))
        } else {
            format!("expired {} ago", words(-left))
        };
        vec![line]
    }

    /// What is so of it beside its settings.
    pub(super) fn describe_state(&self, part: &PartId) -> Vec<String> {
        let mut lines = self.describe_paper(part);
        if self.stalled(part.as_str()) {
            lines
                .push("control loop: last seen generation is older than the one wanted".to_owned());
        }
        let Some(node) = self.node_of(part) else {
            return lines;
        };
        if let Some(used) = self.disk_used(node) {
            lines.push(format!("disk {:.1} % used", used * 100.0));
        }
        let fleet = &self.fleets[node];
        if fleet.behind > 1.0 {
            let rests = self.faults.values().any(|acting| {
                matches!(acting.fault.kind, FaultKind::Replication { .. })
                    && acting.fault.target.as_str() == part.as_str()
            });
            let does = if rests { "replay does not advance" } else { "catching up" };
            lines.push(format!("replicas {} behind, {does}", words(fleet.behind)));
        }
        if self.engine.layout.nodes[node].kind == Kind::Queue {
            lines.extend(self.describe_messages(node));
        }
        lines.extend(self.describe_faults(part));
        for machine in ["autoscale", "health", "failover"] {
            if self.paused.contains(&(part.clone(), machine)) {
                lines.push(format!("{machine} paused"));
            }
        }
        for (edge, block) in &self.blocks {
            let plan = &self.engine.layout.edges[*edge];
            if self.fleets[plan.to].name == part.as_str() {
                let class = &self.fleets[plan.from].name;
                lines.push(format!("rule: refuses {:.0} % of {class}", block.share * 100.0));
            }
        }
        lines
    }

    fn describe_paper(&self, part: &PartId) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(lease) = self.leases.get(part) {
            let ago = words(self.seconds() - lease.since);
            match lease.why {
                Why::Revoked => lines.push(format!("revoked {ago} ago")),
                // A certificate tells its date by itself.
                Why::Expired if self.leases.expires(part).is_none() => {
                    lines.push(format!("expired {ago} ago"));
                }
                Why::Expired => {}
            }
            if lease.renewed.is_some()
                && let Some((good, all)) = self.taken_up(part)
            {
                lines.push(format!("a new one is out: {good} of {all} hosts use it"));
            }
        }
        lines
    }

    fn describe_messages(&self, node: usize) -> Vec<String> {
        let state = &self.engine.nodes[node];
        let mut lines = Vec::new();
        if let Some(PartKind::Queue(queue)) = self.kind_of(node)
            && state.stuck > 0.0
        {
            let stuck = libm::ceil(state.stuck * f64::from(queue.partitions) - 1e-9).max(1.0);
            let held = state.parked;
            lines.push(format!(
                "{stuck:.0} of {} partitions without progress, {held:.0} messages in them",
                queue.partitions
            ));
        }
        if let Some(poison) = self.poisons.get(&node) {
            if poison.left >= 1.0 {
                lines.push(format!(
                    "{:.0} unacknowledged, delivered {} times",
                    poison.left, poison.tries
                ));
            }
            if poison.dead > 0.0 {
                lines.push(format!("dead letters {:.0}", poison.dead));
            }
        }
        if self.drained.contains_key(&self.fleets[node].name) {
            lines.push("drained: takes no new messages".to_owned());
        }
        lines
    }

    /// What faults of a part show whoever looks.
    fn describe_faults(&self, part: &PartId) -> Vec<String> {
        let mut lines = Vec::new();
        for acting in self.faults.values().filter(|acting| acting.on_instances_of(part.as_str())) {
            match acting.fault.kind {
                FaultKind::Lock { share, lasts } => lines.push(format!(
                    "sessions: {:.0} % wait for a lock, up to {lasts}; holder idle in transaction",
                    share * acting.level * 100.0
                )),
                FaultKind::Diverge { .. } => {
                    lines.push("two primaries: both sides take writes".to_owned());
                }
                FaultKind::Throttled(limit) => lines.push(match limit.rate {
                    Some(rate) => format!("limit {rate:.0}/s"),
                    None => format!("limit refuses {:.0} %", limit.ratio * 100.0),
                }),
                FaultKind::Skew { by } => lines.push(format!("clock {by} off")),
                FaultKind::Handles { connections } => {
                    lines.push(format!("{connections} held by others"));
                }
                _ => {}
            }
        }
        lines
    }

    /// What a probe of a part finds wrong with it, beyond its answers failing.
    pub(crate) fn findings(&self, part: &PartId) -> Vec<String> {
        let mut found = Vec::new();
        if let Some(lease) = self.leases.get(part) {
            let bad = lease.renewed.is_none()
                || self.taken_up(part).is_some_and(|(good, all)| good < all);
            let revoked_by_us = lease.run.is_some();
            if bad && !revoked_by_us {
                found.extend(self.describe_expiry(part));
                found.extend(self.describe_paper(part));
            }
        }
        for (_, own, to) in self.exposures() {
            if own == *part {
                found.push(format!("still accepted, and known to {to}"));
            }
        }
        let Some(node) = self.node_of(part) else {
            found.extend(self.silent(part));
            return found;
        };
        if self.fleets[node].full {
            found.push("no space left on device".to_owned());
        }
        if self.fleets[node].behind > 5.0 {
            found.push(format!("replicas {} behind", words(self.fleets[node].behind)));
        }
        if self.engine.nodes[node].stuck > 0.0 {
            found.extend(self.describe_messages(node));
        }
        found.extend(self.silent(part));
        found
    }

    /// What only a probe finds: it compares with what is known to be right.
    fn silent(&self, part: &PartId) -> Vec<String> {
        let mut found = Vec::new();
        for acting in self.faults.values() {
            if part_of(&acting.fault.target) != *part || acting.left_behind {
                continue;
            }
            match acting.fault.kind {
                FaultKind::Wrong { ratio, .. } => found.push(format!(
                    "{:.0} of 100 answers differ from what is known to be right",
                    (ratio * acting.level * 100.0).max(1.0)
                )),
                FaultKind::Corrupt { .. } => found.push("checksums do not match".to_owned()),
                FaultKind::Diverge { .. } => found.push("two primaries".to_owned()),
                FaultKind::Stalled => found.push("nothing that is asked of it happens".to_owned()),
                FaultKind::Skew { by } => found.push(format!("clock {by} off")),
                _ => {}
            }
        }
        found
    }
}
