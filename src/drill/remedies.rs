//! Carrying out remedies: which of the scenario's arms one takes, how long, how it ends. What it
//! does to the system is the world's affair.

use std::sync::Arc;

use crate::content::truth::{Arm, ArmResult};
use crate::drill::Drill;
use crate::drill::faults::Tool;
use crate::drill::ledger::Doing;
use crate::journal::{Actor, Entry, Event, Outcome};
use crate::model::chance::Stream;
use crate::model::id::{PartId, Permission, PlayerId, RemedyRun};
use crate::model::remedy::{Order, remedy};
use crate::model::system::{Backup, PartKind};
use crate::model::text::{DisplayText, Text};
use crate::model::time::Span;
use crate::world::Effect;

/// How long a remedy takes that a scenario added and gave no time.
const TAKES: Span = Span::from_seconds(60);

impl Drill {
    /// Whether the same is under way already.
    pub(super) fn is_under_way(&self, order: &Order) -> bool {
        let same =
            |own: &Doing| own.order.remedy == order.remedy && own.order.target == order.target;
        self.ledger.remedies.values().any(same)
    }

    /// The beginning of a remedy, with the arm it takes.
    pub(super) fn begin_remedy(&self, order: &Order) -> Event {
        let arm = self.arm(order);
        let usual = remedy(order.remedy.as_str()).map(|kind| Span::from_seconds(kind.takes));
        let rolls = if order.remedy.as_str() == "rollback" { self.settles(order) } else { Span(0) };
        let usual = Span(usual.unwrap_or(TAKES).0 + rolls.0 + self.restoring(order).0);
        let takes = arm.and_then(|(_, arm)| arm.takes).unwrap_or(usual);
        Event::RemedyBegan {
            run: self.ledger.next.run(),
            order: order.clone(),
            ready: self.now + takes,
            arm: arm.map(|(number, _)| number),
        }
    }

    /// How long the backup that an order names takes to restore.
    fn restoring(&self, order: &Order) -> Span {
        let part = self.brief.system.parts.get(order.target.as_str());
        let (name, args) = (order.remedy.as_str(), order.args.as_deref().unwrap_or_default());
        match part.map(|part| &part.kind) {
            Some(PartKind::Database(database)) if name == "restore" => {
                let named = |own: &&Backup| args.is_empty() || own.name == args;
                database.backups.iter().find(named).map(|own| own.restores_in).unwrap_or_default()
            }
            _ => Span::default(),
        }
    }

