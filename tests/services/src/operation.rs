//! Runs a table of operations against one server.

use std::error::Error;
use std::pin::Pin;

use crate::expected::Expected;
use crate::golden::{self, Entry};
use crate::{Recorder, Server, readme};

/// Why an operation did not do what was expected.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The outcome of an operation.
pub type Outcome = Result<(), Failure>;

/// All that is not as a test expects. `Debug`, which a failed test prints, is the text as it stands.
pub struct Report(String);

impl std::fmt::Debug for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T: ToString> From<T> for Report {
    fn from(wrong: T) -> Self {
        Self(wrong.to_string())
    }
}

/// Something that a program does with a service, and the checks of what came back.
#[derive(Debug)]
pub struct Operation<C> {
    /// `area: what it does`. Unique within a suite.
    pub name: &'static str,
    /// Sends it and checks the response.
    pub run: fn(C) -> Pin<Box<dyn Future<Output = Outcome>>>,
}

/// The operations of one server.
#[derive(Debug)]
pub struct Suite<'a, C> {
    /// The name of the golden, and of the server in `expected-failures.toml`.
    pub name: &'a str,
    /// The heading of the golden.
    pub title: &'a str,
    /// What each operation gets.
    pub client: C,
    /// Sees the requests of `client`.
    pub recorder: Recorder,
    /// All operations.
    pub operations: Vec<Operation<C>>,
}

impl<C: Clone> Suite<'_, C> {
    /// Runs all operations, each on the data that the server began with, and compares what was sent with
    /// the golden.
    ///
    /// With `OPERATION=TEXT` in the environment only those run whose name contains the text, and
    /// their requests are printed instead.
    ///
    /// # Errors
    ///
    /// All that is not as expected: operations, requests, the table in `README.md`.
    pub async fn run(self, server: &mut Server) -> Result<(), Report> {
        let expected = Expected::read(self.name)?;
        let only = std::env::var("OPERATION").ok();
        let (mut entries, mut wrong) = (Vec::new(), Vec::new());
        server.reset()?;
        for operation in &self.operations {
            let name = operation.name;
            if only.as_ref().is_some_and(|only| !name.contains(only)) {
                continue;
            }
            server.take_log();
            self.recorder.take();
            let outcome = (operation.run)(self.client.clone()).await;
            let requests = self.recorder.take();
            if requests.iter().any(|request| !request.starts_with("GET")) {
                server.reset()?;
            }
            if only.is_some() {
                let requests = requests.join("\n");
                golden::say(&format!("{name}\n\n{requests}\n{}", server.take_log()));
            }
            let reason = match outcome {
                Ok(()) => expected.passed(name),
                Err(error) => expected.failed(name, &error.to_string()),
            };
            let reason = reason.unwrap_or_else(|text| {
                wrong.push(format!("{name}: {text}"));
                None
            });
            entries.push(Entry {
                name,
                reason,
                requests,
            });
        }
        if only.is_none() {
            wrong.extend(expected.unknown(entries.iter().map(|entry| entry.name)));
            let text = golden::text(self.title, &entries);
            wrong.extend(golden::check(self.name, &text).err());
            wrong.extend(readme::check(self.name, &entries).err());
        }
        match wrong.is_empty() {
            true => Ok(()),
            false => Err(wrong.join("\n").into()),
        }
    }
}
