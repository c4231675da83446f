//! How finely time is cut, component by component: one step a second while all is calm there, short
//! ones while anything is going on, from the state alone. It changes nothing of what happens in a
//! step.

use crate::model::id::PartId;
use crate::world::World;
use crate::world::engine::{Edge, Engine, NOTHING, Node};
use crate::world::layout::GIVEN_UP;

/// Seconds of short steps after something happened.
const ALARM: i64 = 10;
/// The longest of the short steps, in seconds, and how many fit into the shortest timeout at stake:
/// while things change, and where trouble stands as it is. All four were tried out against the
/// oracle on row 5 of the fidelity table: longer steps lose figures, shorter ones only take longer.
const CHANGING: (f64, f64) = (0.5, 2.0);
const STANDING: (f64, f64) = (1.0, 1.0);
/// Seconds over which it is averaged how things stand.
const MEMORY: f64 = 15.0;
/// What differs more than this from how things stood has changed, as a share of it and beyond.
const CHANGED: (f64, f64) = (0.1, 0.05);

/// How a component's time is cut.
#[derive(Clone, Debug)]
pub(crate) struct Pace {
    /// Until when its steps are short in any case.
    alarm_until: i64,
    /// Until when what happened there is new.
    shaken_until: i64,
    /// Whether what is under way comes to its end.
    settling: bool,
    /// Steps of its last second.
    steps: u32,
    /// Visits of its last second.
    visits: f64,
    /// How things have stood there lately.
    stood: [f64; 2],
}

/// How things stand in a component.
struct Standing {
    /// Nothing is under way across steps but people who will come again.
    rest: bool,
    /// Something is going on that needs short steps.
    hot: bool,
    /// How busy its stations are in all, and how many octaves of calls wait or are under way.
    figures: [f64; 2],
}

impl Pace {
    /// Calm since `begin`.
    pub(crate) const fn new(begin: i64) -> Self {
        Self {
            alarm_until: begin,
            shaken_until: begin,
            settling: false,
            steps: 1,
            visits: 0.0,
            stood: [0.0; 2],
        }
    }

    /// Something happened at `second`.
    const fn shake(&mut self, second: i64) {
        self.shaken_until = second + ALARM;
        self.stay_awake(second);
    }

    /// Takes in how things stand now: whether that has changed.
    fn changes(&mut self, stands: [f64; 2]) -> bool {
        let mut changed = false;
        for (stood, now) in self.stood.iter_mut().zip(stands) {
            changed |= (now - *stood).abs() > CHANGED.0 * *stood + CHANGED.1;
            *stood += (now - *stood) / MEMORY;
        }
        changed
    }

    /// Something is going on at `second`, as it may have been for long.
    const fn stay_awake(&mut self, second: i64) {
        self.alarm_until = second + ALARM;
        self.settling = false;
    }
}

impl World {
    /// Nodes something about whose instances changes by itself just now.
    pub(super) fn changing(&self) -> Vec<usize> {
        let now = self.seconds();
        let fleets = self.fleets.iter().enumerate();
        fleets.filter(|(_, fleet)| fleet.moving(now)).map(|(node, _)| node).collect()
    }

    /// By component: whether instances, faults or settings may have changed since the last second.
    pub(super) fn moving(&self, changing: &[usize]) -> Vec<bool> {
        let mut moving: Vec<bool> =
            self.paces.iter().map(|pace| self.second <= pace.alarm_until).collect();
        for acting in self.faults.values() {
            self.mark(acting.fault.target.as_str(), &mut moving);
        }
        for &node in changing {
            moving[self.engine.layout.component[node]] = true;
        }
        moving
    }

    /// Whether what follows from instances and faults may be other than in the last second by
    /// itself; what was done to them since says so by `untuned`.
    pub(super) fn shifts(&self, changing: &[usize]) -> bool {
        !changing.is_empty() || self.faults.values().any(|acting| !acting.fault.kind.stands())
    }

    /// Marks the components that a target belongs to: all for what is nowhere in particular.
    fn mark(&self, target: &str, marks: &mut [bool]) {
        let layout = &self.engine.layout;
        let part = PartId::from(target.split('.').next().unwrap_or_default());
        if let Some(&node) = layout.by_part.get(&part) {
            marks[layout.component[node]] = true;
        } else if layout.caches.contains(&part) {
            for plan in layout.edges.iter().filter(|plan| plan.call.cache.as_ref() == Some(&part)) {
                marks[layout.component[plan.from]] = true;
            }
        } else {
            marks.fill(true);
        }
    }

    /// Short steps from now on for a while, where a target belongs.
    pub(super) fn alarm(&mut self, target: &str) {
        self.untuned = true;
        let mut marks = vec![false; self.paces.len()];
        self.mark(target, &mut marks);
        for (of, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
            self.paces[of].shake(self.second);
        }
    }

    /// Short steps from now on for a while, in a node's component.
    pub(super) fn alarm_at(&mut self, node: usize) {
        self.untuned = true;
        self.paces[self.engine.layout.component[node]].shake(self.second);
    }

