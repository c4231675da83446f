//! A colleague on a stage: a view that stands still, or one that answers looks.

use std::sync::Arc;

use firedrill::command::Command;
use firedrill::crew::Crew;
use firedrill::crew::profile::Profile;
use firedrill::journal::Entry;
use firedrill::model::time::DrillTime;
use firedrill::view::SeatView;

use crate::view::table::{Pen, fold, process};

pub(crate) fn colleague(player: &str, profile: &str, seed: u64) -> Crew {
    let profile = Profile::named(profile).expect("a profile");
    Crew::new(profile, &player.into(), seed, Arc::new(process()))
}

/// The view of a player, as it stands after these entries.
pub(crate) fn view(player: &str, entries: &[Entry], now: u32) -> SeatView {
    let mut fold = fold(player);
    for entry in entries {
        fold.apply(entry);
    }
    fold.view(DrillTime(now)).clone()
}

/// What a colleague says in `seconds` before a view that nothing changes.
pub(crate) fn acts(crew: &mut Crew, view: &SeatView, seconds: u32) -> Vec<(u32, Command)> {
    let from = view.now.0;
    let mut said = Vec::new();
    for now in from..from + seconds {
        said.extend(crew.act(view, DrillTime(now)).into_iter().map(|command| (now, command)));
    }
    said
}

/// What ton, a senior, does when ann asks this of him; nothing fires and nobody holds a role.
pub(crate) fn asked(question: &str) -> Vec<String> {
    let mut pen = Pen::default();
    pen.scrape(20, &[("checkout.error_ratio", 0.31), ("checkout.p99", 3.1)]);
    pen.given(30, "p1", &format!("/ask p3 {question}"));
    let view = view("p3", &pen.entries, 30);
    let mut ton = colleague("p3", "senior", 1);
    acts(&mut ton, &view, 300).into_iter().map(|(_, command)| command.to_string()).collect()
}
