//! The screens on this terminal: keys in, frames out, and between them the room of a live drill.
//! It decides nothing: `tui` says what is wanted, this carries it out.

mod wishes;

use std::io::IsTerminal as _;
use std::process::ExitCode;
use std::time::Duration;

use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tokio_stream::StreamExt as _;

use crate::cli::ends::{Asked, Ends, stop_here};
use crate::cli::failure::Failure;
use crate::cli::live::Live;
use crate::cli::reel::Reel;
use crate::cli::setting::Wish;
use crate::cli::{Everywhere, appearance, keep, setting};
use crate::model::time::DrillTime;
use crate::room::Answer;
use crate::room::sitting::News;
use crate::store::Store;
use crate::tui::terminal::Session as Screen;
use crate::tui::{Intent, Model, Msg, ScenarioCard, update};

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
    Asked(Asked),
}

impl<'a> Session<'a> {
    fn open(everywhere: &'a Everywhere) -> Result<Self, Failure> {
        let (settings, trouble) = appearance::settings(everywhere);
        let screen = Screen::enter(settings.mouse).map_err(|error| lost(&error))?;
        let mut model = Model::new(settings, &setting::player_name(None));
        if let Some(says) = trouble {
            update(&mut model, Msg::Trouble(says));
        }
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
                asked = ends.asked() => Woken::Asked(asked),
                event = keys.next() => match event {
                    Some(Ok(event)) => Woken::Key(event),
                    Some(Err(_)) | None => Woken::Gone,
                },
                news = next_of(self.live.as_mut()) => Woken::News(news),
                _ = motion.tick(), if moving => Woken::Tick,
            };
            match woken {
                Woken::Key(event) if is_stop(&event) => self.stop()?,
                Woken::Asked(Asked::Stop) => self.stop()?,
                Woken::Asked(Asked::Wake) => self.screen.reclaim().map_err(|error| lost(&error))?,
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
                Woken::Gone | Woken::Asked(Asked::End) => break,
            }
            self.draw()?;
        }
        Ok(())
    }

    /// Stops the program and gives the terminal back meanwhile. The clock of a drill goes on, as it
    /// does in life: `/pause` is for that.
    fn stop(&mut self) -> Result<(), Failure> {
        self.screen.lend().map_err(|error| lost(&error))?;
        stop_here().map_err(|error| lost(&error))?;
        self.screen.reclaim().map_err(|error| lost(&error))
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
                    // Nothing may cover what an abort says: somebody is needed elsewhere.
                    Some(_) if self.model.is_aborted() => {}
                    Some(drill) => self.look_back(&drill).await,
                    None => self.look().await,
                }
            }
            News::Answered(Ok(Answer::Refused(refusal))) => {
                self.tell(Msg::Refused { says: refusal.says, at: 0 }).await;
                self.look().await;
            }
            News::Answered(Err(unsent)) => {
                self.tell(Msg::Refused { says: unsent.to_string().as_str().into(), at: 0 }).await;
            }
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
        let ended = view.ended.clone();
        let drill = live.drill.clone();
        self.tell(Msg::View(view)).await;
        if let Some(reason) = ended {
            if reason == "abort" {
                self.aborted(drill.as_str()).await;
            } else {
                self.look_back(drill.as_str()).await;
            }
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
}

/// Whether a key asks to stop the program, as it does wherever a terminal is not read key by key.
fn is_stop(event: &Event) -> bool {
    let stop =
        |key: &KeyEvent| key.code == KeyCode::Char('z') && key.modifiers == KeyModifiers::CONTROL;
    matches!(event, Event::Key(key) if stop(key) && key.kind != KeyEventKind::Release)
}

/// The next thing from a live drill; never, where there is none.
async fn next_of(live: Option<&mut Live>) -> News {
    match live {
        Some(live) => live.next().await,
        None => std::future::pending().await,
    }
}

pub(crate) fn lost(error: &std::io::Error) -> Failure {
    Failure::usage(format!("the terminal cannot be used: {error}"), "is TERM set, and is it there?")
}
