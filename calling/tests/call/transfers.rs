//! Transfers: each kind as documented, in both outcomes, and what may go wrong on the way.

use std::fs;
use std::path::Path;
use std::time::Duration;

use http::StatusCode;
use msgraph_beta_communications::from_str;
use msgraph_beta_communications::models::{CallState, Participant};
use msgraph_calling::simulator::{Caller, Faults, GraphFault, SimulatedCall};
use msgraph_calling::{
    Call, CallError, Deadline, EndReason, TransferFailureKind, TransferOutcome, TransferTarget,
};
use serde_json::{Value, json};

use super::support::{TENANT, World, caller, heidi, phone, secs};

/// The five documented kinds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    User,
    ConsultUser,
    Phone,
    ConsultPhone,
    FromGroup,
}

impl Kind {
    pub const ALL: [Self; 5] = [
        Self::User,
        Self::ConsultUser,
        Self::Phone,
        Self::ConsultPhone,
        Self::FromGroup,
    ];

    pub fn is_consultative(self) -> bool {
        matches!(self, Self::ConsultUser | Self::ConsultPhone)
    }

    pub fn caller(self) -> Caller {
        match self {
            Self::FromGroup => Caller::group([caller(), Caller::phone("+4930123456")]),
            _ => caller(),
        }
    }

    fn target(self) -> TransferTarget {
        match self {
            Self::User => heidi().language("languageId-value").region("region-value"),
            Self::ConsultUser => heidi().language("en-us").region("amer"),
            Self::Phone => phone().language("languageId-value").region("region-value"),
            Self::ConsultPhone => phone().language("en-us").region("amer"),
            Self::FromGroup => heidi().language("languageId-value").region("region-value"),
        }
    }

    /// Transfers a call in this way.
    pub async fn transfer(self, call: &Call) -> Result<TransferOutcome, CallError> {
        match self {
            Self::User | Self::Phone => call.transfer(self.target()).await,
            Self::ConsultUser | Self::ConsultPhone => {
                call.consult(self.target()).await?.transfer().await
            }
            Self::FromGroup => {
                call.transfer_from_group(self.target(), &participant())
                    .await
            }
        }
    }

    /// The documented body; `other` is the call to the target.
    fn documented(self, other: Option<&str>) -> Value {
        let name = match self {
            Self::User => "1-request.json",
            Self::ConsultUser => "2-request.json",
            Self::Phone => "3-request.json",
            Self::ConsultPhone => "4-request.json",
            // Its document is no JSON: there is a comma too many.
            Self::FromGroup => "5-request.json.txt",
        };
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/goldens/call-transfer");
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let text = text.replace("},\n},\n\"transferee\"", "}\n},\n\"transferee\"");
        let mut body: Value = serde_json::from_str(&text).unwrap();
        if let Some(other) = other {
            let replaced = body.pointer_mut("/transferTarget/replacesCallId").unwrap();
            *replaced = other.into();
        }
        body
    }
}

/// The participant of the documented transfer out of a group call.
fn participant() -> Participant {
    let text = json!({
        "id": "909c6581-5130-43e9-88f3-fcb3582cde37",
        "info": {"identity": {"user": {
            "id": "751f6800-3180-414d-bd94-333364659951",
            "tenantId": TENANT,
        }}},
        "isInLobby": false,
    });
    from_str(&text.to_string()).unwrap()
}

/// Lets a transfer run, and does `script` with it at the service.
async fn transferred<F: Future<Output = ()>>(
    kind: Kind,
    call: &Call,
    script: F,
) -> Result<TransferOutcome, CallError> {
    let (outcome, ()) = tokio::join!(kind.transfer(call), script);
    outcome
}

async fn complete(theirs: &SimulatedCall) {
    theirs.expect_transfer().await.accept().complete();
}

async fn fail(theirs: &SimulatedCall) {
    theirs.expect_transfer().await.fail_as_documented();
}

#[tokio::test(start_paused = true)]
async fn each_kind_is_sent_as_documented_and_completes() {
    for kind in Kind::ALL {
        let mut world = World::start().await;
        let (theirs, call) = world.call(kind.caller()).await;
        let outcome = transferred(kind, &call, complete(&theirs)).await.unwrap();
        assert_eq!(outcome, TransferOutcome::Completed, "{kind:?}");
        assert_eq!(call.ended().await, EndReason::Transferred, "{kind:?}");

        let sent = world.sent("/transfer");
        assert_eq!(sent.len(), 1);
        assert!(sent[0].path.contains(call.id().as_str()));
        let other = sent[0].json().unwrap()["transferTarget"]["replacesCallId"].clone();
        assert_eq!(other.is_string(), kind.is_consultative());
        assert_eq!(sent[0].json().unwrap(), kind.documented(other.as_str()));
    }
}

