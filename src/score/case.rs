//! The journal of a drill read once, with the truth beside what had been shown: the material of
//! every objective and of the report. It judges nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::command::{Command, LookView, Update};
use crate::content::process::Process;
use crate::content::runbook::{Directive, Runbook};
use crate::content::scenario::Scenario;
use crate::content::truth;
use crate::incident::{Incident, Incidents};
use crate::journal::{
    Actor, Entry, Event, Journal, Outcome, Place, PlayerKind, Shown, Truth, Verdict,
};
use crate::model::cause::CauseKind;
use crate::model::id::{
    AudienceId, FactId, PartId, PersonId, PlayerId, RemedyRun, RoleId, SeverityId, Target, Whom,
};
use crate::model::metric::{Metric, MetricRef};
use crate::model::remedy::Order;
use crate::model::time::DrillTime;
use crate::score::clock::Clock;
use crate::score::impact::Impact;

/// A drill as the score and the report look at it.
pub struct Case<'a> {
    /// The journal.
    pub journal: &'a Journal,
    /// The scenario, its variant chosen.
    pub scenario: &'a Scenario,
    /// What was really so.
    pub story: &'a truth::Story,
    /// The process it is judged by.
    pub process: &'a Arc<Process>,
    /// Every runbook of the library.
    pub runbooks: &'a [Runbook],
    /// The fold at the end.
    pub state: Incidents,
    /// Samples of the truth, oldest first.
    pub truth: Vec<Sample<'a>>,
    /// What monitoring got, oldest first.
    pub scrapes: Vec<Scrape<'a>>,
    /// What could be known, each time it may have changed.
    pub known: Vec<Known>,
    /// Looks that returned.
    pub looks: Vec<Seen<'a>>,
    /// Remedies that began.
    pub remedies: Vec<Carried>,
    /// Causes that were stated.
    pub causes: Vec<Stated>,
    /// Updates that went out.
    pub sent: Vec<Sent<'a>>,
    /// What users felt of it, by the truth.
    pub impact: Impact,
    /// The clock of the process, once something had started it.
    pub clock: Option<Clock>,
    /// When the drill ended, or its last entry.
    pub end: DrillTime,
}

/// A sample of the truth.
pub struct Sample<'a> {
    /// When.
    pub at: DrillTime,
    /// Its entry.
    pub seq: u64,
    /// What was so.
    pub truth: &'a Truth,
}

/// A scrape.
pub struct Scrape<'a> {
    /// When it came.
    pub at: DrillTime,
    /// Its entry.
    pub seq: u64,
    /// When its readings were true.
    pub of: DrillTime,
    /// What it holds.
    pub readings: &'a Shown,
}

/// Facts as far as they could be known at a moment.
pub struct Known {
    /// When.
    pub at: DrillTime,
    /// The entry that showed it.
    pub seq: u64,
    /// Facts by name; those never shown are 0.
    pub facts: BTreeMap<FactId, f64>,
}

/// A look that returned.
pub struct Seen<'a> {
    /// When.
    pub at: DrillTime,
    /// Its entry.
    pub seq: u64,
    /// At what.
    pub target: &'a Target,
    /// Which side.
    pub view: LookView,
    /// Readings among it.
    pub readings: &'a Shown,
}

/// A remedy that was carried out.
#[derive(Clone)]
pub struct Carried {
    /// Which.
    pub run: RemedyRun,
    /// What was ordered.
    pub order: Order,
    /// By whom; `None` for a machine.
    pub by: Option<Whom>,
    /// When it began, and its entry.
    pub began: (DrillTime, u64),
    /// When it ended, its entry, and how.
    pub ended: Option<(DrillTime, u64, Outcome)>,
    /// Customer-seconds that it cost, and the entry that says so last.
    pub harm: Option<(u64, u64)>,
    /// Whether a step of a runbook in use told to.
    pub written: bool,
    /// Whether it cannot be taken back at once.
    pub risky: bool,
}

/// A cause that was stated.
pub struct Stated {
    /// When.
    pub at: DrillTime,
    /// The entries: what was said, what it is worth.
    pub seqs: Vec<u64>,
    /// What it is worth.
    pub verdict: Verdict,
    /// Of what it speaks.
    pub target: Target,
    /// Of which kind.
    pub kind: Option<CauseKind>,
}

