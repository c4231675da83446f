//! The debrief as Markdown. What people typed is escaped: it can neither become a heading nor a
//! link.

use crate::report::{Debrief, fate_word, letter, letter_means, put, verdict_word};

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
    let card = &debrief.card;
    let kind = if card.graded { "graded" } else { "practice" };
    let team: Vec<String> = (debrief.team.iter())
        .map(|own| {
            let crew = if own.crew { ", simulated" } else { "" };
            format!("{} ({}{crew})", escaped(&own.name), escaped(&own.seats))
        })
        .collect();
    put(
        out,
        format_args!(
            "# {} · debrief\n\n**Score {}** · {kind} · coverage {} · process {} · drill {}\n\n{}\n\n{}\n",
            escaped(&debrief.title),
            debrief.score(),
            debrief.coverage(),
            escaped(card.process.as_str()),
            escaped(&card.drill),
            escaped(&debrief.outcome),
            team.join(", "),
        ),
    );
    out.push_str("\n| | at | par |\n| --- | ---: | ---: |\n");
    for own in &debrief.timings {
        let at = own.at.map_or_else(|| "–".to_owned(), |at| at.to_string());
        let par = own.par.map_or_else(|| "–".to_owned(), crate::model::time::clock);
        put(out, format_args!("| {} | {at} | {par} |\n", own.name));
    }
}

fn capabilities(out: &mut String, debrief: &Debrief) {
    out.push_str(
        "\n## Capabilities\n\n| capability | you say | facilitator | journal | points |\n",
    );
    out.push_str("| --- | :-: | :-: | :-: | ---: |\n");
    for own in &debrief.capabilities {
        put(
            out,
            format_args!(
                "| {} | {} | {} | {} | {:.1} / {:.1} |\n",
                own.id.title(),
                letter(own.own),
                letter(own.facilitator),
                letter(own.computed),
                own.earned,
                own.possible,
            ),
        );
    }
    out.push_str(
        "\nP performed, S with some challenges, M with major challenges, U unable, - not judged.\n",
    );
}

fn costs(out: &mut String, debrief: &Debrief) {
    out.push_str("\n## What cost most\n\n");
    if debrief.costs.is_empty() {
        out.push_str("No moment cost points.\n");
    }
    for (rank, own) in (1..).zip(&debrief.costs) {
        put(
            out,
            format_args!(
                "{rank}. **−{:.1}** at {}: {}\n   - rule: {}\n   - better: {}\n   - entries: {}\n",
                own.lost,
                own.at,
                escaped(&own.what),
                escaped(&own.rule),
                escaped(&own.better),
                entries(&own.entries),
            ),
        );
    }
}

fn entries(seqs: &[u64]) -> String {
    if seqs.is_empty() {
        return "none: it never happened".to_owned();
    }
    seqs.iter().map(|seq| format!("#{seq}")).collect::<Vec<_>>().join(" ")
}

fn updates(out: &mut String, debrief: &Debrief) {
    out.push_str("\n## Updates\n\n");
    if debrief.updates.is_empty() {
        out.push_str("None was sent.\n");
        return;
    }
    out.push_str("| at | to | says | shown | so | |\n| --- | --- | --- | --- | --- | --- |\n");
    for own in &debrief.updates {
        let next = own.next.map_or_else(|| "none".to_owned(), |next| next.to_string());
        put(
            out,
            format_args!(
                "| {} | {} | {}: {}. {}. Next {next}. {} | {} | {} | {} |\n",
                own.at,
                escaped(&own.audiences),
                escaped(&own.scope),
                escaped(&own.effect),
                escaped(&own.doing),
                escaped(&own.text),
                escaped(&own.shown),
                escaped(&own.so),
                verdict_word(own.verdict),
            ),
        );
    }
}

