//! Quantities of the format: a number with its unit within limits, or `{ between = [a, b] }`, of
//! which the seed picks one. It knows no key.

use serde_json::{Value, json};

use crate::content::diagnostic::shown;
use crate::content::reader::{Form, Here};
use crate::content::tree::{Data, Node};
use crate::model::chance::Stream;
use crate::model::quantity::{parse_bytes, parse_rate, rounded};
use crate::model::time::Span;

/// What a quantity is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// Milliseconds, written `"90s"`.
    Span,
    /// Events a second, written `"380/s"`.
    Rate,
    /// Bytes, written `"8GiB"`.
    Bytes,
    /// Bytes a second, written `"2GiB/h"`.
    Growth,
    /// 0 to 1.
    Ratio,
    /// A plain number.
    Number,
    /// A whole number.
    Count,
}

/// A quantity within limits.
pub(super) struct Quantity<T> {
    unit: Unit,
    least: f64,
    most: f64,
    make: fn(f64) -> T,
}

const DAY: f64 = 86_400_000.0;

/// A span of time, up to 1,000 days.
pub(super) const SPAN: Quantity<Span> = span(0.0, 1000.0 * DAY);
/// A span that is not nothing.
pub(super) const SOME_SPAN: Quantity<Span> = span(1.0, 1000.0 * DAY);
/// Seconds from the drill's start; before it with a minus.
pub(super) const MOMENT: Quantity<i64> = Quantity {
    unit: Unit::Span,
    least: -10_000.0 * DAY,
    most: DAY,
    make: |milliseconds| rounded(milliseconds / 1000.0),
};
/// So long ago, written with a minus: `"-20d"`.
pub(super) const AGO: Quantity<Span> = Quantity {
    unit: Unit::Span,
    least: -10_000.0 * DAY,
    most: 0.0,
    make: |milliseconds| Span(rounded(-milliseconds).unsigned_abs()),
};
/// Events a second.
pub(super) const RATE: Quantity<f64> =
    Quantity { unit: Unit::Rate, least: 0.0, most: 1e7, make: |rate| rate };
/// An amount of memory or disk.
pub(super) const BYTES: Quantity<f64> =
    Quantity { unit: Unit::Bytes, least: 1.0, most: 1e18, make: |bytes| bytes };
/// An amount a second.
pub(super) const GROWTH: Quantity<f64> =
    Quantity { unit: Unit::Growth, least: 0.0, most: 1e15, make: |bytes| bytes };
/// 0 to 1.
pub(super) const RATIO: Quantity<f64> =
    Quantity { unit: Unit::Ratio, least: 0.0, most: 1.0, make: |ratio| ratio };

/// A span within limits in milliseconds.
pub(super) const fn span(least: f64, most: f64) -> Quantity<Span> {
    Quantity { unit: Unit::Span, least, most, make: |own| Span(rounded(own).unsigned_abs()) }
}

/// A plain number within limits.
pub(super) const fn number(least: f64, most: f64) -> Quantity<f64> {
    Quantity { unit: Unit::Number, least, most, make: |number| number }
}

/// A whole number within limits.
pub(super) const fn count(least: u32, most: u32) -> Quantity<u32> {
    Quantity {
        unit: Unit::Count,
        least: least as f64,
        most: most as f64,
        make: |number| u32::try_from(rounded(number)).unwrap_or(u32::MAX),
    }
}

/// A whole number up to 10^12.
pub(super) const LARGE_COUNT: Quantity<u64> = Quantity {
    unit: Unit::Count,
    least: 1.0,
    most: 1e12,
    make: |number| rounded(number).unsigned_abs(),
};

/// Why something is no quantity: what is wrong and what to do.
type Wrong = (String, String);

