//! The play screen as a whole: header, strip, panes or one pane, coach, line, hint, keys. Extra
//! room buys panes, never bigger chrome.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::command::find;
use crate::model::time::clock;
use crate::tui::boxes::{border, clear, inset, row};
use crate::tui::form;
use crate::tui::ink::{Row, cells, pad, width, wrap};
use crate::tui::keys::{Action, Binding, FormKind};
use crate::tui::model::{COLUMNS_MIN, Pen, ROWS_MIN, extent};
use crate::tui::pane::Pane;
use crate::tui::play::act::speaks;
use crate::tui::play::layout::{self, Slot};
use crate::tui::play::{Asking, CoachRows, Mode, Play, Rung, channel, inbox, offers, panes, strip};
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word};

/// The pieces of the screen from top to bottom.
struct Parts {
    body: Rect,
    coach: Rect,
    line: Rect,
    hint: Rect,
}

/// Draws the play screen.
pub(crate) fn draw(frame: &mut Frame<'_>, area: Rect, play: &Play, pen: Pen, millis: u64) {
    let (columns, rows) = extent(area);
    let buffer = frame.buffer_mut();
    let screen = (area.width, area.height);
    if area.width < COLUMNS_MIN || area.height < ROWS_MIN {
        let text = strip::tiny(play, pen, columns);
        row(buffer, area, 0, &text);
        let cursor = (rows > 1).then(|| line(buffer, Rect { y: area.y + 1, ..area }, play, pen));
        if let Some(Some(at)) = cursor {
            frame.set_cursor_position(at);
        }
        return;
    }
    row(buffer, area, 0, &strip::header(play, pen, columns));
    row(buffer, area, 1, &strip::strip(play, pen, columns));
    let hints = hints(play, pen, columns, millis);
    let coach = coach(play, pen, columns);
    let parts = parts(area, hints.len(), coach.len());
    body(buffer, parts.body, play, pen, screen);
    for (down, own) in coach.iter().enumerate() {
        row(buffer, parts.coach, down, own);
    }
    for (down, own) in hints.iter().enumerate() {
        row(buffer, parts.hint, down, own);
    }
    let mut cursor = line(buffer, parts.line, play, pen);
    if play.mode == Mode::Line {
        offers::draw(buffer, parts.body, play, pen);
    }
    if let Some(open) = &play.form {
        cursor = form_over(buffer, &parts, play, open, pen);
    }
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
    }
}

/// Where the pieces of a screen stand now, at the last tick.
fn parts_of(play: &Play, pen: Pen, (columns, rows): (u16, u16)) -> Parts {
    let wide = usize::from(columns);
    let hints = hints(play, pen, wide, u64::MAX).len();
    let area = Rect::new(0, 0, columns.max(1), rows.max(ROWS_MIN));
    parts(area, hints, coach(play, pen, wide).len())
}

/// Where the panes stand.
pub(super) fn body_of(play: &Play, pen: Pen, screen: (u16, u16)) -> Rect {
    parts_of(play, pen, screen).body
}

/// The row of the line.
pub(super) fn line_of(play: &Play, pen: Pen, screen: (u16, u16)) -> u16 {
    parts_of(play, pen, screen).line.y
}

/// Where the open form stands.
pub(super) fn form_of(play: &Play, pen: Pen, screen: (u16, u16)) -> Option<Rect> {
    let open = play.form.as_ref()?;
    Some(form_area(&parts_of(play, pen, screen), play, open, pen))
}

fn parts(area: Rect, hints: usize, coach: usize) -> Parts {
    let bottom = area.bottom() - 1;
    let hint = Rect { y: bottom - cells(hints), height: cells(hints), ..area };
    let line = Rect { y: hint.y - 1, height: 1, ..area };
    let coach = Rect { y: line.y - cells(coach), height: cells(coach), ..area };
    let body = Rect { y: area.y + 2, height: coach.y.saturating_sub(area.y + 2), ..area };
    Parts { body, coach, line, hint }
}

