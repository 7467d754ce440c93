//! One task per call: in order of arrival, once however often it is delivered, and apart from all
//! other calls.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use futures::{FutureExt, StreamExt, future};
use http::StatusCode;
use msgraph_calling::{Call, CallError, CallEvent, CallingBot, EndReason};
use serde_json::{Value, json};
use tokio::task::unconstrained;

use super::graph::{Graph, answer};
use super::support::*;

/// How often a handler ran, by call.
type Runs = Arc<Mutex<BTreeMap<String, usize>>>;

fn counting(graph: &Graph) -> (CallingBot, Runs) {
    let runs = Runs::default();
    let counted = runs.clone();
    let builder = builder(graph).on_incoming(move |call| {
        *counted
            .lock()
            .unwrap()
            .entry(call.id().to_string())
            .or_default() += 1;
        async { Ok::<(), CallError>(()) }
    });
    (builder.build().unwrap(), runs)
}

/// The events of a call that are there by now.
fn drain(
    events: &mut (impl futures::Stream<Item = Result<CallEvent, impl Sized>> + Unpin),
) -> Vec<CallEvent> {
    let mut all = Vec::new();
    // However many they are: the runtime would have this task pause after some.
    while let Some(Some(Ok(event))) = unconstrained(events.next()).now_or_never() {
        all.push(event);
    }
    all
}

fn tones(events: Vec<CallEvent>) -> Vec<i64> {
    let tones = events.into_iter().filter_map(|event| match event {
        CallEvent::Tone { sequence, .. } => sequence,
        _ => None,
    });
    tones.collect()
}

