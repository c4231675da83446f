//! A condition as people read it: `checkout.error_ratio > 0.2 for 1:00`, `not answered whom=vee`. It
//! never looks at a situation.

use std::fmt::{self, Write as _};

use crate::model::condition::{Bounds, Condition, EventKind, FaultPhase, RemedyPhase, Test};
use crate::model::time::{DrillTime, clock};

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.test)?;
        if self.hold.seconds() > 0 {
            write!(f, " for {}", clock(self.hold.seconds()))?;
        }
        Ok(())
    }
}

impl fmt::Display for Test {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(span) => write!(f, "at {}", DrillTime(span.seconds())),
            Self::Metric { metric, bounds, .. } => write!(f, "{metric}{bounds}"),
            Self::Fact { fact, bounds } => write!(f, "{fact}{bounds}"),
            Self::Fault { fault, is: FaultPhase::Active } => write!(f, "{fault} acts"),
            Self::Fault { fault, is: FaultPhase::Over } => write!(f, "{fault} is over"),
            Self::Deployed { part, version } => write!(f, "{part} runs {version}"),
            Self::Remedy { remedy, target, is, args, count } => {
                write!(f, "{remedy}")?;
                if let Some(target) = target {
                    write!(f, " {target}")?;
                }
                if let Some(args) = args {
                    write!(f, " {args}")?;
                }
                f.write_str(match is {
                    RemedyPhase::Begun => " begun",
                    RemedyPhase::Done => " done",
                    RemedyPhase::Failed => " failed",
                    RemedyPhase::InVain => " in vain",
                })?;
                times(f, *count)
            }
            Self::Event { event, filters, count } => {
                f.write_str(word(*event))?;
                for (key, value) in filters {
                    match key.as_str() {
                        "is" => write!(f, " {value}")?,
                        key => write!(f, " {key}={value}")?,
                    }
                }
                times(f, *count)
            }
            Self::All(parts) => joined(f, parts, " and "),
            Self::Any(parts) => joined(f, parts, " or "),
            Self::Not(part) => {
                f.write_str("not ")?;
                nested(f, part)
            }
            Self::Never => f.write_str("never"),
        }
    }
}

impl fmt::Display for Bounds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bounds =
            [(self.above, '>'), (self.below, '<'), (self.at_least, '≥'), (self.at_most, '≤')];
        for (bound, sign) in bounds {
            if let Some(bound) = bound {
                write!(f, " {sign} {bound}")?;
            }
        }
        Ok(())
    }
}

fn times(f: &mut fmt::Formatter<'_>, count: u32) -> fmt::Result {
    if count > 1 { write!(f, " ×{count}") } else { Ok(()) }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Condition], by: &str) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(by)?;
        }
        nested(f, part)?;
    }
    Ok(())
}

/// In brackets where it has parts of its own.
fn nested(f: &mut fmt::Formatter<'_>, part: &Condition) -> fmt::Result {
    if matches!(part.test, Test::All(_) | Test::Any(_)) {
        f.write_char('(')?;
        write!(f, "{part}")?;
        return f.write_char(')');
    }
    write!(f, "{part}")
}

const fn word(event: EventKind) -> &'static str {
    match event {
        EventKind::Acknowledged => "acknowledged",
        EventKind::Declared => "declared",
        EventKind::Severity => "severity",
        EventKind::Status => "status",
        EventKind::Assigned => "assigned",
        EventKind::Paged => "paged",
        EventKind::Joined => "joined",
        EventKind::Looked => "looked",
        EventKind::Asked => "asked",
        EventKind::Answered => "answered",
        EventKind::Updated => "updated",
        EventKind::Runbook => "runbook",
        EventKind::Step => "step",
        EventKind::Cause => "cause",
        EventKind::Decision => "decision",
        EventKind::Action => "action",
        EventKind::Shown => "shown",
    }
}
