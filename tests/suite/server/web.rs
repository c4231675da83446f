//! The http door: the board, the probe, the meters, and what it says to everything else.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::house::House;
use crate::report::browser::browse;

/// An answer: status, head, body.
fn get(at: SocketAddr, request: &str) -> (u16, String, String) {
    let mut stream = TcpStream::connect(at).expect("a port");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let head = format!("{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("an answer");
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    let status = head.split(' ').nth(1).and_then(|own| own.parse().ok()).expect("a status");
    (status, head.to_lowercase(), body.to_owned())
}

async fn asks(at: SocketAddr, request: &'static str) -> (u16, String, String) {
    tokio::task::spawn_blocking(move || get(at, request)).await.expect("an answer")
}

/// The first event of a stream.
fn first_event(at: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(at).expect("a port");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    let head = format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n");
    stream.write_all(head.as_bytes()).expect("sent");
    let mut text = String::new();
    let mut piece = [0; 4_096];
    while !text.split("\r\n\r\n").nth(1).is_some_and(|body| body.contains("\n\n")) {
        let count = stream.read(&mut piece).expect("an event");
        assert!(count > 0, "the stream ended: {text}");
        text.push_str(&String::from_utf8_lossy(&piece[..count]));
    }
    let data = text.split("data: ").nth(1).and_then(|rest| rest.split("\n\n").next());
    data.expect("data").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_forbids_what_a_page_of_ours_never_needs() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, _ann, _bee) = house.team().await;
    let paths = [
        ("GET /", 200),
        ("GET /board/1", 200),
        ("GET /board/2", 404),
        ("GET /board.js", 200),
        ("GET /board.css", 200),
        ("GET /healthz", 200),
        ("GET /metrics", 200),
        ("GET /nothing", 404),
        ("GET /board/../../etc/passwd", 404),
        ("POST /board/1", 405),
        ("DELETE /", 405),
    ];
    for (request, wanted) in paths {
        let (status, head, _) = asks(house.http, request).await;
        assert_eq!(status, wanted, "{request}");
        for guard in ["content-security-policy: default-src 'none'", "nosniff", "no-referrer"] {
            assert!(head.contains(guard), "{request} lacks {guard}:\n{head}");
        }
    }
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_board_tells_what_everybody_knows_and_no_secret() {
    let house = House::of(&["first-shift"]).await;
    let (mut fac, ann, mut bee) = house.team().await;
    ann.types("m<script>alert(1)</script> hello\r").await;
    bee.sees("hello").await;
    ann.types("/tell bee the word is marmalade\r").await;
    bee.sees("marmalade").await;
    fac.types("Oann hesitates\r").await;
    fac.sees("hesitates").await;
    ann.types("/nonsense here\r").await;
    let at = house.http;
    let told = tokio::task::spawn_blocking(move || first_event(at, "/board/1/events"));
    let told = told.await.expect("an event");
    let wall: Value = serde_json::from_str(&told).expect("one line of JSON");
    assert_eq!(wall["title"], "First shift");
    assert_eq!(wall["timeline"][0]["text"], "<script>alert(1)</script> hello");
    for secret in ["marmalade", "hesitates", "gift-note", "nonsense", "cause"] {
        assert!(!told.contains(secret), "{secret} is on the wall: {told}");
    }
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_meters_are_the_host_s_and_name_nobody() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, _ann, _bee) = house.team().await;
    let (_, head, body) = asks(house.http, "GET /metrics").await;
    assert!(head.contains("application/openmetrics-text"));
    assert!(body.contains("firedrill_host_people 3"), "{body}");
    assert!(body.contains("firedrill_host_drills_playing 1"), "{body}");
    let samples = body.lines().filter(|line| !line.starts_with('#'));
    assert!(samples.clone().all(|line| line.starts_with("firedrill_host_")), "{body}");
    // No label anywhere: nothing of a person or of the story.
    assert!(!body.contains('{') && !body.contains("checkout"), "{body}");
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn too_many_boards_from_one_place_are_refused() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, _ann, _bee) = house.team().await;
    let at = house.http;
    let tried = tokio::task::spawn_blocking(move || {
        let open = |_| {
            let mut stream = TcpStream::connect(at).expect("a port");
            stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
            let head = b"GET /board/1/events HTTP/1.1\r\nHost: x\r\n\r\n";
            stream.write_all(head).expect("sent");
            let mut answer = [0; 12];
            stream.read_exact(&mut answer).expect("an answer");
            (stream, String::from_utf8_lossy(&answer).into_owned())
        };
        (0..17).map(open).map(|(stream, answer)| (Some(stream), answer)).collect::<Vec<_>>()
    });
    let tried = tried.await.expect("answers");
    let refused = tried.iter().filter(|(_, answer)| answer.ends_with("429")).count();
    assert_eq!(refused, 1);
    house.closes().await;
}

