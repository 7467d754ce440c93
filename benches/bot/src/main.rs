//! A small bot: a notification on standard input; on standard output the body
//! of the transfer that it would answer an established call with.
//!
//! The same bot on our types and on plain serde derives of them, by feature.

use std::error::Error;
use std::io::{Read, Write, stdin, stdout};

#[cfg(feature = "ours")]
mod ours;
#[cfg(feature = "ours")]
use ours::answer;

#[cfg(not(feature = "ours"))]
mod plain;
#[cfg(not(feature = "ours"))]
use plain::answer;

fn main() -> Result<(), Box<dyn Error>> {
    let mut notification = Vec::new();
    stdin().read_to_end(&mut notification)?;
    for body in answer(&notification)? {
        stdout().write_all(&body)?;
        stdout().write_all(b"\n")?;
    }
    Ok(())
}
