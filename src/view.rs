//! What one seat may see, folded from entries into plain data in the player's words. Fog of war
//! lives here and nowhere else. It never holds the world, a fault, or anything of the truth.
//!
//! [`SeatFold`] makes the view of a playing seat. Who steers sees other things by other rules:
//! [`facilitator`], which alone may enter `content::truth`, is a type of its own beside
//! [`SeatView`], a fold of the same entries and no [`SeatView`] with more in it, so that nothing of it
//! can slip into a player's. Who only watches is shown the seats of others, one after the other.

mod alerts;
mod board;
mod channel;
mod due;
pub mod facilitator;
mod fold;
mod inbox;
mod names;
mod people;
pub mod protocol;
mod record;
mod runbooks;
mod seen;
pub mod wall;
mod words;
mod work;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::{LookView, StepMark, Update};
use crate::content::runbook::Directive;
use crate::incident::{Duty, Obligation};
use crate::journal::Shown;
use crate::model::id::{
    AlertId, AudienceId, IncidentId, LookId, PageId, PartId, QuestionId, RemedyRun, RoleId,
    RunbookId, SeverityId, StatusId, Target, Whom,
};
use crate::model::metric::MetricRef;
use crate::model::text::{DisplayText, Lang, Text};
use crate::model::time::DrillTime;

pub use crate::view::fold::SeatFold;
pub use crate::view::names::Names;
pub use crate::view::seen::{Seen, SeenAt, Told};

/// All that a playing seat sees at one moment. Names of people are display names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SeatView {
    /// The time.
    pub now: DrillTime,
    /// Raised by every entry this seat may see, never by another.
    pub revision: u64,
    /// Story time at drill 00:00, seconds since midnight.
    pub story_start: u32,
    /// The story's date and weekday at its start.
    pub story_date: Option<chrono::NaiveDate>,
    /// Language of the seat.
    pub lang: Lang,
    /// The player's own id and name.
    pub me: Whom,
    /// The player's display name.
    pub my_name: String,
    /// Short names of the roles this seat holds now, or sits for.
    pub my_roles: Vec<String>,
    /// Title of the scenario.
    pub title: Text,
    /// Whether the clock stands; whether the drill has ended, and why.
    pub paused: bool,
    /// Why the drill ended, when it did.
    pub ended: Option<String>,
    /// Drill-seconds a second.
    pub speed: u32,
    /// Whether a facilitator steers the drill, and not its players.
    pub steered: bool,
    /// Whether the drill is graded.
    pub graded: bool,
    /// Minutes the drill may last.
    pub minutes: u32,
    /// Incidents, open ones first.
    pub incidents: Vec<IncidentRow>,
    /// What is due, met within the last seconds or late: mine first, then by time.
    pub due: Vec<DueItem>,
    /// Alerts: waiting for me, firing, then resolved ones of the last ten minutes.
    pub alerts: Vec<AlertRow>,
    /// Parts with their last readings, worst first.
    pub services: Vec<ServiceRow>,
    /// History of every metric that was scraped in the last 75 minutes: time of truth and value,
    /// oldest first. Shared: a copy of the view copies none of it.
    pub history: Arc<BTreeMap<MetricRef, Vec<(DrillTime, f64)>>>,
    /// Thresholds that alerts draw: metric to bound.
    pub thresholds: BTreeMap<MetricRef, f64>,
    /// Marks on charts.
    pub marks: Vec<ChartMark>,
    /// Age of the last scrape in seconds; `None` before the first.
    pub scrape_age: Option<u32>,
    /// The incident channel, oldest first. Lines are shared: a copy of the view copies none.
    pub channel: Vec<Arc<ChannelLine>>,
    /// Questions, tickets, news for this seat: waiting first.
    pub inbox: Vec<InboxItem>,
    /// Looks that returned or are under way, newest last.
    pub looks: Vec<LookItem>,
    /// Remedies under way or ended.
    pub remedies: Vec<RemedyRow>,
    /// Runbooks: all that exist, fitting ones first.
    pub runbooks: Vec<RunbookRow>,
    /// The runbook in use.
    pub runbook: Option<RunbookView>,
    /// Roles and people.
    pub team: Vec<TeamRow>,
    /// People paged and not there yet, people who are there.
    pub people: Vec<PersonRow>,
    /// Decisions, notes, causes, status changes, newest last.
    pub record: Vec<RecordRow>,
    /// Action items.
    pub actions: Vec<ActionRow>,
    /// Updates sent.
    pub updates: Vec<UpdateRow>,
    /// What the coach says now.
    pub coach: Option<Text>,
    /// Hints taken: level and text.
    pub hints: Vec<(u32, Text)>,
    /// Price of the next hint in points of 100; `None` when there is none.
    pub next_hint_price: Option<u32>,
    /// Whether the clock may jump now, and how far in seconds.
    pub jump: Option<u32>,
    /// The severity that what was shown so far amounts to by the process's own tests, and since
    /// when. For colleagues who have to judge; no screen tells it.
    pub evident: Option<(SeverityId, DrillTime)>,
    /// Words for completion.
    pub words: Words,
}

