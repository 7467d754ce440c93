//! The bot on plain serde derives of the same types.

use std::error::Error;

#[cfg(feature = "closed")]
use derive_baseline::closed::models;
#[cfg(feature = "flatten")]
use derive_baseline::flatten::models;
use models::{
    AnyIdentity, AnyIdentitySet, CallState, CommsNotifications, InvitationParticipantInfo,
};
use serde::Serialize;

/// The parameters of `transfer`: the baseline has no operations.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Transfer {
    transfer_target: InvitationParticipantInfo,
}

/// The bodies of the transfers that a notification asks for.
pub fn answer(notification: &[u8]) -> Result<Vec<Vec<u8>>, Box<dyn Error>> {
    let notifications: CommsNotifications = serde_json::from_slice(notification)?;
    let mut bodies = Vec::new();
    for notification in notifications.value.iter().flatten() {
        let Some(call) = &notification.resource_data else {
            continue;
        };
        match call.state {
            Some(CallState::Established) => {}
            Some(CallState::Terminated) => return Ok(bodies),
            _ => continue,
        }
        let user = AnyIdentity {
            id: Some("550fae72-d251-43ec-868c-373732c2704f".to_owned()),
            display_name: Some("Heidi Steen".to_owned()),
            ..AnyIdentity::default()
        };
        let identity = AnyIdentitySet {
            user: Some(Box::new(user)),
            ..AnyIdentitySet::default()
        };
        let transfer = Transfer {
            transfer_target: InvitationParticipantInfo {
                identity: Some(Box::new(identity)),
                ..InvitationParticipantInfo::default()
            },
        };
        bodies.push(serde_json::to_vec(&transfer)?);
    }
    Ok(bodies)
}
