//! The debrief as plain text of 80 columns, for a terminal or a mail. It shows no more than the
//! debrief holds.

use crate::model::time::clock;
use crate::report::columns::{centred, padded, width};
use crate::report::words::{self, Word};
use crate::report::{Debrief, letter, put};
use crate::score::said::said_in;

/// Columns.
const WIDTH: usize = 80;

/// The debrief.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let mut out = String::new();
    head(&mut out, debrief);
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
    hang(out, &" ".repeat(indent), if indent > 0 { indent + 2 } else { 0 }, text);
}

/// Words laid out behind what leads the first line, the rest of the lines at an indent.
fn hang(out: &mut String, lead: &str, rest: usize, text: &str) {
    let mut column = width(lead);
    let mut fresh = true;
    out.push_str(lead);
    for word in text.split_whitespace() {
        let width = width(word);
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

fn head(out: &mut String, debrief: &Debrief) {
    let (lang, card) = (debrief.lang, &debrief.card);
    line(out, 0, &format!("{} · {}", debrief.title, Word::Debrief.get(lang)));
    let (kind, score) = (Word::kind(card.graded).get(lang), debrief.score());
    let (coverage, process, drill) = (debrief.coverage(), &card.process, &card.drill);
    let score = said_in!(
        lang,
        "Score {score} · {kind} · coverage {coverage} · process {process} · drill {drill}",
        "คะแนน {score} · {kind} · ตัดสินได้ {coverage} · กระบวนการ {process} · การซ้อม {drill}"
    );
    line(out, 0, &score);
    if let Some(unfinished) = debrief.unfinished() {
        line(out, 0, &unfinished);
    }
    let crew = format!(" ({})", Word::Simulated.get(lang));
    let team: Vec<String> = (debrief.team.iter())
        .map(|own| format!("{}{}", own.name, if own.crew { &crew } else { "" }))
        .collect();
    line(out, 0, &team.join(", "));
    out.push('\n');
    line(out, 0, &debrief.outcome);
}

fn timings(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    let times: Vec<String> = (debrief.timings.iter())
        .map(|own| {
            let never = || Word::Never.get(lang).to_owned();
            let at = own.at.map_or_else(never, |at| at.to_string());
            let par = own.par.map(|par| said_in!(lang, " (par {})", " (bot par {})", clock(par)));
            format!("{} {at}{}", own.name, par.unwrap_or_default())
        })
        .collect();
    line(out, 0, &times.join(" · "));
}

fn capabilities(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    title(out, Word::Capabilities.get(lang));
    put(
        out,
        format_args!(
            "{:24}{}  {}       {}  {}\n",
            "",
            centred(Word::YouSay.get(lang), 7),
            centred(Word::Journal.get(lang), 7),
            padded(Word::Points.get(lang), 6),
            said_in!(lang, "of its points", "จากคะแนนเต็ม"),
        ),
    );
    for own in &debrief.capabilities {
        let share = if own.possible > 0.0 { own.earned / own.possible } else { 0.0 };
        let filled = crate::model::quantity::rounded(share * 20.0).clamp(0, 20).unsigned_abs();
        let bar: String = (0..20).map(|cell| if cell < filled { '#' } else { '.' }).collect();
        let differs = own.own.is_some() && own.own != own.computed;
        put(
            out,
            format_args!(
                "  {}   {:^3}      {:^3} {}  {:>4.1} / {:<4.1}  {bar}\n",
                padded(words::capability(own.id, lang), 22),
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
    let lang = debrief.lang;
    title(out, Word::CostMost.get(lang));
    if debrief.costs.is_empty() {
        line(out, 2, Word::NothingCost.get(lang));
    }
    for own in &debrief.costs {
        let lead = format!("  -{:.1}  {}  ", own.lost, own.at);
        hang(out, &lead, 8, &format!("{}: {}", own.title, own.what));
        if let Some(rule) = own.asked() {
            line(out, 8, &said_in!(lang, "rule: {rule}", "กติกา: {rule}"));
        }
        if let Some(better) = own.advice() {
            line(out, 8, &said_in!(lang, "better: {better}", "ดีกว่านี้: {better}"));
        }
        let entries: Vec<String> = own.entries.iter().map(|seq| format!("#{seq}")).collect();
        if !entries.is_empty() {
            line(out, 8, &entries.join(" "));
        }
    }
}

fn updates(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    title(out, Word::Updates.get(lang));
    if debrief.updates.is_empty() {
        line(out, 2, Word::NoneSent.get(lang));
    }
    for own in &debrief.updates {
        let unending = || Word::Unending.get(lang).to_owned();
        let next = own.next.map_or_else(unending, |next| next.to_string());
        let next = said_in!(lang, "next {next}", "ครั้งถัดไป {next}");
        let says = format!("{}: {}, {}; {next}", own.scope, own.effect, own.doing);
        line(out, 2, &format!("{}  {}: {says}", own.at, own.audiences));
        line(out, 9, &said_in!(lang, "shown: {}", "ที่แสดงตอนนั้น: {}", own.shown));
        let so = format!("{} ({})", own.so, words::verdict(own.verdict, lang));
        line(out, 9, &said_in!(lang, "so: {so}", "ความจริงตอนนั้น: {so}"));
    }
}

fn runbooks(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    for own in &debrief.runbooks {
        title(out, &format!("Runbook {} ({})", own.id, words::use_of(own, lang)));
        for step in &own.steps {
            let at = step.at.map(|at| at.to_string()).unwrap_or_default();
            let fate = format!("{} {at} {}", words::fate(step.fate, lang), step.why);
            line(out, 2, &format!("{}. {} [{}]", step.number, step.text, fate.trim()));
        }
        for proposal in &own.proposals {
            line(out, 2, &said_in!(lang, "proposed: {proposal}", "ข้อเสนอ: {proposal}"));
        }
    }
}

fn objectives(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    title(out, Word::Objectives.get(lang));
    for own in &debrief.lines {
        let points = format!("{:>4.1} / {:<4.1}", own.earned, own.possible);
        let head = format!("  {}  {points}  {}", letter(own.rating), own.title);
        put(out, format_args!("{}  {}\n", head.trim_end(), own.holder));
        line(out, 16, &own.why);
        if let Some(better) = own.advice() {
            line(out, 16, &said_in!(lang, "better: {better}", "ดีกว่านี้: {better}"));
        }
        for said in &own.said {
            line(out, 16, said);
        }
    }
    for own in &debrief.card.excluded {
        let why = own.why_in(lang);
        line(out, 2, &said_in!(lang, "not counted: {}, {why}", "ไม่นับ: {} {why}", own.id));
    }
    for (_, level, price) in &debrief.card.hints {
        line(out, 2, &said_in!(lang, "hint {level}, price {price}", "คำใบ้ {level} เสีย {price}"));
    }
}

fn talk(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    if !debrief.flags.is_empty() {
        title(out, Word::LookAgain.get(lang));
    }
    for flag in &debrief.flags {
        line(out, 2, flag);
    }
    if !debrief.questions.is_empty() {
        title(out, Word::TalkAbout.get(lang));
    }
    for question in &debrief.questions {
        line(out, 2, question);
    }
    if let Some(source) = &debrief.source {
        out.push('\n');
        let source = format!("{}, {}, {}", source.who, source.date, source.at);
        line(out, 0, &said_in!(lang, "After: {source}", "ที่มาจากเหตุการณ์จริง: {source}"));
    }
}
