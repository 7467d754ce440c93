//! Reading generated types: names, derived types, nulls, enumerations and errors.

#![allow(clippy::unwrap_used)] // also in the helper

use msgraph_beta_communications::models::{
    AnyIdentity, AnyIdentitySet, Call, CallState, CommsNotification, CommsNotifications,
    IdentitySet, MediaConfig, OnlineMeeting, RecordOperation, ResultInfo, TokenMeetingInfo,
    UserIdentity,
};
use msgraph_beta_communications::{
    Mode, OneOrMany, ReadErrorKind, from_slice, from_str, from_str_with, to_request_body, to_string,
};
use serde_json::{Value, json};

fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn a_fault_says_where_in_what_and_why() {
    let text = "{\"value\":[{\"changeType\":\"updated\",\n \"resourceData\":{\
                \"@odata.type\":\"#microsoft.graph.call\",\"targets\":[{},{\"hidden\":\"yes\"}]}}]}";
    let error = from_str::<CommsNotifications>(text).unwrap_err();
    assert_eq!(error.kind(), ReadErrorKind::Type);
    assert_eq!(error.path(), "value[0].resourceData.targets[1].hidden");
    assert_eq!(
        error.type_name(),
        "microsoft.graph.invitationParticipantInfo"
    );
    assert_eq!(error.expected(), "true or false");
    assert_eq!(error.found(), "the text \"yes\"");
    assert_eq!((error.line(), error.column()), (2, 80));
    assert_eq!(
        error.to_string(),
        "value[0].resourceData.targets[1].hidden: expected true or false, found the text \"yes\", \
         in microsoft.graph.invitationParticipantInfo (line 2, column 80)"
    );
}

#[test]
fn text_that_is_no_json_is_a_fault_of_syntax() {
    use ReadErrorKind::{Syntax, Type};
    for (text, kind) in [
        ("", Syntax),
        ("{", Syntax),
        // The first fault is told: a number where a text belongs.
        ("{\"id\":1", Type),
        ("{\"id\":\"a\"}x", Syntax),
        ("{\"id\" \"a\"}", Syntax),
        ("[}", Syntax),
        ("{\"x\":01}", Syntax),
    ] {
        let error = from_str::<Call>(text).unwrap_err();
        assert_eq!(error.kind(), kind, "{text}: {error}");
    }
    let error = from_slice::<Call>(b"{\"id\":\"\xff\"}").unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected UTF-8 text, found other bytes (line 1, column 8)"
    );
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{{\"x\":{}1{}}}", "[".repeat(200_000), "]".repeat(200_000));
    let error = from_str::<Call>(&deep).unwrap_err();
    assert_eq!(error.kind(), ReadErrorKind::Depth);
}

#[test]
fn names_are_found_exactly_or_but_for_case() {
    let text = "{\"Code\":500,\"subCode\":7000,\"Message\":\"m\"}";
    let info: ResultInfo = from_str(text).unwrap();
    assert_eq!((info.code, info.subcode), (Some(500), Some(7000)));
    assert_eq!(info.message.as_deref(), Some("m"));
    assert!(info.extra.is_empty());
    assert_eq!(value(&to_string(&info)), value(text));
    // What is set anew is spelled as the metadata has it; the rest stays.
    let mut info = info;
    info.subcode = Some(7015);
    assert_eq!(
        value(&to_string(&info)),
        json!({"Code": 500, "subcode": 7015, "Message": "m"})
    );
}

#[test]
fn the_exact_name_takes_the_field_from_another_spelling() {
    for text in [
        "{\"Code\":1,\"code\":2}",
        "{\"code\":2,\"Code\":1}",
        "{\"Code\":null,\"code\":2}",
        "{\"CODE\":3,\"Code\":1,\"code\":2}",
    ] {
        let info: ResultInfo = from_str(text).unwrap();
        assert_eq!(info.code, Some(2), "{text}");
        assert_eq!(value(&to_string(&info)), value(text), "{text}");
    }
}

