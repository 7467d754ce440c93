//! Related entities in the answer: in goes a navigation property and what of it is wanted;
//! out comes a part of `$expand`.

use super::filter::Filter;
use super::path::PropertyPath;
use super::query::Query;
use crate::target::TargetError;

/// Related entities that the answer is to hold, too (`$expand`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an expansion is a value; a request's `expand` adds it"]
pub struct Expand {
    path: PropertyPath,
    query: Query,
}

impl Expand {
    /// The entities that this navigation property leads to.
    pub fn new(path: impl Into<PropertyPath>) -> Self {
        Self {
            path: path.into(),
            query: Query::default(),
        }
    }

    /// Of each of them these properties alone; more with each call.
    pub fn select<P: Into<PropertyPath>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.query.select(paths);
        self
    }

    /// With what this leads to, in turn; more with each call.
    pub fn expand(mut self, expand: impl Into<Expand>) -> Self {
        self.query.expand(&expand.into());
        self
    }

    /// Those alone for which this holds; with each call one condition more.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.query.filter(filter);
        self
    }

    /// In ascending order of this property, after those that were named before.
    pub fn order_by(mut self, path: impl Into<PropertyPath>) -> Self {
        self.query.order_by(&path.into(), false);
        self
    }

    /// In descending order of this property, after those that were named before.
    pub fn order_by_desc(mut self, path: impl Into<PropertyPath>) -> Self {
        self.query.order_by(&path.into(), true);
        self
    }

    /// At most so many.
    pub fn top(mut self, number: u64) -> Self {
        self.query.set("$top", number.to_string());
        self
    }

    /// Without the first so many.
    pub fn skip(mut self, number: u64) -> Self {
        self.query.set("$skip", number.to_string());
        self
    }

    /// With or without the number of all of them.
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