    /// The first arm that fits an order now; its chance is drawn by a stream of its own.
    fn arm<'a>(&'a self, order: &'a Order) -> Option<(u32, &'a Arm)> {
        let times = self.ledger.past.times_begun(order);
        let taken = |number: u32, arm: &Arm| {
            let name = format!("remedy/{}/{}/{number}/{times}", order.remedy, order.target);
            arm.chance >= 1.0 || Stream::named(self.brief.seed, &name).uniform() < arm.chance
        };
        self.fitting(order).find(|(number, arm)| taken(*number, arm))
    }

    fn fitting<'a>(&'a self, order: &'a Order) -> impl Iterator<Item = (u32, &'a Arm)> {
        let arms = self.brief.story.remedies.get(&order.remedy).map(Vec::as_slice);
        (0_u32..).zip(arms.unwrap_or_default()).filter(move |(_, arm)| {
            arm.target == order.target
                && arm.args.as_ref().is_none_or(|args| order.args.as_ref() == Some(args))
                && arm.when.as_ref().is_none_or(|when| self.holds(when))
        })
    }

    /// The permission an order needs that neither the player's person nor anybody who has joined
    /// has.
    pub(super) fn lacks<'a>(
        &'a self,
        order: &'a Order,
        player: &PlayerId,
    ) -> Option<&'a Permission> {
        let needs = self.fitting(order).next()?.1.needs.as_ref()?;
        let system = &self.brief.system;
        let joined = self.incidents.joined.keys().filter_map(|person| system.people.get(person));
        let mut permissions = joined.flat_map(|person| &person.permissions);
        let has = self.brief.seating.may(system, player, needs)
            || permissions.any(|permission| permission == needs);
        (!has).then_some(needs)
    }

    /// Remedies that reach the system at this second, and those that end.
    pub(super) fn remedies(&mut self, out: &mut Vec<Entry>) {
        let all: Vec<(RemedyRun, Doing)> =
            self.ledger.remedies.iter().map(|(run, doing)| (*run, doing.clone())).collect();
        for (run, doing) in all {
            let reaches = doing.began.max(doing.ready - self.settles(&doing.order));
            if reaches <= self.now && !self.clocks.carried.contains_key(&run) {
                let how = self.carry_out(run, &doing);
                self.clocks.carried.insert(run, how);
            }
            if doing.ready > self.now {
                continue;
            }
            if let Some((outcome, says)) = self.clocks.carried.remove(&run) {
                let says = says.unwrap_or_else(|| self.done(&doing.order));
                let order = doing.order;
                self.emit(doing.by, Event::RemedyEnded { run, order, outcome, says }, out);
                for event in self.harm() {
                    self.emit(Actor::World, event, out);
                }
            }
        }
    }

    /// How long the system needs once an order has reached it: a version rolls from instance to
    /// instance, a new instance starts.
    fn settles(&self, order: &Order) -> Span {
        let part = self.brief.system.parts.get(order.target.as_str());
        match (order.remedy.as_str(), part.map(|part| &part.kind)) {
            // The last instance turns as the roll ends, which shows in the second after.
            ("rollback", Some(PartKind::Service(service))) => Span(service.rolls_in.0 + 1000),
            ("restart" | "scale", Some(PartKind::Service(service))) => service.starts_in,
            _ => Span::default(),
        }
    }

    /// What is printed where all is done.
    fn done(&self, order: &Order) -> Text {
        let versions = self.world.versions(&PartId::from(order.target.as_str()));
        if let Some((good, all)) = self.world.taken_up(&PartId::from(order.target.as_str()))
            && order.remedy.as_str() == "renew"
        {
            return printed(order, &format!("issued; {good} of {all} hosts use the new one"));
        }
        if order.remedy.as_str() == "rollback" && !versions.is_empty() {
            let runs: Vec<String> =
                versions.iter().map(|(version, count)| format!("{version} on {count}")).collect();
            return printed(order, &format!("done, {}", runs.join(", ")));
        }
        printed(order, "done")
    }

    /// Whether an order stops or lets go a machine that the scenario has added.
    fn stops_a_machine(&self, order: &Order) -> bool {
        let machines = self.brief.story.automation.values();
        order.remedy.as_str() == "pause-automation"
            && order.args.as_deref().is_none_or(|args| matches!(args, "off" | "resume" | "back"))
            && machines.into_iter().any(|own| own.order.target == order.target)
    }

    /// How it ends, and what it prints where that is not simply that all is done.
    fn carry_out(&mut self, run: RemedyRun, doing: &Doing) -> (Outcome, Option<Text>) {
        let brief = Arc::clone(&self.brief);
        let order = &doing.order;
        let arms = brief.story.remedies.get(&order.remedy);
        let arm = doing.arm.and_then(|number| arms?.get(number as usize));
        let own = arm.and_then(|arm| arm.says.clone());
        let says = |what: &str| own.clone().or_else(|| Some(printed(order, what)));
        if self.tool("console") == Tool::Absent {
            return (Outcome::Failed, Some(printed(order, "no answer from the console")));
        }
        let rolls = order.remedy.as_str() == "rollback" && self.tool("deploys") == Tool::Stalled;
        if rolls || self.tool("console") == Tool::Stalled {
            return (Outcome::Nothing, says("accepted"));
        }
        match arm.map(|arm| arm.result) {
            Some(ArmResult::Nothing) => (Outcome::Nothing, says("done")),
            Some(ArmResult::Fails) => (Outcome::Failed, says("failed")),
            // The scenario says that it works: conditions may lean on it even where the world
            // itself has nothing to change.
            Some(ArmResult::Works) => match self.world.remedy(run, order) {
                Effect::Verified { ok, says: found } => (judged(ok), says(&found)),
                Effect::Works | Effect::Nothing { .. } | Effect::Failed { .. } => {
                    (Outcome::Worked, own)
                }
            },
            None => match self.world.remedy(run, order) {
                Effect::Works => (Outcome::Worked, None),
                Effect::Failed { .. } if self.stops_a_machine(order) => (Outcome::Worked, None),
                Effect::Nothing { .. } => (Outcome::Nothing, None),
                Effect::Failed { why } => (Outcome::Failed, says(&why)),
                Effect::Verified { ok, says: found } => (judged(ok), says(&found)),
            },
        }
    }
}

const fn judged(ok: bool) -> Outcome {
    if ok { Outcome::Worked } else { Outcome::Failed }
}

/// What the simulated system prints, in its own voice.
fn printed(order: &Order, what: &str) -> Text {
    Text { en: DisplayText::from(format!("{order}: {what}")), th: None }
}
