//! What is so for the people outside: shares of users and features hit, slow visits, money,
//! messages behind. Measured from how visits end, never from what causes it.

use std::collections::BTreeMap;

use crate::model::id::{FactId, PartId};
use crate::model::system::{Counts as Counted, PartKind};
use crate::world::World;
use crate::world::layout::Kind;
use crate::world::quantile::Latencies;
use crate::world::telemetry::share;

/// Seconds facts are measured over.
pub const TRAILING: u32 = 15;

/// What one class wants of a part.
struct Wish {
    /// The class's node.
    class: usize,
    /// Calls of the part in a visit.
    uses: f64,
    /// Visits a second.
    visits: f64,
    /// Tries of a visit at most.
    tries: f64,
}

impl World {
    /// The facts a process tests, over the trailing [`TRAILING`] seconds: `users_hit`,
    /// `class_hit.NAME`, `feature_hit`, `feature_hit.NAME`, `minor_hit`, `slow_share` (shares, 0
    /// to 1), `money_per_minute`, `backlog` (messages beyond the usual), and `data_lost`,
    /// `data_at_risk` (records lost, or on one of two sides only, since the drill began) and
    /// `exposure` (what somebody outside knows and could use).
    pub fn facts(&self) -> BTreeMap<FactId, f64> {
        let mut facts = BTreeMap::new();
        let (mut users, mut hit, mut slow) = (0.0, 0.0, 0.0);
        for (id, class) in &self.current.clients {
            let weight = class.users as f64;
            let own = self.class_hit(id, TRAILING);
            facts.insert(FactId::from(format!("class_hit.{id}")), own);
            users += weight;
            hit += weight * own;
            slow += weight * self.slow_share(id);
        }
        facts.insert("users_hit".into(), share(hit, users));
        facts.insert("slow_share".into(), share(slow, users));
        let (mut important, mut minor) = (0.0_f64, 0.0_f64);
        for (id, feature) in &self.current.features {
            let own = self.part_hit(&feature.served_by, TRAILING);
            facts.insert(FactId::from(format!("feature_hit.{id}")), own);
            if feature.important {
                important = important.max(own);
            } else {
                minor = minor.max(own);
            }
        }
        facts.insert("feature_hit".into(), important);
        facts.insert("minor_hit".into(), minor);
        facts.insert("money_per_minute".into(), self.money_rate(TRAILING) * 60.0);
        facts.insert("backlog".into(), self.backlog());
        facts.insert("data_lost".into(), self.data.lost.max(0.0));
        facts.insert("data_at_risk".into(), self.data.at_risk.max(0.0));
        facts.insert("exposure".into(), self.exposures().count() as f64);
        facts
    }

    /// The share of a class's visits that fail for good, further tries included; where that is
    /// more, of those who want a feature that does not work.
    fn class_hit(&self, class: &PartId, window: u32) -> f64 {
        let Some(source) = self.source_of_class(class) else {
            return 0.0;
        };
        let (mut good, mut bad) = (0.0, 0.0);
        for second in self.minute.last(window) {
            good += second.nodes[source].counts.good;
            bad += second.nodes[source].counts.bad;
        }
        share(bad, good + bad).max(self.wants_unmet(class, window))
    }

    /// The share of a class's tries that took more than twice the usual p90.
    fn slow_share(&self, class: &PartId) -> f64 {
        let (Some(node), Some(usual)) = (self.node_of(class), self.usual_p90.get(class)) else {
            return 0.0;
        };
        let mut all = Latencies::default();
        for second in self.minute.last(TRAILING) {
            all.merge(&second.nodes[node].counts.latencies, 1.0);
        }
        all.share_above(2.0 * usual)
    }

    /// The share of people who want what a part serves and do not get it: its own calls fail, or
    /// their visit fails elsewhere.
    ///
    /// Per try, `own` is the share of calls to the part that fail for good, and the rest of the
    /// try fails by what failures of the part do not explain; a visit fails when all its tries do.
    fn part_hit(&self, part: &PartId, window: u32) -> f64 {
        let Some(node) = self.node_of(part) else {
            return 0.0;
        };
        if self.nobody_failed(node, window) {
            return self.or_wrong(node, 0.0);
        }
        let own = self.calls_failed(node, window);
        let (mut demand, mut hit) = (0.0, 0.0);
        for wish in self.demand(node, window) {
            demand += wish.visits * wish.uses;
            hit += wish.visits * wish.uses * self.unmet(&wish, own, window);
        }
        let hit = if demand > 1e-9 { hit / demand } else { own };
        self.or_wrong(node, hit)
    }

    /// Who gets no answer, and who gets a wrong one and does not know.
    fn or_wrong(&self, node: usize, unmet: f64) -> f64 {
        match self.wrong.get(node) {
            Some(&wrong) if wrong > 0.0 => 1.0 - (1.0 - unmet) * (1.0 - wrong),
            _ => unmet,
        }
    }

