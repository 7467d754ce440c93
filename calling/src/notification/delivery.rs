//! One delivery: the headers and the body that the service posts.

use std::error::Error;
use std::fmt;

use http::HeaderMap;
use msgraph_beta_communications::{
    Mode, RawJson, ReadError, UnknownObject, from_slice_with, from_str_with,
};
use serde_json::value::RawValue;

use super::{Notification, read};

const MESSAGE_ID: [&str; 2] = ["x-microsoft-skype-message-id", "client-request-id"];
const SCENARIO_ID: [&str; 2] = ["scenario-id", "x-microsoft-skype-chain-id"];

/// What the service posted in one request.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Delivery {
    /// Id of the message, the same whenever it is delivered again: header
    /// `X-Microsoft-Skype-Message-ID`, else `Client-Request-Id`.
    pub message_id: Option<String>,
    /// Id that the requests and notifications of one conversation share; quote it to support:
    /// header `Scenario-Id`, else `X-Microsoft-Skype-Chain-ID`.
    pub scenario_id: Option<String>,
    /// The notifications, in the order of the body. That order says nothing about the order of
    /// events.
    pub notifications: Vec<Notification>,
    /// The elements that could not be read.
    pub unread: Vec<Unread>,
}

/// An element of a delivery that could not be read as a notification.
///
/// `Debug` leaves out [`raw`](Self::raw), which may hold access tokens.
#[derive(Clone)]
#[non_exhaustive]
pub struct Unread {
    /// Position of the element in the body, from 0.
    pub index: usize,
    /// What is wrong with it.
    pub why: ReadError,
    /// The element as it was received.
    pub raw: RawJson,
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unread")
            .field("index", &self.index)
            .field("why", &self.why)
            .finish_non_exhaustive()
    }
}

/// The body of a request is no delivery of notifications at all.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NotANotification {
    /// The body is not a JSON object.
    NotJson(ReadError),
    /// The body is an object, but has no list of notifications and is none itself.
    NoValue,
}

impl fmt::Display for NotANotification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "the body is not a JSON object: {error}"),
            Self::NoValue => f.write_str("the body has no list `value` of notifications"),
        }
    }
}

impl Error for NotANotification {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotJson(error) => Some(error),
            Self::NoValue => None,
        }
    }
}

impl Delivery {
    /// Reads a delivery, each element for itself and leniently: members of the wrong type are
    /// kept as undeclared ones, and an element that is no notification goes into
    /// [`unread`](Self::unread).
    ///
    /// # Errors
    ///
    /// If the body is not JSON, or holds no notifications at all.
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, NotANotification> {
        let mut delivery = Self {
            message_id: first_header(headers, MESSAGE_ID),
            scenario_id: first_header(headers, SCENARIO_ID),
            ..Self::default()
        };
        let envelope: UnknownObject =
            from_slice_with(body, Mode::Lenient).map_err(NotANotification::NotJson)?;
        match member(&envelope, "value") {
            Some(value) => delivery.push_value(value),
            None if ["resourceUrl", "resourceData", "changeType"]
                .iter()
                .any(|name| member(&envelope, name).is_some()) =>
            {
                // A notification that nobody put into a list.
                let text = String::from_utf8_lossy(body);
                delivery.push(0, text.trim_start_matches('\u{feff}'));
            }
            None => return Err(NotANotification::NoValue),
        }
        Ok(delivery)
    }

    fn push_value(&mut self, value: &str) {
        match serde_json::from_str::<Vec<&RawValue>>(value) {
            Ok(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.push(index, element.get());
                }
            }
            // One notification in place of the list.
            Err(_) => self.push(0, value),
        }
    }

    fn push(&mut self, index: usize, element: &str) {
        match from_str_with(element, Mode::Lenient) {
            Ok(notification) => self.notifications.push(read::sort(notification, element)),
            Err(why) => self.unread.push(Unread {
                index,
                why,
                raw: RawJson::parse(element).unwrap_or_else(|_| RawJson::from(element)),
            }),
        }
    }
}

/// The JSON text of a member, by its exact name or else in any ASCII case.
pub(super) fn member<'a>(object: &'a UnknownObject, name: &str) -> Option<&'a str> {
    object.extra.raw(name).or_else(|| {
        let mut members = object.extra.iter();
        members
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    })
}

fn first_header(headers: &HeaderMap, names: [&str; 2]) -> Option<String> {
    names.iter().find_map(|name| {
        let text = headers.get(*name)?.to_str().ok()?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    })
}
