//! The samples of README.md about other services compile against the client of the bookshop.

#![allow(clippy::print_stdout, dead_code, unused_must_use, unused_variables)]

use msgraph_runtime::client::credential::Anonymous;
use msgraph_runtime::edm::Date;
use msgraph_runtime::request::{Aggregate, Apply, Delta, Relate};
use msgraph_runtime::{Expr, Filter};
use service_tests::Failure;
use service_tests::services::cap::CatalogServiceClient;
use service_tests::services::cap::models::{Authors, Books, Chapters};
use service_tests::services::cap::requests::AuthorsRequests;

/// A row of a sample.
#[derive(Clone, serde::Deserialize)]
struct Sales {
    _kind: Option<String>,
    _total: Option<f64>,
}

/// What samples refer to.
struct Given {
    client: CatalogServiceClient,
    credential: Anonymous,
    date: Date,
    book: Books,
    other: Books,
    author: Authors,
    chapters: Vec<Chapters>,
    etag: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/services/samples.rs"));

#[test]
fn the_part_on_other_services_has_samples() {
    assert_eq!(SAMPLES, 4);
}
