//! The home screen's lists, and the words of the drill.

use firedrill::model::id::PartId;
use firedrill::model::text::{Lang, Text};
use firedrill::tui::{DrillCard, FollowUpCard, ScenarioCard};
use firedrill::view::Words;

use super::board::PARTS;
use super::{at, both};

pub(super) fn words() -> Words {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Words {
        people: list(&["nok", "ton", "ploy", "mek", "dao", "fah", "vee"]),
        parts: PARTS
            .iter()
            .map(|part| part.0.to_owned())
            .chain(["retry-flag".to_owned()])
            .collect(),
        roles: vec![
            ("lead".to_owned(), both("Incident Lead", "Incident Lead (ผู้นำเหตุการณ์)")),
            ("comms".to_owned(), both("Communications Lead", "Comms Lead (ผู้สื่อสาร)")),
            ("tech".to_owned(), both("Technical Lead", "Tech Lead (ผู้นำด้านเทคนิค)")),
            ("scribe".to_owned(), both("Scribe", "ผู้จดบันทึก (scribe)")),
        ],
        severities: vec![
            (
                "sev1".into(),
                both("Critical", "วิกฤต"),
                both("everything down, all users", "ล่มทั้งหมด ผู้ใช้ทุกคน"),
            ),
            (
                "sev2".into(),
                both("Major", "รุนแรง"),
                both("an important feature, many users", "ฟีเจอร์สำคัญใช้ไม่ได้ ผู้ใช้จำนวนมาก"),
            ),
            (
                "sev3".into(),
                both("Minor", "เล็กน้อย"),
                both("part of a feature, some users", "ใช้ไม่ได้บางส่วน ผู้ใช้บางกลุ่ม"),
            ),
            ("sev4".into(), both("Low", "ต่ำ"), both("nobody outside notices", "คนนอกไม่รู้สึก")),
        ],
        statuses: ["investigating", "identified", "monitoring", "resolved"]
            .map(Into::into)
            .to_vec(),
        audiences: vec![
            ("internal".into(), both("internal", "ภายใน")),
            ("public".into(), both("public", "สาธารณะ")),
        ],
        remedies: vec![
            ("rollback".to_owned(), Text::from("puts the version before back"), Text::default()),
            ("restart".to_owned(), Text::from("starts every instance anew"), Text::default()),
            (
                "scale".to_owned(),
                Text::from("sets the number of instances"),
                Text::from("number of instances, or x2"),
            ),
            ("verify".to_owned(), Text::from("tries the part out and tells"), Text::default()),
        ],
        pageable: list(&["shop", "payments", "vp-engineering"]),
        features: list(&["payment", "browsing"]),
        calls: calls(),
        outside: vec!["public".into()],
        reserved: vec![("public".into(), "comms".to_owned())],
        also: [("tech".to_owned(), list(&["operations"]))].into(),
        templates: vec![(
            "initial".to_owned(),
            both(
                "We are investigating {description}. Next word at {time}.",
                "เรากำลังตรวจสอบปัญหา {description} แจ้งครั้งถัดไป: {time}",
            ),
        )],
    }
}

/// Who calls whom.
fn calls() -> Vec<(PartId, Vec<PartId>)> {
    [
        ("edge", "web"),
        ("web", "catalog search cart checkout"),
        ("checkout", "payments orders"),
        ("payments", "kite-pay"),
        ("orders", "orders-db"),
    ]
    .map(|(part, to)| (part.into(), to.split(' ').map(Into::into).collect()))
    .to_vec()
}

