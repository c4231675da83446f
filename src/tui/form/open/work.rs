//! Forms for what is done: roles, pages, looks, remedies, causes, runbooks.

use crate::command::LookView;
use crate::model::cause::CauseKind;
use crate::model::remedy;
use crate::model::text::Text;
use crate::tui::form::open::{both, entry, form, noted, plain};
use crate::tui::form::{Choice, Form, Input, Part};
use crate::tui::keys::FormKind;
use crate::tui::pane::Pane;
use crate::tui::play::Play;
use crate::tui::words::{Word, in_both};

/// The short name of the role that is selected in Team, or the first needed and open.
fn role(play: &Play) -> String {
    let view = &play.view;
    let selected = play.picks.get(&Pane::Team).filter(|_| play.focus == Pane::Team);
    let picked = selected.and_then(|pick| {
        view.team.iter().find(|row| row.role.as_str() == pick.key).map(|row| row.short.clone())
    });
    let open = || {
        let open = view.team.iter().find(|row| row.holder.is_none() && row.needed_by.is_some());
        open.or_else(|| view.team.iter().find(|row| row.holder.is_none()))
            .map(|row| row.short.clone())
    };
    picked.or_else(open).unwrap_or_default()
}

fn roles(play: &Play) -> Vec<Choice> {
    let view = &play.view;
    view.words
        .roles
        .iter()
        .map(|(short, name)| {
            let holder = view.team.iter().find(|row| row.short == *short);
            let holder = holder.and_then(|row| row.holder.as_ref()).map_or("–", |own| &own.0);
            let note = |lang| format!("{}: {holder}", name.get(lang));
            let note = in_both(note);
            Choice::noted(short, &note)
        })
        .collect()
}

/// Who sits in the seat of that role; else somebody in a seat who holds no role yet; else the first
/// person.
fn free_person(play: &Play, role: &str) -> String {
    let view = &play.view;
    let seats = |title: &str| title.split(", ").any(|seat| seat == role);
    if let Some(own) = view.people.iter().find(|own| own.seated && seats(&own.title)) {
        return own.name.clone();
    }
    let holds = |name: &str| {
        view.team.iter().any(|row| row.holder.as_ref().is_some_and(|own| own.0 == name))
    };
    let plays = |own: &&crate::view::PersonRow| own.seated && own.title != "facilitator";
    let free = view.people.iter().filter(plays).find(|own| !holds(&own.name));
    free.map(|own| own.name.clone())
        .or_else(|| view.words.people.first().cloned())
        .unwrap_or_default()
}

pub(super) fn assign(play: &Play, about: &str) -> Form {
    let view = &play.view;
    let wanted = if about.is_empty() { role(play) } else { about.to_owned() };
    let people = plain(&view.words.people);
    let entries = vec![
        entry(Part::What, Word::LRole, Input::one(roles(play), &wanted, true)),
        entry(Part::Whom, Word::LPerson, Input::one(people, &free_person(play, &wanted), false)),
    ];
    form(FormKind::Assign, Word::TAssign, Word::BAssign, entries)
}

pub(super) fn handover(play: &Play) -> Form {
    let view = &play.view;
    let mine = view.my_roles.first().cloned().unwrap_or_default();
    let entries = vec![
        entry(Part::What, Word::LRole, Input::one(roles(play), &mine, true)),
        entry(Part::Whom, Word::LPerson, Input::one(plain(&view.words.people), "", false)),
        noted(
            Part::Says,
            Word::LBrief,
            Input::Text(crate::tui::field::Field::area(""), 3),
            vec![both(Word::BriefNote)],
        ),
    ];
    form(FormKind::Handover, Word::THandover, Word::BSend, entries)
}

pub(super) fn page(play: &Play) -> Form {
    let whom = plain(&play.view.words.pageable);
    let entries = vec![
        entry(Part::Whom, Word::LWhom, Input::one(whom, "", false)),
        entry(Part::Why, Word::LWhy, Input::text("")),
    ];
    form(FormKind::Page, Word::TPage, Word::BPage, entries)
}

