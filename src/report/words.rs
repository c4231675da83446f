//! Words that more than one format of a debrief says, in English and in Thai. It lays nothing out
//! and knows no drill.

use crate::command::{Effect, Rating, StepMark};
use crate::content::process::Capability;
use crate::journal::{Actor, Verdict};
use crate::model::text::Lang;
use crate::report::RunbookRow;
use crate::score::claims::Truth;
use crate::score::lexicon::FlagKind;
use crate::score::record::StepFate;
use crate::score::replay::word_of;
use crate::score::said::said_in;
use crate::view::Names;

/// The table of words: a name, in English, in Thai.
macro_rules! words {
    ($($name:ident $en:literal $th:literal;)*) => {
        /// A word of a debrief.
        #[derive(Clone, Copy, Debug)]
        pub(super) enum Word { $($name,)* }

        impl Word {
            /// It, in a language.
            pub(super) const fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$name, Lang::En) => $en, (Self::$name, Lang::Th) => $th,)*
                }
            }
        }
    };
}

words! {
    Debrief "debrief" "ถอดบทเรียน";
    Graded "graded" "คิดคะแนน";
    Practice "practice" "ฝึกซ้อม";
    Simulated "simulated" "จำลอง";

    Detect "detect" "ตรวจพบ";
    Declare "declare" "ประกาศ";
    FirstUpdate "first update" "อัปเดตแรก";
    ImpactOver "impact over" "ผลกระทบจบ";
    Resolved "resolved" "แก้ไขแล้ว";
    Never "never" "ไม่เกิดขึ้น";

    Capabilities "Capabilities" "ความสามารถ";
    CostMost "What cost most" "เสียคะแนนที่ไหน";
    Updates "Updates" "อัปเดต";
    Objectives "Objectives" "หัวข้อคะแนน";
    Observed "Observed" "ที่สังเกตเห็น";
    LookAgain "Words to look at again" "ถ้อยคำที่ควรดูอีกครั้ง";
    TalkAbout "Talk about it" "ชวนคุย";
    NothingCost "No moment cost points." "ไม่มีอะไรเสียคะแนน";
    NoneSent "None was sent." "ไม่ได้ส่งอัปเดต";
    Unending "none" "ไม่มี";

    Capability "capability" "ความสามารถ";
    YouSay "you say" "คุณว่า";
    Facilitator "facilitator" "ผู้ดำเนินการซ้อม";
    Journal "journal" "บันทึกว่า";
    Points "points" "คะแนน";
    At "at" "เวลา";
    Whom "whom" "เรียกใคร";
    By "by" "โดย";
    For "for" "เรื่อง";

    UsersHit "Users were hit" "ผู้ใช้ได้รับผลกระทบ";
    DeclaredToEnd "Declared to the end" "ตั้งแต่ประกาศจนจบ";
}

impl Word {
    /// Whether a drill counted.
    pub(super) const fn kind(graded: bool) -> Self {
        if graded { Self::Graded } else { Self::Practice }
    }
}

/// What a capability is called.
pub(super) const fn capability(id: Capability, lang: Lang) -> &'static str {
    match (lang, id) {
        (Lang::En, _) => id.title(),
        (Lang::Th, Capability::Detect) => "ตรวจพบและประกาศ",
        (Lang::Th, Capability::Organise) => "จัดทีม",
        (Lang::Th, Capability::Communicate) => "สื่อสาร",
        (Lang::Th, Capability::Diagnose) => "วินิจฉัย",
        (Lang::Th, Capability::Restore) => "กู้คืน",
        (Lang::Th, Capability::Record) => "runbook และบันทึก",
    }
}

/// The letter of a rating, `-` where nothing was judged.
#[must_use]
pub const fn letter(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(Rating::P) => "P",
        Some(Rating::S) => "S",
        Some(Rating::M) => "M",
        Some(Rating::U) => "U",
        None => "-",
    }
}

/// What a letter means.
pub(super) const fn letter_means(rating: Option<Rating>, lang: Lang) -> &'static str {
    let [en, th] = match rating {
        Some(Rating::P) => ["performed", "ทำได้ครบ"],
        Some(Rating::S) => ["performed with some challenges", "ทำได้โดยมีข้อติดขัดบ้าง"],
        Some(Rating::M) => ["performed with major challenges", "ทำได้แต่มีปัญหาใหญ่"],
        Some(Rating::U) => ["unable to be performed", "ทำไม่สำเร็จ"],
        None => ["not judged", "ตัดสินไม่ได้"],
    };
    either(lang, en, th)
}

