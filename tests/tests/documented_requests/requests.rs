//! One function per documented request, which sends it and writes the result as JSON.

use std::future::Future;
use std::pin::Pin;

use msgraph_beta_communications::client::{Error, Response};
use msgraph_beta_communications::edm::DateTimeOffset;
use msgraph_beta_communications::models::call_records::{CallRecord, Participant};
use msgraph_beta_communications::models::{
    AppHostedMediaConfig, EndpointType, Identity, IdentitySet, IncomingCallOptions,
    InvitationParticipantInfo, MediaInfo, MediaPrompt, Modality, ParticipantInfo,
    ScreenSharingRole, ServiceHostedMediaConfig,
};
use msgraph_beta_communications::request::Content;
use msgraph_beta_communications::requests::CallRequests;
use msgraph_beta_communications::{Filter, GraphClient, Item, Page, to_string};

/// Stands where the documentation leaves the key open.
pub const KEY: &str = "8d1e6ab6-0000-4000-8000-07343958e26c";

/// An answer on its way; one without a body is `None`.
pub type Sending = Pin<Box<dyn Future<Output = Result<Option<String>, Error>>>>;

type Answered<T> = Result<Response<T>, Error>;

/// Makes a request and sends it.
pub type Make = fn(&GraphClient) -> Sending;

/// What is answered by a value.
pub fn value<T: Item>(answer: impl Future<Output = Answered<Option<T>>> + 'static) -> Sending {
    Box::pin(async { Ok(Some(to_string(&answer.await?.value()?))) })
}

/// What is answered by a page of a collection.
pub fn page<T: Item + Clone>(answer: impl Future<Output = Answered<Page<T>>> + 'static) -> Sending {
    Box::pin(async { Ok(Some(to_string(&answer.await?.body))) })
}

/// What is answered by a status alone.
pub fn nothing(answer: impl Future<Output = Answered<()>> + 'static) -> Sending {
    Box::pin(async { answer.await.map(|_| None) })
}

/// What is answered by the bytes of a stream.
pub fn bytes(answer: impl Future<Output = Answered<Content>> + 'static) -> Sending {
    Box::pin(async { Ok(String::from_utf8(answer.await?.body.0).ok()) })
}

fn call(client: &GraphClient, id: &str) -> CallRequests {
    client.communications().call(id)
}

fn identity(id: &str) -> Identity {
    Identity::default().with_id(id).with_odata_type()
}

fn person(name: &str, id: &str) -> Identity {
    identity(id).with_display_name(name)
}

fn heidi() -> Identity {
    Identity::default()
        .with_id("550fae72-d251-43ec-868c-373732c2704f")
        .with_display_name("Heidi Steen")
        .with_tenant_id(TENANT)
}

fn set() -> IdentitySet {
    IdentitySet::default().with_odata_type()
}

fn phone() -> Identity {
    identity("+12345678901")
}

fn invited(set: IdentitySet) -> InvitationParticipantInfo {
    InvitationParticipantInfo::new(set).with_odata_type()
}

fn media(name: &str, id: &str) -> MediaInfo {
    MediaInfo::new(format!("https://cdn.contoso.com/{name}.wav"))
        .with_resource_id(format!("1D6DE2D4-CD51-4309-8DAA-7076865108{id}"))
}

fn app_hosted() -> AppHostedMediaConfig {
    AppHostedMediaConfig::default().with_blob("<Media Session Configuration Blob>")
}

pub fn time(text: &str) -> DateTimeOffset {
    text.parse().unwrap()
}

const INCOMING: &str = "57DAB8B1894C409AB240BD8BEAE78896";
const MUTED: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const TRANSFERRED: &str = "341a0500-d4bf-4224-8b19-1581168d328b";
const REPLACED: &str = "e5d39592-99bd-4db8-bca8-30fb894ec51d";
const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const CONTEXT: &str = "d45324c1-fcb5-430a-902c-f20af696537c";
const NOTIFIED: &str = "https://bot.contoso.com/api/calls";
const FORWARDED: &str = "https://bot.contoso.com/api/calls/24701998-1a73-4d42-8085-bf46ed0ae039";

