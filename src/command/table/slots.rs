//! The slots that rows of the table are made of. Each says what a line without it lacks.

use crate::command::grammar::{Form, Kind, Slot};

pub(super) const INCIDENT: Slot = Slot::lead("INC", Kind::Incident);
pub(super) const ALERT: Slot = Slot::word("ALERT", Kind::Alert, "names no alert", "ยังไม่บอก alert");
pub(super) const SEVERITY: Slot =
    Slot::word("SEV", Kind::Severity, "names no severity", "ยังไม่บอกระดับความรุนแรง");
/// The severity of `/declare`, told from the title by how it is written.
pub(super) const DECLARED: Slot = Slot::lead("SEV", Kind::Severity);
pub(super) const STATUS: Slot =
    Slot::word("STATUS", Kind::Status, "names no status", "ยังไม่บอกสถานะ");
pub(super) const ROLE: Slot = Slot::word("ROLE", Kind::Role, "names no role", "ยังไม่บอกบทบาท");
pub(super) const PERSON: Slot = Slot::word("PERSON", Kind::Whom, "names nobody", "ยังไม่บอกว่าใคร");
pub(super) const WHOM: Slot = Slot { name: "WHOM", ..PERSON };
pub(super) const SERVICE: Slot =
    Slot::word("SERVICE", Kind::Target, "names no service", "ยังไม่บอก service");
pub(super) const TARGET: Slot = Slot { name: "TARGET", ..SERVICE };
pub(super) const VIEW: Slot = Slot::word("VIEW", Kind::View, "", "").or_not();
pub(super) const QUESTION_ID: Slot =
    Slot::word("ID", Kind::Question, "names no question", "ยังไม่บอกว่าตอบคำถามไหน");
pub(super) const CAUSE: Slot =
    Slot::word("KIND", Kind::Cause, "names no kind of cause", "ยังไม่บอกชนิดของสาเหตุ");
pub(super) const REMEDY: Slot =
    Slot::word("REMEDY", Kind::Remedy, "names no remedy", "ยังไม่บอกวิธีแก้");
pub(super) const ARGS: Slot =
    Slot { kind: Kind::RemedyArgs, ..Slot::text("ARGS", "", "").or_not() };
pub(super) const RUNBOOK: Slot =
    Slot::word("ID", Kind::Runbook, "names no runbook", "ยังไม่บอก runbook");
pub(super) const NUMBER: Slot = Slot::word("N", Kind::Number, "names no number", "ยังไม่บอกตัวเลข");
pub(super) const SPEED: Slot = Slot { kind: Kind::Speed, ..NUMBER };
pub(super) const MARK: Slot =
    Slot::word("MARK", Kind::Mark, "says neither done nor skip", "ยังไม่บอกว่า done หรือ skip");
pub(super) const AUDIENCES: Slot =
    Slot::word("AUDIENCE", Kind::Audiences, "names no audience", "ยังไม่บอกกลุ่มผู้รับ");
pub(super) const OBJECTIVE: Slot =
    Slot::word("OBJECTIVE", Kind::Objective, "names no objective", "ยังไม่บอกข้อที่ให้คะแนน");
pub(super) const LINE: Slot = Slot { name: "LINE", ..OBJECTIVE };
pub(super) const CAPABILITY: Slot =
    Slot::word("CAPABILITY", Kind::Capability, "names no capability", "ยังไม่บอกด้านที่ประเมิน");
pub(super) const RATING: Slot =
    Slot::word("RATING", Kind::Rating, "gives no rating", "ยังไม่ให้ระดับ P, S, M หรือ U");
pub(super) const INJECT: Slot = Slot::word("ID", Kind::Inject, "names no inject", "ยังไม่บอก inject");
pub(super) const ACCEPT: Slot = Slot::word(
    "RULING",
    Kind::Accept,
    "says neither accept nor reject",
    "ยังไม่บอกว่า accept หรือ reject",
);
pub(super) const TIME: Slot = Slot::word("MM:SS", Kind::Time, "names no time", "ยังไม่บอกเวลา");
pub(super) const TITLE: Slot = Slot::text("TITLE", "has no title", "ยังไม่มีชื่อเรื่อง");
pub(super) const WHY: Slot = Slot::text("WHY", "gives no reason", "ยังไม่บอกเหตุผล");
pub(super) const NOTE: Slot = Slot::text("NOTE", "has no note", "ยังไม่มีบันทึก");
pub(super) const REASON: Slot = Slot { name: "REASON", ..WHY };
pub(super) const BRIEF: Slot =
    Slot::text("BRIEF", "does not say what to know", "ยังไม่บอกสิ่งที่ผู้รับหน้าที่ต้องรู้");
pub(super) const QUESTION: Slot = Slot::text("QUESTION", "asks nothing", "ยังไม่มีคำถาม");
pub(super) const TEXT: Slot = Slot::text("TEXT", "has no text", "ยังไม่มีข้อความ");
pub(super) const WHAT: Slot = Slot::text("WHAT", "does not say what", "ยังไม่บอกว่าเกิดอะไร");
pub(super) const TASK: Slot = Slot::text("TASK", "names no task", "ยังไม่บอกงาน");
pub(super) const SCOPE: Slot =
    Slot::field("scope", Kind::Target, "checkout", "names no scope", "ยังไม่บอกขอบเขต");
pub(super) const EFFECT: Slot =
    Slot::field("effect", Kind::Effect, "many", "does not say how many are hit", "ยังไม่บอกผลกระทบ");
pub(super) const DOING: Slot = Slot::field(
    "doing",
    Kind::Text,
    "\"…\"",
    "does not say what is being done",
    "ยังไม่บอกว่ากำลังทำอะไร",
);
pub(super) const NEXT: Slot =
    Slot::field("next", Kind::Next, "20m", "promises no next word", "ยังไม่บอกเวลาแจ้งครั้งถัดไป");
pub(super) const UPDATE_TEXT: Slot = Slot::field("text", Kind::Text, "\"…\"", "", "").or_not();
pub(super) const LAST_WHY: Slot = Slot {
    form: Form::LastKey("why"),
    ..Slot::field("why", Kind::Text, "\"…\"", "gives no reason", "ยังไม่บอกเหตุผล")
};
pub(super) const OWNER: Slot =
    Slot::field("owner", Kind::Whom, "nok", "has no owner", "ยังไม่มีผู้รับผิดชอบ");
pub(super) const DUE: Slot =
    Slot::field("due", Kind::Date, "2026-12-11", "has no due date", "ยังไม่มีกำหนดเสร็จ");
pub(super) const PRIORITY: Slot = Slot::field("priority", Kind::Priority, "P2", "", "").or_not();
