//! The drill on the screen: what the player selected, typed and opened. What is so stands in the
//! view; no rule of play is decided here.

mod act;
mod alerts;
mod channel;
mod chart;
mod frame;
mod inbox;
mod layout;
mod looks;
mod map;
mod mouse;
mod offers;
mod panes;
mod record;
mod runbook;
mod send;
mod services;
mod strip;
mod team;
mod updates;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::command::vocabulary::RemedyTerm;
use crate::command::{Term, Vocabulary};
use crate::model::id::{PageId, PartId};
use crate::model::metric::MetricRef;
use crate::model::text::{Lang, Text};
use crate::model::time::DrillTime;
use crate::tui::field::Field;
use crate::tui::form::Form;
use crate::tui::keys::{FormKind, Place};
use crate::tui::line::Line;
use crate::tui::message::Reel;
use crate::tui::model::{Pick, Picks};
use crate::tui::pane::Pane;
use crate::view::SeatView;

pub(crate) use act::{Done, key};
pub(crate) use frame::{draw, is_useful};
pub(crate) use mouse::{click, wheel};
pub(crate) use updates::effect_word;

/// The state of the play screen.
#[derive(Clone, Debug)]
pub(crate) struct Play {
    /// What the seat sees.
    pub(crate) view: Arc<SeatView>,
    /// Where the replay stands, when this is one.
    pub(crate) reel: Option<Reel>,
    /// Whether another's seat is looked at, as it plays.
    pub(crate) shoulder: bool,
    /// People of the drill who are not there, and for how many seconds.
    pub(crate) offline: Vec<(String, u32)>,
    /// What has the keys.
    pub(crate) mode: Mode,
    /// The pane that has them, or had them.
    pub(crate) focus: Pane,
    /// The pane that had the keys before.
    pub(crate) before: Pane,
    /// Whether the focused pane stands alone.
    pub(crate) zoomed: bool,
    /// Steps from the seat's own layout.
    pub(crate) layout: usize,
    /// Panes put in the place of others: slot to pane.
    pub(crate) swaps: BTreeMap<usize, Pane>,
    /// Selections.
    pub(crate) picks: Picks<Pane>,
    /// The metric charted, where one was chosen.
    pub(crate) metric: Option<MetricRef>,
    /// Minutes on the chart.
    pub(crate) range: u32,
    /// Services in the order of the screen.
    pub(crate) order: Vec<PartId>,
    /// When that order was taken.
    pub(crate) ordered: DrillTime,
    /// How services stand.
    pub(crate) listing: Listing,
    /// The part charted beside the selected one.
    pub(crate) beside: Option<PartId>,
    /// Whether only errors are shown among lines.
    pub(crate) errors_only: bool,
    /// What is looked for in the pane, and whether it is being typed.
    pub(crate) find: Option<(Field, bool)>,
    /// The line.
    pub(crate) line: Line,
    /// The form that is open.
    pub(crate) form: Option<Form>,
    /// Forms left half filled.
    pub(crate) drafts: BTreeMap<FormKind, Form>,
    /// A sentence about what was sent or cannot be.
    pub(crate) notice: Option<Notice>,
    /// Whether what the coach says is on the screen.
    pub(crate) coach: CoachRows,
    /// A question before something that cannot be taken back.
    pub(crate) asking: Option<Asking>,
    /// How many looks and remedies of this seat there were.
    pub(crate) worked: usize,
    /// Pages that wait, as they were when last looked at.
    pub(crate) waiting: Vec<PageId>,
    /// When the newest page came, in milliseconds of the screen.
    pub(crate) rung: Rung,
    /// Names that can be completed.
    pub(crate) words: Vocabulary,
    /// Which incident the header shows, where there are two.
    pub(crate) incident: usize,
    /// The size of the body, for paging.
    pub(crate) page: usize,
}

/// How long a new page pulses: three times 200 ms on, 200 ms off.
const PULSES_MS: u64 = 1_200;

/// When the newest page came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rung {
    /// Since the last tick.
    Now,
    /// At these milliseconds of the screen.
    At(u64),
    /// Long ago, or never.
    Long,
}

/// How services stand in their pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Listing {
    /// The worst on top.
    WorstFirst,
    /// In the order they had when it was kept.
    Kept,
    /// As a map of who calls whom.
    Map,
}

/// Whether what the coach says is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CoachRows {
    /// It is.
    Shown,
    /// It was put away.
    Away,
}

/// What has the keys in play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Letters act.
    Panes,
    /// Letters are text of the line.
    Line,
    /// Letters belong to the open form.
    Form,
}

