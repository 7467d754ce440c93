//! Whole calls through a simulated service that repeats, shuffles and loses what it delivers.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use msgraph_calling::simulator::{BotAnswer, Caller, Faults, TeamsSimulator};
use msgraph_calling::{CallError, CallId, CallingBot, EndReason, IncomingCall, Media};

use super::support::*;

/// How each call ended, each time that its handler came to the end.
type Ends = Arc<Mutex<BTreeMap<CallId, Vec<EndReason>>>>;

async fn take(call: IncomingCall, ends: &Ends) -> Result<(), CallError> {
    let id = call.id().clone();
    let call = call.answer(Media::service_hosted()).await?;
    let reason = match call.established().await {
        Ok(_) => call.ended().await,
        Err(CallError::Ended(reason)) => reason,
        Err(error) => return Err(error),
    };
    ends.lock().unwrap().entry(id).or_default().push(reason);
    Ok(())
}

async fn start(seed: u64, faults: Faults) -> (TeamsSimulator, CallingBot, Ends) {
    let teams = TeamsSimulator::builder(APP)
        .seed(seed)
        .in_process()
        .start()
        .await;
    teams.set_faults(faults);
    let ends = Ends::default();
    let kept = ends.clone();
    let bot = CallingBot::builder(teams.graph_client(), teams.validator(), CALLBACK)
        .seed(seed)
        .on_incoming(move |call| {
            let ends = kept.clone();
            async move { take(call, &ends).await }
        })
        .build()
        .unwrap();
    teams.deliver_to(bot.clone());
    (teams, bot, ends)
}

/// People call, press keys and hang up.
async fn calls(teams: &TeamsSimulator, random: &mut fastrand::Rng) -> Vec<CallId> {
    let number = random.usize(1..8);
    let calls: Vec<_> = (0..number)
        .map(|number| teams.ring(Caller::phone(&format!("+1555{number:07}"))))
        .collect();
    for call in &calls {
        assert_eq!(call.answer().await, BotAnswer::Answered);
        call.media_active();
        if random.bool() {
            tokio::time::sleep(secs(random.u64(0..60))).await;
        }
        call.hang_up();
        call.expect_end().await;
    }
    calls.iter().map(|call| call.id()).collect()
}

#[tokio::test(start_paused = true)]
async fn every_call_comes_to_its_end_once() {
    for seed in 0..25 {
        let mut random = fastrand::Rng::with_seed(seed);
        let faults = Faults::new()
            .redeliver(random.u32(0..3))
            .shuffle(seed)
            .lose(random.u8(0..50))
            .lose_ends()
            .delay(secs(0)..secs(random.u64(1..10)));
        let (teams, bot, ends) = start(seed, faults).await;
        let ids = calls(&teams, &mut random).await;
        // Until a lost end is found out by the next keep-alive request at the latest.
        tokio::time::sleep(minutes(18)).await;
        assert_eq!(bot.calls().counts().active, 0, "seed {seed}");
        let ends = ends.lock().unwrap().clone();
        assert_eq!(ends.keys().count(), ids.len(), "seed {seed}");
        for (id, reasons) in ends {
            assert!(ids.contains(&id));
            let is_known = |reason: &EndReason| {
                matches!(reason, EndReason::HungUpByPeer | EndReason::NotFound)
            };
            assert!(
                reasons.len() == 1 && reasons.iter().all(is_known),
                "seed {seed}: {reasons:?}"
            );
        }
        tokio::time::sleep(minutes(11)).await;
        assert_eq!(bot.calls().counts().known, 0, "seed {seed}");
        assert_eq!(bot.calls().counts().waiting, 0, "seed {seed}");
    }
}

#[tokio::test(start_paused = true)]
async fn repetition_and_order_change_no_end() {
    for seed in 0..15 {
        let mut random = fastrand::Rng::with_seed(seed);
        let faults = Faults::new()
            .redeliver(2)
            .shuffle(seed)
            .delay(secs(0)..secs(3));
        let (teams, bot, ends) = start(seed, faults).await;
        let ids = calls(&teams, &mut random).await;
        tokio::time::sleep(secs(30)).await;
        let ends = ends.lock().unwrap().clone();
        let expected: BTreeMap<_, _> = ids
            .into_iter()
            .map(|id| (id, vec![EndReason::HungUpByPeer]))
            .collect();
        assert_eq!(ends, expected, "seed {seed}");
        assert!(bot.calls().counts().repeated > 0);
    }
}
