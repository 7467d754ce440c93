//! The path of a resource, made of segments that no key can escape from.
//!
//! A target may hold the client that its requests are sent through. This is the one place
//! where a folder knows one that comes after it: `client.calls().list().send()` needs the
//! client at its end, and nothing else in `request` does.

#[cfg(feature = "client")]
mod result;

use std::fmt;

use super::key::{Key, KeyForm};
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
    #[cfg(feature = "client")]
    client: Option<crate::client::Client>,
}

/// Compares the addresses, not the clients.
impl PartialEq for Target {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.import) == (&other.path, other.import)
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
        if let Ok(path) = &mut out.path {
            // Values that a function passes by alias stand behind the whole path.
            let aliases = path.find('?').map(|at| path.split_off(at));
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

fn is_unsafe(id: &str) -> bool {
    matches!(id, "." | "..") || id.contains(['/', '\\']) || id.contains(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(key: &str) -> Result<String, TargetError> {
        let target = Target::root("communications").segment("calls").key(key);
        target.path().map(str::to_owned)
    }

    #[test]
    fn ids_stay_in_their_segment() {
        assert_eq!(path("57DAB8").unwrap(), "/communications/calls/57DAB8");
        assert_eq!(
            path("a*b:c@d=e_f ?#%é").unwrap(),
            "/communications/calls/a%2Ab%3Ac%40d%3De_f%20%3F%23%25%C3%A9"
        );
        for key in ["..", ".", "a/b", "a\\b", "a\0b", "a\nb"] {
            let after = "/communications/calls".to_owned();
            let refused = TargetError::UnsafeKey {
                after,
                key: key.to_owned(),
            };
            assert_eq!(path(key), Err(refused));
        }
        assert_eq!(
            path("").unwrap_err().to_string(),
            "the key after /communications/calls is empty"
        );
    }

    #[test]
    fn ids_with_a_slash_have_a_quoted_form_that_the_refusal_names() {
        let error = path("a/b").unwrap_err().to_string();
        assert!(error.contains("`Key::quoted(\"a/b\")`"), "{error}");
        assert!(error.contains("`Key::named`"), "{error}");
        for (key, expected) in [
            ("a/b", "/calls('a%2Fb')"),
            ("..", "/calls('..')"),
            ("it's\n", "/calls('it%27%27s%0A')"),
        ] {
            let target = Target::root("calls").key(Key::quoted(key));
            assert_eq!(target.path(), Ok(expected));
            let below = target.segment("x");
            assert_eq!(below.template(), "/calls({id})/x");
        }
    }

    #[test]
    fn keys_that_are_points_in_time_have_an_offset() {
        let local: crate::edm::DateTimeOffset = "2024-01-15T08:00:00".parse().unwrap();
        let target = Target::root("slots");
        assert_eq!(
            target.key(local).path(),
            Ok("/slots/2024-01-15T08%3A00%3A00Z")
        );
        assert_eq!(
            target.key(Key::named([("at", local)])).path(),
            Ok("/slots(at=2024-01-15T08%3A00%3A00Z)")
        );
    }

    #[test]
    fn a_fault_stays_whatever_follows() {
        let target = Target::root("communications").segment("calls").key("..");
        assert!(target.segment("transfer").path().is_err());
        assert_eq!(
            Target::default().segment("a").path(),
            Err(TargetError::Missing)
        );
    }

    #[test]
    fn targets_are_equal_if_their_addresses_are() {
        let calls = Target::root("calls");
        assert_eq!(calls, Target::at("/calls"));
        assert_ne!(calls, Target::root("users"));
        assert_ne!(calls, calls.key("1"));
        assert_ne!(calls.key("."), calls.key(".."));
        // Operations stand below the one and in the place of the other.
        assert_ne!(calls, Target::import("calls"));
    }

    #[test]
    fn parameters_are_in_the_path_and_not_in_the_template() {
        let function = Target::root("calls").key("1").segment("find");
        let function = function.parameters(|path| path.push_str("(name='x')"));
        assert_eq!(function.path(), Ok("/calls/1/find(name='x')"));
        assert_eq!(function.template(), "/calls/{id}/find");
    }

    #[test]
    fn an_import_is_the_whole_path() {
        let import = Target::import("resetAll");
        assert_eq!(import.operation("reset").path(), Ok("/resetAll"));
        let bound = Target::root("calls").operation("reset");
        assert_eq!(bound.path(), Ok("/calls/reset"));
        // Its result is a resource like any other.
        let below = import.segment("value").operation("reset");
        assert_eq!(below.path(), Ok("/resetAll/value/reset"));
    }

    #[test]
    fn aliases_stand_behind_the_whole_path() {
        let function =
            |target: Target, text: &'static str| target.parameters(|path| path.push_str(text));
        let first = function(Target::root("f"), "(p=@p)?@p='a%2Fb'");
        let below = first.segment("delta").key("1");
        assert_eq!(below.path(), Ok("/f(p=@p)/delta/1?@p='a%2Fb'"));
        let second = function(first.segment("g"), "(q=@q)?@q=1");
        assert_eq!(second.path(), Ok("/f(p=@p)/g(q=@q)?@q=1&@p='a%2Fb'"));
    }

    #[test]
    fn named_keys_are_literals() {
        let key = Key::named([("joinWebUrl", "https://x/?a='b'")]);
        assert_eq!(
            Target::root("c")
                .segment("onlineMeetings")
                .key(key)
                .path()
                .unwrap(),
            "/c/onlineMeetings(joinWebUrl='https%3A%2F%2Fx%2F%3Fa%3D%27%27b%27%27')"
        );
    }
}
