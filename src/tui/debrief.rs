//! The debrief: self-rating before any number, then score, timeline, updates, post-mortem. It
//! shows no number without the entries behind it, and computes none.

mod post_mortem;
mod score;
mod timeline;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::command::Rating;
use crate::content::process::Capability;
use crate::score::Line;
use crate::tui::boxes::{border, inset, row, rows, split};
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::form::window;
use crate::tui::ink::{Row, cells, width, wrap};
use crate::tui::keys::{Action, Place};
use crate::tui::message::{Debriefing, Intent, Moment};
use crate::tui::model::{Pen, extent, stepped};
use crate::tui::theme::Token;
use crate::tui::words::Word;

/// The state of a debrief.
#[derive(Clone, Debug)]
pub(crate) struct Debrief {
    /// What it is drawn from.
    pub(crate) data: Debriefing,
    /// 0 score, 1 timeline, 2 updates, 3 post-mortem.
    pub(crate) page: usize,
    /// The row of each page.
    pub(crate) rows: [usize; 4],
    /// The own ratings so far, and the row; `None` once the numbers are open.
    pub(crate) rating: Option<(Vec<Option<Rating>>, usize)>,
    /// Own ratings given here.
    pub(crate) own: Vec<Option<Rating>>,
    /// Whether the evidence of the selected line is open.
    pub(crate) evidence: bool,
    /// Why a line is disputed, while it is typed.
    pub(crate) dispute: Option<Field>,
    /// What stands on the hint row.
    pub(crate) notice: Option<String>,
}

impl Debrief {
    /// The debrief of a drill; the self-rating comes first where there was none.
    pub(crate) fn of(data: Debriefing) -> Self {
        let own = Capability::ALL.iter().map(|own| {
            let found = data.card.ratings.iter().rev().find(|row| row.own && row.of == own.name());
            found.map(|row| row.rating)
        });
        let own: Vec<Option<Rating>> = own.collect();
        let rated = data.rated || own.iter().any(Option::is_some);
        Self {
            rating: (!rated).then(|| (vec![None; Capability::ALL.len()], 0)),
            data,
            page: 0,
            rows: [0; 4],
            own,
            evidence: false,
            dispute: None,
            notice: None,
        }
    }

    /// Where keys have their meaning now.
    pub(crate) fn places(&self) -> Vec<Place> {
        match self.dispute {
            Some(_) => vec![Place::Line],
            None => vec![Place::Debrief, Place::Everywhere],
        }
    }

    /// Lines that lost points, the dearest first.
    pub(crate) fn costs(&self) -> Vec<&Line> {
        let lost = |line: &Line| line.possible - line.earned;
        let judged = self.data.card.objectives.iter().filter(|line| line.rating.is_some());
        let mut lines: Vec<&Line> = judged.filter(|line| lost(line) >= 0.05).collect();
        lines.sort_by(|one, other| lost(other).total_cmp(&lost(one)));
        lines
    }

    /// The moment of an entry.
    pub(crate) fn moment(&self, seq: u64) -> Option<&Moment> {
        self.data.timeline.iter().find(|moment| moment.seq == seq)
    }

    /// Whether a key does anything on this page.
    pub(crate) fn can(&self, action: Action) -> bool {
        match action {
            Action::Enter | Action::Dispute => {
                self.page == 0 && self.rating.is_none() && !self.costs().is_empty()
            }
            Action::Page(_) | Action::Report => self.rating.is_none(),
            _ => true,
        }
    }

    fn row(&self) -> usize {
        self.rows.get(self.page).copied().unwrap_or(0)
    }

    fn count(&self) -> usize {
        match self.page {
            0 => self.costs().len(),
            1 => self.data.timeline.len(),
            2 => timeline::updates(self).len(),
            _ => self.data.post_mortem.lines().count(),
        }
    }
}

