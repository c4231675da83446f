//! Words a player may use in commands, for completion and forms.

use crate::content::process::Process;
use crate::content::scenario::Scenario;
use crate::model::id::Whom;
use crate::model::remedy::REMEDIES;
use crate::model::text::Text;
use crate::view::Words;
use crate::view::names::Names;

/// The words of a drill.
pub(super) fn words(scenario: &Scenario, process: &Process, names: &Names) -> Words {
    let system = &scenario.system;
    let mut parts: Vec<String> = system.parts.keys().map(ToString::to_string).collect();
    parts.extend(system.flags.keys().map(ToString::to_string));
    let mut remedies: Vec<(String, Text, String)> = (REMEDIES.iter())
        .filter(|kind| kind.played)
        .map(|kind| (kind.name.to_owned(), Text::from(kind.does), kind.args.to_owned()))
        .collect();
    let new = scenario.new_remedies.iter();
    remedies.extend(new.map(|(id, does)| (id.to_string(), does.clone(), String::new())));
    let mut pageable: Vec<String> = system.teams.keys().map(ToString::to_string).collect();
    pageable.extend(system.duties.keys().cloned());
    Words {
        people: system.people.keys().map(|person| names.of(&Whom::from(person.as_str()))).collect(),
        parts,
        roles: process.roles.iter().map(|role| (role.short.clone(), role.name.clone())).collect(),
        severities: (process.severities.iter())
            .map(|severity| (severity.id.clone(), severity.name.clone(), severity.means.clone()))
            .collect(),
        statuses: process.statuses.clone(),
        audiences: process.audiences.iter().map(|a| (a.id.clone(), a.name.clone())).collect(),
        remedies,
        pageable,
        features: system.features.keys().map(ToString::to_string).collect(),
        templates: process.templates.iter().map(|(id, text)| (id.clone(), text.clone())).collect(),
    }
}
