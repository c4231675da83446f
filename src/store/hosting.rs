//! What a host remembers: codes that let people in, who they are, and which drill stands at which
//! table. It checks no code and draws none; digests are all it knows of them.

use sqlx::Row as _;

use crate::model::id::DrillId;
use crate::store::{Store, StoreError};

/// Somebody a host knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestRow {
    /// The name as names are compared.
    pub skeleton: String,
    /// The name.
    pub name: String,
    /// What they may do, as the host writes it.
    pub kind: String,
    /// `SHA256:…`, where they have a key.
    pub fingerprint: Option<String>,
}

/// A code that was used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassRow {
    /// What it lets do, as the host writes it.
    pub kind: String,
    /// Whose way back it is.
    pub person: Option<String>,
}

impl Store {
    /// Keeps a code, by its digest, until `expires` in microseconds UTC.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn keep_pass(
        &self,
        host: &str,
        digest: &str,
        pass: &PassRow,
        expires: i64,
    ) -> Result<(), StoreError> {
        const KEEP: &str = "INSERT INTO passes (digest, host, kind, person, expires, used) \
            VALUES ($1, $2, $3, $4, $5, 0)";
        let kept = sqlx::query(KEEP)
            .bind(digest)
            .bind(host)
            .bind(pass.kind.as_str())
            .bind(pass.person.as_deref())
            .bind(expires)
            .execute(&self.pool)
            .await;
        kept.map(|_| ()).map_err(self.failed("keeping a code"))
    }

    /// What a code would let do, without using it.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn pass(
        &self,
        host: &str,
        digest: &str,
        now: i64,
    ) -> Result<Option<PassRow>, StoreError> {
        const SELECT: &str = "SELECT kind, person FROM passes \
            WHERE digest = $1 AND host = $2 AND used = 0 AND expires > $3";
        let failed = self.failed("reading a code");
        let row = sqlx::query(SELECT).bind(digest).bind(host).bind(now);
        let row = row.fetch_optional(&self.pool).await.map_err(&failed)?;
        let read = |row: sqlx::any::AnyRow| -> Result<PassRow, sqlx::Error> {
            Ok(PassRow { kind: row.try_get(0)?, person: row.try_get(1)? })
        };
        row.map(read).transpose().map_err(failed)
    }

    /// Uses a code up; whether it was still there to be used, once and by one alone.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn use_pass(&self, host: &str, digest: &str, now: i64) -> Result<bool, StoreError> {
        const USE: &str = "UPDATE passes SET used = 1 \
            WHERE digest = $1 AND host = $2 AND used = 0 AND expires > $3";
        let used = sqlx::query(USE).bind(digest).bind(host).bind(now).execute(&self.pool).await;
        Ok(used.map_err(self.failed("using a code"))?.rows_affected() == 1)
    }

    /// Keeps a person, or a new key of one; whether that name and that key were free.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn keep_guest(&self, host: &str, guest: &GuestRow) -> Result<bool, StoreError> {
        const KEEP: &str = "INSERT INTO guests (host, skeleton, name, kind, fingerprint) \
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let kept = sqlx::query(KEEP)
            .bind(host)
            .bind(guest.skeleton.as_str())
            .bind(guest.name.as_str())
            .bind(guest.kind.as_str())
            .bind(guest.fingerprint.as_deref())
            .execute(&self.pool)
            .await;
        Ok(kept.map_err(self.failed("keeping a guest"))?.rows_affected() == 1)
    }

    /// Everybody a host knows.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn guests(&self, host: &str) -> Result<Vec<GuestRow>, StoreError> {
        const SELECT: &str =
            "SELECT skeleton, name, kind, fingerprint FROM guests WHERE host = $1 ORDER BY name";
        let failed = self.failed("reading guests");
        let rows = sqlx::query(SELECT).bind(host).fetch_all(&self.pool).await.map_err(&failed)?;
        let read = |row: &sqlx::any::AnyRow| -> Result<GuestRow, sqlx::Error> {
            Ok(GuestRow {
                skeleton: row.try_get(0)?,
                name: row.try_get(1)?,
                kind: row.try_get(2)?,
                fingerprint: row.try_get(3)?,
            })
        };
        rows.iter().map(read).collect::<Result<Vec<_>, _>>().map_err(failed)
    }

    /// Forgets a person at every host: name, key, and the way back. How many hosts knew them.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn forget_guest(&self, name: &str) -> Result<u64, StoreError> {
        const GUEST: &str = "DELETE FROM guests WHERE name = $1";
        const BACK: &str = "DELETE FROM passes WHERE person = $1";
        let failed = self.failed("forgetting a guest");
        let mut work = self.pool.begin().await.map_err(&failed)?;
        let gone = sqlx::query(GUEST).bind(name).execute(&mut *work).await.map_err(&failed)?;
        sqlx::query(BACK).bind(name).execute(&mut *work).await.map_err(&failed)?;
        work.commit().await.map_err(&failed)?;
        Ok(gone.rows_affected())
    }

    /// How many hosts know a person.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn hosts_of(&self, name: &str) -> Result<u64, StoreError> {
        const COUNT: &str = "SELECT COUNT(*) FROM guests WHERE name = $1";
        let failed = self.failed("reading guests");
        let row = sqlx::query(COUNT).bind(name).fetch_one(&self.pool).await.map_err(&failed)?;
        row.try_get::<i64, _>(0).map(i64::unsigned_abs).map_err(failed)
    }

    /// Puts a drill at a table, in place of the one before.
    ///
    /// # Errors
    /// The store cannot be written.
    pub async fn put_at_table(
        &self,
        host: &str,
        number: u32,
        drill: &DrillId,
    ) -> Result<(), StoreError> {
        const PUT: &str = "INSERT INTO hosted (host, number, drill) VALUES ($1, $2, $3) \
            ON CONFLICT (host, number) DO UPDATE SET drill = excluded.drill";
        let put = sqlx::query(PUT).bind(host).bind(i64::from(number)).bind(drill.as_str());
        put.execute(&self.pool).await.map(|_| ()).map_err(self.failed("keeping a table"))
    }

    /// The drill at each table of a host.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn tables(&self, host: &str) -> Result<Vec<(u32, DrillId)>, StoreError> {
        const SELECT: &str = "SELECT number, drill FROM hosted WHERE host = $1 ORDER BY number";
        let failed = self.failed("reading tables");
        let rows = sqlx::query(SELECT).bind(host).fetch_all(&self.pool).await.map_err(&failed)?;
        let read = |row: &sqlx::any::AnyRow| -> Result<(u32, DrillId), sqlx::Error> {
            let number: i64 = row.try_get(0)?;
            Ok((u32::try_from(number).unwrap_or(0), row.try_get::<String, _>(1)?.into()))
        };
        rows.iter().map(read).collect::<Result<Vec<_>, _>>().map_err(failed)
    }
}
