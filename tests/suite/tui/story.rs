//! One incident told at ascending minutes, as the seat of ann sees it: Lantern Lane, Friday
//! 27 November 2026, story 19:00 is drill 00:00.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use firedrill::command::Rating;
use firedrill::command::{Effect, LookView, StepMark, Update};
use firedrill::content::process::Capability;
use firedrill::incident::{Duty, Obligation};
use firedrill::model::id::{AlertId, IncidentId, LookId, PageId, PartId, QuestionId, RemedyRun};
use firedrill::model::metric::{Metric, MetricRef};
use firedrill::model::text::{DisplayText, Lang, Text};
use firedrill::model::time::{DrillTime, Span};
use firedrill::score::{CapabilityLine, Line, Scorecard, Timings};
use firedrill::tui::{Debriefing, DrillCard, Lane, Moment, ScenarioCard};
use firedrill::view::{
    ActionRow, AlertRow, ChannelLine, ChartMark, DueItem, DueState, InboxItem, IncidentRow,
    LookItem, PersonRow, RecordRow, RemedyRow, RunbookRow, RunbookView, SeatView, ServiceRow,
    StepRow, TeamRow, UpdateRow, Words,
};

/// Text in both languages.
fn both(en: &str, th: &str) -> Text {
    Text { en: DisplayText::from(en), th: Some(DisplayText::from(th)) }
}

fn at(text: &str) -> DrillTime {
    DrillTime::parse(text).unwrap()
}

/// Nothing has happened yet.
pub(super) fn calm(lang: Lang) -> SeatView {
    let now = at("00:40");
    SeatView {
        now,
        story_start: 19 * 3600,
        story_date: NaiveDate::from_ymd_opt(2026, 11, 27),
        lang,
        me: "p1".into(),
        my_name: "ann".to_owned(),
        my_roles: ["lead", "comms", "tech", "scribe"].map(str::to_owned).to_vec(),
        title: both("Payday evening", "เย็นวันเงินเดือนออก"),
        speed: 1,
        graded: true,
        minutes: 45,
        services: services(false),
        history: Arc::new(history(now, false)),
        thresholds: thresholds(),
        scrape_age: Some(4),
        runbooks: runbooks(false),
        next_hint_price: Some(0),
        words: words(),
        ..SeatView::default()
    }
}

/// A page has come for ann, and waits.
pub(super) fn ringing(lang: Lang) -> SeatView {
    let now = at("01:55");
    SeatView {
        now,
        alerts: vec![alert_checkout(None)],
        due: vec![due(
            Duty::Acknowledge(PageId(1), Some(AlertId(1))),
            both("ack A-1", "รับเรื่อง A-1"),
            true,
            DueState::Open(285),
        )],
        services: services(true),
        history: Arc::new(history(now, true)),
        runbooks: runbooks(true),
        channel: vec![line("01:40", "pager", "A-1 checkout error ratio above 5 % for 60 s → ann")],
        ..calm(lang)
    }
}

/// Declared; roles are being filled, people wait, a look and a remedy run.
pub(super) fn declared(lang: Lang) -> SeatView {
    let now = at("05:20");
    SeatView {
        now,
        incidents: vec![incident("investigating")],
        alerts: vec![alert_checkout(Some(at("02:10"))), alert_payments(), alert_search()],
        due: declared_due(),
        marks: vec![mark("02:40", 'I', None)],
        history: Arc::new(history(now, true)),
        channel: channel(),
        inbox: inbox(),
        looks: looks(),
        remedies: Vec::new(),
        team: team(),
        people: people(),
        record: vec![record("02:40", "status", "declared SEV2", "")],
        ..ringing(lang)
    }
}

