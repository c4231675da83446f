//! Somebody on the screens over ssh: keys in, frames out, and between them the lobby and the drill.
//! The screens say what is wanted, this carries it out. It never waits for a slow terminal: frames
//! are skipped before they are drawn, and who does not read at all is cut.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use crossterm::event::{Event, KeyEventKind};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::model::id::{DrillId, SeatId};
use crate::model::text::Text;
use crate::room::Answer;
use crate::room::sitting::News;
use crate::server::hall::people::Pass;
use crate::server::hall::{Ask, Guest, Hosted};
use crate::server::ssh::far::{self, Far, SEND_MAX};
use crate::server::ssh::framer::{Framer, SILENCE};
use crate::server::ssh::screen::Screen;
use crate::server::stay::{Happening, Stay};
use crate::tui::{
    Debriefing, Depth, Glyphs, HostIntent, HostMsg, Hosting, Intent, Model, Msg, Settings, goodbye,
    update,
};

/// The least time between two frames for the player's own keys.
const OWN_EVERY: Duration = Duration::from_millis(33);
/// The least time between two frames for what others did.
const OTHERS_EVERY: Duration = Duration::from_millis(100);
/// Keys that wait to be acted on; more at once are no person's.
const KEYS_WAITING_MAX: usize = 256;
/// Keys acted on before others have their turn.
const KEYS_A_TURN: usize = 16;
/// Keys a second that are acted on; a held key sends thirty, a wheel a hundred.
const KEYS_A_SECOND: f64 = 400.0;
/// How long the far side may take to hang up after goodbye.
const HANG_UP_MAX: Duration = Duration::from_secs(2);
/// Redraws while something moves.
const MOTION: Duration = Duration::from_millis(200);

/// Runs until they leave.
pub(super) async fn run(guest: Guest, far: Far) {
    let Far { keys, size, term, out, cut } = far;
    let (frames, waiting) = mpsc::channel(1);
    let writer = tokio::spawn(far::write(out, waiting, cut.clone()));
    let name = guest.person.name().to_owned();
    let keys = match Session::new(guest, (keys, size), &term, frames, cut.clone()) {
        Ok(mut session) => {
            session.run().await;
            tracing::info!(%name, "left");
            Some(session.keys)
        }
        Err(error) => {
            tracing::error!(%name, %error, "no screen");
            None
        }
    };
    // Its frames are sent, or the line is cut.
    drop(writer.await);
    if let Some(mut keys) = keys {
        // What was sent last is still under way: the far side hangs up once it has it.
        let hung_up = async { while keys.recv().await.is_some() {} };
        drop(timeout(HANG_UP_MAX, hung_up).await);
    }
    cut.cancel();
}

struct Session {
    guest: Guest,
    keys: mpsc::Receiver<Vec<u8>>,
    size: watch::Receiver<(u16, u16)>,
    frames: mpsc::Sender<Vec<u8>>,
    cut: CancellationToken,
    framer: Framer,
    /// Keys that were not acted on yet.
    waiting: VecDeque<Event>,
    /// Keys that may be acted on now, as of a moment.
    allowance: (f64, Instant),
    /// Whether the far side has another size than was drawn last.
    sized: bool,
    screen: Screen,
    model: Model,
    stay: Option<Stay>,
    /// The drill they went to the lobby from.
    left: Option<DrillId>,
    /// Whether somebody of the drill is not there.
    misses: bool,
    began: Instant,
    /// When the next frame is wanted, where something has changed.
    wanted: Option<Instant>,
    /// When the last one was drawn.
    drawn: Instant,
    over: Option<String>,
}

/// What woke the loop.
enum Woken {
    Turn,
    Keys(Option<Vec<u8>>),
    Silence,
    Size,
    Hall,
    Drill(Happening),
    Tick,
    Frame,
    Closing,
}

