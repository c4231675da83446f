//! The statements: drills, entries and scorecards as rows. Each append is one transaction, and only
//! who holds the epoch and knows the head may make it.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use sqlx::any::AnyRow;
use sqlx::{Any, Row as _, Transaction};
use uuid::Uuid;

use crate::journal::chain::{canonical, canonical_json, link};
use crate::journal::{Cause, Entry, Event, Header, Journal, wire};
use crate::model::chance;
use crate::model::id::{DrillId, PlayerId};
use crate::model::time::DrillTime;
use crate::store::{Batch, DrillRow, FIRST_EPOCH, PastRow, Store, StoreError, no_such};

/// Takes in a whole journal.
pub(super) async fn import(store: &Store, journal: &Journal) -> Result<DrillId, StoreError> {
    const INSERT: &str = "INSERT INTO drills (id, scenario, started, header, digest, head, hash, ended, \
        epoch, holder, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)";
    let failed = store.failed("beginning a drill");
    let drill = DrillId::from(journal.header.envelope.id.as_str());
    contiguous(&drill, 0, &journal.entries)?;
    let digest = journal.header.recipe.digest();
    let mut work = store.pool.begin().await.map_err(&failed)?;
    let inserted = sqlx::query(INSERT)
        .bind(drill.as_str())
        .bind(journal.header.recipe.scenario.as_str())
        .bind(journal.header.envelope.started.as_str())
        .bind(canonical(&journal.header))
        .bind(digest.as_str())
        .bind(big(journal.head()))
        .bind(digest.as_str())
        .bind(i64::from(journal.ended()))
        .bind(big(FIRST_EPOCH))
        .bind(store.holder.as_str())
        .execute(&mut *work)
        .await;
    inserted.map_err(|error| match error.as_database_error() {
        Some(own) if own.is_unique_violation() => StoreError::Exists { drill: drill.to_string() },
        _ => failed(error),
    })?;
    insert_entries(&mut work, &drill, digest, &journal.entries).await.map_err(&failed)?;
    work.commit().await.map_err(&failed)?;
    Ok(drill)
}

/// Puts a journal in the place of the one of that id, its chain made anew; who appends to it no
/// longer may.
pub(super) async fn rewrite(store: &Store, journal: &Journal) -> Result<(), StoreError> {
    const HEAD: &str = "UPDATE drills SET header = $1, digest = $2, hash = $3, head = $4, epoch = epoch + 1 \
        WHERE id = $5";
    const CLEAR: &str = "DELETE FROM entries WHERE drill = $1";
    let failed = store.failed("writing a drill anew");
    let drill = DrillId::from(journal.header.envelope.id.as_str());
    contiguous(&drill, 0, &journal.entries)?;
    let digest = journal.header.recipe.digest();
    let mut work = store.pool.begin().await.map_err(&failed)?;
    let head = sqlx::query(HEAD)
        .bind(canonical(&journal.header))
        .bind(digest.as_str())
        .bind(digest.as_str())
        .bind(big(journal.head()))
        .bind(drill.as_str())
        .execute(&mut *work)
        .await
        .map_err(&failed)?;
    if head.rows_affected() == 0 {
        return Err(no_such(drill.as_str()));
    }
    sqlx::query(CLEAR).bind(drill.as_str()).execute(&mut *work).await.map_err(&failed)?;
    insert_entries(&mut work, &drill, digest, &journal.entries).await.map_err(&failed)?;
    work.commit().await.map_err(failed)
}