/// Parts that stand among the services, the selected one first chosen.
fn services(play: &Play) -> (Vec<Choice>, String) {
    let listed = play.order.iter().map(|part| Choice::plain(part.as_str()));
    let mut options: Vec<Choice> = listed.collect();
    let others = play.view.words.parts.iter();
    let new = others.filter(|part| !play.order.iter().any(|own| own.as_str() == part.as_str()));
    options.extend(new.map(|part| Choice::plain(part)));
    let selected = play.service().map(ToString::to_string).unwrap_or_default();
    (options, selected)
}

pub(super) fn look(play: &Play) -> Form {
    let (options, selected) = services(play);
    let views = [
        (LookView::Metrics, Word::VMetrics),
        (LookView::Logs, Word::VLogs),
        (LookView::Deploys, Word::VDeploys),
        (LookView::Config, Word::VConfig),
        (LookView::Deps, Word::VDeps),
    ];
    let views = views.iter().map(|(view, word)| Choice::noted(view.word(), &both(*word)));
    let entries = vec![
        entry(Part::Whom, Word::LService, Input::one(options, &selected, false)),
        entry(Part::What, Word::LView, Input::one(views.collect(), "metrics", true)),
    ];
    let mut out = form(FormKind::Look, Word::TLook, Word::BLook, entries);
    out.at = 1;
    out
}

pub(super) fn remedy(play: &Play) -> Form {
    let view = &play.view;
    let (options, selected) = services(play);
    let remedies = view.words.remedies.iter().map(|(name, does, args)| {
        let note = |lang| {
            let (does, args) = (does.get(lang), args.get(lang));
            if args.is_empty() { does.to_owned() } else { format!("{does} [{args}]") }
        };
        let note = in_both(note);
        Choice::noted(name, &note)
    });
    let entries = vec![
        entry(Part::Whom, Word::LTarget, Input::one(options, &selected, false)),
        entry(Part::What, Word::LRemedy, Input::one(remedies.collect(), "verify", true)),
        noted(Part::Args, Word::LArgs, Input::text(""), vec![both(Word::DoNote)]),
    ];
    let mut out = form(FormKind::Do, Word::TDo, Word::BDo, entries);
    out.at = 1;
    out
}

/// What is asked before a remedy is sent: its effect, and whether it is risky.
pub(crate) fn effect(play: &Play, name: &str) -> Text {
    let own = play.view.words.remedies.iter().find(|(own, ..)| own == name);
    let risky = remedy::remedy(name).is_some_and(|kind| kind.risky);
    let word = if risky { Word::AskDoRisky } else { Word::AskDo };
    let line = |lang| {
        let does = own.map_or("", |(_, does, _)| does.get(lang));
        word.with(lang, &[name, does])
    };
    in_both(line)
}

pub(super) fn cause(play: &Play) -> Form {
    let (options, selected) = services(play);
    let kinds = CauseKind::ALL.iter().map(|kind| Choice::plain(kind.name())).collect();
    let entries = vec![
        entry(Part::Whom, Word::LService, Input::one(options, &selected, false)),
        entry(Part::What, Word::LKind, Input::one(kinds, "", false)),
        noted(Part::Why, Word::LWhy, Input::text(""), vec![both(Word::CauseNote)]),
    ];
    form(FormKind::Cause, Word::TCause, Word::BRecord, entries)
}

pub(super) fn runbook(play: &Play) -> Form {
    let rows = play.view.runbooks.iter();
    let options = rows.map(|row| {
        let line = |lang| {
            let fits =
                if row.fits { format!(" · {}", Word::Fits.get(lang)) } else { String::new() };
            format!("{}{fits}", row.title.get(lang))
        };
        let note = in_both(line);
        Choice::noted(row.id.as_str(), &note)
    });
    let entries = vec![entry(Part::What, Word::LRunbook, Input::one(options.collect(), "", true))];
    form(FormKind::Runbook, Word::TRunbook, Word::BOpen, entries)
}

pub(super) fn skip(play: &Play, about: &str) -> Form {
    let step = play
        .view
        .runbook
        .as_ref()
        .and_then(|runbook| runbook.steps.iter().find(|step| step.number.to_string() == about));
    let says = step.map(|step| step.text.clone());
    let entries = vec![
        noted(Part::About, Word::LStep, Input::Shown, says.into_iter().collect()),
        entry(Part::Why, Word::LWhy, Input::text("")),
    ];
    let mut out = form(FormKind::Step, Word::TStep, Word::BSkip, entries);
    about.clone_into(&mut out.about);
    out
}
