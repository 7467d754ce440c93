//! Many calls at the same time, with deliveries that come again and out of order.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use msgraph_calling::simulator::{Caller, Faults};
use msgraph_calling::{CallError, CallId, CallingBot, EndReason, Media, TeamsSimulator, Timings};

const APP: &str = "9fd4ef3d-f7af-4f74-947d-9675b81d9fae";
const CALLS: usize = 200;
const NOTIFICATIONS: usize = 50;
/// The percentage of deliveries that come again.
const AGAIN: u8 = 10;
/// The longest time after which one comes again, in milliseconds.
const LATE: u64 = 2_000;
const SEED: u64 = 20;

/// Codes of ends, and what they mean.
const ENDS: [(i32, i32, EndReason); 5] = [
    (200, 540_000, EndReason::HungUpByPeer),
    (200, 5300, EndReason::Removed),
    (200, 5001, EndReason::ConversationOver),
    (500, 1005, EndReason::MediaFailed),
    (
        499,
        1,
        EndReason::Other {
            code: 499,
            subcode: 1,
        },
    ),
];

type Ends = Arc<Mutex<BTreeMap<String, EndReason>>>;

/// A bot that answers all calls, and notes why each ended.
fn bot(teams: &TeamsSimulator) -> (CallingBot, Ends) {
    let ends = Ends::default();
    let noted = ends.clone();
    let callback = "https://bot.contoso.com/api/calls";
    let bot = CallingBot::builder(teams.graph_client(), teams.validator(), callback)
        .seed(SEED)
        .on_incoming(move |call| {
            let noted = noted.clone();
            async move {
                let call = call.answer(Media::service_hosted()).await?;
                let reason = call.ended().await;
                let earlier = noted.lock().unwrap().insert(call.id().to_string(), reason);
                assert_eq!(earlier, None, "the handler runs once");
                Ok::<(), CallError>(())
            }
        })
        .build()
        .unwrap();
    (bot, ends)
}

/// Brings deliveries to the bot, some of them once more later. Counts those.
fn deliver(teams: &TeamsSimulator, bot: &CallingBot) -> Arc<AtomicUsize> {
    let repeated = Arc::new(AtomicUsize::new(0));
    let random = Mutex::new(fastrand::Rng::with_seed(SEED));
    let (bot, counter) = (bot.clone(), repeated.clone());
    teams.deliver_with(move |request| {
        let request = request.map(Full::new);
        let late = {
            let mut random = random.lock().unwrap();
            (random.u8(0..100) < AGAIN).then(|| random.u64(0..LATE))
        };
        if let Some(late) = late {
            counter.fetch_add(1, Ordering::Relaxed);
            let (bot, request) = (bot.clone(), request.clone());
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(late)).await;
                assert!(bot.handle(request).await.status().is_success());
            });
        }
        let bot = bot.clone();
        async move {
            let (head, body) = bot.handle(request).await.into_parts();
            let body = body.collect().await.unwrap().to_bytes();
            http::Response::from_parts(head, body)
        }
    });
    repeated
}

#[tokio::test(start_paused = true)]
async fn every_call_ends_with_its_reason_and_nothing_is_left() {
    let teams = TeamsSimulator::builder(APP)
        .seed(SEED)
        .in_process()
        .start()
        .await;
    teams.set_faults(Faults::new().shuffle(SEED));
    let (bot, ends) = bot(&teams);
    let repeated = deliver(&teams, &bot);

    let expected = Mutex::new(BTreeMap::new());
    let caller = |number| Caller::phone(&format!("+1555{number:07}"));
    let summary = teams
        .many(CALLS, caller, |call| {
            let expected = &expected;
            async move {
                let (code, subcode, _) = {
                    let mut expected = expected.lock().unwrap();
                    let end = ENDS[expected.len() % ENDS.len()].clone();
                    expected.insert(call.id().to_string(), end.2.clone());
                    end
                };
                // Besides: incoming, establishing, established, active media, and the end.
                for number in 0..NOTIFICATIONS - 5 {
                    match number % 4 {
                        0 => call.hold(),
                        1 => call.media_inactive(),
                        2 => call.resume(),
                        _ => call.media_active(),
                    }
                    if number % 10 == 0 {
                        tokio::time::sleep(Duration::from_millis(50)).await;
                    }
                }
                call.end(code, subcode);
                call.expect_end().await;
            }
        })
        .await;
    assert_eq!(summary.answered, CALLS);
    let expected = expected.into_inner().unwrap();

    // Until all is delivered, also what comes again.
    tokio::time::sleep(Duration::from_secs(60)).await;
    let deliveries = teams.deliveries();
    assert_eq!(deliveries.len(), CALLS * NOTIFICATIONS);
    let accepted = |status: Option<http::StatusCode>| status.is_some_and(|status| status == 202);
    assert!(deliveries.iter().all(|one| accepted(one.status)));
    assert_eq!(*ends.lock().unwrap(), expected);

    let counts = bot.calls().counts();
    let repeated = repeated.load(Ordering::Relaxed);
    assert!(repeated > CALLS * NOTIFICATIONS / 20, "{repeated}");
    assert_eq!(counts.repeated, repeated as u64);
    assert_eq!((counts.active, counts.known), (0, CALLS));
    assert_eq!(
        (counts.waiting, counts.dropped, counts.refused),
        (0, 0, 0),
        "{counts:?}"
    );
    for id in expected.keys() {
        let call = bot.calls().get(&CallId::new(id).unwrap()).unwrap();
        assert!(call.is_ended());
    }
    tokio::time::sleep(Timings::default().ended).await;
    assert_eq!(bot.calls().counts().known, 0);
    assert!(bot.calls().active().is_empty());
}
