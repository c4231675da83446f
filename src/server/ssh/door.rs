//! What one ssh connection may do: log in by a key or a code, open one session with a terminal, and
//! nothing else. Identity is set once a signature or a code was good, never when a key is offered.

use std::borrow::Cow;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use russh::server::{
    Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Response, Session, VerifiedPublicKey,
};
use russh::{Channel, ChannelId, ChannelOpenFailure, ChannelWriteHalf, MethodKind, MethodSet, Pty};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::server::hall::keys::fingerprint;
use crate::server::hall::people::Person;
use crate::server::hall::{Hall, NotIn};
use crate::server::ssh::admission::{Fault, Ticket};
use crate::server::ssh::far::Far;
use crate::server::ssh::guest;
use crate::server::ssh::screen::clamped;

/// Codes somebody may try on one connection.
const TRIES_MAX: u32 = 3;
/// Deliveries of bytes that may wait to be read as keys; more are lost, as on a line that is full.
const DELIVERIES_MAX: usize = 16;

/// How far somebody has come.
#[derive(Debug, Default)]
enum Knock {
    /// Nothing is known.
    #[default]
    Stranger,
    /// They have signed, by this user name, with a key that nobody knows yet.
    Signed { user: String, fingerprint: String },
    /// They are in.
    In(Person),
}

/// The terminal of the session, as it was asked for.
#[derive(Debug)]
struct Wanted {
    term: String,
    size: watch::Sender<(u16, u16)>,
}

/// A session that was opened. What comes in is drained from its first moment, whether anybody takes it
/// or not: a peer that is not read would stall its connection, and nobody could cut it.
struct Opened {
    id: ChannelId,
    keys: mpsc::Receiver<Vec<u8>>,
    out: ChannelWriteHalf<Msg>,
}

impl Opened {
    fn of(channel: Channel<Msg>) -> Self {
        let id = channel.id();
        let (keys_in, keys) = mpsc::channel(DELIVERIES_MAX);
        let (mut read, out) = channel.split();
        tokio::spawn(async move {
            while let Some(message) = read.wait().await {
                match message {
                    russh::ChannelMsg::Data { data } => drop(keys_in.try_send(data.to_vec())),
                    russh::ChannelMsg::Eof | russh::ChannelMsg::Close => break,
                    _ => {}
                }
            }
        });
        Self { id, keys, out }
    }
}

/// One connection.
pub(super) struct Door {
    hall: Hall,
    ticket: Arc<Mutex<Ticket>>,
    knock: Knock,
    tries: u32,
    /// Told once they are in.
    admitted: Option<oneshot::Sender<()>>,
    /// Cuts the connection.
    cut: CancellationToken,
    session: Option<Opened>,
    /// Told once a shell was asked for.
    began: Option<oneshot::Sender<()>>,
    /// Whether a session was opened; there is no second one.
    opened: bool,
    wanted: Option<Wanted>,
}

impl Door {
    pub(super) fn new(
        hall: Hall,
        ticket: Arc<Mutex<Ticket>>,
        (admitted, began): (oneshot::Sender<()>, oneshot::Sender<()>),
        cut: CancellationToken,
    ) -> Self {
        Self {
            hall,
            ticket,
            knock: Knock::Stranger,
            tries: 0,
            admitted: Some(admitted),
            cut,
            session: None,
            began: Some(began),
            opened: false,
            wanted: None,
        }
    }

    fn ticket(&self) -> MutexGuard<'_, Ticket> {
        self.ticket.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn welcome(&mut self, person: Person) -> Auth {
        tracing::info!(name = %person.name(), pass = person.pass.name(), "logged in");
        self.knock = Knock::In(person);
        self.ticket().logged_in();
        if let Some(admitted) = self.admitted.take() {
            // The login clock may have run out at this very moment.
            let _heard = admitted.send(());
        }
        Auth::Accept
    }

    fn turn_away(&self) -> Auth {
        self.ticket().fault(Fault::Refused, Instant::now());
        refused(&[MethodKind::PublicKey, MethodKind::KeyboardInteractive])
    }

    /// The key they have signed with under this user name; under another one it is void.
    fn signed(&self, user: &str) -> Option<String> {
        match &self.knock {
            Knock::Signed { user: own, fingerprint } if own == user => Some(fingerprint.clone()),
            _ => None,
        }
    }

    async fn code(&mut self, user: &str, typed: &str) -> Auth {
        self.tries += 1;
        let signed = self.signed(user);
        let keys = self.hall.keys().clone();
        let let_in = keys.by_code(self.hall.store(), user, typed, signed.as_deref()).await;
        match let_in {
            Ok(person) => {
                self.hall.no_longer_shows(typed);
                self.way_back(&person).await;
                self.welcome(person)
            }
            Err(NotIn::Name) => asks(
                "That name is taken or cannot be shown. Leave and join as ssh OTHER-NAME@...; \
                 your code is still good.",
            ),
            Err(NotIn::Store(error)) => {
                tracing::error!(%error, "a code could not be read");
                asks("The host cannot read its store just now. Try again.")
            }
            Err(NotIn::Unknown) if self.tries < TRIES_MAX => {
                self.ticket().fault(Fault::Refused, Instant::now());
                asks("That is no code of this host, or it was used.")
            }
            Err(NotIn::Unknown) => self.turn_away(),
        }
    }