#[test]
fn null_is_neither_absent_nor_a_value() {
    let text = "{\"subject\":null,\"state\":\"hold\",\"targets\":null,\"mediaConfig\":null}";
    let call: Call = from_str(text).unwrap();
    assert!(call.subject.is_none() && call.targets.is_none());
    assert_eq!(value(&to_string(&call)), value(text));
    assert_ne!(call, from_str("{\"state\":\"hold\"}").unwrap());
    // A value set later replaces it; one asked for is written.
    let mut call = call;
    call.subject = Some("s".to_owned());
    let call = call.with_null(Call::CALLBACK_URI);
    assert_eq!(
        value(&to_string(&call)),
        json!({"subject": "s", "state": "hold", "targets": null, "mediaConfig": null,
               "callbackUri": null})
    );
}

#[test]
fn enumerations_keep_what_came() {
    let text = "{\"state\":\"Established\",\"direction\":\"sideways\"}";
    let call: Call = from_str(text).unwrap();
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(call.direction.as_ref().unwrap().as_str(), "sideways");
    assert_eq!(value(&to_string(&call)), value(text));
}

#[test]
fn the_type_is_found_in_every_spelling() {
    for (name, known) in [
        ("#microsoft.graph.userIdentity", true),
        ("microsoft.graph.userIdentity", true),
        ("#Microsoft.Graph.UserIdentity", true),
        (
            "https://graph.microsoft.com/beta/$metadata#microsoft.graph.userIdentity",
            true,
        ),
        ("#microsoft.graph.futureIdentity", false),
        ("#microsoft.graph.call", false),
        ("", false),
    ] {
        let text = json!({"user": {"id": "1", "ipAddress": "::1", "@odata.type": name}});
        let set: IdentitySet = from_str(&text.to_string()).unwrap();
        let user = set.user.as_ref().unwrap();
        assert_eq!(user.id(), Some("1"));
        assert_eq!(user.downcast::<UserIdentity>().is_some(), known, "{name}");
        assert_eq!(value(&to_string(&set)), text, "{name}");
        assert_eq!(serde_json::to_value(&set).unwrap(), text, "{name}");
    }
}

#[test]
fn a_derived_value_names_its_type_where_its_base_is_declared() {
    let user = UserIdentity::default().with_ip_address("::1");
    assert_eq!(value(&to_string(&user)), json!({"ipAddress": "::1"}));
    let set = IdentitySet::default().with_user(user);
    assert_eq!(
        value(&to_string(&set)),
        json!({"user": {"@odata.type": "#microsoft.graph.userIdentity", "ipAddress": "::1"}})
    );
    let any: AnyIdentitySet = set.into();
    assert!(any.user().is_some());
}

#[test]
fn an_abstract_type_keeps_values_that_it_does_not_know() {
    let text = "{\"@odata.type\":\"#microsoft.graph.newConfig\",\"n\":12345678901234567890123}";
    let config: MediaConfig = from_str(text).unwrap();
    let MediaConfig::Unknown(unknown) = &config else {
        panic!("{config:?}");
    };
    assert_eq!(
        unknown.type_name().as_deref(),
        Some("#microsoft.graph.newConfig")
    );
    assert_eq!(unknown.extra.raw("n"), Some("12345678901234567890123"));
    assert_eq!(to_string(&config), text);
}

#[test]
fn resource_data_is_one_many_or_neither() {
    let read = |text: &str| -> CommsNotification {
        let notification = from_str(text).unwrap();
        assert_eq!(value(&to_string(&notification)), value(text));
        notification
    };
    let one = read("{\"resourceData\":{\"@odata.type\":\"#microsoft.graph.call\",\"id\":\"a\"}}");
    let data = one.resource_data.unwrap();
    assert_eq!(
        data.one()
            .unwrap()
            .downcast::<Call>()
            .unwrap()
            .id
            .as_deref(),
        Some("a")
    );
    let many = read("{\"resourceData\":[{\"@odata.type\":\"#microsoft.graph.participant\"},{}]}");
    assert_eq!(many.resource_data.unwrap().iter().count(), 2);
    for text in ["{\"resourceData\":\"x\"}", "{\"resourceData\":[1,{}]}"] {
        let other = read(text);
        assert!(matches!(other.resource_data, Some(OneOrMany::Other(_))));
    }
}

