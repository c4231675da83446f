//! Looks, remedies, runbooks, record and updates as rows. Of a remedy it says only what it
//! printed and whether it said that it failed; never whether it helped.

use crate::content::runbook::{Directive, Runbook};
use crate::incident::{OpenRunbook, RecordKind};
use crate::journal::{Entry, Event, Shown};
use crate::model::condition::Bounds;
use crate::model::fault::part_of;
use crate::model::id::{StatusId, Whom};
use crate::model::metric::MetricRef;
use crate::model::text::DisplayText;
use crate::model::time::Span;
use crate::view::fold::SeatFold;
use crate::view::{
    ActionRow, LookItem, RecordRow, RemedyRow, RunbookRow, RunbookView, StepRow, UpdateRow,
};

impl SeatFold {
    pub(super) fn look(&mut self, entry: &Entry, event: &Event) {
        match event {
            Event::LookBegan { look, target, view, ready } => self.view.looks.push(LookItem {
                id: *look,
                target: target.clone(),
                view: *view,
                who: self.names.actor(&entry.by),
                began: entry.at,
                ready: *ready,
                lines: None,
                readings: Shown::default(),
            }),
            Event::LookReturned { look, lines, readings, .. } => {
                if let Some(item) = self.view.looks.iter_mut().find(|item| item.id == *look) {
                    item.ready = entry.at;
                    item.lines = Some(lines.clone());
                    item.readings = readings.clone();
                }
            }
            _ => {}
        }
    }

    pub(super) fn lay_out_remedies(&mut self) {
        let rows = self.incidents.remedies.values().map(|remedy| RemedyRow {
            run: remedy.run,
            what: match &remedy.order.args {
                Some(args) => format!("{} {} {args}", remedy.order.remedy, remedy.order.target),
                None => format!("{} {}", remedy.order.remedy, remedy.order.target),
            },
            by: remedy.begun.what.as_ref().map_or("automation".to_owned(), |w| self.names.of(w)),
            began: remedy.begun.at,
            ready: remedy.ready,
            ended: remedy.ended.as_ref().map(|mark| (mark.at, mark.what)),
            says: remedy.says.clone(),
        });
        self.view.remedies = rows.collect();
    }

    pub(super) fn lay_out_runbooks(&mut self) {
        let firing = || self.incidents.alerts.values().filter(|alert| alert.resolved.is_none());
        let fits = |runbook: &Runbook| {
            firing().any(|alert| {
                runbook.targets.iter().any(|own| part_of(own) == part_of(&alert.target))
            })
        };
        let opened =
            |runbook: &Runbook| self.incidents.runbooks.iter().any(|own| own.id == runbook.id);
        let mut rows: Vec<RunbookRow> = (self.runbooks.iter())
            .map(|runbook| RunbookRow {
                id: runbook.id.clone(),
                title: runbook.title.clone(),
                fits: fits(runbook),
                opened: opened(runbook),
            })
            .collect();
        rows.sort_by(|one, other| (!one.fits, &one.id).cmp(&(!other.fits, &other.id)));
        self.view.runbook = self.incidents.runbooks.last().and_then(|open| {
            let runbook = self.runbooks.iter().find(|own| own.id == open.id)?;
            Some(self.runbook_view(runbook, open))
        });
        self.view.runbooks = rows;
    }

    fn runbook_view(&self, runbook: &Runbook, open: &OpenRunbook) -> RunbookView {
        let marked = |number: u32| {
            let mark = open.steps.iter().rev().find(|mark| mark.what.number == number)?;
            let who = mark.what.by.as_ref().map(|whom| self.names.of(whom)).unwrap_or_default();
            Some((mark.what.how, mark.at, who, mark.what.why.clone()))
        };
        let steps = runbook.steps.iter().map(|step| StepRow {
            number: step.number,
            text: step.text.clone(),
            directives: step.directives.iter().map(written).collect(),
            marked: marked(step.number),
        });
        let team = runbook.team.as_ref().map(ToString::to_string);
        let reviewed = runbook.reviewed.as_ref().map(|date| format!("reviewed {date}"));
        let about: Vec<String> = [team, reviewed].into_iter().flatten().collect();
        RunbookView {
            id: runbook.id.clone(),
            title: runbook.title.clone(),
            about: about.join(" · "),
            intro: runbook.intro.clone(),
            steps: steps.collect(),
            outro: runbook.outro.clone(),
        }
    }

    pub(super) fn lay_out_record(&mut self) {
        let mut rows: Vec<RecordRow> = (self.incidents.record.iter())
            .map(|own| RecordRow {
                at: own.added.at,
                who: self.names.of(&own.added.what),
                kind: match own.kind {
                    RecordKind::Note => "note",
                    RecordKind::Decision => "decision",
                    RecordKind::Cause => "cause",
                },
                text: own.text.clone(),
                why: own.why.clone(),
            })
            .collect();
        for incident in self.incidents.incidents.values() {
            rows.extend(incident.severities.iter().map(|mark| RecordRow {
                at: mark.at,
                who: self.author(mark.seq),
                kind: "severity",
                text: DisplayText::from(mark.what.as_str()),
                why: DisplayText::default(),
            }));
            rows.extend(incident.statuses.iter().skip(1).map(|mark| RecordRow {
                at: mark.at,
                who: self.author(mark.seq),
                kind: "status",
                text: DisplayText::from(StatusId::as_str(&mark.what)),
                why: DisplayText::default(),
            }));
        }
        rows.sort_by_key(|row| row.at);
        self.view.record = rows;
        let owner = |whom: &Whom| self.names.of(whom);
        let actions = self.incidents.actions.iter().map(|action| ActionRow {
            task: action.task.clone(),
            owner: owner(&action.owner),
            due: action.due,
            priority: format!("{:?}", action.priority),
        });
        self.view.actions = actions.collect();
    }

    fn author(&self, seq: u64) -> String {
        self.authors.get(&seq).cloned().unwrap_or_default()
    }

    pub(super) fn lay_out_updates(&mut self) {
        let mut rows = Vec::new();
        for incident in self.incidents.incidents.values() {
            for (index, mark) in incident.updates.iter().enumerate() {
                let later = incident.updates.iter().skip(index + 1);
                let reached =
                    |audience| later.clone().any(|other| other.what.audiences.contains(audience));
                rows.push(UpdateRow {
                    at: mark.at,
                    who: self.author(mark.seq),
                    next: mark.what.next.map(|next| mark.at + next),
                    replaced: mark.what.audiences.iter().all(reached),
                    update: mark.what.clone(),
                });
            }
        }
        self.view.updates = rows;
    }
}

/// A directive as the runbook writes it.
fn written(directive: &Directive) -> String {
    match directive {
        Directive::Command(command) => command.to_string(),
        Directive::Wait(span) => format!("wait {span}"),
        Directive::Check { metric, bounds, hold } => check(metric, bounds, *hold),
    }
}

fn check(metric: &MetricRef, bounds: &Bounds, hold: Span) -> String {
    let bound =
        [(">", bounds.above), ("<", bounds.below), (">=", bounds.at_least), ("<=", bounds.at_most)];
    let bound = bound.into_iter().find_map(|(sign, value)| Some(format!("{sign} {}", value?)));
    let hold = if hold == Span(0) { String::new() } else { format!(" for {hold}") };
    format!("check {metric} {}{hold}", bound.unwrap_or_default())
}
