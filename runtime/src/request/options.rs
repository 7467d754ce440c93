//! Query options and preferences of requests, where the kind of the response supports them.

use super::expand::Expand;
use super::expr::Expr;
use super::filter::Filter;
use super::path::PropertyPath;
use super::query::Direction;
use super::response_kind::{Filtered, Listed, Shaped};
use super::{Request, ResponseKind};

impl<K: ResponseKind> Request<K> {
    /// The same request with a preference (`Prefer`), such as `odata.maxpagesize=50`.
    pub fn prefer(self, preference: impl Into<String>) -> Self {
        self.header("Prefer", preference)
    }

    /// Whether the response may hold enumeration members that are newer than the API version,
    /// instead of what the client is set to
    /// (`Prefer: include-unknown-enum-members`).
    pub fn unknown_enum_members(mut self, wanted: bool) -> Self {
        self.unknown_enum_members = Some(wanted);
        self
    }
}

impl<K: ResponseKind> Request<K> {
    /// An option that the service defines itself, such as `includeHiddenMessages=true`. It replaces
    /// one of the same name.
    pub fn query_option(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.set(name, value);
        self
    }
}

impl<K: Shaped> Request<K> {
    /// Only these properties of each entity (`$select`). Further uses add properties.
    pub fn select<P: Into<PropertyPath>>(mut self, paths: impl IntoIterator<Item = P>) -> Self {
        self.query.select(paths);
        self
    }

    /// Includes the entities that a navigation property leads to (`$expand`). Further uses
    /// add more.
    pub fn expand(mut self, expand: impl Into<Expand>) -> Self {
        self.query.expand(&expand.into());
        self
    }

    /// Adds a member of this name and value to each entity (`$compute`, OData 4.01). Further uses
    /// add more. A service returns it if `$select` names it; it is in `extra`.
    ///
    /// ```
    /// # use msgraph_runtime::request::{Expr, List, Target};
    /// # let list: List<msgraph_runtime::RawJson> = List::of(&Target::root("books"));
    /// let list = list
    ///     .compute(Expr::mul("price", 2), "double")
    ///     .select(["title", "double"])
    ///     .order_by("double");
    /// assert_eq!(list.query().get("$compute"), Some("price mul 2 as double"));
    /// ```
    pub fn compute(mut self, value: impl Into<Expr>, name: &str) -> Self {
        self.query.compute(value.into(), name);
        self
    }
}

impl<K: Filtered> Request<K> {
    /// Only the items that match (`$filter`). Further uses add conditions.
    pub fn filter(mut self, filter: Filter) -> Self {
        self.query.filter(filter);
        self
    }

    /// Only the items that match an expression (`$filter`), which is sent unchecked: it must
    /// not contain text from outside.
    pub fn filter_raw(self, expression: impl Into<String>) -> Self {
        self.filter(Filter::raw(expression))
    }

    /// Only the items that match a free-text search (`$search`): a [`Search`](super::Search), or a
    /// text in the notation of the service, in which phrases are in double quotes.
    pub fn search(mut self, expression: impl Into<String>) -> Self {
        self.query.set("$search", expression);
        self
    }

    /// Allows results from an index that may lag behind, which supports more kinds of queries
    /// (`ConsistencyLevel: eventual`). The header is sent for the next pages, too.
    pub fn consistency_eventual(self) -> Self {
        self.header("ConsistencyLevel", "eventual")
    }
}

impl<K: Listed> Request<K> {
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

    /// At most this number of items; some services use it as the size of a page (`$top`).
    pub fn top(mut self, number: u64) -> Self {
        self.query.set("$top", number.to_string());
        self
    }

    /// Leaves out this number of items at the start (`$skip`).
    pub fn skip(mut self, number: u64) -> Self {
        self.query.set("$skip", number.to_string());
        self
    }