/// A call: read, answered, heard.
pub const CALLS: &[(&str, Make)] = &[
    ("beta/audioroutinggroup-delete#1", |client| {
        nothing(call(client, KEY).audio_routing_group(KEY).delete().send())
    }),
    ("beta/call-answer#1", |client| {
        let options = IncomingCallOptions::default()
            .with_is_content_sharing_notification_enabled(true)
            .with_odata_type();
        let answer = call(client, KEY)
            .answer("callbackUri-value", app_hosted())
            .with_accepted_modalities([Modality::Audio])
            .with_call_options(options)
            .with_participant_capacity(200);
        nothing(answer.send())
    }),
    ("beta/call-answer#4", |client| {
        let config = ServiceHostedMediaConfig::default()
            .with_pre_fetch_media([media("beep", "8E"), media("cool", "8F")]);
        let answer = call(client, INCOMING)
            .answer(NOTIFIED, config)
            .with_accepted_modalities([Modality::Audio]);
        nothing(answer.send())
    }),
    ("beta/call-answer#9", |client| {
        let answer = call(client, INCOMING)
            .answer(NOTIFIED, app_hosted())
            .with_accepted_modalities([Modality::Audio]);
        nothing(answer.send())
    }),
    ("beta/call-changescreensharingrole#1", |client| {
        let call = call(client, KEY);
        nothing(
            call.change_screen_sharing_role(ScreenSharingRole::Viewer)
                .send(),
        )
    }),
    ("beta/call-get#1", |client| {
        value(call(client, KEY).get().send())
    }),
    ("beta/call-get#3", |client| {
        value(
            call(client, "2f1a1100-b174-40a0-aba7-0b405e01ed92")
                .get()
                .send(),
        )
    }),
    ("beta/call-list-audioroutinggroups#1", |client| {
        page(call(client, KEY).audio_routing_groups().list().send())
    }),
    ("beta/call-mute#1", |client| {
        let mute = call(client, MUTED)
            .mute()
            .with_client_context("clientContext-value");
        value(mute.send())
    }),
    ("beta/call-playprompt#1", |client| {
        let beep = media("beep", "8E").with_odata_type();
        let play = call(client, MUTED)
            .play_prompt([MediaPrompt::new(beep)])
            .with_client_context(CONTEXT)
            .with_loop(false);
        value(play.send())
    }),
    ("beta/call-record#1", |client| {
        let record = call(client, KEY)
            .record_response()
            .with_barge_in_allowed(true)
            .with_client_context(CONTEXT)
            .with_prompts([MediaPrompt::new(media("beep", "8E"))])
            .with_max_record_duration_in_seconds(10)
            .with_initial_silence_timeout_in_seconds(5)
            .with_max_silence_timeout_in_seconds(2)
            .with_play_beep(true)
            // The metadata has names for these.
            .with_stop_tones(["#", "1", "*"]);
        value(record.send())
    }),
    ("beta/call-subscribetotone#1", |client| {
        let subscribe = call(client, KEY)
            .subscribe_to_tone()
            .with_client_context("fd1c7836-4d84-4e24-b6aa-23188688cc54");
        value(subscribe.send())
    }),
    ("beta/contentsharingsession-get#1", |client| {
        let call = call(client, "7531d31f-d10d-44de-802f-c569dbca451c");
        value(
            call.content_sharing_session("7e1b4346-85a6-4bdd-abe3-d11c5d420efe")
                .get()
                .send(),
        )
    }),
];

