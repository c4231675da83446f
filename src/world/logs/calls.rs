//! Log lines of calls that a part makes: timeouts, refusals, names, handshakes, secrets. They say
//! what the caller sees, not why it is so.

use crate::world::World;
use crate::world::counts::EdgeCounts;
use crate::world::faults::Way;
use crate::world::logs::{Kindred, Level};
use crate::world::telemetry::Second;

impl World {
    pub(super) fn call_lines(&self, node: usize, second: &Second) -> Vec<Kindred> {
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
            let mut on_the_way = 0.0;
            for (share, says) in on_the_way_of(&self.ways[edge], to.as_str()) {
                let rate = (counts.sent * share).min(counts.bad);
                on_the_way += rate;
                line(rate, Level::Error, format!("call {to} failed: {says}"));
            }
            line(
                (counts.bad - refused - on_the_way).max(0.0),
                Level::Error,
                format!("call {to} failed: upstream answered status={}", status(callee)),
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

/// Why calls fail before or as the callee is reached: which share, and what the caller's log says.
fn on_the_way_of(way: &Way, to: &str) -> [(f64, String); 6] {
    [
        (way.names, format!("lookup {to}: no such host")),
        (
            way.handshake,
            "tls: failed to verify certificate: certificate has expired or is not yet valid"
                .to_owned(),
        ),
        (way.secret, format!("authentication failed for user \"app\" at {to}")),
        (way.token, "status=401: token is not valid at this time (iat, exp)".to_owned()),
        (way.reset, "connection reset: bad record mac".to_owned()),
        (way.blocked, "status=403: blocked by rule".to_owned()),
    ]
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
