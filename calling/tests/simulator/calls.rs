//! Calls from their beginning to their end, in both directions.

use std::collections::BTreeSet;

use msgraph_beta_communications::models::{CallState, InvitationParticipantInfo, RejectReason};
use msgraph_beta_communications::models::{Identity, IdentitySet};
use msgraph_calling::simulator::{BotAnswer, Caller, Outbound, TeamsSimulator};
use msgraph_calling::{Delivery, EndReason, Notification};
use serde_json::json;

use crate::support::{
    APP, TENANT, body_of, call_to, expect_labels, in_process, only_listen, path, without_ids,
};

async fn silent() -> TeamsSimulator {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    only_listen(&teams);
    teams
}

fn end_reason(teams: &TeamsSimulator, label: &str) -> EndReason {
    let body = serde_json::to_vec(&body_of(teams, label)).unwrap();
    let read = Delivery::read(&Default::default(), &body).unwrap();
    match read.notifications.into_iter().next() {
        Some(Notification::CallEnded { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_rejected_call() {
    let teams = silent().await;
    let call = teams.ring(Caller::user(TENANT, "caller"));
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    let reject = requests.reject().with_reason(RejectReason::Busy);
    assert_eq!(reject.send().await.unwrap().status, 202);
    let answer = call.answer().await;
    assert_eq!(answer, BotAnswer::Rejected(Some("busy".to_owned())));
    expect_labels(&teams, &["deleted terminated rejected"]).await;
    // What was taken once is taken.
    let error = requests.reject().send().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
}

#[tokio::test]
async fn a_redirected_call() {
    let teams = silent().await;
    let call = teams.ring(Caller::user(TENANT, "caller"));
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    let phone = IdentitySet::default().with_phone(Identity::default().with_id("+12345678901"));
    let target = InvitationParticipantInfo::new(phone);
    let callback = "https://bot.contoso.com/api/calls/24701998";
    let redirect = requests.redirect([target]).with_callback_uri(callback);
    assert_eq!(redirect.send().await.unwrap().status, 202);
    let BotAnswer::Redirected(targets) = call.answer().await else {
        panic!("{:#?}", teams.transcript());
    };
    assert_eq!(targets[0]["identity"]["phone"]["id"], "+12345678901");
    let label = "deleted terminated redirected";
    expect_labels(&teams, &[label]).await;
    let body = without_ids(&body_of(&teams, label));
    let data = body["value"][0]["resourceData"].as_object().unwrap();
    let members = Vec::from_iter(data.keys().map(String::as_str));
    // As documented for a redirect to another bot.
    let documented = [
        "@odata.type",
        "callbackUri",
        "direction",
        "id",
        "myParticipantId",
        "source",
        "state",
        "targets",
        "tenantId",
    ];
    assert_eq!(members, documented);
    assert_eq!(data["callbackUri"], callback);
}

#[tokio::test]
async fn who_hangs_up() {
    let (teams, _) = in_process().await;
    let user = || Caller::user(TENANT, "caller");
    let by_user = teams.call_from(user()).await;
    by_user.hang_up();
    let by_phone = teams.call_from(Caller::phone("+15550000001")).await;
    by_phone.hang_up();
    let removed = teams.call_from(user()).await;
    removed.remove_bot();
    let by_bot = teams.call_from(user()).await;
    let id = by_bot.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    assert_eq!(requests.delete().send().await.unwrap().status, 204);
    for (label, reason) in [
        ("deleted terminated 200/4097", EndReason::HungUpByPeer),
        ("deleted terminated 200/540000", EndReason::HungUpByPeer),
        ("deleted terminated 200/5300", EndReason::Removed),
        ("deleted terminated 200/7000", EndReason::HungUpByBot),
    ] {
        expect_labels(&teams, &[label]).await;
        assert_eq!(end_reason(&teams, label), reason);
    }
    expect_labels(
        &teams,
        &["updated terminating", "deleted terminated 200/7000"],
    )
    .await;
    let error = requests.delete().send().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
    // An end is final.
    by_user.end(500, 1);
    assert_eq!(by_user.state(), CallState::Terminated);
}

#[tokio::test]
async fn a_call_that_the_service_forgets() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    let id = call.id();
    let requests = teams.graph_client().communications().call(id.as_str());
    assert_eq!(requests.get().send().await.unwrap().status, 200);
    call.vanish();
    for error in [
        requests.get().send().await.map(drop),
        requests.keep_alive().send().await.map(drop),
        requests.delete().send().await.map(drop),
    ] {
        assert_eq!(error.unwrap_err().status(), Some(404));
    }
}

#[tokio::test]
async fn calls_that_the_bot_places() {
    let (teams, _) = in_process().await;
    teams.set_outbound_to("away", Outbound::UNREACHABLE);
    teams.set_outbound_to("slow", Outbound::Rings);
    let calls = teams.graph_client().communications().calls();
    let user = |id: &str| {
        json!([{
            "@odata.type": "#microsoft.graph.invitationParticipantInfo",
            "identity": { "user": { "id": id, "tenantId": TENANT } },
        }])
    };
    let create = async |id: &str| {
        let created = calls.create(call_to(user(id))).send().await.unwrap();
        assert_eq!(created.status, 201);
        let body = created.body.unwrap();
        assert_eq!(body.state, Some(CallState::Establishing));
        let placed = teams.expect_call().await;
        assert_eq!(body.id, Some(placed.id().to_string()));
        assert_eq!(placed.peer().id(), id);
        placed
    };
    let answered = create("here").await;
    answered.expect_state(CallState::Established).await;
    let ringing = create("slow").await;
    ringing.expect_state(CallState::Ringing).await;
    ringing.establish();
    ringing.media_active();
    ringing.expect_state(CallState::Established).await;
    let refused = create("away").await;
    refused.expect_end().await;
    let label = "deleted terminated 480/10037";
    expect_labels(&teams, &[label]).await;
    assert_eq!(end_reason(&teams, label), EndReason::Unreachable);
    let by = body_of(&teams, label)["value"][0]["resourceUrl"].clone();
    assert_eq!(by, path(&refused, "").trim_end_matches('/'));
}

#[tokio::test]
async fn a_token_is_good_for_its_tenant() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::user(TENANT, "caller")).await;
    let id = call.id();
    let own = teams.graph_client_for(TENANT).communications();
    let other = teams.graph_client_for("another").communications();
    assert_eq!(
        own.call(id.as_str()).get().send().await.unwrap().status,
        200
    );
    let error = other.call(id.as_str()).get().send().await.unwrap_err();
    assert_eq!(error.status(), Some(403));
}

#[tokio::test]
async fn the_same_seed_gives_the_same_ids_and_transcript() {
    let run = async |seed| {
        let teams = TeamsSimulator::builder(APP).seed(seed).in_process();
        let teams = teams.start().await;
        crate::support::answer_all(&teams);
        let call = teams.call_from(Caller::phone("+15550000001")).await;
        expect_labels(&teams, &["updated media active"]).await;
        call.hang_up();
        expect_labels(&teams, &["deleted terminated 200/540000"]).await;
        let bodies = teams.deliveries().into_iter().map(|one| one.body);
        (call.id(), Vec::from_iter(bodies), teams.transcript())
    };
    let first = run(7).await;
    assert_eq!(first, run(7).await);
    assert_ne!(first.0, run(8).await.0);
}

#[tokio::test]
async fn a_request_comes_before_its_effects_in_the_transcript() {
    let (teams, _) = in_process().await;
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    expect_labels(&teams, &["updated media active"]).await;
    call.hang_up();
    expect_labels(&teams, &["deleted terminated 200/540000"]).await;
    let transcript = teams.transcript();
    // The bot may send its answer before its response to the callback.
    let first = BTreeSet::from_iter(transcript[..2].iter().map(String::as_str));
    let expected = [
        "call 1: from the bot: POST answer: 202",
        "call 1: to the bot: created incoming: 202",
    ];
    assert_eq!(first, BTreeSet::from(expected));
    assert_eq!(
        transcript[2..],
        [
            "call 1: to the bot: updated establishing: 202",
            "call 1: to the bot: updated established: 202",
            "call 1: to the bot: updated media active: 202",
            "call 1: to the bot: deleted terminated 200/540000: 202",
        ]
    );
}

#[tokio::test]
async fn the_end_of_the_simulator_ends_everything() {
    let (teams, received) = in_process().await;
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    expect_labels(&teams, &["updated media active"]).await;
    let before = received.bodies().len();
    drop(teams);
    call.hang_up();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    assert_eq!(received.bodies().len(), before);
}