#[test]
fn lenient_reading_keeps_what_does_not_fit() {
    let text = "{\"code\":\"many\",\"subcode\":[1],\"message\":\"m\"}";
    assert!(from_str::<ResultInfo>(text).is_err());
    let info: ResultInfo = from_str_with(text, Mode::Lenient).unwrap();
    assert_eq!((info.code, info.message.as_deref()), (None, Some("m")));
    assert_eq!(info.extra.raw("subcode"), Some("[1]"));
    assert_eq!(value(&to_string(&info)), value(text));
    // A value of its own takes the place of the one that did not fit.
    let mut info = info;
    info.code = Some(1);
    assert_eq!(
        value(&to_string(&info)),
        json!({"code": 1, "subcode": [1], "message": "m"})
    );
    // What is no JSON stays refused.
    assert!(from_str_with::<ResultInfo>("{\"code\":\"many}", Mode::Lenient).is_err());
}

#[test]
fn secrets_are_read_and_written_but_not_printed() {
    let text = "{\"joinMeetingIdSettings\":{\"passcode\":\"p4ss\",\"isPasscodeRequired\":true}}";
    let meeting: OnlineMeeting = from_str(text).unwrap();
    assert_eq!(value(&to_string(&meeting)), value(text));
    let shown = format!("{meeting:?}");
    assert!(!shown.contains("p4ss"), "{shown}");
    assert!(shown.contains("passcode: …"), "{shown}");
    let operation: RecordOperation = from_str("{\"recordingAccessToken\":\"t0ken\"}").unwrap();
    assert!(!format!("{operation:?}").contains("t0ken"));
    let info: TokenMeetingInfo = from_str("{\"token\":\"t0ken\"}").unwrap();
    assert!(!format!("{info:#?}").contains("t0ken"));
    // Neither does an error quote them.
    let error = from_str::<TokenMeetingInfo>("{\"token\":[\"t0ken\"]}").unwrap_err();
    let fault = from_str::<TokenMeetingInfo>("{\"token\":31337}").unwrap_err();
    for text in [error.to_string(), format!("{fault:?}")] {
        assert!(!text.contains("t0ken") && !text.contains("31337"), "{text}");
    }
}

#[test]
fn request_bodies_leave_out_what_the_service_sets() {
    let text = "{\"id\":\"1\",\"state\":\"incoming\",\"callbackUri\":\"https://bot\",\"x\":1}";
    let call: Call = from_str(text).unwrap();
    let body = String::from_utf8(to_request_body(&call)).unwrap();
    assert_eq!(value(&body), json!({"callbackUri": "https://bot", "x": 1}));
    assert_eq!(value(&to_string(&call)), value(text));
}

#[test]
fn equality_is_of_meaning() {
    let one: ResultInfo = from_str("{\"subCode\":7000,\"a\":1,\"b\":2}").unwrap();
    let other: ResultInfo = from_str(
        "{\"b\":2,\"a\":1,\"subcode\":7000.0,\"@odata.type\":\"#microsoft.graph.resultInfo\"}",
    )
    .unwrap();
    assert_eq!(one, other);
    assert_ne!(one, from_str("{\"subcode\":7001,\"a\":1,\"b\":2}").unwrap());
    assert_ne!(
        AnyIdentity::from(UserIdentity::default()),
        AnyIdentity::default()
    );
}

#[test]
fn a_member_is_found_by_its_name_whether_it_is_declared_or_not() {
    let text = r#"{"state":"terminated","TerminationReason":"left","subject":null,
        "chatInfo":{"threadId":"t"},"newMember":1.50}"#;
    let call: Call = from_str(text).unwrap();
    let found = |name: &str| call.member(name).map(|found| found.to_string());
    assert_eq!(found("terminationReason").as_deref(), Some("\"left\""));
    assert_eq!(found("STATE").as_deref(), Some("\"terminated\""));
    assert_eq!(found("subject").as_deref(), Some("null"));
    assert_eq!(found("newMember").as_deref(), Some("1.50"));
    assert_eq!(found("newmember"), None);
    // Declared, and not in the object.
    assert_eq!(found("direction"), None);
    let chat: Value = call.member("chatInfo").unwrap().to().unwrap();
    assert_eq!(chat, json!({"threadId": "t"}));

    // An undeclared member is in `extra`, and a declared one is not.
    assert_eq!(call.extra.raw("newMember"), Some("1.50"));
    assert_eq!(call.extra.raw("terminationReason"), None);

    let any: AnyIdentity = from_str(r#"{"id":"1","tenantId":"2"}"#).unwrap();
    assert_eq!(any.member("id").unwrap().as_str(), "\"1\"");
    assert_eq!(any.member("tenantId").unwrap().as_str(), "\"2\"");
}
