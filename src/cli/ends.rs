//! What stops or ends the program from outside: signals of the system. It only says that one came,
//! and stops the program where that is wanted.

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::cli::failure::Failure;
use crate::cli::terminal::lost;

/// Signals that end, stop or wake the program.
pub(crate) struct Ends {
    terminate: Signal,
    hang_up: Signal,
    stop: Signal,
    wake: Signal,
}

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// To end in order.
    End,
    /// To stop until somebody wakes it: `kill -TSTP`.
    Stop,
    /// To go on after it was stopped without being asked: `kill -STOP`.
    Wake,
}

impl Ends {
    /// Listens from now on.
    pub(crate) fn new() -> Result<Self, Failure> {
        let open = |kind| signal(kind).map_err(|error| lost(&error));
        let raw = SignalKind::from_raw;
        Ok(Self {
            terminate: open(SignalKind::terminate())?,
            hang_up: open(SignalKind::hangup())?,
            stop: open(raw(signal_hook::consts::SIGTSTP))?,
            wake: open(raw(signal_hook::consts::SIGCONT))?,
        })
    }

    /// Waits until one came.
    pub(crate) async fn asked(&mut self) -> Asked {
        tokio::select! {
            _ = self.terminate.recv() => Asked::End,
            _ = self.hang_up.recv() => Asked::End,
            _ = self.stop.recv() => Asked::Stop,
            _ = self.wake.recv() => Asked::Wake,
        }
    }
}

/// Stops this program, as Ctrl+Z does elsewhere; returns once it was woken.
pub(crate) fn stop_here() -> std::io::Result<()> {
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}
