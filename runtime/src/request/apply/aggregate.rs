//! Values of groups of items, and what items are grouped by.

use super::{alias, joined};
use crate::request::expr::{Expr, type_term};
use crate::request::path::PropertyPath;
use crate::request::target::TargetError;

/// A value of a group of items, and the name that it has in the row (`aggregate`).
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "an aggregate is a value; `Apply` takes it"]
pub struct Aggregate(Result<String, TargetError>);

macro_rules! methods {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(of: impl Into<Expr>, name: &str) -> Self {
            Self::of(of.into(), $wire, name)
        }
    )*};
}

impl Aggregate {
    methods! {
        /// The sum of the values.
        sum = "sum";
        /// The least of the values.
        min = "min";
        /// The greatest of the values.
        max = "max";
        /// The arithmetic mean of the values.
        average = "average";
        /// The number of different values (`countdistinct`).
        count_distinct = "countdistinct";
    }

    /// The number of items (`$count`).
    pub fn count(name: &str) -> Self {
        Self(alias(name).map(|name| format!("$count as {name}")))
    }

    /// The number of items of the collections that this property of the items is (`path/$count`).
    pub fn count_of(path: impl Into<PropertyPath>, name: &str) -> Self {
        Self::custom(path.into().count(), name)
    }

    /// The values aggregated by a method that the service defines, such as `shop.Median`.
    pub fn with(of: impl Into<Expr>, method: &str, name: &str) -> Self {
        match type_term(method).text() {
            Ok(method) => Self::of(of.into(), &method, name),
            Err(error) => Self(Err(error)),
        }
    }

    /// A value that the service defines for groups of items (custom aggregate).
    pub fn custom(aggregate: impl Into<PropertyPath>, name: &str) -> Self {
        let aggregate = aggregate.into();
        let text = aggregate.text();
        Self(text.and_then(|text| Ok(format!("{text} as {}", alias(name)?))))
    }

    fn of(value: Expr, method: &str, name: &str) -> Self {
        let value = value.into_term().text();
        Self(value.and_then(|value| Ok(format!("{value} with {method} as {}", alias(name)?))))
    }

    pub(super) fn into_text(self) -> Result<String, TargetError> {
        self.0
    }
}

/// What items are grouped by: a property, or several of which each is a level of subtotals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping(Result<String, TargetError>);

impl Grouping {
    /// Rows for each of these levels, from the most detailed one up to the first property
    /// (`rollup`). A first level `$all` stands for all items.
    pub fn rollup<P: Into<PropertyPath>>(levels: impl IntoIterator<Item = P>) -> Self {
        let levels = levels
            .into_iter()
            .map(|path| path.into().text().map(str::to_owned));
        Self(joined(levels).map(|levels| format!("rollup({levels})")))
    }

    pub(super) fn into_text(self) -> Result<String, TargetError> {
        self.0
    }
}

impl<P: Into<PropertyPath>> From<P> for Grouping {
    /// The values of a property.
    fn from(path: P) -> Self {
        Self(path.into().text().map(str::to_owned))
    }
}
