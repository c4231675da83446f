//! The crew at the table: each acts once a second, in the order of the roster, on what their seat
//! sees.

use std::sync::Arc;

use crate::content::process::Process;
use crate::crew::Crew;
use crate::crew::profile::Profile;
use crate::drill::Said;
use crate::journal::{Place, PlayerKind};
use crate::play::Play;

/// The profile of a colleague whose own is unknown.
const USUAL: &str = "mid";

/// The colleagues in seats that nobody took.
pub(super) fn at_table(roster: &[Place], seed: u64, process: &Arc<Process>) -> Vec<Crew> {
    let colleague = |place: &Place| {
        let PlayerKind::Crew(profile) = &place.kind else { return None };
        let profile = Profile::named(profile).or_else(|| Profile::named(USUAL))?;
        Some(Crew::new(profile, &place.player, seed, Arc::clone(process)))
    };
    roster.iter().filter_map(colleague).collect()
}

impl Play {
    /// Lets every colleague act at this second; what one says, the next one sees.
    pub(super) fn crew_acts(&mut self) {
        let mut crew = std::mem::take(&mut self.crew);
        let now = self.drill.now();
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
