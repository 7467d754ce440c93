//! Query options and preferences of requests, where the kind of the response supports them.

use super::expand::Expand;
use super::filter::Filter;
use super::path::PropertyPath;
use super::query::Direction;
use super::response_kind::{Listed, Shaped};
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
}

impl<K: Listed> Request<K> {
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

    /// Only the items that match a free-text search (`$search`). Phrases are in double
    /// quotes.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::Method;
    use crate::request::Target;
    use crate::request::{Get, Invoke, List};
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