/// A call that goes elsewhere.
pub const ELSEWHERE: &[(&str, Make)] = &[
    ("beta/call-redirect#2", |client| {
        let bot = person("test bot 2", "22bfd41f-550e-477d-8789-f6f7bd2a5e8b");
        let redirect = call(client, "491f0b00-ffff-4bc9-a43e-b226498ec22a")
            .redirect([invited(set().with_application(bot))])
            .with_callback_uri(FORWARDED);
        nothing(redirect.send())
    }),
    ("beta/call-redirect#6", |client| {
        let users = [
            person("test user", "98da8a1a-1b87-452c-a713-65d3f10b1253"),
            person("test user 2", "bf5aae9a-d11d-47a8-93b1-782504c9c3f3"),
        ];
        let redirect = call(client, "481f0b00-ffff-4ca1-8c67-a5f1e31e8e82")
            .redirect(users.map(|user| invited(set().with_user(user))))
            .with_callback_uri(FORWARDED)
            .with_extra("routingPolicies", vec!["disableForwarding"]);
        nothing(redirect.send())
    }),
    ("beta/call-redirect#10", |client| {
        let redirect = call(client, "491f0b00-ffff-4bc9-a43e-b226498ec22a")
            .redirect([invited(set().with_phone(phone()))])
            .with_callback_uri(FORWARDED);
        nothing(redirect.send())
    }),
    ("beta/call-transfer#1", |client| {
        let target = InvitationParticipantInfo::new(IdentitySet::default().with_user(heidi()))
            .with_endpoint_type(EndpointType::Default)
            .with_extra("languageId", "languageId-value")
            .with_extra("region", "region-value");
        nothing(call(client, KEY).transfer(target).send())
    }),
    ("beta/call-transfer#7", |client| {
        let user = heidi().with_odata_type();
        let target = invited(set().with_user(user))
            .with_endpoint_type(EndpointType::Default)
            .with_replaces_call_id(REPLACED)
            .with_extra("languageId", "en-us")
            .with_extra("region", "amer");
        nothing(call(client, TRANSFERRED).transfer(target).send())
    }),
    ("beta/call-transfer#13", |client| {
        let target = InvitationParticipantInfo::new(IdentitySet::default().with_phone(phone()))
            .with_endpoint_type(EndpointType::Default)
            .with_extra("languageId", "languageId-value")
            .with_extra("region", "region-value");
        nothing(call(client, KEY).transfer(target).send())
    }),
    ("beta/call-transfer#19", |client| {
        let target = invited(set().with_phone(phone()))
            .with_endpoint_type(EndpointType::Default)
            .with_replaces_call_id(REPLACED)
            .with_extra("languageId", "en-us")
            .with_extra("region", "amer");
        nothing(call(client, TRANSFERRED).transfer(target).send())
    }),
    ("beta/call-transfer#25", |client| {
        let target = InvitationParticipantInfo::new(IdentitySet::default().with_user(heidi()))
            .with_endpoint_type(EndpointType::Default);
        let transferee = Identity::default()
            .with_id("751f6800-3180-414d-bd94-333364659951")
            .with_tenant_id(TENANT);
        let transferee = ParticipantInfo::new(IdentitySet::default().with_user(transferee))
            .with_participant_id("909c6581-5130-43e9-88f3-fcb3582cde37");
        let transfer = call(client, KEY)
            .transfer(target)
            .with_transferee(transferee)
            .with_extra("languageId", "languageId-value")
            .with_extra("region", "region-value");
        nothing(transfer.send())
    }),
];

/// Participants, and records of calls.
pub const OTHERS: &[(&str, Make)] = &[
    ("beta/participant-delete#1", |client| {
        nothing(call(client, KEY).participant(KEY).delete().send())
    }),
    ("beta/participant-delete#3", |client| {
        let user =
            identity("278405a3-f568-4b3e-b684-009193463064").with_extra("identityProvider", "AAD");
        let info = invited(set().with_user(user))
            .with_replaces_call_id("a7ebfb2d-871e-419c-87af-27290b22e8db");
        let invite = call(client, KEY)
            .participants()
            .invite([info])
            .with_client_context("f2fa86af-3c51-4bc2-8fc0-475452d9764f");
        value(invite.send())
    }),
    ("beta/participant-muteall#1", |client| {
        let mute = call(client, KEY)
            .participants()
            .mute_all()
            .with_participants([""])
            .with_client_context("clientContext-value");
        value(mute.send())
    }),
    ("beta/callrecords-callrecord-getpstncalls#1", |client| {
        let records = client.communications().call_records();
        let (from, to) = (time("2019-11-01T00:00:00Z"), time("2019-12-01T00:00:00Z"));
        page(records.get_pstn_calls(from, to).send())
    }),
    (
        "beta/callrecords-callrecord-list-participants_v2#1",
        |client| {
            let id = "614e3ff0-4728-4394-8c03-52fb3b967fde";
            page(
                client
                    .communications()
                    .call_record(id)
                    .participants_v2()
                    .list()
                    .send(),
            )
        },
    ),
    (
        "beta/callrecords-cloudcommunications-list-callrecords#1",
        |client| page(client.communications().call_records().list().send()),
    ),
    (
        "beta/callrecords-cloudcommunications-list-callrecords#3",
        |client| {
            let from = Filter::ge(CallRecord::START_DATE_TIME, time("2023-09-25T09:25:00Z"));
            let to = Filter::lt(CallRecord::START_DATE_TIME, time("2023-09-25T09:30:00Z"));
            page(
                client
                    .communications()
                    .call_records()
                    .list()
                    .filter(from.and(to))
                    .send(),
            )
        },
    ),
    (
        "beta/callrecords-cloudcommunications-list-callrecords#5",
        |client| {
            let took_part = Filter::any(CallRecord::PARTICIPANTS_V2, "p", |p| {
                Filter::eq(
                    p.at(Participant::ID),
                    "821809f5-0000-0000-0000-3b5136c0e777",
                )
            });
            page(
                client
                    .communications()
                    .call_records()
                    .list()
                    .filter(took_part)
                    .send(),
            )
        },
    ),
];
