//! What comes before the players: messages, calls, tickets, news, alerts that no rule fires, odd
//! lines in a log. Shown when its condition says so, or as the facilitator steers it.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use crate::command::Steering;
use crate::content::truth::{Form, Inject};
use crate::drill::Drill;
use crate::journal::{Actor, Entry, Event, InjectForm, InjectShown};
use crate::model::chance::{fingerprint, uniform_at};
use crate::model::id::{FactId, InjectId, Target, Whom};
use crate::model::quantity::rounded;
use crate::model::text::{DisplayText, Lang};
use crate::model::time::DrillTime;

/// Most lines of one inject in a log that is looked at.
const LINES_MAX: usize = 8;

/// A line that an inject has put into a log.
#[derive(Clone, Debug)]
pub(super) struct OddLine {
    pub(super) at: DrillTime,
    pub(super) level: String,
    pub(super) text: DisplayText,
}

impl Drill {
    /// Injects whose moment has come, and those steered by hand.
    pub(super) fn injects(&mut self, out: &mut Vec<Entry>) {
        let brief = Arc::clone(&self.brief);
        let mut clocks = mem::take(&mut self.clocks.injects);
        for (id, clock, acted) in &mut clocks {
            let Some(inject) = brief.story.injects.get(id) else { continue };
            let acts = clock.tick(self.now, self.ledger.seq, |since| self.situation(since));
            let steered = self.ledger.steered.get(id).copied();
            let comes = acts && !*acted && steered.is_none();
            if comes {
                self.show(inject, out);
            }
            if *acted && !acts {
                self.take_back(inject, out);
            }
            *acted = acts && (comes || *acted);
        }
        self.clocks.injects = clocks;
        let fired =
            |(id, how): (&InjectId, &Steering)| (*how == Steering::Fire).then(|| id.clone());
        let fired: Vec<InjectId> = self.ledger.steered.iter().filter_map(fired).collect();
        for id in fired {
            if let Some(inject) = brief.story.injects.get(&id) {
                self.show(inject, out);
                let seq = self.ledger.seq;
                let own = self.clocks.injects.iter_mut().find(|(own, ..)| *own == id);
                if let Some((_, clock, acted)) = own {
                    clock.begin(self.now, seq);
                    *acted = true;
                }
            }
        }
    }

    fn show(&mut self, inject: &Inject, out: &mut Vec<Entry>) {
        let fact = |fact: &FactId| self.facts.get(fact).copied().unwrap_or(0.0);
        let evidence: BTreeMap<FactId, i64> =
            inject.evidence.iter().map(|own| (own.clone(), rounded(fact(own) * 1e6))).collect();
        let form = shown(&inject.form);
        let shown = InjectShown { inject: Some(inject.id.clone()), form, evidence };
        self.emit(Actor::Story, Event::Shown(shown), out);
        match &inject.form {
            Form::Message { from, to, says, wants: Some(wants) }
            | Form::Call { from, to, says, wants: Some(wants) } => {
                let within = (*wants).min(self.brief.process.answer_within);
                let asked = Event::Asked {
                    question: self.ledger.next.question(),
                    from: Whom::from(from.as_str()),
                    to: Whom::from(to.as_str()),
                    says: says.clone(),
                    due: self.now + within,
                };
                self.emit(Actor::Cast(from.clone()), asked, out);
            }
            Form::Alert { rule, target, says, .. } => {
                let fired = Event::AlertFired {
                    alert: self.ledger.next.alert(),
                    rule: rule.clone(),
                    target: target.clone(),
                    metric: None,
                    says: says.clone(),
                };
                self.emit(Actor::World, fired, out);
            }
            _ => {}
        }
    }

    fn take_back(&mut self, inject: &Inject, out: &mut Vec<Entry>) {
        if let Form::Alert { rule, .. } = &inject.form
            && let Some(alert) = self.firing(rule)
        {
            self.emit(Actor::World, Event::AlertResolved(alert), out);
        }
    }

    /// The newest lines that injects have put into a log, oldest first.
    pub(super) fn odd_lines(&self, target: &Target, lang: Lang) -> Vec<OddLine> {
        let mut lines = Vec::new();
        for (id, clock, _) in &self.clocks.injects {
            let form = self.brief.story.injects.get(id).map(|inject| &inject.form);
            let Some(Form::Log { target: own, level, rate, says }) = form else { continue };
            let Some(began) = clock.began().filter(|_| own == target) else { continue };
            if *rate <= 0.0 || self.ledger.steered.get(id) == Some(&Steering::Skip) {
                continue;
            }
            let stream = fingerprint(id.as_str().as_bytes());
            for back in 0..LINES_MAX {
                let ago = back as f64 / rate;
                if ago > f64::from(self.elapsed(began)) {
                    break;
                }
                let whole = u32::try_from(rounded(ago)).unwrap_or(u32::MAX);
                let at = DrillTime(self.now.0.saturating_sub(whole));
                let draw = uniform_at(self.brief.seed, stream, u64::from(at.0) * 64 + back as u64);
                let number = (1_000 + rounded(draw * 89_999.0)).to_string();
                let text = says.get(lang).replace("{n}", &number);
                lines.push(OddLine { at, level: level.clone(), text: DisplayText::from(text) });
            }
        }
        lines.sort_by_key(|line| line.at);
        lines
    }
}

/// An inject as players meet it.
fn shown(form: &Form) -> InjectForm {
    match form {
        Form::Message { from, to, says, .. } => {
            InjectForm::Message { from: from.clone(), to: to.clone(), says: says.clone() }
        }
        Form::Call { from, to, says, .. } => {
            InjectForm::Call { from: from.clone(), to: to.clone(), says: says.clone() }
        }
        Form::Ticket { from, count, says } => {
            InjectForm::Ticket { from: from.clone(), count: *count, says: says.clone() }
        }
        Form::News { says } => InjectForm::News { says: says.clone() },
        Form::Alert { .. } => InjectForm::Alert,
        Form::Log { target, .. } => InjectForm::Log { target: target.clone() },
    }
}
