//! Incoming calls: answered, rejected, redirected, in time or not.

use std::future::IntoFuture;

use http::StatusCode;
use msgraph_beta_communications::models::{CallDisposition, CallState, RejectReason};
use msgraph_calling::simulator::{BotAnswer, Caller, GraphFault};
use msgraph_calling::{AudioPrompt, CallError, Deadline, EndReason, Media, PartyKind};
use serde_json::json;

use super::support::{CALLBACK, PHONE, TENANT, World, caller, heidi, phone, secs};

#[tokio::test(start_paused = true)]
async fn an_answer_is_sent_as_documented() {
    let mut world = World::start().await;
    let (theirs, incoming) = world.ring(caller()).await;
    let beep = AudioPrompt::new("https://cdn.contoso.com/beep.wav").id("1D6DE2D4");
    let media = Media::service_hosted().prefetch([&beep]);
    let call = incoming
        .answer(media)
        .participant_capacity(200)
        .await
        .unwrap();
    assert_eq!(theirs.answer().await, BotAnswer::Answered);
    assert!(call.established().await.unwrap().is_established());
    assert!(call.media_active().await.unwrap().is_audio_active());
    assert_eq!(
        world.sent("/answer")[0].json().unwrap(),
        json!({
            "callbackUri": CALLBACK,
            "mediaConfig": {
                "@odata.type": "#microsoft.graph.serviceHostedMediaConfig",
                "preFetchMedia": [{
                    "uri": "https://cdn.contoso.com/beep.wav",
                    "resourceId": "1D6DE2D4",
                }],
            },
            "acceptedModalities": ["audio"],
            "participantCapacity": 200,
        })
    );
}

#[tokio::test(start_paused = true)]
async fn who_calls_is_known_before_the_answer() {
    let mut world = World::start().await;
    let (_theirs, incoming) = world.ring(caller().named("Adele Vance")).await;
    let party = incoming.caller();
    assert_eq!(party.kind, PartyKind::User);
    assert_eq!(party.display_name.as_deref(), Some("Adele Vance"));
    assert!(party.is_in([TENANT]));
    assert_eq!(incoming.tenant(), Some(TENANT));
    assert!(incoming.source().is_some());
    assert!(!incoming.targets().is_empty());

    let (_theirs, incoming) = world.ring(Caller::phone(PHONE)).await;
    let party = incoming.caller();
    assert_eq!(
        (party.kind, party.id.as_deref()),
        (PartyKind::Phone, Some(PHONE))
    );
    assert!(!party.is_in([TENANT]));
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_the_deadline_is_not_sent() {
    for (caller, deadline) in [(caller(), 15), (caller().recorded_by_policy(), 5)] {
        let mut world = World::start().await;
        let (_theirs, incoming) = world.ring(caller.clone()).await;
        tokio::time::sleep(secs(deadline - 1)).await;
        incoming.answer(Media::service_hosted()).await.unwrap();

        world.teams.set_faults(
            msgraph_calling::simulator::Faults::new()
                .lose(100)
                .lose_ends(),
        );
        let (_theirs, incoming) = world.ring(caller).await;
        tokio::time::sleep(secs(deadline)).await;
        let error = incoming.answer(Media::service_hosted()).await.unwrap_err();
        assert!(
            matches!(error, CallError::TooLate(Deadline::Answer)),
            "{error:?}"
        );
        assert_eq!(world.sent("/answer").len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_hung_up_is_not_answered() {
    let mut world = World::start().await;
    let (theirs, incoming) = world.ring(caller()).await;
    theirs.hang_up();
    tokio::time::sleep(secs(1)).await;
    let error = incoming.answer(Media::service_hosted()).await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::HungUpByPeer)));
    assert!(world.sent("/answer").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_to_an_answer_is_found_out_from_notifications() {
    let mut world = World::start().await;
    let (_theirs, incoming) = world.ring(caller()).await;
    world
        .teams
        .fail_requests(GraphFault::lost_response().on("answer"));
    let call = incoming.answer(Media::service_hosted()).await.unwrap();
    call.established().await.unwrap();

    let (_theirs, incoming) = world.ring(caller()).await;
    let lost = GraphFault::status(StatusCode::GATEWAY_TIMEOUT).on("answer");
    world.teams.fail_requests(lost);
    let error = incoming.answer(Media::service_hosted()).await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::NoAnswer)));
}

#[tokio::test(start_paused = true)]
async fn a_rejected_call_has_ended() {
    let mut world = World::start().await;
    let (theirs, incoming) = world.ring(caller()).await;
    let id = incoming.id().clone();
    incoming.reject(RejectReason::Busy).await.unwrap();
    assert_eq!(
        theirs.answer().await,
        BotAnswer::Rejected(Some("busy".to_owned()))
    );
    assert!(world.bot.calls().get(&id).unwrap().is_ended());
}

#[tokio::test(start_paused = true)]
async fn a_redirected_call_has_ended() {
    let mut world = World::start().await;
    let (theirs, incoming) = world.ring(caller()).await;
    let id = incoming.id().clone();
    let redirect = incoming
        .redirect([heidi(), phone()])
        .disposition(CallDisposition::SimultaneousRing)
        .timeout(secs(30));
    let wait = async {
        let BotAnswer::Redirected(targets) = theirs.answer().await else {
            panic!("not redirected");
        };
        assert_eq!(targets.len(), 2);
        if theirs.state() != CallState::Terminated {
            theirs.end(200, 0);
        }
    };
    let (redirected, ()) = tokio::join!(redirect.into_future(), wait);
    redirected.unwrap();
    assert!(world.bot.calls().get(&id).unwrap().is_ended());
    let body = world.sent("/redirect")[0].json().unwrap();
    assert_eq!(body["timeout"], json!(30));
    assert_eq!(body["targetDisposition"], json!("simultaneousRing"));
}
