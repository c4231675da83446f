//! What a colleague is about to do: one thing after the other, since they have two hands. It
//! knows no view; whether a task still makes sense is asked when its time comes.

use crate::command::{Command, LookView};
use crate::crew::wish::Wanted;
use crate::model::cause::CauseKind;
use crate::model::id::{AlertId, AudienceId, QuestionId, RoleId, RunbookId, StatusId, Target};
use crate::model::remedy::Order;
use crate::model::time::DrillTime;

/// Something to do.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Task {
    /// Take a page.
    Ack(AlertId),
    /// Open the incident.
    Declare,
    /// Give a role to somebody.
    Fill(RoleId),
    /// Write in the channel.
    Say(String),
    /// Look at something.
    Look(Target, LookView),
    /// Carry out what somebody asked for.
    Do(Order),
    /// Open a runbook.
    Runbook(RunbookId),
    /// State a cause.
    Cause(Target, CauseKind, String),
    /// Send an update to these; with what was asked for, where somebody asked.
    Update(Vec<AudienceId>, Option<Wanted>),
    /// Answer who waits.
    Answer(QuestionId),
    /// Move to a status, if the incident stands before it.
    Status(StatusId, String),
    /// Raise the severity to what is evident.
    Raise,
    /// Ask a colleague.
    Ask(String, String),
    /// Anything else, as it stands.
    Give(Box<Command>),
}

/// Tasks with their times.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    tasks: Vec<(DrillTime, u64, Task)>,
    added: u64,
    /// When the hands are free again.
    free: DrillTime,
}

impl Agenda {
    /// Adds a task: begun after `wait` seconds once the hands are free, done `work` seconds later.
    pub(super) fn add(&mut self, now: DrillTime, wait: u32, work: u32, task: Task) {
        let begins = DrillTime(now.0 + wait).max(self.free);
        let at = DrillTime(begins.0 + work);
        self.free = at;
        self.put(at, task);
    }

    /// Adds a task for which everything else is left.
    pub(super) fn at_once(&mut self, now: DrillTime, wait: u32, task: Task) {
        self.put(DrillTime(now.0 + wait), task);
    }

    fn put(&mut self, at: DrillTime, task: Task) {
        self.added += 1;
        self.tasks.push((at, self.added, task));
    }

    /// The next task whose time has come.
    pub(super) fn take(&mut self, now: DrillTime) -> Option<Task> {
        let due = self.tasks.iter().enumerate().filter(|(_, (at, ..))| *at <= now);
        let (index, _) = due.min_by_key(|(_, (at, number, _))| (*at, *number))?;
        Some(self.tasks.remove(index).2)
    }

    /// Whether such a task is waiting.
    pub(super) fn has(&self, is: impl Fn(&Task) -> bool) -> bool {
        self.tasks.iter().any(|(_, _, task)| is(task))
    }

    /// Lets go of such tasks.
    pub(super) fn drop(&mut self, is: impl Fn(&Task) -> bool) {
        self.tasks.retain(|(_, _, task)| !is(task));
    }
}
