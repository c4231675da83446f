//! What faults do to calls on their way, and why calls on it fail, for who writes logs. It never
//! touches an instance.

use crate::model::fault::{FaultKind, Line};
use crate::world::World;
use crate::world::faults::Acting;
use crate::world::faults::lines::Bad;
use crate::world::fleet::Phase;
use crate::world::layout::Kind;
use crate::world::policy::fail;

/// Seconds a connection of a pool lives before it is opened anew.
const CONNECTION_LIVES: f64 = 300.0;
/// Seconds a clock may be off before anybody minds, and how long a token is good.
const LEEWAY: f64 = 60.0;
const TOKEN_LIVES: f64 = 300.0;

/// Why calls fail at the caller, each a share of its calls.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Way {
    /// Names do not resolve.
    pub(crate) names: f64,
    /// The callee's certificate has expired or is not trusted.
    pub(crate) handshake: f64,
    /// The caller's secret is no longer taken.
    pub(crate) secret: f64,
    /// The caller's token is not valid by the callee's clock.
    pub(crate) token: f64,
    /// The connection broke.
    pub(crate) reset: f64,
    /// Refused at the edge by order.
    pub(crate) blocked: f64,
    /// Anything else that fails on the way.
    pub(crate) other: f64,
}

impl Way {
    /// All of those that never reach the callee.
    fn before(&self) -> f64 {
        1.0 - (1.0 - self.names) * (1.0 - self.handshake)
    }

    /// All of those that are answered at once.
    fn refused(&self) -> f64 {
        let let_in = (1.0 - self.secret) * (1.0 - self.token) * (1.0 - self.reset);
        1.0 - let_in * (1.0 - self.blocked) * (1.0 - self.other)
    }
}

impl World {
    pub(super) fn tune_edges(&mut self) {
        for index in 0..self.engine.edges.len() {
            let plan = &self.engine.layout.edges[index];
            let (from, to) = (plan.from, plan.to);
            if matches!(self.engine.layout.nodes[from].kind, Kind::Source | Kind::Queue) {
                continue;
            }
            let mut way = Way::default();
            let (mut cut, mut delay) = (0.0, 0.0);
            let mut bad = Bad::default();
            let (caller, callee) = (&self.fleets[from].name, &self.fleets[to].name);
            let near = self.faults.between(caller, callee);
            for acting in near.filter(|acting| !acting.left_behind) {
                let on_edge = self.on_edge(acting, index);
                let by_name = acting.fault.target.as_str() == self.fleets[to].name;
                let share =
                    if on_edge { self.fleets[from].share(&acting.fault.touches) } else { 1.0 }
                        * acting.level;
                match &acting.fault.kind {
                    FaultKind::Dns { ratio } if on_edge || by_name => {
                        fail(&mut way.names, ratio * share);
                    }
                    FaultKind::Error { ratio } if on_edge => fail(&mut way.other, ratio * share),
                    FaultKind::Cut if on_edge => fail(&mut cut, share),
                    FaultKind::Slow { factor } if on_edge => {
                        delay += (factor - 1.0).max(0.0) * share * self.engine.nodes[to].time;
                    }
                    FaultKind::Network(line) => {
                        let share = if on_edge { share } else { self.passes(acting, index) };
                        bad.add(&Bad::of(line), share);
                        if share > 0.0 && line.bandwidth.is_some() {
                            bad.add(&self.narrow(index, line), share);
                        }
                    }
                    FaultKind::Skew { by } => {
                        let off = ((by.as_f64() - LEEWAY) / TOKEN_LIVES).clamp(0.0, 1.0);
                        fail(&mut way.token, off * self.met(acting, to));
                    }
                    _ => {}
                }
            }
            way.reset = bad.reset;
            self.show_papers(index, &mut way);
            way.blocked = self.blocked(index);
            let edge = &mut self.engine.edges[index];
            edge.unresolved = way.before().clamp(0.0, 1.0);
            edge.error = way.refused().clamp(0.0, 1.0);
            edge.cut = (1.0 - (1.0 - cut) * (1.0 - bad.cut)).clamp(0.0, 1.0);
            edge.delay = delay + bad.delay;
            edge.spread = bad.spread;
            self.ways[index] = way;
        }
    }

