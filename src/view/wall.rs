//! What hangs on the wall beside a team: clock, status, roles, what is due, a few charts, what was
//! said to everybody. A type of its own, folded as for a seat that nobody holds: what goes to one
//! person, is refused, hinted or hidden never comes near it.

use std::sync::Arc;

use serde::Serialize;

use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::journal::{Entry, Header};
use crate::model::id::PlayerId;
use crate::model::metric::{Metric, MetricRef};
use crate::model::text::Lang;
use crate::model::time::{DrillTime, clock};
use crate::view::{DueState, SeatFold, SeatView, ServiceRow};

/// Charts on the wall.
const CHARTS: usize = 4;
/// Services in the list.
const SERVICES: usize = 12;
/// Lines of the timeline.
const LINES: usize = 40;
/// Drill-seconds on a chart.
const SPAN_S: u32 = 1_800;

/// What hangs on the wall. Times are drill-seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Wall {
    /// Title of the scenario.
    pub title: String,
    /// The drill's time.
    pub now: u32,
    /// Story time, `19:03`.
    pub story: String,
    /// Whether the clock stands.
    pub paused: bool,
    /// Why the drill ended, when it did.
    pub ended: Option<String>,
    /// Drill-seconds a second.
    pub speed: u32,
    /// Incidents, open ones first.
    pub incidents: Vec<WallIncident>,
    /// Roles and who holds them.
    pub roles: Vec<WallRole>,
    /// What the team owes, the latest first.
    pub due: Vec<WallDue>,
    /// Services, worst first.
    pub services: Vec<WallService>,
    /// Charts of what looks worst.
    pub charts: Vec<WallChart>,
    /// What was said to everybody, newest first.
    pub timeline: Vec<WallLine>,
}

/// An incident on the wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallIncident {
    /// `INC-0001`.
    pub id: String,
    /// `SEV2`.
    pub severity: String,
    /// `investigating`.
    pub status: String,
    /// What about.
    pub title: String,
    /// Whether it is open.
    pub open: bool,
}

/// A role on the wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallRole {
    /// What it is called.
    pub name: String,
    /// Who holds it.
    pub holder: Option<String>,
    /// Whether it is needed and open.
    pub needed: bool,
}

/// Something due on the wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallDue {
    /// What.
    pub label: String,
    /// Whose.
    pub owner: String,
    /// `open`, `soon`, `late` or `met`.
    pub state: &'static str,
    /// Time left or late, `4:20`.
    pub time: String,
}

/// A service on the wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallService {
    /// Which.
    pub name: String,
    /// 0 calm, 1 worth a look, 2 alerting.
    pub badness: u8,
    /// Share of calls that fail.
    pub error: Option<f64>,
    /// 99th percentile of the time to answer, in seconds.
    pub p99: Option<f64>,
    /// Calls a second.
    pub rate: Option<f64>,
}

/// A chart on the wall.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallChart {
    /// `checkout error_ratio`.
    pub name: String,
    /// `ratio` or `seconds`.
    pub unit: &'static str,
    /// Time and value, oldest first.
    pub points: Vec<(u32, f64)>,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WallLine {
    /// When.
    pub at: u32,
    /// Who.
    pub who: String,
    /// What.
    pub text: String,
    /// Whether it is a machine's.
    pub machine: bool,
}

/// The fold of entries into what hangs on the wall.
#[derive(Debug)]
pub struct WallFold {
    seat: SeatFold,
    lang: Lang,
}

impl WallFold {
    /// The wall before the first entry.
    #[must_use]
    pub fn new(
        header: &Header,
        scenario: &Scenario,
        process: &Arc<Process>,
        runbooks: &[Runbook],
    ) -> Self {
        // An id that no roster gives: what is one's own is nobody's here.
        let nobody = PlayerId::from("wall");
        let seat = SeatFold::new(header, scenario, Arc::clone(process), runbooks, &nobody);
        Self { seat, lang: header.recipe.lang }
    }

