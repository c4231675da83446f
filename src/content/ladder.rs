//! The ladder of skills: for each level, what somebody there can do and what counts as evidence of
//! it. It judges nobody.

use crate::command::Rating;
use crate::content::diagnostic::{Diagnostic, Source, place_all};
use crate::content::form::{PLAIN, PROSE, Word};
use crate::content::process::OBJECTIVES;
use crate::content::quantity::count;
use crate::content::reader::Reading;
use crate::content::system_file::format_of;
use crate::content::table::Table;
use crate::content::tree;
use crate::model::id::ObjectiveId;
use crate::model::text::Text;

/// A ladder.
#[derive(Clone, Debug, Default)]
pub struct Ladder {
    /// What it is called.
    pub title: Text,
    /// Its levels, the lowest first.
    pub levels: Vec<Level>,
}

/// A level.
#[derive(Clone, Debug)]
pub struct Level {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// What it means, in one line.
    pub means: Text,
    /// Typical years, for information.
    pub years: String,
    /// Typical certificates, for information.
    pub certificates: Vec<String>,
    /// What somebody there can do.
    pub skills: Vec<Skill>,
}

/// A skill.
#[derive(Clone, Debug)]
pub struct Skill {
    /// Its id.
    pub id: String,
    /// What it is.
    pub what: Text,
    /// What counts as evidence; all of it is needed.
    pub evidence: Vec<Evidence>,
}

/// What counts as evidence of a skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// An objective earned in drills.
    Objective {
        /// Which.
        objective: ObjectiveId,
        /// At this rating or better.
        rating: Rating,
        /// In so many drills.
        times: u32,
    },
    /// Drills taken part in.
    Drills(u32),
    /// Drills facilitated.
    Facilitated(u32),
    /// Something written: `runbook`, `post-mortem`, `scenario`, `process`.
    Wrote {
        /// What.
        what: String,
        /// So many.
        times: u32,
    },
}

/// Reads a ladder file. Without a ladder there is at least one error.
#[must_use]
pub fn read_ladder(source: Source<'_>) -> (Option<Ladder>, Vec<Diagnostic>) {
    let tree = match tree::parse(source, 0) {
        Ok(tree) => tree,
        Err(problems) => return (None, place_all(problems, &[source])),
    };
    let mut reading = Reading::default();
    let mut table = Table::root(&mut reading, "this ladder", Some(&tree));
    let ladder = read_table(&mut table);
    table.finish();
    let ladder = (!reading.failed()).then_some(ladder);
    (ladder, place_all(reading.problems, &[source]))
}

/// The top table.
pub(super) fn read_table(t: &mut Table<'_, '_>) -> Ladder {
    format_of(t);
    let title = t.need("title", &PROSE);
    if !t.has("level") {
        t.missing("level", "`[[level]]`, the lowest first");
    }
    let levels = t.tables("level", "this level", |t| {
        let id = t.need("id", &PLAIN);
        let unsaid = Text::from(id.as_str());
        Level {
            name: t.or("name", &PROSE, unsaid),
            means: t.or("means", &PROSE, Text::default()),
            years: t.or("years", &PLAIN, String::new()),
            certificates: t.list("certificates", &PLAIN),
            skills: t.tables("skills", "this skill", |t| Skill {
                id: t.need("id", &PLAIN),
                what: t.need("what", &PROSE),
                evidence: t
                    .tables("evidence", "this evidence", read_evidence)
                    .into_iter()
                    .flatten()
                    .collect(),
            }),
            id,
        }
    });
    Ladder { title, levels }
}

const LEADING: &[&str] = &["objective", "drills", "facilitated", "wrote"];

fn read_evidence(t: &mut Table<'_, '_>) -> Option<Evidence> {
    let found = t.leading(LEADING);
    if t.describes() {
        for key in LEADING {
            one(t, key);
        }
        return None;
    }
    if let [(key, _)] = found.as_slice() {
        return Some(one(t, key));
    }
    let place = t.place;
    t.reading.error(
        place,
        "evidence is of one kind",
        format!("lead with one of {}", LEADING.join(", ")),
    );
    t.give_up();
    None
}

fn one(t: &mut Table<'_, '_>, key: &str) -> Evidence {
    let many = count(1, 10_000);
    match key {
        "objective" => {
            let objectives: Vec<(&str, &str)> =
                OBJECTIVES.iter().map(|(id, _)| (*id, *id)).collect();
            let ratings = Word(&[("P", Rating::P), ("S", Rating::S), ("M", Rating::M)]);
            Evidence::Objective {
                objective: t.need("objective", &Word(&objectives)).into(),
                rating: t.or("rating", &ratings, Rating::S),
                times: t.or("times", &many, 1),
            }
        }
        "drills" => Evidence::Drills(t.need("drills", &many)),
        "facilitated" => Evidence::Facilitated(t.need("facilitated", &many)),
        _ => {
            let what = Word(&[
                ("runbook", "runbook"),
                ("post-mortem", "post-mortem"),
                ("scenario", "scenario"),
                ("process", "process"),
            ]);
            Evidence::Wrote {
                what: t.need("wrote", &what).to_owned(),
                times: t.or("times", &many, 1),
            }
        }
    }
}
