//! Runbooks: which exist, which fit what fires, and the one in use with its steps. It opens none
//! and marks no step.

use crate::content::runbook::{Runbook, Step};
use crate::incident::{Incidents, OpenRunbook};
use crate::model::fault::part_of;
use crate::model::id::PartId;
use crate::model::text::Lang;
use crate::view::names::Names;
use crate::view::{RunbookRow, RunbookView, StepRow};

/// All that exist, those that fit an alert that fires first.
pub(super) fn rows(runbooks: &[Runbook], incidents: &Incidents) -> Vec<RunbookRow> {
    let firing = incidents.alerts.values().filter(|alert| alert.resolved.is_none());
    let fits = |runbook: &Runbook| {
        let about = |part: PartId| runbook.targets.iter().any(|own| part_of(own) == part);
        firing.clone().any(|alert| about(part_of(&alert.target)))
    };
    let row = |runbook: &Runbook| RunbookRow {
        id: runbook.id.clone(),
        title: runbook.title.clone(),
        targets: runbook.targets.clone(),
        fits: fits(runbook),
        opened: incidents.runbooks.iter().any(|own| own.id == runbook.id),
    };
    let mut rows: Vec<RunbookRow> = runbooks.iter().map(row).collect();
    rows.sort_by(|one, other| (!one.fits, &one.id).cmp(&(!other.fits, &other.id)));
    rows
}

/// The one opened last.
pub(super) fn in_use(
    runbooks: &[Runbook],
    incidents: &Incidents,
    names: &Names,
    lang: Lang,
) -> Option<RunbookView> {
    let open = incidents.runbooks.last()?;
    let runbook = runbooks.iter().find(|own| own.id == open.id)?;
    Some(RunbookView {
        id: runbook.id.clone(),
        title: runbook.title.clone(),
        about: about(runbook, incidents, lang),
        intro: runbook.intro.clone(),
        steps: runbook.steps.iter().map(|own| step(own, open, names)).collect(),
        outro: runbook.outro.clone(),
    })
}

fn about(runbook: &Runbook, incidents: &Incidents, lang: Lang) -> String {
    let team = runbook.team.as_ref();
    let team = team.map(|id| {
        let known = incidents.system.teams.get(id);
        known.map_or_else(|| id.to_string(), |team| team.name.get(lang).to_owned())
    });
    let reviewed = runbook.reviewed.as_ref().map(|date| match lang {
        Lang::En => format!("reviewed {date}"),
        Lang::Th => format!("ตรวจทาน {date}"),
    });
    team.into_iter().chain(reviewed).collect::<Vec<_>>().join(" · ")
}

fn step(step: &Step, open: &OpenRunbook, names: &Names) -> StepRow {
    let last = open.steps.iter().rev().find(|mark| mark.what.number == step.number);
    StepRow {
        number: step.number,
        text: step.text.clone(),
        directives: step.directives.clone(),
        marked: last.map(|mark| {
            let by = mark.what.by.as_ref().map(|by| names.of(by));
            let by = by.unwrap_or_else(|| "process".to_owned());
            (mark.what.how, mark.at, by, mark.what.why.clone())
        }),
    }
}
