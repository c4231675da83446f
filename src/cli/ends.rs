//! What ends the program from outside: signals of the system. It only says that one came.

use crate::cli::failure::Failure;
use crate::cli::terminal::lost;

/// Signals that end the program in order.
pub(crate) struct Ends {
    terminate: tokio::signal::unix::Signal,
    hang_up: tokio::signal::unix::Signal,
}

impl Ends {
    /// Listens from now on.
    pub(crate) fn new() -> Result<Self, Failure> {
        use tokio::signal::unix::{SignalKind, signal};
        let open = |kind| signal(kind).map_err(|error| lost(&error));
        Ok(Self { terminate: open(SignalKind::terminate())?, hang_up: open(SignalKind::hangup())? })
    }

    /// Waits until one came.
    pub(crate) async fn asked(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.hang_up.recv() => {}
        }
    }
}
