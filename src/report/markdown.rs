//! The debrief as Markdown. What people typed is escaped: it can neither become a heading nor a
//! link.

use crate::model::text::Lang;
use crate::report::words::{self, Word};
use crate::report::{Debrief, LineRow, UpdateRow, letter, put};
use crate::score::said::said_in;

/// The debrief.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let mut out = String::new();
    head(&mut out, debrief);
    capabilities(&mut out, debrief);
    costs(&mut out, debrief);
    updates(&mut out, debrief);
    runbooks(&mut out, debrief);
    ladder(&mut out, debrief);
    objectives(&mut out, debrief);
    talk(&mut out, debrief);
    out
}

/// Text with Markdown's own characters made plain, on one line.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, letter) in text.chars().enumerate() {
        match letter {
            '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            '#' | '+' | '-' | '=' if index == 0 => {
                out.push('\\');
                out.push(letter);
            }
            _ => out.push(letter),
        }
    }
    out
}

fn head(out: &mut String, debrief: &Debrief) {
    let (lang, card) = (debrief.lang, &debrief.card);
    put(out, format_args!("# {} · {}\n\n", escaped(&debrief.title), Word::Debrief.get(lang)));
    let (kind, score) = (Word::kind(card.graded).get(lang), debrief.score());
    let (coverage, drill) = (debrief.coverage(), escaped(&card.drill));
    let process = escaped(card.process.as_str());
    say(
        out,
        &said_in!(
            lang,
            "**Score {score}** · {kind} · coverage {coverage} · process {process} · drill {drill}\n",
            "**คะแนน {score}** · {kind} · ตัดสินได้ {coverage} · กระบวนการ {process} · การซ้อม {drill}\n"
        ),
    );
    if let Some(unfinished) = debrief.unfinished() {
        put(out, format_args!("{unfinished}\n\n"));
    }
    let crew = format!(", {}", Word::Simulated.get(lang));
    let team: Vec<String> = (debrief.team.iter())
        .map(|own| {
            let crew = if own.crew { &crew } else { "" };
            format!("{} ({}{crew})", escaped(&own.name), escaped(&own.seats))
        })
        .collect();
    put(out, format_args!("{}\n\n{}\n", escaped(&debrief.outcome), team.join(", ")));
    out.push('\n');
    let par = said_in!(lang, "par", "bot par");
    table(out, &["", Word::At.get(lang), &par], "| --- | ---: | ---: |");
    for own in &debrief.timings {
        let at = own.at.map_or_else(|| "–".to_owned(), |at| at.to_string());
        let par = own.par.map_or_else(|| "–".to_owned(), crate::model::time::clock);
        put(out, format_args!("| {} | {at} | {par} |\n", own.name));
    }
}

/// A line.
fn say(out: &mut String, line: &str) {
    put(out, format_args!("{line}\n"));
}

/// A heading.
fn section(out: &mut String, title: &str) {
    put(out, format_args!("\n## {title}\n\n"));
}

/// The head of a table: the names of its columns, and how they are aligned.
fn table(out: &mut String, names: &[&str], aligned: &str) {
    for name in names {
        put(out, format_args!("| {name}{}", if name.is_empty() { "" } else { " " }));
    }
    put(out, format_args!("|\n{aligned}\n"));
}

fn capabilities(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    section(out, Word::Capabilities.get(lang));
    let names = [Word::Capability, Word::YouSay, Word::Facilitator, Word::Journal, Word::Points];
    table(out, &names.map(|name| name.get(lang)), "| --- | :-: | :-: | :-: | ---: |");
    for own in &debrief.capabilities {
        put(
            out,
            format_args!(
                "| {} | {} | {} | {} | {:.1} / {:.1} |\n",
                words::capability(own.id, lang),
                letter(own.own),
                letter(own.facilitator),
                letter(own.computed),
                own.earned,
                own.possible,
            ),
        );
    }
    say(
        out,
        &said_in!(
            lang,
            "\nP performed, S with some challenges, M with major challenges, U unable, - not judged.",
            "\nP ทำได้ครบ, S มีข้อติดขัดบ้าง, M มีปัญหาใหญ่, U ทำไม่สำเร็จ, - ตัดสินไม่ได้"
        ),
    );
}

