//! The samples of README.md: one is an example program, the other runs here.

use msgraph_beta_communications::models::{
    Call, CallState, CommsNotifications, EndpointType, Identity, IdentitySet,
    InvitationParticipantInfo,
};
use msgraph_beta_communications::{Method, from_slice, requests};
use serde_json::{Value, json};

#[test]
fn the_sample_works() -> Result<(), Box<dyn std::error::Error>> {
    let body = include_bytes!("data/notification.json");
    let notifications: CommsNotifications = from_slice(body)?;
    let notification = &notifications.value.as_deref().unwrap_or_default()[0];
    let data = notification
        .resource_data
        .as_ref()
        .and_then(|data| data.one());
    let call = data.and_then(|data| data.downcast::<Call>()).unwrap();
    assert_eq!(call.state, Some(CallState::Establishing));

    let target = InvitationParticipantInfo::new(
        IdentitySet::default().with_user(
            Identity::default()
                .with_id("550fae72-d251-43ec-868c-373732c2704f")
                .with_display_name("Heidi Steen")
                .with_tenant_id("72f988bf-86f1-41af-91ab-2d7cd011db47"),
        ),
    )
    .with_endpoint_type(EndpointType::Default)
    .with_extra("languageId", "en-us");

    let transfer = requests::communications().call("57dab8b1").transfer(target);
    assert_eq!(transfer.path()?, "/communications/calls/57dab8b1/transfer");
    let json: Value = serde_json::from_slice(&transfer.body().unwrap_or_default())?;
    assert_eq!(
        json,
        json!({"transferTarget": {
            "endpointType": "default",
            "identity": {"user": {
                "id": "550fae72-d251-43ec-868c-373732c2704f",
                "displayName": "Heidi Steen",
                "tenantId": "72f988bf-86f1-41af-91ab-2d7cd011db47"
            }},
            "languageId": "en-us"
        }})
    );
    assert_eq!(transfer.method(), Method::Post);
    Ok(())
}

/// The lines of the first sample, but the one that gets a credential, are in the example.
#[test]
fn the_first_sample_is_an_example() {
    let readme = include_str!("../../README.md");
    let example = include_str!("../examples/transfer.rs");
    let sample = readme
        .split("```rust\n")
        .nth(1)
        .and_then(|rest| rest.split("```").next());
    let mut lines = example.lines().map(str::trim);
    for line in sample.unwrap().lines().map(str::trim).skip(1) {
        assert!(
            line.is_empty() || lines.any(|known| known == line),
            "{line}"
        );
    }
}
