//! The path of a resource, made of segments that no key can escape from.
//!
//! A target may hold the client that its requests are sent through. This is the one place
//! where a folder knows one that comes after it: `client.calls().list().send()` needs the
//! client at its end, and nothing else in `request` does.

use std::fmt;

use super::key::{Key, KeyForm, KeyValue};
use super::method::Method;
use super::query::Query;
use super::url::encode_into;

/// Why a request has no valid address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetError {
    /// The request was made without a target.
    Missing,
    /// A key is empty: the request would go to the collection instead of the entity.
    EmptyKey {
        /// The path before the key.
        after: String,
    },
    /// A key would not stay in its segment: it is `.` or `..`, or has a slash, a backslash or
    /// a control character.
    UnsafeKey {
        /// The path before the key.
        after: String,
        /// The key.
        key: String,
    },
    /// A path of names would not stay where it begins: it is empty, or one of its names is empty,
    /// `.` or `..`, or has a backslash or a control character.
    UnsafePath {
        /// The path of the resource before it.
        after: String,
        /// The path of names.
        path: String,
    },
    /// A name in a query option is not a path of properties.
    UnsafeName {
        /// The name.
        name: String,
    },
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("the request has no target: make it through a builder"),
            Self::EmptyKey { after } => write!(f, "the key after {after} is empty"),
            Self::UnsafeKey { after, key } => {
                write!(
                    f,
                    "the key {key:?} after {after} does not stay in its segment; \
                     `Key::quoted({key:?})` writes it as a literal, and `Key::named` an alternate key"
                )
            }
            Self::UnsafePath { after, path } => {
                write!(
                    f,
                    "{path:?} after {after} is not a path of names with a slash between them"
                )
            }
            Self::UnsafeName { name } => {
                write!(f, "{name:?} in a query option is not a path of properties")
            }
        }
    }
}

impl std::error::Error for TargetError {}

/// The path of a resource.
///
/// A key that is not valid is reported by [`path`](Self::path); nothing can be sent to such
/// a target.
#[derive(Clone, Debug)]
pub struct Target {
    path: Result<String, TargetError>,
    /// The path with `{id}` for each key. It holds no data and may be logged.
    template: String,
    import: bool,
    /// Whether a path of names is at the end: a colon comes before what follows.
    in_names: bool,
    /// Query options of the requests.
    options: Vec<QueryOption>,
    #[cfg(feature = "client")]
    client: Option<crate::client::Client>,
}

/// A query option that a path brings along.
#[derive(Clone, Debug, PartialEq, Eq)]
struct QueryOption {
    name: &'static str,
    /// Not encoded.
    value: String,
    /// Whether only requests that read have it.
    reads: bool,
}

/// Compares the addresses, not the clients.
impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.import, &self.options) == (&other.path, other.import, &other.options)
    }
}

impl Eq for Target {}

impl Default for Target {
    /// No target.
    fn default() -> Self {
        Self {
            path: Err(TargetError::Missing),
            template: String::new(),
            import: false,
            in_names: false,
            options: Vec::new(),
            #[cfg(feature = "client")]
            client: None,
        }
    }
}

impl Target {
    /// The root of the service's resources, such as `communications`.
    pub fn root(name: &str) -> Self {
        Self::at(String::new()).segment(name)
    }

    /// An operation import: its name is the whole path, whatever the operation is named.
    #[doc(hidden)]
    pub fn import(name: &str) -> Self {
        Self {
            import: true,
            ..Self::root(name)
        }
    }

    /// A path that is used unchanged, such as the `resourceUrl` of a notification.
    pub fn at(path: impl Into<String>) -> Self {
        Self {
            path: Ok(path.into()),
            ..Self::default()
        }
    }

    /// An address that the service returned: a path below the root, or a whole URL.
    #[cfg(feature = "client")]
    pub(crate) fn location(path: String, client: &crate::client::Client) -> Self {
        Self {
            template: "/{location}".to_owned(),
            ..Self::at(path).through(client)
        }
    }

    /// The entity that the request of a batch with this id creates or returns.
    #[cfg(feature = "client")]
    pub(crate) fn result(id: &str, client: &crate::client::Client) -> Self {
        let path = format!("/${id}");
        Self {
            template: path.clone(),
            ..Self::at(path).through(client)
        }
    }

    /// A property, a type cast or another named segment below.
    pub fn segment(&self, name: &str) -> Self {
        self.extend(|path, template| {
            for out in [path, template] {
                out.push('/');
                encode_into(out, name);
            }
            Ok(())
        })
    }

    /// A system segment below: `$count`, `$ref` or `$value`.
    pub fn system(&self, name: &'static str) -> Self {
        self.extend(|path, template| {
            for out in [path, template] {
                out.push('/');
                out.push_str(name);
            }
            Ok(())
        })
    }

    /// The entity with this key, in the collection at this path.
    pub fn key(&self, key: impl Into<Key>) -> Self {
        let key = key.into();
        self.extend(|path, template| match &key.0 {
            KeyForm::Segment(id) if id.is_empty() => Err(TargetError::EmptyKey {
                after: path.clone(),
            }),
            KeyForm::Segment(id) if is_unsafe(id) => Err(TargetError::UnsafeKey {
                after: path.clone(),
                key: id.clone(),
            }),
            KeyForm::Segment(id) => {
                path.push('/');
                encode_into(path, id);
                template.push_str("/{id}");
                Ok(())
            }
            KeyForm::Literal(literal) => {
                path.push('(');
                path.push_str(literal);
                path.push(')');
                template.push_str("({id})");
                Ok(())
            }
            KeyForm::Named(values) => {
                for (at, (name, value)) in values.iter().enumerate() {
                    for out in [&mut *path, &mut *template] {
                        out.push(if at == 0 { '(' } else { ',' });
                        encode_into(out, name);
                        out.push('=');
                    }
                    path.push_str(value);
                    template.push_str("{value}");
                }
                path.push(')');
                template.push(')');
                Ok(())
            }
        })
    }

