//! The functions of OData that yield a value (URL Conventions, sections 5.1.1.5 to 5.1.1.12).

use super::{Expr, Operand};
use crate::request::target::TargetError;
use crate::request::term::{Precedence, Term};

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(of: impl Into<Expr>) -> Self {
            Self(Term::function($wire, [of.into().0]))
        }
    )*};
}

macro_rules! functions_of_two {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name(of: impl Into<Expr>, second: impl Into<Operand>) -> Self {
            Self(Term::function($wire, [of.into().0, second.into().into_term()]))
        }
    )*};
}

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident = $wire:literal;)*) => {$(
        $(#[$doc])*
        pub fn $name() -> Self {
            Self(Term::function($wire, []))
        }
    )*};
}

impl Expr {
    functions! {
        /// The text in lower case (`tolower`).
        to_lower = "tolower";
        /// The text in upper case (`toupper`).
        to_upper = "toupper";
        /// The text without white space around it (`trim`).
        trim = "trim";
        /// The number of characters of a text, or of items of a collection (`length`).
        length = "length";
        /// The year of a date (`year`).
        year = "year";
        /// The month of a date, from 1 (`month`).
        month = "month";
        /// The day of a date, from 1 (`day`).
        day = "day";
        /// The hour of a time (`hour`).
        hour = "hour";
        /// The minute of a time (`minute`).
        minute = "minute";
        /// The second of a time, without its fraction (`second`).
        second = "second";
        /// The fraction of the second of a time, from 0 to less than 1 (`fractionalseconds`).
        fractional_seconds = "fractionalseconds";
        /// The date of a point in time (`date`).
        date = "date";
        /// The time of day of a point in time (`time`).
        time = "time";
        /// The offset from UTC of a point in time, in minutes (`totaloffsetminutes`).
        total_offset_minutes = "totaloffsetminutes";
        /// A duration in seconds (`totalseconds`).
        total_seconds = "totalseconds";
        /// The nearest integer (`round`).
        round = "round";
        /// The next integer that is not greater (`floor`).
        floor = "floor";
        /// The next integer that is not less (`ceiling`).
        ceiling = "ceiling";
        /// The length of a line on the Earth, in metres (`geo.length`).
        geo_length = "geo.length";
    }

    functions_of_two! {
        /// Two texts, or two collections, one after the other (`concat`).
        concat = "concat";
        /// The position of a part of a text, from 0; -1 if it is not there (`indexof`).
        index_of = "indexof";
        /// The rest of a text, or of a collection, from this position on (`substring`).
        substring = "substring";
        /// The shortest distance of two points, in metres for geography (`geo.distance`).
        geo_distance = "geo.distance";
    }

    constants! {
        /// The time at which the service processes the request (`now`).
        now = "now";
        /// The earliest point in time that the service knows (`mindatetime`).
        min_date_time = "mindatetime";
        /// The latest point in time that the service knows (`maxdatetime`).
        max_date_time = "maxdatetime";
    }

    /// The part of a text, or of a collection, from this position on that has this length
    /// (`substring`).
    pub fn substring_len(
        of: impl Into<Expr>,
        start: impl Into<Operand>,
        length: impl Into<Operand>,
    ) -> Self {
        let (start, length) = (start.into().into_term(), length.into().into_term());
        Self(Term::function("substring", [of.into().0, start, length]))
    }

    /// The value as another type, such as `Edm.Decimal`; `null` if it cannot be converted (`cast`).
    pub fn cast(of: impl Into<Expr>, type_name: &str) -> Self {
        Self(Term::function("cast", [of.into().0, type_term(type_name)]))
    }
}

/// The name of a type as an argument: `Edm.String`, `Collection(Edm.String)`.
pub(in crate::request) fn type_term(name: &str) -> Term {
    let item = name.strip_prefix("Collection(");
    let item = item.and_then(|name| name.strip_suffix(')'));
    let is_name =
        |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    let text = match item.unwrap_or(name).split('.').all(is_name) {
        true => Ok(name.to_owned()),
        false => Err(TargetError::UnsafeName {
            name: name.to_owned(),
        }),
    };
    Term::new(text, Precedence::Primary)
}
