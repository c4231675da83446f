//! Tables whose keys are names of the author's: tables, lists and plain values by name, in the order
//! written.

use serde_json::json;

use crate::content::diagnostic::{Place, shown};
use crate::content::reader::{Form, Here};
use crate::content::shape::Shape;
use crate::content::table::{Table, is_name, join};
use crate::content::tree::{Data, Entry};

impl<'t> Table<'_, 't> {
    /// Takes tables by name, in the order written. `what` is what messages call one.
    pub(in crate::content) fn named<T>(
        &mut self,
        key: &'static str,
        what: &str,
        read: impl Fn(&mut Table<'_, 't>) -> T,
    ) -> Vec<(String, T)> {
        if self.describes() {
            let schema = self.described(read);
            self.shape.property(key, Shape::map(&schema), false);
            return Vec::new();
        }
        let mut values = Vec::new();
        for entry in self.names_in(key) {
            let path = join(&join(&self.path, key), &entry.key);
            let label = format!("{what} `{}`", shown(&entry.key));
            if let Some(value) = self.read_table(&entry.node, path, label, &read) {
                values.push((entry.key.clone(), value));
            }
        }
        values
    }

    /// Takes lists of tables by name.
    pub(in crate::content) fn named_lists<T>(
        &mut self,
        key: &'static str,
        what: &str,
        read: impl Fn(&mut Table<'_, 't>) -> T,
    ) -> Vec<(String, Vec<T>)> {
        if self.describes() {
            let schema = json!({ "type": "array", "items": self.described(read) });
            self.shape.property(key, Shape::map(&schema), false);
            return Vec::new();
        }
        let mut values = Vec::new();
        for entry in self.names_in(key) {
            let path = join(&join(&self.path, key), &entry.key);
            let label = format!("this {what} of `{}`", shown(&entry.key));
            values.push((entry.key.clone(), self.tables_in(entry, &path, &label, &read)));
        }
        values
    }

    /// Takes plain values by name, in the order written.
    pub(in crate::content) fn map<F: Form>(
        &mut self,
        key: &'static str,
        form: &F,
    ) -> Vec<(String, F::Value)> {
        if self.describes() {
            self.shape.property(key, Shape::map(&form.schema()), false);
            return Vec::new();
        }
        let mut values = Vec::new();
        for entry in self.pairs(key) {
            let path = join(&join(&self.path, key), &entry.key);
            let mut here = Here { reading: self.reading, path: &path, key };
            let value = form.read(&entry.node, &mut here);
            values.extend(value.map(|value| (entry.key.clone(), value)));
        }
        values
    }

    /// Takes lists of plain values by name, in the order written.
    pub(in crate::content) fn map_lists<F: Form>(
        &mut self,
        key: &'static str,
        form: &F,
    ) -> Vec<(String, Vec<F::Value>)> {
        if self.describes() {
            let schema = json!({ "type": "array", "items": form.schema() });
            self.shape.property(key, Shape::map(&schema), false);
            return Vec::new();
        }
        let mut values = Vec::new();
        for entry in self.pairs(key) {
            let items = self.items(entry, &form.wanted());
            let path = join(&join(&self.path, key), &entry.key);
            let mut list = Vec::new();
            for item in items {
                let mut here = Here { reading: self.reading, path: &path, key };
                list.extend(form.read(item, &mut here));
            }
            values.push((entry.key.clone(), list));
        }
        values
    }

    /// The entries of a table whose keys are the author's own words; none if left out.
    pub(in crate::content) fn pairs(&mut self, key: &'static str) -> &'t [Entry] {
        let Some(entry) = self.take(key) else { return &[] };
        if !matches!(entry.node.data, Data::Table(_)) {
            let path = join(&self.path, key);
            let mut here = Here { reading: self.reading, path: &path, key };
            here.wrong_sort(&entry.node, "a table in {…}");
        }
        entry.node.entries()
    }

    /// The names in a table and where they stand, without taking it.
    pub(in crate::content) fn key_places(&self, key: &str) -> Vec<(String, Place)> {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        let entries = entry.map(|entry| entry.node.entries()).unwrap_or_default();
        entries.iter().map(|entry| (entry.key.clone(), entry.place)).collect()
    }

    fn names_in(&mut self, key: &'static str) -> &'t [Entry] {
        let entries = self.pairs(key);
        for entry in entries.iter().filter(|entry| !is_name(&entry.key)) {
            let message = format!("`{}` cannot be a name", shown(&entry.key));
            let hint = format!(
                "names are at most {} small letters, digits and hyphens: `orders-db`",
                super::NAME_MAX
            );
            self.reading.error(entry.place, message, hint);
        }
        entries
    }
}
