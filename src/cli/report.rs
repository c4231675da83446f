//! temporary
use crate::cli::Everywhere;
use crate::cli::failure::Failure;
use crate::journal::Journal;
use crate::play::Loaded;
use crate::score::Scorecard;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {}
#[derive(Debug, clap::Args)]
pub(crate) struct PostmortemArguments {}
pub(crate) fn run(_: &Everywhere, _: &Arguments) -> Result<ExitCode, Failure> {
    Ok(ExitCode::SUCCESS)
}
pub(crate) fn postmortem(_: &Everywhere, _: &PostmortemArguments) -> Result<ExitCode, Failure> {
    Ok(ExitCode::SUCCESS)
}
pub(crate) fn as_text(_: &Journal, c: &Scorecard, _: &Loaded) -> String {
    crate::cli::script::as_json(c)
}
pub(crate) fn write_html(
    f: &Path,
    _: &Journal,
    _: &Scorecard,
    _: &Loaded,
) -> Result<PathBuf, Failure> {
    Ok(f.to_path_buf())
}
pub(crate) fn debriefing(j: &Journal, card: Scorecard, l: &Loaded) -> crate::tui::Debriefing {
    crate::tui::Debriefing {
        title: l.scenario.title.clone(),
        players: vec![],
        ended: j.now(),
        card,
        timeline: vec![],
        post_mortem: String::new(),
        rated: false,
    }
}
