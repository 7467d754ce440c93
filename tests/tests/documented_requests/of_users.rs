//! One function per documented request below `/me` and `/users/{id}`.

use msgraph_beta_communications::edm::Duration;
use msgraph_beta_communications::models::{
    AnswerInputType, BodyType, CallRecording, DateTimeTimeZone, ItemBody, JoinMeetingIdSettings,
    MeetingRegistration, MeetingRegistrationQuestion, MeetingSpeaker, OnlineMeeting,
    PresenceStatusMessage,
};
use msgraph_beta_communications::request::Invoke;
use msgraph_beta_communications::requests::{
    CallRecordingRequests, CallTranscriptRequests, MeetingRegistrationRequests,
    OnlineMeetingCollectionRequests, PresenceRequests,
};
use msgraph_beta_communications::{GraphClient, Page};

use super::requests::{Make, bytes, nothing, page, time, value};

/// Stands where the documentation leaves a point in time open.
pub const TIME: &str = "2024-01-15T00:00:00Z";

const MEETING: &str = "MSpkYzE3Njc0Yy04MWQ5LTRhZGItYmZ";
const QUESTION: &str = "MSMxY2E2ZmE3OS1hOTY3LTQ4ZX3lvdV94MDAyMF9hX3gwMDIwX2RldmU=";
const ORGANIZER: &str = "8b081ef6-4792-4def-b2c9-c363a1bf41d5";
const DOCUMENT: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

fn planned(subject: &str) -> OnlineMeeting {
    OnlineMeeting::default()
        .with_start_date_time(time("2019-07-12T14:30:34.2444915-07:00"))
        .with_end_date_time(time("2019-07-12T15:00:34.2464912-07:00"))
        .with_subject(subject)
}

fn passcode(is_required: bool) -> JoinMeetingIdSettings {
    JoinMeetingIdSettings::default().with_is_passcode_required(is_required)
}

fn registration(client: &GraphClient) -> MeetingRegistrationRequests {
    client.me().online_meeting(MEETING).registration()
}

fn speaker(name: &str, bio: &str) -> MeetingSpeaker {
    MeetingSpeaker::default()
        .with_display_name(name)
        .with_bio(bio)
}

fn of(client: &GraphClient, user: &str) -> OnlineMeetingCollectionRequests {
    client.user(user).online_meetings()
}

/// A page of a delta. A program follows the link that it has received instead.
fn delta_from(client: &GraphClient, token: &str) -> Invoke<Page<CallRecording>> {
    let all = of(client, "{userId}")
        .get_all_recordings()
        .with_meeting_organizer_user_id(ORGANIZER);
    let mut request = all.compose().delta().request();
    request.query_mut().set("skipToken", token);
    request
}

fn recording(client: &GraphClient) -> CallRecordingRequests {
    client
        .user("b935e675-5e67-48b9-8d45-249d5f88e964")
        .online_meeting(
            "MSpiOTM1ZTY3NS01ZTY3LTQ4YjktOGQ0NS0yNDlkNWY4OGU5NjQqMCoqMTk6bWVldGluZ19ZbU0zTnpJNU9US\
             XRZakU0WlMwME1tUTNMVGt6TVRRdFkyWm1PRGRtWmpsaVptRTNAdGhyZWFkLnYy",
        )
        .recording("7e31db25-bc6e-4fd8-96c7-e01264e9b6fc")
}

fn transcript(client: &GraphClient) -> CallTranscriptRequests {
    client
        .user("ba321e0d-79ee-478d-8e28-85a19507f456")
        .online_meeting("MSo1N2Y5ZGFjYy03MWJmLTQ3NDMtYjQxMy01M2EdFGkdRWHJlQ")
        .transcript("MSMjMCMjNzU3ODc2ZDYtOTcwMi00MDhkLWFkNDItOTE2ZDNmZjkwZGY4")
}

fn presence(client: &GraphClient) -> PresenceRequests {
    client
        .user("fa8bf3dc-eca7-46b7-bad1-db199b62afc3")
        .presence()
}

fn says(text: &str) -> ItemBody {
    ItemBody::default()
        .with_content(text)
        .with_content_type(BodyType::Text)
}

