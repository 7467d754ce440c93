//! When keys are fetched.

use std::time::Duration;

use futures::future::join_all;
use msgraph_calling::Refusal;
use msgraph_calling::simulator::SigningKey;
use serde_json::json;

use crate::bench::{Bench, FIRST, SECOND, settle};

const FLOOR: Duration = Duration::from_secs(5 * 60);
const REFRESH: Duration = Duration::from_secs(2 * 60 * 60);

/// A token that names a key with this id.
fn forged(bench: &Bench, id: &str) -> String {
    SECOND.sign(&json!({"alg": "RS256", "kid": id}), &bench.claims())
}

fn genuine(bench: &Bench, key: &SigningKey) -> String {
    key.token(&bench.claims())
}

#[tokio::test]
async fn unknown_keys_cause_one_fetch_within_the_floor() {
    let bench = Bench::new();
    for id in 0..1000 {
        let refused = bench.validate(&forged(&bench, &id.to_string())).await;
        assert_eq!(refused, Err(Refusal::UnknownKey));
    }
    assert_eq!(bench.fetches(), 1);
    bench.wait(FLOOR - Duration::from_secs(1));
    let _ = bench.validate(&forged(&bench, "one more")).await;
    assert_eq!(bench.fetches(), 1);
    bench.wait(Duration::from_secs(1));
    let _ = bench.validate(&forged(&bench, "one more")).await;
    assert_eq!(bench.fetches(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn unknown_keys_at_the_same_time_share_one_fetch() {
    let bench = Bench::new();
    let genuine = genuine(&bench, &FIRST);
    let tasks = (0..1000).map(|id| {
        let validator = bench.validator.clone();
        let token = match id % 10 {
            0 => genuine.clone(),
            _ => forged(&bench, &id.to_string()),
        };
        tokio::spawn(async move {
            let validated = crate::bench::validate(&validator, &token).await;
            match id % 10 {
                0 => assert!(validated.is_ok(), "{validated:?}"),
                _ => assert_eq!(validated, Err(Refusal::UnknownKey)),
            }
        })
    });
    for task in join_all(tasks).await {
        task.unwrap();
    }
    assert_eq!(bench.fetches(), 1);
}

#[tokio::test]
async fn without_a_floor_there_is_still_one_fetch_at_a_time() {
    let bench = Bench::with(|builder| builder.refresh_floor(Duration::ZERO));
    let token = forged(&bench, "unknown");
    let refused = join_all((0..100).map(|_| bench.validate(&token))).await;
    assert!(
        refused
            .iter()
            .all(|refused| *refused == Err(Refusal::UnknownKey))
    );
    assert_eq!(bench.fetches(), 1);
    let _ = bench.validate(&token).await;
    assert_eq!(bench.fetches(), 2);
}

#[tokio::test]
async fn failed_fetches_count() {
    let bench = Bench::new();
    bench.take_down();
    for _ in 0..100 {
        let refused = bench.validate(&genuine(&bench, &FIRST)).await;
        assert_eq!(refused, Err(Refusal::KeysUnavailable));
    }
    assert_eq!(bench.fetches(), 1);
    bench.publish(&[&FIRST]);
    bench.wait(FLOOR);
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    assert_eq!(bench.fetches(), 2);
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_first_used() {
    let bench = Bench::new();
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    bench.publish(&[&FIRST, &SECOND]);
    bench.wait(FLOOR);
    assert!(bench.validate(&genuine(&bench, &SECOND)).await.is_ok());
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    assert_eq!(bench.fetches(), 2);
    // The old key is withdrawn.
    bench.publish(&[&SECOND]);
    bench.wait(REFRESH);
    assert!(bench.validate(&genuine(&bench, &SECOND)).await.is_ok());
    settle().await;
    assert_eq!(
        bench.validate(&genuine(&bench, &FIRST)).await,
        Err(Refusal::UnknownKey)
    );
    assert_eq!(bench.fetches(), 3);
}

#[tokio::test]
async fn old_keys_serve_while_they_are_fetched_again() {
    let bench = Bench::new();
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    bench.wait(REFRESH - Duration::from_secs(1));
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    settle().await;
    assert_eq!(bench.fetches(), 1);
    bench.wait(Duration::from_secs(1));
    for _ in 0..10 {
        assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    }
    settle().await;
    assert_eq!(bench.fetches(), 2);
}

#[tokio::test]
async fn old_keys_serve_while_the_source_is_down() {
    let bench = Bench::new();
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    bench.take_down();
    bench.wait(REFRESH);
    for day in 1..=3 {
        for _ in 0..10 {
            assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
            settle().await;
        }
        assert_eq!(bench.fetches(), 1 + day);
        bench.wait(Duration::from_secs(24 * 60 * 60));
    }
    // A key that may have been published since cannot be told from a forged one.
    let refused = bench.validate(&genuine(&bench, &SECOND)).await;
    assert_eq!(refused, Err(Refusal::KeysUnavailable));
}

#[tokio::test]
async fn a_callback_that_is_dropped_does_not_stop_the_fetch() {
    let bench = Bench::new();
    let token = genuine(&bench, &FIRST);
    {
        let mut dropped = Box::pin(bench.validate(&token));
        assert!(futures::poll!(&mut dropped).is_pending());
    }
    assert!(bench.validate(&token).await.is_ok());
    assert_eq!(bench.fetches(), 1);
}

#[tokio::test]
async fn a_clock_that_is_set_back_does_not_stop_fetches() {
    let bench = Bench::new();
    assert!(bench.validate(&genuine(&bench, &FIRST)).await.is_ok());
    bench.set_back(Duration::from_secs(60));
    let _ = bench.validate(&forged(&bench, "unknown")).await;
    assert_eq!(bench.fetches(), 1);
    bench.set_back(24 * 12 * FLOOR);
    let _ = bench.validate(&forged(&bench, "unknown")).await;
    assert_eq!(bench.fetches(), 2);
}

#[test]
fn without_a_runtime_there_are_no_keys() {
    let bench = Bench::new();
    let token = genuine(&bench, &FIRST);
    let refused = futures::executor::block_on(bench.validate(&token));
    assert_eq!(refused, Err(Refusal::KeysUnavailable));
    assert_eq!(bench.fetches(), 0);
}

#[test]
fn a_fetch_whose_runtime_ends_is_not_waited_for() {
    let bench = Bench::new();
    let token = genuine(&bench, &FIRST);
    let runtime = || {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
    };
    runtime().block_on(async {
        assert!(futures::poll!(Box::pin(bench.validate(&token))).is_pending());
    });
    let refused = runtime().block_on(bench.validate(&token));
    assert_eq!(refused, Err(Refusal::KeysUnavailable));
    bench.wait(FLOOR);
    assert!(
        runtime()
            .block_on(bench.validate(&genuine(&bench, &FIRST)))
            .is_ok()
    );
}
