//! SAP CAP with SQLite: the bookshop of `cap/`.

mod aggregating;
mod batches;
mod creating;
mod errors;
mod expressions;
mod filters;
mod invoking;
mod keys;
mod reading;
mod relating;
mod streams;
mod values;
mod versions;
mod writing;

use msgraph_runtime::client::credential::Basic;
use service_tests::services::cap::CatalogServiceClient;
use service_tests::{Recorder, Report, Server, Suite, check_metadata};

/// The client that operations get.
type Shop = CatalogServiceClient;

#[tokio::test]
async fn operations() -> Result<(), Report> {
    let Some(mut server) = Server::start("cap/server.js", "@sap/cds")? else {
        return Ok(());
    };
    let recorder = Recorder::default();
    let client = Shop::builder(server.url("catalog"), Basic::new("alice", "wonderland"));
    let client = client.per_attempt_policy(recorder.clone()).build()?;
    values::make_exact(server.url("catalog"), recorder.clone())?;
    check_metadata!(client, server.url("catalog"), "cap/metadata.xml");
    recorder.take();

    let operations = [
        reading::operations(),
        filters::operations(),
        expressions::operations(),
        aggregating::operations(),
        keys::operations(),
        values::operations(),
        creating::operations(),
        writing::operations(),
        relating::operations(),
        versions::operations(),
        invoking::operations(),
        streams::operations(),
        batches::operations(),
        errors::operations(),
    ];
    let operations: Vec<_> = operations.into_iter().flatten().collect();
    assert!(operations.len() >= 290, "{} operations", operations.len());
    let suite = Suite {
        name: "cap",
        title: "SAP CAP",
        client,
        recorder,
        operations,
    };
    suite.run(&mut server).await
}
