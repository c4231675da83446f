//! Teams and people of the story as values. How they behave today is the scenario's; it never
//! stands here.

use serde::{Deserialize, Serialize};

use crate::model::id::{Permission, PersonId};
use crate::model::text::Text;
use crate::model::time::Span;

/// A team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Team {
    /// What it is called.
    pub name: Text,
    /// Its people.
    pub people: Vec<PersonId>,
    /// Whom a page reaches first, second …
    pub on_call: Vec<PersonId>,
    /// Who leads it.
    pub lead: Option<PersonId>,
}

/// A person of the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// What they are called.
    pub name: Text,
    /// From page to acknowledgement; `None` if they never do.
    pub acks: Option<Span>,
    /// From acknowledgement to being there.
    pub joins: Span,
    /// What they may do beyond everybody.
    pub permissions: Vec<Permission>,
    /// Whether they belong to another company.
    pub outside: bool,
}
