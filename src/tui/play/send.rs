//! What play sends: lines, forms, steps of a runbook. Everything goes out as a line that a player
//! could type; whether it is allowed is the drill's to say.

use crate::command::{Command, find};
use crate::content::runbook::Directive;
use crate::model::id::AudienceId;
use crate::model::remedy::{Order, remedy};
use crate::model::text::Text;
use crate::tui::form::{self, Form, Part, Press};
use crate::tui::keys::{FormKind, Step};
use crate::tui::message::Intent;
use crate::tui::pane::Pane;
use crate::tui::play::act::{open_form, said};
use crate::tui::play::offers::chosen;
use crate::tui::play::{Mode, Play, Rung, runbook};
use crate::tui::words::{Word, in_both, status_word};

/// Sends a line; what wrote it is remembered, so that a refusal can go back there.
pub(super) fn send(play: &mut Play, line: String, from: Option<FormKind>) -> Vec<Intent> {
    play.line.forget_refused();
    play.line.goes(&line, from);
    play.notice = None;
    vec![Intent::Send(line)]
}

/// Enter on the line: a command alone that has a form opens it, anything else is sent.
pub(super) fn send_line(play: &mut Play) -> Vec<Intent> {
    if let Some(word) = play.line.bare_command() {
        let chosen = chosen(play).map(|own| own.words.text);
        let word = find(word)
            .map(|spec| spec.name.to_owned())
            .or_else(|| chosen.and_then(|text| text.strip_prefix('/').map(str::to_owned)));
        let (command, what) = match word.as_deref().map(|word| word.split_once(' ')) {
            Some(Some((command, what))) => (Some(command), what),
            _ => (word.as_deref(), ""),
        };
        if let Some(kind) = command.and_then(form_of) {
            play.line.field.take();
            play.line.edited();
            open_form(play, kind, "");
            // A remedy found by its own name is chosen already.
            if let Some(open) = play.form.as_mut().filter(|_| !what.is_empty()) {
                open.fill(Part::What, what);
            }
            return Vec::new();
        }
        if let Some(word) = word {
            play.line.field.set(&format!("/{word}"));
        }
    }
    if let Some((order, lacks)) = lacking(play, play.line.field.text()) {
        play.line.field.take();
        play.line.edited();
        open_do(play, &order);
        if let Some(open) = &mut play.form {
            open.refused = Some(lacks);
            open.go_to(Part::Args);
        }
        return Vec::new();
    }
    let Some(line) = play.line.take() else {
        play.mode = Mode::Panes;
        return Vec::new();
    };
    play.mode = Mode::Panes;
    send(play, line, None)
}

/// A remedy that was ordered without the argument it needs, and what that is: the system would
/// only say so a minute later.
fn lacking(play: &Play, line: &str) -> Option<(Order, Text)> {
    let Ok(Command::Do(order)) = Command::parse_with(line, &play.words) else { return None };
    let kind = remedy(order.remedy.as_str()).filter(|kind| kind.needs_args)?;
    let argument = kind.argument();
    let says = in_both(|lang| Word::DoLacks.with(lang, &[kind.name, argument.get(lang)]));
    order.args.is_none().then_some((order, says))
}

/// The form of a remedy, filled in.
fn open_do(play: &mut Play, order: &Order) {
    open_form(play, FormKind::Do, "");
    if let Some(open) = &mut play.form {
        open.fill(Part::What, order.remedy.as_str());
        open.fill(Part::Whom, order.target.as_str());
        open.fill(Part::Args, order.args.as_deref().unwrap_or_default());
        open.go_to_send();
        open.asks = None;
    }
}

/// The form of a command.
fn form_of(command: &str) -> Option<FormKind> {
    Some(match command {
        "declare" => FormKind::Declare,
        "update" => FormKind::Update,
        "assign" => FormKind::Assign,
        "handover" => FormKind::Handover,
        "page" => FormKind::Page,
        "look" => FormKind::Look,
        "do" => FormKind::Do,
        "status" => FormKind::Status,
        "severity" => FormKind::Severity,
        "note" => FormKind::Note,
        "decision" => FormKind::Decision,
        "action" => FormKind::Action,
        "ask" => FormKind::Ask,
        "cause" => FormKind::Cause,
        "runbook" => FormKind::Runbook,
        "hint" => FormKind::Hint,
        "close" => FormKind::Close,
        _ => return None,
    })
}

