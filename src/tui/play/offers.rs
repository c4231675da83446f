//! What may stand at the cursor of the line: commands first that can be said now, the others with
//! why not, then keys that mean what was typed. It refuses nothing; the drill does.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::command::vocabulary::{RemedyTerm, Term};
use crate::command::{Completion, Spec, When, Who, commands, completions, find};
use crate::model::text::{Lang, Text};
use crate::tui::boxes::{border, clear, row};
use crate::tui::form::both;
use crate::tui::ink::{Row, cells, pad, width};
use crate::tui::keys::{Action, BINDINGS, Binding, Place};
use crate::tui::model::{Pen, scrolled};
use crate::tui::play::Play;
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// Rows shown at once.
const OFFERS_MAX: usize = 9;

/// Something the line offers: words to write, or a key to press.
pub(super) struct Offer {
    /// What is written, where it is.
    pub(super) words: Completion,
    /// What Enter does at once instead.
    pub(super) does: Option<&'static Binding>,
}

/// What may stand at the cursor, best first; then keys that mean what was typed.
pub(super) fn offers(play: &Play) -> Vec<Offer> {
    let field = &play.line.field;
    let mut words = completions(field.text(), field.at(), &play.words);
    if let Some(typed) = looks_for(play) {
        let known: Vec<String> = words.iter().map(|own| own.text.clone()).collect();
        let more = commands().filter(|spec| means(spec, &typed));
        let more = more.map(|spec| Completion {
            text: format!("/{}", spec.name),
            note: spec.help(),
            start: field.text().len() - field.text().trim_start().len(),
        });
        words.extend(more.filter(|own| !known.contains(&own.text)));
        words.extend(remedies(play, &typed));
    }
    words.retain(|own| is_mine(play, own));
    for own in &mut words {
        if let Some(why) = not_now(play, &own.text) {
            own.note = both(why);
        }
    }
    // A command that cannot be said now stays on the list, at its end.
    words.sort_by_key(|own| (not_now(play, &own.text).is_some(), own.text == "/say"));
    let typed = looks_for(play);
    let (sure, guesses): (Vec<Offer>, Vec<Offer>) = words
        .into_iter()
        .map(|words| Offer { words, does: None })
        .partition(|own| is_meant(&own.words, typed.as_deref()));
    sure.into_iter().chain(presses(play)).chain(guesses).collect()
}

/// Remedies by their own name, or by words of what they do: who thinks of one types it.
fn remedies<'a>(play: &'a Play, typed: &'a str) -> impl Iterator<Item = Completion> + 'a {
    let wanted = typed.chars().count() >= 2;
    let fits = move |own: &&RemedyTerm| {
        let Term { word, note } = &own.term;
        word.contains(typed) || note.as_str().to_lowercase().contains(typed)
    };
    let found = play.words.remedies.iter().filter(move |own| wanted && fits(own));
    found.map(|own| Completion {
        text: format!("/do {}", own.term.word),
        note: Text { en: own.term.note.clone(), th: None },
        start: 0,
    })
}

/// Whether words are more than a guess at what was misspelt.
fn is_meant(words: &Completion, typed: Option<&str>) -> bool {
    let spec = words.text.strip_prefix('/').and_then(find);
    let (Some(spec), Some(typed)) = (spec, typed) else { return true };
    spec.words().any(|own| own.starts_with(typed)) || means(spec, typed)
}

/// The offer that is chosen.
pub(super) fn chosen(play: &Play) -> Option<Offer> {
    let mut offers = offers(play);
    let at = if play.line.choice < offers.len() { play.line.choice } else { 0 };
    (at < offers.len()).then(|| offers.swap_remove(at))
}

/// What is typed after `/`, where that is no command yet.
fn looks_for(play: &Play) -> Option<String> {
    let typed = play.line.field.text().trim().strip_prefix('/')?.to_lowercase();
    let first = typed.split_whitespace().next().unwrap_or_default();
    (find(first).is_none() || !typed.contains(' ')).then_some(typed)
}

/// Whether a command is meant by letters of its name in order, or by words of what it does.
fn means(spec: &Spec, typed: &str) -> bool {
    if typed.chars().count() < 2 {
        return false;
    }
    let mut letters = spec.name.chars();
    let in_order = typed.chars().all(|own| letters.any(|letter| letter == own));
    let does = format!("{} {}", spec.does.0, spec.does.1).to_lowercase();
    in_order || typed.split_whitespace().all(|word| does.contains(word))
}

