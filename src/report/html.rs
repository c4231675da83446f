//! The debrief as one self-contained HTML file: no script, no network, light and dark, prints
//! well. Everything people typed is escaped by the template; each score line links to its moments
//! on the time axis.

mod axis;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::command::Rating;
use crate::content::process::Capability;
use crate::model::quantity::rounded;
use crate::model::text::Lang;
use crate::model::time::clock;
use crate::report::{
    Debrief, LineRow, RunbookRow, UpdateRow, fate_word, letter, letter_means, verdict_word,
};
use crate::score::claims::Truth;

pub(super) const STYLE: &str = include_str!("html/style.css");
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The page.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let lang = match debrief.lang {
        Lang::En => "en",
        Lang::Th => "th",
    };
    let page = html! {
        (DOCTYPE)
        html lang=(lang) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { (debrief.title) " · debrief" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (top(debrief))
                main {
                    (costs(debrief))
                    (capabilities(debrief))
                    (time(debrief))
                    (updates(debrief))
                    @for book in &debrief.runbooks { (runbook(book)) }
                    (pages(debrief))
                    (objectives(debrief))
                    (talk(debrief))
                }
                (foot(debrief))
            }
        }
    };
    page.into_string()
}

fn top(debrief: &Debrief) -> Markup {
    let card = &debrief.card;
    let (score, low, high) = (card.score, card.score_low, card.score_high);
    let range = format!("left:{low:.1}%;width:{:.1}%", (high - low).max(0.6));
    html! {
        header {
            div.what {
                p.kind { "debrief · " (if card.graded { "graded" } else { "practice" }) }
                h1 { (debrief.title) }
                p { (debrief.outcome) }
                p.soft {
                    @for (index, own) in debrief.team.iter().enumerate() {
                        @if index > 0 { ", " }
                        b { (own.name) } " " (own.seats)
                        @if own.crew { " (simulated)" }
                    }
                }
            }
            div.score {
                p.figure {
                    b { @if debrief.judged() { (rounded(score)) } @else { "–" } } span { " of 100" }
                }
                div.range aria-hidden="true" { i style=(range) {} }
                p.soft {
                    @if !debrief.judged() { "nothing was judged" }
                    @else if rounded(low) == rounded(high) { "everything was judged" }
                    @else { "between " (rounded(low)) " and " (rounded(high)) }
                    " · coverage " (debrief.coverage())
                }
                @for (_, level, price) in &card.hints {
                    p.soft { "hint " (level) @if *price > 0 { ", −" (price) } }
                }
            }
            dl.times {
                @for own in &debrief.timings {
                    div {
                        dt { (own.name) }
                        dd {
                            @match own.at { Some(at) => { (at) }, None => { span.never { "never" } } }
                        }
                        @if let Some(par) = own.par { dd.soft { "par " (clock(par)) } }
                    }
                }
            }
        }
    }
}

fn badge(rating: Option<Rating>) -> Markup {
    html! {
        span class={ "badge r" (letter(rating).replace('-', "0")) } title=(letter_means(rating)) {
            (letter(rating))
        }
    }
}

fn costs(debrief: &Debrief) -> Markup {
    html! {
        section #costs {
            h2 { "What cost most" }
            @if debrief.costs.is_empty() { p { "No moment cost points." } }
            ol.costs {
                @for own in &debrief.costs {
                    li {
                        p.lost { "−" (format!("{:.1}", own.lost)) }
                        p.when {
                            @match own.entries.first() {
                                Some(seq) => { a href={ "#e" (seq) } { (own.at) } }
                                None => { (own.at) }
                            }
                        }
                        p { (own.what) "." }
                        p.soft { "Rule: " (own.rule) ". " a href={ "#o-" (own.id) } { "all of it" } }
                        p.better { "Better: " (own.better) "." }
                    }
                }
            }
        }
    }
}

