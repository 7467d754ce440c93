//! Incoming calls that nobody has answered yet, and instances that are cut off, are too slow or
//! stop.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::StatusCode;
use msgraph_calling::{CallError, CallStore, CallingBot, Deadline, IncomingCall, Media, Shutdown};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::graph::{Graph, Sent, answer};
use super::shared_store::Shared;
use super::support::*;

/// What the handlers of an instance did, and after how many milliseconds.
#[derive(Clone)]
struct Log {
    began: Instant,
    lines: Arc<Mutex<Vec<(String, u128)>>>,
}

impl Log {
    fn add(&self, line: impl Into<String>) {
        let after = (Instant::now() - self.began).as_millis();
        self.lines.lock().unwrap().push((line.into(), after));
    }

    fn lines(&self) -> Vec<String> {
        let lines = self.lines.lock().unwrap();
        lines.iter().map(|(line, _)| line.clone()).collect()
    }

    /// When something was done.
    fn at(&self, wanted: &str) -> Duration {
        let lines = self.lines.lock().unwrap();
        let found = lines.iter().find(|(line, _)| line == wanted);
        let (_, after) = found.unwrap_or_else(|| panic!("{wanted}: {lines:?}"));
        Duration::from_millis((*after).try_into().unwrap())
    }
}

struct Instance {
    bot: CallingBot,
    log: Log,
    store: Shared,
}

/// Answers each call after a time, and says what came of it.
async fn answer_after(call: IncomingCall, wait: Duration, log: Log) -> Result<(), CallError> {
    log.add("in");
    tokio::time::sleep(wait).await;
    let result = call.answer(Media::service_hosted()).await;
    log.add(match &result {
        Ok(_) => "answered",
        Err(CallError::Shutdown) => "lost",
        Err(CallError::TooLate(Deadline::Answer)) => "late",
        Err(CallError::Graph(_)) => "refused",
        Err(_) => "failed",
    });
    result.map(drop)
}

impl Instance {
    /// One that answers after a time.
    fn new(graph: &Graph, store: &Shared, wait: Duration) -> Self {
        let log = Log {
            began: Instant::now(),
            lines: Arc::default(),
        };
        let store = store.of_another();
        let (incoming, adopted) = (log.clone(), log.clone());
        let bot = builder(graph)
            .store(store.clone())
            .on_incoming(move |call| answer_after(call, wait, incoming.clone()))
            .on_adopted(move |_| {
                adopted.add("adopted");
                async { Ok::<(), CallError>(()) }
            })
            .build()
            .unwrap();
        Self { bot, log, store }
    }

    async fn take(&self, number: u64) {
        let status = post_as(&self.bot, "message", &[incoming(number)]).await;
        assert_eq!(status, StatusCode::ACCEPTED);
        settle().await;
    }
}

