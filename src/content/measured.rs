//! Names of what is measured: metrics of parts, and facts. It measures nothing.

use serde_json::{Value, json};

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::{Place, shown};
use crate::content::form::Word;
use crate::content::names::{SystemNames, Thing};
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
        let (message, hint) = match find(here.reading.names.system.as_ref(), part, metric) {
            Ok(metric) => return Some(MetricRef { part: PartId::from(part), metric }),
            Err(told) => told,
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

/// A metric that a part has, or why it has none of that name.
fn find(system: Option<&SystemNames>, part: &str, name: &str) -> Result<Metric, (String, String)> {
    let metric = name.parse::<Metric>().ok();
    let Some((system, sort)) = system.and_then(|own| Some((own, own.sort_of(part)?))) else {
        let names = Metric::ALL.iter().map(|own| own.name());
        return metric.ok_or_else(|| {
            let near = nearest(name, names).map(|near| format!("did you mean `{part}.{near}`?"));
            (format!("no metric is called `{}`", shown(name)), near.unwrap_or_default())
        });
    };
    let own = system.metrics_of(part);
    if let Some(metric) = metric.filter(|metric| own.contains(metric)) {
        return Ok(metric);
    }
    let lacks = sort.metrics().iter().find(|(other, _)| Some(*other) == metric);
    if let Some((metric, has)) = lacks {
        let message = format!("`{part}` has no `{}`, so nothing measures its {metric}", has.key());
        return Err((message, format!("add `{}` to it in the system file", has.key())));
    }
    let message = format!("{} has no metric `{}`", sort.one(), shown(name));
    let names: Vec<&str> = own.iter().map(|own| own.name()).collect();
    let hint = match (nearest(name, names.iter().copied()), sort) {
        (Some(near), _) => format!("did you mean `{part}.{near}`?"),
        (None, Sort::Business) => format!("write `business.{part}`"),
        (None, _) if names.is_empty() => format!("nothing is measured of `{part}`"),
        (None, _) => format!("`{part}` has {}", names.join(", ")),
    };
    Err((message, hint))
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
        let class = text.strip_prefix("class_hit.");
        let class = class.map(|name| (Thing::Part(&[Sort::Clients]), name));
        let feature = text.strip_prefix("feature_hit.").map(|name| (Thing::Feature, name));
        if let Some((thing, name)) = class.or(feature) {
            if let Err(missing) = here.reading.names.find(thing, name) {
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
        format!("a fact: {}, class_hit.NAME, feature_hit.NAME", names.join(", "))
    }

    fn schema(&self) -> Value {
        let names: Vec<&str> = FACTS.iter().map(|own| own.0).collect();
        json!({ "anyOf": [
            { "enum": names },
            { "type": "string", "pattern": "^(class|feature)_hit\\.[a-z0-9-]+$" },
        ] })
    }
}