/// Appends `batch` if this is still the drill's `epoch` and `head`.
pub(super) async fn append(
    store: &Store,
    drill: &DrillId,
    (epoch, head): (u64, u64),
    batch: Batch<'_>,
) -> Result<(), StoreError> {
    const ADVANCE: &str = "UPDATE drills SET head = $1, ended = CASE WHEN $2 = 1 THEN 1 ELSE ended END \
        WHERE id = $3 AND epoch = $4 AND head = $5 RETURNING hash";
    const SAID: &str = "INSERT INTO commands (drill, command_id, seq) VALUES ($1, $2, $3)";
    contiguous(drill, head, batch.entries)?;
    let failed = store.failed("appending to a drill");
    let ends = batch.entries.iter().any(|entry| matches!(entry.event, Event::Ended { .. }));
    let mut work = store.pool.begin().await.map_err(&failed)?;
    let advanced = sqlx::query(ADVANCE)
        .bind(big(head + batch.entries.len() as u64))
        .bind(i64::from(ends))
        .bind(drill.as_str())
        .bind(big(epoch))
        .bind(big(head))
        .fetch_optional(&mut *work)
        .await
        .map_err(&failed)?;
    let Some(row) = advanced else {
        work.rollback().await.map_err(&failed)?;
        return Err(StoreError::NotMine { drill: drill.to_string() });
    };
    let hash: String = row.try_get(0).map_err(&failed)?;
    insert_entries(&mut work, drill, hash, batch.entries).await.map_err(&failed)?;
    for (command, seq) in batch.commands {
        let said = sqlx::query(SAID)
            .bind(drill.as_str())
            .bind(command.to_string())
            .bind(big(*seq))
            .execute(&mut *work)
            .await;
        said.map_err(|error| match error.as_database_error() {
            Some(own) if own.is_unique_violation() => {
                StoreError::Repeated { drill: drill.to_string() }
            }
            _ => failed(error),
        })?;
    }
    work.commit().await.map_err(&failed)
}

/// Inserts entries behind the hash `before`, and keeps the hash of the last one.
async fn insert_entries(
    work: &mut Transaction<'_, Any>,
    drill: &DrillId,
    before: String,
    entries: &[Entry],
) -> Result<(), sqlx::Error> {
    const INSERT: &str = "INSERT INTO entries (drill, seq, entry, hash) VALUES ($1, $2, $3, $4)";
    const HASH: &str = "UPDATE drills SET hash = $1 WHERE id = $2";
    let mut hash = before;
    for entry in entries {
        let text = canonical(entry);
        hash = link(&hash, &text);
        sqlx::query(INSERT)
            .bind(drill.as_str())
            .bind(big(entry.seq))
            .bind(text)
            .bind(hash.as_str())
            .execute(&mut **work)
            .await?;
    }
    sqlx::query(HASH).bind(hash).bind(drill.as_str()).execute(&mut **work).await?;
    Ok(())
}

/// Entries number on from `head` without a gap.
fn contiguous(drill: &DrillId, head: u64, entries: &[Entry]) -> Result<(), StoreError> {
    match (head + 1..).zip(entries).find(|(seq, entry)| *seq != entry.seq) {
        None => Ok(()),
        Some((seq, entry)) => {
            Err(StoreError::Gap { drill: drill.to_string(), head: seq - 1, found: entry.seq })
        }
    }
}

/// Raises the epoch of a drill.
pub(super) async fn take_over(store: &Store, drill: &DrillId) -> Result<u64, StoreError> {
    const TAKE: &str = "UPDATE drills SET epoch = epoch + 1, holder = $1, expires = 0 WHERE id = $2 RETURNING epoch";
    let failed = store.failed("taking a drill over");
    let row = sqlx::query(TAKE)
        .bind(store.holder.as_str())
        .bind(drill.as_str())
        .fetch_optional(&store.pool)
        .await
        .map_err(&failed)?;
    let row = row.ok_or_else(|| no_such(drill.as_str()))?;
    number(&row, 0).map_err(failed)
}

