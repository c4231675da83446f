//! Every word of the interface, in English and Thai, in one table. Names, ids and commands are
//! never translated; what authors and players write does not stand here.

mod hosting;
mod keys;
mod table;

use chrono::{Datelike as _, NaiveDate};

use crate::content::process::Capability;
use crate::model::text::{DisplayText, Lang, Text};

pub(crate) use hosting::HostWord;
pub(crate) use keys::KeyWord;
pub(crate) use table::Word;

macro_rules! words {
    ($(#[$doc:meta])* $list:ident: $($name:ident $en:literal $th:literal;)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum $list { $($name,)* }

        impl $list {
            /// Every one of them.
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$name),*];

            /// It in a language.
            pub(crate) const fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Th) => $th,)*
                }
            }
        }
    };
}
use words;

impl Word {
    /// It in a language, `{0}`, `{1}` … filled in.
    pub(crate) fn with(self, lang: Lang, values: &[&str]) -> String {
        filled(self.get(lang), values)
    }
}

impl HostWord {
    /// It in a language, `{0}`, `{1}` … filled in.
    pub(crate) fn with(self, lang: Lang, values: &[&str]) -> String {
        filled(self.get(lang), values)
    }
}

fn filled(text: &str, values: &[&str]) -> String {
    let mut text = text.to_owned();
    for (at, value) in values.iter().enumerate() {
        text = text.replace(&format!("{{{at}}}"), value);
    }
    text
}

/// Text of both languages from a line in each.
pub(crate) fn in_both(line: impl Fn(Lang) -> String) -> Text {
    Text { en: DisplayText::from(line(Lang::En)), th: Some(DisplayText::from(line(Lang::Th))) }
}

/// The code of a language.
pub(crate) const fn lang_code(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Th => "th",
    }
}

/// A language in its own words.
pub(crate) const fn lang_name(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "English",
        Lang::Th => "ไทย",
    }
}

/// A date as it is read: `Fri 27 Nov 2026`, `ศ. 27 พ.ย. 2569`.
pub(crate) fn date(date: NaiveDate, lang: Lang) -> String {
    const DAYS: [&str; 7] = ["จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."];
    const MONTHS: [&str; 12] = [
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ];
    if lang == Lang::En {
        return date.format("%a %-d %b %Y").to_string();
    }
    let from = |list: &[&'static str], at: u32| {
        let at = usize::try_from(at).unwrap_or(0);
        list.get(at).copied().unwrap_or_default()
    };
    let day = from(&DAYS, date.weekday().num_days_from_monday());
    let month = from(&MONTHS, date.month0());
    format!("{day} {} {month} {}", date.day(), date.year() + 543)
}

/// A status as it is read; one of the process's own stays as it is written.
pub(crate) fn status_word(status: &str, lang: Lang) -> String {
    let text = match (status, lang) {
        ("investigating", Lang::Th) => "กำลังตรวจสอบ",
        ("identified", Lang::Th) => "พบสาเหตุแล้ว",
        ("mitigating", Lang::Th) => "กำลังบรรเทา",
        ("monitoring", Lang::Th) => "เฝ้าติดตามผล",
        ("resolved", Lang::Th) => "แก้ไขแล้ว",
        (own, _) => own,
    };
    text.to_owned()
}

/// What a status means, where it is one of the usual four.
pub(crate) fn status_text(status: &str) -> Text {
    let (en, th) = match status {
        "investigating" => ("we look for what is wrong", "กำลังหาว่าอะไรผิดปกติ"),
        "identified" => ("we know what is wrong, it is not fixed", "รู้แล้วว่าอะไรผิด ยังไม่แก้"),
        "mitigating" => {
            ("we lessen what users feel; the cause may wait", "กำลังลดผลกระทบต่อผู้ใช้ สาเหตุไว้ทีหลังได้")
        }
        "monitoring" => ("it is fixed as far as we see; we watch", "แก้แล้วเท่าที่เห็น กำลังเฝ้าดู"),
        "resolved" => (
            "verified: users are well again; the last word goes out now",
            "ตรวจยืนยันแล้วว่าผู้ใช้กลับมาใช้ได้ ต่อไปแจ้งครั้งสุดท้าย",
        ),
        _ => ("", ""),
    };
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}

/// What a capability is called.
pub(crate) fn capability(which: Capability) -> Text {
    let th = match which {
        Capability::Detect => "ตรวจพบและประกาศ",
        Capability::Organise => "จัดทีม",
        Capability::Communicate => "สื่อสาร",
        Capability::Diagnose => "วินิจฉัย",
        Capability::Restore => "กู้คืน",
        Capability::Record => "runbook และบันทึก",
    };
    Text { en: DisplayText::from(which.title()), th: Some(DisplayText::from(th)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_both_languages_and_the_same_blanks() {
        let words = Word::ALL.iter().map(|word| (word.get(Lang::En), word.get(Lang::Th)));
        let keys = KeyWord::ALL.iter().map(|word| (word.get(Lang::En), word.get(Lang::Th)));
        let hosting = HostWord::ALL.iter().map(|word| (word.get(Lang::En), word.get(Lang::Th)));
        for (en, th) in words.chain(keys).chain(hosting) {
            assert!(!en.is_empty() && !th.is_empty(), "{en:?} {th:?}");
            for blank in ["{0}", "{1}", "{2}"] {
                assert_eq!(en.contains(blank), th.contains(blank), "{en} {blank}");
            }
        }
    }
}
