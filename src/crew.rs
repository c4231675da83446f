//! Simulated colleagues: what one seat sees goes in, commands come out, at a human pace. They
//! know nothing a person in that seat would not know, and send nothing a person could not type.
//!
//! A colleague does what belongs to a role they hold, and what they are asked. Before roles are
//! given out they answer for the seat they sit in when somebody asks; who sits in the seat of
//! command also takes pages and declares. They never repair on their own authority: seniors
//! propose, whoever leads says so. Only where nobody else plays is anything told from outside: the
//! known characters of a proof know what is so, and play in a manner of their own; other teams come
//! to see it by looking.

mod agenda;
mod comms;
mod evidence;
mod finding;
mod following;
mod hearing;
mod hunch;
pub mod insight;
mod lead;
mod manner;
mod pace;
pub mod profile;
mod scribe;
mod speech;
mod tech;
mod wish;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::Command;
use crate::content::process::{Process, Role};
use crate::incident::Duty;
use crate::model::character::Character;
use crate::model::id::{PlayerId, Whom};
use crate::model::text::DisplayText;
use crate::model::time::DrillTime;
use crate::view::{RemedyRow, SeatView, TeamRow};

use crate::crew::agenda::{Agenda, Task};
use crate::crew::comms::owes;
use crate::crew::following::Following;
use crate::crew::hearing::Ears;
use crate::crew::insight::Known;
use crate::crew::lead::{Leading, assignment, declaration};
use crate::crew::manner::Manner;
use crate::crew::pace::Pace;
use crate::crew::profile::Profile;
use crate::crew::scribe::Writing;
use crate::crew::tech::Inquiry;
use crate::crew::wish::Wanted;

/// Seconds after which something that did not take is tried again.
const AGAIN_S: u32 = 300;
/// Seconds after which a colleague looks around although nothing was shown.
const GLANCE_S: u32 = 5;

/// A simulated colleague.
#[derive(Debug)]
pub struct Crew {
    me: PlayerId,
    profile: Profile,
    process: Arc<Process>,
    pace: Pace,
    agenda: Agenda,
    ears: Ears,
    inquiry: Inquiry,
    following: Following,
    leading: Leading,
    writing: Writing,
    known: Known,
    manner: Manner,
    /// Duties with their due times, and when they were put on the agenda.
    planned: BTreeMap<(Duty, DrillTime), DrillTime>,
    /// What the view said when it was last looked at, and when to look again.
    revision: Option<u64>,
    wakes: DrillTime,
}

/// What a role is there for, told from the process's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Craft {
    /// Runs the incident: the first role.
    Command,
    /// Tells people: the role that alone may send some update.
    Speaking,
    /// Keeps the record.
    Writing,
    /// Finds out and mends: every other role.
    Mending,
}

impl Crew {
    /// The colleague who is `player`; the same seed gives the same colleague.
    #[must_use]
    pub fn new(profile: &Profile, player: &PlayerId, seed: u64, process: Arc<Process>) -> Self {
        Self {
            me: player.clone(),
            profile: *profile,
            process,
            pace: Pace::new(profile, player, seed),
            agenda: Agenda::default(),
            ears: Ears::default(),
            inquiry: Inquiry::default(),
            following: Following::default(),
            leading: Leading::default(),
            writing: Writing::default(),
            known: Known::default(),
            manner: Manner::default(),
            planned: BTreeMap::new(),
            revision: None,
            wakes: DrillTime::START,
        }
    }

    /// Who this is.
    #[must_use]
    pub const fn player(&self) -> &PlayerId {
        &self.me
    }

    /// What this colleague says at `now`, having seen `view`. To be asked once a drill-second.
    pub fn act(&mut self, view: &SeatView, now: DrillTime) -> Vec<Command> {
        let idle = self.plays_like(Character::DoNothing);
        if view.paused || view.ended.is_some() || idle {
            return Vec::new();
        }
        if self.revision != Some(view.revision) || now >= self.wakes {
            self.revision = Some(view.revision);
            self.wakes = DrillTime(now.0 + GLANCE_S);
            self.look_around(view, now);
        }
        let mut said = Vec::new();
        while let Some(task) = self.agenda.take(now) {
            said.extend(self.carry_out(task, view, now));
        }
        said
    }

