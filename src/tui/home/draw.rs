//! The home screen as it is drawn: tabs, the rows of the page, what is selected, what is typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::model::time::DrillTime;
use crate::report::trends::OfScenario;
use crate::tui::boxes::{border, inset, list, row, rows, split};
use crate::tui::home::{
    PAGES, Page, Typing, count, drill_cards, drills, follow_up_cards, follow_ups, ladder, library,
    scenarios, trend_rows, trends,
};
use crate::tui::ink::{Row, cells, width, wrap};
use crate::tui::model::{Model, Pen};
use crate::tui::theme::Token;
use crate::tui::words::{Word, lang_name};

/// Draws the home screen above its key bar; where the cursor stands, if something is typed.
pub(crate) fn draw(buffer: &mut Buffer, area: Rect, model: &Model) -> Option<Position> {
    let pen = model.pen();
    let columns = usize::from(area.width);
    let other =
        if model.player.is_empty() { String::new() } else { format!("{} · ", model.player) };
    let right = format!("{other}{} ", lang_name(pen.lang));
    let head = Row::new()
        .text(" ")
        .put("firedrill", pen.style(Token::Strong))
        .put(&format!("  {}", pen.word(Word::Tagline)), pen.style(Token::Quiet))
        .cut(columns.saturating_sub(width(&right) + 1))
        .to(columns.saturating_sub(width(&right)))
        .put(&right, pen.style(Token::Quiet));
    row(buffer, area, 0, &head);
    let tabs = tabs(model, columns).into_iter().map(|(_, tab)| tab);
    row(buffer, area, 1, &tabs.fold(Row::new(), Row::join));
    let (upper, lower, hint) = areas(area);
    table(buffer, upper, model);
    if lower.height > 0 {
        about(buffer, lower, model);
    }
    hint_row(buffer, hint, model)
}

/// The pages by number and name; where columns are few, the others by number alone.
pub(super) fn tabs(model: &Model, columns: usize) -> Vec<(Page, Row)> {
    let pen = model.pen();
    let counts = [
        0,
        model.drills.iter().filter(|card| card.open).count(),
        model.drills.iter().filter(|card| !card.open).count(),
        model.follow_ups.len(),
        0,
        0,
    ];
    let build = |counted: bool, named: bool| -> Vec<(Page, Row)> {
        let pages = (1..).zip(PAGES).zip(counts);
        let tab = |((number, page), count): ((i32, Page), usize)| {
            let here = page == model.home.page;
            let name = if named || here { pen.word(page.name()) } else { "" };
            let count = if counted && count > 0 { format!(" ({count})") } else { String::new() };
            let text = format!("{number} {name}{count}");
            let row = if here {
                Row::of(&format!("▐{text}▌"), pen.style(Token::Strong))
            } else {
                Row::new().text(&format!(" {} ", text.trim_end()))
            };
            (page, row.text(" "))
        };
        pages.map(tab).collect()
    };
    let width = |tabs: &[(Page, Row)]| tabs.iter().map(|(_, row)| row.width()).sum::<usize>();
    let forms = [build(true, true), build(false, true), build(false, false)];
    let fits = forms.iter().find(|tabs| width(tabs) <= columns + 1);
    fits.or(forms.last()).cloned().unwrap_or_default()
}

/// The area of the table, the area below it, and the row of hints.
pub(super) fn areas(area: Rect) -> (Rect, Rect, Rect) {
    let (_, body) = split(area, 2);
    let details = if area.height >= 20 { 9 } else { 0 };
    let (upper, lower) = split(body, usize::from(body.height).saturating_sub(details + 1));
    let (lower, hint) = split(lower, details);
    (upper, lower, hint)
}

fn table(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen();
    let page = model.home.page;
    let count = count(model);
    let right = match page {
        _ if !model.home.filter.is_empty() => {
            Word::FoundOf.with(pen.lang, &[model.home.filter.text(), &count.to_string()])
        }
        Page::Play if count > 0 => pen.word(Word::SuggestedFirst).to_owned(),
        _ => String::new(),
    };
    let title = Row::of(pen.word(page.title()), pen.style(Token::Strong));
    let right = Row::of(&right, pen.style(Token::Quiet));
    let inner = inset(border(buffer, area, title, right, true, pen));
    if count == 0 {
        let nothing = if model.is_known(page) { page.empty() } else { Word::Reading };
        let text = if model.home.filter.is_empty() || !model.is_known(page) {
            pen.word(nothing).to_owned()
        } else {
            Word::NotFound.with(pen.lang, &[model.home.filter.text()])
        };
        let lines = wrap(&text, usize::from(inner.width));
        let own: Vec<Row> =
            lines.iter().map(|line| Row::of(line, pen.style(Token::Quiet))).collect();
        rows(buffer, inner, &own);
        return;
    }
    let (head, entries) = page_rows(model, usize::from(inner.width), pen);
    let (top, rest) = split(inner, head.iter().len());
    if let Some(head) = head {
        row(buffer, top, 0, &head);
    }
    list(buffer, rest, &entries, model.home.row().min(entries.len().saturating_sub(1)), pen);
}

