//! What the ssh door does not do, and who cannot keep others out by trying.

use std::net::SocketAddr;
use std::time::Duration;

use firedrill::model::chance::Stream;
use firedrill::server::hall::people::Pass;
use firedrill::server::ssh::admission::Limits;
use firedrill_guest::{By, Caller, new_key};
use russh::client::AuthResult;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::house::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_in_by_nothing_a_password_an_unknown_key_or_guesses() {
    let house = House::of(&["first-shift"]).await;
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    let none = caller.handle.authenticate_none("ann").await.expect("an answer");
    assert!(!none.success());
    let word = caller.handle.authenticate_password("ann", "letmein").await.expect("an answer");
    assert!(!word.success());
    let key = caller.sign("ann", &new_key()).await.expect("an answer");
    // A key nobody knows proves who somebody is, not that they may come in.
    assert!(matches!(key, AuthResult::Failure { partial_success: true, .. }));
    assert!(
        !caller.log_in("ann", By::Code("aaaaa-bbbbb-ccccc-ddddd-eeeee-f")).await.unwrap_or(false)
    );
    assert!(caller.handle.channel_open_session().await.is_err(), "no session without a login");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_signed_under_one_name_is_not_pinned_under_another() {
    let house = House::of(&["first-shift"]).await;
    let (key, code) = (new_key(), house.code(Pass::Player).await);
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    caller.sign("mallory", &key).await.expect("an answer");
    assert!(caller.log_in("ann", By::Code(&code)).await.expect("an answer"));
    let mut again = Caller::call(house.ssh).await.expect("a host");
    let signed = again.sign("ann", &key).await.expect("an answer");
    assert!(!signed.success(), "the key was offered by another name");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_a_terminal_and_nothing_else() {
    let house = House::of(&["first-shift"]).await;
    let code = house.code(Pass::Player).await;
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    assert!(caller.log_in("ann", By::Code(&code)).await.expect("an answer"));
    let mut channel = caller.handle.channel_open_session().await.expect("one session");
    channel.set_env(true, "LD_PRELOAD", "/tmp/x.so").await.expect("sent");
    channel.exec(true, "id").await.expect("sent");
    channel.request_subsystem(true, "sftp").await.expect("sent");
    channel.request_x11(true, false, "MIT-MAGIC-COOKIE-1", "00", 0).await.expect("sent");
    channel.agent_forward(true).await.expect("sent");
    for what in ["env", "exec", "sftp", "x11", "agent"] {
        let answer = loop {
            match channel.wait().await.expect("an answer") {
                russh::ChannelMsg::Success => break true,
                russh::ChannelMsg::Failure => break false,
                _ => {}
            }
        };
        assert!(!answer, "{what} is refused");
    }
    let handle = &mut caller.handle;
    assert!(handle.channel_open_session().await.is_err(), "no second session");
    assert!(handle.channel_open_direct_tcpip("127.0.0.1", 80, "127.0.0.1", 1).await.is_err());
    assert!(handle.channel_open_direct_streamlocal("/run/x").await.is_err());
    assert!(handle.tcpip_forward("127.0.0.1", 0).await.is_err());
    // Without a terminal there is nothing to see, and it says so.
    channel.request_shell(true).await.expect("sent");
    let mut told = String::new();
    while let Some(message) = channel.wait().await {
        if let russh::ChannelMsg::Data { data } = message {
            told.push_str(&String::from_utf8_lossy(&data));
        }
    }
    assert!(told.contains("needs a terminal"), "{told}");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn absurd_sizes_are_clamped() {
    let house = House::of(&["first-shift"]).await;
    let code = house.code(Pass::Player).await;
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    assert!(caller.log_in("ann", By::Code(&code)).await.expect("an answer"));
    let mut guest = caller.sit_down((65_535, 65_535)).await.expect("a terminal");
    guest.resize(500, 200).await;
    guest.sees("Take a seat").await;
    guest.resize(1, 1).await;
    guest.resize(120, 40).await;
    guest.sees("Take a seat").await;
    house.closes().await;
}

/// What a peer that is none says from an address of its own, and what it hears until it is hung up
/// on.
async fn says(house: &House, from: u8, bytes: &[u8]) -> Vec<u8> {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind(SocketAddr::from(([127, 0, 1, from], 0))).expect("an address of its own");
    let mut stream = socket.connect(house.ssh).await.expect("a port");
    // The host may hang up while it is still being talked to.
    drop(stream.write_all(bytes).await);
    drop(stream.shutdown().await);
    let mut heard = Vec::new();
    drop(stream.read_to_end(&mut heard).await);
    heard
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_speaks_no_ssh_is_hung_up_on_and_nobody_notices() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, ann, mut bee) = house.team().await;
    let greeting = b"SSH-2.0-x\r\n";
    let with = |more: &[u8]| [greeting, more].concat();
    let mut talk: Vec<Vec<u8>> = vec![
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        vec![b'a'; 70_000],
        with(&[0xFF; 64]),
        with(&[0, 0, 0, 1, 0]),
        with(&[0, 0, 0, 0]),
        // A service asked for before keys were exchanged.
        with(b"\x00\x00\x00\x1c\x0a\x05\x00\x00\x00\x0cssh-userauth0123456789"),
    ];
    let mut dice = Stream::named(7, "junk");
    for _ in 0..200 {
        let count = dice.below(2_000);
        let mut junk = if dice.below(2) == 0 { greeting.to_vec() } else { Vec::new() };
        // Half of them with a head that promises a packet of a size that might be.
        if dice.below(2) == 0 {
            let size = u32::try_from(dice.below(1_500)).unwrap_or(0);
            junk.extend_from_slice(&size.to_be_bytes());
        }
        junk.extend((0..count).map(|_| u8::try_from(dice.below(256)).unwrap_or(0)));
        talk.push(junk);
    }
    for (number, bytes) in (0..).zip(&talk) {
        let heard = says(&house, number, bytes).await;
        assert!(heard.starts_with(b"SSH-2.0"), "it was greeted, and not turned away before");
    }
    ann.types("mstill here\r").await;
    bee.sees("still here").await;
    let (all, strangers) = house.door.counts();
    assert_eq!((all, strangers), (3, 0), "their places were given back");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_never_logs_in_is_cut_and_gives_the_place_back() {
    let grace = Duration::from_millis(300);
    let house =
        House::with(&["first-shift"], Limits::default(), |door| door.with_grace(grace)).await;
    let caller = Caller::call(house.ssh).await.expect("a host");
    // A handshake, and then not a word.
    let gone = async {
        while !caller.handle.is_closed() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(firedrill_guest::PATIENCE, gone).await.expect("it is cut");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_from_one_place_keeps_nobody_else_out() {
    let limits = Limits { all: 64, strangers: 16, strangers_each: 4 };
    let house = House::with(&["first-shift"], limits, |door| door).await;
    let (_fac, ann, mut bee) = house.team().await;
    // A hundred that connect and say nothing, all from one address.
    let mut silent = Vec::new();
    for _ in 0..100 {
        silent.push(TcpStream::connect(house.ssh).await.expect("a port"));
    }
    ann.types("mstill here\r").await;
    bee.sees("still here").await;
    let (_, strangers) = house.door.counts();
    assert!(strangers <= 4, "{strangers} strangers at the door");
    // Another address gets in.
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.9:0".parse().expect("an address")).expect("an address of our own");
    let mut stream = socket.connect(house.ssh).await.expect("a port");
    let mut banner = [0; 7];
    stream.read_exact(&mut banner).await.expect("a greeting");
    assert_eq!(&banner, b"SSH-2.0");
    drop(silent);
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_does_not_read_delays_nobody() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, ann, mut bee) = house.team().await;
    let code = house.code(Pass::Observer).await;
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    assert!(caller.log_in("eve", By::Code(&code)).await.expect("an answer"));
    // A session whose answers nobody takes: its window fills and stays full.
    let channel = caller.handle.channel_open_session().await.expect("a session");
    channel.request_pty(true, "xterm", 200, 60, 0, 0, &[]).await.expect("sent");
    channel.request_shell(true).await.expect("sent");
    for number in 0..30 {
        channel.data_bytes("w,\x1b".as_bytes().to_vec()).await.expect("sent");
        ann.types(&format!("mline {number}.\r")).await;
        bee.sees(&format!("line {number}.")).await;
    }
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_a_list_of_keys_no_other_key_is_pinned() {
    use russh::keys::PublicKeyBase64 as _;
    let mut house = House::of(&["first-shift"]).await;
    let (listed, other) = (new_key(), new_key());
    let line = format!("ssh-ed25519 {} ann@laptop", listed.public_key_base64());
    let count = house.keys.list(&format!("# the team\n\n{line}\n"), &["ann".to_owned()]);
    assert_eq!(count, Ok(1));
    let person = house.keys.whose(&firedrill::server::hall::keys::fingerprint(listed.public_key()));
    assert_eq!(
        person.map(|own| (own.named.name, own.pass)),
        Some(("ann".to_owned(), Pass::Facilitator))
    );
    assert!(!house.keys.pins());
    let print = firedrill::server::hall::keys::fingerprint(other.public_key());
    assert!(house.keys.whose(&print).is_none());
    for bad in ["ssh-ed25519 AAAA", "hello", &line.replace("ann@laptop", "7")] {
        assert!(house.keys.list(bad, &[]).is_err(), "{bad}");
    }
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_sent_before_a_terminal_is_asked_for_holds_no_place_for_ever() {
    let house = House::of(&["first-shift"]).await;
    let code = house.code(Pass::Player).await;
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    assert!(caller.log_in("ann", By::Code(&code)).await.expect("an answer"));
    let channel = caller.handle.channel_open_session().await.expect("a session");
    for _ in 0..600 {
        channel.data_bytes(vec![b'q'; 1_000]).await.expect("taken, and thrown away");
    }
    let gone = caller.handle.disconnect(russh::Disconnect::ByApplication, "", "").await;
    gone.expect("said");
    drop((channel, caller));
    let given_back = async {
        while house.door.counts() != (0, 0) {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(firedrill_guest::PATIENCE, given_back).await.expect("its place is free");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_by_the_hundred_thousand_delay_nobody_and_the_screen_still_answers() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, ann, mut bee) = house.team().await;
    let mut eve = house.guest("eve", Pass::Player).await;
    for _ in 0..10 {
        eve.types(&"?\x1b[A".repeat(10_000)).await;
    }
    for number in 0..10 {
        ann.types(&format!("mline {number}.\r")).await;
        bee.sees(&format!("line {number}.")).await;
    }
    eve.resize(100, 30).await;
    eve.sees("you are eve").await;
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_at_the_port_shuts_nobody_out() {
    let house = House::of(&["first-shift"]).await;
    for _ in 0..12 {
        let mut stream = TcpStream::connect(house.ssh).await.expect("a port");
        let mut greeting = [0; 7];
        stream.read_exact(&mut greeting).await.expect("a greeting, as often as one looks");
    }
    house.guest("ann", Pass::Player).await;
    house.closes().await;
}

#[tokio::test]
async fn a_login_may_take_as_long_as_it_takes_to_find_the_code() {
    // A word of the protocol's own while OpenSSH asks for a code would end its login.
    let house = House::of(&["first-shift"]).await;
    let code = house.code(Pass::Player).await;
    let mut caller = Caller::call(house.ssh).await.expect("a host");
    let asked = caller.handle.authenticate_keyboard_interactive_start("ann", None::<String>).await;
    assert!(asked.is_ok());
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(50)).await;
    tokio::time::resume();
    let answers = vec![code];
    let answer = caller.handle.authenticate_keyboard_interactive_respond(answers).await;
    assert!(matches!(answer, Ok(russh::client::KeyboardInteractiveAuthResponse::Success)));
    house.closes().await;
}
