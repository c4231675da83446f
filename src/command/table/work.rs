//! Rows of the table: finding out and mending. They decide nothing.

use crate::command::Command;
use crate::command::grammar::Spec;
use crate::command::table::PLAYER;
use crate::command::table::slots::{
    ARGS, CAUSE, MARK, NUMBER, PERSON, QUESTION, REMEDY, RUNBOOK, SERVICE, TARGET, TEXT, VIEW, WHY,
};
use crate::model::remedy::Order;

pub(super) static ROWS: &[Spec] = &[
    Spec {
        name: "look",
        slots: &[SERVICE, VIEW],
        form: Some('v'),
        does: ("look into a service; it takes time", "ตรวจดู service ใช้เวลา"),
        example: "/look checkout deploys",
        read: |said| Ok(Command::Look { target: said.take()?, view: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "ask",
        slots: &[PERSON, QUESTION],
        does: ("ask somebody something, or to do something", "ถาม หรือขอให้ทำ"),
        example: "/ask mek how many orders are stuck?",
        read: |said| Ok(Command::Ask { whom: said.take()?, question: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "tell",
        slots: &[PERSON, TEXT],
        does: ("tell somebody something", "บอกคนหนึ่ง"),
        example: "/tell fah cards work again since 19:14",
        read: |said| Ok(Command::Tell { whom: said.take()?, text: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "cause",
        slots: &[SERVICE, CAUSE, WHY.or_not()],
        form: Some('c'),
        does: ("state what you hold to be the root cause", "บอกข้อสันนิษฐานของ root cause"),
        example: "/cause checkout release retries without backoff",
        read: |said| {
            Ok(Command::Cause { target: said.take()?, kind: said.take()?, why: said.take()? })
        },
        ..PLAYER
    },
    Spec {
        name: "do",
        slots: &[REMEDY, TARGET, ARGS],
        form: Some('x'),
        does: ("carry out a remedy", "ลงมือใช้วิธีแก้"),
        example: "/do rollback checkout",
        read: |said| {
            Ok(Command::Do(Order {
                remedy: said.take()?,
                target: said.take()?,
                args: said.take()?,
            }))
        },
        ..PLAYER
    },
    Spec {
        name: "runbook",
        aliases: &["rb"],
        slots: &[RUNBOOK],
        form: Some('b'),
        does: ("open a runbook", "เปิด runbook"),
        example: "/runbook bad-release",
        read: |said| Ok(Command::Runbook(said.take()?)),
        ..PLAYER
    },
    Spec {
        name: "step",
        slots: &[NUMBER, MARK, WHY.or_not()],
        does: ("mark a step of the runbook opened last", "ทำเครื่องหมายขั้นตอนของ runbook ที่เปิดล่าสุด"),
        example: "/step 3 skip no replica to fail over to",
        read: |said| {
            Ok(Command::Step { number: said.take()?, mark: said.take()?, why: said.take()? })
        },
        ..PLAYER
    },
    Spec {
        name: "hint",
        form: Some('H'),
        does: ("ask for a hint; it is recorded and priced", "ขอคำใบ้ มีการบันทึกและมีราคา"),
        example: "/hint",
        read: |_| Ok(Command::Hint),
        ..PLAYER
    },
    Spec {
        name: "jump",
        form: Some('J'),
        does: ("let the clock jump where that is offered", "ให้นาฬิกากระโดด เมื่อมีให้เลือก"),
        example: "/jump",
        read: |_| Ok(Command::Jump),
        ..PLAYER
    },
];
