//! Requests as values: their method, path and body, before anything is sent.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use conformance_tests::json::same;
use msgraph_beta_communications::models::{
    Call, CallState, Identity, IdentitySet, InvitationParticipantInfo, MediaInfo, MediaPrompt,
    OnlineMeeting, OperationStatus, ServiceHostedMediaConfig,
};
use msgraph_beta_communications::requests;
use msgraph_beta_communications::{
    Method, Operation, edm::DateTimeOffset, from_str, to_request_body, to_string,
};

fn path<T: Operation>(operation: &T) -> String {
    operation.path().unwrap()
}

fn body<T: Operation>(operation: &T) -> String {
    String::from_utf8(operation.body().unwrap()).unwrap()
}

fn time(text: &str) -> DateTimeOffset {
    text.parse().unwrap()
}

#[test]
fn actions_are_posted_with_their_parameters() {
    let call = requests::communications().call("57dab8b1-894c-409a-b240-bd8beae78896");
    let prompt = MediaPrompt::default().with_media_info(
        MediaInfo::default()
            .with_uri("https://cdn.contoso.com/beep.wav")
            .with_resource_id("1D6DE2D4-CD51-4309-8DAA-70768651088E"),
    );
    let play = call.play_prompt([prompt]).with_client_context("d45324c1");
    assert_eq!(
        path(&play),
        "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/playPrompt"
    );
    // `prompts` holds values of an abstract type: each names its own.
    let expected = r##"{
        "prompts":[{
            "@odata.type":"#microsoft.graph.mediaPrompt",
            "mediaInfo":{
                "uri":"https://cdn.contoso.com/beep.wav",
                "resourceId":"1D6DE2D4-CD51-4309-8DAA-70768651088E"}}],
        "clientContext":"d45324c1"}"##;
    assert_eq!(same(expected, &body(&play)), Ok(()), "{}", body(&play));

    let answer = call.answer(
        "https://bot.contoso.com/api/calls",
        ServiceHostedMediaConfig::default(),
    );
    let expected = r##"{
        "callbackUri":"https://bot.contoso.com/api/calls",
        "mediaConfig":{"@odata.type":"#microsoft.graph.serviceHostedMediaConfig"}}"##;
    assert_eq!(same(expected, &body(&answer)), Ok(()), "{}", body(&answer));
}

#[test]
fn an_action_without_parameters_has_no_body() {
    fn method<T: Operation>(_: &T) -> Method {
        T::METHOD
    }
    let keep_alive = requests::communications().call("1").keep_alive();
    assert_eq!(method(&keep_alive), Method::Post);
    assert_eq!(path(&keep_alive), "/communications/calls/1/keepAlive");
    assert!(keep_alive.body().is_none());
}

#[test]
fn actions_of_a_collection_follow_the_collection() {
    let bob = IdentitySet::default().with_user(Identity::default().with_id("bob"));
    let invite = requests::communications()
        .call("1")
        .participants()
        .invite([InvitationParticipantInfo::new(bob)]);
    assert_eq!(path(&invite), "/communications/calls/1/participants/invite");
    let expected = r#"{"participants":[{"identity":{"user":{"id":"bob"}}}]}"#;
    assert_eq!(same(expected, &body(&invite)), Ok(()));
}

#[test]
fn functions_carry_their_parameters_in_the_path() {
    let (from, to) = (
        time("2019-11-01T00:00:00Z"),
        time("2019-12-01T00:00:00+01:00"),
    );
    let log = requests::communications()
        .call_records()
        .get_pstn_calls(from, to);
    // The function is of another namespace than the service.
    assert_eq!(
        path(&log),
        "/communications/callRecords/microsoft.graph.callRecords.getPstnCalls\
         (fromDateTime=2019-11-01T00:00:00Z,toDateTime=2019-12-01T00:00:00%2B01:00)"
    );
    assert!(log.body().is_none());
    let all = requests::communications()
        .online_meetings()
        .get_all_recordings()
        .with_meeting_organizer_user_id("8b081ef6-4792-4def-b2c9-c363a1bf41d5");
    assert_eq!(
        path(&all),
        "/communications/onlineMeetings/getAllRecordings\
         (meetingOrganizerUserId='8b081ef6-4792-4def-b2c9-c363a1bf41d5')"
    );
}

#[test]
fn what_only_the_service_sets_is_left_out_of_requests() {
    let call: Call = from_str(
        r#"{"id":"1","state":"established","tenantId":"t","callbackUri":"https://b","subject":null}"#,
    )
    .unwrap();
    let request = String::from_utf8(to_request_body(&call)).unwrap();
    let expected = r#"{"tenantId":"t","callbackUri":"https://b","subject":null}"#;
    assert_eq!(same(expected, &request), Ok(()), "{request}");
    assert!(
        to_string(&call).contains("\"established\""),
        "but not out of values"
    );
}

#[test]
fn absent_null_and_empty_are_three_things() {
    let update = |meeting: &OnlineMeeting| String::from_utf8(to_request_body(meeting)).unwrap();
    assert_eq!(update(&OnlineMeeting::default()), "{}");
    let null = OnlineMeeting::default().with_null(OnlineMeeting::SUBJECT);
    assert_eq!(update(&null), r#"{"subject":null}"#);
    assert_eq!(update(&null.with_subject("s")), r#"{"subject":"s"}"#);
    let empty = Call::default().with_requested_modalities(Vec::<&str>::new());
    assert_eq!(to_string(&empty), r#"{"requestedModalities":[]}"#);
}

#[test]
fn a_field_that_is_set_anew_is_spelled_as_the_metadata_does() {
    let mut call: Call = from_str(r#"{"STATE":"ESTABLISHED","Subject":"s"}"#).unwrap();
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(to_string(&call), r#"{"STATE":"ESTABLISHED","Subject":"s"}"#);
    call.state = Some(CallState::Terminated);
    assert_eq!(to_string(&call), r#"{"state":"terminated","Subject":"s"}"#);
}

#[test]
fn enumerations_take_any_text() {
    assert_eq!(
        OperationStatus::from("completed"),
        OperationStatus::Completed
    );
    assert_eq!(OperationStatus::Completed.as_str(), "Completed");
    let future = OperationStatus::from("paused");
    assert!(matches!(&future, OperationStatus::Unknown(text) if text.as_str() == "paused"));
    assert_eq!(future.to_string(), "paused");
}
