//! A line over time as braille dots, or as bars where a font has no braille. It knows points and
//! a scale, not what they mean.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::figures::steps;
use crate::tui::model::extent;

/// A chart's plane: which values its edges are.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plane {
    /// Time at the left edge.
    pub(crate) from: f64,
    /// Time at the right edge.
    pub(crate) to: f64,
    /// Value at the top; the bottom is 0.
    pub(crate) top: f64,
}

/// Dots of a plane, two across and four down in a cell.
struct Dots {
    columns: usize,
    rows: usize,
    cells: Vec<u8>,
}

impl Dots {
    fn new(columns: usize, rows: usize) -> Self {
        Self { columns, rows, cells: vec![0; columns * rows] }
    }

    /// Sets a dot counted from the left and the top.
    fn set(&mut self, x: usize, y: usize) {
        const BITS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];
        let at = (y / 4).min(self.rows.saturating_sub(1)) * self.columns + x / 2;
        let bit = BITS.get(x % 2).and_then(|column| column.get(y % 4)).copied().unwrap_or(0);
        if x / 2 < self.columns
            && let Some(cell) = self.cells.get_mut(at)
        {
            *cell |= bit;
        }
    }
}

/// Draws a line through points, oldest first; it breaks where two lie more than `gap` apart.
/// Cells without a dot are left as they are.
pub(crate) fn braille(
    buffer: &mut Buffer,
    area: Rect,
    plane: Plane,
    points: &[(f64, f64)],
    gap: f64,
    style: Style,
) {
    let (columns, rows) = extent(area);
    if columns == 0 || rows == 0 || plane.to <= plane.from {
        return;
    }
    let mut dots = Dots::new(columns, rows);
    let (wide, high) = (columns * 2 - 1, rows * 4 - 1);
    let spot = |point: &(f64, f64)| {
        let across = (point.0 - plane.from) / (plane.to - plane.from) * wide as f64;
        let up = if plane.top > 0.0 { (point.1 / plane.top).clamp(0.0, 1.0) } else { 0.0 };
        (across, (1.0 - up) * high as f64)
    };
    for (index, point) in points.iter().enumerate() {
        let here = spot(point);
        if here.0 >= 0.0 {
            dots.set(steps(here.0), steps(here.1));
        }
        let Some(next) = points.get(index + 1) else { break };
        if next.0 - point.0 > gap {
            continue;
        }
        join(&mut dots, here, spot(next));
    }
    for (at, bits) in dots.cells.iter().enumerate().filter(|(_, bits)| **bits != 0) {
        let (x, y) = (area.x + narrow(at % columns), area.y + narrow(at / columns));
        if let Some(cell) = buffer.cell_mut((x, y)) {
            let glyph = char::from_u32(0x2800 + u32::from(*bits)).unwrap_or(' ');
            cell.set_char(glyph).set_style(style);
        }
    }
}

/// Dots between two spots.
fn join(dots: &mut Dots, from: (f64, f64), to: (f64, f64)) {
    let far = (to.0 - from.0).abs().max((to.1 - from.1).abs());
    let count = steps(libm::ceil(far)).clamp(1, 4_000);
    for step in 0..=count {
        let share = step as f64 / count as f64;
        let x = from.0 + (to.0 - from.0) * share;
        if x >= 0.0 {
            dots.set(steps(x), steps(from.1 + (to.1 - from.1) * share));
        }
    }
}

/// Draws bars of eighths under the points: the worst of each column.
pub(crate) fn blocks(
    buffer: &mut Buffer,
    area: Rect,
    plane: Plane,
    points: &[(f64, f64)],
    style: Style,
) {
    const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let (columns, rows) = extent(area);
    if columns == 0 || rows == 0 || plane.to <= plane.from {
        return;
    }
    let mut worst: Vec<Option<f64>> = vec![None; columns];
    for (time, value) in points {
        let across = (time - plane.from) / (plane.to - plane.from) * (columns as f64 - 1.0);
        if across < 0.0 {
            continue;
        }
        if let Some(slot) = worst.get_mut(steps(across)) {
            *slot = Some(slot.unwrap_or(0.0).max(*value));
        }
    }
    for (column, value) in worst.iter().enumerate() {
        let Some(value) = value else { continue };
        let share = if plane.top > 0.0 { (value / plane.top).clamp(0.0, 1.0) } else { 0.0 };
        let eighths = steps(share * (rows * 8) as f64).max(1);
        for row in 0..rows {
            let level = eighths.saturating_sub(row * 8).min(8);
            let Some(glyph) = level.checked_sub(1).and_then(|level| EIGHTHS.get(level)) else {
                break;
            };
            let y = area.bottom().saturating_sub(1 + narrow(row));
            if let Some(cell) = buffer.cell_mut((area.x + narrow(column), y)) {
                cell.set_symbol(glyph).set_style(style);
            }
        }
    }
}

/// Draws a row of dots through points, one in every other column, so that it is told from a line
/// without its colour.
pub(crate) fn dotted(
    buffer: &mut Buffer,
    area: Rect,
    plane: Plane,
    points: &[(f64, f64)],
    style: Style,
) {
    let (columns, rows) = extent(area);
    if columns == 0 || rows == 0 || plane.to <= plane.from {
        return;
    }
    for column in (0..columns).step_by(2) {
        let width = (plane.to - plane.from) / columns as f64;
        let at = plane.from + width * column as f64;
        let near = points.iter().filter(|(time, _)| (time - at).abs() <= width);
        let Some((_, value)) = near.min_by(|a, b| (a.0 - at).abs().total_cmp(&(b.0 - at).abs()))
        else {
            continue;
        };
        let up = if plane.top > 0.0 { (value / plane.top).clamp(0.0, 1.0) } else { 0.0 };
        let down = steps((1.0 - up) * (rows as f64 - 1.0));
        if let Some(cell) = buffer.cell_mut((area.x + narrow(column), area.y + narrow(down))) {
            cell.set_symbol("•").set_style(style);
        }
    }
}

fn narrow(count: usize) -> u16 {
    crate::tui::ink::cells(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_line_stays_at_its_height_and_a_gap_stays_open() {
        let area = Rect::new(0, 0, 10, 2);
        let mut buffer = Buffer::empty(area);
        let plane = Plane { from: 0.0, to: 10.0, top: 1.0 };
        let points = [(0.0, 1.0), (2.0, 1.0), (8.0, 1.0), (10.0, 1.0)];
        braille(&mut buffer, area, plane, &points, 3.0, Style::new());
        let line: String = (0..10).map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
        assert_eq!(line, "⠉⠉⠁    ⠈⠉⠉");
    }
}
