//! A TOML file as a tree that remembers where everything stands, entries in the order written. It
//! knows no key; that is the readers' affair.

use toml::de::{DeTable, DeValue};

use crate::content::diagnostic::{Place, Problem, Source};

/// The largest file read, in bytes.
pub(super) const FILE_MAX: usize = 1024 * 1024;
/// Most items of a list and entries of a table: more than a system may have parts, nobody writes.
const ENTRIES_MAX: usize = 2_000;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it begins.
    pub(super) place: Place,
    /// What it is.
    pub(super) data: Data,
}

/// What a value is.
#[derive(Clone, Debug)]
pub(super) enum Data {
    /// Text.
    Text(String),
    /// A whole number; `None` beyond 64 bits.
    Whole(Option<i64>),
    /// A number with a fraction; `None` if not finite.
    Number(Option<f64>),
    /// True or false.
    Switch(bool),
    /// A date or a time, as written in RFC 3339.
    Moment(String),
    /// A list.
    List(Vec<Node>),
    /// A table.
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The key.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) place: Place,
    /// The value.
    pub(super) node: Node,
}

impl Node {
    /// What it is, in a message.
    pub(super) fn sort(&self) -> &'static str {
        match self.data {
            Data::Text(_) => "text",
            Data::Whole(_) | Data::Number(_) => "a number",
            Data::Switch(_) => "true or false",
            Data::Moment(_) => "a date",
            Data::List(_) => "a list",
            Data::Table(_) => "a table",
        }
    }

    /// Its entries; none if it is no table.
    pub(super) fn entries(&self) -> &[Entry] {
        match &self.data {
            Data::Table(entries) => entries,
            _ => &[],
        }
    }

    /// Its items; none if it is no list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.data {
            Data::List(items) => items,
            _ => &[],
        }
    }

    /// Its text; nothing if it is none.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The value of a key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    /// Lays another table over this one, key by key; what is no table replaces.
    pub(super) fn lay_over(&mut self, other: &Self) {
        let (Data::Table(own), Data::Table(new)) = (&mut self.data, &other.data) else {
            *self = other.clone();
            return;
        };
        for entry in new {
            match own.iter_mut().find(|old| old.key == entry.key) {
                Some(old) => {
                    old.place = entry.place;
                    old.node.lay_over(&entry.node);
                }
                None => own.push(entry.clone()),
            }
        }
    }
}

/// Reads a file's text; all errors of syntax at once. Without a tree there is at least one error.
pub(super) fn parse(source: Source<'_>, file: usize) -> Result<Node, Vec<Problem>> {
    let start = Place { file, at: 0 };
    if source.text.len() > FILE_MAX {
        let message = format!("the file has {} bytes; 1 MiB is the most", source.text.len());
        return Err(vec![Problem::error(start, message, "split it, or shorten its texts")]);
    }
    let (table, errors) = DeTable::parse_recoverable(source.text);
    if errors.is_empty() {
        let whole = Node { place: start, data: Data::Table(entries_of(table.get_ref(), file)) };
        return match crowd(&whole) {
            Some((place, what)) => {
                let message = format!("{what}; {ENTRIES_MAX} are the most");
                Err(vec![Problem::error(place, message, "leave out what nobody will miss")])
            }
            None => Ok(whole),
        };
    }
    let problem = |error: &toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let message = format!("this is not TOML: {}", error.message());
        let hint = match error.message() {
            "duplicate key" => "each key stands once in its table",
            message if message.contains("recurs") => "tables and lists are nested too deeply",
            _ => "nothing else was read; mend this first",
        };
        Problem::error(Place { file, at }, message, hint)
    };
    Err(errors.iter().map(problem).collect())
}

/// The first list or table that holds too much.
fn crowd(node: &Node) -> Option<(Place, String)> {
    let (entries, items) = (node.entries(), node.items());
    if entries.len() > ENTRIES_MAX {
        return Some((node.place, format!("this table has {} entries", entries.len())));
    }
    if items.len() > ENTRIES_MAX {
        return Some((node.place, format!("this list has {} items", items.len())));
    }
    entries.iter().map(|entry| &entry.node).chain(items).find_map(crowd)
}

fn entries_of(table: &DeTable<'_>, file: usize) -> Vec<Entry> {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| {
        let name: &std::borrow::Cow<'_, str> = key.get_ref();
        Entry {
            key: name.clone().into_owned(),
            place: Place { file, at: key.span().start },
            node: node_of(value, file),
        }
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.place);
    entries
}

fn node_of(value: &toml::Spanned<DeValue<'_>>, file: usize) -> Node {
    let place = Place { file, at: value.span().start };
    let data = match value.get_ref() {
        DeValue::String(text) => Data::Text(text.clone().into_owned()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            Data::Whole(i64::from_str_radix(&digits, number.radix()).ok())
        }
        DeValue::Float(number) => {
            let number: Option<f64> = number.as_str().replace('_', "").parse().ok();
            Data::Number(number.filter(|number| number.is_finite()))
        }
        DeValue::Boolean(switch) => Data::Switch(*switch),
        DeValue::Datetime(moment) => Data::Moment(moment.to_string()),
        DeValue::Array(items) => Data::List(items.iter().map(|item| node_of(item, file)).collect()),
        DeValue::Table(table) => Data::Table(entries_of(table, file)),
    };
    Node { place, data }
}
