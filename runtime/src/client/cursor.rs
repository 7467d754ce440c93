//! A position in a collection that can be stored and resumed in another process.

use std::fmt;
use std::str::FromStr;

use serde_json::{Value, json};

use super::{Client, Error, ErrorKind, PreparedRequest};
use crate::request::Method;

/// Headers that affect the pages. No others are kept, because they may hold secrets.
const KEPT: [&str; 4] = ["accept", "accept-language", "consistencylevel", "prefer"];

/// A position in a collection or in its changes.
///
/// `Display` and serde write it as one text; `FromStr` and serde read that text. It holds the
/// link that the service returned, the number of items of that page that are done, and the
/// headers that affect the pages (`Prefer`, `ConsistencyLevel`, `Accept`,
/// `Accept-Language`), but never a token. Anyone who may read the collection can resume
/// there.
#[derive(Clone, PartialEq, Eq)]
pub struct Cursor {
    link: String,
    template: String,
    headers: Vec<(String, String)>,
    pub(super) skip: usize,
}

impl Cursor {
    /// The position at `link`, which a response to `prepared` contains.
    pub(super) fn of(prepared: &PreparedRequest, link: &str, skip: usize) -> Self {
        let headers = prepared.headers.iter();
        let headers = headers.filter(|(name, _)| KEPT.iter().any(|k| name.eq_ignore_ascii_case(k)));
        Self {
            link: link.to_owned(),
            template: prepared.template.clone(),
            headers: headers.cloned().collect(),
            skip,
        }
    }

    /// The link that the service returned.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The request for the rest, if the link leads to the service of this client.
    pub(super) fn prepare(&self, client: &Client) -> Result<PreparedRequest, Error> {
        let url = client.own_url(&self.link);
        let operation = format!("{} {}", Method::Get, self.template);
        let url = url.map_err(|error| error.during(&operation))?;
        Ok(PreparedRequest {
            headers: self.headers.clone(),
            ..PreparedRequest::new(Method::Get, url, &self.template)
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
            .ok_or_else(|| Error::new(ErrorKind::Address).with_message("the text is not a cursor"))
    }
}

/// Shows only the path template: the link may grant access.
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
