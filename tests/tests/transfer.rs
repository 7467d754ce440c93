//! `call: transfer` through the typed API.
//!
//! The five documented requests are sent as documented, and the twenty documented notifications
//! are understood.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::fs;

use conformance_tests::json::same;
use conformance_tests::manifest_dir;
use conformance_tests::repair::repair;
use msgraph_beta_communications::models::{
    AnyIdentitySet, Call, CallState, ChangeType, CommsNotification, CommsNotifications,
    CommunicationsIdentitySet, EndpointType, Identity, IdentitySet, InvitationParticipantInfo,
    ParticipantInfo,
};
use msgraph_beta_communications::requests::{self, call::Transfer};
use msgraph_beta_communications::{Method, Operation, from_str, to_string};

const CALL: &str = "341a0500-d4bf-4224-8b19-1581168d328b";
const HEIDI: &str = "550fae72-d251-43ec-868c-373732c2704f";
const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const REPLACED: &str = "e5d39592-99bd-4db8-bca8-30fb894ec51d";

fn golden(name: &str) -> String {
    let folder = manifest_dir().join("goldens/call-transfer");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// Compares a request with the documented body and path.
fn check(transfer: &Transfer, id: &str, documented: &str) {
    assert_eq!(Transfer::METHOD, Method::Post);
    assert_eq!(Transfer::NAME, "transfer");
    assert_eq!(
        transfer.path().unwrap(),
        format!("/communications/calls/{id}/transfer")
    );
    let body = String::from_utf8(transfer.body().unwrap()).unwrap();
    assert_eq!(same(documented, &body), Ok(()), "{body}");
    // Nothing here is read-only.
    let written = to_string(transfer);
    assert_eq!(same(documented, &written), Ok(()), "{written}");
}

fn transfer(id: &str, target: InvitationParticipantInfo) -> Transfer {
    requests::communications().call(id).transfer(target)
}

fn user() -> Identity {
    Identity::default()
        .with_id(HEIDI)
        .with_display_name("Heidi Steen")
        .with_tenant_id(TENANT)
}

fn phone() -> Identity {
    Identity::default()
        .with_id("+12345678901")
        .with_odata_type()
}

fn target(identity: IdentitySet) -> InvitationParticipantInfo {
    InvitationParticipantInfo::new(identity).with_endpoint_type(EndpointType::Default)
}

fn consultative(identity: IdentitySet) -> InvitationParticipantInfo {
    target(identity)
        .with_replaces_call_id(REPLACED)
        .with_odata_type()
        .with_extra("languageId", "en-us")
        .with_extra("region", "amer")
}

#[test]
fn one_to_a_user() {
    let target = target(IdentitySet::default().with_user(user()))
        .with_extra("languageId", "languageId-value")
        .with_extra("region", "region-value");
    check(&transfer(CALL, target), CALL, &golden("1-request.json"));
}

#[test]
fn two_consultative_to_a_user() {
    let user = user().with_odata_type();
    let set = IdentitySet::default().with_user(user).with_odata_type();
    let transfer = transfer(CALL, consultative(set));
    check(&transfer, CALL, &golden("2-request.json"));
}

#[test]
fn three_to_a_phone() {
    let target = target(IdentitySet::default().with_phone(phone()))
        .with_extra("languageId", "languageId-value")
        .with_extra("region", "region-value");
    check(&transfer(CALL, target), CALL, &golden("3-request.json"));
}

#[test]
fn four_consultative_to_a_phone() {
    let set = IdentitySet::default().with_phone(phone()).with_odata_type();
    let transfer = transfer(CALL, consultative(set));
    check(&transfer, CALL, &golden("4-request.json"));
}

#[test]
fn five_from_a_group_call() {
    let documented = repair(&golden("5-request.json.txt")).unwrap();
    let transferee = Identity::default()
        .with_id("751f6800-3180-414d-bd94-333364659951")
        .with_tenant_id(TENANT);
    let transferee = ParticipantInfo::new(IdentitySet::default().with_user(transferee))
        .with_participant_id("909c6581-5130-43e9-88f3-fcb3582cde37");
    let transfer = transfer(CALL, target(IdentitySet::default().with_user(user())))
        .with_transferee(transferee)
        .with_extra("languageId", "languageId-value")
        .with_extra("region", "region-value");
    check(&transfer, CALL, &documented.text);
}

#[test]
fn every_kind_of_caller_has_a_member_in_a_plain_identity_set() {
    let caller = |id: &str| Identity::default().with_id(id);
    let set = IdentitySet::default()
        .with_phone(caller("+12345678901"))
        .with_application_instance(caller("2").with_tenant_id(TENANT))
        .with_guest(caller("3"))
        .with_encrypted(caller("4"))
        .with_on_premises(caller("5"))
        .with_asserted_identity(caller("6"))
        .with_azure_communication_services_user(caller("7"))
        .with_acs_user(caller("8"))
        .with_acs_application_instance(caller("9"));
    let transfer = transfer(CALL, InvitationParticipantInfo::new(set));
    let body = String::from_utf8(transfer.body().unwrap()).unwrap();
    let identity = r#"{"phone":{"id":"+12345678901"},
        "applicationInstance":{"id":"2","tenantId":"72f988bf-86f1-41af-91ab-2d7cd011db47"},
        "guest":{"id":"3"},"encrypted":{"id":"4"},"onPremises":{"id":"5"},
        "assertedIdentity":{"id":"6"},"azureCommunicationServicesUser":{"id":"7"},
        "acsUser":{"id":"8"},"acsApplicationInstance":{"id":"9"}}"#;
    let expected = format!(r#"{{"transferTarget":{{"identity":{identity}}}}}"#);
    assert_eq!(same(&expected, &body), Ok(()), "{body}");

    // The other way round, nothing lands among the undeclared members.
    let read: AnyIdentitySet = from_str(identity).unwrap();
    assert_eq!(read.extra().len(), 0);
    assert_eq!(same(identity, &to_string(&read)), Ok(()));
    let phone = read.phone().and_then(|phone| phone.id().map(str::to_owned));
    assert_eq!(phone.as_deref(), Some("+12345678901"));
}

#[test]
fn a_set_of_the_derived_type_has_the_same_members() {
    let phone = Identity::default().with_id("+12345678901");
    let set = CommunicationsIdentitySet::default().with_phone(phone);
    let transfer = transfer(CALL, InvitationParticipantInfo::new(set));
    let body = String::from_utf8(transfer.body().unwrap()).unwrap();
    let expected = r##"{"transferTarget":{"identity":{
        "@odata.type":"#microsoft.graph.communicationsIdentitySet",
        "phone":{"id":"+12345678901"}}}}"##;
    assert_eq!(same(expected, &body), Ok(()), "{body}");
}

