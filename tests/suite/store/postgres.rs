//! What only a store on a server can do wrong.

use firedrill::store::{Store, StoreError, StoreErrorKind};

use crate::store::place::{Place, server};

#[tokio::test]
async fn a_server_told_to_confirm_early_is_refused() {
    let place = Place::postgres().await;
    let url = format!("{}%20-c%20synchronous_commit%3Doff", place.url);
    let error = Store::open(&url).await.expect_err("a refusal");
    assert!(matches!(error, StoreError::Unsafe { .. }), "{error}");
    place.leave().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_named_without_its_password() {
    let error = Store::open("postgres://ann:s3cret@127.0.0.1:1/fire").await.expect_err("nobody");
    assert_eq!(error.kind(), StoreErrorKind::Trouble);
    let told = format!("{error} {error:?}");
    assert!(told.contains("postgres://ann@127.0.0.1:1/fire") && !told.contains("s3cret"), "{told}");
}

#[tokio::test]
async fn a_database_that_is_not_there_is_named() {
    let url = server().replace("/postgres", "/nowhere");
    let error = Store::open(&url).await.expect_err("no such database");
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error}");
}
