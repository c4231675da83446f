//! `firedrill prove`: known characters play a scenario, and each must land in its band.

use std::process::ExitCode;

use clap::Args;

use crate::cli::calibrate::{on_threads, progress};
use crate::cli::failure::Failure;
use crate::cli::{Everywhere, files, shelf};
use crate::model::id::{InjectId, VariantId};
use crate::rehearse::prove::{Fared, Proof, Wish, prove};
use crate::rehearse::team::Event;

/// Most seeds.
const SEEDS_MAX: i64 = 100_000;
/// Seeds outside that are told of each character.
const TOLD: usize = 3;

/// Arguments of `firedrill prove`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A scenario's id or a file
    scenario: String,
    /// How many seeds each character plays
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=SEEDS_MAX))]
    seeds: u32,
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// One variant alone [default: by seed]
    #[arg(long)]
    variant: Option<String>,
    /// A process's id or a file [default: default]
    #[arg(long, value_name = "FILE")]
    process: Option<String>,
    /// How many threads [default: all processors]
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    threads: usize,
}

/// Lets the characters play and tells where they landed; 1 if one lies outside its band.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let meant = shelf::find(&arguments.scenario, arguments.process.as_deref())?;
    let bot_pars = std::collections::BTreeMap::new();
    let variant = arguments.variant.as_deref().map(VariantId::from);
    let event = Event { variant: variant.as_ref(), ..meant.event(&bot_pars) };
    let wish = Wish { seeds: arguments.seeds, seed: arguments.seed };
    let bar = progress(wish.drills());
    let proof = on_threads(arguments.threads, || prove(&event, wish, &|| bar.inc(1)))?
        .map_err(|diagnostics| shelf::refused(&diagnostics))?;
    bar.finish_and_clear();
    let text = if everywhere.json { as_json(&proof) } else { as_text(&proof) };
    files::put(None, &text)?;
    Ok(if proof.holds { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn as_json(proof: &Proof) -> String {
    let text = serde_json::to_string_pretty(proof).unwrap_or_default();
    format!("{text}\n")
}

fn as_text(proof: &Proof) -> String {
    let mut lines = vec![
        format!(
            "{}: {} seeds from {}, process {}, engine {}",
            proof.scenario, proof.seeds, proof.seed, proof.process, proof.engine
        ),
        format!("variants: {}", drawn(proof)),
        String::new(),
        format!(
            "{:<20}{:>7}{:>7}{:>7}  {:>11}  wanted",
            "character", "low", "median", "high", "below ideal"
        ),
    ];
    lines.extend(proof.characters.iter().flat_map(|own| rows(own, proof.seeds)));
    if let Some(seeds) = seeds_of(&proof.never_over) {
        lines.push(String::new());
        lines.push(format!("the ideal team does not end it with seed {seeds}: see `mend`"));
    }
    if let Some(seeds) = seeds_of(&proof.never_resolved) {
        lines.push(String::new());
        let why = "an alert may never clear";
        lines.push(format!("the ideal team ends and never resolves it with seed {seeds}: {why}"));
    }
    if !proof.never_came.is_empty() {
        let ids: Vec<&str> = proof.never_came.iter().map(InjectId::as_str).collect();
        lines.push(String::new());
        lines.push(format!("no character plays the way to the inject {}", ids.join(", ")));
    }
    lines.push(String::new());
    let verdict = if proof.holds { "all of it holds" } else { "not all of it holds" };
    lines.push(verdict.to_owned());
    lines.push(String::new());
    lines.join("\n")
}

/// The first seeds of a list, and how many more there are; none of an empty one.
fn seeds_of(seeds: &[u64]) -> Option<String> {
    let told: Vec<String> = seeds.iter().take(TOLD).map(u64::to_string).collect();
    let more = seeds.len().saturating_sub(TOLD);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    (!seeds.is_empty()).then(|| format!("{}{more}", told.join(", ")))
}

/// Which variants the seeds drew, and how often.
pub(crate) fn drawn(proof: &Proof) -> String {
    let drawn = proof.variants.iter().map(|(id, seeds)| format!("{id} with {seeds}"));
    drawn.collect::<Vec<_>>().join(", ")
}

fn rows(own: &Fared, seeds: u32) -> Vec<String> {
    let [low, median, high] = own.score;
    let because = own.because.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
    let verdict = if own.holds { "ok" } else { "!!" };
    let mut rows = vec![format!(
        "{:<20}{low:>7.1}{median:>7.1}{high:>7.1}  {:>11.1}  {verdict} {}{because}",
        own.character, own.below_ideal, own.wanted
    )];
    if own.outside_count > 0 {
        rows.push(format!("    outside with {} of {seeds} seeds", own.outside_count));
        let told = own.outside.iter().take(TOLD);
        rows.extend(told.map(|(seed, why)| format!("    seed {seed}: {why}")));
    }
    rows
}
