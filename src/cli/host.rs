//! `firedrill host`: drills for a team, over ssh, with a board in the browser. It opens the doors
//! and prints how to join; what happens behind them is `server`'s affair.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde::Serialize;
use tokio::net::TcpListener;

use crate::cli::ends::{Asked, Ends};
use crate::cli::failure::Failure;
use crate::cli::setting::{self, Wish};
use crate::cli::{Everywhere, files, keep, shelf};
use crate::content::Choice;
use crate::model::id::SeatId;
use crate::server::hall::people::Pass;
use crate::server::hall::{Hall, Keys, Offer, Party};
use crate::server::http::Http;
use crate::server::ssh::admission::{Admission, Limits};
use crate::server::ssh::{Ssh, hostkey};
use crate::store::Store;

/// Arguments of `firedrill host`.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Scenarios, by id (`firedrill list`) or file: one table each
    #[arg(required = true, value_name = "SCENARIO")]
    scenarios: Vec<String>,
    /// Where people join by ssh
    #[arg(long, value_name = "ADDRESS", default_value = "0.0.0.0:2222")]
    ssh: SocketAddr,
    /// Where the board and `/healthz` are
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8022")]
    http: SocketAddr,
    /// Whose keys are good, as `authorized_keys`; a key's comment is its owner's name. Without it a
    /// key is good once its owner has joined with a code
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
    /// Somebody of `--keys` who may facilitate; may be said several times
    #[arg(long, value_name = "NAME", requires = "keys")]
    facilitator: Vec<String>,
    /// How many codes to print for players; each lets one person in, once [default: one a seat]
    #[arg(long, value_name = "N")]
    codes: Option<usize>,
    /// The name this machine goes by, for the line that says how to join
    #[arg(long, value_name = "NAME")]
    at: Option<String>,
    /// What this host is called in its store: hosts that share one have names of their own
    #[arg(long, value_name = "NAME", default_value = "host")]
    name: String,
    /// The process in force: an id or a file
    #[arg(long, value_name = "FILE")]
    process: Option<String>,
    /// Colleagues in seats that stay empty: junior, mid, senior or staff
    #[arg(long, value_name = "SKILL", default_value = "mid",
          value_parser = ["junior", "mid", "senior", "staff"])]
    crew: String,
    /// No colleagues: seats that stay empty are shared out
    #[arg(long)]
    alone: bool,
    /// Practice: scored and shown, kept out of the record
    #[arg(long)]
    practice: bool,
    /// The seed of all that is drawn [default: drawn for each drill]
    #[arg(long)]
    seed: Option<u64>,
    /// A program in a seat: `tech=CMD`; may be said several times
    #[arg(long, value_name = "SEAT=CMD", value_parser = program)]
    player: Vec<(String, String)>,
    /// Where the log is written [default: host.log in the data folder]
    #[arg(long, value_name = "FILE")]
    log: Option<PathBuf>,
}

/// `SEAT=CMD` in two.
pub(crate) fn program(text: &str) -> Result<(String, String), String> {
    let (seat, command) = text.split_once('=').ok_or("write SEAT=CMD, such as tech=./agent.py")?;
    if seat.trim().is_empty() || command.trim().is_empty() {
        return Err("write SEAT=CMD, such as tech=./agent.py".to_owned());
    }
    Ok((seat.trim().to_owned(), command.trim().to_owned()))
}

/// What is printed once the doors are open.
#[derive(Debug, Serialize)]
struct Opened {
    ssh: SocketAddr,
    http: SocketAddr,
    join: String,
    fingerprint: String,
    tables: Vec<TableLine>,
    codes: Vec<CodeLine>,
    log: PathBuf,
}

#[derive(Debug, Serialize)]
struct TableLine {
    number: usize,
    scenario: String,
    title: String,
    seats: Vec<String>,
}

#[derive(Debug, Serialize)]
struct CodeLine {
    pass: &'static str,
    code: String,
}

/// Hosts.
pub(crate) fn run(everywhere: &Everywhere, arguments: &Arguments) -> Result<ExitCode, Failure> {
    let log = logs(everywhere, arguments)?;
    let offers = offers(everywhere, arguments)?;
    // Whatever this machine's environment says: every player has a terminal of their own.
    crossterm::style::force_color_output(true);
    keep::runtime()?.block_on(async {
        let store = keep::open(everywhere).await?;
        let outcome = host(everywhere, arguments, &store, offers, log).await;
        store.close().await;
        outcome.map(|()| ExitCode::SUCCESS)
    })
}

