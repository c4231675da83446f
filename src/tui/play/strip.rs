//! The two rows on top: which incident, who am I, what time is it; and what is due. They are
//! there at every size.

use crate::model::text::Lang;
use crate::model::time::clock;
use crate::tui::ink::{Row, cut, width};
use crate::tui::message::Reel;
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word, status_word};
use crate::view::{DueItem, DueState};

/// The header.
pub(super) fn header(play: &Play, pen: Pen, columns: usize) -> Row {
    let right = clocks(play, pen, columns);
    let left = incident(play, pen, columns.saturating_sub(right.width() + 2));
    left.cut(columns.saturating_sub(right.width() + 1))
        .to(columns.saturating_sub(right.width()))
        .join(right)
}

/// `INC-0001  SEV2  investigating  Checkout errors`, or that none is declared.
fn incident(play: &Play, pen: Pen, columns: usize) -> Row {
    let view = &play.view;
    let Some(row) = view.incidents.get(play.incident).or_else(|| view.incidents.first()) else {
        let title = view.title.get(pen.lang);
        return Row::new()
            .text(" ")
            .put(pen.word(Word::NoIncident), pen.style(Token::Strong))
            .text("  ")
            .put(title, pen.style(Token::Quiet));
    };
    let severity = row.severity.as_str().to_uppercase();
    let status = status_word(row.status.as_str(), pen.lang);
    let more = view.incidents.len().saturating_sub(1);
    let mut out = Row::new()
        .text(" ")
        .put(&row.id.to_string(), pen.style(Token::Strong))
        .text("  ")
        .put(&severity, pen.style(Token::Strong))
        .text("  ")
        .put(&status, pen.style(Token::Text));
    if more > 0 {
        out = out.put(&format!("  +{more} '"), pen.style(Token::Quiet));
    }
    let room = columns.saturating_sub(out.width() + 2);
    if room >= 6 {
        out = out.text("  ").text(&cut(row.title.as_str(), room));
    }
    out
}

/// `PRACTICE  solo ann  19:03  03:20  1x`.
fn clocks(play: &Play, pen: Pen, columns: usize) -> Row {
    let view = &play.view;
    let mut out = Row::new();
    let watched = play.reel.is_some();
    let flags = [
        (watched, pen.word(Word::ReplayFlag)),
        (play.shoulder, HostWord::WatchFlag.get(pen.lang)),
        (view.paused && !watched, pen.word(Word::Paused)),
        (!view.graded && !watched, pen.word(Word::PracticeFlag)),
    ];
    let speed = play.reel.as_ref().map_or(view.speed, |reel| reel.speed);
    for (_, word) in flags.iter().filter(|(shown, _)| *shown) {
        out = out.put(&format!(" {word} "), pen.style(Token::Me)).text("  ");
    }
    if columns >= 70 {
        let role = match view.my_roles.as_slice() {
            [] => String::new(),
            roles if roles.len() < view.words.roles.len() => roles.join("+"),
            _ => "solo".to_owned(),
        };
        out = out.put(&role, pen.style(Token::Quiet)).text(" ").text(&view.my_name).text("  ");
    }
    if columns >= 100
        && let Some(date) = view.story_date
    {
        out = out.put(&crate::tui::words::date(date, pen.lang), pen.style(Token::Quiet)).text("  ");
    }
    let story = play.story_time(view.now);
    out.put(&story, pen.style(Token::Quiet))
        .text("  ")
        .put(&view.now.to_string(), pen.style(Token::Strong))
        .text("  ")
        .put(&format!("{}x", speed.max(1)), pen.style(Token::Quiet))
        .text(" ")
}

/// The due strip.
pub(super) fn strip(play: &Play, pen: Pen, columns: usize) -> Row {
    let right = if play.zoomed && play.view.ended.is_none() {
        Row::of(pen.word(Word::ZoomedBack), pen.style(Token::Quiet)).text(" ")
    } else {
        Row::new()
    };
    let room = columns.saturating_sub(right.width() + 1);
    let left = due(play, pen, room);
    left.cut(room).to(columns.saturating_sub(right.width())).join(right)
}

/// Where a replay stands, and what was really so where that is open.
fn watched(play: &Play, reel: &Reel, pen: Pen, room: usize) -> Row {
    let (now, end) = (play.view.now.to_string(), reel.end.to_string());
    let stands = Word::ReelStrip.with(pen.lang, &[&now, &end, &play.view.my_name]);
    let out = Row::new().text(" ").put(&stands, pen.style(Token::Quiet));
    let Some(truth) = &reel.truth else { return out };
    let out = out.text("  ");
    let out = out.put(&format!(" {} ", pen.word(Word::ReelTruth)), pen.style(Token::Me));
    let room = room.saturating_sub(out.width() + 1);
    out.text(" ").text(&cut(truth.get(pen.lang), room))
}

