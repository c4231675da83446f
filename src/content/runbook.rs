//! A runbook as a value: front matter, prose and numbered steps with their directives. It never
//! runs a step.

use std::fmt;

use crate::command::Command;
use crate::model::condition::Bounds;
use crate::model::id::{RunbookId, Target, TeamId};
use crate::model::metric::MetricRef;
use crate::model::text::Text;
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
    pub intro: Text,
    /// The steps.
    pub steps: Vec<Step>,
    /// Prose after the last step.
    pub outro: Text,
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// 1, 2 …
    pub number: u32,
    /// What it says, directives left out.
    pub text: Text,
    /// What it tells to do.
    pub directives: Vec<Directive>,
}

/// What a step tells to do. It is written as in the file: `/look checkout deploys`, `wait 2m`,
/// `check checkout.error_ratio < 0.01 for 60s`.
#[derive(Clone, Debug, PartialEq)]
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

impl fmt::Display for Directive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(command) => command.fmt(f),
            Self::Wait(span) => write!(f, "wait {span}"),
            Self::Check { metric, bounds, hold } => {
                write!(f, "check {metric}")?;
                let signs = [
                    ("<", bounds.below),
                    ("<=", bounds.at_most),
                    (">", bounds.above),
                    (">=", bounds.at_least),
                ];
                for (sign, bound) in signs {
                    if let Some(bound) = bound {
                        write!(f, " {sign} {bound}")?;
                    }
                }
                if hold.0 == 0 { Ok(()) } else { write!(f, " for {hold}") }
            }
        }
    }
}
