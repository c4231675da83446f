//! Policies of callers, call by call: breakers, budgets of retries, filling of caches.

use firedrill::world::{BREAKER_LEAST, BUDGET_WINDOW, warming};

use super::engine::{Gate, Oracle, WARM_UP};

impl Oracle {
    pub(super) fn earn(&mut self, edge: usize) {
        if let Some(ratio) = self.plan.edges[edge].budget {
            self.forget(edge);
            self.edges[edge].tokens += ratio;
        }
    }

    pub(super) fn forget(&mut self, edge: usize) {
        let state = &mut self.edges[edge];
        state.tokens *= libm::exp(-(self.now - state.earned) / BUDGET_WINDOW);
        state.earned = self.now;
    }

    pub(super) fn afford(&mut self, edge: usize) -> bool {
        if self.plan.edges[edge].budget.is_none() {
            return true;
        }
        self.forget(edge);
        let state = &mut self.edges[edge];
        if state.tokens >= 1.0 {
            state.tokens -= 1.0;
            return true;
        }
        false
    }

    pub(super) fn fill(&mut self, cache: usize) {
        let plan = &self.plan.caches[cache];
        let state = &mut self.caches[cache];
        let rate = state.asked / (self.now + WARM_UP).max(1.0);
        let fills = (rate * plan.warms_in / warming(plan.hit)).max(1.0);
        state.warmth = 1.0 - (1.0 - state.warmth) * libm::exp(-1.0 / fills);
    }

    pub(super) fn gate_lets(&mut self, edge: usize) -> bool {
        let Some(rule) = self.plan.edges[edge].breaker else {
            return true;
        };
        let now = self.now;
        let state = &mut self.edges[edge];
        if let Gate::Open(until) = state.gate
            && now >= until
        {
            state.gate = Gate::Probing { since: now, sent: 0, good: 0 };
        }
        match &mut state.gate {
            Gate::Closed => true,
            Gate::Open(_) => false,
            Gate::Probing { sent, .. } => {
                *sent += 1;
                *sent <= rule.probes.max(1)
            }
        }
    }

    pub(super) fn gate_notes(&mut self, edge: usize, birth: f64, well: bool) {
        let Some(rule) = self.plan.edges[edge].breaker else {
            return;
        };
        let now = self.now;
        let state = &mut self.edges[edge];
        let keep = libm::exp(-(now - state.seen) / rule.over.as_f64().max(0.1));
        state.good *= keep;
        state.bad *= keep;
        state.seen = now;
        match &mut state.gate {
            Gate::Closed => {
                if well {
                    state.good += 1.0;
                } else {
                    state.bad += 1.0;
                }
                let seen = state.good + state.bad;
                if seen >= BREAKER_LEAST && state.bad >= rule.errors * seen {
                    state.gate = Gate::Open(now + rule.opens_for.as_f64());
                }
            }
            Gate::Open(_) => {}
            Gate::Probing { since, good, .. } => {
                if birth < *since {
                    return;
                }
                if !well {
                    state.gate = Gate::Open(now + rule.opens_for.as_f64());
                    return;
                }
                *good += 1;
                if *good >= rule.probes.max(1) {
                    state.gate = Gate::Closed;
                    state.good = 0.0;
                    state.bad = 0.0;
                }
            }
        }
    }
}
