//! The service gets its reply whatever handlers and the store do, and from whichever tenant.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use http::{Request, StatusCode};
use http_body_util::Full;
use msgraph_beta_communications::models::{ParticipantJoiningResponse, RejectJoinResponse};
use msgraph_calling::{
    CallError, CallingBot, CallingBotBuilder, IncomingCall, JoiningParticipant, Limits, Media,
};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::graph::{Answer, Graph, answer};
use super::shared_store::Shared;
use super::support::*;

/// What a handler does.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Quick,
    Slow,
    Endless,
    Failing,
    Panicking,
}

impl Kind {
    fn random(random: &mut fastrand::Rng) -> Self {
        let kinds = [
            Self::Quick,
            Self::Slow,
            Self::Endless,
            Self::Failing,
            Self::Panicking,
        ];
        kinds[random.usize(..kinds.len())]
    }

    async fn act(self) -> Result<(), &'static str> {
        match self {
            Self::Quick => Ok(()),
            Self::Slow => {
                tokio::time::sleep(secs(20)).await;
                Err("too late")
            }
            Self::Endless => std::future::pending().await,
            Self::Failing => Err("on purpose"),
            Self::Panicking => panic!("on purpose"),
        }
    }
}

/// The handlers that run, and those that have begun.
#[derive(Clone, Default)]
struct Handlers {
    running: Arc<AtomicUsize>,
    begun: Arc<AtomicUsize>,
}

struct Running(Arc<AtomicUsize>);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Handlers {
    async fn run(&self, kind: Kind) -> Result<(), &'static str> {
        self.begun.fetch_add(1, Ordering::Relaxed);
        self.running.fetch_add(1, Ordering::Relaxed);
        let _running = Running(self.running.clone());
        kind.act().await
    }

    async fn take(&self, call: IncomingCall, kind: Kind, answers: bool) -> Result<(), CallError> {
        let call = match answers {
            true => Some(call.answer(Media::service_hosted()).await?),
            false => None,
        };
        let result = self.run(kind).await;
        drop(call);
        result.map_err(|_| CallError::Shutdown)
    }
}

/// A bot whose handlers do something else for each call, by its number.
fn bot(builder: CallingBotBuilder, seed: u64, handlers: &Handlers) -> CallingBot {
    let (incoming, joining) = (handlers.clone(), handlers.clone());
    let kind_of = move |id: &str| {
        let number = id.bytes().map(u64::from).sum::<u64>();
        let mut random = fastrand::Rng::with_seed(seed ^ number << 20);
        (Kind::random(&mut random), random.bool())
    };
    let joined = Arc::new(AtomicUsize::new(0));
    builder
        .on_incoming(move |call| {
            let handlers = incoming.clone();
            let (kind, answers) = kind_of(call.id().as_str());
            async move { handlers.take(call, kind, answers).await }
        })
        .on_joining(move |_: JoiningParticipant| {
            let handlers = joining.clone();
            let number = joined.fetch_add(1, Ordering::Relaxed) as u64;
            let kind = Kind::random(&mut fastrand::Rng::with_seed(seed ^ number));
            async move {
                let _ = handlers.run(kind).await;
                ParticipantJoiningResponse::from(RejectJoinResponse::default())
            }
        })
        .build()
        .unwrap()
}

/// A service that is quick, slow, or never answers.
fn service(seed: u64) -> Graph {
    Graph::new(move |sent| -> Answer {
        let number = seed ^ sent.path.bytes().map(u64::from).sum::<u64>();
        match number % 3 {
            0 => answer(202, ""),
            1 => answer(202, "").after(secs(3)),
            _ => answer(503, "").after(minutes(10)),
        }
    })
}

fn joining(number: u64) -> Value {
    json!({
        "changeType": "created",
        "resourceUrl": format!("{}/participants/p1", path(number)),
        "resourceData": {"@odata.type": "#microsoft.graph.participantJoiningNotification"},
    })
}