async fn host(
    everywhere: &Everywhere,
    arguments: &Arguments,
    store: &Store,
    offers: Vec<Offer>,
    log: PathBuf,
) -> Result<(), Failure> {
    let key_file = keep::folder(everywhere)?.join("host_key");
    let key = hostkey::of(&key_file).map_err(|error| {
        Failure::usage(
            format!("the host key {} cannot be used: {error}", key_file.display()),
            "it is made anew where the file is missing",
        )
    })?;
    let keys = keys(arguments, store).await?;
    let ssh = bind(arguments.ssh, "--ssh").await?;
    let http = bind(arguments.http, "--http").await?;
    let ends = Ends::new()?;
    let (ssh_at, http_at) = (address(&ssh)?, address(&http)?);
    let join = joins(arguments, ssh_at);
    let fingerprint = hostkey::fingerprint(&key);
    let tables = (1..).zip(&offers).map(table_line).collect();
    let codes = codes(arguments, store, &keys, &offers).await?;
    let hall = Hall::new(&arguments.name, &join, store.clone(), offers, keys);
    for lost in hall.resume().await? {
        tracing::error!(drill = %lost.drill, why = %lost.why, "a drill cannot go on");
        eprintln!("firedrill: drill {} cannot go on: {}", lost.drill, lost.why);
    }
    let opened = Opened { ssh: ssh_at, http: http_at, join, fingerprint, tables, codes, log };
    tell(everywhere, &opened)?;
    open(hall, key, (ssh, http), ends).await;
    Ok(())
}

/// Keeps the doors open until the machine says to close.
async fn open(
    hall: Hall,
    key: russh::keys::PrivateKey,
    (ssh, http): (TcpListener, TcpListener),
    mut ends: Ends,
) {
    let door = Ssh::new(hall.clone(), key, Admission::new(Limits::default()));
    let board = Http::new(hall.clone(), door.clone());
    let (at_ssh, at_http) = (door.clone(), board.clone());
    let doors = tokio::spawn(async move {
        tokio::join!(at_ssh.serve(ssh), at_http.serve(http));
    });
    tracing::info!("doors open");
    // Stopping and waking are a terminal's affair; a host has none.
    while ends.asked().await != Asked::End {}
    tracing::info!("closing");
    hall.close().await;
    door.close().await;
    board.close().await;
    drop(doors.await);
    tracing::info!("closed");
}

async fn bind(at: SocketAddr, flag: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(at).await.map_err(|error| {
        Failure::usage(
            format!("{at} cannot be listened on: {error}"),
            format!("another address with {flag}; port 0 takes a free one"),
        )
    })
}

fn address(listener: &TcpListener) -> Result<SocketAddr, Failure> {
    listener.local_addr().map_err(|error| Failure::usage(format!("no address: {error}"), ""))
}

fn joins(arguments: &Arguments, at: SocketAddr) -> String {
    let host = arguments.at.clone().unwrap_or_else(|| {
        let named = std::fs::read_to_string("/etc/hostname").unwrap_or_default();
        let named = named.trim().to_owned();
        if named.is_empty() || at.ip().is_loopback() { at.ip().to_string() } else { named }
    });
    match at.port() {
        22 => format!("ssh NAME@{host}"),
        port => format!("ssh -p {port} NAME@{host}"),
    }
}

fn table_line((number, offer): (usize, &Offer)) -> TableLine {
    TableLine {
        number,
        scenario: offer.card.id.clone(),
        title: offer.card.title.en.to_string(),
        seats: offer.seats.iter().map(|(seat, _)| seat.to_string()).collect(),
    }
}

async fn keys(arguments: &Arguments, store: &Store) -> Result<Keys, Failure> {
    let mut keys = Keys::new(&arguments.name, store).await?;
    if let Some(file) = &arguments.keys {
        let text = files::read(file, files::FILE_MAX)?;
        let listed = keys.list(&text, &arguments.facilitator);
        let count = listed.map_err(|says| {
            Failure::usage(
                format!("{}: {says}", file.display()),
                "a line is `ssh-ed25519 AAAA… ann`; RSA keys are not taken",
            )
        })?;
        tracing::info!(count, file = %file.display(), "keys listed");
    }
    Ok(keys)
}

