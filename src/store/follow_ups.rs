//! Follow-ups as rows: kept from each drill, listed until somebody closes them. It never reads a
//! journal; what an entry says is told to it.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::model::id::DrillId;
use crate::store::{Store, StoreError, no_such};

/// A follow-up of a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    /// Its number in this store; 0 before it has one.
    pub number: u64,
    /// The drill it comes from.
    pub drill: DrillId,
    /// The entry that added it.
    pub seq: u64,
    /// `P1` to `P4`.
    pub priority: String,
    /// What is to be done.
    pub task: String,
    /// By whom.
    pub owner: String,
    /// By when, `2026-12-11`.
    pub due: String,
    /// The day it was closed, where it was.
    pub closed: Option<String>,
    /// What was said of that.
    pub note: Option<String>,
}

impl FollowUp {
    /// What they are sorted by: open ones first, by day, priority and number.
    #[must_use]
    pub fn urgency(&self) -> (bool, &str, &str, u64) {
        (self.closed.is_some(), &self.due, &self.priority, self.number)
    }
}

impl Store {
    /// Keeps the follow-ups of a drill; one that is there already keeps its number, and stays
    /// closed where it was.
    pub async fn keep_follow_ups(
        &self,
        drill: &DrillId,
        items: &[FollowUp],
    ) -> Result<(), StoreError> {
        const KEEP: &str = "INSERT INTO follow_ups \
            (number, drill, seq, priority, task, owner, due) \
            SELECT COALESCE(MAX(number), 0) + 1, CAST($1 AS TEXT), CAST($2 AS BIGINT), \
            CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT) \
            FROM follow_ups WHERE true ON CONFLICT (drill, seq) DO UPDATE SET \
            priority = excluded.priority, task = excluded.task, owner = excluded.owner, \
            due = excluded.due";
        let failed = self.failed("keeping follow-ups");
        let mut work = self.pool.begin().await.map_err(&failed)?;
        for item in items {
            let kept = sqlx::query(KEEP)
                .bind(drill.as_str())
                .bind(i64::try_from(item.seq).unwrap_or(i64::MAX))
                .bind(item.priority.as_str())
                .bind(item.task.as_str())
                .bind(item.owner.as_str())
                .bind(item.due.as_str())
                .execute(&mut *work)
                .await;
            kept.map_err(|error| match error.as_database_error() {
                Some(own) if own.is_foreign_key_violation() => no_such(drill.as_str()),
                _ => failed(error),
            })?;
        }
        work.commit().await.map_err(failed)
    }

    /// Every follow-up, the oldest number first.
    pub async fn follow_ups(&self) -> Result<Vec<FollowUp>, StoreError> {
        const SELECT: &str = "SELECT number, drill, seq, priority, task, owner, due, closed, note \
            FROM follow_ups ORDER BY number";
        let failed = self.failed("reading follow-ups");
        let rows = sqlx::query(SELECT).fetch_all(&self.pool).await.map_err(&failed)?;
        rows.iter().map(read).collect::<Result<Vec<_>, _>>().map_err(failed)
    }

    /// Closes a follow-up on a day, with a word on it; false where there is no open one of that
    /// number.
    pub async fn close_follow_up(
        &self,
        number: u64,
        day: &str,
        note: &str,
    ) -> Result<bool, StoreError> {
        const CLOSE: &str =
            "UPDATE follow_ups SET closed = $1, note = $2 WHERE number = $3 AND closed IS NULL";
        let failed = self.failed("closing a follow-up");
        let done = sqlx::query(CLOSE)
            .bind(day)
            .bind(note)
            .bind(i64::try_from(number).unwrap_or(i64::MAX))
            .execute(&self.pool)
            .await
            .map_err(failed)?;
        Ok(done.rows_affected() > 0)
    }
}

fn read(row: &AnyRow) -> Result<FollowUp, sqlx::Error> {
    Ok(FollowUp {
        number: row.try_get::<i64, _>(0)?.unsigned_abs(),
        drill: row.try_get::<String, _>(1)?.into(),
        seq: row.try_get::<i64, _>(2)?.unsigned_abs(),
        priority: row.try_get(3)?,
        task: row.try_get(4)?,
        owner: row.try_get(5)?,
        due: row.try_get(6)?,
        closed: row.try_get(7)?,
        note: row.try_get(8)?,
    })
}
