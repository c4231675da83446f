//! Who is let in: keys that are known, keys seen first together with a code, codes alone. It trusts
//! a key only once its owner has signed with it, and a code once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::Utc;
use russh::keys::ssh_key::AuthorizedKeys;
use russh::keys::{HashAlg, PublicKey};

use crate::server::hall::people::{self, Code, Pass, Person, alike};
use crate::store::hosting::{GuestRow, PassRow};
use crate::store::{Store, StoreError};

/// How long a code that lets somebody in is good for.
const CODE_HOURS: i64 = 24;
/// How long the way back of somebody without a key is good for.
const BACK_HOURS: i64 = 24 * 14;

/// Why somebody is not let in.
#[derive(Debug)]
pub enum NotIn {
    /// No such key or code.
    Unknown,
    /// The name cannot be had; choose another one.
    Name,
    /// The store does not answer.
    Store(StoreError),
}

impl From<StoreError> for NotIn {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Keys and codes of a host. Clones are the same ring.
#[derive(Clone, Debug)]
pub struct Keys {
    host: String,
    /// Whether a file says whose keys are good; then no other key is pinned.
    listed: bool,
    /// People by the fingerprint of their key.
    known: Arc<Mutex<BTreeMap<String, Person>>>,
}

/// A key's fingerprint, `SHA256:…`.
#[must_use]
pub fn fingerprint(key: &PublicKey) -> String {
    key.fingerprint(HashAlg::Sha256).to_string()
}

fn micros() -> i64 {
    Utc::now().timestamp_micros()
}

impl Keys {
    /// The ring of a host, with everybody its store knows.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn new(host: &str, store: &Store) -> Result<Self, StoreError> {
        let mut known = BTreeMap::new();
        for row in store.guests(host).await? {
            if let (Some(print), Ok(pass)) = (row.fingerprint, row.kind.parse()) {
                known.insert(print, Person { named: row.name.into(), pass, has_key: true });
            }
        }
        Ok(Self { host: host.to_owned(), listed: false, known: Arc::new(Mutex::new(known)) })
    }

    /// Takes an `authorized_keys` file: from now on its keys are good, and no other is pinned. The
    /// comment of a key is its owner's name, up to an `@`; `facilitators` are names among them.
    ///
    /// # Errors
    /// The line that cannot be read, and why.
    pub fn list(&mut self, text: &str, facilitators: &[String]) -> Result<usize, String> {
        let mut known = BTreeMap::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let entry = AuthorizedKeys::new(line).next();
            let Some(Ok(entry)) = entry else {
                return Err(format!("line {number} is no public key"));
            };
            let key = entry.public_key();
            let comment = key.comment().to_string();
            let asked = comment.split(['@', ' ']).next().unwrap_or_default();
            let name = people::name(asked).map_err(|_| {
                format!("line {number} names nobody: the comment of a key is its owner's name")
            })?;
            let steers = facilitators.iter().any(|own| alike(own) == alike(&name));
            let pass = if steers { Pass::Facilitator } else { Pass::Player };
            known.insert(fingerprint(key), Person { named: name.into(), pass, has_key: true });
        }
        let count = known.len();
        self.listed = true;
        self.known = Arc::new(Mutex::new(known));
        Ok(count)
    }

    /// Who a key belongs to.
    #[must_use]
    pub fn whose(&self, fingerprint: &str) -> Option<Person> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(fingerprint).cloned()
    }

    /// Whether a new key is pinned once its owner brings a code.
    #[must_use]
    pub const fn pins(&self) -> bool {
        !self.listed
    }

    /// A new code, kept by its digest. `person`: the way back of somebody without a key.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn new_code(
        &self,
        store: &Store,
        pass: Pass,
        person: Option<&str>,
    ) -> Result<Code, StoreError> {
        let code = Code::draw();
        let hours = if person.is_some() { BACK_HOURS } else { CODE_HOURS };
        let expires = micros() + hours * 3_600_000_000;
        let row = PassRow { kind: pass.name().to_owned(), person: person.map(str::to_owned) };
        store.keep_pass(&self.host, &code.digest(), &row, expires).await?;
        Ok(code)
    }

    /// Lets somebody in by a code, under the name they ask for; a key they have signed with is
    /// pinned. The code is used up only where they get in.
    ///
    /// # Errors
    /// Why they do not.
    pub async fn by_code(
        &self,
        store: &Store,
        asked: &str,
        typed: &str,
        signed: Option<&str>,
    ) -> Result<Person, NotIn> {
        let digest = Code::typed(typed).digest();
        let row = store.pass(&self.host, &digest, micros()).await?.ok_or(NotIn::Unknown)?;
        let pass: Pass = row.kind.parse().map_err(|()| NotIn::Unknown)?;
        let signed = signed.filter(|_| self.pins());
        if let Some(name) = row.person {
            self.use_up(store, &digest).await?;
            return Ok(Person { named: name.into(), pass, has_key: false });
        }
        let name = people::name(asked).map_err(|_| NotIn::Name)?;
        let listed = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.values().any(|own| own.named.alike == alike(&name))
        };
        let guest = GuestRow {
            skeleton: alike(&name),
            name: name.clone(),
            kind: pass.name().to_owned(),
            fingerprint: signed.map(str::to_owned),
        };
        if listed || self.is_taken(store, &guest).await? {
            return Err(NotIn::Name);
        }
        self.use_up(store, &digest).await?;
        if !store.keep_guest(&self.host, &guest).await? {
            // Two came at once by one name; the code is gone, a facilitator has more.
            return Err(NotIn::Name);
        }
        let person = Person { named: name.into(), pass, has_key: signed.is_some() };
        if let Some(print) = signed {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(print.to_owned(), person.clone());
        }
        Ok(person)
    }

    async fn is_taken(&self, store: &Store, guest: &GuestRow) -> Result<bool, StoreError> {
        let guests = store.guests(&self.host).await?;
        Ok(guests.iter().any(|own| own.skeleton == guest.skeleton))
    }

    async fn use_up(&self, store: &Store, digest: &str) -> Result<(), NotIn> {
        let used = store.use_pass(&self.host, digest, micros()).await?;
        if used { Ok(()) } else { Err(NotIn::Unknown) }
    }
}
