//! One entry after the other becomes what a seat sees. It never passes on a fault, a truth, a
//! verdict, or another seat's refusal or hint.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::Timelike as _;

use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::incident::Incidents;
use crate::journal::{Actor, Entry, Event, Header};
use crate::model::id::{PlayerId, Whom};
use crate::model::quantity::rounded;
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::view::names::Names;
use crate::view::{ChartMark, SeatView};

/// A seat's view under way: apply entries, then ask for the view.
#[derive(Clone, Debug)]
pub struct SeatFold {
    pub(super) me: PlayerId,
    pub(super) incidents: Incidents,
    pub(super) names: Names,
    pub(super) runbooks: Vec<Runbook>,
    pub(super) view: SeatView,
    pub(super) coached: BTreeMap<u32, Text>,
    /// Who set a severity or a status, or sent an update, by entry.
    pub(super) authors: BTreeMap<u64, String>,
    /// Deploys of this drill: a chart marks one once somebody has looked at them.
    pub(super) deploys: Vec<ChartMark>,
    /// Whether rows must be laid out again.
    stale: bool,
}

impl SeatFold {
    /// The view of `player` before the first entry.
    #[must_use]
    pub fn new(
        header: &Header,
        scenario: &Scenario,
        process: Arc<Process>,
        runbooks: &[Runbook],
        player: &PlayerId,
    ) -> Self {
        let roster = header.recipe.roster.clone();
        let names = Names::new(&header.envelope, &roster, &scenario.system);
        let me = Whom::from(player.as_str());
        let view = SeatView {
            story_start: scenario.starts.num_seconds_from_midnight(),
            story_date: Some(scenario.starts.date_naive()),
            lang: header.recipe.lang,
            my_name: names.of(&me),
            me,
            title: scenario.title.clone(),
            speed: 1,
            graded: header.recipe.graded,
            minutes: scenario.minutes,
            thresholds: super::telemetry::thresholds(&scenario.system),
            next_hint_price: process.hint_prices.first().map(|price| whole(*price)),
            words: super::words::words(scenario, &process, &names),
            ..SeatView::default()
        };
        let incidents = Incidents::new(process, Arc::clone(&scenario.system), roster);
        Self {
            me: player.clone(),
            incidents,
            names,
            runbooks: runbooks.to_vec(),
            view,
            coached: BTreeMap::new(),
            authors: BTreeMap::new(),
            deploys: Vec::new(),
            stale: true,
        }
    }

    /// The fold of the incident behind it.
    #[must_use]
    pub const fn incidents(&self) -> &Incidents {
        &self.incidents
    }

    /// Takes in the next entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.incidents.apply(entry);
        self.view.now = self.view.now.max(entry.at);
        match &entry.event {
            // The truth is for the debrief.
            Event::FaultBegan(_)
            | Event::FaultEnded(_)
            | Event::TruthSampled(_)
            | Event::HarmAttributed { .. }
            | Event::CauseStated { .. } => return,
            Event::Refused { .. } | Event::Hinted { .. } if !self.is_mine(&entry.by) => return,
            Event::MetricsScraped { of, readings } => self.scraped(*of, readings),
            Event::Hinted { level, says, .. } => self.hinted(*level, says),
            Event::Coached { line, says } => {
                self.coached.insert(*line, says.clone());
            }
            Event::CoachDone(line) => {
                self.coached.remove(line);
            }
            Event::SpeedSet(speed) => self.view.speed = *speed,
            Event::JumpOffered(over) => self.view.jump = Some(over.seconds()),
            event => {
                if matches!(
                    event,
                    Event::Declared { .. }
                        | Event::SeverityChanged { .. }
                        | Event::StatusChanged { .. }
                        | Event::Updated { .. }
                ) {
                    self.authors.insert(entry.seq, self.names.actor(&entry.by));
                }
                self.tell(entry, event);
                self.receive(entry, event);
                self.mark(entry, event);
                self.look(entry, event);
            }
        }
        self.stale = true;
    }

    /// What the seat sees at `now`; a time before the last entry counts as that entry's.
    pub fn view(&mut self, now: DrillTime) -> &SeatView {
        self.view.now = self.view.now.max(now);
        self.view.coach = self.coached.last_key_value().map(|(_, says)| says.clone());
        self.view.paused = self.incidents.paused;
        self.view.ended = self.incidents.ended.as_ref().map(|(_, why)| why.clone());
        if self.stale {
            self.lay_out();
            self.stale = false;
        }
        self.set_clocks();
        &self.view
    }

    /// Rows that change by entries alone.
    fn lay_out(&mut self) {
        self.lay_out_incidents();
        self.lay_out_alerts();
        self.lay_out_services();
        self.lay_out_team();
        self.lay_out_remedies();
        self.lay_out_runbooks();
        self.lay_out_record();
        self.lay_out_updates();
        self.lay_out_inbox();
    }

    /// Rows that change by time alone.
    fn set_clocks(&mut self) {
        let now = self.view.now;
        let last = self.view.history.values().filter_map(|series| series.last()).map(|at| at.0);
        self.view.scrape_age = last.max().map(|at| now.since(at));
        self.set_due();
    }

    fn hinted(&mut self, level: u32, says: &Text) {
        self.view.hints.push((level, says.clone()));
        let prices = &self.incidents.process.hint_prices;
        let next = prices.get(self.view.hints.len()).or(prices.last());
        self.view.next_hint_price = next.map(|price| whole(*price));
    }

    pub(super) fn is_mine(&self, actor: &Actor) -> bool {
        matches!(actor, Actor::Player(player) if *player == self.me)
    }

    /// Whether this seat is who is meant: by player id, by the person played, by a role held.
    pub(super) fn is_me(&self, whom: &Whom) -> bool {
        whom.as_str() == self.me.as_str()
            || self.incidents.player_of(whom).is_some_and(|place| place.player == self.me)
    }
}

fn whole(value: f64) -> u32 {
    u32::try_from(rounded(value)).unwrap_or(0)
}
