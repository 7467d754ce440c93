//! Recordings of what a caller says, and their files.

use std::error::Error as StdError;
use std::fmt;
use std::future::IntoFuture;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use msgraph_beta_communications::models::{
    AnyCommsOperation, Prompt, RecordCompletionReason, Tone,
};
use reqwest::Url;
use tokio::io::AsyncWriteExt;

use super::operation::{Operation, failed};
use super::{Call, CallCore};
use crate::{CallError, ToneExt};

/// The longest recording of the service: two minutes. Prompts before it, silences and the
/// processing come on top.
const RECORDING: Duration = Duration::from_secs(600);

impl Call {
    /// Records what the caller says, for at most two minutes. Await the result, after setting what
    /// the recording is like: it ends when the recording can be fetched.
    ///
    /// The service discards the file soon after the call has ended: [`save`](RecordedFile::save)
    /// it at once. Recording people may need their consent; see
    /// [`update_recording_status`](Self::update_recording_status).
    ///
    /// ```
    /// # use msgraph_calling::{Call, CallError, Record};
    /// # use msgraph_beta_communications::models::Tone;
    /// # async fn message(call: &Call) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    /// let recorded = call.record().beep().stop_tones([Tone::Pound]).await?;
    /// recorded.save("message.wav").await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`CallError::Operation`] if nothing was recorded, such as because nobody spoke,
    /// [`CallError::TooLate`] after ten minutes or what [`Record::within`] says,
    /// [`CallError::Ended`], [`CallError::Graph`] and [`CallError::Shutdown`].
    pub fn record(&self) -> Record {
        Record {
            core: Arc::clone(&self.core),
            prompts: Vec::new(),
            stop_tones: Vec::new(),
            is_beeping: None,
            is_barging_in: None,
            initial_silence: None,
            max_silence: None,
            max_duration: None,
            within: RECORDING,
        }
    }
}

/// A recording to be made; await it to make it and to wait for its end.
#[derive(Debug)]
#[must_use = "nothing is recorded before it is awaited"]
pub struct Record {
    core: Arc<CallCore>,
    prompts: Vec<Prompt>,
    stop_tones: Vec<Tone>,
    is_beeping: Option<bool>,
    is_barging_in: Option<bool>,
    initial_silence: Option<Duration>,
    max_silence: Option<Duration>,
    max_duration: Option<Duration>,
    within: Duration,
}

impl Record {
    /// Plays a prompt before. The service takes one.
    pub fn prompt(mut self, prompt: impl Into<Prompt>) -> Self {
        self.prompts.push(prompt.into());
        self
    }

    /// Beeps before the recording.
    pub fn beep(mut self) -> Self {
        self.is_beeping = Some(true);
        self
    }

    /// Interrupts prompts and recordings that are under way or queued.
    pub fn barge_in(mut self) -> Self {
        self.is_barging_in = Some(true);
        self
    }

    /// The longest silence at the beginning, in whole seconds; after it the recording fails.
    pub fn initial_silence(mut self, time: Duration) -> Self {
        self.initial_silence = Some(time);
        self
    }

    /// The longest silence once something was said, in whole seconds; after it the recording ends.
    pub fn max_silence(mut self, time: Duration) -> Self {
        self.max_silence = Some(time);
        self
    }

    /// The longest recording, in whole seconds.
    pub fn max_duration(mut self, time: Duration) -> Self {
        self.max_duration = Some(time);
        self
    }

    /// The keys that end the recording. Keys without a character, such as
    /// [`Tone::Flash`], are left out.
    pub fn stop_tones(mut self, tones: impl IntoIterator<Item = Tone>) -> Self {
        self.stop_tones = tones.into_iter().collect();
        self
    }

    /// The longest time to wait for the end, instead of ten minutes.
    pub fn within(mut self, within: Duration) -> Self {
        self.within = within;
        self
    }

    async fn run(self) -> Result<RecordedFile, CallError> {
        let within = self.within;
        let core = Arc::clone(&self.core);
        let operation = Operation::start(&core, |call, context| {
            let mut record = call.record_response();
            if !self.prompts.is_empty() {
                record.prompts = Some(self.prompts);
            }
            let tones = self.stop_tones.iter().filter_map(ToneExt::digit);
            let tones: Vec<String> = tones.map(String::from).collect();
            if !tones.is_empty() {
                record.stop_tones = Some(tones);
            }
            record.play_beep = self.is_beeping;
            record.barge_in_allowed = self.is_barging_in;
            record.initial_silence_timeout_in_seconds = seconds(self.initial_silence);
            record.max_silence_timeout_in_seconds = seconds(self.max_silence);
            record.max_record_duration_in_seconds = seconds(self.max_duration);
            record.with_client_context(context).request()
        });
        RecordedFile::of(&operation.await?.outcome(within).await?)
    }
}