    /// Whether a fault is aimed at an edge, or at the class whose edge it is.
    fn on_edge(&self, acting: &Acting, edge: usize) -> bool {
        let plan = &self.engine.layout.edges[edge];
        let (caller, callee) = (&self.fleets[plan.from].name, &self.fleets[plan.to].name);
        let target = acting.fault.target.as_str();
        let class = self.engine.layout.nodes[plan.from].kind == Kind::Class;
        (class && target == caller)
            || target.strip_prefix(caller.as_str()).and_then(|rest| rest.strip_prefix(".calls."))
                == Some(callee.as_str())
    }

    /// The share of calls that meet an instance a fault touches, at that end: what was drained has
    /// no calls that could.
    fn met(&self, acting: &Acting, node: usize) -> f64 {
        let fleet = &self.fleets[node];
        if fleet.instances.is_empty() || !acting.on_instances_of(fleet.name.as_str()) {
            return 0.0;
        }
        let touched = fleet.touched(&acting.fault.touches, acting.zone());
        let in_use = fleet.instances.iter().zip(touched);
        let in_use = in_use.filter(|(instance, _)| instance.phase != Phase::Drained);
        let (count, met) =
            in_use.fold((0.0, 0.0), |(count, met), (_, own)| (count + 1.0, met + own));
        if count > 0.0 { met / count * acting.level } else { 0.0 }
    }

    /// The share of an edge's calls that begin or end at an instance whose line a fault has.
    fn passes(&self, acting: &Acting, edge: usize) -> f64 {
        let plan = &self.engine.layout.edges[edge];
        1.0 - (1.0 - self.met(acting, plan.from)) * (1.0 - self.met(acting, plan.to))
    }

    /// What a bandwidth does this second to the calls of an edge.
    fn narrow(&self, edge: usize, line: &Line) -> Bad {
        let most = line.bandwidth.unwrap_or(f64::INFINITY) / line.per_call.max(1.0);
        let came: f64 = self.minute.last(1).map(|second| second.edges[edge].sent).sum();
        let mut pipe = self.pipes[edge];
        pipe.second(came, most)
    }

    /// Once a second: what waits before narrow lines.
    pub(crate) fn fill_pipes(&mut self) {
        for edge in 0..self.pipes.len() {
            let mut most = f64::INFINITY;
            let plan = &self.engine.layout.edges[edge];
            let (caller, callee) = (&self.fleets[plan.from].name, &self.fleets[plan.to].name);
            for acting in self.faults.between(caller, callee) {
                if let FaultKind::Network(line) = &acting.fault.kind
                    && let Some(bandwidth) = line.bandwidth
                    && (self.on_edge(acting, edge) || self.passes(acting, edge) > 0.0)
                {
                    most = f64::min(most, bandwidth / line.per_call.max(1.0));
                }
            }
            if most.is_finite() {
                let came = self.minute.last(1).map(|second| second.edges[edge].sent).sum();
                self.pipes[edge].second(came, most);
            } else {
                self.pipes[edge] = crate::world::faults::Pipe::default();
            }
        }
    }

    /// Calls whose callee's certificate, or whose own secret, is not taken. Who opens a connection
    /// notices; those of a pool live on for a while.
    fn show_papers(&self, edge: usize, way: &mut Way) {
        let plan = &self.engine.layout.edges[edge];
        let (from, to) = (plan.from, plan.to);
        let now = self.seconds();
        for (paper, lease) in self.leases.broken() {
            let opened = if plan.call.pool.is_some() {
                1.0 - libm::exp(-(now - lease.since).max(0.0) / CONNECTION_LIVES)
            } else {
                1.0
            };
            if self.shows(to, paper) {
                fail(&mut way.handshake, lease.share(&self.fleets[to], now) * opened);
            }
            if self.opens(paper, to) {
                fail(&mut way.secret, lease.share(&self.fleets[from], now) * opened);
            }
        }
    }
}
