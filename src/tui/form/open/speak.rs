//! Forms for what is said: declaring, updates, status, record, answers.

use crate::model::id::{AudienceId, QuestionId, SeverityId};
use crate::model::metric::Metric;
use crate::model::text::Text;
use crate::tui::field::Field;
use crate::tui::figures::percent;
use crate::tui::form::open::{both, both_with, entry, form, noted, plain};
use crate::tui::form::{Button, Choice, Form, Input, Part, Press};
use crate::tui::keys::FormKind;
use crate::tui::play::Play;
use crate::tui::words::{Word, in_both};
use crate::view::SeatView;

pub(super) fn declare(play: &Play) -> Form {
    let view = &play.view;
    let severities = view.words.severities.iter();
    let options: Vec<Choice> = severities.map(severity_choice).collect();
    // The second from the top: in doubt the higher, and the top one is rare.
    let start = options.get(1).or_else(|| options.first()).map(|own| own.value.clone());
    let firing = view.alerts.iter().find(|row| row.resolved.is_none());
    let mut from = Vec::new();
    if let Some(alert) = firing {
        let span = crate::model::time::clock(view.now.since(alert.fired));
        let id = alert.id.to_string();
        let line = |lang| Word::FromAlert.with(lang, &[&id, alert.says.get(lang), &span]);
        from.push(in_both(line));
    }
    let mut entries = vec![
        entry(Part::Says, Word::LTitle, Input::text("")),
        noted(
            Part::What,
            Word::LSeverity,
            Input::one(options, &start.unwrap_or_default(), true),
            vec![both(Word::InDoubtHigher)],
        ),
    ];
    if !from.is_empty() {
        entries.push(noted(Part::About, Word::LFrom, Input::Shown, from));
    }
    entries.push(noted(Part::About, Word::LThen, Input::Shown, vec![both(Word::DeclareThen)]));
    let mut out = form(FormKind::Declare, Word::TDeclare, Word::BDeclare, entries);
    out.buttons = vec![
        Button { label: Word::BDeclare, does: Press::Send },
        Button { label: Word::BNotIncident, does: Press::Instead(FormKind::Note) },
        Button { label: Word::BLeave, does: Press::Leave },
    ];
    out
}

/// `sev2  Major: an important feature, many users`.
fn severity_choice((id, name, means): &(SeverityId, Text, Text)) -> Choice {
    Choice::noted(id.as_str(), &in_both(|lang| format!("{}: {}", name.get(lang), means.get(lang))))
}

pub(super) fn update(play: &Play) -> Form {
    let view = &play.view;
    let due =
        |id: &str| view.due.iter().find(|item| item.mine && item.label.en.as_str().contains(id));
    let audiences: Vec<(Choice, bool)> = view
        .words
        .audiences
        .iter()
        .map(|(id, name)| (Choice::noted(id.as_str(), name), due(id.as_str()).is_some()))
        .collect();
    let none = audiences.iter().all(|(_, on)| !on);
    let audiences = audiences
        .into_iter()
        .enumerate()
        .map(|(index, (own, on))| (own, on || none && index == 0))
        .collect();
    let effects = [
        ("unknown", Word::EUnknown),
        ("none", Word::ENone),
        ("some", Word::ESome),
        ("many", Word::EMany),
        ("all", Word::EAll),
    ];
    let effects = effects.iter().map(|(id, word)| Choice::noted(id, &both(*word))).collect();
    // Once it is over the last word says so.
    let last = view.words.statuses.last();
    let over = view.incidents.first().is_some_and(|row| Some(&row.status) == last);
    let (effect, next) = if over { ("none", "none") } else { ("unknown", "20m") };
    let entries = vec![
        noted(
            Part::Audience,
            Word::LAudience,
            Input::Many { options: audiences, at: 0 },
            last_update(view).into_iter().collect(),
        ),
        noted(Part::Scope, Word::LScope, Input::text(""), seen(view)),
        noted(Part::Effect, Word::LEffect, Input::one(effects, effect, false), measured(view)),
        entry(Part::Doing, Word::LDoing, Input::text("")),
        noted(Part::Next, Word::LNext, Input::text(next), vec![both(Word::NextNote)]),
        entry(Part::Says, Word::LText, Input::Text(Field::area(""), 3)),
    ];
    let features = &view.words.features;
    let inside = view.words.parts.iter().filter(|part| !features.contains(part));
    let first = view.updates.is_empty();
    let title = if first { Word::TFirstUpdate } else { Word::TUpdate };
    let mut out = form(FormKind::Update, title, Word::BSend, entries);
    out.internal = inside.cloned().collect();
    out.over = over;
    out.reserved = reserved(view);
    out.outside = view.words.outside.iter().map(ToString::to_string).collect();
    let copy = Button { label: Word::BCopyLast, does: Press::CopyLast };
    let template = Button { label: Word::BTemplate, does: Press::Template };
    out.buttons.splice(1..1, if first { vec![template] } else { vec![template, copy] });
    out
}