    /// Whoever has no key gets a code to come in again.
    async fn way_back(&self, person: &Person) {
        if person.has_key {
            return;
        }
        let keys = self.hall.keys();
        match keys.new_code(self.hall.store(), person.pass, Some(person.name())).await {
            Ok(code) => self.hall.shows_way_back(person, &code.written()),
            Err(error) => tracing::error!(%error, "no way back could be kept"),
        }
    }

    /// Whether a request is for the session that is open.
    fn is_mine(&self, channel: ChannelId) -> bool {
        self.session.as_ref().is_some_and(|own| own.id == channel)
    }

    fn begin(&mut self, person: Person, session: Opened) {
        if let Some(began) = self.began.take() {
            // Who waits for it may have given up at this very moment.
            let _heard = began.send(());
        }
        let Some(wanted) = &self.wanted else {
            tokio::spawn(say_and_close(session.out));
            return;
        };
        let far = Far {
            keys: session.keys,
            size: wanted.size.subscribe(),
            term: wanted.term.clone(),
            out: session.out,
            cut: self.cut.clone(),
        };
        let guest = self.hall.enter(person);
        tokio::spawn(guest::run(guest, far));
    }
}

/// A login that failed, and what may be tried next.
fn refused(methods: &[MethodKind]) -> Auth {
    Auth::Reject { proceed_with_methods: Some(MethodSet::from(methods)), partial_success: false }
}

/// Asks for a code.
fn asks(says: &'static str) -> Auth {
    Auth::Partial {
        name: Cow::Borrowed("firedrill"),
        instructions: Cow::Borrowed(says),
        prompts: Cow::Owned(vec![(Cow::Borrowed("Join code: "), true)]),
    }
}

async fn say_and_close(out: ChannelWriteHalf<Msg>) {
    let says = "firedrill needs a terminal: join with ssh -t.\r\n";
    // Whoever asked may be gone.
    drop(out.data_bytes(says.as_bytes()).await);
    drop(out.exit_status(1).await);
    drop(out.eof().await);
    drop(out.close().await);
}

impl Handler for Door {
    type Error = russh::Error;

    async fn auth_none(&mut self, _user: &str) -> Result<Auth, Self::Error> {
        Ok(refused(&[MethodKind::PublicKey, MethodKind::KeyboardInteractive]))
    }

    async fn auth_password(&mut self, _user: &str, _password: &str) -> Result<Auth, Self::Error> {
        Ok(self.turn_away())
    }

    async fn auth_publickey_offered(
        &mut self,
        _user: &str,
        offer: PublicKeyOffer<'_>,
    ) -> Result<Auth, Self::Error> {
        // What is offered is not proven: nothing may be remembered of it here.
        let keys = self.hall.keys();
        let known = keys.whose(&fingerprint(offer.public_key)).is_some();
        Ok(if known || keys.pins() { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(
        &mut self,
        user: &str,
        key: VerifiedPublicKey<'_>,
    ) -> Result<Auth, Self::Error> {
        let fingerprint = fingerprint(key.public_key);
        let keys = self.hall.keys().clone();
        if let Some(person) = keys.whose(&fingerprint) {
            return Ok(self.welcome(person));
        }
        if !keys.pins() {
            return Ok(self.turn_away());
        }
        self.knock = Knock::Signed { user: user.to_owned(), fingerprint };
        let methods = MethodSet::from(&[MethodKind::KeyboardInteractive][..]);
        Ok(Auth::Reject { proceed_with_methods: Some(methods), partial_success: true })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        user: &str,
        _submethods: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, Self::Error> {
        if self.tries >= TRIES_MAX {
            return Ok(self.turn_away());
        }
        let Some(mut response) = response else {
            return Ok(asks("The facilitator has a code for you; it works once."));
        };
        let typed = response.next().unwrap_or_default();
        let typed = String::from_utf8_lossy(typed.get(..128.min(typed.len())).unwrap_or_default());
        let typed = typed.into_owned();
        Ok(self.code(user, &typed).await)
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Self::Error> {
        if std::mem::replace(&mut self.opened, true) {
            reply.reject(ChannelOpenFailure::AdministrativelyProhibited).await;
            return Ok(());
        }
        self.session = Some(Opened::of(channel));
        reply.accept().await;
        Ok(())
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _pixels_wide: u32,
        _pixels_high: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        if !self.is_mine(channel) || self.wanted.is_some() {
            return session.channel_failure(channel);
        }
        let (size, _) = watch::channel(clamped(columns, rows));
        self.wanted = Some(Wanted { term: term.chars().take(64).collect(), size });
        session.channel_success(channel)
    }

    async fn shell_request(
        &mut self,
        channel: ChannelId,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        let person = match &self.knock {
            Knock::In(person) => person.clone(),
            _ => return session.channel_failure(channel),
        };
        if !self.is_mine(channel) {
            return session.channel_failure(channel);
        }
        session.channel_success(channel)?;
        if let Some(own) = self.session.take() {
            self.begin(person, own);
        }
        Ok(())
    }

    async fn window_change_request(
        &mut self,
        _channel: ChannelId,
        columns: u32,
        rows: u32,
        _pixels_wide: u32,
        _pixels_high: u32,
        _session: &mut Session,
    ) -> Result<(), Self::Error> {
        if let Some(wanted) = &self.wanted {
            wanted.size.send_if_modified(|size| {
                let fresh = clamped(columns, rows);
                std::mem::replace(size, fresh) != fresh
            });
        }
        Ok(())
    }

    async fn exec_request(
        &mut self,
        channel: ChannelId,
        _command: &[u8],
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn subsystem_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        _name: &str,
        _value: &str,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _single: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Result<(), Self::Error> {
        session.channel_failure(channel)
    }
}
