//! Streams over collections, page by page or item by item.
//!
//! They hold at most one page, detect loops of links, and can be resumed in another process.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use reqwest::Url;

use super::{BoxFuture, Client, Cursor, Error, ErrorKind, PreparedRequest, RawResponse};
use crate::model::Item;
use crate::request::response_kind::Listed;
use crate::request::{Method, Page, Request};

/// Headers of the first request that are not sent for the next page.
const ONCE: [&str; 4] = [
    "client-request-id",
    "content-type",
    "if-match",
    "if-none-match",
];

impl<K: Listed> Request<K> {
    /// The collection page by page. Nothing is sent before the stream is polled.
    pub fn pages(self) -> Pages<K::Item> {
        match self.prepare() {
            Ok((client, prepared)) => Pages::new(client, prepared, 0),
            Err(error) => Pages::failed(error),
        }
    }

    /// The collection item by item. Nothing is sent before the stream is polled.
    pub fn items(self) -> Items<K::Item> {
        self.pages().items()
    }
}

impl Client {
    /// Resumes a stream of pages or items.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ForeignHost`] if the cursor leads to another service than that of this
    /// client; nothing is sent.
    pub fn resume<T: Item + Clone>(&self, cursor: Cursor) -> Result<Pages<T>, Error> {
        let prepared = cursor.prepare(self)?;
        Ok(Pages::new(self.clone(), prepared, cursor.skip))
    }
}

/// The pages of a collection, one at a time; see [`Request::pages`].
///
/// After an error the stream ends. Its [`cursor`](Pages::cursor) then leads to the page
/// that failed, and after [`retry_page`](Pages::retry_page) the stream continues with it.
#[must_use = "nothing is sent before the stream is polled"]
pub struct Pages<T> {
    next: Next,
    /// The number of items of the next page that are done already.
    skip: usize,
    /// The last page.
    pub(super) last: Option<Cursor>,
    delta: Option<Cursor>,
    loop_detector: LoopDetector,
    running: Option<BoxFuture<'static, Result<RawResponse, Error>>>,
    stopped: bool,
    item: PhantomData<fn() -> T>,
}

enum Next {
    Nothing,
    Failed(Option<Error>),
    Page(Client, Box<PreparedRequest>),
}

impl<T> Pages<T> {
    fn new(client: Client, prepared: PreparedRequest, skip: usize) -> Self {
        Self {
            loop_detector: LoopDetector::new(&prepared.url),
            skip,
            ..Self::start(Next::Page(client, Box::new(prepared)))
        }
    }

    fn failed(error: Error) -> Self {
        Self::start(Next::Failed(Some(error)))
    }

    fn start(next: Next) -> Self {
        Self {
            next,
            skip: 0,
            last: None,
            delta: None,
            loop_detector: LoopDetector::default(),
            running: None,
            stopped: false,
            item: PhantomData,
        }
    }

    /// The position of the next page; `None` at the end, and before the response to a POST.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.next {
            Next::Page(_, prepared) if prepared.method == Method::Get => {
                Some(Cursor::of(prepared, prepared.url.as_str(), self.skip))
            }
            _ => None,
        }
    }

    /// The position of later changes, once the last page has been received: for the client's
    /// `resume_changes`.
    pub fn delta_cursor(&self) -> Option<Cursor> {
        self.delta.clone()
    }

    /// After an error, lets the stream request the same page once more.
    pub fn retry_page(&mut self) {
        self.stopped = false;
    }

    /// The items of the pages.
    pub fn items(self) -> Items<T> {
        Items {
            pages: self,
            buffer: Vec::new().into_iter(),
            taken: 0,
        }
    }
}