    fn look_around(&mut self, view: &SeatView, now: DrillTime) {
        if self.plays_like(Character::SilentFixer) {
            self.mend_in_silence(view, now);
            return;
        }
        self.listen(view, now);
        let held = self.crafts_held(view);
        let has = |craft| held.contains(&craft);
        self.meet_duties(has(Craft::Speaking), view, now);
        self.follow_up(view, now);
        if has(Craft::Command) || self.may_declare(view) {
            self.lead(view, now);
        }
        if has(Craft::Speaking) {
            self.tell_people(view, now);
        }
        self.overdo(has(Craft::Command), has(Craft::Speaking), view, now);
        if has(Craft::Mending) {
            self.inquire(view, now);
        }
        if has(Craft::Writing) {
            self.keep_record(view, now);
        }
    }

    /// What the roles held by this colleague are there for.
    fn crafts_held(&self, view: &SeatView) -> Vec<Craft> {
        let open = view.incidents.iter().any(|row| row.open);
        if view.incidents.is_empty() {
            return Vec::new();
        }
        let mine = |name: &Option<(String, DrillTime)>| {
            name.as_ref().is_some_and(|(holder, _)| *holder == view.my_name)
        };
        let held = view.team.iter().filter(|row| mine(&row.holder));
        held.filter_map(|row| self.process.role(row.role.as_str()))
            .map(|role| self.craft_of(role))
            // Once all is over there is still a last word to send and a record to complete.
            .filter(|craft| open || matches!(craft, Craft::Speaking | Craft::Writing))
            .collect()
    }

    /// Whether somebody holds a role that is there to tell people.
    fn somebody_speaks(&self, view: &SeatView) -> bool {
        self.holder_of(Craft::Speaking, view).is_some()
    }

    /// The name of the first who holds a role of that craft.
    fn holder_of(&self, craft: Craft, view: &SeatView) -> Option<String> {
        let fits = |row: &&TeamRow| {
            let role = self.process.role(row.role.as_str());
            role.is_some_and(|role| self.craft_of(role) == craft)
        };
        view.team.iter().filter(fits).find_map(|row| Some(row.holder.as_ref()?.0.clone()))
    }

    fn craft_of(&self, role: &Role) -> Craft {
        let first = self.process.roles.first().is_some_and(|lead| lead.id == role.id);
        let words = format!("{} {}", role.id, role.short);
        if first {
            Craft::Command
        } else if role.may.iter().any(|deed| deed.starts_with("update.")) {
            Craft::Speaking
        } else if words.contains("scribe") || words.contains("record") {
            Craft::Writing
        } else {
            Craft::Mending
        }
    }

    /// Whether it is for this colleague to open the incident: nobody has, and they sit in command.
    fn may_declare(&self, view: &SeatView) -> bool {
        let lead = self.process.roles.first().map(|role| &role.short);
        view.incidents.is_empty() && lead.is_some_and(|lead| view.my_roles.contains(lead))
    }

    /// Puts what the process asks of this colleague on the agenda. Updates are for who speaks,
    /// whoever owes them; without such a person for who owes them.
    fn meet_duties(&mut self, speaks: bool, view: &SeatView, now: DrillTime) {
        let spoken_for = speaks || self.somebody_speaks(view);
        for item in view.due.iter().filter(|item| item.obligation.is_open()) {
            let obligation = &item.obligation;
            let mine = match &obligation.duty {
                Duty::FirstUpdate(_) | Duty::NextUpdate(_) | Duty::FinalUpdate(_) if spoken_for => {
                    speaks
                }
                _ => item.mine,
            };
            if !mine {
                continue;
            }
            let key = (obligation.duty.clone(), obligation.due);
            let lately = self.planned.get(&key).is_some_and(|at| now.since(*at) < AGAIN_S);
            if lately || !self.is_time_for(obligation, view, now) {
                continue;
            }
            self.planned.insert(key, now);
            match &obligation.duty {
                Duty::Acknowledge(_, Some(alert)) => {
                    let wait = self.pace.reaction();
                    self.agenda.at_once(now, wait, Task::Ack(*alert));
                }
                Duty::Acknowledge(_, None) => {}
                Duty::Fill(role) => self.plan(now, Task::Fill(role.clone())),
                Duty::FirstUpdate(id) | Duty::NextUpdate(id) | Duty::FinalUpdate(id) => {
                    self.plan_writing(now, Task::Update(vec![id.clone()], None));
                }
                Duty::Answer(question) => self.plan_writing(now, Task::Answer(*question)),
            }
        }
    }

