//! Where a store is: its URL, and how it is shown without its password. It opens nothing.

use std::fmt::Write as _;
use std::path::Path;

/// Which database a URL speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Backend {
    Sqlite,
    Postgres,
}

impl Backend {
    pub(super) fn of(url: &str) -> Option<Self> {
        let (scheme, _) = url.split_once(':')?;
        match scheme {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }
}

/// The URL of the store in a file of this path.
#[must_use]
pub fn file_url(path: &Path) -> String {
    let mut url = "sqlite://".to_owned();
    for &byte in path.to_string_lossy().as_bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte);
        if plain {
            url.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _written = write!(url, "%{byte:02X}");
        }
    }
    url
}

/// The URL without password and settings.
#[must_use]
pub fn shown(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        // It may be a password alone, set where a URL belongs.
        return "the given URL".to_owned();
    };
    let (who, place) = rest.rsplit_once('@').unwrap_or(("", rest));
    let name = who.split(':').next().unwrap_or_default();
    let at = if who.is_empty() { "" } else { "@" };
    format!("{scheme}://{name}{at}{place}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(
            shown("postgres://ann:s3:c@r@et@db:5432/fire?x=s3cret"),
            "postgres://ann@db:5432/fire"
        );
        assert_eq!(shown("postgres://db/fire?password=s3cret"), "postgres://db/fire");
        assert_eq!(shown("s3cret"), "the given URL");
        assert_eq!(shown("sqlite:///tmp/a.db"), "sqlite:///tmp/a.db");
    }

    #[test]
    fn any_path_becomes_a_url() {
        assert_eq!(
            file_url(Path::new("/a b/ที่?.db")),
            "sqlite:///a%20b/%E0%B8%97%E0%B8%B5%E0%B9%88%3F.db"
        );
    }
}