/// Words a player may use in commands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Words {
    /// Names of people: players' names, crew, story.
    pub people: Vec<String>,
    /// Parts, flags, client classes.
    pub parts: Vec<String>,
    /// Short names of roles, with their title.
    pub roles: Vec<(String, Text)>,
    /// What other processes call a role, by its short name.
    pub also: BTreeMap<String, Vec<String>>,
    /// Severities with what they mean, top first.
    pub severities: Vec<(SeverityId, Text, Text)>,
    /// Statuses in order.
    pub statuses: Vec<StatusId>,
    /// Audiences.
    pub audiences: Vec<(AudienceId, Text)>,
    /// Audiences that one role alone may tell, with its short name.
    pub reserved: Vec<(AudienceId, String)>,
    /// Audiences that stand outside: what they read avoids names of the inside.
    pub outside: Vec<AudienceId>,
    /// Remedies with what they do and what their argument is.
    pub remedies: Vec<(String, Text, Text)>,
    /// Teams and duties that can be paged.
    pub pageable: Vec<String>,
    /// Features, for the scope of updates.
    pub features: Vec<String>,
    /// Who calls or reads whom, in the order of the system.
    pub calls: Vec<(PartId, Vec<PartId>)>,
    /// Templates of the process: name and text.
    pub templates: Vec<(String, Text)>,
}

/// An incident in the header.
#[derive(Clone, Debug, PartialEq)]
pub struct IncidentRow {
    /// Its id.
    pub id: IncidentId,
    /// Its severity.
    pub severity: SeverityId,
    /// Its status.
    pub status: StatusId,
    /// What it is about.
    pub title: DisplayText,
    /// Its channel.
    pub channel: String,
    /// When it was declared.
    pub declared: DrillTime,
    /// Whether it is neither resolved nor closed.
    pub open: bool,
}

/// An item of the due strip.
#[derive(Clone, Debug, PartialEq)]
pub struct DueItem {
    /// What is owed.
    pub obligation: Obligation,
    /// Whether this seat owes it.
    pub mine: bool,
    /// The owner's name.
    pub owner: String,
    /// In short: `internal update`, `fill tech`, `answer fah`, `ack A-1`.
    pub label: Text,
    /// How it stands.
    pub state: DueState,
}

/// How an obligation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueState {
    /// Seconds left.
    Open(u32),
    /// Seconds left, the last fifth and at least the last 60 s.
    Soon(u32),
    /// Seconds late.
    Late(u32),
    /// Met within the last 5 s, so many seconds early.
    MetEarly(u32),
    /// Met within the last 5 s, so many seconds late.
    MetLate(u32),
}

/// An alert.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertRow {
    /// Its id.
    pub id: AlertId,
    /// On what.
    pub target: Target,
    /// What it says.
    pub says: Text,
    /// The metric's last reading.
    pub value: Option<(MetricRef, f64)>,
    /// Since when it fires.
    pub fired: DrillTime,
    /// Until when.
    pub resolved: Option<DrillTime>,
    /// Pages for it: page, name, when acknowledged.
    pub pages: Vec<(PageId, String, DrillTime, Option<DrillTime>)>,
    /// Whether a page for it waits for this seat.
    pub waits_for_me: bool,
}

/// A part with its last readings.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceRow {
    /// Which.
    pub part: PartId,
    /// The last scrape's readings; a missing one is not there.
    pub readings: BTreeMap<crate::model::metric::Metric, f64>,
    /// How bad it looks: 0 calm, 1 worth a look, 2 alerting.
    pub badness: u8,
    /// The error ratio of the last ten minutes, oldest first.
    pub trend: Vec<f64>,
}

/// A mark on a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartMark {
    /// When.
    pub at: DrillTime,
    /// `D` deploy, `R` remedy asked, `F` finished, `L` look, `I` declared.
    pub letter: char,
    /// On what; everything when `None`.
    pub target: Option<Target>,
}

/// A line of the channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelLine {
    /// When.
    pub at: DrillTime,
    /// Who: a name, `pager`, `process`, `system`.
    pub who: String,
    /// What.
    pub text: Text,
    /// Whether it is a machine's.
    pub machine: bool,
    /// Whether a person of the story says it, who sits at no seat.
    pub story: bool,
    /// Whether it was refused; only its author sees it.
    pub refused: bool,
    /// The entry.
    pub seq: u64,
}

