//! What comes into the screens and what they ask for: plain data both ways. It never carries a
//! handle, a channel or a rule.

use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{KeyEvent, MouseEvent};

use crate::content::process::Process;
use crate::content::scenario::Scenario;
use crate::model::system::{PartKind, System};
use crate::model::text::{DisplayText, Lang, Text};
use crate::model::time::DrillTime;
use crate::report;
use crate::report::standing::Standing;
use crate::report::trends::Trends;
use crate::tui::hosted::{HostIntent, HostMsg};
use crate::tui::settings::Settings;
use crate::view::SeatView;

/// What happened to the screens.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size: columns, rows.
    Resize(u16, u16),
    /// What the seat sees now.
    View(Arc<SeatView>),
    /// The oldest line without an answer was refused, or could not be sent.
    Refused {
        /// One sentence: the thing, the rule, then what works.
        says: Text,
        /// The byte of the line where it went wrong.
        at: usize,
    },
    /// The oldest line without an answer stands in the journal.
    Sent,
    /// Scenarios to play, suggested first.
    Library(Vec<ScenarioCard>),
    /// Drills to go on with or look back on, newest first.
    Drills(Vec<DrillCard>),
    /// Follow-ups of earlier drills that are open, the most urgent first.
    FollowUps(Vec<FollowUpCard>),
    /// What many drills show.
    Trends(Box<Trends>),
    /// Where the player stands on the ladder of skills.
    Standing(Box<Standing>),
    /// A scenario to be briefed on, whether it will count, and whether the coach speaks.
    Briefing(Box<ScenarioCard>, bool, bool),
    /// A drill to look back on.
    Debrief(Box<Debriefing>),
    /// A real incident has begun: the drill was stopped, and nothing else matters.
    Aborted {
        /// Who stopped it.
        who: String,
        /// In their words, where they had the time.
        why: DisplayText,
    },
    /// What a seat saw at a moment of a past drill, and where the replay stands.
    Replay(Arc<SeatView>, Reel),
    /// What a host tells.
    Host(HostMsg),
    /// Time goes by: milliseconds since the start, for what moves only.
    Tick(u64),
    /// Something of firedrill's own went wrong, in one sentence.
    Trouble(String),
    /// Something of firedrill's own to say, in one sentence: where a report went.
    Notice(String),
}

/// What the screens ask for.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// A line of the player: a command or a message. `Sent` or `Refused` answers it.
    Send(String),
    /// A new drill.
    Play {
        /// The scenario's id.
        scenario: String,
        /// Whether it counts.
        graded: bool,
        /// Whether the coach speaks.
        coach: bool,
        /// Language of the player.
        lang: Lang,
    },
    /// Goes on with a drill.
    Resume(String),
    /// Looks back on a drill; `Debrief` answers it.
    Open(String),
    /// Watches a drill from a moment on; `Replay` answers it.
    Watch(String, DrillTime),
    /// Moves the replay; `Replay` answers it.
    Reel(ReelStep),
    /// What many drills show; `Trends` answers it.
    Trends,
    /// Where the player stands; `Standing` answers it.
    Standing,
    /// Closes the follow-up of a number with a word on what was done; `FollowUps` answers it.
    CloseFollowUp(u64, String),
    /// Keeps what the player likes for the next time, and acts on it.
    Keep(Settings),
    /// Writes the report of a drill; `Notice` or `Trouble` answers it.
    Report(String),
    /// Asks something of a host.
    Host(HostIntent),
    /// Leaves the drill or the debrief for the home screen; a drill can be resumed.
    Leave,
    /// Leaves the program.
    Quit,
    /// Rings once.
    Bell,
    /// Clears the terminal and draws everything anew.
    Repaint,
}

/// Where a replay stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reel {
    /// Whether it runs.
    pub running: bool,
    /// Drill-seconds a second.
    pub speed: u32,
    /// When the drill ended.
    pub end: DrillTime,
    /// What was really so, where that is open.
    pub truth: Option<Text>,
}

/// A move of the replay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReelStep {
    /// Runs, or stops.
    Toggle,
    /// So many drill-seconds on, or back.
    Seconds(i32),
    /// To the next key moment, or the one before.
    Moment(bool),
    /// Faster, or slower.
    Speed(bool),
    /// What the next seat saw.
    Seat,
    /// The truth open, or shut.
    Truth,
}

/// A scenario on the home screen and in its briefing. It tells nothing of severity or cause.
#[derive(Clone, Debug, Default)]
pub struct ScenarioCard {
    /// The scenario's id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Minutes it takes.
    pub minutes: u32,
    /// 1 to 5.
    pub difficulty: u8,
    /// Languages of all its texts.
    pub languages: Vec<Lang>,
    /// Whether it teaches.
    pub tutorial: bool,
    /// The story so far.
    pub story: Text,
    /// Story time at drill 00:00.
    pub starts: Option<DateTime<FixedOffset>>,
    /// What it trains.
    pub trains: Vec<Text>,
    /// The system's title.
    pub system: Text,
    /// How many services it has.
    pub services: usize,
    /// Who calls whom: `web → catalog, search`.
    pub calls: Vec<String>,
    /// Who owns what: team, parts.
    pub owners: Vec<(Text, Vec<String>)>,
    /// The process's title.
    pub process: Text,
    /// The process in three lines.
    pub rules: Vec<Text>,
    /// How often it was played to the end.
    pub plays: u32,
    /// The best score, in points of 100.
    pub best: Option<f64>,
    /// The drill of it that can be gone on with, and where it stands.
    pub open: Option<(String, DrillTime)>,
}