/// New codes: one for a facilitator, and one for each player.
async fn codes(
    arguments: &Arguments,
    store: &Store,
    keys: &Keys,
    offers: &[Offer],
) -> Result<Vec<CodeLine>, Failure> {
    let seats = offers.iter().map(|offer| offer.seats.len()).sum();
    let players = arguments.codes.unwrap_or(if arguments.keys.is_some() { 0 } else { seats });
    let facilitators = usize::from(arguments.facilitator.is_empty());
    let wanted = std::iter::repeat_n(Pass::Facilitator, facilitators)
        .chain(std::iter::repeat_n(Pass::Player, players));
    let mut codes = Vec::new();
    for pass in wanted {
        let code = keys.new_code(store, pass, None).await?;
        codes.push(CodeLine { pass: pass.name(), code: code.written() });
    }
    Ok(codes)
}

/// What is played at each table.
fn offers(everywhere: &Everywhere, arguments: &Arguments) -> Result<Vec<Offer>, Failure> {
    let offer = |scenario: &String| {
        let wish = Wish {
            scenario: scenario.clone(),
            process: arguments.process.clone(),
            seed: arguments.seed,
            variant: None,
            names: Vec::new(),
            seat: None,
            programs: Vec::new(),
            crew: None,
            graded: !arguments.practice,
            coach: false,
            lang: everywhere.lang(),
        };
        let meant = shelf::find(scenario, wish.process.as_deref())?;
        let choice = Choice { seed: 0, variant: None };
        let files = meant.library.load(&meant.scenario, &choice, &meant.process);
        let files = files.map_err(|diagnostics| shelf::refused(&diagnostics))?;
        let (lang, crew) = (wish.lang, Some(arguments.crew.clone()).filter(|_| !arguments.alone));
        let layout = move |party: &Party| {
            let Party { comers, crew, graded, lang } = party.clone();
            let wish = Wish { crew, graded, lang, ..wish.clone() };
            setting::set_up_for(&wish, &comers).map_err(|failure| failure.says().to_owned())
        };
        let mut offer = Offer::of(&files.scenario, &files.process, Arc::new(layout));
        (offer.crew, offer.graded, offer.lang) = (crew, !arguments.practice, lang);
        offer.programs = programs(arguments, &offer)?;
        Ok(offer)
    };
    arguments.scenarios.iter().map(offer).collect()
}

fn programs(arguments: &Arguments, offer: &Offer) -> Result<BTreeMap<SeatId, String>, Failure> {
    let seat = |(seat, command): &(String, String)| {
        let known = offer.seats.iter().any(|(own, _)| own.as_str() == seat);
        if known {
            return Ok((SeatId::from(seat.as_str()), command.clone()));
        }
        let seats: Vec<&str> = offer.seats.iter().map(|(own, _)| own.as_str()).collect();
        let title = offer.card.title.en.as_str();
        Err(Failure::usage(
            format!("`{title}` has no seat `{seat}`"),
            format!("it has {}", seats.join(", ")),
        ))
    };
    arguments.player.iter().map(seat).collect()
}

/// Logs go to a file: standard output says how to join, and nothing else.
fn logs(everywhere: &Everywhere, arguments: &Arguments) -> Result<PathBuf, Failure> {
    let path = match &arguments.log {
        Some(path) => path.clone(),
        None => keep::folder(everywhere)?.join("host.log"),
    };
    let failed = |error: std::io::Error| {
        Failure::usage(
            format!("the log {} cannot be written: {error}", path.display()),
            "choose another with --log",
        )
    };
    if let Some(folder) = path.parent().filter(|own| !own.as_os_str().is_empty()) {
        keep::make(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path).map_err(failed)?;
    let subscriber = tracing_subscriber::fmt().json().with_writer(Arc::new(file)).finish();
    // A second host in one program would be a mistake of ours.
    drop(tracing::subscriber::set_global_default(subscriber));
    Ok(path)
}

fn tell(everywhere: &Everywhere, opened: &Opened) -> Result<(), Failure> {
    if everywhere.json {
        let text = serde_json::to_string(opened).unwrap_or_default();
        return files::put(None, &format!("{text}\n"));
    }
    let mut lines = Vec::new();
    for table in &opened.tables {
        let seats = table.seats.join(", ");
        lines.push(format!("table {}   {}: {seats}", table.number, table.title));
    }
    lines.push(format!("join      {}", opened.join));
    lines.push(format!("host key  {}", opened.fingerprint));
    lines.push(format!("board     http://{}/", opened.http));
    lines.push(format!("log       {}", opened.log.display()));
    if !opened.codes.is_empty() {
        lines.push("codes     each lets one person in, once, within a day".to_owned());
    }
    for code in &opened.codes {
        lines.push(format!("  {:<11}  {}", code.pass, code.code));
    }
    files::put(None, &format!("{}\n", lines.join("\n")))
}
