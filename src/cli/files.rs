//! Reading and writing the user's files, within limits. It never follows into devices or pipes,
//! and never interprets what it read.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::failure::Failure;

/// The largest authored file that is read, 1 MiB.
pub(crate) const FILE_MAX: u64 = 1 << 20;
/// The largest journal that is read, 256 MiB.
pub(crate) const JOURNAL_MAX: u64 = 1 << 28;
/// The most files a folder is searched for.
const FILES_MAX: usize = 4_000;
/// How deep folders are searched.
const DEPTH_MAX: usize = 8;

/// Reads a regular file of at most `limit` bytes as UTF-8.
pub(crate) fn read(path: &Path, limit: u64) -> Result<String, Failure> {
    let name = path.display();
    let unreadable = |error: &io::Error| {
        Failure::usage(format!("{name} cannot be read: {error}"), "check the path and its rights")
    };
    let about = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !about.is_file() {
        return Err(Failure::usage(
            format!("{name} is not a regular file"),
            "give a file, not a folder, pipe or device",
        ));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit + 1).read_to_end(&mut bytes))
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Failure::usage(
            format!("{name} is larger than {} KiB", limit / 1024),
            "files of that kind are never that large; is it the right one?",
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        Failure::usage(format!("{name} is not UTF-8 text at byte {at}"), "save it as UTF-8")
    })
}

/// Every `.toml` and `.md` file under `path`, in order of name; `path` itself if it is a file.
pub(crate) fn authored(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut found = Vec::new();
    gather(path, 0, &mut found)?;
    found.sort();
    Ok(found)
}

/// Of JSON only what `calibrate` keeps in a folder of its own.
fn is_authored(ending: Option<&str>, folder: &Path) -> bool {
    match ending {
        Some("toml" | "md") => true,
        Some("json") => folder.file_name().is_some_and(|name| name == "calibrated"),
        _ => false,
    }
}

fn gather(path: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    let name = path.display();
    let unreadable = |error: io::Error| {
        Failure::usage(format!("{name} cannot be read: {error}"), "check the path and its rights")
    };
    let about = fs::symlink_metadata(path).map_err(unreadable)?;
    if !about.is_dir() {
        found.push(path.to_path_buf());
    } else if depth < DEPTH_MAX {
        for entry in fs::read_dir(path).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let inside = entry.path();
            let kind = entry.file_type().map_err(unreadable)?;
            let ending = inside.extension().and_then(|ending| ending.to_str());
            if kind.is_dir() || kind.is_file() && is_authored(ending, path) {
                gather(&inside, depth + 1, found)?;
            }
        }
    }
    if found.len() > FILES_MAX {
        return Err(Failure::usage(
            format!("{name} holds more than {FILES_MAX} files"),
            "name the folder of the scenarios",
        ));
    }
    Ok(())
}

/// Writes `text` to `out`, or prints it.
pub(crate) fn put(out: Option<&Path>, text: &str) -> Result<(), Failure> {
    let Some(path) = out else {
        let mut stdout = io::stdout().lock();
        // A closed pipe (`firedrill list | head -1`) is the reader's wish, not a failure.
        return match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::usage(format!("nothing could be printed: {error}"), ""))
            }
            _ => Ok(()),
        };
    };
    fs::write(path, text).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => "its folder must be there",
            io::ErrorKind::PermissionDenied => "check the rights of its folder",
            _ => "is there room?",
        };
        Failure::usage(format!("{} cannot be written: {error}", path.display()), hint)
    })
}
