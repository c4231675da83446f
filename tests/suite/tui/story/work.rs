//! Looks, remedies, runbooks, the record, updates.

use firedrill::command::{Command, Effect, LookView, StepMark, Update};
use firedrill::content::runbook::Directive;
use firedrill::model::condition::Bounds;
use firedrill::model::id::{LookId, RemedyRun};
use firedrill::model::text::{DisplayText, Text};
use firedrill::model::time::Span;
use firedrill::view::{
    ChartMark, LookItem, RecordRow, RemedyRow, RunbookRow, RunbookView, StepRow, UpdateRow,
};

use super::{at, both};

pub(super) fn mark(time: &str, letter: char, target: Option<&str>) -> ChartMark {
    ChartMark { at: at(time), letter, target: target.map(Into::into) }
}

pub(super) fn looks() -> Vec<LookItem> {
    let look =
        |id, target: &str, view, began: &str, ready: &str, lines: Option<Vec<&str>>| LookItem {
            id: LookId(id),
            target: target.into(),
            view,
            who: "ton".to_owned(),
            began: at(began),
            ready: at(ready),
            lines: lines.map(|lines| lines.into_iter().map(DisplayText::from).collect()),
            readings: firedrill::journal::Shown::default(),
        };
    vec![
        look(
            1,
            "checkout",
            LookView::Logs,
            "03:40",
            "04:10",
            Some(vec![
                "19:03:52 checkout-7 ERROR payments: deadline exceeded after 800ms",
                "19:03:53 checkout-7 WARN  retry 3/4 payments backoff=0ms",
                "19:03:55 checkout-2 ERROR giving up order=88213 attempts=5",
                "19:03:58 checkout-5 INFO  order placed in 240ms",
            ]),
        ),
        look(
            2,
            "checkout",
            LookView::Deploys,
            "04:20",
            "04:50",
            Some(vec!["v2.41.0 at 18:52 by ci: payments client: retries 1 → 4"]),
        ),
        look(3, "orders-db", LookView::Metrics, "05:05", "05:45", None),
    ]
}

pub(super) fn record(time: &str, kind: &'static str, text: &str, why: &str) -> RecordRow {
    RecordRow { at: at(time), who: "ann".to_owned(), kind, text: text.into(), why: why.into() }
}

pub(super) fn runbooks(fits: bool) -> Vec<RunbookRow> {
    let row = |id: &str, title: &str, fits| RunbookRow {
        id: id.into(),
        title: Text::from(title),
        targets: Vec::new(),
        fits,
        opened: false,
    };
    vec![
        row("checkout-errors", "Checkout fails for many", fits),
        row("payments-slow", "Payments is slow", fits),
        row("database-failover", "Fail a database over", false),
    ]
}

/// A command, a wait, or the one check there is.
fn directives(line: &str) -> Vec<Directive> {
    let minutes = |line: &str| line.trim_matches(|own: char| !own.is_ascii_digit()).parse();
    match line.split(' ').next().unwrap_or_default() {
        "" => Vec::new(),
        "wait" => vec![Directive::Wait(Span::from_minutes(minutes(line).unwrap()))],
        "check" => {
            let metric = "checkout.error_ratio".parse().unwrap();
            let bounds = Bounds { below: Some(0.01), ..Bounds::default() };
            vec![Directive::Check { metric, bounds, hold: Span::default() }]
        }
        _ => vec![Directive::Command(Box::new(Command::parse(line).unwrap()))],
    }
}

pub(super) fn runbook() -> RunbookView {
    let step =
        |number, text: &str, directive: &str, marked: Option<(StepMark, &str, &str)>| StepRow {
            number,
            text: text.into(),
            directives: directives(directive),
            marked: marked.map(|(how, time, why)| (how, at(time), "ton".to_owned(), why.into())),
        };
    RunbookView {
        id: "checkout-errors".into(),
        title: both("Checkout fails for many", "จ่ายเงินไม่ได้หลายคน"),
        about: "Owner shop team · reviewed 2026-09-02".to_owned(),
        intro: "For errors at checkout that customers see.".into(),
        steps: vec![
            step(
                1,
                "Which error: timeout or 5xx?",
                "/look checkout metrics",
                Some((StepMark::Done, "05:02", "")),
            ),
            step(
                2,
                "A deploy in the last hour?",
                "/look checkout deploys",
                Some((StepMark::Done, "05:50", "")),
            ),
            step(3, "Is search slow too?", "", Some((StepMark::Skip, "09:12", "search is calm"))),
            step(
                4,
                "Deploy under 60 min old and errors began after it: roll back. Say first what \
                 you expect, and by when.",
                "/do rollback checkout",
                None,
            ),
            step(5, "Wait for it", "wait 4m", None),
            step(6, "Errors under 1 % for 2 min", "check checkout.error_ratio<0.01", None),
            step(7, "Place a test order", "/do verify checkout", None),
        ],
        outro: "Not helping? Page the payments lead: `/page payments`".into(),
    }
}

pub(super) fn remedy() -> RemedyRow {
    RemedyRow {
        run: RemedyRun(1),
        what: "rollback checkout".to_owned(),
        by: "ton".to_owned(),
        began: at("09:40"),
        ready: at("13:45"),
        ended: Some((at("13:45"), false)),
        says: Some(Text::from("rollback checkout finished: v2.40.3 on 12 of 12")),
    }
}

pub(super) fn updates() -> Vec<UpdateRow> {
    let update = |audience: &str, effect, next: &str, at_: &str, replaced| UpdateRow {
        at: at(at_),
        who: "ann".to_owned(),
        update: Update {
            incident: None,
            audiences: vec![audience.into()],
            scope: "checkout".into(),
            effect,
            doing: "looking at the 18:52 checkout deploy; ton leads".into(),
            next: Some(Span::from_minutes(20)),
            text: DisplayText::default(),
        },
        next: Some(at(next)),
        replaced,
    };
    vec![
        update("internal", Effect::Many, "26:05", "06:05", true),
        update("public", Effect::Many, "17:30", "07:30", false),
        update("internal", Effect::Some, "31:20", "16:20", false),
    ]
}
