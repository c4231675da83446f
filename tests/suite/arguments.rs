//! Arguments that a tired, clever trainee brings to the debrief: each is a committed playscript, a
//! good drill but for what the argument is about, with the outcome that a fair judge would give.

use std::collections::BTreeMap;
use std::sync::Arc;

use firedrill::command::{Rating, playscript};
use firedrill::content::{Choice, Library};
use firedrill::journal::{ENGINE, Envelope, Event, FORMAT, Header, Journal, PlayerKind, Recipe};
use firedrill::model::text::Lang;
use firedrill::model::time::DrillTime;
use firedrill::play::Play;
use firedrill::play::table::{Comer, lay};
use firedrill::rehearse::script;
use firedrill::score::{Line, Scorecard, score};

/// Points on a card have two decimals.
const ROUNDING: f64 = 0.011;

/// The script of an argument.
macro_rules! argument {
    ($name:literal) => {
        include_str!(concat!("../data/arguments/", $name, ".txt"))
    };
}

/// First shift, but that the board is late from the rollback on.
const LATE_BOARD: &str = include_str!("../data/arguments/late-board.toml");

/// A drill that was played, and what it scored.
struct Judged {
    journal: Journal,
    card: Scorecard,
}

fn comer(name: &str, seat: Option<&str>) -> Comer {
    Comer { name: name.into(), seat: seat.map(Into::into), kind: PlayerKind::Person }
}

/// Plays a script: ann alone in all seats, and kim as facilitator where the script gives her a
/// line. Nothing in it is refused.
fn judged(scenario: &str, text: &str) -> Judged {
    let choice = Choice { seed: 1, variant: None };
    let mut library = Library::built_in();
    library.add("late-board.toml", LATE_BOARD.to_owned());
    let loaded = library.load(&scenario.into(), &choice, &"default".into()).expect("it is sound");
    let mut comers = vec![comer("ann", None)];
    if text.contains(" kim: ") {
        comers.push(comer("kim", Some("facilitator")));
    }
    let table = lay(&loaded.scenario, &loaded.process, &comers, None).expect("seats for them");
    let header = Header {
        envelope: Envelope {
            id: "drill".into(),
            started: "2026-11-24T10:00:00Z".into(),
            names: table.names,
            ..Envelope::default()
        },
        recipe: Recipe {
            format: FORMAT,
            engine: ENGINE,
            seed: choice.seed,
            scenario: loaded.scenario.id.clone(),
            variant: loaded.scenario.variant.clone(),
            files: loaded.files.clone(),
            process: loaded.process.id.clone(),
            system: loaded.scenario.system.id.clone(),
            roster: table.roster,
            graded: false,
            coach: false,
            lang: Lang::En,
            bot_pars: BTreeMap::new(),
        },
    };
    let process = Arc::new(loaded.process.clone());
    let (scenario, story) = (loaded.scenario.clone(), loaded.story.clone());
    let runbooks = loaded.runbooks.clone();
    let play = Play::new(header, loaded.into());
    let lines = playscript::parse(text, Some(play.drill().words())).expect("a sound script");
    let journal = script::run(play, &lines).expect("a script that comes to its end");
    let refused: Vec<_> = (journal.entries.iter())
        .filter(|entry| matches!(entry.event, Event::Refused { .. }))
        .collect();
    assert!(refused.is_empty(), "{refused:?}");
    let card = score(&journal, &scenario, &story, &process, &runbooks);
    Judged { journal, card }
}

/// The same script with one line told in another way.
fn instead(text: &str, was: &str, now: &str) -> String {
    assert_eq!(text.matches(was).count(), 1, "`{was}` stands once in the script");
    text.replace(was, now)
}

/// The same script without the lines that say this.
fn without(text: &str, word: &str) -> String {
    assert!(text.contains(word), "`{word}` stands in the script");
    text.split_inclusive('\n').filter(|line| !line.contains(word)).collect()
}

impl Judged {
    fn line(&self, id: &str) -> &Line {
        let line = self.card.objectives.iter().find(|line| line.id.as_str() == id);
        line.unwrap_or_else(|| panic!("no line {id}; excluded: {:?}", self.card.excluded))
    }

    /// Accepted: the lines lose nothing.
    fn keeps(&self, ids: &[&str]) {
        for id in ids {
            let line = self.line(id);
            let (earned, possible, why) = (line.earned, line.possible, &line.why);
            assert!(earned >= possible - ROUNDING, "{id} {earned}/{possible}: {why}");
            assert_eq!(line.rating, Some(Rating::P), "{id}: {why}");
        }
    }

    /// Rejected: the line loses, and says why.
    fn loses(&self, id: &str, because: &str) {
        let line = self.line(id);
        let (earned, possible, why) = (line.earned, line.possible, &line.why);
        assert!(earned < possible - ROUNDING, "{id} {earned}/{possible}: {why}");
        assert!(why.contains(because), "{id} says `{why}`, not `{because}`");
    }

    /// The share of its points that a line earned.
    fn share(&self, id: &str) -> f64 {
        let line = self.line(id);
        line.earned / line.possible
    }

