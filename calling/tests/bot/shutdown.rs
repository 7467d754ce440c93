//! The end of a bot.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::StatusCode;
use msgraph_beta_communications::models;
use msgraph_calling::{CallError, CallingBot, Shutdown};
use serde_json::json;
use tokio::time::Instant;

use super::graph::{Graph, answer};
use super::support::*;

/// Counts itself down when it is dropped.
struct Guard(Arc<AtomicUsize>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A bot whose handlers wait for the end of their calls, and the number of those that run.
fn waiting(graph: &Graph) -> (CallingBot, Arc<AtomicUsize>) {
    let running = Arc::new(AtomicUsize::new(0));
    let counter = running.clone();
    let bot = Arc::new(std::sync::OnceLock::<CallingBot>::new());
    let calls = bot.clone();
    let built = builder(graph).on_incoming(move |call| {
        counter.fetch_add(1, Ordering::Relaxed);
        let (guard, calls) = (Guard(counter.clone()), calls.clone());
        async move {
            let _guard = guard;
            let call = calls.get().unwrap().calls().get(call.id()).unwrap();
            call.until(|_| false, minutes(600)).await?;
            Ok::<(), CallError>(())
        }
    });
    let built = built.build().unwrap();
    bot.set(built.clone()).unwrap();
    (built, running)
}

async fn establish(bot: &CallingBot, calls: std::ops::Range<u64>) {
    for number in calls {
        post(bot, &[incoming(number), state(number, "established")]).await;
    }
    settle().await;
}

#[tokio::test(start_paused = true)]
async fn calls_are_hung_up_and_everything_is_joined() {
    let graph = Graph::new(|sent| match sent.method.as_str() {
        "DELETE" if sent.path == path(2) => answer(404, ""),
        _ => answer(204, ""),
    });
    let (bot, running) = waiting(&graph);
    establish(&bot, 0..4).await;
    post(&bot, &[incoming(4)]).await;
    settle().await;
    let stopping = bot.clone();
    let stopped = tokio::spawn(async move {
        stopping
            .shutdown(Shutdown::HangUp { within: secs(20) })
            .await
    });
    settle().await;
    for number in 0..4 {
        assert_eq!(graph.count("DELETE", &path(number)), 1);
    }
    // A call that was not answered is rejected.
    assert_eq!(graph.count("POST", &format!("{}/reject", path(4))), 1);
    // No new calls; what concerns those that there are is still delivered.
    assert_eq!(
        post(&bot, &[incoming(9)]).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    for number in [0, 1, 3, 4] {
        assert!(!stopped.is_finished());
        assert_eq!(
            post(&bot, &[terminated(number)]).await,
            StatusCode::ACCEPTED
        );
        settle().await;
    }
    let began = Instant::now();
    let left = stopped.await.unwrap();
    // A notification could have said why the call ended that the service does not know.
    let moment = Duration::from_millis(500);
    assert_eq!(Instant::now(), began + moment);
    assert_eq!((left.calls.len(), left.aborted_handlers), (0, 0));
    assert_eq!(running.load(Ordering::Relaxed), 0);
    assert_eq!(
        post(&bot, &[terminated(1)]).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    let error = bot
        .calls()
        .create(models::Call::default())
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Shutdown));
    let error = bot.calls().adopt(call_id(7), None).await.unwrap_err();
    assert!(matches!(error, CallError::Shutdown));
    tokio::time::sleep(minutes(60)).await;
    assert_eq!(graph.sent().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn calls_that_do_not_end_in_time_are_named() {
    let graph = Graph::new(|sent| match sent.method.as_str() {
        "DELETE" if sent.path == path(1) => answer(503, ""),
        _ => answer(204, ""),
    });
    let (bot, running) = waiting(&graph);
    establish(&bot, 1..4).await;
    let stopping = bot.clone();
    let began = Instant::now();
    let stopped = tokio::spawn(async move {
        stopping
            .shutdown(Shutdown::HangUp { within: secs(20) })
            .await
    });
    settle().await;
    post(&bot, &[terminated(3)]).await;
    let mut left = stopped.await.unwrap();
    assert_eq!(Instant::now() - began, secs(20));
    left.calls.sort();
    assert_eq!(left.calls, [call_id(1), call_id(2)]);
    assert_eq!(left.aborted_handlers, 2);
    assert_eq!(running.load(Ordering::Relaxed), 0);
    // Nothing goes on in the background.
    let sent = graph.sent().len();
    tokio::time::sleep(minutes(60)).await;
    assert_eq!(graph.sent().len(), sent);
}

#[tokio::test(start_paused = true)]
async fn calls_can_be_left_to_other_instances() {
    let graph = Graph::accepting();
    let (bot, running) = waiting(&graph);
    establish(&bot, 1..4).await;
    let began = Instant::now();
    let mut left = bot.shutdown(Shutdown::Leave { within: secs(20) }).await;
    // The handlers were told, and came to their ends by themselves.
    assert_eq!(Instant::now(), began);
    left.calls.sort();
    assert_eq!(left.calls, [1, 2, 3].map(call_id));
    assert_eq!(left.aborted_handlers, 0);
    assert_eq!(running.load(Ordering::Relaxed), 0);
    tokio::time::sleep(minutes(60)).await;
    assert!(graph.sent().is_empty(), "their calls are not hung up");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_placed_meanwhile_is_hung_up() {
    let graph = Graph::new(|sent| match sent.method.as_str() {
        "POST" => answer(201, json!({"id": id(1)}).to_string()).after(secs(3)),
        _ => answer(204, ""),
    });
    let bot = builder(&graph).build().unwrap();
    let placing = bot.clone();
    let placed = tokio::spawn(async move { placing.calls().create(models::Call::default()).await });
    settle().await;
    let left = bot.shutdown(Shutdown::HangUp { within: secs(1) }).await;
    assert!(left.calls.is_empty());
    assert!(matches!(placed.await.unwrap(), Err(CallError::Shutdown)));
    assert_eq!(graph.count("DELETE", &path(1)), 1);
}

#[tokio::test(start_paused = true)]
async fn a_dropped_bot_keeps_no_waiter() {
    let bot = builder(&Graph::accepting()).build().unwrap();
    let calls = bot.calls();
    drop(bot);
    assert!(calls.get(&call_id(1)).is_none());
    let error = calls.create(models::Call::default()).await.unwrap_err();
    assert!(matches!(error, CallError::Shutdown));
}
