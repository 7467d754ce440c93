//! A bot that calls a user, plays a prompt, and hangs up.
//!
//! ```sh
//! cargo run -p msgraph-calling --example outbound --features simulator -- --offline
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… CALLBACK_URI=https://… \
//!     cargo run -p msgraph-calling --example outbound --features simulator -- USER_ID PROMPT_URL
//! ```
//!
//! `--offline` runs it against the simulated service: the same code, no network, no credential.

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;

use msgraph_calling::{
    AudioPrompt, CallError, CallingBot, EndReason, Media, TeamsSimulator, TransferTarget,
    outgoing_call,
};

/// Calls the user and plays the prompt. Returns why the call ended.
async fn announce(
    bot: &CallingBot,
    tenant: &str,
    user: &str,
    prompt: &AudioPrompt,
) -> Result<EndReason, CallError> {
    let callee = TransferTarget::user(tenant, user);
    let media = Media::service_hosted().prefetch([prompt]);
    let call = outgoing_call([callee], media).with_tenant_id(tenant);
    let call = bot.calls().create(call).await?;
    println!("calling {user}");
    call.media_active().await?;
    println!("the user picked up");
    call.play(prompt).await?;
    println!("the prompt has ended");
    call.hang_up().await?;
    Ok(call.ended().await)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [offline] if offline == "--offline" => offline_call().await,
        [user, prompt] => {
            let (bot, tenant) = (support::builder()?.build()?, support::tenant()?);
            let prompt = AudioPrompt::new(prompt);
            let announced = async {
                match announce(&bot, &tenant, user, &prompt).await {
                    Ok(reason) => println!("the call ended: {reason:?}"),
                    Err(error) => println!("the call failed: {error}"),
                }
            };
            support::serve(&bot, announced).await
        }
        _ => Err("usage: outbound --offline | USER_ID PROMPT_URL".into()),
    }
}

async fn offline_call() -> Result<(), Box<dyn Error>> {
    let teams = TeamsSimulator::start("9fd4ef3d-f7af-4f74-947d-9675b81d9fae").await;
    let callback = "https://bot.contoso.com/api/calls";
    let bot = CallingBot::builder(teams.graph_client(), teams.validator(), callback).build()?;
    teams.deliver_to(bot.clone());

    let user = "550fae72-d251-43ec-868c-373732c2704f";
    let prompt = AudioPrompt::new("https://bot.contoso.com/audio/fire-drill.wav").id("fire-drill");
    let reason = announce(&bot, TeamsSimulator::TENANT, user, &prompt).await?;
    println!("the call ended: {reason:?}\n");
    for line in teams.transcript() {
        println!("  {line}");
    }
    Ok(())
}