/// What is due at a column of the strip.
pub(super) fn item_at(play: &Play, pen: Pen, columns: usize, column: usize) -> Option<&DueItem> {
    let view = &play.view;
    if play.reel.is_some() || view.ended.is_some() || view.paused {
        return None;
    }
    let mut to = due_head(play, pen).width();
    for own in &view.due {
        to += 2 + item(own, pen).width();
        if column < to {
            return (to <= columns && column + 2 + item(own, pen).width() >= to).then_some(own);
        }
    }
    None
}

/// `DUE 3`: how much of it is mine.
fn due_head(play: &Play, pen: Pen) -> Row {
    let open = |item: &&DueItem| {
        matches!(item.state, DueState::Open(_) | DueState::Soon(_) | DueState::Late(_))
    };
    let mine = play.view.due.iter().filter(|item| item.mine).filter(open).count();
    let others = play.view.due.iter().filter(|item| !item.mine).filter(open).count();
    let head = match (mine, others) {
        (0, 0) => pen.word(Word::DueNone).to_owned(),
        (0, _) => pen.word(Word::DueNoneYours).to_owned(),
        (some, _) => Word::Due.with(pen.lang, &[&some.to_string()]),
    };
    Row::new().text(" ").put(&head, pen.style(Token::Strong))
}

fn due(play: &Play, pen: Pen, room: usize) -> Row {
    let view = &play.view;
    if let Some(reel) = &play.reel {
        return watched(play, reel, pen, room);
    }
    if let Some(why) = &view.ended {
        let text = Word::DrillOver.with(pen.lang, &[&ended_word(why, pen.lang)]);
        return Row::new().text(" ").put(&text, pen.style(Token::Me));
    }
    if view.paused {
        let says = if view.steered {
            HostWord::PausedBy.get(pen.lang)
        } else {
            pen.word(Word::PausedStrip)
        };
        return Row::new().text(" ").put(says, pen.style(Token::Me));
    }
    let mut row = due_head(play, pen);
    if view.due.is_empty() {
        let over = !view.incidents.iter().any(|row| row.open);
        let calm = match view.incidents.is_empty() {
            true => Word::NothingDeclared,
            false if over => Word::NothingLeft,
            false => Word::NothingDue,
        };
        return row.text("  ").put(pen.word(calm), pen.style(Token::Quiet));
    }
    let count = view.due.len();
    for (index, item) in view.due.iter().enumerate() {
        let piece = self::item(item, pen);
        let rest = if index + 1 < count { 6 } else { 0 };
        if row.width() + 2 + piece.width() + rest > room && index > 0 {
            return row.put(&format!("  +{}", count - index), pen.style(Token::Quiet));
        }
        row = row.text("  ").join(piece);
    }
    row
}

/// `! answer fah 0:18`.
fn item(item: &DueItem, pen: Pen) -> Row {
    let label = item.label.get(pen.lang);
    let owner = if item.mine || item.owner.is_empty() {
        String::new()
    } else {
        format!(" ({})", item.owner)
    };
    let (sigil, token, text) = match item.state {
        DueState::Open(left) => ("·", Token::Text, format!("{label} {}{owner}", clock(left))),
        DueState::Soon(left) => ("!", Token::Warning, format!("{label} {}{owner}", clock(left))),
        DueState::Late(by) => {
            let late = Word::LateBy.with(pen.lang, &[&clock(by)]);
            ("!!", Token::Critical, format!("{label} {late}{owner}"))
        }
        DueState::MetEarly(by) => {
            ("ok", Token::Ok, Word::MetEarly.with(pen.lang, &[label, &clock(by)]))
        }
        DueState::MetLate(by) => {
            ("ok", Token::Text, Word::MetLate.with(pen.lang, &[label, &clock(by)]))
        }
    };
    Row::new().put(sigil, pen.style(token)).text(" ").put(&text, pen.style(token))
}

/// Why a drill ended, in words.
pub(crate) fn ended_word(why: &str, lang: Lang) -> String {
    match why {
        "end" => Word::EndedByYou.get(lang).to_owned(),
        "minutes" => Word::EndedByTime.get(lang).to_owned(),
        "abort" => Word::EndedByAbort.get(lang).to_owned(),
        other => other.to_owned(),
    }
}

/// The one row of a screen too small for panes.
pub(super) fn tiny(play: &Play, pen: Pen, columns: usize) -> Row {
    let first = play.view.due.first().map(|own| item(own, pen)).unwrap_or_default();
    let ask = pen.word(Word::TooSmall);
    let room = columns.saturating_sub(width(ask) + 3);
    Row::new()
        .text(" ")
        .join(first.cut(room))
        .text("  ")
        .put(ask, pen.style(Token::Strong))
        .cut(columns)
}
