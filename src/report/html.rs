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
use crate::report::words::{self, Word, stop};
use crate::report::{Cost, Debrief, LineRow, RunbookRow, UpdateRow, letter};
use crate::score::claims::Truth;
use crate::score::said::said_in;

pub(super) const STYLE: &str = include_str!("html/style.css");
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The page.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let lang = debrief.lang;
    let page = html! {
        (DOCTYPE)
        html lang=(said_in!(lang, "en", "th")) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light dark";
                title { (debrief.title) " · " (Word::Debrief.get(lang)) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                (top(debrief))
                main {
                    (costs(debrief))
                    (capabilities(debrief))
                    (time(debrief))
                    (updates(debrief))
                    @for book in &debrief.runbooks { (runbook(book, lang)) }
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
    let (lang, card) = (debrief.lang, &debrief.card);
    // Thai letters are never set apart.
    let close = (lang == Lang::Th).then_some("letter-spacing:0");
    html! {
        header {
            div.what {
                p.kind style=[close] {
                    (Word::Debrief.get(lang)) " · " (Word::kind(card.graded).get(lang))
                }
                h1 { (debrief.title) }
                p { (debrief.outcome) }
                p.soft {
                    @for (index, own) in debrief.team.iter().enumerate() {
                        @if index > 0 { ", " }
                        b { (own.name) } " " (own.seats)
                        @if own.crew { " (" (Word::Simulated.get(lang)) ")" }
                    }
                }
            }
            (figure(debrief))
            dl.times {
                @for own in &debrief.timings {
                    div {
                        dt { (own.name) }
                        dd {
                            @match own.at {
                                Some(at) => { (at) }
                                None => { span.never { (Word::Never.get(lang)) } }
                            }
                        }
                        @if let Some(par) = own.par {
                            dd.soft { (said_in!(lang, "par {}", "bot par {}", clock(par))) }
                        }
                    }
                }
            }
        }
    }
}

/// The score, how sure it is, and what it does not hold.
fn figure(debrief: &Debrief) -> Markup {
    let (lang, card) = (debrief.lang, &debrief.card);
    let (low, high) = (card.score_low, card.score_high);
    let range = format!("left:{low:.1}%;width:{:.1}%", (high - low).max(0.6));
    let coverage = debrief.coverage();
    html! {
        div.score {
            p.figure {
                b { @if debrief.judged() { (rounded(card.score)) } @else { "–" } }
                span { (said_in!(lang, " of 100", " จาก 100")) }
            }
            @if let Some(unfinished) = debrief.unfinished() { p { (unfinished) } }
            div.range aria-hidden="true" { i style=(range) {} }
            p.soft {
                (sure(debrief))
                @if debrief.judged() && rounded(low) != rounded(high) {
                    (said_in!(lang, " · coverage {coverage}", " · ตัดสินได้ {coverage}"))
                }
            }
            @for (_, level, price) in &card.hints {
                p.soft {
                    (said_in!(lang, "hint {level}", "คำใบ้ {level}"))
                    @if *price > 0 { ", −" (price) }
                }
            }
        }
    }
}

/// How far the score could lie from what it says.
fn sure(debrief: &Debrief) -> String {
    let lang = debrief.lang;
    let (low, high) = (rounded(debrief.card.score_low), rounded(debrief.card.score_high));
    if !debrief.judged() {
        said_in!(lang, "nothing was judged", "ไม่มีอะไรที่ตัดสินได้")
    } else if low == high {
        said_in!(lang, "everything was judged", "ตัดสินได้ทุกอย่าง")
    } else {
        said_in!(lang, "between {low} and {high}", "ระหว่าง {low} ถึง {high}")
    }
}

fn badge(rating: Option<Rating>, lang: Lang) -> Markup {
    let letter = letter(rating);
    let class = format!("badge r{}", letter.replace('-', "0"));
    html! { span class=(class) title=(words::letter_means(rating, lang)) { (letter) } }
}

fn costs(debrief: &Debrief) -> Markup {
    let lang = debrief.lang;
    html! {
        section #costs {
            h2 { (Word::CostMost.get(lang)) }
            @if debrief.costs.is_empty() { p { (Word::NothingCost.get(lang)) } }
            ol.costs {
                @for own in &debrief.costs { li { (cost(own, lang)) } }
            }
        }
    }
}

fn cost(own: &Cost, lang: Lang) -> Markup {
    html! {
        p.lost { "−" (format!("{:.1}", own.lost)) }
        p.when {
            @match own.entries.first() {
                Some(seq) => { a href={ "#e" (seq) } { (own.at) } }
                None => { (own.at) }
            }
        }
        p { b { (own.title) } ": " (own.what) (stop(&own.what, lang)) }
        p.soft {
            @if let Some(rule) = own.asked() {
                (said_in!(lang, "Rule: {rule}", "กติกา: {rule}")) (stop(rule, lang)) " "
            }
            a href={ "#o-" (own.id) } { (said_in!(lang, "all of it", "ดูทั้งหมด")) }
        }
        (better(own.advice(), lang))
    }
}

/// What would have been better, where that is not told already.
fn better(advice: Option<&str>, lang: Lang) -> Markup {
    html! {
        @if let Some(better) = advice {
            p.better {
                (said_in!(lang, "Better: {better}", "ดีกว่านี้: {better}")) (stop(better, lang))
            }
        }
    }
}

fn capabilities(debrief: &Debrief) -> Markup {
    let lang = debrief.lang;
    let said = debrief.capabilities.iter().any(|own| own.own.is_some());
    let rated = debrief.capabilities.iter().any(|own| own.facilitator.is_some());
    html! {
        section #capabilities {
            h2 { (Word::Capabilities.get(lang)) }
            table.capabilities {
                thead {
                    tr {
                        th { (Word::Capability.get(lang)) }
                        @if said { th.mid { (Word::YouSay.get(lang)) } }
                        @if rated { th.mid { (Word::Facilitator.get(lang)) } }
                        th.mid { (Word::Journal.get(lang)) }
                        th.num { (Word::Points.get(lang)) }
                        th.wide aria-hidden="true" {}
                    }
                }
                tbody {
                    @for own in &debrief.capabilities {
                        tr {
                            th scope="row" {
                                a href={ "#c-" (own.id) } { (words::capability(own.id, lang)) }
                            }
                            @if said { td.mid { (badge(own.own, lang)) } }
                            @if rated { td.mid { (badge(own.facilitator, lang)) } }
                            td.mid { (badge(own.computed, lang)) }
                            td.num { (format!("{:.1} / {:.1}", own.earned, own.possible)) }
                            td.wide aria-hidden="true" { (bar(own.earned, own.possible)) }
                        }
                    }
                }
            }
            p.soft.small {
                (said_in!(
                    lang,
                    "P performed · S with some challenges · M with major challenges · U unable · - not judged",
                    "P ทำได้ครบ · S มีข้อติดขัดบ้าง · M มีปัญหาใหญ่ · U ทำไม่สำเร็จ · - ตัดสินไม่ได้"
                ))
            }
        }
    }
}

