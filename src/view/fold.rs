//! The fold of entries into one seat's view. What a seat may not know is turned away at the door,
//! before any part of the view can see it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::Timelike as _;

use crate::content::process::Process;
use crate::content::runbook::Runbook;
use crate::content::scenario::Scenario;
use crate::incident::Incidents;
use crate::journal::{Actor, Entry, Event, Header, InjectForm, PlayerKind};
use crate::model::fault::part_of;
use crate::model::id::{PartId, PlayerId, Whom};
use crate::model::quantity::rounded;
use crate::model::text::Text;
use crate::model::time::DrillTime;
use crate::view::board::{Board, thresholds};
use crate::view::inbox::Post;
use crate::view::names::Names;
use crate::view::words::words;
use crate::view::{SeatView, alerts, due, people, record, runbooks};

/// One seat's view, entry by entry.
#[derive(Clone, Debug)]
pub struct SeatFold {
    pub(super) me: PlayerId,
    pub(super) names: Names,
    pub(super) incidents: Incidents,
    pub(super) view: SeatView,
    pub(super) posts: Vec<Post>,
    /// What players are busy with.
    pub(super) doing: BTreeMap<PlayerId, String>,
    /// Deploys since the start; marked only once this seat has looked.
    pub(super) deployed: Vec<(DrillTime, PartId)>,
    pub(super) stale: Stale,
    runbooks: Vec<Runbook>,
    board: Board,
    /// Who asked for the hint that comes next.
    hinting: bool,
    /// The coach's line that stands.
    coaching: Option<u32>,
    /// Simulated colleagues do not hear the coach.
    coached: bool,
    hint_prices: Vec<f64>,
}

/// What has to be folded anew before the next look at the view.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Stale {
    /// Incidents, roles, people, alerts, what is due, runbooks.
    pub(super) state: bool,
    /// Parts with their readings.
    pub(super) board: bool,
    /// The inbox.
    pub(super) posts: bool,
}

impl SeatFold {
    /// The view of a player before the first entry.
    #[must_use]
    pub fn new(
        header: &Header,
        scenario: &Scenario,
        process: Arc<Process>,
        runbooks: &[Runbook],
        player: &PlayerId,
    ) -> Self {
        let recipe = &header.recipe;
        let names = Names::new(&header.envelope, &recipe.roster, &scenario.system)
            .seated(&recipe.roster, &scenario.seats);
        let place = recipe.roster.iter().find(|place| place.player == *player);
        let coached = place.is_none_or(|place| !matches!(place.kind, PlayerKind::Crew(_)));
        let view = SeatView {
            story_start: scenario.starts.time().num_seconds_from_midnight(),
            story_date: Some(scenario.starts.date_naive()),
            lang: recipe.lang,
            me: Whom::from(player.as_str()),
            my_name: names.of(&Whom::from(player.as_str())),
            title: scenario.title.clone(),
            speed: 1,
            steered: recipe
                .roster
                .iter()
                .any(|own| own.seats.iter().any(|seat| seat.as_str() == "facilitator")),
            graded: recipe.graded,
            minutes: scenario.minutes,
            thresholds: thresholds(&scenario.system),
            next_hint_price: price(&process.hint_prices, 0),
            words: words(scenario, &process, &names),
            ..SeatView::default()
        };
        let hint_prices = process.hint_prices.clone();
        let system = Arc::clone(&scenario.system);
        let board = Board::new(&system);
        Self {
            me: player.clone(),
            names,
            incidents: Incidents::new(process, system, recipe.roster.clone()),
            view,
            posts: Vec::new(),
            doing: BTreeMap::new(),
            deployed: Vec::new(),
            stale: Stale { state: true, board: true, posts: true },
            runbooks: runbooks.to_vec(),
            board,
            hinting: false,
            coaching: None,
            coached,
            hint_prices,
        }
    }

