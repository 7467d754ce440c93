//! Processes of a bot share a Redis, and some of them are killed or paused: every incoming call is
//! answered once, and those that live go on with the calls of the others.

#![allow(
    clippy::panic,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops where it fails, and processes speak through their output"
)]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use axum::routing::get;
use msgraph_beta_communications::GraphClient;
use msgraph_beta_communications::client::credential::StaticToken;
use msgraph_beta_communications::models::CallState;
use msgraph_calling::simulator::{BotAnswer, Caller, SimulatedCall};
use msgraph_calling::{
    Call, CallError, CallId, CallStore, CallbackValidator, CallingBot, Media, RedisStore,
    TeamsSimulator, Timings,
};
use serde_json::Value;

mod process;
#[path = "../store/setup.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod setup;

use self::process::{Instance, deliver_to};

const APP: &str = "9fd4ef3d-f7af-4f74-947d-9675b81d9fae";
/// Set for a process that is an instance of the bot: the addresses of Redis, of the service, and of
/// its OpenID metadata, separated by spaces.
const INSTANCE: &str = "CALLING_TEST_INSTANCE";
/// The number of calls, if not the usual one.
const CALLS: &str = "CALLING_TEST_CALLS";
/// The longest time that an instance takes to answer, in milliseconds; the times are random.
const WAIT: &str = "CALLING_TEST_WAIT";
/// What an instance says before its port.
const PORT: &str = "listens on port ";
/// A machine that is busy is no fault of the bot.
const PATIENCE: Duration = Duration::from_secs(60);
const LEASE: Duration = Duration::from_secs(4);
/// The time to answer. It is longer than the service's, for machines that are busy.
const ANSWER: Duration = Duration::from_secs(60);

/// An instance of the bot, until it is killed.
#[tokio::test]
#[ignore = "a process that the other test starts"]
async fn instance() {
    let Ok(addresses) = std::env::var(INSTANCE) else {
        return;
    };
    let addresses = Vec::from_iter(addresses.split(' '));
    let [redis, service, open_id] = addresses[..] else {
        panic!("{INSTANCE} has three addresses");
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = GraphClient::builder(StaticToken::new(TeamsSimulator::TOKEN))
        .endpoint(format!("{service}/beta"))
        .http_client(http)
        .build()
        .unwrap();
    let validator = CallbackValidator::new(APP).metadata_url(open_id);
    let store = RedisStore::builder(redis).connect().await.unwrap();
    let mut timings = Timings::default();
    timings.lease = LEASE;
    timings.answer = ANSWER;
    let wait = std::env::var(WAIT).map_or(0, |wait| wait.parse().unwrap());
    let adopted = Arc::new(AtomicUsize::new(0));
    let adopting = adopted.clone();
    let callback = format!("http://127.0.0.1:{port}/api/calls");
    let bot = CallingBot::builder(client, validator.build().unwrap(), callback)
        .store(store)
        .timings(timings)
        .on_incoming(move |call| async move {
            tokio::time::sleep(Duration::from_millis(fastrand::u64(0..=wait))).await;
            let call = call.answer(Media::service_hosted()).await?;
            call.established().await.map(drop)
        })
        .on_adopted(move |_: Call| {
            adopting.fetch_add(1, Ordering::SeqCst);
            async { Ok::<(), CallError>(()) }
        })
        .build()
        .unwrap();
    let calls = bot.calls();
    let counts = move || async move {
        let adopted = adopted.load(Ordering::SeqCst);
        let counts = calls.counts();
        format!("{} {adopted} {}", counts.active, counts.missed)
    };
    println!("{PORT}{port}");
    let router = bot.router().route("/counts", get(counts));
    axum::serve(listener, router).await.unwrap();
}

/// The ports of the instances that answered, by call. Requests that the service refused count, too.
fn answers(teams: &TeamsSimulator) -> BTreeMap<String, Vec<u16>> {
    let mut answers: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for request in teams.requests() {
        if request.action() != "answer" {
            continue;
        }
        let body = request.json().unwrap();
        let callback = body.get("callbackUri").and_then(Value::as_str).unwrap();
        let callback: http::Uri = callback.parse().unwrap();
        let call = call_of(&request.path).unwrap().to_string();
        let ports = answers.entry(call).or_default();
        ports.push(callback.port_u16().unwrap());
    }
    answers
}

/// The call that a path of a request names.
fn call_of(path: &str) -> Option<CallId> {
    let id = path.strip_prefix("/communications/calls/")?;
    CallId::new(id.split('/').next()?).ok()
}

/// Somebody calls this many times; waits until all calls are established.
async fn ring(teams: &TeamsSimulator, numbers: std::ops::Range<usize>) -> Vec<SimulatedCall> {
    let calls = begin_to_ring(teams, numbers);
    expect_answers(&calls).await;
    calls
}

fn begin_to_ring(teams: &TeamsSimulator, numbers: std::ops::Range<usize>) -> Vec<SimulatedCall> {
    let caller = |number| Caller::phone(&format!("+1555{number:07}"));
    Vec::from_iter(numbers.map(|number| teams.ring(caller(number))))
}

async fn expect_answers(calls: &[SimulatedCall]) {
    for call in calls {
        assert_eq!(call.answer().await, BotAnswer::Answered);
        call.expect_state(CallState::Established).await;
    }
}

/// Whether a keepAlive request came for each of these calls.
fn are_kept_alive(calls: &[SimulatedCall]) -> bool {
    calls.iter().all(|call| call.keep_alives() > 0)
}

/// Waits until something holds.
async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let wait = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let waited = tokio::time::timeout(PATIENCE, wait).await;
    waited.unwrap_or_else(|_| panic!("not in time: {what}"));
}

