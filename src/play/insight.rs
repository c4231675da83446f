//! What a team without people is told of the truth, worked out from the story, and when the time
//! for each step of its repair has come. Teams with people, and crew beside people, are told nothing.

use crate::command::LookView;
use crate::content::truth::{Mend, Story, Suspect, Truth};
use crate::crew::insight::Insight;
use crate::drill::Drill;
use crate::model::cause::CauseKind;
use crate::model::condition::{Condition, EventKind, Test, Watch};
use crate::model::id::{Target, Whom};
use crate::model::remedy::Order;

/// What to know of the story, and what its steps wait for.
#[derive(Debug)]
pub(super) struct Foresight {
    steps: Vec<Option<Watch>>,
}

impl Foresight {
    /// What is known of a story, and what is to be watched for it.
    pub(super) fn of(story: &Story) -> Option<(Insight, Self)> {
        let truth = story.truths.first()?;
        let mends = mends(story, truth);
        let steps: Vec<Option<Watch>> =
            mends.iter().map(|(_, when)| when.as_ref().map(Watch::new)).collect();
        let insight = Insight {
            cause: truth.right.first().map(|own| (own.target.clone(), own.kind)),
            looks: looks(story, truth),
            runbook: truth.runbook.clone(),
            owners: truth.owners.iter().map(|team| Whom::from(team.as_str())).collect(),
            tell: truth.tell.iter().map(|person| Whom::from(person.as_str())).collect(),
            ask: asked(truth),
            suspects: truth.suspects.iter().map(cause_of).collect(),
            ready: vec![false; mends.len()],
            mends: mends.into_iter().map(|(order, _)| order).collect(),
            verify: verifications(truth),
        };
        Some((insight, Self { steps }))
    }

    /// Whether the time for each step has come at this second.
    pub(super) fn ready(&mut self, drill: &Drill) -> Vec<bool> {
        let holds = |step: &mut Option<Watch>| match step {
            Some(watch) => drill.is_so(watch),
            None => true,
        };
        self.steps.iter_mut().map(holds).collect()
    }
}

/// The author's steps; else the release that is the cause is taken back.
fn mends(story: &Story, truth: &Truth) -> Vec<(Order, Option<Condition>)> {
    if !truth.mends.is_empty() {
        let step = |own: &Mend| (own.order.clone(), own.when.clone());
        return truth.mends.iter().map(step).collect();
    }
    let cause = truth.cause.as_ref();
    let fault = cause.and_then(|id| story.faults.iter().find(|own| own.id == *id));
    let release = fault.filter(|own| own.touches.version.is_some());
    let back = release.map(|own| {
        (Order { remedy: "rollback".into(), target: own.target.clone(), args: None }, None)
    });
    back.into_iter().collect()
}

/// The cause's own part first, then what the author expects to be looked at, then what clears each
/// suspect.
fn looks(story: &Story, truth: &Truth) -> Vec<(Target, LookView)> {
    let own = truth.right.first().map(|own| (own.target.clone(), LookView::Metrics));
    let expected =
        story.expects.iter().filter_map(|own| own.met.leaves().into_iter().find_map(look_in));
    let cleared = truth.suspects.iter().filter_map(|suspect| {
        let leaves = suspect.cleared_by.as_ref()?.leaves();
        leaves.into_iter().find_map(look_in)
    });
    let mut looks: Vec<(Target, LookView)> = Vec::new();
    for look in own.into_iter().chain(expected).chain(cleared) {
        if !looks.contains(&look) {
            looks.push(look);
        }
    }
    looks
}

fn look_in(leaf: &Test) -> Option<(Target, LookView)> {
    let Test::Event { event: EventKind::Looked, filters, .. } = leaf else { return None };
    let target = Target::from(filters.get("target")?.as_str());
    let view = filters.get("view").and_then(|view| LookView::named(view));
    Some((target, view.unwrap_or(LookView::Metrics)))
}

fn cause_of(suspect: &Suspect) -> (Target, CauseKind) {
    (suspect.answer.target.clone(), suspect.answer.kind)
}

/// Whom the steps after the fix want asked.
fn asked(truth: &Truth) -> Vec<Whom> {
    let leaves = truth.then.iter().filter_map(|step| {
        step.met.leaves().into_iter().find_map(|leaf| match leaf {
            Test::Event { event: EventKind::Asked, filters, .. } => filters.get("whom"),
            _ => None,
        })
    });
    leaves.map(|whom| Whom::from(whom.as_str())).collect()
}

/// What the steps after the fix want tried out; else the part that has to be well again.
fn verifications(truth: &Truth) -> Vec<Order> {
    let verify = |leaf: &Test| match leaf {
        Test::Remedy { remedy, target: Some(target), args, .. } if remedy.as_str() == "verify" => {
            Some(Order { remedy: remedy.clone(), target: target.clone(), args: args.clone() })
        }
        _ => None,
    };
    let of = |own: &Condition| own.leaves().into_iter().find_map(verify);
    let mut wanted: Vec<Order> = truth.then.iter().filter_map(|step| of(&step.met)).collect();
    if wanted.is_empty()
        && let Some(right) = truth.right.first()
    {
        let target = right.target.clone();
        wanted.push(Order { remedy: "verify".into(), target, args: None });
    }
    wanted
}
