//! What a bot does in a meeting: the lobby, recording and transcription of the call, and several
//! requests in one.

use http::StatusCode;
use msgraph_beta_communications::models::{
    self, CallTranscriptionState, Participant, RecordingStatus,
};
use msgraph_calling::simulator::{Caller, SimulatedCall};
use msgraph_calling::{Call, CallError};
use serde_json::{Value, json};

use super::support::{World, caller, secs};

async fn meeting(world: &mut World) -> (SimulatedCall, Call) {
    world
        .call(Caller::group([caller(), Caller::phone("+4930123456")]))
        .await
}

/// The ids of those whom the bot knows to be in the lobby.
fn lobby(call: &Call) -> Vec<String> {
    let participants = call.participants().into_iter();
    let waiting = participants.filter(|one| one.is_in_lobby == Some(true));
    let mut ids = Vec::from_iter(waiting.filter_map(|one| one.id.clone()));
    ids.sort();
    ids
}

/// Waits until the bot knows of this many people in the lobby.
async fn until_lobby(call: &Call, number: usize) {
    let waiting = call.until(
        |view| {
            let mut people = view.participants();
            let is_in_lobby = |one: &&Participant| one.is_in_lobby == Some(true);
            people.by_ref().filter(is_in_lobby).count() == number
        },
        secs(5),
    );
    waiting.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn people_in_the_lobby_are_admitted_or_sent_away() {
    let mut world = World::start().await;
    let (theirs, call) = meeting(&mut world).await;
    let [anna, bert, cleo, dana] =
        ["anna", "bert", "cleo", "dana"].map(|name| theirs.wait_in_lobby(Caller::guest(name)));
    until_lobby(&call, 4).await;
    let mut all = vec![anna.clone(), bert.clone(), cleo.clone(), dana.clone()];
    all.sort();
    assert_eq!(lobby(&call), all);

    call.admit(&anna).await.unwrap();
    until_lobby(&call, 3).await;
    call.remove_from_lobby(&bert).await.unwrap();
    until_lobby(&call, 2).await;
    assert!(!theirs.participants().contains(&bert));
    // Somebody in the meeting lets one in.
    theirs.admit(&cleo);
    until_lobby(&call, 1).await;
    call.admit_all().await.unwrap();
    until_lobby(&call, 0).await;
    assert!(theirs.lobby().is_empty());
    for admitted in [&anna, &cleo, &dana] {
        assert!(theirs.participants().contains(admitted));
    }

    // Who is not in the lobby cannot be admitted.
    for gone in [&anna, &bert] {
        let error = call.admit(gone).await.unwrap_err();
        let CallError::Graph(error) = error else {
            panic!("{error:?}");
        };
        assert!(error.is_not_found());
    }
    assert!(!call.is_ended(), "the call itself is there");
}

#[tokio::test(start_paused = true)]
async fn a_call_is_recorded_and_transcribed() {
    let mut world = World::start().await;
    let (theirs, call) = meeting(&mut world).await;
    assert!(!theirs.is_recorded() && !theirs.is_transcribed());
    assert_eq!(theirs.recording_status(), None);

    let status = call.update_recording_status(RecordingStatus::Recording);
    status.await.unwrap();
    assert_eq!(theirs.recording_status(), Some(RecordingStatus::Recording));
    call.start_recording().await.unwrap();
    call.start_transcription(Some("en-us")).await.unwrap();
    assert!(theirs.is_recorded() && theirs.is_transcribed());
    assert_eq!(theirs.transcription_language().as_deref(), Some("en-us"));
    let state = |view: &msgraph_calling::CallView| {
        let transcription = view.call().transcription.as_ref();
        transcription.and_then(|transcription| transcription.state.clone())
    };
    let active = Some(CallTranscriptionState::Active);
    let told = call.until(|view| state(view) == active, secs(5));
    told.await.unwrap();

    call.stop_recording().await.unwrap();
    call.stop_transcription().await.unwrap();
    let status = call.update_recording_status(RecordingStatus::NotRecording);
    status.await.unwrap();
    assert!(!theirs.is_recorded() && !theirs.is_transcribed());
    assert_eq!(
        theirs.recording_status(),
        Some(RecordingStatus::NotRecording)
    );
    let inactive = Some(CallTranscriptionState::Inactive);
    let told = call.until(|view| state(view) == inactive, secs(5));
    told.await.unwrap();

    // The bodies are as documented, apart from the client context.
    let sent = |action: &str| {
        let mut body = world.sent(action)[0].json().unwrap();
        let members = body.as_object_mut().unwrap();
        assert!(members.remove("clientContext").is_some());
        body
    };
    assert_eq!(
        sent("/updateRecordingStatus"),
        json!({"status": "recording"})
    );
    assert_eq!(sent("/startRecording"), json!({}));
    assert_eq!(sent("/startTranscription"), json!({"language": "en-us"}));
    assert_eq!(sent("/stopTranscription"), json!({}));
}

#[tokio::test(start_paused = true)]
async fn several_requests_are_sent_in_one() {
    let mut world = World::start().await;
    let (theirs, call) = meeting(&mut world).await;
    let client = world.teams.graph_client();
    let requests = client.communications().call(call.id().as_str());
    let missing = "00000000-0000-4000-8000-000000000000";
    let mut batch = client.batch();
    let read = batch.add(requests.get());
    let roster = batch.add(requests.participants().list());
    let mute = batch.add_after(requests.mute().request(), [read]);
    let unknown = batch.add(client.communications().call(missing).get());
    let after = batch.add_after(requests.keep_alive().request(), [unknown]);
    let hang_up = batch.add_after(requests.delete(), [mute]);
    let mut answers = batch.send().await.unwrap();

    let read = answers.take(read).unwrap();
    assert_eq!(read.body.unwrap().id, Some(call.id().to_string()));
    let roster = answers.take(roster).unwrap().body.value;
    assert_eq!(roster.map(|people| people.len()), Some(2));
    let muted = answers.take(mute).unwrap();
    assert!(muted.body.unwrap().id.is_some());
    assert!(answers.take(unknown).unwrap_err().is_not_found());
    let error = answers.take(after).unwrap_err();
    let failed = StatusCode::FAILED_DEPENDENCY.as_u16();
    assert_eq!(error.status(), Some(failed));
    answers.take(hang_up).unwrap();

    // The bot is told as if each had been sent by itself.
    call.ended().await;
    theirs.expect_end().await;
    let paths = world.teams.requests().into_iter();
    let paths = paths.map(|request| (request.path, request.status.as_u16()));
    let paths = Vec::from_iter(paths.filter(|(path, _)| !path.ends_with("/answer")));
    let own = |action: &str| format!("/communications/calls/{}{action}", call.id());
    assert_eq!(
        paths,
        [
            (own(""), 200),
            (own("/participants"), 200),
            (own("/mute"), 200),
            (format!("/communications/calls/{missing}"), 404),
            (own(""), 204),
            ("/$batch".to_owned(), 200),
        ]
    );
    assert_eq!(theirs.keep_alives(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_batch_is_checked() {
    let world = World::start().await;
    let client = world.teams.graph_client();
    // The client splits batches of more than 20 requests.
    let mut batch = client.batch();
    for _ in 0..21 {
        batch.add(
            client
                .communications()
                .calls()
                .create(models::Call::default()),
        );
    }
    batch.send().await.unwrap();
    let batches = world.sent("/$batch");
    assert_eq!(batches.len(), 2);
    let of_first = batches[0].json().unwrap();
    let count = of_first["requests"].as_array().map(Vec::len);
    assert_eq!(count, Some(20));
    // What is in a batch is checked against the metadata like a request by itself.
    let refused = world.sent("/communications/calls");
    assert_eq!(refused.len(), 21);
    assert!(refused.iter().all(|request| request.status == 400));
    let of_client: &Value = &of_first["requests"][0];
    assert_eq!(of_client["method"], "POST");
}
