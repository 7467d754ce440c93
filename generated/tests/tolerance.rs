//! Sound answers in unusual forms: a byte-order mark, half a character, values in strings, control
//! information as version 4.01 spells it.

#![allow(clippy::unwrap_used)] // also in the helpers

use msgraph_beta_communications::models::{
    AnyIdentity, Call, CallState, CommsNotifications, Participant, ResultInfo, StreamingMetadata,
};
use msgraph_beta_communications::{
    Mode, Page, RawJson, ReadErrorKind, UnknownObject, from_slice, from_str, from_str_with,
    to_string,
};

const MARK: &str = "\u{feff}";

#[test]
fn a_byte_order_mark_is_passed_over() {
    let notification = format!("{MARK}{{\"value\":[{{\"changeType\":\"updated\"}}]}}");
    let read: CommsNotifications = from_slice(notification.as_bytes()).unwrap();
    assert_eq!(read.value.unwrap().len(), 1);
    let call = format!("{MARK} {{\"id\":\"a\"}}");
    for mode in [Mode::Strict, Mode::Lenient] {
        let read: Call = from_str_with(&call, mode).unwrap();
        assert_eq!(read.id.as_deref(), Some("a"));
    }
    let page: Page<Call> = from_str(&format!("{MARK}{{\"value\":[]}}")).unwrap();
    assert_eq!(page.value.unwrap().len(), 0);
    assert_eq!(from_str::<i64>(&format!("{MARK}7")).unwrap(), 7);
    assert_eq!(
        RawJson::parse(&format!("{MARK}[1] ")).unwrap().as_str(),
        "[1]"
    );

    // Only one, and only at the start.
    for text in [
        format!("{MARK}{call}"),
        format!("{{{MARK}}}"),
        MARK.to_owned(),
    ] {
        let error = from_str::<Call>(&text).unwrap_err();
        assert_eq!(error.kind(), ReadErrorKind::Syntax, "{text:?}");
    }
}

