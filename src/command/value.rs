//! How each kind of value is read from a word and written as one. It never asks whether a named
//! thing exists.

use crate::command::grammar::Kind;
use crate::command::mistake::Mistake;
use crate::command::{Effect, LookView, Priority, Rating, StepMark};
use crate::model::cause::CauseKind;
use crate::model::id::{
    AlertId, AudienceId, IncidentId, InjectId, ObjectiveId, QuestionId, RemedyId, RoleId,
    RunbookId, SeverityId, StatusId, Target, Whom,
};
use crate::model::text::DisplayText;
use crate::model::time::{DrillTime, Span};

/// A value as it was typed.
pub(super) struct Typed<'a> {
    /// Its text, without quotes.
    pub(super) text: &'a str,
    /// The byte of the line where it begins.
    pub(super) at: usize,
    /// The key before it, `effect=` or nothing.
    pub(super) key: &'a str,
}

impl Typed<'_> {
    fn wrong(&self, what: &str, works: (&str, &str)) -> Mistake {
        Mistake::value(self.at, &format!("{}{}", self.key, self.text), what, works)
    }

    fn wrong_word(&self, what: &str, kind: Kind) -> Mistake {
        let words = kind.words();
        let (last, rest) = words.split_last().unwrap_or((&"", &[]));
        let rest = rest.join(", ");
        let works = (format!("{rest} or {last}"), format!("{rest} หรือ {last}"));
        self.wrong(what, (&works.0, &works.1))
    }
}

/// A value that can be read and written.
pub(super) trait Value {
    /// Reads it.
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake>
    where
        Self: Sized;

    /// What it is where it is left out; `None` where it may not be.
    fn left_out() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }

    /// Its word or text; `None` where it is left out.
    fn write(&self) -> Option<String>;
}

