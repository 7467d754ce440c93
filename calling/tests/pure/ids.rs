//! Ids in their spellings, and where they stand in addresses.

use std::collections::{BTreeSet, HashSet};

use msgraph_calling::{CallId, OperationId};

const UPPER: &str = "57DAB8B1894C409AB240BD8BEAE78896";
const LOWER: &str = "57dab8b1-894c-409a-b240-bd8beae78896";

#[test]
fn both_spellings_are_one_id() {
    let (upper, lower) = (CallId::new(UPPER).unwrap(), CallId::new(LOWER).unwrap());
    assert_eq!(upper, lower);
    assert_eq!(upper.to_string(), LOWER);
    assert_eq!(lower.to_string(), LOWER);
    assert_eq!(upper.as_str(), UPPER);
    assert_eq!(lower.as_str(), LOWER);
    let ids = [upper.clone(), lower.clone()];
    assert_eq!(HashSet::from(ids.clone()).len(), 1);
    assert_eq!(BTreeSet::from(ids).len(), 1);
    assert_eq!(upper.cmp(&lower), std::cmp::Ordering::Equal);
}

#[test]
fn different_ids_differ() {
    let other = CallId::new("57dab8b1-894c-409a-b240-bd8beae78897").unwrap();
    assert_ne!(CallId::new(LOWER).unwrap(), other);
    // Leading zeros count.
    let zeros = CallId::new("00000000000000000000000000000001").unwrap();
    assert_eq!(zeros.to_string(), "00000000-0000-0000-0000-000000000001");
    assert_ne!(zeros, CallId::new("1").unwrap());
    // Hyphens at other places make another text.
    let shifted = CallId::new("57dab8b18-94c-409a-b240-bd8beae78896").unwrap();
    assert_ne!(shifted, CallId::new(LOWER).unwrap());
}

#[test]
fn texts_that_are_no_guids_ignore_case() {
    let id = CallId::new("Call_1~a.b").unwrap();
    assert_eq!(id, CallId::new("call_1~A.B").unwrap());
    assert_eq!(id.as_str(), "Call_1~a.b");
}

#[test]
fn what_cannot_be_an_id_is_refused() {
    let long = "a".repeat(257);
    for text in [
        "", ".", "..", "a/b", "a b", "a?b", "a#b", "a%2Fb", "a\nb", "a\\b", &long,
    ] {
        assert!(CallId::new(text).is_err(), "{text:?}");
    }
}

#[test]
fn ids_stand_in_addresses() {
    let id = CallId::new(LOWER).unwrap();
    for url in [
        format!("/communications/calls/{UPPER}"),
        format!("/app/calls/{LOWER}"),
        format!("communications/calls/{LOWER}/"),
        format!("/communications/calls/{LOWER}/participants"),
        format!("/communications/calls/{LOWER}/participants/2765eb15-01f8-47c6-b12b-c32111a4a86f"),
        format!("/communications/calls/{UPPER}/operations/0FE0623FD62842EDB4BD8AC290072CC5"),
        format!("/communications/calls/{LOWER}/operations/participants"),
        format!("/communications/calls/{LOWER}/contentsharingsessions/2765eb15"),
        format!("https://graph.microsoft.com/beta/communications/calls/{UPPER}"),
        format!("https://graph.microsoft.com/v1.0/app/calls/{LOWER}?$select=state#top"),
        format!("/Communications/Calls/{LOWER}"),
        format!("/communications/calls('{LOWER}')/participants"),
        format!("/communications/calls({LOWER})"),
        format!("/communications//calls//{LOWER}"),
        format!("/communications/calls/{}", LOWER.replace('-', "%2D")),
        format!("%2Fcommunications/calls/{}", LOWER.replace('5', "%35")),
    ] {
        assert_eq!(CallId::from_resource_url(&url).as_ref(), Some(&id), "{url}");
    }
}

#[test]
fn addresses_without_call_have_no_id() {
    for url in [
        "",
        "/",
        "/communications/calls",
        "/communications/calls/",
        "/communications/calls('')",
        "/communications/calls/%2e%2e",
        "/communications/calls/a%2Fb",
        "/communications/onlineMeetings/57dab8b1",
        "/communications/callRecords/57dab8b1",
        "https://calls.contoso.com/api",
    ] {
        assert_eq!(CallId::from_resource_url(url), None, "{url}");
    }
}

#[test]
fn operations_have_ids_of_their_own() {
    let url = format!("/communications/calls/{UPPER}/operations/0FE0623FD62842EDB4BD8AC290072CC5");
    let id = OperationId::from_resource_url(&url).unwrap();
    assert_eq!(
        id,
        OperationId::new("0fe0623f-d628-42ed-b4bd-8ac290072cc5").unwrap()
    );
    assert_eq!(
        OperationId::from_resource_url("/communications/calls/1"),
        None
    );
}

#[test]
fn ids_travel_through_serde_as_they_came() {
    let id = CallId::new(UPPER).unwrap();
    let text = serde_json::to_string(&id).unwrap();
    assert_eq!(text, format!("\"{UPPER}\""));
    let again: CallId = serde_json::from_str(&text).unwrap();
    assert_eq!(again.as_str(), UPPER);
    assert!(serde_json::from_str::<CallId>("\"a/b\"").is_err());
}
