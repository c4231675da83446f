//! What the screens ask for, carried out: drills begun, resumed, watched and looked back on, lists
//! out of the store, reports into files. It decides nothing; what it brings is told to the screens.

use std::sync::Arc;

use crate::cli::failure::Failure;
use crate::cli::live::Live;
use crate::cli::reel::Reel;
use crate::cli::setting::Wish;
use crate::cli::terminal::{Session, lost};
use crate::cli::{appearance, cards, keep, live, report, setting};
use crate::journal::{self, Header, Journal, PlayerKind};
use crate::model::id::DrillId;
use crate::model::text::Lang;
use crate::model::time::DrillTime;
use crate::play::Loaded;
use crate::room::{Room, Settings, outcome};
use crate::server::program::{self, Chair};
use crate::store::Store;
use crate::tui::{Intent, Msg, update};
use crate::view::SeatView;

impl Session<'_> {
    /// Carries out one wish of the screens; what it brings is told to them.
    pub(super) async fn carry_out(&mut self, intent: Intent) -> Vec<Msg> {
        let done = match intent {
            Intent::Send(line) => {
                if let (None, Some(drill)) = (&self.live, self.reviewed.clone())
                    && let Err(failure) = Box::pin(self.enter(&drill)).await
                {
                    return vec![Msg::Trouble(failure.says().to_owned())];
                }
                if let Some(live) = &mut self.live {
                    live.send(line);
                }
                Ok(Vec::new())
            }
            Intent::Play { scenario, graded, coach, lang } => {
                let asked = self.wished.take().filter(|(id, ..)| *id == scenario);
                let (wish, speed) = match asked {
                    Some((_, wish, speed)) => (Wish { graded, coach, lang, ..wish }, speed),
                    None => (wish_of(scenario, graded, coach, lang), 1),
                };
                Box::pin(self.play_now(&wish, if graded { 1 } else { speed })).await
            }
            Intent::Resume(drill) => Box::pin(self.resume(&drill)).await,
            Intent::Open(drill) => {
                self.close_live().await;
                let told = self.debriefing(&drill).await;
                self.reviewed = told.is_ok().then_some(drill);
                told.map(|msg| vec![msg])
            }
            Intent::Watch(drill, at) => self.watch(&drill, at).await,
            Intent::Reel(step) => {
                let told = self.reel.as_mut().map(|reel| {
                    reel.step(step);
                    reel.msg()
                });
                Ok(told.into_iter().collect())
            }
            asked @ (Intent::Trends | Intent::Standing | Intent::CloseFollowUp(..)) => {
                self.out_of_store(asked).await
            }
            Intent::Keep(settings) => {
                let turned = self.screen.mouse(settings.mouse).map_err(|error| lost(&error));
                turned
                    .and_then(|()| appearance::keep(self.everywhere, settings))
                    .map(|()| Vec::new())
            }
            Intent::Report(drill) => self.write_report(&drill).await.map(|msg| vec![msg]),
            Intent::Leave => {
                self.close_live().await;
                Ok(self.home().await)
            }
            Intent::Quit => {
                self.over = true;
                Ok(Vec::new())
            }
            // The lobby and those who watch are a host's.
            Intent::Host(_) => Ok(Vec::new()),
            Intent::Bell => self.screen.bell().map(|()| Vec::new()).map_err(|e| lost(&e)),
            Intent::Repaint => self.screen.repaint().map(|()| Vec::new()).map_err(|e| lost(&e)),
        };
        done.unwrap_or_else(|failure| vec![Msg::Trouble(failure.says().to_owned())])
    }

    /// What is asked of the store.
    async fn out_of_store(&mut self, asked: Intent) -> Result<Vec<Msg>, Failure> {
        let store = self.store().await?;
        let msg = match asked {
            Intent::Trends => cards::trends(&store).await?,
            Intent::Standing => cards::standing(&store).await?,
            Intent::CloseFollowUp(number, note) => {
                cards::close_follow_up(&store, number, &note).await?
            }
            _ => return Ok(Vec::new()),
        };
        Ok(vec![msg])
    }

    async fn play_now(&mut self, wish: &Wish, speed: u32) -> Result<Vec<Msg>, Failure> {
        let (header, loaded) = setting::set_up(wish)?;
        let store = self.store().await?;
        store.create(&header).await?;
        let drill = DrillId::from(header.envelope.id.as_str());
        let room = live::open(store, drill, loaded.clone(), Settings::default()).await?;
        let room = Arc::new(room);
        seat_programs(wish, &room, &header, &loaded);
        let mut live = Live::sit(room, &header, &loaded);
        if speed > 1 {
            live.send(format!("/speed {speed}"));
        }
        let view = live.view();
        self.live = Some(live);
        Ok(vec![Msg::View(view)])
    }

    pub(super) async fn resume(&mut self, name: &str) -> Result<Vec<Msg>, Failure> {
        self.close_live().await;
        let view = self.enter(name).await?;
        Ok(vec![Msg::View(view)])
    }

    /// Sits down at the table of a drill that is in the store.
    pub(super) async fn enter(&mut self, name: &str) -> Result<Arc<SeatView>, Failure> {
        let store = self.store().await?;
        let row = store.find(name).await?;
        let header = store.load(&row.id).await?.header;
        let loaded = setting::unpack(&header)?;
        let room = live::open(store, row.id, loaded.clone(), Settings::default()).await?;
        let mut live = Live::sit(Arc::new(room), &header, &loaded);
        let view = live.view();
        self.live = Some(live);
        Ok(view)
    }

    pub(super) async fn leave(&mut self) {
        self.close_live().await;
        self.fill_home().await;
    }

    async fn watch(&mut self, name: &str, at: DrillTime) -> Result<Vec<Msg>, Failure> {
        self.close_live().await;
        let (_, journal, loaded) = self.kept(name).await?;
        let reel = self.reel.insert(Box::new(Reel::new(journal, loaded, at)));
        Ok(vec![reel.msg()])
    }

    pub(super) async fn close_live(&mut self) {
        self.reel = None;
        if let Some(live) = self.live.take() {
            live.close().await;
        }
        if let Some(drill) = self.reviewed.take() {
            // What was said in the review belongs to the scorecard that is kept.
            drop(self.debriefing(&drill).await);
        }
    }

    /// Scores a drill that has ended, keeps its card, and shows the debrief.
    pub(super) async fn look_back(&mut self, drill: &str) {
        let msg = match self.debriefing(drill).await {
            Ok(msg) => msg,
            Err(failure) => Msg::Trouble(failure.says().to_owned()),
        };
        self.tell_plain(msg);
    }

    /// Shows that the drill was stopped for a real incident; its debrief can wait.
    pub(super) async fn aborted(&mut self, drill: &str) {
        let msg = match self.kept(drill).await {
            Ok((_, journal, _)) => {
                let (by, why) = journal::aborted(journal.entries.iter()).unzip();
                let name = by.and_then(|by| journal.header.envelope.names.get(by));
                let who = name.map(ToString::to_string).unwrap_or_default();
                Msg::Aborted { who, why: why.cloned().unwrap_or_default() }
            }
            Err(failure) => Msg::Trouble(failure.says().to_owned()),
        };
        self.tell_plain(msg);
    }

    /// Tells the screens something that cannot make them ask for anything.
    pub(super) fn tell_plain(&mut self, msg: Msg) {
        drop(update(&mut self.model, msg));
    }

    /// A drill of the store with the files it was played from.
    async fn kept(&mut self, name: &str) -> Result<(Store, Journal, Loaded), Failure> {
        let store = self.store().await?;
        let row = store.find(name).await?;
        let journal = store.load(&row.id).await?;
        let loaded = setting::unpack(&journal.header)?;
        Ok((store, journal, loaded))
    }

    async fn debriefing(&mut self, name: &str) -> Result<Msg, Failure> {
        let (store, journal, loaded) = self.kept(name).await?;
        let card = outcome::judge(&journal, &loaded);
        if journal.ended() {
            outcome::keep(&store, &journal, &loaded).await?;
        }
        Ok(Msg::Debrief(Box::new(report::debriefing(&journal, &card, &loaded))))
    }

    async fn write_report(&mut self, name: &str) -> Result<Msg, Failure> {
        let (_, journal, loaded) = self.kept(name).await?;
        let card = outcome::judge(&journal, &loaded);
        let folder = keep::folder(self.everywhere)?.join("reports");
        let path = report::write_html(&folder, &journal, &card, &loaded)?;
        Ok(Msg::Notice(format!("report: {}", path.display())))
    }

    pub(super) async fn fill_home(&mut self) {
        for msg in self.home().await {
            self.tell(msg).await;
        }
    }

    async fn home(&mut self) -> Vec<Msg> {
        let store = self.store().await;
        cards::home(store).await
    }

    pub(super) async fn store(&mut self) -> Result<Store, Failure> {
        if let Some(store) = &self.store {
            return Ok(store.clone());
        }
        let store = keep::open(self.everywhere).await?;
        self.store = Some(store.clone());
        Ok(store)
    }
}

/// Starts the programs of the wish in their seats.
fn seat_programs(wish: &Wish, room: &Arc<Room>, header: &Header, loaded: &Loaded) {
    for (seat, command) in &wish.programs {
        let place = header.recipe.roster.iter().find(|place| {
            place.kind == PlayerKind::Program && place.seats.iter().any(|own| own.as_str() == seat)
        });
        if let Some(place) = place {
            let chair = Chair {
                room: Arc::clone(room),
                header: header.clone(),
                loaded: loaded.clone(),
                player: place.player.clone(),
            };
            program::seat(chair, command);
        }
    }
}

/// A drill begun from the home screen: colleagues sit in the seats the player leaves.
fn wish_of(scenario: String, graded: bool, coach: bool, lang: Lang) -> Wish {
    Wish {
        scenario,
        process: None,
        seed: None,
        variant: None,
        names: vec![setting::player_name(None)],
        seat: None,
        programs: Vec::new(),
        crew: Some("mid".to_owned()),
        graded,
        coach,
        lang,
    }
}
