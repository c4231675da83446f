//! A host of our own on a free port, with a store of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use firedrill::model::text::Lang;
use firedrill::play::Loaded;
use firedrill::server::hall::people::Pass;
use firedrill::server::hall::{Hall, Keys, Layout, Offer, Party};
use firedrill::server::http::Http;
use firedrill::server::ssh::Ssh;
use firedrill::server::ssh::admission::{Admission, Limits};
use firedrill::store::{Store, address};
use firedrill_guest::{By, Guest};
use russh::keys::{Algorithm, PrivateKey};
use tempfile::TempDir;
use tokio::net::TcpListener;

use crate::play::stage;

/// A host.
pub(super) struct House {
    pub(super) ssh: SocketAddr,
    pub(super) http: SocketAddr,
    pub(super) hall: Hall,
    pub(super) store: Store,
    pub(super) keys: Keys,
    pub(super) door: Ssh,
    pub(super) board: Http,
    _folder: TempDir,
}

/// What is played, under the id `drill-N`.
fn offer(scenario: &'static str, number: usize) -> Offer {
    let files = stage::loaded(scenario, 7);
    let layout: Layout = Arc::new(move |party: &Party| {
        let files = stage::loaded(scenario, 7);
        let table = firedrill::play::table::lay(
            &files.scenario,
            &files.process,
            &party.comers,
            party.crew.as_deref(),
        )?;
        let mut header = stage::header(&files, 7, &["ann"], None);
        header.envelope.id = format!("drill-{number}");
        header.envelope.names = table.names;
        (header.recipe.roster, header.recipe.graded) = (table.roster, party.graded);
        header.recipe.coach = false;
        Ok((header, Loaded::from(files)))
    });
    let mut offer = Offer::of(&files.scenario, &files.process, layout);
    (offer.graded, offer.lang) = (false, Lang::En);
    offer
}

impl House {
    /// A host of these scenarios, one table each.
    pub(super) async fn of(scenarios: &[&'static str]) -> Self {
        Self::with(scenarios, Limits::default(), |door| door).await
    }

    /// A host of one scenario with programs in some of its seats.
    pub(super) async fn beside(scenario: &'static str, programs: &[(&str, &str)]) -> Self {
        let mut offer = offer(scenario, 1);
        let seat = |(seat, command): &(&str, &str)| ((*seat).into(), (*command).to_owned());
        offer.programs = programs.iter().map(seat).collect();
        Self::offering(vec![offer], Limits::default(), |door| door).await
    }

    /// The same with other limits at its door.
    pub(super) async fn with(
        scenarios: &[&'static str],
        limits: Limits,
        shape: impl FnOnce(Ssh) -> Ssh,
    ) -> Self {
        let offers = (1..).zip(scenarios).map(|(number, own)| offer(own, number)).collect();
        Self::offering(offers, limits, shape).await
    }

    async fn offering(offers: Vec<Offer>, limits: Limits, shape: impl FnOnce(Ssh) -> Ssh) -> Self {
        crossterm::style::force_color_output(true);
        let folder = tempfile::tempdir().expect("a folder");
        let url = address::file_url(&folder.path().join("drills.db"));
        let store = Store::open(&url).await.expect("a store");
        let keys = Keys::new("host", &store).await.expect("keys");
        let hall = Hall::new("host", "ssh NAME@host", store.clone(), offers, keys.clone());
        let key = PrivateKey::random(&mut rand::rng(), Algorithm::Ed25519).expect("a key");
        let door = shape(Ssh::new(hall.clone(), key, Admission::new(limits)));
        let board = Http::new(hall.clone(), door.clone());
        let ssh = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let http = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let at = (ssh.local_addr().expect("an address"), http.local_addr().expect("an address"));
        let (serving, showing) = (door.clone(), board.clone());
        tokio::spawn(async move { serving.serve(ssh).await });
        tokio::spawn(async move { showing.serve(http).await });
        Self { ssh: at.0, http: at.1, hall, store, keys, door, board, _folder: folder }
    }

    /// A code that lets somebody in.
    pub(super) async fn code(&self, pass: Pass) -> String {
        self.keys.new_code(&self.store, pass, None).await.expect("a code").written()
    }

    /// Somebody who comes in with a code of their own.
    pub(super) async fn guest(&self, name: &str, pass: Pass) -> Guest {
        let code = self.code(pass).await;
        let mut guest = Guest::join(self.ssh, name, By::Code(&code), (120, 40)).await;
        guest.sees("Take a seat").await;
        guest
    }

    /// A drill of the first table with `ann` in command and `bee` for communications, steered by
    /// `fac`; crew has the rest.
    pub(super) async fn team(&self) -> (Guest, Guest, Guest) {
        let mut fac = self.guest("fac", Pass::Facilitator).await;
        let mut ann = self.guest("ann", Pass::Player).await;
        let mut bee = self.guest("bee", Pass::Player).await;
        ann.types("\r").await;
        ann.sees("ann (you)").await;
        bee.types("j\r").await;
        bee.sees("bee (you)").await;
        fac.types("jjjj\r").await;
        fac.sees("fac (you)").await;
        fac.sees("bee").await;
        fac.types("s").await;
        fac.sees("FACILITATOR").await;
        ann.sees("no incident declared").await;
        bee.sees("no incident declared").await;
        (fac, ann, bee)
    }

    pub(super) async fn closes(self) {
        self.hall.close().await;
        self.door.close().await;
        self.board.close().await;
        self.store.close().await;
    }
}
