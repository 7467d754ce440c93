//! Measures a bot with many calls at the same time, each with fifty notifications.
//!
//! ```sh
//! cargo run --release -p msgraph-calling --example load --features simulator -- --calls 1000
//! ```
//!
//! The service is simulated in the same process: processor time and memory are those of both, and
//! the simulator keeps every delivery. Acknowledgement is the time from the arrival of a delivery
//! at the bot to its response, the check of the token included. Figures of memory and processor
//! time need Linux.

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use http_body_util::Full;
use msgraph_calling::simulator::Caller;
use msgraph_calling::{CallError, CallingBot, Limits, Media, TeamsSimulator, Timings};

const APP: &str = "9fd4ef3d-f7af-4f74-947d-9675b81d9fae";
const CALLBACK: &str = "https://bot.contoso.com/api/calls";
const NOTIFICATIONS: usize = 50;
/// Many calls answer at the same time here, which takes longer than the service would wait.
const PATIENCE: Duration = Duration::from_secs(120);

/// The times from the arrival of deliveries to their responses.
type Times = Arc<Mutex<Vec<Duration>>>;

/// A bot that answers all calls and waits for their ends.
fn bot(teams: &TeamsSimulator, calls: usize) -> Result<CallingBot, Box<dyn Error>> {
    let mut limits = Limits::default();
    limits.calls = limits.calls.max(calls);
    let mut timings = Timings::default();
    timings.answer = PATIENCE;
    timings.ended = Duration::from_secs(1);
    let bot = CallingBot::builder(teams.graph_client(), teams.validator(), CALLBACK)
        .limits(limits)
        .timings(timings)
        .on_incoming(|call| async {
            let call = call.answer(Media::service_hosted()).await?;
            call.ended().await;
            Ok::<(), CallError>(())
        });
    Ok(bot.build()?)
}

/// Hands deliveries to the bot, and measures how long it takes to respond.
fn deliver(teams: &TeamsSimulator, bot: &CallingBot) -> Times {
    let times = Times::default();
    let (bot, measured) = (bot.clone(), times.clone());
    teams.deliver_with(move |request| {
        let (bot, measured) = (bot.clone(), measured.clone());
        async move {
            let arrived = Instant::now();
            let response = bot.handle(request.map(Full::new)).await;
            let took = arrived.elapsed();
            let mut measured = measured.lock().unwrap_or_else(PoisonError::into_inner);
            measured.push(took);
            response.map(|_| bytes::Bytes::new())
        }
    });
    times
}

/// The memory of this process in bytes.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    let kibibytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kibibytes * 1024)
}

/// The processor time of this process in seconds.
fn processor_time() -> Option<f64> {
    /// Of the kernel's interface on all usual systems.
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may have spaces in it.
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: f64 = ticks.filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    Some(ticks / TICKS_A_SECOND)
}

fn number_of_calls() -> Result<usize, Box<dyn Error>> {
    let arguments = Vec::from_iter(std::env::args().skip(1));
    match arguments.as_slice() {
        [] => Ok(1_000),
        [option, number] if option == "--calls" => Ok(number.parse()?),
        _ => Err("usage: load [--calls N]".into()),
    }
}

/// The time that this part of all deliveries did not exceed.
fn quantile(sorted: &[Duration], percent: usize) -> Duration {
    let last = sorted.len().saturating_sub(1);
    sorted
        .get(last * percent / 100)
        .copied()
        .unwrap_or_default()
}

async fn until_delivered(times: &Times, number: usize) {
    loop {
        let delivered = times.lock().unwrap_or_else(PoisonError::into_inner).len();
        if delivered >= number {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let number = number_of_calls()?;
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    teams.set_patience(PATIENCE);
    let bot = bot(&teams, number)?;
    let times = deliver(&teams, &bot);
    let empty = memory();
    let began = Instant::now();
    // Each call has four notifications by now: the last one says that its media is active.
    let calls = Vec::from_iter((0..number).map(|number| {
        let caller = Caller::phone(&format!("+1555{number:07}"));
        teams.ring(caller)
    }));
    for call in &calls {
        call.answer().await;
    }
    until_delivered(&times, number * 4).await;
    let active = bot.calls().counts().active;
    let full = memory();

    for _ in 0..NOTIFICATIONS - 5 {
        calls.iter().for_each(|call| call.media_active());
        tokio::task::yield_now().await;
    }
    calls.iter().for_each(|call| call.hang_up());
    until_delivered(&times, number * NOTIFICATIONS).await;
    let took = began.elapsed();
    let processor = processor_time();
    while bot.calls().counts().known > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
    times.sort();
    println!("calls at the same time: {active}");
    println!("deliveries: {} in {:.2} s", times.len(), took.as_secs_f64());
    println!("acknowledged, median: {:?}", quantile(&times, 50));
    println!("acknowledged, 99th percentile: {:?}", quantile(&times, 99));
    if let Some(processor) = processor {
        println!("processor time, with the simulator: {processor:.2} s");
    }
    if let (Some(empty), Some(full)) = (empty, full) {
        let each = full.saturating_sub(empty) / number.max(1) as u64;
        println!(
            "memory for each call, with the simulator: {} KiB",
            each / 1024
        );
    }
    Ok(())
}
