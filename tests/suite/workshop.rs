//! Drafts and packs: what an author begins with can be played at once, and what a game master holds
//! in hand says all of it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use firedrill::content::{Library, Source, read_system};
use firedrill::journal::ENGINE;
use firedrill::model::id::{ProcessId, ScenarioId, SystemId};
use firedrill::model::system::System;
use firedrill::model::text::Lang;
use firedrill::rehearse::team::Event;
use firedrill::score::score_case;
use firedrill::workshop::cast::cast;
use firedrill::workshop::class::{Class, classes};
use firedrill::workshop::draft::{Draft, Wish, draft};
use firedrill::workshop::pack::pack;
use firedrill::workshop::postmortem::{Found, Sort, read};

fn systems() -> Vec<System> {
    let library = Library::built_in();
    let read = |(id, file): (&String, &firedrill::content::library::File)| {
        let source = Source { path: &file.path, text: &file.text };
        read_system(&SystemId::from(id.as_str()), source).0.expect("a sound system")
    };
    library.systems.iter().map(read).collect()
}

/// A draft of a class on a system, where it has the sort of part that the class needs.
fn drafted(class: &Class, system: &System, found: &Found) -> Option<Draft> {
    let cast = cast(system, class.needs, None).ok()?;
    let day = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a day");
    let (title, moments, causes) = ("A \"first\" draft", &found.moments, &found.causes);
    let clock = found.clock;
    let wish = Wish { id: "a-draft", title, minutes: 40, day, clock, moments, causes };
    Some(draft(&wish, class, system, &cast))
}

fn with(draft: Draft) -> Library {
    let mut own = Library::default();
    own.add("scenarios/a-draft.toml", draft.scenario);
    own.add("runbooks/a-draft.md", draft.runbook);
    own
}

#[test]
fn a_draft_of_every_class_on_every_system_has_no_mistake_and_says_what_is_left() {
    let mut drafts = 0;
    for system in systems() {
        for class in classes() {
            let Some(draft) = drafted(&class, &system, &Found::default()) else {
                assert_eq!(class.name, "certificate", "{} has all else", system.id);
                continue;
            };
            let marks = draft.scenario.matches("(write:").count();
            let told = with(draft).check(&Library::built_in(), ENGINE);
            let errors: Vec<_> = told.iter().filter(|own| own.is_error()).collect();
            assert!(errors.is_empty(), "{} on {}: {errors:#?}", class.name, system.id);
            let left = told.iter().filter(|own| own.message == "this is still to be written");
            let left = left.filter(|own| own.path.starts_with("scenarios/")).count();
            assert!(left > 10 && left <= marks, "{left} of {marks}");
            drafts += 1;
        }
    }
    assert!(drafts >= 30, "{drafts}");
}

#[test]
fn a_draft_can_be_played_and_ended_by_who_knows_the_cause() {
    let systems = systems();
    for class in classes() {
        let mut drafts = systems.iter().filter_map(|own| drafted(&class, own, &Found::default()));
        let draft = drafts.next_back().expect("a system that fits");
        let mut library = Library::built_in();
        library.extend(with(draft));
        let (scenario, process) = (ScenarioId::from("a-draft"), ProcessId::from("default"));
        let bot_pars = BTreeMap::new();
        let (library, scenario, process) = (&library, &scenario, &process);
        let event = Event { library, scenario, process, variant: None, bot_pars: &bot_pars };
        let played = event.play(1, "ideal").expect("sound files");
        let card = score_case(&played.case());
        let ended = card.timings.mitigate_s.is_some() || class.name == "false-alarm";
        assert!(ended, "{}: {:#?}", class.name, card.timings);
    }
}

const POSTMORTEM: &str = "\
# Checkout down after cache loss

Date: 2026-03-12

## Timeline (UTC)

- **21:58** Deploy of catalog v4.2
- 22:03 – first customers write to support
- 22:04 Alert: error ratio of checkout above 10 %
- 22:11 [Incident declared](http://example.test), rollback begun
| 22:40 | Somebody notices the \x1b[31mempty\x1b[0m \"cache\" |
- 00:15 All clear

## Root cause

The cache was \"warm\" on one host only; its alert was muted.
";

#[test]
fn a_post_mortem_becomes_moments_with_guesses_that_are_marked() {
    let found = read(POSTMORTEM);
    assert_eq!(found.title.as_deref(), Some("Checkout down after cache loss"));
    assert_eq!(found.day, NaiveDate::from_ymd_opt(2026, 3, 12));
    assert_eq!(found.class, Some("cache"));
    let seen: Vec<(u32, Sort)> = found.moments.iter().map(|own| (own.minute, own.sort)).collect();
    let expected = [
        (0, Sort::Deploy),
        (5, Sort::Customers),
        (6, Sort::Alarm),
        (13, Sort::Response),
        (42, Sort::Other),
        (137, Sort::Response),
    ];
    assert_eq!(seen, expected);
    let class = classes().into_iter().find(|own| Some(own.name) == found.class).expect("a class");
    let systems = systems();
    let draft = drafted(&class, systems.last().expect("a system"), &found).expect("a cache");
    assert!(draft.scenario.contains("(later than the drill lasts)"), "{}", draft.scenario);
    assert!(!draft.scenario.contains('\x1b'));
    assert!(draft.scenario.contains("T21:56:00"), "two minutes before the first moment");
    assert!(draft.scenario.contains("its alert was muted\""), "{}", draft.scenario);
    let told = with(draft).check(&Library::built_in(), ENGINE);
    let errors: Vec<_> = told.iter().filter(|own| own.is_error()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_post_mortem_without_a_timeline_is_a_draft_like_any_other() {
    for text in ["", "no time at all", "\u{0}\u{202e}99:99 x", "10:00"] {
        let found = read(text);
        assert_eq!(found.moments, Vec::new(), "{text:?}");
    }
}

fn packed(scenario: &str, lang: Lang) -> String {
    let library = Library::built_in();
    let (scenario, process) = (ScenarioId::from(scenario), ProcessId::from("default"));
    let bot_pars = BTreeMap::new();
    let (library, scenario, process) = (&library, &scenario, &process);
    let event = Event { library, scenario, process, variant: None, bot_pars: &bot_pars };
    pack(&event, lang).expect("sound files")
}

#[test]
fn a_pack_holds_every_variant_with_all_that_is_said_asked_and_done() {
    let text = packed("shut-door", Lang::En);
    for held in [
        "# Variant `release`",
        "# Variant `due`",
        "Thursday, twenty-five past seven in the evening.",
        "**Incident Lead**, Pim",
        "It ends by: `/do limit-off edge`",
        "Too many requests",
        "`/look edge config`",
        ": **works**",
        "A switch ended it within a minute.",
    ] {
        assert!(text.contains(held), "{held}\n{text}");
    }
    for section in ["## The truth", "## If nobody acts", "## Questions afterwards"] {
        assert_eq!(text.matches(section).count(), 2, "{section} for each variant");
    }
}

#[test]
fn a_pack_in_thai_is_in_thai() {
    let text = packed("first-shift", Lang::Th);
    assert!(text.contains("# เวรแรก") && text.contains("## ถ้าไม่มีใครทำอะไร"), "{text}");
    let letters = text.chars().filter(|own| ('ก'..='๛').contains(own)).count();
    assert!(letters > 3_000, "{letters} Thai letters");
}
