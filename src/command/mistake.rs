//! What is said to somebody whose line could not be read: one sentence that names the thing and
//! the rule, then what works. It never blames, and never says more than the grammar.

use crate::command::grammar::{Form, Slot, Spec};
use crate::model::text::{DisplayText, Text};

/// Why a line could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", says.en)]
pub struct Mistake {
    /// The byte of the line where it went wrong; the line's length where something is missing.
    pub at: usize,
    /// The thing, the rule, then what works.
    pub says: Text,
}

impl Mistake {
    pub(super) fn new(at: usize, en: &str, th: &str) -> Self {
        Self {
            at,
            says: Text { en: DisplayText::one_line(en), th: Some(DisplayText::one_line(th)) },
        }
    }

    pub(super) fn empty() -> Self {
        Self::new(
            0,
            "An empty line says nothing. Type a message, or `/` for a command.",
            "บรรทัดว่างไม่มีอะไรให้ส่ง พิมพ์ข้อความ หรือ `/` เพื่อใช้คำสั่ง",
        )
    }

    pub(super) fn too_long(at: usize, length: usize, most: usize) -> Self {
        Self::new(
            at,
            &format!("A line holds {most} characters; this has {length}. Send it in parts."),
            &format!("หนึ่งบรรทัดยาวได้ {most} ตัวอักษร บรรทัดนี้มี {length} แบ่งส่งเป็นตอน ๆ"),
        )
    }

    pub(super) fn no_command(at: usize, word: &str, near: Option<&str>) -> Self {
        let word = shown(word);
        match near {
            Some(near) => Self::new(
                at,
                &format!("`/{word}` is no command. Tab takes `/{near}`."),
                &format!("ไม่มีคำสั่ง `/{word}` กด Tab เพื่อใช้ `/{near}`"),
            ),
            None => Self::new(
                at,
                &format!("`/{word}` is no command. ? lists them; `/say` sends it as a message."),
                &format!("ไม่มีคำสั่ง `/{word}` กด ? เพื่อดูทั้งหมด หรือใช้ `/say` เพื่อส่งเป็นข้อความ"),
            ),
        }
    }

    pub(super) fn missing(at: usize, spec: &Spec, slot: &Slot) -> Self {
        let (en, th) = slot.lacks;
        let name = spec.name;
        let (add, write) = match slot.form {
            Form::Key(key) | Form::LastKey(key) => {
                let field = format!("`{key}={}`", slot.example);
                (format!("Add {field}"), format!("เพิ่ม {field}"))
            }
            _ => {
                let line = format!("`{}`", spec.example);
                (format!("Write {line}"), format!("เขียน {line}"))
            }
        };
        let (form, by) = match spec.form {
            Some(key) => (format!(", or {key} opens the form"), format!(" หรือกด {key}")),
            None => (String::new(), String::new()),
        };
        Self::new(
            at,
            &format!("`/{name}` {en}. {add}{form}."),
            &format!("`/{name}` {th} {write}{by}"),
        )
    }

    /// `field` as it was typed, `effect=lots`, is not `what`; these work.
    pub(super) fn value(at: usize, field: &str, what: &str, works: (&str, &str)) -> Self {
        let field = shown(field);
        Self::new(
            at,
            &format!("`{field}` is not {what}: {}.", works.0),
            &format!("`{field}` ใช้ไม่ได้: {}", works.1),
        )
    }

    pub(super) fn unclosed(at: usize) -> Self {
        Self::new(
            at,
            "The quote opened here is not closed. Put `\"` after the last word.",
            "เครื่องหมายคำพูดที่เปิดตรงนี้ยังไม่ปิด ใส่ `\"` หลังคำสุดท้าย",
        )
    }

    pub(super) fn nothing_more(at: usize, spec: &Spec, word: &str) -> Self {
        let word = shown(word);
        let usage = spec.usage();
        Self::new(
            at,
            &format!("`{word}` is more than `/{}` takes. It reads `{usage}`.", spec.name),
            &format!("`{word}` เกินจากที่ `/{}` รับ รูปแบบคือ `{usage}`", spec.name),
        )
    }

    pub(super) fn stands_alone(at: usize, spec: &Spec, word: &str) -> Self {
        let word = shown(word);
        let name = spec.name;
        Self::new(
            at,
            &format!(
                "`{word}` stands alone in `/{name}`. Several words go in quotes: `key=\"…\"`."
            ),
            &format!("`{word}` อยู่ลอย ๆ ใน `/{name}` ถ้ามีหลายคำให้ใส่เครื่องหมายคำพูด: `key=\"…\"`"),
        )
    }

    pub(super) fn no_key(at: usize, spec: &Spec, key: &str, near: Option<&str>) -> Self {
        let key = shown(key);
        let name = spec.name;
        let (en, th) = if let Some(near) = near {
            (format!("Write `{near}=`."), format!("ใช้ `{near}=`"))
        } else {
            let keys: Vec<String> = spec.keys().map(|own| format!("`{own}=`")).collect();
            let keys = keys.join(", ");
            (format!("It has {keys}."), format!("ที่มีคือ {keys}"))
        };
        Self::new(
            at,
            &format!("`/{name}` has no field `{key}=`. {en}"),
            &format!("`/{name}` ไม่มีช่อง `{key}=` {th}"),
        )
    }

    pub(super) fn twice(at: usize, key: &str) -> Self {
        Self::new(
            at,
            &format!("`{key}=` stands here a second time. One of them goes."),
            &format!("`{key}=` มีสองครั้ง เอาออกหนึ่งครั้ง"),
        )
    }
}

/// What was typed, safe and short enough for a sentence.
fn shown(typed: &str) -> String {
    const MOST: usize = 24;
    let clean = DisplayText::one_line(typed);
    if clean.as_str().chars().count() <= MOST {
        return clean.as_str().to_owned();
    }
    clean.as_str().chars().take(MOST).chain(['…']).collect()
}
