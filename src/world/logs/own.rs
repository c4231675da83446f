//! Log lines of a part about itself: what it served, what it refused, what it runs out of. What fails
//! silently writes nothing.

use crate::model::fault::FaultKind;
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::layout::Kind;
use crate::world::logs::{Kindred, Level};
use crate::world::quantile::Latencies;
use crate::world::telemetry::Second;

impl World {
    pub(super) fn own_lines(&self, node: usize, second: &Second) -> Vec<Kindred> {
        let at = &second.nodes[node];
        let counts = &at.counts;
        let latencies = Latencies::from(second.latencies(node));
        let p50 = latencies.quantile(0.5).unwrap_or(0.0) * 1e3;
        let slow = latencies.quantile(0.95).unwrap_or(0.0) * 1e3;
        let kind = self.engine.layout.nodes[node].kind;
        let verb = match kind {
            Kind::Database => "query",
            Kind::Queue => "publish",
            _ => "request",
        };
        let mut lines = Vec::new();
        let mut line = |rate: f64, level, text: String| {
            if rate > 0.02 {
                lines.push(Kindred { rate, level, text });
            }
        };
        line(counts.good * 0.2, Level::Info, format!("{verb} done status=200 ms={p50:.0}"));
        line(
            counts.own,
            Level::Error,
            format!("{verb} failed status=500: unhandled error while serving"),
        );
        line(
            counts.full,
            Level::Warn,
            format!("{verb} rejected status=503: {:.0} calls waiting, queue full", at.queue),
        );
        line(counts.shed * 0.3, Level::Info, format!("{verb} refused status=429: shedding load"));
        line(counts.dropped, Level::Error, format!("{verb} aborted: connection reset by shutdown"));
        line(
            counts.timeouts,
            Level::Warn,
            format!("{verb} status=499: caller closed the connection, ms={slow:.0}"),
        );
        line(
            if at.queue > 5.0 { 1.0 } else { 0.0 },
            Level::Warn,
            format!(
                "{:.0} of {:.0} slots busy, {:.0} waiting",
                at.used,
                at.slots.min(1e9),
                at.queue
            ),
        );
        lines
    }

    /// Lines about what runs out or breaks in the part itself.
    pub(super) fn trouble_lines(&self, node: usize, second: &Second) -> Vec<Kindred> {
        let mut lines = Vec::new();
        let fleet = &self.fleets[node];
        let counts = &second.nodes[node].counts;
        let mut line = |rate: f64, level, text: String| {
            if rate > 0.02 {
                lines.push(Kindred { rate, level, text });
            }
        };
        let served = counts.good + counts.bad;
        let used = fleet.instances.iter().map(|own| own.memory).fold(0.0, f64::max);
        if used > 0.9 {
            let percent = used * 100.0;
            line(
                1.0,
                Level::Warn,
                format!("gc: heap {percent:.0} % used, collecting again and again"),
            );
        }
        if fleet.full {
            line(
                served * self.writes(node),
                Level::Error,
                "write failed: no space left on device (os error 28)".to_owned(),
            );
        } else if self.disk_used(node).is_some_and(|used| used > 0.95) {
            line(0.2, Level::Warn, "disk nearly full: less than 5 % left".to_owned());
        }
        let stands = fleet.paused_until > self.seconds();
        line(
            f64::from(u8::from(stands)),
            Level::Warn,
            "not accepting writes: role change in progress".to_owned(),
        );
        if fleet.behind > 5.0 {
            let behind = fleet.behind;
            line(
                0.5,
                Level::Warn,
                format!("replication: standby is {behind:.0} s behind, replay does not advance"),
            );
        }
        lines.extend(self.fault_lines(node, served));
        lines.extend(self.paper_lines(node, second));
        if let Some(poison) = self.poisons.get(&node).filter(|poison| poison.left >= 1.0) {
            let text =
                format!("message redelivered, delivery {}: not acknowledged", poison.tries + 1);
            lines.push(Kindred { rate: 0.3, level: Level::Warn, text });
        }
        lines
    }

    /// What a fault lets the part itself write, as often as it is hit; silent ones write nothing.
    fn fault_lines(&self, node: usize, served: f64) -> Vec<Kindred> {
        let name = self.fleets[node].name.as_str();
        let database = matches!(self.kind_of(node), Some(PartKind::Database(_)));
        let mut lines = Vec::new();
        for acting in self.faults.values().filter(|acting| acting.on_instances_of(name)) {
            let mut line = |rate: f64, level, text: String| {
                let rate = rate * acting.level;
                if rate > 0.02 {
                    lines.push(Kindred { rate, level, text });
                }
            };
            match &acting.fault.kind {
                FaultKind::Pause { lasts, .. } => {
                    line(0.3, Level::Warn, format!("gc: stopped the world for {lasts}"));
                }
                FaultKind::Io { factor, errors } => {
                    let slow = self.engine.nodes[node].time * 1e3;
                    line(
                        f64::from(u8::from(*factor > 1.5)),
                        Level::Warn,
                        format!("slow sync of log: {slow:.0} ms"),
                    );
                    line(
                        served * errors,
                        Level::Error,
                        "could not read block: Input/output error (os error 5)".to_owned(),
                    );
                }
                FaultKind::Lock { share, lasts } if database => line(
                    served * share,
                    Level::Warn,
                    format!(
                        "still waiting for lock on relation after 1000 ms; held for up to {lasts}"
                    ),
                ),
                FaultKind::Handles { .. } if !database => {
                    line(1.0, Level::Error, "accept: too many open files (os error 24)".to_owned());
                }
                FaultKind::Throttled(_) => {
                    line(
                        served * 0.1,
                        Level::Warn,
                        "request refused status=429: rate limit exceeded".to_owned(),
                    );
                }
                FaultKind::Diverge { rate } => line(
                    rate * 0.1,
                    Level::Warn,
                    "replication conflict: row was changed on both sides".to_owned(),
                ),
                FaultKind::Skew { by } => {
                    line(0.2, Level::Warn, format!("clock is {by} off from peers"));
                }
                _ => {}
            }
        }
        lines
    }

    /// What the callee writes of certificates, secrets and tokens that are not taken.
    fn paper_lines(&self, node: usize, second: &Second) -> Vec<Kindred> {
        let (mut handshake, mut secret, mut token) = (0.0, 0.0, 0.0);
        for &edge in &self.engine.layout.nodes[node].callers {
            let (way, sent) = (&self.ways[edge], second.edges[edge].sent);
            handshake += way.handshake * sent;
            secret += way.secret * sent;
            token += way.token * sent;
        }
        let says = [
            (handshake, Level::Warn, "tls handshake error: remote error: tls: expired certificate"),
            (secret, Level::Error, "authentication failed: password is not valid for user \"app\""),
            (token, Level::Warn, "request refused status=401: token used before it was issued"),
        ];
        says.into_iter()
            .filter(|(rate, ..)| *rate > 0.02)
            .map(|(rate, level, text)| Kindred { rate, level, text: text.to_owned() })
            .collect()
    }
}
