//! Forms as they open: filled from what is selected and shown. They fill in nothing that the
//! player's screen does not show.

mod speak;
mod work;

pub(crate) use work::effect;

use crate::model::text::Text;
use crate::tui::form::{Button, Choice, Entry, Form, Input, Part, Press};
use crate::tui::keys::FormKind;
use crate::tui::play::Play;
use crate::tui::words::{Word, in_both};

/// The form of that kind, its draft where one was left.
pub(crate) fn open(play: &Play, kind: FormKind, about: &str) -> Form {
    let draft = play.drafts.get(&kind).filter(|draft| draft.about == about);
    if let Some(draft) = draft {
        let at = fresh(play, kind, about).at;
        let mut form = Form { asks: None, stands: play.view.paused, at, ..draft.clone() };
        // What is acted on is what is selected now, not what was selected then.
        let acts = matches!(kind, FormKind::Look | FormKind::Do | FormKind::Cause);
        if let (true, Some(part)) = (acts, play.service()) {
            form.fill(Part::Whom, part.as_str());
        }
        if form.entry().is_some_and(|entry| matches!(entry.input, Input::Shown)) {
            form.go(true);
        }
        return form;
    }
    let mut form = fresh(play, kind, about);
    form.opened = play.view.now;
    form.stands = play.view.paused;
    // The first stop that can be filled.
    if form.entry().is_some_and(|entry| matches!(entry.input, Input::Shown)) {
        form.go(true);
    }
    form
}

/// The form without any draft.
pub(crate) fn fresh(play: &Play, kind: FormKind, about: &str) -> Form {
    match kind {
        FormKind::Declare => speak::declare(play),
        FormKind::Update => speak::update(play),
        FormKind::Status => speak::status(play),
        FormKind::Severity => speak::severity(play),
        FormKind::Note => speak::note(),
        FormKind::Decision => speak::decision(),
        FormKind::Action => speak::action(play),
        FormKind::Answer => speak::answer(play, about),
        FormKind::Ask => speak::ask(play, about),
        FormKind::Close => speak::close(),
        FormKind::Hint => speak::hint(play),
        FormKind::Assign => work::assign(play, about),
        FormKind::Handover => work::handover(play),
        FormKind::Page => work::page(play),
        FormKind::Look => work::look(play),
        FormKind::Do => work::remedy(play),
        FormKind::Cause => work::cause(play),
        FormKind::Runbook => work::runbook(play),
        FormKind::Step => work::skip(play, about),
    }
}

/// A form of these fields with the usual buttons.
fn form(kind: FormKind, title: Word, send: Word, entries: Vec<Entry>) -> Form {
    Form {
        kind,
        about: String::new(),
        title,
        entries,
        buttons: vec![
            Button { label: send, does: Press::Send },
            Button { label: Word::BDiscard, does: Press::Discard },
            Button { label: Word::BLeave, does: Press::Leave },
        ],
        at: 0,
        opened: crate::model::time::DrillTime::START,
        edited: false,
        stands: false,
        over: false,
        reserved: Vec::new(),
        internal: Vec::new(),
        outside: Vec::new(),
        refused: None,
        asks: None,
    }
}

fn entry(part: Part, label: Word, input: Input) -> Entry {
    Entry { part, label, input, notes: Vec::new() }
}

fn noted(part: Part, label: Word, input: Input, notes: Vec<Text>) -> Entry {
    Entry { part, label, input, notes }
}

/// A word of the interface as text of both languages.
pub(crate) fn both(word: Word) -> Text {
    in_both(|lang| word.get(lang).to_owned())
}

/// The same with blanks filled in.
pub(crate) fn both_with(word: Word, values: &[&str]) -> Text {
    in_both(|lang| word.with(lang, values))
}

/// Choices of these words.
fn plain(words: &[String]) -> Vec<Choice> {
    words.iter().map(|word| Choice::plain(word)).collect()
}
