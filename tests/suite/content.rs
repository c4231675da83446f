//! Files that authors write: every shipped one is clean, every refused one says why, hostile ones
//! do no harm.

mod hostile;
mod kinds;
mod refused;
mod shipped;

use std::fs;
use std::path::Path;

/// How what is said of a file differs from what is kept beside it; `FIREDRILL_UPDATE=1` keeps it.
fn differs(name: &str, beside: &Path, told: &str) -> Option<String> {
    if std::env::var_os("FIREDRILL_UPDATE").is_some() {
        fs::write(beside, told).unwrap();
    }
    let expected = fs::read_to_string(beside).unwrap_or_default();
    (told != expected).then(|| format!("{name}: expected\n{expected}\nbut it says\n{told}"))
}
