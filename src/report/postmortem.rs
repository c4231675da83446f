//! The post-mortem draft as Markdown, to be finished together. It adds nothing to what the
//! debrief holds.

use crate::model::text::Lang;
use crate::report::markdown::escaped;
use crate::report::words::Word;
use crate::report::{Debrief, put};
use crate::score::said::said_in;

/// The draft.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let (own, lang) = (&debrief.postmortem, debrief.lang);
    let mut out = format!("# Post-mortem: {}\n\n", escaped(&own.title));
    for (name, value) in facts(debrief) {
        put(&mut out, format_args!("- **{name}:** {}\n", escaped(&value)));
    }
    section(&mut out, &said_in!(lang, "Summary", "สรุป"));
    put(&mut out, format_args!("{}\n", escaped(&own.summary)));
    list(&mut out, &said_in!(lang, "Impact", "ผลกระทบ"), &own.impact, lang);
    section(&mut out, &said_in!(lang, "Root cause", "Root cause (สาเหตุต้นตอ)"));
    put(&mut out, format_args!("{}\n", escaped(&own.cause)));
    let contributing = said_in!(lang, "Contributing factors", "ปัจจัยร่วม");
    list(&mut out, &contributing, &own.contributing, lang);
    timeline(&mut out, debrief);
    list(&mut out, &said_in!(lang, "What went well", "สิ่งที่ทำได้ดี"), &own.well, lang);
    let improve = said_in!(lang, "What could be improved", "สิ่งที่ปรับปรุงได้");
    list(&mut out, &improve, &own.improve, lang);
    let actions = said_in!(lang, "Action items", "Action item (งานติดตามผล)");
    list(&mut out, &actions, &own.actions, lang);
    if !debrief.flags.is_empty() {
        list(&mut out, Word::LookAgain.get(lang), &debrief.flags, lang);
    }
    let questions = said_in!(lang, "Questions to talk about", "คำถามชวนคุย");
    list(&mut out, &questions, &debrief.questions, lang);
    out
}

/// What stands at the head, by name.
fn facts(debrief: &Debrief) -> Vec<(String, String)> {
    let (own, lang) = (&debrief.postmortem, debrief.lang);
    let status = match debrief.card.timings.resolve_s {
        Some(_) => said_in!(lang, "resolved", "แก้ไขแล้ว"),
        None => said_in!(lang, "not resolved", "ยังไม่ได้แก้ไข"),
    };
    let (drill, scenario) = (&debrief.card.drill, &debrief.card.scenario);
    let mut facts = vec![
        (said_in!(lang, "Date", "วันที่"), own.date.to_string()),
        (said_in!(lang, "Severity", "ระดับความรุนแรง"), own.severity.clone()),
    ];
    facts.extend(own.durations.iter().map(|(name, long)| ((*name).to_owned(), long.clone())));
    facts.extend([
        (said_in!(lang, "Lead", "Incident Lead"), own.lead.clone()),
        (said_in!(lang, "Status", "สถานะ"), status),
        (
            said_in!(lang, "Post-mortem due", "กำหนดเสร็จของ post-mortem"),
            own.due.format("%Y-%m-%d %H:%M").to_string(),
        ),
        (
            said_in!(lang, "Drill", "การซ้อม"),
            said_in!(lang, "{drill} ({scenario}), a drill", "{drill} ({scenario}) เป็นการซ้อม"),
        ),
    ]);
    facts
}

fn timeline(out: &mut String, debrief: &Debrief) {
    section(out, &said_in!(debrief.lang, "Timeline", "ลำดับเหตุการณ์"));
    let names = said_in!(debrief.lang, "time | drill | what", "เวลา | การซ้อม | เหตุการณ์");
    put(out, format_args!("| {names} |\n| --- | --- | --- |\n"));
    for (at, says) in &debrief.postmortem.timeline {
        put(out, format_args!("| {} | {at} | {} |\n", debrief.clock(*at), escaped(says)));
    }
}

fn section(out: &mut String, title: &str) {
    put(out, format_args!("\n## {title}\n\n"));
}

fn list(out: &mut String, title: &str, lines: &[String], lang: Lang) {
    section(out, title);
    if lines.is_empty() {
        put(out, format_args!("- ({})\n", said_in!(lang, "nothing on record", "ไม่มีบันทึก")));
    }
    for line in lines {
        put(out, format_args!("- {}\n", escaped(line)));
    }
}
