//! Somebody who joins a host over ssh: logs in, types, reads the screen as an independent terminal
//! draws it. It knows nothing of firedrill but what a player knows.

#![expect(clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use russh::client::{self, AuthResult, Handle, KeyboardInteractiveAuthResponse as Asked, Msg};
use russh::keys::{PrivateKey, PrivateKeyWithHashAlg, PublicKeyOrCertificate};
use russh::{Channel, ChannelMsg, ChannelWriteHalf, Disconnect};
use tokio::net::{TcpStream, ToSocketAddrs};
use tokio::sync::watch;
use tokio::time::timeout;

/// How long anything is waited for before that is a failure.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Trusts whatever host answers: it was started a moment ago.
#[derive(Debug)]
pub struct Trusting;

impl client::Handler for Trusting {
    type Error = russh::Error;

    async fn check_server_key(
        &mut self,
        _key: &PublicKeyOrCertificate,
    ) -> Result<bool, Self::Error> {
        Ok(true)
    }
}

/// What a host says of itself once its doors are open, in JSON: where people join, and the codes of
/// players.
///
/// # Panics
/// It says something else.
#[must_use]
pub fn opened(line: &str) -> (SocketAddr, Vec<String>) {
    let opened: serde_json::Value = serde_json::from_str(line).expect("how to join");
    let at = opened["ssh"].as_str().and_then(|own| own.parse().ok()).expect("an address");
    let codes = opened["codes"].as_array().into_iter().flatten();
    let players = codes.filter(|own| own["pass"] == "player");
    (at, players.filter_map(|own| Some(own["code"].as_str()?.to_owned())).collect())
}

