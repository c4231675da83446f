//! A scenario's first draft and its runbook: whole files that can be played at once, with what the
//! author has to write in `(write: …)`.

use chrono::NaiveDate;

use crate::model::system::System;
use crate::model::text::Lang;
use crate::workshop::cast::Cast;
use crate::workshop::class::Class;
use crate::workshop::postmortem::{DAY, Moment, Sort};

const FRAME: &str = include_str!("classes/frame.toml");
const RUNBOOK: &str = include_str!("classes/runbook.md");

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The scenario's id, which is also its runbook's.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Minutes it may last.
    pub minutes: u32,
    /// The day it plays on.
    pub day: NaiveDate,
    /// The time of day of the first moment, in minutes; ten in the morning where nothing tells.
    pub clock: Option<u32>,
    /// What happened, where a post-mortem tells of it.
    pub moments: &'a [Moment],
    /// What made it possible, where a post-mortem tells of it.
    pub causes: &'a [String],
}

/// Files of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The scenario.
    pub scenario: String,
    /// The runbook.
    pub runbook: String,
}

/// Drafts a scenario of a class, as cast on a system.
#[must_use]
pub fn draft(wish: &Wish<'_>, class: &Class, system: &System, cast: &Cast) -> Draft {
    let false_alarm = class.name == "false-alarm";
    let came = match (wish.moments, false_alarm) {
        ([], true) => String::new(),
        ([], false) => TICKET.to_owned(),
        (moments, _) => timeline(wish, moments),
    };
    let blocks = [
        ("tops", class.tops.as_str()),
        ("faults", class.faults.as_str()),
        ("truth", class.truth.as_str()),
        ("cure", class.cure.as_str()),
        ("came", came.as_str()),
    ];
    let mut scenario = FRAME.to_owned();
    for (name, text) in blocks {
        scenario = scenario.replace(&format!("{{{name}}}"), text.trim_start_matches('\n'));
    }
    let mut runbook = RUNBOOK.to_owned();
    for (name, text) in names(wish, class, system, cast) {
        let name = format!("{{{name}}}");
        scenario = scenario.replace(&name, &text);
        runbook = runbook.replace(&name, &text);
    }
    Draft { scenario, runbook }
}

const TICKET: &str = r#"[inject.first-ticket]
when = { after = "5m" }
ticket = { from = "{client}", count = 12, says = "(write: what a customer sees, in their words)" }
evidence = ["users_hit", "feature_hit"]
"#;

/// Ten in the morning, in minutes.
const MORNING: u32 = 600;
/// Minutes of a drill before the first moment of a post-mortem.
const BEFORE: u32 = 2;

/// What a post-mortem tells of, as injects at its minutes; what others did and machines told is left
/// to players and the simulation, and stands there as a remark.
fn timeline(wish: &Wish<'_>, moments: &[Moment]) -> String {
    let mut out = String::from("# from the post-mortem; each sort is a guess by its words\n");
    for (number, own) in (1..).zip(moments) {
        let minute = own.minute + BEFORE;
        let (sort, line, says) = (own.sort.word(), own.line, &own.says);
        let heading = format!("\n# line {line}, minute {minute} ({sort}): {says}\n");
        out.push_str(&heading);
        if minute >= wish.minutes {
            out.push_str(&remark("(later than the drill lasts)"));
            continue;
        }
        let comes = |form: &str| inject(number, minute, form, says);
        out.push_str(&match own.sort {
            Sort::Deploy => {
                remark("a deploy goes into `deploys` above, with a target and a version")
            }
            Sort::Alarm => remark("an alert fires by itself where the system has one for it"),
            Sort::Response => {
                remark("this is for players to do: perhaps a remedy, an `expect` or a hint")
            }
            Sort::Customers => comes("ticket = { from = \"{client}\", count = 5, says = "),
            Sort::Other => comes("message = { from = \"{colleague}\", to = \"all\", says = "),
        });
    }
    out
}

/// What made it possible, to be written or to be looked over.
fn contributing(causes: &[String]) -> String {
    let told = causes.iter().map(|own| format!("\"(write: of the made-up company) {own}\""));
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        return r#""(write: What made it possible.)", "(write: What made it take long.)""#
            .to_owned();
    }
    told.join(", ")
}

fn remark(text: &str) -> String {
    format!("# {text}\n")
}

fn inject(number: u32, minute: u32, text: &str, says: &str) -> String {
    let says = format!("\"(write: in their words, of the made-up company) {says}\" }}");
    format!("[inject.moment-{number}]\nwhen = {{ after = \"{minute}m\" }}\n{text}{says}\n")
}

fn names(
    wish: &Wish<'_>,
    class: &Class,
    system: &System,
    cast: &Cast,
) -> Vec<(&'static str, String)> {
    let person = |id| {
        let known = system.people.get(id);
        known.map_or_else(|| format!("{id}"), |own| own.name.get(Lang::En).to_owned())
    };
    let team = system.teams.get(&cast.team);
    let team = team.map_or_else(|| cast.team.to_string(), |own| own.name.get(Lang::En).to_owned());
    let mut tell = vec![format!("\"{}\"", cast.chief)];
    if cast.support != cast.chief {
        tell.push(format!("\"{}\"", cast.support));
    }
    let tell = tell.join(", ");
    let starts = wish.clock.map_or(MORNING, |clock| (clock + DAY - BEFORE) % DAY);
    vec![
        ("clock", format!("{:02}:{:02}", starts / 60, starts % 60)),
        ("contributing", contributing(wish.causes)),
        ("id", wish.id.to_owned()),
        ("title", wish.title.replace(['"', '\\'], "'")),
        ("minutes", wish.minutes.to_string()),
        ("day", wish.day.format("%Y-%m-%d").to_string()),
        ("weekday", wish.day.format("%A").to_string()),
        ("class", class.name.to_owned()),
        ("system", system.id.to_string()),
        ("part", cast.part.to_string()),
        ("callee", cast.behind.to_string()),
        ("behind", cast.behind.to_string()),
        ("other", cast.other.to_string()),
        ("team", cast.team.to_string()),
        ("team_name", team),
        ("owner", cast.owner.to_string()),
        ("colleague", cast.colleague.to_string()),
        ("colleague_name", person(&cast.colleague)),
        ("tell", tell),
        ("chief", cast.chief.to_string()),
        ("support", cast.support.to_string()),
        ("client", cast.client.to_string()),
    ]
}
