//! The bot logs ids of calls, and nothing of people, numbers or tokens. A program of its own: other
//! tests at the same time, without a subscriber, would turn events off.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops where it fails"
)]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use msgraph_calling::CallError;
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

#[path = "bot/graph.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod graph;
#[path = "bot/support.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod support;

use graph::{Graph, answer};
use support::*;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn people_and_tokens_are_in_no_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    // The service names people in its errors.
    let error = json!({"error": {"code": "8523", "message": "+15550001 is Adele Vance"}});
    let graph = Graph::new(move |_| answer(503, error.to_string()));
    let bot = builder(&graph)
        .on_incoming(async |call| match *call.id() == call_id(1) {
            true => Err(call
                .answer(msgraph_calling::Media::service_hosted())
                .await
                .unwrap_err()),
            false => Ok::<(), CallError>(()),
        })
        .build()
        .unwrap();
    let mut named = incoming(1);
    named["resourceData"]["source"] = json!({"identity": {
        "phone": {"id": "+15550001"},
        "user": {"displayName": "Adele Vance", "id": "u1"},
    }});
    post_as(&bot, "m1", &[named.clone()]).await;
    post_as(&bot, "m1", &[named]).await;
    settle().await;
    post(
        &bot,
        &[
            incoming(2),
            tone(2, 1),
            json!({"resourceUrl": 7, "a": "+15550001"}),
            json!("Adele Vance"),
        ],
    )
    .await;
    settle().await;
    // It cannot be kept alive, and cannot be read.
    let call = known(&bot, 2);
    call.until(|_| false, minutes(60)).await.unwrap_err();
    let mut forged = request(None, &[]);
    let header = "Bearer c2VjcmV0.c2VjcmV0.c2VjcmV0".parse().unwrap();
    forged.headers_mut().insert("authorization", header);
    bot.handle(forged).await;

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for expected in [
        &id(1),
        &id(2),
        "the handler of a call failed",
        "came again",
        "a keep-alive request failed",
        "could not be read",
        "could not be kept alive",
        "8523",
    ] {
        assert!(log.contains(expected), "{expected}");
    }
    let token = token(TENANT);
    for secret in ["5550001", "Adele", "c2VjcmV0", &token[..60], "Bearer main"] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret}");
    }
}
