//! What every store does, whatever database it is on.

use std::task::Poll;

use firedrill::journal::{Cause, Journal, wire};
use firedrill::model::id::DrillId;
use firedrill::store::follow_ups::FollowUp;
use firedrill::store::{Batch, FIRST_EPOCH, Store, StoreError, StoreErrorKind};
use uuid::Uuid;

use crate::journal::sample;
use crate::store::place::{Place, on_both};

on_both! {
    what_was_appended_is_loaded;
    a_drill_is_made_once;
    only_the_holder_of_the_head_may_append;
    who_was_taken_over_from_may_not_append;
    of_two_writers_one_wins;
    entries_follow_without_a_gap;
    a_repeated_command_changes_nothing;
    a_command_stored_before_a_crash_is_known_after_it;
    an_append_dropped_half_way_is_whole_or_not_there;
    an_edited_entry_is_found;
    a_missing_last_entry_is_found;
    an_edited_recipe_is_found;
    a_store_opened_anew_goes_on;
    a_journal_moves_by_export_and_import;
    drills_are_listed_and_found;
    a_scorecard_replaces_the_one_before;
    follow_ups_stay_until_somebody_closes_them;
    a_journal_written_anew_is_sound_and_no_longer_its_writer_s;
    a_store_of_a_later_firedrill_is_refused;
}

fn id(name: &str) -> DrillId {
    DrillId::from(name)
}

async fn begun(place: &Place) -> (Store, DrillId) {
    let store = place.open().await;
    assert_eq!(store.create(&sample::header("d1")).await.expect("a drill"), FIRST_EPOCH);
    (store, id("d1"))
}

async fn what_was_appended_is_loaded(place: &Place) {
    let (store, drill) = begun(place).await;
    let journal = sample::journal("d1");
    let (first, rest) = journal.entries.split_at(2);
    store.append(&drill, 1, 0, Batch { entries: first, commands: &[] }).await.expect("two");
    store.append(&drill, 1, 2, Batch { entries: &[], commands: &[] }).await.expect("none");
    store.append(&drill, 1, 2, Batch { entries: rest, commands: &[] }).await.expect("four");
    store.close().await;

    let again = place.open().await;
    assert_eq!(again.load(&drill).await.expect("a journal"), journal);
}

async fn a_drill_is_made_once(place: &Place) {
    let (store, _) = begun(place).await;
    let again = store.create(&sample::header("d1")).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    assert!(matches!(store.load(&id("d2")).await, Err(StoreError::NoSuchDrill { .. })));
}

async fn only_the_holder_of_the_head_may_append(place: &Place) {
    let (store, drill) = begun(place).await;
    let one = [sample::note(1, 0, "one")];
    let batch = Batch { entries: &one, commands: &[] };
    store.append(&drill, 1, 0, batch).await.expect("the first");
    let late = store.append(&drill, 1, 0, batch).await;
    assert!(matches!(late, Err(StoreError::NotMine { .. })), "{late:?}");
    assert_eq!(store.load(&drill).await.expect("a journal").entries, one);
}

async fn who_was_taken_over_from_may_not_append(place: &Place) {
    let (here, drill) = begun(place).await;
    let there = place.open().await;
    assert_eq!(there.take_over(&drill).await.expect("an epoch"), 2);
    let one = [sample::note(1, 0, "one")];
    let batch = Batch { entries: &one, commands: &[(Uuid::now_v7(), 1)] };
    let late = here.append(&drill, 1, 0, batch).await.expect_err("not mine");
    assert_eq!(late.kind(), StoreErrorKind::Lost);
    assert!(there.commands(&drill).await.expect("commands").is_empty());
    there.append(&drill, 2, 0, batch).await.expect("the one who took over");
}

