//! The bot on the generated types.

use std::error::Error;

use msgraph_beta_communications::models::{
    CallState, CommsNotificationResourceData, CommsNotifications, Identity, IdentitySet,
    InvitationParticipantInfo,
};
use msgraph_beta_communications::{from_slice, requests, to_request_body};

/// The bodies of the transfers that a notification asks for.
pub fn answer(notification: &[u8]) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let notifications: CommsNotifications = from_slice(notification)?;
    let mut bodies = Vec::new();
    for notification in notifications.value.iter().flatten() {
        let Some(data) = &notification.resource_data else {
            continue;
        };
        for resource in data {
            let CommsNotificationResourceData::Call(call) = resource else {
                continue;
            };
            match call.state {
                Some(CallState::Established) => {}
                Some(CallState::Terminated) => return Ok(bodies),
                _ => continue,
            }
            let target = InvitationParticipantInfo::new(
                IdentitySet::default().with_user(
                    Identity::default()
                        .with_id("550fae72-d251-43ec-868c-373732c2704f")
                        .with_display_name("Heidi Steen"),
                ),
            );
            let id = call.id.as_deref().unwrap_or("57dab8b1");
            let transfer = requests::communications().call(id).transfer(target);
            bodies.push(to_request_body(&transfer));
        }
    }
    Ok(bodies)
}
