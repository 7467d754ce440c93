//! Calls that the bot places, takes over, and holds in several tenants.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use msgraph_beta_communications::models;
use msgraph_calling::{CallError, CallingBot, EndReason, Limits};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::graph::{Graph, answer};
use super::support::*;

/// A service that names the calls that are placed by number, `after` seconds.
fn naming(after: u64) -> Graph {
    let number = Arc::new(Mutex::new(0));
    Graph::new(move |sent| match sent.is("POST", "/communications/calls") {
        true => {
            let mut number = number.lock().unwrap();
            *number += 1;
            let call = json!({"id": id(*number), "state": "establishing"});
            answer(201, call.to_string()).after(secs(after))
        }
        false => answer(204, ""),
    })
}

type Placed = JoinHandle<Result<msgraph_calling::Call, CallError>>;

async fn place(bot: &CallingBot) -> Placed {
    let bot = bot.clone();
    let call = models::Call::default().with_tenant_id(TENANT);
    let placed = tokio::spawn(async move { bot.calls().create(call).await });
    settle().await;
    placed
}

fn subject(number: u64, subject: usize) -> Value {
    json!({
        "changeType": "updated",
        "resourceUrl": path(number),
        "resourceData": {
            "@odata.type": "#microsoft.graph.call",
            "subject": subject.to_string(),
        },
    })
}

#[tokio::test(start_paused = true)]
async fn what_comes_before_the_response_is_given_to_the_call() {
    for seed in 0..30 {
        let mut random = fastrand::Rng::with_seed(seed);
        let bot = builder(&naming(20)).build().unwrap();
        let placed = place(&bot).await;
        let (before, after) = (random.usize(0..20), random.usize(0..20));
        for at in 1..=before {
            let delivery = [subject(1, at), tone(1, at as i64)];
            assert_eq!(post(&bot, &delivery).await, StatusCode::ACCEPTED);
            if random.bool() {
                tokio::time::sleep(secs(1)).await;
            }
        }
        assert!(bot.calls().get(&call_id(1)).is_none());
        assert_eq!(bot.calls().counts().waiting, 2 * before);
        let call = placed.await.unwrap().unwrap();
        for at in before + 1..=before + after {
            post(&bot, &[subject(1, at), tone(1, at as i64)]).await;
        }
        settle().await;
        let view = call.view();
        let all = before + after;
        let last = (all > 0).then(|| all.to_string());
        assert_eq!(view.call().subject, last, "seed {seed}");
        assert_eq!(view.tones().count(), all, "seed {seed}");
        assert_eq!(bot.calls().counts().waiting, 0);
        assert_eq!(bot.calls().counts().dropped, 0);
    }
}

#[tokio::test(start_paused = true)]
async fn what_comes_before_is_kept_for_thirty_seconds() {
    let bot = builder(&naming(40)).build().unwrap();
    let placed = place(&bot).await;
    post(&bot, &[tone(1, 1)]).await;
    tokio::time::sleep(secs(9)).await;
    post(&bot, &[tone(1, 2)]).await;
    tokio::time::sleep(secs(2)).await;
    post(&bot, &[tone(1, 3)]).await;
    let call = placed.await.unwrap().unwrap();
    settle().await;
    let tones: Vec<i64> = call.view().tones().map(|(sequence, _)| sequence).collect();
    assert_eq!(
        tones,
        [3],
        "29 seconds old; the others are of 40 and 31 seconds"
    );
    assert_eq!(bot.calls().counts().dropped, 2);
}

