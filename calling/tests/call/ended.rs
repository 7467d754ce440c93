//! Calls that have ended: nothing is sent for them, and hanging up is no error.

use std::time::Duration;

use http::{Method, StatusCode};
use msgraph_beta_communications::models::Tone;
use msgraph_calling::simulator::GraphFault;
use msgraph_calling::{AudioPrompt, Call, CallError, EndReason};

use super::support::{World, caller, heidi};

fn prompt() -> AudioPrompt {
    AudioPrompt::new("https://bot.contoso.com/welcome.wav")
}

/// Every verb that sends something.
async fn errors(call: &Call) -> Vec<CallError> {
    let mut errors = vec![
        call.play(prompt()).await.unwrap_err(),
        call.play(prompt()).queued().await.unwrap_err(),
        call.record().await.unwrap_err(),
        call.tones().await.unwrap_err(),
        call.cancel_media().await.unwrap_err(),
        call.mute().await.unwrap_err(),
        call.unmute().await.unwrap_err(),
        call.mute_participant("1").await.unwrap_err(),
        call.invite(heidi()).await.unwrap_err(),
        call.remove("1").await.unwrap_err(),
        call.read_participants().await.unwrap_err(),
        call.send_tones([Tone::Tone1]).await.unwrap_err(),
    ];
    errors.push(call.transfer(heidi()).await.unwrap_err());
    errors.push(call.consult(heidi()).await.unwrap_err());
    errors
}

#[tokio::test(start_paused = true)]
async fn nothing_is_sent_for_a_call_that_has_ended() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    theirs.hang_up();
    assert_eq!(call.ended().await, EndReason::HungUpByPeer);
    let before = world.teams.requests().len();
    for error in errors(&call).await {
        let is_ended = matches!(error, CallError::Ended(EndReason::HungUpByPeer));
        assert!(is_ended, "{error:?}");
    }
    call.hang_up().await.unwrap();
    assert_eq!(world.teams.requests().len(), before);
}

#[tokio::test(start_paused = true)]
async fn hanging_up_ends_with_the_call() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    call.hang_up().await.unwrap();
    theirs.expect_end().await;
    assert!(call.is_ended());
    assert_eq!(call.view().end(), Some(&EndReason::HungUpByBot));
}

#[tokio::test(start_paused = true)]
async fn hanging_up_a_call_that_is_gone_is_no_error() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    theirs.vanish();
    call.hang_up().await.unwrap();
    assert_eq!(call.ended().await, EndReason::NotFound);
    assert_eq!(world.sent(call.id().as_str()).len(), 1);
}

#[tokio::test(start_paused = true)]
async fn hanging_up_without_a_notification_ends_the_call_all_the_same() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let faults = msgraph_calling::simulator::Faults::new();
    world.teams.set_faults(faults.lose(100).lose_ends());
    call.hang_up().await.unwrap();
    assert_eq!(call.ended().await, EndReason::HungUpByBot);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_to_hang_up_is_an_error_and_the_call_goes_on() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let id = call.id().as_str().to_owned();
    let refused = GraphFault::status(StatusCode::FORBIDDEN).on(id);
    world.teams.fail_requests(refused);
    let error = call.hang_up().await.unwrap_err();
    assert!(matches!(error, CallError::Graph(error) if error.status() == Some(403)));
    assert!(!call.is_ended());
}

#[tokio::test(start_paused = true)]
async fn an_action_on_a_call_that_is_gone_ends_it() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    theirs.vanish();
    let error = call.play(prompt()).await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::NotFound)));
    assert!(call.is_ended());
}

#[tokio::test(start_paused = true)]
async fn a_notification_that_comes_after_404_still_says_why() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let late = Duration::from_millis(100)..Duration::from_millis(200);
    let faults = msgraph_calling::simulator::Faults::new().delay(late);
    world.teams.set_faults(faults);
    theirs.hang_up();
    let error = call.play(prompt()).await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::HungUpByPeer)));
}

#[tokio::test(start_paused = true)]
async fn a_participant_who_is_not_there_does_not_end_the_call() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let nobody = "909c6581-5130-43e9-88f3-fcb3582cde37";
    let error = call.mute_participant(nobody).await.unwrap_err();
    assert!(matches!(error, CallError::Graph(error) if error.is_not_found()));
    call.remove(nobody).await.unwrap();
    assert!(!call.is_ended());
    let reads = world.sent(call.id().as_str());
    assert_eq!(
        reads
            .iter()
            .filter(|read| read.method == Method::GET)
            .count(),
        1
    );
}