impl Session {
    fn new(
        guest: Guest,
        (keys, size): (mpsc::Receiver<Vec<u8>>, watch::Receiver<(u16, u16)>),
        term: &str,
        frames: mpsc::Sender<Vec<u8>>,
        cut: CancellationToken,
    ) -> std::io::Result<Self> {
        let glyphs = if term == "linux" { Glyphs::Ascii } else { Glyphs::Unicode };
        let every = term.contains("direct") || term.contains("kitty") || term.contains("ghostty");
        let depth = if every { Depth::Every } else { Depth::Of256 };
        let settings = Settings { glyphs, depth, mouse: false, ..Settings::default() };
        let at = *size.borrow();
        let screen = Screen::enter(at, settings.mouse)?;
        let mut model = Model::new(settings, guest.person.name());
        update(&mut model, Msg::Resize(at.0, at.1));
        update(&mut model, Msg::Host(HostMsg::Lobby(Box::new(guest.hall().lobby(&guest.person)))));
        let began = Instant::now();
        Ok(Self {
            guest,
            keys,
            size,
            frames,
            cut,
            framer: Framer::default(),
            waiting: VecDeque::new(),
            allowance: (KEYS_A_SECOND, began),
            sized: false,
            screen,
            model,
            stay: None,
            left: None,
            misses: false,
            began,
            wanted: Some(began),
            drawn: began,
            over: None,
        })
    }

    async fn run(&mut self) {
        let mut hall = self.guest.hall().changed();
        let mut motion = interval(MOTION);
        motion.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut silence: Option<Instant> = None;
        self.belongs();
        while self.over.is_none() {
            let moving = self.model.is_moving();
            let busy = !self.waiting.is_empty();
            let woken = tokio::select! {
                biased;
                () = self.cut.cancelled() => Woken::Closing,
                () = tokio::task::yield_now(), if busy => Woken::Turn,
                bytes = self.keys.recv() => Woken::Keys(bytes),
                () = sleep_until(silence.unwrap_or(self.began)), if silence.is_some() => Woken::Silence,
                changed = self.size.changed() => if changed.is_ok() { Woken::Size } else { Woken::Closing },
                _ = hall.changed() => Woken::Hall,
                happening = next_of(self.stay.as_mut()) => Woken::Drill(happening),
                _ = motion.tick(), if moving => Woken::Tick,
                () = due(self.wanted, &self.frames) => Woken::Frame,
            };
            match woken {
                Woken::Turn => self.turn().await,
                Woken::Keys(Some(bytes)) => {
                    self.typed(&bytes);
                    silence = self.framer.waits().then(|| Instant::now() + SILENCE);
                }
                Woken::Silence => {
                    let Self { framer, waiting, .. } = self;
                    framer.silence(|event| waiting.push_back(event));
                    silence = None;
                }
                Woken::Size => self.resized(),
                Woken::Hall => self.hall_changed(),
                Woken::Drill(Happening::News(news)) => self.news(news).await,
                Woken::Drill(Happening::Judged(card)) => {
                    self.tell(Msg::Host(HostMsg::Judged(card))).await;
                    self.want(OTHERS_EVERY);
                }
                Woken::Tick => {
                    let millis = u64::try_from(self.began.elapsed().as_millis());
                    self.tell(Msg::Tick(millis.unwrap_or(u64::MAX))).await;
                    self.want(OTHERS_EVERY);
                }
                Woken::Frame => self.draw(),
                Woken::Keys(None) | Woken::Closing => return,
            }
        }
        self.say_goodbye().await;
    }

    /// A frame is wanted, no sooner than `after` the last one.
    fn want(&mut self, after: Duration) {
        let at = self.drawn + after;
        self.wanted = Some(self.wanted.map_or(at, |own| own.min(at)));
    }

    fn draw(&mut self) {
        self.wanted = None;
        self.drawn = Instant::now();
        if std::mem::take(&mut self.sized) {
            let (columns, rows) = *self.size.borrow();
            update(&mut self.model, Msg::Resize(columns, rows));
            if self.screen.resize((columns, rows)).is_err() {
                self.over = Some(String::new());
            }
        }
        if let Err(error) = self.screen.draw(&self.model) {
            tracing::error!(%error, "a frame could not be drawn");
            self.over = Some(String::new());
            return;
        }
        // There was room a moment ago, and nobody else sends.
        drop(self.frames.try_send(self.screen.take()));
    }

    async fn say_goodbye(&mut self) {
        let says = self.over.take().unwrap_or_default();
        if self.screen.leave(&says).is_ok() {
            drop(timeout(SEND_MAX, self.frames.send(self.screen.take())).await);
        }
    }

