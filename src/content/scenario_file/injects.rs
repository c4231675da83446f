//! What comes before the players: injects, the people of the day, looks, hints, jumps, the coach.

use std::collections::BTreeMap;

use crate::content::conditions::VIEW;
use crate::content::form::{As, Name, PLAIN, PRINT, PROSE, ROW, Switch, Word};
use crate::content::measured::FactName;
use crate::content::names::Thing;
use crate::content::quantity::{RATE, SOME_SPAN, SPAN, SpanOrNever, count};
use crate::content::scenario_file::kept;
use crate::content::sort::Sort;
use crate::content::table::Table;
use crate::content::truth::{CastMember, CoachLine, Form, Hint, Inject, Jump, Look, Reply};
use crate::model::id::{AlertRule, FactId, InjectId, PersonId, Target};
use crate::model::text::Text;
use crate::model::time::Span;

/// Most injects of a scenario.
const INJECTS_MAX: usize = 500;
/// The forms an inject may have.
const FORMS: &[&str] = &["message", "call", "ticket", "news", "alert", "log"];

/// Injects of the chosen variant.
pub(super) fn read(t: &mut Table<'_, '_>) -> BTreeMap<InjectId, Inject> {
    let injects = t.named("inject", "inject", read_inject);
    if injects.len() > INJECTS_MAX {
        let number = injects.len();
        let message = format!("this scenario has {number} injects; {INJECTS_MAX} are the most");
        let place = t.place_of("inject");
        t.reading.error(place, message, "leave out what the drill does not need");
    }
    let kept = injects.into_iter().filter_map(|(name, inject)| Some((name.into(), inject?)));
    kept.collect()
}

fn read_inject(t: &mut Table<'_, '_>) -> Option<Inject> {
    let kept = kept(t);
    let acts = t.acts();
    let evidence = t.list("evidence", &FactName).into_iter().map(FactId::from).collect();
    let found = t.leading(FORMS);
    let label = t.label.clone();
    let form = if t.describes() {
        for form in FORMS {
            read_form(t, form);
        }
        None
    } else {
        match found.as_slice() {
            [(form, _)] => read_form(t, form),
            [] => {
                let place = t.place;
                let message = format!("{label} does not say what comes");
                t.reading.error(place, message, format!("add one of {}", FORMS.join(", ")));
                None
            }
            [(one, _), (other, place), ..] => {
                let message = format!("{label} is both `{one}` and `{other}`");
                t.reading.error(*place, message, "make two injects with the same `when`");
                t.pass_over(FORMS);
                None
            }
        }
    };
    let inject = Inject { id: t.name().into(), acts, form: form?, evidence };
    kept.then_some(inject)
}

fn read_form(t: &mut Table<'_, '_>, form: &'static str) -> Option<Form> {
    let rule = AlertRule::from(t.name());
    t.table(form, |t| match form {
        "message" => {
            let (from, to, says, wants) = said(t);
            Form::Message { from, to, says, wants }
        }
        "call" => {
            let (from, to, says, wants) = said(t);
            Form::Call { from, to, says, wants }
        }
        "ticket" => Form::Ticket {
            from: t.need("from", &Name(Thing::Part(&[Sort::Clients]))),
            count: t.or("count", &count(1, 1_000_000), 1),
            says: t.need("says", &PROSE),
        },
        "news" => Form::News { says: t.need("says", &PROSE) },
        "alert" => Form::Alert {
            rule,
            target: Target::from(t.need("target", &Name(Thing::Target))),
            pages: t.get("pages", &Name(Thing::Team)).map(Into::into),
            says: t.need("says", &ROW),
        },
        _ => {
            let levels = Word(&[("info", "info"), ("warn", "warn"), ("error", "error")]);
            Form::Log {
                target: Target::from(t.need("target", &Name(Thing::Target))),
                level: t.or("level", &levels, "info").to_owned(),
                rate: t.or("rate", &RATE, 1.0),
                says: t.need("says", &PRINT),
            }
        }
    })
}

fn said(t: &mut Table<'_, '_>) -> (PersonId, String, Text, Option<Span>) {
    (
        PersonId::from(t.need("from", &Name(Thing::Person))),
        t.or("to", &Name(Thing::Seat), "all".to_owned()),
        t.need("says", &PROSE),
        t.get("wants", &SOME_SPAN),
    )
}

/// From question to answer, where nothing else is said.
const REPLIES_IN: Span = Span::from_seconds(60);

/// How people behave today.
pub(super) fn cast(t: &mut Table<'_, '_>) -> BTreeMap<PersonId, CastMember> {
    let cast = t.named("cast", "person", |t| {
        let name = t.name().to_owned();
        if let (false, Err(missing)) = (t.describes(), t.reading.names.find(Thing::Person, &name)) {
            let place = t.place;
            t.reading.error(place, missing.message, missing.hint);
        }
        CastMember {
            acks: t.get("acks", &SpanOrNever),
            joins: t.get("joins", &SPAN),
            replies: t.tables("replies", "this reply", reply).into_iter().flatten().collect(),
        }
    });
    cast.into_iter().map(|(name, member)| (name.into(), member)).collect()
}

fn reply(t: &mut Table<'_, '_>) -> Option<Reply> {
    let kept = kept(t);
    let reply = Reply {
        about: t.list("about", &PLAIN),
        when: t.condition("when"),
        takes: t.or("takes", &SPAN, REPLIES_IN),
        says: t.need("says", &PROSE),
        wrong: t.or("wrong", &Switch, false),
    };
    kept.then_some(reply)
}

/// What looks show that no simulation knows.
pub(super) fn looks(t: &mut Table<'_, '_>) -> Vec<Look> {
    let looks = t.tables("looks", "this look", |t| {
        let kept = kept(t);
        let look = Look {
            target: Target::from(t.need("target", &Name(Thing::Target))),
            view: t.or("view", &VIEW, "logs").to_owned(),
            when: t.condition("when"),
            takes: t.get("takes", &SPAN),
            says: t.need("says", &PRINT),
        };
        kept.then_some(look)
    });
    looks.into_iter().flatten().collect()
}

/// Hints, ever stronger.
pub(super) fn hints(t: &mut Table<'_, '_>) -> Vec<Hint> {
    let plain = As(PROSE, |says| Some(Hint { says, when: None }));
    let hints = t.list_either("hints", "this hint", &plain, |t| {
        let kept = kept(t);
        let hint = Hint { says: t.need("says", &PROSE), when: t.condition("when") };
        kept.then_some(hint)
    });
    hints.into_iter().flatten().collect()
}

/// Where the clock may jump.
pub(super) fn jumps(t: &mut Table<'_, '_>) -> Vec<Jump> {
    let jumps = t.tables("jumps", "this jump", |t| {
        let kept = kept(t);
        let jump = Jump { when: t.need_condition("when"), over: t.need("over", &SOME_SPAN) };
        kept.then_some(jump)
    });
    jumps.into_iter().flatten().collect()
}

/// What the coach says.
pub(in crate::content) fn coach(t: &mut Table<'_, '_>) -> Vec<CoachLine> {
    let lines = t.tables("coach", "this line of the coach", |t| {
        let kept = kept(t);
        let line = CoachLine {
            when: t.need_condition("when"),
            until: t.condition("until"),
            says: t.need("says", &PROSE),
        };
        kept.then_some(line)
    });
    lines.into_iter().flatten().collect()
}