/// Late in the story: rolled back, an answer is overdue, a runbook is open, updates were sent.
pub(super) fn late(lang: Lang) -> SeatView {
    let now = at("17:45");
    let mut due = declared_due();
    due.truncate(1);
    due.insert(
        0,
        self::due(
            Duty::Answer(QuestionId(1)),
            both("answer fah", "ตอบ fah"),
            true,
            DueState::Late(152),
        ),
    );
    SeatView {
        now,
        incidents: vec![incident("monitoring")],
        due,
        marks: vec![
            mark("02:40", 'I', None),
            mark("09:40", 'R', Some("checkout")),
            mark("13:45", 'F', Some("checkout")),
        ],
        history: Arc::new(history(now, true)),
        runbook: Some(runbook()),
        remedies: vec![remedy()],
        record: vec![
            record("02:40", "status", "declared SEV2", ""),
            record("09:00", "cause", "checkout release", "retries without backoff"),
            record("09:30", "decision", "roll back checkout", "errors began after 18:52"),
            record("14:40", "note", "errors fall since 14:00, 33 % → 19 %", ""),
        ],
        actions: vec![ActionRow {
            task: "retry budget in the payments client".into(),
            owner: "ton".to_owned(),
            due: NaiveDate::from_ymd_opt(2026, 12, 11).unwrap(),
            priority: "P2".to_owned(),
        }],
        updates: updates(),
        ..declared(lang)
    }
}

fn incident(status: &str) -> IncidentRow {
    IncidentRow {
        id: IncidentId(1),
        severity: "sev2".into(),
        status: status.into(),
        title: "Checkout errors".into(),
        channel: "#inc-2026-11-27-checkout-errors".to_owned(),
        declared: at("02:40"),
        open: true,
    }
}

fn alert_checkout(acked: Option<DrillTime>) -> AlertRow {
    AlertRow {
        id: AlertId(1),
        target: "checkout".into(),
        says: both(
            "checkout error ratio above 5 % for 60 s",
            "checkout มีสัดส่วน error เกิน 5 % นาน 60 วินาที",
        ),
        value: Some((metric("checkout", Metric::ErrorRatio), 0.248)),
        fired: at("01:40"),
        resolved: None,
        pages: vec![(PageId(1), "ann".to_owned(), at("01:40"), acked)],
        waits_for_me: acked.is_none(),
    }
}

fn alert_payments() -> AlertRow {
    AlertRow {
        id: AlertId(2),
        target: "payments".into(),
        says: both("payments p99 above 2 s", "payments p99 เกิน 2 วินาที"),
        value: Some((metric("payments", Metric::P99), 2.6)),
        fired: at("03:10"),
        resolved: None,
        pages: vec![(PageId(2), "mek".to_owned(), at("03:10"), None)],
        waits_for_me: false,
    }
}

fn alert_search() -> AlertRow {
    AlertRow {
        id: AlertId(3),
        target: "search".into(),
        says: both("search disk 80 % full", "search ดิสก์เต็ม 80 %"),
        value: None,
        fired: at("00:10"),
        resolved: Some(at("04:10")),
        pages: Vec::new(),
        waits_for_me: false,
    }
}

fn due(duty: Duty, label: Text, mine: bool, state: DueState) -> DueItem {
    DueItem {
        obligation: Obligation {
            duty,
            incident: Some(IncidentId(1)),
            role: None,
            owner: None,
            from: at("02:40"),
            due: at("12:40"),
            cause: 14,
            met: None,
            lapsed: None,
        },
        mine,
        owner: if mine { "ann".to_owned() } else { "nok".to_owned() },
        label,
        state,
    }
}

fn declared_due() -> Vec<DueItem> {
    vec![
        due(
            Duty::FirstUpdate("internal".into()),
            both("internal update", "อัปเดตภายใน"),
            true,
            DueState::Open(440),
        ),
        due(Duty::Answer(QuestionId(1)), both("answer fah", "ตอบ fah"), true, DueState::Soon(58)),
        due(
            Duty::Fill("technical-lead".into()),
            both("fill tech", "มอบหมาย tech"),
            true,
            DueState::Open(140),
        ),
        due(
            Duty::FirstUpdate("public".into()),
            both("public update", "อัปเดตสาธารณะ"),
            false,
            DueState::Open(440),
        ),
    ]
}

fn metric(part: &str, metric: Metric) -> MetricRef {
    MetricRef { part: part.into(), metric }
}