    /// Whether [`Page::count`](crate::request::Page::count) holds the number of all items
    /// (`$count`).
    pub fn count(mut self, wanted: bool) -> Self {
        self.query.set("$count", wanted.to_string());
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Method;
    use crate::request::Target;
    use crate::request::{Count, Get, Invoke, List, Search};
    use crate::{Page, RawJson};
    use proptest::prelude::*;

    fn list() -> List<RawJson> {
        Request::new(Method::Get, Target::root("calls"))
    }

    /// The options of a path as a strict reader finds them.
    fn options(path: &str) -> Vec<(String, String)> {
        let (_, query) = path.split_once('?').unwrap();
        let parts = query.split('&').map(|part| part.split_once('=').unwrap());
        parts
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect()
    }

    fn decoded(text: &str) -> String {
        let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
        loop {
            match rest {
                [] => return String::from_utf8(bytes).unwrap(),
                [b'%', high, low, more @ ..] => {
                    let hex = |digit: &u8| char::from(*digit).to_digit(16).unwrap() as u8;
                    bytes.push(hex(high) * 16 + hex(low));
                    rest = more;
                }
                [b'#' | b'+' | b' ' | b'\'' | b'"', ..] => panic!("{text} is not encoded"),
                [byte, more @ ..] => {
                    bytes.push(*byte);
                    rest = more;
                }
            }
        }
    }

    #[test]
    fn every_option_is_written_once() {
        let list = list()
            .select(["id", "state"])
            .expand(Expand::new("participants").top(1))
            .filter(Filter::eq("state", "established"))
            .order_by("a")
            .order_by_desc("b")
            .top(5)
            .skip(6)
            .count(true)
            .search("\"x y\"");
        let path = list.path().unwrap();
        let found = options(&path);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(
            found,
            [
                ("$select", "id,state"),
                ("$expand", "participants($top=1)"),
                ("$filter", "state eq 'established'"),
                ("$orderby", "a,b desc"),
                ("$top", "5"),
                ("$skip", "6"),
                ("$count", "true"),
                ("$search", "\"x y\""),
            ]
        );
    }

    #[test]
    fn what_is_counted_can_be_filtered_and_searched() {
        let count = Count::of(&Target::root("books"))
            .filter(Filter::gt(Expr::length("title"), 9))
            .filter(Filter::eq("isNew", true))
            .search(Search::phrase("blue sea").and(!Search::word("red")));
        let path = count.path().unwrap();
        assert!(path.starts_with("/books/$count?"), "{path}");
        let expected = [
            ("$filter", "(length(title) gt 9) and isNew eq true"),
            ("$search", "\"blue sea\" AND NOT red"),
        ];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(options(&path), expected);
    }

    #[test]
    fn orders_and_members_are_computed() {
        let list = list()
            .compute(Expr::mul("price", 2), "double")
            .compute(Expr::to_upper("name"), "loud")
            .order_by_desc(Expr::length("title"))
            .order_by(Expr::to_lower("name"))
            .order_by(Filter::is_null("end"))
            .query_option("include", "a&b");
        let query = list.query();
        assert_eq!(
            query.get("$compute"),
            Some("price mul 2 as double,toupper(name) as loud")
        );
        assert_eq!(
            query.get("$orderby"),
            Some("length(title) desc,tolower(name),end eq null")
        );
        assert!(list.path().unwrap().ends_with("&include=a%26b"));
        for bad in ["", "a b", "a,b", "a/b", "$a"] {
            assert!(
                list.clone().compute("price", bad).path().is_err(),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn entities_and_functions_have_what_fits_them() {
        let get: Get<RawJson> = Request::new(Method::Get, Target::root("call"));
        assert_eq!(
            get.select(["id"]).expand("a").path().unwrap(),
            "/call?$select=id&$expand=a"
        );
        let invoke: Invoke<Page<RawJson>> = Request::new(Method::Get, Target::at("/f(a=@a)?@a=1"));
        assert_eq!(invoke.top(2).path().unwrap(), "/f(a=@a)?@a=1&$top=2");
    }

    proptest! {
        #[test]
        fn nothing_leaves_its_option(text in any::<String>(), odd in "[&=#%+?;'/$ ]{0,8}") {
            let list = list()
                .filter(Filter::eq("a", &text).or(Filter::ends_with("b", &odd)))
                .expand(Expand::new("c").filter(Filter::ne("d", &odd)))
                .search(&text)
                .top(1);
            let found = options(&list.path().unwrap());
            let doubled = |text: &str| text.replace('\'', "''");
            prop_assert_eq!(found.len(), 4);
            prop_assert_eq!(
                &found[0].1,
                &format!("a eq '{}' or endswith(b,'{}')", doubled(&text), doubled(&odd))
            );
            prop_assert_eq!(&found[1].1, &format!("c($filter=d ne '{}')", doubled(&odd)));
            prop_assert_eq!(&found[2].1, &text);
        }
    }
}
