//! The live board of a drill as a stream of events: what hangs on the wall, once a second, folded
//! once for all who watch. A watcher that does not read misses what is between.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;
use tokio_util::sync::CancellationToken;

use crate::model::id::{DrillId, PlayerId};
use crate::room::sitting::{News, Sitting};
use crate::server::hall::Hosted;
use crate::server::http::places::Places;
use crate::view::wall::{Wall, WallFold};

/// How often the board is told anew.
const EVERY: Duration = Duration::from_secs(1);
/// Boards open at once.
const WATCHERS_MAX: usize = 256;
/// Boards open from one source.
const WATCHERS_EACH: usize = 16;

/// Boards that are watched. Clones are the same.
#[derive(Clone, Debug)]
pub(super) struct Boards {
    live: Arc<Mutex<BTreeMap<DrillId, watch::Receiver<Arc<Wall>>>>>,
    watchers: Places,
    closing: CancellationToken,
}

impl Boards {
    pub(super) fn new(closing: CancellationToken) -> Self {
        Self { live: Arc::default(), watchers: Places::new(WATCHERS_MAX, WATCHERS_EACH), closing }
    }

    /// How many boards are open.
    pub(super) fn count(&self) -> usize {
        self.watchers.count()
    }

    /// The stream of a drill's board.
    pub(super) fn watch(&self, hosted: &Arc<Hosted>, from: IpAddr) -> Response {
        let Some(place) = self.watchers.take(from) else {
            return (StatusCode::TOO_MANY_REQUESTS, "too many boards are open\n").into_response();
        };
        let told = WatchStream::new(self.live(hosted)).map(move |wall| {
            let _stays = &place;
            // One line of JSON: no text of a person can begin an event of its own.
            let event = Event::default().json_data(&*wall);
            Ok::<_, Infallible>(event.unwrap_or_else(|_| Event::default().comment("lost")))
        });
        Sse::new(told).keep_alive(KeepAlive::default()).into_response()
    }

    /// The board of a drill as it is told now; told on as long as anybody watches.
    fn live(&self, hosted: &Arc<Hosted>) -> watch::Receiver<Arc<Wall>> {
        let mut live = self.live.lock().unwrap_or_else(PoisonError::into_inner);
        live.retain(|_, board| board.has_changed().is_ok());
        if let Some(board) = live.get(&hosted.drill) {
            return board.clone();
        }
        let (mut fold, sitting) = sit(hosted);
        let (tell, board) = watch::channel(Arc::new(fold.view(sitting.status().now)));
        live.insert(hosted.drill.clone(), board.clone());
        let stored = Arc::clone(&self.live);
        let (drill, closing) = (hosted.drill.clone(), self.closing.clone());
        tokio::spawn(async move {
            tokio::select! {
                () = closing.cancelled() => {}
                () = run(fold, sitting, &tell) => {}
            }
            stored.lock().unwrap_or_else(PoisonError::into_inner).remove(&drill);
        });
        board
    }
}

fn sit(hosted: &Arc<Hosted>) -> (WallFold, Sitting) {
    let loaded = &hosted.loaded;
    let (process, runbooks) = (&loaded.process, &loaded.runbooks);
    let mut fold = WallFold::new(&hosted.header, &loaded.scenario, process, runbooks);
    let nobody = PlayerId::from("");
    let sitting = Sitting::new(Arc::clone(&hosted.room), nobody, |entry| fold.apply(entry));
    (fold, sitting)
}

/// Tells the board until nobody but the list of boards reads it, or the room closes.
async fn run(mut fold: WallFold, mut sitting: Sitting, tell: &watch::Sender<Arc<Wall>>) {
    let mut beat = interval(EVERY);
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = beat.tick() => {
                if tell.receiver_count() <= 1 {
                    return;
                }
                let wall = fold.view(sitting.status().now);
                tell.send_if_modified(|old| {
                    let changed = **old != wall;
                    if changed {
                        *old = Arc::new(wall);
                    }
                    changed
                });
            }
            news = sitting.next(|entry| fold.apply(entry)) => {
                if matches!(news, News::Closed) {
                    return;
                }
            }
        }
    }
}
