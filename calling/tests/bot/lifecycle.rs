//! Calls are kept alive, read when the service is silent, and forgotten some time after their end.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures::StreamExt;
use msgraph_calling::{Call, CallError, CallEvent, CallingBot, Deadline, EndReason, Timings};
use serde_json::json;
use tokio::time::Instant;

use super::graph::{Answer, Graph, Sent, answer};
use super::support::*;

/// A bot whose handlers leave the calls to themselves.
fn idle(graph: &Graph) -> CallingBot {
    let handler = async |_| Ok::<(), CallError>(());
    builder(graph).on_incoming(handler).build().unwrap()
}

async fn established(bot: &CallingBot, number: u64) -> Call {
    post(bot, &[incoming(number), state(number, "established")]).await;
    settle().await;
    known(bot, number)
}

fn keep_alives(graph: &Graph) -> Vec<Instant> {
    let sent = graph.sent().into_iter();
    sent.filter(Sent::is_keep_alive)
        .map(|sent| sent.at)
        .collect()
}

fn between(wait: Duration, around: Duration) -> bool {
    wait >= around.mul_f64(0.899) && wait <= around.mul_f64(1.101)
}

#[tokio::test(start_paused = true)]
async fn calls_are_kept_alive_out_of_step() {
    let graph = Graph::new(|_| answer(204, ""));
    let bot = idle(&graph);
    let began = Instant::now();
    for number in 0..10 {
        established(&bot, number).await;
    }
    tokio::time::sleep(minutes(24 * 60)).await;
    let mut waits = Vec::new();
    for number in 0..10 {
        let path = format!("{}/keepAlive", path(number));
        let mut last = began;
        for sent in graph.sent().iter().filter(|sent| sent.path == path) {
            let wait = sent.at - last;
            assert!(between(wait, minutes(15)), "{wait:?}");
            waits.push(wait);
            last = sent.at;
        }
        assert!(began + minutes(24 * 60) - last < minutes(17));
    }
    waits.sort();
    waits.dedup();
    assert!(waits.len() > 500, "{} different waits", waits.len());
    assert_eq!(bot.calls().counts().active, 10);
}

/// Whether a request fails, for all requests of a test.
fn failing(random: &mut fastrand::Rng) -> Vec<bool> {
    let mut failing = Vec::new();
    while failing.len() < 2_000 {
        let times = match random.u8(0..40) {
            // So many in a row that the call is lost, or about to be.
            0 => random.usize(40..70),
            1..16 => random.usize(1..5),
            _ => 0,
        };
        failing.extend(std::iter::repeat_n(true, times));
        failing.push(false);
    }
    failing
}

