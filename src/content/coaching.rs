//! What the coach says where a scenario has no lines of its own. A drill keeps the text it was
//! played with, so that it comes out again as it was.

use crate::content::diagnostic::{Diagnostic, Source, place_all};
use crate::content::reader::Reading;
use crate::content::scenario_file::coach;
use crate::content::table::Table;
use crate::content::tree;
use crate::content::truth::CoachLine;

/// The usual lines, as a drill with a coach keeps them.
pub const USUAL: &str = include_str!("usual-coach.toml");

/// The name under which a drill keeps them among its files.
pub const KEPT_AS: &str = "coach";

/// Reads lines of the coach: `[[coach]]` as in a scenario.
///
/// # Errors
/// Everything that is wrong with the text.
pub fn read(text: &str) -> Result<Vec<CoachLine>, Vec<Diagnostic>> {
    let source = Source { path: "coach", text };
    let tree = tree::parse(source, 0).map_err(|problems| place_all(problems, &[source]))?;
    let mut reading = Reading::default();
    let mut table = Table::root(&mut reading, "the coach", Some(&tree));
    let lines = coach(&mut table);
    table.finish();
    if reading.failed() { Err(place_all(reading.problems, &[source])) } else { Ok(lines) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_coach_speaks_both_languages_about_events_alone() {
        let lines = read(USUAL).expect("sound");
        assert!(lines.len() >= 10);
        for line in &lines {
            assert!(line.says.th.is_some() && line.until.is_some(), "{:?}", line.says);
        }
        for named in ["role =", "inject", "target", "whom", "fact", "metric"] {
            assert!(
                !USUAL.lines().filter(|own| own.starts_with("when")).any(|l| l.contains(named))
            );
        }
    }
}
