//! The free text in a command: what a person wrote in their own words. Names of things are none.

use crate::command::Command;
use crate::model::text::DisplayText;

impl Command {
    /// Every free text in it, to be changed in place.
    pub fn texts_mut(&mut self) -> Vec<&mut DisplayText> {
        match self {
            Self::Say(text)
            | Self::Note(text)
            | Self::Abort(text)
            | Self::Inject(text)
            | Self::Observe(text)
            | Self::Declare { title: text, .. }
            | Self::Severity { why: text, .. }
            | Self::Status { note: text, .. }
            | Self::Close { reason: text, .. }
            | Self::Handover { brief: text, .. }
            | Self::Page { why: text, .. }
            | Self::Ask { question: text, .. }
            | Self::Tell { text, .. }
            | Self::Cause { why: text, .. }
            | Self::Answer { text, .. }
            | Self::Step { why: text, .. }
            | Self::Action { task: text, .. }
            | Self::Witness { what: text, .. }
            | Self::Dispute { why: text, .. }
            | Self::Rate { note: text, .. }
            | Self::Rule { why: text, .. } => vec![text],
            Self::Decision { text, why } => vec![text, why],
            // The scope names a part or a feature, and updates are judged by it.
            Self::Update(update) => vec![&mut update.doing, &mut update.text],
            Self::Ack(_)
            | Self::Assign { .. }
            | Self::Look { .. }
            | Self::Jump
            | Self::Do(_)
            | Self::Runbook(_)
            | Self::Hint
            | Self::SelfRate { .. }
            | Self::Pause
            | Self::Resume
            | Self::Speed(_)
            | Self::End
            | Self::Steer { .. } => Vec::new(),
        }
    }
}