async fn of_two_writers_one_wins(place: &Place) {
    let (store, drill) = begun(place).await;
    let other = place.open().await;
    let texts = ["here", "there"];
    let [here, there] = texts.map(|text| [sample::note(1, 0, text)]);
    let batch = |entries| Batch { entries, commands: &[] };
    let (one, two) = tokio::join!(
        store.append(&drill, 1, 0, batch(&here)),
        other.append(&drill, 1, 0, batch(&there)),
    );
    assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
    let kept = store.load(&drill).await.expect("a journal").entries;
    assert_eq!(kept, if one.is_ok() { here } else { there });
}

async fn entries_follow_without_a_gap(place: &Place) {
    let (store, drill) = begun(place).await;
    let gap = [sample::note(1, 0, "one"), sample::note(3, 0, "three")];
    let refused = store.append(&drill, 1, 0, Batch { entries: &gap, commands: &[] }).await;
    assert!(matches!(refused, Err(StoreError::Gap { head: 1, found: 3, .. })), "{refused:?}");
    assert_eq!(store.load(&drill).await.expect("a journal").head(), 0);
}

async fn a_repeated_command_changes_nothing(place: &Place) {
    let (store, drill) = begun(place).await;
    let command = Uuid::now_v7();
    let one = [sample::note(1, 0, "one")];
    let two = [sample::note(2, 1, "one")];
    store
        .append(&drill, 1, 0, Batch { entries: &one, commands: &[(command, 1)] })
        .await
        .expect("one");
    let again =
        store.append(&drill, 1, 1, Batch { entries: &two, commands: &[(command, 2)] }).await;
    assert!(matches!(again, Err(StoreError::Repeated { .. })), "{again:?}");
    assert_eq!(store.load(&drill).await.expect("a journal").entries, one);
}

async fn a_command_stored_before_a_crash_is_known_after_it(place: &Place) {
    let (store, drill) = begun(place).await;
    let command = Uuid::now_v7();
    let one = [sample::note(1, 0, "one")];
    store
        .append(&drill, 1, 0, Batch { entries: &one, commands: &[(command, 1)] })
        .await
        .expect("one");
    // The host dies before it could acknowledge; another asks whether the command was taken.
    drop(store);
    let after = place.open().await;
    let epoch = after.take_over(&drill).await.expect("an epoch");
    assert_eq!(after.commands(&drill).await.expect("commands").get(&command), Some(&1));
    let two = [sample::note(2, 1, "two")];
    after.append(&drill, epoch, 1, Batch { entries: &two, commands: &[] }).await.expect("two");
}

async fn an_append_dropped_half_way_is_whole_or_not_there(place: &Place) {
    let (store, drill) = begun(place).await;
    for polls in 0..40 {
        let before = store.load(&drill).await.expect("a journal");
        let batch: Vec<_> =
            (1..4).map(|more| sample::note(before.head() + more, 0, "note")).collect();
        let mut append = Box::pin(store.append(
            &drill,
            1,
            before.head(),
            Batch { entries: &batch, commands: &[] },
        ));
        let mut left = polls;
        let done = std::future::poll_fn(|context| {
            left -= 1;
            match append.as_mut().poll(context) {
                Poll::Ready(result) => Poll::Ready(Some(result)),
                Poll::Pending if left <= 0 => Poll::Ready(None),
                Poll::Pending => Poll::Pending,
            }
        })
        .await;
        drop(append);
        // What was dropped while it committed may still land, even later than this.
        let after = store.load(&drill).await.expect("a journal").head();
        assert_eq!(after % 3, 0, "{after} entries in batches of three");
        match done {
            Some(Ok(())) => assert!(after >= before.head() + 3),
            Some(Err(error)) => assert!(matches!(error, StoreError::NotMine { .. }), "{error}"),
            None => {}
        }
    }
}

async fn filled(place: &Place) -> (Store, DrillId) {
    let store = place.open().await;
    let drill = store.import(&sample::journal("d1")).await.expect("a drill");
    (store, drill)
}

#[track_caller]
fn torn(loaded: Result<Journal, StoreError>) -> (u64, Cause) {
    match loaded {
        Err(StoreError::Torn { seq, cause, .. }) => (seq, cause),
        other => panic!("{other:?}"),
    }
}

