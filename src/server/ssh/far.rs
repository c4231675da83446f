//! The terminal at the other end of a session: what comes from it and how frames reach it. A frame
//! that was drawn is sent whole or the line is cut; it draws none.

use std::time::Duration;

use russh::ChannelWriteHalf;
use russh::server::Msg as Wire;
use tokio::sync::{mpsc, watch};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How long a frame may take to be taken by the far side.
pub(super) const SEND_MAX: Duration = Duration::from_secs(10);

/// A terminal at the other end.
pub(super) struct Far {
    pub(super) keys: mpsc::Receiver<Vec<u8>>,
    pub(super) size: watch::Receiver<(u16, u16)>,
    pub(super) term: String,
    pub(super) out: ChannelWriteHalf<Wire>,
    pub(super) cut: CancellationToken,
}

/// Sends frames, one at a time; the next is drawn only once this one is taken.
pub(super) async fn write(
    out: ChannelWriteHalf<Wire>,
    mut frames: mpsc::Receiver<Vec<u8>>,
    cut: CancellationToken,
) {
    while let Some(frame) = frames.recv().await {
        let sent = tokio::select! {
            () = cut.cancelled() => return,
            sent = timeout(SEND_MAX, out.data_bytes(frame)) => sent,
        };
        if !matches!(sent, Ok(Ok(()))) {
            // Half a frame may be out: nothing drawn after it would be right.
            cut.cancel();
            return;
        }
    }
    let last = async {
        drop(out.exit_status(0).await);
        drop(out.eof().await);
        drop(out.close().await);
    };
    drop(timeout(Duration::from_secs(1), last).await);
}
