//! Who and what of a system plays in a draft: the part that fails, its owner, who asks, a false lead.

use serde::Deserialize;

use crate::model::id::{PartId, PersonId, TeamId};
use crate::model::system::{Call, Part, PartKind, Service, System};

/// The sort of part that a failure class acts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Needs {
    /// A service.
    Service,
    /// A service that calls another.
    Call,
    /// A database.
    Database,
    /// A cache.
    Cache,
    /// Somebody outside.
    Provider,
    /// A certificate that a service shows.
    Certificate,
}

impl Needs {
    /// In words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Call => "service that calls another",
            Self::Database => "database",
            Self::Cache => "cache",
            Self::Provider => "provider",
            Self::Certificate => "certificate",
        }
    }

    fn fits(self, system: &System, part: &Part) -> bool {
        match (self, &part.kind) {
            (Self::Call, PartKind::Service(service)) => callee(system, service).is_some(),
            (Self::Service, PartKind::Service(_))
            | (Self::Database, PartKind::Database(_))
            | (Self::Cache, PartKind::Cache(_))
            | (Self::Provider, PartKind::Provider(_))
            | (Self::Certificate, PartKind::Certificate(_)) => true,
            _ => false,
        }
    }
}

/// What plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The part that fails.
    pub part: PartId,
    /// Whom it calls, or what stands behind it.
    pub behind: PartId,
    /// A service that has nothing to do with it.
    pub other: PartId,
    /// The team that owns it.
    pub team: TeamId,
    /// Who of it is on call, and sits in command.
    pub owner: PersonId,
    /// Somebody to ask.
    pub colleague: PersonId,
    /// Who asks from above.
    pub chief: PersonId,
    /// Who hears customers.
    pub support: PersonId,
    /// The largest class of clients.
    pub client: PartId,
}

/// Casts a failure on a system: on `part` where one is named, else on what most users need.
///
/// # Errors
/// A sentence that says what the system lacks, or that the named part is of another sort.
pub fn cast(system: &System, needs: Needs, part: Option<&str>) -> Result<Cast, String> {
    let part = match part {
        Some(name) => named(system, needs, name)?,
        None => chosen(system, needs)
            .ok_or_else(|| format!("`{}` has no {} that users need", system.id, needs.word()))?,
    };
    let lacks = |what: &str| format!("`{}` has no {what}, which a scenario needs", system.id);
    let user = user_of(system, part);
    let team = part.team.clone().or_else(|| user.and_then(|own| own.team.clone()));
    let staffed = |team: &TeamId| system.teams.get(team).is_some_and(|own| !own.on_call.is_empty());
    let team = team
        .filter(staffed)
        .or_else(|| system.teams.keys().find(|team| staffed(team)).cloned())
        .ok_or_else(|| lacks("team with somebody on call"))?;
    let owner = system.teams.get(&team).and_then(|own| own.on_call.first()).cloned();
    let owner = owner.ok_or_else(|| lacks("team with somebody on call"))?;
    let duty = |name: &str| system.duties.get(name).cloned();
    let chief = duty("vp-engineering").or_else(|| system.duties.values().next().cloned());
    let chief = chief.unwrap_or_else(|| owner.clone());
    let people = system.teams.get(&team).map(|own| own.people.as_slice()).unwrap_or_default();
    let colleague = people.iter().find(|own| **own != owner).unwrap_or(&chief).clone();
    let largest = system.clients.iter().max_by_key(|(_, class)| class.users);
    Ok(Cast {
        behind: behind(system, part).unwrap_or_else(|| part.id.clone()),
        other: other(system, part).ok_or_else(|| lacks("second service"))?,
        part: part.id.clone(),
        support: duty("support").unwrap_or_else(|| chief.clone()),
        client: largest.map(|(id, _)| id.clone()).ok_or_else(|| lacks("class of clients"))?,
        team,
        owner,
        colleague,
        chief,
    })
}

fn named<'s>(system: &'s System, needs: Needs, name: &str) -> Result<&'s Part, String> {
    let fits = |part: &&Part| needs.fits(system, part);
    let part = system.parts.get(&PartId::from(name)).filter(fits);
    part.ok_or_else(|| {
        let there: Vec<&str> =
            system.parts.values().filter(fits).map(|own| own.id.as_str()).collect();
        let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
        let (id, word) = (&system.id, needs.word());
        format!("`{name}` is no {word} of `{id}`; there is {there}")
    })
}

/// The first part of the sort that the most important features lean on, nearest first.
fn chosen(system: &System, needs: Needs) -> Option<&Part> {
    let mut roots: Vec<_> = system.features.values().collect();
    roots.sort_by_key(|own| !own.important);
    let mut found = None;
    for feature in roots {
        let mut seen = vec![&feature.served_by];
        let mut next = 0;
        while let Some(id) = seen.get(next).copied() {
            next += 1;
            let Some(part) = system.parts.get(id) else { continue };
            if needs.fits(system, part) {
                found = found.or(Some(part));
                break;
            }
            for id in leans_on(part) {
                if !seen.contains(&id) {
                    seen.push(id);
                }
            }
        }
        if found.is_some() {
            break;
        }
    }
    found
}

/// What a part cannot do without, in the order of its calls. What stands behind a cache is seldom
/// asked, so that its failure shows nobody anything.
fn leans_on(part: &Part) -> Vec<&PartId> {
    let PartKind::Service(service) = &part.kind else { return Vec::new() };
    let critical = service.calls.iter().filter(|call| call.critical);
    let called = critical.map(|call| call.cache.as_ref().unwrap_or(&call.to));
    called.chain(&service.certificate).collect()
}

fn callee<'s>(system: &System, service: &'s Service) -> Option<&'s Call> {
    let waited = |call: &&Call| {
        let kind = system.parts.get(&call.to).map(|part| &part.kind);
        call.critical
            && call.cache.is_none()
            && call.per_call >= 0.5
            && !matches!(kind, Some(PartKind::Queue(_)) | None)
    };
    service.calls.iter().find(waited)
}

/// Whom a part calls; of a cache, what it stands before.
fn behind(system: &System, part: &Part) -> Option<PartId> {
    match &part.kind {
        PartKind::Service(service) => callee(system, service).map(|call| call.to.clone()),
        PartKind::Cache(_) => {
            let mut calls = services(system).flat_map(|(_, own)| &own.calls);
            calls.find(|call| call.cache.as_ref() == Some(&part.id)).map(|call| call.to.clone())
        }
        _ => None,
    }
}

/// The first service that uses a part.
fn user_of<'s>(system: &'s System, part: &Part) -> Option<&'s Part> {
    services(system).find(|(own, _)| leans_on(own).contains(&&part.id)).map(|(own, _)| own)
}

/// A service of another feature than what fails, to be suspected of it.
fn other(system: &System, part: &Part) -> Option<PartId> {
    let far = |own: &&Part| {
        own.id != part.id
            && !leans_on(own).contains(&&part.id)
            && !leans_on(part).contains(&&own.id)
    };
    let served = system.features.values().filter_map(|own| system.parts.get(&own.served_by));
    let named = served.filter(far).find(|own| matches!(own.kind, PartKind::Service(_)));
    let any = || services(system).map(|(own, _)| own).find(|own| own.id != part.id);
    named.or_else(any).map(|own| own.id.clone())
}

fn services(system: &System) -> impl Iterator<Item = (&Part, &Service)> {
    system.parts.values().filter_map(|part| match &part.kind {
        PartKind::Service(service) => Some((part, service)),
        _ => None,
    })
}