async fn an_edited_entry_is_found(place: &Place) {
    let (store, drill) = filled(place).await;
    place
        .tamper("UPDATE entries SET entry = REPLACE(entry, 'udpate', 'update') WHERE seq = 4")
        .await;
    assert_eq!(torn(store.load(&drill).await), (4, Cause::Edited));
}

async fn a_missing_last_entry_is_found(place: &Place) {
    let (store, drill) = filled(place).await;
    place.tamper("DELETE FROM entries WHERE seq = 6").await;
    assert_eq!(torn(store.load(&drill).await), (6, Cause::OutOfOrder { expected: 6, found: 5 }));
    place.tamper("DELETE FROM entries WHERE seq = 3").await;
    assert_eq!(torn(store.load(&drill).await), (3, Cause::OutOfOrder { expected: 3, found: 4 }));
}

async fn an_edited_recipe_is_found(place: &Place) {
    let (store, drill) = filled(place).await;
    place.tamper("UPDATE drills SET header = REPLACE(header, 'first-shift', 'last-shift')").await;
    assert_eq!(torn(store.load(&drill).await), (0, Cause::Edited));
}

async fn a_store_opened_anew_goes_on(place: &Place) {
    let (mut store, drill) = begun(place).await;
    store.reopen().await.expect("a store");
    let one = [sample::note(1, 0, "one")];
    store.append(&drill, 1, 0, Batch { entries: &one, commands: &[] }).await.expect("one");
    assert!(!format!("{store:?}").contains("options="), "a URL may hold a password");
}

async fn a_journal_moves_by_export_and_import(place: &Place) {
    let (store, drill) = filled(place).await;
    let file = wire::write(&store.load(&drill).await.expect("a journal"));
    let mut read = wire::read(&file).expect("a journal").journal;
    let again = store.import(&read).await;
    assert!(matches!(again, Err(StoreError::Exists { .. })), "{again:?}");
    "d2".clone_into(&mut read.header.envelope.id);
    let copy = store.import(&read).await.expect("a drill");
    assert_eq!(store.load(&copy).await.expect("a journal"), read);
}

