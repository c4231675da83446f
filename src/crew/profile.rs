//! How quick and how sure colleagues are. The numbers are our own choice, made so that skill
//! shows in a drill; no study stands behind them.

/// A lognormal time: half of all draws lie below the median.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    /// Median, in seconds.
    pub median_s: f64,
    /// Standard deviation of the logarithm: 0.5 puts two thirds between 0.6 and 1.65 medians.
    pub spread: f64,
}

/// A skill profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Profile {
    /// Its name in files and on the command line.
    pub name: &'static str,
    /// From seeing something to beginning to act on it.
    pub reaction: Span,
    /// Writing an update or an answer.
    pub writing: Span,
    /// Chance of a slip: the second-worst service first, a question back, a finding not said; in a
    /// team without people the wrong cause first.
    pub slip: f64,
    /// Whether they propose a remedy once they hold something for the cause.
    pub proposes: bool,
    /// Looks that name no cause, after which they reach for a runbook.
    pub looks: usize,
    /// Chance that the next look goes where the cause shows, in a team without people.
    pub hunch: f64,
    /// Chance to think of what nobody asks for: an owner to bring in, somebody to tell, the book
    /// that belongs to it, the promise of a next word, a question afterwards. In a team without
    /// people.
    pub care: f64,
}

/// The profiles, least experienced first.
pub const PROFILES: &[Profile] = &[
    Profile {
        name: "junior",
        reaction: Span { median_s: 40.0, spread: 0.6 },
        writing: Span { median_s: 75.0, spread: 0.5 },
        slip: 0.15,
        proposes: false,
        looks: 12,
        hunch: 0.2,
        care: 0.3,
    },
    Profile {
        name: "mid",
        reaction: Span { median_s: 25.0, spread: 0.5 },
        writing: Span { median_s: 55.0, spread: 0.45 },
        slip: 0.08,
        proposes: false,
        looks: 9,
        hunch: 0.35,
        care: 0.5,
    },
    Profile {
        name: "senior",
        reaction: Span { median_s: 15.0, spread: 0.45 },
        writing: Span { median_s: 40.0, spread: 0.4 },
        slip: 0.04,
        proposes: true,
        looks: 6,
        hunch: 0.55,
        care: 0.85,
    },
    Profile {
        name: "staff",
        reaction: Span { median_s: 10.0, spread: 0.4 },
        writing: Span { median_s: 30.0, spread: 0.35 },
        slip: 0.02,
        proposes: true,
        looks: 5,
        hunch: 0.8,
        care: 0.97,
    },
];

/// Who plays a character of a proof: somebody quick who makes no slips.
pub const STEADY: Profile = Profile {
    name: "steady",
    reaction: Span { median_s: 7.0, spread: 0.3 },
    writing: Span { median_s: 20.0, spread: 0.3 },
    slip: 0.0,
    proposes: false,
    looks: 6,
    hunch: 1.0,
    care: 1.0,
};

/// Who plays well enough: as quick as a busy evening lets people be, with slips.
pub const BUSY: Profile = Profile {
    name: "busy",
    reaction: Span { median_s: 75.0, spread: 0.5 },
    writing: Span { median_s: 130.0, spread: 0.45 },
    slip: 0.15,
    proposes: false,
    looks: 9,
    hunch: 1.0,
    care: 1.0,
};

impl Profile {
    /// The profile of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        PROFILES.iter().find(|profile| profile.name == name)
    }
}
