//! The scorecard as JSON: a contract, versioned by its `schema`.

use crate::report::Debrief;

/// The scorecard, one object, with a line break at its end.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let json = serde_json::to_string_pretty(&debrief.card);
    // A card holds text, numbers and lists: there is nothing in it that JSON cannot say.
    json.map(|json| json + "\n").unwrap_or_default()
}
