//! A runbook as a value: front matter, prose and numbered steps with their directives. It never
//! runs a step.

use crate::command::Command;
use crate::model::condition::Bounds;
use crate::model::id::{RunbookId, Target, TeamId};
use crate::model::metric::MetricRef;
use crate::model::text::{DisplayText, Text};
use crate::model::time::Span;

/// A runbook.
#[derive(Clone, Debug)]
pub struct Runbook {
    /// Its file's id.
    pub id: RunbookId,
    /// What it is called.
    pub title: Text,
    /// What it fits: alerts on these offer it.
    pub targets: Vec<Target>,
    /// Who owns it.
    pub team: Option<TeamId>,
    /// When it was last looked through, `2026-09-02`.
    pub reviewed: Option<String>,
    /// Prose before the first step.
    pub intro: DisplayText,
    /// The steps.
    pub steps: Vec<Step>,
    /// Prose after the last step.
    pub outro: DisplayText,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// 1, 2 …
    pub number: u32,
    /// What it says, directives left out.
    pub text: DisplayText,
    /// What it tells to do.
    pub directives: Vec<Directive>,
}

/// What a step tells to do.
#[derive(Clone, Debug)]
pub enum Directive {
    /// A command.
    Command(Box<Command>),
    /// Wait.
    Wait(Span),
    /// Look whether a metric lies within bounds.
    Check {
        /// Which.
        metric: MetricRef,
        /// Within.
        bounds: Bounds,
        /// For so long.
        hold: Span,
    },
}
