//! Reading a table by hand: each key is taken once through a form, what is wrong is noted at its
//! place, a stand-in goes on. The same calls on no table at all describe the format, so that the
//! JSON Schema cannot differ from what is read.

mod named;

use serde_json::json;

use crate::command::vocabulary::nearest;
use crate::content::diagnostic::{Place, shown};
use crate::content::reader::{Form, Here, Reading};
use crate::content::shape::Shape;
use crate::content::tree::{Data, Entry, Node};

/// A table being read.
pub(super) struct Table<'r, 't> {
    /// The file's reading.
    pub(super) reading: &'r mut Reading,
    /// What messages call it: "fault `cut`".
    pub(super) label: String,
    /// Where it stands.
    pub(super) place: Place,
    path: String,
    entries: &'t [Entry],
    taken: Vec<&'static str>,
    shape: Shape,
}

impl<'r, 't> Table<'r, 't> {
    /// Reads a file's top table.
    pub(super) fn root(reading: &'r mut Reading, label: &str, node: Option<&'t Node>) -> Self {
        Self {
            reading,
            label: label.to_owned(),
            place: node.map(|node| node.place).unwrap_or_default(),
            path: String::new(),
            entries: node.map(Node::entries).unwrap_or_default(),
            taken: Vec::new(),
            shape: Shape::default(),
        }
    }

    /// Whether the format is described instead of read.
    pub(super) fn describes(&self) -> bool {
        self.reading.shapes.is_some()
    }

    /// Whether a key is there, taken or not.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Whether a key holds a list without items.
    pub(super) fn is_empty_list(&self, key: &str) -> bool {
        let entry = self.entries.iter().find(|own| own.key == key);
        entry.is_some_and(|own| matches!(&own.node.data, Data::List(items) if items.is_empty()))
    }

