//! Scorecard and journal to what people look at afterwards: the debrief as plain data, then as
//! text, Markdown, HTML, JSON and CSV, and the draft of the post-mortem. It judges nothing and
//! has no opinion of anybody: no praise, no blame.

mod after;
mod columns;
pub mod csv;
pub mod html;
mod impact;
pub mod json;
mod lanes;
pub mod markdown;
mod moments;
mod objectives;
pub mod postmortem;
mod rows;
mod series;
pub mod standing;
pub mod text;
pub mod trends;
mod words;

use std::sync::Arc;

use chrono::{DateTime, Duration, FixedOffset, NaiveDate};

use crate::command::Rating;
use crate::content::process::{Capability, Process};
use crate::content::runbook::Runbook;
use crate::content::scenario::{Scenario, Source};
use crate::content::truth::Story;
use crate::journal::Journal;
use crate::model::id::ObjectiveId;
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;
pub use crate::report::words::letter;
use crate::score::Scorecard;
use crate::score::case::Case;
use crate::score::claims::Truth;
use crate::score::record::StepFate;
use crate::score::said::said_in;
use crate::view::Names;

/// All that a debrief shows, in the language of the drill and with people's names.
#[derive(Clone, Debug)]
pub struct Debrief {
    /// The scorecard.
    pub card: Scorecard,
    /// The scenario's title.
    pub title: String,
    /// Language of what authors wrote.
    pub lang: Lang,
    /// Story time at drill 00:00.
    pub starts: DateTime<FixedOffset>,
    /// Players: name, seats, whether simulated.
    pub team: Vec<Member>,
    /// When the drill ended, and how: `end`, `minutes`, `abort`; its last entry and `open` where it
    /// has not.
    pub ended: (DrillTime, String),
    /// What happened, in one or two sentences.
    pub outcome: String,
    /// The five times with their par.
    pub timings: Vec<Timing>,
    /// The six capabilities.
    pub capabilities: Vec<CapabilityRow>,
    /// Every objective.
    pub lines: Vec<LineRow>,
    /// The moments that cost most, dearest first; at most three.
    pub costs: Vec<Cost>,
    /// The time axis.
    pub lanes: Vec<Lane>,
    /// The metric that mattered.
    pub chart: Option<Chart>,
    /// Updates, with what was shown and so.
    pub updates: Vec<UpdateRow>,
    /// Runbooks that fitted or were opened.
    pub runbooks: Vec<RunbookRow>,
    /// Pages, in order.
    pub ladder: Vec<PageRow>,
    /// What facilitator and observers wrote down.
    pub observed: Vec<(DrillTime, String, DisplayText)>,
    /// Questions to talk about.
    pub questions: Vec<String>,
    /// Words worth a second look, with where they stand.
    pub flags: Vec<String>,
    /// The public source of the scenario.
    pub source: Option<Source>,
    /// The draft of the post-mortem.
    pub postmortem: PostMortem,
}

/// A player.
#[derive(Clone, Debug)]
pub struct Member {
    /// What they are called.
    pub name: String,
    /// Where they sat.
    pub seats: String,
    /// Whether simulated.
    pub crew: bool,
}

/// One of the five times.
#[derive(Clone, Debug)]
pub struct Timing {
    /// `detect`, `declare`, `first update`, `impact over`, `resolved`, in the drill's language.
    pub name: &'static str,
    /// When.
    pub at: Option<DrillTime>,
    /// What simulated teams needed, where it was measured.
    pub par: Option<u32>,
}

/// A capability.
#[derive(Clone, Debug)]
pub struct CapabilityRow {
    /// Which.
    pub id: Capability,
    /// What the team says of itself: the last word of each player, the worst of them.
    pub own: Option<Rating>,
    /// What a facilitator says.
    pub facilitator: Option<Rating>,
    /// What the journal says.
    pub computed: Option<Rating>,
    /// Points earned.
    pub earned: f64,
    /// Points that were judged.
    pub possible: f64,
}

/// An objective.
#[derive(Clone, Debug)]
pub struct LineRow {
    /// Which.
    pub id: ObjectiveId,
    /// In words.
    pub title: String,
    /// What the process asks.
    pub rule: String,
    /// Where it counts.
    pub capability: Capability,
    /// Who answered for it: a name and the role; crew is marked.
    pub holder: String,
    /// Points earned.
    pub earned: f64,
    /// Points possible.
    pub possible: f64,
    /// Its rating.
    pub rating: Option<Rating>,
    /// Why.
    pub why: String,
    /// What would have been better.
    pub better: Option<String>,
    /// The moment that decided it.
    pub at: Option<DrillTime>,
    /// Its entries: number, when.
    pub entries: Vec<(u64, DrillTime)>,
    /// Disputes and how they were ruled; ratings of a facilitator.
    pub said: Vec<String>,
}

