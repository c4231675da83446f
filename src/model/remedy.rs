//! Remedies by name, and what an order of one says. It never carries one out.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::id::{RemedyId, Target};
use crate::model::text::Text;

/// A remedy of the program.
pub struct RemedyKind {
    /// The word after `/do`.
    pub name: &'static str,
    /// Seconds it takes where the scenario says nothing; services add what rolling needs, backups
    /// what restoring needs.
    pub takes: u32,
    /// Whether it can make things worse in a way that cannot be taken back at once, so that one
    /// looks first.
    pub risky: bool,
    /// What it does, in one line.
    pub does: &'static str,
    /// The same in Thai.
    pub does_th: &'static str,
    /// What its argument says; empty if it takes none.
    pub args: &'static str,
    /// The same in Thai.
    pub args_th: &'static str,
    /// Whether it does nothing without its argument.
    pub needs_args: bool,
}

impl RemedyKind {
    /// What it does, in both languages.
    #[must_use]
    pub fn effect(&self) -> Text {
        Text { en: self.does.into(), th: Some(self.does_th.into()) }
    }

    /// What its argument says, in both languages.
    #[must_use]
    pub fn argument(&self) -> Text {
        Text { en: self.args.into(), th: Some(self.args_th.into()) }
    }
}

/// Every remedy of the program, in the order offered.
pub const REMEDIES: &[RemedyKind] = &[
    RemedyKind {
        name: "rollback",
        takes: 60,
        risky: false,
        does: "puts the version before back on every instance",
        does_th: "ย้อนทุก instance กลับไปเวอร์ชันก่อนหน้า",
        args: "",
        args_th: "",
        needs_args: false,
    },
    RemedyKind {
        name: "restart",
        takes: 30,
        risky: true,
        does: "starts every instance anew; what was in flight is lost",
        does_th: "เริ่มทุก instance ใหม่ งานที่ทำค้างอยู่จะหาย",
        args: "",
        args_th: "",
        needs_args: false,
    },
    RemedyKind {
        name: "scale",
        takes: 60,
        risky: false,
        does: "sets the number of instances",
        does_th: "กำหนดจำนวน instance",
        args: "number of instances, or x2",
        args_th: "จำนวน instance หรือ x2",
        needs_args: true,
    },
    RemedyKind {
        name: "failover",
        takes: 20,
        risky: true,
        does: "lets a replica or the other zone take over; writes pause",
        does_th: "ให้ replica หรืออีก zone รับช่วง การเขียนจะหยุดชั่วครู่",
        args: "who takes over",
        args_th: "ใครรับช่วงต่อ",
        needs_args: false,
    },
    RemedyKind {
        name: "shed",
        takes: 10,
        risky: false,
        does: "refuses a share of the calls that arrive; 0 lets everybody in again",
        does_th: "ปฏิเสธคำขอบางส่วน 0 คือรับทุกคนตามเดิม",
        args: "share, 0 to 1",
        args_th: "สัดส่วน 0 ถึง 1",
        needs_args: true,
    },
    RemedyKind {
        name: "flag",
        takes: 5,
        risky: false,
        does: "switches a feature flag",
        does_th: "เปิดหรือปิด feature flag",
        args: "on or off",
        args_th: "on หรือ off",
        needs_args: true,
    },
    RemedyKind {
        name: "verify",
        takes: 20,
        risky: false,
        does: "tries the part out and tells what is so",
        does_th: "ลองใช้จริงแล้วบอกผล",
        args: "",
        args_th: "",
        needs_args: false,
    },
    RemedyKind {
        name: "block",
        takes: 20,
        risky: false,
        does: "keeps a client class out where it comes in; a rule may catch others too",
        does_th: "กันผู้ใช้บางกลุ่มไว้ที่ทางเข้า กฎอาจโดนคนอื่นด้วย",
        args: "class, share of others it catches; or class off",
        args_th: "class และสัดส่วนของคนอื่นที่โดนไปด้วย หรือ class off",
        needs_args: true,
    },
    RemedyKind {
        name: "drain",
        takes: 60,
        risky: false,
        does: "takes a zone or a queue out of use in order",
        does_th: "ระบาย zone หรือ queue ออกจากการใช้งาน",
        args: "of a service the zone; off puts it back",
        args_th: "โซน ถ้าเป็น service, off เพื่อคืน",
        needs_args: false,
    },
    RemedyKind {
        name: "purge",
        takes: 20,
        risky: true,
        does: "throws away what is held: messages, cached entries, old files",
        does_th: "ทิ้งของที่เก็บไว้: ข้อความ cache ไฟล์เก่า",
        args: "",
        args_th: "",
        needs_args: false,
    },
    RemedyKind {
        name: "renew",
        takes: 60,
        risky: false,
        does: "renews a certificate or a secret; hosts have to take it up",
        does_th: "ต่ออายุ certificate หรือ secret เครื่องต้องโหลดใหม่",
        args: "",
        args_th: "",
        needs_args: false,
    },
    RemedyKind {
        name: "revoke",
        takes: 60,
        risky: true,
        does: "makes a secret worthless",
        does_th: "ทำให้ secret ใช้ไม่ได้",
        args: "",
        args_th: "",
        needs_args: false,
    },
    RemedyKind {
        name: "restore",
        takes: 60,
        risky: true,
        does: "restores from a backup; what is newer is lost",
        does_th: "กู้จาก backup ข้อมูลที่ใหม่กว่าจะหาย",
        args: "backup",
        args_th: "ชื่อ backup",
        needs_args: false,
    },
    RemedyKind {
        name: "pause-automation",
        takes: 10,
        risky: false,
        does: "stops machines that act by themselves",
        does_th: "หยุดระบบอัตโนมัติ",
        args: "autoscale, health or failover; off lets them go on",
        args_th: "autoscale, health หรือ failover, off ให้ทำงานต่อ",
        needs_args: false,
    },
];

/// The program's remedy of that name.
#[must_use]
pub fn remedy(name: &str) -> Option<&'static RemedyKind> {
    REMEDIES.iter().find(|kind| kind.name == name)
}

/// An order to carry out a remedy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Order {
    /// Which.
    pub remedy: RemedyId,
    /// On what.
    pub target: Target,
    /// With which arguments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub args: Option<String>,
}

/// As views and commands write it: `shed edge 0.9`.
impl fmt::Display for Order {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.remedy, self.target)?;
        self.args.as_ref().map_or(Ok(()), |args| write!(f, " {args}"))
    }
}
