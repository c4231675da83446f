//! The chain of hashes: each entry's hash covers the one before it, and the first the recipe. It
//! proves that nothing was changed since; it does not say by whom a journal was written.

use serde::Serialize;
use serde_json::Value;

use crate::journal::{Entry, Recipe};
use crate::model::chance;

/// The canonical JSON of a value: keys in order, no white space.
#[must_use]
pub(crate) fn canonical<T: Serialize>(value: &T) -> String {
    #[expect(clippy::expect_used, reason = "journals hold only maps with keys that are text")]
    let value = serde_json::to_value(value).expect("a value of the journal is JSON");
    canonical_json(&value)
}

/// The canonical form of JSON that was read: it depends on no order of keys, here or in a library.
#[must_use]
pub fn canonical_json(value: &Value) -> String {
    let mut text = String::new();
    put(value, &mut text);
    text
}

fn put(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                text.push_str(if place == 0 { "" } else { "," });
                put(item, text);
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            text.push('{');
            for (place, (key, field)) in fields.into_iter().enumerate() {
                text.push_str(if place == 0 { "" } else { "," });
                put_string(key, text);
                text.push(':');
                put(field, text);
            }
            text.push('}');
        }
        Value::String(own) => put_string(own, text),
        plain => text.push_str(&plain.to_string()),
    }
}

/// A string in quotes, with what JSON wants escaped.
fn put_string(own: &str, text: &mut String) {
    let escapes = own.bytes().any(|byte| byte < b' ' || matches!(byte, b'"' | b'\\'));
    if escapes {
        text.push_str(&Value::from(own).to_string());
    } else {
        text.extend(["\"", own, "\""]);
    }
}

/// The hash of an entry: of the hash before it and its own canonical JSON.
#[must_use]
pub fn link(before: &str, canonical: &str) -> String {
    chance::digest(format!("{before}\n{canonical}").as_bytes())
}

impl Recipe {
    /// The digest of the recipe, which is the hash before the first entry.
    #[must_use]
    pub fn digest(&self) -> String {
        chance::digest(canonical(self).as_bytes())
    }
}

/// The hash after all `entries`, where `before` stood before the first.
#[must_use]
pub fn after(before: &str, entries: &[Entry]) -> String {
    entries.iter().fold(before.to_owned(), |before, entry| link(&before, &canonical(entry)))
}
