//! Log lines, written from what the engine knows: who failed whom, how, how often. More load,
//! more lines. The same seed and second give the same lines.

mod calls;
mod own;

use crate::model::chance::{fingerprint, uniform_at};
use crate::model::id::PartId;
use crate::model::quantity::rounded;
use crate::model::time::DrillTime;
use crate::world::World;

/// How loud a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Usual work.
    Info,
    /// Something is odd.
    Warn,
    /// Something failed.
    Error,
}

/// A line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// When.
    pub at: DrillTime,
    /// Which instance wrote it.
    pub instance: String,
    /// How loud.
    pub level: Level,
    /// What it says.
    pub text: String,
}

/// Seconds a log reaches back.
const REACH: u32 = 30;

/// A kind of line that may be written in a second, and how often.
struct Kindred {
    rate: f64,
    level: Level,
    text: String,
}

impl World {
    /// The last lines of a part's log, the newest last: at most `lines`, sampled so that what is
    /// rare is still there beside what is frequent.
    pub fn logs(&self, part: &PartId, lines: usize) -> Vec<LogLine> {
        let Some(node) = self.node_of(part) else {
            return Vec::new();
        };
        if lines == 0 {
            return Vec::new();
        }
        let subject = fingerprint(part.as_str().as_bytes());
        let mut all = self.happened(node);
        for (back, second) in (0..REACH).zip(self.minute.last(REACH)) {
            let Some(at) = self.now().0.checked_sub(back) else {
                break;
            };
            let mut kinds = self.own_lines(node, second);
            kinds.extend(self.trouble_lines(node, second));
            kinds.extend(self.call_lines(node, second));
            for (place, kind) in kinds.iter().enumerate() {
                let key = subject ^ (place as u64) << 32;
                let draw = uniform_at(self.seed, key, u64::from(at));
                // Logarithmic sampling: ten times the events, a few more lines.
                let count = libm::log2(1.0 + kind.rate.max(0.0)) * 0.6 + draw - 0.35;
                for nth in 0..rounded(count).clamp(0, 4) {
                    let seed = key ^ 0x5bd1 ^ nth.unsigned_abs();
                    all.push(self.line(node, at, kind, uniform_at(self.seed, seed, u64::from(at))));
                }
            }
        }
        all.sort_by_key(|line| line.at);
        let surplus = all.len().saturating_sub(lines);
        // Of too many, usual work goes first.
        let usual = all.iter().filter(|line| line.level == Level::Info).count();
        let mut spare = surplus.min(usual.saturating_sub(lines / 4));
        all.retain(|line| {
            let drop = line.level == Level::Info && spare > 0;
            spare -= usize::from(drop);
            !drop
        });
        let surplus = all.len().saturating_sub(lines);
        all.drain(..surplus);
        all
    }

    fn line(&self, node: usize, at: u32, kind: &Kindred, draw: f64) -> LogLine {
        let fleet = &self.fleets[node];
        let count = fleet.instances.len().max(1);
        let place = usize::try_from(rounded(libm::floor(draw * count as f64))).unwrap_or(0);
        let place = place.min(count - 1);
        let id = uniform_at(self.seed, fingerprint(kind.text.as_bytes()), u64::from(at)).to_bits();
        let version = fleet
            .instances
            .get(place)
            .map(|instance| instance.version.to_string())
            .filter(|version| !version.is_empty());
        let mut text = format!("{} req={:06x}", kind.text, (id >> 8) & 0x00ff_ffff);
        if let Some(version) = version {
            text.push_str(" version=");
            text.push_str(&version);
        }
        LogLine { at: DrillTime(at), instance: fleet.instance_name(place), level: kind.level, text }
    }

    fn happened(&self, node: usize) -> Vec<LogLine> {
        let now = self.seconds();
        self.fleets[node]
            .happenings
            .iter()
            .filter(|happening| happening.at >= now - f64::from(REACH) * 4.0)
            .filter_map(|happening| {
                let at = u32::try_from(rounded(happening.at)).ok()?;
                Some(LogLine {
                    at: DrillTime(at),
                    instance: happening.instance.clone(),
                    level: happening.level,
                    text: happening.says.clone(),
                })
            })
            .collect()
    }
}
