//! A host under load: so many trainees in drills of ten, two keys a second each, from a key to the own
//! screen and from a sent line to everybody else's. The host has one core, the trainees another. What
//! it prints are the figures of `docs/hosting.md`; it asserts nothing.
//!
//! `cargo bench --bench load -- [--trainees 100] [--for 60] [--stalled 0] [--ceiling]`

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use firedrill_guest::{By, Eyes, Guest, new_key, opened};
use tokio::task::JoinSet;
use tokio::time::{interval, sleep};

/// Trainees at one table.
const TABLE: usize = 10;
/// Keys a second of each.
const KEYS_A_SECOND: f64 = 2.0;
/// Keys typed before a line is sent.
const LINE: usize = 10;
const SIZE: (u32, u32) = (120, 40);
/// Where the ceiling is: the slowest of a hundred keys takes so long.
const CEILING: Duration = Duration::from_millis(250);

/// What is asked for.
struct Wish {
    trainees: usize,
    seconds: u64,
    stalled: usize,
    ceiling: bool,
}

fn wish() -> Wish {
    let words: Vec<String> = std::env::args().collect();
    let number = |name: &str, usual: usize| {
        let at = words.iter().position(|own| own == name);
        at.and_then(|at| words.get(at + 1)?.parse().ok()).unwrap_or(usual)
    };
    Wish {
        trainees: number("--trainees", 100),
        seconds: number("--for", 60) as u64,
        stalled: number("--stalled", 0),
        ceiling: words.iter().any(|own| own == "--ceiling"),
    }
}