/// A moment that cost points.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Points lost.
    pub lost: f64,
    /// When.
    pub at: DrillTime,
    /// The objective's title.
    pub title: String,
    /// What happened.
    pub what: String,
    /// What the process asks.
    pub rule: String,
    /// What would have been better.
    pub better: String,
    /// The objective.
    pub id: ObjectiveId,
    /// Its entries.
    pub entries: Vec<u64>,
}

/// A lane of the time axis.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: LaneKind,
    /// What is on it, by time.
    pub marks: Vec<OnLane>,
}

/// What a lane holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LaneKind {
    /// What was really so.
    World,
    /// Alerts.
    Alerts,
    /// What a player did.
    Player,
    /// What people of the story said.
    People,
    /// Updates to an audience.
    Updates,
    /// Steps of runbooks.
    Runbook,
    /// Obligations kept.
    Kept,
    /// Obligations missed.
    Missed,
}

/// Something on a lane.
#[derive(Clone, Debug, PartialEq)]
pub struct OnLane {
    /// Its entry.
    pub seq: Option<u64>,
    /// When.
    pub at: DrillTime,
    /// Until when, where it lasts.
    pub until: Option<DrillTime>,
    /// In a word or two.
    pub label: String,
    /// In a sentence.
    pub says: String,
}

/// A metric over time.
#[derive(Clone, Debug)]
pub struct Chart {
    /// `checkout.error_ratio`.
    pub metric: String,
    /// Its unit on the axis: `%`, `s`, `/s` or nothing.
    pub unit: &'static str,
    /// What was so; values in that unit.
    pub truth: Vec<(DrillTime, f64)>,
    /// What monitoring showed, when it showed it.
    pub shown: Vec<(DrillTime, f64)>,
    /// Deploys `D`, remedies begun `R` and finished `F`, declared `I`, impact over `E`.
    pub marks: Vec<(DrillTime, char, String)>,
}

/// An update.
#[derive(Clone, Debug)]
pub struct UpdateRow {
    /// Its entry.
    pub seq: u64,
    /// When.
    pub at: DrillTime,
    /// By whom.
    pub who: String,
    /// To whom.
    pub audiences: String,
    /// The fields.
    pub scope: String,
    /// In its own word.
    pub effect: String,
    /// What was being done.
    pub doing: String,
    /// The next word promised for.
    pub next: Option<DrillTime>,
    /// The text.
    pub text: String,
    /// What had been shown, in words.
    pub shown: String,
    /// What was so, in words.
    pub so: String,
    /// How it stands.
    pub verdict: Truth,
}

/// A runbook.
#[derive(Clone, Debug)]
pub struct RunbookRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Whether it fits the cause.
    pub fits: bool,
    /// When it was opened.
    pub opened: Option<DrillTime>,
    /// Its steps.
    pub steps: Vec<StepRow>,
    /// What in it misled or harmed, and a change to propose.
    pub proposals: Vec<String>,
}

/// A step.
#[derive(Clone, Debug)]
pub struct StepRow {
    /// Its number.
    pub number: u32,
    /// What it says.
    pub text: String,
    /// What became of it.
    pub fate: StepFate,
    /// When.
    pub at: Option<DrillTime>,
    /// Its entry.
    pub seq: Option<u64>,
    /// Why it was skipped.
    pub why: String,
}

/// A page.
#[derive(Clone, Debug)]
pub struct PageRow {
    /// When.
    pub at: DrillTime,
    /// Its entry.
    pub seq: u64,
    /// Whom.
    pub whom: String,
    /// By whom: `ladder, rung 2`, or a name.
    pub by: String,
    /// For what: an alert, a reason.
    pub why: String,
    /// When it was acknowledged.
    pub acknowledged: Option<DrillTime>,
}