/// Audiences that somebody else is to tell.
fn reserved(view: &SeatView) -> Vec<(String, String, String)> {
    let holder = |short: &str| {
        let row = view.team.iter().find(|row| row.short == short)?;
        let (holder, _) = row.holder.as_ref()?;
        (*holder != view.my_name).then(|| holder.clone())
    };
    let owned = view.words.reserved.iter();
    owned
        .filter_map(|(audience, short)| Some((audience.to_string(), short.clone(), holder(short)?)))
        .collect()
}

/// The update before this one, so that nobody has to go and look.
fn last_update(view: &SeatView) -> Option<Text> {
    let last = view.updates.last()?;
    let audiences: Vec<&str> = last.update.audiences.iter().map(AudienceId::as_str).collect();
    let effect = crate::tui::play::effect_word(last.update.effect);
    let values = [&last.at.to_string(), &audiences.join(","), last.update.scope.as_str(), &effect];
    Some(both_with(Word::LastUpdate, &values))
}

/// What the screen shows to be wrong, and what users call the features.
fn seen(view: &SeatView) -> Vec<Text> {
    let bad: Vec<&str> = view
        .services
        .iter()
        .filter(|row| row.badness > 0)
        .map(|row| row.part.as_str())
        .take(4)
        .collect();
    let mut notes = Vec::new();
    if !bad.is_empty() {
        notes.push(both_with(Word::YouSaw, &[&bad.join(", ")]));
    }
    if !view.words.features.is_empty() {
        notes.push(both_with(Word::FeaturesAre, &[&view.words.features.join(", ")]));
    }
    notes
}

/// The worst error ratio on the screen.
fn measured(view: &SeatView) -> Vec<Text> {
    let worst = view
        .services
        .iter()
        .filter_map(|row| Some((row, *row.readings.get(&Metric::ErrorRatio)?)))
        .max_by(|one, other| one.1.total_cmp(&other.1));
    let worst = worst.filter(|(_, ratio)| *ratio >= 0.005);
    let note = worst.map(|(row, ratio)| {
        both_with(Word::YourScreen, &[&view.now.to_string(), row.part.as_str(), &percent(ratio)])
    });
    note.into_iter().collect()
}

pub(super) fn status(play: &Play) -> Form {
    let view = &play.view;
    let options = view
        .words
        .statuses
        .iter()
        .map(|id| Choice::noted(id.as_str(), &crate::tui::words::status_text(id.as_str())));
    let now = view.incidents.get(play.incident).or_else(|| view.incidents.first());
    let at = now.and_then(|row| view.words.statuses.iter().position(|id| *id == row.status));
    let next = view.words.statuses.get(at.map_or(0, |at| at + 1)).or(view.words.statuses.last());
    let next = next.map_or("", |id| id.as_str());
    form(
        FormKind::Status,
        Word::TStatus,
        Word::BSend,
        vec![
            entry(Part::What, Word::LStatus, Input::one(options.collect(), next, true)),
            noted(Part::Why, Word::LNote, Input::text(""), vec![both(Word::StatusNote)]),
        ],
    )
}

