//! All that is fixed before the clock starts: scenario, story, process, runbooks, the table. It
//! never changes, and says nothing about what has happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::vocabulary::RemedyTerm;
use crate::command::{Term, Vocabulary};
use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::content::truth::{Form, Story};
use crate::drill::Setup;
use crate::drill::seating::Seating;
use crate::model::id::{AlertRule, PersonId, RunbookId, SeatId, TeamId, Whom};
use crate::model::remedy::REMEDIES;
use crate::model::system::System;
use crate::model::text::Lang;
use crate::model::time::{DrillTime, Span};

/// What was set up.
#[derive(Clone, Debug)]
pub(super) struct Brief {
    pub(super) scenario: Scenario,
    pub(super) system: Arc<System>,
    pub(super) story: Story,
    pub(super) process: Arc<Process>,
    pub(super) runbooks: BTreeMap<RunbookId, Runbook>,
    pub(super) seed: u64,
    pub(super) seating: Seating,
    pub(super) graded: bool,
    pub(super) coach: bool,
    pub(super) lang: Lang,
    pub(super) words: Vocabulary,
}

impl Brief {
    pub(super) fn new(setup: Setup) -> Self {
        let Setup { scenario, story, process, runbooks, seed, roster, graded, coach, lang, names } =
            setup;
        let seating = Seating::new(&scenario, &process, &roster, &names);
        let runbooks = runbooks.into_iter().map(|own| (own.id.clone(), own)).collect();
        let system = Arc::clone(&scenario.system);
        let mut brief = Self {
            scenario,
            system,
            story,
            process,
            runbooks,
            seed,
            seating,
            graded,
            coach,
            lang,
            words: Vocabulary::default(),
        };
        brief.words = brief.vocabulary();
        brief
    }

    /// When the minutes run out.
    pub(super) fn end(&self) -> DrillTime {
        DrillTime::START + Span::from_minutes(self.scenario.minutes)
    }

    /// The team an alert rule or an alert inject pages.
    pub(super) fn pages(&self, rule: &AlertRule) -> Option<&TeamId> {
        if let Some(alert) = self.system.alerts.get(rule) {
            return alert.pages.as_ref();
        }
        self.story.injects.values().find_map(|inject| match &inject.form {
            Form::Alert { rule: own, pages, .. } if own == rule => pages.as_ref(),
            _ => None,
        })
    }

    /// Seconds from a person's page to their acknowledgement; `None` if they never do.
    pub(super) fn acks(&self, person: &PersonId) -> Option<Span> {
        let today = self.story.cast.get(person).and_then(|cast| cast.acks);
        today.unwrap_or_else(|| self.system.people.get(person).and_then(|own| own.acks))
    }

    /// Seconds from acknowledging to being there.
    pub(super) fn joins(&self, person: &PersonId) -> Span {
        let today = self.story.cast.get(person).and_then(|cast| cast.joins);
        let usual = || self.system.people.get(person).map(|own| own.joins);
        today.or_else(usual).unwrap_or_default()
    }

    /// Words by which conditions may name somebody: player, persons, their teams and duties.
    pub(super) fn words_for(&self, whom: &Whom) -> Vec<String> {
        let mut words = vec![whom.to_string()];
        let played = self.seating.persons_of(whom.as_str()).cloned();
        let person = PersonId::from(whom.as_str());
        let own = self.system.people.contains_key(&person).then_some(person);
        for person in played.chain(own) {
            words.push(person.to_string());
            words.extend(self.system.team_of(&person).map(ToString::to_string));
            let duties = self.system.duties.iter().filter(|(_, has)| **has == person);
            words.extend(duties.map(|(duty, _)| duty.clone()));
        }
        words
    }

    /// The names that may be typed.
    fn vocabulary(&self) -> Vocabulary {
        let plain = |word: &str| Term::new(word, "");
        let system = &self.system;
        let parts = system.parts.keys().chain(system.clients.keys()).chain(system.flags.keys());
        let program = REMEDIES.iter().map(|kind| kind.name.to_owned());
        let added = self.scenario.new_remedies.keys().map(ToString::to_string);
        Vocabulary {
            services: parts.map(|part| plain(part.as_str())).collect(),
            people: self.seating.words().map(|(name, _)| plain(name)).collect(),
            roles: self.process.roles.iter().map(|role| plain(&role.short)).collect(),
            severities: self.process.severities.iter().map(|s| plain(s.id.as_str())).collect(),
            statuses: self.process.statuses.iter().map(|s| plain(s.as_str())).collect(),
            audiences: self.process.audiences.iter().map(|a| plain(a.id.as_str())).collect(),
            remedies: (program.chain(added))
                .map(|name| RemedyTerm { term: plain(&name), ..RemedyTerm::default() })
                .collect(),
            runbooks: self.runbooks.keys().map(|id| plain(id.as_str())).collect(),
            ..Vocabulary::default()
        }
    }

    /// The seat that belongs to the role in command.
    pub(super) fn lead_seat(&self) -> Option<SeatId> {
        self.process.roles.first().map(|role| SeatId::from(role.short.as_str()))
    }
}
