//! Points in time: texts in, values and texts out.

use proptest::prelude::*;

use super::*;

fn parsed(text: &str) -> Option<(String, bool)> {
    DateTimeOffset::parse_wire(text.as_bytes()).map(|p| (p.value.to_string(), p.exact))
}

fn value(text: &str) -> DateTimeOffset {
    DateTimeOffset::parse(text).unwrap()
}

#[test]
fn keeps_canonical_texts() {
    for text in [
        "2024-02-29T12:30:00Z",
        "2024-02-29T12:30:00.1230000Z",
        "2024-02-29T12:30:00.000000000000Z",
        "2024-02-29T12:30Z",
        "2024-02-29T12:30:00",
        "2024-02-29T12:30:00.5",
        "2024-02-29T12:30:00+00:00",
        "2024-02-29T12:30:00-00:00",
        "2024-02-29T12:30:00.25-08:00",
        "2024-02-29T12:30:00+14:00",
        "2024-02-29T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "0001-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "-2147483648-12-31T23:59:59.999999999999+23:59",
    ] {
        assert_eq!(parsed(text), Some((text.to_owned(), true)), "{text}");
    }
}

#[test]
fn reads_other_spellings() {
    for (text, written) in [
        ("2024-02-29t12:30:00Z", "2024-02-29T12:30:00Z"),
        ("2024-02-29T12:30:00z", "2024-02-29T12:30:00Z"),
        ("2024-02-29 12:30:00Z", "2024-02-29T12:30:00Z"),
        ("2024-02-29T12:30:00+0530", "2024-02-29T12:30:00+05:30"),
        ("2024-02-29T12:30:00-08", "2024-02-29T12:30:00-08:00"),
        ("2024-02-29T12:30:00.Z", "2024-02-29T12:30:00Z"),
        (
            "2024-02-29T12:30:00.0123456789012Z",
            "2024-02-29T12:30:00.012345678901Z",
        ),
    ] {
        assert_eq!(parsed(text), Some((written.to_owned(), false)), "{text}");
    }
}

#[test]
fn refuses_what_is_no_point_in_time() {
    for text in [
        "",
        "2024-02-29",
        "2024-02-29T",
        "2024-02-29T12",
        "2023-02-29T12:30:00Z",
        "2024-02-29T24:00:01Z",
        "2024-02-29T12:30:00ZZ",
        "2024-02-29T12:30:00+24:00",
        "2024-02-29T12:30:00+05:60",
        "2024-02-29T12:30:00 05:00",
        "2024-02-29T12:30:00+5:00",
        "2024-02-29_12:30:00Z",
        "2024-02-29T12:30:00Z ",
        "/Date(1700000000000)/",
    ] {
        assert_eq!(parsed(text), None, "{text}");
    }
}

#[test]
fn counts_from_1970() {
    assert_eq!(value("1970-01-01T00:00:00Z").unix_timestamp(), 0);
    assert_eq!(value("1970-01-01T02:00:00+02:00").unix_timestamp(), 0);
    assert_eq!(
        value("2024-02-29T12:30:00.5").unix_timestamp(),
        1_709_209_800
    );
    assert_eq!(
        value("2024-02-29T12:30:00.5").unix_nanos(),
        1_709_209_800_500_000_000
    );
    assert_eq!(value("1969-12-31T23:59:59.75Z").unix_nanos(), -250_000_000);
    assert_eq!(
        DateTimeOffset::from_unix(-1, 750_000_000),
        Some(value("1969-12-31T23:59:59.75Z"))
    );
    assert_eq!(DateTimeOffset::from_unix(i64::MAX, 0), None);
    assert_eq!(DateTimeOffset::from_unix(0, 1_000_000_000), None);
}

#[test]
fn compares_the_writing_or_the_instant() {
    let noon = value("2024-02-29T12:00:00Z");
    for text in [
        "2024-02-29T14:00:00+02:00",
        "2024-02-29T12:00Z",
        "2024-02-29T12:00:00",
    ] {
        assert!(noon.same_instant(&value(text)), "{text}");
        assert_ne!(noon, value(text));
        assert_ne!(noon.cmp(&value(text)), Ordering::Equal);
    }
    assert!(value("2024-02-29T24:00:00Z").same_instant(&value("2024-03-01T00:00:00Z")));
    assert!(noon < value("2024-02-29T11:00:00.000000000001-01:00"));
    assert!(value("2024-02-29T14:00:01+03:00") < noon);
}

#[test]
fn moves_to_another_offset() {
    let east = Offset::from_minutes(330).unwrap();
    let moved = value("2024-02-29T20:00:00.120Z").at_offset(east).unwrap();
    assert_eq!(moved.to_string(), "2024-03-01T01:30:00.120+05:30");
    assert_eq!(moved.offset_minutes(), Some(330));
    assert_eq!(
        value("2024-02-29T20:00Z")
            .at_offset(east)
            .unwrap()
            .to_string(),
        "2024-03-01T01:30+05:30"
    );
    assert_eq!(
        moved.at_offset(Offset::UTC).unwrap().to_string(),
        "2024-02-29T20:00:00.120Z"
    );
}

#[test]
fn is_small() {
    assert_eq!(size_of::<DateTimeOffset>(), 24);
    assert_eq!(size_of::<Option<DateTimeOffset>>(), 24);
}

proptest! {
    #[test]
    fn text_round_trips(
        text in "(-?[1-9][0-9]{3,7}|0[0-9]{3})-(0[1-9]|1[0-2])-[012][0-9]T[01][0-9]:[0-5][0-9]\
                 (:[0-5][0-9](\\.[0-9]{1,12})?)?(Z|[+-][01][0-9]:[0-5][0-9])?"
    ) {
        if let Some(read) = DateTimeOffset::parse_wire(text.as_bytes()) {
            prop_assert_eq!(read.value.to_string(), &text[..]);
            prop_assert!(read.exact);
        } else {
            prop_assert!(text.contains("-00T") || text.contains("02-29T"));
        }
    }

    #[test]
    fn exact_means_the_same_text(
        text in "[-+]?[0-9]{4,5}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-5][0-9]\
                 (:[0-6][0-9](\\.[0-9]{0,14})?)?([Zz]|[+-][0-2][0-9]:?([0-5][0-9])?)?"
    ) {
        if let Some(read) = DateTimeOffset::parse_wire(text.as_bytes()) {
            prop_assert_eq!(read.exact, read.value.to_string() == text);
        }
    }

    #[test]
    fn unix_time_round_trips(
        seconds in -67_768_040_609_740_800..67_768_036_191_676_799_i64,
        nanos in 0..1_000_000_000_u32,
    ) {
        let value = DateTimeOffset::from_unix(seconds, nanos).unwrap();
        prop_assert_eq!(value.unix_timestamp(), seconds);
        prop_assert_eq!(DateTimeOffset::from_unix_nanos(value.unix_nanos()), Some(value));
        let all = i128::from(seconds) * 1_000_000_000 + i128::from(nanos);
        prop_assert_eq!(value.unix_nanos(), all);
    }

    #[test]
    fn never_panics(text in any::<Vec<u8>>()) {
        let _ = DateTimeOffset::parse_wire(&text);
    }
}
