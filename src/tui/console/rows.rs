//! The rows of each pane of the console. They show what the view says, in the words of the screen.

use crate::command::Rating;
use crate::model::time::clock;
use crate::score::Line;
use crate::tui::console::Console;
use crate::tui::ink::{Row, cut, wrap};
use crate::tui::model::Pen;
use crate::tui::theme::Token;
use crate::tui::words::HostWord;
use crate::view::facilitator::{InjectRow, InjectState, NoteRow, SeatRow, TruthKind, TruthRow};

/// Columns of what a line of the truth tells.
const KIND: usize = 12;

/// The truth, each line in as many rows as it needs.
pub(super) fn truth(console: &Console, columns: usize, pen: Pen) -> Vec<Row> {
    let rows = |own: &TruthRow| {
        let name = kind(own.kind).get(pen.lang);
        let lines = wrap(own.says.get(pen.lang), columns.saturating_sub(KIND + 1));
        let row = move |(at, line): (usize, String)| {
            let head = if at == 0 { name } else { "" };
            Row::new().cell(head, KIND, pen.style(Token::Strong)).text(&line)
        };
        lines.into_iter().enumerate().map(row).collect::<Vec<_>>()
    };
    console.view.truth.iter().flat_map(rows).collect()
}

const fn kind(own: TruthKind) -> HostWord {
    match own {
        TruthKind::Cause => HostWord::TCause,
        TruthKind::Acting => HostWord::TActing,
        TruthKind::Severity => HostWord::TSeverity,
        TruthKind::Hit => HostWord::THit,
        TruthKind::Lost => HostWord::TLost,
        TruthKind::Harm => HostWord::THarm,
        TruthKind::Accepted => HostWord::TAccepted,
        TruthKind::RedHerring => HostWord::TRedHerring,
        TruthKind::Mends => HostWord::TMends,
        TruthKind::Left => HostWord::TLeft,
    }
}

/// Everybody who plays, one row each.
pub(super) fn seats(console: &Console, columns: usize, pen: Pen) -> Vec<Row> {
    let row = |own: &SeatRow| {
        let away = console.offline.iter().find(|(name, _)| *name == own.who);
        let idle = own.did.as_ref().map(|(at, _)| clock(console.view.now.since(*at)));
        let did = own.did.as_ref().map_or("", |(_, line)| line.as_str());
        let load = ["····", "■···", "■■··", "■■■·", "■■■■"];
        let load = load[usize::try_from(own.busy.div_ceil(3)).unwrap_or(4).min(4)];
        let who = if own.machine { format!("{} (crew)", own.who) } else { own.who.clone() };
        let out = Row::new()
            .cell(&own.seats, 8, pen.style(Token::Quiet))
            .text(" ")
            .cell(&who, 14, pen.style(Token::Strong))
            .cell(&idle.unwrap_or_else(|| "–".to_owned()), 6, pen.style(Token::Quiet))
            .cell(load, 5, pen.style(Token::Text));
        let out = match away {
            Some((_, gone)) => {
                let says = HostWord::Offline.with(pen.lang, &["", &clock(*gone)]);
                out.put(says.trim(), pen.style(Token::Warning)).text("  ")
            }
            None => out,
        };
        let out = match (own.refused, own.hints) {
            (0, 0) => out,
            (refused, hints) => {
                let says = HostWord::RefusedHints
                    .with(pen.lang, &[&refused.to_string(), &hints.to_string()]);
                out.put(&says, pen.style(Token::Warning)).text("  ")
            }
        };
        out.text(did).cut(columns)
    };
    console.view.seats.iter().map(row).collect()
}