/// The draft of a post-mortem, to be finished together.
#[derive(Clone, Debug)]
pub struct PostMortem {
    /// Its title.
    pub title: String,
    /// The story's date.
    pub date: NaiveDate,
    /// The highest severity that was declared.
    pub severity: String,
    /// Until when it is due.
    pub due: DateTime<FixedOffset>,
    /// `27 min (18:54–19:21)`, of the impact; of the incident.
    pub durations: Vec<(&'static str, String)>,
    /// Who led.
    pub lead: String,
    /// What happened.
    pub summary: String,
    /// What it cost.
    pub impact: Vec<String>,
    /// What was wrong.
    pub cause: String,
    /// What contributed.
    pub contributing: Vec<String>,
    /// The key moments: drill time and what.
    pub timeline: Vec<(DrillTime, String)>,
    /// What the process asks and what was met.
    pub well: Vec<String>,
    /// What could be improved.
    pub improve: Vec<String>,
    /// Follow-ups as `[P2] task — owner (due)`.
    pub actions: Vec<String>,
}

impl Debrief {
    /// Gathers the debrief of a drill.
    #[must_use]
    pub fn new(
        journal: &Journal,
        card: &Scorecard,
        scenario: &Scenario,
        story: &Story,
        process: &Arc<Process>,
        runbooks: &[Runbook],
    ) -> Self {
        let case = Case::new(journal, scenario, story, process, runbooks);
        let recipe = &journal.header.recipe;
        let names = Names::new(&journal.header.envelope, &recipe.roster, &scenario.system);
        let lang = recipe.lang;
        let lines = rows::lines(&case, card, &names);
        let costs = rows::costs(&lines);
        let reason = case.state.ended.as_ref().map_or("open", |(_, reason)| reason.as_str());
        let postmortem = after::draft(&case, &lines, &names);
        Self {
            title: scenario.title.get(lang).to_owned(),
            lang,
            starts: scenario.starts,
            team: rows::team(&case, &names),
            ended: (case.end, reason.to_owned()),
            outcome: impact::outcome(&case),
            timings: rows::timings(&case, card),
            capabilities: rows::capabilities(card),
            lanes: lanes::lanes(&case, card, &names),
            chart: series::chart(&case),
            updates: rows::updates(&case, &names),
            runbooks: rows::runbooks(&case),
            ladder: rows::ladder(&case, &names),
            observed: rows::observed(&case, &names),
            questions: story.debrief.iter().map(|text| text.get(lang).to_owned()).collect(),
            flags: after::flags(&case, &names),
            source: scenario.based_on.clone(),
            card: card.clone(),
            lines,
            costs,
            postmortem,
        }
    }

    /// Why this is no drill that was played to its end, where it is none.
    #[must_use]
    pub fn unfinished(&self) -> Option<String> {
        let (at, how) = &self.ended;
        match how.as_str() {
            "abort" => Some(said_in!(
                self.lang,
                "Stopped at {at} for a real incident: nothing of it is judged.",
                "หยุดเมื่อ {at} เพราะเกิด incident จริง: ไม่ตัดสินส่วนใดเลย"
            )),
            "open" => Some(said_in!(
                self.lang,
                "Still open: this is how it stands at {at}, and not its end.",
                "ยังไม่จบ: นี่คือสภาพเมื่อ {at} ไม่ใช่ตอนจบ"
            )),
            _ => None,
        }
    }

    /// The story's clock at a moment of the drill: `18:54`.
    #[must_use]
    pub fn clock(&self, at: DrillTime) -> String {
        story_clock(self.starts, at)
    }

    /// Whether anything could be judged at all.
    #[must_use]
    pub fn judged(&self) -> bool {
        self.card.coverage > 0.0
    }

    /// `76`, or `76 (71–80)` where something could not be judged; a dash where nothing was.
    #[must_use]
    pub fn score(&self) -> String {
        if !self.judged() {
            return "–".to_owned();
        }
        let whole = |value: f64| crate::model::quantity::rounded(value);
        let (score, low, high) =
            (whole(self.card.score), whole(self.card.score_low), whole(self.card.score_high));
        if low == high { score.to_string() } else { format!("{score} ({low}–{high})") }
    }

    /// `96 %`.
    #[must_use]
    pub fn coverage(&self) -> String {
        format!("{} %", crate::model::quantity::rounded(self.card.coverage * 100.0))
    }
}

impl LineRow {
    /// What would have been better, where that is not told already.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        self.better.as_deref().filter(|better| !self.why.ends_with(better))
    }
}

impl Cost {
    /// What the process asks, where that is not told already: what a scenario expects stands in
    /// what happened.
    #[must_use]
    pub fn asked(&self) -> Option<&str> {
        Some(self.rule.as_str()).filter(|rule| !self.what.ends_with(rule))
    }

    /// What would have been better, where that is not told already.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        let told = |better: &&str| self.what.ends_with(better) || self.rule == *better;
        Some(self.better.as_str()).filter(|better| !told(better))
    }
}

/// Adds to a text.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    out.push_str(&what.to_string());
}

/// `18:54` of the story.
fn story_clock(starts: DateTime<FixedOffset>, at: DrillTime) -> String {
    (starts + Duration::seconds(i64::from(at.0))).format("%H:%M").to_string()
}

/// How an update stands, in a word.
#[must_use]
pub const fn verdict_word(verdict: Truth, lang: Lang) -> &'static str {
    words::verdict(verdict, lang)
}
