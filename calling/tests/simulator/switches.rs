//! Switches: what goes wrong between the service and the bot.

use std::collections::BTreeMap;
use std::time::Duration;

use msgraph_beta_communications::models::CallState;
use msgraph_calling::TeamsSimulator;
use msgraph_calling::simulator::{Caller, Faults, GraphFault, SimulatedCall};

use crate::support::{APP, TENANT, answer_all, expect_labels, in_process};

/// A call in which much is said.
async fn busy(teams: &TeamsSimulator) -> SimulatedCall {
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    let bob = call.join(Caller::user(TENANT, "bob"));
    call.set_muted(&bob, true);
    call.hold();
    call.resume();
    call.leave(&bob);
    call.media_inactive();
    call.hang_up();
    expect_labels(teams, &["created incoming"]).await;
    tokio::time::sleep(Duration::from_millis(80)).await;
    call
}

fn labels(teams: &TeamsSimulator) -> Vec<String> {
    let deliveries = teams.deliveries().into_iter();
    deliveries.map(|delivery| delivery.label).collect()
}

#[tokio::test]
async fn re_delivery_repeats_the_message_id() {
    let (teams, received) = in_process().await;
    teams.set_faults(Faults::new().redeliver(2));
    busy(&teams).await;
    let mut copies: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for delivery in teams.deliveries() {
        copies
            .entry(delivery.message_id)
            .or_default()
            .push(delivery.body);
    }
    assert!(copies.len() > 5);
    for (id, bodies) in &copies {
        assert_eq!(bodies.len(), 3, "{id}");
        assert!(bodies.iter().all(|body| *body == bodies[0]));
    }
    let headers = received.header("x-microsoft-skype-message-id");
    assert_eq!(headers, received.header("client-request-id"));
    assert!(headers.iter().all(|id| copies.contains_key(id)));
    let scenarios = received.header("scenario-id");
    assert_eq!(scenarios.len(), headers.len());
    assert!(scenarios.iter().all(|id| *id == scenarios[0]));
}

#[tokio::test]
async fn shuffling_changes_the_order_and_nothing_else() {
    let run = async |seed: Option<u64>| {
        let (teams, _) = in_process().await;
        if let Some(seed) = seed {
            teams.set_faults(Faults::new().shuffle(seed));
        }
        busy(&teams).await;
        labels(&teams)
    };
    let plain = run(None).await;
    let shuffled = run(Some(3)).await;
    assert_ne!(plain, shuffled);
    assert_eq!(shuffled, run(Some(3)).await);
    assert_ne!(shuffled, run(Some(4)).await);
    let sorted = |mut labels: Vec<String>| {
        labels.sort();
        labels
    };
    assert_eq!(sorted(plain), sorted(shuffled));
}

#[tokio::test]
async fn loss_spares_the_beginning_and_the_end() {
    let (teams, _) = in_process().await;
    teams.set_faults(Faults::new().lose(100));
    busy(&teams).await;
    assert_eq!(
        labels(&teams),
        ["created incoming", "deleted terminated 200/4097"]
    );
    teams.set_faults(Faults::new().lose(100).lose_ends());
    busy(&teams).await;
    assert_eq!(labels(&teams).len(), 3);
    assert!(
        teams
            .transcript()
            .iter()
            .any(|line| line.starts_with("call 2: lost"))
    );
}

#[tokio::test]
async fn some_are_lost() {
    let (teams, _) = in_process().await;
    busy(&teams).await;
    let all = labels(&teams).len();
    let (teams, _) = in_process().await;
    teams.set_faults(Faults::new().lose(50));
    busy(&teams).await;
    let some = labels(&teams).len();
    assert!(some > 2 && some < all, "{some} of {all}");
}

#[tokio::test]
async fn bundles_hold_many_notifications() {
    let (teams, received) = in_process().await;
    teams.set_faults(Faults::new().bundle());
    busy(&teams).await;
    let sizes = received.bodies().into_iter();
    let sizes = Vec::from_iter(sizes.map(|body| body["value"].as_array().unwrap().len()));
    assert!(sizes.iter().any(|size| *size > 1), "{sizes:?}");
}

#[tokio::test(start_paused = true)]
async fn deliveries_and_requests_are_delayed() {
    let (teams, _) = in_process().await;
    let second = Duration::from_secs(1);
    teams.set_faults(Faults::new().delay(second..2 * second));
    teams.set_latency(3 * second);
    let start = tokio::time::Instant::now();
    teams.call_from(Caller::phone("+15550000001")).await;
    let took = start.elapsed();
    assert!(took >= 4 * second && took <= 6 * second, "{took:?}");
    teams.set_latency(Duration::ZERO);
}

#[tokio::test]
async fn notifications_come_before_the_response() {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    teams.set_response_delay(Duration::from_millis(100));
    let target = serde_json::json!([{ "identity": { "phone": { "id": "+12345678901" } } }]);
    let calls = teams.graph_client().communications().calls();
    let created = calls.create(crate::support::call_to(target)).send();
    let seen = async {
        let call = teams.expect_call().await;
        expect_labels(&teams, &["updated established"]).await;
        call
    };
    let first = futures::future::select(Box::pin(created.into_future()), Box::pin(seen)).await;
    assert!(matches!(first, futures::future::Either::Right(_)));
}

#[tokio::test]
async fn graph_throttles_and_fails() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    call.expect_state(CallState::Established).await;
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());

    // The client asks again.
    teams.fail_requests(GraphFault::throttled(0).on("keepAlive").times(2));
    assert_eq!(requests.keep_alive().send().await.unwrap().status, 200);
    let statuses = teams.requests().into_iter();
    let statuses = statuses.filter(|request| request.action() == "keepAlive");
    let statuses = Vec::from_iter(statuses.map(|request| request.status.as_u16()));
    assert_eq!(statuses, [429, 429, 200]);
    assert_eq!(call.keep_alives(), 1);

    teams.fail_requests(GraphFault::unavailable().times(100).on("mute"));
    let error = requests.mute().send().await.unwrap_err();
    assert_eq!(error.status(), Some(503));

    // The service acts, and the response is lost.
    teams.fail_requests(GraphFault::lost_response().on("subscribeToTone"));
    let error = requests.subscribe_to_tone().send().await.unwrap_err();
    assert_eq!(error.status(), Some(504));
    assert!(call.hears_tones());
}
