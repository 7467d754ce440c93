//! Notifications are as the documentation shows them, apart from ids.

use msgraph_beta_communications::models::{CallState, IncomingCallOptions, RecordingStatus};
use msgraph_beta_communications::to_vec;
use msgraph_calling::simulator::{Caller, IdSpelling};
use msgraph_calling::{Delivery, Notification, RosterChange};
use serde_json::{Value, json};

use crate::support::{
    CALLBACK, TENANT, body_of, expect_labels, in_process, only_listen, without_ids,
};

fn envelope(notification: Value) -> Value {
    json!({ "@odata.type": "#microsoft.graph.commsNotifications", "value": [notification] })
}

fn call_update(change: &str, data: Value) -> Value {
    envelope(json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": change,
        "resourceUrl": "/communications/calls/<id>",
        "resourceData": data,
    }))
}

#[tokio::test]
async fn the_first_states_of_a_call() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    call.expect_state(CallState::Established).await;
    expect_labels(&teams, &["updated media active"]).await;
    for state in ["establishing", "established"] {
        let documented = call_update(
            "updated",
            json!({
                "@odata.type": "#microsoft.graph.call",
                "@odata.id": "/communications/calls/<id>",
                "@odata.etag": "W/\"5445\"",
                "state": state,
            }),
        );
        let posted = body_of(&teams, &format!("updated {state}"));
        assert_eq!(without_ids(&posted), documented);
    }
}

#[tokio::test]
async fn an_incoming_call() {
    let (teams, _) = in_process().await;
    let caller = Caller::user(TENANT, "8d1e6ab6-26c5-4e22-a1bc-06ea7343958e");
    let call = teams.call_from(caller).await;
    let posted = body_of(&teams, "created incoming");
    let data = &posted["value"][0]["resourceData"];
    assert_eq!(posted["value"][0]["changeType"], "created");
    assert_eq!(data["state"], "incoming");
    assert_eq!(data["direction"], "incoming");
    assert_eq!(data["tenantId"], TENANT);
    assert_eq!(data["id"], call.id().to_string());
    assert_eq!(
        data["source"]["identity"],
        json!({
            "@odata.type": "#microsoft.graph.identitySet",
            "user": {
                "@odata.type": "#microsoft.graph.identity",
                "id": "8d1e6ab6-26c5-4e22-a1bc-06ea7343958e",
                "tenantId": TENANT,
            },
        })
    );
    let bytes = serde_json::to_vec(&posted).unwrap();
    let read = Delivery::read(&Default::default(), &bytes).unwrap();
    let [Notification::Incoming { call: id, update }] = read.notifications.as_slice() else {
        panic!("{read:?}");
    };
    assert_eq!(*id, call.id());
    assert!(
        update
            .extra
            .iter()
            .next()
            .is_none_or(|(name, _)| name.starts_with('@'))
    );
}

#[tokio::test]
async fn tones() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    let calls = teams.graph_client().communications();
    let id = call.id();
    // Nobody listens yet.
    call.press('9');
    calls
        .call(id.as_str())
        .subscribe_to_tone()
        .send()
        .await
        .unwrap();
    call.expect_tones().await;
    call.press('1');
    call.press('#');
    expect_labels(&teams, &["updated tone1", "updated pound"]).await;
    let tone = |sequence: u64, tone: &str| {
        call_update(
            "updated",
            json!({
                "@odata.type": "#microsoft.graph.call",
                "state": "established",
                "toneInfo": {
                    "@odata.type": "#microsoft.graph.toneInfo",
                    "sequenceId": sequence,
                    "tone": tone,
                },
            }),
        )
    };
    assert_eq!(
        without_ids(&body_of(&teams, "updated tone1")),
        tone(1, "tone1")
    );
    assert_eq!(
        without_ids(&body_of(&teams, "updated pound")),
        tone(2, "pound")
    );
    let labels = teams
        .deliveries()
        .into_iter()
        .map(|delivery| delivery.label);
    assert!(
        !labels
            .collect::<Vec<_>>()
            .contains(&"updated tone9".to_owned())
    );
}

#[tokio::test]
async fn rosters() {
    let (teams, _) = in_process().await;
    teams.without_roster_numbers();
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    call.expect_state(CallState::Established).await;
    let bob = "5810cede-f3cc-42eb-b2c1-e9bd5d53ec96";
    let bob = call.join(Caller::guest(bob).named("Bob"));
    call.set_muted(&bob, true);
    expect_labels(&teams, &["updated roster of 1", "updated roster of 1"]).await;
    let documented = envelope(json!({
        "@odata.type": "#microsoft.graph.commsNotification",
        "changeType": "updated",
        "resourceUrl": "/communications/calls/<id>/participants",
        "resourceData": [{
            "@odata.type": "#microsoft.graph.participant",
            "id": "<id>",
            "info": {
                "identity": { "guest": { "displayName": "Bob", "id": "<id>" } },
                "region": "westus",
                "languageId": "en-US",
            },
            "mediaStreams": [{
                "mediaType": "audio",
                "label": "main-audio",
                "sourceId": "1",
                "direction": "sendReceive",
            }],
            "isMuted": true,
            "isInLobby": false,
        }],
    }));
    let posted = body_of(&teams, "updated roster of 1");
    assert_eq!(without_ids(&posted), documented);
    call.leave(&bob);
    expect_labels(&teams, &["updated roster of 0"]).await;
}

