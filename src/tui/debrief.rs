//! The debrief: self-rating before any number, then score, timeline, updates, post-mortem and
//! what to talk about. It shows no number without the entries behind it, and computes none.

mod discuss;
mod rate;
mod score;
mod timeline;
mod updates;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::command::Rating;
use crate::content::process::Capability;
use crate::model::time::DrillTime;
use crate::report::{LaneKind, LineRow, OnLane};
use crate::tui::boxes::{row, split};
use crate::tui::chord::{Chord, Code};
use crate::tui::field::Field;
use crate::tui::form::window;
use crate::tui::ink::{Row, cells, width};
use crate::tui::keys::{Action, FormKind, Place};
use crate::tui::message::{Debriefing, Hosting, Intent};
use crate::tui::model::{Pen, extent, stepped};
use crate::tui::theme::Token;
use crate::tui::words::{HostWord, Word};

/// Pages of the debrief.
const PAGES: [Word; 5] =
    [Word::DScore, Word::DTimeline, Word::DUpdates, Word::DPost, Word::DDiscuss];

/// The state of a debrief.
#[derive(Clone, Debug)]
pub(crate) struct Debrief {
    /// What it is drawn from.
    pub(crate) data: Debriefing,
    /// 0 score, 1 timeline, 2 updates, 3 post-mortem, 4 discuss.
    pub(crate) page: usize,
    /// The row of each page.
    pub(crate) rows: [usize; PAGES.len()],
    /// The own ratings so far, and the row; `None` once the numbers are open.
    pub(crate) rating: Option<(Vec<Option<Rating>>, usize)>,
    /// Own ratings, by capability.
    pub(crate) own: Vec<Option<Rating>>,
    /// Whether the evidence of the selected line is open.
    pub(crate) evidence: bool,
    /// What is typed, and what for.
    pub(crate) typing: Option<(Typing, Field)>,
    /// What stands on the hint row.
    pub(crate) notice: Option<String>,
    /// Whether something was said from here and has no answer yet.
    pub(crate) sent: bool,
    /// What stands on the time axis, by time: lane and mark.
    moments: Vec<(usize, OnLane)>,
}

/// What a line is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typing {
    /// Why a line of the score is disputed.
    Dispute,
    /// A follow-up.
    Action,
    /// Why the dispute of a line is accepted, or not.
    Rule(bool),
}

impl Debrief {
    /// The same drill's debrief with what was said meanwhile; page and rows stay.
    pub(crate) fn renew(&mut self, data: Debriefing) {
        // While ratings are given no number is shown, nor what was rated lost.
        if self.rating.is_none() {
            let fresh = Self::of(data);
            *self = Self {
                page: self.page,
                rows: self.rows,
                own: self.own.clone(),
                rating: None,
                notice: self.notice.take(),
                sent: self.sent,
                typing: self.typing.take(),
                evidence: self.evidence,
                ..fresh
            };
        }
    }

    /// The debrief of a drill; the self-rating comes first where there was none.
    pub(crate) fn of(data: Debriefing) -> Self {
        let report = &data.report;
        let own = Capability::ALL.iter().map(|own| {
            report.capabilities.iter().find(|row| row.id == *own).and_then(|row| row.own)
        });
        let own: Vec<Option<Rating>> = own.collect();
        let rated = data.rated || own.iter().any(Option::is_some);
        let told = report.lanes.iter().enumerate().filter(|(_, lane)| lane.kind != LaneKind::Kept);
        let mut moments: Vec<(usize, OnLane)> = told
            .flat_map(|(index, lane)| lane.marks.iter().map(move |mark| (index, mark.clone())))
            .collect();
        moments.sort_by_key(|(_, mark)| (mark.at, mark.seq));
        Self {
            rating: (!rated).then(|| (vec![None; Capability::ALL.len()], 0)),
            data,
            page: 0,
            rows: [0; PAGES.len()],
            own,
            evidence: false,
            typing: None,
            notice: None,
            sent: false,
            moments,
        }
    }

    /// Where keys have their meaning now.
    pub(crate) fn places(&self) -> Vec<Place> {
        match self.typing {
            Some(_) => vec![Place::Line],
            None => vec![Place::Debrief, Place::Everywhere],
        }
    }