fn capabilities(debrief: &Debrief) -> Markup {
    let said = debrief.capabilities.iter().any(|own| own.own.is_some());
    let rated = debrief.capabilities.iter().any(|own| own.facilitator.is_some());
    html! {
        section #capabilities {
            h2 { "Capabilities" }
            table.capabilities {
                thead {
                    tr {
                        th { "capability" }
                        @if said { th.mid { "you say" } }
                        @if rated { th.mid { "facilitator" } }
                        th.mid { "journal" }
                        th.num { "points" }
                        th.wide aria-hidden="true" {}
                    }
                }
                tbody {
                    @for own in &debrief.capabilities {
                        tr {
                            th scope="row" { a href={ "#c-" (own.id) } { (own.id.title()) } }
                            @if said { td.mid { (badge(own.own)) } }
                            @if rated { td.mid { (badge(own.facilitator)) } }
                            td.mid { (badge(own.computed)) }
                            td.num { (format!("{:.1} / {:.1}", own.earned, own.possible)) }
                            td.wide aria-hidden="true" { (bar(own.earned, own.possible)) }
                        }
                    }
                }
            }
            p.soft.small {
                "P performed · S with some challenges · M with major challenges · U unable · - not judged"
            }
        }
    }
}

fn bar(earned: f64, possible: f64) -> Markup {
    let share = if possible > 0.0 { 100.0 * earned / possible } else { 0.0 };
    html! { span.bar { i style={ "width:" (format!("{share:.0}")) "%" } {} } }
}

fn time(debrief: &Debrief) -> Markup {
    html! {
        section #time {
            h2 { "Time" }
            div.scroll tabindex="0" role="region" aria-label="time axis" { (axis::draw(debrief)) }
            details {
                summary { "Every moment in words" }
                ol.moments {
                    @for (at, says) in moments(debrief) { li { b { (at) } " " (says) } }
                }
            }
        }
    }
}

/// All marks of all lanes by time; what has no words of its own is left out.
fn moments(debrief: &Debrief) -> Vec<(crate::model::time::DrillTime, String)> {
    let marks = debrief.lanes.iter().flat_map(|lane| &lane.marks);
    let mut said: Vec<_> = (marks.filter(|mark| !mark.label.is_empty()))
        .map(|mark| (mark.at, mark.seq, mark.says.clone()))
        .collect();
    said.sort();
    said.into_iter().map(|(at, _, says)| (at, says)).collect()
}

fn updates(debrief: &Debrief) -> Markup {
    html! {
        section #updates {
            h2 { "Updates" }
            @if debrief.updates.is_empty() { p { "None was sent." } }
            @for own in &debrief.updates { (update(debrief, own)) }
        }
    }
}

fn update(debrief: &Debrief, own: &UpdateRow) -> Markup {
    let class = match own.verdict {
        Truth::True | Truth::Late | Truth::Unknown => "update",
        Truth::Misled | Truth::NotJudged | Truth::Silent => "update odd",
        Truth::False => "update wrong",
    };
    let next = own.next.map_or_else(|| "none".to_owned(), |next| next.to_string());
    html! {
        article class=(class) {
            p.when { a href={ "#e" (own.seq) } { (own.at) } span.soft { " " (debrief.clock(own.at)) } }
            div {
                p { b { (own.audiences) } ": " (own.scope) ", " b { (own.effect) } ". " (own.doing)
                    ". " span.soft { "Next word " (next) ", by " (own.who) } }
                @if !own.text.is_empty() { blockquote { (own.text) } }
                p.small {
                    span.soft { "shown " } (own.shown) span.soft { " · so " } (own.so)
                    span.soft { " · " } em { (verdict_word(own.verdict)) }
                }
            }
        }
    }
}

