//! Paths through a user, the results that they go on from, and what only bots receive and send.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use conformance_tests::json::same;
use msgraph_beta_communications::client::ErrorKind;
use msgraph_beta_communications::models::{
    AcceptJoinResponse, CommsNotifications, DeltaParticipants, Identity, IdentitySet,
    InviteNewBotResponse, OnlineMeeting, ParticipantJoiningNotification,
    ParticipantJoiningResponse, ParticipantLeftNotification, RejectJoinResponse, RejectReason,
};
use msgraph_beta_communications::registry::TYPES;
use msgraph_beta_communications::test_support::{Answer, FakeService};
use msgraph_beta_communications::{
    GraphClient, Key, Method, Operation, from_str, requests, to_string,
};

#[test]
fn a_user_leads_on_and_has_no_model() {
    let me = requests::me();
    assert_eq!(me.presence().get().path().unwrap(), "/me/presence");
    assert_eq!(
        requests::user("1")
            .online_meeting("2")
            .get()
            .path()
            .unwrap(),
        "/users/1/onlineMeetings/2"
    );
    let settings = me.communications().call_settings();
    assert_eq!(
        settings.delegate("3").get().path().unwrap(),
        "/me/communications/callSettings/delegates/3"
    );
    let user = |key: Key| requests::user(key).target().path().map(str::to_owned);
    assert_eq!(user(Key::quoted("a/b")).unwrap(), "/users('a%2Fb')");
    assert!(user(Key::from("..")).is_err());
    let known = |name: &str| TYPES.iter().any(|entry| entry.name == name);
    assert!(known("microsoft.graph.onlineMeeting") && !known("microsoft.graph.user"));
}

#[test]
fn paths_go_on_from_the_result_of_a_function() {
    let meetings = requests::me().online_meetings();
    let all = meetings.get_all_recordings();
    assert_eq!(
        all.compose().delta().path().unwrap(),
        "/me/onlineMeetings/getAllRecordings()/delta()"
    );
    // A value that the path cannot hold stands behind all of it.
    let all = all.with_meeting_organizer_user_id("a/b");
    let delta = all.compose().delta();
    assert_eq!(
        Operation::path(&delta).unwrap(),
        "/me/onlineMeetings/getAllRecordings(meetingOrganizerUserId=@meetingOrganizerUserId)/delta()\
         ?@meetingOrganizerUserId='a%2Fb'"
    );
    assert_eq!(delta.path(), delta.request().path());
}

#[tokio::test]
async fn a_lookup_finds_one_or_none() {
    let service = FakeService::start().await;
    let meetings = service.client::<GraphClient>().me().online_meetings();
    let lookup = meetings.by_join_web_url("https://x/'1'?a=b");
    assert_eq!(lookup.method(), Method::Get);

    let answer = |body: &'static str| {
        service.answer_with(move |_| Answer::bytes(200, "application/json", body));
    };
    answer(r#"{"value":[{"id":"1"}]}"#);
    let found: Option<OnlineMeeting> = lookup.clone().send().await.unwrap().body;
    assert_eq!(found.unwrap().id.as_deref(), Some("1"));
    answer(r#"{"value":[]}"#);
    assert_eq!(lookup.clone().send().await.unwrap().body, None);
    answer(r#"{"value":[{"id":"1"},{"id":"2"}]}"#);
    let error = lookup.send().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("2 values"), "{error}");

    let asked = service.requests()[0].path_and_query();
    let asked = asked
        .replace("%20", " ")
        .replace("%27", "'")
        .replace("%2F", "/");
    let asked = asked
        .replace("%3A", ":")
        .replace("%3F", "?")
        .replace("%3D", "=");
    assert_eq!(
        asked,
        "/me/onlineMeetings?$filter=JoinWebUrl eq 'https://x/''1''?a=b'"
    );
    let others = [
        (
            meetings.by_video_teleconference_id("1").path().unwrap(),
            "VideoTeleconferenceId eq '1'",
        ),
        (
            meetings.by_join_meeting_id("1").path().unwrap(),
            "joinMeetingIdSettings/joinMeetingId eq '1'",
        ),
    ];
    for (path, filter) in others {
        let path = path
            .replace("%20", " ")
            .replace("%27", "'")
            .replace("%2F", "/");
        assert!(path.ends_with(&format!("?$filter={filter}")), "{path}");
    }
    service.finish();
}

#[test]
fn notifications_of_rosters_and_participants_are_typed() {
    let text = r##"{"value":[
        {"changeType":"updated","resourceUrl":"/communications/calls/1/participants",
         "resourceData":{"@odata.type":"#microsoft.graph.deltaParticipants","sequenceNumber":7,
            "participants":[{"@odata.type":"#microsoft.graph.participant","id":"2"}]}},
        {"changeType":"created","resourceUrl":"/communications/calls/1",
         "resourceData":{"@odata.type":"#microsoft.graph.participantJoiningNotification",
            "call":{"@odata.type":"#microsoft.graph.call","id":"1"}}},
        {"changeType":"deleted","resourceUrl":"/communications/calls/1",
         "resourceData":{"@odata.type":"#microsoft.graph.participantLeftNotification",
            "participantId":"2"}}]}"##;
    let read: CommsNotifications = from_str(text).unwrap();
    assert_eq!(same(text, &to_string(&read)), Ok(()));
    let all = read.value.unwrap();
    let data = |at: usize| all[at].resource_data.as_ref().unwrap().one().unwrap();
    let roster = data(0).downcast::<DeltaParticipants>().unwrap();
    assert_eq!(roster.sequence_number, Some(7));
    assert_eq!(roster.participants.as_ref().map(Vec::len), Some(1));
    let joining = data(1)
        .downcast::<ParticipantJoiningNotification>()
        .unwrap();
    assert_eq!(joining.call.as_ref().unwrap().id.as_deref(), Some("1"));
    let left = data(2).downcast::<ParticipantLeftNotification>().unwrap();
    assert_eq!(left.participant_id.as_deref(), Some("2"));
}

#[test]
fn a_bot_answers_a_participant_who_wants_to_join() {
    let answers: [(ParticipantJoiningResponse, &str); 3] = [
        (
            AcceptJoinResponse::default().into(),
            r##"{"@odata.type":"#microsoft.graph.acceptJoinResponse"}"##,
        ),
        (
            RejectJoinResponse::new(RejectReason::Busy).into(),
            r##"{"@odata.type":"#microsoft.graph.rejectJoinResponse","reason":"busy"}"##,
        ),
        (
            InviteNewBotResponse::default()
                .with_invite_uri("https://x/")
                .into(),
            r##"{"@odata.type":"#microsoft.graph.inviteNewBotResponse","inviteUri":"https://x/"}"##,
        ),
    ];
    for (answer, expected) in answers {
        let written = to_string(&answer);
        assert_eq!(same(expected, &written), Ok(()), "{written}");
    }
}

#[test]
fn a_type_is_named_on_request_alone() {
    let user = Identity::default().with_id("1");
    let plain = to_string(&IdentitySet::default().with_user(user.clone()));
    assert_eq!(plain, r#"{"user":{"id":"1"}}"#);
    let named = IdentitySet::default()
        .with_user(user.with_odata_type())
        .with_odata_type();
    assert_eq!(
        to_string(&named),
        r##"{"@odata.type":"#microsoft.graph.identitySet","user":{"@odata.type":"#microsoft.graph.identity","id":"1"}}"##
    );
    let read: IdentitySet = from_str(&to_string(&named)).unwrap();
    assert_eq!(read, named);
}
