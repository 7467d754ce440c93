//! Prompts, recordings, and what else the bot does in a call.

use std::time::Duration;

use http::StatusCode;
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::models::{CallState, MediaInfo, MediaPrompt, OperationStatus};
use msgraph_beta_communications::requests::CallRequests;
use msgraph_calling::TeamsSimulator;
use msgraph_calling::simulator::{Caller, SimulatedCall};
use serde_json::{Value, json};

use crate::support::{APP, TENANT, answer_all, body_of, expect_labels, in_process, without_ids};

async fn established(teams: &TeamsSimulator) -> (SimulatedCall, CallRequests) {
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    call.expect_state(CallState::Established).await;
    let client: GraphClient = teams.graph_client();
    let id = call.id();
    let requests = client.communications().call(id.as_str());
    (call, requests)
}

fn prompt(uri: &str) -> MediaPrompt {
    MediaPrompt::default().with_media_info(MediaInfo::default().with_uri(uri))
}

fn documented(kind: &str, members: Value) -> Value {
    let mut data = json!({
        "@odata.type": kind,
        "@odata.id": "/communications/calls/<id>/operations/<id>",
        "@odata.etag": "W/\"54451\"",
        "clientContext": "<opaque>",
        "status": "completed",
    });
    let members = members.as_object().unwrap().clone();
    data.as_object_mut().unwrap().extend(members);
    json!({
        "@odata.type": "#microsoft.graph.commsNotifications",
        "value": [{
            "@odata.type": "#microsoft.graph.commsNotification",
            "changeType": "deleted",
            "resourceUrl": "/communications/calls/<id>/operations/<id>",
            "resourceData": data,
        }],
    })
}

#[tokio::test]
async fn a_prompt_ends_as_documented() {
    let (teams, _) = in_process().await;
    let (call, requests) = established(&teams).await;
    let play = requests.play_prompt([prompt("https://cdn.contoso.com/beep.wav")]);
    let started = play.with_client_context("one").send().await.unwrap();
    let location = started.location().unwrap().to_owned();
    let operation = started.value().unwrap();
    assert_eq!(operation.status, Some(OperationStatus::Running));
    let id = operation.id.unwrap();
    assert!(location.ends_with(&format!("/calls/{}/operations/{id}", call.id())));
    let label = "deleted playPromptOperation completed";
    expect_labels(&teams, &[label]).await;
    let posted = body_of(&teams, label);
    let expected = documented("#microsoft.graph.playPromptOperation", json!({}));
    assert_eq!(without_ids(&posted), expected);
    assert_eq!(posted["value"][0]["resourceData"]["clientContext"], "one");
    let played = call.expect_prompt().await;
    assert_eq!(played.uris(), ["https://cdn.contoso.com/beep.wav"]);
}

#[tokio::test]
async fn a_script_ends_prompts() {
    let (teams, _) = in_process().await;
    teams.hold_operations();
    let (call, requests) = established(&teams).await;
    for _ in 0..2 {
        let play = requests.play_prompt([prompt("https://cdn.contoso.com/beep.wav")]);
        play.send().await.unwrap();
    }
    let (first, second) = (call.expect_prompt().await, call.expect_prompt().await);
    first.fail(500, 8502);
    second.complete();
    // It has ended.
    second.fail(500, 8502);
    let failed = "deleted playPromptOperation failed";
    expect_labels(&teams, &[failed, "deleted playPromptOperation completed"]).await;
    let data = &body_of(&teams, failed)["value"][0]["resourceData"];
    assert_eq!(data["resultInfo"]["subcode"], 8502);
    let failures = teams.deliveries().into_iter();
    assert_eq!(
        failures.filter(|delivery| delivery.label == failed).count(),
        1
    );
}

