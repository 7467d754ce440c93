//! Nothing of a token is printed or logged. A program of its own: other tests at the same time,
//! without a subscriber, would turn events off.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

#[path = "validator/bench.rs"]
#[expect(dead_code, reason = "other tests need more of it")]
mod bench;

use bench::{Bench, FIRST, SECOND, TENANT};

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

#[tokio::test]
async fn tokens_are_in_no_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);

    let bench = Bench::new();
    let mut claims = bench.claims();
    let genuine = FIRST.token(&claims);
    assert!(bench.validate(&genuine).await.is_ok());
    let unknown = SECOND.token(&claims);
    claims["aud"] = json!("another-audience");
    let wrong = FIRST.token(&claims);
    claims["iss"] = json!("another-issuer");
    let stranger = FIRST.token(&claims);
    let mut printed = String::new();
    for token in [&unknown, &wrong, &stranger] {
        let refusal = bench.validate(token).await.unwrap_err();
        printed += &format!("{refusal} {refusal:?}\n");
    }
    printed += &format!("{:?}", bench.validator);

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("fetched the keys"), "{log}");
    assert!(log.contains("refused a callback"), "{log}");
    for text in [log, printed] {
        let tokens = [&genuine, &unknown, &wrong, &stranger];
        for part in tokens.iter().flat_map(|token| token.split('.')) {
            assert!(!text.contains(part), "{text}");
        }
        for value in [TENANT, "another-audience", "another-issuer"] {
            assert!(!text.contains(value), "{text}");
        }
    }
}
