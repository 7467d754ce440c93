//! The table of result codes.

use msgraph_beta_communications::from_str;
use msgraph_beta_communications::models::{Call, ResultInfo};
use msgraph_calling::EndReason::{self, *};
use msgraph_calling::{TransferFailure, TransferFailureKind, TransferOutcome};

fn call(members: &str) -> Call {
    from_str(&format!("{{{members}}}")).unwrap()
}

fn with_codes(code: i32, subcode: i32) -> Call {
    call(&format!(
        r#""resultInfo": {{"code": {code}, "subcode": {subcode}}}"#
    ))
}

#[test]
fn pairs_of_codes_have_classes() {
    let table: [(i32, &[i32], EndReason); 16] = [
        (0, &[7015], Transferred),
        (200, &[7015], Transferred),
        (500, &[7000, 7700], TransferFailed),
        (404, &[10202], TransferFailed),
        (403, &[7505], TransferFailed),
        (200, &[7000, 10550], HungUpByBot),
        (200, &[4097, 4521, 18503], HungUpByPeer),
        (200, &[540_000, 560_000], HungUpByPeer),
        (200, &[5000, 5300], Removed),
        (200, &[5001, 5002, 5003, 5007, 5010], ConversationOver),
        (200, &[5012, 5013, 5014, 5020, 5030], ConversationOver),
        (200, &[5855], LobbyTimeout),
        (408, &[8537], KeepAliveMissed),
        (408, &[1106, 10057], NoAnswer),
        (480, &[10037, 10076, 10134, 10199], Unreachable),
        (410, &[301_005], MediaFailed),
    ];
    for (code, subcodes, reason) in table {
        for subcode in subcodes {
            assert_eq!(
                EndReason::from_codes(code, *subcode),
                reason,
                "{code}/{subcode}"
            );
            assert_eq!(EndReason::of(&with_codes(code, *subcode)), reason);
        }
    }
    assert_eq!(EndReason::from_codes(500, 1005), MediaFailed);
}

#[test]
fn only_the_pair_means_something() {
    for (code, subcode) in [
        (500, 7106),
        (500, 7117),
        (500, 3003),
        (408, 13025),
        (0, 0),
        (500, 7015),
        (408, 5000),
        (200, 5004),
        (404, 7000),
        (200, 8537),
        (-1, i32::MIN),
    ] {
        let other = Other { code, subcode };
        assert_eq!(EndReason::from_codes(code, subcode), other);
        assert_eq!(EndReason::of(&with_codes(code, subcode)), other);
    }
}

#[test]
fn the_reason_of_the_termination_counts_without_codes() {
    let transferred = call(r#""terminationReason": "appTransferred""#);
    assert_eq!(EndReason::of(&transferred), Transferred);
    assert_eq!(
        TransferOutcome::of(&transferred),
        Some(TransferOutcome::Completed)
    );
    assert_eq!(
        EndReason::of(&call(r#""terminationReason": "Sunset""#)),
        Unspecified
    );
    assert_eq!(
        EndReason::of(&call(r#""resultInfo": {"message": "?"}"#)),
        Unspecified
    );
    assert_eq!(EndReason::of(&Call::default()), Unspecified);
    // The service writes the codes as texts, too, and the subcode in another case.
    let texts = call(r#""resultInfo": {"code": "200", "subCode": "4521"}"#);
    assert_eq!(EndReason::of(&texts), HungUpByPeer);
    assert_eq!(
        EndReason::of(&call(r#""resultInfo": {"subcode": 7015}"#)),
        Transferred
    );
}

#[test]
fn transfers_fail_while_the_call_is_established() {
    let failed = |state: &str, code: i32| {
        TransferOutcome::of(&call(&format!(
            r#""state": "{state}", "resultInfo": {{"code": {code}, "subcode": 1, "message": "m"}}"#
        )))
    };
    let Some(TransferOutcome::Failed(failure)) = failed("established", 300) else {
        panic!()
    };
    assert_eq!((failure.code, failure.subcode), (300, 1));
    assert_eq!(failure.message.as_deref(), Some("m"));
    assert_eq!(failed("established", 299), None);
    assert_eq!(failed("terminated", 500), None);
    assert_eq!(failed("hold", 500), None);
    assert_eq!(TransferOutcome::of(&Call::default()), None);
    // Some codes speak of a transfer in any state.
    let ended = call(r#""state": "terminated", "resultInfo": {"code": 404, "subcode": 10202}"#);
    assert!(matches!(
        TransferOutcome::of(&ended),
        Some(TransferOutcome::Failed(_))
    ));
}

#[test]
fn failures_have_kinds() {
    let kind = |code, subcode| {
        let text = format!(r#"{{"code": {code}, "subcode": {subcode}}}"#);
        TransferFailure::new(&from_str::<ResultInfo>(&text).unwrap()).kind()
    };
    assert_eq!(kind(500, 7000), TransferFailureKind::NotAccepted);
    assert_eq!(kind(500, 7700), TransferFailureKind::NotAccepted);
    assert_eq!(kind(400, 7505), TransferFailureKind::TenantMismatch);
    assert_eq!(kind(403, 8523), TransferFailureKind::MeetingMode);
    assert_eq!(kind(404, 10202), TransferFailureKind::ReplacedCallNotFound);
    assert_eq!(kind(200, 7000), TransferFailureKind::Other);
}