impl<T> Quantity<T> {
    fn one(&self, node: &Node) -> Result<f64, Option<Wrong>> {
        let number = match (self.unit, &node.data) {
            (Unit::Span | Unit::Rate | Unit::Bytes | Unit::Growth, Data::Text(text)) => {
                self.with_unit(text).map_err(Some)?
            }
            (Unit::Span | Unit::Rate | Unit::Bytes | Unit::Growth, Data::Whole(Some(number))) => {
                let message = format!("{number} has no unit");
                return Err(Some((message, self.unit_hint(&number.to_string()))));
            }
            (Unit::Ratio | Unit::Number | Unit::Count, Data::Whole(Some(number))) => *number as f64,
            (Unit::Ratio | Unit::Number, Data::Number(Some(number))) => *number,
            (Unit::Count, Data::Number(Some(number))) => {
                let hint = "write a whole number".to_owned();
                // With its exponent where it is huge.
                return Err(Some((format!("{number:?} is no whole number"), hint)));
            }
            (_, Data::Whole(None) | Data::Number(None)) => {
                let message = "this number is not finite, or beyond 64 bits".to_owned();
                return Err(Some((message, format!("it takes {}", self.wanted()))));
            }
            _ => return Err(None),
        };
        if (self.least..=self.most).contains(&number) {
            return Ok(number);
        }
        let what = match &node.data {
            Data::Text(text) => format!("`{}`", shown(text)),
            _ if number.abs() >= 1e15 => format!("{number:e}"),
            _ => number.to_string(),
        };
        if self.unit == Unit::Ratio && (1.0..=100.0).contains(&number) {
            let hint = format!("for {what} % write {}", number / 100.0);
            return Err(Some((format!("{what} is no ratio: one lies between 0 and 1"), hint)));
        }
        Err(Some((format!("{what} is out of bounds"), format!("it takes {}", self.wanted()))))
    }

    fn with_unit(&self, text: &str) -> Result<f64, Wrong> {
        let bare = text.trim_start_matches('-');
        let digits = |letter: char| letter.is_ascii_digit() || letter == '.';
        if !bare.is_empty() && bare.chars().all(digits) {
            return Err((format!("`\"{}\"` has no unit", shown(text)), self.unit_hint(text)));
        }
        let read = match self.unit {
            Unit::Span => match text.strip_prefix('-') {
                Some(bare) => Span::parse(bare).map(|span| -(span.0 as f64)),
                None => Span::parse(text).map(|span| span.0 as f64),
            },
            Unit::Rate => parse_rate(text),
            Unit::Growth => growth(text),
            _ => parse_bytes(text),
        };
        read.map_err(|why| {
            // Why is told only where it is more than that there is nothing to read.
            let message = match self.unit {
                Unit::Span if why.contains("longer than") => why,
                _ => format!("`\"{}\"` is no {}", shown(text), self.noun()),
            };
            (message, format!("it takes {}", self.wanted()))
        })
    }

    fn unit_hint(&self, number: &str) -> String {
        let units = match self.unit {
            Unit::Rate => ["/s", "/min"],
            Unit::Bytes => ["MiB", "GiB"],
            Unit::Growth => ["MiB/h", "GiB/h"],
            _ => ["s", "m"],
        };
        let [one, other] = units.map(|unit| format!("`\"{}{unit}\"`", shown(number)));
        format!("write {one} or {other}")
    }

    fn noun(&self) -> &'static str {
        match self.unit {
            Unit::Span => "span of time",
            Unit::Rate => "rate",
            Unit::Bytes => "size",
            Unit::Growth => "growth",
            Unit::Ratio => "ratio",
            Unit::Number | Unit::Count => "number",
        }
    }

    fn limits(&self) -> String {
        let write = |number: f64| match self.unit {
            Unit::Span if number < 0.0 => format!("-{}", Span(rounded(-number).unsigned_abs())),
            Unit::Span => Span(rounded(number).unsigned_abs()).to_string(),
            _ => number.to_string(),
        };
        format!("from {} to {}", write(self.least), write(self.most))
    }

    /// Picks between two ends by the seed, the file and the value's place in it.
    fn pick(&self, ends: (f64, f64), here: &Here<'_>) -> f64 {
        let (seed, file) = &here.reading.picks;
        let name = format!("content/{file}/{}", here.path);
        let share = Stream::named(*seed, &name).uniform();
        let picked = ends.0 + (ends.1 - ends.0) * share;
        match self.unit {
            Unit::Span if ends.0.abs() >= 1000.0 => rounded(picked / 1000.0) as f64 * 1000.0,
            Unit::Span | Unit::Count => rounded(picked) as f64,
            _ => picked,
        }
    }

    fn between(&self, node: &Node, here: &mut Here<'_>) -> Option<f64> {
        for entry in node.entries().iter().filter(|entry| entry.key != "between") {
            let message = format!("`between` stands alone, not beside `{}`", shown(&entry.key));
            here.reading.error(entry.place, message, "write `{ between = [from, to] }`");
        }
        let ends = node.get("between")?;
        let [low, high] = ends.items() else {
            let hint = format!("write `{{ between = [from, to] }}`; each is {}", self.wanted());
            here.reading.error(ends.place, "`between` has two ends", hint);
            return None;
        };
        let mut end = |node| self.told(node, here);
        let ends_read = (end(low)?, end(high)?);
        if ends_read.0 > ends_read.1 {
            let hint = "turn them round: from the smaller to the greater";
            here.reading.error(ends.place, "`between` begins above its end", hint);
            return None;
        }
        Some(self.pick(ends_read, here))
    }

    fn told(&self, node: &Node, here: &mut Here<'_>) -> Option<f64> {
        match self.one(node) {
            Ok(number) => Some(number),
            Err(Some((message, hint))) => {
                here.reading.error(node.place, message, hint);
                None
            }
            Err(None) => {
                here.wrong_sort(node, &self.wanted());
                None
            }
        }
    }
}