/// Reads a journal and checks its chain.
pub(super) async fn load(store: &Store, drill: &DrillId) -> Result<Journal, StoreError> {
    const HEAD: &str = "SELECT header, digest, head, hash FROM drills WHERE id = $1";
    const ENTRIES: &str =
        "SELECT seq, entry, hash FROM entries WHERE drill = $1 AND seq <= $2 ORDER BY seq";
    let failed = store.failed("reading a drill");
    let torn = |seq, cause| StoreError::Torn { drill: drill.to_string(), seq, cause };
    let head = sqlx::query(HEAD).bind(drill.as_str()).fetch_optional(&store.pool).await;
    let row = head.map_err(&failed)?.ok_or_else(|| no_such(drill.as_str()))?;
    let text: String = row.try_get(0).map_err(&failed)?;
    let mut hash: String = row.try_get(1).map_err(&failed)?;
    let (head, last) =
        (number(&row, 2).map_err(&failed)?, row.try_get::<String, _>(3).map_err(&failed)?);
    let header = header(&text, &hash).map_err(|cause| torn(0, cause))?;
    let rows =
        sqlx::query(ENTRIES).bind(drill.as_str()).bind(big(head)).fetch_all(&store.pool).await;
    let mut journal = Journal::new(header);
    for row in rows.map_err(&failed)? {
        let seq = journal.head() + 1;
        let text: String = row.try_get(1).map_err(&failed)?;
        let found = number(&row, 0).map_err(&failed)?;
        if found != seq {
            return Err(torn(seq, Cause::OutOfOrder { expected: seq, found }));
        }
        let said: String = row.try_get(2).map_err(&failed)?;
        let entry = linked(&text, &mut hash, &said, journal.header.recipe.format);
        journal.entries.push(entry.map_err(|cause| torn(seq, cause))?);
    }
    if journal.head() != head || hash != last {
        return Err(torn(
            journal.head() + 1,
            Cause::OutOfOrder { expected: head, found: journal.head() },
        ));
    }
    Ok(journal)
}

fn header(text: &str, digest: &str) -> Result<Header, Cause> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|_| Cause::Foreign)?;
    let recipe = value.get("recipe").cloned().unwrap_or_default();
    if chance::digest(canonical_json(&recipe).as_bytes()) != digest {
        return Err(Cause::Edited);
    }
    serde_json::from_value(value).map_err(|_| Cause::Foreign)
}

/// An entry of the text, if it fits the hash it was stored with and the one before it.
fn linked(text: &str, before: &mut String, said: &str, format: u32) -> Result<Entry, Cause> {
    let hash = link(before, text);
    if hash != said {
        return Err(Cause::Edited);
    }
    *before = hash;
    wire::entry(format, serde_json::from_str(text).map_err(|_| Cause::Foreign)?)
}

/// Commands that came with an id.
pub(super) async fn commands(
    store: &Store,
    drill: &DrillId,
) -> Result<BTreeMap<Uuid, u64>, StoreError> {
    const SELECT: &str = "SELECT command_id, seq FROM commands WHERE drill = $1";
    let failed = store.failed("reading a drill");
    let rows = sqlx::query(SELECT).bind(drill.as_str()).fetch_all(&store.pool).await;
    let mut commands = BTreeMap::new();
    for row in rows.map_err(&failed)? {
        let id: String = row.try_get(0).map_err(&failed)?;
        let id = id.parse().map_err(|error| failed(sqlx::Error::Decode(Box::new(error))))?;
        commands.insert(id, number(&row, 1).map_err(&failed)?);
    }
    Ok(commands)
}

/// All drills, the latest first.
pub(super) async fn list(store: &Store) -> Result<Vec<DrillRow>, StoreError> {
    const SELECT: &str = "SELECT id, scenario, started, head, ended, score, \
        CASE WHEN card LIKE '%\"graded\":true%' THEN 1 ELSE 0 END, entry FROM drills \
        LEFT JOIN scorecards ON scorecards.drill = drills.id \
        LEFT JOIN entries ON entries.drill = drills.id AND entries.seq = drills.head";
    let failed = store.failed("listing drills");
    let rows = sqlx::query(SELECT).fetch_all(&store.pool).await.map_err(&failed)?;
    let rows: Result<Vec<DrillRow>, sqlx::Error> = rows.iter().map(drill_row).collect();
    let mut rows = rows.map_err(failed)?;
    // Instants, since the texts may stand in several time zones.
    rows.sort_by_cached_key(|row| {
        let started: Option<DateTime<FixedOffset>> = row.started.parse().ok();
        Reverse((started, row.id.clone()))
    });
    Ok(rows)
}

