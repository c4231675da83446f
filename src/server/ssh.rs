//! The ssh door: connections accepted within limits, a login that ends in time, then a guest on the
//! screens. Everything ssh can do besides is refused in `door`.

pub mod admission;
mod door;
mod far;
pub mod framer;
mod guest;
pub mod hostkey;
pub mod screen;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use russh::keys::PrivateKey;
use russh::server::{Config, run_stream};
use russh::{MethodKind, MethodSet, Preferred, SshId, compression};
use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::server::accept::accept;
use crate::server::hall::Hall;
use crate::server::line::Line;
use crate::server::ssh::admission::{Admission, Fault};
use crate::server::ssh::door::Door;

/// How long a login may take: a host key to be confirmed, a code to be pasted.
pub const LOGIN_GRACE: Duration = Duration::from_mins(1);
/// How long somebody who is in may take to ask for a terminal.
const SHELL_MAX: Duration = Duration::from_secs(30);
/// How long the first line of the protocol is waited for.
const GREETING: Duration = Duration::from_secs(10);
/// A peer that answers none of three such probes is gone. The system sends them: a request of the
/// protocol's own before the login ends OpenSSH's client, which is still asking for a code.
const KEEPALIVE: Duration = Duration::from_secs(15);

/// The ssh door.
#[derive(Clone, Debug)]
pub struct Ssh {
    hall: Hall,
    config: Arc<Config>,
    admission: Admission,
    grace: Duration,
    closing: CancellationToken,
    tasks: TaskTracker,
}

impl Ssh {
    /// A door to this hall.
    #[must_use]
    pub fn new(hall: Hall, key: PrivateKey, admission: Admission) -> Self {
        Self {
            hall,
            config: Arc::new(config(key)),
            admission,
            grace: LOGIN_GRACE,
            closing: CancellationToken::new(),
            tasks: TaskTracker::new(),
        }
    }

    /// The same door with another time to log in.
    #[must_use]
    pub fn with_grace(self, grace: Duration) -> Self {
        Self { grace, ..self }
    }

    /// Connections, and those among them that have not logged in.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        self.admission.counts()
    }

    /// Accepts connections until the door is closed.
    pub async fn serve(&self, listener: TcpListener) {
        accept(listener, &self.closing, |stream, from| self.knock(stream, from)).await;
    }

    fn knock(&self, stream: TcpStream, from: SocketAddr) {
        let ticket = match self.admission.knock(from.ip(), Instant::now(), rand::random()) {
            Ok(ticket) => ticket,
            Err(turned) => {
                tracing::debug!(%from, ?turned, "turned away");
                return;
            }
        };
        // Keys and frames are small and must not wait for each other.
        let probes =
            TcpKeepalive::new().with_time(KEEPALIVE).with_interval(KEEPALIVE).with_retries(3);
        let fit = stream
            .set_nodelay(true)
            .and_then(|()| SockRef::from(&stream).set_tcp_keepalive(&probes));
        if let Err(error) = fit {
            tracing::debug!(%error, "a connection was gone at once");
            return;
        }
        let own = self.clone();
        self.tasks.spawn(async move { own.connection(stream, from, ticket).await });
    }

    async fn connection(&self, stream: TcpStream, from: SocketAddr, ticket: admission::Ticket) {
        let cut = self.closing.child_token();
        let (admitted_out, mut admitted) = oneshot::channel();
        let (began_out, mut began) = oneshot::channel();
        let ticket = Arc::new(std::sync::Mutex::new(ticket));
        let door = Door::new(
            self.hall.clone(),
            Arc::clone(&ticket),
            (admitted_out, began_out),
            cut.clone(),
        );
        let line = Line::new(stream, cut.clone());
        let fault = |fault| {
            let ticket = ticket.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            ticket.fault(fault, Instant::now());
        };
        let begun = timeout(GREETING, run_stream(Arc::clone(&self.config), line, door)).await;
        let mut session = match begun {
            Ok(Ok(session)) => session,
            // A port that is looked at, as monitors do, is no breach.
            Ok(Err(error)) if !broke_protocol(&error) => return,
            Ok(Err(_)) => return fault(Fault::Broken),
            Err(_) => return fault(Fault::Silent),
        };
        let is_in = tokio::select! {
            ended = &mut session => {
                tracing::debug!(%from, ?ended, "left before logging in");
                if ended.is_err_and(|error| broke_protocol(&error)) {
                    fault(Fault::Broken);
                }
                return;
            }
            heard = timeout(self.grace, &mut admitted) => heard.is_ok_and(|own| own.is_ok()),
        };
        if is_in {
            // Who logs in and never asks for a terminal holds a place for nothing.
            tokio::select! {
                _ = &mut session => return,
                heard = timeout(SHELL_MAX, &mut began) => {
                    if !heard.is_ok_and(|own| own.is_ok()) {
                        cut.cancel();
                    }
                }
            }
        } else {
            fault(Fault::Silent);
            cut.cancel();
        }
        if let Err(error) = session.await {
            tracing::debug!(%from, %error, "a connection ended");
        }
        cut.cancel();
    }

    /// Closes the door: everybody in is told, then cut.
    pub async fn close(&self) {
        self.closing.cancel();
        self.tasks.close();
        // Who does not leave in time is left behind: rooms close by themselves.
        drop(timeout(Duration::from_secs(5), self.tasks.wait()).await);
    }
}

/// Whether a connection ended by what no client does, and not by hanging up.
const fn broke_protocol(error: &russh::Error) -> bool {
    use russh::Error;
    !matches!(
        error,
        Error::IO(_)
            | Error::Disconnect
            | Error::HUP
            | Error::ConnectionTimeout
            | Error::KeepaliveTimeout
            | Error::InactivityTimeout
    )
}

fn config(key: PrivateKey) -> Config {
    Config {
        server_id: SshId::Standard("SSH-2.0-firedrill".into()),
        methods: MethodSet::from(&[MethodKind::PublicKey, MethodKind::KeyboardInteractive][..]),
        auth_rejection_time: Duration::from_millis(300),
        auth_rejection_time_initial: Some(Duration::ZERO),
        keys: vec![key],
        max_auth_attempts: 8,
        inactivity_timeout: None,
        // A terminal of our size never sends more than a paste at once.
        window_size: 256 * 1024,
        preferred: Preferred {
            compression: std::borrow::Cow::Borrowed(&[compression::NONE]),
            ..Preferred::default()
        },
        ..Config::default()
    }
}
