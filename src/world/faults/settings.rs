//! Settings as faults leave them: of kind `setting`, and attempts without measure.

use crate::model::fault::{FaultKind, part_of};
use crate::model::id::{FaultId, Target};
use crate::model::quantity::rounded;
use crate::model::system::{Call, PartKind, System};
use crate::model::time::Span;
use crate::world::World;
use crate::world::layout::{Kind, TRY_AGAIN};
use crate::world::settings;

/// Most attempts after the first that a fault makes of them.
const MOST_RETRIES: i64 = 100;

impl World {
    /// Which settings apply now: those that touch at least half of their part's instances, since
    /// instances share their queue and settings.
    fn applied(&self) -> Vec<FaultId> {
        self.faults
            .each()
            .filter(|(_, acting)| {
                let part = part_of(&acting.fault.target);
                matches!(acting.fault.kind, FaultKind::Setting(_) | FaultKind::Retries { .. })
                    && !acting.left_behind
                    && self
                        .node_of(&part)
                        .is_none_or(|node| self.fleets[node].share(&acting.fault.touches) >= 0.5)
            })
            .map(|(id, _)| id.clone())
            .collect()
    }

    /// Settings as the faults of kind `setting` leave them.
    pub(super) fn reconfigure(&mut self) {
        let applied = self.applied();
        if applied == self.applied {
            return;
        }
        let mut system: System = (*self.system).clone();
        for id in &applied {
            let Some(acting) = self.faults.get(id) else {
                continue;
            };
            match &acting.fault.kind {
                FaultKind::Setting(changes) => {
                    for (key, value) in changes {
                        settings::apply(&mut system, &acting.fault.target, key, *value);
                    }
                }
                FaultKind::Retries { factor, backoff } => {
                    try_more(&mut system, &acting.fault.target, *factor, *backoff);
                }
                _ => {}
            }
        }
        self.applied = applied;
        self.engine.reconfigure(&system);
        self.current = system;
        self.visits_begin_again();
        self.resize_to_settings();
    }

    /// How often and how soon people begin a visit again.
    fn visits_begin_again(&mut self) {
        for index in 0..self.engine.layout.edges.len() {
            let from = self.engine.layout.edges[index].from;
            if self.engine.layout.nodes[from].kind != Kind::Source {
                continue;
            }
            let class = self.engine.layout.nodes[from].part.clone();
            let Some(tries) = self.current.clients.get(&class).map(|class| class.tries) else {
                continue;
            };
            let hurry =
                self.faults.on(class.as_str()).filter(|acting| !acting.left_behind).find_map(
                    |acting| match acting.fault.kind {
                        FaultKind::Retries { backoff, .. }
                            if acting.fault.target.as_str() == class.as_str() =>
                        {
                            Some(backoff)
                        }
                        _ => None,
                    },
                );
            let call = &mut self.engine.layout.edges[index].call;
            call.retries = tries.saturating_sub(1);
            call.backoff = hurry.unwrap_or(Span(TRY_AGAIN));
        }
    }

    /// A setting of `instances` adds and takes away instances like scaling does.
    fn resize_to_settings(&mut self) {
        let now = self.seconds();
        for fleet in &mut self.fleets {
            let service = |system: &System| match &system.parts.get(fleet.name.as_str())?.kind {
                PartKind::Service(own) => Some((own.station.instances, own.starts_in)),
                _ => None,
            };
            let (was, is) = (service(&self.system), service(&self.current));
            if let (Some((count, _)), Some((wanted, starts_in))) = (was, is) {
                fleet.starts_in = starts_in.as_f64();
                if wanted != count {
                    fleet.resize(wanted as usize, now, false);
                }
            }
        }
    }
}

/// Callers of a target try again more often, without a pause that grows and without a budget.
fn try_more(system: &mut System, target: &Target, factor: f64, backoff: Span) {
    let more = |attempts: u32| {
        let all = rounded((f64::from(attempts) * factor).max(1.0)).clamp(1, MOST_RETRIES + 1);
        u32::try_from(all).unwrap_or(attempts)
    };
    let hurry = |call: &mut Call| {
        call.retries = more(call.retries.saturating_add(1)) - 1;
        call.backoff = backoff;
        call.jitter = 0.0;
        call.budget = None;
    };
    let mut words = target.as_str().split('.');
    let part = words.next().unwrap_or_default();
    let to = words.nth(1);
    if let Some(class) = system.clients.get_mut(part) {
        if to.is_none() {
            class.tries = more(class.tries.max(1));
        }
        class
            .calls
            .iter_mut()
            .filter(|call| to.is_some_and(|to| call.to.as_str() == to))
            .for_each(hurry);
        return;
    }
    if let Some(PartKind::Service(service)) = system.parts.get_mut(part).map(|part| &mut part.kind)
    {
        let calls = service.calls.iter_mut();
        calls.filter(|call| to.is_none_or(|to| call.to.as_str() == to)).for_each(hurry);
    }
}