    /// Takes keys in, as many as a person could have pressed.
    fn typed(&mut self, bytes: &[u8]) {
        let (left, since) = self.allowance;
        let now = Instant::now();
        let fresh = now.duration_since(since).as_secs_f64() * KEYS_A_SECOND;
        let mut left = (left + fresh).min(KEYS_A_SECOND);
        let Self { framer, waiting, .. } = self;
        framer.feed(bytes, |event| {
            if left >= 1.0 && waiting.len() < KEYS_WAITING_MAX {
                left -= 1.0;
                waiting.push_back(event);
            }
        });
        self.allowance = (left, now);
    }

    /// Acts on some of the keys that wait.
    async fn turn(&mut self) {
        for _ in 0..KEYS_A_TURN {
            let msg = match self.waiting.pop_front() {
                None => break,
                Some(Event::Key(key)) if key.kind != KeyEventKind::Release => Msg::Key(key),
                Some(Event::Mouse(mouse)) => Msg::Mouse(mouse),
                Some(Event::Paste(text)) => Msg::Paste(text),
                Some(_) => continue,
            };
            self.tell(msg).await;
        }
        self.want(OWN_EVERY);
    }

    /// The far side has another size: the next frame is drawn for it, not more than ten times a
    /// second.
    fn resized(&mut self) {
        self.size.borrow_and_update();
        self.sized = true;
        self.want(OTHERS_EVERY);
    }

    fn hall_changed(&mut self) {
        if !self.guest.is_newest() {
            self.over = Some(goodbye::newer_elsewhere(self.model.settings().lang).to_owned());
            return;
        }
        match &self.stay {
            None => {
                self.tell_lobby();
                self.belongs();
            }
            Some(_) => self.who_is_away(),
        }
        self.want(OTHERS_EVERY);
    }

    /// Who of the drill is not there.
    fn who_is_away(&mut self) {
        let Some(stay) = &self.stay else { return };
        let away = self.guest.hall().offline(stay.hosted());
        self.misses = !away.is_empty();
        update(&mut self.model, Msg::Host(HostMsg::Offline(away)));
    }

    /// What stands in the lobby now.
    fn tell_lobby(&mut self) {
        let lobby = self.guest.hall().lobby(&self.guest.person);
        update(&mut self.model, Msg::Host(HostMsg::Lobby(Box::new(lobby))));
    }

    /// Goes to the drill at whose table they sit, if there is one that they have not left.
    fn belongs(&mut self) {
        if let Some(hosted) = self.guest.hall().place(&self.guest.person)
            && self.left.as_ref() != Some(&hosted.drill)
        {
            self.join(hosted);
        }
    }

    fn join(&mut self, hosted: Arc<Hosted>) {
        let chair = hosted.chair(&self.guest.person.named);
        let mut stay = Stay::new(hosted, chair);
        let msg = stay.look();
        self.stay = Some(stay);
        update(&mut self.model, msg);
        self.who_is_away();
        self.want(OWN_EVERY);
    }

    async fn news(&mut self, news: News) {
        match news {
            News::Moved => {
                if self.misses {
                    self.who_is_away();
                }
                self.look().await;
            }
            News::Answered(Ok(Answer::Taken(_))) => {
                self.tell(Msg::Sent).await;
                self.look().await;
            }
            News::Answered(Ok(Answer::Refused(refusal))) => {
                self.tell(Msg::Refused { says: refusal.says, at: 0 }).await;
                self.look().await;
            }
            News::Answered(Err(unsent)) => {
                self.tell(Msg::Refused { says: unsent.to_string().as_str().into(), at: 0 }).await;
            }
            News::Closed => {
                self.over = Some(goodbye::host_closes(self.model.settings().lang).to_owned());
            }
        }
        self.want(OTHERS_EVERY);
    }

    /// Shows what is to be seen now.
    async fn look(&mut self) {
        if let Some(msg) = self.sight().await {
            self.tell(msg).await;
        }
    }