async fn drills_are_listed_and_found(place: &Place) {
    let store = place.open().await;
    assert!(matches!(store.find("last").await, Err(StoreError::NoSuchDrill { .. })));
    // Begun in Bangkok at 12:00 is before begun in London at 06:00.
    for (name, started) in [
        ("aa-1", "2026-11-24T12:00:00+07:00"),
        ("aa-2", "2026-11-24T06:00:00+00:00"),
        ("ab-3", "2026-11-23T23:00:00+00:00"),
    ] {
        let mut header = sample::header(name);
        header.envelope.started = started.to_owned();
        store.create(&header).await.expect("a drill");
    }
    let one = [sample::journal("x").entries[0].clone()];
    store.append(&id("aa-1"), 1, 0, Batch { entries: &one, commands: &[] }).await.expect("one");
    store.save_scorecard(&id("aa-1"), r#"{"schema":1,"score":71}"#).await.expect("saved");

    let rows = store.list().await.expect("rows");
    let told: Vec<_> = rows.iter().map(|row| (row.id.as_str(), row.head, row.score)).collect();
    assert_eq!(told, [("aa-2", 0, None), ("aa-1", 1, Some(71.0)), ("ab-3", 0, None)]);
    assert!(rows.iter().all(|row| !row.ended));

    assert_eq!(store.find("last").await.expect("a drill").id, id("aa-2"));
    assert_eq!(store.find("ab").await.expect("a drill").id, id("ab-3"));
    let several = store.find("aa").await.expect_err("two begin so");
    assert_eq!(several.to_string(), "`aa` could be 2 drills: aa-2, aa-1.");
    for none in ["zz", "", "aa-11", "%"] {
        let missing = store.find(none).await;
        assert!(matches!(missing, Err(StoreError::NoSuchDrill { .. })), "{none}: {missing:?}");
    }
    store.import(&sample::journal("ac")).await.expect("a drill");
    assert!(store.find("ac").await.expect("a drill").ended);
}

async fn a_scorecard_replaces_the_one_before(place: &Place) {
    let (store, drill) = filled(place).await;
    assert_eq!(store.scorecard(&drill).await.expect("none yet"), None);
    for card in [r#"{"score":12}"#, r#"{"score":null,"why":"ไทย"}"#] {
        store.save_scorecard(&drill, card).await.expect("saved");
        assert_eq!(store.scorecard(&drill).await.expect("a card").as_deref(), Some(card));
    }
    assert_eq!(store.find("last").await.expect("a drill").score, None);
    let nobody = store.save_scorecard(&id("d9"), "{}").await;
    assert!(matches!(nobody, Err(StoreError::NoSuchDrill { .. })), "{nobody:?}");
}

fn follow_up(seq: u64, task: &str) -> FollowUp {
    FollowUp {
        number: 0,
        drill: id("d1"),
        seq,
        priority: "P1".to_owned(),
        task: task.to_owned(),
        owner: "แอน".to_owned(),
        due: "2026-12-11".to_owned(),
        closed: None,
        note: None,
    }
}

async fn follow_ups_stay_until_somebody_closes_them(place: &Place) {
    let (store, drill) = begun(place).await;
    let items = [follow_up(7, "write an alert"), follow_up(9, "ask Som")];
    store.keep_follow_ups(&drill, &items).await.expect("kept");
    assert!(store.close_follow_up(1, "2026-11-30", "in 12").await.expect("closed"));
    assert!(!store.close_follow_up(1, "2026-12-01", "").await.expect("it is closed already"));
    assert!(!store.close_follow_up(7, "2026-12-01", "").await.expect("there is none"));
    // A second look back on the drill adds what is new and opens nothing again.
    let more = [follow_up(7, "write the alert"), follow_up(9, "ask Som"), follow_up(12, "try it")];
    store.keep_follow_ups(&drill, &more).await.expect("kept");
    let told = store.follow_ups().await.expect("rows");
    let told: Vec<_> =
        told.iter().map(|own| (own.number, own.task.as_str(), own.closed.as_deref())).collect();
    let wanted =
        [(1, "write the alert", Some("2026-11-30")), (2, "ask Som", None), (3, "try it", None)];
    assert_eq!(told, wanted);
    let nobody = store.keep_follow_ups(&id("d9"), &items).await;
    assert!(matches!(nobody, Err(StoreError::NoSuchDrill { .. })), "{nobody:?}");
}

async fn a_journal_written_anew_is_sound_and_no_longer_its_writer_s(place: &Place) {
    let (store, drill) = filled(place).await;
    let mut journal = store.load(&drill).await.expect("a journal");
    let name = journal.header.envelope.names.values().next().expect("a player").to_string();
    assert!(journal.forget(&name));
    store.rewrite(&journal).await.expect("written anew");
    assert_eq!(store.load(&drill).await.expect("sound"), journal);
    let head = journal.head();
    let late = [sample::note(head + 1, 99, "late")];
    let batch = Batch { entries: &late, commands: &[] };
    let told = store.append(&drill, FIRST_EPOCH, head, batch).await;
    assert!(matches!(told, Err(StoreError::NotMine { .. })), "{told:?}");
    "d9".clone_into(&mut journal.header.envelope.id);
    let nobody = store.rewrite(&journal).await;
    assert!(matches!(nobody, Err(StoreError::NoSuchDrill { .. })), "{nobody:?}");
}

async fn a_store_of_a_later_firedrill_is_refused(place: &Place) {
    let (store, _) = begun(place).await;
    store.close().await;
    let later = "INSERT INTO _sqlx_migrations \
        (version, description, success, checksum, execution_time) \
        SELECT 9999, 'later', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
    place.tamper(later).await;
    let opened = Store::open(&place.url).await;
    assert!(matches!(opened, Err(StoreError::Newer { .. })), "{opened:?}");
}