fn body(buffer: &mut Buffer, area: Rect, play: &Play, pen: Pen, screen: (u16, u16)) {
    if play.view.paused && play.view.graded && play.view.ended.is_none() {
        covered(buffer, area, play.view.steered, pen);
        return;
    }
    let alone = Slot { pane: play.focus, nth: 0 };
    if play.zoomed {
        panes::draw(buffer, area, play, alone, pen);
        return;
    }
    let Some(preset) = layout::preset(play, screen) else {
        let upper = Rect { height: area.height.saturating_sub(1), ..area };
        panes::draw(buffer, upper, play, alone, pen);
        counts(buffer, upper, play, pen);
        let last = channel::last(play, pen, usize::from(area.width).saturating_sub(2));
        let under = Rect { y: upper.bottom(), height: 1, ..area };
        row(buffer, under, 0, &Row::new().text(" ").join(last));
        return;
    };
    for (slot, place) in layout::places(play, preset, area) {
        panes::draw(buffer, place, play, slot, pen);
    }
}

/// A graded drill that stands is covered: nobody thinks on while the clock does not.
fn covered(buffer: &mut Buffer, area: Rect, steered: bool, pen: Pen) {
    let title = Row::of(pen.word(Word::Paused), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), true, pen));
    let says = if steered { HostWord::CoveredBy.get(pen.lang) } else { pen.word(Word::Covered) };
    let text = Row::of(says, pen.style(Token::Text));
    row(buffer, inner, usize::from(inner.height) / 2, &text.cut(usize::from(inner.width)));
}

/// What stands in the other panes, as counts in the title of the one on the screen.
fn counts(buffer: &mut Buffer, area: Rect, play: &Play, pen: Pen) {
    let view = &play.view;
    let firing = view.alerts.iter().filter(|row| row.resolved.is_none()).count();
    let waiting = view.inbox.iter().filter(|item| item.question.is_some()).count();
    let bad = view.services.iter().filter(|row| row.badness > 0).count();
    let all = [(Pane::Alerts, firing, "!"), (Pane::Services, bad, "!"), (Pane::Inbox, waiting, "")];
    let shown = all.iter().filter(|(pane, count, _)| *pane != play.focus && *count > 0);
    let texts: Vec<String> = shown
        .map(|(pane, count, mark)| {
            format!("{} {} {count}{mark}", pane.digit(), pane.title(pen.lang))
        })
        .collect();
    let text = format!("─ {} ", texts.join("  "));
    let room = usize::from(area.width).saturating_sub(24);
    if !texts.is_empty() && width(&text) <= room {
        let x = area.right().saturating_sub(cells(width(&text)) + 2);
        Row::of(&text, pen.style(Token::Quiet)).draw(buffer, x, area.y, area.width);
    }
}

/// Two rows of the coach above the line.
fn coach(play: &Play, pen: Pen, columns: usize) -> Vec<Row> {
    let Some(says) = &play.view.coach else { return Vec::new() };
    if play.coach == CoachRows::Away {
        return Vec::new();
    }
    let lead = format!(" {}  ", pen.word(Word::CoachSign));
    let room = columns.saturating_sub(width(&lead) + 1);
    let mut lines = wrap(says.get(pen.lang), room);
    lines.truncate(3);
    while lines.len() < 2 {
        lines.push(String::new());
    }
    let strong = pen.style(Token::Ok);
    let rows = lines.iter().enumerate().map(|(index, text)| {
        let head = if index == 0 { lead.as_str() } else { "" };
        Row::new().cell(head, width(&lead), strong).text(text)
    });
    rows.collect()
}