fn growth(text: &str) -> Result<f64, String> {
    let (size, per) = text.split_once('/').ok_or("no unit of time")?;
    let seconds = match per {
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        "d" => 86_400.0,
        _ => return Err("no unit of time".to_owned()),
    };
    parse_bytes(size).map(|bytes| bytes / seconds)
}

impl<T> Form for Quantity<T> {
    type Value = T;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<T> {
        let number = match node.data {
            Data::Table(_) if node.get("between").is_some() => self.between(node, here)?,
            _ => self.told(node, here)?,
        };
        Some((self.make)(number))
    }

    fn wanted(&self) -> String {
        match self.unit {
            Unit::Span if self.most <= 0.0 => "a span back, like `\"-20d\"`".to_owned(),
            Unit::Span if self.least > 1.0 || self.most < 1000.0 * DAY => {
                format!("a span of time {}", self.limits())
            }
            Unit::Span => "a span of time, like `\"90s\"` or `\"12m\"`".to_owned(),
            Unit::Rate => "a rate, like `\"380/s\"`".to_owned(),
            Unit::Bytes => "a size, like `\"8GiB\"`".to_owned(),
            Unit::Growth => "a growth, like `\"2GiB/h\"`".to_owned(),
            Unit::Ratio => "a ratio from 0 to 1".to_owned(),
            Unit::Number => format!("a number {}", self.limits()),
            Unit::Count => format!("a whole number {}", self.limits()),
        }
    }

    fn schema(&self) -> Value {
        let one = match self.unit {
            Unit::Span => json!({ "type": "string", "pattern": "^-?[0-9.]+(ms|s|m|min|h|d)$" }),
            Unit::Rate => json!({ "type": "string", "pattern": "^[0-9._]+/(s|m|min|h)$" }),
            Unit::Bytes => json!({ "type": "string", "pattern": "^[0-9.]+([KMGT]i)?B$" }),
            Unit::Growth => {
                json!({ "type": "string", "pattern": "^[0-9.]+([KMGT]i)?B/(s|m|min|h|d)$" })
            }
            Unit::Count => {
                json!({ "type": "integer", "minimum": self.least, "maximum": self.most })
            }
            Unit::Ratio | Unit::Number => {
                json!({ "type": "number", "minimum": self.least, "maximum": self.most })
            }
        };
        let ends = json!({ "type": "array", "minItems": 2, "maxItems": 2, "items": one });
        json!({ "anyOf": [one, {
            "type": "object",
            "additionalProperties": false,
            "required": ["between"],
            "properties": { "between": ends },
        }] })
    }

    fn own_keys(&self) -> &'static [&'static str] {
        &["between"]
    }
}

/// A span, or `"never"`.
pub(super) struct SpanOrNever;

impl Form for SpanOrNever {
    type Value = Option<Span>;

    fn read(&self, node: &Node, here: &mut Here<'_>) -> Option<Option<Span>> {
        if node.text() == Some("never") { Some(None) } else { SPAN.read(node, here).map(Some) }
    }

    fn wanted(&self) -> String {
        format!("{}, or `\"never\"`", SPAN.wanted())
    }

    fn schema(&self) -> Value {
        json!({ "anyOf": [{ "const": "never" }, SPAN.schema()] })
    }

    fn own_keys(&self) -> &'static [&'static str] {
        SPAN.own_keys()
    }
}
