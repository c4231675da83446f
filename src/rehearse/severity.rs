//! Which severity a scenario calls for by the process in force: played untouched until what is
//! shown has met a severity's test, and as long as one may take to declare. It judges nobody.

use crate::content::process::Process;
use crate::model::id::SeverityId;
use crate::model::time::DrillTime;
use crate::play::Play;

/// Seconds played between two looks at what is evident.
const EVERY_S: u32 = 10;

/// The gravest severity that what is shown calls for up to [`Process::evident_after`] from when it
/// first called for one; `None` where nothing ever does.
#[must_use]
pub fn called_for(mut play: Play, process: &Process) -> Option<SeverityId> {
    let end = play.drill().end();
    let mut until = end;
    while play.drill().now() < until && !play.drill().ended() {
        let next = DrillTime(play.drill().now().0 + EVERY_S).min(until);
        play.step(next, Vec::new());
        let evident = &play.drill().incidents().knowledge.evident;
        let first = evident.iter().find(|(_, severity)| severity.is_some());
        until = first.map_or(end, |(at, _)| (*at + process.evident_after).min(end));
    }
    let evident = &play.drill().incidents().knowledge.evident;
    let called = evident.iter().filter_map(|(_, severity)| severity.clone());
    called.min_by_key(|severity| process.rank(severity))
}
