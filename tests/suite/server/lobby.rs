//! A team comes in, plays together and goes: what each of them sees.

use firedrill::server::hall::people::Pass;
use firedrill_guest::{By, Caller, Guest, new_key};

use super::house::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_seen_first_with_a_code_is_enough_from_then_on() {
    let house = House::of(&["first-shift"]).await;
    let (key, code) = (new_key(), house.code(Pass::Player).await);
    let mut first = Guest::join(house.ssh, "ann", By::Both(&key, &code), (80, 24)).await;
    first.sees("you are ann").await;
    first.hangs_up().await;
    // Whatever the user name: the key says who it is.
    let mut again = Guest::join(house.ssh, "somebody", By::Key(&key), (80, 24)).await;
    again.sees("you are ann").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_lets_one_person_in_once() {
    let house = House::of(&["first-shift"]).await;
    let code = house.code(Pass::Player).await;
    let mut ann = Guest::join(house.ssh, "ann", By::Code(&code), (80, 24)).await;
    ann.sees("you are ann").await;
    let mut other = Caller::call(house.ssh).await.expect("a host");
    assert!(!other.log_in("bob", By::Code(&code)).await.expect("an answer"));
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_has_no_key_is_shown_a_way_back_which_works_once() {
    let house = House::of(&["first-shift"]).await;
    let mut ann = house.guest("ann", Pass::Player).await;
    ann.sees("Your way back, once: ").await;
    let screen = ann.screen();
    let code = screen.split("once: ").nth(1).and_then(|rest| rest.split_whitespace().next());
    let code = code.expect("a code on the screen").to_owned();
    ann.hangs_up().await;
    let mut again = Guest::join(house.ssh, "whoever", By::Code(&code), (80, 24)).await;
    again.sees("you are ann").await;
    let mut other = Caller::call(house.ssh).await.expect("a host");
    assert!(!other.log_in("ann", By::Code(&code)).await.expect("an answer"));
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_looks_like_one_in_the_house_is_refused_and_the_code_stays_good() {
    let house = House::of(&["first-shift"]).await;
    let _ann = house.guest("ann", Pass::Player).await;
    let code = house.code(Pass::Player).await;
    for name in ["ann", "Ann", "аnn", "facilitator", "x y"] {
        let mut other = Caller::call(house.ssh).await.expect("a host");
        assert!(!other.log_in(name, By::Code(&code)).await.expect("an answer"), "{name}");
    }
    let mut bob = Guest::join(house.ssh, "bob", By::Code(&code), (80, 24)).await;
    bob.sees("you are bob").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seat_is_one_person_s_and_the_steering_seat_a_facilitator_s() {
    let house = House::of(&["first-shift", "two-small-changes"]).await;
    let mut ann = house.guest("ann", Pass::Player).await;
    let mut bee = house.guest("bee", Pass::Player).await;
    ann.types("\r").await;
    ann.sees("ann (you)").await;
    bee.sees("ann").await;
    bee.types("\r").await;
    bee.sees("ann sits there.").await;
    bee.types("jjjj\r").await;
    bee.sees("needs a facilitator's code").await;
    // Another seat gives the first one up.
    ann.types("j\r").await;
    ann.sees("Communications Lead   ann (you)").await;
    bee.types("kkkk\r").await;
    bee.sees("bee (you)").await;
    // Only who sits at the table decides for it.
    let mut eve = house.guest("eve", Pass::Observer).await;
    eve.types("\r").await;
    eve.sees("not yours to take").await;
    eve.types("s").await;
    eve.sees("That is for who steers").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_nickname_that_the_story_has_too_goes_by_another_in_it() {
    let house = House::of(&["first-shift"]).await;
    let mut nok = house.guest("nok", Pass::Player).await;
    nok.types("\rs").await;
    nok.sees("no incident declared").await;
    nok.sees("nok-2").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_does_the_others_see_and_a_word_to_one_stays_with_them() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, mut ann, mut bee) = house.team().await;
    ann.types("mgood evening from the lead\r").await;
    bee.sees("good evening from the lead").await;
    fac.sees("good evening from the lead").await;
    bee.types("/tell ann the second word is marmalade\r").await;
    ann.sees("marmalade").await;
    // Shown to all after it: had it been shown to fac, it would stand there now.
    bee.types("mafter\r").await;
    fac.sees("after").await;
    assert!(!fac.screen().contains("marmalade") || fac.screen().contains("/tell"));
    // Nobody but the facilitator pauses.
    ann.types("/pause\r").await;
    ann.sees("facilitator's").await;
    fac.types(" ").await;
    ann.sees("PAUSED").await;
    fac.types(" ").await;
    ann.no_longer_sees("PAUSED").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_drops_out_is_missed_and_comes_back_to_the_same_seat() {
    let house = House::of(&["first-shift"]).await;
    let mut fac = house.guest("fac", Pass::Facilitator).await;
    let (key, code) = (new_key(), house.code(Pass::Player).await);
    let mut ann = Guest::join(house.ssh, "ann", By::Both(&key, &code), (120, 40)).await;
    let mut bee = house.guest("bee", Pass::Player).await;
    ann.sees("Take a seat").await;
    ann.types("\r").await;
    bee.types("j\r").await;
    fac.types("jjjj\r").await;
    fac.sees("fac (you)").await;
    fac.sees("bee").await;
    fac.sees("ann").await;
    fac.types("s").await;
    ann.sees("no incident declared").await;
    ann.types("mI was here\r").await;
    bee.sees("I was here").await;
    ann.hangs_up().await;
    bee.types("8").await;
    bee.sees("ann is offline").await;
    fac.sees("is offline").await;
    let mut ann = Guest::join(house.ssh, "ann", By::Key(&key), (120, 40)).await;
    ann.sees("I was here").await;
    ann.sees("lead ann").await;
    bee.no_longer_sees("ann is offline").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn coming_in_twice_ends_the_older_screen() {
    let house = House::of(&["first-shift"]).await;
    let (key, code) = (new_key(), house.code(Pass::Player).await);
    let mut first = Guest::join(house.ssh, "ann", By::Both(&key, &code), (80, 24)).await;
    first.sees("you are ann").await;
    let mut second = Guest::join(house.ssh, "ann", By::Key(&key), (80, 24)).await;
    second.sees("you are ann").await;
    first.sees("You came in again from elsewhere").await;
    first.is_cut().await;
    second.types("j").await;
    second.sees("you are ann").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_observer_sees_one_seat_after_the_other_and_can_say_nothing() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, mut ann, _bee) = house.team().await;
    let mut eve = house.guest("eve", Pass::Observer).await;
    eve.types("w").await;
    eve.sees("WATCHING").await;
    eve.sees("lead ann").await;
    eve.types("s").await;
    eve.sees("comms bee").await;
    // Keys that would say something in a seat say nothing here.
    eve.types("mhello from eve\r/note eve was here\r").await;
    eve.types("q").await;
    eve.sees("Take a seat").await;
    ann.types("mdone\r").await;
    ann.sees("done").await;
    assert!(!ann.screen().contains("eve"), "{}", ann.screen());
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_steers_sees_the_truth_looks_over_shoulders_and_fires_only_what_was_confirmed() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, mut ann, _bee) = house.team().await;
    fac.sees("gift-note on checkout").await;
    fac.types("2o").await;
    fac.sees("WATCHING").await;
    fac.sees("lead ann").await;
    fac.types("\x1b").await;
    fac.sees("FACILITATOR").await;
    // An inject of their own reaches everybody.
    fac.types("Ithe CEO walks in\r").await;
    ann.sees("the CEO walks in").await;
    // Fire is asked first; any other key than Enter leaves it.
    fac.types("3F").await;
    fac.sees("Enter sends it").await;
    fac.types("\x1b").await;
    fac.no_longer_sees("Enter sends it").await;
    fac.types("F").await;
    fac.sees("Enter sends it").await;
    fac.types("\r").await;
    fac.sees("by hand").await;
    fac.types("Onobody held the clock\r").await;
    fac.sees("saw:").await;
    assert!(!ann.screen().contains("held the clock"));
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_the_end_everybody_rates_for_themselves_and_then_sees_the_score() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, mut ann, mut bee) = house.team().await;
    fac.types("E").await;
    fac.sees("the debrief opens").await;
    fac.types("\r").await;
    ann.sees("rate yourselves").await;
    bee.sees("rate yourselves").await;
    // Who steers has nothing to rate.
    fac.sees("What cost most").await;
    ann.types("\r").await;
    ann.sees("What cost most").await;
    bee.sees("rate yourselves").await;
    // What it came to is kept.
    let card = house.store.scorecard(&"drill-1".into()).await.expect("a store");
    assert!(card.is_some_and(|card| card.contains("\"schema\"")));
    // The table can be opened anew.
    ann.types("q").await;
    ann.sees("Take a seat").await;
    // Who steered says when; what was played can still be looked back on.
    ann.types("n").await;
    ann.sees("That is for who steers").await;
    fac.types("q").await;
    fac.sees("Take a seat").await;
    fac.types("n").await;
    ann.sees("gathering").await;
    ann.types("w").await;
    ann.sees("rate yourselves").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_incident_stops_everything_for_everybody() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, mut ann, mut bee) = house.team().await;
    bee.types("/abort production is down\r").await;
    ann.sees("production is down").await;
    fac.sees("production is down").await;
    bee.sees("production is down").await;
    for guest in [&fac, &ann, &bee] {
        assert!(guest.screen().contains("REAL INCIDENT"), "{}", guest.screen());
        assert!(!guest.screen().contains("Services"), "{}", guest.screen());
    }
    ann.types("q").await;
    ann.sees("Take a seat").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn screens_follow_a_change_of_size_and_small_ones_say_so() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, mut ann, _bee) = house.team().await;
    ann.resize(80, 24).await;
    ann.sees("5 Channel").await;
    ann.resize(40, 10).await;
    ann.sees("60x20 or more").await;
    ann.resize(200, 60).await;
    ann.sees("Record").await;
    house.closes().await;
}
