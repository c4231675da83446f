//! Opening a store: its place is made or recognised, its settings are set and read back, its tables
//! are brought up to date. It never writes to what firedrill did not make.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions, install_default_drivers};
use sqlx::migrate::MigrateError;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AnyConnection, AnyPool, ConnectOptions as _, Connection as _, Executor as _, Row as _};

use crate::store::address::{Backend, shown};
use crate::store::error::StoreError;

/// How long is waited for a connection, and by SQLite for another's lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// One writes; the others read meanwhile.
const CONNECTIONS: u32 = 4;
/// `FDRL` in the head of a SQLite file says whose it is.
const APPLICATION: u32 = 0x4644_524C;

/// Opens the store at `url`.
pub(super) async fn open(url: &str) -> Result<AnyPool, StoreError> {
    install_default_drivers();
    let place = shown(url);
    let fail = |error| StoreError::of(&place, "opening", error);
    let backend = Backend::of(url).ok_or_else(|| StoreError::Url { url: place.clone() })?;
    let options = AnyConnectOptions::from_str(url).map_err(fail)?.disable_statement_logging();
    let new = match backend {
        Backend::Sqlite => make_file(url, &place)?,
        Backend::Postgres => false,
    };
    // The pool would only say that time ran out: what is wrong is told by a connection of its own.
    let mut first = options.connect().await.map_err(fail)?;
    if new {
        first.execute("PRAGMA application_id = 1178882636").await.map_err(fail)?;
    }
    settle(&mut first, backend).await.map_err(|unsettled| unsettled.told(&place))?;
    first.close().await.map_err(fail)?;
    let pool = AnyPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                settle(connection, backend).await.map_err(|unsettled| match unsettled {
                    Unsettled::Setting(what) => sqlx::Error::Configuration(what.into()),
                    Unsettled::Failed(error) => error,
                })
            })
        })
        .connect_with(options)
        .await
        .map_err(fail)?;
    migrate(&pool, &place).await?;
    Ok(pool)
}

/// Makes the file and its folder for their owner alone; tells whether it is empty.
fn make_file(url: &str, place: &str) -> Result<bool, StoreError> {
    let fail = |error| StoreError::of(place, "opening", error);
    let options = SqliteConnectOptions::from_str(url).map_err(fail)?;
    let path = options.get_filename();
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(StoreError::Unsafe {
            url: place.to_owned(),
            what: "it is in memory".to_owned(),
        });
    }
    let unreachable = |error: io::Error| StoreError::Unreachable {
        url: place.to_owned(),
        why: error.to_string(),
    };
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder).map_err(unreachable)?;
    }
    match own_file().create_new(true).open(path) {
        Ok(_) => return Ok(true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(unreachable(error)),
    }
    let mut head = Vec::new();
    File::open(path).and_then(|file| file.take(72).read_to_end(&mut head)).map_err(unreachable)?;
    let application =
        head.get(68..72).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes);
    let why = match (head.is_empty(), head.starts_with(b"SQLite format 3\0"), application) {
        (true, _, _) => return Ok(true),
        (_, true, Some(APPLICATION)) => return Ok(false),
        (_, true, _) => ": another program keeps its data there",
        _ => ": it is no SQLite file",
    };
    Err(StoreError::Foreign { url: place.to_owned(), why: why.to_owned() })
}

fn own_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Why a connection is not fit to be used.
enum Unsettled {
    Setting(String),
    Failed(sqlx::Error),
}

impl Unsettled {
    fn told(self, place: &str) -> StoreError {
        match self {
            Self::Setting(what) => StoreError::Unsafe { url: place.to_owned(), what },
            Self::Failed(error) => StoreError::of(place, "opening", error),
        }
    }
}

impl From<sqlx::Error> for Unsettled {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error)
    }
}

/// Sets what keeps confirmed work through a power cut, and reads it back.
async fn settle(connection: &mut AnyConnection, backend: Backend) -> Result<(), Unsettled> {
    match backend {
        Backend::Sqlite => {
            let settings = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; \
                PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA foreign_keys = ON; \
                PRAGMA trusted_schema = OFF";
            connection.execute(settings).await?;
            let mode: String = connection.fetch_one("PRAGMA journal_mode").await?.try_get(0)?;
            expect("journal_mode", &mode, "wal")?;
            for (pragma, name, wanted) in [
                ("PRAGMA synchronous", "synchronous", 2),
                ("PRAGMA foreign_keys", "foreign_keys", 1),
            ] {
                let found: i64 = connection.fetch_one(pragma).await?.try_get(0)?;
                expect(name, &found.to_string(), &i64::to_string(&wanted))?;
            }
        }
        Backend::Postgres => {
            connection.execute("SET lock_timeout = '5s'").await?;
            let fsync: String = connection.fetch_one("SHOW fsync").await?.try_get(0)?;
            expect("fsync", &fsync, "on")?;
            let commit: String =
                connection.fetch_one("SHOW synchronous_commit").await?.try_get(0)?;
            if commit == "off" {
                return Err(Unsettled::Setting("synchronous_commit is off".to_owned()));
            }
        }
    }
    Ok(())
}

fn expect(name: &str, found: &str, wanted: &str) -> Result<(), Unsettled> {
    if found == wanted {
        return Ok(());
    }
    Err(Unsettled::Setting(format!("{name} is {found}, not {wanted}")))
}

/// Brings the tables up to date.
async fn migrate(pool: &AnyPool, place: &str) -> Result<(), StoreError> {
    let url = place.to_owned();
    match sqlx::migrate!("src/store/migrations").run(pool).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..)) => {
            Err(StoreError::Newer { url })
        }
        Err(MigrateError::VersionMismatch(_)) => {
            Err(StoreError::Foreign { url, why: ": its tables are others".to_owned() })
        }
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
            Err(StoreError::of(place, "making its tables", error))
        }
        Err(other) => {
            let source = sqlx::Error::Migrate(Box::new(other));
            Err(StoreError::of(place, "making its tables", source))
        }
    }
}