/// A button of the form.
pub(super) fn press(play: &mut Play, does: Press) -> Vec<Intent> {
    let Some(mut open) = play.form.take() else { return Vec::new() };
    match does {
        Press::Leave => {
            if open.edited {
                play.drafts.insert(open.kind, open);
            } else {
                play.drafts.remove(&open.kind);
            }
            play.mode = Mode::Panes;
        }
        Press::Discard => {
            play.drafts.remove(&open.kind);
            let about = open.about.clone();
            open_form(play, open.kind, &about);
        }
        Press::Instead(kind) => {
            play.drafts.insert(open.kind, open);
            open_form(play, kind, "");
        }
        Press::Template => {
            template(play, &mut open);
            play.form = Some(open);
        }
        Press::CopyLast => {
            copy_last(play, &mut open);
            play.form = Some(open);
        }
        Press::Send => return send_form(play, open),
    }
    Vec::new()
}

/// Sends what a form writes: read by the grammar first, asked once where the effect is dear.
fn send_form(play: &mut Play, mut open: Form) -> Vec<Intent> {
    let line = open.line();
    if let Err(mistake) = Command::parse_with(&line, &play.words) {
        open.refused = Some(mistake.says);
        play.form = Some(open);
        return Vec::new();
    }
    if let Some((_, lacks)) = lacking(play, &line) {
        open.refused = Some(lacks);
        open.go_to(Part::Args);
        play.form = Some(open);
        return Vec::new();
    }
    let question = match open.kind {
        FormKind::Do => Some(form::effect(play, &open.value(Part::What))),
        FormKind::Close => Some(form::both(Word::AskClose)),
        FormKind::Status => goes_back(play, &open),
        _ => None,
    };
    if open.asks.is_none() && question.is_some() {
        open.asks = question;
        open.go_to_send();
        play.form = Some(open);
        return Vec::new();
    }
    // What was worked on stays selected, however the list is sorted anew.
    if matches!(open.kind, FormKind::Look | FormKind::Do | FormKind::Cause) {
        let keys: Vec<String> = play.order.iter().map(ToString::to_string).collect();
        let target = open.value(Part::Whom);
        if let Some(row) = keys.iter().position(|key| *key == target) {
            play.pick(Pane::Services, &keys, row);
        }
    }
    let kind = open.kind;
    open.asks = None;
    play.drafts.insert(kind, open);
    play.mode = Mode::Panes;
    play.line.remember(&line);
    send(play, line, Some(kind))
}

/// What is asked before a status goes back: it is rarely meant.
fn goes_back(play: &Play, open: &Form) -> Option<Text> {
    let view = &play.view;
    let now = view.incidents.get(play.incident).or_else(|| view.incidents.first())?;
    let wanted = open.value(Part::What);
    let place = |id: &str| view.words.statuses.iter().position(|own| own.as_str() == id);
    let (from, to) = (place(now.status.as_str())?, place(&wanted)?);
    let line = |lang| {
        let names = [now.status.as_str(), wanted.as_str()].map(|id| status_word(id, lang));
        Word::AskBack.with(lang, &[&names[0], &names[1]])
    };
    (to < from).then(|| in_both(line))
}

/// The next template of the process into the text.
fn template(play: &Play, open: &mut Form) {
    let lang = play.view.lang;
    let first = fitting_template(play, open);
    let mut templates: Vec<&(String, Text)> = play.view.words.templates.iter().collect();
    templates.sort_by_key(|(id, _)| id != first);
    let texts: Vec<String> = templates.iter().map(|(_, text)| text.get(lang).to_owned()).collect();
    let now = open.value(Part::Says);
    let at = texts.iter().position(|text| *text == now);
    let next = texts.get(at.map_or(0, |at| (at + 1) % texts.len().max(1)));
    if let Some(text) = next {
        open.fill(Part::Says, text);
    }
}

