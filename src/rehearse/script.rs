//! Playing a playscript as fast as it goes. After the last line the drill runs on for as long as
//! the scenario needs to settle, unless `/end` came.

use std::fmt;

use crate::command::playscript::ScriptLine;
use crate::drill::Said;
use crate::incident::Incident;
use crate::journal::{Header, Journal, Place};
use crate::model::id::PlayerId;
use crate::model::text::DisplayText;
use crate::model::time::{DrillTime, Span};
use crate::play::{Input, Play};

/// A drill has settled once nothing was wrong for so long.
pub const SETTLED: Span = Span::from_minutes(5);

/// Why a script cannot be played to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stuck {
    /// The row of the line, 0 where it came from no file.
    pub row: usize,
    /// What is wrong, and what works.
    pub says: String,
}

impl fmt::Display for Stuck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            0 => f.write_str(&self.says),
            row => write!(f, "line {row}: {}", self.says),
        }
    }
}

impl std::error::Error for Stuck {}

/// Plays a script from the drill's start to its end.
///
/// # Errors
/// A line of somebody who does not sit at the table, or one that a paused clock never reaches.
pub fn run(mut play: Play, lines: &[ScriptLine]) -> Result<Journal, Stuck> {
    let speakers = lines
        .iter()
        .map(|line| speaker(play.header(), line))
        .collect::<Result<Vec<PlayerId>, Stuck>>()?;
    for (line, by) in lines.iter().zip(speakers) {
        play.step(line.at, Vec::new());
        let now = play.drill().now();
        if play.drill().paused() && now < line.at {
            let says = format!(
                "the clock stands at {now} and never comes to {}; `/resume` first",
                line.at
            );
            return Err(Stuck { row: line.row, says });
        }
        play.step(now, vec![Input { by, said: Said::Command(line.line.clone()) }]);
    }
    settle(&mut play);
    Ok(play.into_journal())
}

/// Who says a line: by name, by player id, by seat, or by the person they play.
pub fn speaker(header: &Header, line: &ScriptLine) -> Result<PlayerId, Stuck> {
    let who = line.who.to_lowercase();
    let named = |name: &DisplayText| name.as_str().to_lowercase() == who;
    if let Some((player, _)) = header.envelope.names.iter().find(|(_, name)| named(name)) {
        return Ok(player.clone());
    }
    let sits = |place: &&Place| {
        place.player.as_str() == who
            || place.plays.as_ref().is_some_and(|person| person.as_str() == who)
            || place.seats.iter().any(|seat| seat.as_str() == who)
    };
    let place = header.recipe.roster.iter().find(sits);
    place.map(|place| place.player.clone()).ok_or_else(|| {
        let list: Vec<&str> = header.envelope.names.values().map(DisplayText::as_str).collect();
        let list = list.join(", ");
        let says = format!("nobody called `{}` sits at the table; there is {list}", line.who);
        Stuck { row: line.row, says }
    })
}

/// Lets the drill run until it has settled, then ends it: every incident resolved or closed,
/// nothing a severity tests has been so for [`SETTLED`], nothing under way, nothing that will
/// still fall due. Where nobody declared anything it runs until its minutes are out.
pub fn settle(play: &mut Play) {
    let mut calm_since: Option<DrillTime> = None;
    while !play.drill().ended() && !play.drill().paused() {
        let now = play.drill().now();
        if is_quiet(play) {
            let since = *calm_since.get_or_insert(now);
            if now.since(since) >= SETTLED.seconds() && !still_due(play) {
                break;
            }
        } else {
            calm_since = None;
        }
        play.step(DrillTime(now.0 + 1), Vec::new());
    }
    play.finish();
}

fn is_quiet(play: &Play) -> bool {
    let incidents = &play.drill().incidents().incidents;
    !incidents.is_empty()
        && !incidents.values().any(Incident::is_open)
        && play.drill().is_calm()
        && !play.drill().is_busy()
}

fn still_due(play: &Play) -> bool {
    let now = play.drill().now();
    let obligations = play.drill().incidents().obligations();
    obligations.iter().any(|own| own.is_open() && own.due > now)
}