/// A service that accepts one answer to each call, and knows no call that was rejected.
fn service() -> Graph {
    let states: Arc<Mutex<Vec<(String, &str)>>> = Arc::default();
    Graph::new(move |sent| {
        let mut states = states.lock().unwrap();
        let (call, action) = match sent.path.rsplit_once('/') {
            Some((call, action @ ("answer" | "reject" | "participants"))) => (call, action),
            _ => (sent.path.as_str(), ""),
        };
        let state = states.iter().rev().find(|(id, _)| id == call);
        let state = state.map_or("incoming", |(_, state)| *state);
        match (sent.method.as_str(), action, state) {
            (_, _, "terminated") => answer(404, ""),
            ("GET", "participants", _) => answer(200, r#"{"value":[]}"#),
            ("GET", ..) => answer(200, json!({"id": call, "state": state}).to_string()),
            ("POST", "answer", "incoming") => {
                states.push((call.to_owned(), "established"));
                answer(202, "")
            }
            ("POST", "answer", _) => answer(400, r#"{"error":{"code":"8501"}}"#),
            ("POST", "reject", _) | ("DELETE", ..) => {
                states.push((call.to_owned(), "terminated"));
                answer(202, "")
            }
            _ => answer(204, ""),
        }
    })
}

fn answers(graph: &Graph, number: u64) -> usize {
    graph.count("POST", &format!("{}/answer", path(number)))
}

/// The store has no call whose lease could end.
async fn assert_empty(store: &Shared) {
    tokio::time::sleep(minutes(2)).await;
    assert_eq!(store.store.expired().await.unwrap(), []);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_only_a_killed_instance_was_told_of_is_answered() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, minutes(60));
    let second = Instance::new(&graph, &store, secs(1));
    let third = Instance::new(&graph, &store, secs(1));
    first.take(1).await;
    tokio::time::sleep(secs(2)).await;
    // For the others it is as if it had been killed.
    first.store.cut_off(true);
    tokio::time::sleep(secs(13)).await;
    let lines = [second.log.lines(), third.log.lines()];
    assert_eq!(lines.concat(), ["in", "answered"], "{lines:?}");
    let taker = if lines[0].is_empty() { &third } else { &second };
    assert!(taker.log.at("in") <= secs(7), "{:?}", taker.log.at("in"));
    assert_eq!(answers(&graph, 1), 1);
    // It finds in the call what the service had told the first one.
    let call = known(&taker.bot, 1);
    assert_eq!(call.tenant(), Some(TENANT));
    assert_eq!(call.scenario(), Some("scenario-1"));
    assert_eq!(call.view().call().callback_uri.as_deref(), Some(CALLBACK));
    let counts = [&second, &third].map(|instance| instance.bot.calls().counts());
    assert_eq!(counts.map(|counts| counts.active).iter().sum::<usize>(), 1);
    assert_eq!(counts.map(|counts| counts.missed), [0, 0]);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_comes_again_elsewhere_waits_for_the_lease_of_the_first_instance() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, minutes(60));
    let second = Instance::new(&graph, &store, Duration::ZERO);
    first.take(1).await;
    second.take(1).await;
    let counts = second.bot.calls().counts();
    assert_eq!((counts.contended, counts.active), (1, 0));
    assert!(second.bot.calls().active().is_empty());
    assert!(second.bot.calls().get(&call_id(1)).is_none());
    tokio::time::sleep(secs(2)).await;
    first.store.cut_off(true);
    tokio::time::sleep(secs(5)).await;
    assert_eq!(second.log.lines(), ["in", "answered"]);
    let counts = second.bot.calls().counts();
    assert_eq!((counts.contended, counts.active), (0, 1));
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_lives_keeps_its_call_until_it_has_answered() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, secs(14));
    let others = [1, 2].map(|_| Instance::new(&graph, &store, Duration::ZERO));
    first.take(1).await;
    others[0].take(1).await;
    tokio::time::sleep(secs(13)).await;
    assert_eq!(others[0].bot.calls().counts().contended, 1);
    tokio::time::sleep(secs(7)).await;
    assert_eq!(first.log.lines(), ["in", "answered"]);
    tokio::time::sleep(minutes(10)).await;
    for other in &others {
        assert!(other.log.lines().is_empty());
        let counts = other.bot.calls().counts();
        assert_eq!((counts.known, counts.contended), (0, 0));
        // It comes once more, long after.
        other.take(1).await;
        assert!(other.log.lines().is_empty());
    }
    assert_eq!(answers(&graph, 1), 1);
    assert_eq!(first.bot.calls().counts().missed, 0);
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_lost_its_claim_does_not_answer() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, secs(10));
    let second = Instance::new(&graph, &store, Duration::ZERO);
    first.take(1).await;
    first.store.cut_off(true);
    tokio::time::sleep(secs(6)).await;
    assert_eq!(second.log.lines(), ["in", "answered"]);
    // It has not renewed its claim since, and asks only when it is about to answer.
    tokio::time::sleep(secs(4) - Duration::from_millis(1)).await;
    first.store.cut_off(false);
    tokio::time::sleep(minutes(1)).await;
    assert_eq!(first.log.lines(), ["in", "lost"]);
    assert!(first.bot.calls().get(&call_id(1)).is_none());
    let sent: Vec<Sent> = graph.sent();
    let is_decision = |sent: &&Sent| sent.method != "GET" && !sent.is_keep_alive();
    assert_eq!(sent.iter().filter(is_decision).count(), 1, "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn a_call_that_was_answered_before_the_kill_is_adopted_and_not_answered_again() {
    let store = Shared::new();
    // The service answers the call, and the response takes longer than the first instance lives.
    let service = service();
    let slow = Graph::new({
        let service = service.clone();
        move |sent| match sent.path.ends_with("/answer") {
            true => service.ask(sent).after(secs(12)),
            false => service.ask(sent),
        }
    });
    let first = Instance::new(&slow, &store, Duration::ZERO);
    let second = Instance::new(&service, &store, Duration::ZERO);
    first.take(1).await;
    assert_eq!(answers(&slow, 1), 1);
    first.store.cut_off(true);
    tokio::time::sleep(secs(8)).await;
    assert_eq!(second.log.lines(), ["adopted"]);
    assert!(known(&second.bot, 1).view().is_established());
    assert_eq!(answers(&service, 1), 0);
    assert_eq!(second.bot.calls().counts().missed, 0);
    // The first one lives after all, and leaves the call.
    first.store.cut_off(false);
    tokio::time::sleep(minutes(1)).await;
    assert!(first.bot.calls().get(&call_id(1)).is_none());
    assert_eq!(second.bot.calls().counts().active, 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_nobody_answered_in_time_is_counted_once() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, minutes(60));
    first.take(1).await;
    first.store.cut_off(true);
    tokio::time::sleep(secs(20)).await;
    let others = [1, 2].map(|_| Instance::new(&graph, &store, Duration::ZERO));
    tokio::time::sleep(secs(5)).await;
    for other in &others {
        assert!(other.log.lines().is_empty());
        assert_eq!(other.bot.calls().counts().known, 0);
    }
    let missed = others
        .iter()
        .map(|other| other.bot.calls().counts().missed)
        .sum::<u64>();
    assert_eq!(missed, 1);
    assert_eq!(graph.count("GET", &path(1)), 1);
    assert_eq!(answers(&graph, 1), 0);
    // The first one knows it, too, and rejects the call at last.
    assert_eq!(first.bot.calls().counts().missed, 1);
    assert_empty(&store).await;
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_is_too_slow_is_counted() {
    let (graph, store) = (service(), Shared::new());
    let slow = Instance::new(&graph, &store, secs(20));
    slow.take(1).await;
    tokio::time::sleep(minutes(2)).await;
    assert_eq!(slow.log.lines(), ["in", "late"]);
    assert_eq!(slow.bot.calls().counts().missed, 1);
    assert_eq!(graph.count("POST", &format!("{}/reject", path(1))), 1);
    assert_empty(&store).await;
}

#[tokio::test(start_paused = true)]
async fn a_call_to_be_recorded_is_taken_over_within_its_five_seconds() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, minutes(60));
    let second = Instance::new(&graph, &store, secs(1));
    let mut recorded = incoming(1);
    recorded["resourceData"]["incomingContext"] = json!({
        "@odata.type": "#microsoft.graph.incomingContext",
        "observedParticipantId": "5a8ba0f0-3b0c-4c3a-8a3f-1d6a0e0c3d5b",
    });
    post(&first.bot, &[recorded]).await;
    settle().await;
    first.store.cut_off(true);
    tokio::time::sleep(secs(5)).await;
    assert_eq!(second.log.lines(), ["in", "answered"]);
    assert!(second.log.at("answered") < secs(5));
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_is_shut_down_leaves_its_unanswered_calls_at_once() {
    let (graph, store) = (service(), Shared::new());
    let first = Instance::new(&graph, &store, minutes(60));
    let second = Instance::new(&graph, &store, Duration::ZERO);
    // What another one has is not for this one to hang up.
    let third = Instance::new(&graph, &store, Duration::ZERO);
    first.take(1).await;
    third.take(1).await;
    let hang_up = Shutdown::HangUp { within: secs(9) };
    assert!(third.bot.shutdown(hang_up).await.calls.is_empty());
    assert_eq!(graph.sent().len(), 0);
    let left = first.bot.shutdown(Shutdown::Leave { within: secs(0) });
    assert_eq!(left.await.calls, [call_id(1)]);
    tokio::time::sleep(secs(2)).await;
    assert_eq!(second.log.lines(), ["in", "answered"]);
}

