//! Literals and keys of every primitive type, held to the grammar of OData.
//!
//! The values are those of the test cases that OASIS publishes for the ABNF of OData 4.01, as far as
//! they are about literals and keys. Each line has the text of a value, and its literal in a URL.

#![allow(clippy::approx_constant, clippy::unwrap_used)]

use std::fmt::Debug;
use std::str::FromStr;

use msgraph_runtime::edm::{Binary, Date, DateTimeOffset, Decimal, Duration, Guid, TimeOfDay};
use msgraph_runtime::request::{KeyValue, Literal, Target};
use msgraph_runtime::{Filter, Key};

/// What can be a key and stand in a filter.
trait Value: Clone + Into<KeyValue> + Into<Literal> {}

impl<T: Clone + Into<KeyValue> + Into<Literal>> Value for T {}

/// The path of the entity with this key in a collection `k`.
fn path(key: Key) -> String {
    let target = Target::root("k").key(key);
    target.path().unwrap().to_owned()
}

/// The literal of a value in a path.
fn in_path<T: Value>(value: &T) -> String {
    let path = path(Key::named([("p", value.clone())]));
    let literal = path.strip_prefix("/k(p=").unwrap();
    literal.strip_suffix(')').unwrap().to_owned()
}

/// The literal of a value in a filter, which is encoded only as part of a whole query.
fn in_filter<T: Value>(value: T) -> String {
    let filter = Filter::eq("p", value);
    let literal = filter.as_str().unwrap().strip_prefix("p eq ").unwrap();
    literal.to_owned()
}

fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut out = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (hex, rest) = part.split_at(2);
        out.push(u8::from_str_radix(hex, 16).unwrap());
        out.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(out).unwrap()
}

fn is_written<T: FromStr<Err: Debug> + Value>(lines: &[(&str, &str)]) {
    for (text, expected) in lines {
        let value: T = text.parse().unwrap();
        assert_eq!(in_path(&value), *expected, "{text}");
        assert_eq!(in_filter(value), decoded(expected), "{text}");
    }
}

fn is_refused<T: FromStr>(texts: &[&str]) {
    for text in texts {
        assert!(text.parse::<T>().is_err(), "{text}");
    }
}

#[test]
fn booleans() {
    is_written::<bool>(&[("true", "true"), ("false", "false")]);
    is_refused::<bool>(&["tRUe", "0", "1"]);
}

#[test]
fn integers() {
    is_written::<u8>(&[("0", "0"), ("255", "255")]);
    is_written::<i8>(&[("-128", "-128"), ("127", "127")]);
    is_written::<i16>(&[("+32000", "32000"), ("-32768", "-32768")]);
    is_written::<i32>(&[
        ("-2000000000", "-2000000000"),
        ("+2000000000", "2000000000"),
    ]);
    is_written::<i64>(&[
        ("1234567890123456789", "1234567890123456789"),
        ("-9223372036854775808", "-9223372036854775808"),
    ]);
    is_refused::<i32>(&["4294967296", "1.0", ""]);
}

#[test]
fn decimals() {
    is_written::<Decimal>(&[
        ("3.14", "3.14"),
        ("-1.234567e3", "-1.234567e3"),
        ("1e-101", "1e-101"),
        ("-2", "-2"),
        ("0.314e+1", "0.314e%2B1"),
    ]);
    // The grammar has the last four for values whose scale is floating; a decimal is finite here. A
    // sign is not written, for in JSON there is none.
    is_refused::<Decimal>(&["42.", ".1", "-0.314e1e2", "+42", "INF", "-INF", "NaN"]);
}

#[test]
fn floating_point_numbers() {
    let (inf, minus_inf) = (f64::INFINITY, f64::NEG_INFINITY);
    for (value, expected) in [
        (3.14_f64, "3.14"),
        (-0.314e1, "-3.14"),
        (inf, "INF"),
        (minus_inf, "-INF"),
        (f64::NAN, "NaN"),
        (5e-324, "5e-324"),
    ] {
        assert_eq!(in_path(&value), expected);
        assert_eq!(in_filter(value), expected);
    }
    assert_eq!(in_path(&0.314e+1_f32), "3.14");
    assert_eq!(in_path(&f32::NEG_INFINITY), "-INF");
}

#[test]
fn guids() {
    let guid = "01234567-89ab-cdef-0123-456789abcdef";
    is_written::<Guid>(&[(guid, guid)]);
    is_refused::<Guid>(&[
        "01234g67-89ab-cdef-0123-456789abcdef",
        "01234567-89ab-cdef-456789abcdef",
    ]);
}

