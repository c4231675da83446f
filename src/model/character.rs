//! Known characters: teams whose way of playing is known before they play, so that a score can be
//! held against it. It names them and plays none.

use std::fmt;
use std::str::FromStr;

/// A character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Character {
    /// Does everything right, soon.
    Ideal,
    /// Does most things right, at the pace of a busy evening.
    Competent,
    /// Does nothing at all.
    DoNothing,
    /// Restarts one service after the other, and finds out nothing.
    RestartEverything,
    /// Takes back whatever was released before looking at anything.
    RollbackFirst,
    /// Repairs at once and tells nobody.
    SilentFixer,
    /// Pages everybody there is, without a reason.
    OverEscalator,
    /// Sends the same words every minute.
    UpdateSpammer,
    /// Says that it is over long before it is.
    Liar,
}

impl Character {
    /// Every character, the one that others are measured by first.
    pub const ALL: &[Self] = &[
        Self::Ideal,
        Self::Competent,
        Self::DoNothing,
        Self::RestartEverything,
        Self::RollbackFirst,
        Self::SilentFixer,
        Self::OverEscalator,
        Self::UpdateSpammer,
        Self::Liar,
    ];

    /// The name in files and on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ideal => "ideal",
            Self::Competent => "competent",
            Self::DoNothing => "do-nothing",
            Self::RestartEverything => "restart-everything",
            Self::RollbackFirst => "rollback-first",
            Self::SilentFixer => "silent-fixer",
            Self::OverEscalator => "over-escalator",
            Self::UpdateSpammer => "update-spammer",
            Self::Liar => "liar",
        }
    }
}

impl fmt::Display for Character {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Character {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|own| own.name() == name).ok_or(())
    }
}