/// The template that fits what is being written now, by the ids of the usual process.
fn fitting_template(play: &Play, open: &Form) -> &'static str {
    let view = &play.view;
    if open.kind == FormKind::Answer {
        return "holding";
    }
    let last = view.words.statuses.last();
    let over = view.incidents.iter().any(|row| Some(&row.status) == last || !row.open);
    match (over, view.updates.is_empty()) {
        (true, _) => "resolved",
        (false, true) => "initial",
        (false, false) => "update",
    }
}

/// Fields of the update before into this one.
fn copy_last(play: &Play, open: &mut Form) {
    let Some(last) = play.view.updates.last() else { return };
    let audiences: Vec<&str> = last.update.audiences.iter().map(AudienceId::as_str).collect();
    open.fill(Part::Audience, &audiences.join(","));
    open.fill(Part::Scope, last.update.scope.as_str());
    open.fill(Part::Effect, &crate::tui::play::effect_word(last.update.effect));
    open.fill(Part::Doing, last.update.doing.as_str());
    open.fill(Part::Says, last.update.text.as_str());
}

/// How long a new page hears no key.
const DEAF_MS: u64 = 250;

/// A key in flight as a page comes in acknowledges nothing: the first moment is deaf, once.
pub(super) fn acknowledge(play: &mut Play, millis: u64) -> Vec<Intent> {
    let fresh = match play.rung {
        Rung::Now => true,
        Rung::At(since) => millis.saturating_sub(since) < DEAF_MS,
        Rung::Long => false,
    };
    if fresh {
        play.rung = Rung::Long;
        return Vec::new();
    }
    let Some(alert) = play.waiting_pages().next().map(|(_, alert, _)| alert) else {
        play.notice = Some(said(form::both(Word::NothingToAck)));
        return Vec::new();
    };
    send(play, format!("/ack {alert}"), None)
}

/// What the current step says: a command is written on the line's behalf, anything else is the
/// player's to do.
pub(super) fn run_step(play: &mut Play) -> Vec<Intent> {
    let Some(step) = runbook::step(play) else { return Vec::new() };
    let command = step.directives.iter().find(|own| matches!(own, Directive::Command(_)));
    let Some(line) = command.map(ToString::to_string) else {
        let other = step.directives.first().map(ToString::to_string).unwrap_or_default();
        let word = if other.is_empty() { Word::StepByHand } else { Word::StepByEye };
        play.notice = Some(said(form::both_with(word, &[&other])));
        return Vec::new();
    };
    // What acts on the system is asked once, so it goes through its form.
    if let Ok(Command::Do(order)) = Command::parse_with(&line, &play.words) {
        open_do(play, &order);
        return Vec::new();
    }
    // Words that go out in one's own name are read over first.
    let own = matches!(
        Command::parse_with(&line, &play.words),
        Ok(Command::Decision { .. } | Command::Update(_)) | Err(_)
    );
    if own || line.contains('…') {
        play.line.field.set(&line);
        play.mode = Mode::Line;
        return Vec::new();
    }
    send(play, line, None)
}

pub(super) fn mark(play: &mut Play, how: &str) -> Vec<Intent> {
    let Some(step) = runbook::step(play) else { return Vec::new() };
    let line = format!("/step {} {how}", step.number);
    send(play, line, None)
}

pub(super) fn look_again(play: &mut Play) -> Vec<Intent> {
    let looks = &play.view.looks;
    let picked = play.picks.get(&Pane::Looks);
    let look = picked.and_then(|pick| looks.iter().find(|own| own.id.to_string() == pick.key));
    let line = look
        .or_else(|| looks.last())
        .map(|look| format!("/look {} {}", look.target, look.view.word()));
    line.map_or_else(Vec::new, |line| send(play, line, None))
}

pub(super) fn speed(play: &mut Play, step: Step) -> Vec<Intent> {
    const SPEEDS: [u32; 6] = [1, 2, 5, 10, 30, 60];
    let now = play.view.speed.max(1);
    let next = if step == Step::On {
        SPEEDS.iter().find(|own| **own > now)
    } else {
        SPEEDS.iter().rev().find(|own| **own < now)
    };
    next.map_or_else(Vec::new, |speed| send(play, format!("/speed {speed}"), None))
}