fn number_of_calls() -> usize {
    let number = std::env::var(CALLS);
    number.map_or(40, |number| number.parse().unwrap())
}

/// What a store would let others adopt in an hour.
async fn left_in(redis: &setup::Server) -> usize {
    let later = || SystemTime::now() + Duration::from_secs(3600);
    let store = redis.builder().clock(later).connect().await.unwrap();
    store.expired().await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_instance_loses_no_call() {
    let Some(redis) = setup::Server::start() else {
        return;
    };
    let teams = TeamsSimulator::start(APP).await;
    teams.set_patience(PATIENCE);
    let mut first = Instance::start(&redis.url(), &teams);
    let second = Instance::start(&redis.url(), &teams);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    deliver_to(&teams, [&first, &second], &http);

    let number = number_of_calls();
    let mut calls = ring(&teams, 0..number / 2).await;
    let early = answers(&teams);
    let of_first = |call: &&SimulatedCall| early[&call.id().to_string()] == [first.port];
    let (lost, kept): (Vec<_>, Vec<_>) = calls.iter().partition(of_first);
    assert!(lost.len() > 1, "the first instance has calls");
    assert!(!kept.is_empty(), "the second instance has calls");
    let lost = Vec::from_iter(lost.into_iter().cloned());
    assert_eq!(left_in(&redis).await, calls.len(), "all calls are held");

    let none = lost.iter().all(|call| call.keep_alives() == 0);
    assert!(none, "the first instance has sent no keepAlive request");
    first.kill();
    // What comes from now on is of the second instance.
    let sent = teams.requests().len();
    // Some calls end while nobody has them.
    let (ended, alive) = lost.split_at(lost.len() / 4 + 1);
    ended.iter().for_each(SimulatedCall::hang_up);
    calls.extend(ring(&teams, number / 2..number).await);
    eventually("calls of the killed instance are kept alive", async || {
        are_kept_alive(alive)
    })
    .await;
    eventually("calls that ended meanwhile are read", async || {
        let requests = teams.requests().split_off(sent);
        let asked = Vec::from_iter(requests.iter().filter_map(|sent| call_of(&sent.path)));
        ended.iter().all(|call| asked.contains(&call.id()))
    })
    .await;
    eventually("only calls that go on are left", async || {
        second.counts(&http).await.0 == number - ended.len()
    })
    .await;
    assert_eq!(second.counts(&http).await.1, alive.len());

    let answers = answers(&teams);
    assert_eq!(answers.len(), number);
    assert!(answers.values().all(|by| by.len() == 1), "{answers:?}");
    let late = answers
        .iter()
        .filter(|(call, _)| !early.contains_key(*call));
    assert!(late.into_iter().all(|(_, by)| *by == [second.port]));

    for call in &calls {
        call.hang_up();
        call.expect_end().await;
    }
    eventually("the bot has no call", async || {
        second.counts(&http).await.0 == 0
    })
    .await;
    eventually("the store has no call", async || left_in(&redis).await == 0).await;
    eprintln!(
        "{number} calls: {} of the killed instance, {} of them adopted, {} ended before",
        lost.len(),
        alive.len(),
        ended.len()
    );
}

/// Waits until some calls are answered and others are not. Returns how many are.
async fn some_answered(teams: &TeamsSimulator, before: usize, calls: usize) -> usize {
    let some = before + calls / 3;
    eventually("calls are answered", async || answers(teams).len() > some).await;
    let answered = answers(teams).len() - before;
    if answered >= calls {
        eprintln!("the machine is too busy: all calls are answered before the kill");
    }
    answered
}

/// Fails if the service was sent two answers to a call, or none.
fn assert_answered_once(teams: &TeamsSimulator, calls: usize) {
    let answers = answers(teams);
    assert_eq!(answers.len(), calls);
    assert!(answers.values().all(|by| by.len() == 1), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_that_nobody_has_answered_are_answered_once() {
    let Some(redis) = setup::Server::start() else {
        return;
    };
    let teams = TeamsSimulator::start(APP).await;
    teams.set_patience(PATIENCE);
    teams.set_answer_deadlines(ANSWER, ANSWER);
    let start = || Instance::start_waiting(&redis.url(), &teams, Duration::from_secs(4));
    let (mut first, mut second) = (start(), start());
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let balancer = deliver_to(&teams, [&first, &second], &http);
    let number = number_of_calls() / 2;

    // One is killed while calls wait for their answers.
    let mut calls = begin_to_ring(&teams, 0..number);
    let early = some_answered(&teams, 0, number).await;
    first.kill();
    expect_answers(&calls).await;
    assert_answered_once(&teams, number);
    let by_first = answers(&teams);
    let by_first = by_first.values().filter(|by| **by == [first.port]).count();
    eprintln!("killed after {early} of {number} answers, {by_first} of them its own");

    // One is paused, for longer than its leases: what it had to answer is answered by the other.
    first = start();
    *balancer.ports.lock().unwrap() = [first.port, second.port];
    calls.extend(begin_to_ring(&teams, number..2 * number));
    some_answered(&teams, number, number).await;
    first.pause(Duration::from_secs(8)).await;
    expect_answers(&calls).await;
    // Its handlers come to their ends.
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_answered_once(&teams, 2 * number);

    // Both are killed, and a new one finds everything in the store.
    calls.extend(begin_to_ring(&teams, 2 * number..3 * number));
    some_answered(&teams, 2 * number, number).await;
    first.kill();
    second.kill();
    let third = start();
    *balancer.ports.lock().unwrap() = [third.port; 2];
    expect_answers(&calls).await;
    assert_answered_once(&teams, 3 * number);
    eventually("the new one has all calls", async || {
        third.counts(&http).await.0 == 3 * number
    })
    .await;
    assert_eq!(third.counts(&http).await.2, 0);
}