    /// What has this path of names below the resource: `folder/file name` is
    /// `:/folder/file%20name`, and `:` comes before what follows. So files below a folder of
    /// OneDrive are addressed.
    ///
    /// ```
    /// # use msgraph_runtime::request::Target;
    /// let file = Target::root("drive").segment("root").by_path("notes/to do.txt");
    /// assert_eq!(file.path(), Ok("/drive/root:/notes/to%20do.txt"));
    /// assert_eq!(file.segment("content").path(), Ok("/drive/root:/notes/to%20do.txt:/content"));
    /// ```
    pub fn by_path(&self, names: &str) -> Self {
        // A path of names goes on from another one.
        let separator = if self.in_names { "/" } else { ":/" };
        let start = Self {
            in_names: false,
            ..self.clone()
        };
        let mut out = start.extend(|path, template| {
            if !names.split('/').all(is_name) {
                return Err(TargetError::UnsafePath {
                    after: path.clone(),
                    path: names.to_owned(),
                });
            }
            for name in names.split('/').enumerate() {
                path.push_str(if name.0 == 0 { separator } else { "/" });
                encode_into(path, name.1);
            }
            template.push_str(separator);
            template.push_str("{path}");
            Ok(())
        });
        out.in_names = true;
        out
    }

    /// The same resource; requests that read it, or what is below, have this query option.
    #[doc(hidden)]
    pub fn read_option(&self, name: &'static str, value: KeyValue) -> Self {
        self.with_option(name, value, true)
    }

    /// The same resource; requests to it, or to what is below, have this query option.
    #[doc(hidden)]
    pub fn option(&self, name: &'static str, value: KeyValue) -> Self {
        self.with_option(name, value, false)
    }

    fn with_option(&self, name: &'static str, value: KeyValue, reads: bool) -> Self {
        let mut out = self.clone();
        out.options.retain(|option| option.name != name);
        let value = value.into_text();
        out.options.push(QueryOption { name, value, reads });
        out
    }

    /// Appends the query options that a request of this method brings along and does not set
    /// itself.
    pub(crate) fn append_options(&self, path: &mut String, method: Method, own: &Query) {
        for option in &self.options {
            let applies = !option.reads || method == Method::Get;
            if applies && own.get(option.name).is_none() {
                path.push(if path.contains('?') { '&' } else { '?' });
                encode_into(path, option.name);
                path.push('=');
                encode_into(path, &option.value);
            }
        }
    }

    /// The path, encoded, from the root of the API version.
    ///
    /// # Errors
    ///
    /// If there is no target, or a key is not valid.
    pub fn path(&self) -> Result<&str, TargetError> {
        match &self.path {
            Ok(path) => Ok(path),
            Err(error) => Err(error.clone()),
        }
    }

    /// The path of an operation that is bound to this resource.
    pub(crate) fn operation(&self, name: &str) -> Self {
        if self.import {
            self.clone()
        } else {
            self.segment(name)
        }
    }

    /// The path with `{id}` for each key and `{value}` for each part of a named one. It holds
    /// no data and may be logged.
    pub fn template(&self) -> &str {
        &self.template
    }

    /// The same address; requests to it are sent through `client`.
    #[cfg(feature = "client")]
    #[doc(hidden)]
    pub fn through(mut self, client: &crate::client::Client) -> Self {
        self.client = Some(client.clone());
        self
    }

    /// The client that requests are sent through.
    #[cfg(feature = "client")]
    pub(crate) fn client(&self) -> Option<&crate::client::Client> {
        self.client.as_ref()
    }

    /// The path with the parameters of a function after it.
    pub(crate) fn parameters(&self, add: impl FnOnce(&mut String)) -> Self {
        self.extend(|path, _| {
            add(path);
            Ok(())
        })
    }

    fn extend(
        &self,
        add: impl FnOnce(&mut String, &mut String) -> Result<(), TargetError>,
    ) -> Self {
        let mut out = self.clone();
        out.import = false;
        let closes = std::mem::take(&mut out.in_names);
        if let Ok(path) = &mut out.path {
            // Values that a function passes by alias stand behind the whole path.
            let aliases = path.find('?').map(|at| path.split_off(at));
            if closes {
                path.push(':');
                out.template.push(':');
            }
            match add(path, &mut out.template) {
                Err(error) => out.path = Err(error),
                Ok(()) => {
                    let aliases = aliases.unwrap_or_default();
                    let more = path.contains('?') && !aliases.is_empty();
                    path.push_str(&match more {
                        true => aliases.replacen('?', "&", 1),
                        false => aliases,
                    });
                }
            }
        }
        out
    }
}

/// Whether a text is one name in a path of names.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !is_unsafe(name)
}

fn is_unsafe(id: &str) -> bool {
    matches!(id, "." | "..") || id.contains(['/', '\\']) || id.contains(char::is_control)
}

#[cfg(test)]
mod tests;