/// The head and the rows of the page.
fn page_rows(model: &Model, columns: usize, pen: Pen) -> (Option<Row>, Vec<Row>) {
    match model.home.page {
        Page::Play => {
            let cards = scenarios(model);
            let rows = cards.iter().map(|card| library::entry(card, columns, pen));
            (Some(library::head(columns, pen)), rows.collect())
        }
        page @ (Page::Resume | Page::Review) => {
            let cards = drill_cards(model, page == Page::Resume);
            let rows = cards.iter().map(|card| drills::entry(card, columns, pen));
            (Some(drills::head(columns, pen)), rows.collect())
        }
        Page::FollowUps => {
            let cards = follow_up_cards(model);
            let rows = cards.iter().map(|card| follow_ups::entry(card, columns, pen));
            (Some(follow_ups::head(pen)), rows.collect())
        }
        Page::Trends => {
            let row = |own: &&OfScenario| {
                trends::entry(own, trends::title(own, &model.library, pen), columns, pen)
            };
            (Some(trends::head(columns, pen)), trend_rows(model).iter().map(row).collect())
        }
        Page::Ladder => {
            let standing = model.standing.as_ref();
            (None, standing.map_or_else(Vec::new, |own| ladder::entries(own, columns, pen)))
        }
    }
}

/// Columns of a title.
pub(super) fn title_columns(columns: usize) -> usize {
    columns.saturating_sub(46).clamp(14, 50)
}

/// What is selected in a few lines.
fn about(buffer: &mut Buffer, area: Rect, model: &Model) {
    let pen = model.pen();
    let at = model.home.row();
    match (model.home.page, &model.trends, &model.standing) {
        (Page::Play, ..) => library::about(buffer, area, scenarios(model).get(at).copied(), pen),
        (Page::Trends, Some(own), _) => {
            let row = trend_rows(model).get(at).copied();
            let row = row.map(|own| (own, trends::title(own, &model.library, pen)));
            trends::about(buffer, area, own, row, pen);
        }
        (Page::Ladder, _, Some(own)) => ladder::about(buffer, area, own, &model.library, pen),
        (page, ..) => {
            let inner = inset(border(buffer, area, Row::new(), Row::new(), false, pen));
            let text = pen.word(match page {
                Page::Resume => Word::AboutResume,
                Page::Review => Word::AboutReview,
                Page::FollowUps => Word::AboutActions,
                Page::Play | Page::Trends | Page::Ladder => Word::Reading,
            });
            let lines = wrap(text, usize::from(inner.width));
            let own = lines.iter().map(|line| Row::of(line, pen.style(Token::Quiet)));
            rows(buffer, inner, &own.collect::<Vec<_>>());
        }
    }
}

/// What is typed, or what Enter would do.
fn hint_row(buffer: &mut Buffer, area: Rect, model: &Model) -> Option<Position> {
    let pen = model.pen();
    let columns = usize::from(area.width);
    let (lead, field) = match &model.home.typing {
        None => {
            row(buffer, area, 0, &Row::of(&hint_text(model), pen.style(Token::Quiet)).cut(columns));
            return None;
        }
        Some(Typing::Filter) => (format!(" {}: ", pen.word(Word::FindFor)), &model.home.filter),
        Some(Typing::Closing(number, note)) => {
            (format!(" {} ", Word::ClosingWhy.with(pen.lang, &[&number.to_string()])), note)
        }
    };
    let room = columns.saturating_sub(width(&lead) + 1);
    let (text, column) = crate::tui::form::window(field, room);
    row(buffer, area, 0, &Row::of(&lead, pen.style(Token::Strong)).text(&text).cut(columns));
    let x = area.x + cells(width(&lead) + column);
    Some(Position::new(x.min(area.right().saturating_sub(1)), area.y))
}

fn hint_text(model: &Model) -> String {
    let pen = model.pen();
    let page = model.home.page;
    let cards = scenarios(model);
    let card = cards.get(model.home.row()).filter(|_| page == Page::Play);
    let word = match (card.and_then(|card| card.open.as_ref()), page) {
        (Some((_, DrillTime::START)), _) => Word::ResumeNow,
        (Some((_, at)), _) => {
            return format!(" {}", Word::ResumeHint.with(pen.lang, &[&at.to_string()]));
        }
        (None, Page::Play) => Word::PlayHint,
        (None, Page::Ladder | Page::Trends) => Word::BriefHint,
        (None, Page::FollowUps) => Word::ActionsHint,
        (None, Page::Resume | Page::Review) => return String::new(),
    };
    format!(" {}", pen.word(word))
}
