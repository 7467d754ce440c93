//! The validator accepts what the simulator signs, and refuses what it forges.

use std::time::Duration;

use http::StatusCode;
use msgraph_beta_communications::models::CallState;
use msgraph_calling::TeamsSimulator;
use msgraph_calling::simulator::{Caller, Faults, WrongToken};

use crate::support::{APP, TENANT, answer_valid, expect_labels};

fn expected(token: WrongToken) -> StatusCode {
    match token {
        // Genuine, and not for this bot.
        WrongToken::Audience | WrongToken::NoTenant => StatusCode::FORBIDDEN,
        _ => StatusCode::UNAUTHORIZED,
    }
}

#[tokio::test]
async fn forged_calls_are_refused() {
    for in_process in [false, true] {
        let teams = match in_process {
            true => TeamsSimulator::builder(APP).in_process().start().await,
            false => TeamsSimulator::start(APP).await,
        };
        let received = answer_valid(&teams, teams.validator());
        // The validator has the keys before strangers come.
        teams.call_from(Caller::phone("+15550000001")).await;
        let before = received.bodies().len();
        for token in WrongToken::ALL {
            let status = teams.forge(token).await;
            assert_eq!(status, expected(token), "{token:?}");
        }
        // Only the notifications of the genuine call may have come meanwhile.
        let bodies = received.bodies();
        let later = bodies.iter().skip(before);
        let mut later = later.map(|body| &body["value"][0]["changeType"]);
        assert!(later.all(|change| change != "created"), "{bodies:?}");
        assert!(teams.open_id_requests() <= 2);
    }
}

#[tokio::test]
async fn tokens_of_other_tenants_are_refused_by_a_list() {
    let teams = TeamsSimulator::start(APP).await;
    let validator = teams.validator_builder().tenants([TENANT]).build().unwrap();
    answer_valid(&teams, validator);
    teams.call_from(Caller::user(TENANT, "caller")).await;
    let status = teams.forge(WrongToken::OtherTenant).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn forged_copies_do_not_disturb_a_call() {
    let teams = TeamsSimulator::builder(APP).in_process().start().await;
    let received = answer_valid(&teams, teams.validator());
    teams.set_faults(Faults::new().forge([WrongToken::Tampered, WrongToken::Audience]));
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    call.hang_up();
    expect_labels(
        &teams,
        &["created incoming", "deleted terminated 200/540000"],
    )
    .await;
    assert_eq!(call.state(), CallState::Terminated);
    assert_eq!(received.bodies().len(), teams.deliveries().len());
    let forged = teams.transcript().into_iter();
    let forged = Vec::from_iter(forged.filter(|line| line.contains("forged")));
    assert_eq!(forged.len(), 2 * teams.deliveries().len());
    assert!(
        forged.iter().all(|line| line.contains(": 40")),
        "{forged:#?}"
    );
}

#[tokio::test]
async fn the_key_can_change() {
    let teams = TeamsSimulator::start(APP).await;
    let floor = Duration::ZERO;
    let validator = teams
        .validator_builder()
        .refresh_floor(floor)
        .build()
        .unwrap();
    answer_valid(&teams, validator);
    teams.call_from(Caller::phone("+15550000001")).await;
    let before = teams.open_id_requests();
    teams.roll_keys(true);
    teams.call_from(Caller::phone("+15550000002")).await;
    assert!(teams.open_id_requests() > before);
    teams.roll_keys(false);
    teams.call_from(Caller::phone("+15550000003")).await;
}

#[tokio::test]
async fn without_keys_the_bot_asks_for_another_delivery() {
    let teams = TeamsSimulator::start(APP).await;
    answer_valid(&teams, teams.validator());
    teams.set_open_id_fails(true);
    let status = teams.forge(WrongToken::Expired).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test]
async fn nothing_shows_a_token() {
    let teams = TeamsSimulator::start(APP).await;
    answer_valid(&teams, teams.validator());
    let call = teams.call_from(Caller::phone("+15550000001")).await;
    call.hang_up();
    expect_labels(&teams, &["deleted terminated 200/540000"]).await;
    let shown = format!("{:?} {:?} {teams:?}", teams.requests(), teams.transcript());
    assert!(!shown.contains("eyJ"), "{shown}");
    assert!(!shown.contains(TeamsSimulator::TOKEN), "{shown}");
}