    /// Where a key's value stands; the table's place if it is not there.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.entries.iter().find(|own| own.key == key).map_or(self.place, |own| own.node.place)
    }

    /// A key's text as it stands, without taking it; nothing if it is none.
    pub(super) fn text_of(&self, key: &str) -> &'t str {
        let entry = self.entries.iter().find(|own| own.key == key);
        entry.and_then(|own| own.node.text()).unwrap_or_default()
    }

    /// The name after the last dot of its path.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    /// Takes a key as it stands.
    fn take(&mut self, key: &'static str) -> Option<&'t Entry> {
        if !self.taken.contains(&key) {
            self.taken.push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn read_entry<F: Form>(&mut self, entry: &Entry, form: &F) -> Option<F::Value> {
        let path = join(&self.path, &entry.key);
        form.read(&entry.node, &mut Here { reading: self.reading, path: &path, key: &entry.key })
    }

    /// Takes a key that may be left out.
    pub(super) fn get<F: Form>(&mut self, key: &'static str, form: &F) -> Option<F::Value> {
        if self.describes() {
            self.shape.property(key, form.schema(), false);
        }
        let entry = self.take(key)?;
        self.read_entry(entry, form)
    }

    /// Takes a key that may be left out, with what it is then.
    pub(super) fn or<F: Form>(
        &mut self,
        key: &'static str,
        form: &F,
        unsaid: F::Value,
    ) -> F::Value {
        self.get(key, form).unwrap_or(unsaid)
    }

    /// Takes a key that must be there.
    pub(super) fn need<F: Form>(&mut self, key: &'static str, form: &F) -> F::Value
    where
        F::Value: Default,
    {
        if self.describes() {
            self.shape.property(key, form.schema(), true);
        }
        if let Some(entry) = self.take(key) {
            return self.read_entry(entry, form).unwrap_or_default();
        }
        self.missing(key, &form.wanted());
        F::Value::default()
    }

    /// Notes that a key is missing.
    pub(super) fn missing(&mut self, key: &'static str, wanted: &str) {
        if !self.describes() {
            let message = format!("{} has no `{key}`", self.label);
            self.reading.error(self.place, message, format!("add `{key}`: {wanted}"));
        }
    }

    /// Takes a list of plain values; empty if left out.
    pub(super) fn list<F: Form>(&mut self, key: &'static str, form: &F) -> Vec<F::Value> {
        if self.describes() {
            self.shape.property(key, json!({ "type": "array", "items": form.schema() }), false);
        }
        let wanted = form.wanted();
        let Some(entry) = self.take(key) else { return Vec::new() };
        let items = self.items(entry, &wanted);
        let mut values = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let path = format!("{}.{number}", join(&self.path, key));
            let mut here = Here { reading: self.reading, path: &path, key };
            values.extend(form.read(item, &mut here));
        }
        values
    }

    fn items(&mut self, entry: &'t Entry, wanted: &str) -> &'t [Node] {
        if let Data::List(items) = &entry.node.data {
            return items;
        }
        let message = format!("`{}` is {}", shown(&entry.key), entry.node.sort());
        let hint = format!("it takes a list in […]; each item is {wanted}");
        self.reading.error(entry.node.place, message, hint);
        &[]
    }

    /// A table inside this one.
    fn inside<'s>(
        &'s mut self,
        path: String,
        label: String,
        node: Option<&'t Node>,
    ) -> Table<'s, 't> {
        Table {
            reading: &mut *self.reading,
            label,
            place: node.map_or(self.place, |node| node.place),
            path,
            entries: node.map(Node::entries).unwrap_or_default(),
            taken: Vec::new(),
            shape: Shape::default(),
        }
    }

    /// Reads one node as a table.
    fn read_table<T>(
        &mut self,
        node: &'t Node,
        path: String,
        label: String,
        read: impl FnOnce(&mut Table<'_, 't>) -> T,
    ) -> Option<T> {
        if !matches!(node.data, Data::Table(_)) {
            let key = path.rsplit('.').find(|part| part.parse::<usize>().is_err());
            let key = key.unwrap_or_default();
            Here { reading: self.reading, path: &path, key }.wrong_sort(node, "a table in {…}");
            return None;
        }
        let mut table = self.inside(path, label, Some(node));
        let value = read(&mut table);
        table.finish();
        Some(value)
    }

    /// What a reader of tables takes, as a schema.
    fn described<T>(&mut self, read: impl FnOnce(&mut Table<'_, 't>) -> T) -> serde_json::Value {
        let mut table = self.inside(String::new(), String::new(), None);
        read(&mut table);
        std::mem::take(&mut table.shape).schema()
    }

    /// Takes a table that may be left out.
    pub(super) fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Table<'_, 't>) -> T,
    ) -> Option<T> {
        if self.describes() {
            let schema = self.described(read);
            self.shape.property(key, schema, false);
            return None;
        }
        let entry = self.take(key)?;
        let label = format!("`{key}` of {}", self.label);
        self.read_table(&entry.node, join(&self.path, key), label, read)
    }

    /// Takes a key that is either plain or a table.
    pub(super) fn either<F: Form>(
        &mut self,
        key: &'static str,
        form: &F,
        read: impl FnOnce(&mut Table<'_, 't>) -> F::Value,
    ) -> Option<F::Value> {
        if self.describes() {
            let table = self.described(read);
            self.shape.property(key, json!({ "anyOf": [form.schema(), table] }), false);
            return None;
        }
        let entry = self.take(key)?;
        if is_other_table(&entry.node, form) {
            let label = format!("`{key}` of {}", self.label);
            return self.read_table(&entry.node, join(&self.path, key), label, read);
        }
        self.read_entry(entry, form)
    }

    /// Takes a list of tables; empty if left out. `label` is what messages call an item.
    pub(super) fn tables<T>(
        &mut self,
        key: &'static str,
        label: &str,
        read: impl Fn(&mut Table<'_, 't>) -> T,
    ) -> Vec<T> {
        if self.describes() {
            let schema = json!({ "type": "array", "items": self.described(read) });
            self.shape.property(key, schema, false);
            return Vec::new();
        }
        let Some(entry) = self.take(key) else { return Vec::new() };
        let path = join(&self.path, key);
        self.tables_in(entry, &path, label, read)
    }

    fn tables_in<T>(
        &mut self,
        entry: &'t Entry,
        path: &str,
        label: &str,
        read: impl Fn(&mut Table<'_, 't>) -> T,
    ) -> Vec<T> {
        let items = self.items(entry, "a table in {…}");
        let mut values = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let path = format!("{path}.{number}");
            values.extend(self.read_table(item, path, label.to_owned(), &read));
        }
        values
    }

    /// Takes a list whose items are either plain or tables.
    pub(super) fn list_either<F: Form>(
        &mut self,
        key: &'static str,
        label: &str,
        form: &F,
        read: impl Fn(&mut Table<'_, 't>) -> F::Value,
    ) -> Vec<F::Value> {
        if self.describes() {
            let table = self.described(read);
            let items = json!({ "anyOf": [form.schema(), table] });
            self.shape.property(key, json!({ "type": "array", "items": items }), false);
            return Vec::new();
        }
        let Some(entry) = self.take(key) else { return Vec::new() };
        let items = self.items(entry, &form.wanted());
        let mut values = Vec::new();
        for (number, item) in items.iter().enumerate() {
            let path = format!("{}.{number}", join(&self.path, key));
            if is_other_table(item, form) {
                values.extend(self.read_table(item, path, label.to_owned(), &read));
            } else {
                let mut here = Here { reading: self.reading, path: &path, key };
                values.extend(form.read(item, &mut here));
            }
        }
        values
    }

    /// Adds a key to the description whose value is read by hand.
    pub(super) fn describe(&mut self, key: &'static str, schema: serde_json::Value, needed: bool) {
        if self.describes() {
            self.shape.property(key, schema, needed);
        }
    }

    /// Which of several keys the table leads with: exactly one. While the format is described,
    /// none is and all are told to be alternatives.
    pub(super) fn leading(&mut self, keys: &[&'static str]) -> Vec<(&'static str, Place)> {
        self.shape.alternatives(keys);
        let key_place = |key: &&'static str| {
            let entry = self.entries.iter().find(|entry| entry.key == **key)?;
            Some((*key, entry.place))
        };
        keys.iter().filter_map(key_place).collect()
    }

    /// Leaves the rest of the table unread: what is wrong with it has been said.
    pub(super) fn give_up(&mut self) {
        self.entries = &[];
    }

    /// Keys that stand in the table, with their places, in the order written.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'t str, Place)> + use<'t> {
        self.entries.iter().map(|entry| (entry.key.as_str(), entry.place))
    }

    /// Marks keys as known although nothing reads them here, so that one cause has one message.
    pub(super) fn pass_over(&mut self, keys: &[&'static str]) {
        self.taken.extend(keys);
    }

    /// A schema that is told once and referred to, such as the one of conditions.
    pub(super) fn describe_once<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Table<'_, 't>) -> T,
    ) -> serde_json::Value {
        let begun = self.reading.shapes.as_mut().is_some_and(|shapes| shapes.begin(name));
        if begun {
            let schema = self.described(read);
            if let Some(shapes) = &mut self.reading.shapes {
                shapes.finish(name, schema);
            }
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// Notes every key that nobody took. One that was meant for a missing one is that one's cause.
    pub(super) fn finish(&mut self) {
        for entry in self.entries.iter().filter(|entry| !self.taken.contains(&&*entry.key)) {
            let message = format!("{} has no key `{}`", self.label, shown(&entry.key));
            let near = nearest(&entry.key, self.taken.iter().copied());
            if let Some(near) = near {
                let missing = format!("{} has no `{near}`", self.label);
                let place = self.place;
                self.reading.problems.retain(|own| own.place != place || own.message != missing);
            }
            let is_table = !entry.node.entries().is_empty();
            let hint = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if is_table && !self.path.is_empty() && TOP_TABLES.contains(&&*entry.key) => {
                    let name = entry.node.entries().first().map_or("…", |own| &own.key);
                    let (key, name) = (shown(&entry.key), shown(name));
                    format!("put the line above the first header, or write `[{key}.{name}]`")
                }
                None => format!("it has {}", self.taken.join(", ")),
            };
            self.reading.error(entry.place, message, hint);
        }
    }

    /// What was described.
    pub(super) fn into_shape(self) -> Shape {
        self.shape
    }
}

/// Tables at the top of files, which a line below a header cannot reach.
pub(super) const TOP_TABLES: &[&str] = &[
    "team",
    "person",
    "tools",
    "alert",
    "dashboard",
    "business",
    "feature",
    "cache",
    "queue",
    "certificate",
    "secret",
    "flag",
    "provider",
    "service",
    "database",
    "clients",
    "change",
    "seat",
    "fault",
    "remedy",
    "new_remedy",
    "automation",
    "inject",
    "cast",
    "proof",
    "truth",
    "expect",
    "coach",
    "role",
    "escalation",
    "on_declare",
    "audience",
    "template",
    "objective",
];

/// Whether a node is a table, and not one of the form's own.
fn is_other_table<F: Form>(node: &Node, form: &F) -> bool {
    let own = node.entries().iter().any(|entry| form.own_keys().contains(&&*entry.key));
    matches!(node.data, Data::Table(_)) && !own
}

/// Whether a word may be a name: small letters, digits, hyphens.
pub(super) fn is_name(word: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    word.starts_with(letter)
        && word.chars().all(|own| letter(own) || own == '-')
        && word.len() <= NAME_MAX
}

/// The longest name.
pub(super) const NAME_MAX: usize = 64;

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
