//! A server on Node.js that a test starts, and that ends with the test.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::folder;

/// The oldest Node.js that the servers run on.
const OLDEST_NODE: u32 = 20;

/// How long a server may take to start or to answer, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(120);

/// A server on a free port of 127.0.0.1. It is killed when this is dropped, and ends by itself when
/// this process does.
#[derive(Debug)]
pub struct Server {
    port: u16,
    child: Child,
    input: ChildStdin,
    output: Receiver<String>,
    log: Arc<Mutex<String>>,
}

impl Server {
    /// Runs `program`, a path in this package that needs the npm package `needs`.
    ///
    /// `None` if Node.js or the package is not installed, and services are not required.
    ///
    /// # Errors
    ///
    /// If the server does not start, or if something is missing and `REQUIRE_SERVICES` is `1`.
    pub fn start(program: &str, needs: &str) -> Result<Option<Self>, String> {
        if let Some(missing) = missing(needs) {
            let required = std::env::var_os("REQUIRE_SERVICES").is_some_and(|set| set == "1");
            return match required {
                true => Err(format!("{missing}, and is required")),
                false => {
                    crate::golden::say(&format!("skipped: {missing}"));
                    Ok(None)
                }
            };
        }
        let mut child = Command::new("node")
            .arg(folder().join(program))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("node: {error}"))?;
        let log = Arc::new(Mutex::new(String::new()));
        let (sender, output) = channel();
        if let Some(lines) = child.stdout.take() {
            let mut lines = BufReader::new(lines).lines();
            thread::spawn(move || lines.try_for_each(|line| sender.send(line.unwrap_or_default())));
        }
        if let Some(lines) = child.stderr.take() {
            let log = log.clone();
            thread::spawn(move || {
                for line in BufReader::new(lines).lines().map_while(Result::ok) {
                    let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
                    log.push_str(&line);
                    log.push('\n');
                }
            });
        }
        let Some(input) = child.stdin.take() else {
            return Err("the server has no standard input".to_owned());
        };
        let mut server = Self {
            port: 0,
            child,
            input,
            output,
            log,
        };
        let line = server.line()?;
        let port = line
            .strip_prefix("port ")
            .and_then(|port| port.parse().ok());
        server.port = port.ok_or_else(|| server.failed(&format!("it said {line:?}")))?;
        Ok(Some(server))
    }

    /// The URL of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}/{path}", self.port)
    }

    /// Gives the server the data again that it began with.
    ///
    /// # Errors
    ///
    /// If the server has ended, or says why it cannot.
    pub fn reset(&mut self) -> Result<(), String> {
        let written = self.input.write_all(b"reset\n");
        written.map_err(|error| self.failed(&error.to_string()))?;
        match self.line()?.as_str() {
            "ready" => Ok(()),
            line => Err(self.failed(line)),
        }
    }

    /// What the server wrote to its log since the last time, which is forgotten.
    pub fn take_log(&self) -> String {
        std::mem::take(&mut self.log.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The next line of its standard output.
    fn line(&self) -> Result<String, String> {
        let line = self.output.recv_timeout(PATIENCE);
        line.map_err(|error| self.failed(&error.to_string()))
    }

    fn failed(&self, why: &str) -> String {
        format!("the server failed: {why}\n{}", self.take_log())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is not installed, and how to install it.
fn missing(package: &str) -> Option<String> {
    let version = Command::new("node").arg("--version").output();
    let Ok(version) = version else {
        return Some("Node.js is not installed".to_owned());
    };
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let major = version.trim_start_matches('v').split('.').next();
    let major: u32 = major.unwrap_or_default().parse().unwrap_or_default();
    if major < OLDEST_NODE {
        return Some(format!(
            "Node.js {OLDEST_NODE} is not installed ({version} is)"
        ));
    }
    let installed = folder().join("node_modules").join(package).exists();
    (!installed).then(|| {
        format!("`{package}` is not installed (`npm ci --ignore-scripts` in tests/services)")
    })
}
