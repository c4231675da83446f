//! A pane as rows: title, entries, what stands there when there is nothing. Which entries stays
//! with each pane's own file; this one only lays them out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::boxes::{border, row};
use crate::tui::ink::{Row, wrap};
use crate::tui::model::{Pen, extent};
use crate::tui::pane::Pane;
use crate::tui::play::layout::Slot;
use crate::tui::play::{Mode, Play};
use crate::tui::play::{
    alerts, channel, chart, inbox, looks, record, runbook, services, team, updates,
};
use crate::tui::theme::Token;

/// An entry of a pane.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    /// What it is, so that a selection can follow it.
    pub(super) key: String,
    /// Its rows.
    pub(super) rows: Vec<Row>,
    /// Its words, for finding.
    pub(super) words: String,
}

/// Where the entries of a pane hold on to when there are more than fit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Anchor {
    /// The first entry at the top; the selected one in the middle.
    #[default]
    Top,
    /// The newest at the bottom, unless one is selected.
    Bottom,
    /// The current one at a third of the height.
    Third,
    /// The first entry at the top, as long as the current one is in sight.
    Begin,
}

/// What a pane shows.
#[derive(Clone, Debug, Default)]
pub(super) struct Art {
    /// After the name in the title.
    pub(super) detail: String,
    /// At the right of the title.
    pub(super) right: String,
    /// Rows that stay above the entries.
    pub(super) head: Vec<Row>,
    /// Entries.
    pub(super) items: Vec<Item>,
    /// Rows that stay below the entries, where there is room.
    pub(super) foot: Vec<Row>,
    /// What stands there when there is no entry: why, and which key fills it.
    pub(super) empty: String,
    /// Where it holds on.
    pub(super) anchor: Anchor,
    /// The entry that matters where none was selected.
    pub(super) current: Option<usize>,
}

impl Item {
    pub(super) fn new(key: &(impl ToString + ?Sized), rows: Vec<Row>, words: &str) -> Self {
        Self { key: key.to_string(), rows, words: words.to_lowercase() }
    }
}

/// What a pane shows in so many columns and rows.
pub(super) fn art(play: &Play, pane: Pane, pen: Pen, columns: usize, rows: usize) -> Art {
    match pane {
        Pane::Alerts => alerts::art(play, pen, columns, rows),
        Pane::Services => services::art(play, pen, columns, rows),
        Pane::Chart => Art::default(),
        Pane::Looks => looks::art(play, pen, columns, rows),
        Pane::Channel => channel::art(play, pen, columns),
        Pane::Inbox => inbox::art(play, pen, columns),
        Pane::Runbook => runbook::art(play, pen, columns),
        Pane::Team => team::art(play, pen, columns),
        Pane::Record => record::art(play, pen, columns),
        Pane::Updates => updates::art(play, pen, columns),
    }
}

/// The keys of a pane's entries, in order.
pub(super) fn keys(play: &Play, pane: Pane, pen: Pen) -> Vec<String> {
    art(play, pane, pen, 76, 60).items.into_iter().map(|item| item.key).collect()
}

/// Draws a pane with its border.
pub(super) fn draw(buffer: &mut Buffer, area: Rect, play: &Play, slot: Slot, pen: Pen) {
    let pane = slot.pane;
    let focused = play.focus == pane && slot.nth == 0;
    let heavy = focused && play.mode == Mode::Panes;
    if pane == Pane::Chart {
        chart::draw(buffer, area, play, slot.nth, pen, heavy);
        return;
    }
    let (columns, rows) = extent(area);
    if columns < 8 || rows < 3 {
        return;
    }
    let art = art(play, pane, pen, columns - 4, rows - 2);
    let name = format!("{} {}", pane.digit(), pane.title(pen.lang));
    let title = Row::new().put(&name, pen.style(Token::Strong));
    let title = if art.detail.is_empty() { title } else { title.text("  ").text(&art.detail) };
    let right = Row::new().put(&art.right, pen.style(Token::Quiet));
    let inner = border(buffer, area, title, right, heavy, pen);
    body(buffer, inner, play, pane, &art, focused, pen);
}

