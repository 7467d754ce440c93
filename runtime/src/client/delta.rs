//! Changes since an earlier read, by delta queries.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use serde_json::Value;

use super::{Client, Cursor, Error, Items};
use crate::model::{Item, ValueRef};
use crate::request::Request;
use crate::request::response_kind::Listed;

/// One change (OData JSON Format 4.01, section 15).
#[derive(Clone, Debug, PartialEq)]
pub enum Change<T> {
    /// The item is new or has changed; the properties that were received replace the known
    /// ones.
    Upserted(T),
    /// The item is no longer part of the collection.
    Removed {
        /// Its id.
        id: String,
        /// The reason: `deleted`, or `changed` if the item no longer matches the request.
        reason: Option<String>,
    },
}

impl<T: Item> Change<T> {
    /// The change that an item of a delta response represents.
    pub fn of(item: T) -> Self {
        match removal(&item.view()) {
            Some((id, reason)) => Self::Removed { id, reason },
            None => Self::Upserted(item),
        }
    }
}

/// The id and the reason, if the item represents a removal.
fn removal(view: &ValueRef<'_>) -> Option<(String, Option<String>)> {
    const NAMES: [&str; 2] = ["@removed", "@odata.removed"];
    const IDS: [&str; 3] = ["id", "@id", "@odata.id"];
    match view {
        ValueRef::Object(object, _) => {
            let (extra, names) = (object.extra(), &object.table().names);
            let removed = NAMES.iter().find_map(|name| extra.raw(name))?;
            let declared = names.find("id").position();
            let id = match declared.and_then(|at| object.field(at)).map(|id| id.view()) {
                Some(ValueRef::Str(id)) => Some(id.to_owned()),
                Some(ValueRef::Wire(id)) => Some(id.as_str().to_owned()),
                _ => IDS.iter().find_map(|name| extra.get(name)),
            };
            let removed: Value = serde_json::from_str(removed).unwrap_or_default();
            Some((id.unwrap_or_default(), text(&removed, "reason")))
        }
        ValueRef::Raw(json) if json.contains("removed") => {
            let value: Value = serde_json::from_str(json).ok()?;
            let removed = NAMES.iter().find_map(|name| value.get(name))?;
            let id = IDS.iter().find_map(|name| text(&value, name));
            Some((id.unwrap_or_default(), text(removed, "reason")))
        }
        _ => None,
    }
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

impl<K: Listed> Request<K> {
    /// The result of a delta function as changes. The first round contains all items.
    pub fn changes(self) -> Changes<K::Item> {
        Changes(self.items())
    }
}

impl Client {
    /// The changes since a [`delta_cursor`](Changes::delta_cursor), or the rest of an
    /// unfinished round.
    ///
    /// If the service no longer knows the position, the stream fails with an error for which
    /// [`is_resync_required`](Error::is_resync_required) holds: start again without it.
    ///
    /// # Errors
    ///
    /// [`ForeignHost`](super::ErrorKind::ForeignHost) if the cursor leads to another service
    /// than that of this client; nothing is sent.
    pub fn resume_changes<T: Item + Clone>(&self, cursor: Cursor) -> Result<Changes<T>, Error> {
        Ok(Changes(self.resume(cursor)?.items()))
    }
}

/// Changes, one at a time; see [`Request::changes`].
///
/// After an error the stream ends; see [`Pages`](super::Pages).
#[must_use = "nothing is sent before the stream is polled"]
pub struct Changes<T>(Items<T>);

impl<T> Changes<T> {
    /// The position of the next change of this round; see [`Items::cursor`].
    pub fn cursor(&self) -> Option<Cursor> {
        self.0.cursor()
    }

    /// After the last change, the position of the next round.
    pub fn delta_cursor(&self) -> Option<Cursor> {
        self.0.delta_cursor()
    }

    /// After an error, lets the stream request the same page once more.
    pub fn retry_page(&mut self) {
        self.0.retry_page();
    }
}

impl<T: Item + Clone> Stream for Changes<T> {
    type Item = Result<Change<T>, Error>;

    fn poll_next(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Change<T>, Error>>> {
        let item = ready!(Pin::new(&mut self.get_mut().0).poll_next(context));
        Poll::Ready(item.map(|item| item.map(Change::of)))
    }
}

impl<T> fmt::Debug for Changes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Changes").field(&self.0).finish()
    }
}

#[cfg(test)]
mod tests;