pub(super) fn severity(play: &Play) -> Form {
    let view = &play.view;
    let now = view.incidents.get(play.incident).or_else(|| view.incidents.first());
    let now = now.map_or("", |row| row.severity.as_str());
    let options = view.words.severities.iter();
    let options = options.map(severity_choice).collect();
    form(
        FormKind::Severity,
        Word::TSeverity,
        Word::BSend,
        vec![
            entry(Part::What, Word::LSeverity, Input::one(options, now, true)),
            entry(Part::Why, Word::LWhy, Input::text("")),
        ],
    )
}

pub(super) fn note() -> Form {
    let entries = vec![entry(Part::Says, Word::LText, Input::Text(Field::area(""), 3))];
    form(FormKind::Note, Word::TNote, Word::BRecord, entries)
}

pub(super) fn decision() -> Form {
    let entries = vec![
        entry(Part::Says, Word::LDecision, Input::text("")),
        noted(Part::Why, Word::LWhy, Input::text(""), vec![both(Word::DecisionNote)]),
    ];
    form(FormKind::Decision, Word::TDecision, Word::BRecord, entries)
}

pub(super) fn action(play: &Play) -> Form {
    let view = &play.view;
    let due = view.story_date.and_then(|date| date.checked_add_days(chrono::Days::new(14)));
    let due = due.map_or_else(String::new, |date| date.to_string());
    let priorities = ["P1", "P2", "P3", "P4"].map(Choice::plain).to_vec();
    let entries = vec![
        entry(Part::Says, Word::LTask, Input::text("")),
        entry(
            Part::Whom,
            Word::LOwner,
            Input::one(plain(&view.words.people), view.me.as_str(), false),
        ),
        entry(Part::Due, Word::LDue, Input::text(&due)),
        entry(Part::Priority, Word::LPriority, Input::one(priorities, "P2", false)),
    ];
    form(FormKind::Action, Word::TAction, Word::BRecord, entries)
}

pub(super) fn answer(play: &Play, about: &str) -> Form {
    let asked = about.parse::<QuestionId>().ok();
    let item = play.view.inbox.iter().find(|item| asked.is_some() && item.question == asked);
    let asks = item.map(|item| {
        let line = |lang| format!("{}: {}", item.from, item.text.get(lang));
        in_both(line)
    });
    let entries = vec![
        noted(Part::About, Word::LAsked, Input::Shown, asks.into_iter().collect()),
        noted(
            Part::Says,
            Word::LAnswer,
            Input::Text(Field::area(""), 4),
            vec![both(Word::AnswerNote)],
        ),
    ];
    let mut out = form(FormKind::Answer, Word::TAnswer, Word::BSend, entries);
    about.clone_into(&mut out.about);
    out.buttons.insert(1, Button { label: Word::BTemplate, does: Press::Template });
    out
}

pub(super) fn ask(play: &Play, about: &str) -> Form {
    let entries = vec![
        entry(Part::Whom, Word::LWhom, Input::one(plain(&play.view.words.people), about, false)),
        entry(Part::Says, Word::LQuestion, Input::Text(Field::area(""), 3)),
    ];
    form(FormKind::Ask, Word::TAsk, Word::BSend, entries)
}

pub(super) fn close() -> Form {
    let entries = vec![entry(Part::Why, Word::LWhy, Input::text(""))];
    form(FormKind::Close, Word::TClose, Word::BSend, entries)
}

/// The price stands before the hint.
pub(super) fn hint(play: &Play) -> Form {
    let view = &play.view;
    let level = (view.hints.len() + 1).to_string();
    let mut notes: Vec<Text> = view
        .hints
        .iter()
        .map(|(level, says)| {
            let line = |lang| format!("{level} {}", says.get(lang));
            in_both(line)
        })
        .collect();
    notes.push(match view.next_hint_price {
        None => both(Word::NoHint),
        Some(0) => both_with(Word::HintFree, &[&level]),
        Some(price) => both_with(Word::HintPrice, &[&level, &price.to_string()]),
    });
    let entries = vec![noted(Part::About, Word::LHint, Input::Shown, notes)];
    let mut out = form(FormKind::Hint, Word::THint, Word::BTakeHint, entries);
    out.buttons.retain(|button| button.does != Press::Discard);
    if view.next_hint_price.is_none() {
        out.buttons.retain(|button| button.does != Press::Send);
    }
    out
}
