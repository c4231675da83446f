//! What only a store in a file can do wrong.

use std::fs;
use std::path::Path;

use firedrill::store::address::file_url;
use firedrill::store::{Store, StoreError, StoreErrorKind};

use crate::journal::sample;

async fn refused(path: &Path) -> StoreError {
    Store::open(&file_url(path)).await.expect_err("a refusal")
}

#[tokio::test]
async fn a_foreign_file_is_refused_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("notes.txt");
    let other = folder.path().join("other.db");
    fs::write(&text, "dear diary").expect("a file");
    make_foreign_database(&other).await;
    for path in [&text, &other] {
        let before = fs::read(path).expect("a file");
        let error = refused(path).await;
        assert!(matches!(error, StoreError::Foreign { .. }), "{error}");
        assert_eq!(error.kind(), StoreErrorKind::Unusable);
        assert_eq!(fs::read(path).expect("a file"), before);
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing beside them");
}

async fn make_foreign_database(path: &Path) {
    use sqlx::{Connection as _, Executor as _};
    sqlx::any::install_default_drivers();
    let url = format!("{}?mode=rwc", file_url(path));
    let mut connection = sqlx::AnyConnection::connect(&url).await.expect("a database");
    connection.execute("CREATE TABLE bookmarks (id BIGINT)").await.expect("a table");
    connection.close().await.expect("an end");
}

#[tokio::test]
async fn a_place_that_cannot_be_a_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let beside = folder.path().join("file");
    fs::write(&beside, "").expect("a file");
    for path in [folder.path().to_owned(), beside.join("under").join("a.db")] {
        let error = refused(&path).await;
        assert_eq!(error.kind(), StoreErrorKind::Trouble, "{error}");
        assert!(error.to_string().contains("cannot be reached") && !error.hint().is_empty());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn only_its_owner_reads_a_store() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("new").join("fire drill?.db");
    let store = Store::open(&file_url(&path)).await.expect("a store");
    store.create(&sample::header("d1")).await.expect("a drill");
    let mode = |path: &Path| fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    assert_eq!(mode(path.parent().expect("a folder")), 0o700);
    let files: Vec<_> = fs::read_dir(path.parent().expect("a folder")).expect("files").collect();
    assert!(files.len() > 1, "the log stands beside the database");
    for file in files {
        let file = file.expect("a file").path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[tokio::test]
async fn a_store_that_would_lose_what_it_confirms_is_refused() {
    for url in ["sqlite::memory:", "sqlite://any?mode=memory"] {
        let error = Store::open(url).await.expect_err("a refusal");
        assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
    }
}

#[tokio::test]
async fn a_url_of_no_known_database_is_refused_without_its_password() {
    for url in ["mysql://ann:s3cret@db/fire", "s3cret"] {
        let error = Store::open(url).await.expect_err("a refusal");
        assert!(matches!(error, StoreError::Url { .. }), "{error}");
        assert!(!format!("{error}{error:?}").contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn an_empty_file_becomes_a_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("empty.db");
    fs::write(&path, "").expect("a file");
    let store = Store::open(&file_url(&path)).await.expect("a store");
    store.create(&sample::header("d1")).await.expect("a drill");
    // Whose file it is stands in its head, even before the log was ever folded into it.
    Store::open(&file_url(&path)).await.expect("the same store");
}
