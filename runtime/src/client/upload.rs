//! Upload sessions: large content in parts, to a URL that grants access by itself.

use std::fmt;
use std::future::ready;
use std::io;
use std::ops::Range;

use bytes::Bytes;
use reqwest::Url;
use serde_json::Value;

use super::attempts::is_success;
use super::{Client, Error, ErrorKind, PreparedRequest, RawResponse, Response};
use crate::model::Item;
use crate::request::{Decode, Method};

/// The length of all parts but the last is a multiple of this one.
const UNIT: u64 = 320 * 1024;
/// The greatest length of a part that the service accepts, in units: 60 MiB is refused.
const MOST_UNITS: u64 = 191;
/// How often in a row the service may ask for bytes that it has been sent.
const ROUNDS: u32 = 5;

impl Client {
    /// The upload session with this URL, which is `uploadUrl` in the response to
    /// `createUploadSession`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Address`] if it is not a URL, and [`ErrorKind::ForeignHost`] if the connection
    /// would not be encrypted, unless the client
    /// [allows that](super::ClientBuilder::allow_plain_http).
    pub fn upload_session(&self, upload_url: &str) -> Result<UploadSession, Error> {
        let url = Url::parse(upload_url);
        let url = url.map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        if !self.may_use(&url) {
            let message = "the upload session is at an address that is not encrypted";
            return Err(Error::new(ErrorKind::ForeignHost).with_message(message));
        }
        Ok(UploadSession {
            client: self.clone(),
            url,
            part: 16 * UNIT,
            progress: None,
        })
    }
}

/// Large content that is sent in parts (`createUploadSession`; "upload large files" page of the
/// documentation).
///
/// The URL of the session grants access, so it gets no token; it must be kept secret. A part that
/// fails is sent again as the client is set to retry. After an error, or in another process,
/// [`resume`](Self::resume) goes on with what the service has not received.
///
/// ```
/// # use msgraph_runtime::codegen::Client as GraphClient;
/// # use msgraph_runtime::test_support::{Answer, FakeService};
/// # use msgraph_runtime::{Method, RawJson};
/// # use serde_json::json;
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), msgraph_runtime::client::Error> {
/// # let service = FakeService::start().await;
/// # service.expect(Method::Put, "/session").answer(Answer::json(202, &json!({ "nextExpectedRanges": ["327680-"] })));
/// # service.expect(Method::Put, "/session").answer(Answer::json(201, &json!({ "id": "1" })));
/// # let client: GraphClient = service.client();
/// # let upload_url = service.url("/session");
/// # let content = vec![0; 400_000];
/// let session = client
///     .upload_session(&upload_url)?
///     .part_size(320 * 1024)
///     .on_progress(|sent, total| println!("{sent} of {total} bytes"));
/// let item: RawJson = session.send(content).await?.value()?;
/// # assert_eq!(item.as_str(), r#"{"id":"1"}"#);
/// # service.finish();
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct UploadSession {
    client: Client,
    url: Url,
    part: u64,
    progress: Option<Box<dyn Fn(u64, u64) + Send + Sync>>,
}

/// What the service has received of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct UploadStatus {
    /// The bytes that are missing, in order; a range without end goes to the end of the content.
    pub next_expected_ranges: Vec<(u64, Option<u64>)>,
    /// When the session ends, as the service writes it (`expirationDateTime`).
    pub expires: Option<String>,
}

impl UploadSession {
    /// The length of the parts, rounded down to a multiple of 320 KiB, and between 320 KiB and
    /// just below 60 MiB; 5 MiB by default.
    pub fn part_size(mut self, bytes: u64) -> Self {
        self.part = (bytes / UNIT).clamp(1, MOST_UNITS) * UNIT;
        self
    }

    /// A function that is told after each part how many bytes the service has received, and how
    /// many there are.
    pub fn on_progress(mut self, progress: impl Fn(u64, u64) + Send + Sync + 'static) -> Self {
        self.progress = Some(Box::new(progress));
        self
    }

    /// Sends the whole content, and returns the response to the last part, such as the item that
    /// was created.
    ///
    /// # Errors
    ///
    /// Those of [`Request::send`](crate::request::Request::send), for any of the parts;
    /// [`ErrorKind::Request`] if there is no content, which a session cannot have.
    pub async fn send<T: Item>(
        &self,
        content: impl Into<Bytes>,
    ) -> Result<Response<Option<T>>, Error> {
        let content = content.into();
        let read = |range| ready(part_of(&content, range));
        self.send_from(content.len() as u64, (0, None), read).await
    }

    /// Sends what the service has not received of the content.
    ///
    /// # Errors
    ///
    /// As of [`send`](Self::send), and of [`status`](Self::status), with which it begins.
    pub async fn resume<T: Item>(
        &self,
        content: impl Into<Bytes>,
    ) -> Result<Response<Option<T>>, Error> {
        let content = content.into();
        let read = |range| ready(part_of(&content, range));
        self.resume_with(content.len() as u64, read).await
    }

    /// Sends a content of this length that is read part by part, such as from a file: `read`
    /// returns the bytes of a range. It begins with what the service has not received, so it
    /// resumes as well.
    ///
    /// # Errors
    ///
    /// As of [`resume`](Self::resume), and [`ErrorKind::Request`] if a part cannot be read or has
    /// another length than its range.
    pub async fn resume_with<T: Item, R>(
        &self,
        length: u64,
        read: impl FnMut(Range<u64>) -> R,
    ) -> Result<Response<Option<T>>, Error>
    where
        R: Future<Output = io::Result<Bytes>>,
    {
        let status = self.status().await?;
        let next = status.next_expected_ranges.first();
        self.send_from(length, next.copied().unwrap_or_default(), read)
            .await
    }