/// Scenarios on the home screen.
pub(in super::super) fn library() -> Vec<ScenarioCard> {
    let card = |id: &str, title: Text, minutes, difficulty| ScenarioCard {
        id: id.to_owned(),
        title,
        minutes,
        difficulty,
        languages: vec![Lang::En, Lang::Th],
        story: both(
            "Lantern Lane sells lamps and home goods online, all over Thailand. It is payday, and \
             marketing has just sent the campaign. Customers pay by card or wallet through Kite \
             Pay. Nothing is known to be wrong. You are on call; the laptop is open; you have not \
             eaten.",
            "Lantern Lane ขายโคมไฟและของแต่งบ้านออนไลน์ทั่วประเทศไทย วันนี้เงินเดือนออก \
             ฝ่ายการตลาดเพิ่งส่งแคมเปญ ลูกค้าจ่ายด้วยบัตรหรือวอลเล็ตผ่าน Kite Pay \
             ยังไม่มีใครรู้ว่ามีอะไรผิดปกติ คุณเข้าเวรอยู่ เปิดแล็ปท็อปไว้ ยังไม่ได้กินข้าว",
        ),
        starts: chrono::DateTime::parse_from_rfc3339("2026-11-27T19:00:00+07:00").ok(),
        trains: vec![
            both("declaring early", "ประกาศให้เร็ว"),
            both("first word to customers", "แจ้งลูกค้าครั้งแรก"),
            both("choosing among suspects", "เลือกจากผู้ต้องสงสัย"),
        ],
        system: both("Lantern Lane", "Lantern Lane"),
        services: 12,
        calls: [
            "edge → web",
            "web → catalog, search, cart, checkout",
            "checkout → payments, orders",
            "payments → kite-pay, ledger",
            "orders → orders-db, notify",
        ]
        .map(str::to_owned)
        .to_vec(),
        owners: vec![
            (both("shop team", "ทีมร้าน"), vec!["web".into(), "cart".into(), "checkout".into()]),
            (both("payments team", "ทีมจ่ายเงิน"), vec!["payments".into(), "ledger".into()]),
        ],
        process: both("Default process", "กระบวนการมาตรฐาน"),
        rules: vec![
            both(
                "ack in 5 min · in doubt the higher severity · lead, comms, tech in 5 min",
                "ack ใน 5 นาที · ลังเลให้เลือกระดับสูงกว่า · lead comms tech ใน 5 นาที",
            ),
            both(
                "SEV2: first update in 10 min, the next when promised · answer in 10 min",
                "SEV2: อัปเดตแรกใน 10 นาที ครั้งถัดไปตามที่บอกไว้ · ตอบใน 10 นาที",
            ),
            both(
                "true, no guesses in public · decisions with a why · verify, then resolve",
                "พูดตามจริง ไม่เดาต่อสาธารณะ · ตัดสินใจพร้อมเหตุผล · ตรวจยืนยันแล้วจึงปิด",
            ),
        ],
        ..ScenarioCard::default()
    };
    let mut first = card("first-shift", both("First shift", "กะแรก"), 30, 1);
    first.tutorial = true;
    let mut payday = card("payday-evening", both("Payday evening", "เย็นวันเงินเดือนออก"), 45, 2);
    payday.open = Some(("D-7F3K".to_owned(), at("17:45")));
    let mut shelves = card("cold-shelves", both("Cold shelves", "ชั้นวางที่เย็นเฉียบ"), 55, 3);
    shelves.plays = 2;
    shelves.best = Some(81.0);
    vec![first, payday, shelves]
}

/// Drills on the home screen.
pub(in super::super) fn drills() -> Vec<DrillCard> {
    let drill = |id: &str, title: Text, at_: &str, open, score| DrillCard {
        id: id.to_owned(),
        title,
        when: "2026-11-20 18:04".to_owned(),
        at: at(at_),
        open,
        graded: true,
        score,
    };
    vec![
        drill("D-7F3K", both("Payday evening", "เย็นวันเงินเดือนออก"), "17:45", true, None),
        drill("D-51QA", both("Cold shelves", "ชั้นวางที่เย็นเฉียบ"), "41:10", false, Some(81.0)),
    ]
}

/// Follow-ups that are open.
pub(in super::super) fn follow_ups() -> Vec<FollowUpCard> {
    let card =
        |number, priority: &str, task: &str, owner: &str, due: &str, days_late| FollowUpCard {
            number,
            drill: "D-51QA".to_owned(),
            priority: priority.to_owned(),
            task: task.to_owned(),
            owner: owner.to_owned(),
            due: due.to_owned(),
            days_late,
        };
    vec![
        card(3, "P1", "Write the alert on the hit ratio", "som", "2026-11-18", 9),
        card(7, "P2", "Ask Mek for a second pool", "ann", "2026-12-11", 0),
    ]
}
