//! Alerts, duties, people and what they write.

use std::sync::Arc;

use firedrill::incident::{Duty, Obligation};
use firedrill::model::id::{AlertId, IncidentId, PageId, QuestionId};
use firedrill::model::metric::Metric;
use firedrill::model::text::Text;
use firedrill::model::time::DrillTime;
use firedrill::view::{
    AlertRow, ChannelLine, DueItem, DueState, InboxItem, IncidentRow, PersonRow, TeamRow,
};

use super::board::metric;
use super::{at, both};

pub(super) fn incident(status: &str) -> IncidentRow {
    IncidentRow {
        id: IncidentId(1),
        severity: "sev2".into(),
        status: status.into(),
        title: "Checkout errors".into(),
        channel: "#inc-2026-11-27-checkout-errors".to_owned(),
        declared: at("02:40"),
        open: true,
    }
}

pub(super) fn alert_checkout(acked: Option<DrillTime>) -> AlertRow {
    AlertRow {
        id: AlertId(1),
        target: "checkout".into(),
        says: both(
            "checkout error ratio above 5 % for 60 s",
            "checkout มีสัดส่วน error เกิน 5 % นาน 60 วินาที",
        ),
        value: Some((metric("checkout", Metric::ErrorRatio), 0.248)),
        fired: at("01:40"),
        resolved: None,
        pages: vec![(PageId(1), "ann".to_owned(), at("01:40"), acked)],
        waits_for_me: acked.is_none(),
    }
}

pub(super) fn alert_payments() -> AlertRow {
    AlertRow {
        id: AlertId(2),
        target: "payments".into(),
        says: both("payments p99 above 2 s", "payments p99 เกิน 2 วินาที"),
        value: Some((metric("payments", Metric::P99), 2.6)),
        fired: at("03:10"),
        resolved: None,
        pages: vec![(PageId(2), "mek".to_owned(), at("03:10"), None)],
        waits_for_me: false,
    }
}

pub(super) fn alert_search() -> AlertRow {
    AlertRow {
        id: AlertId(3),
        target: "search".into(),
        says: both("search disk 80 % full", "search ดิสก์เต็ม 80 %"),
        value: None,
        fired: at("00:10"),
        resolved: Some(at("04:10")),
        pages: Vec::new(),
        waits_for_me: false,
    }
}

pub(super) fn due(duty: Duty, label: Text, mine: bool, state: DueState) -> DueItem {
    DueItem {
        obligation: Obligation {
            duty,
            incident: Some(IncidentId(1)),
            role: None,
            owner: None,
            from: at("02:40"),
            due: at("12:40"),
            cause: 14,
            met: None,
            lapsed: None,
        },
        mine,
        owner: if mine { "ann".to_owned() } else { "nok".to_owned() },
        label,
        state,
    }
}

pub(super) fn declared_due() -> Vec<DueItem> {
    vec![
        due(
            Duty::FirstUpdate("internal".into()),
            both("internal update", "อัปเดตภายใน"),
            true,
            DueState::Open(440),
        ),
        due(Duty::Answer(QuestionId(1)), both("answer fah", "ตอบ fah"), true, DueState::Soon(58)),
        due(
            Duty::Fill("technical-lead".into()),
            both("fill tech", "มอบหมาย tech"),
            true,
            DueState::Open(140),
        ),
        due(
            Duty::FirstUpdate("public".into()),
            both("public update", "อัปเดตสาธารณะ"),
            false,
            DueState::Open(440),
        ),
    ]
}

pub(super) fn line(time: &str, who: &str, text: &str) -> Arc<ChannelLine> {
    Arc::new(ChannelLine {
        at: at(time),
        who: who.to_owned(),
        text: Text::from(text),
        machine: matches!(who, "pager" | "process" | "system"),
        story: false,
        refused: false,
        seq: u64::from(at(time).0) * 10 + who.len() as u64,
    })
}

pub(super) fn channel() -> Vec<Arc<ChannelLine>> {
    let mut lines = vec![
        line("01:40", "pager", "A-1 checkout error ratio above 5 % for 60 s → ann"),
        line("02:10", "ann", "/ack A-1"),
        line("02:40", "ann", "/declare sev2 Checkout errors"),
        line("02:40", "process", "channel opened · on-call invited · page sent · ticket 4471"),
        line("02:58", "fah", "12 customers cannot pay by card or wallet. What do I say?"),
        line("03:05", "ann", "/assign comms nok"),
        line("03:10", "pager", "A-2 payments p99 above 2 s → on-call-payments (mek)"),
        line("03:24", "ann", "/status monitored"),
        line("03:40", "ton", "on it. Errors are timeouts towards payments, not 5xx"),
        line("04:20", "support", "ticket 4472: «จ่ายเงินไม่ได้ค่ะ ลองสามครั้งแล้ว»"),
        line("05:02", "ton", "/look checkout metrics"),
    ];
    Arc::make_mut(&mut lines[7]).refused = true;
    lines
}

pub(super) fn inbox() -> Vec<InboxItem> {
    vec![
        InboxItem {
            question: Some(QuestionId(1)),
            from: "fah".to_owned(),
            title: "support".to_owned(),
            to: "comms".to_owned(),
            text: both(
                "12 customers cannot pay by card or wallet. What do I say?",
                "ลูกค้า 12 คนจ่ายด้วยบัตรหรือวอลเล็ตไม่ได้ ให้ตอบว่าอะไร",
            ),
            at: at("02:58"),
            count: 1,
            due: Some(at("06:18")),
            answered: None,
        },
        InboxItem {
            question: None,
            from: "tickets".to_owned(),
            title: "customers".to_owned(),
            to: "all".to_owned(),
            text: Text::from("«จ่ายเงินไม่ได้ค่ะ ลองสามครั้งแล้ว»"),
            at: at("04:20"),
            count: 31,
            due: None,
            answered: None,
        },
    ]
}

pub(super) fn team() -> Vec<TeamRow> {
    let row = |role: &str, short: &str, name: Text, holder: Option<(&str, &str)>| TeamRow {
        role: role.into(),
        short: short.to_owned(),
        name,
        holder: holder.map(|(who, since)| (who.to_owned(), at(since))),
        needed_by: (short != "scribe").then(|| at("07:40")),
        doing: (short == "comms").then(|| "writing an update".to_owned()),
    };
    vec![
        row(
            "incident-lead",
            "lead",
            both("Incident Lead", "Incident Lead"),
            Some(("ann", "02:40")),
        ),
        row(
            "communications-lead",
            "comms",
            both("Communications Lead", "Comms Lead"),
            Some(("nok", "03:05")),
        ),
        row("technical-lead", "tech", both("Technical Lead", "Tech Lead"), None),
        row("scribe", "scribe", both("Scribe", "ผู้จดบันทึก (scribe)"), None),
    ]
}

pub(super) fn people() -> Vec<PersonRow> {
    let person = |name: &str, title: &str, paged: Option<&str>, joined: Option<&str>| PersonRow {
        name: name.to_owned(),
        title: title.to_owned(),
        paged: paged.map(at),
        acknowledged: None,
        joined: joined.map(at),
        seated: matches!(name, "nok" | "ton" | "ploy"),
    };
    vec![
        person("nok", "crew", None, Some("00:00")),
        person("ton", "crew", None, Some("00:00")),
        person("ploy", "crew", None, Some("00:00")),
        person("mek", "payments on-call", Some("03:10"), None),
        person("fah", "support", None, Some("02:58")),
    ]
}