#[test]
#[allow(deprecated, reason = "the older entrance still works")]
fn the_older_entrance_leads_to_the_same_operation() {
    let target = target(IdentitySet::default().with_user(user()));
    let transfer: Transfer = requests::app().call(CALL).transfer(target);
    assert_eq!(
        transfer.path().unwrap(),
        format!("/app/calls/{CALL}/transfer")
    );
}

#[test]
fn an_id_stays_in_its_segment() {
    let transfer = transfer("../app", target(IdentitySet::default()));
    assert!(transfer.path().is_err());
}

/// What a notification says.
struct Said<'a> {
    change: ChangeType,
    state: &'a str,
    code: Option<i32>,
    subcode: Option<i32>,
    message: Option<&'a str>,
}

/// Reads a documented notification, writes it back, and takes what it says.
fn notification(name: &str, look: impl FnOnce(Said<'_>, &CommsNotification)) {
    let text = golden(name);
    let read: CommsNotifications = from_str(&text).unwrap();
    assert_eq!(same(&text, &to_string(&read)), Ok(()), "{name}");
    let written = serde_json::to_string(&read).unwrap();
    assert_eq!(same(&text, &written), Ok(()), "{name}");
    let again: CommsNotifications = serde_json::from_str(&text).unwrap();
    assert!(again == read, "{name}");

    let [first] = read.value.as_deref().unwrap() else {
        panic!("{name}: one notification")
    };
    let data = first.resource_data.as_ref().and_then(|data| data.one());
    let call = data.and_then(|data| data.downcast::<Call>()).unwrap();
    let url = format!("/communications/calls/{CALL}");
    assert_eq!(first.resource_url.as_deref(), Some(url.as_str()));
    let result = call.result_info.as_ref();
    let said = Said {
        change: first.change_type.clone().unwrap(),
        state: call.state.as_ref().map(CallState::as_str).unwrap(),
        code: result.and_then(|result| result.code),
        subcode: result.and_then(|result| result.subcode),
        message: result.and_then(|result| result.message.as_deref()),
    };
    look(said, first);
}

#[test]
fn the_way_of_a_transfer_is_understood() {
    for example in 1..=5 {
        for state in ["transferring", "transferAccepted"] {
            notification(&format!("{example}-{state}.json"), |said, _| {
                assert_eq!(said.change, ChangeType::Updated);
                assert_eq!(said.state, state);
                assert_eq!((said.code, said.subcode), (None, None));
            });
        }
    }
}

#[test]
fn the_end_of_a_transfer_is_understood() {
    for example in 1..=5 {
        let name = format!("{example}-completed.json");
        let text = golden(&name);
        notification(&name, |said, _| {
            assert_eq!(said.change, ChangeType::Deleted);
            assert_eq!(said.state, CallState::Terminated.as_str());
            // Consultative transfers end without a result, but with a reason.
            if text.contains("resultInfo") {
                assert_eq!((said.code, said.subcode), (Some(0), Some(7015)));
                assert_eq!(said.message, Some("GracefulTransferCompleted"));
            } else {
                assert_eq!((said.code, said.subcode), (None, None));
                assert!(text.contains("AppTransferred"));
            }
        });
    }
}

#[test]
fn the_reason_of_a_termination_is_where_the_service_puts_it() {
    let mut seen = 0;
    for example in 1..=5 {
        let text = golden(&format!("{example}-completed.json"));
        let read: CommsNotifications = from_str(&text).unwrap();
        let notification = &read.value.unwrap()[0];
        let data = notification.resource_data.as_ref().and_then(|d| d.one());
        let call = data.and_then(|data| data.downcast::<Call>()).unwrap();
        if let Some(reason) = &call.termination_reason {
            assert_eq!(reason, "AppTransferred");
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}

#[test]
fn a_failed_transfer_is_understood_in_both_casings() {
    let mut subcodes = Vec::new();
    for example in 1..=5 {
        let name = format!("{example}-failed.json");
        // The documentation says `subCode` here, the metadata `subcode`.
        assert!(golden(&name).contains("\"subCode\""), "{name}");
        notification(&name, |said, _| {
            assert_eq!(said.change, ChangeType::Updated);
            assert_eq!(said.state, CallState::Established.as_str());
            assert_eq!(said.code, Some(500));
            assert_eq!(said.message, Some("<message>"));
            subcodes.push(said.subcode.unwrap());
        });
    }
    subcodes.sort_unstable();
    assert_eq!(subcodes, [7000, 7000, 7000, 7700, 7700]);
}