/// By what somebody logs in.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// A key that the host knows.
    Key(&'a Arc<PrivateKey>),
    /// A code.
    Code(&'a str),
    /// A code, with a key that is to be pinned.
    Both(&'a Arc<PrivateKey>, &'a str),
}

/// A new key.
///
/// # Panics
/// The system has no randomness.
#[must_use]
pub fn new_key() -> Arc<PrivateKey> {
    let made = PrivateKey::random(&mut rand::rng(), russh::keys::Algorithm::Ed25519);
    Arc::new(made.expect("a key"))
}

/// A connection that may be logged in.
#[expect(missing_debug_implementations, reason = "a handle of the protocol shows nothing")]
pub struct Caller {
    /// The connection.
    pub handle: Handle<Trusting>,
}

impl Caller {
    /// Connects.
    ///
    /// # Errors
    /// Nobody answers, or they hang up.
    pub async fn call(to: impl ToSocketAddrs) -> Result<Self, russh::Error> {
        let stream = TcpStream::connect(to).await?;
        stream.set_nodelay(true)?;
        let config = client::Config {
            window_size: 256 * 1024,
            inactivity_timeout: None,
            ..client::Config::default()
        };
        let handle = client::connect_stream(Arc::new(config), stream, Trusting).await?;
        Ok(Self { handle })
    }

    /// Logs in; whether that was allowed.
    ///
    /// # Errors
    /// The host hangs up.
    pub async fn log_in(&mut self, name: &str, by: By<'_>) -> Result<bool, russh::Error> {
        match by {
            By::Key(key) => Ok(self.sign(name, key).await?.success()),
            By::Code(code) => self.code(name, code).await,
            By::Both(key, code) => {
                if self.sign(name, key).await?.success() {
                    return Ok(true);
                }
                self.code(name, code).await
            }
        }
    }

    /// Signs with a key.
    ///
    /// # Errors
    /// The host hangs up.
    pub async fn sign(
        &mut self,
        name: &str,
        key: &Arc<PrivateKey>,
    ) -> Result<AuthResult, russh::Error> {
        let key = PrivateKeyWithHashAlg::new(Arc::clone(key), None);
        self.handle.authenticate_publickey(name, key).await
    }

    async fn code(&mut self, name: &str, code: &str) -> Result<bool, russh::Error> {
        let mut asked =
            self.handle.authenticate_keyboard_interactive_start(name, None::<String>).await?;
        let mut said = false;
        loop {
            match asked {
                Asked::Success => return Ok(true),
                Asked::Failure { .. } => return Ok(false),
                // Asked again: that was no good code.
                Asked::InfoRequest { .. } if said => return Ok(false),
                Asked::InfoRequest { .. } => {
                    said = true;
                    let answers = vec![code.to_owned()];
                    asked = self.handle.authenticate_keyboard_interactive_respond(answers).await?;
                }
            }
        }
    }

    /// Opens a session with a terminal of this size: columns, rows.
    ///
    /// # Errors
    /// The host refuses.
    pub async fn sit_down(self, size: (u32, u32)) -> Result<Guest, russh::Error> {
        let channel = self.handle.channel_open_session().await?;
        channel.request_pty(true, "xterm-256color", size.0, size.1, 0, 0, &[]).await?;
        channel.request_shell(true).await?;
        Ok(Guest::new(self.handle, channel, size))
    }
}

/// What a guest has seen.
struct Seen {
    screen: Mutex<vt100::Parser>,
    /// Every byte that came.
    bytes: Mutex<Vec<u8>>,
    keeps: AtomicBool,
}

/// Looks at the screen of a guest who goes on typing.
#[derive(Clone)]
#[expect(missing_debug_implementations, reason = "a terminal shows nothing")]
pub struct Eyes {
    seen: Arc<Seen>,
    drawn: watch::Receiver<u64>,
}

impl Eyes {
    /// Waits until the screen shows something; false if the host hangs up or it takes too long.
    pub async fn see(&mut self, what: &str) -> bool {
        let seen = Arc::clone(&self.seen);
        let holds = || lock(&seen.screen).screen().contents().contains(what);
        timeout(PATIENCE, self.drawn.wait_for(|_| holds())).await.is_ok_and(|own| own.is_ok())
    }
}

/// Somebody at a terminal.
#[expect(missing_debug_implementations, reason = "a handle of the protocol shows nothing")]
pub struct Guest {
    handle: Handle<Trusting>,
    write: ChannelWriteHalf<Msg>,
    seen: Arc<Seen>,
    /// Counts deliveries; gone with the connection.
    drawn: watch::Receiver<u64>,
}

impl Guest {
    fn new(handle: Handle<Trusting>, channel: Channel<Msg>, (columns, rows): (u32, u32)) -> Self {
        let (mut read, write) = channel.split();
        // Whatever is asked for, no terminal of ours is larger.
        let size = |own: u32| {
            NonZero::new(u16::try_from(own.min(500)).unwrap_or(1)).unwrap_or(NonZero::<u16>::MIN)
        };
        let seen = Arc::new(Seen {
            screen: Mutex::new(vt100::Parser::new(size(rows), size(columns), 0)),
            bytes: Mutex::default(),
            keeps: AtomicBool::new(true),
        });
        let (tell, drawn) = watch::channel(0);
        let into = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Some(message) = read.wait().await {
                if let ChannelMsg::Data { data } = message {
                    lock(&into.screen).process(&data);
                    if into.keeps.load(Ordering::Relaxed) {
                        lock(&into.bytes).extend_from_slice(&data);
                    }
                    tell.send_modify(|count| *count += 1);
                }
            }
        });
        Self { handle, write, seen, drawn }
    }

    /// Joins in one go.
    ///
    /// # Panics
    /// The host does not let them in.
    pub async fn join(to: impl ToSocketAddrs, name: &str, by: By<'_>, size: (u32, u32)) -> Self {
        let mut caller = Caller::call(to).await.expect("a host that answers");
        assert!(caller.log_in(name, by).await.expect("a host that stays"), "{name} is not let in");
        caller.sit_down(size).await.expect("a terminal")
    }

    /// Their screen, to look at while they type.
    #[must_use]
    pub fn eyes(&self) -> Eyes {
        Eyes { seen: Arc::clone(&self.seen), drawn: self.drawn.clone() }
    }

    /// Keeps no byte from now on.
    pub fn forgets(&self) {
        *lock(&self.seen.bytes) = Vec::new();
        self.seen.keeps.store(false, Ordering::Relaxed);
    }

    /// Joins, takes a terminal, and never reads a byte of it.
    ///
    /// # Panics
    /// The host does not let them in.
    pub async fn stall(
        to: impl ToSocketAddrs,
        name: &str,
        by: By<'_>,
        size: (u32, u32),
    ) -> (Handle<Trusting>, Channel<Msg>) {
        let mut caller = Caller::call(to).await.expect("a host that answers");
        assert!(caller.log_in(name, by).await.expect("a host that stays"), "{name} is not let in");
        let channel = caller.handle.channel_open_session().await.expect("a session");
        channel.request_pty(true, "xterm", size.0, size.1, 0, 0, &[]).await.expect("a terminal");
        channel.request_shell(true).await.expect("a shell");
        (caller.handle, channel)
    }

    /// Types.
    ///
    /// # Panics
    /// The connection is gone.
    pub async fn types(&self, keys: &str) {
        self.write.data_bytes(keys.as_bytes().to_vec()).await.expect("a connection");
    }

    /// Another size: columns, rows.
    ///
    /// # Panics
    /// The connection is gone.
    pub async fn resize(&self, columns: u16, rows: u16) {
        let size = |own| NonZero::new(own).unwrap_or(NonZero::<u16>::MIN);
        lock(&self.seen.screen).screen_mut().set_size(size(rows), size(columns));
        let (wide, high) = (u32::from(columns), u32::from(rows));
        self.write.window_change(wide, high, 0, 0).await.expect("a connection");
    }

    /// What stands on the screen.
    #[must_use]
    pub fn screen(&self) -> String {
        lock(&self.seen.screen).screen().contents()
    }

    /// Every byte that came.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        lock(&self.seen.bytes).clone()
    }

    /// Waits until the screen shows something.
    ///
    /// # Panics
    /// It does not in [`PATIENCE`], or the host hangs up first.
    pub async fn sees(&mut self, what: &str) {
        self.waits(what, |screen| screen.contains(what)).await;
    }

    /// Types, where somebody still listens; whether that was so.
    pub async fn tries(&self, keys: &str) -> bool {
        self.write.data_bytes(keys.as_bytes().to_vec()).await.is_ok()
    }

    /// Waits until the screen shows something; false if the host hangs up first.
    ///
    /// # Panics
    /// Neither happens in [`PATIENCE`].
    pub async fn shows(&mut self, what: &str) -> bool {
        let seen = Arc::clone(&self.seen);
        let holds = || lock(&seen.screen).screen().contents().contains(what);
        let told = timeout(PATIENCE, self.drawn.wait_for(|_| holds())).await.map(|own| own.is_ok());
        let Ok(told) = told else { panic!("waited in vain for {what:?} on\n{}", self.screen()) };
        told || holds()
    }

    /// Waits until the screen no longer shows something.
    ///
    /// # Panics
    /// It does in [`PATIENCE`], or the host hangs up first.
    pub async fn no_longer_sees(&mut self, what: &str) {
        self.waits(what, |screen| !screen.contains(what)).await;
    }

    async fn waits(&mut self, what: &str, holds: impl Fn(&str) -> bool) {
        let seen = Arc::clone(&self.seen);
        let screen = || lock(&seen.screen).screen().contents();
        let waited = timeout(PATIENCE, self.drawn.wait_for(|_| holds(&screen()))).await;
        let held = matches!(waited, Ok(Ok(_))) || holds(&screen());
        assert!(held, "waited in vain for {what:?} on\n{}", screen());
    }

    /// Waits until the host hangs up.
    ///
    /// # Panics
    /// It does not in [`PATIENCE`].
    pub async fn is_cut(&mut self) {
        let gone = async { while self.drawn.changed().await.is_ok() {} };
        timeout(PATIENCE, gone).await.expect("a host that hangs up");
    }

    /// Hangs up without a word.
    pub async fn hangs_up(self) {
        // Gone either way.
        drop(self.handle.disconnect(Disconnect::ByApplication, "", "").await);
    }
}

fn lock<T>(own: &Mutex<T>) -> MutexGuard<'_, T> {
    own.lock().unwrap_or_else(PoisonError::into_inner)
}