fn thresholds() -> BTreeMap<MetricRef, f64> {
    [
        (metric("checkout", Metric::ErrorRatio), 0.05),
        (metric("payments", Metric::P99), 2.0),
        (metric("orders-placed", Metric::Value), 200.0),
    ]
    .into()
}

type Part = (&'static str, f64, f64, f64, f64, f64, f64, u8);

/// Parts with rate, error share, p50, p99, queue, ready, how bad.
const PARTS: &[Part] = &[
    ("checkout", 228.0, 0.248, 0.9, 3.1, 480.0, 12.0, 2),
    ("payments", 512.0, 0.031, 0.4, 2.6, 210.0, 8.0, 1),
    ("web", 655.0, 0.056, 0.3, 1.2, 0.0, 20.0, 0),
    ("orders", 160.0, 0.003, 0.06, 0.24, 0.0, 6.0, 0),
    ("cart", 410.0, 0.002, 0.03, 0.095, 0.0, 6.0, 0),
    ("search", 351.0, 0.001, 0.04, 0.13, 0.0, 4.0, 0),
    ("catalog", 905.0, 0.001, 0.02, 0.06, 0.0, 8.0, 0),
    ("edge", 2011.0, 0.003, 0.009, 0.04, 0.0, 6.0, 0),
    ("kite-pay", 590.0, 0.004, 0.12, 0.21, 0.0, 1.0, 0),
    ("ledger", 148.0, 0.0, 0.025, 0.08, 0.0, 3.0, 0),
    ("notify", 90.0, 0.0, 0.02, 0.07, 0.0, 2.0, 0),
    ("orders-db", 1200.0, 0.0, 0.002, 0.011, 0.0, 3.0, 0),
];

fn services(broken: bool) -> Vec<ServiceRow> {
    let row = |own: &(&str, f64, f64, f64, f64, f64, f64, u8)| {
        let (part, rate, errors, p50, p99, queue, ready, badness) = *own;
        let hurt = broken && badness > 0;
        let errors = if hurt { errors } else { 0.002 };
        let mut readings: BTreeMap<Metric, f64> = [
            (Metric::Rate, rate),
            (Metric::ErrorRatio, errors),
            (Metric::P50, p50),
            (Metric::P99, p99),
            (Metric::Queue, queue),
            (Metric::Ready, ready),
        ]
        .into();
        if part == "kite-pay" {
            readings.remove(&Metric::Queue);
        }
        let trend = (0..20).map(|step| {
            let up = f64::from(step - 12) / 8.0;
            if hurt && step > 12 { errors * up } else { 0.002 }
        });
        ServiceRow {
            part: PartId::from(part),
            readings,
            badness: if hurt { badness } else { 0 },
            trend: trend.collect(),
        }
    };
    PARTS.iter().map(row).collect()
}

/// Samples every ten seconds: calm, then broken from 01:00 on, with one scrape missing.
fn history(now: DrillTime, broken: bool) -> BTreeMap<MetricRef, Vec<(DrillTime, f64)>> {
    let series = |calm: f64, worst: f64| {
        let times = (0..=now.0 / 10).map(|step| DrillTime(step * 10));
        let times = times.filter(|time| time.0 != 200);
        let value = |time: &DrillTime| {
            let wobble = f64::from(time.0 / 10 % 7) * 0.01;
            let hurt = broken && time.0 > 60 && time.0 < 840;
            let after = broken && time.0 >= 840;
            let grown = (f64::from(time.0.saturating_sub(60)) / 400.0).min(1.0);
            let eased = 1.0 - (f64::from(time.0.saturating_sub(840)) / 200.0).min(0.95);
            let share = if hurt {
                grown
            } else if after {
                eased
            } else {
                0.0
            };
            calm + (worst - calm) * share * (1.0 + wobble)
        };
        times.map(|time| (time, value(&time))).collect::<Vec<_>>()
    };
    [
        (metric("checkout", Metric::ErrorRatio), series(0.002, 0.33)),
        (metric("checkout", Metric::Rate), series(200.0, 240.0)),
        (metric("checkout", Metric::P99), series(0.4, 3.1)),
        (metric("payments", Metric::P99), series(0.5, 3.0)),
        (metric("payments", Metric::ErrorRatio), series(0.001, 0.04)),
        (metric("orders-placed", Metric::Value), series(312.0, 190.0)),
    ]
    .into()
}

fn mark(time: &str, letter: char, target: Option<&str>) -> ChartMark {
    ChartMark { at: at(time), letter, target: target.map(Into::into) }
}

fn line(time: &str, who: &str, text: &str) -> ChannelLine {
    ChannelLine {
        at: at(time),
        who: who.to_owned(),
        text: Text::from(text),
        machine: matches!(who, "pager" | "process" | "system"),
        refused: false,
        seq: u64::from(at(time).0) * 10 + who.len() as u64,
    }
}

fn channel() -> Vec<ChannelLine> {
    let mut lines = vec![
        line("01:40", "pager", "A-1 checkout error ratio above 5 % for 60 s → ann"),
        line("02:10", "ann", "/ack A-1"),
        line("02:40", "ann", "/declare sev2 Checkout errors"),
        line("02:40", "process", "channel opened · on-call invited · page sent · ticket 4471"),
        line("02:58", "fah", "12 customers cannot pay by card or wallet. What do I say?"),
        line("03:05", "ann", "/assign comms nok"),
        line("03:10", "pager", "A-2 payments p99 above 2 s → on-call-payments (mek)"),
        line("03:24", "ann", "/status monitored"),
        line("03:40", "ton", "on it. Errors are timeouts towards payments, not 5xx"),
        line("04:20", "support", "ticket 4472: «จ่ายเงินไม่ได้ค่ะ ลองสามครั้งแล้ว»"),
        line("05:02", "ton", "/look checkout metrics"),
    ];
    lines[7].refused = true;
    lines
}

fn inbox() -> Vec<InboxItem> {
    vec![
        InboxItem {
            question: Some(QuestionId(1)),
            from: "fah".to_owned(),
            title: "support".to_owned(),
            to: "comms".to_owned(),
            text: both(
                "12 customers cannot pay by card or wallet. What do I say?",
                "ลูกค้า 12 คนจ่ายด้วยบัตรหรือวอลเล็ตไม่ได้ ให้ตอบว่าอะไร",
            ),
            at: at("02:58"),
            count: 1,
            due: Some(at("06:18")),
            answered: None,
        },
        InboxItem {
            question: None,
            from: "tickets".to_owned(),
            title: "customers".to_owned(),
            to: "all".to_owned(),
            text: Text::from("«จ่ายเงินไม่ได้ค่ะ ลองสามครั้งแล้ว»"),
            at: at("04:20"),
            count: 31,
            due: None,
            answered: None,
        },
    ]
}

fn looks() -> Vec<LookItem> {
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

fn team() -> Vec<TeamRow> {
    let row = |role: &str, short: &str, name: Text, holder: Option<(&str, &str)>| TeamRow {
        role: role.into(),
        short: short.to_owned(),
        name,
        holder: holder.map(|(who, since)| (who.to_owned(), at(since))),
        needed_by: (short != "scribe").then(|| at("07:40")),
        doing: (short == "comms").then(|| "writing an update".to_owned()),
    };
    vec![
        row(
            "incident-lead",
            "lead",
            both("Incident Lead", "Incident Lead"),
            Some(("ann", "02:40")),
        ),
        row(
            "communications-lead",
            "comms",
            both("Communications Lead", "Comms Lead"),
            Some(("nok", "03:05")),
        ),
        row("technical-lead", "tech", both("Technical Lead", "Tech Lead"), None),
        row("scribe", "scribe", both("Scribe", "ผู้จดบันทึก (scribe)"), None),
    ]
}

fn people() -> Vec<PersonRow> {
    let person = |name: &str, title: &str, paged: Option<&str>, joined: Option<&str>| PersonRow {
        name: name.to_owned(),
        title: title.to_owned(),
        paged: paged.map(at),
        acknowledged: None,
        joined: joined.map(at),
        seated: matches!(name, "nok" | "ton" | "ploy"),
    };
    vec![
        person("nok", "crew", None, Some("00:00")),
        person("ton", "crew", None, Some("00:00")),
        person("ploy", "crew", None, Some("00:00")),
        person("mek", "payments on-call", Some("03:10"), None),
        person("fah", "support", None, Some("02:58")),
    ]
}

fn record(time: &str, kind: &'static str, text: &str, why: &str) -> RecordRow {
    RecordRow { at: at(time), who: "ann".to_owned(), kind, text: text.into(), why: why.into() }
}

fn runbooks(fits: bool) -> Vec<RunbookRow> {
    let row = |id: &str, title: &str, fits| RunbookRow {
        id: id.into(),
        title: Text::from(title),
        fits,
        opened: false,
    };
    vec![
        row("checkout-errors", "Checkout fails for many", fits),
        row("payments-slow", "Payments is slow", fits),
        row("database-failover", "Fail a database over", false),
    ]
}

fn runbook() -> RunbookView {
    let step =
        |number, text: &str, directive: &str, marked: Option<(StepMark, &str, &str)>| StepRow {
            number,
            text: text.into(),
            directives: if directive.is_empty() { Vec::new() } else { vec![directive.to_owned()] },
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

fn remedy() -> RemedyRow {
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

fn updates() -> Vec<UpdateRow> {
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

fn words() -> Words {
    let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    Words {
        people: list(&["nok", "ton", "ploy", "mek", "dao", "fah", "vee"]),
        parts: PARTS
            .iter()
            .map(|part| part.0.to_owned())
            .chain(["retry-flag".to_owned()])
            .collect(),
        roles: vec![
            ("lead".to_owned(), both("Incident Lead", "Incident Lead (ผู้นำเหตุการณ์)")),
            ("comms".to_owned(), both("Communications Lead", "Comms Lead (ผู้สื่อสาร)")),
            ("tech".to_owned(), both("Technical Lead", "Tech Lead (ผู้นำด้านเทคนิค)")),
            ("scribe".to_owned(), both("Scribe", "ผู้จดบันทึก (scribe)")),
        ],
        severities: vec![
            (
                "sev1".into(),
                both("Critical", "วิกฤต"),
                both("everything down, all users", "ล่มทั้งหมด ผู้ใช้ทุกคน"),
            ),
            (
                "sev2".into(),
                both("Major", "รุนแรง"),
                both("an important feature, many users", "ฟีเจอร์สำคัญใช้ไม่ได้ ผู้ใช้จำนวนมาก"),
            ),
            (
                "sev3".into(),
                both("Minor", "เล็กน้อย"),
                both("part of a feature, some users", "ใช้ไม่ได้บางส่วน ผู้ใช้บางกลุ่ม"),
            ),
            ("sev4".into(), both("Low", "ต่ำ"), both("nobody outside notices", "คนนอกไม่รู้สึก")),
        ],
        statuses: ["investigating", "identified", "monitoring", "resolved"]
            .map(Into::into)
            .to_vec(),
        audiences: vec![
            ("internal".into(), both("internal", "ภายใน")),
            ("public".into(), both("public", "สาธารณะ")),
        ],
        remedies: vec![
            ("rollback".to_owned(), Text::from("puts the version before back"), String::new()),
            ("restart".to_owned(), Text::from("starts every instance anew"), String::new()),
            (
                "scale".to_owned(),
                Text::from("sets the number of instances"),
                "number of instances, or x2".to_owned(),
            ),
            ("verify".to_owned(), Text::from("tries the part out and tells"), String::new()),
        ],
        pageable: list(&["shop", "payments", "vp-engineering"]),
        features: list(&["payment", "browsing"]),
        templates: vec![(
            "initial".to_owned(),
            both(
                "We are investigating {description}. Next word at {time}.",
                "เรากำลังตรวจสอบปัญหา {description} แจ้งครั้งถัดไป: {time}",
            ),
        )],
    }
}

/// Scenarios on the home screen.
pub(super) fn library() -> Vec<ScenarioCard> {
    let card = |id: &str, title: Text, minutes, difficulty| ScenarioCard {
        id: id.to_owned(),
        title,
        minutes,
        difficulty,
        languages: vec![Lang::En, Lang::Th],
        story: both(
            "Lantern Lane sells lamps and home goods online, all over Thailand. It is payday, and \
             marketing has just sent the campaign. Customers pay by card or wallet through Kite \
             Pay. Nothing is known to be wrong. You are on call; the laptop is open; you have not \
             eaten.",
            "Lantern Lane ขายโคมไฟและของแต่งบ้านออนไลน์ทั่วประเทศไทย วันนี้เงินเดือนออก \
             ฝ่ายการตลาดเพิ่งส่งแคมเปญ ลูกค้าจ่ายด้วยบัตรหรือวอลเล็ตผ่าน Kite Pay \
             ยังไม่มีใครรู้ว่ามีอะไรผิดปกติ คุณเข้าเวรอยู่ เปิดแล็ปท็อปไว้ ยังไม่ได้กินข้าว",
        ),
        starts: chrono::DateTime::parse_from_rfc3339("2026-11-27T19:00:00+07:00").ok(),
        trains: vec![
            both("declaring early", "ประกาศให้เร็ว"),
            both("first word to customers", "แจ้งลูกค้าครั้งแรก"),
            both("choosing among suspects", "เลือกจากผู้ต้องสงสัย"),
        ],
        system: both("Lantern Lane", "Lantern Lane"),
        services: 12,
        calls: [
            "edge → web",
            "web → catalog, search, cart, checkout",
            "checkout → payments, orders",
            "payments → kite-pay, ledger",
            "orders → orders-db, notify",
        ]
        .map(str::to_owned)
        .to_vec(),
        owners: vec![
            (both("shop team", "ทีมร้าน"), vec!["web".into(), "cart".into(), "checkout".into()]),
            (both("payments team", "ทีมจ่ายเงิน"), vec!["payments".into(), "ledger".into()]),
        ],
        process: both("Default process", "กระบวนการมาตรฐาน"),
        rules: vec![
            both(
                "ack in 5 min · in doubt the higher severity · lead, comms, tech in 5 min",
                "ack ใน 5 นาที · ลังเลให้เลือกระดับสูงกว่า · lead comms tech ใน 5 นาที",
            ),
            both(
                "SEV2: first update in 10 min, the next when promised · answer in 10 min",
                "SEV2: อัปเดตแรกใน 10 นาที ครั้งถัดไปตามที่บอกไว้ · ตอบใน 10 นาที",
            ),
            both(
                "true, no guesses in public · decisions with a why · verify, then resolve",
                "พูดตามจริง ไม่เดาต่อสาธารณะ · ตัดสินใจพร้อมเหตุผล · ตรวจยืนยันแล้วจึงปิด",
            ),
        ],
        ..ScenarioCard::default()
    };
    let mut first = card("first-shift", both("First shift", "กะแรก"), 30, 1);
    first.tutorial = true;
    let mut payday = card("payday-evening", both("Payday evening", "เย็นวันเงินเดือนออก"), 45, 2);
    payday.open = Some(("D-7F3K".to_owned(), at("17:45")));
    let mut shelves = card("cold-shelves", both("Cold shelves", "ชั้นวางที่เย็นเฉียบ"), 55, 3);
    shelves.plays = 2;
    shelves.best = Some(81.0);
    vec![first, payday, shelves]
}

/// Drills on the home screen.
pub(super) fn drills() -> Vec<DrillCard> {
    let drill = |id: &str, title: Text, at_: &str, open, score| DrillCard {
        id: id.to_owned(),
        title,
        when: "2026-11-20 18:04".to_owned(),
        at: at(at_),
        open,
        graded: true,
        score,
    };
    vec![
        drill("D-7F3K", both("Payday evening", "เย็นวันเงินเดือนออก"), "17:45", true, None),
        drill("D-51QA", both("Cold shelves", "ชั้นวางที่เย็นเฉียบ"), "41:10", false, Some(81.0)),
    ]
}

/// A drill to look back on.
pub(super) fn debriefing(rated: bool) -> Debriefing {
    let line = |id: &str, capability, earned, possible, rating, time: &str, why: &str| Line {
        id: id.into(),
        capability,
        role: Some("communications-lead".into()),
        player: Some("p1".into()),
        crew: false,
        earned,
        possible,
        rating: Some(rating),
        evidence: vec![14, 88],
        at: Some(at(time)),
        why: why.to_owned(),
        better: Some("a holding line at once, template \"initial\"".to_owned()),
    };
    let capabilities = [
        (Rating::S, 14.1, 15.0),
        (Rating::S, 12.6, 15.0),
        (Rating::M, 14.8, 21.0),
        (Rating::S, 12.2, 15.0),
        (Rating::M, 15.4, 20.0),
        (Rating::M, 6.5, 10.0),
    ];
    let capabilities = Capability::ALL.iter().zip(capabilities).map(|(id, own)| CapabilityLine {
        id: *id,
        rating: Some(own.0),
        earned: own.1,
        possible: own.2,
    });
    Debriefing {
        title: both("Payday evening", "เย็นวันเงินเดือนออก"),
        players: ["ann", "nok", "ton", "ploy"].map(str::to_owned).to_vec(),
        ended: at("24:30"),
        card: Scorecard {
            schema: 1,
            drill: "D-7F3K".to_owned(),
            scenario: "payday-evening".into(),
            variant: "main".into(),
            seed: 41,
            engine: 1,
            process: "default".into(),
            graded: true,
            score: 78.3,
            score_low: 76.0,
            score_high: 80.0,
            coverage: 0.96,
            timings: Timings {
                detect_s: Some(130),
                declare_s: Some(160),
                first_update_s: Some(365),
                mitigate_s: Some(1020),
                resolve_s: None,
            },
            capabilities: capabilities.collect(),
            objectives: vec![
                line(
                    "stakeholders",
                    Capability::Communicate,
                    2.6,
                    6.0,
                    Rating::M,
                    "16:30",
                    "fah asked 02:58 what to tell customers; answered 3:32 late",
                ),
                line(
                    "mitigated",
                    Capability::Restore,
                    3.2,
                    6.0,
                    Rating::M,
                    "09:40",
                    "rollback began 3:50 after ton had found the deploy",
                ),
                line(
                    "acknowledged",
                    Capability::Detect,
                    3.0,
                    3.0,
                    Rating::P,
                    "02:10",
                    "A-1 acknowledged 0:30 after its page",
                ),
            ],
            excluded: Vec::new(),
            misled: vec![88],
            hints: vec![(90, 1, 0)],
            ratings: Vec::new(),
            disputes: Vec::new(),
        },
        timeline: vec![
            moment(3, "00:58", "truth", "checkout v2.41.0 retries without backoff", Lane::Truth),
            moment(9, "01:40", "pager", "A-1 fires: checkout error ratio above 5 %", Lane::Alerts),
            moment(14, "02:40", "ann", "/declare sev2 Checkout errors", Lane::Players),
            moment(31, "02:58", "fah", "What do I say?", Lane::People),
            moment(
                88,
                "06:05",
                "ann",
                "/update internal scope=checkout effect=many next=20m",
                Lane::Updates,
            ),
            moment(140, "13:45", "system", "rollback checkout finished", Lane::Players),
        ],
        post_mortem: "# Post-mortem: Checkout errors\n\n## Impact\n\n26 % of checkouts failed \
                      from 19:01 to 19:17.\n\n## What went well\n\n- declared in 1:00\n"
            .to_owned(),
        rated,
    }
}

fn moment(seq: u64, time: &str, who: &str, what: &str, lane: Lane) -> Moment {
    Moment { seq, at: at(time), who: who.to_owned(), what: what.into(), lane }
}
