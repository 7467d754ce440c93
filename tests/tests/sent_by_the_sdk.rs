//! What requests of the generated client say about who sends them and when.

use msgraph_beta_communications::client::ErrorKind;
use msgraph_beta_communications::edm::DateTimeOffset;
use msgraph_beta_communications::models::call_records::CallRecord;
use msgraph_beta_communications::test_support::{Answer, FakeService};
use msgraph_beta_communications::{Filter, GraphClient, requests};

#[tokio::test]
async fn the_sdk_names_itself() -> Result<(), Box<dyn std::error::Error>> {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::status(204));
    let client: GraphClient = service.client();
    client.communications().call("1").get().send().await?;
    let requests = service.requests();
    let header = |name| requests[0].header(name).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    let agent = format!("msgraph-beta-communications/{version} (");
    assert!(header("user-agent").starts_with(&agent), "{agent}");
    let sdk = format!("msgraph-beta-communications/{version}, msgraph-runtime/{version} (hostOS=");
    assert!(header("sdkversion").starts_with(&sdk), "{sdk}");
    Ok(())
}

#[tokio::test]
async fn operations_and_entities_may_be_answered_by_a_status_alone()
-> Result<(), Box<dyn std::error::Error>> {
    let service = FakeService::start().await;
    service.answer_with(|_| Answer::status(202).header("location", "/operations/1"));
    let client: GraphClient = service.client();
    let call = client.communications().call("1");
    let muted = call.mute().send().await?;
    assert_eq!((muted.status, &muted.body), (202, &None));
    assert_eq!(muted.location(), Some("/operations/1"));
    let error = muted.value().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NoBody);
    assert!(!error.may_have_acted());
    assert_eq!(call.get().send().await?.body, None);
    assert_eq!(
        client
            .communications()
            .calls()
            .list()
            .send()
            .await?
            .body
            .value,
        None
    );
    Ok(())
}

#[test]
fn points_in_time_have_an_offset_in_urls() -> Result<(), Box<dyn std::error::Error>> {
    let local: DateTimeOffset = "2024-01-15T08:00:00".parse()?;
    let records = requests::communications().call_records();
    let list = records
        .list()
        .filter(Filter::ge(CallRecord::START_DATE_TIME, local));
    assert_eq!(
        list.path()?,
        "/communications/callRecords?$filter=startDateTime%20ge%202024-01-15T08%3A00%3A00Z"
    );
    let zoned: DateTimeOffset = "2024-01-15T08:00:00-05:00".parse()?;
    let path = records.get_pstn_calls(local, zoned).path()?;
    assert!(
        path.contains("fromDateTime=2024-01-15T08:00:00Z,"),
        "{path}"
    );
    assert!(
        path.contains("toDateTime=2024-01-15T08:00:00-05:00)"),
        "{path}"
    );
    // JSON keeps the text as it is.
    let mut record = CallRecord::default();
    record.start_date_time = Some(local);
    let json = msgraph_beta_communications::to_string(&record);
    assert!(json.contains("\"2024-01-15T08:00:00\""), "{json}");
    Ok(())
}