#[tokio::test]
async fn delta_rosters() {
    let teams = msgraph_calling::TeamsSimulator::builder(crate::support::APP);
    let teams = teams.in_process().start().await;
    only_listen(&teams);
    let call = teams.ring(Caller::user(TENANT, "caller"));
    let options = IncomingCallOptions::default().with_is_delta_roster_enabled(true);
    let media = msgraph_beta_communications::models::ServiceHostedMediaConfig::default();
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    let answer = requests.answer(CALLBACK, media).with_call_options(options);
    answer.send().await.unwrap();
    let bob = call.join(Caller::guest("bob"));
    call.leave(&bob);
    expect_labels(&teams, &["updated roster by 1", "updated roster by 1"]).await;
    let deltas = teams.deliveries().into_iter().filter_map(|delivery| {
        let read = Delivery::read(&Default::default(), &delivery.body).unwrap();
        match read.notifications.into_iter().next()? {
            Notification::Roster {
                change,
                participants,
                ..
            } => Some((change, participants)),
            _ => None,
        }
    });
    let [(first, joined), (second, left)] = Vec::from_iter(deltas).try_into().unwrap();
    assert_eq!(first, RosterChange::Delta { sequence: Some(1) });
    assert_eq!(second, RosterChange::Delta { sequence: Some(2) });
    assert!(joined[0].removed_state.is_none());
    assert!(left[0].removed_state.is_some());
}

#[tokio::test]
async fn content_sharing() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    let session = call.share_content();
    call.end_sharing(&session);
    let labels = ["created content sharing", "deleted content sharing"];
    expect_labels(&teams, &labels).await;
    for (label, change) in labels.into_iter().zip(["created", "deleted"]) {
        let documented = envelope(json!({
            "@odata.type": "#microsoft.graph.commsNotification",
            "changeType": change,
            "resourceUrl": "/communications/calls/<id>/contentsharingsessions/<id>",
        }));
        assert_eq!(without_ids(&body_of(&teams, label)), documented);
    }
}

#[tokio::test]
async fn ids_have_two_spellings() {
    let (teams, received) = in_process().await;
    teams.set_id_spelling(IdSpelling::Mixed);
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    expect_labels(&teams, &["updated media active"]).await;
    let bodies = received.bodies();
    let urls = bodies
        .iter()
        .map(|body| body["value"][0]["resourceUrl"].as_str());
    let urls = Vec::from_iter(urls.map(Option::unwrap));
    let hyphens = format!("/communications/calls/{}", call.id());
    let compact = hyphens.replace("-", "").to_uppercase();
    assert!(urls.contains(&hyphens.as_str()), "{urls:?}");
    assert!(
        urls.iter()
            .any(|url| url.to_uppercase() == compact && !url.contains('-'))
    );
    // Graph knows both.
    let compact = call.id().to_string().replace('-', "").to_uppercase();
    let read = teams.graph_client().communications().call(compact.as_str());
    assert_eq!(read.get().send().await.unwrap().status, 200);
}

#[tokio::test]
async fn operations_and_transcription() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    let context = "d45324c1-fcb5-430a-902c-f20af696537c";
    let status = RecordingStatus::Recording;
    let status = requests.update_recording_status(status);
    let status = status.with_client_context(context).send().await.unwrap();
    // The response of the documentation.
    assert_eq!(status.status, 200);
    let operation = serde_json::from_slice::<Value>(&to_vec(&status.body.unwrap())).unwrap();
    assert_eq!(
        without_ids(&operation),
        json!({
            "@odata.type": "#microsoft.graph.updateRecordingStatusOperation",
            "id": "<id>",
            "status": "completed",
            "clientContext": "<opaque>",
            "resultInfo": null,
        })
    );
    let start = requests.start_transcription().send().await.unwrap();
    assert_eq!(start.status, 200);
    expect_labels(&teams, &["updated transcription active"]).await;
    let documented = call_update(
        "updated",
        json!({
            "@odata.type": "#microsoft.graph.call",
            "state": "established",
            "transcription": {
                "@odata.type": "#microsoft.graph.callTranscriptionInfo",
                "state": "active",
            },
        }),
    );
    let posted = body_of(&teams, "updated transcription active");
    assert_eq!(without_ids(&posted), documented);
    let read = requests.get().send().await.unwrap().body.unwrap();
    assert!(read.transcription.is_some());
}