/// Injects, one row each.
pub(super) fn injects(console: &Console, columns: usize, pen: Pen) -> Vec<Row> {
    let now = console.view.now;
    let row = |own: &InjectRow| {
        let (word, token, when) = match own.state {
            InjectState::Shown { at, by_hand } => {
                let how = if by_hand { HostWord::ByYou } else { HostWord::Auto };
                (HostWord::IDone, Token::Quiet, format!("{at} {}", how.get(pen.lang)))
            }
            InjectState::Held(at) => (HostWord::IHeld, Token::Warning, at.to_string()),
            InjectState::Skipped(at) => (HostWord::ISkipped, Token::Quiet, at.to_string()),
            InjectState::Free => (HostWord::IFree, Token::Text, String::new()),
            InjectState::Waits => {
                let when = match own.at {
                    Some(at) if at > now => format!("{at} (-{})", clock(at.since(now))),
                    _ => own.when.clone().unwrap_or_default(),
                };
                (HostWord::INext, Token::Text, when)
            }
        };
        let style = pen.style(token);
        let who = if own.from.is_empty() {
            own.form.to_owned()
        } else {
            format!("{} {} → {}", own.form, own.from, own.to)
        };
        Row::new()
            .cell(word.get(pen.lang), 8, style)
            .put(own.id.as_str(), pen.style(Token::Strong))
            .text("  ")
            .put(&cut(&when, columns.saturating_sub(34).max(14)), style)
            .text("  ")
            .put(&format!("{who}: {}", own.says.get(pen.lang)), style)
            .cut(columns)
    };
    console.view.injects.iter().map(row).collect()
}

/// The process as it stands: no points.
pub(super) fn objectives(console: &Console, columns: usize, pen: Pen) -> Vec<Row> {
    let Some(card) = &console.card else { return Vec::new() };
    let row = |own: &Line| {
        let (sign, token) = match own.rating {
            Some(Rating::P) => ("✓", Token::Ok),
            Some(Rating::S) => ("·", Token::Text),
            Some(Rating::M) => ("!", Token::Warning),
            // What nothing has happened to yet is open, not lost.
            Some(Rating::U) if own.evidence.is_empty() => ("○", Token::Quiet),
            Some(Rating::U) => ("✗", Token::Critical),
            None => (" ", Token::Quiet),
        };
        let by = own
            .player
            .as_ref()
            .and_then(|player| console.view.seats.iter().find(|seat| seat.player == *player));
        let by = by.map_or("", |seat| seat.who.as_str());
        Row::new()
            .cell(sign, 2, pen.style(token))
            .cell(own.id.as_str(), 22, pen.style(Token::Strong))
            .cell(by, 8, pen.style(Token::Quiet))
            .put(own.why_in(pen.lang), pen.style(token))
            .cut(columns)
    };
    card.objectives.iter().map(row).collect()
}

/// The channel as players read it.
pub(super) fn channel(console: &Console, columns: usize, pen: Pen) -> Vec<Row> {
    let rows = console.view.channel.iter().map(|line| {
        let token = if line.machine { Token::Quiet } else { Token::Text };
        Row::new()
            .put(&line.at.to_string(), pen.style(Token::Quiet))
            .text(" ")
            .cell(&line.who, 9, pen.style(Token::Strong))
            .put(&line.text.get(pen.lang).replace('\n', " "), pen.style(token))
            .cut(columns)
    });
    rows.collect()
}

/// What is on record for the debrief.
pub(super) fn notes(console: &Console, columns: usize, pen: Pen) -> Vec<Row> {
    let rows = |own: &NoteRow| {
        let word = match own.kind {
            "observe" => HostWord::NObserve,
            "rate" => HostWord::NRate,
            "witness" => HostWord::NWitness,
            "dispute" => HostWord::NDispute,
            "rule" => HostWord::NRule,
            _ => HostWord::NInject,
        };
        let open = if own.open { "? " } else { "" };
        let says = format!("{open}{} {} {}", word.get(pen.lang), own.about, own.says.as_str());
        let token = if own.open { Token::Warning } else { Token::Text };
        Row::new()
            .put(&own.at.to_string(), pen.style(Token::Quiet))
            .text(" ")
            .cell(&own.who, 7, pen.style(Token::Quiet))
            .put(&says.replace('\n', " "), pen.style(token))
            .cut(columns)
    };
    console.view.notes.iter().map(rows).collect()
}
