//! Collections that are transformed, and read as types of the user.

use serde::de::DeserializeOwned;

use super::apply::Apply;
use super::response_kind::Listed;
use super::{List, Request};
use crate::model::Row;

impl<K: Listed> Request<K> {
    /// Transforms the collection (`$apply`), before filters, orders and other options apply.
    ///
    /// What comes out of a transformation that aggregates are rows, which [`rows`](Self::rows)
    /// reads.
    pub fn apply(mut self, apply: impl Into<Apply>) -> Self {
        self.query.apply(&apply.into());
        self
    }

    /// Reads the items as a type of your own: rows that `$apply` makes, or a part of an entity. All
    /// else of the request stays, and pages follow each other as they do for entities.
    ///
    /// ```
    /// # use msgraph_runtime::RawJson;
    /// # use msgraph_runtime::request::{Aggregate, Apply, List, Row, Target};
    /// #[derive(Clone, serde::Deserialize)]
    /// struct Sales {
    ///     genre: String,
    ///     total: f64,
    /// }
    ///
    /// # let list: List<RawJson> = List::of(&Target::root("books"));
    /// // With generated code: `client.books().list()`.
    /// let sales: List<Row<Sales>> = list
    ///     .apply(Apply::new().group_by(["genre"], [Aggregate::sum("price", "total")]))
    ///     .rows();
    /// # assert!(sales.path().is_ok());
    /// ```
    pub fn rows<R: DeserializeOwned + Clone + 'static>(self) -> List<Row<R>> {
        self.of_kind()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{from_str, to_string};
    use crate::request::{Aggregate, Page, Target};
    use crate::{Method, RawJson};
    use serde::Deserialize;

    #[derive(Clone, Debug, PartialEq, Deserialize)]
    struct Sales {
        genre: Option<String>,
        total: f64,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Clone, Debug, PartialEq, Deserialize)]
    struct Part {
        number: u8,
    }

    type Rows = Page<Row<Sales>>;

    #[test]
    fn rows_are_read_as_types_of_the_user() {
        let text = r#"{"@odata.context":"$metadata#Books(genre,total)","value":[{"genre":"sea","total":12.5,"@odata.id":null},{"total":3,"genre":null,"parts":[{"number":1}]}],"@odata.nextLink":"https://x/?$skip=2"}"#;
        let page: Rows = from_str(text).unwrap();
        let rows = page.value.as_deref().unwrap_or_default();
        assert_eq!(rows[0].total, 12.5);
        assert_eq!(rows[0].genre.as_deref(), Some("sea"));
        assert_eq!(
            rows[0].json().as_str(),
            r#"{"genre":"sea","total":12.5,"@odata.id":null}"#
        );
        let last = rows[1].clone().into_value();
        assert_eq!((last.genre, last.parts), (None, vec![Part { number: 1 }]));
        assert_eq!(page.next_link.as_deref(), Some("https://x/?$skip=2"));
        let same = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(same(&to_string(&page)), same(text));
    }

    #[test]
    fn a_value_that_does_not_fit_is_named() {
        for (row, path, expected, found) in [
            (
                r#"{"total":"much"}"#,
                "value[1].total",
                "f64",
                "the text \"much\"",
            ),
            (r#"{ "total" : null }"#, "value[1].total", "f64", "null"),
            (r#"{"total": [1, 2] }"#, "value[1].total", "f64", "a list"),
            (r#"{"total":{"a":1}}"#, "value[1].total", "f64", "an object"),
            (
                "{\"total\":1,\n \"parts\":[{\"number\":1},\n{\"number\":300}]}",
                "value[1].parts[1].number",
                "u8",
                "the number 300",
            ),
            (
                r#"{"total":1,"parts":[{}]}"#,
                "value[1].parts[0]",
                "a value that fits (missing field `number`)",
                "an object",
            ),
            (
                r#"{"genre":"\"]},","parts":[]}"#,
                "value[1]",
                "a value that fits (missing field `total`)",
                "an object",
            ),
            (
                r#"{"total":1,"genre":true}"#,
                "value[1].genre",
                "a string",
                "true",
            ),
            ("7", "value[1]", "struct Sales", "the number 7"),
        ] {
            let text = format!("{{\"value\":[{{\"total\":1}},{row}]}}");
            let error = from_str::<Rows>(&text).unwrap_err();
            let told = (error.path(), error.expected(), error.found());
            assert_eq!(told, (path, expected, found), "{row}");
        }
    }

    #[test]
    fn a_request_for_rows_keeps_what_was_set() {
        let list: List<RawJson> = Request::new(Method::Get, Target::root("books"));
        let rows = list
            .apply(Apply::new().group_by(["genre"], [Aggregate::sum("price", "total")]))
            .order_by_desc("total")
            .header("ConsistencyLevel", "eventual")
            .rows::<Sales>();
        let query = rows.query();
        let expected = "groupby((genre),aggregate(price with sum as total))";
        assert_eq!(query.get("$apply"), Some(expected));
        assert_eq!(query.get("$orderby"), Some("total desc"));
        assert_eq!(
            rows.headers().collect::<Vec<_>>(),
            [("ConsistencyLevel", "eventual")]
        );
        assert!(rows.path().unwrap().starts_with("/books?$apply=groupby"));
    }

    #[test]
    fn lenient_reading_leaves_out_what_does_not_fit() {
        let text = r#"{"value":[{"total":"x"},{"total":1}]}"#;
        let page: Rows = crate::from_str_with(text, crate::Mode::Lenient).unwrap();
        let totals: Vec<f64> = page.value.unwrap().iter().map(|row| row.total).collect();
        assert_eq!(totals, [1.0]);
    }
}
