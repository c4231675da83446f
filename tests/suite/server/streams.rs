//! Lines made by chance, hundreds of them, said by three people in one drill, with junk of every kind
//! in them and a word that is found nowhere else: no stream holds a command of a terminal that came
//! from a text, and no screen a word that its seat may not see. `FIREDRILL_LINES` sets how many,
//! `FIREDRILL_SEED` which.

use firedrill::server::hall::people::Pass;
use firedrill_guest::{By, Caller, Guest};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};

use super::house::House;
use super::secrets::Reader;

/// Lines of one person before they wait to see the last of them.
const TOGETHER: usize = 5;
const PLAYERS: [&str; 3] = ["ann", "bee", "cyd"];

#[expect(clippy::disallowed_methods, reason = "more lines and other seeds are asked for so")]
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|own| own.parse().ok()).unwrap_or(usual)
}

/// Junk: what a terminal, a page, a table or an eye could mistake for something else.
fn junk(chance: &mut StdRng) -> String {
    const PIECES: [&str; 16] = [
        "\x1b[31m",
        "\x1b]0;title\x07",
        "\x1bP1$q\x1b\\",
        "\x1b]52;c;aGk=\x07",
        "\x1b[6n",
        "\x1b[?1049l",
        "\u{9b}2J",
        "\u{9d}8;;http://a.example\u{9c}",
        "\u{202e}",
        "\u{2066}",
        "\u{200d}",
        "\u{feff}",
        "ไทยน้ำ",
        "表示",
        "👩‍👩‍👧",
        "e\u{301}",
    ];
    let letter = |chance: &mut StdRng, from: u32, upto: u32| {
        char::from_u32(chance.random_range(from..upto)).unwrap_or('\u{fffd}').to_string()
    };
    let count = chance.random_range(0..24);
    let pieces = (0..count).map(|_| match chance.random_range(0..9) {
        0 => (*PIECES.choose(chance).expect("pieces")).to_owned(),
        1 => letter(chance, 0x00, 0x20),
        2 => letter(chance, 0x7f, 0xa0),
        3 => letter(chance, 0x0300, 0x0370).repeat(chance.random_range(1..20)),
        4 => letter(chance, 0x0e00, 0x0e60),
        5 => letter(chance, 0x2000, 0x2070),
        6 => letter(chance, 0xe0000, 0xe01f0),
        7 => letter(chance, 0x20, 0x11_0000),
        _ => letter(chance, 0x20, 0x7f),
    });
    pieces.collect()
}

/// A name of some script; every third with junk in it.
fn name(chance: &mut StdRng) -> String {
    let count = chance.random_range(2..10);
    let letters = (0..count).map(|_| match chance.random_range(0..4) {
        0 => chance.random_range('ก'..='ฮ'),
        1 => chance.random_range('а'..='я'),
        _ => chance.random_range('a'..='z'),
    });
    let name: String = letters.collect();
    if chance.random_range(0..3) == 0 { name + &junk(chance) } else { name }
}

/// Who may read a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    All,
    /// Its author, and one more.
    Two(usize, usize),
    One(usize),
}

impl For {
    const fn may(self, player: usize) -> bool {
        match self {
            Self::All => true,
            Self::Two(one, other) => player == one || player == other,
            Self::One(one) => player == one,
        }
    }
}

/// A word made of letters that no text of ours has in a row.
fn word(number: usize) -> String {
    let digits = format!("{number:04}").into_bytes();
    let letters = digits.iter().map(|digit| char::from(digit - b'0' + b'a'));
    format!("zqx{}", letters.collect::<String>())
}

/// A line of a player, so many'th of those said together: the keys, and who may read it. A slash goes
/// into a line that was refused before, to mend it; so what is refused comes last, and a message,
/// which begins afresh, comes first.
fn line(chance: &mut StdRng, by: usize, word: &str, place: usize) -> (String, For) {
    let other = (by + chance.random_range(1..3)) % 3;
    let text = format!("{word} {}", junk(chance).replace("\x1b[201~", ""));
    let (begin, readers) = match chance.random_range(0..6) {
        _ if place == 0 => ("m".to_owned(), For::All),
        0 => ("/note ".to_owned(), For::All),
        1 => (format!("/tell {} ", PLAYERS[other]), For::Two(by, other)),
        2 => ("/decision why=chance ".to_owned(), For::All),
        3 if place == TOGETHER - 1 => ("/zq".to_owned(), For::One(by)),
        _ => ("m".to_owned(), For::All),
    };
    (format!("{begin}\x1b[200~{text}\x1b[201~\r"), readers)
}

