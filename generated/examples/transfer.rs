//! Transfers a call to a user, and shows what the service said.
//!
//! ```sh
//! cargo run --example transfer --features test-support -- --offline
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… \
//!     cargo run --example transfer --features test-support -- CALL_ID USER_ID
//! ```
//!
//! `--offline` runs against a fake service in this process: the same code, no
//! network, no credential.

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;

use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::Method;
use msgraph_beta_communications::models::{
    EndpointType, Identity, IdentitySet, InvitationParticipantInfo,
};
use msgraph_beta_communications::test_support::{Answer, FakeService};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["--offline"] => offline().await,
        [call, user] => transfer(&support::client()?, call, user).await,
        _ => Err("usage: transfer --offline | CALL_ID USER_ID".into()),
    }
}

async fn transfer(client: &GraphClient, call: &str, user: &str) -> Result<(), Box<dyn Error>> {
    let target = InvitationParticipantInfo::new(
        IdentitySet::default().with_user(Identity::default().with_id(user)),
    )
    .with_endpoint_type(EndpointType::Default);

    let answer = client
        .communications()
        .call(call)
        .transfer(target)
        .send()
        .await?;
    // The service goes on after its answer: how it ends comes as a notification.
    println!("accepted with status {}", answer.status);
    if let Some(location) = answer.location() {
        println!("at {location}");
    }
    Ok(())
}

async fn offline() -> Result<(), Box<dyn Error>> {
    const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
    let service = FakeService::start().await;
    let path = format!("/communications/calls/{CALL}/transfer");
    service
        .expect(Method::Post, &path)
        .answer(Answer::status(202).header("Location", &service.url(&path)));
    let client: GraphClient = service.client();
    transfer(&client, CALL, "550fae72-d251-43ec-868c-373732c2704f").await?;
    for request in service.requests() {
        println!("{} {}\n{}", request.method, request.path, request.text());
    }
    service.finish();
    Ok(())
}
