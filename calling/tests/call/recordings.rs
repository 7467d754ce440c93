//! Recordings: made, fetched, and their tokens kept out of sight.

use std::time::Duration;

use bytes::Bytes;
use msgraph_beta_communications::models::{RecordCompletionReason, Tone};
use msgraph_calling::simulator::TeamsSimulator;
use msgraph_calling::{AudioPrompt, CallError, CallingBot, DownloadError, Media, RecordedFile};
use serde_json::json;
use tokio::sync::mpsc;

use super::support::{APP, CALLBACK, World, caller, secs};

#[tokio::test(start_paused = true)]
async fn a_recording_is_asked_for_as_documented() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let recorded = call
        .record()
        .prompt(AudioPrompt::new("https://cdn.contoso.com/beep.wav"))
        .beep()
        .barge_in()
        .initial_silence(secs(5))
        .max_silence(secs(2))
        .max_duration(secs(10))
        .stop_tones([Tone::Pound, Tone::Tone1, Tone::Star, Tone::Flash])
        .await
        .unwrap();
    assert!(recorded.access_token().is_some());
    let mut body = world.sent("/recordResponse")[0].json().unwrap();
    body.as_object_mut()
        .unwrap()
        .remove("clientContext")
        .unwrap();
    let prompt = json!({
        "@odata.type": "#microsoft.graph.mediaPrompt",
        "mediaInfo": {"uri": "https://cdn.contoso.com/beep.wav"},
    });
    assert_eq!(
        body,
        json!({
            "prompts": [prompt],
            "playBeep": true,
            "bargeInAllowed": true,
            "initialSilenceTimeoutInSeconds": 5,
            "maxSilenceTimeoutInSeconds": 2,
            "maxRecordDurationInSeconds": 10,
            "stopTones": ["#", "1", "*"],
        })
    );
}

#[tokio::test(start_paused = true)]
async fn a_recording_of_nothing_is_an_error() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.hold_operations();
    let script = async { theirs.expect_recording().await.fail(400, 8534) };
    let record = async { call.record().await };
    let (recorded, ()) = tokio::join!(record, script);
    let CallError::Operation(info) = recorded.unwrap_err() else {
        panic!("another error");
    };
    assert_eq!(info.subcode, Some(8534));
}

/// A recording whose file can be fetched: not with a clock that jumps.
async fn recorded(file: &'static [u8]) -> (TeamsSimulator, msgraph_calling::Call, RecordedFile) {
    let teams = TeamsSimulator::start(APP).await;
    let (sender, mut calls) = mpsc::unbounded_channel();
    let bot = CallingBot::builder(teams.graph_client(), teams.validator(), CALLBACK)
        .on_incoming(move |call| {
            let sender = sender.clone();
            async move {
                let call = call.answer(Media::service_hosted()).await?;
                sender.send(call).map_err(|_| CallError::Shutdown)
            }
        })
        .build()
        .unwrap();
    teams.deliver_to(bot);
    teams.hold_operations();
    let theirs = teams.call_from(caller()).await;
    let call = calls.recv().await.unwrap();
    call.established().await.unwrap();
    let script = async { theirs.expect_recording().await.complete(file) };
    let record = async { call.record().await };
    let (recorded, ()) = tokio::join!(record, script);
    (teams, call, recorded.unwrap())
}

#[tokio::test]
async fn the_file_is_fetched_with_its_own_token() {
    let (teams, call, recorded) = recorded(b"RIFF: hello").await;
    let reason = RecordCompletionReason::MaxSilenceTimeout;
    assert_eq!(recorded.completion_reason(), Some(&reason));
    assert_eq!(
        recorded.bytes().await.unwrap(),
        Bytes::from_static(b"RIFF: hello")
    );

    let path = std::env::temp_dir().join(format!("recording-{}.wav", std::process::id()));
    recorded.save(&path).await.unwrap();
    let saved = std::fs::read(&path);
    std::fs::remove_file(&path).unwrap();
    assert_eq!(saved.unwrap(), b"RIFF: hello");

    call.hang_up().await.unwrap();
    // The service discards it with the call.
    let error = recorded.bytes().await.unwrap_err();
    assert!(matches!(error, DownloadError::Status(404)), "{error:?}");

    let token = recorded.access_token().unwrap();
    let shown = format!("{recorded:?} {error:?} {error}");
    assert!(
        !shown.contains(token) && !shown.contains(recorded.location()),
        "{shown}"
    );
    drop(teams);
    let gone = tokio::time::timeout(Duration::from_secs(10), recorded.bytes());
    let error = gone.await.unwrap().unwrap_err();
    let shown = format!("{error:?} {error}");
    assert!(
        !shown.contains(token) && !shown.contains(recorded.location()),
        "{shown}"
    );
}
