//! The screens on this terminal: keys in, frames out, and between them the room of a live drill.
//! It decides nothing: `tui` says what is wanted, this carries it out.

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, EventStream, KeyEventKind};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_stream::StreamExt as _;

use crate::cli::appearance::appearance;
use crate::cli::ends::Ends;
use crate::cli::failure::Failure;
use crate::cli::live::{Live, News};
use crate::cli::reel::Reel;
use crate::cli::setting::Wish;
use crate::cli::{Everywhere, cards, keep, live, report, script, setting};
use crate::model::id::DrillId;
use crate::model::text::Lang;
use crate::model::time::DrillTime;
use crate::room::{Answer, Settings};
use crate::store::Store;
use crate::tui::terminal::Session as Screen;
use crate::tui::{Intent, Model, Msg, ScenarioCard, update};
use crate::view::SeatView;

/// Redraws a second while something on the screen moves.
const MOTION: Duration = Duration::from_millis(200);

/// What the screens begin with.
pub(crate) enum Start {
    /// The home screen.
    Home,
    /// A drill as the command line asks for it, at a speed.
    Play(Box<Wish>, u32),
    /// A drill that was begun before.
    Resume(String),
    /// A drill to look back on.
    Review(String),
    /// A drill to watch again, from a moment on.
    Watch(String, DrillTime),
}

/// Opens the home screen.
pub(crate) fn home(everywhere: &Everywhere) -> Result<ExitCode, Failure> {
    run(everywhere, Start::Home)
}

/// Runs the screens until the player leaves.
pub(crate) fn run(everywhere: &Everywhere, start: Start) -> Result<ExitCode, Failure> {
    // What cannot be played is told first, and before the terminal is taken.
    if let Start::Play(wish, _) = &start {
        drop(setting::set_up(wish)?);
    }
    needs_one()?;
    if let Start::Resume(name) | Start::Review(name) | Start::Watch(name, _) = &start {
        keep::runtime()?.block_on(async {
            let (store, _) = keep::find(everywhere, name).await?;
            store.close().await;
            Ok::<_, Failure>(())
        })?;
    }
    keep::runtime()?.block_on(async {
        let mut session = Session::open(everywhere)?;
        session.draw()?;
        session.begin(start).await?;
        let outcome = session.run().await;
        session.close().await?;
        outcome.map(|()| ExitCode::SUCCESS)
    })
}

/// Refuses where standard input and output are no terminal.
pub(crate) fn needs_one() -> Result<(), Failure> {
    if std::io::stdout().is_terminal() && std::io::stdin().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(
        "the screens need a terminal",
        "without one, `firedrill list` prints scenarios and `firedrill play SCENARIO --script \
         FILE` plays one",
    ))
}

struct Session<'a> {
    everywhere: &'a Everywhere,
    screen: Screen,
    model: Model,
    store: Option<Store>,
    live: Option<Live>,
    began: Instant,
    over: bool,
    /// What the command line asked for, by the scenario's id, until its briefing was read.
    wished: Option<(String, Wish, u32)>,
    /// The ended drill that is looked back on: its review still goes on record.
    reviewed: Option<String>,
    /// The past drill that is watched.
    reel: Option<Box<Reel>>,
}

/// What woke the loop.
enum Woken {
    Key(Event),
    Gone,
    News(News),
    Tick,
    Stop,
}

impl<'a> Session<'a> {
    fn open(everywhere: &'a Everywhere) -> Result<Self, Failure> {
        let screen = Screen::enter(true).map_err(|error| lost(&error))?;
        let (theme, glyphs) = appearance();
        let mut model = Model::new(everywhere.lang(), theme, glyphs, &setting::player_name(None));
        if let Ok((columns, rows)) = screen.size() {
            update(&mut model, Msg::Resize(columns, rows));
        }
        let began = Instant::now();
        Ok(Self {
            everywhere,
            screen,
            model,
            store: None,
            live: None,
            began,
            over: false,
            wished: None,
            reviewed: None,
            reel: None,
        })
    }

    fn draw(&mut self) -> Result<(), Failure> {
        self.screen.draw(&self.model).map_err(|error| lost(&error))
    }

    async fn begin(&mut self, start: Start) -> Result<(), Failure> {
        match start {
            Start::Home => self.fill_home().await,
            Start::Resume(drill) => {
                self.fill_home().await;
                let msgs = self.resume(&drill).await?;
                self.tell_all(msgs).await;
            }
            Start::Review(drill) => {
                self.fill_home().await;
                let msgs = self.carry_out(Intent::Open(drill)).await;
                self.tell_all(msgs).await;
            }
            Start::Watch(drill, at) => {
                self.fill_home().await;
                let msgs = self.carry_out(Intent::Watch(drill, at)).await;
                self.tell_all(msgs).await;
            }
            Start::Play(wish, speed) => {
                self.fill_home().await;
                let (header, loaded) = setting::set_up(&wish)?;
                let card = ScenarioCard::of(&loaded.scenario, &loaded.process);
                let (graded, coach) = (wish.graded, wish.coach);
                // What is drawn is drawn once: the briefing's seed is the drill's.
                let seed = Some(header.recipe.seed);
                self.wished = Some((card.id.clone(), Wish { seed, ..*wish }, speed));
                self.tell(Msg::Briefing(Box::new(card), graded, coach)).await;
            }
        }
        self.draw()
    }

