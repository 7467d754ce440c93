//! Query options (OData URL Conventions, section 5).

use super::apply::Apply;
use super::expand::Expand;
use super::expr::Expr;
use super::filter::Filter;
use super::path::PropertyPath;
use super::target::TargetError;
use super::url::encode_into;

/// The direction of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// From the least value up.
    Ascending,
    /// From the greatest value down.
    Descending,
}

impl Direction {
    /// An item of `$orderby`.
    pub fn of(self, by: Expr) -> Result<String, TargetError> {
        let by = by.into_term().text()?;
        Ok(match self {
            Self::Descending => format!("{by} desc"),
            Self::Ascending => by,
        })
    }
}

/// A value with the name that it gets: `price mul 2 as double`.
pub(super) fn computed(value: Expr, name: &str) -> Result<String, TargetError> {
    let value = value.into_term().text()?;
    let name = PropertyPath::variable(name);
    Ok(format!("{value} as {}", name.text()?))
}

/// The query options of a request, in the order in which they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Names and values, not encoded.
    options: Vec<(String, String)>,
    /// The first name that is not valid.
    error: Option<TargetError>,
}

impl Query {
    /// Sets an option, such as `$top`, and replaces its previous value.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let value = value.into();
        match self.option(name) {
            Some(old) => *old = value,
            None => self.options.push((name.to_owned(), value)),
        }
    }

    /// The value of an option.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.options.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether no option is set.
    pub fn is_empty(&self) -> bool {
        self.options.is_empty() && self.error.is_none()
    }

    pub(crate) fn select<P: Into<PropertyPath>>(&mut self, paths: impl IntoIterator<Item = P>) {
        for path in paths {
            let path = path.into();
            self.push("$select", path.text().map(str::to_owned));
        }
    }

    pub(crate) fn expand(&mut self, expand: &Expand) {
        self.push("$expand", expand.text());
    }

    pub(super) fn order_by(&mut self, by: Expr, direction: Direction) {
        self.push("$orderby", direction.of(by));
    }

    pub(super) fn apply(&mut self, apply: &Apply) {
        match apply.text() {
            Ok(text) => self.set("$apply", text),
            Err(error) => self.fail(error),
        }
    }

    pub(super) fn compute(&mut self, value: Expr, name: &str) {
        self.push("$compute", computed(value, name));
    }

    pub(crate) fn filter(&mut self, filter: Filter) {
        let filter = match self.get("$filter") {
            Some(before) => Filter::raw(before).and(filter),
            None => filter,
        };
        match filter.as_str() {
            Ok(text) => self.set("$filter", text),
            Err(error) => self.fail(error),
        }
    }

    /// Appends to an option that is a list.
    fn push(&mut self, name: &str, item: Result<String, TargetError>) {
        match (item, self.option(name)) {
            (Ok(item), Some(list)) => {
                list.push(',');
                list.push_str(&item);
            }
            (Ok(item), None) => self.set(name, item),
            (Err(error), _) => self.fail(error),
        }
    }

    fn option(&mut self, name: &str) -> Option<&mut String> {
        let mut all = self.options.iter_mut();
        all.find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn fail(&mut self, error: TargetError) {
        self.error.get_or_insert(error);
    }

    fn valid(&self) -> Result<&[(String, String)], TargetError> {
        match &self.error {
            Some(error) => Err(error.clone()),
            None => Ok(&self.options),
        }
    }

    /// The options of an expansion, not encoded.
    pub(crate) fn nested(&self) -> Result<String, TargetError> {
        let options = self.valid()?.iter();
        let options: Vec<String> = options
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        Ok(options.join(";"))
    }

    /// Appends the options to a path, which may have a query already.
    pub(crate) fn append_to(&self, path: &mut String) -> Result<(), TargetError> {
        for (name, value) in self.valid()? {
            path.push(if path.contains('?') { '&' } else { '?' });
            match name.strip_prefix('$') {
                Some(name) => {
                    path.push('$');
                    encode_into(path, name);
                }
                None => encode_into(path, name),
            }
            path.push('=');
            encode_into(path, value);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_gets_out_of_a_value() {
        let mut query = Query::default();
        query.set("$top", "5");
        query.set("$filter", "a eq 'x&$top=9#'");
        query.set("$top", "7");
        let mut path = "/f(p=@p)?@p=1".to_owned();
        query.append_to(&mut path).unwrap();
        assert_eq!(
            path,
            "/f(p=@p)?@p=1&$top=7&$filter=a%20eq%20%27x%26%24top%3D9%23%27"
        );
    }

    #[test]
    fn lists_grow_and_conditions_add_up() {
        let mut query = Query::default();
        query.select(["a", "b"]);
        query.select(["c"]);
        query.filter(Filter::eq("a", 1).or(Filter::eq("b", 2)));
        query.filter(Filter::raw("c eq 3 or d eq 4"));
        query.filter(Filter::eq("e", 5));
        assert_eq!(query.get("$select"), Some("a,b,c"));
        assert_eq!(
            query.get("$filter"),
            Some("((a eq 1 or b eq 2) and (c eq 3 or d eq 4)) and e eq 5")
        );
    }

    #[test]
    fn a_fault_is_told_when_the_path_is_asked_for() {
        let mut query = Query::default();
        query.select(["a", "b&$top=1"]);
        query.select(["c"]);
        assert!(query.append_to(&mut String::new()).is_err());
        assert!(!query.is_empty());
    }
}
