//! Trends over drills that were told: graded and practice, first plays and repeats, what is missed.

use firedrill::command::Rating;
use firedrill::model::text::Lang;
use firedrill::report::trends::{Past, Trends, csv, html, text};
use firedrill::score::{HumanRating, Scorecard, score};

use crate::score::{process, read, runbooks, scenario, story};

fn card(name: &str) -> Scorecard {
    let (journal, story) = (read(name), story());
    let card = score(&journal, &scenario(), &story, &process(), &runbooks());
    Scorecard { graded: true, ..card }
}

/// The good drill again and again, each by one player, at these scores.
fn played(by: &[(&str, f64)]) -> Vec<Past> {
    let good = card("good");
    let past = by.iter().enumerate().map(|(number, (player, score))| Past {
        started: format!("2026-{:02}-03T10:00:00Z", 1 + number),
        players: [("p1".into(), (*player).to_owned())].into(),
        card: Scorecard { score: *score, drill: format!("d{number}"), ..good.clone() },
    });
    past.collect()
}

#[test]
fn who_knows_a_scenario_is_kept_apart_from_who_does_not() {
    let told =
        Trends::of(played(&[("ann", 60.0), ("ann", 70.0), ("bo", 65.0), ("ann", 80.0)]), None);
    let [own] = told.scenarios.as_slice() else { panic!("{:?}", told.scenarios) };
    assert_eq!(own.first.scores, [60.0, 65.0]);
    assert_eq!(own.repeats.scores, [70.0, 80.0]);
}

#[test]
fn a_first_play_before_the_first_day_is_still_a_first_play() {
    let all = played(&[("ann", 60.0), ("ann", 70.0)]);
    let told = Trends::of(all, Some("2026-02-01"));
    assert_eq!(told.drills, 1);
    assert_eq!(told.scenarios[0].first.scores, [0.0; 0]);
    assert_eq!(told.scenarios[0].repeats.scores, [70.0]);
}

#[test]
fn practice_is_counted_and_kept_out() {
    let mut all = played(&[("ann", 60.0), ("bo", 90.0)]);
    all[1].card.graded = false;
    let told = Trends::of(all, None);
    assert_eq!((told.drills, told.practice), (1, 1));
    assert_eq!(told.scenarios[0].first.scores, [60.0]);
}

#[test]
fn below_five_drills_no_trend_is_told() {
    let few = Trends::of(played(&[("a", 50.0), ("b", 60.0), ("c", 70.0), ("d", 80.0)]), None);
    assert_eq!(few.scenarios[0].first.direction, None);
    assert!(text::render(&few, Lang::En).contains("too few to tell: it takes 5 drills"));
    let more: Vec<(&str, f64)> = ["a", "b", "c", "d", "e", "f"]
        .into_iter()
        .zip([50.0, 60.0, 65.0, 70.0, 80.0, 85.0])
        .collect();
    let told = Trends::of(played(&more), None);
    let direction = told.scenarios[0].first.direction.as_ref().unwrap();
    assert_eq!(direction.word, "rising");
    assert!((direction.per_drill - 7.0).abs() < 1.5, "{direction:?}");
}

#[test]
fn what_is_missed_most_stands_first_with_of_how_many() {
    let one = |name: &str, number: usize| Past {
        started: format!("2026-03-{:02}T10:00:00Z", number + 1),
        players: [("p1".into(), format!("p{number}"))].into(),
        card: card(name),
    };
    let told = Trends::of(vec![one("good", 0), one("mixed", 1), one("mixed", 2)], None);
    assert!(!told.misses.is_empty());
    for pair in told.misses.windows(2) {
        let share = |own: &firedrill::report::trends::Missed| own.missed as f64 / own.judged as f64;
        assert!(share(&pair[0]) >= share(&pair[1]), "{pair:?}");
    }
    let counted = told.severities.iter().map(|own| own.drills).sum::<usize>();
    assert_eq!(counted, 3);
}

#[test]
fn each_form_says_the_same_and_asks_nothing_of_the_network() {
    let told = Trends::of(
        played(&[("a", 51.0), ("b", 62.0), ("c", 70.0), ("d", 81.0), ("e", 77.0), ("a", 90.0)]),
        None,
    );
    let plain = text::render(&told, Lang::En);
    assert!(plain.contains("51 62 70 81 77"), "{plain}");
    assert!(plain.lines().all(|line| line.chars().count() <= 80), "{plain}");
    let page = html::render(&told, Lang::En);
    for foreign in ["<script", "http://", "https://", "@import", "url("] {
        assert!(!page.contains(foreign), "{foreign}");
    }
    assert!(page.contains("scores, oldest first: 51, 62, 70, 81, 77"), "{page}");
    let rows = csv::render(&told);
    assert!(rows.lines().any(|row| row.contains(",first,score,5,70,")), "{rows}");
    let again: Trends = serde_json::from_str(&serde_json::to_string(&told).unwrap()).unwrap();
    assert_eq!(again, told);
}

