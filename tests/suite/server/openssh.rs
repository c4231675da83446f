//! The door as OpenSSH's own client meets it.

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use firedrill::server::hall::people::Pass;
use firedrill_guest::{By, Guest};
use russh::keys::ssh_key::LineEnding;
use tempfile::TempDir;

use super::house::House;

/// A laptop with a key that the host has pinned to `ann`.
struct Laptop {
    folder: TempDir,
    port: u16,
}

impl Laptop {
    async fn of(house: &House) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let key = firedrill_guest::new_key();
        let file = folder.path().join("key");
        key.write_openssh_file(&file, LineEnding::LF).expect("a key file");
        let code = house.code(Pass::Player).await;
        let mut first = Guest::join(house.ssh, "ann", By::Both(&key, &code), (80, 24)).await;
        first.sees("you are ann").await;
        first.hangs_up().await;
        Self { folder, port: house.ssh.port() }
    }

    fn command(&self, program: &str, port: &str, arguments: &[&str]) -> Command {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let mut command = Command::new(program);
        command
            .args(["-F", "none", port, &self.port.to_string(), "-i", &path("key")])
            .args(["-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes"])
            .args(["-o", "StrictHostKeyChecking=accept-new"])
            .args(["-o", &format!("UserKnownHostsFile={}", path("known"))])
            .args(["-o", "ExitOnForwardFailure=yes", "-o", "ConnectTimeout=10"])
            .args(arguments)
            .stdin(Stdio::null());
        command
    }

    async fn ssh(&self, arguments: &[&str]) -> Output {
        let mut command = self.command("ssh", "-p", arguments);
        tokio::task::spawn_blocking(move || command.output().expect("`tests/run` installs ssh"))
            .await
            .expect("an answer")
    }
}

fn said(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_logs_in_with_its_key_and_leaves_when_its_input_ends() {
    let house = House::of(&["first-shift"]).await;
    let laptop = Laptop::of(&house).await;
    let mut command = laptop.command("ssh", "-p", &["-tt", "ann@127.0.0.1"]);
    let output = tokio::task::spawn_blocking(move || {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("ssh");
        let mut input = child.stdin.take().expect("a pipe");
        let mut screen = child.stdout.take().expect("a pipe");
        let (mut text, mut piece) = (String::new(), [0; 4_096]);
        // The other screen was taken; with no terminal here it has no size to show much.
        while !text.contains("[?1049h") {
            let count = screen.read(&mut piece).expect("a screen");
            assert!(count > 0, "it ended with {text}");
            text.push_str(&String::from_utf8_lossy(&piece[..count]));
        }
        input.write_all(b"q").expect("typed");
        let mut rest = Vec::new();
        screen.read_to_end(&mut rest).expect("an end");
        (String::from_utf8_lossy(&rest).into_owned(), child.wait().expect("an end"))
    });
    let (text, status) = output.await.expect("an answer");
    assert!(text.contains("Goodbye"), "{text}");
    assert_eq!(status.code(), Some(0));
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn it_is_refused_everything_but_a_terminal() {
    let house = House::of(&["first-shift"]).await;
    let laptop = Laptop::of(&house).await;
    let exec = laptop.ssh(&["ann@127.0.0.1", "id"]).await;
    assert!(!exec.status.success() && !said(&exec).contains("uid="), "{}", said(&exec));
    let sftp = laptop.ssh(&["-s", "ann@127.0.0.1", "sftp"]).await;
    assert!(!sftp.status.success(), "{}", said(&sftp));
    let remote = laptop.ssh(&["-N", "-R", "0:127.0.0.1:1", "ann@127.0.0.1"]).await;
    assert!(said(&remote).contains("forwarding failed"), "{}", said(&remote));
    let bare = laptop.ssh(&["-T", "ann@127.0.0.1"]).await;
    assert!(said(&bare).contains("needs a terminal"), "{}", said(&bare));
    let pipe = laptop.ssh(&["-W", "127.0.0.1:22", "ann@127.0.0.1"]).await;
    assert!(!pipe.status.success(), "{}", said(&pipe));
    house.closes().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_s_key_and_no_code_is_not_let_in() {
    let house = House::of(&["first-shift"]).await;
    let mut laptop = Laptop::of(&house).await;
    laptop.folder = tempfile::tempdir().expect("a folder");
    let key = firedrill_guest::new_key();
    let file: &Path = &laptop.folder.path().join("key");
    key.write_openssh_file(file, LineEnding::LF).expect("a key file");
    let output = laptop.ssh(&["-tt", "ann@127.0.0.1"]).await;
    assert_eq!(output.status.code(), Some(255));
    assert!(said(&output).contains("Permission denied"), "{}", said(&output));
    house.closes().await;
}