/// An update that went out.
pub struct Sent<'a> {
    /// When.
    pub at: DrillTime,
    /// Its entry.
    pub seq: u64,
    /// Its fields.
    pub update: &'a Update,
    /// Audiences to whom it was forbidden then.
    pub forbidden: BTreeSet<AudienceId>,
}

impl<'a> Case<'a> {
    /// Reads a journal.
    #[must_use]
    pub fn new(
        journal: &'a Journal,
        scenario: &'a Scenario,
        story: &'a truth::Story,
        process: &'a Arc<Process>,
        runbooks: &'a [Runbook],
    ) -> Self {
        let roster = journal.header.recipe.roster.clone();
        let state = Incidents::new(Arc::clone(process), Arc::clone(&scenario.system), roster);
        let mut case = Self {
            journal,
            scenario,
            story,
            process,
            runbooks,
            state,
            truth: Vec::new(),
            scrapes: Vec::new(),
            known: Vec::new(),
            looks: Vec::new(),
            remedies: Vec::new(),
            causes: Vec::new(),
            sent: Vec::new(),
            impact: Impact::default(),
            clock: None,
            end: DrillTime::START,
        };
        for entry in &journal.entries {
            case.state.apply(entry);
            case.take(entry);
        }
        case.mark_written();
        let last = case.state.ended.as_ref().map(|(at, _)| *at);
        case.end = last.unwrap_or(case.state.now);
        case.clock = Clock::of(&case);
        case.impact = Impact::of(&case);
        case
    }

    fn take(&mut self, entry: &'a Entry) {
        let (at, seq) = (entry.at, entry.seq);
        match &entry.event {
            Event::TruthSampled(truth) => self.truth.push(Sample { at, seq, truth }),
            Event::MetricsScraped { of, readings } => {
                self.scrapes.push(Scrape { at, seq, of: *of, readings });
                self.note_known(at, seq);
            }
            Event::Shown(inject) if !inject.evidence.is_empty() => self.note_known(at, seq),
            Event::LookReturned { target, view, readings, .. } => {
                self.looks.push(Seen { at, seq, target, view: *view, readings });
            }
            Event::Updated { update, .. } => {
                let knowledge = &self.state.knowledge;
                let forbidden = (update.audiences.iter())
                    .filter(|audience| knowledge.forbidden(audience))
                    .cloned()
                    .collect();
                self.sent.push(Sent { at, seq, update, forbidden });
            }
            Event::Given(Command::Cause { target, kind, .. }) => self.causes.push(Stated {
                at,
                seqs: vec![seq],
                verdict: Verdict::Wrong,
                target: target.clone(),
                kind: Some(*kind),
            }),
            Event::CauseStated { verdict } => {
                if let Some(stated) = self.causes.last_mut() {
                    stated.verdict = *verdict;
                    stated.seqs.push(seq);
                }
            }
            _ => self.take_remedy(entry),
        }
    }

    fn take_remedy(&mut self, entry: &Entry) {
        match &entry.event {
            Event::RemedyBegan { run, order, .. } => self.remedies.push(Carried {
                run: *run,
                order: order.clone(),
                by: whom(&entry.by),
                began: (entry.at, entry.seq),
                ended: None,
                harm: None,
                written: false,
                risky: self.is_risky(order),
            }),
            Event::RemedyEnded { run, outcome, .. } => {
                let ended = Some((entry.at, entry.seq, *outcome));
                self.with_run(*run, |own| own.ended = ended);
            }
            Event::HarmAttributed { run, customer_seconds } => {
                let harm = Some((*customer_seconds, entry.seq));
                self.with_run(*run, |own| own.harm = harm);
            }
            _ => {}
        }
    }

    fn with_run(&mut self, run: RemedyRun, change: impl FnOnce(&mut Carried)) {
        if let Some(own) = self.remedies.iter_mut().find(|own| own.run == run) {
            change(own);
        }
    }

    fn is_risky(&self, order: &Order) -> bool {
        let known = crate::model::remedy::remedy(order.remedy.as_str());
        let arms = self.story.remedies.get(&order.remedy);
        let final_ = arms.is_some_and(|arms| {
            arms.iter().any(|arm| arm.target == order.target && arm.irreversible)
        });
        final_ || known.is_some_and(|kind| kind.risky)
    }