#[test]
fn in_thai_every_word_is_thai_but_ids_and_letters() {
    let told = Trends::of(
        played(&[("a", 51.0), ("b", 62.0), ("c", 70.0), ("d", 81.0), ("e", 77.0), ("a", 90.0)]),
        Some("2026-01-01"),
    );
    let plain = text::render(&told, Lang::Th);
    let page = html::render(&told, Lang::Th);
    assert!(page.contains("<html lang=\"th\">"), "{page}");
    let body = page.split("<body>").nth(1).unwrap_or_default();
    for form in [plain.as_str(), body] {
        for thai in ["การซ้อมที่คิดคะแนน", "ตั้งแต่ 2026-01-01", "เล่นครั้งแรก", "ค่ากลาง", "ระดับที่ทำได้รายเดือน"]
        {
            assert!(form.contains(thai), "{thai}: {form}");
        }
        for english in ["graded", "since", "median", "first plays", "missed", "ratings", "severity"]
        {
            assert!(!form.contains(english), "{english}: {form}");
        }
    }
}

#[test]
fn no_player_is_named() {
    let told = Trends::of(played(&[("Somchai", 51.0), ("Somchai", 62.0)]), None);
    let json = serde_json::to_string(&told).unwrap();
    for form in
        [text::render(&told, Lang::En), html::render(&told, Lang::En), csv::render(&told), json]
    {
        assert!(!form.contains("Somchai"));
    }
}

/// A drill whose objectives a facilitator rated so, beside the computed letters.
fn rated(pairs: &[(Rating, Rating)]) -> Vec<Past> {
    let good = card("good");
    let past = pairs.iter().enumerate().map(|(number, (facilitator, computed))| {
        let mut card = Scorecard { drill: format!("d{number}"), ..good.clone() };
        let line = card.objectives.first_mut().expect("an objective");
        line.rating = Some(*computed);
        let of = line.id.to_string();
        let note = "as I saw it".into();
        card.ratings = vec![
            HumanRating { seq: 1, of: of.clone(), rating: *facilitator, own: false, note },
            // What players say of themselves is another matter.
            HumanRating { seq: 2, of, rating: Rating::U, own: true, note: "".into() },
        ];
        Past {
            started: "2026-03-03T10:00:00Z".into(),
            players: [("p1".into(), "ann".into())].into(),
            card,
        }
    });
    past.collect()
}

#[test]
fn facilitators_and_the_score_agree_as_far_as_chance_does_not() {
    use Rating::{P, S, U};
    let mut pairs = vec![(P, P); 10];
    pairs.extend([(S, S); 10]);
    pairs.extend([(P, S); 5]);
    pairs.extend([(S, P); 5]);
    // Twenty of thirty are the same, half would be by chance: 1 - (1/3) / (1/2).
    let own = Trends::of(rated(&pairs), None).agreement.expect("there are ratings");
    assert_eq!((own.n, own.same, own.kappa), (30, 20, Some(0.33)));

    let far: Vec<_> = [(P, P), (U, U), (P, U), (P, P), (U, U), (U, P)].to_vec();
    let near: Vec<_> = [(P, P), (S, S), (P, S), (P, P), (S, S), (S, P)].to_vec();
    let kappa =
        |pairs: &[(Rating, Rating)]| Trends::of(rated(pairs), None).agreement.unwrap().kappa;
    assert_eq!(kappa(&far), kappa(&near), "with two letters the step between them cancels out");
    // Squares of steps: 0.4 seen, 2.4 by chance.
    assert_eq!(kappa(&[(P, P), (S, S), (U, U), (P, S), (S, P)]), Some(0.83));
    assert_eq!(kappa(&[(P, P); 4]), None, "too few");
    assert_eq!(kappa(&[(P, P); 9]), None, "nothing to agree on but one letter");
    assert!(Trends::of(rated(&[]), None).agreement.is_none());
    let told = text::render(&Trends::of(rated(&pairs), None), Lang::En);
    assert!(told.contains("agree in 20 of 30 ratings (weighted kappa 0.33)"), "{told}");
}
