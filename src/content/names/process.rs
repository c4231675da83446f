//! The names a process gives: its own, and what it calls things that other processes call
//! otherwise. It checks nothing.

use crate::content::names::{Thing, keys, words};
use crate::content::tree::Node;

/// Names of a process.
#[derive(Clone, Debug, Default)]
pub(in crate::content) struct ProcessNames {
    pub(in crate::content) id: String,
    pub(in crate::content) severities: Vec<String>,
    pub(in crate::content) statuses: Vec<String>,
    pub(in crate::content) roles: Vec<String>,
    pub(in crate::content) seats: Vec<String>,
    pub(in crate::content) audiences: Vec<String>,
    /// What other processes call something, and its name here.
    pub(in crate::content) also: Vec<(Thing, String, String)>,
}

impl ProcessNames {
    /// Gathers a process's names.
    pub(in crate::content) fn of(id: &str, tree: &Node) -> Self {
        let severities = tree.get("severities").map(Node::items).unwrap_or_default();
        let id_of = |node: &Node| node.get("id").and_then(Node::text).map(str::to_owned);
        let roles = tree.get("role").map(Node::entries).unwrap_or_default();
        let short = |node: &Node| node.get("short").and_then(Node::text).map(str::to_owned);
        let mut also = Vec::new();
        for own in roles {
            let seat = short(&own.node).unwrap_or_else(|| own.key.clone());
            for name in words(own.node.get("also")) {
                also.push((Thing::Role, name.clone(), own.key.clone()));
                also.push((Thing::Seat, name, seat.clone()));
            }
        }
        for own in tree.get("audience").map(Node::entries).unwrap_or_default() {
            let names = words(own.node.get("also")).into_iter();
            also.extend(names.map(|name| (Thing::Audience, name, own.key.clone())));
        }
        for own in tree.get("statuses_also").map(Node::entries).unwrap_or_default() {
            let here = own.node.text().map(str::to_owned);
            also.extend(here.map(|here| (Thing::Status, own.key.clone(), here)));
        }
        Self {
            id: id.to_owned(),
            severities: severities.iter().filter_map(id_of).collect(),
            statuses: words(tree.get("statuses")),
            roles: roles.iter().map(|own| own.key.clone()).collect(),
            seats: roles.iter().filter_map(|own| short(&own.node)).collect(),
            audiences: keys(tree.get("audience")).into_iter().collect(),
            also,
        }
    }
}
