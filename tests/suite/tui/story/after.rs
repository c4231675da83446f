//! The drill as it is looked back on.

use firedrill::command::Rating;
use firedrill::content::diagnostic::Source;
use firedrill::content::ladder::read_ladder;
use firedrill::content::library::Library;
use firedrill::content::process::Capability;
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::report::standing::{Candidate, Standing};
use firedrill::report::trends::{Past, Trends};
use firedrill::report::{
    CapabilityRow, Chart, Debrief, Lane, LaneKind, LineRow, Member, OnLane, PostMortem, Timing,
    UpdateRow as ToldRow,
};
use firedrill::score::claims::Truth;
use firedrill::score::{CapabilityLine, Line, Scorecard, Timings};
use firedrill::tui::Debriefing;

use super::at;

/// A drill to look back on.
pub(in super::super) fn debriefing(rated: bool) -> Debriefing {
    let card = card();
    let capabilities = card.capabilities.iter().map(|own| CapabilityRow {
        id: own.id,
        own: None,
        facilitator: None,
        computed: own.rating,
        earned: own.earned,
        possible: own.possible,
    });
    let member = |name: &str, crew| Member { name: name.to_owned(), seats: String::new(), crew };
    let timing = |name, time: Option<&str>, par| Timing { name, at: time.map(at), par };
    let starts = chrono::DateTime::parse_from_rfc3339("2026-11-27T19:00:00+07:00").unwrap();
    let capabilities = capabilities.collect();
    let mut data = Debriefing::new(Debrief {
        card,
        title: "Payday evening".to_owned(),
        lang: Lang::En,
        starts,
        team: vec![member("ann", false), member("nok", true), member("ton", true)],
        ended: (at("24:30"), "end".to_owned()),
        outcome: "Users were hit for 16 min; the cause was named and rolled back.".to_owned(),
        timings: vec![
            timing("detect", Some("02:10"), Some(110)),
            timing("declare", Some("02:40"), Some(170)),
            timing("first update", Some("06:05"), Some(390)),
            timing("impact over", Some("17:00"), Some(780)),
            timing("resolved", None, None),
        ],
        capabilities,
        lines: lines(),
        costs: Vec::new(),
        lanes: lanes(),
        chart: Some(chart()),
        updates: told(),
        runbooks: Vec::new(),
        ladder: Vec::new(),
        observed: vec![(at("11:41"), "pim".to_owned(), "ton was alone with it".into())],
        questions: vec!["What made the restart feel right at 11:20?".to_owned()],
        flags: Vec::new(),
        source: None,
        postmortem: postmortem(starts),
    });
    data.rated = rated;
    data
}

fn card() -> Scorecard {
    let ratings = [
        (Rating::S, 14.1, 15.0),
        (Rating::S, 12.6, 15.0),
        (Rating::M, 14.8, 21.0),
        (Rating::S, 12.2, 15.0),
        (Rating::M, 15.4, 20.0),
        (Rating::M, 6.5, 10.0),
    ];
    let capabilities = Capability::ALL.iter().zip(ratings).map(|(id, own)| CapabilityLine {
        id: *id,
        rating: Some(own.0),
        earned: own.1,
        possible: own.2,
    });
    Scorecard {
        schema: 1,
        drill: "D-7F3K".to_owned(),
        scenario: "payday-evening".into(),
        variant: "main".into(),
        seed: 41,
        engine: 1,
        process: "default".into(),
        severity: Some("sev2".into()),
        graded: true,
        score: 78.3,
        score_low: 76.0,
        score_high: 80.0,
        coverage: 0.96,
        timings: Timings::default(),
        capabilities: capabilities.collect(),
        objectives: Vec::new(),
        excluded: Vec::new(),
        misled: vec![88],
        hints: vec![(90, 1, 0)],
        ratings: Vec::new(),
        disputes: Vec::new(),
    }
}

fn lines() -> Vec<LineRow> {
    let line =
        |id: &str, title: &str, capability, points: (f64, f64), time: &str, why: &str| LineRow {
            id: id.into(),
            title: title.to_owned(),
            rule: "an answer within 10 min".to_owned(),
            capability,
            holder: "ann, Communications Lead".to_owned(),
            earned: points.0,
            possible: points.1,
            rating: Some(Rating::M),
            why: why.to_owned(),
            better: Some("a holding line at once, template \"initial\"".to_owned()),
            at: Some(at(time)),
            entries: vec![(14, at("02:40")), (88, at("06:05"))],
            said: Vec::new(),
        };
    vec![
        line(
            "stakeholders",
            "Stakeholders answered",
            Capability::Communicate,
            (2.6, 6.0),
            "16:30",
            "fah asked 02:58 what to tell customers; answered 3:32 late",
        ),
        line(
            "mitigated",
            "Impact ended",
            Capability::Restore,
            (3.2, 6.0),
            "09:40",
            "rollback began 3:50 after ton had found the deploy",
        ),
        line(
            "acknowledged",
            "Page acknowledged",
            Capability::Detect,
            (3.0, 3.0),
            "02:10",
            "A-1 acknowledged 0:30 after its page",
        ),
    ]
}

