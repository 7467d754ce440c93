//! Prints the presence of some users, asked for in one batch.
//!
//! ```sh
//! TENANT_ID=… CLIENT_ID=… CLIENT_SECRET=… cargo run --example presence -- USER_ID...
//! ```

#![allow(clippy::print_stdout, reason = "an example speaks to whoever runs it")]

mod support;

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let users: Vec<String> = std::env::args().skip(1).collect();
    if users.is_empty() {
        return Err("usage: presence USER_ID...".into());
    }
    let client = support::client()?;
    let mut batch = client.batch();
    let tickets: Vec<_> = users
        .iter()
        .map(|user| batch.add(client.communications().presence(user).get()))
        .collect();
    let mut answers = batch.send().await?;
    for (user, ticket) in users.iter().zip(tickets) {
        match answers.take(ticket).and_then(|answer| answer.value()) {
            Ok(presence) => {
                println!(
                    "{user}: {}, {}",
                    presence.availability.unwrap_or_default(),
                    presence.activity.unwrap_or_default()
                );
            }
            Err(error) if error.is_not_found() => println!("{user}: unknown"),
            Err(error) => println!("{user}: {error}"),
        }
    }
    Ok(())
}