/// A random delivery, and whether its reply is a decision.
fn delivery(random: &mut fastrand::Rng) -> (Request<Full<Bytes>>, bool) {
    let length = random.usize(1..5);
    let mut is_decision = false;
    let notifications = Vec::from_iter((0..length).map(|_| {
        let number = random.u64(0..8);
        match random.u8(0..10) {
            0..4 => incoming(number),
            4..6 => state(number, "established"),
            6..8 => tone(number, random.i64(0..100)),
            8 => terminated(number),
            _ => {
                is_decision = true;
                joining(number)
            }
        }
    }));
    let id = random.u32(0..1_000).to_string();
    let id = random.bool().then_some(id.as_str());
    (request(id, &notifications), is_decision)
}

#[tokio::test(start_paused = true)]
async fn the_reply_comes_whatever_handlers_and_store_do() {
    let (mut accepted, mut refused, mut while_running, mut decisions) = (0, 0, 0, 0);
    for seed in 0..60 {
        let refused_before = refused;
        let mut random = fastrand::Rng::with_seed(seed);
        let (graph, store, handlers) = (service(seed), Shared::new(), Handlers::default());
        let mut limits = Limits::default();
        limits.queue = random.usize(2..6);
        limits.calls = random.usize(2..8);
        let builder = builder(&graph).store(store.clone()).limits(limits);
        let bot = bot(builder, seed, &handlers);
        for _ in 0..25 {
            store.cut_off(random.u8(0..4) == 0);
            let deliveries = Vec::from_iter((0..random.usize(1..6)).map(|_| delivery(&mut random)));
            let running = handlers.running.load(Ordering::Relaxed);
            let replies = deliveries.into_iter().map(|(request, is_decision)| {
                let bot = bot.clone();
                async move {
                    let began = Instant::now();
                    let status = bot.handle(request).await.status();
                    (status, is_decision, Instant::now() - began)
                }
            });
            for (status, is_decision, took) in join_all(replies).await {
                // Whoever decides about participants has 0.8 seconds; nothing else takes time.
                let limit = match is_decision {
                    true => Duration::from_millis(801),
                    false => Duration::ZERO,
                };
                assert!(took <= limit, "seed {seed}: {status} after {took:?}");
                match status {
                    StatusCode::SERVICE_UNAVAILABLE => refused += 1,
                    StatusCode::OK if is_decision => decisions += 1,
                    StatusCode::ACCEPTED if !is_decision => accepted += 1,
                    _ => panic!("seed {seed}: {status}"),
                }
                while_running += usize::from(running > 0);
            }
            if random.bool() {
                tokio::time::sleep(Duration::from_millis(random.u64(0..3_000))).await;
            }
        }
        let counted = bot.calls().counts().refused;
        assert_eq!(refused - refused_before, counted, "seed {seed}");
    }
    // Otherwise it would prove little.
    let seen = (accepted, refused, while_running, decisions);
    assert!(accepted > 500 && refused > 500, "{seen:?}");
    assert!(while_running > 500 && decisions > 50, "{seen:?}");
}

#[tokio::test(start_paused = true)]
async fn a_callback_about_a_call_of_another_tenant_is_refused() {
    let foreign = |number| {
        let mut incoming = incoming(number);
        incoming["resourceData"]["tenantId"] = json!("f3b1d6c8-5a0e-4c52-9a54-0e7c1d2b6a90");
        incoming
    };
    for matches in [true, false] {
        let validator = validator_builder().match_call_tenant(matches).build();
        let graph = Graph::accepting();
        let client = graph.client("main");
        let handlers = Handlers::default();
        let builder = CallingBot::builder(client, validator.unwrap(), CALLBACK);
        let bot = bot(builder, 1, &handlers);
        let (status, calls) = match matches {
            true => (StatusCode::FORBIDDEN, 0),
            false => (StatusCode::ACCEPTED, 2),
        };
        // Nothing of the delivery is taken.
        assert_eq!(post(&bot, &[incoming(1), foreign(2)]).await, status);
        settle().await;
        assert_eq!(bot.calls().counts().active, calls);
        let of_tenant = [incoming(3), state(3, "established")];
        assert_eq!(post(&bot, &of_tenant).await, StatusCode::ACCEPTED);
    }
}