fn lanes() -> Vec<Lane> {
    let mark = |seq, time: &str, until: Option<&str>, says: &str| OnLane {
        seq: Some(seq),
        at: at(time),
        until: until.map(at),
        label: String::new(),
        says: says.to_owned(),
    };
    let lane = |name: &str, kind, marks| Lane { name: name.to_owned(), kind, marks };
    vec![
        lane(
            "world",
            LaneKind::World,
            vec![
                mark(3, "00:58", None, "checkout v2.41.0 retries without backoff"),
                mark(4, "01:00", Some("17:00"), "users were hit from 01:00 to 17:00"),
            ],
        ),
        lane(
            "alerts",
            LaneKind::Alerts,
            vec![mark(9, "01:40", Some("15:46"), "A-1 checkout error ratio above 5 %")],
        ),
        lane(
            "ann",
            LaneKind::Player,
            vec![
                mark(12, "02:10", None, "/ack A-1"),
                mark(14, "02:40", None, "/declare sev2 Checkout errors"),
            ],
        ),
        lane("fah", LaneKind::People, vec![mark(31, "02:58", None, "What do I say?")]),
        lane(
            "updates internal",
            LaneKind::Updates,
            vec![mark(88, "06:05", Some("16:20"), "scope checkout, effect many, next 26:05")],
        ),
        lane(
            "due, missed",
            LaneKind::Missed,
            vec![mark(90, "12:58", Some("16:30"), "answer fah, 3:32 late")],
        ),
    ]
}

fn chart() -> Chart {
    let series = |late: u32| {
        let times = (0..=147_u32).map(|step| DrillTime(step * 10));
        let value = move |time: DrillTime| {
            let time = time.0.saturating_sub(late);
            let grown = f64::from(time.saturating_sub(60)) / 10.0;
            if time < 840 { grown.min(32.0) } else { (32.0 - f64::from(time - 840) / 6.0).max(0.5) }
        };
        times.map(|time| (time, value(time))).collect()
    };
    Chart {
        metric: "checkout.error_ratio".to_owned(),
        unit: "%",
        truth: series(0),
        shown: series(40),
        marks: vec![
            (at("02:40"), 'I', "declared".to_owned()),
            (at("09:40"), 'R', "rollback checkout".to_owned()),
        ],
    }
}

fn told() -> Vec<ToldRow> {
    vec![ToldRow {
        seq: 88,
        at: at("06:05"),
        who: "ann".to_owned(),
        audiences: "internal".to_owned(),
        scope: "checkout".to_owned(),
        effect: "many".to_owned(),
        doing: "looking at the 18:52 checkout deploy; ton leads".to_owned(),
        next: Some(at("26:05")),
        text: String::new(),
        shown: "24 % of checkouts failed".to_owned(),
        so: "26 % of checkouts failed".to_owned(),
        verdict: Truth::True,
    }]
}

fn postmortem(due: chrono::DateTime<chrono::FixedOffset>) -> PostMortem {
    PostMortem {
        title: "Checkout errors".to_owned(),
        date: due.date_naive(),
        severity: "sev2".to_owned(),
        due,
        durations: vec![("impact", "16 min (19:01–19:17)".to_owned())],
        lead: "ann".to_owned(),
        summary: "A deploy made payments retry without backoff.".to_owned(),
        impact: vec!["26 % of checkouts failed".to_owned()],
        cause: "checkout, release".to_owned(),
        contributing: Vec::new(),
        timeline: vec![(at("02:40"), "declared".to_owned())],
        well: vec!["declared in 1:00".to_owned()],
        improve: vec!["answer who asks within 10 min".to_owned()],
        actions: vec!["[P2] retry budget — ton (2026-12-11)".to_owned()],
    }
}

/// What seven drills show together.
pub(in super::super) fn trends() -> Trends {
    Trends::of(past(), None)
}

/// Where ann stands after them.
pub(in super::super) fn standing() -> Standing {
    let library = Library::built_in();
    let file = library.ladders.values().next().unwrap();
    let ladder = read_ladder(Source { path: &file.path, text: &file.text }).0.unwrap();
    let candidates = [("first-shift", 1, true), ("cold-shelves", 3, false)];
    let candidates = candidates.map(|(id, difficulty, tutorial)| Candidate {
        id: id.into(),
        difficulty,
        tutorial,
    });
    Standing::of("ann", &past(), &ladder, &candidates)
}

fn past() -> Vec<Past> {
    let line = |id: &str, rating| Line {
        id: id.into(),
        capability: Capability::Detect,
        role: None,
        player: None,
        crew: false,
        earned: 1.0,
        possible: 2.0,
        rating: Some(rating),
        evidence: Vec::new(),
        at: None,
        why: String::new(),
        why_th: String::new(),
        better: None,
        better_th: None,
    };
    let drill = |(number, score): (u32, f64)| Past {
        started: format!("2026-{:02}-03T10:00:00Z", number + 3),
        players: [("p1".into(), if number < 4 { format!("p{number}") } else { "ann".into() })]
            .into(),
        card: Scorecard {
            drill: format!("d{number}"),
            scenario: if number < 6 { "first-shift".into() } else { "cold-shelves".into() },
            graded: true,
            score,
            timings: Timings {
                detect_s: Some(90 + 10 * number),
                declare_s: Some(200 - 10 * number),
                resolve_s: (number > 2).then_some(1_500 - 60 * number),
                ..Timings::default()
            },
            objectives: vec![
                line("acknowledged", Rating::P),
                line("looked", Rating::S),
                line("runbook", Rating::M),
            ],
            ..card()
        },
    };
    (0..).zip([61.0, 66.0, 71.0, 70.0, 78.0, 84.0, 58.0]).map(drill).collect()
}