    /// When the updates went out that were faithful to a screen that lied.
    fn misled(&self) -> Vec<DrillTime> {
        let entries = self.journal.entries.iter();
        let misled = entries.filter(|entry| self.card.misled.contains(&entry.seq));
        misled.map(|entry| entry.at).collect()
    }
}

/// "The dashboard said so." It was four minutes late, and ann said what it showed: misled, free.
#[test]
fn the_dashboard_said_so() {
    let drill = judged("late-board", argument!("the-dashboard-said-so"));
    assert_eq!(drill.misled(), [DrillTime(12 * 60 + 30)]);
    drill.keeps(&["true", "complete", "cadence", "audiences", "verified"]);
}

/// "The dashboard said so", when it had not: `all` is more than it showed, and more than was so.
#[test]
fn the_dashboard_had_not_said_so() {
    let was = "effect=many doing=\"the release is taken back";
    let now = "effect=all doing=\"the release is taken back";
    let drill = judged("late-board", &instead(argument!("the-dashboard-said-so"), was, now));
    assert!(drill.misled().is_empty(), "{:?}", drill.misled());
    drill.loses("true", "the update at 12:30 says all");
}

/// "We did it on the call." The facilitator was on it and accepts: evidence as of 08:20.
#[test]
fn we_did_it_on_the_call() {
    let drill = judged("first-shift", argument!("we-did-it-on-the-call"));
    drill.keeps(&["answers", "audiences"]);
    assert!(drill.line("answers").why.contains("witnessed at 08:20, accepted"));
}

/// "We did it on the call", and nobody has ruled on it: no points, a wider range.
#[test]
fn we_did_it_on_the_call_and_nobody_ruled() {
    let drill = judged("first-shift", &without(argument!("we-did-it-on-the-call"), "kim: /rule"));
    drill.loses("answers", "vee asked at 07:30 and was never answered");
    let card = &drill.card;
    assert!(card.score_high > card.score + 1.0, "{} to {}", card.score, card.score_high);
}

/// "We did it on the call", and the facilitator heard nothing of it: no points, no range.
#[test]
fn we_did_it_on_the_call_but_nobody_heard_it() {
    let text = argument!("we-did-it-on-the-call");
    let text = text.replace("accept I was on the call and heard it", "reject nobody heard it");
    let drill = judged("first-shift", &text);
    drill.loses("answers", "vee asked at 07:30 and was never answered");
    let card = &drill.card;
    assert!(card.score_high < card.score + ROUNDING, "{} to {}", card.score, card.score_high);
}

/// "We did it on the call", eleven minutes after Vee asked: it happened, and it was late.
#[test]
fn we_did_it_on_the_call_too_late() {
    let text = argument!("we-did-it-on-the-call");
    let text = instead(text, "/witness answers 08:20", "/witness answers 18:30");
    let drill = judged("first-shift", &text);
    drill.loses("answers", "18:30");
    assert!(drill.share("answers") > 0.5, "late is not never: {}", drill.line("answers").why);
}

/// "We did it on the call", to Vee; Fah asked as well, and nobody ever answered her.
#[test]
fn we_did_it_on_the_call_for_one_of_two() {
    let drill = judged("first-shift", &without(argument!("we-did-it-on-the-call"), "/tell fah"));
    drill.loses("answers", "fah asked");
}

/// "There was no news." A promise is a deadline; "no news" would have kept it.
#[test]
fn there_was_no_news() {
    let drill = judged("two-small-changes", argument!("there-was-no-news"));
    drill.loses("cadence", "late");
    assert!(drill.share("cadence") < 0.75, "{}", drill.line("cadence").why);
}

/// "There was no news, and we said so", with the next time: it counts, and is no noise.
#[test]
fn there_was_no_news_and_we_said_so() {
    let said = "18:40 ann: /update internal,public scope=buying effect=all \
        doing=\"no news, the rollback is still running\" next=12m \
        text=\"No news yet; we write again by 20:01.\"\n20:10 ann: /decision";
    let text = instead(argument!("there-was-no-news"), "20:10 ann: /decision", said);
    let drill = judged("two-small-changes", &text);
    drill.keeps(&["cadence", "audiences", "true", "complete"]);
}

/// "I held two roles", alone at the table: each was filled in time, and SEV2 needs no scribe.
#[test]
fn i_held_two_roles() {
    let drill = judged("first-shift", argument!("i-held-two-roles"));
    drill.keeps(&["roles", "command", "timeline"]);
}

/// "I held two roles", in my head: a role that nobody was given was not filled.
#[test]
fn i_held_two_roles_in_my_head() {
    let drill = judged("first-shift", &without(argument!("i-held-two-roles"), "/assign"));
    drill.loses("roles", "Communications Lead was never filled");
}

/// "Rollback first was right." It can be taken back, one look came before, the rest could wait.
#[test]
fn rollback_first_was_right() {
    let drill = judged("first-shift", argument!("rollback-first-was-right"));
    drill.keeps(&["looked", "leads", "cause"]);
    drill.keeps(&["impact", "no-harm", "one-change", "verified", "afterwards"]);
    drill.keeps(&["first-update", "runbook", "steps", "decisions"]);
}