    /// Puts a task on the agenda that needs only a moment.
    fn plan(&mut self, now: DrillTime, task: Task) {
        let wait = self.pace.reaction();
        self.agenda.add(now, wait, 0, task);
    }

    /// Puts a task on the agenda that has to be written.
    fn plan_writing(&mut self, now: DrillTime, task: Task) {
        let (wait, work) = (self.pace.reaction(), self.pace.writing());
        self.agenda.add(now, wait, work, task);
    }

    /// Says something in the channel after a moment.
    fn plan_saying(&mut self, now: DrillTime, text: String) {
        self.plan(now, Task::Say(text));
    }
}

impl Crew {
    /// The command a task has come to, if it still makes sense.
    fn carry_out(&mut self, task: Task, view: &SeatView, now: DrillTime) -> Option<Command> {
        match task {
            Task::Ack(alert) => {
                let waits = view.alerts.iter().any(|row| row.id == alert && row.waits_for_me);
                waits.then_some(Command::Ack(alert))
            }
            Task::Declare => declaration(view),
            Task::Fill(role) => assignment(&role, view),
            Task::Say(text) => {
                let text = DisplayText::one_line(&text);
                (!text.is_empty()).then_some(Command::Say(text))
            }
            Task::Look(target, side) => {
                if let Some(look) = view.looks.iter().find(|look| look.lines.is_none()) {
                    let wait = look.ready.since(now) + 1;
                    self.agenda.at_once(now, wait, Task::Look(target, side));
                    return None;
                }
                Some(Command::Look { target, view: side })
            }
            Task::Do(order) => {
                let what = format!("{} {}", order.remedy, order.target);
                let same = |row: &RemedyRow| row.ended.is_none() && row.what.starts_with(&what);
                (!view.remedies.iter().any(same)).then_some(Command::Do(order))
            }
            Task::Runbook(id) => {
                // Another one, opened by whom it is for, is not taken out of their hands.
                view.runbook.is_none().then_some(Command::Runbook(id))
            }
            Task::Cause(target, kind, why) => {
                let why = DisplayText::one_line(&why);
                Some(Command::Cause { target, kind, why })
            }
            Task::Update(audiences, asked) => {
                // Somebody may have been given the word since this was put on the agenda.
                let speaks = self.crafts_held(view).contains(&Craft::Speaking);
                let others = !speaks && self.somebody_speaks(view);
                // Or somebody may have sent it meanwhile.
                let owed = || audiences.iter().any(|id| owes(id, view));
                match asked {
                    Some(asked) => self.update(&audiences, &asked, view, now),
                    None if others || !owed() => None,
                    None => self.update(&audiences, &Wanted::default(), view, now),
                }
            }
            Task::Answer(question) => comms::answer(question, view),
            Task::Status(status, note) => {
                if !self.is_before(&status, view) {
                    return None;
                }
                let (incident, note) = (comms::named(view), DisplayText::one_line(&note));
                Some(Command::Status { incident, status, note })
            }
            Task::Raise => self.raising(view),
            Task::Ask(name, text) => {
                let (whom, question) = (Whom::from(name), DisplayText::from(text));
                Some(Command::Ask { whom, question })
            }
            Task::Give(command) => Some(*command),
        }
    }
}
