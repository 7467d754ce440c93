//! Transformations of a collection into rows (OData Extension for Data Aggregation 4.0).

mod aggregate;

use super::expr::Expr;
use super::filter::Filter;
use super::literal::Literal;
use super::path::PropertyPath;
use super::query::{Direction, computed};
use super::search::Search;
use super::target::TargetError;

pub use self::aggregate::{Aggregate, Grouping};

/// A sequence of transformations, each of what the one before made (`$apply`).
///
/// The rows that come out are no entities: a request's `rows` reads them as a type of your own.
///
/// ```
/// # use msgraph_runtime::request::{Aggregate, Apply, Filter};
/// let apply = Apply::new()
///     .filter(Filter::gt("stock", 0))
///     .group_by(["genre"], [Aggregate::sum("price", "total"), Aggregate::count("books")])
///     .order_by_desc("total")
///     .top(3);
/// assert_eq!(
///     apply.text().unwrap(),
///     "filter(stock gt 0)/groupby((genre),aggregate(price with sum as total,$count as books))\
///      /orderby(total desc)/top(3)"
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a transformation is a value; a request's `apply` sets it"]
pub struct Apply {
    steps: Vec<Step>,
    /// The first name that is not valid.
    error: Option<TargetError>,
}

/// One transformation.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    /// The items of `orderby`.
    OrderBy(String),
    /// Any other transformation.
    Other(String),
}

macro_rules! extremes {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(self, amount: impl Into<Literal>, of: impl Into<Expr>) -> Self {
            let (amount, of) = (amount.into(), of.into().into_term().text());
            self.step($wire, of.map(|of| format!("{},{of}", amount.as_str())))
        }
    )*};
}

impl Apply {
    /// No transformation (`identity`).
    pub fn new() -> Self {
        Self::default()
    }

    /// Only the items that match.
    pub fn filter(self, filter: Filter) -> Self {
        self.step("filter", filter.into_term().text())
    }

    /// Only the items that match a free-text search.
    pub fn search(self, search: Search) -> Self {
        self.step("search", Ok(search.into()))
    }

    /// One row that has these values of all items (`aggregate`).
    pub fn aggregate(self, values: impl IntoIterator<Item = Aggregate>) -> Self {
        let texts = values.into_iter().map(Aggregate::into_text);
        self.step("aggregate", joined(texts))
    }

    /// For each combination of values of these properties, the rows that `then` makes of the items
    /// that have it (`groupby`). Aggregates convert to what makes one row of them, and
    /// [`Apply::new`] leaves the combinations alone.
    pub fn group_by<G: Into<Grouping>>(
        self,
        by: impl IntoIterator<Item = G>,
        then: impl Into<Apply>,
    ) -> Self {
        let then = then.into();
        let by = joined(by.into_iter().map(|by| by.into().into_text()));
        let text = by.and_then(|by| {
            Ok(match then.steps.is_empty() && then.error.is_none() {
                true => format!("({by})"),
                false => format!("({by}),{}", then.text()?),
            })
        });
        self.step("groupby", text)
    }

    /// Adds a member of this name and value to each item (`compute`).
    pub fn compute(self, value: impl Into<Expr>, name: &str) -> Self {
        self.step("compute", computed(value.into(), name))
    }

    /// Ascending order of this property or expression, after those of uses right before
    /// (`orderby`).
    pub fn order_by(self, by: impl Into<Expr>) -> Self {
        self.order(Direction::Ascending.of(by.into()))
    }

    /// Descending order of this property or expression, after those of uses right before
    /// (`orderby`).
    pub fn order_by_desc(self, by: impl Into<Expr>) -> Self {
        self.order(Direction::Descending.of(by.into()))
    }

    /// At most this number of items from the start.
    pub fn top(self, number: u64) -> Self {
        self.step("top", Ok(number.to_string()))
    }

    /// Leaves out this number of items at the start.
    pub fn skip(self, number: u64) -> Self {
        self.step("skip", Ok(number.to_string()))
    }

