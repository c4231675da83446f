//! Pane 5: the incident channel. It follows the newest line until one is selected, and never
//! jumps by itself.

use crate::tui::ink::{Row, width, wrap};
use crate::tui::model::Pen;
use crate::tui::pane::Pane;
use crate::tui::play::Play;
use crate::tui::play::panes::{Anchor, Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::ChannelLine;

/// Lines laid out at most; older ones are in the record of the drill.
const LINES_MAX: usize = 400;
/// The same while the newest are followed and nothing is looked for: more than any screen holds.
const LINES_FOLLOWED: usize = 100;

pub(super) fn art(play: &Play, pen: Pen, columns: usize) -> Art {
    let view = &play.view;
    let lines = &view.channel;
    let follows = !play.picks.contains_key(&Pane::Channel) && play.find.is_none();
    let most = if follows { LINES_FOLLOWED } else { LINES_MAX };
    let skip = lines.len().saturating_sub(most);
    let shown = lines.iter().skip(skip);
    let names = shown.clone().map(|line| width(&line.who)).max().unwrap_or(4).clamp(4, 9);
    let items: Vec<Item> = shown.map(|line| item(line, names, pen, columns)).collect();
    let keys: Vec<String> = items.iter().map(|item| item.key.clone()).collect();
    let below = play.picked(Pane::Channel, &keys).map_or(0, |row| keys.len() - 1 - row);
    let right = if below == 0 {
        pen.word(Word::Follows).to_owned()
    } else {
        Word::Below.with(pen.lang, &[&below.to_string()])
    };
    let open = view.incidents.get(play.incident).or_else(|| view.incidents.first());
    let empty = if open.is_some() { Word::ChannelEmpty } else { Word::ChannelNoIncident };
    Art {
        detail: open.map_or_else(String::new, |row| row.channel.clone()),
        right,
        items,
        empty: pen.word(empty).to_owned(),
        anchor: Anchor::Bottom,
        ..Art::default()
    }
}

/// The newest line, as one row.
pub(super) fn last(play: &Play, pen: Pen, columns: usize) -> Row {
    let Some(line) = play.view.channel.last() else {
        return Row::new().put(pen.word(Word::ChannelEmpty), pen.style(Token::Quiet)).cut(columns);
    };
    head(line, width(&line.who), pen).text(&line.text.get(pen.lang).replace('\n', " ")).cut(columns)
}

fn head(line: &ChannelLine, names: usize, pen: Pen) -> Row {
    let name = if line.machine { Token::Quiet } else { Token::Strong };
    Row::new()
        .put(&line.at.to_string(), pen.style(Token::Quiet))
        .text(" ")
        .cell(&line.who, names, pen.style(name))
        .text(" ")
}

fn item(line: &ChannelLine, names: usize, pen: Pen, columns: usize) -> Item {
    let says = line.text.get(pen.lang);
    let lead = 6 + names + 1;
    let mut rows = Vec::new();
    let token = if line.machine || line.refused { Token::Quiet } else { Token::Text };
    for (index, text) in wrap(says, columns.saturating_sub(lead).max(8)).iter().enumerate() {
        let row = if index == 0 { head(line, names, pen) } else { Row::new().to(lead) };
        rows.push(row.put(text, pen.style(token)));
    }
    if line.refused
        && let Some(last) = rows.last_mut()
    {
        let note = format!("  ({})", pen.word(Word::NotSent));
        *last = std::mem::take(last).put(&note, pen.style(Token::Critical));
    }
    Item::new(&line.seq, rows, &format!("{} {says}", line.who))
}
