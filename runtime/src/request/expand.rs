//! Related entities in a response (`$expand`).

use super::filter::Filter;
use super::path::PropertyPath;
use super::query::{Direction, Query};
use super::target::TargetError;

/// Related entities that the response includes (`$expand`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an expansion is a value; a request's `expand` adds it"]
pub struct Expand {
    path: PropertyPath,
    query: Query,
}

impl Expand {
    /// The entities that a navigation property leads to.
    pub fn new(path: impl Into<PropertyPath>) -> Self {
        Self {
            path: path.into(),
            query: Query::default(),
        }
    }

    /// Only these properties of each entity (`$select`). Further uses add properties.
    pub fn select<P: Into<PropertyPath>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.query.select(paths);
        self
    }

    /// Includes entities related to these, in turn (`$expand`). Further uses add more.
    pub fn expand(mut self, expand: impl Into<Expand>) -> Self {
        self.query.expand(&expand.into());
        self
    }

    /// Only the entities that match (`$filter`). Further uses add conditions.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.query.filter(filter);
        self
    }

    /// Ascending order of this property, after the properties of earlier uses (`$orderby`).
    pub fn order_by(mut self, path: impl Into<PropertyPath>) -> Self {
        self.query.order_by(&path.into(), Direction::Ascending);
        self
    }

    /// Descending order of this property, after the properties of earlier uses (`$orderby`).
    pub fn order_by_desc(mut self, path: impl Into<PropertyPath>) -> Self {
        self.query.order_by(&path.into(), Direction::Descending);
        self
    }

    /// At most this number of entities (`$top`).
    pub fn top(mut self, number: u64) -> Self {
        self.query.set("$top", number.to_string());
        self
    }

    /// Leaves out this number of entities at the start (`$skip`).
    pub fn skip(mut self, number: u64) -> Self {
        self.query.set("$skip", number.to_string());
        self
    }

    /// Whether the number of all entities is included (`$count`).
    pub fn count(mut self, wanted: bool) -> Self {
        self.query.set("$count", wanted.to_string());
        self
    }

    /// `name($select=…;$top=…)`, not percent-encoded.
    pub(crate) fn text(&self) -> Result<String, TargetError> {
        let path = self.path.text()?;
        let options = self.query.nested()?;
        Ok(match options.is_empty() {
            true => path.to_owned(),
            false => format!("{path}({options})"),
        })
    }
}

impl<P: Into<PropertyPath>> From<P> for Expand {
    fn from(path: P) -> Self {
        Self::new(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_nest() {
        let expand = Expand::new("sessions")
            .select(["id"])
            .filter(Filter::eq("a", "x;y)"))
            .order_by_desc("start")
            .top(5)
            .expand(Expand::new("segments").skip(1).count(true))
            .expand("caller");
        assert_eq!(
            expand.text().unwrap(),
            "sessions($select=id;$filter=a eq 'x;y)';$orderby=start desc;$top=5;\
             $expand=segments($skip=1;$count=true),caller)"
        );
        assert_eq!(Expand::from("a").text().unwrap(), "a");
        assert!(Expand::new("a").expand("b)").text().is_err());
        assert!(Expand::new("a($top=1)").text().is_err());
    }
}