    /// The share of those of a class who want a part and do not get it, `own` of the calls to it
    /// failing for good.
    fn unmet(&self, wish: &Wish, own: f64, window: u32) -> f64 {
        let failed = self.tries_failed(wish.class, window);
        let explained = wish.uses.min(1.0) * own;
        let elsewhere = if explained < 1.0 {
            ((failed - explained) / (1.0 - explained)).clamp(0.0, 1.0)
        } else {
            0.0
        };
        // Chance of the second's draw, not harm.
        let elsewhere = if elsewhere < 1e-3 { 0.0 } else { elsewhere };
        let once = 1.0 - (1.0 - elsewhere) * (1.0 - own);
        libm::pow(once, wish.tries)
    }

    /// The share of a class's visits that want a feature which does not work, wishes for several
    /// features taken as independent.
    pub(crate) fn wants_unmet(&self, class: &PartId, window: u32) -> f64 {
        let Some(at) = self.node_of(class) else {
            return 0.0;
        };
        let mut met = 1.0;
        for feature in self.current.features.values() {
            let Some(node) = self.node_of(&feature.served_by) else {
                continue;
            };
            let own = self.calls_failed(node, window);
            if own <= 0.0 && self.wrong.is_empty() {
                continue;
            }
            let wishes = self.demand(node, window);
            if let Some(wish) = wishes.iter().find(|wish| wish.class == at) {
                let unmet = self.or_wrong(node, self.unmet(wish, own, window));
                met *= 1.0 - wish.uses.min(1.0) * unmet;
            }
        }
        1.0 - met
    }

    /// The share of calls to a node that fail for good, as its callers see it.
    fn calls_failed(&self, node: usize, window: u32) -> f64 {
        let callers = &self.engine.layout.nodes[node].callers;
        if callers.is_empty() {
            // Nobody calls a consumer: it takes by itself.
            let (mut good, mut bad) = (0.0, 0.0);
            for second in self.minute.last(window) {
                good += second.nodes[node].counts.good;
                bad += second.nodes[node].counts.bad;
            }
            return share(bad, good + bad);
        }
        let (mut good, mut bad) = (0.0, 0.0);
        for second in self.minute.last(window) {
            for &edge in callers {
                let from = self.engine.layout.edges[edge].from;
                if self.engine.layout.nodes[from].kind == Kind::Queue {
                    good += second.nodes[node].counts.good;
                    bad += second.nodes[node].counts.bad;
                } else {
                    good += second.edges[edge].final_good;
                    bad += second.edges[edge].final_bad;
                }
            }
        }
        share(bad, good + bad)
    }

    /// The share of a class's tries that fail.
    fn tries_failed(&self, class: usize, window: u32) -> f64 {
        let (mut good, mut bad) = (0.0, 0.0);
        for second in self.minute.last(window) {
            good += second.nodes[class].counts.good;
            bad += second.nodes[class].counts.bad;
        }
        share(bad, good + bad)
    }

    /// Who wants what a node serves: class, calls per visit, visits per second, tries.
    fn demand(&self, node: usize, window: u32) -> Vec<Wish> {
        let mut demand = Vec::new();
        for (id, class) in &self.current.clients {
            let (Some(at), Some(source)) = (self.node_of(id), self.source_of_class(id)) else {
                continue;
            };
            let uses = self.engine.layout.uses(at, node);
            let visits: f64 =
                self.minute.last(window).map(|second| second.nodes[source].counts.arrived).sum();
            let seconds = self.minute.last(window).count().max(1) as f64;
            if uses > 0.0 {
                let (visits, tries) = (visits / seconds, f64::from(class.tries.max(1)));
                demand.push(Wish { class: at, uses, visits, tries });
            }
        }
        demand
    }

    /// People per second who want what a part serves and do not get it, each once.
    pub(crate) fn people_failed(&self, part: &PartId, window: u32) -> f64 {
        let Some(node) = self.node_of(part) else {
            return 0.0;
        };
        let hit = self.part_hit(part, window);
        if hit <= 0.0 {
            return 0.0;
        }
        let wanting: f64 =
            self.demand(node, window).iter().map(|wish| wish.uses * wish.visits).sum();
        wanting * hit
    }

    /// Whether neither a call to a node failed for good nor a try of any class.
    fn nobody_failed(&self, node: usize, window: u32) -> bool {
        self.calls_failed(node, window) <= 0.0
            && self.engine.layout.nodes.iter().zip(0..).all(|(plan, class)| {
                plan.kind != Kind::Class || self.tries_failed(class, window) <= 0.0
            })
    }

    /// Money lost per second.
    pub(crate) fn money_rate(&self, window: u32) -> f64 {
        self.current
            .business
            .values()
            .filter(|business| business.counts == Counted::Failure)
            .filter_map(|business| Some((business, business.worth?)))
            .map(|(business, worth)| worth * self.people_failed(&business.of, window))
            .sum()
    }

    /// Messages held beyond the usual.
    fn backlog(&self) -> f64 {
        let held: f64 = self
            .current
            .parts
            .iter()
            .filter(|(_, part)| matches!(part.kind, PartKind::Queue(_)))
            .filter_map(|(id, _)| self.node_of(id))
            .map(|node| {
                let at = &self.engine.nodes[node];
                let again: f64 = at.again.iter().map(|(_, _, mass)| mass).sum();
                at.messages.iter().sum::<f64>() + again + at.parked
            })
            .sum();
        (held - self.usual_backlog).max(0.0)
    }
}
