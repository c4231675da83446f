//! Teams and people of a system file. How people behave today is the scenario's affair.

use std::collections::BTreeMap;

use crate::content::form::{Name, PLAIN, Switch};
use crate::content::names::Thing;
use crate::content::quantity::{SPAN, SpanOrNever};
use crate::content::system_file::name_of;
use crate::content::table::Table;
use crate::model::id::{Permission, PersonId, TeamId};
use crate::model::people::{Person, Team};
use crate::model::text::Text;
use crate::model::time::Span;

/// From page to acknowledgement, where nothing else is said.
const ACKS: Span = Span::from_minutes(2);
/// From acknowledgement to being there.
const JOINS: Span = Span::from_minutes(5);

/// Teams, and everybody whom a team or a `person` names.
pub(super) fn read(t: &mut Table<'_, '_>) -> (BTreeMap<TeamId, Team>, BTreeMap<PersonId, Person>) {
    let teams = t.named("team", "team", read_team);
    let described = t.named("person", "person", read_person);
    let mut people = BTreeMap::new();
    for person in teams.iter().flat_map(|(_, team)| &team.people) {
        people.insert(person.clone(), unsaid(person.as_str()));
    }
    people.extend(described.into_iter().map(|(id, person)| (PersonId::from(id), person)));
    (teams.into_iter().map(|(id, team)| (TeamId::from(id), team)).collect(), people)
}

fn read_team(t: &mut Table<'_, '_>) -> Team {
    let name = name_of(t);
    if !t.has("people") {
        t.missing("people", "the people of the team in […]");
    }
    let people: Vec<PersonId> = t.list("people", &PLAIN).into_iter().map(PersonId::from).collect();
    let on_call: Vec<PersonId> = ids(t.list("on_call", &Name(Thing::Person)));
    for stranger in on_call.iter().filter(|person| !people.contains(person)) {
        let message = format!("`{stranger}` is on call for {}, but not in it", t.label);
        let place = t.place_of("on_call");
        t.reading.error(place, message, "add them to `people`");
    }
    Team { name, people, on_call, lead: t.get("lead", &Name(Thing::Person)).map(Into::into) }
}

fn ids(names: Vec<String>) -> Vec<PersonId> {
    names.into_iter().map(PersonId::from).collect()
}

fn read_person(t: &mut Table<'_, '_>) -> Person {
    Person {
        name: name_of(t),
        acks: t.or("acks", &SpanOrNever, Some(ACKS)),
        joins: t.or("joins", &SPAN, JOINS),
        permissions: t.list("permissions", &PLAIN).into_iter().map(Permission::from).collect(),
        outside: t.or("outside", &Switch, false),
    }
}

fn unsaid(id: &str) -> Person {
    let mut letters = id.chars();
    let head = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    Person {
        name: Text::from(format!("{head}{}", letters.as_str()).as_str()),
        acks: Some(ACKS),
        joins: JOINS,
        permissions: Vec::new(),
        outside: false,
    }
}