impl IntoFuture for Record {
    type Output = Result<RecordedFile, CallError>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        self.run().boxed()
    }
}

fn seconds(time: Option<Duration>) -> Option<i32> {
    i32::try_from(time?.as_secs()).ok()
}

/// A recording that the service has made, and keeps until soon after the end of the call.
///
/// `Debug` shows neither its address nor its access token.
#[derive(Clone)]
pub struct RecordedFile {
    location: String,
    access_token: Option<String>,
    completion_reason: Option<RecordCompletionReason>,
}

impl RecordedFile {
    fn of(operation: &AnyCommsOperation) -> Result<Self, CallError> {
        let AnyCommsOperation::RecordOperation(record) = operation else {
            return Err(failed(
                operation,
                "the service does not say where the recording is",
            ));
        };
        let Some(location) = record.recording_location.clone() else {
            return Err(failed(operation, "nothing was recorded"));
        };
        Ok(Self {
            location,
            access_token: record.recording_access_token.clone(),
            completion_reason: record.completion_reason.clone(),
        })
    }

    /// The address of the file.
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The token to fetch the file with, as a bearer token. Keep it out of logs.
    pub fn access_token(&self) -> Option<&str> {
        self.access_token.as_deref()
    }

    /// Why the recording ended, such as a key or silence.
    pub fn completion_reason(&self) -> Option<&RecordCompletionReason> {
        self.completion_reason.as_ref()
    }

    /// Fetches the file into memory; two minutes take about 4 MB.
    ///
    /// # Errors
    ///
    /// If the file cannot be fetched.
    pub async fn bytes(&self) -> Result<Bytes, DownloadError> {
        Ok(self.response().await?.bytes().await?)
    }

    /// Fetches the file into a file of this name, which is replaced. A file that could not be
    /// fetched whole is left incomplete.
    ///
    /// # Errors
    ///
    /// If the file cannot be fetched or written.
    pub async fn save(&self, path: impl AsRef<Path>) -> Result<(), DownloadError> {
        let mut response = self.response().await?;
        let mut file = tokio::fs::File::create(path).await?;
        while let Some(chunk) = response.chunk().await? {
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(())
    }

    async fn response(&self) -> Result<reqwest::Response, DownloadError> {
        let url = Url::parse(&self.location).map_err(|_| DownloadError::Location)?;
        let is_loopback = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        if url.scheme() != "https" && !is_loopback {
            // The token must not be readable on the way.
            return Err(DownloadError::Location);
        }
        let mut client = reqwest::Client::builder();
        if is_loopback {
            client = client.no_proxy();
        }
        let mut request = client.build()?.get(url);
        if let Some(token) = &self.access_token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await?;
        match response.status().as_u16() {
            200..=299 => Ok(response),
            status => Err(DownloadError::Status(status)),
        }
    }
}

impl fmt::Debug for RecordedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedFile")
            .field("completion_reason", &self.completion_reason)
            .finish_non_exhaustive()
    }
}

/// Why a recording could not be fetched.
#[derive(Debug)]
#[non_exhaustive]
pub enum DownloadError {
    /// The address is none, or the token would be sent to it without encryption.
    Location,
    /// The service answered with this status.
    Status(u16),
    /// There was no whole response.
    Transport(Box<dyn StdError + Send + Sync>),
    /// The file could not be written.
    Io(std::io::Error),
}

impl fmt::Display for DownloadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Location => f.write_str("the address of the recording is not one of HTTPS"),
            Self::Status(status) => write!(f, "the recording cannot be fetched: {status}"),
            Self::Transport(error) => write!(f, "the recording was not received: {error}"),
            Self::Io(error) => write!(f, "the recording was not written: {error}"),
        }
    }
}

impl StdError for DownloadError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => Some(&**error),
            Self::Io(error) => Some(error),
            _ => None,
        }
    }
}

impl From<reqwest::Error> for DownloadError {
    fn from(error: reqwest::Error) -> Self {
        // The address may be a secret by itself.
        Self::Transport(error.without_url().into())
    }
}

impl From<std::io::Error> for DownloadError {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}
