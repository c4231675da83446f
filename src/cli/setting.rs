//! From arguments to a drill at 00:00: files, table, header. The only place that asks the machine
//! for a seed, a name and the time.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{SecondsFormat, Utc};
use uuid::Uuid;

use crate::cli::failure::Failure;
use crate::cli::shelf;
use crate::content::library::{Kept, Loaded as Files};
use crate::content::{Choice, coaching};
use crate::journal::{ENGINE, Envelope, FORMAT, Header, PlayerKind, Recipe};
use crate::model::id::{SeatId, VariantId};
use crate::model::text::{DisplayText, Lang};
use crate::play::Loaded;
use crate::play::table::{self, Comer};

/// What a player wants to play.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// A scenario's id or file.
    pub(crate) scenario: String,
    /// A process's id or file.
    pub(crate) process: Option<String>,
    /// The seed; drawn when left out.
    pub(crate) seed: Option<u64>,
    /// The variant; by seed when left out.
    pub(crate) variant: Option<String>,
    /// The players' names; the first one takes `seat`.
    pub(crate) names: Vec<String>,
    /// The seat of the first player.
    pub(crate) seat: Option<String>,
    /// Programs in seats: seat and command.
    pub(crate) programs: Vec<(String, String)>,
    /// The skill of colleagues in the other seats; nobody sits there when left out.
    pub(crate) crew: Option<String>,
    /// Whether it counts.
    pub(crate) graded: bool,
    /// Whether the coach speaks.
    pub(crate) coach: bool,
    /// The language of the players.
    pub(crate) lang: Lang,
}

/// A drill that can begin, for the people of the wish.
pub(crate) fn set_up(wish: &Wish) -> Result<(Header, Loaded), Failure> {
    let comers = (wish.names.iter().enumerate()).map(|(index, name)| Comer {
        name: DisplayText::one_line(name),
        seat: wish.seat.as_deref().filter(|_| index == 0).map(SeatId::from),
        kind: PlayerKind::Person,
    });
    let programs = wish.programs.iter().map(|(seat, _)| Comer {
        name: DisplayText::one_line(&format!("program-{seat}")),
        seat: Some(SeatId::from(seat.as_str())),
        kind: PlayerKind::Program,
    });
    set_up_for(wish, &comers.chain(programs).collect::<Vec<_>>())
}

/// A drill that can begin, for these people and programs.
pub(crate) fn set_up_for(wish: &Wish, comers: &[Comer]) -> Result<(Header, Loaded), Failure> {
    let meant = shelf::find(&wish.scenario, wish.process.as_deref())?;
    let id = Uuid::now_v7().simple().to_string();
    // A drawn seed stays below 2^53, so that JSON readers of every kind keep it whole.
    let seed = wish.seed.unwrap_or_else(|| Uuid::now_v7().as_u64_pair().1 & ((1 << 53) - 1));
    let choice = Choice { seed, variant: wish.variant.as_deref().map(VariantId::from) };
    let mut files = meant
        .library
        .load(&meant.scenario, &choice, &meant.process)
        .map_err(|diagnostics| shelf::refused(&diagnostics))?;
    if let Some(variant) = &wish.variant
        && !files.scenario.variants.contains_key(variant.as_str())
    {
        let known: Vec<&str> = files.scenario.variants.keys().map(VariantId::as_str).collect();
        return Err(Failure::usage(
            format!("scenario `{}` has no variant `{variant}`", meant.scenario),
            format!("it has {}", known.join(", ")),
        ));
    }
    let laid = table::lay(&files.scenario, &files.process, comers, wish.crew.as_deref())
        .map_err(|says| Failure::usage(says, "`--seat` takes one of the seats"))?;
    let bot_pars = pars(&meant, &files);
    if wish.coach && files.story.coach.is_empty() {
        files.coach(coaching::USUAL).map_err(|diagnostics| shelf::refused(&diagnostics))?;
    }
    let recipe = Recipe {
        format: FORMAT,
        engine: ENGINE,
        seed,
        scenario: meant.scenario,
        variant: files.scenario.variant.clone(),
        process: meant.process,
        system: files.scenario.system.id.clone(),
        files: files.files.clone(),
        roster: laid.roster,
        graded: wish.graded && !wish.coach,
        coach: wish.coach,
        lang: wish.lang,
        bot_pars,
    };
    let started = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let envelope = Envelope { id, started, names: laid.names, ..Envelope::default() };
    Ok((Header { envelope, recipe }, loaded(files)))
}

/// The pars in force: those measured with these very files, by this engine and this process.
fn pars(meant: &shelf::Meant, files: &Files) -> BTreeMap<String, u32> {
    let measured = meant.library.calibration(&meant.scenario).and_then(Result::ok);
    let fresh = measured
        .filter(|own| own.process == meant.process && own.stale(ENGINE, &files.files).is_none());
    fresh.map(|own| own.bot_pars).unwrap_or_default()
}

/// The files a journal kept, as values again.
pub(crate) fn unpack(header: &Header) -> Result<Loaded, Failure> {
    let recipe = &header.recipe;
    let kept = Kept {
        scenario: &recipe.scenario,
        system: &recipe.system,
        process: &recipe.process,
        files: &recipe.files,
    };
    Files::from_kept(kept, recipe.seed, &recipe.variant)
        .map(loaded)
        .map_err(|diagnostics| shelf::refused(&diagnostics))
}

fn loaded(files: Files) -> Loaded {
    Loaded {
        scenario: files.scenario,
        story: files.story,
        process: Arc::new(files.process),
        runbooks: files.runbooks,
    }
}

/// The player's name: as given, else as the machine knows them.
#[expect(clippy::disallowed_methods, reason = "the environment is read in cli, here")]
pub(crate) fn player_name(given: Option<&str>) -> String {
    let machine = || std::env::var("USER").ok().filter(|name| !name.trim().is_empty());
    let name = given.map(str::to_owned).or_else(machine).unwrap_or_else(|| "you".to_owned());
    DisplayText::one_line(&name).as_str().chars().take(20).collect()
}
