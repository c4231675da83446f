//! Names of what is measured: metrics of parts, and facts. It measures nothing.

use serde_json::{Value, json};

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::{Place, shown};
use crate::content::form::Word;
use crate::content::names::Thing;
use crate::content::reader::{Form, Here};
use crate::content::sort::Sort;
use crate::content::tree::Node;
use crate::model::id::PartId;
use crate::model::metric::{Metric, MetricRef};

/// Facts that the world measures or a scenario states, and whether each is a ratio.
pub(super) const FACTS: &[(&str, bool)] = &[
    ("users_hit", true),
    ("feature_hit", true),
    ("minor_hit", true),
    ("slow_share", true),
    ("money_per_minute", false),
    ("data_lost", false),
    ("data_at_risk", false),
    ("exposure", false),
    ("backlog", false),
];

/// The name of a metric of a part: `checkout.p99`, `business.orders`.
pub(super) struct MetricName;

impl MetricName {
    fn tell(here: &mut Here<'_>, place: Place, message: String, hint: String) {
        here.reading.error(place, message, hint);
    }
}

impl Form for MetricName {
    type Value = MetricRef;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<MetricRef> {
        let Some(text) = node.text() else {
            here.wrong_sort(node, &self.wanted());
            return None;
        };
        let Some((part, metric)) = text.rsplit_once('.') else {
            let message = format!("`{}` names no metric of a part", shown(text));
            Self::tell(here, node.place, message, format!("write {}", self.wanted()));
            return None;
        };
        let (part, metric) = match part {
            "business" => (metric, "value"),
            _ => (part, metric),
        };
        if let Err(missing) = here.reading.names.find(Thing::Target, part) {
            here.reading.error(node.place, missing.message, missing.hint);
            return None;
        }
        let sort = here.reading.names.system.as_ref().and_then(|own| own.sort_of(part));
        let read = metric.parse::<Metric>().ok();
        let fits = |metric: &Metric| sort.is_none_or(|sort| sort.metrics().contains(metric));
        if let Some(metric) = read.filter(fits) {
            return Some(MetricRef { part: PartId::from(part), metric });
        }
        let what = sort.map_or("a part", Sort::one);
        let message = format!("{what} has no metric `{}`", shown(metric));
        let known = sort.map_or(Metric::ALL, Sort::metrics);
        let names: Vec<&str> = known.iter().map(|own| own.name()).collect();
        let hint = match (nearest(metric, names.iter().copied()), sort) {
            (Some(near), _) => format!("did you mean `{part}.{near}`?"),
            (None, Some(Sort::Business)) => format!("write `business.{part}`"),
            (None, _) if names.is_empty() => format!("nothing is measured of `{part}`"),
            (None, _) => format!("`{}` has {}", shown(part), names.join(", ")),
        };
        Self::tell(here, node.place, message, hint);
        None
    }

    fn wanted(&self) -> String {
        "a part and its metric, like `\"checkout.p99\"`".to_owned()
    }

    fn schema(&self) -> Value {
        let names: Vec<&str> = Metric::ALL.iter().map(|own| own.name()).collect();
        let pattern = format!("^(business\\.[a-z0-9-]+|[a-z0-9-]+\\.({}))$", names.join("|"));
        json!({ "type": "string", "pattern": pattern })
    }
}

/// The name of a fact.
pub(super) struct FactName;

impl Form for FactName {
    type Value = String;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<String> {
        let Some(text) = node.text() else {
            here.wrong_sort(node, &self.wanted());
            return None;
        };
        if let Some(class) = text.strip_prefix("class_hit.") {
            let thing = Thing::Part(&[Sort::Clients]);
            if let Err(missing) = here.reading.names.find(thing, class) {
                here.reading.error(node.place, missing.message, missing.hint);
                return None;
            }
            return Some(text.to_owned());
        }
        let words: Vec<(&str, usize)> =
            FACTS.iter().enumerate().map(|(at, own)| (own.0, at)).collect();
        Word(&words).read(node, here).map(|_| text.to_owned())
    }

    fn wanted(&self) -> String {
        let names: Vec<&str> = FACTS.iter().map(|own| own.0).collect();
        format!("a fact: {}, class_hit.NAME", names.join(", "))
    }

    fn schema(&self) -> Value {
        let names: Vec<&str> = FACTS.iter().map(|own| own.0).collect();
        json!({ "anyOf": [
            { "enum": names },
            { "type": "string", "pattern": "^class_hit\\.[a-z0-9-]+$" },
        ] })
    }
}