    extremes! {
        /// So many items with the greatest values (`topcount`).
        top_count = "topcount";
        /// So many items with the least values (`bottomcount`).
        bottom_count = "bottomcount";
        /// The items with the greatest values that add up to this sum (`topsum`).
        top_sum = "topsum";
        /// The items with the least values that add up to this sum (`bottomsum`).
        bottom_sum = "bottomsum";
        /// The items with the greatest values that add up to this part of the sum of all, in
        /// percent (`toppercent`).
        top_percent = "toppercent";
        /// The items with the least values that add up to this part of the sum of all, in percent
        /// (`bottompercent`).
        bottom_percent = "bottompercent";
    }

    /// The results of several transformations of the same items, one after the other.
    pub fn concat(self, parts: impl IntoIterator<Item = Apply>) -> Self {
        self.step("concat", joined(parts.into_iter().map(|part| part.text())))
    }

    /// A transformation as text, such as one that the service defines. It is sent unchecked: it
    /// must not contain text from outside.
    pub fn raw(mut self, transformation: impl Into<String>) -> Self {
        self.steps.push(Step::Other(transformation.into()));
        self
    }

    /// The value of `$apply`, not percent-encoded.
    ///
    /// # Errors
    ///
    /// If a name in it is not valid.
    pub fn text(&self) -> Result<String, TargetError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let steps = self.steps.iter().map(|step| match step {
            Step::OrderBy(items) => format!("orderby({items})"),
            Step::Other(text) => text.clone(),
        });
        let steps: Vec<String> = steps.collect();
        Ok(match steps.is_empty() {
            true => "identity".to_owned(),
            false => steps.join("/"),
        })
    }

    fn step(mut self, name: &str, arguments: Result<String, TargetError>) -> Self {
        match arguments {
            Ok(arguments) => self.steps.push(Step::Other(format!("{name}({arguments})"))),
            Err(error) => drop(self.error.get_or_insert(error)),
        }
        self
    }

    fn order(mut self, item: Result<String, TargetError>) -> Self {
        match (item, self.steps.last_mut()) {
            (Ok(item), Some(Step::OrderBy(items))) => {
                items.push(',');
                items.push_str(&item);
            }
            (Ok(item), _) => self.steps.push(Step::OrderBy(item)),
            (Err(error), _) => drop(self.error.get_or_insert(error)),
        }
        self
    }
}

impl<const N: usize> From<[Aggregate; N]> for Apply {
    /// One row that has these values.
    fn from(values: [Aggregate; N]) -> Self {
        Self::new().aggregate(values)
    }
}

impl From<Vec<Aggregate>> for Apply {
    /// One row that has these values.
    fn from(values: Vec<Aggregate>) -> Self {
        Self::new().aggregate(values)
    }
}

/// The texts, with commas between them.
fn joined(texts: impl Iterator<Item = Result<String, TargetError>>) -> Result<String, TargetError> {
    Ok(texts
        .collect::<Result<Vec<String>, TargetError>>()?
        .join(","))
}

