//! What no reading of a scenario can tell: one drill without its faults, and one that nobody
//! touches. It judges no player, and changes nothing.
//!
//! Calm is what a quiet evening looks like: no alert, nothing that a severity of the process tests,
//! no part busier than [`BUSY`].

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::content::truth::Story;
use crate::content::{Diagnostic, Loaded as Files, Source, variants};
use crate::journal::{Entry, Event as Happened, InjectForm};
use crate::model::character::Character;
use crate::model::condition::Test;
use crate::model::fault::Acts;
use crate::model::id::PartId;
use crate::model::metric::{Metric, MetricRef};
use crate::model::quantity::rounded;
use crate::model::time::{DrillTime, Span};
use crate::play::Play;
use crate::play::table::lay;
use crate::rehearse::team::Event;

/// Share of its slots above which a part is busy: from here on queues grow fast (Erlang C).
pub const BUSY: f64 = 0.8;
/// The longest time in which nothing comes before players who wait for it to begin.
pub const SILENCE_MAX: Span = Span::from_minutes(6);
/// It has to show within this part of the minutes: one in so many.
const BEGINS_WITHIN: u32 = 3;

/// Something odd: the key where the author has to look, what it is, what to do.
struct Odd(&'static str, String, &'static str);

/// What is odd about a scenario once it runs, in each of its variants; nothing where its files are
/// wrong.
#[must_use]
pub fn trial(event: &Event<'_>) -> Vec<Diagnostic> {
    let Some(file) = event.library.scenarios.get(event.scenario.as_str()) else {
        return Vec::new();
    };
    let variants = variants(Source { path: &file.path, text: &file.text });
    let several = variants.len() > 1;
    let told = variants.into_par_iter().flat_map_iter(|(variant, _)| {
        let found = of_variant(&Event { variant: Some(&variant), ..*event });
        found.into_iter().filter_map(move |Odd(key, says, hint)| {
            let says = if several { format!("variant `{variant}`: {says}") } else { says };
            event.library.advice(event.scenario, key, says, hint)
        })
    });
    told.collect()
}

fn of_variant(event: &Event<'_>) -> Vec<Odd> {
    let Ok(files) = event.files(0) else { return Vec::new() };
    let is_false_alarm = files.story.truths.first().is_some_and(|truth| truth.cause.is_none());
    let mut told: Vec<Odd> = unmended(&files.story).into_iter().collect();
    told.extend(without_faults(event, files.clone()));
    told.extend(untouched(event, files, is_false_alarm));
    told
}

/// Whether nobody can know what ends it: known characters and the pack go by `mend`, or where it is
/// left out by taking a release back.
fn unmended(story: &Story) -> Option<Odd> {
    let truth = story.truths.first().filter(|own| own.mends.is_empty())?;
    let cause = story.faults.iter().find(|own| Some(&own.id) == truth.cause.as_ref())?;
    let by_itself = match &cause.acts {
        Acts::From { until: Some(until), .. } => {
            until.leaves().iter().any(|test| matches!(test, Test::After(_)))
        }
        _ => false,
    };
    if cause.touches.version.is_some() || by_itself {
        return None;
    }
    let says = format!("its truth has no `mend`, and its cause `{}` is no release", cause.id);
    Some(Odd("truth", says, "say what ends it: `mend = [{ remedy = \"…\", target = \"…\" }]`"))
}

fn begin(event: &Event<'_>, files: Files) -> Play {
    // Nobody comes, so no two want one seat.
    let table = lay(&files.scenario, &files.process, &[], Some(Character::DoNothing.name()))
        .unwrap_or_default();
    let header = event.header(0, table, &files);
    Play::new(header, files.into())
}

/// The system on a quiet evening: what is not calm about it.
fn without_faults(event: &Event<'_>, mut files: Files) -> Vec<Odd> {
    let Story { faults, injects, automation, .. } = &mut files.story;
    faults.clear();
    injects.clear();
    automation.clear();
    let mut play = begin(event, files);
    let end = play.drill().end();
    let entries = play.step(end, Vec::new());
    let alert = entries.iter().find_map(|entry| match &entry.event {
        Happened::AlertFired { rule, .. } => Some(Odd(
            "system",
            format!("without its faults the alert `{rule}` fires at {}", entry.at),
            "give the part room, or the alert another bound",
        )),
        _ => None,
    });
    let evident = &play.drill().incidents().knowledge.evident;
    let severity = evident.iter().find_map(|(at, severity)| {
        let severity = severity.as_ref()?;
        let says = format!("without its faults the test of {severity} is met at {at}");
        Some(Odd("system", says, "a quiet evening calls for no incident: give the system room"))
    });
    alert.into_iter().chain(severity).chain(busy(&entries)).collect()
}

/// The part that is busiest, where it is busier than it should be.
fn busy(entries: &[Entry]) -> Option<Odd> {
    let mut most: BTreeMap<PartId, (f64, DrillTime)> = BTreeMap::new();
    for entry in entries {
        let Happened::MetricsScraped { of, readings } = &entry.event else { continue };
        let busy = |(metric, _): &(MetricRef, f64)| metric.metric == Metric::Saturation;
        for (metric, value) in readings.each().filter(busy) {
            let own = most.entry(metric.part).or_insert((value, *of));
            if value > own.0 {
                *own = (value, *of);
            }
        }
    }
    let (part, (value, at)) = most.into_iter().max_by(|a, b| a.1.0.total_cmp(&b.1.0))?;
    let percent = rounded(value * 100.0);
    let says = format!("without its faults `{part}` is {percent} % busy at {at}");
    (value > BUSY).then_some(Odd("system", says, "give it more slots or instances, or less to do"))
}

/// What comes while nobody does anything: whether it begins in time, and without long silence.
fn untouched(event: &Event<'_>, files: Files, is_false_alarm: bool) -> Vec<Odd> {
    let mut play = begin(event, files);
    let by = DrillTime(play.drill().end().0 / BEGINS_WITHIN);
    let entries = play.step(by, Vec::new());
    let evident = &play.drill().incidents().knowledge.evident;
    let begun = evident.iter().find(|(_, severity)| severity.is_some()).map(|(at, _)| *at);
    let late = (begun.is_none() && !is_false_alarm).then(|| {
        let says = format!("untouched, no severity's test is met by {by}, a third of its minutes");
        Odd("minutes", says, "let it begin sooner or be worse, or show players more of it")
    });
    let until = begun.unwrap_or(by);
    late.into_iter().chain(silence(&entries, until)).collect()
}

/// The longest time before `until` in which nothing came, where it is too long.
fn silence(entries: &[Entry], until: DrillTime) -> Option<Odd> {
    let came = entries.iter().filter(|entry| is_seen(&entry.event)).map(|entry| entry.at);
    let times: Vec<DrillTime> = std::iter::once(DrillTime::START)
        .chain(came.filter(|at| *at < until))
        .chain([until])
        .collect();
    let gaps = times.windows(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let (from, to) = gaps.max_by_key(|(from, to)| to.since(*from))?;
    let says = format!("from {from} to {to} nothing comes before the players");
    let long = to.since(from) > SILENCE_MAX.seconds();
    long.then_some(Odd("minutes", says, "let somebody write, or let it begin sooner"))
}

/// Whether players notice it by themselves.
fn is_seen(event: &Happened) -> bool {
    match event {
        Happened::Shown(inject) => !matches!(inject.form, InjectForm::Log { .. }),
        Happened::AlertFired { .. } | Happened::Paged { .. } | Happened::Coached { .. } => true,
        _ => false,
    }
}