fn costs(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    section(out, Word::CostMost.get(lang));
    if debrief.costs.is_empty() {
        say(out, Word::NothingCost.get(lang));
    }
    for (rank, own) in (1..).zip(&debrief.costs) {
        let (lost, at, title) = (format!("{:.1}", own.lost), own.at, escaped(&own.title));
        let what = escaped(&own.what);
        say(
            out,
            &said_in!(
                lang,
                "{rank}. **−{lost} · {title}** at {at}: {what}",
                "{rank}. **−{lost} · {title}** เมื่อ {at}: {what}"
            ),
        );
        if let Some(rule) = own.asked().map(escaped) {
            say(out, &said_in!(lang, "   - rule: {rule}", "   - กติกา: {rule}"));
        }
        if let Some(better) = own.advice().map(escaped) {
            say(out, &said_in!(lang, "   - better: {better}", "   - ดีกว่านี้: {better}"));
        }
        let entries = match own.entries.as_slice() {
            [] => said_in!(lang, "none: it never happened", "ไม่มี: ไม่เคยเกิดขึ้น"),
            seqs => entries(seqs),
        };
        say(out, &said_in!(lang, "   - entries: {entries}", "   - รายการ: {entries}"));
    }
}

fn entries(seqs: &[u64]) -> String {
    seqs.iter().map(|seq| format!("#{seq}")).collect::<Vec<_>>().join(" ")
}

fn updates(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    section(out, Word::Updates.get(lang));
    if debrief.updates.is_empty() {
        say(out, Word::NoneSent.get(lang));
        return;
    }
    let names = said_in!(lang, "to | says | shown | so", "ถึง | บอกว่า | ที่แสดงตอนนั้น | ความจริงตอนนั้น");
    let aligned = "| --- | --- | --- | --- | --- | --- |";
    table(out, &[Word::At.get(lang), &names, ""], aligned);
    for own in &debrief.updates {
        put(
            out,
            format_args!(
                "| {} | {} | {} | {} | {} | {} |\n",
                own.at,
                escaped(&own.audiences),
                says(own, lang),
                escaped(&own.shown),
                escaped(&own.so),
                words::verdict(own.verdict, lang),
            ),
        );
    }
}

/// What an update says, in a line.
fn says(own: &UpdateRow, lang: Lang) -> String {
    let unending = || Word::Unending.get(lang).to_owned();
    let next = own.next.map_or_else(unending, |next| next.to_string());
    let (scope, effect) = (escaped(&own.scope), escaped(&own.effect));
    let (doing, text) = (escaped(&own.doing), escaped(&own.text));
    let stop = words::stop(&own.doing, lang);
    said_in!(
        lang,
        "{scope}: {effect}. {doing}{stop} Next {next}. {text}",
        "{scope}: {effect} {doing}{stop} ครั้งถัดไป {next} {text}"
    )
}

fn runbooks(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    for own in &debrief.runbooks {
        let (title, use_of) = (escaped(&own.title), words::use_of(own, lang));
        section(out, &format!("Runbook: {title} ({use_of})"));
        let step = said_in!(lang, "step", "ขั้นตอน");
        table(out, &[&step, "", Word::At.get(lang), ""], "| ---: | --- | --- | --- |");
        for step in &own.steps {
            let at = step.at.map(|at| at.to_string()).unwrap_or_default();
            let (text, why) = (escaped(&step.text), escaped(&step.why));
            let fate = words::fate(step.fate, lang);
            put(out, format_args!("| {} | {text} | {at} | {fate} {why} |\n", step.number));
        }
        for proposal in own.proposals.iter().map(|own| escaped(own)) {
            say(
                out,
                &said_in!(lang, "\nProposed change: {proposal}", "\nข้อเสนอแก้ runbook: {proposal}"),
            );
        }
    }
}

fn ladder(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    if debrief.ladder.is_empty() {
        return;
    }
    section(out, &said_in!(lang, "Pages", "Page (เรียก on-call)"));
    let names = [Word::At, Word::Whom, Word::By, Word::For].map(|name| name.get(lang));
    let [at, whom, by, why] = names;
    let taken = said_in!(lang, "acknowledged", "รับเรื่อง");
    table(out, &[at, whom, by, why, &taken], "| --- | --- | --- | --- | --- |");
    for own in &debrief.ladder {
        let never = || said_in!(lang, "never", "ไม่ได้รับ");
        let taken = own.acknowledged.map_or_else(never, |at| at.to_string());
        let (whom, by, why) = (escaped(&own.whom), escaped(&own.by), escaped(&own.why));
        put(out, format_args!("| {} | {whom} | {by} | {why} | {taken} |\n", own.at));
    }
}

