//! Where drills are kept: the data folder, the store's address, one runtime to wait for it.

use std::fs;
use std::path::{Path, PathBuf};

use etcetera::{AppStrategy as _, AppStrategyArgs, choose_app_strategy};
use tokio::runtime::{Builder, Runtime};

use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::store::{DrillRow, Store, StoreError, StoreErrorKind, address};

/// The folder for drills and scorecards: `--data-dir`, else the platform's data folder.
pub(crate) fn folder(everywhere: &Everywhere) -> Result<PathBuf, Failure> {
    if let Some(folder) = &everywhere.data_dir {
        return Ok(folder.clone());
    }
    let app = AppStrategyArgs {
        top_level_domain: "dev".to_owned(),
        author: "firedrill".to_owned(),
        app_name: "firedrill".to_owned(),
    };
    choose_app_strategy(app).map(|strategy| strategy.data_dir()).map_err(|error| {
        Failure::usage(format!("no data folder is known: {error}"), "name one with --data-dir")
    })
}

/// The store's address: `--store`, else a SQLite file in the data folder, which is made.
pub(crate) fn url(everywhere: &Everywhere) -> Result<String, Failure> {
    if let Some(url) = &everywhere.store {
        return Ok(url.clone());
    }
    let folder = folder(everywhere)?;
    make(&folder)?;
    Ok(address::file_url(&folder.join("drills.db")))
}

/// Makes the data folder, for its owner alone, where there is none.
pub(crate) fn make(folder: &Path) -> Result<(), Failure> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Failure::store(
            format!("the data folder {} cannot be made: {error}", folder.display()),
            "choose another with --data-dir",
        )
    })
}

/// Opens the store.
pub(crate) async fn open(everywhere: &Everywhere) -> Result<Store, Failure> {
    Ok(Store::open(&url(everywhere)?).await?)
}

/// The drill that was meant, with the store it stands in.
pub(crate) async fn find(
    everywhere: &Everywhere,
    name: &str,
) -> Result<(Store, DrillRow), Failure> {
    let store = open(everywhere).await?;
    let row = store.find(name).await?;
    Ok((store, row))
}

/// A runtime for commands that wait: the room's writer, the store, the terminal.
pub(crate) fn runtime() -> Result<Runtime, Failure> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().map_err(|error| {
        Failure::store(format!("no threads could be started: {error}"), "is the machine full?")
    })
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit_as = match error.kind() {
            StoreErrorKind::Usage => Failure::usage,
            _ => Failure::store,
        };
        exit_as(error.to_string(), error.hint())
    }
}
