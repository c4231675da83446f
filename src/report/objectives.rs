//! What the program's objectives are called, and what each asks, in one line.

use crate::model::text::Lang;

/// Id; title and rule, each in English and Thai.
#[rustfmt::skip]
const OBJECTIVES: &[(&str, [&str; 2], [&str; 2])] = &[
    ("acknowledged", ["Page acknowledged", "รับ page แล้ว"], ["a page is acknowledged in time", "รับ page ทันเวลา"]),
    ("declared", ["Incident declared", "ประกาศ incident"], ["declare once what is shown meets a severity's test", "ประกาศทันทีที่สิ่งที่เห็นเข้าเกณฑ์ระดับความรุนแรง"]),
    ("severity", ["Severity right", "ระดับความรุนแรงถูกต้อง"], ["the severity fits what is shown, in doubt the higher", "ระดับตรงกับสิ่งที่เห็น ลังเลให้เลือกสูงกว่า"]),
    ("roles", ["Roles filled", "บทบาทครบ"], ["the roles that the severity needs are held in time", "บทบาทที่ระดับนั้นต้องการมีผู้ถือทันเวลา"]),
    ("command", ["One in command", "ผู้สั่งการคนเดียว"], ["one holder of command at every moment", "มีผู้ถือการสั่งการหนึ่งคนเสมอ"]),
    ("ladder", ["Escalation ladder", "ลำดับการ escalate"], ["the ladder is neither late nor skipped without a reason", "ไม่ escalate ช้า และไม่ข้ามขั้นโดยไม่มีเหตุผล"]),
    ("owners", ["Owners brought in", "ดึงเจ้าของเข้าร่วม"], ["the owners of the failing part are brought in", "เจ้าของส่วนที่เสียเข้ามาร่วม"]),
    ("handover", ["Handovers", "การส่งต่อหน้าที่"], ["a role changes hands with a brief", "เปลี่ยนผู้ถือบทบาทพร้อมสรุป"]),
    ("first-update", ["First update", "อัปเดตแรก"], ["each audience has its first update in time", "ทุกกลุ่มได้อัปเดตแรกทันเวลา"]),
    ("cadence", ["Cadence and promises", "จังหวะและคำสัญญา"], ["the next update comes when it is due or promised", "อัปเดตครั้งถัดไปมาตามกำหนดหรือตามที่บอกไว้"]),
    ("audiences", ["Right audiences", "แจ้งถูกกลุ่ม"], ["who must be told is told; no noise", "ผู้ที่ต้องรู้ได้รู้ ไม่แจ้งพร่ำเพรื่อ"]),
    ("complete", ["Updates complete", "อัปเดตครบถ้วน"], ["scope, effect, doing and next stand in every update", "ทุกอัปเดตมีขอบเขต ผลกระทบ สิ่งที่กำลังทำ และครั้งถัดไป"]),
    ("true", ["Updates true", "อัปเดตตรงความจริง"], ["updates say what was shown or so", "อัปเดตพูดสิ่งที่เห็นหรือเป็นจริง"]),
    ("public-text", ["Public text", "ข้อความสาธารณะ"], ["a public text names nothing that only we know", "ข้อความสาธารณะไม่มีชื่อที่รู้กันเฉพาะภายใน"]),
    ("final", ["Final message", "ข้อความปิดท้าย"], ["each audience hears that it is over", "ทุกกลุ่มรู้ว่าจบแล้ว"]),
    ("answers", ["Questions answered", "ตอบคำถาม"], ["who asks is answered in time", "ผู้ที่ถามได้คำตอบทันเวลา"]),
    ("cause", ["Cause found", "พบสาเหตุ"], ["the cause is named in time; wrong ones cost a third each", "ระบุสาเหตุทันเวลา ระบุผิดเสียครั้งละหนึ่งในสาม"]),
    ("looked", ["Looked before acting", "ตรวจดูก่อนลงมือ"], ["a look comes before a remedy", "ตรวจดูก่อนใช้วิธีแก้"]),
    ("leads", ["False leads dropped", "ทิ้งเบาะแสลวง"], ["a lead that is none is ruled out or left alone", "ตัดเบาะแสที่ไม่ใช่ออก หรือไม่ตามไป"]),
    ("impact", ["Impact ended", "ผลกระทบสิ้นสุด"], ["users are relieved in time", "ผู้ใช้กลับมาใช้ได้ทันเวลา"]),
    ("no-harm", ["No harm", "ไม่ทำให้แย่ลง"], ["own actions cost customers nothing", "การลงมือของเราไม่ทำให้ลูกค้าเสียหาย"]),
    ("one-change", ["One change at a time", "เปลี่ยนทีละอย่าง"], ["one unverified change per service at a time", "แต่ละ service เปลี่ยนทีละอย่างจนกว่าจะตรวจยืนยัน"]),
    ("verified", ["Recovery verified", "ตรวจยืนยันการกู้คืน"], ["recovery is verified before resolved", "ตรวจยืนยันก่อนบอกว่าแก้ไขแล้ว"]),
    ("afterwards", ["Steps after the fix", "งานหลังแก้"], ["what the fix leaves open is done", "ทำสิ่งที่วิธีแก้ทิ้งค้างไว้"]),
    ("runbook", ["Fitting runbook", "runbook ที่ตรงเรื่อง"], ["the fitting runbook is opened in time", "เปิด runbook ที่ตรงเรื่องทันเวลา"]),
    ("steps", ["Runbook steps", "ขั้นตอนใน runbook"], ["steps in order or skipped with a reason, checks not skipped", "ทำตามลำดับหรือข้ามพร้อมเหตุผล ไม่ข้ามการตรวจสอบ"]),
    ("decisions", ["Decisions", "การตัดสินใจ"], ["decisions are on record with their why", "บันทึกการตัดสินใจพร้อมเหตุผล"]),
    ("timeline", ["Timeline", "ลำดับเหตุการณ์"], ["the key moments are written down when they happen", "จดช่วงสำคัญตอนที่เกิดขึ้น"]),
    ("actions", ["Action items", "action item"], ["follow-ups have an owner and a date", "งานติดตามผลมีผู้รับผิดชอบและกำหนดเสร็จ"]),
];

/// Title and rule of an objective of the program.
pub(super) fn named(id: &str, lang: Lang) -> Option<(&'static str, &'static str)> {
    let (_, [title, title_th], [rule, rule_th]) = OBJECTIVES.iter().find(|(own, ..)| *own == id)?;
    Some(match lang {
        Lang::En => (title, rule),
        Lang::Th => (title_th, rule_th),
    })
}