/// "Rollback first was right", without any look: luck, not diagnosis.
#[test]
fn rollback_first_without_any_look() {
    let text = without(argument!("rollback-first-was-right"), "/look checkout deploys");
    let drill = judged("first-shift", &text);
    drill.loses("looked", "without any look before");
    drill.keeps(&["impact", "no-harm"]);
}

/// "The page came to the wrong team." Acknowledging says that somebody has it, whoever owns it.
#[test]
fn the_page_came_to_the_wrong_team() {
    let drill = judged("two-small-changes", argument!("the-page-came-to-the-wrong-team"));
    drill.loses("acknowledged", "A-1 was acknowledged after");
    drill.keeps(&["declared", "owners", "ladder"]);
}

/// "The severity was right when we chose it, it grew later", and was raised when it was shown.
#[test]
fn the_severity_grew_later() {
    let drill = judged("first-shift", argument!("the-severity-grew-later"));
    drill.keeps(&["severity", "declared", "roles", "acknowledged", "ladder"]);
}

/// "It grew later", and nobody raised it: right at first is not kept right.
#[test]
fn the_severity_grew_and_nobody_raised_it() {
    let drill = judged("first-shift", &without(argument!("the-severity-grew-later"), "/severity"));
    drill.loses("severity", "too low");
}

/// "I said 'not yet known', that is a full answer": to each audience, in its first update.
#[test]
fn not_yet_known_is_a_full_answer() {
    let drill = judged("first-shift", argument!("not-yet-known-is-a-full-answer"));
    drill.keeps(&["first-update", "cadence", "complete", "true"]);
}

/// "Not yet known" once more, when every screen showed how many: no full answer any more.
#[test]
fn not_yet_known_for_ever_is_none() {
    let again = "08:10 ann: /update internal scope=checkout effect=unknown \
        doing=\"the release is being taken back\" next=10m \
        text=\"We take the release back. How many are hit is not yet known.\"\n08:20 ann: /tell";
    let text = instead(argument!("not-yet-known-is-a-full-answer"), "08:20 ann: /tell", again);
    let drill = judged("first-shift", &text);
    drill.loses("complete", "does not say effect");
    drill.loses("true", "still says unknown");
}

/// "Vee's question came while we were already writing." The word that crossed with it answers it.
#[test]
fn vee_asked_while_we_were_writing() {
    let drill = judged("first-shift", argument!("vee-asked-while-we-were-writing"));
    drill.keeps(&["answers", "audiences"]);
}

/// "The answer was in the update." Who asks is answered; an update to all is no word to her.
#[test]
fn the_answer_was_in_the_update() {
    let text = without(argument!("vee-asked-while-we-were-writing"), "/tell vee");
    let drill = judged("first-shift", &text);
    drill.loses("answers", "vee asked at 07:30 and was never answered");
    drill.loses("audiences", "vee never got a word");
}

/// "We skipped that step on purpose", with a reason.
#[test]
fn we_skipped_that_step_on_purpose() {
    let drill = judged("first-shift", argument!("we-skipped-that-step-on-purpose"));
    drill.keeps(&["steps"]);
}

/// "We skipped that check on purpose." Checks are not skipped, whatever the reason.
#[test]
fn we_skipped_that_check_on_purpose() {
    let text = argument!("we-skipped-that-step-on-purpose");
    let drill = judged("first-shift", &instead(text, "/step 5 skip", "/step 6 skip"));
    drill.loses("steps", "step 6 was skipped, and it is a check");
}

/// "We verified by eye." A green board that was watched after the change is half a verification.
#[test]
fn we_verified_by_eye() {
    let drill = judged("first-shift", argument!("we-verified-by-eye"));
    drill.loses("verified", "dashboards");
    let share = drill.share("verified");
    assert!((0.25..=0.75).contains(&share), "{share}: {}", drill.line("verified").why);
}

/// "No need to run verify." The test order is a step after the fix, and was not placed.
#[test]
fn there_was_no_need_to_run_verify() {
    let drill = judged("first-shift", argument!("we-verified-by-eye"));
    drill.loses("afterwards", "not done: A test order goes through");
    assert_eq!(drill.line("afterwards").rating, Some(Rating::U));
}

/// "The hypothesis was a fair one, and I dropped it myself." Dropped, yes; stated wrong, a third.
#[test]
fn the_hypothesis_was_a_fair_one() {
    let drill = judged("first-shift", argument!("the-hypothesis-was-a-fair-one"));
    drill.loses("cause", "after 1 wrong");
    let share = drill.share("cause");
    assert!((share - 2.0 / 3.0).abs() < ROUNDING, "{share}");
    let leads = drill.line("leads");
    assert!(leads.why.contains("dropped"), "{}", leads.why);
    assert_ne!(leads.rating, Some(Rating::U), "{}", leads.why);
}
