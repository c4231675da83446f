//! Somebody at a hosted drill: what their chair shows, and what they say. A player sees their seat,
//! an observer one seat after the other, who steers the console; none is ever given anything else to
//! draw.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep_until};

use crate::journal::{Entry, Journal, PlayerKind};
use crate::model::id::PlayerId;
use crate::room::outcome;
use crate::room::sitting::{News, Sitting};
use crate::score::Scorecard;
use crate::server::hall::{Chair, Hosted};
use crate::tui::{HostMsg, Msg};
use crate::view::SeatFold;
use crate::view::facilitator::FacilitatorFold;

/// How often the process is judged for who steers, as if the drill ended then.
const JUDGED_EVERY: Duration = Duration::from_secs(10);

/// Somebody at a hosted drill.
pub struct Stay {
    hosted: Arc<Hosted>,
    chair: Chair,
    sitting: Sitting,
    eyes: Eyes,
    judging: Option<JoinHandle<Scorecard>>,
    /// When the process is judged next, for who steers.
    due: Instant,
}

/// What is seen from a chair.
enum Eyes {
    /// The own seat.
    Own(Box<SeatFold>),
    /// The seat of another.
    Of(PlayerId, Box<SeatFold>),
    /// The console, and the seat that is looked at from it.
    Steering(Box<FacilitatorFold>, Option<Box<SeatFold>>),
}

/// What came from a drill.
pub enum Happening {
    /// News of the room.
    News(News),
    /// How the process stands.
    Judged(Arc<Scorecard>),
}

impl Eyes {
    fn apply(&mut self, entry: &Entry) {
        match self {
            Self::Own(fold) | Self::Of(_, fold) => fold.apply(entry),
            Self::Steering(fold, shoulder) => {
                fold.apply(entry);
                if let Some(shoulder) = shoulder {
                    shoulder.apply(entry);
                }
            }
        }
    }
}

impl Stay {
    /// Sits down in a chair of a drill.
    #[must_use]
    pub fn new(hosted: Arc<Hosted>, chair: Chair) -> Self {
        let mut eyes = match &chair {
            Chair::Seat(player) => Eyes::Own(Box::new(fold(&hosted, player))),
            Chair::Facilitator(_) => Eyes::Steering(Box::new(console(&hosted)), None),
            Chair::Observer => of_seat(&hosted, 0),
        };
        let me = match &chair {
            Chair::Seat(player) | Chair::Facilitator(player) => player.clone(),
            Chair::Observer => PlayerId::from(""),
        };
        let sitting = Sitting::new(Arc::clone(&hosted.room), me, |entry| eyes.apply(entry));
        Self { hosted, chair, sitting, eyes, judging: None, due: Instant::now() }
    }

    /// The drill.
    #[must_use]
    pub const fn hosted(&self) -> &Arc<Hosted> {
        &self.hosted
    }

    /// Who sits here, where it is a player.
    #[must_use]
    pub const fn player(&self) -> Option<&PlayerId> {
        match &self.chair {
            Chair::Seat(player) => Some(player),
            Chair::Facilitator(_) | Chair::Observer => None,
        }
    }

    /// Whether they steer the drill.
    #[must_use]
    pub const fn steers(&self) -> bool {
        matches!(self.chair, Chair::Facilitator(_))
    }