fn body(
    buffer: &mut Buffer,
    area: Rect,
    play: &Play,
    pane: Pane,
    art: &Art,
    focused: bool,
    pen: Pen,
) {
    let (columns, rows) = extent(area);
    for (down, head) in art.head.iter().enumerate() {
        row(buffer, area, down, &Row::new().text(" ").join(head.clone()).cut(columns - 1));
    }
    let above = art.head.len();
    if art.items.is_empty() {
        for (down, line) in wrap(&art.empty, columns.saturating_sub(2)).iter().enumerate() {
            let words = Row::new().text(" ").put(line, pen.style(Token::Quiet));
            row(buffer, area, above + down, &words);
        }
    }
    let (_, height, total) = heights(art, rows);
    let foot = rows.saturating_sub(above + height);
    let keys: Vec<String> = art.items.iter().map(|item| item.key.clone()).collect();
    let picked = play.picked(pane, &keys);
    let first = first_row(art, picked, total, height);
    let marked = picked.or(art.current).or((art.anchor == Anchor::Top).then_some(0));
    let mut at = 0;
    for (index, item) in art.items.iter().enumerate() {
        for (line, own) in item.rows.iter().enumerate() {
            if at >= first && at - first < height {
                let chosen = marked == Some(index) && (focused || pane == Pane::Services);
                let mark = if chosen && line == 0 { ">" } else { " " };
                let strong = pen.style(Token::Strong);
                let whole = Row::new().put(mark, strong).join(own.clone()).cut(columns - 1);
                let whole = if chosen && focused { whole.over(strong) } else { whole };
                row(buffer, area, above + at - first, &whole);
            }
            at += 1;
        }
    }
    for (down, own) in art.foot.iter().take(foot).enumerate() {
        let whole = Row::new().text(" ").join(own.clone()).cut(columns - 1);
        row(buffer, area, rows - foot + down, &whole);
    }
}

/// A click on a row of a pane selects its entry.
pub(super) fn click(play: &mut Play, pane: Pane, area: Rect, y: u16, pen: Pen) {
    let (columns, rows) = extent(area);
    if columns < 8 || rows < 3 || pane == Pane::Chart {
        return;
    }
    let art = art(play, pane, pen, columns - 4, rows - 2);
    let keys: Vec<String> = art.items.iter().map(|item| item.key.clone()).collect();
    let (above, height, total) = heights(&art, rows - 2);
    let first = first_row(&art, play.picked(pane, &keys), total, height);
    let Some(down) = usize::from(y.saturating_sub(area.y + 1)).checked_sub(above) else { return };
    let wanted = first + down;
    let mut at = 0;
    for (index, item) in art.items.iter().enumerate() {
        at += item.rows.len();
        if wanted < at && down < height {
            play.pick(pane, &keys, index);
            return;
        }
    }
}

/// Rows above the entries, rows for them, and how many they are.
fn heights(art: &Art, rows: usize) -> (usize, usize, usize) {
    let above = art.head.len();
    let total: usize = art.items.iter().map(|item| item.rows.len()).sum();
    let foot = if rows > above + total + art.foot.len() { art.foot.len() } else { 0 };
    (above, rows.saturating_sub(above + foot), total)
}

/// The first row to draw, so that what is selected stays in sight.
fn first_row(art: &Art, picked: Option<usize>, total: usize, height: usize) -> usize {
    let most = total.saturating_sub(height);
    let before =
        |index: usize| -> usize { art.items.iter().take(index).map(|item| item.rows.len()).sum() };
    let tall = |index: usize| art.items.get(index).map_or(1, |item| item.rows.len());
    match (picked.or(art.current), art.anchor) {
        (None, Anchor::Bottom) => most,
        (None, _) => 0,
        (Some(index), Anchor::Bottom) => {
            let end = before(index + 1);
            end.saturating_sub(height / 2 + 1).min(most)
        }
        (Some(index), Anchor::Begin) if before(index + 1) <= height => 0,
        (Some(index), Anchor::Third | Anchor::Begin) => {
            // All of it, where it is taller than what is left below a third.
            let above = height.saturating_sub(tall(index)).min(height / 3);
            before(index).saturating_sub(above).min(most)
        }
        (Some(index), Anchor::Top) => {
            let middle = height.saturating_sub(tall(index)) / 2;
            before(index).saturating_sub(middle).min(most)
        }
    }
}
