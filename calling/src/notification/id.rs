//! Ids of calls and operations, which the service spells in two ways.

use std::cmp::Ordering;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Longest accepted text, in bytes. Ids of the service have 36.
const MAX_LENGTH: usize = 256;

/// Why a text is not an id: it is empty, too long, or could not stand in one segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidId;

impl fmt::Display for InvalidId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id: it is empty, too long, or contains characters that no id has")
    }
}

impl Error for InvalidId {}

/// What two spellings of one id have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Key {
    Guid(u128),
    Text(Arc<str>),
}

impl Key {
    pub(crate) fn of(text: &str) -> Self {
        match guid(text) {
            Some(number) => Self::Guid(number),
            None => Self::Text(text.to_ascii_lowercase().into()),
        }
    }
}

/// Reads `57DAB8B1894C409AB240BD8BEAE78896` or `57dab8b1-894c-409a-b240-bd8beae78896`.
fn guid(text: &str) -> Option<u128> {
    let hyphens = match text.len() {
        32 => false,
        36 => true,
        _ => return None,
    };
    let mut number = 0;
    for (position, byte) in text.bytes().enumerate() {
        if hyphens && matches!(position, 8 | 13 | 18 | 23) {
            if byte != b'-' {
                return None;
            }
            continue;
        }
        let digit = char::from(byte).to_digit(16)?;
        number = number << 4 | u128::from(digit);
    }
    Some(number)
}

fn check(text: &str) -> Result<(), InvalidId> {
    let is_odd = |c: char| c.is_control() || c.is_whitespace() || "/\\?#%'".contains(c);
    if text.is_empty() || text.len() > MAX_LENGTH || text == "." || text == ".." {
        return Err(InvalidId);
    }
    if text.contains(is_odd) {
        return Err(InvalidId);
    }
    Ok(())
}

fn write_key(key: &Key, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match key {
        Key::Text(text) => f.pad(text),
        Key::Guid(number) => {
            let hex = format!("{number:032x}");
            let (a, rest) = hex.split_at(8);
            let (b, rest) = rest.split_at(4);
            let (c, rest) = rest.split_at(4);
            let (d, e) = rest.split_at(4);
            f.pad(&format!("{a}-{b}-{c}-{d}-{e}"))
        }
    }
}

/// Finds the segment after `name` in an address: `/communications/calls/ID/participants`,
/// `https://…/app/calls/ID?…`, `/communications/calls('ID')`.
pub(super) fn segment_after(url: &str, name: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let mut segments = path.split('/');
    while let Some(segment) = segments.next() {
        let segment = decoded(segment);
        let Some(rest) = strip_ignoring_case(&segment, name) else {
            continue;
        };
        if rest.is_empty() {
            let next = segments.find(|segment| !segment.is_empty())?;
            return Some(decoded(next));
        }
        let key = rest.strip_prefix('(').and_then(|key| key.strip_suffix(')'));
        if let Some(key) = key {
            let quoted = key
                .strip_prefix('\'')
                .and_then(|key| key.strip_suffix('\''));
            return Some(quoted.unwrap_or(key).to_owned());
        }
    }
    None
}

fn strip_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix)
        .then(|| text.get(prefix.len()..))
        .flatten()
}

/// Decodes `%2D`; what is no escape stays as it is.
fn decoded(segment: &str) -> String {
    if !segment.contains('%') {
        return segment.to_owned();
    }
    let bytes = segment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let hex = |at: usize| bytes.get(at).and_then(|&b| char::from(b).to_digit(16));
        if byte == b'%'
            && let (Some(high), Some(low)) = (hex(at + 1), hex(at + 2))
            && let Ok(value) = u8::try_from(high << 4 | low)
        {
            out.push(value);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $segment:literal) => {
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name {
            text: Arc<str>,
            key: Key,
        }

        impl $name {
            /// Takes an id as the service wrote it.
            ///
            /// # Errors
            ///
            /// If the text is empty, too long, or has characters that no id has, such as `/`.
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                check(text)?;
                Ok(Self { text: text.into(), key: Key::of(text) })
            }

            /// Finds the id in the address of a resource, relative or absolute, whatever
            /// follows the id.
            pub fn from_resource_url(url: &str) -> Option<Self> {
                Self::new(&segment_after(url, $segment)?).ok()
            }

            /// The text as it was received: this is what goes into paths.
            pub fn as_str(&self) -> &str {
                &self.text
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.key == other.key
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.key.cmp(&other.key)
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.key.hash(state);
            }
        }

        /// One text for all spellings of the id: lower case, with hyphens.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_key(&self.key, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.text)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::new(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

id! {
    /// Id of a call.
    ///
    /// The service writes one id in two ways: in upper case without hyphens, and in lower case
    /// with them. Both are equal here, hash and sort alike, and print the same.
    /// [`as_str`](Self::as_str) has the text as it was received.
    ///
    /// ```
    /// use msgraph_calling::CallId;
    ///
    /// let one = CallId::from_resource_url("/communications/calls/57DAB8B1894C409AB240BD8BEAE78896");
    /// let two = CallId::new("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// assert_eq!(one.as_ref(), Some(&two));
    /// assert_eq!(one.map(|id| id.to_string()).as_deref(), Some(two.as_str()));
    /// # Ok::<(), msgraph_calling::InvalidId>(())
    /// ```
    CallId, "calls"
}

id! {
    /// Id of an operation on a call, equal in both spellings of the service as [`CallId`] is.
    OperationId, "operations"
}
