//! The wording of refusals: one sentence that names the thing and the rule, then what works, in
//! English and Thai. It decides nothing, and tells nothing that a seat may not know.

use crate::journal::{Refusal, RefusalKind};
use crate::model::text::{DisplayText, Text};
use crate::model::time::DrillTime;

/// Most characters of a name that was typed which are repeated back.
const REPEATED_MAX: usize = 40;

pub(super) fn both(en: &str, th: &str) -> Text {
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}

pub(super) fn refuse(kind: RefusalKind, en: &str, th: &str) -> Refusal {
    Refusal { kind, says: both(en, th) }
}

/// What was typed, short enough to stand in a sentence.
fn short(typed: &str) -> String {
    match typed.char_indices().nth(REPEATED_MAX) {
        Some((at, _)) => format!("{}…", &typed[..at]),
        None => typed.to_owned(),
    }
}

/// A name that nothing here has; `near` is what was meant, `else_en` what works otherwise.
pub(super) fn unknown(
    what: (&str, &str),
    typed: &str,
    near: Option<&str>,
    otherwise: (&str, &str),
) -> Refusal {
    let typed = short(typed);
    let (en, th) = match near {
        Some(near) => (format!("Did you mean `{near}`?"), format!("หมายถึง `{near}` หรือเปล่า")),
        None => (otherwise.0.to_owned(), otherwise.1.to_owned()),
    };
    refuse(
        RefusalKind::Unknown,
        &format!("`{typed}` is no {}. {en}", what.0),
        &format!("ไม่มี{} `{typed}` {th}", what.1),
    )
}

pub(super) fn no_incident(command: &str) -> Refusal {
    refuse(
        RefusalKind::State,
        &format!("`/{command}` needs an incident; none is declared. d declares one."),
        &format!("`/{command}` ต้องมี incident ก่อน กด d เพื่อประกาศ"),
    )
}

pub(super) fn which_incident(ids: &[String]) -> Refusal {
    let count = ids.len();
    let list = |or: &str| {
        ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(&format!(" {or} "))
    };
    let number = if count == 2 { "Two".to_owned() } else { count.to_string() };
    refuse(
        RefusalKind::State,
        &format!("{number} incidents are open. Say which: {}.", list("or")),
        &format!("มี incident เปิดอยู่ {count} เรื่อง ระบุ {}", list("หรือ")),
    )
}

pub(super) fn incident_closed(id: &str) -> Refusal {
    refuse(
        RefusalKind::State,
        &format!("{id} is closed; nothing of it changes any more. d declares another."),
        &format!("{id} ปิดแล้ว แก้ไขต่อไม่ได้ กด d เพื่อประกาศเรื่องใหม่"),
    )
}

pub(super) fn over() -> Refusal {
    refuse(
        RefusalKind::Clock,
        "The drill is over. `/self`, `/dispute`, `/witness` and `/action` still count.",
        "การซ้อมจบแล้ว ยังใช้ `/self` `/dispute` `/witness` และ `/action` ได้",
    )
}

pub(super) fn not_over(command: &str) -> Refusal {
    refuse(
        RefusalKind::Clock,
        &format!("`/{command}` comes after the drill. `/end` ends it."),
        &format!("`/{command}` ใช้หลังจบการซ้อม `/end` เพื่อจบ"),
    )
}

/// A command for another second than the one the drill is in.
pub(super) fn another_second(at: DrillTime, now: DrillTime) -> Refusal {
    clock(
        &format!("It is {now}; a command for {at} cannot take effect."),
        &format!("ตอนนี้ {now} คำสั่งสำหรับ {at} ใช้ไม่ได้"),
    )
}

pub(super) fn paused() -> Refusal {
    refuse(
        RefusalKind::Clock,
        "The clock stands, and so does everything else. `/resume` lets it run.",
        "นาฬิกาหยุดอยู่ ทุกอย่างหยุดตาม `/resume` เพื่อให้เดินต่อ",
    )
}

pub(super) fn facilitators(command: &str) -> Refusal {
    refuse(
        RefusalKind::Permission,
        &format!("`/{command}` is the facilitator's. `/tell facilitator …` asks for it."),
        &format!("`/{command}` เป็นของผู้ดำเนินการซ้อม ขอได้ด้วย `/tell facilitator …`"),
    )
}

pub(super) fn no_seat(command: &str) -> Refusal {
    refuse(
        RefusalKind::Permission,
        &format!("`/{command}` needs a playing seat; this one watches."),
        &format!("`/{command}` ต้องมีที่นั่งผู้เล่น ที่นั่งนี้ดูได้อย่างเดียว"),
    )
}

/// Something that belongs to a role somebody else holds.
pub(super) fn role_alone(deed: (&str, &str), role: (&str, &str), holder: &str) -> Refusal {
    refuse(
        RefusalKind::Permission,
        &format!(
            "{} is the {}'s ({holder}). `/ask {holder} …`, or w moves the role.",
            deed.0, role.0
        ),
        &format!("{}เป็นของ {} ({holder}) ใช้ `/ask {holder} …` หรือกด w ย้ายบทบาท", deed.1, role.1),
    )
}

pub(super) fn state(en: &str, th: &str) -> Refusal {
    refuse(RefusalKind::State, en, th)
}

pub(super) fn process(en: &str, th: &str) -> Refusal {
    refuse(RefusalKind::Process, en, th)
}

pub(super) fn limit(en: &str, th: &str) -> Refusal {
    refuse(RefusalKind::Limit, en, th)
}

pub(super) fn clock(en: &str, th: &str) -> Refusal {
    refuse(RefusalKind::Clock, en, th)
}

pub(super) fn permission(en: &str, th: &str) -> Refusal {
    refuse(RefusalKind::Permission, en, th)
}
