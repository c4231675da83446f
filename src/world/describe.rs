//! What a look at a part's calls or settings shows. Effective values, as they are now.

mod state;

use crate::model::condition::Scope;
use crate::model::id::PartId;
use crate::model::metric::Metric;
use crate::model::system::{Database, PartKind, Station};
use crate::world::World;
use crate::world::layout::{GIVEN_UP, Kind};
use crate::world::policy::Breaker;

/// Which side of a part is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Its calls and callers.
    Deps,
    /// Its settings.
    Config,
}

impl World {
    /// Lines that describe a part; none for a part that does not exist.
    pub fn describe(&self, part: &PartId, what: What) -> Vec<String> {
        match what {
            What::Deps => self.describe_calls(part),
            What::Config => self.describe_settings(part),
        }
    }

    fn describe_calls(&self, part: &PartId) -> Vec<String> {
        let Some(node) = self.node_of(part) else {
            return self.describe_uses(part);
        };
        let mut lines = Vec::new();
        for edge in self.edges_from(node) {
            lines.push(format!("calls {}", self.describe_edge(edge, true)));
        }
        for &edge in &self.engine.layout.nodes[node].callers {
            let from = self.engine.layout.edges[edge].from;
            match self.engine.layout.nodes[from].kind {
                Kind::Source => {}
                _ => lines.push(format!("called by {}", self.describe_edge(edge, false))),
            }
        }
        lines
    }

    /// Who asks a cache.
    fn describe_uses(&self, part: &PartId) -> Vec<String> {
        let layout = &self.engine.layout;
        layout
            .edges
            .iter()
            .filter(|plan| plan.call.cache.as_ref() == Some(part))
            .map(|plan| {
                let (from, to) = (&layout.nodes[plan.from].part, &layout.nodes[plan.to].part);
                format!("asked by {from} before {to}")
            })
            .collect()
    }

    fn describe_edge(&self, edge: usize, outward: bool) -> String {
        let plan = &self.engine.layout.edges[edge];
        let peer = if outward { plan.to } else { plan.from };
        let name = &self.engine.layout.nodes[peer].part;
        let (mut sent, mut bad, mut timeouts, mut retries) = (0.0, 0.0, 0.0, 0.0);
        let mut good = crate::world::quantile::Latencies::default();
        let mut seconds = 0.0;
        for second in self.minute.last(15) {
            let counts = &second.edges[edge];
            sent += counts.sent;
            bad += counts.bad;
            timeouts += counts.timeouts;
            retries += counts.retries;
            good.join(&counts.good);
            seconds += 1.0;
        }
        if self.engine.layout.nodes[plan.from].kind == Kind::Queue {
            return format!("{name} (takes messages)");
        }
        let p99 = good.quantile(0.99).unwrap_or(0.0).min(plan.timeout);
        let failed = if sent > 1e-9 { (bad + timeouts) / sent } else { 0.0 };
        let mut line = vec![format!(
            "{name}: {:.1}/s, {:.1} % fail, {:.1} % time out, p99 {:.0} ms",
            sent / f64::max(seconds, 1.0),
            failed.min(1.0) * 100.0,
            if sent > 1e-9 { timeouts / sent * 100.0 } else { 0.0 },
            p99 * 1e3
        )];
        if retries > 0.01 * sent {
            line.push(format!(", {:.1}/s retries", retries / f64::max(seconds, 1.0)));
        }
        let state = &self.engine.edges[edge];
        if state.pooled {
            line.push(format!(
                ", pool {:.0} of {:.0}, {:.0} waiting",
                state.pool.used.min(state.pool.slots),
                state.pool.slots,
                state.queued
            ));
        }
        if state.breaker.as_ref().is_some_and(Breaker::open) {
            line.push(", breaker open".to_owned());
        }
        line.concat()
    }