    /// Facts that updates may speak of, as far as they could be known now.
    fn note_known(&mut self, at: DrillTime, seq: u64) {
        let system = &self.scenario.system;
        let mut names: Vec<FactId> = ["users_hit", "feature_hit", "minor_hit", "slow_share"]
            .iter()
            .map(|name| FactId::from(*name))
            .collect();
        names.extend(system.features.keys().map(|id| FactId::from(format!("feature_hit.{id}"))));
        names.extend(system.clients.keys().map(|id| FactId::from(format!("class_hit.{id}"))));
        let facts = names.into_iter().map(|name| {
            let value = self.state.known(&name);
            (name, value)
        });
        self.known.push(Known { at, seq, facts: facts.collect() });
    }

    /// Marks remedies that a step of a runbook in use had told to carry out.
    fn mark_written(&mut self) {
        let opened: Vec<_> =
            self.state.runbooks.iter().map(|own| (own.id.clone(), own.opened.at)).collect();
        let (runbooks, remedies) = (self.runbooks, &mut self.remedies);
        for remedy in remedies {
            remedy.written = opened.iter().any(|(id, since)| {
                let book = runbooks.iter().find(|book| book.id == *id);
                *since <= remedy.began.0 && book.is_some_and(|book| tells(book, &remedy.order))
            });
        }
    }

    /// The incident that is judged: the first one that was not closed as no incident, else the
    /// first. Drills with several incidents are judged by this one so far.
    #[must_use]
    pub fn incident(&self) -> Option<&Incident> {
        let all = || self.state.incidents.values();
        all().find(|incident| incident.closed.is_none()).or_else(|| all().next())
    }

    /// What is so in the story's first incident.
    #[must_use]
    pub fn story_truth(&self) -> Option<&truth::Truth> {
        self.story.truths.first()
    }

    /// Whether anything had gone wrong before the drill ended: the cause had begun, something was
    /// shown or felt, or somebody declared.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        let cause = self.story_truth().and_then(|truth| truth.cause.as_ref());
        let begins = |entry: &Entry| match &entry.event {
            Event::FaultBegan(fault) => Some(fault) == cause,
            _ => false,
        };
        let seen = self.clock.is_some() || self.impact.began.is_some() || self.incident().is_some();
        seen || cause.is_none() || self.journal.entries.iter().any(begins)
    }

    /// When the incident was resolved or closed, else when the drill ended.
    #[must_use]
    pub fn incident_end(&self) -> DrillTime {
        self.incident().and_then(Incident::end).unwrap_or(self.end)
    }

    /// Until when people are owed a word: the end of the incident, and of the impact where it was
    /// called resolved while that lasted. To say so early buys no silence.
    #[must_use]
    pub fn word_owed_until(&self) -> DrillTime {
        let end = self.incident_end();
        let resolved = self.incident().is_some_and(|own| own.resolved.is_some());
        if resolved && self.impact.lasts_at(end) {
            self.impact.ended.map_or(self.end, |(ended, _)| ended)
        } else {
            end
        }
    }

    /// Whether an update is the first word to any of its audiences.
    #[must_use]
    pub fn is_first_word(&self, sent: &Sent<'_>) -> bool {
        let before = || self.sent.iter().filter(|own| own.seq < sent.seq);
        let told = |id| before().any(|own| own.update.audiences.contains(id));
        !sent.update.audiences.iter().all(told)
    }

    /// Whether what was due then has expired: its time came, or the team ended the drill before.
    /// What the drill's own minutes cut off has not.
    #[must_use]
    pub fn expires(&self, due: DrillTime) -> bool {
        let chosen = self.state.ended.as_ref().is_some_and(|(_, reason)| reason == "end");
        due < self.end || chosen
    }

    /// Remedies ordered by people, trying out left aside.
    pub fn changes(&self) -> impl Iterator<Item = &Carried> {
        self.remedies.iter().filter(|own| own.by.is_some() && !own.is_trial())
    }

    /// The entry at a moment that showed players something.
    #[must_use]
    pub fn showed_at(&self, at: DrillTime) -> Option<u64> {
        self.known.iter().find(|known| known.at == at).map(|known| known.seq)
    }

    /// Who answers for a role at a moment: its holder, else the holder of command, else who sits
    /// in the role's seat.
    #[must_use]
    pub fn answers_for(&self, role: Option<&RoleId>, at: DrillTime) -> Option<&Place> {
        let lead = self.process.roles.first().map(|role| &role.id);
        let held = |role: &RoleId| self.incident()?.holder_at(role, at);
        let holder = role.and_then(held).or_else(|| lead.and_then(held));
        let seated = || {
            let own = role.and_then(|role| self.process.role(role.as_str()));
            let short = own.or_else(|| self.process.roles.first())?.short.as_str();
            self.state.roster.iter().find(|place| place.seats.iter().any(|s| s.as_str() == short))
        };
        holder.and_then(|holder| self.state.player_of(holder)).or_else(seated)
    }

    /// Whether a player is simulated.
    #[must_use]
    pub fn is_crew(&self, player: &PlayerId) -> bool {
        let place = self.state.roster.iter().find(|place| place.player == *player);
        place.is_some_and(|place| matches!(place.kind, PlayerKind::Crew(_)))
    }

    /// Parts that call this one, or that it calls, and itself.
    #[must_use]
    pub fn neighbours(&self, part: &str) -> BTreeSet<PartId> {
        let system = &self.scenario.system;
        let mut near = BTreeSet::from([PartId::from(part)]);
        near.extend(system.calls_of(part).iter().map(|call| call.to.clone()));
        let callers = system.parts.keys().chain(system.clients.keys());
        near.extend(
            callers
                .filter(|id| system.calls_of(id.as_str()).iter().any(|c| c.to.as_str() == part))
                .cloned(),
        );
        if let Some(flag) = system.flags.get(part) {
            near.insert(flag.service.clone());
        }
        near
    }

    /// The people of a team of the system.
    #[must_use]
    pub fn people_of(&self, team: &str) -> &[PersonId] {
        self.scenario.system.teams.get(team).map_or(&[], |team| team.people.as_slice())
    }
}

