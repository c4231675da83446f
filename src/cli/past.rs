//! Drills of the past as the store keeps them, with their scorecards read: what trends and the
//! ladder are worked out from. It judges nothing.

use crate::cli::failure::Failure;
use crate::cli::{Everywhere, keep};
use crate::report::trends::Past;
use crate::score::Scorecard;
use crate::store::{PastRow, Store};

/// Every drill that has a scorecard, for a command that reads them and nothing else.
pub(crate) fn read_all(everywhere: &Everywhere) -> Result<Vec<Past>, Failure> {
    keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let past = all(&store).await;
        store.close().await;
        past
    })
}

/// Every drill that has a scorecard.
pub(crate) async fn all(store: &Store) -> Result<Vec<Past>, Failure> {
    store.past().await?.into_iter().map(read).collect()
}

fn read(row: PastRow) -> Result<Past, Failure> {
    let card: Scorecard = serde_json::from_str(&row.card).map_err(|error| {
        Failure::store(
            format!("the scorecard of {} cannot be read: {error}", row.drill),
            format!("`firedrill report {}` judges the drill anew", row.drill),
        )
    })?;
    Ok(Past { started: row.started, players: row.players, card })
}
