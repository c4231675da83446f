//! Steps of the runbook in use that are done because what they tell to do was done: a step is
//! done when all its directives are, in order. What was done before the runbook was opened
//! counts. Waits and checks begin once what stands before them is done.

use std::sync::Arc;

use crate::command::{Command, StepMark};
use crate::content::runbook::{Directive, Step};
use crate::drill::Drill;
use crate::journal::{Actor, Entry, Event};
use crate::model::condition::EventKind;
use crate::model::id::RunbookId;
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;

impl Drill {
    /// Marks steps of the runbook opened last.
    pub(super) fn procedure(&mut self, out: &mut Vec<Entry>) {
        let Some(open) = self.incidents.runbooks.last() else { return };
        let id = open.id.clone();
        let brief = Arc::clone(&self.brief);
        let Some(runbook) = brief.runbooks.get(&id) else { return };
        let mut before = Some(open.opened.at);
        for step in &runbook.steps {
            let marked = self.marked(&id, step.number);
            if marked.is_none() && !step.directives.is_empty() && self.is_done(&id, step, before) {
                let done = Event::StepMarked {
                    runbook: id.clone(),
                    number: step.number,
                    mark: StepMark::Done,
                    why: DisplayText::default(),
                };
                self.emit(Actor::Process, done, out);
            }
            before = self.marked(&id, step.number);
        }
    }

    fn marked(&self, id: &RunbookId, number: u32) -> Option<DrillTime> {
        let open = self.incidents.runbooks.iter().find(|own| own.id == *id)?;
        open.steps.iter().rev().find(|own| own.what.number == number).map(|own| own.at)
    }

    /// Whether all directives of a step are done; `before` is when the step before it was marked.
    fn is_done(&mut self, id: &RunbookId, step: &Step, before: Option<DrillTime>) -> bool {
        let mut from = before;
        for (index, directive) in step.directives.iter().enumerate() {
            let key = (id.clone(), step.number, index);
            let done = match (directive, from) {
                (Directive::Command(command), _) => self.was_done(command),
                (Directive::Wait(span), Some(from)) => {
                    Some(from + *span).filter(|due| self.now >= *due)
                }
                (Directive::Check { metric, bounds, hold }, Some(_)) => {
                    let read = self.ledger.seen.get(metric);
                    let since = self.clocks.checks.entry(key).or_insert(None);
                    if read.is_some_and(|value| bounds.hold(value)) {
                        let since = *since.get_or_insert(self.now);
                        Some(since + *hold).filter(|due| self.now >= *due)
                    } else {
                        *since = None;
                        None
                    }
                }
                (Directive::Wait(_) | Directive::Check { .. }, None) => None,
            };
            let Some(at) = done else { return false };
            from = Some(from.map_or(at, |from| from.max(at)));
        }
        true
    }

    /// When a command of a runbook was done: a look has returned, a remedy has ended, anything
    /// else was said.
    fn was_done(&self, wanted: &Command) -> Option<DrillTime> {
        match wanted {
            Command::Look { target, view } => {
                let filters = [("target", target.as_str()), ("view", view.word())];
                let filters = filters.map(|(key, value)| (key.to_owned(), value.to_owned()));
                let looked = self.ledger.past.has_event(0, EventKind::Looked, &filters.into(), 1);
                looked.then(|| self.said(wanted)).flatten()
            }
            Command::Do(order) => {
                let same = |own: &&crate::incident::Remedy| {
                    own.order.remedy == order.remedy
                        && own.order.target == order.target
                        && (order.args.is_none() || own.order.args == order.args)
                };
                let ended = self.incidents.remedies.values().filter(same);
                ended.filter_map(|own| own.ended.as_ref().map(|mark| mark.at)).max()
            }
            _ => self.said(wanted),
        }
    }

    fn said(&self, wanted: &Command) -> Option<DrillTime> {
        let said = self.ledger.said.iter().rev();
        said.filter(|own| self.is_like(&own.command, wanted)).map(|own| own.at).next()
    }

    /// Whether what was said is what a runbook tells to say; its words may differ.
    fn is_like(&self, said: &Command, wanted: &Command) -> bool {
        let same = |said: &crate::model::id::Whom, wanted: &crate::model::id::Whom| {
            said == wanted || self.brief.seating.resolve(wanted.as_str()) == Some(said)
        };
        match (said, wanted) {
            (Command::Ask { whom: said, .. }, Command::Ask { whom: wanted, .. })
            | (Command::Tell { whom: said, .. }, Command::Tell { whom: wanted, .. })
            | (Command::Page { whom: said, .. }, Command::Page { whom: wanted, .. }) => {
                same(said, wanted)
            }
            (Command::Status { status: said, .. }, Command::Status { status: wanted, .. }) => {
                said == wanted
            }
            (Command::Update(said), Command::Update(wanted)) => {
                wanted.audiences.iter().all(|audience| said.audiences.contains(audience))
            }
            (Command::Declare { .. }, Command::Declare { .. })
            | (Command::Note(_), Command::Note(_))
            | (Command::Decision { .. }, Command::Decision { .. })
            | (Command::Action { .. }, Command::Action { .. })
            | (Command::Cause { .. }, Command::Cause { .. }) => true,
            (Command::Assign { role: said, .. }, Command::Assign { role: wanted, .. }) => {
                let role = self.brief.process.role(wanted.as_str());
                said == wanted || role.is_some_and(|role| role.id == *said)
            }
            _ => said == wanted,
        }
    }
}
