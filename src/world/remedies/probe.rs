//! Trying a part out, and what one finds where something is wrong with it. It changes nothing.

use crate::model::id::PartId;
use crate::model::system::PartKind;
use crate::world::World;
use crate::world::remedies::Effect;

impl World {
    /// Tries a part out.
    pub(super) fn verify(&self, part: &PartId) -> Effect {
        if let Some(on) = self.flags.get(part) {
            let state = if *on { "on" } else { "off" };
            return Effect::Verified { ok: true, says: format!("{part} is {state}") };
        }
        let found = self.findings(part);
        if !found.is_empty() {
            return Effect::Verified { ok: false, says: format!("{part}: {}", found.join("; ")) };
        }
        let Some(node) = self.node_of(part) else {
            let ok = self.current.parts.contains_key(part);
            let says = if ok { self.answer_of(part) } else { format!("there is no {part}") };
            return Effect::Verified { ok, says };
        };
        let scope = crate::model::condition::Scope::default();
        let read = |metric| self.read(part, metric, &scope, 15);
        let errors = read(crate::model::metric::Metric::ErrorRatio).unwrap_or(0.0);
        let p99 = read(crate::model::metric::Metric::P99);
        let up = self.engine.nodes[node].up;
        let failing = self.calls_failing(node);
        let ok = up && errors < 0.01 && failing < 0.01;
        let pace = p99.map_or(String::new(), |p99| format!(", p99 {:.0} ms", p99 * 1e3));
        let says = if up {
            let worst = errors.max(failing) * 100.0;
            format!("{part}: {worst:.1} % of calls fail{pace}")
        } else {
            format!("{part} refuses connections")
        };
        Effect::Verified { ok, says }
    }

    /// What a part that serves no calls says to a probe.
    fn answer_of(&self, part: &PartId) -> String {
        let paper = self.current.parts.get(part).map(|own| &own.kind);
        if !matches!(paper, Some(PartKind::Certificate(_) | PartKind::Secret(_))) {
            return format!("{part} answers");
        }
        match self.leases.get(part) {
            Some(lease) if lease.renewed.is_none() => format!("{part}: refused, status=401"),
            _ => format!("{part}: accepted"),
        }
    }
}