impl<T: Item + Clone> Pages<T> {
    fn poll_page(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Page<T>, Error>>> {
        if self.stopped {
            return Poll::Ready(None);
        }
        let (client, prepared) = match &mut self.next {
            Next::Nothing => return Poll::Ready(None),
            Next::Failed(error) => {
                self.stopped = true;
                return Poll::Ready(error.take().map(Err));
            }
            Next::Page(client, prepared) => (client, prepared),
        };
        let running = self.running.get_or_insert_with(|| {
            let (client, prepared) = (client.clone(), prepared.clone());
            Box::pin(async move { client.fetch(&prepared).await })
        });
        let answer = ready!(running.as_mut().poll(context));
        self.running = None;
        let page = answer.and_then(|answer| answer.decode::<Page<T>>());
        Poll::Ready(Some(match page {
            Ok(response) => Ok(self.advance(response.body)),
            Err(error) => {
                self.stopped = true;
                Err(error)
            }
        }))
    }

    /// Moves on to the next page after `page` has been received.
    fn advance(&mut self, mut page: Page<T>) -> Page<T> {
        self.last = self.cursor();
        let Next::Page(client, prepared) = std::mem::replace(&mut self.next, Next::Nothing) else {
            return page;
        };
        let done = std::mem::take(&mut self.skip);
        if let Some(items) = &mut page.value {
            items.drain(..done.min(items.len()));
        }
        let link = |link: &Option<String>| link.clone().filter(|link| !link.is_empty());
        if let Some(link) = link(&page.delta_link) {
            let whole = prepared.url.join(&link).map(String::from);
            self.delta = Some(Cursor::of(&prepared, whole.as_deref().unwrap_or(&link), 0));
        }
        if let Some(link) = link(&page.next_link) {
            self.next = match self.follow(&client, &prepared, &link) {
                Ok(prepared) => Next::Page(client, Box::new(prepared)),
                Err(error) => Next::Failed(Some(error.during(&prepared.operation()))),
            };
        }
        page
    }

    fn follow(
        &mut self,
        client: &Client,
        before: &PreparedRequest,
        link: &str,
    ) -> Result<PreparedRequest, Error> {
        let url = before.url.join(link);
        let url = url.map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        let url = client.own_url(url.as_str())?;
        self.loop_detector.step(&before.url, &url)?;
        let headers = before.headers.iter();
        let headers =
            headers.filter(|(name, _)| !ONCE.iter().any(|o| name.eq_ignore_ascii_case(o)));
        Ok(PreparedRequest {
            headers: headers.cloned().collect(),
            retry: before.retry,
            timeout: before.timeout,
            ..PreparedRequest::new(Method::Get, url, &before.template)
        })
    }
}

impl<T: Item + Clone> Stream for Pages<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Page<T>, Error>>> {
        self.get_mut().poll_page(context)
    }
}

impl<T> fmt::Debug for Pages<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("next", &self.cursor())
            .field("delta", &self.delta)
            .finish_non_exhaustive()
    }
}

/// The items of a collection; see [`Request::items`].
///
/// After an error the stream ends; see [`Pages`].
#[must_use = "nothing is sent before the stream is polled"]
pub struct Items<T> {
    pages: Pages<T>,
    buffer: std::vec::IntoIter<T>,
    /// The number of items of the last page that have been returned.
    taken: usize,
}

// Nothing in it is pinned.
impl<T> Unpin for Items<T> {}

impl<T> Items<T> {
    /// The position of the next item. `None` at the end, and on a page that is the response to
    /// a POST.
    pub fn cursor(&self) -> Option<Cursor> {
        if self.buffer.as_slice().is_empty() {
            return self.pages.cursor();
        }
        let mut cursor = self.pages.last.clone()?;
        cursor.skip += self.taken;
        Some(cursor)
    }

    /// The position of later changes; see [`Pages::delta_cursor`]. `None` while there are
    /// items left.
    pub fn delta_cursor(&self) -> Option<Cursor> {
        match self.buffer.as_slice().is_empty() {
            true => self.pages.delta_cursor(),
            false => None,
        }
    }

    /// After an error, lets the stream request the same page once more.
    pub fn retry_page(&mut self) {
        self.pages.retry_page();
    }
}

impl<T: Item + Clone> Stream for Items<T> {
    type Item = Result<T, Error>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<T, Error>>> {
        let this = self.get_mut();
        loop {
            if let Some(item) = this.buffer.next() {
                this.taken += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(this.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    this.buffer = page.value.unwrap_or_default().into_iter();
                    this.taken = 0;
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("next", &self.cursor())
            .finish_non_exhaustive()
    }
}

/// Detects loops of links in constant memory (Brent's algorithm): one link is kept, and
/// replaced after one, two, four … pages, so that a loop of any length is found after about
/// three rounds.
#[derive(Default)]
struct LoopDetector {
    kept: Option<Url>,
    steps: u64,
    limit: u64,
}

impl LoopDetector {
    fn new(first: &Url) -> Self {
        Self {
            kept: Some(first.clone()),
            steps: 0,
            limit: 1,
        }
    }

    fn step(&mut self, before: &Url, next: &Url) -> Result<(), Error> {
        if self.kept.as_ref() == Some(next) || before == next {
            return Err(Error::new(ErrorKind::Loop));
        }
        self.steps += 1;
        if self.steps == self.limit {
            self.kept = Some(next.clone());
            self.steps = 0;
            self.limit = self.limit.saturating_mul(2);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