/// A sentence on the hint row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Notice {
    /// Whether it says no.
    pub(crate) refused: bool,
    /// What.
    pub(crate) says: Text,
}

/// What is asked once before it is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asking {
    /// To end the drill.
    End,
}

impl Play {
    /// The screen of a drill that has just been entered.
    pub(crate) fn new(view: Arc<SeatView>) -> Self {
        let mut play = Self {
            words: vocabulary(&view),
            view,
            reel: None,
            shoulder: false,
            offline: Vec::new(),
            mode: Mode::Panes,
            focus: Pane::Services,
            before: Pane::Channel,
            zoomed: false,
            layout: 0,
            swaps: BTreeMap::new(),
            picks: Picks::new(),
            metric: None,
            range: 15,
            order: Vec::new(),
            ordered: DrillTime::START,
            listing: Listing::WorstFirst,
            beside: None,
            errors_only: false,
            find: None,
            line: Line::default(),
            form: None,
            drafts: BTreeMap::new(),
            notice: None,
            coach: CoachRows::Shown,
            asking: None,
            waiting: Vec::new(),
            worked: 0,
            rung: Rung::Long,
            incident: 0,
            page: 8,
        };
        play.order = play.view.services.iter().map(|row| row.part.clone()).collect();
        play
    }

    /// Whether this seat has begun a look or a remedy since it was last asked.
    pub(crate) fn has_begun(&mut self) -> bool {
        let mine = |who: &str| who == self.view.my_name;
        let looks = self.view.looks.iter().filter(|own| mine(&own.who)).count();
        let remedies = self.view.remedies.iter().filter(|own| mine(&own.by)).count();
        let before = std::mem::replace(&mut self.worked, looks + remedies);
        looks + remedies > before
    }

    /// Takes what the seat sees now; true when a page has come that was not there before.
    pub(crate) fn show(&mut self, view: Arc<SeatView>) -> bool {
        if view.inbox.len() > self.view.inbox.len() && self.focus != Pane::Inbox {
            // Who writes is seen, wherever one had read to.
            self.picks.remove(&Pane::Inbox);
        }
        let returned = |view: &SeatView| {
            view.looks.iter().filter(|own| own.lines.is_some()).count()
                + view.remedies.iter().filter(|own| own.ended.is_some()).count()
        };
        if view.hints.len() > self.view.hints.len()
            && let Some((_, says)) = view.hints.last()
        {
            self.notice = Some(Notice { refused: false, says: says.clone() });
        }
        // The newest is followed, unless somebody reads an older one.
        let newest = self.picks.get(&Pane::Looks).is_none_or(|pick| pick.row == 0);
        let follows = self.focus != Pane::Looks || newest;
        if returned(&view) > returned(&self.view) && follows {
            self.picks.remove(&Pane::Looks);
        }
        self.view = view;
        self.words = vocabulary(&self.view);
        self.reorder();
        let waiting: Vec<PageId> = self.waiting_pages().map(|(page, ..)| page).collect();
        let new = waiting.iter().any(|page| !self.waiting.contains(page));
        if new {
            self.rung = Rung::Now;
        }
        self.waiting = waiting;
        new
    }

    /// Pages that wait for this seat, oldest first: page, alert's id and text.
    pub(crate) fn waiting_pages(&self) -> impl Iterator<Item = (PageId, String, &Text)> {
        let mine = self.view.alerts.iter().filter(|row| row.waits_for_me);
        mine.filter_map(|row| {
            let page = row.pages.iter().find(|(.., acknowledged)| acknowledged.is_none());
            page.map(|(id, ..)| (*id, row.id.to_string(), &row.says))
        })
    }

    /// Whether the newest page still pulses, so that ticks are worth drawing.
    pub(crate) fn pulses(&self, millis: u64) -> bool {
        match self.rung {
            Rung::Now => true,
            Rung::At(since) => millis.saturating_sub(since) < PULSES_MS,
            Rung::Long => false,
        }
    }

    /// Time goes by: a page that has just come is dated by the first tick after it.
    pub(crate) fn tick(&mut self, millis: u64) {
        self.rung = match self.rung {
            Rung::Now => Rung::At(millis),
            Rung::At(since) if millis.saturating_sub(since) >= PULSES_MS => Rung::Long,
            other => other,
        };
    }

    /// Services keep their order for 15 s at least; what is selected stays so wherever it stands.
    fn reorder(&mut self) {
        let now = self.view.now;
        let held = self.listing == Listing::Kept;
        let known = self.view.services.len() == self.order.len();
        if known && (held || now.since(self.ordered) < 15) {
            return;
        }
        self.order = self.view.services.iter().map(|row| row.part.clone()).collect();
        self.ordered = now;
    }