fn runbook(book: &RunbookRow) -> Markup {
    html! {
        section {
            h2 { "Runbook: " (book.title) }
            p.soft {
                @if book.fits { "It fits. " } @else { "It does not fit. " }
                @match book.opened {
                    Some(at) => { "Opened at " (at) "." }
                    None => { "It was not opened." }
                }
            }
            ol.steps {
                @for step in &book.steps {
                    li value=(step.number) {
                        (step.text)
                        " " em { (fate_word(step.fate)) }
                        @if let (Some(at), Some(seq)) = (step.at, step.seq) {
                            " " a href={ "#e" (seq) } { (at) }
                        }
                        @if !step.why.is_empty() { span.soft { ": " (step.why) } }
                    }
                }
            }
            @for proposal in &book.proposals { p.better { "Proposed change: " (proposal) "." } }
        }
    }
}

fn pages(debrief: &Debrief) -> Markup {
    if debrief.ladder.is_empty() {
        return html! {};
    }
    html! {
        section #pages {
            h2 { "Pages and the ladder" }
            table {
                thead { tr { th { "at" } th { "whom" } th { "by" } th { "for" } th { "taken" } } }
                tbody {
                    @for own in &debrief.ladder {
                        tr {
                            td { a href={ "#e" (own.seq) } { (own.at) } }
                            td { (own.whom) }
                            td { (own.by) }
                            td { (own.why) }
                            td {
                                @match own.acknowledged {
                                    Some(at) => { (at) }
                                    None => { span.never { "never" } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn objectives(debrief: &Debrief) -> Markup {
    html! {
        section #objectives {
            h2 { "Objectives" }
            @for capability in Capability::ALL {
                h3 id={ "c-" (capability) } { (capability.title()) }
                @for line in debrief.lines.iter().filter(|own| own.capability == *capability) {
                    (objective(line))
                }
            }
            @if !debrief.card.excluded.is_empty() {
                h3 { "Not counted: the occasion never came" }
                ul.plain {
                    @for own in &debrief.card.excluded { li { b { (own.id) } " " (own.why_in(debrief.lang)) } }
                }
            }
        }
    }
}

fn objective(line: &LineRow) -> Markup {
    html! {
        article.line id={ "o-" (line.id) } {
            (badge(line.rating))
            div {
                h4 { (line.title) span.soft { " " (line.rule) } }
                p { (line.why) "." }
                @if let Some(better) = &line.better { p.better { "Better: " (better) "." } }
                @for said in &line.said { p.said { (said) } }
                p.small.soft {
                    (line.holder)
                    @if line.entries.is_empty() { " · no entry: it never happened" }
                    @else { " · " }
                    @for (seq, at) in &line.entries {
                        a href={ "#e" (seq) } title={ "entry " (seq) } { (at) } " "
                    }
                }
            }
            p.points { (format!("{:.1}", line.earned)) span.soft { " / " (format!("{:.1}", line.possible)) } }
        }
    }
}

fn talk(debrief: &Debrief) -> Markup {
    html! {
        section #talk {
            @if !debrief.observed.is_empty() {
                h2 { "Observed" }
                ul.plain {
                    @for (at, who, text) in &debrief.observed {
                        li { b { (at) } " " (who) ": " (text.as_str()) }
                    }
                }
            }
            @if !debrief.flags.is_empty() {
                h2 { "Words to look at again" }
                p.soft { "Found by a small list of words, for people to judge. They moved no points." }
                ul.plain { @for flag in &debrief.flags { li { (flag) } } }
            }
            @if !debrief.questions.is_empty() {
                h2 { "Talk about it" }
                ul.questions { @for question in &debrief.questions { li { (question) } } }
            }
            h2 { "What it was" }
            p { "Root cause: " (debrief.postmortem.cause) }
            ul.plain {
                @for factor in &debrief.postmortem.contributing { li { (factor) } }
            }
        }
    }
}

fn foot(debrief: &Debrief) -> Markup {
    let card = &debrief.card;
    html! {
        footer {
            @if let Some(source) = &debrief.source {
                p {
                    "After a public report: " (source.who) ", " (source.date) ", " (source.at)
                    ". The people and the company here are made up."
                }
            }
            p {
                "Drill " (card.drill) " · scenario " (card.scenario) ", variant " (card.variant)
                ", seed " (card.seed) " · process " (card.process) " · engine " (card.engine)
            }
        }
    }
}
