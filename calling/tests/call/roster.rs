//! Who is in a call: invited, removed, read.

use msgraph_calling::simulator::Caller;
use serde_json::json;

use super::support::{HEIDI, TENANT, World, caller, heidi, secs};

#[tokio::test(start_paused = true)]
async fn people_are_invited_and_removed() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    call.invite(heidi()).await.unwrap();
    let is_heidi = |participant: &msgraph_beta_communications::models::Participant| {
        let info = participant.info.as_ref();
        let identity = info.and_then(|info| info.identity.as_ref());
        let user = identity.and_then(|identity| identity.user());
        user.and_then(|user| user.id()) == Some(HEIDI)
    };
    let joined = call
        .until(|view| view.participants().any(is_heidi), secs(5))
        .await;
    joined.unwrap();
    let participants = call.participants();
    let invited = participants
        .iter()
        .find(|participant| is_heidi(participant))
        .unwrap();
    let id = invited.id.clone().unwrap();
    assert!(theirs.participants().contains(&id));

    call.mute_participant(&id).await.unwrap();
    call.remove(&id).await.unwrap();
    let left = call
        .until(|view| view.participant(&id).is_none(), secs(5))
        .await;
    left.unwrap();
    call.remove(&id).await.unwrap();

    let body = world.sent("/invite")[0].json().unwrap();
    let user = &body["participants"][0]["identity"]["user"];
    assert_eq!(user["id"], json!(HEIDI));
    assert_eq!(user["tenantId"], json!(TENANT));
}

#[tokio::test(start_paused = true)]
async fn the_roster_can_be_read() {
    let mut world = World::start().await;
    let group = Caller::group([caller(), Caller::phone("+4930123456")]);
    let (theirs, call) = world.call(group).await;
    let faults = msgraph_calling::simulator::Faults::new();
    world.teams.set_faults(faults.lose(100));
    theirs.join(Caller::guest("g1"));
    let read = call.read_participants().await.unwrap();
    assert_eq!(read.len(), theirs.participants().len());
    assert_eq!(call.participants().len(), read.len());
}
