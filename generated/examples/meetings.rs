//! Finds an online meeting by its join address and lists who attended.
//!
//! ```sh
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… cargo run --example meetings -- JOIN_WEB_URL
//! ```

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;

use futures::TryStreamExt;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let url = std::env::args()
        .nth(1)
        .ok_or("usage: meetings JOIN_WEB_URL")?;
    let client = support::client()?;
    let meetings = client.communications().online_meetings();
    let found = meetings.by_join_web_url(url.as_str()).send().await?;
    let found = found.body.ok_or("there is no such meeting")?;
    println!("{}", found.subject.as_deref().unwrap_or("(no subject)"));

    let id = found.id.ok_or("the service sent no id")?;
    let meeting = client.communications().online_meeting(&id);
    let mut reports = Box::pin(meeting.attendance_reports().list().items());
    while let Some(report) = reports.try_next().await? {
        let Some(id) = report.id else { continue };
        let records = meeting
            .attendance_report(&id)
            .attendance_records()
            .list()
            .items();
        let records: Vec<_> = records.try_collect().await?;
        println!("report {id}: {} people", records.len());
        for record in records {
            let email = record.email_address.unwrap_or_default();
            let seconds = record.total_attendance_in_seconds.unwrap_or_default();
            println!("  {email}, {} min", seconds / 60);
        }
    }
    Ok(())
}