/// The host, on a core of its own.
struct Host {
    child: Child,
    at: SocketAddr,
    codes: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Host {
    fn open(tables: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let process = folder.path().join("ten.toml");
        std::fs::write(&process, ten_roles()).expect("a file");
        let mut child = Command::new("taskset")
            .args(["-c", "0", env!("CARGO_BIN_EXE_firedrill"), "host"])
            .args(std::iter::repeat_n("two-small-changes", tables))
            .args(["--json", "--alone", "--practice", "--seed", "3"])
            .args(["--ssh", "127.0.0.1:0", "--http", "127.0.0.1:0", "--codes"])
            .arg((tables * TABLE + 64).to_string())
            .arg("--process")
            .arg(&process)
            .env("FIREDRILL_DATA", folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program, and taskset");
        let mut line = String::new();
        let out = child.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let (at, codes) = opened(&line);
        Self { child, at, codes, _folder: folder }
    }

    /// Bytes in memory, and seconds of a processor so far.
    fn spent(&self) -> (u64, f64) {
        let read = |file: &str| {
            let path = format!("/proc/{}/{file}", self.child.id());
            std::fs::read_to_string(path).unwrap_or_default()
        };
        let pages = read("statm");
        let pages: u64 = pages.split(' ').nth(1).and_then(|own| own.parse().ok()).unwrap_or(0);
        let stat = read("stat");
        let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
        let ticks = |at: usize| fields.get(at).and_then(|own| own.parse::<f64>().ok());
        let ticks = ticks(11).unwrap_or(0.0) + ticks(12).unwrap_or(0.0);
        (pages * 4_096, ticks / 100.0)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// The usual process with ten seats: everybody at the table plays.
fn ten_roles() -> String {
    let usual = include_str!("../runbooks/process/default.toml");
    let more: String = (5..=TABLE)
        .map(|number| {
            format!(
                "role.helper-{number} = {{ name = \"Helper {number}\", short = \"h{number}\", \
                 needed = {{ sev1 = \"10m\" }} }}\n"
            )
        })
        .collect();
    usual.replacen("role.scribe", &format!("{more}role.scribe"), 1)
}

/// Times from a key to the own screen, and from a line to another's.
#[derive(Clone, Default)]
struct Times {
    own: Arc<Mutex<Vec<Duration>>>,
    others: Arc<Mutex<Vec<Duration>>>,
}

impl Times {
    fn forget(&self) {
        self.own.lock().expect("times").clear();
        self.others.lock().expect("times").clear();
    }
}

fn at(times: &[Duration], share: f64) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort();
    let index = ((sorted.len() as f64 * share).ceil() as usize).saturating_sub(1);
    sorted.get(index).map_or(f64::NAN, |own| own.as_secs_f64() * 1e3)
}

/// A trainee at a table: types at fixed times, whatever the host does, and sends a line now and then.
async fn trainee(number: usize, guest: Guest, others: Vec<Eyes>, times: Times) {
    // Everybody at moments of their own.
    sleep(Duration::from_millis(number as u64 * 37 % 500)).await;
    let mut keys = interval(Duration::from_secs_f64(1.0 / KEYS_A_SECOND));
    for line in 0_u64.. {
        keys.tick().await;
        if !guest.tries("m").await {
            return;
        }
        let mut text = format!("k{number}x{line}");
        while text.len() < LINE {
            text.push('-');
        }
        for end in 1..=text.len() {
            keys.tick().await;
            let (shown, key) = (format!("> {}", &text[..end]), &text[end - 1..end]);
            let (mut eyes, began, times) = (guest.eyes(), Instant::now(), times.clone());
            if !guest.tries(key).await {
                return;
            }
            // Open loop: the next key does not wait for this one.
            tokio::spawn(async move {
                if eyes.see(&shown).await {
                    times.own.lock().expect("times").push(began.elapsed());
                }
            });
        }
        keys.tick().await;
        let began = Instant::now();
        if !guest.tries("\r").await {
            return;
        }
        for eyes in &others {
            let (mut eyes, shown, times) = (eyes.clone(), text.clone(), times.clone());
            tokio::spawn(async move {
                if eyes.see(&shown).await {
                    times.others.lock().expect("times").push(began.elapsed());
                }
            });
        }
    }
}

/// Chooses a row of the lobby, no faster than a host takes keys from one guest.
async fn goes_down(guest: &Guest, rows: usize) {
    const AT_ONCE: usize = 100;
    guest.types("g").await;
    for begun in (0..rows).step_by(AT_ONCE) {
        guest.types(&"j".repeat(AT_ONCE.min(rows - begun))).await;
        sleep(Duration::from_millis(400)).await;
    }
    guest.types("\r").await;
}

/// Fills a table and starts its drill.
async fn table(host: &Host, number: usize, times: &Times, all: &mut JoinSet<()>) {
    let mut guests = Vec::new();
    for seat in 0..TABLE {
        let who = number * TABLE + seat;
        let (name, key) = (format!("t{who}"), new_key());
        let by = By::Both(&key, &host.codes[who]);
        let mut guest = Guest::join(host.at, &name, by, SIZE).await;
        guest.forgets();
        guest.sees("Take a seat").await;
        goes_down(&guest, number * (TABLE + 1) + seat).await;
        guest.sees(&format!("{name} (you)")).await;
        guests.push(guest);
    }
    guests[0].types("s").await;
    for guest in &mut guests {
        guest.sees("no incident declared").await;
        guest.types("5").await;
    }
    let eyes: Vec<Eyes> = guests.iter().map(Guest::eyes).collect();
    for (seat, guest) in guests.into_iter().enumerate() {
        let others = eyes.iter().enumerate().filter(|(own, _)| *own != seat);
        let others = others.map(|(_, own)| own.clone()).collect();
        all.spawn(trainee(number * TABLE + seat, guest, others, times.clone()));
    }
}

fn tell(what: &str, times: &Times) {
    let (own, others) = (times.own.lock().expect("times"), times.others.lock().expect("times"));
    println!(
        "{what}: own screen p50 {:.0} ms, p99 {:.0} ms ({} keys); others p50 {:.0} ms, p99 {:.0} ms ({})",
        at(&own, 0.5),
        at(&own, 0.99),
        own.len(),
        at(&others, 0.5),
        at(&others, 0.99),
        others.len(),
    );
}

async fn measured(host: &Host, times: &Times, seconds: u64) -> (f64, f64) {
    sleep(Duration::from_secs(5)).await;
    times.forget();
    let (_, before) = host.spent();
    sleep(Duration::from_secs(seconds)).await;
    let (memory, after) = host.spent();
    (memory as f64 / 1_048_576.0, (after - before) / seconds as f64)
}

async fn load(wish: &Wish) {
    let tables = wish.trainees.div_ceil(TABLE);
    let host = Host::open(tables);
    let (empty, _) = host.spent();
    let (times, mut all) = (Times::default(), JoinSet::new());
    for number in 0..tables {
        table(&host, number, &times, &mut all).await;
    }
    let (memory, core) = measured(&host, &times, wish.seconds).await;
    tell(&format!("{} trainees in {tables} drills", tables * TABLE), &times);
    let each = (memory - empty as f64 / 1_048_576.0) / (tables * TABLE) as f64;
    println!("host: {:.0} % of its core, {memory:.0} MiB, {each:.2} MiB a trainee", core * 100.0);
    if wish.stalled > 0 {
        let calm = at(&times.own.lock().expect("times"), 0.99);
        let mut kept = Vec::new();
        for number in 0..wish.stalled {
            let code = &host.codes[tables * TABLE + number];
            let name = format!("stall{number}");
            kept.push(Guest::stall(host.at, &name, By::Code(code), SIZE).await);
        }
        let (after, core) = measured(&host, &times, wish.seconds).await;
        tell(&format!("with {} more that do not read", wish.stalled), &times);
        let now = at(&times.own.lock().expect("times"), 0.99);
        println!(
            "host: {:.0} % of its core; own p99 {:.2} times; {:.2} MiB for each that does not read",
            core * 100.0,
            now / calm,
            (after - memory) / wish.stalled as f64
        );
    }
}

/// More and more trainees, twenty at a time from a hundred on, until a key takes too long.
async fn ceiling() {
    const TABLES_MAX: usize = 48;
    let host = Host::open(TABLES_MAX);
    let (times, mut all) = (Times::default(), JoinSet::new());
    let mut held = 0;
    for number in 0..TABLES_MAX {
        table(&host, number, &times, &mut all).await;
        let trainees = (number + 1) * TABLE;
        if trainees < 100 || trainees % 20 != 0 {
            continue;
        }
        let (memory, core) = measured(&host, &times, 8).await;
        tell(&format!("{trainees} trainees"), &times);
        println!("host: {:.0} % of its core, {memory:.0} MiB", core * 100.0);
        if at(&times.own.lock().expect("times"), 0.99) > CEILING.as_secs_f64() * 1e3 {
            println!("ceiling: {held} trainees");
            return;
        }
        held = trainees;
    }
    println!("ceiling: not reached with {held}");
}

fn main() {
    let wish = wish();
    // The trainees on the other core.
    let own = std::process::id().to_string();
    drop(Command::new("taskset").args(["-a", "-p", "-c", "1", &own]).output());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime
        .expect("a runtime")
        .block_on(async { if wish.ceiling { ceiling().await } else { load(&wish).await } });
}