/// Meetings, who attended, and who registered.
pub const MEETINGS: &[(&str, Make)] = &[
    ("beta/application-post-onlinemeetings#1", |client| {
        let meeting = planned("User Token Meeting");
        value(client.me().online_meetings().create(meeting).send())
    }),
    ("beta/application-post-onlinemeetings#4", |client| {
        let meeting = planned("User meeting").with_join_meeting_id_settings(passcode(true));
        value(client.me().online_meetings().create(meeting).send())
    }),
    ("beta/application-post-onlinemeetings#6", |client| {
        let meeting = planned("User meeting in Microsoft Teams channel.")
            .with_join_meeting_id_settings(passcode(false));
        value(client.me().online_meetings().create(meeting).send())
    }),
    ("beta/application-post-onlinemeetings#7", |client| {
        let meeting = planned("User meeting in Microsoft Teams channel.");
        value(client.me().online_meetings().create(meeting).send())
    }),
    ("beta/application-post-onlinemeetings#9", |client| {
        let meeting = planned("User meeting")
            .with_meeting_template_id("05b9ed5f-2ac3-4470-aae9-f4a0c30b1a4b");
        value(client.me().online_meetings().create(meeting).send())
    }),
    ("beta/application-post-onlinemeetings#11", |client| {
        let meeting = OnlineMeeting::default()
            .with_start_date_time(time("2025-02-01T14:30:34.2444915-07:00"))
            .with_end_date_time(time("2025-02-01T15:00:34.2464912-07:00"))
            .with_subject("Encrypted Meeting")
            .with_is_end_to_end_encryption_enabled(true);
        value(client.me().online_meetings().create(meeting).send())
    }),
    ("beta/attendancerecord-list#1", |client| {
        let meeting = client.me().online_meeting("{meetingId}");
        let report = meeting.attendance_report("{reportId}");
        page(report.attendance_records().list().send())
    }),
    ("beta/meetingattendancereport-list#1", |client| {
        let meeting = client.me().online_meeting(MEETING);
        page(meeting.attendance_reports().list().send())
    }),
    ("beta/meetingregistrant-delete#1", |client| {
        let meeting = client
            .user("16664f75-11dc-4870-bec6-38c1aaa81431")
            .online_meeting(MEETING);
        let registrant = meeting.registration().registrant(
            "gWWckDBR6UOI8_yzWCzeNw,6pAAiSU1bkGqc8soJZw5Pg,3aMJxgQBxEufdo7_Qube_w,\
             YgKy1Rtx-0SFjRbv-ww1ag,Cuzk8JP_iTTWqCOyVcalVA",
        );
        nothing(registrant.delete().send())
    }),
    ("beta/meetingregistration-delete#1", |client| {
        nothing(registration(client).delete().send())
    }),
    (
        "beta/meetingregistration-post-customquestions#1",
        |client| {
            let question = MeetingRegistrationQuestion::default()
                .with_display_name("What's your job position?")
                .with_is_required(false)
                .with_answer_input_type(AnswerInputType::Text);
            value(
                registration(client)
                    .custom_questions()
                    .create(question)
                    .send(),
            )
        },
    ),
    ("beta/meetingregistration-update#1", |client| {
        let change = MeetingRegistration::default()
            .with_subject("Microsoft Ignite: Day 1")
            .with_start_date_time(time("2021-11-02T08:00:00-08:00"))
            .with_end_date_time(time("2021-11-02T15:45:00-08:00"))
            .with_speakers([
                speaker("Henry Ross", "Chairman and Chief Executive Officer"),
                speaker("Fred Ryan", "CVP"),
            ]);
        value(registration(client).update(change).send())
    }),
    ("beta/meetingregistrationquestion-delete#1", |client| {
        nothing(
            registration(client)
                .custom_question(QUESTION)
                .delete()
                .send(),
        )
    }),
    ("beta/meetingregistrationquestion-get#1", |client| {
        value(registration(client).custom_question(QUESTION).get().send())
    }),
    ("beta/onlinemeeting-delete#1", |client| {
        let meeting = client.me().online_meeting(
            "550fae72-d251-43ec-868c-373732c2704f_\
             19:meeting_M2IzYzczNTItYmY3OC00MDlmLWJjMzUtYmFiMjNlOTY4MGEz@thread.skype",
        );
        nothing(meeting.delete().send())
    }),
];