macro_rules! names {
    ($($name:ty),*) => {$(
        impl Value for $name {
            fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
                Ok(Self::from(typed.text))
            }

            fn write(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}

names!(
    InjectId,
    ObjectiveId,
    RemedyId,
    RoleId,
    RunbookId,
    SeverityId,
    StatusId,
    Target,
    Whom,
    String
);

macro_rules! numbered {
    ($($name:ident $what:literal $like:literal;)*) => {$(
        impl Value for $name {
            fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
                let bare = || typed.text.parse().map($name).ok();
                typed.text.parse().ok().or_else(bare).ok_or_else(|| {
                    typed.wrong($what, (concat!("write `", $like, "`"), concat!("เขียน `", $like, "`")))
                })
            }

            fn write(&self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}

numbered! {
    AlertId "the number of an alert" "A-1";
    QuestionId "the number of a question" "Q-1";
    IncidentId "the number of an incident" "INC-0001";
}

macro_rules! optional {
    ($($name:ty),*) => {$(
        impl Value for Option<$name> {
            fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
                <$name>::read(typed).map(Some)
            }

            fn left_out() -> Option<Self> {
                Some(None)
            }

            fn write(&self) -> Option<String> {
                self.as_ref().and_then(Value::write)
            }
        }
    )*};
}

optional!(IncidentId, SeverityId, String);

macro_rules! words {
    ($($name:ident $what:literal $kind:ident else $unsaid:expr; $($word:literal $variant:ident),*;)*) => {$(
        impl Value for $name {
            fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
                match typed.text {
                    $(word if word.eq_ignore_ascii_case($word) => Ok(Self::$variant),)*
                    _ => Err(typed.wrong_word($what, Kind::$kind)),
                }
            }

            fn left_out() -> Option<Self> {
                $unsaid
            }

            fn write(&self) -> Option<String> {
                match self {
                    $(Self::$variant => Some($word.to_owned()),)*
                }
            }
        }
    )*};
}

words! {
    LookView "a view" View else Some(Self::Metrics);
        "metrics" Metrics, "logs" Logs, "deploys" Deploys, "config" Config, "deps" Deps;
    StepMark "a mark" Mark else None; "done" Done, "skip" Skip;
    Rating "a rating" Rating else None; "P" P, "S" S, "M" M, "U" U;
    Priority "a priority" Priority else Some(Self::P2); "P1" P1, "P2" P2, "P3" P3, "P4" P4;
}

/// Whether something is accepted: `accept` or `reject`.
impl Value for bool {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        match typed.text {
            "accept" => Ok(true),
            "reject" => Ok(false),
            _ => Err(typed.wrong_word("a ruling", Kind::Accept)),
        }
    }

    fn write(&self) -> Option<String> {
        Some(if *self { "accept" } else { "reject" }.to_owned())
    }
}

impl Value for DisplayText {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        Ok(Self::from(typed.text))
    }

    fn left_out() -> Option<Self> {
        Some(Self::default())
    }

    fn write(&self) -> Option<String> {
        Some(self.as_str().to_owned())
    }
}

impl Value for Vec<AudienceId> {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        let names: Self =
            typed.text.split(',').filter(|name| !name.is_empty()).map(AudienceId::from).collect();
        if names.is_empty() {
            let works =
                ("write `internal` or `internal,public`", "เขียน `internal` หรือ `internal,public`");
            return Err(typed.wrong("an audience", works));
        }
        Ok(names)
    }

    fn write(&self) -> Option<String> {
        Some(self.iter().map(AudienceId::as_str).collect::<Vec<_>>().join(","))
    }
}

impl Value for CauseKind {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        let works = (
            "Tab lists them, among them release, config, capacity",
            "กด Tab เพื่อดูทั้งหมด เช่น release, config, capacity",
        );
        typed.text.parse().map_err(|_| typed.wrong("a kind of cause", works))
    }

    fn write(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Value for Effect {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        let percent = || {
            let number = typed.text.strip_suffix('%').unwrap_or(typed.text);
            let percent: u8 = number.parse().ok()?;
            (percent <= 100).then_some(Self::Percent(percent))
        };
        match typed.text {
            "unknown" => Some(Self::Unknown),
            "none" => Some(Self::None),
            "some" => Some(Self::Some),
            "many" => Some(Self::Many),
            "all" => Some(Self::All),
            _ => percent(),
        }
        .ok_or_else(|| {
            let works = (
                "unknown, none, some, many, all, or a number",
                "unknown, none, some, many, all หรือตัวเลข",
            );
            typed.wrong("a measure", works)
        })
    }

    fn write(&self) -> Option<String> {
        Some(match self {
            Self::Unknown => "unknown".to_owned(),
            Self::None => "none".to_owned(),
            Self::Some => "some".to_owned(),
            Self::Many => "many".to_owned(),
            Self::All => "all".to_owned(),
            Self::Percent(percent) => format!("{percent}%"),
        })
    }
}

/// When the next word is promised.
impl Value for Option<Span> {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        if typed.text == "none" {
            return Ok(None);
        }
        let works = ("`20m`, `1h`, or `none` once resolved", "`20m`, `1h` หรือ `none` เมื่อแก้ไขแล้ว");
        Span::parse(typed.text).map(Some).map_err(|_| typed.wrong("a promise of time", works))
    }

    fn write(&self) -> Option<String> {
        Some(self.map_or_else(|| "none".to_owned(), |span| span.to_string()))
    }
}

impl Value for DrillTime {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        let works = ("minutes and seconds, like `02:40`", "นาทีและวินาที เช่น `02:40`");
        Self::parse(typed.text).map_err(|_| typed.wrong("a drill time", works))
    }

    fn write(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl Value for chrono::NaiveDate {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        let works = ("year, month and day, like `2026-12-11`", "ปี เดือน วัน เช่น `2026-12-11`");
        Self::parse_from_str(typed.text, "%Y-%m-%d").map_err(|_| typed.wrong("a date", works))
    }

    fn write(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// A step's number, or a speed.
impl Value for u32 {
    fn read(typed: &Typed<'_>) -> Result<Self, Mistake> {
        let works = ("1, 2, 3 …", "1, 2, 3 …");
        typed.text.parse().map_err(|_| typed.wrong("a number", works))
    }

    fn write(&self) -> Option<String> {
        Some(self.to_string())
    }
}