/// How an update stands.
pub(super) const fn verdict(verdict: Truth, lang: Lang) -> &'static str {
    let [en, th] = match verdict {
        Truth::True => ["true", "เป็นจริง"],
        Truth::Misled => {
            ["misled: faithful to a screen that lied", "หน้าจอพาเข้าใจผิด: ตรงตามหน้าจอซึ่งผิด"]
        }
        Truth::Late => ["shown a little before", "เห็นก่อนหน้านั้นไม่นาน"],
        Truth::False => ["not so, and not shown", "ไม่จริง และหน้าจอไม่ได้แสดง"],
        Truth::Unknown => ["not yet known", "ยังไม่ทราบ"],
        Truth::Silent => ["unknown, though it was shown", "บอกว่าไม่ทราบ ทั้งที่หน้าจอแสดง"],
        Truth::NotJudged => ["not judged", "ตัดสินไม่ได้"],
    };
    either(lang, en, th)
}

/// What became of a step.
pub(super) const fn fate(fate: StepFate, lang: Lang) -> &'static str {
    let [en, th] = match fate {
        StepFate::Done => ["done", "ทำแล้ว"],
        StepFate::OutOfOrder => ["out of order", "ทำผิดลำดับ"],
        StepFate::Skipped => ["skipped, with why", "ข้าม พร้อมเหตุผล"],
        StepFate::SkippedBadly => ["skipped", "ข้าม"],
        StepFate::Open => ["left open", "ค้างไว้"],
    };
    either(lang, en, th)
}

/// How a step was marked.
pub(super) const fn mark(mark: StepMark, lang: Lang) -> &'static str {
    match mark {
        StepMark::Done => either(lang, "done", "ทำแล้ว"),
        StepMark::Skip => either(lang, "skip", "ข้าม"),
    }
}

/// What a stated cause was worth.
pub(super) const fn cause(verdict: Verdict, lang: Lang) -> &'static str {
    match verdict {
        Verdict::Right => either(lang, "right", "ถูก"),
        Verdict::Acceptable => either(lang, "acceptable", "ยอมรับได้"),
        Verdict::Wrong => either(lang, "wrong", "ผิด"),
    }
}

/// What flagged words may be.
pub(super) const fn flag(kind: FlagKind, lang: Lang) -> &'static str {
    match (lang, kind) {
        (Lang::En, _) => kind.title(),
        (Lang::Th, FlagKind::InternalName) => "ชื่อภายใน",
        (Lang::Th, FlagKind::Promise) => "สัญญาว่าจะแก้เสร็จ",
        (Lang::Th, FlagKind::Guess) => "เดาสาเหตุ",
        (Lang::Th, FlagKind::Blame) => "กล่าวโทษตัวบุคคล",
    }
}

/// The word of an effect.
pub(super) fn effect(effect: Effect, lang: Lang) -> String {
    let word = match (lang, effect) {
        (Lang::En, _) | (_, Effect::Percent(_)) => return word_of(effect),
        (Lang::Th, Effect::Unknown) => "ยังไม่ทราบ",
        (Lang::Th, Effect::None) => "ไม่กระทบ",
        (Lang::Th, Effect::Some) => "บางส่วน",
        (Lang::Th, Effect::Many) => "จำนวนมาก",
        (Lang::Th, Effect::All) => "ทั้งหมด",
    };
    word.to_owned()
}

/// Who did something; people are called by their names.
pub(super) fn actor(names: &Names, actor: &Actor, lang: Lang) -> String {
    let thai = match actor {
        _ if lang == Lang::En => None,
        Actor::Process => Some("กระบวนการ"),
        Actor::World => Some("ระบบ"),
        Actor::Story => Some("เนื้อเรื่อง"),
        Actor::Player(_) | Actor::Cast(_) | Actor::Room => None,
    };
    thai.map_or_else(|| names.actor(actor), str::to_owned)
}

/// Whether a runbook fitted, and when it was opened.
pub(super) fn use_of(book: &RunbookRow, lang: Lang) -> String {
    let fits = if book.fits {
        either(lang, "fits", "ตรงเรื่อง")
    } else {
        either(lang, "does not fit", "ไม่ตรงเรื่อง")
    };
    match book.opened {
        Some(at) => said_in!(lang, "{fits}, opened {at}", "{fits}, เปิดเมื่อ {at}"),
        None => said_in!(lang, "{fits}, not opened", "{fits}, ไม่ได้เปิด"),
    }
}

/// What ends a sentence: nothing where it ends by itself, and nothing in Thai.
pub(super) fn stop(sentence: &str, lang: Lang) -> &'static str {
    let ended = sentence.ends_with(['.', '?', '!', '…']);
    if ended || lang == Lang::Th { "" } else { "." }
}

/// The one or the other.
pub(super) const fn either(lang: Lang, en: &'static str, th: &'static str) -> &'static str {
    match lang {
        Lang::En => en,
        Lang::Th => th,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_ends_once_and_thai_has_no_full_stop() {
        let ends = ["what does it drop?", "done", "done.", "and so on…"];
        assert_eq!(ends.map(|own| stop(own, Lang::En)), ["", ".", "", ""]);
        assert_eq!(ends.map(|own| stop(own, Lang::Th)), [""; 4]);
    }
}
