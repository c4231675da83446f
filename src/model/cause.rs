//! Kinds of root cause that `/cause` may name. It never says which one is right.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident $name:literal;)*) => {
        /// A kind of root cause.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum CauseKind { $($(#[$doc])* $variant,)* }

        impl CauseKind {
            /// Every kind, in the order it is offered.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in commands and files.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    /// A new version.
    Release "release";
    /// A setting.
    Config "config";
    /// Too little of something.
    Capacity "capacity";
    /// More asked than usual.
    Traffic "traffic";
    /// Calls sent again and again.
    Retries "retries";
    /// A cache that is cold, full or wrong.
    Cache "cache";
    /// A database.
    Database "database";
    /// The network.
    Network "network";
    /// Names that do not resolve.
    Dns "dns";
    /// Somebody else's service.
    Provider "provider";
    /// A certificate.
    Certificate "certificate";
    /// Rights, tokens, secrets.
    Access "access";
    /// Clocks that differ.
    Clock "clock";
    /// Wrong or lost data.
    Data "data";
    /// A machine that acted by itself.
    Automation "automation";
}

impl fmt::Display for CauseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for CauseKind {
    type Err = String;

    /// Reads a kind; `deploy` is another word for `release`.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = if text == "deploy" { "release" } else { text };
        Self::ALL
            .iter()
            .find(|kind| kind.name() == text)
            .copied()
            .ok_or_else(|| format!("`{text}` is no kind of cause"))
    }
}