impl Carried {
    /// Whether it changes nothing and only tries the part out.
    #[must_use]
    pub fn is_trial(&self) -> bool {
        self.order.remedy.as_str() == "verify"
    }

    /// Whether it ended and worked.
    #[must_use]
    pub fn worked(&self) -> bool {
        self.ended.is_some_and(|(.., outcome)| outcome == Outcome::Worked)
    }

    /// `rollback checkout`.
    #[must_use]
    pub fn name(&self) -> String {
        let Order { remedy, target, args } = &self.order;
        match args {
            Some(args) => format!("{remedy} {target} {args}"),
            None => format!("{remedy} {target}"),
        }
    }

    /// The part it acts on.
    #[must_use]
    pub fn part(&self) -> &str {
        self.order.target.as_str().split('.').next().unwrap_or_default()
    }
}

impl Sample<'_> {
    /// A fact; 0 where it was not sampled.
    #[must_use]
    pub fn fact(&self, name: &FactId) -> f64 {
        self.truth.facts.get(name).map_or(0.0, |value| *value as f64 / 1e6)
    }
}

/// The error ratio of a part.
#[must_use]
pub fn errors(readings: &Shown, part: &PartId) -> Option<f64> {
    readings.get(&MetricRef { part: part.clone(), metric: Metric::ErrorRatio })
}

/// The part that a target belongs to.
#[must_use]
pub fn part_of(target: &Target) -> &str {
    target.as_str().split('.').next().unwrap_or_default()
}

/// Whether a step of the runbook tells to carry this out.
fn tells(book: &Runbook, order: &Order) -> bool {
    let directives = book.steps.iter().flat_map(|step| &step.directives);
    directives.into_iter().any(|directive| match directive {
        Directive::Command(command) => matches!(command.as_ref(), Command::Do(own) if own == order),
        Directive::Wait(_) | Directive::Check { .. } => false,
    })
}

/// The one whose doing an entry is, where it is a player or a person.
pub(super) fn whom(actor: &Actor) -> Option<Whom> {
    match actor {
        Actor::Player(player) => Some(player.as_str().into()),
        Actor::Cast(person) => Some(person.as_str().into()),
        Actor::Process | Actor::World | Actor::Story | Actor::Room => None,
    }
}

/// A severity as it changed in time.
pub type SeverityInTime = Vec<(DrillTime, Option<SeverityId>)>;
