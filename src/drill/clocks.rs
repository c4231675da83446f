//! What the clock watches: conditions of faults, injects, alerts, machines, the coach. Moved on
//! by `advance` alone, once a second; commands never touch it.

use std::collections::{BTreeMap, VecDeque};
use std::mem;

use crate::content::truth::StatedFact;
use crate::drill::Drill;
use crate::drill::act_clock::ActClock;
use crate::drill::brief::Brief;
use crate::drill::faults::FaultClock;
use crate::drill::guide::CoachClock;
use crate::drill::monitoring::{AlertClock, Board, Sample};
use crate::journal::Outcome;
use crate::model::condition::{Condition, Test, Watch};
use crate::model::id::{InjectId, RemedyRun, RunbookId};
use crate::model::text::Text;
use crate::model::time::DrillTime;

/// Every watch of a drill, in the order of the story.
#[derive(Clone, Debug)]
pub(super) struct Clocks {
    pub(super) faults: Vec<FaultClock>,
    pub(super) stated: Vec<(StatedFact, ActClock)>,
    pub(super) machines: Vec<Machine>,
    pub(super) injects: Vec<(InjectId, ActClock, bool)>,
    pub(super) alerts: Vec<AlertClock>,
    pub(super) coach: Vec<CoachClock>,
    /// When the coach last spoke.
    pub(super) coached: Option<DrillTime>,
    pub(super) jumps: Vec<(Watch, bool)>,
    /// Since when the clock jumps.
    pub(super) jumping: Option<DrillTime>,
    pub(super) board: Board,
    /// Scrapes on their way to the screens, and those that were on them: oldest first.
    pub(super) scrapes: VecDeque<Sample>,
    /// Since when the check of an open step holds: runbook, step, directive.
    pub(super) checks: BTreeMap<(RunbookId, u32, usize), Option<DrillTime>>,
    /// Remedies that have reached the system and have not ended: how they will.
    pub(super) carried: BTreeMap<RemedyRun, (Outcome, Option<Text>)>,
    /// Conditions with a `for` that commands ask about: of arms, replies, looks and hints.
    pub(super) standing: Vec<(Condition, Watch)>,
}

/// A machine that acts by itself.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    pub(super) name: String,
    pub(super) clock: ActClock,
    pub(super) unless: Option<Watch>,
    /// When it last acted, and how often since its condition came true.
    pub(super) last: Option<(DrillTime, u32)>,
}

impl Clocks {
    pub(super) fn new(brief: &Brief) -> Self {
        let story = &brief.story;
        let stated = story.truths.iter().flat_map(|truth| &truth.facts);
        let machine = |(name, own): (&String, &crate::content::truth::Automation)| Machine {
            name: name.clone(),
            clock: ActClock::new(&own.acts, None),
            unless: own.again.as_ref().and_then(|again| again.unless.as_ref()).map(Watch::new),
            last: None,
        };
        let timed = story.injects.values().filter_map(|inject| {
            Some((inject.id.clone(), ActClock::new(inject.acts.as_ref()?, None), false))
        });
        Self {
            faults: story.faults.iter().map(FaultClock::new).collect(),
            stated: stated.map(|own| (own.clone(), ActClock::new(&own.acts, None))).collect(),
            machines: story.automation.iter().map(machine).collect(),
            injects: timed.collect(),
            alerts: brief.system.alerts.iter().map(AlertClock::new).collect(),
            coach: story.coach.iter().map(CoachClock::new).collect(),
            coached: None,
            jumps: story.jumps.iter().map(|jump| (Watch::new(&jump.when), false)).collect(),
            jumping: None,
            board: Board::new(brief),
            scrapes: VecDeque::new(),
            checks: BTreeMap::new(),
            carried: BTreeMap::new(),
            standing: standing(brief),
        }
    }
}

fn standing(brief: &Brief) -> Vec<(Condition, Watch)> {
    let story = &brief.story;
    let arms = story.remedies.values().flatten().filter_map(|arm| arm.when.as_ref());
    let replies = story.cast.values().flat_map(|cast| &cast.replies);
    let replies = replies.filter_map(|reply| reply.when.as_ref());
    let looks = story.looks.iter().filter_map(|look| look.when.as_ref());
    let hints = story.hints.iter().filter_map(|hint| hint.when.as_ref());
    let all = arms.chain(replies).chain(looks).chain(hints);
    all.filter(|own| remembers(own)).map(|own| (own.clone(), Watch::new(own))).collect()
}

/// Whether a condition depends on how long something has been so.
fn remembers(condition: &Condition) -> bool {
    let inside = |parts: &[Condition]| parts.iter().any(remembers);
    condition.hold.0 > 0
        || match &condition.test {
            Test::All(parts) | Test::Any(parts) => inside(parts),
            Test::Not(part) => remembers(part),
            _ => false,
        }
}

impl Drill {
    /// Looks at every condition that commands may ask about.
    pub(super) fn standing(&mut self) {
        let mut standing = mem::take(&mut self.clocks.standing);
        let now = self.situation(0);
        for (_, watch) in &mut standing {
            watch.look(self.now, &now);
        }
        self.clocks.standing = standing;
    }

    /// Whether a condition of an arm, a reply, a look or a hint holds now.
    pub(super) fn holds(&self, condition: &Condition) -> bool {
        let known = self.clocks.standing.iter().find(|(own, _)| own == condition);
        let watch = known.map_or_else(|| Watch::new(condition), |(_, watch)| watch.clone());
        let mut watch = watch;
        watch.look(self.now, &self.situation(0))
    }
}