/// Keys of panes and screens that mean what was typed.
fn presses(play: &Play) -> impl Iterator<Item = Offer> {
    let typed = looks_for(play);
    let here = [Place::In(play.focus), Place::Panes, Place::Play, Place::Everywhere];
    let keys = here.into_iter().flat_map(|place| {
        BINDINGS.iter().filter(move |row| row.place == place && can_be_chosen(row.action))
    });
    let fits = move |row: &&'static Binding| {
        let all = [Lang::En, Lang::Th]
            .map(|lang| format!("{} {}", row.name.get(lang), row.says.get(lang)).to_lowercase());
        let typed = typed.as_ref()?;
        let found = typed.split_whitespace().all(|word| all.iter().any(|text| text.contains(word)));
        found.then_some(*row)
    };
    keys.filter_map(move |row| {
        let row = fits(&row)?;
        let words = Completion { text: String::new(), note: Text::default(), start: 0 };
        Some(Offer { words, does: Some(row) })
    })
}

/// What makes sense out of a list: not a step of the cursor, nor what a command says better.
const fn can_be_chosen(action: Action) -> bool {
    !matches!(
        action,
        Action::Form(_)
            | Action::Move(_)
            | Action::Command
            | Action::Message
            | Action::Ack
            | Action::Back
            | Action::Quit
            | Action::Enter
            | Action::Space
            | Action::Hit(_)
    )
}

/// Whether a player may ever say it at this point of the drill.
fn is_mine(play: &Play, own: &Completion) -> bool {
    let Some(spec) = own.text.strip_prefix('/').and_then(find) else { return true };
    let over = play.view.ended.is_some();
    spec.who != Who::Facilitator && (spec.when != When::After || over)
}

/// Why a command cannot be said now.
fn not_now(play: &Play, text: &str) -> Option<Word> {
    let view = &play.view;
    let open = view.incidents.iter().any(|row| row.open);
    match text.strip_prefix('/')? {
        "update" if view.incidents.is_empty() => Some(Word::NotNowIncident),
        "status" | "severity" | "close" | "assign" | "handover" if !open => {
            Some(Word::NotNowIncident)
        }
        "ack" if !view.alerts.iter().any(|row| row.waits_for_me) => Some(Word::NotNowPage),
        "answer" if !view.inbox.iter().any(|own| own.answered.is_none()) => {
            Some(Word::NotNowQuestion)
        }
        "jump" if view.jump.is_none() => Some(Word::NotNowJump),
        "hint" if view.next_hint_price.is_none() => Some(Word::NoHint),
        "resume" if !view.paused => Some(Word::NotNowPaused),
        "step" if view.runbook.is_none() => Some(Word::NotNowRunbook),
        _ => None,
    }
}

/// Completions over the bottom of the body.
pub(super) fn draw(buffer: &mut Buffer, body: Rect, play: &Play, pen: Pen) {
    let offers = offers(play);
    if offers.is_empty() {
        return;
    }
    let count = offers.len();
    let shown = count.min(OFFERS_MAX).min(usize::from(body.height).saturating_sub(2));
    let columns = usize::from(body.width).min(100);
    let high = cells(shown + 2);
    let area = Rect::new(body.x, body.bottom().saturating_sub(high), cells(columns), high);
    clear(buffer, area);
    let place = Word::OneOf
        .with(pen.lang, &[&(play.line.choice + 1).min(count).to_string(), &count.to_string()]);
    let title = Row::of(pen.word(Word::Offers), pen.style(Token::Strong));
    let right = Row::of(&place, pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, true, pen);
    let names = offers.iter().map(|own| width(&own.words.text)).max().unwrap_or(8).min(columns / 3);
    let first = scrolled(play.line.choice, count, shown);
    for (down, own) in offers.iter().skip(first).take(shown).enumerate() {
        let chosen = first + down == play.line.choice;
        let style = pen.style(if chosen { Token::Strong } else { Token::Text });
        let mark = Row::new().put(if chosen { "> " } else { "  " }, style);
        let text = match own.does {
            Some(binding) => mark
                .cell(binding.says.get(pen.lang), names.max(columns / 2), style)
                .text("  ")
                .put(&binding.all_keys(), pen.style(Token::Quiet)),
            None => words(mark, &own.words, names, style, pen),
        };
        row(buffer, inner, down, &text.cut(usize::from(inner.width)));
    }
}

/// `> /update  u  sends an update`.
fn words(mark: Row, own: &Completion, names: usize, style: Style, pen: Pen) -> Row {
    let key = own.text.strip_prefix('/').and_then(find).and_then(|spec| spec.form);
    mark.cell(&own.text, names, style)
        .text("  ")
        .put(&pad(&key.map_or_else(String::new, |key| key.to_string()), 2), style)
        .put(own.note.get(pen.lang), pen.style(Token::Quiet))
}