#[tokio::test(start_paused = true)]
async fn each_kind_may_fail_and_the_call_goes_on() {
    for kind in Kind::ALL {
        let mut world = World::start().await;
        let (theirs, call) = world.call(kind.caller()).await;
        let outcome = transferred(kind, &call, fail(&theirs)).await.unwrap();
        let TransferOutcome::Failed(failure) = outcome else {
            panic!("{kind:?}: {outcome:?}");
        };
        let subcode = if kind.is_consultative() { 7700 } else { 7000 };
        assert_eq!((failure.code, failure.subcode), (500, subcode), "{kind:?}");
        assert_eq!(failure.kind(), TransferFailureKind::NotAccepted);
        assert!(failure.message.is_some());
        assert_eq!(call.view().state(), Some(&CallState::Established));
        assert!(!call.is_ended());
        call.hang_up().await.unwrap();
        assert_eq!(call.ended().await, EndReason::HungUpByBot);
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_failure_equal_to_the_first_is_another_one() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    for _ in 0..3 {
        let outcome = transferred(Kind::User, &call, fail(&theirs)).await.unwrap();
        assert!(matches!(outcome, TransferOutcome::Failed(_)));
    }
    let outcome = transferred(Kind::User, &call, complete(&theirs)).await;
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
    assert_eq!(world.sent("/transfer").len(), 4);
}

#[tokio::test(start_paused = true)]
async fn a_second_transfer_while_one_runs_is_refused_and_not_sent() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let second = async {
        let transfer = theirs.expect_transfer().await;
        let refused = call.transfer(phone()).await;
        assert!(matches!(refused, Err(CallError::TransferUnderWay)));
        transfer.accept().complete();
    };
    let outcome = transferred(Kind::User, &call, second).await;
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
    assert_eq!(world.sent("/transfer").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_response_waits_for_notifications() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    world
        .teams
        .fail_requests(GraphFault::lost_response().on("transfer"));
    let outcome = transferred(Kind::User, &call, complete(&theirs)).await;
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
    assert_eq!(world.sent("/transfer").len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lost_request_fails_after_the_deadline_and_may_be_sent_again() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let lost = GraphFault::status(StatusCode::GATEWAY_TIMEOUT).on("transfer");
    world.teams.fail_requests(lost);
    let error = call.transfer(heidi()).await.unwrap_err();
    let CallError::Graph(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.status(), Some(504));
    assert!(!call.is_ended());
    let outcome = transferred(Kind::Phone, &call, complete(&theirs)).await;
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
}

#[tokio::test(start_paused = true)]
async fn a_transfer_that_the_service_refuses_may_be_sent_again() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let refused = GraphFault::status(StatusCode::FORBIDDEN).on("transfer");
    world.teams.fail_requests(refused);
    let error = call.transfer(heidi()).await.unwrap_err();
    assert!(matches!(error, CallError::Graph(error) if error.status() == Some(403)));
    let outcome = transferred(Kind::User, &call, complete(&theirs)).await;
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
}

#[tokio::test(start_paused = true)]
async fn a_meeting_cannot_be_transferred_as_a_whole() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(Kind::FromGroup.caller()).await;
    let error = call.transfer(heidi()).await.unwrap_err();
    let CallError::Graph(error) = error else {
        panic!("{error:?}");
    };
    assert_eq!(error.status(), Some(400));
    assert_eq!(call.view().transfer(), None);
}

#[tokio::test(start_paused = true)]
async fn a_target_of_another_tenant_fails_as_such() {
    let mut world = World::start().await;
    let (_theirs, call) = world.call(caller()).await;
    let stranger = TransferTarget::user("b2a5b7cf-0000-4000-8000-00000000000b", "u");
    let outcome = call.transfer(stranger).await.unwrap();
    let TransferOutcome::Failed(failure) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(failure.kind(), TransferFailureKind::TenantMismatch);
}

#[tokio::test(start_paused = true)]
async fn a_caller_who_hangs_up_ends_the_transfer() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let hang_up = async {
        let _transfer = theirs.expect_transfer().await.accept();
        theirs.hang_up();
    };
    let outcome = transferred(Kind::User, &call, hang_up).await;
    assert!(matches!(
        outcome,
        Err(CallError::Ended(EndReason::HungUpByPeer))
    ));
}

#[tokio::test(start_paused = true)]
async fn a_call_that_vanishes_ends_the_transfer() {
    let mut world = World::start().await;
    let (theirs, call) = world.call(caller()).await;
    let vanish = async {
        let _transfer = theirs.expect_transfer().await;
        theirs.vanish();
    };
    let outcome = transferred(Kind::User, &call, vanish).await;
    assert!(matches!(
        outcome,
        Err(CallError::Ended(EndReason::NotFound))
    ));
}

#[tokio::test(start_paused = true)]
async fn a_keep_alive_request_that_finds_the_call_gone_does_not_hide_the_outcome() {
    let mut world = World::with(|builder| {
        let mut timings = msgraph_calling::Timings::default();
        timings.keep_alive = Duration::from_millis(20);
        builder.timings(timings)
    })
    .await;
    let (theirs, call) = world.call(caller()).await;
    let late = Duration::from_millis(50)..Duration::from_millis(100);
    world.teams.set_faults(Faults::new().delay(late));
    let outcome = transferred(Kind::User, &call, complete(&theirs)).await;
    assert_eq!(outcome.unwrap(), TransferOutcome::Completed);
    let refused = world.sent("/keepAlive");
    assert!(
        refused
            .iter()
            .any(|request| request.status == StatusCode::NOT_FOUND)
    );
}

#[tokio::test(start_paused = true)]
async fn a_transfer_that_never_ends_is_read_and_given_up() {
    let mut world = World::with(|builder| {
        let mut timings = msgraph_calling::Timings::default();
        timings.transfer = secs(20);
        builder.timings(timings)
    })
    .await;
    let (theirs, call) = world.call(caller()).await;
    let never = async { drop(theirs.expect_transfer().await) };
    let outcome = transferred(Kind::User, &call, never).await;
    assert!(matches!(
        outcome,
        Err(CallError::TooLate(Deadline::Transfer))
    ));
    let reads = world.sent(call.id().as_str());
    assert!(
        reads
            .iter()
            .any(|request| request.method == http::Method::GET)
    );
    assert_eq!(call.view().state(), Some(&CallState::Transferring));
}
