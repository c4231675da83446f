//! A journal as JSON Lines: a header line, then a line an entry. Reading goes as far as the journal
//! is sound and says where and why it stopped; it repairs nothing.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::journal::chain::{canonical, canonical_json, link};
use crate::journal::trouble::{Cause, Trouble};
use crate::journal::{Actor, Entry, Envelope, Event, FORMAT, Header, Journal, Recipe};
use crate::model::chance;
use crate::model::text::{DisplayText, is_clean};
use crate::model::time::DrillTime;

/// The longest line of an entry, in bytes.
pub const LINE_MAX: usize = 1 << 20;
/// The longest header line, in bytes: it holds every file of the drill.
pub const HEADER_MAX: usize = 16 << 20;
/// The most entries of a journal: four times a day with monitoring every second.
pub const ENTRIES_MAX: usize = 500_000;

/// What the first line of a journal says it is.
const MARK: &str = "journal";

#[derive(Serialize)]
struct HeaderLine<'a> {
    firedrill: &'a str,
    format: u32,
    envelope: &'a Envelope,
    recipe: &'a Recipe,
    digest: &'a str,
}

#[derive(Serialize)]
struct EntryLine<'a> {
    seq: u64,
    at: DrillTime,
    by: &'a Actor,
    event: &'a Event,
    hash: &'a str,
}

/// Writes a journal. The same journal gives the same bytes.
#[must_use]
pub fn write(journal: &Journal) -> String {
    let Header { envelope, recipe } = &journal.header;
    let mut hash = recipe.digest();
    let (firedrill, format) = (MARK, recipe.format);
    let mut text = line(&HeaderLine { firedrill, format, envelope, recipe, digest: &hash });
    for entry in &journal.entries {
        hash = link(&hash, &canonical(entry));
        let Entry { seq, at, by, event } = entry;
        text.push_str(&line(&EntryLine { seq: *seq, at: *at, by, event, hash: &hash }));
    }
    text
}

fn line<T: Serialize>(value: &T) -> String {
    #[expect(clippy::expect_used, reason = "journals hold only maps with keys that are text")]
    let mut line = serde_json::to_string(value).expect("a value of the journal is JSON");
    line.push('\n');
    line
}

/// A journal as far as it is sound.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// The header and every entry before the trouble.
    pub journal: Journal,
    /// What stopped the reading; `None` where all of it is sound.
    pub trouble: Option<Trouble>,
}

impl Read {
    /// Whether all of it was read.
    #[must_use]
    pub fn sound(&self) -> bool {
        self.trouble.is_none()
    }
}

/// Reads a journal.
///
/// # Errors
/// The trouble, when not even the header can be read.
pub fn read(text: &str) -> Result<Read, Trouble> {
    let mut rows = (1..).zip(text.split_inclusive('\n'));
    let (row, first) = rows.next().unwrap_or((1, ""));
    let (header, mut hash) =
        read_header(first.trim_end()).map_err(|cause| Trouble { line: row, cause })?;
    let format = header.recipe.format;
    let mut read = Read { journal: Journal { header, entries: Vec::new() }, trouble: None };
    for (row, line) in rows {
        let whole = line.ends_with('\n');
        let line = line.trim_end();
        if line.is_empty() {
            continue;
        }
        let next = read.journal.entries.len() + 1;
        match read_entry(format, line, &hash, next) {
            Ok((entry, after)) => {
                read.journal.entries.push(entry);
                hash = after;
            }
            Err(cause) => {
                let torn = !whole && matches!(cause, Cause::Garbled(_));
                let cause = if torn { Cause::Cut } else { cause };
                read.trouble = Some(Trouble { line: row, cause });
                break;
            }
        }
    }
    Ok(read)
}

/// Takes a field out of an object.
fn take<T: for<'de> Deserialize<'de>>(value: &mut Value, key: &str) -> Result<T, Cause> {
    let field = value.get_mut(key).map(Value::take).unwrap_or_default();
    serde_json::from_value(field).map_err(|error| Cause::garbled(&format!("`{key}`: {error}")))
}

fn read_header(line: &str) -> Result<(Header, String), Cause> {
    if line.len() > HEADER_MAX {
        return Err(Cause::TooLong(HEADER_MAX));
    }
    let mut value: Value = serde_json::from_str(line).map_err(|_| Cause::Foreign)?;
    if value.get("firedrill").and_then(Value::as_str) != Some(MARK) {
        return Err(Cause::Foreign);
    }
    let format: u32 = take(&mut value, "format")?;
    if format > FORMAT || format == 0 {
        return Err(Cause::Newer(format));
    }
    let digest: String = take(&mut value, "digest")?;
    let mut recipe = value.get("recipe").cloned().unwrap_or_default();
    if chance::digest(canonical_json(&recipe).as_bytes()) != digest {
        return Err(Cause::Edited);
    }
    // Files are source text, and pass through `content` before anybody sees them.
    let files = recipe.get_mut("files").map(Value::take).unwrap_or_default();
    scrub(&mut recipe);
    if let Some(place) = recipe.get_mut("files") {
        *place = files;
    }
    value.get_mut("envelope").into_iter().for_each(scrub);
    value.get_mut("recipe").into_iter().for_each(|place| *place = recipe.take());
    let envelope: Envelope = take(&mut value, "envelope")?;
    let recipe: Recipe = take(&mut value, "recipe")?;
    if recipe.format != format {
        return Err(Cause::Edited);
    }
    Ok((Header { envelope, recipe }, digest))
}

/// Reads the entry that must come next and gives the hash after it.
fn read_entry(
    format: u32,
    line: &str,
    before: &str,
    next: usize,
) -> Result<(Entry, String), Cause> {
    if line.len() > LINE_MAX {
        return Err(Cause::TooLong(LINE_MAX));
    }
    if next > ENTRIES_MAX {
        return Err(Cause::TooMany(ENTRIES_MAX));
    }
    let mut value: Value =
        serde_json::from_str(line).map_err(|error| Cause::garbled(&error.to_string()))?;
    let found = value.get("seq").and_then(Value::as_u64).unwrap_or_default();
    if found != next as u64 {
        return Err(Cause::OutOfOrder { expected: next as u64, found });
    }
    let fields = value.as_object_mut().ok_or(Cause::Foreign)?;
    let said = fields.remove("hash").unwrap_or_default();
    let hash = link(before, &canonical_json(&value));
    if said.as_str() != Some(hash.as_str()) {
        return Err(Cause::Edited);
    }
    Ok((entry(format, value)?, hash))
}

/// Reads an entry of any past format from JSON whose hash was checked. A later format adds its
/// step here, from the one before it.
pub fn entry(format: u32, mut value: Value) -> Result<Entry, Cause> {
    scrub(&mut value);
    match format {
        1 => serde_json::from_value(value).map_err(|error| Cause::garbled(&error.to_string())),
        other => Err(Cause::Newer(other)),
    }
}

/// Takes out of every text what could steer a terminal: who wrote the journal may mean harm.
fn scrub(value: &mut Value) {
    match value {
        Value::String(text) if !is_clean(text) => *text = DisplayText::from(text.as_str()).into(),
        Value::Array(items) => items.iter_mut().for_each(scrub),
        Value::Object(fields) => {
            if !fields.keys().all(|key| is_clean(key)) {
                let own = std::mem::take(fields).into_iter();
                fields.extend(own.map(|(key, field)| (DisplayText::from(key).into(), field)));
            }
            fields.iter_mut().for_each(|(_, field)| scrub(field));
        }
        _ => {}
    }
}