/// Random instances are told of a call, in random order, and are cut off from the store for random
/// times. Whoever has a call, the service gets one answer.
#[tokio::test(start_paused = true)]
async fn every_call_is_answered_once_or_counted() {
    let mut taken_over = 0;
    for seed in 0..40 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (graph, store) = (service(), Shared::new());
        let waits = [0, 0, 0].map(|_| Duration::from_millis(random.u64(0..6_000)));
        let instances = waits.map(|wait| Instance::new(&graph, &store, wait));
        let calls = random.u64(1..5);
        for number in 0..calls {
            let told: Value = incoming(number);
            for _ in 0..random.usize(1..4) {
                let instance = &instances[random.usize(0..3)];
                post_as(
                    &instance.bot,
                    &number.to_string(),
                    std::slice::from_ref(&told),
                )
                .await;
            }
        }
        settle().await;
        // Two of them stop for good, at some time before they answer.
        for victim in [0, 1] {
            let wait = waits[victim].as_millis().try_into().unwrap();
            let until = Duration::from_millis(random.u64(0..=wait));
            let victim = (instances[victim].bot.clone(), until);
            tokio::spawn(async move {
                let (bot, until) = victim;
                tokio::time::sleep(until).await;
                // Nothing is sent by a process that is killed.
                bot.shutdown(Shutdown::Leave {
                    within: Duration::ZERO,
                })
                .await;
            });
        }
        tokio::time::sleep(minutes(1)).await;
        let answered: usize = (0..calls).map(|number| answers(&graph, number)).sum();
        let twice = (0..calls).find(|number| answers(&graph, *number) > 1);
        assert_eq!(twice, None, "seed {seed}");
        let missed: u64 = instances
            .iter()
            .map(|instance| instance.bot.calls().counts().missed)
            .sum();
        assert_eq!(answered as u64 + missed, calls, "seed {seed}");
        let started = instances.iter().map(|instance| instance.log.lines());
        let started = started.flatten().filter(|line| line == "in").count();
        taken_over += started - answered;
    }
    assert!(taken_over > 10, "{taken_over} calls were taken over");
}
