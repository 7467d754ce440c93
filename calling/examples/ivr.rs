//! A bot that answers calls, plays a prompt, and transfers by the key that is pressed: blind,
//! after a consultation, to a telephone, or out of a group call.
//!
//! ```sh
//! cargo run -p msgraph-calling --example ivr --features simulator -- --offline
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… CALLBACK_URI=https://… \
//!     cargo run -p msgraph-calling --example ivr --features simulator -- USER_ID PHONE AUDIO_URL
//! ```
//!
//! `--offline` runs it against the simulated service: the same code, no network, no credential. A
//! stranger is rejected, and five callers are transferred, each first without success.

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;
use std::time::Duration;

use msgraph_beta_communications::models::{RejectReason, Tone};
use msgraph_calling::simulator::{BotAnswer, Caller, SimulatedCall, TeamsSimulator};
use msgraph_calling::{
    AudioPrompt, Call, CallError, CallingBot, CallingBotBuilder, EndReason, IncomingCall,
    InvalidCallbackUri, InvalidPhoneNumber, Media, PartyKind, Shutdown, Timings, TransferOutcome,
    TransferTarget,
};

const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";
const HEIDI: &str = "550fae72-d251-43ec-868c-373732c2704f";
const APP: &str = "9fd4ef3d-f7af-4f74-947d-9675b81d9fae";
const CALLBACK: &str = "https://bot.contoso.com/api/calls";

/// Where callers can be transferred to, and what they hear.
#[derive(Clone)]
struct Desk {
    tenant: String,
    user: TransferTarget,
    phone: TransferTarget,
    welcome: AudioPrompt,
    sorry: AudioPrompt,
}

impl Desk {
    fn new(tenant: &str, user: &str, phone: &str, audio: &str) -> Result<Self, InvalidPhoneNumber> {
        let audio = |name: &str| AudioPrompt::new(format!("{audio}/{name}.wav")).id(name);
        Ok(Self {
            tenant: tenant.to_owned(),
            user: TransferTarget::user(tenant, user),
            phone: TransferTarget::phone(phone)?,
            welcome: audio("welcome"),
            sorry: audio("sorry"),
        })
    }

    /// Takes one call, from its beginning to its end.
    async fn take(&self, call: IncomingCall) -> Result<(), CallError> {
        let caller = call.caller();
        if caller.kind != PartyKind::Phone && !caller.is_in([&self.tenant]) {
            return call.reject(RejectReason::Forbidden).await;
        }
        let media = Media::service_hosted().prefetch([&self.welcome, &self.sorry]);
        let call = call.answer(media).await?;
        call.media_active().await?;
        let mut tones = call.tones().await?;
        call.play(&self.welcome).await?;
        loop {
            let Some(outcome) = self.transfer(&call, &tones.next().await?).await? else {
                return call.hang_up().await;
            };
            match outcome {
                TransferOutcome::Failed(_) => drop(call.play(&self.sorry).await?),
                _ => return Ok(()),
            }
        }
    }