    async fn run(&mut self) -> Result<(), Failure> {
        let mut keys = EventStream::new();
        let mut motion = interval(MOTION);
        motion.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut ends = Ends::new()?;
        while !self.over {
            let watched = self.reel.as_ref().is_some_and(|reel| reel.runs());
            let moving = self.model.is_moving() || watched;
            let woken = tokio::select! {
                biased;
                () = ends.asked() => Woken::Stop,
                event = keys.next() => match event {
                    Some(Ok(event)) => Woken::Key(event),
                    Some(Err(_)) | None => Woken::Gone,
                },
                news = next_of(self.live.as_mut()) => Woken::News(news),
                _ = motion.tick(), if moving => Woken::Tick,
            };
            match woken {
                Woken::Key(event) => self.key(event).await,
                Woken::News(news) => self.news(news).await,
                Woken::Tick => {
                    let millis = self.began.elapsed().as_millis();
                    self.tell(Msg::Tick(u64::try_from(millis).unwrap_or(u64::MAX))).await;
                    if let Some(reel) = self.reel.as_mut().filter(|reel| reel.runs()) {
                        reel.pass(MOTION);
                        let msg = reel.msg();
                        self.tell(msg).await;
                    }
                }
                // The drill stays in the store; it can be resumed.
                Woken::Gone | Woken::Stop => break,
            }
            self.draw()?;
        }
        Ok(())
    }

    async fn close(mut self) -> Result<(), Failure> {
        self.close_live().await;
        if let Some(store) = self.store.take() {
            store.close().await;
        }
        self.screen.leave().map_err(|error| lost(&error))
    }

