//! A system laid out for the oracle, by its own reading of the system.

use std::collections::BTreeMap;

use firedrill::model::id::PartId;
use firedrill::model::system::{Breaker, Call, PartKind, System};
use firedrill::model::time::Span;
use firedrill::world::TRIES_AGAIN_AFTER;

pub(crate) struct NodePlan {
    pub(crate) name: String,
    pub(crate) slots: f64,
    pub(crate) room: usize,
    pub(crate) time: f64,
    pub(crate) spread: f64,
    /// (edge, chance)
    pub(crate) stages: Vec<(usize, f64)>,
    pub(crate) queue: bool,
}

pub(crate) struct EdgePlan {
    pub(crate) to: usize,
    pub(crate) timeout: f64,
    pub(crate) retries: u32,
    pub(crate) backoff: f64,
    pub(crate) jitter: f64,
    pub(crate) budget: Option<f64>,
    pub(crate) breaker: Option<Breaker>,
    pub(crate) pool: Option<usize>,
    pub(crate) fallback: Option<f64>,
    pub(crate) critical: bool,
    pub(crate) cache: Option<usize>,
}

pub(crate) struct CachePlan {
    pub(crate) name: String,
    pub(crate) hit: f64,
    pub(crate) time: f64,
    pub(crate) warms_in: f64,
}

pub(crate) struct Plan {
    pub(crate) nodes: Vec<NodePlan>,
    pub(crate) edges: Vec<EdgePlan>,
    pub(crate) caches: Vec<CachePlan>,
    /// (class name, source node, class node, visits per second)
    pub(crate) classes: Vec<(String, usize, usize, f64)>,
}

impl Plan {
    pub(crate) fn of(system: &System) -> Self {
        let mut plan =
            Self { nodes: Vec::new(), edges: Vec::new(), caches: Vec::new(), classes: Vec::new() };
        let mut by_name: BTreeMap<PartId, usize> = BTreeMap::new();
        for (id, part) in &system.parts {
            let (station, time, queue) = match &part.kind {
                PartKind::Service(service) => (Some(&service.station), service.station.time, false),
                PartKind::Database(own) => (Some(&own.station), own.station.time, false),
                PartKind::Provider(own) => (None, own.time, false),
                PartKind::Queue(_) => (None, station_time(), true),
                PartKind::Cache(cache) => {
                    plan.caches.push(CachePlan {
                        name: id.to_string(),
                        hit: cache.hit,
                        time: cache.time.as_f64(),
                        warms_in: cache.warms_in.as_f64(),
                    });
                    continue;
                }
                _ => continue,
            };
            by_name.insert(id.clone(), plan.nodes.len());
            plan.nodes.push(NodePlan {
                name: id.to_string(),
                slots: station.map_or(1e12, |s| f64::from(s.slots) * f64::from(s.instances)),
                room: station.map_or(usize::MAX, |s| s.queue as usize * s.instances as usize),
                time: time.mean.as_f64(),
                spread: time.spread,
                stages: Vec::new(),
                queue,
            });
        }
        for id in system.clients.keys() {
            by_name.insert(id.clone(), plan.nodes.len());
            plan.nodes.push(endless(id.to_string()));
        }
        let callers: Vec<(PartId, usize)> =
            by_name.iter().map(|(id, &node)| (id.clone(), node)).collect();
        for (id, node) in callers {
            for call in system.calls_of(id.as_str()) {
                if let Some(&to) = by_name.get(&call.to) {
                    plan.call(node, to, call);
                }
            }
        }
        for (id, class) in &system.clients {
            let source = plan.nodes.len();
            let to = by_name[id];
            plan.nodes.push(endless(format!("{id} visits")));
            plan.edges.push(EdgePlan {
                to,
                timeout: f64::INFINITY,
                retries: class.tries.saturating_sub(1),
                backoff: Span(TRIES_AGAIN_AFTER).as_f64(),
                jitter: 0.5,
                budget: None,
                breaker: None,
                pool: None,
                fallback: None,
                critical: true,
                cache: None,
            });
            plan.nodes[source].stages.push((plan.edges.len() - 1, 1.0));
            plan.classes.push((id.to_string(), source, to, class.rate));
        }
        plan
    }

    fn call(&mut self, from: usize, to: usize, call: &Call) {
        let edge = self.edges.len();
        let cache = call
            .cache
            .as_ref()
            .and_then(|cache| self.caches.iter().position(|own| own.name == cache.as_str()));
        self.edges.push(EdgePlan {
            to,
            timeout: call.timeout.map_or(f64::INFINITY, Span::as_f64),
            retries: call.retries,
            backoff: call.backoff.as_f64(),
            jitter: call.jitter,
            budget: call.budget,
            breaker: call.breaker,
            pool: call.pool.map(|pool| pool as usize),
            fallback: call.fallback.map(Span::as_f64),
            critical: call.critical,
            cache,
        });
        let mut left = call.per_call;
        while left > 1e-9 {
            self.nodes[from].stages.push((edge, left.min(1.0)));
            left -= 1.0;
        }
    }
}

fn station_time() -> firedrill::model::system::Time {
    firedrill::model::system::Time { mean: Span(1), spread: 0.0 }
}

fn endless(name: String) -> NodePlan {
    NodePlan {
        name,
        slots: 1e12,
        room: usize::MAX,
        time: 0.0,
        spread: 0.0,
        stages: Vec::new(),
        queue: false,
    }
}
