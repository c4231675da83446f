//! A sentence of the scorecard in both languages, from one place: what is true of the one is true of
//! the other.

/// A sentence in English and in Thai.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Said {
    /// In English.
    pub(crate) en: String,
    /// In Thai.
    pub(crate) th: String,
}

impl Said {
    /// It, then another: `one; other`. Thai writers put a space there.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self { en: format!("{}; {}", self.en, other.en), th: format!("{} {}", self.th, other.th) }
    }

    /// It, with another right behind it: `stated at 12:10, after 2 wrong`.
    pub(crate) fn with(&self, other: &Self) -> Self {
        Self { en: format!("{}{}", self.en, other.en), th: format!("{}{}", self.th, other.th) }
    }
}

/// A sentence in both languages; `{name}` and arguments stand in both.
macro_rules! says {
    ($en:literal, $th:literal $(, $arg:expr)* $(,)?) => {
        $crate::score::said::Said {
            en: format!($en $(, $arg)*),
            th: format!($th $(, $arg)*),
        }
    };
}
pub(crate) use says;

/// A sentence in one language, from both; `{name}` and arguments stand in both.
macro_rules! said_in {
    ($lang:expr, $en:literal, $th:literal $(, $arg:expr)* $(,)?) => {
        match $lang {
            $crate::model::text::Lang::En => format!($en $(, $arg)*),
            $crate::model::text::Lang::Th => format!($th $(, $arg)*),
        }
    };
}
pub(crate) use said_in;
