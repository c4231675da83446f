//! Pane 1: what fires, for how long, who was paged and who has it. It never says how bad it is
//! beyond what the rule says.

use crate::model::text::Lang;
use crate::model::time::clock;
use crate::tui::figures::reading;
use crate::tui::ink::{Row, width, wrap};
use crate::tui::model::Pen;
use crate::tui::play::Play;
use crate::tui::play::panes::{Art, Item};
use crate::tui::theme::Token;
use crate::tui::words::Word;
use crate::view::AlertRow;

pub(super) fn art(play: &Play, pen: Pen, columns: usize, _rows: usize) -> Art {
    let alerts = &play.view.alerts;
    let firing = alerts.iter().filter(|row| row.resolved.is_none()).count();
    let right = if firing == 0 {
        String::new()
    } else {
        Word::Firing.with(pen.lang, &[&firing.to_string()])
    };
    Art {
        right,
        items: alerts.iter().map(|row| item(play, row, pen, columns)).collect(),
        empty: pen.word(Word::NoAlerts).to_owned(),
        ..Art::default()
    }
}

fn item(play: &Play, alert: &AlertRow, pen: Pen, columns: usize) -> Item {
    let acked = alert.pages.iter().any(|(.., at)| at.is_some());
    let (sigil, token) = match (alert.resolved, acked) {
        (Some(_), _) => ("✓", Token::Ok),
        (None, true) => ("△", Token::Warning),
        (None, false) => ("▲", Token::Critical),
    };
    let says = alert.says.get(pen.lang);
    let value = alert.value.as_ref().map(|(of, value)| reading(of.metric, *value));
    let value = value.filter(|_| alert.resolved.is_none()).unwrap_or_default();
    let id = alert.id.to_string();
    let lead = 2 + width(&id) + 1;
    let room = columns.saturating_sub(lead).max(8);
    let mut lines = wrap(says, room).into_iter();
    let first = lines.next().unwrap_or_default();
    let head = Row::new()
        .put(sigil, pen.style(token))
        .text(" ")
        .put(&id, pen.style(Token::Strong))
        .text(" ")
        .text(&first);
    let mut rows = vec![head];
    rows.extend(lines.map(|line| Row::new().to(lead).text(&line)));
    let about = since(play, alert, &value, pen.lang);
    rows.extend(wrap(&about, columns.saturating_sub(2)).iter().map(|line| {
        let style = if alert.waits_for_me { Token::Strong } else { Token::Quiet };
        Row::new().text("  ").put(line, pen.style(style))
    }));
    Item::new(&alert.id, rows, says)
}

/// `24.8 % · firing 1:40 · acked 02:10 ann · mek not acked`.
fn since(play: &Play, alert: &AlertRow, value: &str, lang: Lang) -> String {
    let now = play.view.now;
    let mut parts = vec![match alert.resolved {
        Some(at) => Word::ResolvedAt.with(lang, &[&at.to_string()]),
        None => Word::FiringFor.with(lang, &[&clock(now.since(alert.fired))]),
    }];
    if !value.is_empty() {
        parts.insert(0, value.to_owned());
    }
    if alert.waits_for_me {
        parts.push(Word::PagesYou.get(lang).to_owned());
    }
    for (_, name, paged, acknowledged) in &alert.pages {
        let mine = *name == play.view.my_name;
        match acknowledged {
            Some(at) => parts.push(Word::AckedBy.with(lang, &[&at.to_string(), name])),
            None if mine && alert.waits_for_me => {}
            None if alert.resolved.is_none() => {
                let ago = clock(now.since(*paged));
                parts.push(Word::PagedNoAck.with(lang, &[name, &ago]));
            }
            None => {}
        }
    }
    parts.join(" · ")
}