fn drill_row(row: &AnyRow) -> Result<DrillRow, sqlx::Error> {
    Ok(DrillRow {
        id: row.try_get::<String, _>(0)?.into(),
        scenario: row.try_get::<String, _>(1)?.into(),
        started: row.try_get(2)?,
        head: number(row, 3)?,
        ended: row.try_get::<i64, _>(4)? != 0,
        score: row.try_get(5)?,
        graded: row.try_get::<i64, _>(6)? != 0,
        at: row.try_get::<Option<String>, _>(7)?.map_or(DrillTime::START, |last| moment(&last)),
    })
}

/// When an entry was made, as its text says.
fn moment(entry: &str) -> DrillTime {
    let value: serde_json::Value = serde_json::from_str(entry).unwrap_or_default();
    serde_json::from_value(value["at"].clone()).unwrap_or(DrillTime::START)
}

/// Keeps a scorecard.
pub(super) async fn save_scorecard(
    store: &Store,
    drill: &DrillId,
    card: &str,
) -> Result<(), StoreError> {
    const SAVE: &str = "INSERT INTO scorecards (drill, score, card) VALUES ($1, $2, $3) \
        ON CONFLICT (drill) DO UPDATE SET score = excluded.score, card = excluded.card";
    let failed = store.failed("saving a scorecard");
    let value: Option<serde_json::Value> = serde_json::from_str(card).ok();
    let score = value.and_then(|value| value.get("score")?.as_f64());
    let saved = sqlx::query(SAVE).bind(drill.as_str()).bind(score).bind(card);
    let saved = saved.execute(&store.pool).await;
    saved.map(|_| ()).map_err(|error| match error.as_database_error() {
        Some(own) if own.is_foreign_key_violation() => no_such(drill.as_str()),
        _ => failed(error),
    })
}

/// The scorecard that was saved.
pub(super) async fn scorecard(
    store: &Store,
    drill: &DrillId,
) -> Result<Option<String>, StoreError> {
    const SELECT: &str = "SELECT card FROM scorecards WHERE drill = $1";
    let failed = store.failed("reading a scorecard");
    let row = sqlx::query(SELECT).bind(drill.as_str()).fetch_optional(&store.pool).await;
    row.map_err(&failed)?.map(|row| row.try_get(0)).transpose().map_err(failed)
}

/// Every drill that has a scorecard. Of its header only the envelope is read, which stands first in
/// the canonical text: the recipe holds whole files.
pub(super) async fn past(store: &Store) -> Result<Vec<PastRow>, StoreError> {
    const SELECT: &str = "SELECT drills.id, started, SUBSTR(header, 1, 16384), card FROM drills \
        JOIN scorecards ON scorecards.drill = drills.id";
    let failed = store.failed("reading scorecards");
    let rows = sqlx::query(SELECT).fetch_all(&store.pool).await.map_err(&failed)?;
    let row = |row: &AnyRow| -> Result<PastRow, sqlx::Error> {
        let head: String = row.try_get(2)?;
        Ok(PastRow {
            drill: row.try_get::<String, _>(0)?.into(),
            started: row.try_get(1)?,
            players: players(&head),
            card: row.try_get(3)?,
        })
    };
    rows.iter().map(row).collect::<Result<Vec<_>, _>>().map_err(failed)
}

/// Names in the envelope with which a header begins; none where it is of another shape.
fn players(head: &str) -> BTreeMap<PlayerId, String> {
    // Within a name a quote would be escaped: this comma stands between envelope and recipe.
    let envelope = head.split_once(",\"recipe\":").map_or("", |(before, _)| before);
    let value: serde_json::Value =
        serde_json::from_str(&format!("{envelope}}}")).unwrap_or_default();
    let names = value["envelope"]["names"].as_object().into_iter().flatten();
    names.filter_map(|(id, name)| Some((id.as_str().into(), name.as_str()?.to_owned()))).collect()
}

/// Databases count in signed numbers; no journal comes near their end.
fn big(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(row: &AnyRow, column: usize) -> Result<u64, sqlx::Error> {
    row.try_get::<i64, _>(column).map(i64::unsigned_abs)
}