/// A key while a dispute is typed.
pub(crate) fn dispute_key(debrief: &mut Debrief, chord: Chord) -> Vec<Intent> {
    let Some(field) = &mut debrief.dispute else { return Vec::new() };
    match chord.code {
        Code::Esc => debrief.dispute = None,
        Code::Enter => {
            let why = field.text().trim().to_owned();
            let line = debrief.costs().get(debrief.row()).map(|line| line.id.to_string());
            debrief.dispute = None;
            if let Some(line) = line.filter(|_| !why.is_empty()) {
                return vec![Intent::Send(format!("/dispute {line} {why}"))];
            }
        }
        _ => {
            field.key(chord);
        }
    }
    Vec::new()
}

/// A key in the debrief.
pub(crate) fn act(debrief: &mut Debrief, action: Action) -> Vec<Intent> {
    debrief.notice = None;
    if debrief.rating.is_some() {
        return rate(debrief, action);
    }
    match action {
        Action::Move(step) => {
            let row = stepped(debrief.row(), debrief.count(), step, 10);
            let page = debrief.page;
            if let Some(own) = debrief.rows.get_mut(page) {
                *own = row;
            }
        }
        Action::Page(page) => debrief.page = usize::from(page.saturating_sub(1)).min(3),
        Action::NextPane => debrief.page = (debrief.page + 1) % 4,
        Action::LastPane => debrief.page = (debrief.page + 3) % 4,
        Action::Enter => debrief.evidence = !debrief.evidence,
        Action::Dispute if debrief.page == 0 && !debrief.costs().is_empty() => {
            debrief.dispute = Some(Field::line(""));
        }
        Action::Report => return vec![Intent::Report(debrief.data.card.drill.clone())],
        Action::Back if debrief.evidence => debrief.evidence = false,
        Action::Back | Action::Leave => return vec![Intent::Leave],
        _ => {}
    }
    Vec::new()
}

/// The self-rating: one key a row; Enter skips what is left and says so.
fn rate(debrief: &mut Debrief, action: Action) -> Vec<Intent> {
    let Some((ratings, at)) = &mut debrief.rating else { return Vec::new() };
    let last = Capability::ALL.len() - 1;
    let mut intents = Vec::new();
    match action {
        Action::Rate(rating) => {
            if let (Some(own), Some(which)) = (ratings.get_mut(*at), Capability::ALL.get(*at)) {
                *own = Some(rating);
                intents.push(Intent::Send(format!("/self {} {rating:?}", which.name())));
            }
            if *at == last {
                debrief.own.clone_from(ratings);
                debrief.rating = None;
            } else {
                *at += 1;
            }
        }
        Action::Move(step) => *at = stepped(*at, last + 1, step, 1),
        Action::Enter | Action::Back => {
            debrief.own.clone_from(ratings);
            debrief.rating = None;
        }
        Action::Leave => return vec![Intent::Leave],
        _ => {}
    }
    intents
}

/// Draws the debrief above its key bar; returns where the cursor stands.
pub(crate) fn draw(
    buffer: &mut Buffer,
    area: Rect,
    debrief: &Debrief,
    pen: Pen,
) -> Option<Position> {
    let (columns, _) = extent(area);
    row(buffer, area, 0, &head(debrief, pen, columns));
    let (_, rest) = split(area, 1);
    if let Some((ratings, at)) = &debrief.rating {
        self_rating(buffer, rest, ratings, *at, pen);
        return None;
    }
    row(buffer, rest, 0, &tabs(debrief, pen).cut(columns));
    let (_, rest) = split(rest, 1);
    let (body, hint) = split(rest, usize::from(rest.height).saturating_sub(1));
    match debrief.page {
        0 => score::draw(buffer, body, debrief, pen),
        1 => timeline::draw(buffer, body, debrief, pen),
        2 => timeline::draw_updates(buffer, body, debrief, pen),
        _ => post_mortem::draw(buffer, body, debrief, pen),
    }
    if let Some(field) = &debrief.dispute {
        let lead = format!(" {} ", pen.word(Word::DisputeWhy));
        let room = columns.saturating_sub(width(&lead) + 1);
        let (text, column) = window(field, room);
        let own = Row::of(&lead, pen.style(Token::Strong)).text(&text);
        row(buffer, hint, 0, &own);
        return Some(Position::new(hint.x + cells(width(&lead) + column), hint.y));
    }
    if let Some(notice) = &debrief.notice {
        let own = Row::new().text(" ").put(notice, pen.style(Token::Strong));
        row(buffer, hint, 0, &own.cut(columns));
    }
    None
}

