//! A fresh place for a store: a folder of its own, or a schema of its own in the test's PostgreSQL.

use firedrill::store::Store;
use firedrill::store::address::file_url;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use tempfile::TempDir;
use uuid::Uuid;

/// Where a store may be made; it goes with the value.
pub(crate) struct Place {
    pub(crate) url: String,
    /// Kept so that the folder lives as long as the test.
    _folder: Option<TempDir>,
    schema: Option<String>,
}

/// The PostgreSQL of the tests.
pub(crate) fn server() -> String {
    #[expect(clippy::disallowed_methods, reason = "the test command names its server so")]
    let server = std::env::var("FIREDRILL_TEST_PG");
    server.expect("FIREDRILL_TEST_PG names no PostgreSQL: `tests/run` starts one and sets it")
}

impl Place {
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = file_url(&folder.path().join("data").join("firedrill.db"));
        Self { url, _folder: Some(folder), schema: None }
    }

    pub(crate) async fn postgres() -> Self {
        let schema = format!("t_{}", Uuid::now_v7().simple());
        execute(&format!("CREATE SCHEMA {schema}")).await;
        let url = format!("{}?options=-c%20search_path%3D{schema}", server());
        Self { url, _folder: None, schema: Some(schema) }
    }

    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap_or_else(|error| panic!("{error}"))
    }

    /// Changes rows behind the store's back.
    pub(crate) async fn tamper(&self, sql: &str) {
        sqlx::any::install_default_drivers();
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.expect("a connection");
        connection.execute(AssertSqlSafe(sql.to_owned())).await.expect("a statement");
        connection.close().await.expect("an end");
    }

    pub(crate) async fn leave(self) {
        if let Some(schema) = self.schema {
            execute(&format!("DROP SCHEMA {schema} CASCADE")).await;
        }
    }
}

async fn execute(sql: &str) {
    let mut connection = PgConnection::connect(&server()).await.expect("the test's PostgreSQL");
    connection.execute(AssertSqlSafe(sql.to_owned())).await.expect("a statement");
    connection.close().await.expect("an end");
}

/// Runs each story on a SQLite file and on PostgreSQL.
macro_rules! on_both {
    ($($(#[$doc:meta])* $story:ident;)*) => {
        mod sqlite {
            $($(#[$doc])* #[tokio::test]
            async fn $story() {
                let place = crate::store::place::Place::sqlite();
                super::$story(&place).await;
                place.leave().await;
            })*
        }

        mod postgres {
            $($(#[$doc])* #[tokio::test]
            async fn $story() {
                let place = crate::store::place::Place::postgres().await;
                super::$story(&place).await;
                place.leave().await;
            })*
        }
    };
}
pub(crate) use on_both;
