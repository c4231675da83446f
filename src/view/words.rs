//! The words a player may use in commands, as completion and forms offer them. All of it is known
//! before the drill begins.

use crate::content::process::{Process, Role};
use crate::content::scenario::Scenario;
use crate::model::id::{AudienceId, PartId};
use crate::model::remedy::REMEDIES;
use crate::model::system::{Part, PartKind, System};
use crate::model::text::Text;
use crate::view::Words;
use crate::view::names::Names;

/// Gathers them.
pub(super) fn words(scenario: &Scenario, process: &Process, names: &Names) -> Words {
    let system = &scenario.system;
    let parts = system.parts.keys().chain(system.flags.keys()).chain(system.clients.keys());
    let program =
        REMEDIES.iter().map(|kind| (kind.name.to_owned(), kind.effect(), kind.argument()));
    let added = scenario.new_remedies.iter();
    let added = added.map(|(id, does)| (id.to_string(), does.clone(), Text::default()));
    let teams = system.teams.keys().map(ToString::to_string);
    Words {
        people: names.people(system),
        parts: parts.map(ToString::to_string).collect(),
        also: (process.roles.iter()).map(|own| (own.short.clone(), own.also.clone())).collect(),
        outside: (process.audiences.iter())
            .filter(|own| own.outside())
            .map(|own| own.id.clone())
            .collect(),
        calls: calls(system),
        reserved: reserved(process),
        roles: (process.roles.iter()).map(|role| (role.short.clone(), role.name.clone())).collect(),
        severities: (process.severities.iter())
            .map(|own| (own.id.clone(), own.name.clone(), own.means.clone()))
            .collect(),
        statuses: process.statuses.clone(),
        audiences: (process.audiences.iter())
            .map(|own| (own.id.clone(), own.name.clone()))
            .collect(),
        remedies: program.chain(added).collect(),
        pageable: teams.chain(system.duties.keys().cloned()).collect(),
        features: system.features.keys().map(ToString::to_string).collect(),
        templates: process.templates.iter().map(|(id, own)| (id.clone(), own.clone())).collect(),
    }
}

/// Audiences that one role alone may tell.
fn reserved(process: &Process) -> Vec<(AudienceId, String)> {
    let of = |role: &Role| {
        let short = role.short.clone();
        let audiences = role.may.iter().filter_map(|may| may.strip_prefix("update."));
        audiences.map(move |own| (AudienceId::from(own), short.clone())).collect::<Vec<_>>()
    };
    process.roles.iter().flat_map(of).collect()
}

/// Who calls or reads whom; parts that call nobody stand among those who are called.
fn calls(system: &System) -> Vec<(PartId, Vec<PartId>)> {
    let of = |part: &Part| -> Vec<PartId> {
        match &part.kind {
            PartKind::Service(own) => {
                let queues = own.takes.iter().map(|take| take.queue.clone());
                let called = own.calls.iter().flat_map(|call| call.cache.iter().chain([&call.to]));
                called.cloned().chain(queues).collect()
            }
            _ => Vec::new(),
        }
    };
    let known = system
        .parts
        .values()
        .filter(|part| !matches!(part.kind, PartKind::Certificate(_) | PartKind::Secret(_)));
    known.map(|part| (part.id.clone(), of(part))).collect()
}
