//! The loop that takes connections at a door, until it is closed. It reads nothing from them.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How long is waited where no connection can be taken.
const REST: Duration = Duration::from_millis(100);

/// Gives each connection to `take`, until `closing`.
pub(super) async fn accept(
    listener: TcpListener,
    closing: &CancellationToken,
    mut take: impl FnMut(TcpStream, SocketAddr),
) {
    loop {
        let accepted = tokio::select! {
            () = closing.cancelled() => return,
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, from)) => take(stream, from),
            Err(error) => {
                // Out of handles, most likely: others have to close first.
                tracing::warn!(%error, "a connection could not be accepted");
                sleep(REST).await;
            }
        }
    }
}