    /// Lines that lost points, the dearest first.
    fn costs(&self) -> Vec<&LineRow> {
        let lost = |line: &LineRow| line.possible - line.earned;
        let judged = self.data.report.lines.iter().filter(|line| line.rating.is_some());
        let mut lines: Vec<&LineRow> = judged.filter(|line| lost(line) >= 0.05).collect();
        lines.sort_by(|one, other| lost(other).total_cmp(&lost(one)));
        lines
    }

    /// What an entry was, as the time axis tells it.
    fn says(&self, seq: u64) -> Option<&OnLane> {
        self.moments.iter().map(|(_, mark)| mark).find(|mark| mark.seq == Some(seq))
    }

    /// Whether a key does anything on this page.
    pub(crate) fn can(&self, action: Action) -> bool {
        match action {
            Action::Enter | Action::Dispute => {
                self.page == 0 && self.rating.is_none() && !self.costs().is_empty()
            }
            Action::Report | Action::Watch => self.rating.is_none() && self.data.at.is_none(),
            Action::Page(_) | Action::Form(_) => self.rating.is_none(),
            Action::Rule(_) => self.page == 0 && self.steers() && self.disputed().is_some(),
            _ => true,
        }
    }

    /// Whether who looks here steered the drill.
    fn steers(&self) -> bool {
        self.data.at == Some(Hosting::Steers)
    }

    /// The selected line, where its dispute waits for a ruling.
    fn disputed(&self) -> Option<String> {
        let id = self.costs().get(self.row())?.id.to_string();
        self.waits(&id).then_some(id)
    }

    /// Whether the dispute of a line waits for a ruling.
    pub(crate) fn waits(&self, line: &str) -> bool {
        let disputes = self.data.report.card.disputes.iter();
        disputes.rev().find(|own| own.line.as_str() == line).is_some_and(|own| own.ruling.is_none())
    }

    /// The moment of what is selected; the beginning where that has none.
    fn selected_moment(&self) -> DrillTime {
        let row = self.row();
        let at = match self.page {
            0 => self.costs().get(row).and_then(|line| line.at),
            1 => self.moments.get(row).map(|(_, mark)| mark.at),
            _ => None,
        };
        at.unwrap_or_default()
    }

    fn row(&self) -> usize {
        self.rows.get(self.page).copied().unwrap_or(0)
    }

    /// Rows of the page that can be selected or scrolled to.
    fn count(&self) -> usize {
        match self.page {
            0 => self.costs().len(),
            1 => self.moments.len(),
            2 => self.data.report.updates.len(),
            3 => self.data.post_mortem.lines().count(),
            _ => discuss::count(self),
        }
    }
}