#[test]
fn dates_and_times() {
    is_written::<Date>(&[
        ("2012-09-03", "2012-09-03"),
        ("0000-01-01", "0000-01-01"),
        ("-10000-04-01", "-10000-04-01"),
    ]);
    is_refused::<Date>(&["INF", "-INF", "2012-09-31"]);
    is_written::<DateTimeOffset>(&[
        ("2012-09-03T13:52Z", "2012-09-03T13%3A52Z"),
        ("2012-09-03T22:09:02Z", "2012-09-03T22%3A09%3A02Z"),
        ("1972-06-30T23:59:60Z", "1972-06-30T23%3A59%3A60Z"),
        ("2012-08-31T18:19:22.1Z", "2012-08-31T18%3A19%3A22.1Z"),
        ("0000-01-01T00:00Z", "0000-01-01T00%3A00Z"),
        ("-10000-04-01T00:00Z", "-10000-04-01T00%3A00Z"),
        ("2012-09-03T23:59+01:00", "2012-09-03T23%3A59%2B01%3A00"),
    ]);
    is_refused::<DateTimeOffset>(&[
        "INF",
        "-INF",
        "2012-09-03T23%3A59Z",
        "2012-09-03T23:59+01%3A00",
    ]);
    is_written::<TimeOfDay>(&[
        ("11:22:33", "11%3A22%3A33"),
        ("11:22", "11%3A22"),
        ("11:22:33.4444444", "11%3A22%3A33.4444444"),
    ]);
    is_refused::<TimeOfDay>(&["11%3A22%3a33", "24:00:01"]);
}

#[test]
fn durations() {
    is_written::<Duration>(&[
        ("P6DT23H59M59.9999S", "duration'P6DT23H59M59.9999S'"),
        ("-P6DT23H59M59.9999S", "duration'-P6DT23H59M59.9999S'"),
    ]);
    is_refused::<Duration>(&["P1Y6DT23H59M59.9999S", "P1M6DT23H59M59.9999S"]);
}

/// Services send what the grammar does not have. It is read, and the value keeps its text.
#[test]
fn what_is_read_although_the_grammar_has_it_not() {
    for text in [
        "2011-12-31T24:00Z",
        "2011-12-31T24:00:00Z",
        "2012-09-03T24:00-03:00",
    ] {
        assert!(text.parse::<DateTimeOffset>().is_ok(), "{text}");
    }
    assert!("24:00:00".parse::<TimeOfDay>().is_ok());
    assert!("+P6DT23H59M59.9999S".parse::<Duration>().is_ok());
}

#[test]
fn binary_values() {
    // The grammar allows the padding to be left out.
    for (bytes, expected) in [
        ("", "binary''"),
        ("f", "binary'Zg'"),
        ("fo", "binary'Zm8'"),
        ("foo", "binary'Zm9v'"),
        ("foob", "binary'Zm9vYg'"),
        ("fooba", "binary'Zm9vYmE'"),
        ("foobar", "binary'Zm9vYmFy'"),
    ] {
        let value = Binary::from(bytes.as_bytes());
        assert_eq!(in_filter(value.clone()), expected);
        assert_eq!(decoded(&in_path(&value)), expected);
    }
}

#[test]
fn texts() {
    is_written::<String>(&[
        ("O'Neil", "'O%27%27Neil'"),
        ("Hugo's Tavern", "'Hugo%27%27s%20Tavern'"),
        ("&(", "'%26%28'"),
        ("Tablet/Slate", "'Tablet%2FSlate'"),
        ("7'' Tablet", "'7%27%27%27%27%20Tablet'"),
        ("Tablet )small(", "'Tablet%20%29small%28'"),
        ("", "''"),
    ]);
}

#[test]
fn keys() {
    let time: DateTimeOffset = "2018-02-13T23:59:59Z".parse().unwrap();
    let day: TimeOfDay = "23:59:59".parse().unwrap();
    for (key, expected) in [
        (Key::literal::<i32>(11), "/k(11)"),
        (Key::literal::<String>("O'Neil"), "/k('O%27%27Neil')"),
        (
            Key::literal::<String>("Smartphone/Tablet"),
            "/k('Smartphone%2FTablet')",
        ),
        (
            Key::literal::<DateTimeOffset>(time),
            "/k(2018-02-13T23%3A59%3A59Z)",
        ),
        (Key::literal::<TimeOfDay>(day), "/k(23%3A59%3A59)"),
        (Key::named([("ID", 1)]), "/k(ID=1)"),
        (Key::named([("ID", 1), ("Size", 5)]), "/k(ID=1,Size=5)"),
        (
            Key::named([
                ("OrderID", KeyValue::of::<i32>(1)),
                ("ItemID", KeyValue::of::<String>("a")),
            ]),
            "/k(OrderID=1,ItemID='a')",
        ),
        (Key::segment::<i32>(1), "/k/1"),
        (
            Key::segment::<String>("Tablet (small)"),
            "/k/Tablet%20%28small%29",
        ),
        (
            Key::segment::<Duration>("PT1S".parse::<Duration>().unwrap()),
            "/k/PT1S",
        ),
    ] {
        assert_eq!(path(key), expected);
    }
}
