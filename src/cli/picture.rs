//! `firedrill picture`: a moment of a drill as a seat saw it, or its debrief, as an SVG file for
//! documents and post-mortems. It needs no terminal.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::reel::Reel;
use crate::cli::replay::moment;
use crate::cli::{Everywhere, files, report};
use crate::model::time::DrillTime;
use crate::room::outcome;
use crate::tui::{Model, Msg, Settings, Theme, events, picture, update};

/// Arguments of `firedrill picture`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A drill's id, the beginning of one, or `last`
    drill: String,
    /// The moment: `MM:SS`; without one the debrief is drawn
    #[arg(long, value_name = "MM:SS", value_parser = moment)]
    at: Option<DrillTime>,
    /// Keys pressed before it is drawn, such as `77` or `u<Tab>check<Esc>`
    #[arg(long, value_name = "KEYS", default_value = "", hide_default_value = true)]
    press: String,
    /// Columns and rows
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "120x40", value_parser = size)]
    size: (u16, u16),
    /// Colours: terminal, mono, contrast, dark or light
    #[arg(long, value_name = "NAME", default_value = "dark", value_parser = theme)]
    colours: Theme,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

fn size(text: &str) -> Result<(u16, u16), String> {
    let sides = text.split_once('x').and_then(|(columns, rows)| {
        Some((columns.parse::<u16>().ok()?, rows.parse::<u16>().ok()?))
    });
    let fits =
        |(columns, rows): &(u16, u16)| (20..=300).contains(columns) && (5..=100).contains(rows);
    sides
        .filter(fits)
        .ok_or_else(|| "write columns and rows, like 120x40, up to 300x100".to_owned())
}

fn theme(text: &str) -> Result<Theme, String> {
    let names: Vec<&str> = Theme::ALL.iter().map(|theme| theme.name()).collect();
    Theme::named(text).ok_or_else(|| format!("there are {}", names.join(", ")))
}

/// Writes the picture.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let (journal, loaded) = report::load(everywhere, &arguments.drill)?;
    let lang = everywhere.lang.map_or(journal.header.recipe.lang, |_| everywhere.lang());
    let settings = Settings { lang, theme: arguments.colours, ..Settings::default() };
    let mut model = Model::new(settings, "");
    let (columns, rows) = arguments.size;
    update(&mut model, Msg::Resize(columns, rows));
    let msg = if let Some(at) = arguments.at {
        Msg::View(Reel::new(journal, loaded, at).view())
    } else {
        let card = outcome::judge(&journal, &loaded);
        Msg::Debrief(Box::new(report::debriefing(&journal, &card, &loaded)))
    };
    update(&mut model, msg);
    // What has just come has pulsed.
    update(&mut model, Msg::Tick(0));
    update(&mut model, Msg::Tick(10_000));
    for event in events(&arguments.press) {
        update(&mut model, Msg::Key(event));
    }
    let light = arguments.colours == Theme::Light;
    files::put(arguments.out.as_deref(), &picture(&model, columns, rows, light))?;
    Ok(ExitCode::SUCCESS)
}
