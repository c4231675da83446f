//! The objectives as CSV (RFC 4180), for spreadsheets: a cell that a spreadsheet would take for a
//! formula begins with an apostrophe.

use crate::report::{Debrief, letter};

/// One row for each objective, after a row of names.
#[must_use]
pub fn render(debrief: &Debrief) -> String {
    let head = "drill,scenario,capability,objective,title,holder,earned,possible,rating,at,why,\
                better,entries\r\n";
    let mut out = head.to_owned();
    for line in &debrief.lines {
        let entries: Vec<String> = line.entries.iter().map(|(seq, _)| seq.to_string()).collect();
        let cells = [
            debrief.card.drill.clone(),
            debrief.card.scenario.to_string(),
            line.capability.to_string(),
            line.id.to_string(),
            line.title.clone(),
            line.holder.clone(),
            format!("{:.2}", line.earned),
            format!("{:.2}", line.possible),
            letter(line.rating).to_owned(),
            line.at.map(|at| at.to_string()).unwrap_or_default(),
            line.why.clone(),
            line.better.clone().unwrap_or_default(),
            entries.join(" "),
        ];
        out.push_str(&row(&cells));
    }
    out
}

/// A row of cells with its end.
#[must_use]
pub fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    format!("{}\r\n", cells.join(","))
}

/// A cell as a spreadsheet may read it.
fn quoted(cell: &str) -> String {
    let formula = cell.len() > 1 && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=1+2"), "'=1+2");
        assert_eq!(quoted("-"), "-");
    }
}