fn runbooks(out: &mut String, debrief: &Debrief) {
    for own in &debrief.runbooks {
        let fits = if own.fits { "fits" } else { "does not fit" };
        let opened =
            own.opened.map_or_else(|| "not opened".to_owned(), |at| format!("opened {at}"));
        put(out, format_args!("\n## Runbook: {} ({fits}, {opened})\n\n", escaped(&own.title)));
        out.push_str("| step | | at | |\n| ---: | --- | --- | --- |\n");
        for step in &own.steps {
            let at = step.at.map(|at| at.to_string()).unwrap_or_default();
            let (text, why) = (escaped(&step.text), escaped(&step.why));
            let fate = fate_word(step.fate);
            put(out, format_args!("| {} | {text} | {at} | {fate} {why} |\n", step.number));
        }
        for proposal in &own.proposals {
            put(out, format_args!("\nProposed change: {}\n", escaped(proposal)));
        }
    }
}

fn ladder(out: &mut String, debrief: &Debrief) {
    if debrief.ladder.is_empty() {
        return;
    }
    out.push_str("\n## Pages\n\n| at | whom | by | for | acknowledged |\n");
    out.push_str("| --- | --- | --- | --- | --- |\n");
    for own in &debrief.ladder {
        let taken = own.acknowledged.map_or_else(|| "never".to_owned(), |at| at.to_string());
        let (whom, by, why) = (escaped(&own.whom), escaped(&own.by), escaped(&own.why));
        put(out, format_args!("| {} | {whom} | {by} | {why} | {taken} |\n", own.at));
    }
}

fn objectives(out: &mut String, debrief: &Debrief) {
    out.push_str("\n## Objectives\n\n| | objective | whose | points | why | entries |\n");
    out.push_str("| :-: | --- | --- | ---: | --- | --- |\n");
    for line in &debrief.lines {
        let seqs: Vec<u64> = line.entries.iter().map(|(seq, _)| *seq).collect();
        let mut why = escaped(&line.why);
        if let Some(better) = &line.better {
            why = format!("{why}. Better: {}", escaped(better));
        }
        for said in &line.said {
            why = format!("{why}. {}", escaped(said));
        }
        put(
            out,
            format_args!(
                "| {} | {} | {} | {:.1} / {:.1} | {why} | {} |\n",
                letter(line.rating),
                escaped(&line.title),
                escaped(&line.holder),
                line.earned,
                line.possible,
                seqs.iter().map(|seq| format!("#{seq}")).collect::<Vec<_>>().join(" "),
            ),
        );
    }
    if !debrief.card.excluded.is_empty() {
        out.push_str("\nNot counted, because the occasion never came:\n\n");
        for own in &debrief.card.excluded {
            put(out, format_args!("- {}: {}\n", own.id, escaped(own.why_in(debrief.lang))));
        }
    }
    for (seq, level, price) in &debrief.card.hints {
        put(out, format_args!("\nHint {level} was taken (#{seq}), price {price}.\n"));
    }
    if debrief.lines.iter().any(|line| line.rating.is_none()) {
        put(out, format_args!("\n“-” is {}: it counts neither way.\n", letter_means(None)));
    }
}

fn talk(out: &mut String, debrief: &Debrief) {
    if !debrief.observed.is_empty() {
        out.push_str("\n## Observed\n\n");
    }
    for (at, who, text) in &debrief.observed {
        put(out, format_args!("- {at} {}: {}\n", escaped(who), escaped(text.as_str())));
    }
    if !debrief.flags.is_empty() {
        out.push_str(
            "\n## Words to look at again\n\nFor people to judge; they moved no points.\n\n",
        );
    }
    for flag in &debrief.flags {
        put(out, format_args!("- {}\n", escaped(flag)));
    }
    if !debrief.questions.is_empty() {
        out.push_str("\n## Talk about it\n\n");
    }
    for question in &debrief.questions {
        put(out, format_args!("- {}\n", escaped(question)));
    }
    if let Some(source) = &debrief.source {
        put(
            out,
            format_args!(
                "\n## Where it comes from\n\nAfter a public report: {}, {}, {}. The people and the company here are made up.\n",
                escaped(&source.who),
                escaped(&source.date),
                escaped(&source.at),
            ),
        );
    }
}
