//! One entry after the other becomes the state of incidents. It holds no rule: what is in the
//! journal happened.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::Command;
use crate::content::process::Process;
use crate::incident::{
    ActionItem, Alert, Incident, Incidents, Knowledge, Mark, MarkedStep, OpenRunbook, Page,
    Question, RecordKind, Recorded, Remedy, Tenure,
};
use crate::journal::{Actor, Entry, Event, Place};
use crate::model::id::{IncidentId, SeverityId, Whom};
use crate::model::system::System;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;

impl Incidents {
    /// Before the first entry.
    #[must_use]
    pub fn new(process: Arc<Process>, system: Arc<System>, roster: Vec<Place>) -> Self {
        let knowledge = Knowledge::new(&process);
        Self {
            process,
            system,
            roster,
            now: DrillTime::START,
            incidents: BTreeMap::new(),
            alerts: BTreeMap::new(),
            pages: BTreeMap::new(),
            questions: BTreeMap::new(),
            remedies: BTreeMap::new(),
            runbooks: Vec::new(),
            actions: Vec::new(),
            record: Vec::new(),
            joined: BTreeMap::new(),
            knowledge,
            paused: false,
            ended: None,
        }
    }

    /// Takes in the next entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.now = entry.at;
        match &entry.event {
            Event::Given(command) => self.given(entry, command),
            Event::MetricsScraped { readings, .. } => {
                let system = Arc::clone(&self.system);
                self.knowledge.scraped(&system, readings);
                self.knowledge.look(entry.at);
            }
            Event::Shown(inject) => {
                self.knowledge.told(inject);
                self.knowledge.look(entry.at);
            }
            // Nobody sees what is in it. But time passes, and what was shown may have lasted long
            // enough by now, even where monitoring has fallen silent.
            Event::TruthSampled(_) => self.knowledge.look(entry.at),
            Event::Paused => self.paused = true,
            Event::Resumed => self.paused = false,
            Event::Ended { reason } => self.ended = Some((entry.at, reason.clone())),
            Event::Joined(person) => {
                self.joined.entry(person.clone()).or_insert(entry.at);
            }
            event => {
                self.alerts_and_pages(entry, event);
                self.declared_and_after(entry, event);
                self.work(entry, event);
            }
        }
    }

    fn given(&mut self, entry: &Entry, command: &Command) {
        let by = whom(&entry.by).unwrap_or_else(|| Whom::from("process"));
        let added = Mark { what: by, at: entry.at, seq: entry.seq };
        let (kind, text, why) = match command {
            Command::Note(text) => (RecordKind::Note, text.clone(), DisplayText::default()),
            Command::Decision { text, why } => (RecordKind::Decision, text.clone(), why.clone()),
            Command::Cause { target, kind, why } => {
                let text = DisplayText::from(format!("{target}: {kind}"));
                (RecordKind::Cause, text, why.clone())
            }
            Command::Action { task, owner, due, priority } => {
                self.actions.push(ActionItem {
                    task: task.clone(),
                    owner: owner.clone(),
                    due: *due,
                    priority: *priority,
                    added,
                });
                return;
            }
            _ => return,
        };
        self.record.push(Recorded { kind, text, why, added });
    }

    fn alerts_and_pages(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::AlertFired { alert, rule, target, metric, says } => {
                let alert = Alert {
                    id: *alert,
                    rule: rule.clone(),
                    target: target.clone(),
                    metric: metric.clone(),
                    says: says.clone(),
                    fired: mark(entry, ()),
                    resolved: None,
                };
                self.alerts.insert(alert.id, alert);
            }
            Event::AlertResolved(alert) => {
                if let Some(alert) = self.alerts.get_mut(alert) {
                    alert.resolved = Some(mark(entry, ()));
                }
            }
            Event::Paged { page, whom: to, alert, rung, why } => {
                let page = Page {
                    id: *page,
                    whom: to.clone(),
                    alert: *alert,
                    rung: *rung,
                    why: why.clone(),
                    sent: mark(entry, whom(&entry.by)),
                    acknowledged: None,
                    closed: None,
                };
                self.pages.insert(page.id, page);
            }
            Event::Acknowledged { page, by } => {
                if let Some(page) = self.pages.get_mut(page) {
                    page.acknowledged = Some(mark(entry, by.clone()));
                }
            }
            Event::PageClosed(page) => {
                if let Some(page) = self.pages.get_mut(page) {
                    page.closed = Some(entry.at);
                }
            }
            _ => {}
        }
    }

    fn declared_and_after(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::Declared { incident, severity, title, channel, .. } => {
                let new = self.declared(entry, *incident, severity, title, channel);
                self.incidents.insert(*incident, new);
            }
            Event::SeverityChanged { incident, severity, .. } => {
                self.with(*incident, |own| {
                    own.severities.push(mark(entry, severity.clone()));
                });
            }
            Event::StatusChanged { incident, status, .. } => {
                let last = self.process.last_status() == Some(status);
                self.with(*incident, |own| {
                    own.statuses.push(mark(entry, status.clone()));
                    own.resolved = last.then(|| mark(entry, ()));
                });
            }
            Event::Closed { incident, reason } => {
                self.with(*incident, |own| {
                    own.closed = Some(mark(entry, reason.clone()));
                });
            }
            Event::Assigned { incident, role, holder, brief } => {
                let tenure = Tenure {
                    holder: holder.clone(),
                    from: mark(entry, whom(&entry.by)),
                    until: None,
                    brief: brief.clone(),
                };
                self.with(*incident, |own| {
                    let tenures = own.roles.entry(role.clone()).or_default();
                    if let Some(before) = tenures.last_mut() {
                        before.until.get_or_insert(entry.at);
                    }
                    tenures.push(tenure);
                });
            }
            Event::Updated { incident, update } => {
                self.with(*incident, |own| {
                    own.updates.push(mark(entry, update.clone()));
                });
            }
            _ => {}
        }
    }

    fn declared(
        &self,
        entry: &Entry,
        id: IncidentId,
        severity: &SeverityId,
        title: &DisplayText,
        channel: &str,
    ) -> Incident {
        let by = whom(&entry.by).unwrap_or_else(|| Whom::from("process"));
        let first = self.process.statuses.first().cloned();
        Incident {
            id,
            title: title.clone(),
            channel: channel.to_owned(),
            declared: mark(entry, by),
            severities: vec![mark(entry, severity.clone())],
            statuses: first.map(|status| mark(entry, status)).into_iter().collect(),
            roles: BTreeMap::new(),
            updates: Vec::new(),
            resolved: None,
            closed: None,
        }
    }

    fn work(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::RemedyBegan { run, order, ready, .. } => {
                let remedy = Remedy {
                    run: *run,
                    order: order.clone(),
                    begun: mark(entry, whom(&entry.by)),
                    ready: *ready,
                    ended: None,
                    says: None,
                };
                self.remedies.insert(*run, remedy);
            }
            Event::RemedyEnded { run, outcome, says, .. } => {
                if let Some(remedy) = self.remedies.get_mut(run) {
                    let failed = *outcome == crate::journal::Outcome::Failed;
                    remedy.ended = Some(mark(entry, failed));
                    remedy.says = Some(says.clone());
                }
            }
            Event::Asked { question, from, to, says, due } => {
                let question = Question {
                    id: *question,
                    from: from.clone(),
                    to: to.clone(),
                    says: says.clone(),
                    asked: mark(entry, ()),
                    due: *due,
                    answered: None,
                };
                self.questions.insert(question.id, question);
            }
            Event::Answered(question) => {
                if let Some(question) = self.questions.get_mut(question) {
                    question.answered = Some(mark(entry, ()));
                }
            }
            Event::RunbookOpened(id) => {
                let by = whom(&entry.by).unwrap_or_else(|| Whom::from("process"));
                let opened = self.runbooks.iter().position(|own| own.id == *id);
                let runbook = match opened {
                    Some(index) => self.runbooks.remove(index),
                    None => {
                        OpenRunbook { id: id.clone(), opened: mark(entry, by), steps: Vec::new() }
                    }
                };
                self.runbooks.push(runbook);
            }
            Event::StepMarked { runbook, number, mark: how, why } => {
                if let Some(own) = self.runbooks.iter_mut().find(|own| own.id == *runbook) {
                    let step = MarkedStep {
                        number: *number,
                        how: *how,
                        why: why.clone(),
                        by: whom(&entry.by),
                    };
                    own.steps.push(mark(entry, step));
                }
            }
            _ => {}
        }
    }

    fn with(&mut self, incident: IncidentId, change: impl FnOnce(&mut Incident)) {
        if let Some(incident) = self.incidents.get_mut(&incident) {
            change(incident);
        }
    }
}

fn mark<T>(entry: &Entry, what: T) -> Mark<T> {
    Mark { what, at: entry.at, seq: entry.seq }
}

/// The one whose doing an entry is, where it is a player or a person.
fn whom(actor: &Actor) -> Option<Whom> {
    match actor {
        Actor::Player(player) => Some(player.as_str().into()),
        Actor::Cast(person) => Some(person.as_str().into()),
        Actor::Process | Actor::World | Actor::Story | Actor::Room => None,
    }
}
