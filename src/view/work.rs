//! Looks, remedies, marks on charts: what the team does to find out and to mend. Results of a
//! look are shown to who looked; of a remedy everybody sees whether it said that it failed, and
//! nobody whether it worked.

use crate::command::LookView;
use crate::journal::{Actor, Entry, Event, Outcome};
use crate::model::fault::part_of;
use crate::model::id::{PartId, RemedyRun, Target};
use crate::model::text::Lang;
use crate::model::time::DrillTime;
use crate::view::fold::SeatFold;
use crate::view::{ChartMark, LookItem, RemedyRow};

impl SeatFold {
    /// Takes in what is done.
    pub(super) fn work(&mut self, entry: &Entry) {
        match &entry.event {
            Event::LookBegan { target, view, .. } => {
                self.looking(entry, target, *view);
                if self.is_me(&entry.by) {
                    self.look_began(entry);
                }
            }
            Event::LookReturned { who, .. } => {
                self.doing.remove(who);
                self.stale.state = true;
                if *who == self.me {
                    self.look_returned(entry);
                }
            }
            Event::RemedyBegan { run, order, ready, .. } => {
                let what = order.to_string();
                if let Actor::Player(player) = &entry.by {
                    self.doing.insert(player.clone(), what.clone());
                    self.stale.state = true;
                }
                self.view.remedies.push(RemedyRow {
                    run: *run,
                    what,
                    by: self.names.actor(&entry.by),
                    began: entry.at,
                    ready: *ready,
                    ended: None,
                    says: None,
                });
                self.mark(entry.at, 'R', Some(order.target.clone()));
            }
            Event::RemedyEnded { run, order, outcome, says } => {
                if let Actor::Player(player) = &entry.by {
                    self.doing.remove(player);
                    self.stale.state = true;
                }
                let failed = *outcome == Outcome::Failed;
                if let Some(row) = self.remedy(*run) {
                    row.ended = Some((entry.at, failed));
                    row.says = Some(says.clone());
                }
                self.mark(entry.at, 'F', Some(order.target.clone()));
            }
            Event::Declared { .. } => self.mark(entry.at, 'I', None),
            _ => {}
        }
    }

    fn looking(&mut self, entry: &Entry, target: &Target, view: LookView) {
        if let Actor::Player(player) = &entry.by {
            let looking = if self.view.lang == Lang::Th { "ตรวจดู" } else { "looking" };
            let doing = format!("{looking}: {target} {}", view.word());
            self.doing.insert(player.clone(), doing);
            self.stale.state = true;
        }
    }

    fn look_began(&mut self, entry: &Entry) {
        let Event::LookBegan { look, target, view, ready } = &entry.event else { return };
        self.view.looks.push(LookItem {
            id: *look,
            target: target.clone(),
            view: *view,
            who: self.view.my_name.clone(),
            began: entry.at,
            ready: *ready,
            lines: None,
            readings: crate::journal::Shown::default(),
        });
    }

    fn look_returned(&mut self, entry: &Entry) {
        let Event::LookReturned { look, target, view, lines, readings, .. } = &entry.event else {
            return;
        };
        if !self.view.looks.iter().any(|own| own.id == *look) {
            self.view.looks.push(LookItem {
                id: *look,
                target: target.clone(),
                view: *view,
                who: self.view.my_name.clone(),
                began: entry.at,
                ready: entry.at,
                lines: None,
                readings: readings.clone(),
            });
        }
        if let Some(own) = self.view.looks.iter_mut().find(|own| own.id == *look) {
            own.ready = entry.at;
            own.lines = Some(lines.clone());
            own.readings = readings.clone();
        }
        self.mark(entry.at, 'L', Some(target.clone()));
        if *view == LookView::Deploys {
            let part = part_of(target);
            for (at, own) in self.deployed.clone() {
                if own == part {
                    self.mark(at, 'D', Some(Target::from(own.as_str())));
                }
            }
        }
    }

    /// A version went out: kept aside until this seat has looked at the part's deploys.
    pub(super) fn deployed(&mut self, at: DrillTime, part: &PartId) {
        self.deployed.push((at, part.clone()));
    }

    fn mark(&mut self, at: DrillTime, letter: char, target: Option<Target>) {
        let mark = ChartMark { at, letter, target };
        if self.view.marks.contains(&mark) {
            return;
        }
        let place = self.view.marks.partition_point(|own| own.at <= at);
        self.view.marks.insert(place, mark);
    }

    fn remedy(&mut self, run: RemedyRun) -> Option<&mut RemedyRow> {
        self.view.remedies.iter_mut().find(|own| own.run == run)
    }
}