    fn describe_settings(&self, part: &PartId) -> Vec<String> {
        if let Some(on) = self.flags.get(part) {
            return vec![format!("{part} = {}", if *on { "on" } else { "off" })];
        }
        if let Some(class) = self.current.clients.get(part) {
            let mut lines = vec![format!("tries {}", class.tries)];
            lines.extend(self.describe_call_settings(part));
            return lines;
        }
        let Some(kind) = self.current.parts.get(part).map(|part| &part.kind) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        match kind {
            PartKind::Service(service) => {
                lines.push(self.describe_instances(part, &service.station));
                for (version, count) in self.versions(part) {
                    lines.push(format!("version {version} on {count}"));
                }
                if let Some(rule) = &service.autoscale {
                    lines.push(format!(
                        "autoscale {} target {} min {} max {} every {} cooldown {}",
                        rule.metric, rule.target, rule.min, rule.max, rule.every, rule.cooldown
                    ));
                }
                if let Some(rule) = service.health {
                    lines.push(format!("health every {} fails {}", rule.every, rule.fails));
                }
                lines.extend(self.describe_call_settings(part));
                for (flag, rule) in &self.current.flags {
                    if rule.service == *part {
                        let on = self.flags.get(flag).copied().unwrap_or(rule.on);
                        lines.push(format!("flag {flag} = {}", if on { "on" } else { "off" }));
                    }
                }
            }
            PartKind::Database(database) => lines.extend(self.describe_database(part, database)),
            PartKind::Cache(cache) => {
                lines.push(format!(
                    "memory {:.0} GiB, look-up {}, warms in {}",
                    cache.memory / 1_073_741_824.0,
                    cache.time,
                    cache.warms_in
                ));
            }
            PartKind::Queue(queue) => lines
                .push(format!("partitions {}, holds {} messages", queue.partitions, queue.holds)),
            PartKind::Provider(own) => {
                lines.push("not ours".to_owned());
                lines.extend(self.describe_status_page(part, own));
            }
            PartKind::Certificate(_) => lines.extend(self.describe_expiry(part)),
            PartKind::Secret(own) => {
                lines.push("value hidden".to_owned());
                lines.extend(own.opens.iter().map(|opened| format!("opens {opened}")));
            }
        }
        lines.extend(self.describe_state(part));
        lines
    }

    fn describe_database(&self, part: &PartId, database: &Database) -> Vec<String> {
        let read = self.read(part, Metric::Connections, &Scope::default(), 5);
        let mut lines = vec![
            self.describe_instances(part, &database.station),
            format!("connections {:.0} of {}", read.unwrap_or(0.0), database.connections),
        ];
        for replica in &database.replicas {
            lines.push(format!("replica {}, usual lag {}", replica.name, replica.lag));
        }
        lines.extend(database.backups.iter().map(|own| self.describe_backup(own)));
        lines
    }

    fn describe_instances(&self, part: &PartId, station: &Station) -> String {
        let (ready, all) = self.node_of(part).map_or((0, 0), |node| {
            let fleet = &self.fleets[node];
            (fleet.ready(), fleet.instances.len())
        });
        let shed = self.node_of(part).map_or(0.0, |node| self.engine.nodes[node].shed);
        let mut line = vec![format!(
            "instances {ready} of {all} ready, {} slots each, queue {} each",
            station.slots, station.queue
        )];
        if shed > 0.0 {
            line.push(format!(", sheds {:.0} % at the door", shed * 100.0));
        }
        line.concat()
    }

    fn describe_call_settings(&self, part: &PartId) -> Vec<String> {
        let Some(node) = self.node_of(part) else {
            return Vec::new();
        };
        self.edges_from(node)
            .map(|edge| {
                let plan = &self.engine.layout.edges[edge];
                let call = &plan.call;
                let to = &self.engine.layout.nodes[plan.to].part;
                let mut line = vec![format!("calls.{to}")];
                if plan.timeout < GIVEN_UP {
                    line.push(format!(" timeout={}ms", plan.timeout * 1e3));
                }
                line.push(format!(" retries={} backoff={}", call.retries, call.backoff));
                if let Some(pool) = call.pool {
                    line.push(format!(" pool={pool}"));
                }
                if let Some(budget) = call.budget {
                    line.push(format!(" budget={budget}"));
                }
                if let Some(rule) = call.breaker {
                    line.push(format!(" breaker={}% over {}", rule.errors * 100.0, rule.over));
                }
                if let Some(cache) = &call.cache {
                    line.push(format!(" cache={cache}"));
                }
                if !call.critical {
                    line.push(" optional".to_owned());
                }
                line.concat()
            })
            .collect()
    }
}