#[test]
fn half_a_character_is_kept_in_lenient_mode() {
    let text = r##"{"value":[{"changeType":"upd\ud800ated","resourceData":{"@odata.type":"#microsoft.graph.call","state":"established","subject":"Ann \ud83d","x\udc00":1,"y":"\ud83d"}}]}"##;
    let error = from_str::<CommsNotifications>(text).unwrap_err();
    assert_eq!(error.path(), "value[0].changeType");

    let read: CommsNotifications = from_str_with(text, Mode::Lenient).unwrap();
    assert_eq!(to_string(&read), text);
    let notification = &read.value.as_ref().unwrap()[0];
    assert_eq!(
        notification.change_type.as_ref().unwrap().as_str(),
        "upd\u{fffd}ated"
    );

    let text = r#"{"subject":"\ud83dx\ud83d\ude00\ude00","targets":null,"state":"established"}"#;
    let mut call: Call = from_str_with(text, Mode::Lenient).unwrap();
    assert_eq!(call.subject.as_deref(), Some("\u{fffd}x\u{1f600}\u{fffd}"));
    assert_eq!(call.state, Some(CallState::Established));
    assert_eq!(to_string(&call).len(), text.len());
    assert!(to_string(&call).contains(r#""subject":"\ud83dx\ud83d\ude00\ude00""#));
    // What is set anew is written as it is.
    call.subject = Some("Bob".to_owned());
    assert!(to_string(&call).contains("\"subject\":\"Bob\""));

    // In a list, in a name, and where no text is wanted.
    let text = r#"{"activeModalities":["audio","\ud83d"],"ringingTimeoutInSeconds":"\ud83d"}"#;
    let call: Call = from_str_with(text, Mode::Lenient).unwrap();
    assert_eq!(call.active_modalities.as_ref().unwrap().len(), 2);
    assert_eq!(call.ringing_timeout_in_seconds, None);
    assert_eq!(to_string(&call), text);
}

#[test]
fn a_text_that_is_no_number_is_a_fault_with_its_path() {
    for text in [
        "", "-", "+", ".", "e5", "--1", "1.", " 1", "1 ", "0x1", "12a", "1,5",
    ] {
        let json = format!("{{\"resultInfo\":{{\"code\":\"{text}\"}}}}");
        let error = from_str::<Call>(&json).unwrap_err();
        assert_eq!(error.path(), "resultInfo.code", "{text:?}");
        assert_eq!(error.kind(), ReadErrorKind::Type);
        let call: Call = from_str_with(&json, Mode::Lenient).unwrap();
        let result = call.result_info.as_ref().unwrap();
        assert_eq!(result.code, None, "{text:?}");
        assert_eq!(result.extra.get::<String>("code").as_deref(), Some(text));
        assert_eq!(to_string(&call), json);

        let json = format!("{{\"frameDropRate\":\"{text}\"}}");
        let error = from_str::<StreamingMetadata>(&json).unwrap_err();
        assert_eq!(error.path(), "frameDropRate", "{text:?}");
    }
}

#[test]
fn all_primitives_are_read_from_strings_and_written_as_they_came() {
    let text = r#"{"code":"42","subcode":"+007"}"#;
    let result: ResultInfo = from_str(text).unwrap();
    assert_eq!((result.code, result.subcode), (Some(42), Some(7)));
    assert_eq!(to_string(&result), text);

    let text = r#"{"isInLobby":"False","isMuted":"true"}"#;
    let mut participant: Participant = from_str(text).unwrap();
    assert_eq!(participant.is_in_lobby, Some(false));
    assert_eq!(participant.is_muted, Some(true));
    assert_eq!(to_string(&participant), text);
    participant.is_muted = Some(false);
    assert_eq!(
        to_string(&participant),
        r#"{"isInLobby":"False","isMuted":false}"#
    );

    let text = r#"{"frameDropRate":"0.5","latencyMs":"1e1"}"#;
    let metadata: StreamingMetadata = from_str(text).unwrap();
    assert_eq!(metadata.frame_drop_rate, Some(0.5));
    assert_eq!(to_string(&metadata), text);
    assert!(from_str::<Participant>(r#"{"isMuted":"yes"}"#).is_err());
    assert!(from_str::<Participant>(r#"{"isMuted":1}"#).is_err());
}

#[test]
fn control_information_is_read_in_the_spelling_of_4_01() {
    let text = r#"{"@context":"c","@count":"3","value":[],"@nextLink":"n","@deltaLink":"d"}"#;
    let page: Page<Call> = from_str(text).unwrap();
    assert_eq!(page.count, Some(3));
    assert_eq!(page.next_link.as_deref(), Some("n"));
    assert_eq!(page.delta_link.as_deref(), Some("d"));
    assert_eq!(page.extra.get::<String>("@context").as_deref(), Some("c"));
    let members = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    assert_eq!(members(&to_string(&page)), members(text));

    // The longer spelling is the one that counts; the other stays.
    for text in [
        r#"{"@nextLink":"a","@odata.nextLink":"b","value":[]}"#,
        r#"{"@odata.nextLink":"b","@nextLink":"a","value":[]}"#,
    ] {
        let page: Page<Call> = from_str(text).unwrap();
        assert_eq!(page.next_link.as_deref(), Some("b"), "{text}");
        assert_eq!(members(&to_string(&page)), members(text));
    }

    let text = r##"{"displayName":"x","@type":"#microsoft.graph.communicationsUserIdentity"}"##;
    let identity: AnyIdentity = from_str(text).unwrap();
    assert!(
        !matches!(identity, AnyIdentity::Identity(_)),
        "{identity:?}"
    );
    assert_eq!(members(&to_string(&identity)), members(text));
    let unknown: UnknownObject = from_str(r##"{"@type":"#a.b"}"##).unwrap();
    assert_eq!(unknown.type_name().as_deref(), Some("#a.b"));
}
