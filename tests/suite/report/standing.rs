//! Where somebody stands on the ladder: only by drills of their own, only by what was theirs.

use firedrill::command::Rating;
use firedrill::content::diagnostic::Source;
use firedrill::content::ladder::{Ladder, read_ladder};
use firedrill::model::text::Lang;
use firedrill::report::standing::{Candidate, Seen, Standing, text};
use firedrill::report::trends::Past;
use firedrill::score::{Line, Scorecard, score};

use crate::score::{process, read, runbooks, scenario, story};

const LADDER: &str = r#"
format = 1
title = "Steps"

[[level]]
id = "one"
name = "One"
means = "Takes pages"
skills = [{ id = "pages", what = "Acknowledges", evidence = [{ objective = "acknowledged", rating = "S", times = 2 }] }]

[[level]]
id = "two"
name = "Two"
means = "Leads"
skills = [
  { id = "leads", what = "Holds command", evidence = [{ objective = "command", rating = "P", times = 1 }] },
  { id = "writes", what = "Writes", evidence = [{ wrote = "runbook", times = 2 }] },
]
"#;

fn ladder() -> Ladder {
    read_ladder(Source { path: "ladder.toml", text: LADDER }).0.unwrap()
}

fn candidates() -> Vec<Candidate> {
    let one = |id: &str, difficulty, tutorial| Candidate { id: id.into(), difficulty, tutorial };
    vec![one("hard", 4, false), one("basics", 1, true), one("middle", 2, false)]
}

/// A drill of `name` as player p1: `scenario`, and the two objectives as they went.
fn drill(name: &str, scenario_id: &str, acknowledged: Rating, command: (Rating, bool)) -> Past {
    let card = score(&read("good"), &scenario(), &story(), &process(), &runbooks());
    let own = |line: &Line| match line.id.as_str() {
        "acknowledged" => {
            Some(Line { rating: Some(acknowledged), player: None, crew: false, ..line.clone() })
        }
        "command" => {
            let (rating, crew) = (Some(command.0), command.1);
            Some(Line { rating, crew, player: Some("p1".into()), ..line.clone() })
        }
        _ => None,
    };
    let objectives: Vec<Line> = card.objectives.iter().filter_map(own).collect();
    assert_eq!(objectives.len(), 2);
    Past {
        started: "2026-03-03T10:00:00Z".into(),
        players: [("p1".into(), name.to_owned())].into(),
        card: Scorecard { graded: true, scenario: scenario_id.into(), objectives, ..card },
    }
}

#[test]
fn a_level_is_reached_by_ones_own_drills_alone() {
    let past = vec![
        drill("ann", "basics", Rating::S, (Rating::P, false)),
        drill("bo", "basics", Rating::P, (Rating::P, false)),
    ];
    let once = Standing::of("ann", &past, &ladder(), &candidates());
    assert_eq!((once.drills, once.level()), (1, None));
    assert_eq!(once.levels[0].skills[0].evidence[0].seen, Some(1));
    let mut more = past;
    more.push(drill("ann", "basics", Rating::P, (Rating::M, false)));
    let twice = Standing::of("ann", &more, &ladder(), &candidates());
    assert!(twice.levels.iter().all(|level| level.reached), "{:?}", twice.levels);
}

#[test]
fn what_a_colleague_did_or_what_was_missed_is_no_evidence() {
    let past = vec![
        drill("ann", "basics", Rating::M, (Rating::P, true)),
        drill("ann", "basics", Rating::U, (Rating::S, false)),
    ];
    let told = Standing::of("ann", &past, &ladder(), &candidates());
    assert_eq!(told.levels[0].skills[0].evidence[0].seen, Some(0), "M and U are no S");
    assert_eq!(told.levels[1].skills[0].evidence[0].seen, Some(0), "crew, and S, are no P");
}

#[test]
fn practice_counts_for_nothing_and_is_told() {
    let mut past = vec![drill("ann", "basics", Rating::P, (Rating::P, false))];
    past[0].card.graded = false;
    let told = Standing::of("ann", &past, &ladder(), &candidates());
    assert_eq!((told.drills, told.practice), (0, 1));
    assert_eq!(told.levels[0].skills[0].evidence[0].seen, Some(0));
}

#[test]
fn a_higher_level_waits_for_the_one_below() {
    let past = vec![drill("ann", "basics", Rating::U, (Rating::P, false))];
    let told = Standing::of("ann", &past, &ladder(), &candidates());
    assert!(told.levels[1].skills.iter().all(|skill| skill.shown));
    assert!(!told.levels[1].reached, "the level below was not shown");
    let wrote = Seen { of: "wrote runbook".into(), seen: None, wanted: 2 };
    assert_eq!(told.levels[1].skills[1].evidence, [wrote]);
}

#[test]
fn the_next_drill_is_the_easiest_new_one_then_the_one_with_most_to_learn() {
    let next = |past: &[Past]| Standing::of("ann", past, &ladder(), &candidates()).next.unwrap();
    let good = |id| drill("ann", id, Rating::P, (Rating::P, false));
    let mut past = Vec::new();
    assert_eq!(next(&past).scenario.as_str(), "basics");
    past.push(good("basics"));
    assert_eq!(next(&past).scenario.as_str(), "middle");
    past.push(drill("ann", "middle", Rating::U, (Rating::P, false)));
    assert_eq!(next(&past).scenario.as_str(), "hard");
    past.push(drill("ann", "hard", Rating::U, (Rating::P, false)));
    past.push(Past { started: "2026-04-01T10:00:00Z".into(), ..good("hard") });
    past[0].card.objectives[0].rating = Some(Rating::M);
    past[3].card.objectives[0].rating = Some(Rating::M);
    let told = next(&past);
    assert!(told.why.en.as_str().contains("acknowledged"), "{told:?}");
    assert_eq!(told.scenario.as_str(), "hard", "of two that lack the same, the harder");
}

#[test]
fn the_page_says_what_no_drill_can_show() {
    let past = vec![drill("ann", "basics", Rating::P, (Rating::P, false))];
    let told = Standing::of("ann", &past, &ladder(), &candidates());
    let page = text::render(&told, Lang::En);
    assert!(page.contains("acknowledged: 1 of 2"), "{page}");
    assert!(
        page.contains("[-] Writes\n        wrote runbook: 2, which your lead confirms"),
        "{page}"
    );
    assert!(page.contains("Play next: firedrill play middle"), "{page}");
}