/// Something in the inbox.
#[derive(Clone, Debug, PartialEq)]
pub struct InboxItem {
    /// The question, if it waits for an answer.
    pub question: Option<QuestionId>,
    /// Who: a name, `customers`, `news`.
    pub from: String,
    /// What they are: duty or team.
    pub title: String,
    /// To whom: a role, `all`, or me.
    pub to: String,
    /// What.
    pub text: Text,
    /// When.
    pub at: DrillTime,
    /// How many alike.
    pub count: u32,
    /// An answer is due by.
    pub due: Option<DrillTime>,
    /// Answered at.
    pub answered: Option<DrillTime>,
}

/// A look.
#[derive(Clone, Debug, PartialEq)]
pub struct LookItem {
    /// Its id.
    pub id: LookId,
    /// At what.
    pub target: Target,
    /// Which side.
    pub view: LookView,
    /// Who looked.
    pub who: String,
    /// When it began.
    pub began: DrillTime,
    /// When it returns, or returned.
    pub ready: DrillTime,
    /// What it showed; `None` while under way.
    pub lines: Option<Vec<DisplayText>>,
    /// Readings among it.
    pub readings: Shown,
}

/// A remedy.
#[derive(Clone, Debug, PartialEq)]
pub struct RemedyRow {
    /// Its id.
    pub run: RemedyRun,
    /// `rollback checkout`.
    pub what: String,
    /// By whom.
    pub by: String,
    /// When it began.
    pub began: DrillTime,
    /// When it is expected to end.
    pub ready: DrillTime,
    /// When it ended, and whether it said that it failed.
    pub ended: Option<(DrillTime, bool)>,
    /// What it printed.
    pub says: Option<Text>,
}

/// A runbook that exists.
#[derive(Clone, Debug, PartialEq)]
pub struct RunbookRow {
    /// Its id.
    pub id: RunbookId,
    /// Its title.
    pub title: Text,
    /// What it is about.
    pub targets: Vec<Target>,
    /// Whether it fits a firing alert.
    pub fits: bool,
    /// Whether it was opened.
    pub opened: bool,
}

/// The runbook in use.
#[derive(Clone, Debug, PartialEq)]
pub struct RunbookView {
    /// Its id.
    pub id: RunbookId,
    /// Its title.
    pub title: Text,
    /// Owner and date of review.
    pub about: String,
    /// Prose before the steps.
    pub intro: Text,
    /// Steps: number, text, directives as written, how marked, when, by whom, why.
    pub steps: Vec<StepRow>,
    /// Prose after the steps.
    pub outro: Text,
}

/// A step of the runbook in use.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// Its number.
    pub number: u32,
    /// What it says.
    pub text: Text,
    /// Its directives: `/look checkout deploys`, `wait 2m`, `check …`.
    pub directives: Vec<Directive>,
    /// How it was marked, when, by whom, why.
    pub marked: Option<(StepMark, DrillTime, String, DisplayText)>,
}

/// A role.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamRow {
    /// The role.
    pub role: RoleId,
    /// Its short name.
    pub short: String,
    /// Its name.
    pub name: Text,
    /// Who holds it, since when.
    pub holder: Option<(String, DrillTime)>,
    /// Needed by, when it is needed and open.
    pub needed_by: Option<DrillTime>,
    /// What its holder does now: `looking: checkout metrics`.
    pub doing: Option<String>,
}

/// A person of the story, or a colleague.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonRow {
    /// As commands call them.
    pub name: String,
    /// Team or duty.
    pub title: String,
    /// Paged at.
    pub paged: Option<DrillTime>,
    /// Acknowledged at.
    pub acknowledged: Option<DrillTime>,
    /// There since.
    pub joined: Option<DrillTime>,
    /// Whether they sit in a seat.
    pub seated: bool,
}

/// A line of the record.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordRow {
    /// When.
    pub at: DrillTime,
    /// By whom.
    pub who: String,
    /// `note`, `decision`, `cause`, `status`, `severity`, `role`.
    pub kind: &'static str,
    /// What.
    pub text: DisplayText,
    /// Why.
    pub why: DisplayText,
}

/// An action item.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionRow {
    /// What is to be done.
    pub task: DisplayText,
    /// By whom.
    pub owner: String,
    /// By when.
    pub due: chrono::NaiveDate,
    /// How urgent: `P2`.
    pub priority: String,
}

/// An update that was sent.
#[derive(Clone, Debug, PartialEq)]
pub struct UpdateRow {
    /// When.
    pub at: DrillTime,
    /// By whom.
    pub who: String,
    /// Its fields.
    pub update: Update,
    /// The next word promised for.
    pub next: Option<DrillTime>,
    /// Whether a later one to the same audiences has come.
    pub replaced: bool,
}

impl DueItem {
    /// What kind of duty it is.
    #[must_use]
    pub const fn duty(&self) -> &Duty {
        &self.obligation.duty
    }
}

impl RemedyRow {
    /// Whether it has ended without saying that it failed.
    #[must_use]
    pub fn ended_well(&self) -> bool {
        self.ended.is_some_and(|(_, failed)| !failed)
    }
}