fn head(debrief: &Debrief, pen: Pen, columns: usize) -> Row {
    let data = &debrief.data;
    let players = data.players.join(", ");
    let right = format!("{} · {players} · {} ", data.card.drill, data.ended);
    Row::new()
        .text(" ")
        .put(data.title.get(pen.lang), pen.style(Token::Strong))
        .put(&format!(" · {}", pen.word(Word::PlaceDebrief)), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(&right) + 1).max(columns / 2))
        .to(columns.saturating_sub(width(&right)))
        .put(&right, pen.style(Token::Quiet))
        .cut(columns)
}

fn tabs(debrief: &Debrief, pen: Pen) -> Row {
    let names = [Word::DScore, Word::DTimeline, Word::DUpdates, Word::DPost];
    let mut out = Row::new();
    for (index, word) in names.iter().enumerate() {
        let name = format!("{} {}", index + 1, pen.word(*word));
        out = if index == debrief.page {
            out.put(&format!("▐{name}▌"), pen.style(Token::Strong))
        } else {
            out.text(&format!(" {name} "))
        };
        out = out.text(" ");
    }
    out
}

fn self_rating(buffer: &mut Buffer, area: Rect, ratings: &[Option<Rating>], at: usize, pen: Pen) {
    let (area, _) = split(area, 20);
    let title = Row::of(pen.word(Word::RateTitle), pen.style(Token::Strong));
    let inner = inset(border(buffer, area, title, Row::new(), true, pen));
    let columns = usize::from(inner.width);
    let mut lines: Vec<Row> =
        wrap(pen.word(Word::RateIntro), columns).iter().map(|line| Row::new().text(line)).collect();
    lines.push(Row::new());
    for (index, which) in Capability::ALL.iter().enumerate() {
        let mark = if index == at { "> " } else { "  " };
        let token = if index == at { Token::Strong } else { Token::Text };
        let given = ratings.get(index).copied().flatten();
        let given = given.map_or_else(|| "·".to_owned(), |own| format!("{own:?}"));
        let name = crate::tui::words::capability(*which);
        lines.push(
            Row::new()
                .put(mark, pen.style(token))
                .cell(name.get(pen.lang), 24, pen.style(token))
                .put(&given, pen.style(Token::Strong)),
        );
    }
    lines.push(Row::new());
    for word in [Word::RateP, Word::RateS, Word::RateM, Word::RateU] {
        lines.push(Row::of(pen.word(word), pen.style(Token::Quiet)));
    }
    lines.push(Row::of(pen.word(Word::RateSkip), pen.style(Token::Quiet)));
    rows(buffer, inner, &lines);
}

/// Evidence of a line: its why, what would have been better, its entries.
pub(crate) fn evidence(debrief: &Debrief, line: &Line, columns: usize, pen: Pen) -> Vec<Row> {
    let mut out: Vec<Row> =
        wrap(&line.why, columns).iter().map(|text| Row::new().text(text)).collect();
    if let Some(better) = &line.better {
        let text = format!("{}: {better}", pen.word(Word::Better));
        out.extend(wrap(&text, columns).iter().map(|text| Row::of(text, pen.style(Token::Ok))));
    }
    for seq in &line.evidence {
        let text = debrief.moment(*seq).map_or_else(
            || format!("#{seq}"),
            |moment| format!("#{seq} {} {} {}", moment.at, moment.who, moment.what),
        );
        for (index, part) in wrap(&text, columns.saturating_sub(2)).iter().take(2).enumerate() {
            let lead = if index == 0 { "" } else { "  " };
            out.push(Row::of(lead, pen.style(Token::Quiet)).put(part, pen.style(Token::Quiet)));
        }
    }
    out
}
