//! What was put on record, and what was sent: decisions, notes, causes, changes of state, action
//! items, updates. It never says what a stated cause is worth.

use crate::command::{Command, Update};
use crate::incident::{Incident, Incidents};
use crate::journal::{Entry, Event};
use crate::model::text::DisplayText;
use crate::view::fold::SeatFold;
use crate::view::{ActionRow, IncidentRow, RecordRow, UpdateRow};

/// Incidents, open ones first, then the oldest.
pub(super) fn incidents(all: &Incidents) -> Vec<IncidentRow> {
    let row = |incident: &Incident| IncidentRow {
        id: incident.id,
        severity: incident.severity().cloned().unwrap_or_default(),
        status: incident.status().cloned().unwrap_or_default(),
        title: incident.title.clone(),
        channel: incident.channel.clone(),
        declared: incident.declared.at,
        open: incident.is_open(),
    };
    let mut rows: Vec<IncidentRow> = all.incidents.values().map(row).collect();
    rows.sort_by_key(|row| (!row.open, row.id));
    rows
}

impl SeatFold {
    /// What a command puts on record.
    pub(super) fn record_command(&mut self, entry: &Entry, command: &Command) {
        let (kind, text, why) = match command {
            Command::Note(text) => ("note", text.clone(), DisplayText::default()),
            Command::Decision { text, why } => ("decision", text.clone(), why.clone()),
            Command::Cause { target, kind, why } => {
                ("cause", DisplayText::from(format!("{target}: {kind}")), why.clone())
            }
            Command::Action { task, owner, due, priority } => {
                let owner = self.names.of(owner);
                let priority = format!("{priority:?}");
                self.view.actions.push(ActionRow {
                    task: task.clone(),
                    owner,
                    due: *due,
                    priority,
                });
                return;
            }
            _ => return,
        };
        self.record(entry, kind, text, why);
    }

    /// What a change of the incident puts on record.
    pub(super) fn record_change(&mut self, entry: &Entry) {
        let none = DisplayText::default;
        match &entry.event {
            Event::Declared { severity, title, .. } => {
                let text = DisplayText::from(format!("declared {severity}: {title}"));
                self.record(entry, "severity", text, none());
            }
            Event::SeverityChanged { severity, why, .. } => {
                let text = DisplayText::from(severity.as_str());
                self.record(entry, "severity", text, why.clone());
            }
            Event::StatusChanged { status, note, .. } => {
                let text = DisplayText::from(status.as_str());
                self.record(entry, "status", text, note.clone());
            }
            Event::Closed { reason, .. } => {
                self.record(entry, "status", DisplayText::from("closed"), reason.clone());
            }
            Event::Assigned { role, holder, brief, .. } => {
                let process = &self.incidents.process;
                let short = process.role(role.as_str()).map_or(role.as_str(), |role| &role.short);
                let text = DisplayText::from(format!("{short}: {}", self.names.of(holder)));
                self.record(entry, "role", text, brief.clone().unwrap_or_default());
            }
            Event::Updated { update, .. } => self.sent(entry, update),
            _ => {}
        }
    }

    fn record(&mut self, entry: &Entry, kind: &'static str, text: DisplayText, why: DisplayText) {
        let who = self.names.actor(&entry.by);
        self.view.record.push(RecordRow { at: entry.at, who, kind, text, why });
    }

    fn sent(&mut self, entry: &Entry, update: &Update) {
        self.view.updates.push(UpdateRow {
            at: entry.at,
            who: self.names.actor(&entry.by),
            update: update.clone(),
            next: update.next.map(|next| entry.at + next),
            replaced: false,
        });
        let rows = &mut self.view.updates;
        for index in 0..rows.len() {
            let (head, later) = rows.split_at_mut(index + 1);
            let again = |id| later.iter().any(|own| own.update.audiences.contains(id));
            if let Some(row) = head.last_mut() {
                row.replaced = row.update.audiences.iter().all(again);
            }
        }
    }
}