    /// Whether the drill is over.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.sitting.status().ended
    }

    /// Says a line, where something may be said from here.
    pub fn send(&mut self, line: String) {
        if self.chair != Chair::Observer {
            self.sitting.send(line);
        }
    }

    /// What is to be seen now.
    pub fn look(&mut self) -> Msg {
        let now = self.sitting.status().now;
        let seen = |fold: &mut SeatFold| Arc::new(fold.view(now).clone());
        match &mut self.eyes {
            Eyes::Own(fold) => Msg::View(seen(fold)),
            Eyes::Of(_, fold) | Eyes::Steering(_, Some(fold)) => {
                Msg::Host(HostMsg::Watching(seen(fold)))
            }
            Eyes::Steering(fold, None) => {
                Msg::Host(HostMsg::Console(Arc::new(fold.view(now).clone())))
            }
        }
    }

    /// Turns to the next seat, for who watches.
    pub fn next_seat(&mut self) -> Msg {
        let seats = players(&self.hosted);
        let seen = match &self.eyes {
            Eyes::Of(seat, _) => seats.iter().position(|own| own == seat),
            _ => None,
        };
        if let Some(at) = seen {
            self.eyes = of_seat(&self.hosted, at + 1);
            self.catch_up();
        }
        self.look()
    }

    /// Looks over the shoulder of a player, for who steers; over nobody's where none is named.
    pub fn shoulder(&mut self, player: Option<&PlayerId>) -> Msg {
        let fresh = player.map(|own| Box::new(fold(&self.hosted, own)));
        let known = self.sitting.last();
        if let Eyes::Steering(_, shoulder) = &mut self.eyes {
            *shoulder = fresh;
            if let Some(shoulder) = shoulder {
                let (batches, _) = self.hosted.room.join();
                let entries = batches.iter().flat_map(|batch| batch.iter());
                entries.filter(|own| own.seq <= known).for_each(|own| shoulder.apply(own));
            }
        }
        self.look()
    }

    /// Takes in everything up to where the sitting stands.
    fn catch_up(&mut self) {
        let known = self.sitting.last();
        let (batches, _) = self.hosted.room.join();
        let entries = batches.iter().flat_map(|batch| batch.iter());
        entries.filter(|own| own.seq <= known).for_each(|own| self.eyes.apply(own));
    }

    /// Waits for the next thing. May be dropped while it waits: nothing is lost.
    pub async fn next(&mut self) -> Happening {
        let steers = matches!(self.eyes, Eyes::Steering(..)) && !self.has_ended();
        let Self { eyes, sitting, judging, due, hosted, .. } = self;
        let judged = async {
            if judging.is_none() {
                sleep_until(*due).await;
                *due = Instant::now() + JUDGED_EVERY;
                *judging = Some(judge(hosted));
            }
            match judging {
                Some(working) => working.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            news = sitting.next(|entry| eyes.apply(entry)) => Happening::News(news),
            card = judged, if steers => {
                *judging = None;
                match card {
                    Ok(card) => Happening::Judged(Arc::new(card)),
                    // A mistake of ours, told in the log; the console goes on without.
                    Err(error) => {
                        tracing::error!(%error, "the process could not be judged");
                        Happening::News(News::Moved)
                    }
                }
            }
        }
    }
}

/// Judges what has happened so far, on a thread that may take its time.
fn judge(hosted: &Hosted) -> JoinHandle<Scorecard> {
    let (batches, _) = hosted.room.join();
    let (header, loaded) = (hosted.header.clone(), hosted.loaded.clone());
    tokio::task::spawn_blocking(move || {
        let entries = batches.iter().flat_map(|batch| batch.iter().cloned()).collect();
        outcome::judge(&Journal { header, entries }, &loaded)
    })
}

/// Everybody who plays, in the order of the table.
fn players(hosted: &Hosted) -> Vec<PlayerId> {
    let roster = &hosted.header.recipe.roster;
    let plays = roster.iter().filter(|place| {
        matches!(hosted.chair_of(&place.player), Chair::Seat(_))
            || matches!(place.kind, PlayerKind::Crew(_) | PlayerKind::Program)
    });
    plays.map(|place| place.player.clone()).collect()
}

fn of_seat(hosted: &Hosted, at: usize) -> Eyes {
    let seats = players(hosted);
    let seat = seats.get(at % seats.len().max(1)).cloned();
    let seat = seat.unwrap_or_else(|| PlayerId::from("p1"));
    let fold = fold(hosted, &seat);
    Eyes::Of(seat, Box::new(fold))
}

fn fold(hosted: &Hosted, player: &PlayerId) -> SeatFold {
    let loaded = &hosted.loaded;
    let process = Arc::clone(&loaded.process);
    SeatFold::new(&hosted.header, &loaded.scenario, process, &loaded.runbooks, player)
}

fn console(hosted: &Hosted) -> FacilitatorFold {
    let loaded = &hosted.loaded;
    let files = (&loaded.scenario, &loaded.story);
    FacilitatorFold::new(&hosted.header, files, &loaded.process, &loaded.runbooks)
}