/// Recordings and transcripts.
pub const RECORDINGS: &[(&str, Make)] = &[
    ("beta/callrecording-delta#1", |client| {
        let all = of(client, "{usersId}")
            .get_all_recordings()
            .with_meeting_organizer_user_id("{userId}")
            .with_start_date_time(time(TIME));
        page(all.compose().delta().send())
    }),
    ("beta/callrecording-delta#2", |client| {
        let all = of(client, ORGANIZER)
            .get_all_recordings()
            .with_meeting_organizer_user_id(ORGANIZER);
        page(all.compose().delta().send())
    }),
    ("beta/callrecording-delta#6", |client| {
        page(delta_from(client, "{skipToken2}").send())
    }),
    ("beta/callrecording-delta#8", |client| {
        page(delta_from(client, "{deltaToken1}").send())
    }),
    ("beta/callrecording-get#1", |client| {
        value(recording(client).get().send())
    }),
    ("beta/callrecording-get#3", |client| {
        bytes(recording(client).content().send())
    }),
    ("beta/calltranscript-get#1", |client| {
        value(transcript(client).get().send())
    }),
    ("beta/calltranscript-get#3", |client| {
        bytes(transcript(client).content().send())
    }),
    ("beta/calltranscript-get#5", |client| {
        let mut content = transcript(client).content();
        content.query_mut().set("$format", "text/vtt");
        bytes(content.send())
    }),
    ("beta/calltranscript-get#7", |client| {
        bytes(
            transcript(client)
                .content()
                .header("Accept", DOCUMENT)
                .send(),
        )
    }),
    ("beta/calltranscript-get#9", |client| {
        let mut content = transcript(client).content().header("Accept", DOCUMENT);
        content.query_mut().set("$format", "text/vtt");
        bytes(content.send())
    }),
    ("beta/onlinemeeting-getalltranscripts#1", |client| {
        let all = of(client, "{usersId}")
            .get_all_transcripts()
            .with_meeting_organizer_user_id("{userId}")
            .with_start_date_time(time(TIME))
            .with_end_date_time(time(TIME));
        page(all.send())
    }),
    ("beta/onlinemeeting-getalltranscripts#2", |client| {
        let all = of(client, ORGANIZER)
            .get_all_transcripts()
            .with_meeting_organizer_user_id(ORGANIZER);
        page(all.send())
    }),
    ("beta/onlinemeeting-getalltranscripts#4", |client| {
        let all = of(client, ORGANIZER)
            .get_all_transcripts()
            .with_meeting_organizer_user_id(ORGANIZER)
            .with_start_date_time(time(TIME))
            .with_end_date_time(time("2024-01-31T00:00:00Z"));
        page(all.send())
    }),
];

/// Presence.
pub const PRESENCE: &[(&str, Make)] = &[
    ("beta/presence-clearpresence#1", |client| {
        let clear = presence(client)
            .clear_presence()
            .with_session_id("22553876-f5ab-4529-bffb-cfe50aa89f87");
        nothing(clear.send())
    }),
    ("beta/presence-clearuserpreferredpresence#1", |client| {
        nothing(presence(client).clear_user_preferred_presence().send())
    }),
    ("beta/presence-setpresence#1", |client| {
        let set = presence(client)
            .set_presence("Available", "Available")
            .with_session_id("22553876-f5ab-4529-bffb-cfe50aa89f87")
            .with_expiration_duration("PT1H".parse::<Duration>().unwrap());
        nothing(set.send())
    }),
    ("beta/presence-setstatusmessage#1", |client| {
        let expiry = DateTimeTimeZone::new("2022-10-18T17:05:33.2079781")
            .with_time_zone("Pacific Standard Time");
        let message = PresenceStatusMessage::default()
            .with_message(says("Hey I'm currently in a meeting."))
            .with_expiry_date_time(expiry);
        let set = presence(client)
            .set_status_message()
            .with_status_message(message);
        nothing(set.send())
    }),
    ("beta/presence-setstatusmessage#3", |client| {
        let message = PresenceStatusMessage::default().with_message(says("Hey I am available now"));
        let set = presence(client)
            .set_status_message()
            .with_status_message(message);
        nothing(set.send())
    }),
    ("beta/presence-setstatusmessage#5", |client| {
        value(presence(client).get().send())
    }),
    ("beta/presence-setuserpreferredpresence#1", |client| {
        let set = presence(client)
            .set_user_preferred_presence("DoNotDisturb", "DoNotDisturb")
            .with_expiration_duration("PT8H".parse::<Duration>().unwrap());
        nothing(set.send())
    }),
];
