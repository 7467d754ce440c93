//! SAP's fe-mockserver: sales orders with drafts, TripPin, and this project's own slice.

mod communications;
mod drafts;
mod sales;
mod trippin;
mod trippin_writing;

use msgraph_beta_communications::GraphClient;
use msgraph_runtime::client::credential::Anonymous;
use service_tests::services::sales::SalesClient;
use service_tests::services::trippin::TripPinClient;
use service_tests::{Recorder, Report, Server, Suite, check_metadata};

#[tokio::test]
async fn operations() -> Result<(), Report> {
    let program = "fe-mockserver/server.js";
    let Some(mut server) = Server::start(program, "@sap-ux/fe-mockserver-core")? else {
        return Ok(());
    };
    let outcomes = [
        sales(&mut server).await,
        trippin(&mut server).await,
        communications(&mut server).await,
    ];
    outcomes.into_iter().collect()
}

async fn sales(server: &mut Server) -> Result<(), Report> {
    let recorder = Recorder::default();
    let client = SalesClient::builder(server.url("sales"), Anonymous).csrf_tokens();
    let client = client.per_attempt_policy(recorder.clone()).build()?;
    check_metadata!(
        client,
        server.url("sales"),
        "fe-mockserver/sales/metadata.xml"
    );
    let suite = Suite {
        name: "sales",
        title: "fe-mockserver: sales orders with drafts",
        client,
        recorder,
        operations: sales::operations(),
    };
    suite.run(server).await
}

async fn trippin(server: &mut Server) -> Result<(), Report> {
    let recorder = Recorder::default();
    let client = TripPinClient::builder(server.url("trippin"), Anonymous);
    let client = client.per_attempt_policy(recorder.clone()).build()?;
    check_metadata!(
        client,
        server.url("trippin"),
        "fe-mockserver/trippin/metadata.xml"
    );
    let suite = Suite {
        name: "trippin",
        title: "fe-mockserver: TripPin",
        client,
        recorder,
        operations: trippin::operations(),
    };
    suite.run(server).await
}

async fn communications(server: &mut Server) -> Result<(), Report> {
    let recorder = Recorder::default();
    let client = GraphClient::builder(Anonymous).endpoint(server.url("communications"));
    let client = client.per_attempt_policy(recorder.clone()).build()?;
    let suite = Suite {
        name: "communications",
        title: "fe-mockserver: this project's own slice, in Graph's dialect",
        client,
        recorder,
        operations: communications::operations(),
    };
    suite.run(server).await
}
