//! Rows of the table: what is put on record, during a drill and after it. They decide nothing.

use crate::command::Command;
use crate::command::grammar::{Spec, When, Who};
use crate::command::table::PLAYER;
use crate::command::table::slots::{
    CAPABILITY, DUE, LAST_WHY, LINE, OBJECTIVE, OWNER, PRIORITY, RATING, TASK, TEXT, TIME, WHAT,
    WHY,
};

pub(super) static ROWS: &[Spec] = &[
    Spec {
        name: "note",
        slots: &[TEXT],
        form: Some('t'),
        does: ("put a note on record", "จดบันทึก"),
        example: "/note errors fall since 14:00, 33 % to 19 %",
        read: |said| Ok(Command::Note(said.take()?)),
        ..PLAYER
    },
    Spec {
        name: "decision",
        slots: &[TEXT, LAST_WHY],
        form: Some('y'),
        does: ("put a decision on record, and why", "บันทึกการตัดสินใจ พร้อมเหตุผล"),
        example: "/decision roll back why=\"errors began after 18:52\"",
        read: |said| Ok(Command::Decision { text: said.take()?, why: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "action",
        slots: &[TASK, OWNER, DUE, PRIORITY],
        when: When::DuringAndAfter,
        form: Some('A'),
        does: ("put a follow-up on record", "เพิ่ม action item"),
        example: "/action retry budget in payments client owner=ton due=2026-12-11 priority=P2",
        read: |said| {
            Ok(Command::Action {
                task: said.take()?,
                owner: said.take()?,
                due: said.take()?,
                priority: said.take()?,
            })
        },
        ..PLAYER
    },
    Spec {
        name: "witness",
        slots: &[OBJECTIVE, TIME, WHAT],
        who: Who::Anyone,
        when: When::DuringAndAfter,
        does: ("put on record what happened outside the tool", "บันทึกสิ่งที่เกิดนอกเครื่องมือ"),
        example: "/witness first-update 04:10 said on the call who is hit",
        read: |said| {
            Ok(Command::Witness { objective: said.take()?, at: said.take()?, what: said.take()? })
        },
        ..PLAYER
    },
    Spec {
        name: "self",
        slots: &[CAPABILITY, RATING],
        when: When::After,
        does: ("rate the own team", "ประเมินทีมตัวเอง"),
        example: "/self communicate S",
        read: |said| Ok(Command::SelfRate { capability: said.take()?, rating: said.take()? }),
        ..PLAYER
    },
    Spec {
        name: "dispute",
        slots: &[LINE, WHY],
        when: When::After,
        form: Some('d'),
        does: ("ask for a second look at a line of the scorecard", "ขอทบทวนคะแนน"),
        example: "/dispute first-update it went out by phone at 04:10",
        read: |said| Ok(Command::Dispute { line: said.take()?, why: said.take()? }),
        ..PLAYER
    },
];
