//! Collections page by page or item by item: in goes a request for one; out come streams
//! that keep no more than a page, never run in circles, and can go on another day.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use azure_core::http::Url;
use futures::Stream;
use futures::future::BoxFuture;

use super::{Call, Cursor, Error, ErrorKind, GraphClient, RawResponse};
use crate::engine::from_slice;
use crate::item::Item;
use crate::operation::Method;
use crate::page::Page;
use crate::request::Request;
use crate::request::kind::Listed;

/// Headers that belong to one request and not to the next page.
const ONCE: [&str; 4] = [
    "client-request-id",
    "content-type",
    "if-match",
    "if-none-match",
];

impl<K: Listed> Request<K> {
    /// The collection page by page. Nothing is sent before the stream is asked for a page.
    pub fn pages(self) -> Pages<K::Item> {
        match self.call() {
            Ok((client, call)) => Pages::new(client, call, 0),
            Err(error) => Pages::failed(error),
        }
    }

    /// The collection item by item. Nothing is sent before the stream is asked for one.
    pub fn items(self) -> Items<K::Item> {
        self.pages().items()
    }
}

impl GraphClient {
    /// Goes on where a stream of pages or items was left.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::ForeignHost`] if the cursor leads to another service than this
    /// client's; nothing is sent.
    pub fn resume<T: Item + Clone>(&self, cursor: Cursor) -> Result<Pages<T>, Error> {
        let call = cursor.call(self)?;
        Ok(Pages::new(self.clone(), call, cursor.skip))
    }
}

/// The pages of a collection, one at a time; see [`Request::pages`].
///
/// After an error the stream ends. Its [`cursor`](Pages::cursor) then leads to the page
/// that failed, and [`again`](Pages::again) lets the stream go on with it.
#[must_use = "nothing is sent before the stream is polled"]
pub struct Pages<T> {
    next: Next,
    /// Items of the next page that are done with already.
    skip: usize,
    /// The page that came last.
    pub(super) last: Option<Cursor>,
    delta: Option<Cursor>,
    guard: Guard,
    running: Option<BoxFuture<'static, Result<RawResponse, Error>>>,
    stopped: bool,
    item: PhantomData<fn() -> T>,
}

enum Next {
    Nothing,
    Failed(Option<Error>),
    Page(GraphClient, Call),
}

impl<T> Pages<T> {
    fn new(client: GraphClient, call: Call, skip: usize) -> Self {
        Self {
            guard: Guard::new(&call.url),
            skip,
            ..Self::start(Next::Page(client, call))
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
            guard: Guard::default(),
            running: None,
            stopped: false,
            item: PhantomData,
        }
    }

    /// Where the next page is, to go on from another day; `None` at the end, and before the
    /// answer to a POST.
    pub fn cursor(&self) -> Option<Cursor> {
        match &self.next {
            Next::Page(_, call) if call.method == Method::Get => {
                Some(Cursor::of(call, call.url.as_str(), self.skip))
            }
            _ => None,
        }
    }

    /// Where the changes since the last page will be, once that page has come; see
    /// [`GraphClient::resume_changes`].
    pub fn delta_cursor(&self) -> Option<Cursor> {
        self.delta.clone()
    }

    /// After an error, lets the stream ask for the same page again.
    pub fn again(&mut self) {
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
        let (client, call) = match &mut self.next {
            Next::Nothing => return Poll::Ready(None),
            Next::Failed(error) => {
                self.stopped = true;
                return Poll::Ready(error.take().map(Err));
            }
            Next::Page(client, call) => (client, call),
        };
        let running = self.running.get_or_insert_with(|| {
            let (client, call) = (client.clone(), call.clone());
            Box::pin(async move { client.fetch(&call).await })
        });
        let answer = ready!(running.as_mut().poll(context));
        self.running = None;
        let page = answer.and_then(|answer| answer.decode_by(from_slice::<Page<T>>));
        Poll::Ready(Some(match page {
            Ok(response) => Ok(self.turn(response.body)),
            Err(error) => {
                self.stopped = true;
                Err(error)
            }
        }))
    }

    /// The page has come: what is next?
    fn turn(&mut self, mut page: Page<T>) -> Page<T> {
        self.last = self.cursor();
        let Next::Page(client, call) = std::mem::replace(&mut self.next, Next::Nothing) else {
            return page;
        };
        let done = std::mem::take(&mut self.skip);
        if let Some(items) = &mut page.value {
            items.drain(..done.min(items.len()));
        }
        let link = |link: &Option<String>| link.clone().filter(|link| !link.is_empty());
        if let Some(link) = link(&page.delta_link) {
            let whole = call.url.join(&link).map(String::from);
            self.delta = Some(Cursor::of(&call, whole.as_deref().unwrap_or(&link), 0));
        }
        if let Some(link) = link(&page.next_link) {
            self.next = match self.follow(&client, &call, &link) {
                Ok(call) => Next::Page(client, call),
                Err(error) => Next::Failed(Some(error.during(&call.operation()))),
            };
        }
        page
    }

    fn follow(&mut self, client: &GraphClient, before: &Call, link: &str) -> Result<Call, Error> {
        let url = before.url.join(link);
        let url = url.map_err(|error| Error::new(ErrorKind::Address).with_source(error))?;
        let url = client.own_url(url.as_str())?;
        self.guard.step(&before.url, &url)?;
        let headers = before.headers.iter();
        let headers =
            headers.filter(|(name, _)| !ONCE.iter().any(|o| name.eq_ignore_ascii_case(o)));
        Ok(Call {
            method: Method::Get,
            url,
            template: before.template.clone(),
            headers: headers.cloned().collect(),
            body: None,
            repeatable: false,
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
    /// Items that were handed out of the page that came last.
    taken: usize,
}

/// Nothing in it is pinned.
impl<T> Unpin for Items<T> {}

impl<T> Items<T> {
    /// Where the next item is: the page that it is on, and how many before it are done
    /// with. `None` at the end, and on a page that came as the answer to a POST.
    pub fn cursor(&self) -> Option<Cursor> {
        if self.buffer.as_slice().is_empty() {
            return self.pages.cursor();
        }
        let mut cursor = self.pages.last.clone()?;
        cursor.skip += self.taken;
        Some(cursor)
    }

    /// Where the changes since will be; see [`Pages::delta_cursor`]. `None` while there
    /// are items left.
    pub fn delta_cursor(&self) -> Option<Cursor> {
        match self.buffer.as_slice().is_empty() {
            true => self.pages.delta_cursor(),
            false => None,
        }
    }

    /// After an error, lets the stream ask for the same page again.
    pub fn again(&mut self) {
        self.pages.again();
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

/// Finds a circle by one remembered link (Brent's algorithm): it moves up after one, two,
/// four … pages, so that a circle of any length is met after at most three rounds or so.
#[derive(Default)]
struct Guard {
    kept: Option<Url>,
    steps: u64,
    limit: u64,
}

impl Guard {
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
