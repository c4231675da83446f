//! A standing for a terminal of 80 columns.

use crate::model::text::Lang;
use crate::report::standing::{OfSkill, OnLevel, Seen, Standing};

/// The page.
#[must_use]
pub fn render(standing: &Standing, lang: Lang) -> String {
    let th = lang == Lang::Th;
    let mut out = String::new();
    let mut line = |what: &str| {
        out.push_str(what.trim_end());
        out.push('\n');
    };
    let (drills, practice) = (standing.drills, standing.practice);
    let title = standing.title.get(lang);
    line(&if th {
        format!(
            "{} · {title} · การซ้อมที่คิดคะแนน {drills} ครั้ง (ฝึกซ้อม {practice} ครั้ง ไม่นับ)",
            standing.person
        )
    } else {
        format!(
            "{} · {title} · {drills} graded drills ({practice} of practice do not count)",
            standing.person
        )
    });
    for level in &standing.levels {
        line("");
        line(&head(level, lang));
        for skill in &level.skills {
            line(&row(skill, lang));
            for seen in &skill.evidence {
                line(&format!("        {}", evidence(seen, lang)));
            }
        }
    }
    if let Some(next) = &standing.next {
        line("");
        let why = next.why.get(lang);
        let lead = if th { "เล่นต่อไป" } else { "Play next" };
        line(&format!("{lead}: firedrill play {}", next.scenario));
        line(&format!("  {why}"));
    }
    out
}

fn head(level: &OnLevel, lang: Lang) -> String {
    let mark = if level.reached { "[x]" } else { "[ ]" };
    format!("{mark} {}: {}", level.name.get(lang), level.means.get(lang))
}

fn row(skill: &OfSkill, lang: Lang) -> String {
    format!("    {} {}", skill.mark(), skill.what.get(lang))
}

/// `first-update: 2 of 5`, or that a lead confirms it.
#[must_use]
pub fn evidence(seen: &Seen, lang: Lang) -> String {
    let of = seen.of.strip_prefix("objective ").unwrap_or(&seen.of);
    let wanted = seen.wanted;
    match (seen.seen, lang) {
        (Some(count), Lang::En) => format!("{of}: {count} of {wanted}"),
        (Some(count), Lang::Th) => format!("{of}: {count} จาก {wanted}"),
        (None, Lang::En) => format!("{of}: {wanted}, which your lead confirms"),
        (None, Lang::Th) => format!("{of}: {wanted} หัวหน้าเป็นผู้ยืนยัน"),
    }
}
