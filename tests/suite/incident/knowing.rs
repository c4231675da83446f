//! What the team could know from what monitoring and people have shown.

use firedrill::content::truth::Form;
use firedrill::model::fault::{Acts, FaultKind};

use crate::drill::stage::{Stage, after, at, fault};

#[test]
fn what_dashboards_show_amounts_to_a_severity_after_its_time() {
    let told = Stage::new().begin().until("04:00");
    let knowledge = &told.drill.incidents().knowledge;
    assert_eq!(knowledge.evident_at(at("01:00")), None);
    assert_eq!(knowledge.evident_at(at("04:00")).unwrap().as_str(), "sev2");
    assert!(told.drill.incidents().known(&"feature_hit".into()) > 0.3);
}

#[test]
fn what_nobody_has_shown_nobody_could_know() {
    let mut blind = fault("blind", FaultKind::Absent, Acts::Always);
    blind.target = "tools.metrics".into();
    let told = Stage::new().with(|setup| setup.story.faults.push(blind)).begin().until("06:00");
    assert_eq!(told.drill.incidents().knowledge.evident_at(at("06:00")), None);
}

#[test]
fn people_who_write_in_make_it_known() {
    let mut blind = fault("blind", FaultKind::Absent, Acts::Always);
    blind.target = "tools.metrics".into();
    let tickets = Form::Ticket { from: "shoppers".into(), count: 14, says: "I cannot buy".into() };
    let acts = Acts::From { when: after(180), until: None };
    let told = Stage::new()
        .with(|setup| setup.story.faults.push(blind))
        .inject("tickets", Some(acts), tickets)
        .begin()
        .until("06:00");
    assert!(told.drill.incidents().known(&"feature_hit".into()) > 0.3);
    let knowledge = &told.drill.incidents().knowledge;
    assert_eq!(knowledge.evident_at(at("03:30")), None, "not for a minute yet");
    assert_eq!(knowledge.evident_at(at("04:05")).unwrap().as_str(), "sev2");
}