    /// Transfers the call as the key says; `None` if no transfer has this key.
    async fn transfer(
        &self,
        call: &Call,
        key: &Tone,
    ) -> Result<Option<TransferOutcome>, CallError> {
        let outcome = match key {
            Tone::Tone1 => call.transfer(self.user.clone()).await?,
            Tone::Tone2 => call.consult(self.user.clone()).await?.transfer().await?,
            Tone::Tone3 => call.transfer(self.phone.clone()).await?,
            Tone::Tone4 => call.consult(self.phone.clone()).await?.transfer().await?,
            Tone::Tone5 => match call.participants().first() {
                Some(one) => call.transfer_from_group(self.user.clone(), one).await?,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(outcome))
    }

    /// The bot, with this desk for its calls.
    fn staff(self, builder: CallingBotBuilder) -> Result<CallingBot, InvalidCallbackUri> {
        let staffed = builder.on_incoming(move |call| {
            let desk = self.clone();
            async move { desk.take(call).await }
        });
        staffed.build()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [offline] if offline == "--offline" => offline_calls().await,
        [user, phone, audio] => {
            let desk = Desk::new(&support::tenant()?, user, phone, audio)?;
            let bot = desk.staff(support::builder()?)?;
            let interrupted = async { drop(tokio::signal::ctrl_c().await) };
            support::serve(&bot, interrupted).await
        }
        _ => Err("usage: ivr --offline | USER_ID PHONE AUDIO_URL".into()),
    }
}

async fn offline_calls() -> Result<(), Box<dyn Error>> {
    let teams = TeamsSimulator::start(APP).await;
    let desk = Desk::new(
        TENANT,
        HEIDI,
        "+12345678901",
        "https://bot.contoso.com/audio",
    )?;
    let mut timings = Timings::default();
    // So that some are seen in a run of a second.
    timings.keep_alive = Duration::from_millis(50);
    let builder = CallingBot::builder(teams.graph_client(), teams.validator(), CALLBACK);
    let bot = desk.staff(builder.timings(timings))?;
    teams.deliver_to(bot.clone());

    let stranger = teams.ring(Caller::user("another-tenant", "stranger"));
    let BotAnswer::Rejected(reason) = stranger.answer().await else {
        return Err("the stranger was not rejected".into());
    };
    println!("a stranger: rejected, {}", reason.unwrap_or_default());

    let user = || Caller::user(TENANT, "751f6800-3180-414d-bd94-333364659951");
    let phone = || Caller::phone("+15550000001").calling(TENANT);
    let group = Caller::group([user(), Caller::user(TENANT, "8f2f4b7a")]);
    for (name, caller, key) in [
        ("a blind transfer", phone(), '1'),
        ("a consultative transfer", user(), '2'),
        ("a transfer to a telephone", user(), '3'),
        ("a consultative transfer to a telephone", user(), '4'),
        ("a transfer out of a group call", group, '5'),
    ] {
        let call = teams.call_from(caller).await;
        try_twice(&teams, &bot, &call, key).await?;
        println!(
            "{name}: failed, then completed; {} keepAlive requests",
            call.keep_alives()
        );
    }
    let hung_up = teams.call_from(phone()).await;
    hung_up.expect_tones().await;
    hung_up.press('9');
    hung_up.expect_end().await;
    println!("another key: hung up");

    println!("\nwhat happened:");
    for line in teams.transcript() {
        println!("  {line}");
    }
    let within = Duration::from_secs(5);
    let left = bot.shutdown(Shutdown::HangUp { within }).await;
    println!("\nleft after the end: {left:?}");
    Ok(())
}

/// Presses the key twice: the first transfer fails, the second is completed.
async fn try_twice(
    teams: &TeamsSimulator,
    bot: &CallingBot,
    call: &SimulatedCall,
    key: char,
) -> Result<(), Box<dyn Error>> {
    let of_bot = bot.calls().get(&call.id()).ok_or("the bot has the call")?;
    call.expect_prompt().await;
    let is_consultative = matches!(key, '2' | '4');
    call.press(key);
    let first = call.expect_transfer().await.accept();
    if first.is_consultative() != is_consultative {
        return Err("the transfer is of another kind".into());
    }
    // Heidi talks to the bot meanwhile.
    let consulted = match is_consultative {
        true => Some(teams.expect_call().await),
        false => None,
    };
    tokio::time::sleep(Duration::from_millis(120)).await;
    first.fail_as_documented();
    if let Some(consulted) = consulted {
        // The bot hangs up when the transfer has failed.
        consulted.expect_end().await;
    }
    call.expect_prompt().await;
    call.press(key);
    call.expect_transfer().await.accept().complete();
    match tokio::time::timeout(Duration::from_secs(5), of_bot.ended()).await? {
        EndReason::Transferred => Ok(()),
        other => Err(format!("the call ended otherwise: {other:?}").into()),
    }
}