    /// Takes in an entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.seat.apply(entry);
    }

    /// The wall as it is now.
    pub fn view(&mut self, now: DrillTime) -> Wall {
        let lang = self.lang;
        let view = self.seat.view(now);
        let story = (view.story_start + now.0) % 86_400;
        Wall {
            title: view.title.get(lang).to_owned(),
            now: now.0,
            story: format!("{:02}:{:02}", story / 3600, story % 3600 / 60),
            paused: view.paused,
            ended: view.ended.clone(),
            speed: view.speed,
            incidents: incidents(view),
            roles: roles(view, lang),
            due: due(view, lang),
            services: view.services.iter().take(SERVICES).map(service).collect(),
            charts: charts(view, now),
            timeline: timeline(view, lang),
        }
    }
}

fn incidents(view: &SeatView) -> Vec<WallIncident> {
    let row = |own: &crate::view::IncidentRow| WallIncident {
        id: own.id.to_string(),
        severity: own.severity.as_str().to_uppercase(),
        status: own.status.to_string(),
        title: own.title.to_string(),
        open: own.open,
    };
    view.incidents.iter().map(row).collect()
}

fn roles(view: &SeatView, lang: Lang) -> Vec<WallRole> {
    let row = |own: &crate::view::TeamRow| WallRole {
        name: own.name.get(lang).to_owned(),
        holder: own.holder.as_ref().map(|(name, _)| name.clone()),
        needed: own.needed_by.is_some() && own.holder.is_none(),
    };
    view.team.iter().map(row).collect()
}

fn due(view: &SeatView, lang: Lang) -> Vec<WallDue> {
    let row = |own: &crate::view::DueItem| {
        let (state, seconds) = match own.state {
            DueState::Open(left) => ("open", left),
            DueState::Soon(left) => ("soon", left),
            DueState::Late(late) => ("late", late),
            DueState::MetEarly(span) | DueState::MetLate(span) => ("met", span),
        };
        WallDue {
            label: own.label.get(lang).to_owned(),
            owner: own.owner.clone(),
            state,
            time: clock(seconds),
        }
    };
    view.due.iter().map(row).collect()
}

fn service(own: &ServiceRow) -> WallService {
    let reading = |metric| own.readings.get(&metric).copied();
    WallService {
        name: own.part.to_string(),
        badness: own.badness,
        error: reading(Metric::ErrorRatio),
        p99: reading(Metric::P99),
        rate: reading(Metric::Rate),
    }
}

/// What alerts watch first, then errors and times of what looks worst.
fn charts(view: &SeatView, now: DrillTime) -> Vec<WallChart> {
    let worst = view.services.iter().take(CHARTS);
    let of = |own: &ServiceRow| {
        [Metric::ErrorRatio, Metric::P99].map(|metric| MetricRef { part: own.part.clone(), metric })
    };
    let watched = view.thresholds.keys().cloned();
    let mut wanted: Vec<MetricRef> = Vec::new();
    let firing = |metric: &MetricRef| {
        view.services.iter().any(|own| own.part == metric.part && own.badness > 1)
    };
    wanted.extend(watched.filter(firing));
    for metric in worst.flat_map(of) {
        if !wanted.contains(&metric) {
            wanted.push(metric);
        }
    }
    let charts = wanted.into_iter().filter_map(|metric| {
        let history = view.history.get(&metric)?;
        let recent = history.iter().filter(|(at, _)| now.since(*at) <= SPAN_S);
        let points: Vec<(u32, f64)> = recent.map(|(at, value)| (at.0, *value)).collect();
        let unit = match metric.metric.unit() {
            crate::model::metric::Unit::Seconds => "seconds",
            crate::model::metric::Unit::Ratio => "ratio",
            _ => "count",
        };
        (points.len() > 1).then(|| WallChart { name: metric.to_string(), unit, points })
    });
    charts.take(CHARTS).collect()
}

fn timeline(view: &SeatView, lang: Lang) -> Vec<WallLine> {
    let row = |own: &Arc<crate::view::ChannelLine>| WallLine {
        at: own.at.0,
        who: own.who.clone(),
        text: own.text.get(lang).to_owned(),
        machine: own.machine,
    };
    view.channel.iter().rev().filter(|own| !own.refused).take(LINES).map(row).collect()
}