/// A drill on the home screen.
#[derive(Clone, Debug, Default)]
pub struct DrillCard {
    /// The drill's id.
    pub id: String,
    /// The scenario's title.
    pub title: Text,
    /// When it was played, as text.
    pub when: String,
    /// Where it stands or how long it took.
    pub at: DrillTime,
    /// Whether it can be gone on with.
    pub open: bool,
    /// Whether it counts.
    pub graded: bool,
    /// Its score, in points of 100.
    pub score: Option<f64>,
}

/// A follow-up of an earlier drill that is open.
#[derive(Clone, Debug, Default)]
pub struct FollowUpCard {
    /// Its number in the store.
    pub number: u64,
    /// The drill it comes from.
    pub drill: String,
    /// `P1` to `P4`.
    pub priority: String,
    /// What is to be done.
    pub task: String,
    /// By whom.
    pub owner: String,
    /// By when, `2026-12-11`.
    pub due: String,
    /// Days since then; 0 where it is still to come.
    pub days_late: u32,
}

/// What a debrief is drawn from.
#[derive(Clone, Debug)]
pub struct Debriefing {
    /// The drill as it is looked back on.
    pub report: report::Debrief,
    /// The post-mortem's draft, Markdown.
    pub post_mortem: String,
    /// Whether the team has rated itself, or would not.
    pub rated: bool,
    /// Who looks, where a host shows it.
    pub at: Option<Hosting>,
}

/// Who looks back on a drill at a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hosting {
    /// Who steered it.
    Steers,
    /// Anybody else.
    Looks,
}

impl Debriefing {
    /// The debrief of a drill.
    #[must_use]
    pub fn new(report: report::Debrief) -> Self {
        let post_mortem = report::postmortem::render(&report);
        let rated = report.card.ratings.iter().any(|rating| rating.own);
        Self { report, post_mortem, rated, at: None }
    }
}

impl ScenarioCard {
    /// The card of a scenario that was never played.
    #[must_use]
    pub fn of(scenario: &Scenario, process: &Process) -> Self {
        let system = &scenario.system;
        Self {
            id: scenario.id.to_string(),
            title: scenario.title.clone(),
            minutes: scenario.minutes,
            difficulty: scenario.difficulty,
            languages: scenario.languages.clone(),
            tutorial: scenario.tutorial,
            story: scenario.briefing.clone(),
            starts: Some(scenario.starts),
            trains: scenario.goals.values().cloned().collect(),
            system: system.title.clone(),
            services: system.parts.values().filter(|part| is_service(&part.kind)).count(),
            calls: calls(system),
            owners: owners(system),
            process: process.title.clone(),
            rules: rules(process),
            plays: 0,
            best: None,
            open: None,
        }
    }
}

const fn is_service(kind: &PartKind) -> bool {
    matches!(kind, PartKind::Service(_))
}

/// Who calls whom, one line a caller.
fn calls(system: &System) -> Vec<String> {
    let callers = system.parts.values().filter_map(|part| match &part.kind {
        PartKind::Service(service) if !service.calls.is_empty() => Some((part, service)),
        _ => None,
    });
    callers
        .map(|(part, service)| {
            let to: Vec<&str> = service.calls.iter().map(|call| call.to.as_str()).collect();
            format!("{} → {}", part.id, to.join(", "))
        })
        .collect()
}

/// Teams with what they own.
fn owners(system: &System) -> Vec<(Text, Vec<String>)> {
    let of = |id| {
        let owned = system.parts.values().filter(move |part| part.team.as_ref() == Some(id));
        owned.map(|part| part.id.to_string()).collect::<Vec<_>>()
    };
    let teams = system.teams.iter().map(|(id, team)| (team.name.clone(), of(id)));
    teams.filter(|(_, parts)| !parts.is_empty()).collect()
}

/// The process in three lines, by its own numbers.
fn rules(process: &Process) -> Vec<Text> {
    let minutes = |span: crate::model::time::Span| span.seconds() / 60;
    let severity = &process.paging.undeclared;
    let needed: Vec<&str> = process
        .roles
        .iter()
        .filter(|role| role.needed.contains_key(severity))
        .map(|role| role.short.as_str())
        .collect();
    let filled = process.roles.iter().filter_map(|role| role.needed.get(severity)).min();
    let first = process.audiences.iter().filter_map(|own| own.first.get(severity)).min();
    let ack = minutes(process.paging.ack_within);
    let answer = minutes(process.answer_within);
    let (needed, filled) = (needed.join(", "), filled.map_or(0, |span| minutes(*span)));
    let first = first.map_or(0, |span| minutes(*span));
    let level = severity.as_str().to_uppercase();
    let line = |en: String, th: String| Text { en: en.into(), th: Some(th.into()) };
    vec![
        line(
            format!("ack in {ack} min · in doubt the higher severity · {needed} in {filled} min"),
            format!("ack ใน {ack} นาที · ลังเลให้เลือกระดับสูงกว่า · {needed} ใน {filled} นาที"),
        ),
        line(
            format!(
                "{level}: first update in {first} min, the next when promised · answer who asks in {answer} min"
            ),
            format!("{level}: อัปเดตแรกใน {first} นาที ครั้งถัดไปตามที่บอกไว้ · ตอบผู้ถามใน {answer} นาที"),
        ),
        line(
            "true, no guesses in public · decisions with a why · verify, then resolve".to_owned(),
            "พูดตามจริง ไม่เดาต่อสาธารณะ · ตัดสินใจพร้อมเหตุผล · ตรวจยืนยันแล้วจึงปิด".to_owned(),
        ),
    ]
}
