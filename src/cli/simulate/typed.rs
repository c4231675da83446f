//! A fault as it is typed after `--fault`: one of the scenario by name, or one's own, read as if it
//! stood in the scenario's file. It runs nothing.

use crate::cli::failure::Failure;
use crate::cli::shelf::Meant;
use crate::content::library::{File, Loaded};
use crate::content::{Choice, variants};
use crate::model::fault::Fault;
use crate::model::id::VariantId;

/// What the number means that stands behind a kind, as in `slow=6`.
const MEANS: &[(&str, &str)] = &[
    ("cold", "share"),
    ("corrupt", "ratio"),
    ("cpu", "share"),
    ("disk", "used"),
    ("diverge", "rate"),
    ("dns", "ratio"),
    ("error", "ratio"),
    ("exposed", "to"),
    ("failover", "pauses"),
    ("flood", "factor"),
    ("handles", "connections"),
    ("io", "factor"),
    ("lock", "share"),
    ("memory", "used"),
    ("poison", "messages"),
    ("replication", "lag"),
    ("retries", "factor"),
    ("skew", "by"),
    ("slow", "factor"),
    ("stale", "by"),
    ("stuck", "share"),
    ("throttled", "ratio"),
    ("truncated", "share"),
    ("wrong", "ratio"),
];

/// What a typed fault may refer to.
pub(super) struct Around<'a> {
    pub(super) meant: &'a Meant,
    pub(super) choice: &'a Choice,
    pub(super) loaded: &'a Loaded,
}

impl Around<'_> {
    /// A fault of the scenario by name, or `TARGET KIND[=STRENGTH] [KEY=VALUE]…`; the `number`th.
    pub(super) fn fault(
        &self,
        text: &str,
        number: usize,
        words: &[&str],
    ) -> Result<Fault, Failure> {
        match words {
            [name] => self.by_name(name),
            [target, kind, more @ ..] => self.own(text, number, target, &lines(kind, more)),
            [] => Err(super::wrong(text, "--fault '05:00 checkout slow=6'")),
        }
    }

    fn by_name(&self, name: &str) -> Result<Fault, Failure> {
        let faults = &self.loaded.story.faults;
        if let Some(own) = faults.iter().find(|fault| fault.id.as_str() == name) {
            return Ok(own.clone());
        }
        let says = format!("scenario `{}` has no fault `{name}`", self.loaded.scenario.id);
        if let Some(variant) = self.variant_with(name) {
            let here = &self.loaded.scenario.variant;
            let says = format!("{says} in its variant `{here}`");
            return Err(Failure::usage(says, format!("add `--variant {variant}`")));
        }
        let known: Vec<&str> = faults.iter().map(|own| own.id.as_str()).collect();
        Err(Failure::usage(says, format!("it has {}", known.join(", "))))
    }

    /// The variant that has a fault of this name.
    fn variant_with(&self, name: &str) -> Option<VariantId> {
        let own = self.scenario()?;
        let all = variants(own.source()).into_iter().map(|(variant, _)| variant);
        all.into_iter().find(|variant| {
            let choice = Choice { variant: Some(variant.clone()), ..self.choice.clone() };
            let Meant { library, scenario, process } = self.meant;
            let loaded = library.load(scenario, &choice, process);
            loaded.is_ok_and(|own| own.story.faults.iter().any(|own| own.id.as_str() == name))
        })
    }

    fn scenario(&self) -> Option<&File> {
        self.meant.library.scenarios.get(self.meant.scenario.as_str())
    }

    fn own(&self, text: &str, number: usize, target: &str, lines: &str) -> Result<Fault, Failure> {
        let target = super::part(self.loaded, target)?;
        let id = format!("typed-{}", number + 1);
        let mut library = self.meant.library.clone();
        if let Some(file) = library.scenarios.get_mut(self.meant.scenario.as_str()) {
            let table = format!("\n\n[fault.{id}]\ntarget = {:?}\n{lines}", target.as_str());
            file.text.push_str(&table);
        }
        let loaded = library.load(&self.meant.scenario, self.choice, &self.meant.process);
        let loaded = loaded.map_err(|told| {
            let first = told.into_iter().find(crate::content::Diagnostic::is_error);
            let (says, hint) = first.map(|own| (own.message, own.hint)).unwrap_or_default();
            Failure::usage(format!("`{text}` cannot be read: {says}"), hint)
        })?;
        let fault = loaded.story.faults.into_iter().find(|own| own.id.as_str() == id);
        fault.ok_or_else(|| super::wrong(text, "--fault '05:00 checkout slow=6'"))
    }
}

/// Kind and keys as lines of a file.
fn lines(kind: &str, more: &[&str]) -> String {
    let whole = [&[kind], more].concat().join(" ");
    // A table of keys is one word, whatever blanks it has.
    if let Some((name, table)) = whole.split_once('=')
        && table.trim_start().starts_with('{')
    {
        return format!("{name} = {table}\n");
    }
    let kind = match kind.split_once('=') {
        Some((name, strength)) => {
            let means = MEANS.iter().find(|(own, _)| *own == name).map_or("ratio", |own| own.1);
            format!("{name} = {{ {means} = {} }}\n", value(strength))
        }
        None => format!("{kind} = {{}}\n"),
    };
    let more = more.iter().map(|word| {
        let (key, own) = word.split_once('=').unwrap_or((word, "true"));
        format!("{key} = {}\n", value(own))
    });
    std::iter::once(kind).chain(more).collect()
}

/// A number as it is, anything else in quotes.
fn value(text: &str) -> String {
    if text.parse::<f64>().is_ok() { text.to_owned() } else { format!("{text:?}") }
}
