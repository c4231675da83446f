//! Which variant of a scenario is kept, and what else the seed decides. It reads nothing but the
//! weights.

use crate::content::diagnostic::{Problem, Source, shown};
use crate::content::tree::{self, Data, Node};
use crate::model::chance::Stream;
use crate::model::id::{ScenarioId, VariantId};

/// The only variant of a scenario that names none.
pub(super) const MAIN: &str = "main";

/// What is picked in a scenario: the variant, and values `{ between = [a, b] }`.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The seed of everything picked.
    pub seed: u64,
    /// This variant; by weight and seed when left out.
    pub variant: Option<VariantId>,
}

/// The variants of a scenario file with their weights; `main` alone where it names none or cannot
/// be read.
#[must_use]
pub fn variants(source: Source<'_>) -> Vec<(VariantId, u32)> {
    let weights = tree::parse(source, 0).map(|tree| weights(&tree)).unwrap_or_default();
    if weights.is_empty() { vec![(VariantId::from(MAIN), 1)] } else { weights }
}

fn weights(tree: &Node) -> Vec<(VariantId, u32)> {
    let entries = tree.get("variants").map(Node::entries).unwrap_or_default();
    let weight = |node: &Node| match node.data {
        Data::Whole(Some(weight)) => u32::try_from(weight).unwrap_or(0),
        _ => 0,
    };
    entries.iter().map(|own| (VariantId::from(own.key.as_str()), weight(&own.node))).collect()
}

/// Chooses.
pub(super) fn choose(id: &ScenarioId, tree: &Node, choice: &Choice) -> (VariantId, Vec<Problem>) {
    let weights = weights(tree);
    let main = VariantId::from(MAIN);
    if let Some(wanted) = &choice.variant {
        let known = weights.iter().any(|(own, _)| own == wanted);
        if known || (weights.is_empty() && *wanted == main) {
            return (wanted.clone(), Vec::new());
        }
        let names: Vec<String> = weights.iter().map(|(own, _)| format!("`{own}`")).collect();
        let place = tree.get("variants").map_or(tree.place, |node| node.place);
        let message = format!("this scenario has no variant `{}`", shown(wanted.as_str()));
        let hint = match names.as_slice() {
            [] => "it has no variants".to_owned(),
            names => format!("there are {}", names.join(", ")),
        };
        return (main, vec![Problem::error(place, message, hint)]);
    }
    let total: u64 = weights.iter().map(|(_, weight)| u64::from(*weight)).sum();
    let mut left = Stream::named(choice.seed, &format!("variant/{id}")).below(total);
    for (name, weight) in &weights {
        if left < u64::from(*weight) {
            return (name.clone(), Vec::new());
        }
        left -= u64::from(*weight);
    }
    (weights.into_iter().next().map_or(main, |(name, _)| name), Vec::new())
}