#[tokio::test(start_paused = true)]
async fn a_call_gets_its_notifications_in_order_of_arrival() {
    for seed in 0..30 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (bot, _) = counting(&Graph::accepting());
        let calls = random.u64(1..5);
        for number in 0..calls {
            post(&bot, &[incoming(number)]).await;
        }
        settle().await;
        let mut readers: Vec<_> = (0..calls)
            .map(|number| known(&bot, number).events())
            .collect();
        // Each tone once, in a random order, in deliveries of random size.
        let mut all: Vec<(u64, i64)> = (0..calls)
            .flat_map(|number| (1..random.i64(2..40)).map(move |sequence| (number, sequence)))
            .collect();
        random.shuffle(&mut all);
        let mut rest = all.as_slice();
        while !rest.is_empty() {
            let (now, later) = rest.split_at(random.usize(1..=rest.len().min(6)));
            let delivery: Vec<Value> = now.iter().map(|(call, at)| tone(*call, *at)).collect();
            assert_eq!(post(&bot, &delivery).await, StatusCode::ACCEPTED);
            if random.bool() {
                settle().await;
            }
            rest = later;
        }
        settle().await;
        for (number, reader) in (0..).zip(&mut readers) {
            let arrived = all.iter().filter(|(call, _)| *call == number);
            let arrived: Vec<i64> = arrived.map(|(_, sequence)| *sequence).collect();
            assert_eq!(tones(drain(reader)), arrived, "seed {seed}, call {number}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_incoming_call_starts_one_task_however_often_it_is_delivered() {
    for seed in 0..30 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (bot, runs) = counting(&Graph::accepting());
        let calls = random.u64(1..6);
        let mut deliveries = Vec::new();
        for number in 0..calls {
            for _ in 0..random.usize(1..6) {
                let message = match random.u8(0..3) {
                    0 => None,
                    // The same message again.
                    1 => Some(format!("message of {number}")),
                    _ => Some(format!("message {}", random.u32(..))),
                };
                deliveries.push((message, incoming(number)));
            }
            if random.bool() {
                deliveries.push((None, terminated(number)));
            }
        }
        random.shuffle(&mut deliveries);
        let posts = deliveries.iter().map(|(message, notification)| {
            let request = request(message.as_deref(), std::slice::from_ref(notification));
            bot.handle(request)
        });
        let responses = future::join_all(posts).await;
        assert!(
            responses
                .iter()
                .all(|response| response.status() == StatusCode::ACCEPTED)
        );
        settle().await;
        let expected = (0..calls).map(|number| (id(number), 1)).collect();
        assert_eq!(*runs.lock().unwrap(), expected, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_comes_again_starts_no_call_that_is_forgotten() {
    let (bot, runs) = counting(&Graph::accepting());
    post_as(&bot, "first", &[incoming(1)]).await;
    post_as(&bot, "second", &[terminated(1)]).await;
    settle().await;
    tokio::time::sleep(minutes(11)).await;
    assert!(bot.calls().get(&call_id(1)).is_none());
    assert_eq!(
        post_as(&bot, "first", &[incoming(1)]).await,
        StatusCode::ACCEPTED
    );
    settle().await;
    assert_eq!(runs.lock().unwrap().values().sum::<usize>(), 1);
    assert_eq!(bot.calls().counts().active, 0);
}

#[tokio::test(start_paused = true)]
async fn a_message_is_delivered_once_and_equal_messages_each() {
    let (bot, _) = counting(&Graph::accepting());
    post(&bot, &[incoming(1)]).await;
    settle().await;
    let mut events = known(&bot, 1).events();
    let sharing = json!({
        "changeType": "created",
        "resourceUrl": format!("{}/contentSharingSessions/s1", path(1)),
        "resourceData": {"@odata.type": "#microsoft.graph.contentSharingSession", "id": "s1"},
    });
    for message in ["a", "b", "a", "b", "b"] {
        post_as(&bot, message, std::slice::from_ref(&sharing)).await;
    }
    settle().await;
    assert_eq!(drain(&mut events).len(), 2);
    assert_eq!(bot.calls().counts().repeated, 3);
    // Without an id nothing tells a repetition from a second event.
    post(&bot, std::slice::from_ref(&sharing)).await;
    post(&bot, &[sharing]).await;
    settle().await;
    assert_eq!(drain(&mut events).len(), 2);
}

#[tokio::test(start_paused = true)]
async fn the_handler_finds_in_the_call_what_came_before_it_ran() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = seen.clone();
    let bot = builder(&Graph::accepting())
        .on_incoming(move |call| {
            let view = call.view();
            let tenant = view.call().tenant_id.clone();
            noted.lock().unwrap().push((tenant, view.is_ended()));
            async { Ok::<(), CallError>(()) }
        })
        .build()
        .unwrap();
    // The end overtakes the beginning.
    post(&bot, &[terminated(1)]).await;
    post(&bot, &[incoming(1)]).await;
    post(&bot, &[incoming(2)]).await;
    settle().await;
    let tenant = Some(TENANT.to_owned());
    assert_eq!(
        *seen.lock().unwrap(),
        [(tenant.clone(), true), (tenant, false)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_fails_ends_its_call_alone() {
    let graph = Graph::accepting();
    let bot = builder(&graph)
        .on_incoming(async |call| match call.id() {
            id if *id == call_id(1) => panic!("on purpose"),
            id if *id == call_id(2) => Err("on purpose"),
            id if *id == call_id(3) => {
                tokio::time::sleep(secs(5)).await;
                Err("after it was established")
            }
            _ => Ok(()),
        })
        .build()
        .unwrap();
    let calls = [1, 2, 3, 4].map(incoming);
    post(&bot, &calls).await;
    settle().await;
    post(&bot, &[state(3, "established"), state(4, "established")]).await;
    tokio::time::sleep(secs(10)).await;
    let sent: Vec<(String, String)> = graph
        .sent()
        .into_iter()
        .map(|sent| (sent.method, sent.path))
        .collect();
    assert_eq!(
        sent,
        [
            ("POST".to_owned(), format!("{}/reject", path(1))),
            ("POST".to_owned(), format!("{}/reject", path(2))),
            ("DELETE".to_owned(), path(3)),
        ]
    );
    assert!(known(&bot, 4).view().is_established());
    // The ids of the scenario go along.
    let scenarios = graph.sent().into_iter().map(|sent| sent.scenario);
    assert!(
        scenarios
            .into_iter()
            .all(|scenario| scenario.as_deref() == Some("scenario-1"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_gone_when_it_is_hung_up_ends_for_the_reason_that_follows() {
    for is_reported in [true, false] {
        let graph = Graph::new(|sent| match sent.method.as_str() {
            "DELETE" => answer(404, ""),
            _ => answer(202, ""),
        });
        let bot = builder(&graph)
            .on_incoming(async |_| {
                tokio::time::sleep(secs(5)).await;
                Err("on purpose")
            })
            .build()
            .unwrap();
        post(&bot, &[incoming(1), state(1, "established")]).await;
        tokio::time::sleep(secs(5)).await;
        settle().await;
        assert_eq!(graph.count("DELETE", &path(1)), 1);
        let call = known(&bot, 1);
        assert!(!call.is_ended());
        let mut ended = terminated(1);
        ended["resourceData"]["resultInfo"] = json!({"code": 200, "subcode": 4521});
        if is_reported {
            post(&bot, &[ended]).await;
        }
        let reason = match is_reported {
            true => EndReason::HungUpByPeer,
            false => EndReason::NotFound,
        };
        tokio::time::sleep(secs(1)).await;
        assert_eq!(call.view().end(), Some(&reason));
    }
}

#[tokio::test(start_paused = true)]
async fn a_bot_without_a_handler_rejects_calls() {
    let graph = Graph::accepting();
    let bot = builder(&graph).build().unwrap();
    post(&bot, &[incoming(1)]).await;
    settle().await;
    assert_eq!(graph.count("POST", &format!("{}/reject", path(1))), 1);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_hangs_holds_up_no_notification() {
    let graph = Graph::new(|sent| match sent.is_keep_alive() {
        true => answer(204, "").after(minutes(20)),
        false => answer(202, ""),
    });
    let (bot, _) = counting(&graph);
    post(&bot, &[incoming(1)]).await;
    tokio::time::sleep(minutes(17)).await;
    assert_eq!(
        graph.sent().len(),
        1,
        "the keep-alive request is on its way"
    );
    post(&bot, &[tone(1, 1)]).await;
    settle().await;
    assert_eq!(known(&bot, 1).view().tones().count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_lags_is_told_so_and_holds_up_nobody() {
    let (bot, _) = counting(&Graph::accepting());
    post(&bot, &[incoming(1)]).await;
    settle().await;
    let call: Call = known(&bot, 1);
    let (mut slow, mut quick) = (call.events(), call.events());
    let mut all = Vec::new();
    for sequence in 1..=300 {
        post(&bot, &[tone(1, sequence)]).await;
        settle().await;
        all.extend(drain(&mut quick));
    }
    assert_eq!(tones(all.clone()), (1..=300).collect::<Vec<_>>());
    let missed = slow.next().await.unwrap().unwrap_err();
    let missed = usize::try_from(missed.count).unwrap();
    assert!(missed > 0);
    assert_eq!(drain(&mut slow), all[missed..], "it goes on where it can");
    assert_eq!(call.view().tones().count(), 300, "the view is complete");
    post(&bot, &[terminated(1)]).await;
    settle().await;
    assert!(matches!(
        slow.collect::<Vec<_>>().await.last(),
        Some(Ok(CallEvent::Ended(_)))
    ));
    // A reader who comes later is told at once.
    assert!(matches!(
        call.events().collect::<Vec<_>>().await[..],
        [Ok(CallEvent::Ended(_))]
    ));
}
