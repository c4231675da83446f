//! Log lines, written from what the engine knows: who failed whom, how, how often. More load,
//! more lines. The same seed and second give the same lines.

use crate::model::chance::{fingerprint, uniform_at};
use crate::model::id::PartId;
use crate::model::quantity::rounded;
use crate::model::time::DrillTime;
use crate::world::World;
use crate::world::counts::EdgeCounts;
use crate::world::layout::Kind;
use crate::world::telemetry::Second;

/// How loud a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Usual work.
    Info,
    /// Something is odd.
    Warn,
    /// Something failed.
    Error,
}

/// A line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When.
    pub at: DrillTime,
    /// Which instance wrote it.
    pub instance: String,
    /// How loud.
    pub level: Level,
    /// What it says.
    pub text: String,
}

/// Seconds a log reaches back.
const REACH: u32 = 30;

/// A kind of line that may be written in a second, and how often.
struct Kindred {
    rate: f64,
    level: Level,
    text: String,
}

impl World {
    /// The last lines of a part's log, the newest last: at most `lines`, sampled so that what is
    /// rare is still there beside what is frequent.
    pub fn logs(&self, part: &PartId, lines: usize) -> Vec<LogLine> {
        let Some(node) = self.node_of(part) else {
            return Vec::new();
        };
        if lines == 0 {
            return Vec::new();
        }
        let subject = fingerprint(part.as_str().as_bytes());
        let mut all = self.happened(node);
        for (back, second) in (0..REACH).zip(self.minute.last(REACH)) {
            let Some(at) = self.now().0.checked_sub(back) else {
                break;
            };
            let mut kinds = self.own_lines(node, second);
            kinds.extend(self.call_lines(node, second));
            for (place, kind) in kinds.iter().enumerate() {
                let key = subject ^ (place as u64) << 32;
                let draw = uniform_at(self.seed, key, u64::from(at));
                // Logarithmic sampling: ten times the events, a few more lines.
                let count = libm::log2(1.0 + kind.rate.max(0.0)) * 0.6 + draw - 0.35;
                for nth in 0..rounded(count).clamp(0, 4) {
                    let seed = key ^ 0x5bd1 ^ nth.unsigned_abs();
                    all.push(self.line(node, at, kind, uniform_at(self.seed, seed, u64::from(at))));
                }
            }
        }
        all.sort_by_key(|line| line.at);
        let surplus = all.len().saturating_sub(lines);
        // Of too many, usual work goes first.
        let usual = all.iter().filter(|line| line.level == Level::Info).count();
        let mut spare = surplus.min(usual.saturating_sub(lines / 4));
        all.retain(|line| {
            let drop = line.level == Level::Info && spare > 0;
            spare -= usize::from(drop);
            !drop
        });
        let surplus = all.len().saturating_sub(lines);
        all.drain(..surplus);
        all
    }

    fn line(&self, node: usize, at: u32, kind: &Kindred, draw: f64) -> LogLine {
        let fleet = &self.fleets[node];
        let count = fleet.instances.len().max(1);
        let place = usize::try_from(rounded(libm::floor(draw * count as f64))).unwrap_or(0);
        let place = place.min(count - 1);
        let id = uniform_at(self.seed, fingerprint(kind.text.as_bytes()), u64::from(at)).to_bits();
        let version = fleet
            .instances
            .get(place)
            .map(|instance| instance.version.to_string())
            .filter(|version| !version.is_empty());
        let mut text = format!("{} req={:06x}", kind.text, (id >> 8) & 0x00ff_ffff);
        if let Some(version) = version {
            text.push_str(" version=");
            text.push_str(&version);
        }
        LogLine { at: DrillTime(at), instance: fleet.instance_name(place), level: kind.level, text }
    }

    fn happened(&self, node: usize) -> Vec<LogLine> {
        let now = self.seconds();
        self.fleets[node]
            .happenings
            .iter()
            .filter(|happening| happening.at >= now - f64::from(REACH) * 4.0)
            .filter_map(|happening| {
                let at = u32::try_from(rounded(happening.at)).ok()?;
                Some(LogLine {
                    at: DrillTime(at),
                    instance: happening.instance.clone(),
                    level: Level::Info,
                    text: happening.says.clone(),
                })
            })
            .collect()
    }

    fn own_lines(&self, node: usize, second: &Second) -> Vec<Kindred> {
        let at = &second.nodes[node];
        let counts = &at.counts;
        let p50 = counts.latencies.quantile(0.5).unwrap_or(0.0) * 1e3;
        let slow = counts.latencies.quantile(0.95).unwrap_or(0.0) * 1e3;
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

    fn call_lines(&self, node: usize, second: &Second) -> Vec<Kindred> {
        let mut lines = Vec::new();
        for edge in self.edges_from(node) {
            let plan = &self.engine.layout.edges[edge];
            let to = &self.engine.layout.nodes[plan.to].part;
            let counts: &EdgeCounts = &second.edges[edge];
            let mut line = |rate: f64, level, text: String| {
                if rate > 0.02 {
                    lines.push(Kindred { rate, level, text });
                }
            };
            let pool = self.engine.edges[edge].pool.slots;
            let waited = counts.timeouts - counts.pool_timeouts;
            let timeout = plan.timeout * 1e3;
            let attempts = plan.call.retries.saturating_add(1);
            line(
                waited,
                Level::Error,
                format!(
                    "call {to} failed: deadline exceeded after {timeout:.0} ms, attempts={attempts}"
                ),
            );
            line(
                counts.pool_timeouts,
                Level::Error,
                format!(
                    "call {to} failed: pool timed out while waiting for an open connection ({pool:.0} in use)"
                ),
            );
            let callee = &second.nodes[plan.to].counts;
            let refused = if callee.gone > 0.0 { counts.bad } else { 0.0 };
            line(refused, Level::Error, format!("call {to} failed: connection refused"));
            line(
                (counts.bad - refused - counts.unresolved).max(0.0),
                Level::Error,
                format!("call {to} failed: upstream answered status={}", status(callee)),
            );
            line(
                counts.unresolved,
                Level::Error,
                format!("call {to} failed: lookup {to}: no such host"),
            );
            line(
                counts.open * 0.3,
                Level::Warn,
                format!("circuit breaker {to} is open, failing fast"),
            );
            if counts.asked > 0.5 && counts.hits < 0.5 * counts.asked {
                line(
                    counts.asked - counts.hits,
                    Level::Warn,
                    format!(
                        "cache miss {}, loading from {to}",
                        plan.call.cache.clone().unwrap_or_default()
                    ),
                );
            }
        }
        lines
    }
}

fn status(callee: &crate::world::counts::Counts) -> u32 {
    let worst = [
        (callee.full, 503),
        (callee.shed, 429),
        (callee.own, 500),
        (callee.passed_on, 502),
        (callee.dropped, 502),
    ];
    worst.iter().fold((0.0, 502), |best, &next| if next.0 > best.0 { next } else { best }).1
}
