//! A bot that takes messages: it answers, plays a greeting, records until `#`, and saves the file.
//!
//! ```sh
//! cargo run -p msgraph-calling --example recorder --features simulator -- --offline
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… CALLBACK_URI=https://… \
//!     cargo run -p msgraph-calling --example recorder --features simulator -- GREETING_URL FOLDER
//! ```
//!
//! `--offline` runs it against the simulated service: the same code, no network, no credential.
//! Callers must be told that they are recorded; the greeting is the place for it.

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use msgraph_beta_communications::models::Tone;
use msgraph_calling::simulator::Caller;
use msgraph_calling::{
    AudioPrompt, CallError, CallingBot, CallingBotBuilder, IncomingCall, Media, Shutdown,
    TeamsSimulator,
};

/// Takes one message.
async fn take(
    call: IncomingCall,
    greeting: &AudioPrompt,
    folder: &Path,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let caller = call.caller();
    let name = caller.display_name.or(caller.id).unwrap_or_default();
    let call = call
        .answer(Media::service_hosted().prefetch([greeting]))
        .await?;
    call.media_active().await?;
    let recorded = call
        .record()
        .prompt(greeting)
        .beep()
        .stop_tones([Tone::Pound])
        .max_silence(Duration::from_secs(5))
        .max_duration(Duration::from_secs(120))
        .await;
    match recorded {
        Ok(recorded) => {
            // Before the call ends: the service discards the file with it.
            let file = folder.join(format!("{}.wav", call.id()));
            recorded.save(&file).await?;
            println!("{name} left a message: {}", file.display());
        }
        Err(CallError::Operation(_)) => println!("{name} said nothing"),
        Err(error) => return Err(error.into()),
    }
    call.hang_up().await?;
    Ok(())
}

fn with_handler(
    builder: CallingBotBuilder,
    greeting: AudioPrompt,
    folder: PathBuf,
) -> CallingBotBuilder {
    builder.on_incoming(move |call| {
        let (greeting, folder) = (greeting.clone(), folder.clone());
        async move { take(call, &greeting, &folder).await }
    })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [offline] if offline == "--offline" => offline_call().await,
        [greeting, folder] => {
            let greeting = AudioPrompt::new(greeting);
            let bot = with_handler(support::builder()?, greeting, folder.into()).build()?;
            let interrupted = async { drop(tokio::signal::ctrl_c().await) };
            support::serve(&bot, interrupted).await
        }
        _ => Err("usage: recorder --offline | GREETING_URL FOLDER".into()),
    }
}

async fn offline_call() -> Result<(), Box<dyn Error>> {
    let teams = TeamsSimulator::start("9fd4ef3d-f7af-4f74-947d-9675b81d9fae").await;
    teams.hold_operations();
    let callback = "https://bot.contoso.com/api/calls";
    let builder = CallingBot::builder(teams.graph_client(), teams.validator(), callback);
    let greeting = AudioPrompt::new("https://bot.contoso.com/audio/greeting.wav");
    let bot = with_handler(builder, greeting, std::env::temp_dir()).build()?;
    teams.deliver_to(bot.clone());

    let caller = || Caller::phone("+12345678901");
    let call = teams.call_from(caller()).await;
    call.expect_recording().await.complete("RIFF: a message");
    call.expect_end().await;
    let silent = teams.call_from(caller()).await;
    silent.expect_recording().await.fail(400, 8534);
    silent.expect_end().await;

    let file = std::env::temp_dir().join(format!("{}.wav", call.id()));
    println!("the file has {} bytes\n", std::fs::read(&file)?.len());
    std::fs::remove_file(&file)?;
    for line in teams.transcript() {
        println!("  {line}");
    }
    let within = Duration::from_secs(5);
    bot.shutdown(Shutdown::HangUp { within }).await;
    Ok(())
}
