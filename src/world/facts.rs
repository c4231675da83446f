//! What is so for the people outside: shares of users and features hit, slow visits, money,
//! messages behind. Measured from how visits end, never from what causes it.

use std::collections::BTreeMap;

use crate::model::id::{FactId, PartId};
use crate::model::system::{Counts as Counted, PartKind, System};
use crate::world::World;
use crate::world::lately::{Lately, Wish};
use crate::world::layout::Layout;
use crate::world::quantile::Latencies;
use crate::world::telemetry::share;

/// Seconds facts are measured over.
pub const TRAILING: u32 = 15;

/// The names of facts that are not of one class or feature, as they are measured.
const OF_ALL: [&str; 9] = [
    "users_hit",
    "slow_share",
    "feature_hit",
    "minor_hit",
    "money_per_minute",
    "backlog",
    "data_lost",
    "data_at_risk",
    "exposure",
];

/// The ids of a system's facts and what they are of, made once: they are measured every second.
#[derive(Debug)]
pub(crate) struct Ids {
    /// By client class.
    class_hit: Vec<FactId>,
    /// By feature.
    feature_hit: Vec<FactId>,
    /// In the order of [`OF_ALL`].
    of_all: Vec<FactId>,
    /// The nodes that serve features, in their order.
    features: Vec<usize>,
}

impl Ids {
    pub(crate) fn of(system: &System, layout: &Layout) -> Self {
        let class = |id| FactId::from(format!("class_hit.{id}"));
        let feature = |id| FactId::from(format!("feature_hit.{id}"));
        let features = system.features.values();
        Self {
            class_hit: system.clients.keys().map(class).collect(),
            feature_hit: system.features.keys().map(feature).collect(),
            of_all: OF_ALL.map(FactId::from).into(),
            features: features
                .filter_map(|feature| layout.by_part.get(&feature.served_by).copied())
                .collect(),
        }
    }

    fn count(&self) -> usize {
        self.class_hit.len() + self.feature_hit.len() + self.of_all.len()
    }
}

impl World {
    /// The facts a process tests, over the trailing [`TRAILING`] seconds: `users_hit`,
    /// `class_hit.NAME`, `feature_hit`, `feature_hit.NAME`, `minor_hit`, `slow_share` (shares, 0
    /// to 1), `money_per_minute`, `backlog` (messages beyond the usual), and `data_lost`,
    /// `data_at_risk` (records lost, or on one of two sides only, since the drill began) and
    /// `exposure` (what somebody outside knows and could use).
    pub fn facts(&self) -> BTreeMap<FactId, f64> {
        let ids = &self.fact_ids;
        let mut facts = Vec::with_capacity(ids.count());
        let lately = &self.lately(TRAILING);
        let (mut users, mut hit, mut slow) = (0.0, 0.0, 0.0);
        for ((id, class), fact) in self.current.clients.iter().zip(&ids.class_hit) {
            let weight = class.users as f64;
            let own = self.class_hit(id, lately);
            facts.push((fact.clone(), own));
            users += weight;
            hit += weight * own;
            slow += weight * self.slow_share(id);
        }
        let (mut important, mut minor) = (0.0_f64, 0.0_f64);
        for (feature, fact) in self.current.features.values().zip(&ids.feature_hit) {
            let own = self.part_hit(&feature.served_by, lately);
            facts.push((fact.clone(), own));
            if feature.important {
                important = important.max(own);
            } else {
                minor = minor.max(own);
            }
        }
        let of_all = [
            share(hit, users),
            share(slow, users),
            important,
            minor,
            self.money_rate(lately) * 60.0,
            self.backlog(),
            self.data.lost.max(0.0),
            self.data.at_risk.max(0.0),
            self.exposures().count() as f64,
        ];
        facts.extend(ids.of_all.iter().cloned().zip(of_all));
        facts.into_iter().collect()
    }

    /// The share of a class's visits that fail for good, further tries included; where that is
    /// more, of those who want a feature that does not work.
    fn class_hit(&self, class: &PartId, lately: &Lately<'_>) -> f64 {
        let Some(source) = self.source_of_class(class) else {
            return 0.0;
        };
        lately.visits_failed(source).max(self.wants_unmet(class, lately))
    }

    /// The share of a class's tries that took more than twice the usual p90.
    fn slow_share(&self, class: &PartId) -> f64 {
        let (Some(node), Some(usual)) = (self.node_of(class), self.usual_p90.get(class)) else {
            return 0.0;
        };
        let mut all = Latencies::default();
        for second in self.minute.last(TRAILING) {
            all.merge(second.latencies(node), 1.0);
        }
        all.share_above(2.0 * usual)
    }

    /// The share of people who want what a part serves and do not get it: its own calls fail, or
    /// their visit fails elsewhere.
    ///
    /// Per try, `own` is the share of calls to the part that fail for good, and the rest of the
    /// try fails by what failures of the part do not explain; a visit fails when all its tries do.
    fn part_hit(&self, part: &PartId, lately: &Lately<'_>) -> f64 {
        let Some(node) = self.node_of(part) else {
            return 0.0;
        };
        if lately.nobody_failed(node) {
            return self.or_wrong(node, 0.0);
        }
        let own = lately.calls_failed(node);
        let (mut demand, mut hit) = (0.0, 0.0);
        for wish in lately.demand(node) {
            demand += wish.visits * wish.uses;
            hit += wish.visits * wish.uses * unmet(&wish, own, lately);
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

    /// The share of a class's visits that want a feature which does not work, wishes for several
    /// features taken as independent.
    pub(crate) fn wants_unmet(&self, class: &PartId, lately: &Lately<'_>) -> f64 {
        let Some(at) = self.node_of(class) else {
            return 0.0;
        };
        let mut met = 1.0;
        for &node in &self.fact_ids.features {
            let own = lately.calls_failed(node);
            if own <= 0.0 && self.wrong.is_empty() {
                continue;
            }
            if let Some(wish) = lately.demand(node).find(|wish| wish.class == at) {
                let unmet = self.or_wrong(node, unmet(&wish, own, lately));
                met *= 1.0 - wish.uses.min(1.0) * unmet;
            }
        }
        1.0 - met
    }

    /// People per second who want what a part serves and do not get it, each once.
    pub(crate) fn people_failed(&self, part: &PartId, lately: &Lately<'_>) -> f64 {
        let Some(node) = self.node_of(part) else {
            return 0.0;
        };
        let hit = self.part_hit(part, lately);
        if hit <= 0.0 {
            return 0.0;
        }
        let wanting: f64 = lately.demand(node).map(|wish| wish.uses * wish.visits).sum();
        wanting * hit
    }

    /// Money lost per second.
    pub(crate) fn money_rate(&self, lately: &Lately<'_>) -> f64 {
        self.current
            .business
            .values()
            .filter(|business| business.counts == Counted::Failure)
            .filter_map(|business| Some((business, business.worth?)))
            .map(|(business, worth)| worth * self.people_failed(&business.of, lately))
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

/// The share of those of a class who want a part and do not get it, `own` of the calls to it
/// failing for good.
fn unmet(wish: &Wish, own: f64, lately: &Lately<'_>) -> f64 {
    let failed = lately.tries_failed(wish.class);
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
