//! Rows of the table: the clock, and what a facilitator says. They decide nothing.

use crate::command::grammar::{Spec, When, Who};
use crate::command::table::slots::{
    ACCEPT, INJECT, LINE, NOTE, OBJECTIVE, RATING, SPEED, TEXT, WHY,
};
use crate::command::table::{CLOCK, FACILITATOR, PLAYER};
use crate::command::{Command, Steering};

pub(super) static ROWS: &[Spec] = &[
    Spec {
        name: "pause",
        form: Some('P'),
        does: ("stop the clock", "หยุดนาฬิกา"),
        example: "/pause",
        read: |_| Ok(Command::Pause),
        ..CLOCK
    },
    Spec {
        name: "resume",
        form: Some('P'),
        does: ("let the clock go on", "ให้นาฬิกาเดินต่อ"),
        example: "/resume",
        read: |_| Ok(Command::Resume),
        ..CLOCK
    },
    Spec {
        name: "speed",
        slots: &[SPEED],
        does: ("set drill-seconds a second, 1 to 60", "ตั้งความเร็วนาฬิกา 1 ถึง 60"),
        example: "/speed 4",
        read: |said| Ok(Command::Speed(said.speed()?)),
        ..CLOCK
    },
    Spec {
        name: "end",
        does: ("end the drill", "จบการซ้อม"),
        example: "/end",
        read: |_| Ok(Command::End),
        ..CLOCK
    },
    Spec {
        name: "abort",
        slots: &[WHY.or_not()],
        who: Who::Anyone,
        does: (
            "a real incident has begun: stop everything at once",
            "เกิด incident จริง: หยุดทุกอย่างทันที",
        ),
        example: "/abort production is down",
        read: |said| Ok(Command::Abort(said.take()?)),
        ..PLAYER
    },
    Spec {
        name: "inject",
        slots: &[TEXT],
        form: Some('I'),
        does: ("put something before the players", "ส่งเหตุแทรกให้ผู้เล่น"),
        example: "/inject The CEO asks on the phone whether to cancel the campaign",
        read: |said| Ok(Command::Inject(said.take()?)),
        ..FACILITATOR
    },
    Spec {
        name: "fire",
        slots: &[INJECT],
        form: Some('F'),
        does: ("show an inject now", "ปล่อย inject ทันที"),
        example: "/fire vp-calls",
        read: |said| Ok(Command::Steer { how: Steering::Fire, inject: said.take()? }),
        ..FACILITATOR
    },
    Spec {
        name: "hold",
        slots: &[INJECT],
        does: ("keep an inject back until it is fired", "เก็บ inject ไว้จนกว่าจะปล่อย"),
        example: "/hold vp-calls",
        read: |said| Ok(Command::Steer { how: Steering::Hold, inject: said.take()? }),
        ..FACILITATOR
    },
    Spec {
        name: "skip",
        slots: &[INJECT],
        form: Some('K'),
        does: ("leave an inject out", "ข้าม inject"),
        example: "/skip vp-calls",
        read: |said| Ok(Command::Steer { how: Steering::Skip, inject: said.take()? }),
        ..FACILITATOR
    },
    Spec {
        name: "rate",
        slots: &[OBJECTIVE, RATING, NOTE.or_not()],
        when: When::DuringAndAfter,
        form: Some('R'),
        does: ("rate an objective", "ให้ระดับข้อหนึ่ง"),
        example: "/rate first-update S clear, but late",
        read: |said| {
            Ok(Command::Rate { objective: said.take()?, rating: said.take()?, note: said.take()? })
        },
        ..FACILITATOR
    },
    Spec {
        name: "rule",
        slots: &[LINE, ACCEPT, WHY.or_not()],
        when: When::DuringAndAfter,
        does: ("rule on a dispute or a witness", "ตัดสินคำขอทบทวนหรือพยาน"),
        example: "/rule first-update accept heard it myself",
        read: |said| {
            Ok(Command::Rule { line: said.take()?, accept: said.take()?, why: said.take()? })
        },
        ..FACILITATOR
    },
    Spec {
        name: "observe",
        slots: &[TEXT],
        form: Some('O'),
        does: ("note for the debrief what players do not see", "จดไว้สำหรับถอดบทเรียน ผู้เล่นไม่เห็น"),
        example: "/observe nobody held the clock",
        read: |said| Ok(Command::Observe(said.take()?)),
        ..FACILITATOR
    },
];
