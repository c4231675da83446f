//! The pages of the http door. Texts are escaped by the template; the board's script writes text as
//! text, never as markup.

use maud::{DOCTYPE, Markup, html};

use crate::model::text::Lang;
use crate::room::Status;
use crate::server::hall::{Hall, Hosted};

/// What makes the board move.
pub(super) const SCRIPT: &str = include_str!("board.js");
/// How it looks.
pub(super) const STYLE: &str = include_str!("board.css");

fn page(title: &str, script: bool, body: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · firedrill" }
                link rel="stylesheet" href="/board.css";
                @if script { script src="/board.js" defer {} }
            }
            body { (body) }
        }
    };
    page.into_string()
}

/// The tables of the host.
pub(super) fn index(hall: &Hall) -> String {
    let drills = hall.drills();
    let body = html! {
        main class="index" {
            h1 { "firedrill" }
            @if drills.is_empty() { p { "No drill is played yet. This page will list them." } }
            ul {
                @for (number, hosted) in &drills {
                    li {
                        a href=(format!("/board/{number}")) {
                            (number) " · " (hosted.loaded.scenario.title.get(hosted.header.recipe.lang))
                        }
                        @let status = hosted.room.status().borrow().clone();
                        " · " (status.now) " · " (state(&status))
                    }
                }
            }
        }
    };
    page("drills", false, &body)
}

fn state(status: &Status) -> &'static str {
    match (status.ended, status.paused) {
        (true, _) => "over",
        (false, true) => "paused",
        (false, false) => "running",
    }
}

/// The words of a board, in the language of its drill.
struct Words {
    lang: &'static str,
    headings: [&'static str; 5],
    /// For the script: running, paused, over, lost, none, nothing, late, open.
    script: [&'static str; 8],
}

const ENGLISH: Words = Words {
    lang: "en",
    headings: ["Due", "Roles", "Services", "Charts", "Timeline"],
    script: [
        "running",
        "paused",
        "over",
        "connection lost, trying again",
        "no incident declared",
        "nothing",
        "LATE",
        "open!",
    ],
};

const THAI: Words = Words {
    lang: "th",
    headings: ["ครบกำหนด", "บทบาท", "บริการ", "กราฟ", "ลำดับเวลา"],
    script: [
        "กำลังเดิน",
        "พัก",
        "จบแล้ว",
        "การเชื่อมต่อขาด กำลังลองใหม่",
        "ยังไม่ประกาศ incident",
        "ไม่มี",
        "เลย",
        "ว่าง!",
    ],
};

/// The board of a table; its script fills it.
pub(super) fn board(table: u32, hosted: &Hosted) -> String {
    let lang = hosted.header.recipe.lang;
    let words = match lang {
        Lang::En => ENGLISH,
        Lang::Th => THAI,
    };
    let [due, roles, services, charts, timeline] = words.headings;
    let title = hosted.loaded.scenario.title.get(lang);
    let body = html! {
        header {
            div { p class="kind" id="state" { "…" } h1 id="title" { (title) } p id="incident" {} }
            div class="clock" { b id="now" { "--:--" } span id="story" {} }
        }
        main lang=(words.lang) data-events=(format!("/board/{table}/events"))
            data-words=(words.script.join("|")) {
            section { h2 { (due) } ul id="due" class="rows" {} }
            section { h2 { (roles) } ul id="roles" class="rows" {} }
            section class="tall" { h2 { (services) } table { tbody id="services" {} } }
            section class="wide" { h2 { (charts) } div id="charts" {} }
            section class="whole" { h2 { (timeline) } ol id="timeline" class="rows" {} }
        }
        noscript { p { "This board needs its script." } }
    };
    page(title, true, &body)
}

/// A table at which nothing is played.
pub(super) fn nobody(table: u32) -> String {
    let body = html! {
        main class="index" {
            h1 { "firedrill" }
            p { "Nothing is played at table " (table) " yet." }
            p { a href="/" { "All tables" } }
        }
    };
    page("nothing yet", false, &body)
}
