//! The second call of a consultative transfer.

use std::future::IntoFuture;

use msgraph_beta_communications::models::{CallState, Modality};
use msgraph_calling::simulator::Outbound;
use msgraph_calling::{AudioPrompt, CallError, Deadline, EndReason, TransferOutcome};
use serde_json::json;

use super::support::{HEIDI, TENANT, World, caller, heidi};

#[tokio::test(start_paused = true)]
async fn the_second_call_is_placed_like_any_other() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let consultation = call.consult(heidi()).await.unwrap();
    let _other = world.teams.expect_call().await;
    let prompt = AudioPrompt::new("https://bot.contoso.com/hello.wav").id("hello");
    consultation.other().play(&prompt).await.unwrap();

    let sent = world.sent("/communications/calls");
    assert_eq!(sent.len(), 1);
    let body = sent[0].json().unwrap();
    let user = json!({
        "@odata.type": "#microsoft.graph.identity",
        "id": HEIDI,
        "tenantId": TENANT,
        "displayName": "Heidi Steen",
    });
    assert_eq!(body["targets"][0]["identity"]["user"], user);
    assert_eq!(
        body["requestedModalities"],
        json!([Modality::Audio.as_str()])
    );
    assert_eq!(body["tenantId"], json!(TENANT));
    assert_eq!(body["callbackUri"], json!(super::support::CALLBACK));
    let media = &body["mediaConfig"]["@odata.type"];
    assert_eq!(media, "#microsoft.graph.serviceHostedMediaConfig");
}

#[tokio::test(start_paused = true)]
async fn dropping_it_hangs_up_the_other_call_and_not_the_first() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let consultation = call.consult(heidi()).await.unwrap();
    let other = consultation.other().clone();
    drop(consultation);
    assert_eq!(other.ended().await, EndReason::HungUpByBot);
    assert!(!call.is_ended());
    assert_eq!(theirs.state(), CallState::Established);
}

#[tokio::test(start_paused = true)]
async fn a_failed_transfer_leaves_both_calls_and_can_be_tried_again() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let consultation = call.consult(heidi()).await.unwrap();
    let script = async { theirs.expect_transfer().await.fail_as_documented() };
    let (outcome, ()) = tokio::join!(consultation.transfer(), script);
    assert!(matches!(outcome.unwrap(), TransferOutcome::Failed(_)));
    assert!(!call.is_ended() && !consultation.other().is_ended());

    let script = async { theirs.expect_transfer().await.complete() };
    let (outcome, ()) = tokio::join!(consultation.transfer(), script);
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
    let other = consultation.other().clone();
    drop(consultation);
    assert_eq!(other.ended().await, EndReason::Transferred);
    // Both calls ended by the transfer: nothing is hung up.
    let deleted = world.teams.requests();
    assert!(
        deleted
            .iter()
            .all(|request| request.method != http::Method::DELETE)
    );
}

#[tokio::test(start_paused = true)]
async fn a_callee_who_does_not_pick_up_is_hung_up() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    world.teams.set_outbound(Outbound::Rings);
    let error = call.consult(heidi()).await.unwrap_err();
    assert!(matches!(error, CallError::TooLate(Deadline::Establish)));
    world.teams.expect_call().await.expect_end().await;
    assert!(!call.is_ended());
}

#[tokio::test(start_paused = true)]
async fn a_callee_who_cannot_be_reached_is_an_end_with_that_reason() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    world.teams.set_outbound(Outbound::UNREACHABLE);
    let error = call.consult(heidi()).await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::Unreachable)));
    assert!(!call.is_ended());
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_hangs_up_ends_the_consultation_and_the_other_call() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.set_outbound(Outbound::Rings);
    let teams = world.teams.clone();
    let script = async {
        let other = teams.expect_call().await;
        theirs.hang_up();
        other
    };
    let (result, other) = tokio::join!(call.consult(heidi()).into_future(), script);
    assert!(matches!(
        result,
        Err(CallError::Ended(EndReason::HungUpByPeer))
    ));
    other.expect_end().await;
}

#[tokio::test(start_paused = true)]
async fn a_released_call_goes_on() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let other = call.consult(heidi()).await.unwrap().release();
    tokio::time::sleep(super::support::secs(5)).await;
    assert!(!other.is_ended());
}