    /// Takes in the next entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.incidents.apply(entry);
        if let Event::Deployed { part, .. } = &entry.event {
            self.deployed(entry.at, part);
        }
        if self.is_hidden(entry) {
            return;
        }
        self.view.revision += 1;
        self.clock(entry);
        self.guide(entry);
        self.story(entry);
        self.work(entry);
        self.announce(entry);
        self.record_change(entry);
    }

    /// Whether this seat may not learn that an entry was written.
    fn is_hidden(&self, entry: &Entry) -> bool {
        match &entry.event {
            Event::FaultBegan(_)
            | Event::FaultEnded(_)
            | Event::Deployed { .. }
            | Event::TruthSampled(_)
            | Event::HarmAttributed { .. }
            | Event::QuestionPut { .. }
            | Event::CauseStated { .. } => true,
            Event::Given(command) => !self.reads(&entry.by, command),
            Event::Refused { .. } => !self.is_me(&entry.by),
            Event::Replied { to, .. } => *to != self.me,
            Event::Coached { .. } | Event::CoachDone(_) => !self.coached,
            Event::Shown(inject) => {
                matches!(inject.form, InjectForm::Log { .. } | InjectForm::Alert)
            }
            // What a machine does by itself is found by looking.
            Event::RemedyBegan { .. } | Event::RemedyEnded { .. } => {
                matches!(entry.by, Actor::World | Actor::Story)
            }
            _ => false,
        }
    }

    /// Whether something is this seat's own doing.
    pub(super) fn is_me(&self, by: &Actor) -> bool {
        matches!(by, Actor::Player(player) if *player == self.me)
    }

    fn clock(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Paused => self.view.paused = true,
            Event::Resumed => self.view.paused = false,
            Event::SpeedSet(speed) => self.view.speed = *speed,
            Event::Ended { reason } => self.view.ended = Some(reason.clone()),
            Event::JumpOffered(span) => self.view.jump = Some(span.seconds()),
            Event::Jumped { .. } => self.view.jump = None,
            Event::MetricsScraped { of, readings } => {
                self.board.scraped(*of, readings, &mut self.view.history);
                self.stale.board = true;
                self.stale.state = true;
            }
            _ => {}
        }
    }

    /// Coach and hints.
    fn guide(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Coached { line, says } => {
                self.coaching = Some(*line);
                self.view.coach = Some(says.clone());
            }
            Event::CoachDone(line) if self.coaching == Some(*line) => {
                self.coaching = None;
                self.view.coach = None;
            }
            Event::Hinted { level, says, .. } => self.hinted(*level, says),
            _ => {}
        }
    }

    /// A hint goes to who asked for it; its price is said to everybody, since the next costs more.
    fn hinted(&mut self, level: u32, says: &Text) {
        if std::mem::take(&mut self.hinting) {
            self.view.hints.push((level, says.clone()));
        }
        self.view.next_hint_price = price(&self.hint_prices, level);
    }

    fn story(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Given(command) => {
                self.hinting = *command == crate::command::Command::Hint;
                self.said(entry, command);
                self.word(entry, command);
                self.record_command(entry, command);
            }
            Event::Refused { line, refusal } => self.refused(entry, line, refusal),
            Event::Shown(inject) => self.shown(entry, inject),
            Event::Replied { from, says, .. } => self.replied(entry, from, says),
            Event::Asked { .. } => {
                self.asked(entry);
                self.stale.state = true;
            }
            Event::Answered(question) => {
                self.answered(*question, entry.at);
                self.stale.state = true;
            }
            Event::AlertFired { .. } | Event::AlertResolved(_) => {
                self.stale.state = true;
                self.stale.board = true;
            }
            Event::Assigned { .. } => {
                self.stale.state = true;
                self.stale.posts = true;
            }
            _ => self.stale.state = true,
        }
    }

    /// The view as it is now. Cheap: what no entry has changed is not made again.
    pub fn view(&mut self, now: DrillTime) -> &SeatView {
        self.view.now = now;
        if std::mem::take(&mut self.stale.posts) {
            self.view.inbox = self.inbox();
        }
        if std::mem::take(&mut self.stale.state) {
            self.fold_state(now);
        }
        if std::mem::take(&mut self.stale.board) {
            let firing = self.incidents.alerts.values().filter(|alert| alert.resolved.is_none());
            let alerting: BTreeSet<PartId> = firing.map(|alert| part_of(&alert.target)).collect();
            self.view.services = self.board.rows(&alerting, &self.view);
        }
        self.view.scrape_age = self.board.age(now);
        self.view.alerts.retain(|row| alerts::stays(row, now));
        due::tick(&mut self.view.due, now);
        &self.view
    }

    fn fold_state(&mut self, now: DrillTime) {
        let incidents = &self.incidents;
        let view = &mut self.view;
        view.my_roles = people::roles_of(incidents, &self.me);
        view.incidents = record::incidents(incidents);
        view.alerts = alerts::rows(incidents, &self.board, &self.names, &self.me);
        view.due = due::items(incidents, &self.names, &self.me, &view.my_roles, now);
        view.team = people::team(incidents, &self.names, &view.due, &self.doing);
        view.people = people::people(incidents, &self.names, &self.me);
        view.runbooks = runbooks::rows(&self.runbooks, incidents);
        view.runbook = runbooks::in_use(&self.runbooks, incidents, &self.names, view.lang);
        let evident = incidents.knowledge.evident.last();
        view.evident = evident.and_then(|(at, severity)| Some((severity.clone()?, *at)));
    }
}

/// The price of the hint after `level` hints.
fn price(prices: &[f64], level: u32) -> Option<u32> {
    let price = prices.get(level as usize).or_else(|| prices.last())?;
    u32::try_from(rounded(*price)).ok()
}