    async fn key(&mut self, event: Event) {
        let msg = match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Msg::Key(key),
            Event::Mouse(mouse) => Msg::Mouse(mouse),
            Event::Paste(text) => Msg::Paste(text),
            Event::Resize(columns, rows) => Msg::Resize(columns, rows),
            Event::Key(_) | Event::FocusGained | Event::FocusLost => return,
        };
        self.tell(msg).await;
    }

    async fn news(&mut self, news: News) {
        match news {
            News::Moved => self.look().await,
            News::Answered(Ok(Answer::Taken(_))) => {
                self.tell(Msg::Sent).await;
                match self.reviewed.clone() {
                    Some(drill) => self.look_back(&drill).await,
                    None => self.look().await,
                }
            }
            News::Answered(Ok(Answer::Refused(refusal))) => {
                self.tell(Msg::Refused { says: refusal.says, at: 0 }).await;
                self.look().await;
            }
            News::Answered(Err(unsent)) => self.tell(Msg::Trouble(unsent.to_string())).await,
            News::Closed => {
                self.tell(Msg::Trouble("the drill is closed; it can be resumed".to_owned())).await;
                self.leave().await;
            }
        }
    }

    /// Shows what the seat sees now; ends the drill on this screen when it is over.
    async fn look(&mut self) {
        let Some(live) = self.live.as_mut().filter(|_| self.reviewed.is_none()) else { return };
        let view = live.view();
        let ended = view.ended.is_some();
        let drill = live.drill.clone();
        self.tell(Msg::View(view)).await;
        if ended {
            self.look_back(drill.as_str()).await;
            self.reviewed = Some(drill.to_string());
        }
    }

    /// Lets the screens take something in, and carries out what they ask for.
    async fn tell(&mut self, msg: Msg) {
        let mut asked: std::collections::VecDeque<Intent> = update(&mut self.model, msg).into();
        while let Some(intent) = asked.pop_front() {
            for msg in self.carry_out(intent).await {
                asked.extend(update(&mut self.model, msg));
            }
        }
    }

    async fn tell_all(&mut self, msgs: Vec<Msg>) {
        for msg in msgs {
            self.tell(msg).await;
        }
    }

    /// Carries out one wish of the screens; what it brings is told to them.
    async fn carry_out(&mut self, intent: Intent) -> Vec<Msg> {
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
            Intent::Report(drill) => self.write_report(&drill).await.map(|msg| vec![msg]),
            Intent::Leave => {
                self.close_live().await;
                Ok(self.home().await)
            }
            Intent::Quit => {
                self.over = true;
                Ok(Vec::new())
            }
            Intent::Bell => self.screen.bell().map(|()| Vec::new()).map_err(|e| lost(&e)),
            Intent::Repaint => self.screen.repaint().map(|()| Vec::new()).map_err(|e| lost(&e)),
        };
        done.unwrap_or_else(|failure| vec![Msg::Trouble(failure.says().to_owned())])
    }

    async fn play_now(&mut self, wish: &Wish, speed: u32) -> Result<Vec<Msg>, Failure> {
        let (header, loaded) = setting::set_up(wish)?;
        let store = self.store().await?;
        store.create(&header).await?;
        let drill = DrillId::from(header.envelope.id.as_str());
        let room = live::open(store, drill, loaded.clone(), Settings::default()).await?;
        let mut live = Live::sit(room, &header, &loaded);
        if speed > 1 {
            live.send(format!("/speed {speed}"));
        }
        let view = live.view();
        self.live = Some(live);
        Ok(vec![Msg::View(view)])
    }

    async fn resume(&mut self, name: &str) -> Result<Vec<Msg>, Failure> {
        self.close_live().await;
        let view = self.enter(name).await?;
        Ok(vec![Msg::View(view)])
    }

    /// Sits down at the table of a drill that is in the store.
    async fn enter(&mut self, name: &str) -> Result<Arc<SeatView>, Failure> {
        let store = self.store().await?;
        let row = store.find(name).await?;
        let header = store.load(&row.id).await?.header;
        let loaded = setting::unpack(&header)?;
        let room = live::open(store, row.id, loaded.clone(), Settings::default()).await?;
        let mut live = Live::sit(room, &header, &loaded);
        let view = live.view();
        self.live = Some(live);
        Ok(view)
    }

    async fn leave(&mut self) {
        self.close_live().await;
        self.fill_home().await;
    }

    async fn watch(&mut self, name: &str, at: DrillTime) -> Result<Vec<Msg>, Failure> {
        self.close_live().await;
        let store = self.store().await?;
        let row = store.find(name).await?;
        let journal = store.load(&row.id).await?;
        let loaded = setting::unpack(&journal.header)?;
        let reel = self.reel.insert(Box::new(Reel::new(journal, loaded, at)));
        Ok(vec![reel.msg()])
    }

    async fn close_live(&mut self) {
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
    async fn look_back(&mut self, drill: &str) {
        let msg = match self.debriefing(drill).await {
            Ok(msg) => msg,
            Err(failure) => Msg::Trouble(failure.says().to_owned()),
        };
        self.tell_plain(msg);
    }

    /// Tells the screens something that cannot make them ask for anything.
    fn tell_plain(&mut self, msg: Msg) {
        drop(update(&mut self.model, msg));
    }

    async fn debriefing(&mut self, name: &str) -> Result<Msg, Failure> {
        let store = self.store().await?;
        let row = store.find(name).await?;
        let journal = store.load(&row.id).await?;
        let loaded = setting::unpack(&journal.header)?;
        let card = script::judge(&journal, &loaded);
        if journal.ended() {
            script::keep(&store, &journal, &loaded).await?;
        }
        Ok(Msg::Debrief(Box::new(report::debriefing(&journal, &card, &loaded))))
    }

    async fn write_report(&mut self, name: &str) -> Result<Msg, Failure> {
        let store = self.store().await?;
        let row = store.find(name).await?;
        let journal = store.load(&row.id).await?;
        let loaded = setting::unpack(&journal.header)?;
        let card = script::judge(&journal, &loaded);
        let folder = keep::folder(self.everywhere)?.join("reports");
        let path = report::write_html(&folder, &journal, &card, &loaded)?;
        Ok(Msg::Notice(format!("report: {}", path.display())))
    }

    async fn fill_home(&mut self) {
        for msg in self.home().await {
            self.tell_plain(msg);
        }
    }

    /// What the library and the store hold.
    async fn home(&mut self) -> Vec<Msg> {
        let rows = match self.store().await {
            Ok(store) => store.list().await.map_err(Failure::from),
            Err(failure) => Err(failure),
        };
        let mut told = Vec::new();
        let rows = rows.unwrap_or_else(|failure| {
            told.push(Msg::Trouble(failure.says().to_owned()));
            Vec::new()
        });
        let (library, drills) = cards::cards(&rows);
        let items = match &self.store {
            Some(store) => store.follow_ups().await.unwrap_or_default(),
            None => Vec::new(),
        };
        let open = Msg::FollowUps(cards::follow_ups(items));
        told.extend([Msg::Library(library), Msg::Drills(drills), open]);
        told
    }

    async fn store(&mut self) -> Result<Store, Failure> {
        if let Some(store) = &self.store {
            return Ok(store.clone());
        }
        let store = keep::open(self.everywhere).await?;
        self.store = Some(store.clone());
        Ok(store)
    }
}

/// The next thing from a live drill; never, where there is none.
async fn next_of(live: Option<&mut Live>) -> News {
    match live {
        Some(live) => live.next().await,
        None => std::future::pending().await,
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
        crew: Some("mid".to_owned()),
        graded,
        coach,
        lang,
    }
}

pub(crate) fn lost(error: &std::io::Error) -> Failure {
    Failure::usage(format!("the terminal cannot be used: {error}"), "is TERM set, and is it there?")
}
