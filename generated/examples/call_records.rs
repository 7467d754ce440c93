//! Writes the call records of a day to CSV, page by page.
//!
//! ```sh
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… cargo run --example call_records -- 2026-02-25 > calls.csv
//! ```

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;
use std::io::Write;

use futures::TryStreamExt;
use msgraph_beta_communications::Filter;
use msgraph_beta_communications::edm::DateTimeOffset;
use msgraph_beta_communications::models::call_records::CallRecord;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let day = std::env::args()
        .nth(1)
        .ok_or("usage: call_records YYYY-MM-DD")?;
    let from: DateTimeOffset = format!("{day}T00:00:00Z").parse()?;
    let to: DateTimeOffset = format!("{day}T23:59:59Z").parse()?;
    let client = support::client()?;
    let records = client.communications().call_records().list().filter(
        Filter::ge(CallRecord::START_DATE_TIME, from)
            .and(Filter::le(CallRecord::START_DATE_TIME, to)),
    );

    let mut out = std::io::stdout().lock();
    writeln!(out, "id,type,modalities,start,end,join address")?;
    let mut items = Box::pin(records.items());
    while let Some(record) = items.try_next().await? {
        let text = |value: Option<String>| value.unwrap_or_default();
        let modalities: Vec<String> = record
            .modalities
            .iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        let cells = [
            text(record.id),
            text(record.r#type.map(|kind| kind.to_string())),
            modalities.join(" "),
            text(record.start_date_time.map(|time| time.to_string())),
            text(record.end_date_time.map(|time| time.to_string())),
            text(record.join_web_url),
        ];
        let cells = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        writeln!(out, "{}", cells.join(","))?;
    }
    Ok(())
}
