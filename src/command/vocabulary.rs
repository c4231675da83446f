//! The names that may be said in one drill, as plain data from whoever knows them. It decides
//! nothing: a name that is not in it may still be typed.

use crate::command::grammar::Kind;
use crate::model::text::DisplayText;

/// A name and what it stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Term {
    /// What is typed.
    pub word: String,
    /// What it is, in a few words of the player's language.
    pub note: DisplayText,
}

impl Term {
    /// A name with its note.
    pub fn new(word: impl Into<String>, note: &str) -> Self {
        Self { word: word.into(), note: DisplayText::one_line(note) }
    }
}

/// A remedy that may be ordered here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RemedyTerm {
    /// Its name.
    pub term: Term,
    /// Targets it has, all services where none is named.
    pub targets: Vec<Term>,
    /// Arguments worth offering.
    pub args: Vec<Term>,
}

/// The names of one drill. What a list leaves out is not offered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Services and other parts of the system.
    pub services: Vec<Term>,
    /// Players, people of the story, teams and duties.
    pub people: Vec<Term>,
    /// Roles, by short or long name.
    pub roles: Vec<Term>,
    /// Severities of the process.
    pub severities: Vec<Term>,
    /// Statuses of the process.
    pub statuses: Vec<Term>,
    /// Audiences of updates.
    pub audiences: Vec<Term>,
    /// Alerts that fire.
    pub alerts: Vec<Term>,
    /// Incidents that are open.
    pub incidents: Vec<Term>,
    /// Remedies.
    pub remedies: Vec<RemedyTerm>,
    /// Runbooks.
    pub runbooks: Vec<Term>,
    /// Questions that wait for an answer.
    pub questions: Vec<Term>,
    /// Injects, for the facilitator alone.
    pub injects: Vec<Term>,
    /// Objectives and lines of the scorecard.
    pub objectives: Vec<Term>,
    /// Capabilities of the scorecard.
    pub capabilities: Vec<Term>,
}

impl Vocabulary {
    /// The names that fit a slot of this kind.
    pub(super) fn terms(&self, kind: Kind) -> Vec<Term> {
        match kind {
            Kind::Target => self.services.clone(),
            Kind::Whom => self.people.clone(),
            Kind::Role => self.roles.clone(),
            Kind::Severity => self.severities.clone(),
            Kind::Status => self.statuses.clone(),
            Kind::Audiences => self.audiences.clone(),
            Kind::Alert => self.alerts.clone(),
            Kind::Incident => self.incidents.clone(),
            Kind::Remedy => self.remedies.iter().map(|own| own.term.clone()).collect(),
            Kind::Runbook => self.runbooks.clone(),
            Kind::Question => self.questions.clone(),
            Kind::Inject => self.injects.clone(),
            Kind::Objective => self.objectives.clone(),
            Kind::Capability => self.capabilities.clone(),
            fixed => fixed.words().iter().map(|own| Term::new(*own, "")).collect(),
        }
    }

    /// The remedy of that name.
    pub(super) fn remedy(&self, name: &str) -> Option<&RemedyTerm> {
        self.remedies.iter().find(|own| own.term.word == name)
    }

    /// `word` as the drill writes it: only its case may differ.
    pub(super) fn spelling(&self, kind: Kind, word: &str) -> Option<String> {
        self.terms(kind)
            .into_iter()
            .map(|term| term.word)
            .find(|own| own.eq_ignore_ascii_case(word))
    }
}

/// The word of `known` that was meant by `typed`: it begins so, or differs by a slip or two.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let slips = match typed.chars().count() {
        0..=2 => return None,
        3..=4 => 1,
        _ => 2,
    };
    known
        .into_iter()
        .filter_map(|own| {
            let away = strsim::damerau_levenshtein(&typed, &own.to_lowercase());
            let begins = own.starts_with(&typed);
            (begins || away <= slips).then_some((!begins, away, own))
        })
        .min()
        .map(|(_, _, own)| own)
}