    /// Asks the service what it has received.
    ///
    /// # Errors
    ///
    /// As of [`send`](crate::request::Request::send): 404 if the session has ended.
    pub async fn status(&self) -> Result<UploadStatus, Error> {
        let response = self.client.fetch(&self.request(Method::Get)).await?;
        let status = response
            .is_success()
            .then(|| UploadStatus::read(&response.body));
        match status {
            Some(Some(status)) => Ok(status),
            Some(None) => Err(self.unexpected(response)),
            None => Err(response.into_error()),
        }
    }

    /// Ends the session; what was sent is deleted.
    ///
    /// # Errors
    ///
    /// As of [`send`](crate::request::Request::send).
    pub async fn cancel(self) -> Result<(), Error> {
        let response = self.client.fetch(&self.request(Method::Delete)).await?;
        response.decode::<()>().map(|_| ())
    }

    async fn send_from<T: Item, R>(
        &self,
        length: u64,
        (mut start, mut last): (u64, Option<u64>),
        mut read: impl FnMut(Range<u64>) -> R,
    ) -> Result<Response<Option<T>>, Error>
    where
        R: Future<Output = io::Result<Bytes>>,
    {
        let mut rounds = 0;
        loop {
            if start >= length {
                return Err(self.refused("the content has no bytes that the service asks for"));
            }
            let missing = last.map_or(length, |last| length.min(last.saturating_add(1)));
            let end = missing.min(start.saturating_add(self.part));
            if end <= start {
                return Err(self.refused("the service asks for bytes in no order"));
            }
            let part = read(start..end).await;
            let part =
                part.map_err(|error| self.refused("a part cannot be read").with_source(error))?;
            if part.len() as u64 != end - start {
                return Err(self.refused("a part has another length than its range"));
            }
            let response = self
                .client
                .fetch(&self.part(start..end, length, part))
                .await?;
            let next = match response.status {
                202 => UploadStatus::read(&response.body).unwrap_or_default(),
                // The service has received this part before: an earlier try of it arrived.
                416 => self.status().await?,
                _ => return self.end(response, length),
            };
            let next = next
                .next_expected_ranges
                .first()
                .copied()
                .unwrap_or((end, None));
            rounds = if next.0 > start { 0 } else { rounds + 1 };
            if rounds == ROUNDS {
                return Err(self.unexpected(response));
            }
            (start, last) = next;
            self.report(start, length);
        }
    }

    /// The response to the last part, or an error.
    fn end<T: Item>(
        &self,
        response: RawResponse,
        length: u64,
    ) -> Result<Response<Option<T>>, Error> {
        if is_success(response.status) {
            self.report(length, length);
        }
        response.decode_by(Option::<T>::decode)
    }

    fn report(&self, sent: u64, length: u64) {
        if let Some(progress) = &self.progress {
            progress(sent, length);
        }
    }

    fn part(&self, range: Range<u64>, length: u64, part: Bytes) -> PreparedRequest {
        let content_range = format!("bytes {}-{}/{length}", range.start, range.end - 1);
        let mut request = self.request(Method::Put);
        request.headers = vec![
            ("Content-Range".to_owned(), content_range),
            (
                "Content-Type".to_owned(),
                "application/octet-stream".to_owned(),
            ),
        ];
        request.body = Some(part);
        request
    }

    fn request(&self, method: Method) -> PreparedRequest {
        PreparedRequest {
            is_unauthorized: true,
            ..PreparedRequest::new(method, self.url.clone(), "/{uploadUrl}")
        }
    }

    fn refused(&self, message: &str) -> Error {
        let error = Error::new(ErrorKind::Request).with_message(message);
        error.during(&self.request(Method::Put).operation())
    }

    /// The error of a response that does not say which bytes are missing.
    fn unexpected(&self, response: RawResponse) -> Error {
        let error = Error::new(ErrorKind::Decode).with_message("the session makes no progress");
        let error = error.with_answer(response.status, response.headers, response.body);
        error.after(&response.history, &response.client_request_id)
    }
}

/// Shows no URL, which grants access.
impl fmt::Debug for UploadSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSession")
            .field("part_size", &self.part)
            .finish_non_exhaustive()
    }
}

impl UploadStatus {
    fn read(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let ranges = body.get("nextExpectedRanges")?.as_array()?.iter();
        let mut ranges: Vec<_> = ranges.filter_map(Value::as_str).filter_map(range).collect();
        ranges.sort_unstable();
        let expires = body.get("expirationDateTime").and_then(Value::as_str);
        Some(Self {
            next_expected_ranges: ranges,
            expires: expires.map(str::to_owned),
        })
    }
}

/// `12345-` or `12345-67890`.
fn range(text: &str) -> Option<(u64, Option<u64>)> {
    let (start, end) = text.split_once('-')?;
    Some((start.trim().parse().ok()?, end.trim().parse().ok()))
}

fn part_of(content: &Bytes, range: Range<u64>) -> io::Result<Bytes> {
    let [start, end] = [range.start, range.end].map(usize::try_from);
    match (start, end) {
        (Ok(start), Ok(end)) if start <= end && end <= content.len() => {
            Ok(content.slice(start..end))
        }
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
