//! Related entities in a response (`$expand`).

use super::expr::Expr;
use super::filter::Filter;
use super::path::PropertyPath;
use super::query::{Direction, Query};
use super::search::Search;
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

    /// Ascending order of this property or expression, after those of earlier uses (`$orderby`).
    pub fn order_by(mut self, path: impl Into<Expr>) -> Self {
        self.query.order_by(path.into(), Direction::Ascending);
        self
    }

    /// Descending order of this property or expression, after those of earlier uses (`$orderby`).
    pub fn order_by_desc(mut self, path: impl Into<Expr>) -> Self {
        self.query.order_by(path.into(), Direction::Descending);
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

    /// Only the entities that match a free-text search (`$search`).
    pub fn search(mut self, expression: Search) -> Self {
        self.query.set("$search", expression);
        self
    }

    /// Adds a member of this name and value to each entity (`$compute`, OData 4.01). Further uses
    /// add more.
    pub fn compute(mut self, value: impl Into<Expr>, name: &str) -> Self {
        self.query.compute(value.into(), name);
        self
    }

    /// Includes the entities below these by the same navigation property, too, down to this level:
    /// 1 are those of the property itself (`$levels`).
    pub fn levels(mut self, number: u32) -> Self {
        self.query.set("$levels", number.to_string());
        self
    }

    /// Includes the entities below these by the same navigation property, too, as deep as the
    /// service goes (`$levels=max`).
    pub fn levels_max(mut self) -> Self {
        self.query.set("$levels", "max");
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
        let expand = Expand::new("reports")
            .levels(2)
            .search(Search::word("x").or(Search::phrase("y;)")))
            .compute(Expr::year("since"), "year");
        assert_eq!(
            expand.text().unwrap(),
            "reports($levels=2;$search=x OR \"y;)\";$compute=year(since) as year)"
        );
        assert_eq!(
            Expand::new("reports").levels_max().text().unwrap(),
            "reports($levels=max)"
        );
        assert_eq!(Expand::from("a").text().unwrap(), "a");
        assert!(Expand::new("a").expand("b)").text().is_err());
        assert!(Expand::new("a($top=1)").text().is_err());
    }
}