/// A name that a row gives to a value.
fn alias(name: &str) -> Result<String, TargetError> {
    PropertyPath::variable(name).text().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::request::{List, Request, Target};
    use crate::{Method, RawJson};
    use proptest::prelude::*;

    fn text(apply: impl Into<Apply>) -> String {
        apply.into().text().unwrap()
    }

    #[test]
    fn transformations_are_a_sequence() {
        assert_eq!(text(Apply::new()), "identity");
        let apply = Apply::new()
            .search(Search::word("sea"))
            .filter(Filter::eq("genre", "a/b,(c)").or(Filter::is_null("genre")))
            .compute(Expr::mul("price", Expr::path("stock")), "worth")
            .order_by("genre")
            .order_by_desc(Expr::length("title"))
            .skip(1)
            .top(2)
            .order_by("title")
            .raw("shop.Trend(by=1)");
        assert_eq!(
            text(apply),
            "search(sea)/filter(genre eq 'a/b,(c)' or genre eq null)/\
             compute(price mul stock as worth)/orderby(genre,length(title) desc)/skip(1)/top(2)/\
             orderby(title)/shop.Trend(by=1)"
        );
        let ends = Apply::new()
            .top_count(2, "price")
            .bottom_count(3, Expr::mul("price", 2))
            .top_sum(15.5, "price")
            .bottom_sum(15, "price")
            .top_percent(50, "price")
            .bottom_percent(10, "price");
        assert_eq!(
            text(ends),
            "topcount(2,price)/bottomcount(3,price mul 2)/topsum(15.5,price)/bottomsum(15,price)/\
             toppercent(50,price)/bottompercent(10,price)"
        );
    }

    #[test]
    fn groups_are_transformed_in_turn() {
        assert_eq!(
            text(Apply::new().group_by(["a", "b/c"], Apply::new())),
            "groupby((a,b/c))"
        );
        let nested = Apply::new().group_by(
            ["country"],
            Apply::new()
                .top_count(1, "amount")
                .aggregate([Aggregate::max("amount", "most")]),
        );
        assert_eq!(
            text(nested),
            "groupby((country),topcount(1,amount)/aggregate(amount with max as most))"
        );
        let rollup = Apply::new().group_by(
            [Grouping::rollup(["$all", "country", "city"]), "year".into()],
            vec![Aggregate::average("amount", "mean")],
        );
        assert_eq!(
            text(rollup),
            "groupby((rollup($all,country,city),year),aggregate(amount with average as mean))"
        );
        let parts = Apply::new().concat([
            Apply::new(),
            [Aggregate::sum("amount", "total")].into(),
            Apply::new().filter(Filter::gt("amount", 1)).top(1),
        ]);
        assert_eq!(
            text(parts),
            "concat(identity,aggregate(amount with sum as total),filter(amount gt 1)/top(1))"
        );
    }

    #[test]
    fn aggregates_have_names() {
        let all = [
            Aggregate::sum(Expr::mul("price", "rate".len() as i32), "a"),
            Aggregate::min("price", "b"),
            Aggregate::max("price", "c"),
            Aggregate::average("price", "d"),
            Aggregate::count_distinct("genre", "e"),
            Aggregate::count("f"),
            Aggregate::count_of("chapters", "g"),
            Aggregate::with("price", "shop.Median", "h"),
            Aggregate::custom("forecast", "i"),
        ];
        assert_eq!(
            text(all),
            "aggregate(price mul 4 with sum as a,price with min as b,price with max as c,\
             price with average as d,genre with countdistinct as e,$count as f,\
             chapters/$count as g,price with shop.Median as h,forecast as i)"
        );
    }

    #[test]
    fn a_fault_anywhere_is_told() {
        let bad = || Filter::eq("a b", 1);
        for apply in [
            Apply::new().filter(bad()).top(1),
            Apply::new().group_by(["a,b"], Apply::new()),
            Apply::new().group_by(["a"], Apply::new().filter(bad())),
            Apply::new().concat([Apply::new().filter(bad())]),
            [Aggregate::sum("a", "b c")].into(),
            [Aggregate::sum("a)", "b")].into(),
            [Aggregate::with("a", "sum as x,b", "b")].into(),
            [Aggregate::custom("a/b c", "b")].into(),
            Apply::new().group_by([Grouping::rollup(["a)"])], Apply::new()),
            Apply::new().compute("a", "b/c"),
            Apply::new().order_by("a").order_by("b desc"),
        ] {
            assert!(apply.text().is_err(), "{apply:?}");
            let list: List<RawJson> = Request::new(Method::Get, Target::root("a"));
            assert!(list.apply(apply).path().is_err());
        }
    }

    proptest! {
        #[test]
        fn no_value_leaves_its_literal(odd in any::<String>()) {
            let apply = |value: &str| {
                let apply = Apply::new()
                    .filter(Filter::eq("a", value))
                    .group_by(["b"], [Aggregate::sum(Expr::index_of("c", value), "d")]);
                let outside = text(apply);
                let parts = outside.split('\'').enumerate();
                parts.filter(|(at, _)| at % 2 == 0).map(|(_, part)| part).collect::<String>()
            };
            prop_assert_eq!(apply("x"), apply(&odd));
        }
    }
}