/// A key while something is typed.
pub(crate) fn typed_key(debrief: &mut Debrief, chord: Chord) -> Vec<Intent> {
    let Some((what, field)) = &mut debrief.typing else { return Vec::new() };
    match chord.code {
        Code::Esc => debrief.typing = None,
        Code::Enter => {
            let (what, text) = (*what, field.text().trim().to_owned());
            debrief.typing = None;
            let line = debrief.costs().get(debrief.row()).map(|line| line.id.to_string());
            let line = match what {
                _ if text.is_empty() => None,
                Typing::Dispute => line.map(|line| format!("/dispute {line} {text}")),
                Typing::Action => Some(format!("/action {text}")),
                Typing::Rule(accept) => line.map(|line| {
                    let word = if accept { "accept" } else { "reject" };
                    format!("/rule {line} {word} {text}")
                }),
            };
            debrief.sent |= line.is_some();
            return line.into_iter().map(Intent::Send).collect();
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
        return rate::act(debrief, action);
    }
    let pages = PAGES.len();
    match action {
        Action::Move(step) => {
            let row = stepped(debrief.row(), debrief.count(), step, 10);
            let page = debrief.page;
            if let Some(own) = debrief.rows.get_mut(page) {
                *own = row;
            }
        }
        Action::Page(page) => debrief.page = usize::from(page.saturating_sub(1)).min(pages - 1),
        Action::NextPane => debrief.page = (debrief.page + 1) % pages,
        Action::LastPane => debrief.page = (debrief.page + pages - 1) % pages,
        Action::Enter if debrief.page == 0 => debrief.evidence = !debrief.evidence,
        Action::Dispute if debrief.page == 0 && !debrief.costs().is_empty() => {
            debrief.typing = Some((Typing::Dispute, Field::line("")));
        }
        Action::Rule(accept) if debrief.steers() && debrief.disputed().is_some() => {
            debrief.typing = Some((Typing::Rule(accept), Field::line("")));
        }
        Action::Form(FormKind::Action) => {
            debrief.typing = Some((Typing::Action, Field::line("")));
        }
        Action::Watch | Action::Report if debrief.data.at.is_some() => {}
        Action::Watch => {
            let drill = debrief.data.report.card.drill.clone();
            return vec![Intent::Watch(drill, debrief.selected_moment())];
        }
        Action::Report => return vec![Intent::Report(debrief.data.report.card.drill.clone())],
        Action::Back if debrief.evidence => debrief.evidence = false,
        Action::Back | Action::Leave => return vec![Intent::Leave],
        _ => {}
    }
    Vec::new()
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
        rate::draw(buffer, rest, ratings, *at, pen);
        return None;
    }
    row(buffer, rest, 0, &tabs(debrief, pen).cut(columns));
    let (_, rest) = split(rest, 1);
    let (body, hint) = split(rest, usize::from(rest.height).saturating_sub(1));
    match debrief.page {
        0 => score::draw(buffer, body, debrief, pen),
        1 => timeline::draw(buffer, body, debrief, pen),
        2 => updates::draw(buffer, body, debrief, pen),
        3 => discuss::draw_post_mortem(buffer, body, debrief, pen),
        _ => discuss::draw(buffer, body, debrief, pen),
    }
    if let Some((what, field)) = &debrief.typing {
        let word = match what {
            Typing::Dispute | Typing::Rule(_) => Word::DisputeWhy,
            Typing::Action => Word::ActionTask,
        };
        let lead = match (what, debrief.disputed()) {
            (Typing::Rule(_), Some(line)) => {
                format!(" {} ", HostWord::RuleWhy.with(pen.lang, &[&line]))
            }
            _ => format!(" {} ", pen.word(word)),
        };
        let room = columns.saturating_sub(width(&lead) + 1);
        let (text, column) = window(field, room);
        let own = Row::of(&lead, pen.style(Token::Strong)).text(&text);
        row(buffer, hint, 0, &own);
        return Some(Position::new(hint.x + cells(width(&lead) + column), hint.y));
    }
    let outcome = &debrief.data.report.outcome;
    let (text, token) = match &debrief.notice {
        Some(notice) => (notice, Token::Strong),
        None => (outcome, Token::Quiet),
    };
    row(buffer, hint, 0, &Row::new().text(" ").put(text, pen.style(token)).cut(columns));
    None
}

fn head(debrief: &Debrief, pen: Pen, columns: usize) -> Row {
    let report = &debrief.data.report;
    let players: Vec<&str> = report.team.iter().map(|own| own.name.as_str()).collect();
    let players = players.join(", ");
    let ended = report.ended.0;
    let place = format!(" · {}", pen.word(Word::PlaceDebrief));
    let room = columns.saturating_sub(width(&report.title) + width(&place) + 3);
    // The id is a long word: it stands there where there is room for it.
    let right = [
        format!("{} · {players} · {ended} ", cut_id(&report.card.drill)),
        format!("{players} · {ended} "),
        format!("{ended} "),
    ];
    let right = right.into_iter().find(|own| width(own) <= room).unwrap_or_default();
    Row::new()
        .text(" ")
        .put(&report.title, pen.style(Token::Strong))
        .put(&place, pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(&right) + 1).max(columns / 2))
        .to(columns.saturating_sub(width(&right)))
        .put(&right, pen.style(Token::Quiet))
        .cut(columns)
}

fn tabs(debrief: &Debrief, pen: Pen) -> Row {
    let mut out = Row::new();
    for (index, word) in PAGES.iter().enumerate() {
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

/// The beginning of a drill's id: enough to name it by.
fn cut_id(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}