/// Stands between a browser and the host: the page is not complete for the browser before the board
/// has been told something, so that it looks at what is drawn and not at what is about to be.
async fn gate(to: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(passes(stream, to, tell.clone(), told.clone()));
        }
    });
    at
}

/// One request through the gate.
async fn passes(
    mut from: tokio::net::TcpStream,
    to: SocketAddr,
    tell: watch::Sender<bool>,
    mut told: watch::Receiver<bool>,
) {
    const SCRIPT: &[u8] =
        b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\nContent-Length: 0\r\n\r\n";
    let mut head = vec![0; 8_192];
    let count = from.read(&mut head).await.unwrap_or(0);
    let head = String::from_utf8_lossy(&head[..count]).into_owned();
    if head.starts_with("GET /gate.js") {
        drop(told.wait_for(|own| *own).await);
        drop(from.write_all(SCRIPT).await);
        return;
    }
    let Some((first, rest)) = head.split_once("\r\n") else { return };
    let head = format!("{first}\r\nConnection: close\r\n{rest}").replace("keep-alive", "close");
    let mut host = tokio::net::TcpStream::connect(to).await.expect("the host");
    host.write_all(head.as_bytes()).await.expect("sent");
    let (page, events) = (first.contains(" /board/1 "), first.contains("/events"));
    let mut piece = vec![0; 65_536];
    let mut pieces = 0;
    while let Ok(count @ 1..) = host.read(&mut piece).await {
        let mut bytes = piece[..count].to_vec();
        if page {
            let text = String::from_utf8_lossy(&bytes);
            let text = text.replace("</head>", "<script async src=\"/gate.js\"></script></head>");
            // Longer by the script: the end of the connection is the end of the page.
            let lines = text.split_inclusive("\r\n");
            let lines = lines.filter(|own| !own.to_lowercase().starts_with("content-length"));
            bytes = lines.collect::<String>().into_bytes();
        }
        if from.write_all(&bytes).await.is_err() {
            return;
        }
        pieces += 1;
        // The head, a first word and a second one: by then the first was drawn.
        if events && pieces >= 3 {
            tell.send_replace(true);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_draws_the_board_and_what_people_write_is_text_there() {
    let house = House::of(&["first-shift"]).await;
    let (_fac, ann, mut bee) = house.team().await;
    ann.types("m<img src=x onerror=alert(1)> hello\r").await;
    bee.sees("hello").await;
    let address = format!("http://{}/board/1", gate(house.http).await);
    let drawn = tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().expect("a folder");
        browse(&folder, &address, &["--dump-dom".to_owned(), "--timeout=20000".to_owned()])
    });
    let dom = drawn.await.expect("a page");
    for shown in [">running<", ">no incident declared<", "Incident Lead", "ann", "&lt;img src=x"] {
        assert!(dom.contains(shown), "{shown} is not drawn: {dom}");
    }
    assert!(!dom.contains("<img"), "{dom}");
    assert!(dom.contains("00:0"), "the clock runs: {dom}");
    house.closes().await;
}