fn bar(earned: f64, possible: f64) -> Markup {
    let share = if possible > 0.0 { 100.0 * earned / possible } else { 0.0 };
    html! { span.bar { i style={ "width:" (format!("{share:.0}")) "%" } {} } }
}

fn time(debrief: &Debrief) -> Markup {
    let lang = debrief.lang;
    let axis = said_in!(lang, "time axis", "แกนเวลา");
    html! {
        section #time {
            h2 { (said_in!(lang, "Time", "เวลา")) }
            div.scroll tabindex="0" role="region" aria-label=(axis) { (axis::draw(debrief)) }
            details {
                summary { (said_in!(lang, "Every moment in words", "ทุกช่วงเวลาเป็นข้อความ")) }
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
            h2 { (Word::Updates.get(debrief.lang)) }
            @if debrief.updates.is_empty() { p { (Word::NoneSent.get(debrief.lang)) } }
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
    let lang = debrief.lang;
    let unending = || Word::Unending.get(lang).to_owned();
    let next = own.next.map_or_else(unending, |next| next.to_string());
    let next = said_in!(lang, "Next word {next}, by {}", "แจ้งครั้งถัดไป {next} โดย {}", own.who);
    html! {
        article class=(class) {
            p.when { a href={ "#e" (own.seq) } { (own.at) } span.soft { " " (debrief.clock(own.at)) } }
            div {
                p {
                    b { (own.audiences) } ": " (own.scope) ", "
                    b { (own.effect) } (stop(&own.effect, lang)) " "
                    (own.doing) (stop(&own.doing, lang)) " " span.soft { (next) }
                }
                @if !own.text.is_empty() { blockquote { (own.text) } }
                p.small {
                    span.soft { (said_in!(lang, "shown ", "ที่แสดงตอนนั้น ")) } (own.shown)
                    span.soft { (said_in!(lang, " · so ", " · ความจริงตอนนั้น ")) } (own.so)
                    span.soft { " · " } em { (words::verdict(own.verdict, lang)) }
                }
            }
        }
    }
}

fn runbook(book: &RunbookRow, lang: Lang) -> Markup {
    let fits = if book.fits {
        said_in!(lang, "It fits.", "ตรงเรื่อง")
    } else {
        said_in!(lang, "It does not fit.", "ไม่ตรงเรื่อง")
    };
    let opened = match book.opened {
        Some(at) => said_in!(lang, "Opened at {at}.", "เปิดเมื่อ {at}"),
        None => said_in!(lang, "It was not opened.", "ไม่ได้เปิด"),
    };
    html! {
        section {
            h2 { "Runbook: " (book.title) }
            p.soft { (fits) " " (opened) }
            ol.steps {
                @for step in &book.steps {
                    li value=(step.number) {
                        (step.text)
                        " " em { (words::fate(step.fate, lang)) }
                        @if let (Some(at), Some(seq)) = (step.at, step.seq) {
                            " " a href={ "#e" (seq) } { (at) }
                        }
                        @if !step.why.is_empty() { span.soft { ": " (step.why) } }
                    }
                }
            }
            @for own in &book.proposals {
                p.better {
                    (said_in!(lang, "Proposed change: {own}", "ข้อเสนอแก้ runbook: {own}"))
                    (stop(own, lang))
                }
            }
        }
    }
}

fn pages(debrief: &Debrief) -> Markup {
    if debrief.ladder.is_empty() {
        return html! {};
    }
    let lang = debrief.lang;
    html! {
        section #pages {
            h2 { (said_in!(lang, "Pages and the ladder", "Page และลำดับการ escalate")) }
            table {
                thead {
                    tr {
                        @for name in [Word::At, Word::Whom, Word::By, Word::For] {
                            th { (name.get(lang)) }
                        }
                        th { (said_in!(lang, "taken", "รับเรื่อง")) }
                    }
                }
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
                                    None => {
                                        span.never { (said_in!(lang, "never", "ไม่ได้รับ")) }
                                    }
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
    let lang = debrief.lang;
    let excluded = said_in!(lang, "Not counted: the occasion never came", "ไม่นับ เพราะไม่มีโอกาส");
    html! {
        section #objectives {
            h2 { (Word::Objectives.get(lang)) }
            @for capability in Capability::ALL {
                h3 id={ "c-" (capability) } { (words::capability(*capability, lang)) }
                @for line in debrief.lines.iter().filter(|own| own.capability == *capability) {
                    (objective(line, lang))
                }
            }
            @if !debrief.card.excluded.is_empty() {
                h3 { (excluded) }
                ul.plain {
                    @for own in &debrief.card.excluded { li { b { (own.id) } " " (own.why_in(lang)) } }
                }
            }
        }
    }
}

fn objective(line: &LineRow, lang: Lang) -> Markup {
    html! {
        article.line id={ "o-" (line.id) } {
            (badge(line.rating, lang))
            div {
                h4 { (line.title) span.soft { " " (line.rule) } }
                p { (line.why) (stop(&line.why, lang)) }
                (better(line.advice(), lang))
                @for said in &line.said { p.said { (said) } }
                p.small.soft {
                    (line.holder) " · "
                    @if line.entries.is_empty() {
                        (said_in!(lang, "no entry: it never happened", "ไม่มีรายการ: ไม่เคยเกิดขึ้น"))
                    }
                    @for (seq, at) in &line.entries {
                        a href={ "#e" (seq) } title=(said_in!(lang, "entry {seq}", "รายการ {seq}")) {
                            (at)
                        }
                        " "
                    }
                }
            }
            p.points { (format!("{:.1}", line.earned)) span.soft { " / " (format!("{:.1}", line.possible)) } }
        }
    }
}

fn talk(debrief: &Debrief) -> Markup {
    let lang = debrief.lang;
    html! {
        section #talk {
            @if !debrief.observed.is_empty() {
                h2 { (Word::Observed.get(lang)) }
                ul.plain {
                    @for (at, who, text) in &debrief.observed {
                        li { b { (at) } " " (who) ": " (text.as_str()) }
                    }
                }
            }
            @if !debrief.flags.is_empty() {
                h2 { (Word::LookAgain.get(lang)) }
                p.soft {
                    (said_in!(
                        lang,
                        "Found by a small list of words, for people to judge. They moved no points.",
                        "พบจากรายการคำสั้น ๆ ให้คนตัดสินเอง ไม่มีผลกับคะแนน"
                    ))
                }
                ul.plain { @for flag in &debrief.flags { li { (flag) } } }
            }
            @if !debrief.questions.is_empty() {
                h2 { (Word::TalkAbout.get(lang)) }
                ul.questions { @for question in &debrief.questions { li { (question) } } }
            }
            h2 { (said_in!(lang, "What it was", "เกิดจากอะไร")) }
            p { (said_in!(lang, "Root cause: ", "Root cause (สาเหตุต้นตอ): ")) (debrief.postmortem.cause) }
            ul.plain {
                @for factor in &debrief.postmortem.contributing { li { (factor) } }
            }
        }
    }
}

fn foot(debrief: &Debrief) -> Markup {
    let (lang, card) = (debrief.lang, &debrief.card);
    let (drill, scenario, variant, seed) = (&card.drill, &card.scenario, &card.variant, card.seed);
    let (process, engine) = (&card.process, card.engine);
    html! {
        footer {
            @if let Some(own) = &debrief.source {
                p {
                    (said_in!(
                        lang,
                        "After a public report: {}, {}, {}. The people and the company here are made up.",
                        "ที่มาจากเหตุการณ์จริง: {}, {}, {} บุคคลและบริษัทในเรื่องนี้สมมติขึ้น",
                        own.who,
                        own.date,
                        own.at
                    ))
                }
            }
            p {
                (said_in!(
                    lang,
                    "Drill {drill} · scenario {scenario}, variant {variant}, seed {seed} · process {process} · engine {engine}",
                    "การซ้อม {drill} · สถานการณ์จำลอง {scenario}, variant {variant}, seed {seed} · กระบวนการ {process} · engine {engine}"
                ))
            }
        }
    }
}