#[tokio::test(start_paused = true)]
async fn what_comes_before_is_bounded_in_number() {
    let mut limits = Limits::default();
    limits.unknown = 10;
    let bot = builder(&naming(20)).limits(limits).build().unwrap();
    let placed = place(&bot).await;
    for sequence in 1..=15 {
        // Calls that never become known count, too.
        let number = 1 + (sequence as u64 % 2);
        assert_eq!(
            post(&bot, &[tone(number, sequence)]).await,
            StatusCode::ACCEPTED
        );
    }
    let counts = bot.calls().counts();
    assert_eq!((counts.waiting, counts.dropped), (10, 5));
    let call = placed.await.unwrap().unwrap();
    settle().await;
    let tones: Vec<i64> = call.view().tones().map(|(sequence, _)| sequence).collect();
    assert_eq!(tones, [6, 8, 10, 12, 14]);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_came_before_and_after_is_delivered_once() {
    let bot = builder(&naming(20)).build().unwrap();
    let placed = place(&bot).await;
    post_as(&bot, "a", &[subject(1, 1)]).await;
    post_as(&bot, "a", &[subject(1, 1)]).await;
    placed.await.unwrap().unwrap();
    post_as(&bot, "a", &[subject(1, 1)]).await;
    settle().await;
    assert_eq!(bot.calls().counts().repeated, 2);
}

#[tokio::test(start_paused = true)]
async fn a_placed_call_has_the_address_of_the_bot_and_the_token_of_its_tenant() {
    let graph = naming(0);
    let clients = graph.clone();
    let made = Arc::new(Mutex::new(Vec::new()));
    let tenants = made.clone();
    let bot = builder(&graph)
        .tenant_clients(move |tenant| {
            tenants.lock().unwrap().push(tenant.to_owned());
            clients.client(tenant)
        })
        .build()
        .unwrap();
    let calls = bot.calls();
    let other = "11111111-92FF-42E6-80FA-6E1300C6B5C6";
    let first = calls
        .create(models::Call::default().with_tenant_id(TENANT))
        .await
        .unwrap();
    let second = models::Call::default()
        .with_tenant_id(other)
        .with_callback_uri("https://x.test/");
    let second = calls.create(second).await.unwrap();
    calls
        .create(models::Call::default().with_tenant_id(TENANT))
        .await
        .unwrap();
    assert_eq!(
        (first.tenant(), second.tenant()),
        (Some(TENANT), Some(other))
    );
    assert_eq!(
        *made.lock().unwrap(),
        [TENANT, &other.to_lowercase()],
        "one client a tenant"
    );

    let sent = graph.sent();
    let body = |at: usize| serde_json::from_str::<Value>(&sent[at].body).unwrap();
    assert_eq!(body(0)["callbackUri"], CALLBACK);
    assert_eq!(body(1)["callbackUri"], "https://x.test/");
    assert_eq!(sent[0].token, format!("Bearer {TENANT}"));
    assert_eq!(sent[1].token, format!("Bearer {}", other.to_lowercase()));
    // So have the requests that follow.
    tokio::time::sleep(minutes(17)).await;
    let keep_alives: Vec<_> = graph
        .sent()
        .into_iter()
        .filter(|sent| sent.is_keep_alive())
        .collect();
    assert_eq!(keep_alives.len(), 3);
    for sent in keep_alives {
        let is_second = sent.path.contains(&id(2));
        let tenant = if is_second {
            other.to_lowercase()
        } else {
            TENANT.to_owned()
        };
        assert_eq!(sent.token, format!("Bearer {tenant}"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_refused_or_has_no_name_is_an_error() {
    let graph = Graph::new(|_| answer(403, r#"{"error": {"code": "7505", "message": "no"}}"#));
    let bot = builder(&graph).build().unwrap();
    let error = bot
        .calls()
        .create(models::Call::default())
        .await
        .unwrap_err();
    assert!(matches!(error, CallError::Graph(error) if error.status() == Some(403)));
    for body in ["", "{}", r#"{"id": "a/b"}"#] {
        let bot = builder(&Graph::new(move |_| answer(201, body)))
            .build()
            .unwrap();
        let error = bot
            .calls()
            .create(models::Call::default())
            .await
            .unwrap_err();
        assert!(matches!(error, CallError::Operation(_)), "{error}");
    }
}

/// A service that has one call.
fn having(call: Value, participants: usize) -> Graph {
    let participants: Vec<Value> = (0..participants)
        .map(|number| json!({"id": number.to_string()}))
        .collect();
    let participants = json!({"value": participants}).to_string();
    Graph::new(
        move |sent| match (sent.method.as_str(), sent.path.as_str()) {
            ("GET", at) if at == path(1) => answer(200, call.to_string()),
            ("GET", at) if at == format!("{}/participants", path(1)) => {
                answer(200, participants.clone())
            }
            ("GET", _) => answer(404, ""),
            _ => answer(204, ""),
        },
    )
}

#[tokio::test(start_paused = true)]
async fn a_call_of_an_earlier_run_is_taken_over() {
    let graph = having(
        json!({"id": id(1), "state": "established", "subject": "s"}),
        2,
    );
    let bot = builder(&graph).build().unwrap();
    // Notifications come to the new instance already.
    post(&bot, &[tone(1, 5)]).await;
    let began = Instant::now();
    let call = bot.calls().adopt(call_id(1), Some(TENANT)).await.unwrap();
    settle().await;
    let view = call.view();
    assert!(view.is_established());
    assert_eq!(view.call().subject.as_deref(), Some("s"));
    assert_eq!((view.participants().count(), view.tones().count()), (2, 1));
    // Nobody knows how long ago it was kept alive.
    let keep_alive = format!("{}/keepAlive", path(1));
    assert_eq!(graph.count("POST", &keep_alive), 1);
    assert_eq!(Instant::now(), began);
    tokio::time::sleep(minutes(17)).await;
    assert_eq!(graph.count("POST", &keep_alive), 2);
    // It is known now.
    let gets = graph.count("GET", &path(1));
    bot.calls().adopt(call_id(1), Some(TENANT)).await.unwrap();
    assert_eq!(graph.count("GET", &path(1)), gets);
    assert_eq!(bot.calls().counts().active, 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_has_ended_is_not_taken_over() {
    let graph = having(json!({"id": id(1), "state": "terminated"}), 0);
    let bot = builder(&graph).build().unwrap();
    for (number, reason) in [(1, EndReason::Unspecified), (2, EndReason::NotFound)] {
        let error = bot.calls().adopt(call_id(number), None).await.unwrap_err();
        assert!(matches!(error, CallError::Ended(given) if given == reason));
    }
    tokio::time::sleep(minutes(60)).await;
    assert!(graph.sent().iter().all(|sent| sent.method == "GET"));
    assert_eq!(bot.calls().counts().known, 0);
}
