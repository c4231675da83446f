//! What can go wrong with a store, each with what to do about it. A URL in it carries no password.

use crate::journal::Cause;

/// Why the store did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The URL is of no database firedrill knows. Nothing was touched.
    #[error("{url} is no store: it begins with neither sqlite: nor postgres:.")]
    Url {
        /// The URL.
        url: String,
    },
    /// The database cannot be reached. Nothing acknowledged is lost; a drill stands until it can.
    #[error("the store {url} cannot be reached: {why}.")]
    Unreachable {
        /// The URL.
        url: String,
        /// The database's or the system's word.
        why: String,
    },
    /// Something else is at the place. It was not changed.
    #[error("{url} is not a store of firedrill{why}.")]
    Foreign {
        /// The URL.
        url: String,
        /// What it is, as far as known.
        why: String,
    },
    /// A later firedrill wrote it. It was not changed.
    #[error("the store {url} was written by a later firedrill.")]
    Newer {
        /// The URL.
        url: String,
    },
    /// The database would confirm what it may lose. Nothing was written.
    #[error("the store {url} may lose what it confirms: {what}.")]
    Unsafe {
        /// The URL.
        url: String,
        /// Which setting.
        what: String,
    },
    /// No room is left. What was acknowledged is safe; the drill stands until there is room.
    #[error("the journal cannot be written to {url}: disk full.")]
    Full {
        /// The URL.
        url: String,
    },
    /// Another holds the store locked. The drill stands and tries again.
    #[error("the store {url} is locked by another program.")]
    Busy {
        /// The URL.
        url: String,
    },
    /// Another took the drill over, or wrote to it. The drill here is at its end.
    #[error("drill {drill} is played elsewhere now.")]
    NotMine {
        /// The drill.
        drill: String,
    },
    /// The command was stored before. The drill goes on.
    #[error("a command with this id was given to drill {drill} before.")]
    Repeated {
        /// The drill.
        drill: String,
    },
    /// There is no such drill.
    #[error("no drill is called `{name}`.")]
    NoSuchDrill {
        /// What was asked for.
        name: String,
    },
    /// Several drills begin so.
    #[error("`{name}` could be {count} drills: {some}.")]
    Ambiguous {
        /// What was asked for.
        name: String,
        /// How many.
        count: usize,
        /// A few of them.
        some: String,
    },
    /// The drill is there already.
    #[error("drill {drill} is in the store already.")]
    Exists {
        /// The drill.
        drill: String,
    },
    /// The entries do not belong together: our mistake. Nothing was written.
    #[error("entry {found} cannot follow entry {head} of drill {drill}.")]
    Gap {
        /// The drill.
        drill: String,
        /// The last entry.
        head: u64,
        /// What should follow.
        found: u64,
    },
    /// The journal was changed behind our back. It cannot be trusted from there on.
    #[error("the journal of drill {drill} is torn at entry {seq}: {cause}")]
    Torn {
        /// The drill.
        drill: String,
        /// The first entry that does not fit; 0 for the header.
        seq: u64,
        /// Why.
        cause: Cause,
    },
    /// The database said something else.
    #[error("the store {url} failed while {doing}: {source}.")]
    Failed {
        /// The URL.
        url: String,
        /// What was being done.
        doing: &'static str,
        /// Its word.
        source: Box<sqlx::Error>,
    },
}

/// What kind of failure it is: it decides the exit code and whether a drill can go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// The request names something that is not there, or not alone.
    Usage,
    /// Database, disk or network; later it may work.
    Trouble,
    /// The drill belongs to another now.
    Lost,
    /// What is stored cannot be used.
    Unusable,
}

impl StoreError {
    /// What kind of failure it is.
    #[must_use]
    pub fn kind(&self) -> StoreErrorKind {
        match self {
            Self::Url { .. }
            | Self::NoSuchDrill { .. }
            | Self::Ambiguous { .. }
            | Self::Exists { .. }
            | Self::Repeated { .. } => StoreErrorKind::Usage,
            Self::Unreachable { .. }
            | Self::Full { .. }
            | Self::Busy { .. }
            | Self::Failed { .. } => StoreErrorKind::Trouble,
            Self::NotMine { .. } | Self::Gap { .. } => StoreErrorKind::Lost,
            Self::Foreign { .. } | Self::Newer { .. } | Self::Unsafe { .. } | Self::Torn { .. } => {
                StoreErrorKind::Unusable
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Url { .. } => {
                "Write `--store sqlite:///PATH` or `--store postgres://HOST/DATABASE`."
            }
            Self::Unreachable { .. } => {
                "See that it runs and that you may use it, or take another `--store`."
            }
            Self::Foreign { .. } => "It was left as it is. Give `--store` another place.",
            Self::Newer { .. } => "Use that firedrill, or give `--store` another place.",
            Self::Unsafe { .. } => "Set it back: an acknowledged command must survive a power cut.",
            Self::Full { .. } => "Free space, it goes on. Nothing acknowledged is lost.",
            Self::Busy { .. } => "Close the other program; nothing acknowledged is lost.",
            Self::NotMine { .. } => "Resume it there, or take it over with `firedrill play`.",
            Self::Repeated { .. } => "It counts once.",
            Self::NoSuchDrill { .. } => "`firedrill drills` lists them.",
            Self::Ambiguous { .. } => "Write more of its id.",
            Self::Exists { .. } => "`firedrill report` reads it.",
            Self::Gap { .. } => "Resume the drill: it goes on from what is stored.",
            Self::Torn { .. } => {
                "It was changed after it was written; import a copy that was exported before."
            }
            Self::Failed { .. } => "Nothing acknowledged is lost.",
        }
    }

    /// Sorts what the database said.
    pub(super) fn of(url: &str, doing: &'static str, error: sqlx::Error) -> Self {
        let url = url.to_owned();
        let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
        // SQLite's extended codes hold the plain one in their low byte.
        let sqlite =
            code.as_deref().and_then(|code| code.parse::<u32>().ok()).map(|code| code & 255);
        match (&error, code.as_deref(), sqlite) {
            (_, Some("53100"), _) | (_, _, Some(13)) => Self::Full { url },
            (_, Some("55P03" | "40001" | "40P01"), _) | (_, _, Some(5 | 6)) => Self::Busy { url },
            (_, _, Some(26)) => Self::Foreign { url, why: ": it is no SQLite file".to_owned() },
            (_, Some("57P01" | "57P02" | "57P03" | "53300" | "28P01" | "28000" | "3D000"), _)
            | (_, _, Some(14))
            | (
                sqlx::Error::Io(_)
                | sqlx::Error::Tls(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed,
                _,
                _,
            ) => Self::Unreachable { url, why: error.to_string() },
            _ => Self::Failed { url, doing, source: Box::new(error) },
        }
    }
}
