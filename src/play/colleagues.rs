//! The crew at the table: each acts once a second, in the order of the roster, on what their seat
//! sees.

use std::sync::Arc;

use crate::content::process::Process;
use crate::crew::Crew;
use crate::crew::insight::Insight;
use crate::crew::profile::{self, Profile};
use crate::drill::Said;
use crate::journal::{Place, PlayerKind};
use crate::model::character::Character;
use crate::model::id::SeatId;
use crate::play::Play;
use crate::play::insight::Foresight;
use crate::play::table::{FACILITATOR, OBSERVER};

/// The profile of a colleague whose own is unknown.
const USUAL: &str = "mid";

/// The colleagues in seats that nobody took, told what a team without people may know.
pub(super) fn at_table(
    roster: &[Place],
    seed: u64,
    process: &Arc<Process>,
    insight: Option<&Insight>,
) -> Vec<Crew> {
    let colleague = |place: &Place| {
        let PlayerKind::Crew(profile) = &place.kind else { return None };
        let (player, process) = (&place.player, Arc::clone(process));
        if let Ok(character) = profile.parse::<Character>() {
            let busy = character == Character::Competent;
            let profile = if busy { &profile::BUSY } else { &profile::STEADY };
            let crew = Crew::new(profile, player, seed, process).in_the_manner_of(character);
            return Some(match insight {
                Some(insight) => crew.with_insight(insight.clone()),
                None => crew,
            });
        }
        let profile = Profile::named(profile).or_else(|| Profile::named(USUAL))?;
        let crew = Crew::new(profile, player, seed, process);
        // On a false alarm there is nothing to find: what is not there shows nowhere.
        Some(match insight.filter(|own| own.cause.is_some()) {
            Some(insight) => crew.with_insight(insight.clone()),
            None => crew,
        })
    };
    roster.iter().filter_map(colleague).collect()
}

/// Whether nobody but colleagues sits at the table; only then is anything of the truth told.
pub(super) fn is_without_people(roster: &[Place]) -> bool {
    roster.iter().all(|place| matches!(place.kind, PlayerKind::Crew(_)))
}

impl Play {
    /// From this second on the crew plays in the seats of people and programs.
    pub fn hand_over(&mut self, profile: &str) {
        let taken = |place: &&Place| {
            let apart = |seat: &SeatId| matches!(seat.as_str(), FACILITATOR | OBSERVER);
            !matches!(place.kind, PlayerKind::Crew(_)) && !place.seats.iter().all(apart)
        };
        let recipe = &self.header.recipe;
        let crew =
            |place: &Place| Place { kind: PlayerKind::Crew(profile.to_owned()), ..place.clone() };
        let roster: Vec<Place> = recipe.roster.iter().filter(taken).map(crew).collect();
        let told = is_without_people(&roster).then(|| Foresight::of(&self.loaded.story)).flatten();
        let (insight, foresight) = told.unzip();
        let process = &self.loaded.process;
        self.crew.extend(at_table(&roster, recipe.seed, process, insight.as_ref()));
        self.foresight = foresight.or_else(|| self.foresight.take());
    }

    /// Lets every colleague act at this second; what one says, the next one sees.
    pub(super) fn crew_acts(&mut self) {
        let mut crew = std::mem::take(&mut self.crew);
        let now = self.drill.now();
        if let Some(foresight) = &mut self.foresight {
            let ready = foresight.ready(&self.drill);
            for colleague in &mut crew {
                colleague.is_time_for_steps(&ready);
            }
        }
        for colleague in &mut crew {
            let player = colleague.player().clone();
            let said = self.view(&player).map(|view| colleague.act(view, now));
            for command in said.unwrap_or_default() {
                self.submit(&player, Said::Command(command));
            }
        }
        self.crew = crew;
    }
}
