//! How long a colleague takes, and when they slip: draws from streams of their own, so that one
//! kind of draw shifts no other. It decides nothing.

use crate::crew::profile::{Profile, Span};
use crate::model::chance::Stream;
use crate::model::id::PlayerId;
use crate::model::quantity::rounded;

/// Nobody takes less than this, in seconds.
const LEAST_S: f64 = 2.0;
/// Nobody takes more than so many medians.
const MOST_MEDIANS: f64 = 6.0;

/// The pace of one colleague.
#[derive(Debug)]
pub(super) struct Pace {
    profile: Profile,
    reactions: Stream,
    writing: Stream,
    slips: Stream,
    hunches: Stream,
    care: Stream,
}

impl Pace {
    pub(super) fn new(profile: &Profile, player: &PlayerId, seed: u64) -> Self {
        let stream = |purpose: &str| Stream::named(seed, &format!("crew/{player}/{purpose}"));
        Self {
            profile: *profile,
            reactions: stream("reaction"),
            writing: stream("writing"),
            slips: stream("slip"),
            hunches: stream("hunch"),
            care: stream("care"),
        }
    }

    /// Seconds from seeing to beginning.
    pub(super) fn reaction(&mut self) -> u32 {
        draw(self.profile.reaction, &mut self.reactions)
    }

    /// Seconds it takes to write something for others.
    pub(super) fn writing(&mut self) -> u32 {
        draw(self.profile.writing, &mut self.writing)
    }

    /// Whether this look goes where it shows.
    pub(super) fn has_a_hunch(&mut self) -> bool {
        self.hunches.uniform() < self.profile.hunch
    }

    /// Whether they think of this, which nobody asks for.
    pub(super) fn thinks_of_it(&mut self) -> bool {
        self.care.uniform() < self.profile.care
    }

    /// Whether this one goes wrong a little.
    pub(super) fn slips(&mut self) -> bool {
        self.slips.uniform() < self.profile.slip
    }
}

fn draw(span: Span, stream: &mut Stream) -> u32 {
    let drawn = stream.lognormal(span.median_s, span.spread);
    let bounded = drawn.clamp(LEAST_S, span.median_s * MOST_MEDIANS);
    u32::try_from(rounded(bounded)).unwrap_or(0)
}
