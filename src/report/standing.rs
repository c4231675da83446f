//! Where somebody stands on the ladder of skills, from their own graded drills, and which drill
//! would help them on. It is for that person: it compares nobody with anybody.

pub mod text;

use serde::{Deserialize, Serialize};

use crate::command::Rating;
use crate::content::ladder::{Evidence, Ladder, Level, Skill};
use crate::model::id::{ObjectiveId, PlayerId, ScenarioId};
use crate::model::text::Text;
use crate::report::trends::Past;

/// Where a person stands; its JSON form is a contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Standing {
    /// 1.
    pub schema: u32,
    /// Whose.
    pub person: String,
    /// Graded drills of theirs.
    pub drills: usize,
    /// Practice of theirs, which counts for nothing here.
    pub practice: usize,
    /// The ladder's title.
    pub title: Text,
    /// Levels, the lowest first.
    pub levels: Vec<OnLevel>,
    /// What to play next, if there is anything to play.
    pub next: Option<Next>,
}

/// A level, and how much of it was shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OnLevel {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: Text,
    /// What it means.
    pub means: Text,
    /// Whether all that drills can show of it, and of every level below, was shown.
    pub reached: bool,
    /// Its skills.
    pub skills: Vec<OfSkill>,
}

/// A skill, and its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct OfSkill {
    /// Its id.
    pub id: String,
    /// What it is.
    pub what: Text,
    /// Whether all of its evidence is there, as far as drills can show it.
    pub shown: bool,
    /// What counts as evidence.
    pub evidence: Vec<Seen>,
}

/// A piece of evidence, and how often it was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Seen {
    /// `objective NAME`, `drills`, `facilitated`, `wrote THING`.
    pub of: String,
    /// How often it was seen; null where no drill can show it.
    pub seen: Option<u32>,
    /// How often it is wanted.
    pub wanted: u32,
}

/// A drill worth playing next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Next {
    /// Which scenario.
    #[schemars(with = "String")]
    pub scenario: ScenarioId,
    /// Why this one.
    pub why: Text,
}

/// A scenario that may be played next.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which.
    pub id: ScenarioId,
    /// 1 to 5.
    pub difficulty: u8,
    /// Whether it teaches.
    pub tutorial: bool,
}

impl Standing {
    /// Where `person` stands by these drills of the past; `library` is what they could play.
    #[must_use]
    pub fn of(person: &str, past: &[Past], ladder: &Ladder, library: &[Candidate]) -> Self {
        let of_theirs = |own: &&Past| own.players.values().any(|name| name == person);
        let (graded, practice): (Vec<&Past>, Vec<&Past>) =
            past.iter().filter(of_theirs).partition(|own| own.card.graded);
        let taught = practice.iter().map(|own| own.card.scenario.clone()).collect();
        let own = Own { person, graded, taught };
        let mut levels: Vec<OnLevel> = Vec::new();
        for level in &ladder.levels {
            let below = levels.last().is_none_or(|last| last.reached);
            levels.push(own.level(level, below));
        }
        let next = own.next(&levels, library);
        Self {
            schema: 1,
            person: person.to_owned(),
            drills: own.graded.len(),
            practice: practice.len(),
            title: ladder.title.clone(),
            levels,
            next,
        }
    }

    /// The highest level that was reached, if any.
    #[must_use]
    pub fn level(&self) -> Option<&OnLevel> {
        self.levels.iter().rev().find(|level| level.reached)
    }
}

impl OfSkill {
    /// `[x]` shown, `[ ]` not yet, `[-]` where no drill can show it.
    #[must_use]
    pub fn mark(&self) -> &'static str {
        let drilled = self.evidence.iter().any(|own| own.seen.is_some());
        match (drilled, self.shown) {
            (false, _) => "[-]",
            (true, true) => "[x]",
            (true, false) => "[ ]",
        }
    }
}

/// The graded drills of one person.
struct Own<'a> {
    person: &'a str,
    graded: Vec<&'a Past>,
    /// Scenarios they have practised: a tutorial is done by that.
    taught: Vec<ScenarioId>,
}

