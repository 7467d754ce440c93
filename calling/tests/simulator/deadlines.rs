//! Time: deadlines, keepAlive, operations. The clock stands still, and jumps.

use std::time::Duration;

use http::StatusCode;
use msgraph_beta_communications::models::CallState;
use msgraph_calling::simulator::{BotAnswer, Caller, TeamsSimulator};
use tokio::time::{Instant, sleep};

use crate::support::{APP, CALLBACK, body_of, expect_labels, in_process, only_listen};

const MINUTE: Duration = Duration::from_secs(60);

async fn silent() -> TeamsSimulator {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    only_listen(&teams);
    teams.set_patience(120 * MINUTE);
    teams
}

#[tokio::test(start_paused = true)]
async fn a_call_is_missed_after_15_seconds() {
    let teams = silent().await;
    let start = Instant::now();
    let call = teams.ring(Caller::phone("+15550000001"));
    assert_eq!(call.answer().await, BotAnswer::Missed);
    assert_eq!(start.elapsed().as_secs(), 15);
    assert_eq!(call.state(), CallState::Terminated);
    expect_labels(
        &teams,
        &["created incoming", "deleted terminated 408/10057"],
    )
    .await;

    // Too late.
    let id = call.id();
    let media = msgraph_beta_communications::models::ServiceHostedMediaConfig::default();
    let requests = teams.graph_client().communications().call(id.as_str());
    let late = requests.answer(CALLBACK, media).send().await.unwrap_err();
    assert_eq!(late.status(), Some(404));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_recorded_by_policy_is_missed_after_5_seconds() {
    let teams = silent().await;
    let start = Instant::now();
    let call = teams.ring(Caller::phone("+15550000001").recorded_by_policy());
    assert_eq!(call.answer().await, BotAnswer::Missed);
    assert_eq!(start.elapsed().as_secs(), 5);
    let body = body_of(&teams, "created incoming");
    let data = &body["value"][0]["resourceData"];
    let reasons = &data["applicationMetadata"]["botData"]["inviteReasons"];
    assert_eq!(reasons[0], "PolicyBasedRecording");
    assert!(data["incomingContext"]["observedParticipantId"].is_string());
}

#[tokio::test]
#[should_panic(expected = "the bot did not answer: Missed")]
async fn a_bot_that_does_not_answer_fails_the_test() {
    tokio::time::pause();
    let teams = silent().await;
    teams.call_from(Caller::phone("+15550000001")).await;
}

#[tokio::test]
#[should_panic(expected = "call 1: expected a transfer; what happened:")]
async fn what_is_expected_and_does_not_come_fails_the_test() {
    tokio::time::pause();
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    let _ = call.expect_transfer().await;
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_45_minutes_after_the_last_keep_alive() {
    let (teams, _) = in_process().await;
    teams.set_patience(120 * MINUTE);
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    call.expect_state(CallState::Established).await;
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    sleep(40 * MINUTE).await;
    assert_eq!(requests.keep_alive().send().await.unwrap().status, 200);
    assert_eq!(call.keep_alives(), 1);
    let last = Instant::now();
    call.expect_end().await;
    assert_eq!(last.elapsed().as_secs(), 45 * 60);
    expect_labels(&teams, &["deleted terminated 408/8537"]).await;
    let error = requests.keep_alive().send().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
}

#[tokio::test(start_paused = true)]
async fn a_delivery_that_the_bot_cannot_take_is_posted_again() {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    let tries = std::sync::atomic::AtomicUsize::new(0);
    teams.deliver_with(move |_| {
        let number = tries.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        let status = [
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::TOO_MANY_REQUESTS,
        ];
        let status = status.get(number).copied().unwrap_or(StatusCode::OK);
        std::future::ready(crate::support::status(status))
    });
    let start = Instant::now();
    teams.ring(Caller::phone("+15550000001"));
    while teams.deliveries().len() < 3 {
        sleep(Duration::from_millis(50)).await;
    }
    assert!(start.elapsed() >= Duration::from_millis(1250));
    let deliveries = teams.deliveries();
    let ids = deliveries.iter().map(|delivery| &delivery.message_id);
    let ids = std::collections::BTreeSet::from_iter(ids);
    assert_eq!(ids.len(), 1);
    let statuses = deliveries
        .iter()
        .map(|delivery| delivery.status.unwrap().as_u16());
    assert_eq!(Vec::from_iter(statuses), [503, 429, 200]);
}