/// The line with its prompt; where the cursor stands.
fn line(buffer: &mut Buffer, area: Rect, play: &Play, pen: Pen) -> Option<Position> {
    if play.only_watches() && play.find.is_none() {
        return None;
    }
    let typing = play.mode == Mode::Line;
    let mark = if typing { "▌> " } else { " > " };
    let strong = pen.style(if typing { Token::Strong } else { Token::Quiet });
    let lead = Row::of(mark, strong);
    if let Some((field, true)) = &play.find {
        let text = format!("{}: {}", pen.word(Word::FindFor), field.text());
        row(buffer, area, 0, &lead.put(&text, pen.style(Token::Strong)));
        let x = 3 + width(pen.word(Word::FindFor)) + 2 + field.column();
        return Some(Position::new(area.x + cells(x).min(area.width - 1), area.y));
    }
    let room = usize::from(area.width).saturating_sub(4);
    let (text, column) = form::window(&play.line.field, room);
    let empty = text.is_empty() && !typing;
    let own = match (play.line.pending(), empty) {
        (Some(sent), true) => lead.put(&format!("{sent} …"), pen.style(Token::Quiet)),
        // Selected, as everywhere: what is typed takes its place.
        _ if typing && play.line.is_selected() => lead.put(&text, pen.style(Token::Me)),
        _ => lead.put(&text, pen.style(if typing { Token::Text } else { Token::Quiet })),
    };
    row(buffer, area, 0, &own);
    typing.then(|| Position::new(area.x + cells(3 + column), area.y))
}

/// A form covers panes, line and hint, never header, strip and keys.
fn form_over(
    buffer: &mut Buffer,
    parts: &Parts,
    play: &Play,
    open: &form::Form,
    pen: Pen,
) -> Option<Position> {
    let area = form_area(parts, play, open, pen);
    // What the form leaves of line and hint would be half a sentence.
    let under = Rect { y: parts.line.y, height: parts.hint.bottom() - parts.line.y, ..parts.body };
    clear(buffer, under);
    form::draw(buffer, area, open, play.view.now, pen)
}

fn form_area(parts: &Parts, play: &Play, open: &form::Form, pen: Pen) -> Rect {
    let top = parts.body.y;
    let whole = parts.hint.bottom().saturating_sub(top);
    let columns = parts.body.width.min(92);
    let wanted = cells(form::height(open, play.view.now, pen, usize::from(columns)));
    let high = wanted.min(whole);
    Rect::new(parts.body.x, top + whole - high, columns, high)
}

/// The hint row: a page first, then what was refused, then what the focus can do.
fn hints(play: &Play, pen: Pen, columns: usize, millis: u64) -> Vec<Row> {
    if play.asking == Some(Asking::End) {
        let open: Vec<&str> =
            play.view.due.iter().map(|item| item.label.get(pen.lang)).take(3).collect();
        let due = match open.as_slice() {
            [] => String::new(),
            some => Word::AskEndDue.with(pen.lang, &[&some.join(", ")]),
        };
        let asks = format!(" {due}{} ", pen.word(Word::AskEnd));
        return vec![Row::of(&asks, pen.style(Token::Me)).cut(columns)];
    }
    if play.only_watches() {
        return Vec::new();
    }
    if let Some(row) = banner(play, pen, columns, millis) {
        return vec![row];
    }
    if let Some(notice) = &play.notice {
        let token = if notice.refused { Token::Critical } else { Token::Text };
        let lead = if notice.refused { " ! " } else { "   " };
        let lines = wrap(notice.says.get(pen.lang), columns.saturating_sub(4));
        let rows = lines.iter().take(2).enumerate().map(|(index, text)| {
            let head = if index == 0 { lead } else { "   " };
            Row::of(head, pen.style(token)).put(text, pen.style(token))
        });
        return rows.collect();
    }
    let text = match play.mode {
        Mode::Line => usage(play, pen),
        _ => format!("{}{}", under_way(play, pen), about(play, pen)),
    };
    vec![Row::new().text("   ").put(&text, pen.style(Token::Quiet)).cut(columns)]
}

/// A page to this seat over the hint row.
fn banner(play: &Play, pen: Pen, columns: usize, millis: u64) -> Option<Row> {
    let pages: Vec<_> = play.waiting_pages().collect();
    let (_, id, says) = pages.first()?;
    let count = if pages.len() > 1 { format!(" {}", pages.len()) } else { String::new() };
    let key = if play.mode == Mode::Panes { Word::BannerAck } else { Word::BannerEscAck };
    let key = pen.word(key);
    let head = format!(" {}{count}  {id} ", pen.word(Word::BannerPage));
    let room = columns.saturating_sub(width(&head) + width(key) + 4);
    let says = crate::tui::ink::cut(says.get(pen.lang), room);
    // Three pulses of 200 ms: weight, never the words.
    let pulse = matches!(play.rung, Rung::At(since)
        if play.pulses(millis) && millis.saturating_sub(since) / 200 % 2 == 1);
    let style = pen.style(if pulse { Token::Strong } else { Token::Me });
    Some(Row::of(&pad(&format!("{head}{says}   {key} "), columns), style))
}

