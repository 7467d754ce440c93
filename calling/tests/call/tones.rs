//! The keys that a caller presses: in order, none twice, none lost.

use std::time::Duration;

use futures::StreamExt;
use msgraph_beta_communications::models::Tone;
use msgraph_calling::simulator::Faults;
use msgraph_calling::{CallError, Deadline, EndReason, ToneExt, Tones};
use serde_json::json;

use super::support::{World, caller, secs};

async fn digits(tones: &mut Tones, count: usize) -> String {
    let tones = tones.collect(count, None, secs(5)).await.unwrap();
    tones.iter().filter_map(ToneExt::digit).collect()
}

#[tokio::test(start_paused = true)]
async fn keys_come_in_order_and_once_whatever_the_deliveries_do() {
    let mut world = World::start().await;
    for seed in 0..20 {
        world.teams.set_faults(Faults::new());
        let (theirs, call) = world.call(caller()).await;
        let mut tones = call.tones().await.unwrap();
        world
            .teams
            .set_faults(Faults::new().shuffle(seed).redeliver(2));
        for key in "0123456789".chars() {
            theirs.press(key);
        }
        assert_eq!(digits(&mut tones, 10).await, "0123456789", "{seed}");
        let more = tones.next_within(secs(5)).await;
        assert!(
            matches!(more, Err(CallError::TooLate(Deadline::Wait))),
            "{seed}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_is_asked_once_for_each_call() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let mut first = call.tones().await.unwrap();
    theirs.press('1');
    assert_eq!(first.next().await.unwrap(), Tone::Tone1);
    // One that comes later hears what is pressed from then on.
    let mut second = call.tones().await.unwrap();
    theirs.press('2');
    assert_eq!(first.next().await.unwrap(), Tone::Tone2);
    assert_eq!(second.next().await.unwrap(), Tone::Tone2);
    assert_eq!(world.sent("/subscribeToTone").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_key_that_comes_before_the_response_is_not_lost() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world.teams.set_response_delay(secs(2));
    let press = async {
        theirs.expect_tones().await;
        theirs.press('7');
    };
    let (tones, ()) = tokio::join!(call.tones(), press);
    assert_eq!(tones.unwrap().next().await.unwrap(), Tone::Tone7);
}

#[tokio::test(start_paused = true)]
async fn keys_are_collected_up_to_a_terminator_a_number_or_a_pause() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let mut tones = call.tones().await.unwrap();
    for key in "12#3456".chars() {
        theirs.press(key);
    }
    let pound = || Some(Tone::Pound);
    let first = tones.collect(6, pound(), secs(5)).await.unwrap();
    assert_eq!(first, [Tone::Tone1, Tone::Tone2]);
    assert_eq!(digits(&mut tones, 3).await, "345");
    let rest = tones.collect(6, pound(), secs(5)).await.unwrap();
    assert_eq!(rest, [Tone::Tone6]);
}

#[tokio::test(start_paused = true)]
async fn a_gap_holds_up_the_keys_after_it_for_a_moment_only() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let mut tones = call.tones().await.unwrap();
    let tone = |sequence: Option<i64>, tone: &str| {
        theirs.send_update(json!({"toneInfo": {"sequenceId": sequence, "tone": tone}}));
    };
    tone(Some(1), "tone1");
    tone(Some(3), "tone3");
    assert_eq!(tones.next().await.unwrap(), Tone::Tone1);
    // Dropping a future loses nothing.
    let soon = Duration::from_millis(100);
    assert!(tones.next_within(soon).await.is_err());
    assert_eq!(tones.next_within(secs(1)).await.unwrap(), Tone::Tone3);
    // Too late to be of use.
    tone(Some(2), "tone2");
    assert!(tones.next_within(secs(1)).await.is_err());
    // The service need not number them.
    tone(None, "star");
    tone(None, "star");
    assert_eq!(tones.next_within(secs(1)).await.unwrap(), Tone::Star);
    assert_eq!(tones.next_within(secs(1)).await.unwrap(), Tone::Star);
}

#[tokio::test(start_paused = true)]
async fn keys_pressed_before_the_end_are_given_out_after_it() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let mut tones = call.tones().await.unwrap();
    theirs.press('4');
    theirs.hang_up();
    call.ended().await;
    assert_eq!(tones.next().await.unwrap(), Tone::Tone4);
    let error = tones.next().await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::HungUpByPeer)));
    assert_eq!(tones.into_stream().count().await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_vanishes_ends_the_waiting() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let mut tones = call.tones().await.unwrap();
    theirs.vanish();
    let error = tones.next().await.unwrap_err();
    assert!(matches!(error, CallError::Ended(EndReason::NotFound)));
}

#[tokio::test(start_paused = true)]
async fn keys_are_not_in_debug() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let tones = call.tones().await.unwrap();
    theirs.press('8');
    tokio::time::sleep(secs(1)).await;
    assert!(!format!("{tones:?}").contains("Tone8"));
}
