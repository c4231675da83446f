//! What a row of the table of commands says: its slots, what they hold, whose it is. It holds no
//! row; those stand in `table`.

use crate::command::Command;
use crate::command::mistake::Mistake;
use crate::command::reading::Said;
use crate::model::text::{DisplayText, Text};

/// What a slot holds: how it is read and what is offered for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `INC-0001`.
    Incident,
    /// `A-1`.
    Alert,
    /// A severity.
    Severity,
    /// A status.
    Status,
    /// A role.
    Role,
    /// A person, team or duty.
    Whom,
    /// A part of the system.
    Target,
    /// A side of it.
    View,
    /// `Q-1`.
    Question,
    /// A kind of root cause.
    Cause,
    /// A remedy.
    Remedy,
    /// What a remedy is told.
    RemedyArgs,
    /// A runbook.
    Runbook,
    /// A number.
    Number,
    /// Drill-seconds a second, 1 to 60.
    Speed,
    /// `done` or `skip`.
    Mark,
    /// Audiences, with commas.
    Audiences,
    /// A measure of effect.
    Effect,
    /// When the next word comes.
    Next,
    /// An objective or line of the scorecard.
    Objective,
    /// A capability.
    Capability,
    /// `P`, `S`, `M` or `U`.
    Rating,
    /// An inject.
    Inject,
    /// `accept` or `reject`.
    Accept,
    /// `02:40`.
    Time,
    /// `2026-12-11`.
    Date,
    /// `P1` to `P4`.
    Priority,
    /// Free text.
    Text,
}

impl Kind {
    /// The words it has of itself; empty where they come from the drill.
    #[must_use]
    pub fn words(self) -> &'static [&'static str] {
        match self {
            Self::View => &["metrics", "logs", "deploys", "config", "deps"],
            Self::Mark => &["done", "skip"],
            Self::Effect => &["unknown", "none", "some", "many", "all", "25%"],
            Self::Next => &["15m", "20m", "30m", "1h", "none"],
            Self::Rating => &["P", "S", "M", "U"],
            Self::Speed => &["1", "2", "5", "10", "30", "60"],
            Self::Accept => &["accept", "reject"],
            Self::Priority => &["P1", "P2", "P3", "P4"],
            Self::Cause => CAUSES,
            _ => &[],
        }
    }

    /// Whether nothing but its own few words can be said.
    fn is_closed(self) -> bool {
        matches!(self, Self::View | Self::Mark | Self::Rating | Self::Accept)
    }
}

/// The kinds of `CauseKind::ALL`, by name.
const CAUSES: &[&str] = &[
    "release",
    "config",
    "capacity",
    "traffic",
    "retries",
    "cache",
    "database",
    "network",
    "dns",
    "provider",
    "certificate",
    "access",
    "clock",
    "data",
    "automation",
];

/// How a slot stands in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A first word that may be left out, because it is told from what follows by how it is
    /// written.
    Lead,
    /// One word.
    Word,
    /// All up to the first field, or to the end.
    Text,
    /// A field: `key=word` or `key="several words"`.
    Key(&'static str),
    /// A field that takes the rest of the line.
    LastKey(&'static str),
}

/// A place in a command's line.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// Its name in the usage: `SEV`, or the field's key.
    pub name: &'static str,
    /// How it stands in the line.
    pub form: Form,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub needed: bool,
    /// What is wrong without it, after the command's name: English, Thai.
    pub lacks: (&'static str, &'static str),
    /// A value that shows how it is written.
    pub example: &'static str,
}

impl Slot {
    pub(super) const fn word(
        name: &'static str,
        kind: Kind,
        en: &'static str,
        th: &'static str,
    ) -> Self {
        Self { name, form: Form::Word, kind, needed: true, lacks: (en, th), example: "" }
    }

    pub(super) const fn text(name: &'static str, en: &'static str, th: &'static str) -> Self {
        Self {
            name,
            form: Form::Text,
            kind: Kind::Text,
            needed: true,
            lacks: (en, th),
            example: "",
        }
    }

    pub(super) const fn field(
        name: &'static str,
        kind: Kind,
        example: &'static str,
        en: &'static str,
        th: &'static str,
    ) -> Self {
        Self { name, form: Form::Key(name), kind, needed: true, lacks: (en, th), example }
    }

    pub(super) const fn lead(name: &'static str, kind: Kind) -> Self {
        Self { name, form: Form::Lead, kind, needed: false, lacks: ("", ""), example: "" }
    }

    pub(super) const fn or_not(self) -> Self {
        Self { needed: false, ..self }
    }

    /// The key of a field.
    pub(super) fn key(&self) -> Option<&'static str> {
        match self.form {
            Form::Key(key) | Form::LastKey(key) => Some(key),
            _ => None,
        }
    }

    pub(super) fn is_field(&self) -> bool {
        self.key().is_some()
    }

    /// As it stands in a usage line: `SEV`, `[WHY]`, `next=…`.
    #[must_use]
    pub fn usage(&self) -> String {
        let inner = match self.form {
            Form::Key(key) | Form::LastKey(key) => format!("{key}=…"),
            Form::Word if self.kind.is_closed() => self.kind.words().join("|"),
            _ => self.name.to_owned(),
        };
        if self.needed { inner } else { format!("[{inner}]") }
    }
}

/// Whose command it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody at the table.
    Anyone,
    /// Playing seats.
    Player,
    /// The facilitator.
    Facilitator,
    /// The facilitator, or who plays alone.
    FacilitatorOrSolo,
}

/// When it may be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// While the drill runs.
    During,
    /// While it runs and after its end.
    DuringAndAfter,
    /// After its end.
    After,
}

/// A row of the table.
pub struct Spec {
    /// The word after `/`.
    pub name: &'static str,
    /// Other words for it.
    pub aliases: &'static [&'static str],
    /// The places of its line, in order.
    pub slots: &'static [Slot],
    /// Whose it is.
    pub who: Who,
    /// When it may be said.
    pub when: When,
    /// The letter under which screens have a form for it.
    pub form: Option<char>,
    /// What it does, in one line: English, Thai.
    pub does: (&'static str, &'static str),
    /// A line that works.
    pub example: &'static str,
    /// Makes the command of what stood in the slots.
    pub(super) read: fn(&mut Said<'_>) -> Result<Command, Mistake>,
}

impl std::fmt::Debug for Spec {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.usage())
    }
}

impl Spec {
    /// Its grammar: `/severity [INC] SEV WHY`.
    #[must_use]
    pub fn usage(&self) -> String {
        let mut line = format!("/{}", self.name);
        for slot in self.slots {
            line.push(' ');
            line.push_str(&slot.usage());
        }
        line
    }

    /// What it does.
    #[must_use]
    pub fn help(&self) -> Text {
        Text { en: DisplayText::from(self.does.0), th: Some(DisplayText::from(self.does.1)) }
    }

    /// The keys of its fields.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.slots.iter().filter_map(Slot::key)
    }

    /// Its name and its aliases.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }
}
