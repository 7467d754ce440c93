//! Many calls at the same time.

use msgraph_calling::TeamsSimulator;
use msgraph_calling::simulator::{BotAnswer, Caller};

use crate::support::{APP, answer_all, only_listen};

/// In a debug build: a hundred calls with fifty notifications each.
#[tokio::test]
async fn a_hundred_calls() {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    answer_all(&teams);
    let caller = |number| Caller::phone(&format!("+1555{number:07}"));
    let summary = teams
        .many(100, caller, |call| async move {
            for _ in 0..46 {
                call.media_active();
            }
            call.hang_up();
            call.expect_end().await;
        })
        .await;
    assert_eq!(summary.answered, 100);
    assert_eq!(summary.missed + summary.rejected + summary.redirected, 0);
    while teams.deliveries().len() < 100 * 51 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let statuses = teams.deliveries().into_iter();
    assert!(
        statuses
            .map(|delivery| delivery.status.unwrap())
            .all(|status| status == 202)
    );
}

#[tokio::test(start_paused = true)]
async fn missed_calls_are_counted() {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    only_listen(&teams);
    teams.set_patience(std::time::Duration::from_secs(60));
    let caller = |_| Caller::phone("+15550000001");
    let summary = teams.many(10, caller, |_| async {}).await;
    assert_eq!(summary.missed, 10);
    let call = teams.ring(caller(0));
    assert_eq!(call.answer().await, BotAnswer::Missed);
}
