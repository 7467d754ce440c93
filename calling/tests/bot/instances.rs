//! Several instances of a bot, with one store.

use std::sync::{Arc, Mutex};

use msgraph_beta_communications::models;
use msgraph_calling::{CallError, CallStore, CallingBot, Shutdown, TenantId, Timings};
use serde_json::json;
use tokio::time::Instant;

use super::graph::{Graph, answer};
use super::shared_store::Shared;
use super::support::*;

/// What the handlers of an instance did: `in 1`, `on 1`.
type Log = Arc<Mutex<Vec<String>>>;

/// A service whose calls are established, until they are hung up.
fn graph() -> Graph {
    let over = Arc::new(Mutex::new(Vec::new()));
    Graph::new(move |sent| {
        let mut over = over.lock().unwrap();
        match sent.method.as_str() {
            "DELETE" => over.push(sent.path.clone()),
            "GET" if over.contains(&sent.path) => return answer(404, ""),
            "GET" if sent.path.ends_with("/participants") => return answer(200, r#"{"value":[]}"#),
            "GET" => return answer(200, r#"{"state":"established"}"#),
            _ => {}
        }
        answer(204, "")
    })
}

fn instance(graph: &Graph, store: &Shared) -> (CallingBot, Log) {
    let log = Log::default();
    let (incoming, adopted) = (log.clone(), log.clone());
    let bot = builder(graph)
        .store(store.clone())
        .on_incoming(move |call| {
            incoming.lock().unwrap().push(format!("in {}", call.id()));
            async { Ok::<(), CallError>(()) }
        })
        .on_adopted(move |call| {
            adopted.lock().unwrap().push(format!("on {}", call.id()));
            async move {
                match call.until(|_| false, minutes(6000)).await {
                    Err(CallError::Shutdown) => Ok(()),
                    _ => Err("it is left before it ends"),
                }
            }
        })
        .build()
        .unwrap();
    (bot, log)
}

fn keep_alives(graph: &Graph) -> usize {
    graph
        .sent()
        .iter()
        .filter(|sent| sent.is_keep_alive())
        .count()
}

#[tokio::test(start_paused = true)]
async fn one_instance_takes_an_incoming_call() {
    for seed in 0..20 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (graph, store) = (graph(), Shared::new());
        let instances: Vec<_> = (0..3).map(|_| instance(&graph, &store)).collect();
        for number in 0..5 {
            for _ in 0..4 {
                let (bot, _) = &instances[random.usize(0..3)];
                post(bot, &[incoming(number)]).await;
                if random.bool() {
                    settle().await;
                }
            }
        }
        settle().await;
        let mut taken: Vec<_> = instances
            .iter()
            .flat_map(|(_, log)| log.lock().unwrap().clone())
            .collect();
        taken.sort();
        let each: Vec<_> = (0..5).map(|number| format!("in {}", id(number))).collect();
        assert_eq!(taken, each, "seed {seed}");
        let active = instances.iter().map(|(bot, _)| bot.calls().counts().active);
        assert_eq!(active.sum::<usize>(), 5);
    }
}

#[tokio::test(start_paused = true)]
async fn calls_of_an_instance_that_stopped_are_adopted_by_one_other() {
    let store = Shared::new();
    let (first_graph, second_graph) = (graph(), graph());
    let (first, _) = instance(&first_graph, &store);
    let (second, second_log) = instance(&second_graph, &store);
    let (third, third_log) = instance(&second_graph, &store);
    // Each has a call of its own, so that its task for leases runs.
    post(&second, &[incoming(2)]).await;
    post(&third, &[incoming(3)]).await;
    post(&first, &[incoming(1), state(1, "established")]).await;
    // As long as it runs nobody adopts.
    tokio::time::sleep(minutes(30)).await;
    assert_eq!(
        second_log.lock().unwrap().len() + third_log.lock().unwrap().len(),
        2
    );

    let left = first.shutdown(Shutdown::Leave { within: secs(1) }).await;
    assert_eq!(left.calls, [call_id(1)]);
    let sent = first_graph.sent().len();
    tokio::time::sleep(secs(21)).await;
    let all = [
        second_log.lock().unwrap().clone(),
        third_log.lock().unwrap().clone(),
    ]
    .concat();
    let adopted = format!("on {}", id(1));
    assert_eq!(
        all.iter().filter(|line| **line == adopted).count(),
        1,
        "{all:?}"
    );
    assert_eq!(
        second.calls().counts().active + third.calls().counts().active,
        3
    );
    tokio::time::sleep(minutes(60)).await;
    assert_eq!(
        first_graph.sent().len(),
        sent,
        "the first one has nothing to do with it"
    );
    let keep_alive = format!("{}/keepAlive", path(1));
    assert!(second_graph.count("POST", &keep_alive) >= 3);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_ended_meanwhile_is_not_adopted() {
    let store = Shared::new();
    let graph = graph();
    let (first, _) = instance(&graph, &store);
    let (second, log) = instance(&graph, &store);
    post(&first, &[incoming(1), state(1, "established"), incoming(4)]).await;
    post(&second, &[incoming(2)]).await;
    post(&first, &[terminated(4)]).await;
    settle().await;
    let client = graph.client("anyone");
    client
        .communications()
        .call(id(1))
        .delete()
        .send()
        .await
        .unwrap();
    first.shutdown(Shutdown::Leave { within: secs(1) }).await;
    tokio::time::sleep(minutes(10)).await;
    assert_eq!(log.lock().unwrap().len(), 1);
    assert_eq!(second.calls().counts().active, 1);
    // It was tried once, and for nobody again.
    assert_eq!(graph.count("GET", &path(1)), 1);
    assert_eq!(graph.count("GET", &path(4)), 0, "it was given back");
}

#[tokio::test(start_paused = true)]
async fn an_instance_leaves_a_call_that_another_one_has() {
    let store = Shared::new();
    let graph = graph();
    let (bot, _) = instance(&graph, &store);
    post(&bot, &[incoming(1), state(1, "established")]).await;
    settle().await;
    let call = known(&bot, 1);
    let waiting = call.clone();
    let wait = tokio::spawn(async move { waiting.until(|_| false, minutes(100)).await });
    // The instance is cut off for so long that someone else adopts its call.
    store.cut_off(true);
    tokio::time::sleep(secs(90)).await;
    assert!(
        !wait.is_finished(),
        "a store that fails is no reason to leave a call"
    );
    let other = store
        .store
        .adopt(&call_id(1), "other", minutes(600))
        .await
        .unwrap();
    assert!(other.is_some());
    store.cut_off(false);
    tokio::time::sleep(secs(30)).await;
    assert!(matches!(wait.await.unwrap(), Err(CallError::Shutdown)));
    assert!(bot.calls().get(&call_id(1)).is_none());
    let sent = graph.sent().len();
    tokio::time::sleep(minutes(120)).await;
    assert_eq!(graph.sent().len(), sent);
    assert_eq!(bot.calls().counts().active, 0);
}

#[tokio::test(start_paused = true)]
async fn calls_go_on_without_the_store() {
    let store = Shared::new();
    store.cut_off(true);
    let graph = graph();
    let (bot, log) = instance(&graph, &store);
    let began = Instant::now();
    post_as(&bot, "a", &[incoming(1)]).await;
    assert_eq!(
        Instant::now(),
        began,
        "the response does not wait for the store"
    );
    tokio::time::sleep(secs(5)).await;
    assert_eq!(log.lock().unwrap().len(), 1);
    post_as(&bot, "b", &[state(1, "established")]).await;
    tokio::time::sleep(minutes(50)).await;
    assert!(known(&bot, 1).view().is_established());
    assert!(keep_alives(&graph) >= 3);
    // It is held as soon as the store is there.
    store.cut_off(false);
    tokio::time::sleep(minutes(2)).await;
    let again = store
        .store
        .hold(&call_id(1), "other", &TenantId::new("t"), secs(1))
        .await;
    assert!(!again.unwrap());
}

#[tokio::test(start_paused = true)]
async fn a_call_is_taken_over_before_the_lease_of_an_earlier_run_ends() {
    let store = Shared::new();
    let tenant = TenantId::new(TENANT);
    let lease = Timings::default().lease;
    assert!(
        store
            .store
            .hold(&call_id(1), "earlier run", &tenant, lease)
            .await
            .unwrap()
    );
    let graph = graph();
    let (bot, _) = instance(&graph, &store);
    bot.calls().adopt(call_id(1), Some(TENANT)).await.unwrap();
    tokio::time::sleep(minutes(10)).await;
    assert_eq!(bot.calls().counts().active, 1);
    let (other, log) = instance(&graph, &store);
    let number = json!({"id": id(9)}).to_string();
    let placing = Graph::new(move |_| answer(201, number.clone()));
    let (placer, _) = instance(&placing, &store);
    placer
        .calls()
        .create(models::Call::default())
        .await
        .unwrap();
    post(&other, &[incoming(2)]).await;
    tokio::time::sleep(minutes(10)).await;
    assert_eq!(log.lock().unwrap().len(), 1, "nobody else adopts it");
}
