//! The debrief as plain text of 80 columns, for a terminal or a mail.

use crate::report::{Debrief, fate_word, letter, put, verdict_word};

/// Columns.
const WIDTH: usize = 80;

/// The debrief.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let mut out = String::new();
    let card = &debrief.card;
    let kind = if card.graded { "graded" } else { "practice" };
    line(&mut out, 0, &format!("{} · debrief", debrief.title));
    let score = format!("Score {} · {kind} · coverage {}", debrief.score(), debrief.coverage());
    line(&mut out, 0, &format!("{score} · process {} · drill {}", card.process, card.drill));
    let team: Vec<String> = (debrief.team.iter())
        .map(|own| format!("{}{}", own.name, if own.crew { " (simulated)" } else { "" }))
        .collect();
    line(&mut out, 0, &team.join(", "));
    out.push('\n');
    line(&mut out, 0, &debrief.outcome);
    timings(&mut out, debrief);
    capabilities(&mut out, debrief);
    costs(&mut out, debrief);
    updates(&mut out, debrief);
    runbooks(&mut out, debrief);
    objectives(&mut out, debrief);
    talk(&mut out, debrief);
    out
}

/// Words laid out under an indent.
fn line(out: &mut String, indent: usize, text: &str) {
    hang(out, indent, if indent > 0 { indent + 2 } else { 0 }, text);
}

/// Words laid out with the first line at one indent and the rest at another.
fn hang(out: &mut String, first: usize, rest: usize, text: &str) {
    let mut column = first;
    let mut fresh = true;
    out.push_str(&" ".repeat(first));
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if !fresh && column + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(rest));
            column = rest;
        } else if !fresh {
            out.push(' ');
            column += 1;
        }
        fresh = false;
        out.push_str(word);
        column += width;
    }
    out.push('\n');
}

fn title(out: &mut String, text: &str) {
    out.push('\n');
    out.push_str(&text.to_uppercase());
    out.push('\n');
}

fn timings(out: &mut String, debrief: &Debrief) {
    let times: Vec<String> = (debrief.timings.iter())
        .map(|own| {
            let at = own.at.map_or_else(|| "never".to_owned(), |at| at.to_string());
            let par = own.par.map(|par| format!(" (par {})", crate::model::time::clock(par)));
            format!("{} {at}{}", own.name, par.unwrap_or_default())
        })
        .collect();
    line(out, 0, &times.join(" · "));
}

fn capabilities(out: &mut String, debrief: &Debrief) {
    title(out, "Capabilities");
    out.push_str("                        you say  journal       points  of its points\n");
    for own in &debrief.capabilities {
        let share = if own.possible > 0.0 { own.earned / own.possible } else { 0.0 };
        let filled = crate::model::quantity::rounded(share * 20.0).clamp(0, 20).unsigned_abs();
        let bar: String = (0..20).map(|cell| if cell < filled { '#' } else { '.' }).collect();
        let differs = own.own.is_some() && own.own != own.computed;
        put(
            out,
            format_args!(
                "  {:<22}   {:^3}      {:^3} {}  {:>4.1} / {:<4.1}  {bar}\n",
                own.id.title(),
                letter(own.own),
                letter(own.computed),
                if differs { "≠" } else { " " },
                own.earned,
                own.possible,
            ),
        );
    }
}

fn costs(out: &mut String, debrief: &Debrief) {
    title(out, "What cost most");
    if debrief.costs.is_empty() {
        line(out, 2, "No moment cost points.");
    }
    for own in &debrief.costs {
        hang(out, 2, 8, &format!("-{:.1}  {} {}", own.lost, own.at, own.what));
        line(out, 8, &format!("rule: {}", own.rule));
        line(out, 8, &format!("better: {}", own.better));
        let entries: Vec<String> = own.entries.iter().map(|seq| format!("#{seq}")).collect();
        if !entries.is_empty() {
            line(out, 8, &entries.join(" "));
        }
    }
}

fn updates(out: &mut String, debrief: &Debrief) {
    title(out, "Updates");
    if debrief.updates.is_empty() {
        line(out, 2, "None was sent.");
    }
    for own in &debrief.updates {
        let next = own.next.map_or_else(|| "none".to_owned(), |next| next.to_string());
        let says = format!("{}: {}, {}; next {next}", own.scope, own.effect, own.doing);
        line(out, 2, &format!("{}  {}: {says}", own.at, own.audiences));
        line(out, 9, &format!("shown: {}", own.shown));
        line(out, 9, &format!("so: {} ({})", own.so, verdict_word(own.verdict)));
    }
}

fn runbooks(out: &mut String, debrief: &Debrief) {
    for own in &debrief.runbooks {
        let fits = if own.fits { "fits" } else { "does not fit" };
        let opened =
            own.opened.map_or_else(|| "not opened".to_owned(), |at| format!("opened {at}"));
        title(out, &format!("Runbook {} ({fits}, {opened})", own.id));
        for step in &own.steps {
            let at = step.at.map(|at| at.to_string()).unwrap_or_default();
            let fate = format!("{} {at} {}", fate_word(step.fate), step.why);
            line(out, 2, &format!("{}. {} [{}]", step.number, step.text, fate.trim()));
        }
        for proposal in &own.proposals {
            line(out, 2, &format!("proposed: {proposal}"));
        }
    }
}

fn objectives(out: &mut String, debrief: &Debrief) {
    title(out, "Objectives");
    for own in &debrief.lines {
        let points = format!("{:>4.1} / {:<4.1}", own.earned, own.possible);
        let head = format!("  {}  {points}  {:<22} ", letter(own.rating), own.title);
        out.push_str(head.trim_end());
        put(out, format_args!("  {}\n", own.holder));
        line(out, 16, &own.why);
        if let Some(better) = &own.better {
            line(out, 16, &format!("better: {better}"));
        }
        for said in &own.said {
            line(out, 16, said);
        }
    }
    for own in &debrief.card.excluded {
        line(out, 2, &format!("not counted: {}, {}", own.id, own.why_in(debrief.lang)));
    }
    for (_, level, price) in &debrief.card.hints {
        line(out, 2, &format!("hint {level}, price {price}"));
    }
}

fn talk(out: &mut String, debrief: &Debrief) {
    if !debrief.flags.is_empty() {
        title(out, "Words to look at again");
    }
    for flag in &debrief.flags {
        line(out, 2, flag);
    }
    if !debrief.questions.is_empty() {
        title(out, "Talk about it");
    }
    for question in &debrief.questions {
        line(out, 2, question);
    }
    if let Some(source) = &debrief.source {
        out.push('\n');
        line(out, 0, &format!("After: {}, {}, {}", source.who, source.date, source.at));
    }
}