#[tokio::test]
async fn a_prompt_that_loops_ends_when_it_is_cancelled() {
    let (teams, _) = in_process().await;
    let (_, requests) = established(&teams).await;
    let play = requests.play_prompt([prompt("https://cdn.contoso.com/hold.wav")]);
    play.with_loop(true).send().await.unwrap();
    tokio::time::sleep(Duration::from_millis(30)).await;
    let ends = || {
        let deliveries = teams.deliveries().into_iter();
        deliveries
            .filter(|one| one.label.contains("playPrompt"))
            .count()
    };
    assert_eq!(ends(), 0);
    requests.cancel_media_processing().send().await.unwrap();
    expect_labels(&teams, &["deleted playPromptOperation completed"]).await;
}

#[tokio::test]
async fn a_recording_can_be_downloaded_until_the_call_ends() {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    teams.hold_operations();
    let (call, requests) = established(&teams).await;
    let record = requests.record_response().with_client_context("one");
    record.send().await.unwrap();
    call.expect_recording().await.complete(&b"RIFF"[..]);
    let label = "deleted recordOperation completed";
    expect_labels(&teams, &[label]).await;
    let posted = body_of(&teams, label);
    let data = &posted["value"][0]["resourceData"];
    let location = data["recordingLocation"].as_str().unwrap().to_owned();
    let members = json!({
        "id": "<id>",
        "recordingLocation": without_ids(&location.clone().into()),
        "recordingAccessToken": "<opaque>",
        "completionReason": "maxSilenceTimeout",
    });
    let expected = documented("#microsoft.graph.recordOperation", members);
    assert_eq!(without_ids(&posted), expected);

    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let download = async |token: &str| {
        let response = client
            .get(&location)
            .bearer_auth(token)
            .send()
            .await
            .unwrap();
        let status = response.status();
        (status, response.bytes().await.unwrap())
    };
    let token = data["recordingAccessToken"].as_str().unwrap();
    assert_eq!(
        download(TeamsSimulator::TOKEN).await.0,
        StatusCode::UNAUTHORIZED
    );
    let (status, bytes) = download(token).await;
    assert_eq!((status, &bytes[..]), (StatusCode::OK, &b"RIFF"[..]));
    call.hang_up();
    assert_eq!(download(token).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_tone_stops_a_recording() {
    let (teams, _) = in_process().await;
    teams.hold_operations();
    let (call, requests) = established(&teams).await;
    let record = requests.record_response();
    record.with_stop_tones(["#", "1"]).send().await.unwrap();
    call.press('2');
    call.press('#');
    let label = "deleted recordOperation completed";
    expect_labels(&teams, &[label]).await;
    let data = &body_of(&teams, label)["value"][0]["resourceData"];
    assert_eq!(data["completionReason"], "stopToneDetected");
}

#[tokio::test]
async fn participants_are_muted_and_removed() {
    let (teams, _) = in_process().await;
    let (call, requests) = established(&teams).await;
    let bob = call.join(Caller::user(TENANT, "bob"));
    let muted = requests.participant(bob.as_str()).mute().send().await;
    assert_eq!(muted.unwrap().status, 200);
    let list = requests.participants().list().send().await.unwrap();
    let list = list.body.value.unwrap();
    assert_eq!(list.len(), 1);
    assert_eq!(list[0].is_muted, Some(true));
    let one = requests.participant(bob.as_str());
    assert_eq!(one.get().send().await.unwrap().status, 200);
    assert_eq!(one.delete().send().await.unwrap().status, 204);
    assert_eq!(one.get().send().await.unwrap_err().status(), Some(404));
    assert!(call.participants().is_empty());
}

#[tokio::test]
async fn the_bot_is_asked_who_may_join() {
    let (teams, _) = in_process().await;
    let (call, _) = established(&teams).await;
    let response = call.ask_to_join(&Caller::guest("stranger")).await;
    assert_eq!(response.status(), StatusCode::ACCEPTED);
    let body = body_of(&teams, "created participantJoining");
    let data = &body["value"][0]["resourceData"];
    assert_eq!(
        data["call"]["source"]["identity"]["guest"]["id"],
        "stranger"
    );
    call.send_participant_left("7b6f1a52-3b5e-4a41-9e5c-7a3f6b1c2d3e");
    expect_labels(&teams, &["deleted participantLeft"]).await;
}
