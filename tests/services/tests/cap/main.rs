//! SAP CAP with SQLite: the bookshop of `cap/`.

mod keys;
mod reading;

use msgraph_runtime::RawJson;
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
    let metadata = client.at::<RawJson>(&server.url("catalog/$metadata"))?;
    let metadata = metadata
        .header("Accept", "application/xml")
        .send_raw()
        .await?;
    check_metadata("cap/metadata.xml", &String::from_utf8(metadata.body)?)?;
    recorder.take();

    let operations = [reading::operations(), keys::operations()]
        .into_iter()
        .flatten()
        .collect();
    let suite = Suite {
        name: "cap",
        title: "SAP CAP",
        client,
        recorder,
        operations,
    };
    suite.run(&mut server).await
}
