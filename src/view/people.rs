//! Roles and people: who holds what, who was paged, who is there. It assigns nobody.

use std::collections::BTreeMap;

use crate::incident::{Duty, Incidents, Page};
use crate::model::id::{PersonId, PlayerId, RoleId, Whom};
use crate::model::time::DrillTime;
use crate::view::names::Names;
use crate::view::{DueItem, PersonRow, TeamRow};

/// Short names of the roles a player holds now; of those nobody holds, the ones they sit for.
pub(super) fn roles_of(incidents: &Incidents, me: &PlayerId) -> Vec<String> {
    let place = incidents.roster.iter().find(|place| place.player == *me);
    let sits = |short: &str| {
        place.is_some_and(|place| place.seats.iter().any(|seat| seat.as_str() == short))
    };
    let has = |role: &&crate::content::process::Role| match incidents.holder(None, &role.id) {
        Some(holder) => holder.as_str() == me.as_str(),
        None => sits(&role.short),
    };
    incidents.process.roles.iter().filter(has).map(|role| role.short.clone()).collect()
}

/// Roles with their holders in the incident that is open, command first.
pub(super) fn team(
    incidents: &Incidents,
    names: &Names,
    due: &[DueItem],
    doing: &BTreeMap<PlayerId, String>,
) -> Vec<TeamRow> {
    let incident = incidents.open().next().or_else(|| incidents.incidents.values().next_back());
    let needed = |role: &RoleId| {
        let fills = |item: &&DueItem| item.obligation.duty == Duty::Fill(role.clone());
        due.iter().find(fills).filter(|item| item.obligation.is_open()).map(|i| i.obligation.due)
    };
    let row = |role: &crate::content::process::Role| {
        let tenures = incident.and_then(|incident| incident.roles.get(&role.id));
        let tenure = tenures.and_then(|all| all.last()).filter(|tenure| tenure.until.is_none());
        TeamRow {
            role: role.id.clone(),
            short: role.short.clone(),
            name: role.name.clone(),
            holder: tenure.map(|tenure| (names.of(&tenure.holder), tenure.from.at)),
            needed_by: needed(&role.id),
            doing: tenure.and_then(|tenure| doing.get(tenure.holder.as_str()).cloned()),
        }
    };
    incidents.process.roles.iter().map(row).collect()
}

/// The other players, then people of the story who were paged or are there.
pub(super) fn people(incidents: &Incidents, names: &Names, me: &PlayerId) -> Vec<PersonRow> {
    let others = names.players().iter().filter(|player| *player != me);
    let mut rows: Vec<PersonRow> =
        others.map(|player| row(player.as_str(), incidents, names, true)).collect();
    let mut called: Vec<(DrillTime, &str)> = Vec::new();
    let paged = incidents.pages.values().map(|page| (page.sent.at, page.whom.as_str()));
    let joined = incidents.joined.iter().map(|(person, at)| (*at, person.as_str()));
    for (at, whom) in paged.chain(joined) {
        let seated = names.players().iter().any(|player| player.as_str() == whom);
        if !seated && !called.iter().any(|(_, own)| *own == whom) {
            called.push((at, whom));
        }
    }
    called.sort();
    rows.extend(called.into_iter().map(|(_, whom)| row(whom, incidents, names, false)));
    rows
}

fn row(whom: &str, incidents: &Incidents, names: &Names, seated: bool) -> PersonRow {
    let pages = incidents.pages.values().filter(|page| page.whom.as_str() == whom);
    let acked = |page: &Page| page.acknowledged.as_ref().map(|mark| mark.at);
    PersonRow {
        name: names.of(&Whom::from(whom)),
        title: names.title(whom),
        paged: pages.clone().map(|page| page.sent.at).next_back(),
        acknowledged: pages.filter_map(acked).next_back(),
        joined: incidents.joined.get(&PersonId::from(whom)).copied(),
        seated,
    }
}
