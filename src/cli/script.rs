//! A playscript without a screen: as fast as it goes, or through the store as a live drill does.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use crate::cli::failure::Failure;
use crate::cli::setting::{self, Wish};
use crate::cli::{self, Everywhere, files, live, report};
use crate::command::playscript::{self, ScriptLine};
use crate::journal::{Event, Header, Journal};
use crate::model::id::DrillId;
use crate::play::{Loaded, Play};
use crate::rehearse::script;
use crate::room::outcome::{as_json, judge, keep};
use crate::room::{Answer, Scheduled, Settings};
use crate::score::Scorecard;
use crate::store::Store;

/// Plays a script, keeps the drill, prints its scorecard.
pub(crate) fn run(everywhere: &Everywhere, wish: Wish, file: &Path) -> Result<ExitCode, Failure> {
    let lines = read(file)?;
    let (header, loaded) = set_up(wish, &lines)?;
    let played = script::run(Play::new(header, loaded.clone()), &lines)
        .map_err(|stuck| Failure::usage(format!("{}: {stuck}", file.display()), ""))?;
    for entry in &played.entries {
        if let Event::Refused { line, refusal } = &entry.event {
            eprintln!("{} refused: {line}: {}", entry.at, refusal.says.get(everywhere.lang()));
        }
    }
    let card = judge(&played, &loaded);
    cli::keep::runtime()?.block_on(async {
        let store = cli::keep::open(everywhere).await?;
        store.import(&played).await?;
        keep(&store, &played, &loaded).await?;
        store.close().await;
        Ok::<_, Failure>(())
    })?;
    show(everywhere, &played, &card, &loaded)
}

/// Plays a script through a room: each line is acknowledged once it is on disk, as
/// `ack ROW SEQ` on a line of its own, after `drill ID`.
pub(crate) fn live(
    everywhere: &Everywhere,
    wish: Wish,
    file: &Path,
    pace: u32,
    resume: Option<&str>,
) -> Result<ExitCode, Failure> {
    let lines = read(file)?;
    cli::keep::runtime()?.block_on(async {
        let store = cli::keep::open(everywhere).await?;
        let (header, loaded) = if let Some(name) = resume {
            let row = store.find(name).await?;
            let header = store.load(&row.id).await?.header;
            let loaded = setting::unpack(&header)?;
            (header, loaded)
        } else {
            let (header, loaded) = set_up(wish, &lines)?;
            store.create(&header).await?;
            (header, loaded)
        };
        let drill = DrillId::from(header.envelope.id.as_str());
        tell(&format!("drill {drill}"))?;
        let settings = Settings { pace: pace_of(pace), script: schedule(&header, &lines)? };
        let journal = follow(&store, &drill, &loaded, settings).await?;
        let card = judge(&journal, &loaded);
        keep(&store, &journal, &loaded).await?;
        store.close().await;
        show(everywhere, &journal, &card, &loaded)
    })
}

/// Follows a live drill until its script has been told and it has ended.
async fn follow(
    store: &Store,
    drill: &DrillId,
    loaded: &Loaded,
    settings: Settings,
) -> Result<Journal, Failure> {
    let rows: Vec<_> = settings.script.iter().map(|line| line.id).collect();
    let mut open: BTreeSet<_> = rows.iter().copied().collect();
    let mut room = live::open(store.clone(), drill.clone(), loaded.clone(), settings).await?;
    while !open.is_empty() {
        let Some((id, answer)) = room.told().await else { break };
        open.remove(&id);
        let row = rows.iter().position(|own| *own == id).unwrap_or(0);
        match answer {
            Ok(Answer::Taken(entries)) => {
                let seq = entries.first().map_or(0, |entry| entry.seq);
                tell(&format!("ack {row} {seq}"))?;
            }
            Ok(Answer::Refused(refusal)) => tell(&format!("refused {row} {:?}", refusal.kind))?,
            Err(unsent) => return Err(Failure::store(unsent.to_string(), "is the disk full?")),
        }
    }
    let mut status = room.status();
    while !status.borrow_and_update().ended {
        if status.changed().await.is_err() {
            break;
        }
    }
    room.stop().await.map_err(|error| Failure::store(error.to_string(), ""))?;
    Ok(store.load(drill).await?)
}

fn pace_of(speed: u32) -> Duration {
    match speed {
        0 => Duration::ZERO,
        speed => Duration::from_secs(1) / speed,
    }
}

fn schedule(header: &Header, lines: &[ScriptLine]) -> Result<Vec<Scheduled>, Failure> {
    (lines.iter().enumerate())
        .map(|(row, line)| {
            let by = script::speaker(header, line)
                .map_err(|stuck| Failure::usage(stuck.to_string(), "see the names of the table"))?;
            Ok(Scheduled {
                at: line.at,
                by,
                line: line.line.to_string(),
                id: Scheduled::id_of(&header.envelope.id, row),
            })
        })
        .collect()
}

/// Prints a line at once: whoever reads it may kill us at any moment.
fn tell(line: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(|error| Failure::store(format!("nothing could be printed: {error}"), ""))
}

pub(crate) fn read(file: &Path) -> Result<Vec<ScriptLine>, Failure> {
    let text = files::read(file, files::FILE_MAX)?;
    playscript::parse(&text, None).map_err(|faults| {
        let name = file.display();
        let lines: Vec<String> = faults.iter().map(|fault| format!("{name}: {fault}")).collect();
        let says = format!("this playscript cannot be read:\n{}", lines.join("\n"));
        Failure::usage(
            says,
            "a line is `mm:ss who: line`, such as `02:40 ann: /declare sev2 Title`",
        )
    })
}

/// Sits the people who speak in the script at the table, in the order they first speak.
fn set_up(mut wish: Wish, lines: &[ScriptLine]) -> Result<(Header, Loaded), Failure> {
    if let Some(first) = lines.first()
        && wish.crew.is_none()
    {
        wish.names = vec![first.who.clone()];
    }
    setting::set_up(&wish)
}

fn show(
    everywhere: &Everywhere,
    journal: &Journal,
    card: &Scorecard,
    loaded: &Loaded,
) -> Result<ExitCode, Failure> {
    let text = if everywhere.json { as_json(card) } else { report::as_text(journal, card, loaded) };
    files::put(None, &text)?;
    Ok(ExitCode::SUCCESS)
}
