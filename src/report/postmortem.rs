//! The post-mortem draft as Markdown, to be finished together.

use crate::report::markdown::escaped;
use crate::report::{Debrief, put};

/// The draft.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let own = &debrief.postmortem;
    let mut out = format!("# Post-mortem: {}\n\n", escaped(&own.title));
    let status = if debrief.card.timings.resolve_s.is_some() { "resolved" } else { "not resolved" };
    let mut facts = vec![("Date", own.date.to_string()), ("Severity", own.severity.clone())];
    facts.extend(own.durations.iter().cloned());
    facts.extend([
        ("Lead", own.lead.clone()),
        ("Status", status.to_owned()),
        ("Post-mortem due", own.due.format("%Y-%m-%d %H:%M").to_string()),
        ("Drill", format!("{} ({}), a drill", debrief.card.drill, debrief.card.scenario)),
    ]);
    for (name, value) in facts {
        put(&mut out, format_args!("- **{name}:** {}\n", escaped(&value)));
    }
    section(&mut out, "Summary", std::slice::from_ref(&own.summary), false);
    section(&mut out, "Impact", &own.impact, true);
    section(&mut out, "Root cause", std::slice::from_ref(&own.cause), false);
    section(&mut out, "Contributing factors", &own.contributing, true);
    out.push_str("\n## Timeline\n\n| time | drill | what |\n| --- | --- | --- |\n");
    for (at, says) in &own.timeline {
        let row = format!("| {} | {at} | {} |\n", debrief.clock(*at), escaped(says));
        out.push_str(&row);
    }
    section(&mut out, "What went well", &own.well, true);
    section(&mut out, "What could be improved", &own.improve, true);
    section(&mut out, "Action items", &own.actions, true);
    if !debrief.flags.is_empty() {
        section(&mut out, "Words to look at again", &debrief.flags, true);
    }
    section(&mut out, "Questions to talk about", &debrief.questions, true);
    out
}

fn section(out: &mut String, title: &str, lines: &[String], list: bool) {
    put(out, format_args!("\n## {title}\n\n"));
    if lines.is_empty() {
        out.push_str("- (nothing on record)\n");
    }
    for line in lines {
        let bullet = if list { "- " } else { "" };
        put(out, format_args!("{bullet}{}\n", escaped(line)));
    }
}
