//! Paths of properties in query options.

use std::borrow::Cow;

use super::target::TargetError;
use crate::model::{Model, Property};

/// A property, or a path of properties such as `source/identity/user`.
///
/// It is made from a property constant, or from text for a name that the metadata lacks, a
/// cast such as `microsoft.graph.user/displayName`, or `participants/$count`. A text with
/// anything but names and slashes is reported by [`Request::path`](super::Request::path).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyPath(Result<Cow<'static, str>, TargetError>);

impl PropertyPath {
    /// The property below this one, such as the `identity` of a `source`.
    pub fn at(self, next: impl Into<PropertyPath>) -> Self {
        Self(self.0.and_then(|path| {
            let next = next.into().0?;
            Ok(format!("{path}/{next}").into())
        }))
    }

    /// The number of items of the collection that this is, to be compared in a filter.
    pub fn count(self) -> Self {
        self.at("$count")
    }

    /// The path, if it is valid.
    pub(crate) fn text(&self) -> Result<&str, TargetError> {
        match &self.0 {
            Ok(text) => Ok(text),
            Err(error) => Err(error.clone()),
        }
    }

    /// A name without slashes: the range variable of a lambda expression, or the name of a computed
    /// member.
    pub(crate) fn variable(name: &str) -> Self {
        match name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            true => Self::from(name),
            false => Self::unsafe_name(name),
        }
    }

    fn unsafe_name(name: &str) -> Self {
        Self(Err(TargetError::UnsafeName {
            name: name.to_owned(),
        }))
    }
}

impl<T: Model> Property<T> {
    /// The property below this one, such as the `identity` of a `source`.
    pub fn at(self, next: impl Into<PropertyPath>) -> PropertyPath {
        PropertyPath::from(self).at(next)
    }
}

impl<T: Model> From<Property<T>> for PropertyPath {
    fn from(property: Property<T>) -> Self {
        Self(Ok(property.name().into()))
    }
}

impl From<&str> for PropertyPath {
    fn from(text: &str) -> Self {
        let is_sound = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '$' | '*');
        let mut steps = text.split('/');
        match steps.all(|step| !step.is_empty() && step.chars().all(is_sound)) {
            true => Self(Ok(text.to_owned().into())),
            false => Self::unsafe_name(text),
        }
    }
}

impl From<String> for PropertyPath {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_of_names_alone() {
        for good in ["state", "a/b/c", "ns.user/name", "participants/$count", "*"] {
            assert_eq!(PropertyPath::from(good).text().unwrap(), good);
        }
        for bad in [
            "", "a,b", "a b", "a)", "a;$top=1", "a'", "/a", "a//b", "a=b",
        ] {
            assert!(PropertyPath::from(bad).text().is_err(), "{bad:?}");
            assert!(PropertyPath::from("a").at(bad).text().is_err(), "{bad:?}");
        }
        assert!(PropertyPath::variable("a/b").text().is_err());
        assert!(PropertyPath::variable("").text().is_err());
        assert_eq!(PropertyPath::from("a").count().text().unwrap(), "a/$count");
    }
}
