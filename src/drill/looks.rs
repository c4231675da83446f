//! Looking into a part: how long it takes and what it shows, line by line, as the tool would that
//! one looks with. A tool that is impaired says so; nothing is made up in its place.

use std::sync::Arc;

use crate::command::LookView;
use crate::content::truth::Look;
use crate::drill::Drill;
use crate::drill::faults::Tool;
use crate::drill::ledger::Looking;
use crate::journal::{Actor, Entry, Event, Shown};
use crate::model::condition::Scope;
use crate::model::id::{LookId, PartId, Target};
use crate::model::metric::{Metric, MetricRef, Unit};
use crate::model::text::DisplayText;
use crate::model::time::{DrillTime, Span};
use crate::world::{Level, What};

/// Seconds of telemetry that a look at metrics sums up.
const WINDOW: u32 = 30;
/// Lines of a log that a look shows.
const LOG_LINES: usize = 12;
/// Deploys that a look shows.
const DEPLOYS: usize = 8;

/// What a look shows.
#[derive(Default)]
struct Shows {
    lines: Vec<String>,
    readings: Shown,
}

impl Drill {
    /// How long a look takes: as the story says for it, else as its kind does.
    pub(super) fn look_takes(&self, target: &Target, view: LookView) -> Span {
        let told = self.told(target, view).find_map(|look| look.takes);
        told.unwrap_or(Span::from_seconds(match view {
            LookView::Metrics | LookView::Deps => 20,
            LookView::Logs => 30,
            LookView::Deploys => 15,
            LookView::Config => 25,
        }))
    }

    /// Looks of the story that fit now.
    fn told<'a>(&'a self, target: &'a Target, view: LookView) -> impl Iterator<Item = &'a Look> {
        self.brief.story.looks.iter().filter(move |look| {
            look.target == *target
                && look.view == view.word()
                && look.when.as_ref().is_none_or(|when| self.holds(when))
        })
    }

    /// Looks that return at this second.
    pub(super) fn looks(&mut self, out: &mut Vec<Entry>) {
        let due: Vec<(LookId, Looking)> = (self.ledger.looks.iter())
            .filter(|(_, own)| own.ready <= self.now)
            .map(|(look, own)| (*look, own.clone()))
            .collect();
        for (look, own) in due {
            let shows = self.shows(&own.target, own.view);
            let lines = shows.lines.iter().map(|line| DisplayText::one_line(line)).collect();
            let by = Actor::Player(own.who.clone());
            let returned = Event::LookReturned {
                look,
                target: own.target,
                view: own.view,
                who: own.who,
                lines,
                readings: shows.readings,
            };
            self.emit(by, returned, out);
        }
    }

    fn shows(&self, target: &Target, view: LookView) -> Shows {
        let tool = match view {
            LookView::Metrics | LookView::Deps => "metrics",
            LookView::Logs => "logs",
            LookView::Deploys => "deploys",
            LookView::Config => "console",
        };
        if self.tool(tool) == Tool::Absent {
            return Shows::of(vec![format!("{tool}: no answer, nothing is shown")]);
        }
        let part = PartId::from(target.as_str().split('.').next().unwrap_or_default());
        let mut shows = match view {
            LookView::Metrics => self.metrics(&part),
            LookView::Logs => Shows::of(self.log(&part, target)),
            LookView::Deploys => Shows::of(self.versions(&part)),
            LookView::Config => Shows::of(self.settings(&part)),
            LookView::Deps => self.dependencies(&part),
        };
        let told: Vec<String> = (self.told(target, view))
            .flat_map(|look| look.says.get(self.brief.lang).lines().map(str::to_owned))
            .collect();
        shows.lines.extend(told);
        if shows.lines.is_empty() {
            shows.lines.push(format!("{target}: nothing to see under {}", view.word()));
        }
        shows
    }

    /// The time of the story, as logs and deploy tools write it.
    fn story_time(&self, at: i64) -> chrono::DateTime<chrono::FixedOffset> {
        self.brief.scenario.starts + chrono::Duration::seconds(at)
    }

    fn clock(&self, at: DrillTime) -> String {
        self.story_time(i64::from(at.0)).format("%H:%M:%S").to_string()
    }

    fn metrics(&self, part: &PartId) -> Shows {
        let mut shows = Shows::default();
        if let Tool::Stale(by) = self.tool("metrics") {
            shows.lines.push(format!("metrics: {by} behind; what came in last:"));
            for (metric, reading) in &self.ledger.seen.0 {
                if let Some(of) = self.metric(part, metric) {
                    shows.lines.push(reading_line(of, reading.value(of.unit())));
                }
            }
            return shows;
        }
        for metric in self.world.metrics_of(part) {
            let read = self.world.read(part, metric, &Scope::default(), WINDOW);
            if let Some(value) = read.map(|value| value * self.shown_times()) {
                shows.lines.push(reading_line(metric, value));
                shows.readings.put(&MetricRef { part: part.clone(), metric }, value);
            }
        }
        shows.lines.extend(self.by_version(part));
        shows
    }

    fn metric(&self, part: &PartId, name: &str) -> Option<Metric> {
        let metrics = self.world.metrics_of(part).into_iter();
        let mut all = metrics.map(|metric| MetricRef { part: part.clone(), metric });
        all.find(|own| own.to_string() == name).map(|own| own.metric)
    }

