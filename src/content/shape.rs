//! The format described as JSON Schema, drawn up by the readers themselves. It reads nothing.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// A table's keys as they are described.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    properties: Map<String, Value>,
    needed: Vec<&'static str>,
    alternatives: Vec<&'static str>,
}

impl Shape {
    /// Adds a key. One that is described twice, as in two kinds of inject, may be either. Keys
    /// that come after alternatives belong to some of them only, so none of those is needed.
    pub(super) fn property(&mut self, key: &'static str, schema: Value, needed: bool) {
        if needed && self.alternatives.is_empty() && !self.needed.contains(&key) {
            self.needed.push(key);
        }
        match self.properties.get_mut(key) {
            Some(own) => either(own, schema),
            None => {
                self.properties.insert(key.to_owned(), schema);
            }
        }
    }

    /// Exactly one of these keys is there.
    pub(super) fn alternatives(&mut self, keys: &[&'static str]) {
        self.alternatives.extend(keys);
    }

    /// Values under names of the author's.
    pub(super) fn map(schema: &Value) -> Value {
        json!({ "type": "object", "additionalProperties": schema })
    }

    /// As JSON Schema.
    pub(super) fn schema(self) -> Value {
        let mut schema = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": self.properties,
        });
        if let Value::Object(object) = &mut schema {
            if !self.needed.is_empty() {
                object.insert("required".to_owned(), json!(self.needed));
            }
            if !self.alternatives.is_empty() {
                let one: Vec<Value> =
                    self.alternatives.iter().map(|key| json!({ "required": [key] })).collect();
                object.insert("oneOf".to_owned(), Value::Array(one));
            }
        }
        schema
    }
}

/// Widens a schema by another.
fn either(own: &mut Value, other: Value) {
    if *own == other {
        return;
    }
    match own.get_mut("anyOf").and_then(Value::as_array_mut) {
        Some(list) if list.contains(&other) => {}
        Some(list) => list.push(other),
        None => *own = json!({ "anyOf": [own.take(), other] }),
    }
}

/// Schemas that others refer to.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes(BTreeMap<&'static str, Value>);

impl Shapes {
    /// Whether it is to be described now: the first time it is asked for.
    pub(super) fn begin(&mut self, name: &'static str) -> bool {
        let first = !self.0.contains_key(name);
        if first {
            self.0.insert(name, Value::Null);
        }
        first
    }

    /// Keeps what was described. A second asking while the first goes on finds its name.
    pub(super) fn finish(&mut self, name: &'static str, schema: Value) {
        self.0.insert(name, schema);
    }

    /// All of them.
    pub(super) fn into_definitions(self) -> Value {
        json!(self.0)
    }
}
