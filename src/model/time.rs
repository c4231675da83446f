//! Instants and spans of a drill. Whole seconds for instants, milliseconds for spans; never the
//! wall clock.

use std::fmt;
use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A whole second of the drill, counted from its start. At most a day.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct DrillTime(pub u32);

impl DrillTime {
    /// The start of the drill, 00:00.
    pub const START: Self = Self(0);

    /// Seconds since `earlier`, 0 when that lies ahead.
    #[must_use]
    pub fn since(self, earlier: Self) -> u32 {
        self.0.saturating_sub(earlier.0)
    }

    /// Reads `mm:ss`, minutes of one to four digits.
    ///
    /// # Errors
    /// A sentence when the text has another form.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read = || {
            let (minutes, seconds) = text.split_once(':')?;
            let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
            let plain = (1..=4).contains(&minutes.len()) && seconds.len() == 2;
            if !plain || !digits(minutes) || !digits(seconds) {
                return None;
            }
            let (minutes, seconds): (u32, u32) = (minutes.parse().ok()?, seconds.parse().ok()?);
            (seconds < 60).then_some(Self(minutes * 60 + seconds))
        };
        read().ok_or_else(|| format!("`{text}` is not a drill time like `02:40`"))
    }
}

impl fmt::Display for DrillTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:02}:{:02}", self.0 / 60, self.0 % 60))
    }
}

impl Add<Span> for DrillTime {
    type Output = Self;

    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.seconds()))
    }
}

impl Sub<Span> for DrillTime {
    type Output = Self;

    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.seconds()))
    }
}

/// A length of time in milliseconds.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Span(pub u64);

impl Span {
    /// A span of whole seconds.
    #[must_use]
    pub const fn from_seconds(seconds: u32) -> Self {
        Self(seconds as u64 * 1000)
    }

    /// A span of whole minutes.
    #[must_use]
    pub const fn from_minutes(minutes: u32) -> Self {
        Self::from_seconds(minutes * 60)
    }

    /// Whole seconds, rounded up, so that nothing is due before its time.
    #[must_use]
    pub fn seconds(self) -> u32 {
        u32::try_from(self.0.div_ceil(1000)).unwrap_or(u32::MAX)
    }

    /// Seconds with their fraction.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.0 as f64 / 1000.0
    }

    /// Reads a number with its unit: `250ms`, `90s`, `12m`, `2h`, `3d`, also `1.5h`.
    ///
    /// # Errors
    /// A sentence when unit or number are missing, negative or beyond 1,000 days.
    pub fn parse(text: &str) -> Result<Self, String> {
        let split = text
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .ok_or_else(|| format!("`{text}` has no unit"))?;
        let (number, unit) = text.split_at(split);
        let factor = match unit {
            "ms" => 1.0,
            "s" => 1000.0,
            "m" | "min" => 60_000.0,
            "h" => 3_600_000.0,
            "d" => 86_400_000.0,
            _ => return Err(format!("`{text}` has no unit of time: ms, s, m, h or d")),
        };
        let number: f64 = number.parse().map_err(|_| format!("`{text}` begins with no number"))?;
        let milliseconds = number * factor;
        if milliseconds > 86_400_000_000.0 {
            return Err(format!("`{text}` is longer than 1,000 days"));
        }
        Ok(Self(super::quantity::rounded(milliseconds).unsigned_abs()))
    }
}

impl fmt::Display for Span {
    /// Prints the way it is written: `90s`, `12m`, `250ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self.0 {
            0 => "0s".to_owned(),
            ms if ms % 86_400_000 == 0 => format!("{}d", ms / 86_400_000),
            ms if ms % 3_600_000 == 0 => format!("{}h", ms / 3_600_000),
            ms if ms % 60_000 == 0 => format!("{}m", ms / 60_000),
            ms if ms % 1000 == 0 => format!("{}s", ms / 1000),
            ms => format!("{ms}ms"),
        };
        f.pad(&text)
    }
}

/// Prints seconds as people read a span: `4:20`, `0:18`.
#[must_use]
pub fn clock(seconds: u32) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drill_times_read_back_what_they_print() {
        assert_eq!(DrillTime::parse("02:40"), Ok(DrillTime(160)));
        assert_eq!(DrillTime(4500).to_string(), "75:00");
        for wrong in ["2", "02:60", "a:10", ":10", "99999:00", "1:2", "+1:20"] {
            assert!(DrillTime::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn spans_carry_their_unit() {
        assert_eq!(Span::parse("90s"), Ok(Span(90_000)));
        assert_eq!(Span::parse("1.5h"), Ok(Span(5_400_000)));
        assert_eq!(Span(90_000).to_string(), "90s");
        for wrong in ["5", "m", "-5s", "1e9d", "5 s", "."] {
            assert!(Span::parse(wrong).is_err(), "{wrong}");
        }
    }
}
