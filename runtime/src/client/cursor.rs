//! A place in a collection that outlives the process: in goes the next link with what has
//! to be sent along; out comes text to be stored, and the place again.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

use super::{Call, Error, ErrorKind, GraphClient};
use crate::operation::Method;

/// Headers that shape the pages. No others are kept: they may hold secrets.
const KEPT: [&str; 4] = ["accept", "accept-language", "consistencylevel", "prefer"];

/// A place in a collection, or where its changes go on.
///
/// `Display` and serde write it as one text, `FromStr` and serde read it. It holds the link
/// that the service gave, how many items of that page are done with, and the headers that
/// shape the pages (`Prefer`, `ConsistencyLevel`, `Accept`, `Accept-Language`); never a
/// token. Whoever has it and may read the collection can go on from there.
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor {
    link: String,
    template: String,
    headers: Vec<(String, String)>,
    pub(super) skip: usize,
}

impl Cursor {
    /// The place that a call leads to.
    pub(super) fn of(call: &Call, link: &str, skip: usize) -> Self {
        let headers = call.headers.iter();
        let headers = headers.filter(|(name, _)| KEPT.iter().any(|k| name.eq_ignore_ascii_case(k)));
        Self {
            link: link.to_owned(),
            template: call.template.clone(),
            headers: headers.cloned().collect(),
            skip,
        }
    }

    /// The link that the service gave.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The call that goes on from here, if the link leads to this client's service.
    pub(super) fn call(&self, client: &GraphClient) -> Result<Call, Error> {
        let url = client.own_url(&self.link);
        let operation = format!("{} {}", Method::Get, self.template);
        Ok(Call {
            method: Method::Get,
            url: url.map_err(|error| error.during(&operation))?,
            template: self.template.clone(),
            headers: self.headers.clone(),
            body: None,
            repeatable: false,
        })
    }

    fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_owned());
        let mut headers = Vec::new();
        for (name, value) in value.get("headers")?.as_object()? {
            if KEPT.iter().any(|kept| name.eq_ignore_ascii_case(kept)) {
                headers.push((name.clone(), value.as_str()?.to_owned()));
            }
        }
        Some(Self {
            link: text("link")?,
            template: text("template")?,
            headers,
            skip: usize::try_from(value.get("skip")?.as_u64()?).ok()?,
        })
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| (name.to_ascii_lowercase(), json!(value)));
        let value = json!({
            "link": self.link,
            "template": self.template,
            "headers": Value::Object(headers.collect()),
            "skip": self.skip,
        });
        write!(f, "{value}")
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text)
            .ok_or_else(|| Error::new(ErrorKind::Address).with_message("the text is no cursor"))
    }
}

/// The operation alone: what is behind it in the link may open something.
impl fmt::Debug for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cursor")
            .field("template", &self.template)
            .field("skip", &self.skip)
            .finish_non_exhaustive()
    }
}

impl serde::Serialize for Cursor {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Cursor {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
