//! Rows of the table: declaring an incident, leading it and telling people. They decide nothing.

use crate::command::grammar::Spec;
use crate::command::table::PLAYER;
use crate::command::table::slots::{
    ALERT, AUDIENCES, BRIEF, DECLARED, DOING, EFFECT, INCIDENT, NEXT, NOTE, PERSON, QUESTION_ID,
    REASON, ROLE, SCOPE, SEVERITY, STATUS, TEXT, TITLE, UPDATE_TEXT, WHOM, WHY,
};
use crate::command::{Command, Update};

pub(super) static ROWS: &[Spec] = &[
    Spec {
        name: "ack",
        slots: &[ALERT],
        form: Some('a'),
        does: ("acknowledge a page", "รับเรื่อง (ack)"),
        example: "/ack A-1",
        read: |said| Ok(Command::Ack(said.take()?)),
        ..PLAYER
    },
    Spec {
        name: "declare",
        aliases: &["incident", "inc"],
        slots: &[DECLARED, TITLE],
        form: Some('d'),
        does: ("open the incident", "ประกาศ incident"),
        example: "/declare sev2 Checkout errors",
        read: |said| Ok(Command::Declare { severity: said.take()?, title: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "severity",
        aliases: &["sev"],
        slots: &[INCIDENT, SEVERITY, WHY],
        form: Some('S'),
        does: ("change the severity, and say why", "เปลี่ยนระดับความรุนแรง พร้อมเหตุผล"),
        example: "/severity sev1 all cards fail",
        read: |said| {
            Ok(Command::Severity {
                incident: said.take()?,
                severity: said.take()?,
                why: said.take()?,
            })
        },
        ..PLAYER
    },
    Spec {
        name: "status",
        slots: &[INCIDENT, STATUS, NOTE.or_not()],
        form: Some('s'),
        does: ("move to a status", "เปลี่ยนสถานะ"),
        example: "/status monitoring rolled back, errors under 7 %",
        read: |said| {
            Ok(Command::Status { incident: said.take()?, status: said.take()?, note: said.take()? })
        },
        ..PLAYER
    },
    Spec {
        name: "close",
        slots: &[INCIDENT, REASON],
        does: (
            "close as false alarm, duplicate or drill error",
            "ปิด incident เพราะแจ้งเตือนผิด ซ้ำ หรือการซ้อมผิดพลาด",
        ),
        example: "/close false alarm: a probe was down",
        read: |said| Ok(Command::Close { incident: said.take()?, reason: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "assign",
        slots: &[INCIDENT, ROLE, PERSON],
        form: Some('w'),
        does: ("give a role to somebody", "มอบหมายบทบาท"),
        example: "/assign comms nok",
        read: |said| {
            Ok(Command::Assign { incident: said.take()?, role: said.take()?, person: said.take()? })
        },
        ..PLAYER
    },
    Spec {
        name: "handover",
        slots: &[INCIDENT, ROLE, PERSON, BRIEF],
        form: Some('W'),
        does: ("pass a role on, with what they must know", "ส่งต่อหน้าที่ พร้อมสิ่งที่ต้องรู้"),
        example: "/handover lead ann rollback runs until 14:00, public word due 16:50",
        read: |said| {
            Ok(Command::Handover {
                incident: said.take()?,
                role: said.take()?,
                person: said.take()?,
                brief: said.take()?,
            })
        },
        ..PLAYER
    },
    Spec {
        name: "page",
        slots: &[WHOM, WHY.or_not()],
        form: Some('p'),
        does: ("page a person, a team's on-call or a duty", "page คน on-call ของทีม หรือผู้มีหน้าที่"),
        example: "/page payments cards time out since 19:01",
        read: |said| Ok(Command::Page { whom: said.take()?, why: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "update",
        slots: &[INCIDENT, AUDIENCES, SCOPE, EFFECT, DOING, NEXT, UPDATE_TEXT],
        form: Some('u'),
        does: (
            "send an update; the fields count, the text is for people",
            "ส่งอัปเดต ช่องเป็นสิ่งที่นับ ข้อความมีไว้ให้คนอ่าน",
        ),
        example: "/update internal scope=checkout effect=many doing=\"rolling back\" next=20m",
        read: |said| {
            Ok(Command::Update(Update {
                incident: said.take()?,
                audiences: said.take()?,
                scope: said.take()?,
                effect: said.take()?,
                doing: said.take()?,
                next: said.take()?,
                text: said.take()?,
            }))
        },
        ..PLAYER
    },
    Spec {
        name: "answer",
        slots: &[QUESTION_ID, TEXT],
        does: ("answer who asks", "ตอบคำถาม"),
        example: "/answer Q-1 cards fail for about a quarter; next word 19:26",
        read: |said| Ok(Command::Answer { question: said.take()?, text: said.take()? }),
        ..PLAYER
    },
];
