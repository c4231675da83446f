//! Random commands of every kind, within what players and files can name.

use firedrill::command::{Command, Effect, LookView, Priority, Rating, Steering, StepMark, Update};
use firedrill::model::cause::CauseKind;
use firedrill::model::id::{AlertId, IncidentId, QuestionId};
use firedrill::model::remedy::Order;
use firedrill::model::text::DisplayText;
use firedrill::model::time::{DrillTime, Span};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Text that people could type, the awkward kinds more often than they do.
fn text() -> impl Strategy<Value = DisplayText> {
    let pieces = select(vec![
        "INC-0001",
        "sev2",
        "SEV-1",
        "severity=",
        "why=",
        "owner=",
        "next=none",
        "\"",
        "\\",
        "\\n",
        "\n",
        " ",
        "  ",
        "/do",
        "ลูกค้าจ่ายเงินไม่ได้",
        "#",
        "e\u{301}",
        "x",
    ]);
    let mixed = prop::collection::vec(pieces, 0..8).prop_map(|words| words.concat());
    let spaced = prop::collection::vec("[a-z=\"/]{0,6}", 0..6).prop_map(|words| words.join(" "));
    prop_oneof![mixed, spaced, any::<String>()].prop_map(|text| DisplayText::from(text.as_str()))
}

/// A name as files have it, or what somebody typed in its place.
fn name() -> impl Strategy<Value = String> {
    let odd = text().prop_map(|text| DisplayText::one_line(text.as_str()).as_str().to_owned());
    prop_oneof![4 => "[a-z][a-z0-9-]{0,12}", 1 => Just("INC-7".to_owned()), 1 => odd]
}

macro_rules! id {
    () => {
        name().prop_map(|name| name.as_str().into())
    };
}

fn incident() -> impl Strategy<Value = Option<IncidentId>> {
    option::of((0_u32..20_000).prop_map(IncidentId))
}

fn rating() -> impl Strategy<Value = Rating> {
    select(vec![Rating::P, Rating::S, Rating::M, Rating::U])
}

fn about_the_incident() -> impl Strategy<Value = Command> {
    let severity =
        || prop_oneof![Just("sev2".to_owned()), name()].prop_map(|name| name.as_str().into());
    prop_oneof![
        text()
            .prop_filter("said is not empty", |text| !text.as_str().trim().is_empty())
            .prop_map(Command::Say),
        any::<u32>().prop_map(|number| Command::Ack(AlertId(number))),
        (option::of(severity()), text())
            .prop_map(|(severity, title)| Command::Declare { severity, title }),
        (incident(), severity(), text()).prop_map(|(incident, severity, why)| Command::Severity {
            incident,
            severity,
            why
        }),
        (incident(), id!(), text()).prop_map(|(incident, status, note)| Command::Status {
            incident,
            status,
            note
        }),
        (incident(), text()).prop_map(|(incident, reason)| Command::Close { incident, reason }),
        (incident(), id!(), id!()).prop_map(|(incident, role, person)| Command::Assign {
            incident,
            role,
            person
        }),
        (incident(), id!(), id!(), text()).prop_map(|(incident, role, person, brief)| {
            Command::Handover { incident, role, person, brief }
        }),
        (id!(), text()).prop_map(|(whom, why)| Command::Page { whom, why }),
        update().prop_map(Command::Update),
        (any::<u32>(), text())
            .prop_map(|(id, text)| Command::Answer { question: QuestionId(id), text }),
    ]
}

fn update() -> impl Strategy<Value = Update> {
    let effect = prop_oneof![
        select(vec![Effect::Unknown, Effect::None, Effect::Some, Effect::Many, Effect::All]),
        (0_u8..=100).prop_map(Effect::Percent),
    ];
    let audiences = prop::collection::vec("[a-z]{1,8}".prop_map(|name| name.as_str().into()), 1..3);
    let next = option::of((0_u64..86_400_000_000).prop_map(Span));
    (incident(), audiences, text(), effect, text(), next, text()).prop_map(
        |(incident, audiences, scope, effect, doing, next, text)| Update {
            incident,
            audiences,
            scope: DisplayText::one_line(scope.as_str()),
            effect,
            doing,
            next,
            text,
        },
    )
}

fn work() -> impl Strategy<Value = Command> {
    let views = select(vec![
        LookView::Metrics,
        LookView::Logs,
        LookView::Deploys,
        LookView::Config,
        LookView::Deps,
    ]);
    let args = option::of(name());
    prop_oneof![
        (id!(), views).prop_map(|(target, view)| Command::Look { target, view }),
        (id!(), text()).prop_map(|(whom, question)| Command::Ask { whom, question }),
        (id!(), text()).prop_map(|(whom, text)| Command::Tell { whom, text }),
        (id!(), select(CauseKind::ALL), text()).prop_map(|(target, kind, why)| Command::Cause {
            target,
            kind,
            why
        }),
        (id!(), id!(), args).prop_map(|(remedy, target, args)| Command::Do(Order {
            remedy,
            target,
            args
        })),
        id!().prop_map(Command::Runbook),
        (any::<u32>(), select(vec![StepMark::Done, StepMark::Skip]), text())
            .prop_map(|(number, mark, why)| Command::Step { number, mark, why }),
        Just(Command::Hint),
        Just(Command::Jump),
    ]
}

fn record() -> impl Strategy<Value = Command> {
    let due = (2000_i32..2100, 1_u32..=365).prop_map(|(year, day)| {
        chrono::NaiveDate::from_yo_opt(year, day).expect("a day of the year")
    });
    let priority = select(vec![Priority::P1, Priority::P2, Priority::P3, Priority::P4]);
    let time = (0_u32..86_400).prop_map(DrillTime);
    prop_oneof![
        text().prop_map(Command::Note),
        (text(), text()).prop_map(|(text, why)| Command::Decision { text, why }),
        (text(), id!(), due, priority).prop_map(|(task, owner, due, priority)| Command::Action {
            task,
            owner,
            due,
            priority,
        }),
        (id!(), time, text()).prop_map(|(objective, at, what)| Command::Witness {
            objective,
            at,
            what
        }),
        (name(), rating())
            .prop_map(|(capability, rating)| Command::SelfRate { capability, rating }),
        (id!(), text()).prop_map(|(line, why)| Command::Dispute { line, why }),
    ]
}

fn control() -> impl Strategy<Value = Command> {
    let how = select(vec![Steering::Fire, Steering::Hold, Steering::Skip]);
    prop_oneof![
        Just(Command::Pause),
        Just(Command::Resume),
        (1_u32..=60).prop_map(Command::Speed),
        Just(Command::End),
        text().prop_map(Command::Abort),
        text().prop_map(Command::Inject),
        (how, id!()).prop_map(|(how, inject)| Command::Steer { how, inject }),
        (id!(), rating(), text()).prop_map(|(objective, rating, note)| Command::Rate {
            objective,
            rating,
            note
        }),
        (id!(), any::<bool>(), text()).prop_map(|(line, accept, why)| Command::Rule {
            line,
            accept,
            why
        }),
        text().prop_map(Command::Observe),
    ]
}

/// Any command.
pub(crate) fn command() -> impl Strategy<Value = Command> {
    prop_oneof![about_the_incident(), work(), record(), control()]
}
