//! The five documented transfers, each in both outcomes, body by body.

use std::fs;
use std::path::Path;

use http::StatusCode;
use msgraph_beta_communications::models::CallState;
use msgraph_calling::simulator::{Caller, SimulatedCall, TeamsSimulator};
use serde_json::{Value, json};

use crate::support::{
    APP, TENANT, answer_all, body_of, call_to, expect_labels, path, post, without_ids,
};

const REPLACED: &str = "e5d39592-99bd-4db8-bca8-30fb894ec51d";

fn golden(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/goldens/call-transfer");
    fs::read_to_string(folder.join(name)).unwrap()
}

fn notification(name: &str) -> Value {
    without_ids(&serde_json::from_str(&golden(name)).unwrap())
}

fn heidi() -> Caller {
    Caller::user(TENANT, "550fae72-d251-43ec-868c-373732c2704f")
}

/// The documented request, about `replaced` if it is consultative.
async fn request(teams: &TeamsSimulator, example: u8) -> (String, Option<SimulatedCall>) {
    match example {
        2 | 4 => {
            let target = json!([{ "identity": { "phone": { "id": "+12345678901" } } }]);
            let calls = teams.graph_client().communications();
            let created = calls.calls().create(call_to(target)).send().await.unwrap();
            assert_eq!(created.status, 201);
            let replaced = teams.expect_call().await;
            replaced.expect_state(CallState::Established).await;
            let body = golden(&format!("{example}-request.json"));
            let body = body.replace(REPLACED, &replaced.id().to_string());
            (body, Some(replaced))
        }
        // The documented text has a comma too many.
        5 => {
            let text = golden("5-request.json.txt").replace('\n', "");
            assert!(text.contains("}},},\"transferee\""), "{text}");
            (
                text.replace("}},},\"transferee\"", "}}},\"transferee\""),
                None,
            )
        }
        _ => (golden(&format!("{example}-request.json")), None),
    }
}

async fn documented(example: u8, completes: bool) {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    let caller = match example {
        5 => Caller::group([heidi(), Caller::user(TENANT, "other")]),
        _ => Caller::user(TENANT, "caller"),
    };
    let call = teams.call_from(caller).await;
    call.expect_state(CallState::Established).await;
    let (body, replaced) = request(&teams, example).await;

    let (status, answer) = post(&teams, &path(&call, "transfer"), &body).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{answer}");
    let transfer = call.expect_transfer().await;
    assert_eq!(transfer.is_consultative(), replaced.is_some());
    assert_eq!(transfer.transferee().is_some(), example == 5);
    let transfer = transfer.accept();
    let last = match (completes, &replaced) {
        (true, None) => "deleted terminated 0/7015",
        (true, Some(_)) => "deleted terminated AppTransferred",
        (false, None) => "updated established 500/7000",
        (false, Some(_)) => "updated established 500/7700",
    };
    match completes {
        true => transfer.complete(),
        false => {
            let subcode = if replaced.is_some() { 7700 } else { 7000 };
            transfer.fail_with(500, subcode, "<message>");
        }
    }

    let labels = ["updated transferring", "updated transferAccepted", last];
    expect_labels(&teams, &labels).await;
    let outcome = if completes { "completed" } else { "failed" };
    for (label, name) in labels
        .into_iter()
        .zip(["transferring", "transferAccepted", outcome])
    {
        let documented = notification(&format!("{example}-{name}.json"));
        let posted = without_ids(&body_of(&teams, label));
        assert_eq!(posted, documented, "{example}-{name}");
    }
    let state = if completes {
        CallState::Terminated
    } else {
        CallState::Established
    };
    assert_eq!(call.state(), state);
    if let Some(replaced) = replaced {
        assert_eq!(replaced.state(), state, "the call with the target");
    }
}

#[tokio::test]
async fn the_documented_transfers_are_as_documented() {
    for example in 1..=5 {
        documented(example, true).await;
        documented(example, false).await;
    }
}

#[tokio::test]
async fn a_meeting_cannot_be_transferred() {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    let body = golden("1-request.json");
    let meeting = teams.call_from(Caller::group([heidi()])).await;
    meeting.expect_state(CallState::Established).await;
    let (status, answer) = post(&teams, &path(&meeting, "transfer"), &body).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(answer["error"]["code"], "8523");

    // A call of two becomes one as soon as someone is invited.
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    call.expect_state(CallState::Established).await;
    let invited = json!({ "participants": [{ "identity": { "user": { "id": "third" } } }] });
    let invite = path(&call, "participants/invite");
    let (status, answer) = post(&teams, &invite, &invited.to_string()).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    assert_eq!(answer["status"], "running");
    assert_eq!(call.participants().len(), 2);
    let ended = "deleted inviteParticipantsOperation completed";
    expect_labels(&teams, &["updated roster of 2", ended]).await;
    let (_, answer) = post(&teams, &path(&call, "transfer"), &body).await;
    assert_eq!(answer["error"]["code"], "8523");
}

#[tokio::test]
async fn a_transfer_that_cannot_be_fails_by_itself() {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    // Heidi is of another tenant than the call.
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    call.expect_state(CallState::Established).await;
    post(&teams, &path(&call, "transfer"), &golden("1-request.json")).await;
    expect_labels(
        &teams,
        &["updated transferring", "updated established 500/7505"],
    )
    .await;
    // Nobody has the replaced call.
    post(&teams, &path(&call, "transfer"), &golden("4-request.json")).await;
    expect_labels(&teams, &["updated established 404/10202"]).await;
    assert_eq!(call.state(), CallState::Established);
}

#[tokio::test]
async fn one_transfer_at_a_time() {
    let teams = TeamsSimulator::start(APP).await;
    answer_all(&teams);
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    call.expect_state(CallState::Established).await;
    let transfer = path(&call, "transfer");
    let (status, _) = post(&teams, &transfer, "").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "no target");

    let body = golden("3-request.json");
    assert_eq!(post(&teams, &transfer, &body).await.0, StatusCode::ACCEPTED);
    assert_eq!(
        post(&teams, &transfer, &body).await.0,
        StatusCode::BAD_REQUEST
    );
    let first = call.expect_transfer().await;
    assert!(!first.is_consultative());
    assert_eq!(first.target().id(), "+12345678901");
    let late = first.clone();
    first.fail_as_documented();
    // What comes after the end of a transfer changes nothing.
    assert!(!late.is_under_way());
    late.accept().complete();
    assert_eq!(call.state(), CallState::Established);
    assert_eq!(post(&teams, &transfer, &body).await.0, StatusCode::ACCEPTED);
    call.expect_transfer().await.complete();
    assert_eq!(call.state(), CallState::Terminated);
    assert_eq!(
        post(&teams, &transfer, &body).await.0,
        StatusCode::NOT_FOUND
    );
}
