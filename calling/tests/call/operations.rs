//! Prompts and other operations, followed to their end whatever comes first.

use std::collections::BTreeSet;
use std::time::Duration;

use http::StatusCode;
use msgraph_beta_communications::models::{OperationStatus, RecordingStatus, Tone};
use msgraph_calling::simulator::{Faults, GraphFault};
use msgraph_calling::{AudioPrompt, CallError, Deadline, EndReason};
use serde_json::json;

use super::support::{World, caller, secs};

fn prompt() -> AudioPrompt {
    AudioPrompt::new("https://bot.contoso.com/welcome.wav").id("welcome")
}

#[tokio::test(start_paused = true)]
async fn a_prompt_has_ended_when_play_returns() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    let script = async {
        let playing = theirs.expect_prompt().await;
        tokio::time::sleep(secs(12)).await;
        assert!(
            call.view()
                .operations()
                .all(|operation| { operation.status() == Some(&OperationStatus::Running) })
        );
        playing.complete();
    };
    let prompt = prompt();
    let play = async { call.play(&prompt).then(&prompt).await };
    let (played, ()) = tokio::join!(play, script);
    assert_eq!(played.unwrap().status, Some(OperationStatus::Completed));

    let body = world.sent("/playPrompt")[0].json().unwrap();
    let media = json!({
        "@odata.type": "#microsoft.graph.mediaPrompt",
        "mediaInfo": {"uri": "https://bot.contoso.com/welcome.wav", "resourceId": "welcome"},
    });
    assert_eq!(body["prompts"], json!([media, media]));
    assert!(body["clientContext"].is_string());
}

#[tokio::test(start_paused = true)]
async fn queued_returns_before_the_prompt_has_ended() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    let playing = call.play(prompt()).queued().await.unwrap();
    theirs.expect_prompt().await.complete();
    playing.ended().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_prompt_that_fails_is_an_error_with_its_codes() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    let script = async { theirs.expect_prompt().await.fail(404, 8508) };
    let prompt = prompt();
    let (played, ()) = tokio::join!(async { call.play(&prompt).await }, script);
    let CallError::Operation(info) = played.unwrap_err() else {
        panic!("another error");
    };
    assert_eq!((info.code, info.subcode), (Some(404), Some(8508)));
    assert!(!call.is_ended());
}

#[tokio::test(start_paused = true)]
async fn the_outcome_may_come_before_the_response() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    world.teams.set_response_delay(secs(3));
    let played = call.play(prompt()).await.unwrap();
    assert_eq!(played.status, Some(OperationStatus::Completed));
    // It was not read from the service: the notification was kept.
    let reads = world.teams.requests();
    assert!(
        reads
            .iter()
            .all(|request| request.method != http::Method::GET)
    );
}

#[tokio::test(start_paused = true)]
async fn outcomes_are_matched_in_any_order() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    for seed in 0..10 {
        world
            .teams
            .set_faults(Faults::new().shuffle(seed).redeliver(1));
        let prompt = prompt();
        let mut playing = Vec::new();
        for _ in 0..4 {
            playing.push(call.play(&prompt).queued().await.unwrap());
        }
        for position in 0..4 {
            let prompt = theirs.expect_prompt().await;
            match position % 2 {
                0 => prompt.complete(),
                _ => prompt.fail(500, 1000 + position),
            }
        }
        for (position, playing) in (0..).zip(playing) {
            match playing.ended().await {
                Ok(_) => assert_eq!(position % 2, 0),
                Err(CallError::Operation(info)) => {
                    assert_eq!(info.subcode, Some(1000 + position));
                }
                Err(error) => panic!("{error:?}"),
            }
        }
    }
    let sent = world.sent("/playPrompt");
    let context = |body: serde_json::Value| body["clientContext"].to_string();
    let contexts = sent
        .iter()
        .filter_map(|request| request.json())
        .map(context);
    assert_eq!(contexts.collect::<BTreeSet<_>>().len(), 40);
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_waits_for_the_outcome() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let lost = GraphFault::lost_response().on("playPrompt");
    world.teams.fail_requests(lost);
    call.play(prompt()).await.unwrap();
    assert_eq!(world.sent("/playPrompt").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_request_is_an_error_after_silence() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let lost = GraphFault::status(StatusCode::GATEWAY_TIMEOUT).on("playPrompt");
    world.teams.fail_requests(lost);
    let error = call.play(prompt()).await.unwrap_err();
    assert!(matches!(error, CallError::Graph(error) if error.may_have_acted()));
    assert!(!call.is_ended());
}

#[tokio::test(start_paused = true)]
async fn an_outcome_whose_notification_is_lost_is_asked_for() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    world.teams.set_faults(Faults::new().lose(100));
    let played = call.play(prompt()).await.unwrap();
    assert_eq!(played.status, Some(OperationStatus::Completed));
    let requests = world.teams.requests();
    assert!(
        requests
            .iter()
            .any(|request| request.path.contains("/operations/"))
    );
}

#[tokio::test(start_paused = true)]
async fn a_prompt_that_never_ends_is_given_up() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    let error = call.play(prompt()).within(secs(45)).await.unwrap_err();
    assert!(matches!(error, CallError::TooLate(Deadline::Operation)));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_ends_or_vanishes_ends_the_prompt() {
    let mut world = World::start().await;
    world.teams.hold_operations();
    for (vanishes, expected) in [
        (false, EndReason::HungUpByPeer),
        (true, EndReason::NotFound),
    ] {
        let (theirs, call) = world.call(caller()).await;
        let script = async {
            theirs.expect_prompt().await;
            match vanishes {
                true => theirs.vanish(),
                false => theirs.hang_up(),
            }
        };
        let prompt = prompt();
        let (played, ()) = tokio::join!(async { call.play(&prompt).await }, script);
        let CallError::Ended(reason) = played.unwrap_err() else {
            panic!("another error");
        };
        assert_eq!(reason, expected);
    }
}

#[tokio::test(start_paused = true)]
async fn cancelled_media_has_ended() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    let playing = call.play(prompt()).looped().queued().await.unwrap();
    call.cancel_media().await.unwrap();
    let ended = tokio::time::timeout(Duration::from_secs(1), playing.ended());
    ended.await.expect("no waiting").unwrap();
}

#[tokio::test(start_paused = true)]
async fn operations_without_a_length_are_followed_too() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    call.mute().await.unwrap();
    call.unmute().await.unwrap();
    call.send_tones([Tone::Tone1, Tone::Pound]).await.unwrap();
    let status = RecordingStatus::Recording;
    call.update_recording_status(status).await.unwrap();
    let sent = |end: &str| world.sent(end)[0].json().unwrap();
    assert_eq!(sent("/sendDtmfTones")["tones"], json!(["tone1", "pound"]));
    assert_eq!(sent("/updateRecordingStatus")["status"], json!("recording"));
}