    /// What is to be seen now; the debrief once the drill is over.
    async fn sight(&mut self) -> Option<Msg> {
        let stay = self.stay.as_mut()?;
        if !stay.has_ended() {
            return Some(stay.look());
        }
        let hosted = Arc::clone(stay.hosted());
        if let Some((who, why)) = hosted.aborted() {
            return Some(Msg::Aborted { who, why });
        }
        // Who plays rates before the numbers, whatever others have done; nobody else has to.
        let rated = stay.player().is_none_or(|own| hosted.has_rated(own));
        let at = Some(if stay.steers() { Hosting::Steers } else { Hosting::Looks });
        Some(match self.guest.hall().debrief(&hosted).await {
            Ok(told) => {
                Msg::Debrief(Box::new(Debriefing { rated, at, ..Debriefing::clone(&told) }))
            }
            Err(says) => Msg::Trouble(says),
        })
    }

    /// Lets the screens take something in, and carries out what they ask for.
    async fn tell(&mut self, msg: Msg) {
        let mut asked: std::collections::VecDeque<Intent> = update(&mut self.model, msg).into();
        while let Some(intent) = asked.pop_front() {
            if let Some(msg) = self.carry_out(intent).await {
                asked.extend(update(&mut self.model, msg));
            }
        }
    }

    async fn carry_out(&mut self, intent: Intent) -> Option<Msg> {
        match intent {
            Intent::Send(line) => {
                if let Some(stay) = &mut self.stay {
                    stay.send(line);
                }
            }
            Intent::Host(asked) => return self.asked(asked).await,
            Intent::Leave => {
                self.left = self.stay.take().map(|stay| stay.hosted().drill.clone());
                self.tell_lobby();
                return Some(Msg::Host(HostMsg::ToLobby));
            }
            Intent::Quit => {
                self.over = Some(goodbye::goodbye(self.model.settings().lang).to_owned());
            }
            Intent::Bell => drop(self.screen.bell()),
            Intent::Keep(settings) => drop(self.screen.mouse(settings.mouse)),
            Intent::Repaint => {
                let size = *self.size.borrow();
                drop(self.screen.resize(size));
            }
            _ => {}
        }
        None
    }

    /// Carries out what is asked of the host.
    async fn asked(&mut self, asked: HostIntent) -> Option<Msg> {
        let refused = match asked {
            HostIntent::Table(number, Ask::Watch) => {
                self.join(self.guest.hall().drill_at(number)?);
                return self.sight().await;
            }
            HostIntent::Table(number, ask) => self.table(number, ask).await,
            HostIntent::Invite => {
                let person = self.guest.person.clone();
                self.guest.hall().code(&person, Pass::Player).await
            }
            HostIntent::Shoulder(player) => {
                return self.stay.as_mut().map(|stay| stay.shoulder(Some(&player)));
            }
            HostIntent::Unshoulder => return self.stay.as_mut().map(|stay| stay.shoulder(None)),
            HostIntent::NextSeat => return self.stay.as_mut().map(Stay::next_seat),
        };
        refused.err().map(|says| self.trouble(&says))
    }

    fn trouble(&self, says: &Text) -> Msg {
        Msg::Trouble(says.get(self.model.settings().lang).to_owned())
    }

    async fn table(&mut self, number: u32, ask: Ask) -> Result<(), Text> {
        let hall = self.guest.hall().clone();
        let person = self.guest.person.clone();
        match ask {
            Ask::Sit(seat) => {
                let seat = SeatId::from(seat);
                if hall.sits(&person, number, &seat) {
                    hall.stand(&person);
                    return Ok(());
                }
                hall.sit(&person, number, &seat)
            }
            Ask::Start => hall.start(&person, number).await,
            Ask::Crew => hall.turn(&person, number, true),
            Ask::Graded => hall.turn(&person, number, false),
            Ask::Anew => hall.anew(&person, number),
            Ask::Watch => Ok(()),
        }
    }
}

/// The next thing from a drill; never, where there is none.
async fn next_of(stay: Option<&mut Stay>) -> Happening {
    match stay {
        Some(stay) => stay.next().await,
        None => std::future::pending().await,
    }
}

/// Waits until a frame is wanted and the far side has taken the last one; never, where none is.
async fn due(wanted: Option<Instant>, frames: &mpsc::Sender<Vec<u8>>) {
    match wanted {
        Some(at) => {
            sleep_until(at).await;
            // Reserved only to know that the far side is ready; one that is gone is noticed by the cut.
            if frames.reserve().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
        None => std::future::pending().await,
    }
}
