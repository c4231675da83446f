//! How a team without people comes to see what is so: by looks that show it, the sooner the more
//! such evenings its people have seen. What outside has told is opened by these looks alone, and
//! nobody who plays beside people is told anything.

use crate::command::LookView;
use crate::crew::insight::Insight;
use crate::crew::{Craft, Crew};
use crate::model::cause::CauseKind;
use crate::model::id::Target;
use crate::view::{RecordRow, SeatView};

impl Crew {
    /// What is so, for who knows it: a character of a proof from the start, others once the cause
    /// is on record, and who finds out once every look that shows it has come back.
    pub(super) fn knowledge(&self, view: &SeatView) -> Option<Insight> {
        let insight = self.known.insight.as_ref()?;
        let told = self.manner.character.is_some();
        let stated = || named_right(insight, view).is_some();
        let found = || self.has_craft(Craft::Mending, view) && unseen(insight, view).is_none();
        (told || stated() || found()).then(|| insight.clone())
    }

    /// Whether this colleague may yet come to see what is so.
    pub(super) fn seeks(&self) -> bool {
        self.known.insight.is_some() && self.manner.character.is_none()
    }

    /// Whether somebody sees that this is not the cause although it looks like it: what else is on
    /// the board does not fit. Nobody does who is told nothing.
    pub(super) fn sees_through(&mut self, target: &Target, kind: CauseKind) -> bool {
        let Some(insight) = self.known.insight.as_ref().filter(|_| self.seeks()) else {
            return false;
        };
        let right = insight.cause.as_ref().is_some_and(|own| *own == (target.clone(), kind));
        !right && self.pace.has_a_hunch()
    }

    /// Where somebody looks next who has seen the like before; who has not goes on by the board.
    pub(super) fn hunch(&mut self, view: &SeatView) -> Option<(Target, LookView)> {
        let next = unseen(self.known.insight.as_ref()?, view)?;
        self.pace.has_a_hunch().then_some(next)
    }
}

/// The first look of those that show it that nobody has taken yet.
fn unseen(insight: &Insight, view: &SeatView) -> Option<(Target, LookView)> {
    insight.looks.iter().find(|look| !is_seen(look, view)).cloned()
}

/// Whether somebody has looked there.
pub(super) fn is_seen((target, side): &(Target, LookView), view: &SeatView) -> bool {
    let there = |look: &crate::view::LookItem| look.target == *target && look.view == *side;
    view.looks.iter().any(|look| look.lines.is_some() && there(look))
}

/// The row of the record that names the right cause.
pub(super) fn named_right<'a>(insight: &Insight, view: &'a SeatView) -> Option<&'a RecordRow> {
    let (target, kind) = insight.cause.as_ref()?;
    let text = format!("{target}: {kind}");
    view.record.iter().rev().find(|row| row.kind == "cause" && row.text.as_str() == text)
}
