//! All rules of play: what a command leads to now, or why it is refused. It changes nothing and
//! draws nothing that a later draw could feel.

mod declare;
mod incident;
mod names;
mod speak;
mod steer;
mod work;

use crate::command::{Command, When, Who};
use crate::drill::Drill;
use crate::drill::refusals;
use crate::journal::{Actor, Event, Refusal};
use crate::model::id::{PlayerId, Whom};
use crate::model::time::DrillTime;

/// What a command leads to.
pub(super) type Decided = Result<Vec<Event>, Refusal>;

/// A command about to be decided on, names resolved.
struct Asking<'a> {
    player: &'a PlayerId,
}

impl Asking<'_> {
    fn whom(&self) -> Whom {
        Whom::from(self.player.as_str())
    }
}

impl Drill {
    /// What `command` leads to if `actor` gives it at `at`, which is this drill's second: the
    /// command itself with names resolved, then its consequences, in order.
    ///
    /// # Errors
    /// The rule that forbids it.
    pub fn decide(&self, actor: &Actor, command: &Command, at: DrillTime) -> Decided {
        let Actor::Player(player) = actor else {
            return Err(refusals::no_seat(command.spec().name));
        };
        if at != self.now {
            return Err(refusals::another_second(at, self.now));
        }
        self.gate(player, command)?;
        let command = self.resolved(command)?;
        let asking = Asking { player };
        let mut events = self.consequences(&asking, &command)?;
        events.insert(0, Event::Given(command));
        Ok(events)
    }

    /// Seat and clock: whether this player may say such a thing now at all.
    fn gate(&self, player: &PlayerId, command: &Command) -> Result<(), Refusal> {
        let spec = command.spec();
        let name = spec.name;
        let seating = &self.brief.seating;
        let steers = seating.is_facilitator(player);
        let allowed = match spec.who {
            Who::Anyone => seating.place(player.as_str()).is_some(),
            Who::Player => seating.is_playing(player),
            Who::Facilitator => steers,
            Who::FacilitatorOrSolo => {
                steers || (seating.steers_itself() && seating.is_playing(player))
            }
        };
        if !allowed {
            let theirs = matches!(spec.who, Who::Facilitator | Who::FacilitatorOrSolo);
            return Err(if theirs {
                refusals::facilitators(name)
            } else {
                refusals::no_seat(name)
            });
        }
        match spec.when {
            When::During if self.ledger.ended => return Err(refusals::over()),
            When::After if !self.ledger.ended => return Err(refusals::not_over(name)),
            _ => {}
        }
        let while_paused = matches!(
            command,
            Command::Resume
                | Command::End
                | Command::Abort(_)
                | Command::Speed(_)
                | Command::Observe(_)
                | Command::Say(_)
        );
        if self.ledger.paused && !self.ledger.ended && !while_paused {
            return Err(refusals::paused());
        }
        Ok(())
    }

    fn consequences(&self, asking: &Asking<'_>, command: &Command) -> Decided {
        match command {
            Command::Ack(alert) => self.ack(asking, *alert),
            Command::Declare { severity, title } => {
                Ok(self.declare(asking, severity.as_ref(), title))
            }
            Command::Severity { incident, severity, why } => {
                self.change_severity(*incident, severity, why)
            }
            Command::Status { incident, status, note } => {
                self.change_status(*incident, status, note)
            }
            Command::Close { incident, reason } => self.close(*incident, reason),
            Command::Assign { incident, role, person } => {
                self.assign(*incident, role, person, None)
            }
            Command::Handover { incident, role, person, brief } => {
                self.assign(*incident, role, person, Some(brief))
            }
            Command::Update(update) => self.update(asking, update),
            Command::Page { whom, why } => self.page(asking, whom, why),
            Command::Ask { whom, question } => self.ask(asking, whom, question),
            Command::Tell { whom, .. } => Ok(self.tell(whom)),
            Command::Answer { question, .. } => self.answer(*question),
            Command::Look { target, view } => self.look(asking, target, *view),
            Command::Do(order) => self.carry(asking, order),
            Command::Cause { target, kind, .. } => Ok(self.cause(target, *kind)),
            Command::Runbook(id) => self.open_runbook(id),
            Command::Step { number, mark, why } => self.step(*number, *mark, why),
            Command::Hint => self.hint(),
            Command::Jump => self.jump(),
            _ => self.steered(command),
        }
    }
}