fn objectives(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    section(out, Word::Objectives.get(lang));
    let names = said_in!(
        lang,
        "objective | whose | points | why | entries",
        "หัวข้อ | ของใคร | คะแนน | เพราะ | รายการ"
    );
    table(out, &["", &names], "| :-: | --- | --- | ---: | --- | --- |");
    for line in &debrief.lines {
        let seqs: Vec<u64> = line.entries.iter().map(|(seq, _)| *seq).collect();
        put(
            out,
            format_args!(
                "| {} | {} | {} | {:.1} / {:.1} | {} | {} |\n",
                letter(line.rating),
                escaped(&line.title),
                escaped(&line.holder),
                line.earned,
                line.possible,
                why(line, lang),
                entries(&seqs),
            ),
        );
    }
    uncounted(out, debrief);
}

/// Why a line came to its points, what would have been better, what people said of it.
fn why(line: &LineRow, lang: Lang) -> String {
    let mut why = escaped(&line.why);
    let better = line.advice();
    let better = better.map(|better| said_in!(lang, "Better: {}", "ดีกว่านี้: {}", escaped(better)));
    for more in better.into_iter().chain(line.said.iter().map(|said| escaped(said))) {
        why = format!("{why}{} {more}", words::stop(&why, lang));
    }
    why
}

/// What moved no points, and what hints cost.
fn uncounted(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    if !debrief.card.excluded.is_empty() {
        say(
            out,
            &said_in!(
                lang,
                "\nNot counted, because the occasion never came:\n",
                "\nไม่นับ เพราะไม่มีโอกาส:\n"
            ),
        );
        for own in &debrief.card.excluded {
            put(out, format_args!("- {}: {}\n", own.id, escaped(own.why_in(lang))));
        }
    }
    for (seq, level, price) in &debrief.card.hints {
        say(
            out,
            &said_in!(
                lang,
                "\nHint {level} was taken (#{seq}), price {price}.",
                "\nขอคำใบ้ {level} (#{seq}) เสีย {price}"
            ),
        );
    }
    if debrief.lines.iter().any(|line| line.rating.is_none()) {
        let means = words::letter_means(None, lang);
        say(
            out,
            &said_in!(
                lang,
                "\n“-” is {means}: it counts neither way.",
                "\n“-” คือ{means}: ไม่มีผลกับคะแนน"
            ),
        );
    }
}

fn talk(out: &mut String, debrief: &Debrief) {
    let lang = debrief.lang;
    if !debrief.observed.is_empty() {
        section(out, Word::Observed.get(lang));
    }
    for (at, who, text) in &debrief.observed {
        put(out, format_args!("- {at} {}: {}\n", escaped(who), escaped(text.as_str())));
    }
    if !debrief.flags.is_empty() {
        section(out, Word::LookAgain.get(lang));
        say(
            out,
            &said_in!(
                lang,
                "For people to judge; they moved no points.\n",
                "ให้คนตัดสินเอง ไม่มีผลกับคะแนน\n"
            ),
        );
    }
    for flag in &debrief.flags {
        put(out, format_args!("- {}\n", escaped(flag)));
    }
    if !debrief.questions.is_empty() {
        section(out, Word::TalkAbout.get(lang));
    }
    for question in &debrief.questions {
        put(out, format_args!("- {}\n", escaped(question)));
    }
    if let Some(source) = &debrief.source {
        section(out, &said_in!(lang, "Where it comes from", "ที่มา"));
        let source = [&source.who, &source.date, &source.at].map(|own| escaped(own)).join(", ");
        say(
            out,
            &said_in!(
                lang,
                "After a public report: {source}. The people and the company here are made up.",
                "ที่มาจากเหตุการณ์จริง: {source} บุคคลและบริษัทในเรื่องนี้สมมติขึ้น"
            ),
        );
    }
}