/// Three players at terminals of three sizes, and who steers.
async fn table(house: &House) -> (Vec<Guest>, Guest) {
    let mut fac = house.guest("fac", Pass::Facilitator).await;
    let mut players = Vec::new();
    for (name, size) in PLAYERS.into_iter().zip([(120, 40), (80, 24), (200, 60)]) {
        let code = house.code(Pass::Player).await;
        let mut guest = Guest::join(house.ssh, name, By::Code(&code), size).await;
        guest.sees("Take a seat").await;
        guest.types(&format!("{}\r", "j".repeat(players.len()))).await;
        guest.sees(&format!("{name} (you)")).await;
        players.push(guest);
    }
    fac.types("jjjj\r").await;
    fac.sees("fac (you)").await;
    fac.sees("cyd").await;
    fac.types("s").await;
    fac.sees("FACILITATOR").await;
    for guest in &mut players {
        guest.sees("no incident").await;
    }
    (players, fac)
}

/// Every word that ever stood on a screen, frame by frame.
fn words_on(stream: &[u8], (columns, rows): (u16, u16)) -> std::collections::BTreeSet<String> {
    const END: &[u8] = b"\x1b[?2026l";
    let size = |own: u16| own.try_into().expect("a size");
    let mut screen = vt100::Parser::new(size(rows), size(columns), 0);
    let mut words = std::collections::BTreeSet::new();
    let mut rest = stream;
    while let Some(at) = rest.windows(END.len()).position(|own| own == END) {
        let (frame, after) = rest.split_at(at + END.len());
        screen.process(frame);
        let contents = screen.screen().contents();
        let found = contents.match_indices("zqx").filter_map(|(at, _)| contents.get(at..at + 7));
        words.extend(found.map(str::to_owned));
        rest = after;
    }
    words
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_people_type_stays_text_and_goes_to_those_it_is_for() {
    let (seed, lines) = (number("FIREDRILL_SEED", 1), number("FIREDRILL_LINES", 450));
    let mut chance = StdRng::seed_from_u64(seed);
    let house = House::of(&["first-shift"]).await;
    let (mut players, mut fac) = table(&house).await;
    let mut said: Vec<(String, For)> = Vec::new();
    while (said.len() as u64) < lines {
        for (by, guest) in players.iter_mut().enumerate() {
            for place in 0..TOGETHER {
                let word = word(said.len());
                let (keys, readers) = line(&mut chance, by, &word, place);
                guest.types(&keys).await;
                said.push((word, readers));
            }
            let last = word(said.len());
            guest.types(&format!("m{last}\r")).await;
            guest.sees(&format!("{}  {last}", PLAYERS[by])).await;
            said.push((last, For::All));
        }
        let secret = word(said.len());
        fac.types(&format!("O{secret} {}\r", "aside")).await;
        fac.sees(&secret).await;
        said.push((secret, For::One(usize::MAX)));
    }
    let last = word(said.len());
    players[0].types(&format!("m{last}\r")).await;
    for guest in &mut players {
        guest.sees(&last).await;
    }
    for (player, (guest, size)) in players.iter().zip([(120, 40), (80, 24), (200, 60)]).enumerate()
    {
        let (who, stream) = (PLAYERS[player], guest.bytes());
        let odd = Reader::of(&stream).odd;
        assert!(odd.is_empty(), "seed {seed}: {who} was sent {odd:?}");
        let seen = words_on(&stream, size);
        for (word, readers) in &said {
            assert!(
                readers.may(player) || !seen.contains(word),
                "seed {seed}: {who} was shown {word}, which is for {readers:?}"
            );
        }
        // The check would see a word that is there.
        assert!(seen.len() > said.len() / 8, "seed {seed}: {who} saw {} words only", seen.len());
    }
    let odd = Reader::of(&fac.bytes()).odd;
    assert!(odd.is_empty(), "seed {seed}: fac was sent {odd:?}");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_name_somebody_has_the_lobby_of_others_shows_it_as_text() {
    const NAMES: usize = 24;
    let seed = number("FIREDRILL_SEED", 1);
    let mut chance = StdRng::seed_from_u64(seed);
    let house = House::of(&["first-shift"]).await;
    let mut ann = house.guest("ann", Pass::Player).await;
    let mut kept = Vec::new();
    for at in 0..NAMES {
        let (name, code) = (name(&mut chance), house.code(Pass::Player).await);
        let mut caller = Caller::call(house.ssh).await.expect("a host that answers");
        // Refused or not: what holds more than letters is no name.
        if let Ok(true) = caller.log_in(&name, By::Code(&code)).await {
            let mut guest = caller.sit_down((120, 40)).await.expect("a terminal");
            guest.sees("Take a seat").await;
            guest.types("jj\r").await;
            guest.sees("(you)").await;
            guest.types("\r").await;
            guest.no_longer_sees("(you)").await;
            kept.push((at, guest));
        }
    }
    assert!(kept.len() > NAMES / 2, "seed {seed}: only {} names were let in", kept.len());
    ann.types("\r").await;
    ann.sees("ann (you)").await;
    for guest in kept.iter().map(|(_, guest)| guest).chain([&ann]) {
        let odd = Reader::of(&guest.bytes()).odd;
        assert!(odd.is_empty(), "seed {seed}: {odd:?}");
    }
    house.closes().await;
}
