//! The one table of commands. Grammar, canonical lines, help and completions all come from it. Who
//! may say what stands here as words; the deciding is `drill`'s.

mod control;
mod incident;
mod record;
mod slots;
mod work;

use crate::command::Command;
use crate::command::grammar::{Spec, When, Who};
use crate::command::table::slots::TEXT;
use crate::model::text::Text;

/// What most rows share.
const PLAYER: Spec = Spec {
    name: "",
    aliases: &[],
    slots: &[],
    who: Who::Player,
    when: When::During,
    form: None,
    does: ("", ""),
    example: "",
    read: |_| Ok(Command::Hint),
};
const FACILITATOR: Spec = Spec { who: Who::Facilitator, ..PLAYER };
const CLOCK: Spec = Spec { who: Who::FacilitatorOrSolo, ..PLAYER };

/// The row of a line without `/`.
pub(super) static SAY: Spec = Spec {
    name: "say",
    slots: &[TEXT],
    who: Who::Anyone,
    form: Some('m'),
    does: (
        "send a message to the incident channel; `/say` may be left out",
        "ส่งข้อความในช่องของ incident ไม่ต้องพิมพ์ `/say` ก็ได้",
    ),
    example: "errors fall since 14:00",
    read: |said| Ok(Command::Say(said.take()?)),
    ..PLAYER
};

/// Every command, in the order of the help.
pub fn commands() -> impl Iterator<Item = &'static Spec> {
    std::iter::once(&SAY)
        .chain([incident::ROWS, work::ROWS, record::ROWS, control::ROWS].into_iter().flatten())
}

/// The row of a command, by its name or an alias, in any case.
#[must_use]
pub fn find(word: &str) -> Option<&'static Spec> {
    commands().find(|spec| spec.words().any(|own| own.eq_ignore_ascii_case(word)))
}

/// A line of the help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpRow {
    /// The grammar.
    pub usage: String,
    /// What it does.
    pub does: Text,
    /// A line that works.
    pub example: &'static str,
    /// Whose it is.
    pub who: Who,
    /// When it may be said.
    pub when: When,
}

/// The help: every command in the order of the table.
#[must_use]
pub fn help() -> Vec<HelpRow> {
    let row = |spec: &Spec| HelpRow {
        usage: spec.usage(),
        does: spec.help(),
        example: spec.example,
        who: spec.who,
        when: spec.when,
    };
    commands().map(row).collect()
}
