//! Transfers whose notifications come shuffled and more than once.

use msgraph_calling::simulator::Faults;
use msgraph_calling::{EndReason, TransferOutcome};

use super::support::World;
use super::transfers::Kind;

const SEEDS: u64 = 20;

#[tokio::test(start_paused = true)]
async fn completed_transfers_are_completed_in_any_order() {
    let mut world = World::start().await;
    for kind in Kind::ALL {
        for seed in 0..SEEDS {
            world.teams.set_faults(Faults::new());
            let (theirs, call) = world.call(kind.caller()).await;
            world
                .teams
                .set_faults(Faults::new().shuffle(seed).redeliver(2));
            let script = async { theirs.expect_transfer().await.accept().complete() };
            let (outcome, ()) = tokio::join!(kind.transfer(&call), script);
            assert_eq!(
                outcome.unwrap(),
                TransferOutcome::Completed,
                "{kind:?} {seed}"
            );
            assert_eq!(
                call.ended().await,
                EndReason::Transferred,
                "{kind:?} {seed}"
            );
        }
    }
}

#[tokio::test(start_paused = true)]
async fn failed_transfers_are_failed_in_any_order_and_others_follow() {
    let mut world = World::start().await;
    for kind in Kind::ALL {
        for seed in 0..SEEDS {
            world.teams.set_faults(Faults::new());
            let (theirs, call) = world.call(kind.caller()).await;
            world
                .teams
                .set_faults(Faults::new().shuffle(seed).redeliver(2));
            let script = async { theirs.expect_transfer().await.accept().fail_as_documented() };
            let (outcome, ()) = tokio::join!(kind.transfer(&call), script);
            let outcome = outcome.unwrap();
            assert!(
                matches!(outcome, TransferOutcome::Failed(_)),
                "{kind:?} {seed}"
            );

            let script = async { theirs.expect_transfer().await.accept().complete() };
            let (outcome, ()) = tokio::join!(kind.transfer(&call), script);
            assert_eq!(
                outcome.unwrap(),
                TransferOutcome::Completed,
                "{kind:?} {seed}"
            );
        }
    }
}