/// How the command under the cursor reads.
fn usage(play: &Play, pen: Pen) -> String {
    let text = play.line.field.text().trim_start();
    let Some(rest) = text.strip_prefix('/') else {
        return pen.word(Word::LineMessage).to_owned();
    };
    let word = rest.split_whitespace().next().unwrap_or_default();
    match find(word) {
        Some(spec) if spec.form.is_some() && play.line.bare_command().is_some() => {
            format!("{}   {}", spec.usage(), pen.word(Word::EnterOpensForm))
        }
        Some(spec) => spec.usage(),
        None => pen.word(Word::LineCommand).to_owned(),
    }
}

/// Remedies that run, before what the selection is: nobody should wonder whether theirs began.
fn under_way(play: &Play, pen: Pen) -> String {
    let now = play.view.now;
    let running = play.view.remedies.iter().filter(|row| row.ended.is_none());
    let texts = running.map(|row| {
        let (spent, all) = (now.since(row.began), row.ready.since(row.began));
        Word::UnderWay.with(pen.lang, &[&row.what, &clock(spent), &clock(all)])
    });
    let mut all = String::new();
    for text in texts {
        all.push_str(&text);
        all.push_str(" · ");
    }
    all
}

/// What the selection is and what can be done with it.
fn about(play: &Play, pen: Pen) -> String {
    if let Some(over) = play.view.jump {
        let span = clock(over);
        return Word::JumpOffer.with(pen.lang, &[&span]);
    }
    if play.view.ended.is_some() {
        return pen.word(Word::EndedHint).to_owned();
    }
    let selected = play.service().map(ToString::to_string).unwrap_or_default();
    match play.focus {
        Pane::Services if !selected.is_empty() => Word::AboutServices.with(pen.lang, &[&selected]),
        Pane::Chart => pen.word(Word::AboutChart).to_owned(),
        Pane::Alerts => pen.word(Word::AboutAlerts).to_owned(),
        Pane::Looks => pen.word(Word::AboutLooks).to_owned(),
        Pane::Inbox => pen.word(Word::AboutInbox).to_owned(),
        Pane::Runbook => pen.word(Word::AboutRunbook).to_owned(),
        Pane::Team => pen.word(Word::AboutTeam).to_owned(),
        Pane::Record => pen.word(Word::AboutRecord).to_owned(),
        Pane::Updates => pen.word(Word::AboutUpdates).to_owned(),
        Pane::Channel | Pane::Services => {
            let name = format!("{} {}", play.focus.digit(), play.focus.title(pen.lang));
            Word::AboutPane.with(pen.lang, &[&name])
        }
    }
}

/// Whether a key can do anything now, so that the key bar may show it.
pub(crate) fn is_useful(play: &Play, binding: &Binding) -> bool {
    let open = play.view.incidents.iter().any(|row| row.open);
    if play.only_watches() && speaks(play, binding.action) {
        return false;
    }
    match binding.action {
        Action::Ack => play.waiting_pages().next().is_some(),
        // After one incident another is declared only while something fires.
        Action::Form(FormKind::Declare) => {
            let firing = play.view.alerts.iter().any(|row| row.resolved.is_none());
            !open && (play.view.incidents.is_empty() || firing)
        }
        // The last word, and what is to be done, come once all is over.
        Action::Form(FormKind::Update | FormKind::Action) => !play.view.incidents.is_empty(),
        Action::Form(
            FormKind::Assign | FormKind::Status | FormKind::Severity | FormKind::Cause,
        ) => open,
        Action::Form(FormKind::Hint) => play.view.next_hint_price.is_some(),
        Action::Pause | Action::Speed(_) | Action::End => !play.view.steered,
        Action::Jump => play.view.jump.is_some(),
        Action::CoachLine => play.view.coach.is_some(),
        Action::Enter if play.focus == Pane::Inbox => play.view.inbox.iter().any(inbox::waits),
        _ => true,
    }
}
