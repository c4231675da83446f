//! A frame as a picture: SVG that shows what a terminal would, cell by cell, for documents and
//! post-mortems. It draws what it is given; nothing in it runs, and nothing is fetched.

use maud::{PreEscaped, html};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use crate::tui::Model;
use crate::tui::ink::width;

/// A cell in units of the picture: one wide to two high, as most fonts have it.
const WIDE: u32 = 9;
const HIGH: u32 = 20;
/// The letters' size, and where their foot stands in a cell.
const LETTER: u32 = 15;
const FOOT: u32 = 15;
/// Fonts; the one for Thai is named, since marks of fonts of one width often stand beside their letter.
const FONTS: &str = "ui-monospace, 'DejaVu Sans Mono', 'Noto Sans Thai', monospace";
/// Room round the frame.
const MARGIN: u32 = 10;

/// Colours of a picture: what a terminal has where the theme leaves it the choice.
struct Paper {
    ground: &'static str,
    ink: &'static str,
}

const DARK: Paper = Paper { ground: "#12161c", ink: "#d8dee9" };
const LIGHT: Paper = Paper { ground: "#ffffff", ink: "#1f2933" };

/// Draws a model as SVG in so many columns and rows, on a light or a dark ground.
#[must_use]
pub fn picture(model: &Model, columns: u16, rows: u16, light: bool) -> String {
    let Ok(mut terminal) = Terminal::new(TestBackend::new(columns, rows));
    let Ok(_drawn) = terminal.draw(|frame| crate::tui::draw(model, frame));
    let paper = if light { LIGHT } else { DARK };
    svg(terminal.backend().buffer(), &paper)
}

fn svg(buffer: &Buffer, paper: &Paper) -> String {
    let (columns, rows) = (u32::from(buffer.area.width), u32::from(buffer.area.height));
    let (wide, high) = (columns * WIDE + 2 * MARGIN, rows * HIGH + 2 * MARGIN);
    let lines = (0..buffer.area.height).map(|row| line(buffer, row, paper));
    let drawn = html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox={ "0 0 " (wide) " " (high) } width=(wide)
            height=(high) role="img" font-family=(FONTS)
            font-size=(LETTER) {
            rect width=(wide) height=(high) rx="6" fill=(paper.ground) {}
            @for line in lines { (line) }
        }
    };
    format!("{}\n", drawn.into_string())
}

/// A row as runs of one style; those of plain letters are stretched to their columns, whatever font
/// draws them, and each other letter stands where its cell does.
fn line(buffer: &Buffer, row: u16, paper: &Paper) -> PreEscaped<String> {
    let top = u32::from(row) * HIGH + MARGIN;
    let runs = runs(buffer, row);
    html! {
        @for run in &runs {
            @let (ground, ink) = colours(&run.cell, paper);
            @let x = run.column * WIDE + MARGIN;
            @let wide = run.columns * WIDE;
            @if ground != paper.ground {
                rect x=(x) y=(top) width=(wide) height=(HIGH) fill=(ground) {}
            }
            @if !run.text.trim().is_empty() {
                @let bold = run.cell.modifier.contains(Modifier::BOLD).then_some("bold");
                @let stretched = run.text.is_ascii().then_some(wide);
                text x=(x) y=(top + FOOT) fill=(ink) font-weight=[bold] textLength=[stretched]
                    lengthAdjust=[stretched.map(|_| "spacingAndGlyphs")] { (kept(&run.text)) }
            }
        }
    }
}

/// Blanks as those that no reader of SVG folds into one.
fn kept(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

/// Neighbours of one style.
struct Run {
    column: u32,
    columns: u32,
    text: String,
    cell: Cell,
}

fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(column, row)];
        let wide = u32::try_from(width(cell.symbol()).max(1)).unwrap_or(1);
        // What is not a letter keeps its own place: fonts differ most in signs and in Thai.
        let alone = |text: &str| !text.is_ascii();
        let same = |run: &&mut Run| {
            let like = run.cell.style() == cell.style();
            like && !alone(cell.symbol()) && !alone(&run.text)
        };
        match runs.last_mut().filter(same) {
            Some(run) => {
                run.text.push_str(cell.symbol());
                run.columns += wide;
            }
            None => runs.push(Run {
                column: u32::from(column),
                columns: wide,
                text: cell.symbol().to_owned(),
                cell: cell.clone(),
            }),
        }
        column += u16::try_from(wide).unwrap_or(1);
    }
    runs
}

/// Ground and ink of a cell.
fn colours(cell: &Cell, paper: &Paper) -> (String, String) {
    let ink = name(cell.fg).unwrap_or_else(|| paper.ink.to_owned());
    let ground = name(cell.bg).unwrap_or_else(|| paper.ground.to_owned());
    if cell.modifier.contains(Modifier::REVERSED) { (ink, ground) } else { (ground, ink) }
}

/// A colour as SVG names it; none where the terminal chooses.
fn name(colour: Color) -> Option<String> {
    let plain = match colour {
        Color::Rgb(red, green, blue) => return Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        Color::Red => "#e5534b",
        Color::Yellow => "#c69026",
        Color::Cyan => "#39c5cf",
        Color::Blue => "#539bf5",
        Color::Magenta => "#b083f0",
        Color::White => "#ffffff",
        _ => return None,
    };
    Some(plain.to_owned())
}