    /// A component goes on by one drill-second, in as many steps as it needs.
    pub(super) fn step_component(&mut self, of: usize, visits: &[(usize, f64)], moved: bool) {
        let component = &self.engine.layout.component;
        let own: Vec<(usize, f64)> =
            visits.iter().copied().filter(|(node, _)| component[*node] == of).collect();
        let all: f64 = own.iter().map(|(_, mass)| mass).sum();
        let steps = self.steps(of, all);
        let pace = &mut self.paces[of];
        self.engine.moved[of] |= moved || steps != pace.steps || steps > 1 || self.second % 10 == 0;
        self.engine.settling = pace.settling && steps > 1;
        pace.steps = steps;
        pace.visits = all;
        let dt = 1.0 / f64::from(steps);
        let parts: Vec<(usize, f64)> = own.iter().map(|&(node, mass)| (node, mass * dt)).collect();
        for part in 0..steps {
            self.engine.step(of, self.second as f64 + f64::from(part) * dt, dt, &parts);
        }
    }

    /// After a second: whether the next one needs short steps. Between them and long ones lies a
    /// second of short steps in which nothing is put down any more that a long step would take
    /// through, so that what is under way comes to its end.
    pub(super) fn watch(&mut self) {
        for of in 0..self.paces.len() {
            let Standing { rest: settled, hot, figures } = self.engine.standing(of);
            let pace = &mut self.paces[of];
            let changed = pace.changes(figures) && pace.steps > 1;
            if changed || (pace.steps == 1 && (hot || !settled)) {
                pace.shake(self.second);
            } else if hot || (!settled && pace.settling) {
                pace.stay_awake(self.second);
            } else {
                let calm = self.second >= pace.alarm_until;
                self.paces[of].settling = !settled && calm;
            }
        }
    }

    /// How many steps this second is divided into: one while calm, else as many as keep a step
    /// within half the shortest timeout at stake and the longest that is right. From state alone.
    fn steps(&self, of: usize, visits: f64) -> u32 {
        let pace = &self.paces[of];
        let mut nodes = self.engine.nodes_of(of);
        let rising = visits > 1.15 * pace.visits
            && nodes.any(|node| {
                node.account.used * visits > 0.7 * node.account.slots * pace.visits.max(1e-9)
            });
        let slow = self.engine.nodes_of(of).any(|node| node.time > 0.25);
        if self.second >= pace.alarm_until && !rising && !slow && !pace.settling {
            return 1;
        }
        let standing = self.second >= pace.shaken_until && !rising;
        let (most, within) = if standing { STANDING } else { CHANGING };
        let longest = (self.engine.shortest_at_stake(of) / within).min(most);
        let dt = longest / self.engine.fineness;
        let steps = libm::ceil(1.0 / dt.max(0.005) - 1e-9);
        u32::try_from(crate::model::quantity::rounded(steps)).unwrap_or(10)
    }
}

impl Engine {
    fn nodes_of(&self, of: usize) -> impl Iterator<Item = &Node> {
        self.layout.components[of].order.iter().map(|&node| &self.nodes[node])
    }

    /// The shortest timeout that calls come near, in seconds: of calls whose answer takes more
    /// than an eighth of it, or that wait in a line.
    pub(crate) fn shortest_at_stake(&self, of: usize) -> f64 {
        let own = self.layout.components[of].edges.iter();
        let plans = own.map(|&edge| (&self.layout.edges[edge], &self.edges[edge]));
        let near = plans.filter(|(plan, edge)| {
            let to = &self.nodes[plan.to];
            let pool = if edge.pooled { edge.pool.wait.mean } else { 0.0 };
            let usual = pool + edge.delay + to.account.wait.mean + to.response;
            edge.queued > NOTHING || to.queued > NOTHING || usual > plan.timeout / 8.0
        });
        near.map(|(plan, _)| plan.timeout).fold(GIVEN_UP, f64::min)
    }

    /// How things stand in a component.
    fn standing(&self, of: usize) -> Standing {
        let (mut rest, mut hot) = (true, false);
        let (mut busy, mut inside) = (0.0, 1.0);
        for node in self.nodes_of(of) {
            let account = &node.account;
            hot |= node.queued > 0.01;
            inside += node.queued;
            if account.endless() {
                continue;
            }
            rest &= account.held <= 0.01;
            hot |= account.used > 0.7 * account.slots;
            inside += account.held;
            if account.slots > 0.0 {
                busy += account.used / account.slots;
            }
        }
        let mut edges = self.layout.components[of].edges.iter().map(|&edge| &self.edges[edge]);
        hot = hot || edges.any(Edge::hot);
        Standing { rest, hot, figures: [busy, libm::log2(inside)] }
    }
}

impl Edge {
    /// Whether anything is going on along it that needs short steps.
    fn hot(&self) -> bool {
        self.queued > 0.01
            || self.breaker.as_ref().is_some_and(|breaker| !breaker.calm())
            || (self.pooled && self.pool.used > 0.7 * self.pool.slots)
    }
}