impl Own<'_> {
    fn level(&self, level: &Level, below: bool) -> OnLevel {
        let skills: Vec<OfSkill> = level.skills.iter().map(|skill| self.skill(skill)).collect();
        // A level of which drills show nothing is for a lead to confirm, not for us.
        let drilled =
            skills.iter().any(|skill| skill.evidence.iter().any(|own| own.seen.is_some()));
        OnLevel {
            id: level.id.clone(),
            name: level.name.clone(),
            means: level.means.clone(),
            reached: below && drilled && skills.iter().all(|skill| skill.shown),
            skills,
        }
    }

    fn skill(&self, skill: &Skill) -> OfSkill {
        let evidence: Vec<Seen> = skill.evidence.iter().map(|own| self.seen(own)).collect();
        OfSkill {
            id: skill.id.clone(),
            what: skill.what.clone(),
            shown: evidence.iter().all(|own| own.seen.is_none_or(|seen| seen >= own.wanted)),
            evidence,
        }
    }

    fn seen(&self, evidence: &Evidence) -> Seen {
        let counted = |count: usize| Some(u32::try_from(count).unwrap_or(u32::MAX));
        match evidence {
            Evidence::Objective { objective, rating, times } => {
                let earned = |own: &&&Past| self.earned(own, objective, *rating) == Some(true);
                let seen = counted(self.graded.iter().filter(earned).count());
                Seen { of: format!("objective {objective}"), seen, wanted: *times }
            }
            Evidence::Drills(times) => {
                Seen { of: "drills".to_owned(), seen: counted(self.graded.len()), wanted: *times }
            }
            Evidence::Facilitated(times) => {
                Seen { of: "facilitated".to_owned(), seen: None, wanted: *times }
            }
            Evidence::Wrote { what, times } => {
                Seen { of: format!("wrote {what}"), seen: None, wanted: *times }
            }
        }
    }

    /// Whether the objective was theirs in a drill and reached the rating; nothing where it was
    /// somebody else's, or could not be judged.
    fn earned(&self, past: &Past, objective: &ObjectiveId, least: Rating) -> Option<bool> {
        let line = past.card.objectives.iter().find(|line| line.id == *objective)?;
        let theirs = |player: &PlayerId| past.players.get(player).is_some_and(|n| n == self.person);
        // What is nobody's role is everybody's.
        let theirs = !line.crew && line.player.as_ref().is_none_or(theirs);
        // The better a rating, the smaller: P before S before M.
        line.rating.filter(|_| theirs).map(|rating| rating <= least)
    }

    /// The newest drill of a scenario.
    fn last(&self, id: &ScenarioId) -> Option<&Past> {
        let of = self.graded.iter().filter(|own| own.card.scenario == *id);
        of.max_by_key(|own| &own.started).copied()
    }

    /// What to play next: the easiest scenario not yet played, else the one in which most of what
    /// is wanted was missed.
    fn next(&self, levels: &[OnLevel], library: &[Candidate]) -> Option<Next> {
        let done = |own: &Candidate| own.tutorial && self.taught.contains(&own.id);
        let new = library.iter().filter(|own| self.last(&own.id).is_none() && !done(own));
        if let Some(own) = new.min_by_key(|own| (!own.tutorial, own.difficulty, &own.id)) {
            return Some(Next { scenario: own.id.clone(), why: fresh(own.tutorial) });
        }
        let wanted = wanted(levels);
        let missed = |id: &ScenarioId| -> Vec<ObjectiveId> {
            let Some(last) = self.last(id) else { return Vec::new() };
            let missing = |own: &&ObjectiveId| self.earned(last, own, Rating::S) == Some(false);
            wanted.iter().filter(missing).cloned().collect()
        };
        let ranked = library.iter().map(|own| (missed(&own.id), own));
        let (missed, own) = ranked.max_by_key(|(missed, own)| (missed.len(), own.difficulty))?;
        Some(Next { scenario: own.id.clone(), why: again(&missed) })
    }
}

/// Objectives that the lowest level not yet reached still wants.
fn wanted(levels: &[OnLevel]) -> Vec<ObjectiveId> {
    let level = levels.iter().find(|level| !level.reached);
    let skills = level.into_iter().flat_map(|level| &level.skills);
    let open = skills.flat_map(|skill| &skill.evidence).filter(|own| own.seen < Some(own.wanted));
    open.filter_map(|own| own.of.strip_prefix("objective ")).map(ObjectiveId::from).collect()
}

fn fresh(first: bool) -> Text {
    let (en, th) = if first {
        ("it is where everybody begins", "ทุกคนเริ่มจากเรื่องนี้")
    } else {
        (
            "you have not played it for a score yet, and it is the easiest of those",
            "ยังไม่เคยเล่นแบบคิดคะแนน และง่ายที่สุดในเรื่องที่เหลือ",
        )
    };
    Text { en: en.into(), th: Some(th.into()) }
}

fn again(missed: &[ObjectiveId]) -> Text {
    let names: Vec<&str> = missed.iter().map(ObjectiveId::as_str).collect();
    let names = names.join(", ");
    let (en, th) = if missed.is_empty() {
        (
            "you have played everything; this one is the hardest".to_owned(),
            "เล่นครบทุกเรื่องแล้ว เรื่องนี้ยากที่สุด".to_owned(),
        )
    } else {
        (
            format!("the last time it went without {names}, which your next level wants"),
            format!("ครั้งล่าสุดยังขาด {names} ซึ่งขั้นถัดไปต้องการ"),
        )
    };
    Text { en: en.as_str().into(), th: Some(th.as_str().into()) }
}