    /// Whether nothing can be said from here.
    pub(crate) const fn only_watches(&self) -> bool {
        self.reel.is_some() || self.shoulder
    }

    /// Where keys have their meaning now.
    pub(crate) fn places(&self) -> Vec<Place> {
        match self.mode {
            Mode::Panes if self.reel.is_some() => {
                vec![Place::Replay, Place::In(self.focus), Place::Panes, Place::Everywhere]
            }
            Mode::Panes if self.shoulder => {
                vec![Place::Shoulder, Place::In(self.focus), Place::Panes, Place::Everywhere]
            }
            Mode::Panes => {
                vec![Place::In(self.focus), Place::Play, Place::Panes, Place::Everywhere]
            }
            Mode::Line => vec![Place::Line],
            Mode::Form => vec![Place::Form],
        }
    }

    /// The service that is selected, if any.
    pub(crate) fn service(&self) -> Option<&PartId> {
        let keys: Vec<String> = self.order.iter().map(PartId::to_string).collect();
        let row = self.picks.get(&Pane::Services).map_or(0, |pick| pick.among(&keys));
        self.order.get(row)
    }

    /// The selected row of a list of these keys, where a selection was made.
    pub(crate) fn picked(&self, pane: Pane, keys: &[String]) -> Option<usize> {
        self.picks.get(&pane).map(|pick| pick.among(keys))
    }

    /// Selects a row.
    pub(crate) fn pick(&mut self, pane: Pane, keys: &[String], row: usize) {
        if let Some(key) = keys.get(row) {
            self.picks.insert(pane, Pick { key: key.clone(), row });
        }
    }

    /// The name of the one in command of the incident on the screen.
    pub(crate) fn story_time(&self, at: DrillTime) -> String {
        let seconds = (self.view.story_start + at.0) % 86_400;
        format!("{:02}:{:02}", seconds / 3600, seconds % 3600 / 60)
    }
}

/// The words of a view as the grammar wants them.
fn vocabulary(view: &SeatView) -> Vocabulary {
    let words = &view.words;
    let lang = view.lang;
    let plain = |list: &[String]| list.iter().map(|word| Term::new(word.as_str(), "")).collect();
    let noted = |word: &str, note: &Text| Term::new(word, note.get(lang));
    let mut people: Vec<Term> = plain(&words.people);
    let paged = words.pageable.iter().filter(|own| !words.people.contains(own));
    people.extend(paged.map(|own| Term::new(own.as_str(), "")));
    Vocabulary {
        services: plain(&words.parts),
        people,
        roles: words.roles.iter().map(|(word, note)| noted(word, note)).collect(),
        severities: words
            .severities
            .iter()
            .map(|(id, _, means)| noted(id.as_str(), means))
            .collect(),
        statuses: words.statuses.iter().map(|id| Term::new(id.as_str(), "")).collect(),
        audiences: words.audiences.iter().map(|(id, note)| noted(id.as_str(), note)).collect(),
        alerts: alerts_of(view, lang),
        incidents: view.incidents.iter().map(incident_term).collect(),
        remedies: words.remedies.iter().map(|row| remedy_term(row, lang)).collect(),
        runbooks: view.runbooks.iter().map(|row| noted(row.id.as_str(), &row.title)).collect(),
        questions: questions_of(view, lang),
        ..Vocabulary::default()
    }
}

fn alerts_of(view: &SeatView, lang: Lang) -> Vec<Term> {
    let firing = view.alerts.iter().filter(|row| row.resolved.is_none());
    firing.map(|row| Term::new(row.id.to_string(), row.says.get(lang))).collect()
}

fn questions_of(view: &SeatView, lang: Lang) -> Vec<Term> {
    let waiting = view.inbox.iter().filter(|item| item.answered.is_none());
    waiting
        .filter_map(|item| {
            let note = format!("{}: {}", item.from, item.text.get(lang));
            item.question.map(|id| Term::new(id.to_string(), &note))
        })
        .collect()
}

fn incident_term(row: &crate::view::IncidentRow) -> Term {
    Term::new(row.id.to_string(), row.title.as_str())
}

fn remedy_term(row: &(String, Text, Text), lang: Lang) -> RemedyTerm {
    RemedyTerm {
        term: Term::new(row.0.as_str(), row.1.get(lang)),
        targets: Vec::new(),
        args: Vec::new(),
    }
}