    /// Errors and p99 of each version, while several run beside each other.
    fn by_version(&self, part: &PartId) -> Vec<String> {
        let versions = self.world.versions(part);
        if versions.len() < 2 {
            return Vec::new();
        }
        let line = |(version, count): (&crate::model::id::Version, &u32)| {
            let scope = Scope { version: Some(version.clone()), ..Scope::default() };
            let read = |metric: Metric| {
                let value = self.world.read(part, metric, &scope, WINDOW);
                value.map(|value| format!("  {}", reading_line(metric, value))).unwrap_or_default()
            };
            let (errors, slow) = (read(Metric::ErrorRatio), read(Metric::P99));
            format!("{version} on {count}{errors}{slow}")
        };
        versions.iter().map(line).collect()
    }

    fn log(&self, part: &PartId, target: &Target) -> Vec<String> {
        let own = self.world.logs(part, LOG_LINES);
        let mut lines: Vec<(DrillTime, String)> = (own.into_iter())
            .map(|line| {
                let (clock, level) = (self.clock(line.at), level_name(line.level));
                (line.at, format!("{clock} {} {level:<5} {}", line.instance, line.text))
            })
            .collect();
        for odd in self.odd_lines(target, self.brief.lang) {
            let (clock, level) = (self.clock(odd.at), odd.level.to_uppercase());
            lines.push((odd.at, format!("{clock} {target} {level:<5} {}", odd.text)));
        }
        lines.sort_by_key(|(at, _)| *at);
        let surplus = lines.len().saturating_sub(LOG_LINES + LOG_LINES / 2);
        lines.drain(..surplus);
        if lines.is_empty() {
            return vec![format!("{target}: no lines in the last minute")];
        }
        let mut lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
        if let Some((left, missing)) = self.truncation() {
            let surplus = lines.len().saturating_sub(left);
            lines.drain(..surplus);
            lines = lines.iter().map(|line| shorter(line, missing)).collect();
            if surplus > 0 {
                lines.insert(0, format!("[{surplus} lines dropped: log buffer full]"));
            }
        }
        lines
    }

    /// What went out, newest first; what runs now.
    fn versions(&self, part: &PartId) -> Vec<String> {
        let now = i64::from(self.now.0);
        let system = Arc::clone(&self.brief.system);
        let mut rows: Vec<(i64, String)> = (system.deploys.iter())
            .filter(|deploy| deploy.target == *part && deploy.at <= now)
            .map(|deploy| {
                let by = deploy.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
                let what = deploy.what.get(self.brief.lang);
                (deploy.at, format!("{}{by}: {what}", deploy.version))
            })
            .collect();
        for run in self.incidents.remedies.values() {
            let ended = run.ended.as_ref().filter(|mark| !mark.what);
            let here = run.order.target.as_str() == part.as_str();
            if let Some(mark) = ended.filter(|_| here && run.order.remedy.as_str() == "rollback") {
                rows.push((i64::from(mark.at.0), "rollback ordered here: done".to_owned()));
            }
        }
        rows.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let mut lines: Vec<String> = (rows.into_iter().take(DEPLOYS))
            .map(|(at, what)| {
                let when = self.story_time(at);
                let today = when.date_naive() == self.brief.scenario.starts.date_naive();
                let form = if today { "%H:%M:%S" } else { "%Y-%m-%d %H:%M" };
                format!("{} {what}", when.format(form))
            })
            .collect();
        let runs: Vec<String> = (self.world.versions(part).iter())
            .map(|(version, count)| format!("{version} on {count}"))
            .collect();
        if !runs.is_empty() {
            lines.push(format!("runs now: {}", runs.join(", ")));
        }
        lines
    }

    fn settings(&self, part: &PartId) -> Vec<String> {
        self.world.describe(part, What::Config)
    }

    /// Who calls it and whom it calls, and how those calls do.
    fn dependencies(&self, part: &PartId) -> Shows {
        let mut shows = Shows::of(self.world.describe(part, What::Deps));
        for call in self.brief.system.calls_of(part.as_str()) {
            for metric in [Metric::ErrorRatio, Metric::P99] {
                if let Some(value) = self.world.read(&call.to, metric, &Scope::default(), WINDOW) {
                    shows.readings.put(&MetricRef { part: call.to.clone(), metric }, value);
                }
            }
        }
        shows
    }
}

impl Shows {
    fn of(lines: Vec<String>) -> Self {
        Self { lines, readings: Shown::default() }
    }
}

/// A line without its end, as a buffer that is too small leaves it.
fn shorter(line: &str, missing: f64) -> String {
    let length = line.chars().count();
    let left = crate::model::quantity::rounded(length as f64 * (1.0 - missing)).max(0);
    let left = usize::try_from(left).unwrap_or(length);
    if left >= length {
        return line.to_owned();
    }
    let mut short: String = line.chars().take(left).collect();
    short.push_str("…[truncated]");
    short
}

const fn level_name(level: Level) -> &'static str {
    match level {
        Level::Info => "INFO",
        Level::Warn => "WARN",
        Level::Error => "ERROR",
    }
}

/// A reading as tools print it: `error_ratio 18.4 %`, `p99 3.12 s`.
fn reading_line(metric: Metric, value: f64) -> String {
    match metric.unit() {
        Unit::Ratio => format!("{metric} {:.1} %", value * 100.0),
        Unit::Seconds if value < 1.0 => format!("{metric} {:.0} ms", value * 1000.0),
        Unit::Seconds => format!("{metric} {value:.2} s"),
        Unit::PerSecond => format!("{metric} {value:.1}/s"),
        Unit::Count => format!("{metric} {value:.0}"),
    }
}