#[tokio::test(start_paused = true)]
async fn failed_requests_are_repeated_until_the_service_has_ended_the_call() {
    let mut ends = [0, 0];
    for seed in 0..16 {
        let mut random = fastrand::Rng::with_seed(seed);
        let failing = failing(&mut random);
        let number = Arc::new(Mutex::new(0));
        let script = failing.clone();
        let graph = Graph::new(move |_| {
            let mut number = number.lock().unwrap();
            *number += 1;
            match script[*number - 1] {
                true => answer(503, ""),
                false => answer(204, ""),
            }
        });
        let bot = idle(&graph);
        let began = Instant::now();
        let call = established(&bot, 1).await;
        let ended = tokio::time::timeout(minutes(60 * 12), call.ended()).await;
        let (mut last, mut last_success, mut failed) = (began, began, false);
        for (sent, fails) in keep_alives(&graph).into_iter().zip(failing) {
            let wait = sent - last;
            let usual = if failed { secs(30) } else { minutes(15) };
            assert!(
                between(wait, usual),
                "seed {seed}: {wait:?} instead of {usual:?}"
            );
            assert!(sent - last_success < minutes(45), "seed {seed}");
            (last, failed) = (sent, fails);
            if !fails {
                last_success = sent;
            }
        }
        match ended {
            Ok(reason) => {
                ends[0] += 1;
                assert_eq!(reason, EndReason::KeepAliveMissed);
                assert_eq!(Instant::now(), last_success + minutes(45), "seed {seed}");
                assert!(failed);
            }
            Err(_) => {
                ends[1] += 1;
                assert!(Instant::now() - last_success < minutes(45), "seed {seed}");
            }
        }
    }
    assert!(
        ends.iter().all(|number| *number > 2),
        "lost and kept: {ends:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_request_without_an_answer_does_not_keep_a_call() {
    let graph = Graph::new(|_| answer(204, "").after(minutes(600)));
    let bot = idle(&graph);
    let began = Instant::now();
    let call = established(&bot, 1).await;
    assert_eq!(call.ended().await, EndReason::KeepAliveMissed);
    assert_eq!(Instant::now() - began, minutes(45));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_the_service_does_not_know_has_ended() {
    let graph = Graph::new(|_| answer(404, ""));
    let bot = idle(&graph);
    let call = established(&bot, 1).await;
    assert_eq!(call.ended().await, EndReason::NotFound);
    tokio::time::sleep(minutes(600)).await;
    assert_eq!(graph.sent().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_for_a_call_that_ended() {
    for seed in 0..20 {
        let mut random = fastrand::Rng::with_seed(seed);
        let slow = random.bool();
        let graph = Graph::new(move |_| match slow {
            true => answer(503, "").after(secs(20)),
            false => answer(204, ""),
        });
        let bot = idle(&graph);
        let call = established(&bot, 1).await;
        // Someone waits, so that the call is read, too.
        let waiting = call.clone();
        let wait = tokio::spawn(async move { waiting.until(|_| false, minutes(100)).await });
        tokio::time::sleep(secs(random.u64(0..4000))).await;
        let was_ended = call.view().is_ended();
        post(&bot, &[terminated(1)]).await;
        settle().await;
        let ended = Instant::now();
        let reason = match was_ended {
            true => EndReason::KeepAliveMissed,
            false => EndReason::HungUpByBot,
        };
        assert_eq!(call.view().end(), Some(&reason));
        let result = wait.await.unwrap();
        assert!(matches!(result, Err(CallError::Ended(given)) if given == reason));
        // What comes late changes nothing.
        post(&bot, &[state(1, "established"), tone(1, 1)]).await;
        tokio::time::sleep(minutes(180)).await;
        assert!(
            graph.sent().iter().all(|sent| sent.at <= ended),
            "seed {seed}"
        );
        assert_eq!(call.view().end(), Some(&reason));
    }
}

#[tokio::test(start_paused = true)]
async fn the_memory_of_an_ended_call_is_gone_after_ten_minutes() {
    for seed in 0..10 {
        let mut random = fastrand::Rng::with_seed(seed);
        let bot = idle(&Graph::accepting());
        let calls = random.u64(1..30);
        for number in 0..calls {
            established(&bot, number).await;
        }
        for number in 0..calls {
            post(&bot, &[terminated(number)]).await;
            tokio::time::sleep(secs(random.u64(0..10))).await;
        }
        let call = known(&bot, calls - 1);
        assert_eq!(bot.calls().counts().active, 0);
        assert_eq!(bot.calls().counts().known as u64, calls);
        tokio::time::sleep(minutes(9)).await;
        // Late notifications do not prolong it.
        post(&bot, &[state(calls - 1, "established")]).await;
        assert!(bot.calls().get(call.id()).is_some());
        tokio::time::sleep(minutes(1) + secs(1)).await;
        let counts = bot.calls().counts();
        assert_eq!((counts.known, counts.waiting), (0, 0), "seed {seed}");
        assert!(bot.calls().get(call.id()).is_none());
    }
}

/// A service that answers a GET of the call, and accepts the rest.
fn reading(get: impl Fn() -> Answer + Send + Sync + 'static) -> Graph {
    Graph::new(move |sent| match sent.is("GET", &path(1)) {
        true => get(),
        false => answer(204, ""),
    })
}

#[tokio::test(start_paused = true)]
async fn a_silent_service_is_asked_for_the_call() {
    let call = json!({"id": id(1), "state": "established"}).to_string();
    let graph = reading(move || answer(200, call.clone()));
    let bot = idle(&graph);
    post(&bot, &[incoming(1)]).await;
    settle().await;
    let call = known(&bot, 1);
    // Nobody waits: nothing is read.
    tokio::time::sleep(minutes(5)).await;
    assert!(graph.sent().is_empty());

    let began = Instant::now();
    let mut events = call.events();
    let view = call
        .until(|view| view.is_established(), minutes(1))
        .await
        .unwrap();
    assert!(view.is_established());
    assert_eq!(Instant::now() - began, Timings::default().silence);
    assert!(matches!(
        events.next().await,
        Some(Ok(CallEvent::StateChanged { .. }))
    ));
    // Nobody waits any more.
    tokio::time::sleep(minutes(5)).await;
    assert_eq!(graph.count("GET", &path(1)), 1);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_says_something_is_not_asked() {
    let graph = reading(|| answer(200, r#"{"state": "incoming"}"#));
    let bot = idle(&graph);
    post(&bot, &[incoming(1)]).await;
    settle().await;
    let call = known(&bot, 1);
    let wait = tokio::spawn(async move {
        let began = Instant::now();
        let error = call.until(|_| false, minutes(10)).await.unwrap_err();
        (error, Instant::now() - began)
    });
    for sequence in 1..=10 {
        tokio::time::sleep(secs(29)).await;
        post(&bot, &[tone(1, sequence)]).await;
    }
    assert!(graph.sent().is_empty());
    // From now on it is silent, and asked less and less often.
    let silent = Instant::now();
    let (error, waited) = wait.await.unwrap();
    assert!(matches!(error, CallError::TooLate(Deadline::Wait)));
    assert_eq!(waited, minutes(10));
    let asked = graph
        .sent()
        .into_iter()
        .map(|sent| (sent.at - silent).as_secs());
    assert_eq!(asked.collect::<Vec<_>>(), [30, 90, 210]);
}

#[tokio::test(start_paused = true)]
async fn an_end_that_was_not_reported_is_found_by_asking() {
    for (answered, reason) in [
        (answer(404, ""), EndReason::NotFound),
        (
            answer(
                200,
                r#"{"state": "terminated", "resultInfo": {"code": 200, "subcode": 4097}}"#,
            ),
            EndReason::HungUpByPeer,
        ),
    ] {
        let (status, body) = (answered.status, answered.body);
        let graph = reading(move || answer(status, body.clone()));
        let bot = idle(&graph);
        let call = established(&bot, 1).await;
        let error = call.until(|_| false, minutes(60)).await.unwrap_err();
        assert!(matches!(error, CallError::Ended(given) if given == reason));
        assert_eq!(graph.sent().len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_gap_in_the_roster_is_filled_by_reading_it() {
    let participant = |id: &str| json!({"id": id, "info": {"identity": {"user": {"id": id}}}});
    let both = json!({"value": [participant("p1"), participant("p2")]}).to_string();
    let graph = Graph::new(move |sent| match sent.method.as_str() {
        "GET" => answer(200, both.clone()),
        _ => answer(204, ""),
    });
    let bot = idle(&graph);
    let call = established(&bot, 1).await;
    let delta = |sequence: i64| {
        json!({
            "changeType": "updated",
            "resourceUrl": format!("{}/participants", path(1)),
            "resourceData": {
                "@odata.type": "#microsoft.graph.deltaParticipants",
                "sequenceNumber": sequence,
                "participants": [participant("p1")],
            },
        })
    };
    post(&bot, &[delta(1)]).await;
    settle().await;
    assert!(graph.sent().is_empty());
    post(&bot, &[delta(3)]).await;
    settle().await;
    assert_eq!(graph.count("GET", &format!("{}/participants", path(1))), 1);
    assert_eq!(call.view().participants().count(), 2);
    assert!(call.view().is_roster_complete());
}
